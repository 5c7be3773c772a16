"""The HTML that shows an indicator on a page of another site."""

from django.http import HttpRequest
from django.utils.html import escape

from indicators.models import Indicator
from indicators.views.shared.plan import addresses_of_plan
from indicators.views.shared.static_copy import whole_address
from measures.addresses import reverse

# High enough for most sentences on a phone; what is more scrolls within the frame.
HEIGHT = 760


def snippet_of(request: HttpRequest, indicator: Indicator) -> str:
    """An iframe with the address of the embed page; on a past day fixed to that day."""
    with addresses_of_plan(request, permanent=True):
        address = whole_address(request, reverse("public:embed", args=[indicator.code]))
    return (
        f'<iframe src="{address}" title="{escape(indicator.name)}" width="100%" height="{HEIGHT}" '
        'style="border:1px solid #d8d8db;max-width:640px" loading="lazy"></iframe>'
    )
