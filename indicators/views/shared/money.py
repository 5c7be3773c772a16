"""Costs on staff's pages: which project an address names, what happened to a year of it; an initiative's money for citizens' pages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from indicators import frames
from indicators.frames import CostSum, InitiativeMoney, InitiativeYear, SpendingRow
from indicators.models import Event, Project
from indicators.views.shared.deeds import read_code, year_told
from indicators.views.shared.plan import plan_or_404
from indicators.wording.log import LogLine, log_of_events, without_noise
from indicators.wording.money import LOGGED, logged, paper_line, sum_sentence
from measures.levels import in_levels
from measures.models import Department, Measure, Plan
from measures.texts import PastInitiative, Told


def find_project(request: HttpRequest, pk: int, year: int) -> Project:
    """Of the plan of the page. Http404 for a year outside it."""
    plan = plan_or_404(request)
    found = get_object_or_404(Project, pk=pk, plan=plan)
    if year not in plan.years:
        raise Http404(str(year))
    found.plan = plan
    return found


def log_of_spending(project: Project, year: int) -> list[LogLine]:
    """What happened to all records of one year, oldest first."""
    events = Event.objects.filter(project=project, year=year).select_related("by").order_by("at", "pk")
    return log_of_events(without_noise(events), LOGGED, logged)


def money_told(one: InitiativeMoney) -> dict[str, Any]:
    """An initiative's money in a year with its words."""
    return {"money": one, "amounts": one.amounts, "sum": sum_sentence(one)}


def money_by_code(found: Iterable[SpendingRow], year: int) -> dict[str, dict[str, Any]]:
    return {code: money_told(one) for code, one in frames.money_of_initiatives(found, year).items()}


@dataclass(frozen=True)
class PaperMoney:
    """What a measure's initiatives cost in a year, on paper: all of them together, None where none cost anything, and each that did
    by its code; `words`: how either is told."""

    of_all: CostSum | None
    by_code: dict[str, InitiativeMoney]
    words: Callable[[CostSum], str]

    @property
    def total(self) -> str:
        return "" if self.of_all is None else self.words(self.of_all)

    @property
    def told(self) -> dict[str, str]:
        """Code of each initiative that cost anything → what, in words."""
        return {code: self.words(own) for code, own in self.by_code.items()}

    def beside(
        self, deeds: Iterable[dict[str, Any]], initiatives: Iterable[Told], measure: Measure
    ) -> list[dict[str, Any]]:
        """Each initiative's year with its words (year_told), and with what it cost. Where nothing of the year's deeds is public
        (`deeds` empty) those of `initiatives` that cost anything; what the plan has no more stands last, so that all add up."""
        told = list(deeds) or [self._alone(one) for one in initiatives if one.code in self.by_code]
        known = {one["one"].code for one in told}
        gone = [code for code in self.by_code if code not in known]
        told += [self._alone(_without_name(measure, code)) for code in gone]
        return [{**one, **self._cost(one["one"].code)} for one in told]

    def _cost(self, code: str) -> dict[str, Any]:
        """What an initiative cost, in words, and whether citizens do not see something of it; "" where it cost nothing."""
        if (own := self.by_code.get(code)) is None:
            return {"money": "", "money_is_open": False}
        return {"money": self.words(own), "money_is_open": own.is_open}

    def _alone(self, initiative: Told) -> dict[str, Any]:
        """An initiative of whose deeds nothing is told."""
        return year_told(InitiativeYear(initiative, self.by_code[initiative.code].year, ()))


def paper_money(
    found: Sequence[SpendingRow],
    number: int,
    year: int | None,
    words: Callable[[CostSum], str] = paper_line,
) -> PaperMoney:
    """`found`: of the plan; `number`: of the measure; `year`: None where there is none to tell of."""
    if year is None:
        return PaperMoney(None, {}, words)
    of_each = {
        code: one
        for code, one in frames.money_of_initiatives(found, year).items()
        if read_code(code)[0] == number
    }
    return PaperMoney(frames.money_of_measure(found, year, number), of_each, words)


def _without_name(measure: Measure, code: str) -> PastInitiative:
    return PastInitiative(0, measure, read_code(code)[1], in_levels("計画にない主な取組"), [], [])


def costs_of_department(
    plan: Plan | None, department: Department, then: datetime | None
) -> dict[str, Any] | None:
    """The newest year of its 事務事業, and of those of departments that became it, with their sums; None where none is public."""
    own = set(Department.objects.with_predecessors([department.pk]))
    rows = [row for row in frames.spendings(plan, as_of=then) if row.department_id in own]
    years = frames.money_years(rows)
    if not years:
        return None
    of_year = [row for row in rows if row.year == years[0]]
    return {"year": years[0], "rows": of_year, "total": frames.total(row.amounts for row in of_year)}
