"""Many at once: the review queue with filters, one publication for several values, and what is scheduled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from indicators.forms import CancelForm, ManyForm
from indicators.frames import working
from indicators.models import Batch, Event, Result, WorkflowState
from indicators.views.office.confirming import CHANGED, Confirmation, asks_first, values_shown, was_seen
from indicators.views.office.frame import crumbs
from indicators.views.office.queue import WaitingValue, waiting_values
from indicators.views.shared.access import office_page
from indicators.wording.days import write_day
from indicators.wording.log import changes_between
from indicators.wording.people import person
from indicators.workflow import (
    Chosen,
    Incomplete,
    Refused,
    WrongState,
    cancel,
    check_batch,
    publish_many,
    refusals,
    schedule,
    send_back_many,
    warnings_of_row,
)
from indicators.workflow.review.values import snapshot
from measures.fiscal_year import FiscalYear

# So many values of a batch are named at once; more are a press away.
FEW = 20


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


@office_page("GET", "HEAD")
def batches(request: HttpRequest, user: User) -> HttpResponse:
    """What went out together, and what waits for its moment."""
    found = Batch.objects.select_related("created_by", "cancelled_by").prefetch_related(
        "items__indicator__measure", "publications__indicator__measure", "corrections"
    )
    lines = [
        {
            "batch": batch,
            "said": [batch, *batch.corrections.all()][-1],
            "by": person(batch.created_by),
            "cancelled_by": person(batch.cancelled_by) if batch.cancelled_by else "",
            "published": [
                f"{one.indicator.code}（{FiscalYear(one.year).wareki}）" for one in batch.publications.all()
            ],
            "behind": [item for item in batch.items.all() if item.refusal],
            "waiting": list(batch.items.all()) if batch.is_waiting else [],
        }
        for batch in found
    ]
    context = {
        "waiting": [line for line in lines if line["waiting"]],
        "done": [line for line in lines if not line["waiting"]],
        "few": FEW,
        "form": CancelForm(),
    }
    return render(request, "office/batches.html", context)


@office_page("POST")
def cancel_batch(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    batch = get_object_or_404(Batch, pk=pk)
    form = CancelForm(request.POST)
    form.is_valid()
    try:
        cancel(batch=batch, by=user, reason=form.cleaned_data.get("reason", ""))
    except WrongState as refusal:
        messages.error(request, f"「{batch}」：{refusal}")
    else:
        messages.success(request, f"「{batch}」の公表の予約を取り消しました。値は確認待ちのままです。")
    return redirect("office:batches")


def _decide(request: HttpRequest, user: User) -> HttpResponse:
    action = request.POST.get("action", "")
    if action not in ("publish", "send_back"):
        return HttpResponseBadRequest("不明な操作です。")
    form = ManyForm(request.POST, action=action)
    chosen = _chosen(request.POST.getlist("chosen"))
    if not form.is_valid():
        return _page(request, user, form)
    data = form.cleaned_data
    acting: dict[str, Any] = {"chosen": chosen, "by": user}
    what = {"title": data["title"], "announced_on": data["announced_on"]}
    try:
        if action == "publish" and (asks_first(request) or "seen" in request.POST):
            check_batch(**acting, **what, scheduled_for=data.get("scheduled_for"))
            confirmation = _confirmation(request, user, form, chosen)
            if asks_first(request) and confirmation.button:
                return confirmation.page(request)
            if "seen" in request.POST:
                if not was_seen(request, confirmation):
                    return confirmation.page(request, CHANGED)
                going = {line.result.pk for line in confirmation.about["shown"].going}
                chosen = [one for one in chosen if one.result.pk in going]
                what["whole"] = True
        acting["chosen"] = chosen
        if action == "send_back":
            refused = send_back_many(**acting, reason=data["return_reason"])
            done = f"{len(chosen) - len(refused)}件を差し戻しました。"
        elif data["when"] == "later":
            batch, refused = schedule(**acting, **what, scheduled_for=data["scheduled_for"])
            moment = timezone.localtime(batch.scheduled_for)
            done = f"「{batch}」{len(chosen) - len(refused)}件の公表を、{moment:%Y年%-m月%-d日 %-H:%M}に予約しました。"
        else:
            batch, refused = publish_many(**acting, **what)
            done = f"「{batch}」として{len(chosen) - len(refused)}件を公表しました。公開ページに表示されています。"
    except Incomplete as missing:
        form.add_missing(missing.errors)
        return _page(request, user, form)
    messages.success(request, done)
    if refused:
        return _page(request, user, ManyForm(request.POST, action=action), refused=refused)
    return redirect("office:queue")


def _confirmation(request: HttpRequest, by: User, form: ManyForm, chosen: Sequence[Chosen]) -> Confirmation:
    """Of all that was ticked: what goes out and what stays behind. Without a button where nothing can go."""
    data = form.cleaned_data
    later = data["when"] == "later"
    shown = values_shown(chosen, by, scheduled=later)
    moment = f"{timezone.localtime(data['scheduled_for']):%Y年%-m月%-d日 %-H:%M}" if later else ""
    count, verb = len(shown.going), "公表を予約します" if later else "公表します"
    staying = f"、{len(shown.staying)}件は残ります" if shown.staying else ""
    notices = [f"{moment}に公表します。それまでは、企画課の人が予約を取り消せます。"] if later else []
    for line in shown.going:
        if line.reserved and line.reserved.stands:
            at = f"{timezone.localtime(line.reserved.at):%Y年%-m月%-d日 %-H:%M}"
            notices.append(
                f"{line.result.indicator.code}は{at}の公表を予約してあります。待たずに、いま公表します。"
            )
    day = timezone.localdate(data["scheduled_for"]) if later else timezone.localdate()
    if data["announced_on"] != day:
        notices.append(
            f"公表の日付（{write_day(data['announced_on'])}）が、公表する日（{write_day(day)}）と違います。"
        )
    told = [(name, request.POST.get(name, "")) for name in ("title", "announced_on", "when", "day", "time")]
    return Confirmation(
        title=f"{count}件を{verb}{staying}",
        button=f"{count}件{'の公表を予約する' if later else 'を公表する'}" if count else "",
        back=reverse("office:queue"),
        template="office/confirm_values.html",
        state=shown.state,
        about={
            "shown": shown,
            "told": [
                ("題名", data["title"]),
                ("公表の日付", write_day(data["announced_on"])),
                ("いつ公表するか", moment or "いますぐ"),
            ],
            "crumbs": crumbs("board", "公表の前に確かめる"),
        },
        posted=[
            ("action", "publish"),
            *told,
            *(("chosen", line.key) for line in (*shown.going, *shown.staying)),
        ],
        notices=notices,
    )


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
        "narrowed_by": urlencode({name: text for name, text in asked.items() if text}),
        "publishable": sum(not line.own and not line.is_reserved for line in shown),
        "departments": list(departments),
        "years": sorted({line.row.year for line in lines}),
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
    for waiting in waiting_values(user, submitted, working()):
        result = waiting.result
        before = sent_back.get((result.indicator_id, result.year, result.number))
        found.append(
            ManyLine(
                **vars(waiting),
                impossible=tuple(refusals(result.indicator, result).values()),
                warnings=warnings_of_row(waiting.row, result, result.reason),
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


def _chosen(keys: Sequence[str]) -> list[Chosen]:
    """What was ticked, in its order; what is no key any more is left out, as is a record that is gone."""
    asked: dict[int, int] = {}
    for key in keys:
        pk, _, edit = key.partition(":")
        if pk.isascii() and pk.isdigit() and edit.isascii() and edit.isdigit() and len(key) < 30:
            asked[int(pk)] = int(edit)
    known = Result.objects.select_related("indicator__measure").in_bulk(list(asked))
    return [Chosen(known[pk], edit) for pk, edit in asked.items() if pk in known]


def _usual_title() -> str:
    """令和7年度実績の公表: of the year that has most waiting values."""
    years = list(Result.objects.filter(state=WorkflowState.SUBMITTED).values_list("year", flat=True))
    if not years:
        return ""
    return f"{FiscalYear(max(sorted(set(years)), key=years.count)).wareki}実績の公表"
