"""Which indicators each initiative is meant to move, as the office set it: as citizens see it, now or as of a moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from indicators.models import InitiativeAims
from measures.models import Measure, Plan


@dataclass(frozen=True)
class Aim:
    """One indicator, by its code, from a fiscal year to another (None: until it is taken back), and why."""

    code: str
    first_year: int
    last_year: int | None
    why: str

    def holds_in(self, year: int) -> bool:
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


@dataclass(frozen=True)
class AimsEdition:
    """What was set of an initiative at once; `number` counts its editions from 1."""

    initiative_code: str
    number: int
    aims: tuple[Aim, ...]
    reason: str
    published_at: datetime

    def of_year(self, year: int) -> tuple[Aim, ...]:
        return tuple(one for one in self.aims if one.holds_in(year))


Editions = Mapping[str, Sequence[AimsEdition]]


def aims(about: Plan | Measure | None, as_of: datetime | None = None) -> dict[str, list[AimsEdition]]:
    """Code of the initiative → what was set of it, oldest first: the last one holds. One query."""
    if about is None:
        return {}
    of = {"measure__plan": about} if isinstance(about, Plan) else {"measure": about}
    out = {"published_at__isnull": False} if as_of is None else {"published_at__lte": as_of}
    found = InitiativeAims.objects.filter(**of, **out).order_by(
        "measure__number", "initiative", "published_at", "pk"
    )
    editions: dict[str, list[AimsEdition]] = {}
    fields = ("measure__number", "initiative", "aims", "reason", "published_at")
    for number, initiative, said, reason, at in found.values_list(*fields):
        code = f"{number}-{initiative}"
        known = editions.setdefault(code, [])
        if at is not None:
            known.append(AimsEdition(code, len(known) + 1, read_aims(said), reason, at))
    return editions


def read_aims(said: Iterable[Sequence[Any]]) -> tuple[Aim, ...]:
    """As they are kept."""
    return tuple(Aim(*one) for one in said)


def standing_aims(editions: Editions) -> dict[str, AimsEdition]:
    """Code of the initiative → what holds; those whose aims were taken back, too, with none."""
    return {code: known[-1] for code, known in editions.items() if known}


def initiatives_aiming(editions: Editions, year: int | None = None) -> dict[str, list[tuple[str, Aim]]]:
    """Code of the indicator → each initiative that is meant to move it, with the aim: in a year, or in any."""
    found: dict[str, list[tuple[str, Aim]]] = {}
    for code, edition in standing_aims(editions).items():
        for one in edition.aims if year is None else edition.of_year(year):
            found.setdefault(one.code, []).append((code, one))
    return found
