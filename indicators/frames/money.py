"""Money: what each 事務事業 was given and cost × fiscal year, as citizens or staff see it, and what of it is each initiative's.

spendings() asks once, whatever the number of projects and years; money_of_initiatives() divides what was found to the yen: parts
of one cost add up to it (indicators/shares.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby, pairwise, zip_longest
from typing import Any

from django.db.models import Q

from indicators.frames.reading import Record
from indicators.models import Spending
from indicators.models import WorkflowState as State
from indicators.models.reviewed import OPEN_STATES
from indicators.shares import Share, split
from measures.models import Department, Plan
from measures.past import words

_FIELDS = {
    "pk": "record",
    "project_id": "project_id",
    "project__code": "project",
    "department__name": "department",
    "department__slug": "department_slug",
    **{
        name: name
        for name in (
            *(
                "department_id",
                "year",
                "number",
                "reason",
                "state",
                "version",
                "published_at",
                "return_reason",
            ),
            *("name", "budget", "settled", "labour", "shares", "note"),
        )
    },
}
_SHOWN = tuple(
    name for name in _FIELDS.values() if name not in ("number", "state", "published_at", "labour", "shares")
)


@dataclass(frozen=True)
class Amounts:
    """Yen, and hundredths of a person; None where nothing is said."""

    budget: int | None
    settled: int | None
    labour: int | None

    @property
    def is_over(self) -> bool:
        """Whether more was spent than was given."""
        return self.budget is not None and self.settled is not None and self.settled > self.budget

    @property
    def rate(self) -> Decimal | None:
        """執行率 in per cent: which part of the budget was spent; None where there is nothing above 0 to divide by, and of
        money that came back."""
        if self.budget is None or self.settled is None or self.budget <= 0 or self.settled < 0:
            return None
        return Decimal(self.settled) * 100 / Decimal(self.budget)


@dataclass(frozen=True)
class ReplacedSpending:
    """An earlier published record of the chain, and why and when it was replaced."""

    number: int
    name: str
    amounts: Amounts
    shares: tuple[Share, ...]
    reason: str
    published_at: datetime
    replaced_at: datetime


@dataclass(frozen=True)
class SpendingRow:
    """One year of one project. `number`: of the newest published record, 0 where none is; `unpublished`: citizens do not see
    what stands here."""

    project_id: int
    project: str
    name: str
    department_id: int
    department: str
    department_slug: str
    year: int
    budget: int | None
    settled: int | None
    note: str
    reason: str
    record: int
    version: int
    return_reason: str
    amounts: Amounts
    shares: tuple[Share, ...]
    number: int
    published_at: datetime | None
    superseded: tuple[ReplacedSpending, ...]
    workflow_state: str
    unpublished: bool

    @property
    def labour(self) -> Decimal | None:
        return None if self.amounts.labour is None else Decimal(self.amounts.labour) / 100

    @property
    def parts(self) -> tuple["PartOfCost", ...]:
        """Its initiatives' parts, in the order in which they were named."""
        return tuple(
            PartOfCost(self, code, percent, amounts)
            for (code, percent), amounts in zip(self.shares, divided(self.amounts, self.shares), strict=True)
        )


@dataclass(frozen=True)
class PartOfCost:
    """What of one project's cost is an initiative's. `percent`: as it was typed."""

    row: SpendingRow
    code: str
    percent: str
    amounts: Amounts

    @property
    def is_shared(self) -> bool:
        return len(self.row.shares) > 1


@dataclass(frozen=True)
class CostSum:
    """Parts of costs of one year, and their sums; a sum is None while one of them lacks the figure."""

    year: int
    parts: tuple[PartOfCost, ...]

    @property
    def amounts(self) -> Amounts:
        return total(part.amounts for part in self.parts)

    @property
    def is_over(self) -> bool:
        """Whether its projects together spent more than they were given."""
        return self.amounts.is_over

    @property
    def is_paid(self) -> bool:
        """Whether something was spent, as far as it is settled."""
        return any(part.amounts.settled is not None and part.amounts.settled > 0 for part in self.parts)

    @property
    def is_open(self) -> bool:
        """Whether citizens do not see something of what stands there."""
        return any(part.row.unpublished for part in self.parts)

    @property
    def projects(self) -> int:
        """How many they are of; one that has several of the parts counts once."""
        return len({part.row.project_id for part in self.parts})

    @property
    def without_budget(self) -> int:
        """How many of its projects have no budget."""
        return len({part.row.project_id for part in self.parts if part.amounts.budget is None})

    @property
    def without_settled(self) -> int:
        """How many of its projects have no settled cost yet."""
        return len({part.row.project_id for part in self.parts if part.amounts.settled is None})

    @property
    def with_labour(self) -> int:
        """Of how many of its projects labour is said, which need not be."""
        return len({part.row.project_id for part in self.parts if part.amounts.labour is not None})


@dataclass(frozen=True)
class InitiativeMoney(CostSum):
    """An initiative's year."""

    code: str


def divided(amounts: Amounts, shares: Sequence[Share]) -> list[Amounts]:
    """Each share's part, in their order: they add up to the amounts."""
    told = {
        name: [None] * len(shares) if amount is None else split(amount, shares)
        for name, amount in vars(amounts).items()
    }
    return [Amounts(**{name: parts[at] for name, parts in told.items()}) for at in range(len(shares))]


def total(found: Iterable[Amounts]) -> Amounts:
    """Sums; None where one is missing. Of labour, which need not be said, the sum of what is said."""
    amounts = list(found)

    def added(figures: Sequence[int | None]) -> int | None:
        known = [one for one in figures if one is not None]
        return sum(known) if figures and len(known) == len(figures) else None

    labour = [one.labour for one in amounts if one.labour is not None]
    return Amounts(
        added([one.budget for one in amounts]),
        added([one.settled for one in amounts]),
        sum(labour) if labour else None,
    )


def spendings(
    plan: Plan | None, *, year: int | None = None, as_of: datetime | None = None, drafts: bool = False
) -> tuple[SpendingRow, ...]:
    """What citizens see of a plan's projects, of all years or one, as of a moment; with `drafts` what staff see: the open record on
    top. By code of the project and year. One query, a second one of a past day."""
    if plan is None:
        return ()
    out = Q(state=State.PUBLISHED) & (Q() if as_of is None else Q(published_at__lte=as_of))
    found = Spending.objects.filter(out | Q(state__in=OPEN_STATES) if drafts else out)
    found = found.filter(project__plan=plan, **({} if year is None else {"year": year}))
    records = list(found.order_by("project__code", "project_id", "year", "number").values(*_FIELDS))
    names = words(Department, ("name", "slug"), as_of) if as_of is not None and records else {}
    for record in records:
        if then := names.get(record["department_id"], {}):
            record["department__name"], record["department__slug"] = then["name"], then["slug"]
    told = [{ours: record[theirs] for theirs, ours in _FIELDS.items()} for record in records]
    chains = groupby(told, key=lambda one: (one["project_id"], one["year"]))
    return tuple(_row(list(chain)) for _, chain in chains)


def money_years(found: Iterable[SpendingRow]) -> list[int]:
    """The years of which something is there, newest first."""
    return sorted({row.year for row in found}, reverse=True)


def money_years_of_measures(found: Iterable[SpendingRow]) -> dict[int, list[int]]:
    """Number of a measure → the years in which one of its initiatives has a part of a cost, newest first."""
    years: dict[int, set[int]] = {}
    for row in found:
        for code, _ in row.shares:
            years.setdefault(_measure_of(code), set()).add(row.year)
    return {number: sorted(own, reverse=True) for number, own in years.items()}


def money_of_initiatives(found: Iterable[SpendingRow], year: int) -> dict[str, InitiativeMoney]:
    """Code of an initiative → its money in that year; those without any are absent."""
    parts: dict[str, list[PartOfCost]] = {}
    for row in found:
        if row.year == year:
            for part in row.parts:
                parts.setdefault(part.code, []).append(part)
    return {code: InitiativeMoney(year, tuple(own), code) for code, own in parts.items()}


def money_of_measure(found: Iterable[SpendingRow], year: int, number: int) -> CostSum | None:
    """All parts of the measure's initiatives in that year, whether the plan still prints them or not; None without any."""
    own = tuple(
        part for row in found if row.year == year for part in row.parts if _measure_of(part.code) == number
    )
    return CostSum(year, own) if own else None


def spending_records(plan: Plan | None, as_of: datetime | None = None) -> list[dict[str, Any]]:
    """Every published record, with `is_standing`: by project, year and number."""
    if plan is None:
        return []
    out = Q(state=State.PUBLISHED) & (Q() if as_of is None else Q(published_at__lte=as_of))
    found = Spending.objects.filter(out, project__plan=plan).order_by(
        "project__code", "project_id", "year", "number"
    )
    records = [
        {ours: record[theirs] for theirs, ours in _FIELDS.items()} for record in found.values(*_FIELDS)
    ]
    names = words(Department, ("name", "slug"), as_of) if as_of is not None and records else {}
    for record, after in zip_longest(records, records[1:]):
        if then := names.get(record["department_id"], {}):
            record["department"], record["department_slug"] = then["name"], then["slug"]
        place = (record["project_id"], record["year"])
        record["is_standing"] = after is None or (after["project_id"], after["year"]) != place
    return records


def _measure_of(code: str) -> int:
    """44 of 44-1."""
    return int(code.partition("-")[0])


def _amounts(record: Record) -> Amounts:
    labour = record["labour"]
    return Amounts(record["budget"], record["settled"], None if labour is None else int(labour * 100))


def _shares(record: Record) -> tuple[Share, ...]:
    return tuple((code, percent) for code, percent in record["shares"])


def _row(chain: Sequence[Record]) -> SpendingRow:
    """The newest of a chain that was read oldest first; an open one is always its last."""
    said = chain[-1]
    out = [record for record in chain if record["state"] == State.PUBLISHED]
    return SpendingRow(
        **{name: said[name] for name in _SHOWN},
        amounts=_amounts(said),
        shares=_shares(said),
        number=out[-1]["number"] if out else 0,
        published_at=out[-1]["published_at"] if out else None,
        superseded=tuple(
            ReplacedSpending(
                old["number"],
                old["name"],
                _amounts(old),
                _shares(old),
                new["reason"],
                old["published_at"],
                new["published_at"],
            )
            for old, new in pairwise(out)
        ),
        workflow_state=said["state"],
        unpublished=said["state"] != State.PUBLISHED,
    )
