"""My tasks: what a person's departments have to enter, by cycle, and what else they can change."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from indicators.frames import Row, asked_of_year, unexplained, working
from indicators.models import Counting, Cycle, EvaluationSheet, Indicator, Kind, Result, WorkflowState
from indicators.permissions import (
    departments_of,
    indicators_to_enter,
    is_plan_office,
    may_read_unpublished,
    measures_to_evaluate,
    printed_department_ids,
)
from indicators.views.entry.comparisons import comparison_tasks
from indicators.views.entry.deed_tasks import deed_tasks
from indicators.views.entry.table_place import YEARS_OF_HISTORY
from indicators.views.shared.access import signed_in, staff_page
from indicators.views.shared.comment_threads import comment_counts
from indicators.views.shared.reviewing import due_context
from indicators.views.shared.sheet_paper import newest_sheets
from indicators.wording.days import days_left
from indicators.wording.steps import why_closed
from indicators.workflow import may_go_on, why_not_counted
from measures.addresses import reverse_of
from measures.models import Initiative, Measure

# Evaluation sheets are asked for of this year's cycle, and of the last one as long as they are late.
CYCLES_WITH_SHEETS = 2


_ACTIONS = {"": "書く", WorkflowState.DRAFT: "続ける", WorkflowState.RETURNED: "直す"}


@dataclass(frozen=True)
class ValueTask:
    """One value of a cycle. `last`: the newest value of an earlier year; `returned` why it came back.

    `comments`: how many were written on it.
    """

    row: Row
    last: Row | None
    returned: str
    url: str
    action: str
    comments: int


@dataclass(frozen=True)
class Round:
    """A cycle as one person sees it."""

    cycle: Cycle
    left: str
    late: bool
    due: list[ValueTask]
    submitted: list[ValueTask]
    done: list[ValueTask]


@dataclass(frozen=True)
class Year:
    """A year of an indicator's table: the row where there is one, and what can be done with it, or why nothing can."""

    year: int
    row: Row | None
    url: str
    action: str
    why: str = ""


@dataclass(frozen=True)
class SheetTask:
    """The evaluation sheet of a measure and year that one of the person's departments writes."""

    measure: Measure
    year: int
    sheet: EvaluationSheet | None
    due_on: date | None = None

    @property
    def is_due(self) -> bool:
        """Whether its first record is still to be handed in, by a day that was set."""
        owed = self.state in ("", "draft", "returned") and not (self.sheet and self.sheet.is_change)
        return owed and self.due_on is not None

    @property
    def left(self) -> str:
        return days_left(self.due_on, timezone.localdate()) if self.due_on else ""

    @property
    def late(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def state(self) -> str:
        return self.sheet.state if self.sheet else ""

    @property
    def action(self) -> str:
        return _ACTIONS.get(self.state, "内容を見る")


@staff_page
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    indicators = list(indicators_to_enter(user).with_plan())  # type: ignore[attr-defined]
    by_indicator = _rows_by_indicator(user, indicators)
    departments = list(departments_of(user))
    every_cycle = list(Cycle.objects.select_related("plan"))
    cycles = [cycle for cycle in every_cycle if cycle.closed_at is None]
    initiatives = (
        Initiative.objects.filter(departments__in=printed_department_ids(user))
        .select_related("measure__plan")
        .order_by("measure__plan", "measure__number", "number")
        .distinct()
    )
    context = {
        "departments": departments,
        "indicators": indicators,
        "rounds": [_round(cycle, indicators, by_indicator) for cycle in cycles],
        "overdue": _overdue(by_indicator),
        "unexplained": _unexplained(by_indicator),
        "after_closing": _after_closing(indicators, by_indicator, cycles),
        "tables": [
            (indicator, _years(indicator, by_indicator[indicator.pk], every_cycle))
            for indicator in indicators
        ],
        # The newest year before each plan: from there the pages lead to the others.
        "histories": [
            (one, one.measure.policy.plan.first_year - 1)
            for one in {one.plan_id: one for one in indicators}.values()
        ],
        "sheets": _sheets(user),
        "comparisons": comparison_tasks(user),
        "deeds": deed_tasks(user),
        "initiatives": [] if indicators else list(initiatives),
        "is_office": is_plan_office(user),
        "may_read": may_read_unpublished(user),
    }
    return render(request, "entry/tasks.html", context)


def _sheets(user: User) -> list[SheetTask]:
    """Of the newest cycles, the newest first."""
    measures = list(measures_to_evaluate(user).select_related("plan").order_by("plan", "number"))
    cycles = list(Cycle.objects.order_by("-year")[:CYCLES_WITH_SHEETS])
    if not measures or not cycles:
        return []
    found = newest_sheets(measures, [cycle.year for cycle in cycles])
    return [
        SheetTask(measure, cycle.year, found.get((measure.pk, cycle.year)), cycle.sheets_due_on)
        for cycle in cycles
        for measure in measures
        if measure.plan_id == cycle.plan_id
    ]


def _rows_by_indicator(user: object, indicators: list[Indicator]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {indicator.pk: [] for indicator in indicators}
    if found:
        for row in working(Indicator.objects.filter(pk__in=found)):
            found[row.indicator_id].append(row)
    return found


def _round(cycle: Cycle, indicators: list[Indicator], by_indicator: dict[int, list[Row]]) -> Round:
    reasons = dict(
        Result.objects.filter(
            indicator__in=indicators, year=cycle.year, state=WorkflowState.RETURNED
        ).values_list("indicator_id", "return_reason")
    )
    comments = comment_counts((indicator.pk, cycle.year) for indicator in indicators)
    found: dict[str, list[ValueTask]] = {"due": [], "submitted": [], "done": []}
    for indicator in indicators:
        of_one = by_indicator[indicator.pk]
        row = next(iter(asked_of_year(of_one, cycle.year, cycle.plan_id)), None)
        if row is None:
            continue
        reason = reasons.get(indicator.pk, "") if row.workflow_state == WorkflowState.RETURNED else ""
        task = _task(row, of_one, reason, comments.get((indicator.pk, cycle.year), 0))
        # A first value that is out is done with; a change of it has its place in the table of years.
        place = "done" if row.number else "submitted" if row.workflow_state == "submitted" else "due"
        found[place].append(task)
    found["due"].sort(key=lambda task: task.row.workflow_state != WorkflowState.RETURNED)
    return Round(**due_context(cycle), due=found["due"], submitted=found["submitted"], done=found["done"])


def _task(row: Row, of_one: list[Row], returned: str, comments: int) -> ValueTask:
    """`of_one`: every year of its indicator, oldest first."""
    earlier = [other for other in of_one if other.year < row.year and other.has_value]
    return ValueTask(
        row=row,
        last=earlier[-1] if earlier else None,
        returned=returned,
        url=reverse_of(row, "entry:edit", row.code, row.year),
        action=_action_of(row),
        comments=comments,
    )


def _overdue(by_indicator: dict[int, list[Row]]) -> list[ValueTask]:
    """Published values whose next record was due, whatever became of their cycle: the one that waits longest first."""
    found = [(row, of_one) for of_one in by_indicator.values() for row in of_one if row.is_overdue]
    found.sort(key=lambda one: (one[0].due_on, one[0].code))
    tasks = [_task(row, of_one, returned="", comments=0) for row, of_one in found]
    return [
        task
        if task.row.unpublished  # the next record is being typed, or waits for the office
        else replace(
            task,
            url=reverse_of(task.row, "entry:change", task.row.code, task.row.year),
            action="次の値を入れる",
        )
        for task in tasks
    ]


def _unexplained(by_indicator: dict[int, list[Row]]) -> list[ValueTask]:
    """Missed promises without a reason or a next step: a 補足 says them, or the change that is on its way."""
    found = []
    for row in unexplained(chain.from_iterable(by_indicator.values())):
        task = _task(row, by_indicator[row.indicator_id], returned="", comments=0)
        if not row.unpublished:
            url = f"{reverse_of(row, 'entry:change', row.code, row.year)}?kind={Kind.SUPPLEMENT}"
            task = replace(task, url=url, action="理由と次にすることを書く")
        found.append(task)
    return found


def _after_closing(
    indicators: list[Indicator], by_indicator: dict[int, list[Row]], cycles: list[Cycle]
) -> list[ValueTask]:
    """First values of closed cycles that are still to be finished: kept open at the closing, or sent back after it."""
    still_open = {(cycle.plan_id, cycle.year) for cycle in cycles}
    begun = Result.objects.editable().filter(indicator__in=indicators, number=1)
    found = []
    for result in begun.order_by("year"):
        indicator = next(one for one in indicators if one.pk == result.indicator_id)
        plan = indicator.measure.policy.plan
        if (plan.pk, result.year) in still_open or result.year < plan.first_year:
            continue
        of_one = by_indicator[indicator.pk]
        row = next((row for row in of_one if row.year == result.year), None)
        if row is None or not may_go_on(result, indicator, result.year):
            continue
        found.append(_task(row, of_one, result.return_reason, comments=0))
    return found


def _action_of(row: Row) -> str:
    return _ACTIONS.get(row.workflow_state, "内容を見る") if row.workflow_state else "入力する"


def _years(indicator: Indicator, of_one: list[Row], cycles: list[Cycle]) -> list[Year]:
    """Newest first: the plan's years that were reached, and the years before it that can be filled in."""
    plan = indicator.measure.policy.plan
    by_year = {row.year: row for row in of_one}
    of_plan = {cycle.year: cycle for cycle in cycles if cycle.plan_id == plan.pk}
    open_years = {year for year, cycle in of_plan.items() if cycle.closed_at is None}
    counts_on = indicator.counting != Counting.CUMULATIVE_FROM_ZERO
    history = range(plan.first_year - YEARS_OF_HISTORY, plan.first_year) if counts_on else range(0)
    found = []
    for year in map(indicator.own_year, sorted({*by_year, *history}, reverse=True)):
        row = by_year.get(year)
        edit = reverse_of(indicator, "entry:edit", indicator.code, year)
        if row is not None and row.workflow_state == WorkflowState.PUBLISHED:
            found.append(
                Year(year, row, reverse_of(indicator, "entry:change", indicator.code, year), "変更する")
            )
        elif row is not None and row.workflow_state:
            found.append(Year(year, row, edit, _action_of(row)))
        elif row is not None and row.absent:
            found.append(Year(year, row, "", "", why_not_counted(indicator, year)))
        elif row is not None and row.off_survey and year in open_years:
            found.append(Year(year, row, edit, "調査した場合に入力する"))
        elif year in open_years or year in history:
            found.append(Year(year, row, edit, "入力する"))
        elif row is not None:
            found.append(Year(year, row, "", "", why_closed(year, of_plan.get(year), timezone.localdate())))
    return found
