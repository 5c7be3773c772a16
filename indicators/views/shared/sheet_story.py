"""What every staff page of an evaluation sheet tells of it: of which measure, how far it is, what happened to it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from indicators.models import EvaluationSheet, Event
from indicators.models import WorkflowState as State
from indicators.views.shared.sheet_paper import FIELDS
from indicators.wording.log import LogLine, log_of_events
from measures.models import Measure


def find_measure(number: int, year: int) -> Measure:
    """Http404 for a measure that is not, and for a year outside its plan."""
    measure = get_object_or_404(Measure.objects.select_related("policy__plan"), number=number)
    if year not in measure.policy.plan.years:
        raise Http404(str(year))
    return measure


def steps_of_sheet(current: EvaluationSheet | None) -> list[dict[str, str]]:
    """作成 → 提出 → 確認 → 公表, with where the sheet stands; for partials/steps.html."""
    state = current.state if current else ""
    at = {State.SUBMITTED: 2, State.PUBLISHED: 4}.get(state, 1 if state == State.RETURNED else 0)  # type: ignore[call-overload]
    notes = ["主担当課", "差戻し" if state == State.RETURNED else "", "企画課", ""]
    return [
        {"label": label, "note": note, "state": "done" if place < at else "now" if place == at else ""}
        for place, (label, note) in enumerate(zip(("作成", "提出", "確認", "公表"), notes, strict=True))
    ]


def log_of_sheet(measure: Measure, year: int) -> list[LogLine]:
    """What happened to all records of a sheet, oldest first."""
    events = Event.objects.filter(measure=measure, year=year).select_related("by")
    return log_of_events(events, FIELDS, _said)


def _said(name: str, text: str) -> str:
    """The rating is short enough to stand in the log."""
    return text if name == "rating" else ""
