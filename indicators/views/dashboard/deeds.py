"""The initiatives of a year beside the indicators that they are meant to move: a table of its own, narrowed for itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from indicators import frames
from indicators.frames import LATE, Holes, InitiativeMoney, InitiativeYear, Source
from indicators.models import Standing
from indicators.views.dashboard.filtered_view import FilteredView
from indicators.views.dashboard.paging import RowPage, page_of
from indicators.views.shared.aims import AimShown, PlanYear, year_of_plan
from indicators.views.shared.plan import plan_of
from indicators.wording.aims import (
    BEHIND_BOTH,
    DEEDS,
    OVER,
    SPENT_UNDONE,
    SPENT_UNMEASURED,
    UNDONE,
    as_planned,
)
from indicators.wording.deeds import brief
from indicators.wording.money import sum_sentence
from measures.models import Department, Measure

INITIATIVES_ON_A_PAGE = 20


@dataclass(frozen=True)
class DeedLine:
    """One initiative; `aims`: the indicators that it is meant to move in the year, each with its row; `money`: None without any;
    `lacks`: the holes that it stands in, as words of DEEDS."""

    one: InitiativeYear
    aims: tuple[AimShown, ...]
    money: InitiativeMoney | None
    lacks: frozenset[str]

    @property
    def brief(self) -> str:
        return brief(self.one)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Under which words of DEEDS it is found."""
        found = {self.one.standing, *self.lacks}
        if not self.one.is_ended and not frames.is_done(self.one):
            found.add(UNDONE)
        behind = any(aim.row is not None and aim.row.verdict in LATE for aim in self.aims)
        if self.one.standing == Standing.LATE and behind:
            found.add(BEHIND_BOTH)
        if self.money is not None and self.money.is_over:
            found.add(OVER)
        return frozenset(found)

    @property
    def cost(self) -> str:
        return sum_sentence(self.money) if self.money is not None else ""

    @property
    def cost_is_open(self) -> bool:
        """Whether citizens do not see something of what stands there."""
        return self.money is not None and self.money.is_open

    @property
    def departments(self) -> frozenset[str]:
        return frozenset(part.department.slug for part in self.one.parts)


@dataclass(frozen=True)
class Choice:
    """One choice of a filter of the table, and how many it leaves."""

    value: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True)
class DeedTable:
    """`total`: how many the plan has; `by_indicators`: whether the filters of indicators narrow it, too; `kinds` and
    `departments`: what can be chosen."""

    year: int
    sentence: str
    page: RowPage[DeedLine]
    total: int
    by_indicators: bool
    kinds: tuple[Choice, ...]
    departments: tuple[Choice, ...]
    holes: Holes
    hidden: tuple[tuple[str, str], ...]
    reset: str


def deeds_of(request: HttpRequest, view: FilteredView) -> DeedTable | None:
    """Of the year that is shown, else of the newest that something was written of; None of a plan without a deed."""
    shown = _read(request, view)
    if shown is None:
        return None
    every = [_line(one, shown) for one in shown.of_year]
    found = list(_of_view(every, view))
    chosen, doing = view.filters.deed, view.filters.doing
    of_kind = [line for line in found if not chosen or chosen in line.kinds]
    of_department = [line for line in found if not doing or doing in line.departments]
    lines = [line for line in of_kind if line in of_department]
    return DeedTable(
        year=shown.year,
        sentence=as_planned(shown.counts, shown.year),
        page=page_of(lines, request, view.filters, "initiatives", "deeds", size=INITIATIVES_ON_A_PAGE),
        total=len(every),
        by_indicators=bool(_by_indicators(view)),
        kinds=tuple(
            Choice(kind, word, sum(kind in line.kinds for line in of_department), kind == chosen)
            for kind, word in DEEDS.items()
        ),
        departments=tuple(_departments(every, of_kind, doing)),
        holes=shown.holes,
        hidden=_hidden(view),
        reset=f"{view.filters.link(request.path, doing=None, deed=None)}#deeds",
    )


def _line(one: InitiativeYear, shown: PlanYear) -> DeedLine:
    holes = {SPENT_UNDONE: shown.holes.spent_undone, SPENT_UNMEASURED: shown.holes.spent_unmeasured}
    return DeedLine(
        one,
        tuple(shown.aims_of(one.code)),
        shown.money.get(one.code),
        frozenset(word for word, found in holes.items() if any(gap.one.code == one.code for gap in found)),
    )


def _read(request: HttpRequest, view: FilteredView) -> PlanYear | None:
    plan = plan_of(request)
    if plan is None:
        return None
    found = frames.deeds(plan, drafts=not view.filters.is_published_only)
    years = frames.deed_years(found)
    year = view.filters.year or next(iter(years), None)
    if year is None:
        return None
    costs = frames.spendings(plan, drafts=not view.filters.is_published_only)
    return year_of_plan(Source(plan), view.everything, found, year, years, costs=costs)


def _by_indicators(view: FilteredView) -> list[str]:
    """Filters that are of indicators and of no initiative."""
    return [name for name in view.filters.chosen if name not in ("policy", "measure")]


def _of_view(lines: Iterable[DeedLine], view: FilteredView) -> Iterable[DeedLine]:
    """Those of the measure and the policy that are chosen; where indicators are narrowed otherwise, what is meant to move one of
    those that are left."""
    filters = view.filters
    codes = {row.code for row in view.rows}
    own = Measure.objects.filter(policy__number=filters.policy).values_list("pk", flat=True)
    measures = frozenset(own) if filters.policy else frozenset()
    for line in lines:
        measure = line.one.initiative.measure
        if filters.measure and str(measure.number) != filters.measure:
            continue
        if filters.policy and measure.pk not in measures:
            continue
        if not _by_indicators(view) or any(aim.aim.code in codes for aim in line.aims):
            yield line


def _departments(every: Iterable[DeedLine], of_kind: Iterable[DeedLine], doing: str) -> Iterable[Choice]:
    known: dict[str, Department] = {
        part.department.slug: part.department for line in every for part in line.one.parts
    }
    kept = list(of_kind)
    for slug, one in sorted(known.items(), key=lambda item: (item[1].order, item[0])):
        yield Choice(slug, one.name, sum(slug in line.departments for line in kept), slug == doing)


def _hidden(view: FilteredView) -> tuple[tuple[str, str], ...]:
    """What the form of the table carries along: all that is chosen of indicators."""
    filters = view.filters
    chosen = [(name, getattr(filters, name)) for name in filters.chosen]
    others = [(name, str(value)) for name, value in filters.hidden if name not in ("doing", "deed")]
    return (*chosen, *others)
