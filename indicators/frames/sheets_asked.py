"""Which evaluation sheets a cycle asks for, and where each stands: for lists, mails and the board."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from indicators.models import Cycle, EvaluationSheet, WorkflowState
from measures.fiscal_year import FiscalYear
from measures.models import Measure


@dataclass(frozen=True)
class SheetAsked:
    """The sheet of one measure in a cycle. `state`: of its newest record, "" where nobody has begun; `written`: whether
    a first one was handed in or published, whatever change of it is being typed."""

    measure: Measure
    cycle: Cycle
    state: str
    written: bool

    @property
    def is_missing(self) -> bool:
        return not self.written


def sheets_asked(cycle: Cycle, measures: Collection[int] | None = None) -> tuple[SheetAsked, ...]:
    """By number of the measure; `measures` (ids): only of these. A measure that ended before the year is not asked."""
    begins = FiscalYear(cycle.year).start
    asked = Measure.objects.filter(plan=cycle.plan_id).select_related("plan", "policy").order_by("number")
    if measures is not None:
        asked = asked.filter(pk__in=measures)
    records = EvaluationSheet.objects.filter(measure__plan=cycle.plan_id, year=cycle.year)
    known: dict[int, list[tuple[str, int]]] = {}
    for pk, state, number in records.order_by("number").values_list("measure_id", "state", "number"):
        known.setdefault(pk, []).append((state, number))
    return tuple(
        SheetAsked(measure, cycle, *_stands(known.get(measure.pk, [])))
        for measure in asked
        if measure.ended_on is None or measure.ended_on >= begins
    )


def _stands(records: list[tuple[str, int]]) -> tuple[str, bool]:
    if not records:
        return "", False
    state, number = records[-1]
    return state, number > 1 or state in (WorkflowState.SUBMITTED, WorkflowState.PUBLISHED)


def sheet_reminder(cycle: Cycle, today: date) -> str:
    """The newest reminder of the sheets that is due: late, second, first; "" where none is."""
    if cycle.sheets_due_on is None:
        return ""
    if today > cycle.sheets_due_on:
        return "late"
    if cycle.sheets_second_reminder_on and cycle.sheets_second_reminder_on <= today:
        return "second"
    if cycle.sheets_first_reminder_on and cycle.sheets_first_reminder_on <= today:
        return "first"
    return ""
