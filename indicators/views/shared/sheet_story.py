"""What every staff page of an evaluation sheet tells of it: of which measure, what happened to it."""

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from indicators.models import EvaluationSheet, Event, WorkflowState
from indicators.views.shared.plan import plan_of
from indicators.views.shared.sheet_paper import FIELDS
from indicators.wording.approvals import who_looks
from indicators.wording.log import LogLine, log_of_events, without_noise
from indicators.workflow import SHEETS, is_about_outside_review
from measures.models import Measure

# The labels of the comments' contents in their log.
COMMENT_FIELDS = {"meeting": "会議の名前", "held_on": "会議の日", "comments": "意見と市の答え"}


def find_measure(request: HttpRequest, number: int, year: int) -> Measure:
    """Of the plan of the page. Http404 for a measure that is not, and for a year outside its plan."""
    measure = get_object_or_404(
        Measure.objects.select_related("policy__plan"), plan=plan_of(request), number=number
    )
    if year not in measure.policy.plan.years:
        raise Http404(str(year))
    return measure


def log_of_sheet(measure: Measure, year: int) -> list[LogLine]:
    """What happened to all records of a sheet, oldest first."""
    events = Event.objects.filter(measure=measure, year=year).select_related("by").order_by("at", "pk")
    of_sheet = without_noise(one for one in events if not is_about_outside_review(one))
    return log_of_events(of_sheet, FIELDS, _said)


def looks_at_sheet(measure: Measure, current: EvaluationSheet | None, by: User) -> str:
    """Who looks at it from now on, in words; while it is written, as if `by` handed it in now."""
    if current is not None and current.state == WorkflowState.SUBMITTED:
        return who_looks(EvaluationSheet, current.department_id, current)
    department = SHEETS.route_of(measure, by)
    return who_looks(EvaluationSheet, department.pk if department else None, current, by)


def log_of_comments(measure: Measure, year: int) -> list[LogLine]:
    """The same of what a council said of it."""
    events = Event.objects.filter(measure=measure, year=year).select_related("by")
    of_comments = without_noise(one for one in events.order_by("at", "pk") if is_about_outside_review(one))
    return log_of_events(of_comments, COMMENT_FIELDS)


def _said(name: str, text: str) -> str:
    """The rating is short enough to stand in the log."""
    return text if name == "rating" else ""
