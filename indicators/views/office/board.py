"""The board: which department stands where, what waits for review, what is late."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from indicators.frames import Row, working
from indicators.models import Cycle, Kind, Result, WorkflowState
from indicators.models.reviewed import EDITABLE_STATES
from indicators.permissions import may_publish
from indicators.views.office.queue import submitted_records
from indicators.views.shared.access import check_office, signed_in, staff_page
from indicators.wording.days import days_left
from indicators.wording.people import person
from measures.fiscal_year import FiscalYear

# How many of a kind are listed one by one; more have a table of their own, or are gathered by department.
FEW = 20
# "" is a value that nobody has typed yet.
STATES = ("", "draft", "returned", "submitted", "published")


@dataclass(frozen=True)
class WaitingValue:
    """A record that somebody has to act on, with its figures."""

    result: Result
    row: Row
    by: str
    kind: str
    own: bool
    url: str


@staff_page
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_office(user)
    cycles = list(Cycle.objects.select_related("plan"))
    cycle = _chosen(request, cycles)
    figures = {(row.indicator_id, row.year): row for row in working()}
    of_year = [row for row in figures.values() if cycle and row.year == cycle.year]
    records = (
        Result.objects.open()
        .select_related("indicator__measure", "indicator__lead_department", "submitted_by", "edited_by")
        .order_by("submitted_at", "edited_at")
    )
    open_records = [
        _waiting(result, figures[result.indicator_id, result.year], may_publish(user, result))
        for result in records
        if (result.indicator_id, result.year) in figures
    ]
    today = timezone.localdate()
    beside = submitted_records(user)
    queue = [one for one in open_records if one.result.state == WorkflowState.SUBMITTED]
    context: dict[str, Any] = {
        "cycle": cycle,
        "left": days_left(cycle.due_on, today) if cycle and cycle.is_open else "",
        "late": cycle is not None and cycle.is_open and cycle.due_on < today,
        "years": [
            {
                "label": FiscalYear(other.year).wareki,
                "url": f"{reverse('office:board')}?year={other.year}",
                "current": other == cycle,
            }
            for other in reversed(cycles)
        ],
        "table": _table(of_year),
        "queue": queue,
        "few": FEW,
        "shown": f":{FEW}",
        "beside": beside,
        "waiting": len(queue) + len(beside),
        # First values of the cycle stand in its table; what is open beside it would be seen nowhere else.
        "others": [
            one
            for one in open_records
            if one.result.state in EDITABLE_STATES
            and (one.result.is_change or cycle is None or one.result.year != cycle.year)
        ],
        "missing": [row for row in of_year if _state_in_cycle(row) in ("", "draft", "returned")],
    }
    return render(request, "office/board.html", context)


def _chosen(request: HttpRequest, cycles: list[Cycle]) -> Cycle | None:
    """The cycle of ?year=, else the newest open one, else the newest."""
    wanted = request.GET.get("year")
    if wanted:
        found = next((cycle for cycle in cycles if str(cycle.year) == wanted), None)
        if found is None:
            raise Http404(wanted)
        return found
    still_open = [cycle for cycle in cycles if cycle.is_open]
    return next(iter(still_open or cycles), None)


def _waiting(result: Result, row: Row, publishable: bool) -> WaitingValue:
    return WaitingValue(
        result=result,
        row=row,
        by=person(result.submitted_by or result.edited_by),
        kind="" if result.kind == Kind.FIRST else Kind(result.kind).label,
        own=not publishable,
        url=reverse("office:review", args=[row.code, row.year]),
    )


def _state_in_cycle(row: Row) -> str:
    """Of the first value: once it is out it stays 公表済, whatever change of it is being typed."""
    return "published" if row.number else row.workflow_state


def _table(of_year: list[Row]) -> list[dict[str, Any]]:
    """A line for each department that leads an indicator, in the plan's order of indicators."""
    lines: dict[tuple[str, str], dict[str, int]] = {}
    for row in of_year:
        counts = lines.setdefault((row.department, row.department_slug), dict.fromkeys(STATES, 0))
        counts[_state_in_cycle(row)] += 1
    total = {state: sum(counts[state] for counts in lines.values()) for state in STATES}
    found = [*lines.items(), (("合計", ""), total)] if lines else []
    return [
        {"department": name, "slug": slug, "counts": list(counts.values()), "total": sum(counts.values())}
        for (name, slug), counts in found
    ]
