"""Deeds beside results on pages: all initiatives of a plan in one year, the indicators that they are meant to move, what is missing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from indicators import frames
from indicators.frames import (
    Aim,
    AimsEdition,
    DeedRow,
    Holes,
    InitiativeMoney,
    InitiativeYear,
    Row,
    Source,
    SpendingRow,
)
from indicators.models import Standing
from indicators.views.shared.deeds import going_on
from measures.models import Plan
from measures.texts import Told, initiatives


@dataclass(frozen=True)
class AimShown:
    """One indicator that an initiative is meant to move, with its row of a year; None where it was not asked for then."""

    aim: Aim
    row: Row | None
    name: str


@dataclass(frozen=True)
class PlanYear:
    """`years`: those of which anything is public, newest first. `rows`: of the year by code, as `read` gave them; `money`: of
    the year by code of the initiative."""

    year: int
    years: tuple[int, ...]
    of_year: tuple[InitiativeYear, ...]
    editions: Mapping[str, Sequence[AimsEdition]]
    rows: Mapping[str, Row]
    money: Mapping[str, InitiativeMoney]
    holes: Holes

    @property
    def counts(self) -> dict[str, int]:
        return counts_of(self.of_year)

    def aims_of(self, code: str) -> list[AimShown]:
        return shown_aims(self.editions.get(code, ()), self.rows, self.year)


def counts_of(of_year: Iterable[InitiativeYear]) -> dict[str, int]:
    """How many initiatives stand where, in the order of Standing; "" of those of which nothing can be said yet."""
    counted = Counter(one.standing for one in of_year)
    return {standing: counted[standing] for standing in (*Standing.values, "")}


def standings_of(source: Source, wanted: int | None = None) -> tuple[int, dict[str, int]] | None:
    """The newest year of deeds, or the one that is wanted, and how many initiatives stand where in it; None where none is public.

    Kept while nothing that citizens see changes: the home pages ask for it.
    """
    return frames.kept(source, ("initiatives", wanted), lambda _: _standings(source, wanted))


def _standings(source: Source, wanted: int | None) -> tuple[int, dict[str, int]] | None:
    if source.plan is None:
        return None
    found = frames.deeds(source.plan, as_of=source.as_of)
    years = frames.deed_years(found)
    newest = next(iter(years), None)
    year = newest if wanted is None else next((one for one in years if one == wanted), None)
    if year is None:
        return None
    return year, counts_of(
        frames.year_of_initiatives(going_on(source.plan_id, source.as_of), found, {}, year)
    )


def year_of_plan(
    source: Source,
    every: Sequence[Row],
    found: Sequence[DeedRow],
    year: int,
    years: Sequence[int],
    *,
    costs: Iterable[SpendingRow] = (),
) -> PlanYear:
    """Of deeds that were read, and of costs where the page shows them."""
    plan = source.plan
    assert plan is not None
    told = going_on(source.plan_id, source.as_of)
    leads = frames.deed_leads(plan, source.as_of)
    of_year = frames.year_of_initiatives(told, found, leads, year)
    editions = frames.aims(plan, source.as_of)
    rows = {row.code: row for row in frames.of_year(every, year)}
    money = frames.money_of_initiatives(costs, year)
    holes = frames.holes_of(of_year, rows.values(), editions, year, money)
    return PlanYear(year, tuple(years), tuple(of_year), editions, rows, money, holes)


def shown_aims(editions: Sequence[AimsEdition], rows: Mapping[str, Row], year: int | None) -> list[AimShown]:
    """What holds of an initiative in a year, each with its row; None: whatever the year. In the office's order.

    An indicator that the page has no row of is no indicator that its reader may see.
    """
    if not editions:
        return []
    said = editions[-1].aims if year is None else editions[-1].of_year(year)
    return [AimShown(one, rows[one.code], rows[one.code].name) for one in said if one.code in rows]


@dataclass(frozen=True)
class AimingAt:
    """An initiative that is meant to move an indicator; `newest`: the last year of which anything of it is public."""

    aim: Aim
    initiative: Told
    newest: InitiativeYear | None


def aiming_at(plan: Plan, code: str, then: datetime | None) -> list[AimingAt]:
    """Who is meant to move an indicator, in the plan's order; what is set of an initiative that the plan has no more is of the
    past. Of a plan in which nobody is one question is asked."""
    found = dict(frames.initiatives_aiming(frames.aims(plan, then)).get(code, ()))
    if not found:
        return []
    told = [one for one in initiatives(plan.pk, then) if one.code in found]
    deeds = frames.deeds(plan, measures={one.measure.number for one in told}, as_of=then)
    return [AimingAt(found[one.code], one, _newest(one, deeds)) for one in told]


def _newest(told: Told, deeds: Sequence[DeedRow]) -> InitiativeYear | None:
    own = [row for row in deeds if row.initiative_code == told.code]
    years = frames.deed_years(own)
    return frames.year_of_initiatives([told], own, {}, years[0])[0] if years else None
