"""How an easy page answers: as every public page does, with readings above its words unless the address leaves them out."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.views.shared.answers import crumbs, public_page
from indicators.views.shared.easy_words import easy_words, laid_over
from indicators.views.shared.languages import NO_EASIER, has_furigana, ordinary_name
from measures.addresses import reverse

View = Callable[..., HttpResponse]


def easy_page(view: View) -> View:
    """A public page in easy words (views/shared/easy_words.py)."""

    @public_page
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with easy_words(request, furigana=has_furigana(request)):
            return laid_over(request, view(request, *args, **kwargs))

    return answer


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
