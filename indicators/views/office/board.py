"""The board: which department stands where, what waits for review, what is late."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from indicators import workflow
from indicators.approvals import in_departments
from indicators.frames import Row, asked_of_year, sheets_asked, working
from indicators.keeper import status
from indicators.models import (
    BatchCorrection,
    Cycle,
    Event,
    Indicator,
    Mail,
    PowerRequest,
    Redaction,
    Reorganisation,
    Result,
    WorkflowState,
)
from indicators.models.reviewed import EDITABLE_STATES
from indicators.outbox import can_send, try_again
from indicators.views.office.booked import booked
from indicators.views.office.explanations import unexplained
from indicators.views.office.figure_points import figures_of
from indicators.views.office.follow_up import tell_mailed
from indicators.views.office.frame import chosen_cycle, links_to_cycles
from indicators.views.office.queue import submitted_records, waiting_values
from indicators.views.office.site.first_steps import preparation
from indicators.views.office.year_round import MOST_NEXT, Work, headline, next_steps, year_steps
from indicators.views.shared.access import office_page
from indicators.views.shared.paper_values import values_of
from indicators.views.shared.reviewing import due_context
from indicators.wording.approvals import passed_in_words, waits_in_words
from indicators.wording.people import person as name_of
from indicators.workflow import CycleMail, last_mailed, mailed_today
from measures.addresses import redirect, reverse
from measures.models import PlanPublication

# How many of a kind are listed one by one; more have a table of their own, or are gathered by department.
FEW = 20
# Days for which the board says whom the server appointed.
RECENT = 30
# "" is a value that nobody has typed yet.
STATES = ("", "draft", "returned", "submitted", "published")


@office_page("GET", "HEAD", "POST")
def board(request: HttpRequest, user: User) -> HttpResponse:
    cycles = list(Cycle.objects.select_related("plan"))
    if request.method == "POST":
        return _remind(request, user, cycles) if "remind" in request.POST else _mail_again(request)
    still_open = [cycle for cycle in cycles if cycle.is_open]
    cycle = chosen_cycle(request, cycles, next(iter(still_open or cycles), None))
    rows = working(Indicator.objects.all())
    of_year = asked_of_year(rows, cycle.year, cycle.plan_id) if cycle else ()
    records = (
        Result.objects.open()
        .select_related("indicator__measure", "indicator__lead_department", "submitted_by", "edited_by")
        # What was not submitted comes last on every database: left alone, each puts empty moments at another end.
        .order_by(F("submitted_at").asc(nulls_last=True), "edited_at", "pk")
    )
    open_records = waiting_values(user, records, rows)
    beside = submitted_records(user)
    submitted = [one for one in open_records if one.result.state == WorkflowState.SUBMITTED]
    queue = [one for one in submitted if not one.is_reserved and not one.in_department]
    others = booked()
    work = Work(user, cycle, still_open, of_year, rows, queue, beside, sheets_asked(cycle)) if cycle else None
    context: dict[str, Any] = {
        **due_context(cycle),
        **_next(user, work),
        "keeper": status(),
        "no_mail": not can_send(),
        **_power(),
        **_for_two(),
        "years": links_to_cycles("office:board", cycles, cycle),
        "table": _table(of_year),
        "queue": queue,
        "few": FEW,
        "paper_values": values_of(one.row for one in queue),
        "shown": f":{FEW}",
        "unexplained": unexplained(request),
        "figures_missing": sum(bool(missing) for _, missing in figures_of(request)),
        "booked": others,
        "booked_count": len(others),
        "reserved": [one for one in submitted if one.is_reserved],
        "beside": beside,
        "in_departments": _in_departments(),
        "waiting": len(queue) + len(beside),
        # First values of the cycle stand in its table; what is open beside it would be seen nowhere else.
        "others": [
            one
            for one in open_records
            if one.result.state in EDITABLE_STATES
            and (one.result.is_change or cycle is None or one.result.year != cycle.year)
        ],
        "overdue": sorted((row for row in rows if row.is_overdue), key=lambda row: (row.due_on, row.code)),
        "missing": [row for row in of_year if row.is_missing],
    }
    return render(request, "office/board.html", context)


def _next(user: User, work: Work | None) -> dict[str, Any]:
    """What is next, and the year's way where there is a cycle; before a plan is public its preparation comes first."""
    steps = [*preparation(user), *(next_steps(work) if work else ())][:MOST_NEXT]
    found: dict[str, Any] = {"first_step": next(iter(steps), None), "more_steps": steps[1:]}
    if work is None:
        return found
    of_cycle = (work.cycle.plan, work.cycle.year)
    return {
        **found,
        "headline": headline(work),
        "year_steps": year_steps(work),
        "reminded": last_mailed(CycleMail.REMINDER, *of_cycle),
        "may_remind": can_send() and not mailed_today(CycleMail.REMINDER, *of_cycle),
    }


def _remind(request: HttpRequest, user: User, cycles: Sequence[Cycle]) -> HttpResponse:
    """The button on the first page: one mail to each who can hand in what a cycle still lacks."""
    asked = request.POST["remind"]
    cycle = next((one for one in cycles if str(one.pk) == asked), None)
    if cycle is None:
        messages.warning(request, "このサイクルは、もうありません。")
    else:
        try:
            tell_mailed(request, workflow.remind(cycle=cycle, by=user))
        except workflow.WrongState as refusal:
            messages.warning(request, str(refusal))
    return redirect("office:board")


def _for_two() -> dict[str, Any]:
    """What one of the office prepared and another must confirm, values aside."""
    changes = Reorganisation.objects.waiting().order_by("on", "pk")
    return {
        "plan_drafts": PlanPublication.objects.filter(published_at__isnull=True).select_related(
            "plan", "booking"
        ),
        "reorganisations": [one for one in changes if workflow.is_for_two(one)],
        "titles": BatchCorrection.objects.filter(published_at__isnull=True).select_related("drafted_by"),
        "redactions": Redaction.objects.filter(carried_out_at__isnull=True).order_by("proposed_at"),
    }


def _mail_again(request: HttpRequest) -> HttpResponse:
    """Put a mail that was given up into the outbox once more."""
    asked = request.POST.get("mail", "")
    mail = Mail.objects.given_up().filter(pk=asked if asked.isascii() and asked.isdigit() else 0).first()
    if mail is None or not mail.is_link:
        messages.info(request, "このメールは、もう一度送るものの一覧にありません。")
    else:
        try_again(mail)
        messages.success(request, "メールをもう一度送ります。")
    return redirect("office:board")


def _in_departments() -> list[dict[str, Any]]:
    """What is handed in and waits for an approval in its department: for whom, since when."""
    return [
        {
            "name": one.name,
            "url": reverse("approvals:record", args=[one.kind.key, one.record.pk]),
            "word": waits_in_words(one.waiting.level),
            "who": "・".join(name_of(acting.user) for acting in one.waiting.able.values()),
            "by": name_of(one.record.submitted_by),
            "at": one.record.submitted_at,
            "passed": passed_in_words(one.waiting),
        }
        for one in in_departments()
    ]


def _power() -> dict[str, Any]:
    """Whose power waits for a second person, whom the server's command line appointed of late, whether too few are left."""
    since = timezone.now() - timedelta(days=RECENT)
    appointed = Event.objects.filter(action=Event.Action.APPOINTED, at__gte=since)
    return {
        "powers": PowerRequest.objects.waiting().select_related("person", "asked_by"),
        "appointed": [(name_of(event.person), event.at) for event in appointed.select_related("person")],
        "too_few": workflow.too_few_in_office(),
    }


def _state_in_cycle(row: Row) -> str:
    """Of the first value: once it is out it stays 公表済, whatever change of it is being typed."""
    return "published" if row.number else row.workflow_state


def _table(of_year: Sequence[Row]) -> list[dict[str, Any]]:
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
