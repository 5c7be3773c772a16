"""A page of a list: its items, and the links to the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from indicators.open_data.api.parameters import USUAL_SIZE, Asked


@dataclass(frozen=True)
class Page:
    """`number` from 1; a list without items has one empty page."""

    found: Sequence[Any]
    number: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.found) // self.size))

    @property
    def items(self) -> Sequence[Any]:
        return self.found[(self.number - 1) * self.size : self.number * self.size]


def page_of(found: Sequence[Any], asked: Asked) -> Page:
    """Http404 behind the last page."""
    page = Page(found, asked.get("page", 1), asked.get("page_size", USUAL_SIZE))
    if page.number > page.pages:
        raise Http404(f"{page.number}ページめはありません。全部で{page.pages}ページです。")
    return page


def links_of(request: HttpRequest, page: Page) -> dict[str, str | None]:
    """Whole addresses; null where there is no such page."""

    def address(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")

    return {
        "self": address(page.number),
        "first": address(1),
        "previous": address(page.number - 1) if page.number > 1 else None,
        "next": address(page.number + 1) if page.number < page.pages else None,
        "last": address(page.pages),
    }


def link_header(links: dict[str, str | None]) -> str:
    """The same links as RFC 8288 writes them."""
    names = {"previous": "prev"}
    return ", ".join(f'<{url}>; rel="{names.get(name, name)}"' for name, url in links.items() if url)
