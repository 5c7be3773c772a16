"""The plan office's part of the deeds: where each part of a year stands, publish one or many, send back, who gathers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render

from indicators import frames
from indicators.frames import DeedRow
from indicators.models import Cycle, Deed
from indicators.models import WorkflowState as State
from indicators.views.office.chosen_records import NONE_CHOSEN, Changed, published_together
from indicators.views.office.confirming import Confirmation
from indicators.views.office.frame import chosen_cycle, crumbs, links_to_cycles
from indicators.views.office.record_review import ReadReview
from indicators.views.shared.access import office_page
from indicators.views.shared.approving import waits_of
from indicators.views.shared.deeds import find_line, log_of_deed, read_of, title_of
from indicators.views.shared.plan import plan_of
from indicators.views.shared.reviewing import Context
from indicators.wording.approvals import who_looks
from indicators.wording.deeds import standing_word, whole_sentence
from indicators.wording.steps import steps_of_record
from indicators.workflow import DEEDS, StaleVersion, WorkflowError, WrongState
from measures.addresses import redirect, reverse
from measures.fiscal_year import FiscalYear
from measures.models import Department
from measures.texts import initiatives


@dataclass(frozen=True)
class PartLine:
    """A department's part of an initiative, or of a bullet, in the table of a year; `row` None: nothing is written.
    `waits`: at which level of its department, if it does."""

    code: str
    department: Department
    row: DeedRow | None
    ended: str
    may_publish: bool
    waits: str = ""

    @property
    def chosen_as(self) -> str:
        return f"{self.row.record}:{self.row.version}" if self.row else ""

    @property
    def standing(self) -> str:
        return standing_word(self.row.standing) if self.row else ""


@office_page("GET", "HEAD", "POST")
def deeds(request: HttpRequest, by: User) -> HttpResponse:
    """Every part of a year with its state; those that were submitted can be chosen and go out together."""
    cycles = list(Cycle.objects.filter(plan=plan_of(request)).order_by("-year"))
    cycle = chosen_cycle(request, cycles, next(iter(cycles), None))
    if request.method == "POST":
        if cycle is None or request.POST.get("action") != "publish":
            return HttpResponseBadRequest("不明な操作です。")
        return _publish_many(request, by, cycle, cycles)
    return _list(request, by, cycle, cycles)


@office_page("GET", "HEAD", "POST")
def deed(request: HttpRequest, by: User, initiative: str, department: str, year: int) -> HttpResponse:
    """The review of one record."""
    return DeedReview(request, by, find_line(request, initiative, department, year), year).serve()


class DeedReview(ReadReview):
    workflow = DEEDS
    template = "office/deed.html"
    list_page = "office:deeds"
    confirm_template = "office/confirm_deed.html"
    tab = "deeds"

    def notices(self) -> list[str]:
        return _notices([self.record])

    def context(self, current: Deed | None, refusal: str) -> Context:
        line, year = self.owner, self.year
        published = DEEDS.current_published(line, year)
        return {
            "line": line,
            "title": title_of(line),
            "read": read_of(current),
            "before": read_of(published) if published is not None and published != current else [],
            "last": read_of(DEEDS.current(line, year - 1)),
            "last_year": year - 1,
            "steps": steps_of_record(current, "入力", who_looks(Deed, line.department_id, current)),
            "log": log_of_deed(line, year),
            "crumbs": crumbs("deeds", f"{FiscalYear(year).wareki} {line.code}", f"?year={year}"),
        }


# --- Many at once ---------------------------------------------------------------------------------------


def _publish_many(request: HttpRequest, by: User, cycle: Cycle, cycles: Sequence[Cycle]) -> HttpResponse:
    """Those that were ticked, at the versions that were seen; all or none, after the page that shows them."""
    if not request.POST.getlist("chosen"):
        return _list(request, by, cycle, cycles, NONE_CHOSEN, status=200)
    waiting = Deed.objects.filter(year=cycle.year, line__measure__plan=cycle.plan_id, state=State.SUBMITTED)
    rows = waiting.select_related("line__measure__plan", "line__department", *DEEDS.people).order_by(
        "line__measure__number", "line__initiative", "line__detail", "line__department__order"
    )
    try:
        answer = published_together(request, by, DEEDS, rows, partial(_confirmation, cycle))
    except (StaleVersion, WrongState) as refusal:
        return _list(request, by, cycle, cycles, refusal, status=409)
    if isinstance(answer, HttpResponse):
        return answer
    messages.success(request, f"取組の実績を{answer}件公表しました。")
    return redirect(f"{reverse('office:deeds')}?year={cycle.year}")


def _confirmation(cycle: Cycle, records: Sequence[Deed], wanted: Sequence[str]) -> Confirmation:
    told = [(one, title_of(one.line), read_of(one)) for one in records]
    facts = {
        f"{title}（{one.line.department.name}）": "／".join(f"{label}：{text}" for label, text in read)
        for one, title, read in told
    }
    return Confirmation(
        title=f"{FiscalYear(cycle.year).wareki}の取組の実績{len(records)}件を公表します",
        button=f"{len(records)}件を公表する",
        back=f"{reverse('office:deeds')}?year={cycle.year}",
        template="office/confirm_deeds.html",
        facts=facts,
        about={"told": told, "crumbs": crumbs("deeds", "公表の前に確かめる")},
        posted=[("action", "publish"), *(("chosen", one) for one in wanted)],
        notices=_notices(records),
    )


def _notices(records: Sequence[Deed]) -> list[str]:
    ending = [one for one in records if one.standing and one.get_standing_display() in ("完了", "中止")]
    if not ending:
        return []
    named = "、".join(f"{one.line.code}（{one.line.department.name}）" for one in ending)
    return [f"{named}は、公表すると、次の年度からの入力がなくなります。"]


# --- The list -------------------------------------------------------------------------------------------


def _list(
    request: HttpRequest,
    by: User,
    cycle: Cycle | None,
    cycles: Sequence[Cycle],
    refusal: WorkflowError | str = "",
    status: int = 200,
) -> HttpResponse:
    told = _groups(by, cycle) if cycle else []
    lines = [line for group in told for line in group["lines"]]
    counts = dict.fromkeys(("", "draft", "returned", "submitted", "published"), 0)
    for line in lines:
        if not line.ended or line.row:
            counts[line.row.workflow_state if line.row else ""] += 1
    context = {
        "cycle": cycle,
        "groups": told,
        "counts": list(counts.items()),
        "may_publish": any(line.may_publish for line in lines),
        "refusal": str(refusal),
        "gone": refusal.gone if isinstance(refusal, Changed) else [],
        "ticked": request.POST.getlist("chosen"),
        "years": links_to_cycles("office:deeds", cycles, cycle),
        "crumbs": [],
    }
    return render(request, "office/deeds.html", context, status=status)


def _groups(by: User, cycle: Cycle) -> list[dict[str, Any]]:
    """Each initiative with its parts, and the bullets of which something is written after their whole."""
    found = frames.deeds(cycle.plan, drafts=True)
    leads = frames.deed_leads(cycle.plan)
    aims = frames.standing_aims(frames.aims(cycle.plan))
    of_year = [row for row in found if row.year == cycle.year]
    submitted = list(
        Deed.objects.select_related("line").filter(
            pk__in=[row.record for row in of_year if row.workflow_state == State.SUBMITTED]
        )
    )
    allowed, waits = DEEDS.publishable(by, submitted), waits_of(submitted)
    told = initiatives(cycle.plan_id)
    out = [row for row in found if row.number]
    public = {one.code: one for one in frames.year_of_initiatives(told, out, leads, cycle.year)}
    groups = []
    for one in frames.year_of_initiatives(told, found, leads, cycle.year):
        lines = []
        for part in one.parts:
            ended = "" if part.ended is None else _ended(part.ended)
            rows = [(one.code, part.deed), *((row.code, row) for _, row in part.details)]
            lines += [
                PartLine(
                    code,
                    part.department,
                    row,
                    ended,
                    row is not None and row.record in allowed and row.record not in waits,
                    waits.get(row.record, "") if row is not None else "",
                )
                for code, row in rows
            ]
        groups.append(
            {
                "code": one.code,
                "name": one.initiative.name,
                "lines": lines,
                "whole": whole_sentence(public[one.code]),
                "lead": leads.get(one.code),
                "aims": [aim.code for aim in aims[one.code].of_year(cycle.year)] if one.code in aims else [],
                "aims_set": one.code in aims,
            }
        )
    return groups


def _ended(row: DeedRow) -> str:
    return f"{FiscalYear(row.year).wareki}に{standing_word(row.standing)}"
