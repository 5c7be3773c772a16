"""Long lists of the dashboard, page by page: every list has a page of its own in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest

from indicators.views.shared.filters import BadAddress, Filters

PAGE_SIZE = 50
Item = TypeVar("Item")


@dataclass(frozen=True)
class RowPage(Generic[Item]):
    """The items of one page; `previous` and `next` are addresses, "" where there is none."""

    items: Sequence[Item]
    number: int
    pages: int
    total: int
    first: int
    previous: str
    next: str

    @property
    def last(self) -> int:
        return self.first + len(self.items) - 1

    @property
    def is_part(self) -> bool:
        return self.pages > 1


def page_of(
    items: Sequence[Item],
    request: HttpRequest,
    filters: Filters,
    name: str,
    anchor: str,
    size: int = PAGE_SIZE,
) -> RowPage[Item]:
    """The page that `name` asks for in the address; one beyond the last is the last, since filters shorten lists."""
    typed = request.GET.get(name) or "1"
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 7 and int(typed)):
        raise BadAddress(name, typed, "ページは、1から始まる数です。")
    pages = max(1, -(-len(items) // size))
    number = min(int(typed), pages)

    def address(other: int) -> str:
        return f"{filters.link(request.path, **{name: other if other > 1 else None})}#{anchor}"

    start = (number - 1) * size
    return RowPage(
        items=items[start : start + size],
        number=number,
        pages=pages,
        total=len(items),
        first=start + 1,
        previous=address(number - 1) if number > 1 else "",
        next=address(number + 1) if number < pages else "",
    )
