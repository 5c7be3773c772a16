"""The city's logo: a picture at an address of its own, new with each picture, so that browsers may keep it for ever."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from measures.models import SiteSettings


@require_safe
def logo(request: HttpRequest, name: str) -> HttpResponse:
    """Of any edition that holds or held: pages of past days show theirs."""
    for edition in SiteSettings.objects.filter(published_at__isnull=False):
        if edition.logo_name == name:
            answer = HttpResponse(bytes(edition.logo), content_type="image/png")
            answer["Cache-Control"] = "public, max-age=31536000, immutable"
            return answer
    raise Http404("logo")
