"""The HTML that shows an indicator on a page of another site."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape

from indicators.models import Indicator
from indicators.views.public.moment import PARAMETER, moment_of
from indicators.views.public.static_copy import path_on, static_copy_of

# High enough for most sentences on a phone; what is more scrolls within the frame.
HEIGHT = 420


def snippet_of(request: HttpRequest, indicator: Indicator) -> str:
    """An iframe with the address of the embed page; on a past day fixed to that day."""
    path = reverse("public:embed", args=[indicator.code])
    moment = moment_of(request)
    if moment is not None and static_copy_of(request):
        path = path_on(moment.day, path)
    elif moment is not None:
        path = f"{path}?{PARAMETER}={moment.day.isoformat()}"
    address = request.build_absolute_uri(path)
    return (
        f'<iframe src="{address}" title="{escape(indicator.name)}" width="100%" height="{HEIGHT}" '
        'style="border:1px solid #d8d8db;max-width:640px" loading="lazy"></iframe>'
    )
