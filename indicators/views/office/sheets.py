"""The plan office's part of the evaluation sheets: where each stands, remarks, publish or send back."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone

from indicators.forms.sheets import ReasonOfReturnForm, RemarksForm
from indicators.frames import said_outside
from indicators.models import Cycle, EvaluationSheet, Indicator, OutsideReview
from indicators.models import WorkflowState as State
from indicators.outbox import can_send
from indicators.views.office.confirming import Confirmation
from indicators.views.office.follow_up import tell_mailed
from indicators.views.office.frame import chosen_cycle, crumbs, links_to_cycles
from indicators.views.office.many_sheets import ManySheets, chosen_now
from indicators.views.office.outside_reviews import comments_as_facts, notices_of
from indicators.views.office.record_review import ReviewPage
from indicators.views.shared.access import office_page
from indicators.views.shared.plan import plan_of
from indicators.views.shared.reviewing import Context, is_submitted, who_context
from indicators.views.shared.sheet_paper import (
    REMARKS,
    differences,
    newest_sheets,
    outside_in_the_works,
    paper_of,
    rows_today,
)
from indicators.views.shared.sheet_story import find_measure, log_of_sheet, looks_at_sheet
from indicators.wording.days import days_left
from indicators.wording.figures import said_and_judged
from indicators.wording.people import person
from indicators.wording.sentences import gap_sentence
from indicators.wording.steps import steps_of_record
from indicators.workflow import (
    OUTSIDE_REVIEWS,
    SHEETS,
    ChosenSheet,
    CycleMail,
    Incomplete,
    WrongState,
    departments_without_sheets,
    last_mailed,
    mailed_today,
    remind_of_sheets,
    send_back_sheets,
)
from measures.addresses import redirect, reverse
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels
from measures.models import Measure

STATES = ("", "draft", "returned", "submitted", "published")


@office_page("GET", "HEAD", "POST")
def sheets(request: HttpRequest, by: User) -> HttpResponse:
    """Every measure with the state of its sheet in a year, and who has not written. POST mails those, or publishes or
    sends back what is ticked."""
    cycles = list(Cycle.objects.filter(plan=plan_of(request)).select_related("plan").order_by("-year"))
    cycle = chosen_cycle(request, cycles, next(iter(cycles), None))
    if request.method != "POST":
        return _list(request, by, cycles, cycle)
    action = request.POST.get("action", "")
    if cycle is None or action not in ("remind", "publish", "send_back"):
        return HttpResponseBadRequest("不明な操作です。")
    if action == "remind":
        return _remind(request, by, cycle)
    form = ReasonOfReturnForm(request.POST, is_asked=action == "send_back")
    refused: list[str] = []
    try:
        if action == "publish":
            done = ManySheets(request, by, cycle).answer()
            if isinstance(done, HttpResponse):
                return done
            messages.success(
                request, f"評価シート{done}件を公表しました。指標の数値は、いま公表している値に固定しました。"
            )
        elif not form.is_valid():
            return _list(request, by, cycles, cycle, form)
        else:
            chosen = [ChosenSheet(*one) for one in chosen_now(request, cycle)]
            reason = form.cleaned_data["return_reason"]
            refused = send_back_sheets(chosen=chosen, reason=reason, by=by)
            messages.success(request, f"{len(chosen) - len(refused)}件を差し戻しました。")
    except Incomplete as missing:
        form.add_missing(missing.errors)
        return _list(request, by, cycles, cycle, form)
    for why in refused:
        messages.warning(request, why)
    return redirect(f"{reverse('office:sheets')}?year={cycle.year}")


def _list(
    request: HttpRequest,
    by: User,
    cycles: Sequence[Cycle],
    cycle: Cycle | None,
    form: ReasonOfReturnForm | None = None,
) -> HttpResponse:
    """`form`: of sending back, with what was wrong."""
    lines = _lines(cycle, by) if cycle else []
    counts = dict.fromkeys(STATES, 0)
    for line in lines:
        counts[line["state"]] += 1
    ticked = set(request.POST.getlist("chosen"))
    if request.GET.get("tick") == "all":
        ticked = {line["key"] for line in lines if line["may_publish"]}
    context = {
        "cycle": cycle,
        "lines": [{**line, "ticked": line["key"] in ticked} for line in lines],
        "publishable": sum(line["may_publish"] for line in lines),
        "waiting": sum(line["state"] == State.SUBMITTED for line in lines),
        "counts": list(counts.items()),
        "form": form or ReasonOfReturnForm(),
        "years": links_to_cycles("office:sheets", cycles, cycle),
        **(_unwritten(cycle) if cycle else {}),
    }
    return render(request, "office/sheets.html", context)


def _unwritten(cycle: Cycle) -> Context:
    """Who has not handed in, by department, until when, and whether they can be mailed now."""
    due, today = cycle.sheets_due_on, timezone.localdate()
    of_cycle = (CycleMail.SHEETS, cycle.plan, cycle.year)
    return {
        "unwritten": departments_without_sheets(cycle),
        "left": days_left(due, today) if due else "",
        "late": due is not None and due < today,
        "reminded": last_mailed(*of_cycle),
        "may_remind": can_send() and not mailed_today(*of_cycle),
    }


def _remind(request: HttpRequest, by: User, cycle: Cycle) -> HttpResponse:
    try:
        tell_mailed(request, remind_of_sheets(cycle=cycle, by=by))
    except WrongState as refusal:
        messages.warning(request, str(refusal))
    return redirect(f"{reverse('office:sheets')}?year={cycle.year}")


@office_page("GET", "HEAD", "POST")
def sheet(request: HttpRequest, by: User, number: int, year: int) -> HttpResponse:
    """One sheet, whole: remarks are added here, and it is published or sent back."""
    return SheetReview(request, by, find_measure(request, number, year), year).serve()


class SheetReview(ReviewPage):
    workflow = SHEETS
    template = "office/sheet.html"
    list_page = "office:sheets"
    nothing_yet = "まだ書かれていません。"
    done = {
        "remarks": "に外部評価と所見を保存しました。公表は、ほかの人が行います。",
        "publish": "を公表しました。指標の数値は、いま公表している値に固定しました。",
        "send_back": "を差し戻しました。直して提出されると、また一覧に載ります。",
    }

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.remarks = RemarksForm.of(self.record)

    def is_readable(self, action: str) -> bool:
        if action != "remarks":
            return True
        self.remarks = RemarksForm(self.request.POST)
        return self.remarks.is_valid()

    def act(self, **acting: Any) -> None:
        SHEETS.add_remarks(**acting, **{field: self.remarks.cleaned_data[field] for field in REMARKS})

    def leave(self, action: str) -> HttpResponse:
        if action == "remarks":
            return redirect("office:sheet", self.owner.number, self.year)
        return super().leave(action)

    @property
    def comments(self) -> OutsideReview | None:
        """What a council said of it, handed in by now."""
        found = OUTSIDE_REVIEWS.current(self.owner, self.year)
        return found if found is not None and is_submitted(found) else None

    def _comments_along(self) -> OutsideReview | None:
        """They go out with the sheet, where this person had no hand in them."""
        found = self.comments
        return found if found is not None and OUTSIDE_REVIEWS.may_publish(self.by, found) else None

    def _publish(self) -> None:
        record, along = self.record, self._comments_along()
        SHEETS.publish(record=record, version=record.version, by=self.by, comments=along)

    def confirmation(self) -> Confirmation:
        about, who = self.context(self.record, ""), who_context(self.record)
        paper, before = about["paper"], about["before"]
        along = self._comments_along()
        outside = said_outside(along) if along else None
        notices = ["公表している数値、取組の実績と費用が、このシートに固定されます。"]
        if outside is not None:
            notices += ["外部評価の意見と市の答えも、一緒に公表します。", *notices_of(outside)]
        elif self.comments is not None:
            notices.append(
                "外部評価の意見は、あなたが入力したため、一緒には公表されません。ほかの人があとから公表できます。"
            )
        figures = {row.code: "。".join([said_and_judged(row), gap]) for row, gap in about["figures"]}
        return Confirmation(
            title=f"{in_levels('施策')}{self.owner.number}の{FiscalYear(self.year).wareki}の評価シートを公表します",
            button="公表する",
            back=self.request.path,
            template="office/confirm_sheet.html",
            facts={
                "提出": f"{who['submitted_by']}、第{self.record.number}版の{self.record.version}回目の保存",
                "変更の理由": self.record.reason,
                **{part.label: part.text for part in (*paper.texts, *paper.remarks)},
                "自己評価": self.record.get_rating_display(),
                "いまの自己評価": before.sheet.get_rating_display() if before else "",
                **figures,
                **paper.did.facts,
                "先に公表する値": "、".join(one.code for one in about["waiting_for"]),
                **(comments_as_facts(outside) if outside else {}),
            },
            about={
                **about,
                **who,
                "record": self.record,
                "along": outside,
                "year": self.year,
                "crumbs": crumbs("sheets", "公表の前に確かめる"),
            },
            posted=self.posted,
            notices=notices,
        )

    def context(self, current: EvaluationSheet | None, refusal: str) -> Context:
        measure, year = self.owner, self.year
        others: list[tuple[str, str]] = []
        if refusal and current is not None:
            self.remarks, others = _taken_up(self.request, current)
        paper = paper_of(measure, year, current)
        published = SHEETS.current_published(measure, year)
        return {
            "measure": measure,
            "paper": paper,
            "before": paper_of(measure, year, published) if published and current != published else None,
            "figures": [(row, gap_sentence(row)) for row in paper.rows],
            "unpublished": any(row.unpublished for row in paper.rows),
            "differences": differences(paper.rows, rows_today(measure, year)) if paper.is_published else [],
            "steps": steps_of_record(current, "作成", looks_at_sheet(measure, current, self.by)),
            "waiting_for": SHEETS.waits_for(measure, year) if current and is_submitted(current) else [],
            "log": log_of_sheet(measure, year),
            "outside": outside_in_the_works(measure, year),
            "outside_record": OUTSIDE_REVIEWS.current(measure, year),
            "remarks": self.remarks,
            "others": others,
            "crumbs": crumbs(
                "sheets", f"{FiscalYear(year).wareki} {in_levels('施策')}{measure.number}", f"?year={year}"
            ),
        }


def _taken_up(request: HttpRequest, current: EvaluationSheet) -> tuple[RemarksForm, list[tuple[str, str]]]:
    """The remarks as they were typed, on top of what stands now, and what stands where it is another text."""
    form = RemarksForm.of(current)
    if request.POST.get("action") != "remarks":
        return form, []
    others = []
    for name, label in REMARKS.items():
        typed = request.POST.get(name, "").replace("\r\n", "\n")
        if typed.strip() != getattr(current, name):
            others.append((label, getattr(current, name)))
        form.initial[name] = typed
    return form, others


def _lines(cycle: Cycle, by: User) -> list[Context]:
    measures = list(Measure.objects.filter(policy__plan=cycle.plan_id).select_related("policy"))
    found = newest_sheets(measures, [cycle.year])
    leads: dict[int, list[str]] = {}
    for indicator in Indicator.objects.filter(measure__in=measures).select_related("lead_department"):
        names = leads.setdefault(indicator.measure_id, [])
        if indicator.lead_department.name not in names:
            names.append(indicator.lead_department.name)
    arrived = [one for one in found.values() if is_submitted(one) and not one.approval_level]
    allowed = SHEETS.publishable(by, arrived)
    lines = [_line(measure, cycle.year, found.get((measure.pk, cycle.year)), leads) for measure in measures]
    for line in lines:
        line["may_publish"] = line["sheet"] is not None and line["sheet"].pk in allowed
    return lines


def _line(
    measure: Measure, year: int, current: EvaluationSheet | None, leads: dict[int, list[str]]
) -> Context:
    state = current.state if current else ""
    return {
        "measure": measure,
        "sheet": current,
        "state": state,
        "key": f"{current.pk}:{current.version}" if current else "",
        "departments": "、".join(leads.get(measure.pk, [])),
        "by": person(current.published_by or current.submitted_by or current.edited_by) if current else "",
        "at": (current.published_at or current.submitted_at or current.edited_at) if current else None,
        "is_out": current is not None and (state == State.PUBLISHED or current.is_change),
        "url": reverse("office:sheet" if current else "entry:sheet", args=[measure.number, year]),
        "action": "確認する" if state == State.SUBMITTED else "内容を見る" if current else "代わりに書く",
    }
