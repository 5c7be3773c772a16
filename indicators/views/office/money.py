"""The plan office's part of the costs: a year's 事務事業 with their states, publish one or many, send back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render

from indicators import frames
from indicators.frames import SpendingRow
from indicators.models import Spending
from indicators.models import WorkflowState as State
from indicators.views.office.chosen_records import NONE_CHOSEN, Changed, published_together
from indicators.views.office.confirming import Confirmation
from indicators.views.office.frame import crumbs
from indicators.views.office.record_review import ReadReview
from indicators.views.shared.access import office_page
from indicators.views.shared.approving import waits_of
from indicators.views.shared.money import find_project, log_of_spending
from indicators.views.shared.plan import plan_of
from indicators.views.shared.reviewing import Context
from indicators.wording.approvals import who_looks
from indicators.wording.money import over, read_of_spending, totals, yen
from indicators.wording.steps import steps_of_record
from indicators.workflow import SPENDING, StaleVersion, WorkflowError, WrongState
from measures.addresses import redirect, reverse
from measures.fiscal_year import FiscalYear
from measures.models import Plan


@dataclass(frozen=True)
class MoneyLine:
    """A project's year in the list. `waits`: at which level of its department, if it does."""

    row: SpendingRow
    may_publish: bool
    waits: str

    @property
    def chosen_as(self) -> str:
        return f"{self.row.record}:{self.row.version}"


@office_page("GET", "HEAD", "POST")
def money(request: HttpRequest, by: User) -> HttpResponse:
    """Every cost of a year with its state; those that were submitted can be chosen and go out together."""
    plan = plan_of(request)
    if plan is None:
        return render(request, "office/no_plan.html", {"tab": "money", "title": "事務事業の費用"})
    rows = frames.spendings(plan, drafts=True)
    year = _year(request, plan, rows)
    if request.method == "POST":
        if request.POST.get("action") != "publish":
            return HttpResponseBadRequest("不明な操作です。")
        return _publish_many(request, by, plan, year, rows)
    return _list(request, by, plan, year, rows)


@office_page("GET", "HEAD", "POST")
def spending(request: HttpRequest, by: User, pk: int, year: int) -> HttpResponse:
    """The review of one record."""
    return SpendingReview(request, by, find_project(request, pk, year), year).serve()


class SpendingReview(ReadReview):
    workflow = SPENDING
    template = "office/spending.html"
    list_page = "office:money"
    confirm_template = "office/confirm_spending.html"
    tab = "money"

    def notices(self) -> list[str]:
        return _notices([self.record])

    def context(self, current: Spending | None, refusal: str) -> Context:
        project, year = self.owner, self.year
        published = SPENDING.current_published(project, year)
        return {
            "project": project,
            "title": current.name if current else project.code,
            "read": read_of_spending(current),
            "before": read_of_spending(published) if published != current else [],
            "last": read_of_spending(SPENDING.current(project, year - 1)),
            "last_year": year - 1,
            "steps": steps_of_record(
                current, "入力", who_looks(Spending, current.department_id if current else None, current)
            ),
            "log": log_of_spending(project, year),
            "crumbs": crumbs("money", f"{FiscalYear(year).wareki} {project.code}", f"?year={year}"),
        }


# --- Many at once ---------------------------------------------------------------------------------------


def _publish_many(
    request: HttpRequest, by: User, plan: Plan, year: int, rows: Sequence[SpendingRow]
) -> HttpResponse:
    """Those that were ticked, at the versions that were seen; all or none, after the page that shows them."""
    if not request.POST.getlist("chosen"):
        return _list(request, by, plan, year, rows, NONE_CHOSEN, status=200)
    waiting = Spending.objects.filter(project__plan=plan, year=year, state=State.SUBMITTED)
    chosen = waiting.select_related("project__plan", "department", *SPENDING.people).order_by("project__code")
    try:
        answer = published_together(request, by, SPENDING, chosen, partial(_confirmation, year))
    except (StaleVersion, WrongState) as refusal:
        return _list(request, by, plan, year, frames.spendings(plan, drafts=True), refusal, status=409)
    if isinstance(answer, HttpResponse):
        return answer
    messages.success(request, f"事務事業の費用を{answer}件公表しました。")
    return redirect(f"{reverse('office:money')}?year={year}")


def _confirmation(year: int, records: Sequence[Spending], wanted: Sequence[str]) -> Confirmation:
    sums = totals(frames.Amounts(one.budget, one.settled, None) for one in records)
    facts = {
        f"{one.project.code} {one.name}": "／".join(
            f"{label}：{text}" for label, text in read_of_spending(one)
        )
        for one in records
    }
    return Confirmation(
        title=f"{FiscalYear(year).wareki}の事務事業の費用{len(records)}件を公表します",
        button=f"{len(records)}件を公表する",
        back=f"{reverse('office:money')}?year={year}",
        template="office/confirm_spendings.html",
        facts={"予算額の合計": yen(sums.budget), "決算額の合計": yen(sums.settled), **facts},
        about={"records": records, "total": sums, "crumbs": crumbs("money", "公表の前に確かめる")},
        posted=[("action", "publish"), *(("chosen", one) for one in wanted)],
        notices=_notices(records),
    )


def _notices(records: Sequence[Spending]) -> list[str]:
    told = [(one, over(frames.Amounts(one.budget, one.settled, None))) for one in records]
    return [f"「{one.name}」は、{words}。" for one, words in told if words]


# --- The list -------------------------------------------------------------------------------------------


def _list(
    request: HttpRequest,
    by: User,
    plan: Plan,
    year: int,
    every: Sequence[SpendingRow],
    refusal: WorkflowError | str = "",
    status: int = 200,
) -> HttpResponse:
    """`every`: all years of the plan."""
    rows = [row for row in every if row.year == year]
    submitted = list(
        Spending.objects.filter(pk__in=[row.record for row in rows if row.workflow_state == State.SUBMITTED])
    )
    allowed, waits = SPENDING.publishable(by, submitted), waits_of(submitted)
    lines = [
        MoneyLine(row, row.record in allowed and row.record not in waits, waits.get(row.record, ""))
        for row in rows
    ]
    counts = dict.fromkeys(("draft", "returned", "submitted", "published"), 0)
    for row in rows:
        counts[row.workflow_state] += 1
    context = {
        "year": year,
        "lines": lines,
        "total": totals(row.amounts for row in rows),
        "counts": list(counts.items()),
        "may_publish": any(line.may_publish for line in lines),
        "refusal": str(refusal),
        "gone": refusal.gone if isinstance(refusal, Changed) else [],
        "ticked": request.POST.getlist("chosen"),
        "years": [
            {
                "label": FiscalYear(one).wareki,
                "url": f"{reverse('office:money')}?year={one}",
                "current": one == year,
            }
            for one in plan.years
        ],
        "crumbs": [],
    }
    return render(request, "office/money.html", context, status=status)


def _year(request: HttpRequest, plan: Plan, rows: Sequence[SpendingRow]) -> int:
    """That of ?year=, if the plan has it; else the newest with anything in it, else the plan's first."""
    wanted = request.GET.get("year", "")
    of_plan = {str(year): year for year in plan.years}
    newest = next(iter(frames.money_years(rows)), plan.first_year)
    return of_plan.get(wanted, newest)
