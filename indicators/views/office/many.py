"""Many at once: the review queue with filters, one publication for several values, and what is scheduled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone

from indicators import frames
from indicators.forms import ManyForm
from indicators.models import Event, Indicator, Result, WorkflowState
from indicators.views.office.frame import crumbs
from indicators.views.office.many_published import ManyPublished, chosen_now
from indicators.views.office.queue import WaitingValue, waiting_values
from indicators.views.shared.access import office_page
from indicators.views.shared.paper_values import values_of
from indicators.wording.log import changes_between
from indicators.workflow import (
    Incomplete,
    Refused,
    refusals,
    send_back_many,
    warnings_at_review,
    warnings_of_row,
)
from indicators.workflow.review.values import snapshot
from measures.addresses import redirect
from measures.fiscal_year import FiscalYear


@dataclass(frozen=True)
class ManyLine(WaitingValue):
    """A submitted value with all that a reviewer weighs. `key` names record and edit in the form."""

    impossible: tuple[str, ...]
    warnings: tuple[str, ...]
    changed: list[str]
    ticked: bool

    @property
    def key(self) -> str:
        return f"{self.result.pk}:{self.result.version}"


@office_page("GET", "HEAD", "POST")
def queue(request: HttpRequest, user: User) -> HttpResponse:
    """Everything that is submitted, narrowed by the address; POST publishes, schedules or sends back what is ticked."""
    if request.method == "POST":
        return _decide(request, user)
    initial = {"title": _usual_title(), "announced_on": timezone.localdate(), "when": "now"}
    return _page(request, user, ManyForm(initial=initial))


def _decide(request: HttpRequest, user: User) -> HttpResponse:
    action = request.POST.get("action", "")
    if action not in ("publish", "send_back"):
        return HttpResponseBadRequest("不明な操作です。")
    form = ManyForm(request.POST, action=action)
    if not form.is_valid():
        return _page(request, user, form)
    try:
        if action == "publish":
            done = ManyPublished(request, user, form).answer()
            if isinstance(done, HttpResponse):
                return done
            refused: Sequence[Refused] = ()
        else:
            chosen = chosen_now(request)
            refused = send_back_many(chosen=chosen, reason=form.cleaned_data["return_reason"], by=user)
            done = f"{len(chosen) - len(refused)}件を差し戻しました。"
    except Incomplete as missing:
        form.add_missing(missing.errors)
        return _page(request, user, form)
    messages.success(request, done)
    if refused:
        return _page(request, user, ManyForm(request.POST, action=action), refused=refused)
    return redirect("office:queue")


def _page(request: HttpRequest, user: User, form: ManyForm, refused: Sequence[Refused] = ()) -> HttpResponse:
    lines = _lines(request, user)
    asked = {name: request.GET.get(name, "") for name in ("department", "year", "show")}
    shown = [line for line in lines if _fits(line, asked)]
    if request.method != "POST" and request.GET.get("tick") == "all":
        shown = [replace(line, ticked=not line.own and not line.is_reserved) for line in shown]
    departments = dict.fromkeys((line.row.department_slug, line.row.department) for line in lines)
    context = {
        "lines": shown,
        "total": len(lines),
        "form": form,
        "refused": refused,
        "asked": asked,
        "paper_values": values_of(line.row for line in shown),
        "narrowed_by": urlencode({name: text for name, text in asked.items() if text}),
        "publishable": sum(not line.own and not line.is_reserved for line in shown),
        "departments": list(departments),
        "years": frames.years(line.row for line in lines),
        "shows": [
            ("", "すべて"),
            ("warned", "注意のあるもの"),
            ("changes", "訂正・改定"),
            ("mine", "公表できるもの"),
            ("reserved", "公表を予約したもの"),
        ],
        "crumbs": crumbs("board", "まとめて公表・差戻し"),
    }
    return render(request, "office/queue.html", context, status=409 if refused else 200)


def _lines(request: HttpRequest, user: User) -> list[ManyLine]:
    """Oldest first; the figures of all are read once."""
    submitted = (
        Result.objects.filter(state=WorkflowState.SUBMITTED)
        .select_related("indicator__measure", "indicator__lead_department", "submitted_by")
        .order_by("submitted_at", "pk")
    )
    sent_back = _sent_back()
    ticked = set(request.POST.getlist("chosen"))
    found = []
    for waiting in waiting_values(user, submitted, frames.working(Indicator.objects.all())):
        if waiting.in_department:
            continue
        result = waiting.result
        before = sent_back.get((result.indicator_id, result.year, result.number))
        found.append(
            ManyLine(
                **vars(waiting),
                impossible=tuple(refusals(result.indicator, result).values()),
                warnings=(
                    *warnings_of_row(waiting.row, result, result.reason),
                    *warnings_at_review(result),
                ),
                changed=changes_between(before, snapshot(result), result.indicator) if before else [],
                ticked=f"{result.pk}:{result.version}" in ticked,
            )
        )
    return found


def _sent_back() -> dict[tuple[int | None, int | None, int | None], dict[str, Any]]:
    """What each record said when it was sent back last."""
    waiting = Result.objects.filter(state=WorkflowState.SUBMITTED).values("indicator")
    events = Event.objects.filter(action=Event.Action.SENT_BACK, indicator__in=waiting).order_by("pk")
    return {
        (event.indicator_id, event.year, event.number): event.detail.get("after") or {} for event in events
    }


def _fits(line: ManyLine, asked: dict[str, str]) -> bool:
    if asked["department"] and line.row.department_slug != asked["department"]:
        return False
    if asked["year"] and str(line.row.year) != asked["year"]:
        return False
    wanted = {
        "warned": bool(line.warnings or line.impossible),
        "changes": bool(line.kind),
        "mine": not line.own and not line.is_reserved,
        "reserved": line.is_reserved,
    }
    return wanted.get(asked["show"], True)


def _usual_title() -> str:
    """令和7年度実績の公表: of the year that has most waiting values."""
    years = list(Result.objects.filter(state=WorkflowState.SUBMITTED).values_list("year", flat=True))
    if not years:
        return ""
    return f"{FiscalYear(max(sorted(set(years)), key=years.count)).wareki}実績の公表"
