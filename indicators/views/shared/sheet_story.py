"""What every staff page of an evaluation sheet tells of it: of which measure, what happened to it."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from indicators.models import Event
from indicators.views.shared.plan import plan_of
from indicators.views.shared.sheet_paper import FIELDS
from indicators.wording.log import LogLine, log_of_events
from measures.models import Measure


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
    events = Event.objects.filter(measure=measure, year=year).select_related("by")
    return log_of_events(events, FIELDS, _said)


def _said(name: str, text: str) -> str:
    """The rating is short enough to stand in the log."""
    return text if name == "rating" else ""
