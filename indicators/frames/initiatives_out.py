"""What was published of the initiatives' years: deeds, and costs, by the day in Japan on which they went out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from indicators.frames.deed_editions import DEED, first_deeds
from indicators.frames.money_editions import MONEY, in_order, new_costs
from indicators.frames.sources import Source


@dataclass(frozen=True)
class InitiativesOut:
    """What of one year's deeds, or of its costs, went out on one day: how many, for which initiatives in the order of their
    codes. `kind`: DEED or MONEY."""

    kind: str
    day: date
    year: int
    published_at: datetime
    count: int
    codes: tuple[str, ...]


def initiatives_out(source: Source) -> list[InitiativesOut]:
    """Newest first. One query a kind."""
    found = [*_by_day(DEED, first_deeds(source)), *_by_day(MONEY, new_costs(source))]
    return sorted(found, key=lambda one: one.published_at, reverse=True)


def _by_day(kind: str, records: Iterable[tuple[datetime, int, tuple[str, ...]]]) -> list[InitiativesOut]:
    together: dict[tuple[date, int], list[tuple[datetime, tuple[str, ...]]]] = {}
    for at, year, codes in records:
        together.setdefault((localdate(at), year), []).append((at, codes))
    found = []
    for (day, year), of_day in together.items():
        shared = sorted({code for _, codes in of_day for code in codes}, key=in_order)
        found.append(InitiativesOut(kind, day, year, max(at for at, _ in of_day), len(of_day), tuple(shared)))
    return found
