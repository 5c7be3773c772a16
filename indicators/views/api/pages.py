"""A page of a list: its items, and the links to the others."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest

from indicators.open_data.api.parameters import USUAL_SIZE, Asked
from indicators.origin import whole_url


def page_of(found: Sequence[Any], asked: Asked) -> Page[Any]:
    """A list without items has one empty page; Http404 behind the last."""
    pages = Paginator(found, asked.get("page_size", USUAL_SIZE))
    number = asked.get("page", 1)
    try:
        return pages.page(number)
    except EmptyPage:
        raise Http404(f"{number}ページめはありません。全部で{pages.num_pages}ページです。") from None


def links_of(request: HttpRequest, page: Page[Any]) -> dict[str, str | None]:
    """Whole addresses; null where there is no such page."""

    def address(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return whole_url(request, f"{request.path}?{query.urlencode()}")

    return {
        "self": address(page.number),
        "first": address(1),
        "previous": address(page.number - 1) if page.has_previous() else None,
        "next": address(page.number + 1) if page.has_next() else None,
        "last": address(page.paginator.num_pages),
    }


def link_header(links: dict[str, str | None]) -> str:
    """The same links as RFC 8288 writes them."""
    names = {"previous": "prev"}
    return ", ".join(f'<{url}>; rel="{names.get(name, name)}"' for name, url in links.items() if url)
