"""Costs on staff's pages: which project an address names, what happened to a year of it; an initiative's money for citizens' pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from indicators import frames
from indicators.frames import InitiativeMoney, SpendingRow
from indicators.models import Event, Project
from indicators.views.shared.plan import plan_or_404
from indicators.wording.log import LogLine, log_of_events, without_noise
from indicators.wording.money import LOGGED, logged, paper_line, sum_sentence
from measures.models import Department, Plan


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
    """What a measure's initiatives cost in a year, on paper. `total`: of all of them, "" without any; `by_code`: of each that cost
    anything."""

    total: str
    by_code: dict[str, str]

    def beside(self, told: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Each initiative's year with its words (year_told), and with what it cost."""
        return [{**one, "money": self.by_code.get(one["one"].code, "")} for one in told]


def paper_money(found: Sequence[SpendingRow], number: int, year: int | None) -> PaperMoney:
    """`found`: of the plan; `number`: of the measure; `year`: None where there is none to tell of."""
    money = None if year is None else frames.money_of_measure(found, year, number)
    if year is None or money is None:
        return PaperMoney("", {})
    return PaperMoney(
        paper_line(money),
        {code: paper_line(one) for code, one in frames.money_of_initiatives(found, year).items()},
    )


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
