"""In which orders the table of all indicators can be read; each in the address, up (gap) and down (-gap)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from indicators.frames import Row, severity
from indicators.views.public.language.matching import fold
from indicators.views.shared.filters import BadAddress

DEFAULT = "code"


@dataclass(frozen=True)
class Sort:
    """One order. `key` gives None for a row that has nothing to be sorted by: it comes last in both directions."""

    name: str
    label: str
    up: str
    down: str
    key: Callable[[Row], Any]


def _severity(row: Row) -> tuple[int, Decimal] | None:
    return severity(row) if row.is_judged else None


SORTS = {
    sort.name: sort
    for sort in (
        Sort("code", "番号", "計画の順", "計画の逆の順", lambda row: (row.measure_number, row.code)),
        Sort("name", "指標", "名前の順", "名前の逆の順", lambda row: fold(row.name)[0]),
        Sort(
            "year", "年度", "古い実績から", "新しい実績から", lambda row: row.year if row.has_record else None
        ),
        Sort("progress", "進捗", "進捗の小さい順", "進捗の大きい順", lambda row: row.progress),
        # Gaps of different units have no order among them: severity() weighs each by its own way.
        Sort("gap", "目安との差", "目安から遠い順", "目安を上回る順", _severity),
        Sort("verdict", "判定", "判定の悪い順", "判定の良い順", _severity),
        Sort("department", "主担当", "課の名前の順", "課の名前の逆の順", lambda row: fold(row.department)[0]),
    )
}


@dataclass(frozen=True)
class Order:
    """A sort and its direction, as the address says it."""

    sort: Sort
    descending: bool = False

    @property
    def value(self) -> str:
        return f"-{self.sort.name}" if self.descending else self.sort.name

    @property
    def label(self) -> str:
        return self.sort.down if self.descending else self.sort.up

    @property
    def is_default(self) -> bool:
        return self.value == DEFAULT


ORDERS = [Order(sort, descending) for sort in SORTS.values() for descending in (False, True)]


def order_of(typed: str) -> Order:
    """The order that the address names, by default the plan's; BadAddress for one that there is not."""
    name = typed.removeprefix("-") or DEFAULT
    if name not in SORTS:
        words = "、".join(SORTS)
        raise BadAddress(
            "sort", typed, f"並べ替えには、{words}のどれかを入れてください（逆の順は -gap のように）。"
        )
    return Order(SORTS[name], typed.startswith("-"))


def in_order(rows: Iterable[Row], order: Order) -> list[Row]:
    """Sorted; equal ones stay in the plan's order."""
    found = list(rows)
    known = [row for row in found if order.sort.key(row) is not None]
    known.sort(key=order.sort.key, reverse=order.descending)
    return known + [row for row in found if order.sort.key(row) is None]


@dataclass(frozen=True)
class Heading:
    """The button at the head of a column: `value` is the order that it asks for, `state` its aria-sort."""

    label: str
    value: str
    says: str
    state: str


def headings(order: Order) -> dict[str, Heading]:
    """One a column that sorts; the one in force turns around when it is asked again."""
    return {name: _heading(sort, order) for name, sort in SORTS.items()}


def _heading(sort: Sort, order: Order) -> Heading:
    if sort != order.sort:
        return Heading(sort.label, sort.name, sort.up, "")
    turned = Order(sort, not order.descending)
    return Heading(sort.label, turned.value, turned.label, "descending" if order.descending else "ascending")
