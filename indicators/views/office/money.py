"""The plan office's part of the costs: a year's 事務事業 with their states, publish one or many, send back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render

from indicators import frames
from indicators.frames import SpendingRow
from indicators.models import Spending
from indicators.models import WorkflowState as State
from indicators.views.office.chosen_records import NONE_CHOSEN, chosen_records
from indicators.views.office.confirming import Confirmation, published_as_shown
from indicators.views.office.frame import crumbs
from indicators.views.office.record_review import ReviewPage
from indicators.views.shared.access import office_page
from indicators.views.shared.money import find_project, log_of_spending
from indicators.views.shared.plan import plan_of
from indicators.views.shared.reviewing import Context, who_context
from indicators.wording.money import over, read_of_spending, totals, yen
from indicators.wording.steps import steps_of_record
from indicators.workflow import SPENDING, NotAllowed, StaleVersion, WrongState, publish_spendings
from measures.addresses import redirect, reverse
from measures.fiscal_year import FiscalYear
from measures.models import Plan


@dataclass(frozen=True)
class MoneyLine:
    """A project's year in the list."""

    row: SpendingRow
    may_publish: bool

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
        return _publish_many(request, by, plan, year)
    return _list(request, by, plan, year)


@office_page("GET", "HEAD", "POST")
def spending(request: HttpRequest, by: User, pk: int, year: int) -> HttpResponse:
    """The review of one record."""
    return SpendingReview(request, by, find_project(request, pk, year), year).serve()


class SpendingReview(ReviewPage):
    workflow = SPENDING
    template = "office/spending.html"
    list_page = "office:money"
    done = {
        "publish": "を公表しました。取組のページに表示されています。",
        "send_back": "を差し戻しました。直して提出されると、また一覧に載ります。",
    }

    def confirmation(self) -> Confirmation:
        about, who = self.context(self.record, ""), who_context(self.record)
        return Confirmation(
            title=f"{SPENDING.name(self.owner, self.year)}を公表します",
            button="公表する",
            back=self.request.path,
            template="office/confirm_spending.html",
            facts={
                "提出": f"{who['submitted_by']}、第{self.record.number}回の{self.record.version}回目の保存",
                **dict(about["read"]),
                **{f"いま見えている{label}": words for label, words in about["before"]},
            },
            about={
                **about,
                **who,
                "record": self.record,
                "year": self.year,
                "crumbs": crumbs("money", "公表の前に確かめる"),
            },
            posted=self.posted,
            notices=_notices([self.record]),
        )

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
            "steps": steps_of_record(current, "入力"),
            "log": log_of_spending(project, year),
            "crumbs": crumbs("money", f"{FiscalYear(year).wareki} {project.code}", f"?year={year}"),
        }


# --- Many at once ---------------------------------------------------------------------------------------


def _publish_many(request: HttpRequest, by: User, plan: Plan, year: int) -> HttpResponse:
    """Those that were ticked, at the versions that were seen; all or none, after the page that shows them."""
    wanted = request.POST.getlist("chosen")
    if not wanted:
        return _list(request, by, plan, year, NONE_CHOSEN, status=200)

    def found() -> list[Spending]:
        waiting = Spending.objects.filter(project__plan=plan, year=year, state=State.SUBMITTED)
        related = ("project__plan", "department", *SPENDING.people)
        return chosen_records(wanted, waiting.select_related(*related).order_by("project__code"))

    def publish() -> int:
        return len(publish_spendings(chosen=[(one, one.version) for one in found()], by=by))

    def ask() -> Confirmation:
        records = found()
        if SPENDING.publishable(by, records) != {one.pk for one in records}:
            raise NotAllowed("入力・保存・提出のどれかをした人は、同じものを公表できません。")
        return _confirmation(records, year, wanted)

    try:
        answer = published_as_shown(request, ask, publish)
    except (StaleVersion, WrongState) as refusal:
        return _list(request, by, plan, year, str(refusal), status=409)
    if isinstance(answer, HttpResponse):
        return answer
    messages.success(request, f"事務事業の費用を{answer}件公表しました。")
    return redirect(f"{reverse('office:money')}?year={year}")


def _confirmation(records: Sequence[Spending], year: int, wanted: Sequence[str]) -> Confirmation:
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
    request: HttpRequest, by: User, plan: Plan, year: int, refusal: str = "", status: int = 200
) -> HttpResponse:
    rows = frames.spendings(plan, year=year, drafts=True)
    submitted = Spending.objects.filter(
        pk__in=[row.record for row in rows if row.workflow_state == State.SUBMITTED]
    )
    allowed = SPENDING.publishable(by, list(submitted))
    lines = [MoneyLine(row, row.record in allowed) for row in rows]
    counts = dict.fromkeys(("draft", "returned", "submitted", "published"), 0)
    for row in rows:
        counts[row.workflow_state] += 1
    context = {
        "year": year,
        "lines": lines,
        "total": totals(row.amounts for row in rows),
        "counts": list(counts.items()),
        "may_publish": any(line.may_publish for line in lines),
        "refusal": refusal,
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
