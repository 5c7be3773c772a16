"""How an easy page answers: as every public page does, with readings above its words unless the address leaves them out."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from indicators.views.shared.answers import crumbs, public_page
from indicators.views.shared.languages import (
    NO_EASIER,
    has_furigana,
    links_without_furigana,
    ordinary_name,
)
from indicators.views.shared.moment import as_of
from indicators.views.shared.plan import plan_of
from indicators.wording.easy.readings import with_readings
from measures.addresses import reverse
from measures.translations import Translations, translations_of

View = Callable[..., HttpResponse]


def easy_page(view: View) -> View:
    """Templates find the office's readings and easier versions as `request.translations`, and whether readings are wanted as
    `request.furigana` (templatetags/easy.py)."""

    @public_page
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = SimpleLazyObject(lambda: translations_of(plan_of(request), as_of(request)))
        setattr(request, "translations", found)  # noqa: B010 (a request has no such attribute)
        furigana = has_furigana(request)
        setattr(request, "furigana", furigana)  # noqa: B010
        if not furigana:
            with links_without_furigana(request):
                return view(request, *args, **kwargs)
        response = view(request, *args, **kwargs)
        if response.get("Content-Type", "").startswith("text/html"):
            response.content = with_readings(response.content.decode(), _confirmed(found)).encode()
        return response

    return answer


def _confirmed(found: Translations | SimpleLazyObject) -> Callable[[str], Any]:
    return lambda text: found.ruby(text)  # lazily: a page that names nothing of the city asks for none


@easy_page
def not_easier(request: HttpRequest, **parts: Any) -> HttpResponse:
    """Of a page that says nothing easier: that it does not, why, and the way to it. It asks nothing of what the address names."""
    match = request.resolver_match
    assert match is not None
    name = ordinary_name(match.url_name or "")
    context = {
        "why": NO_EASIER[name],
        "ordinary": reverse(f"public:{name}", kwargs=match.kwargs),
        "crumbs": easy_crumbs(("やさしい 日本語が ない ページ", "")),
    }
    return render(request, "easy/not_easier.html", context)


def easy_crumbs(*pages: tuple[str, str]) -> list[dict[str, str]]:
    """As crumbs(), from the easy home page."""
    home, *rest = crumbs(*pages)
    return [{**home, "url": reverse("public:easy_home")}, *rest]
