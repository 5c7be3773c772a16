"""One year of a comparison series, for those who enter its indicator: draft, submit, change, give up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from indicators import frames
from indicators.forms import ReasonOfChangeForm
from indicators.forms.comparisons import ComparisonForm
from indicators.frames import Row
from indicators.models import ComparisonSeries, ComparisonValue, Indicator
from indicators.models import WorkflowState as State
from indicators.permissions import indicators_to_enter, may_enter, may_review
from indicators.views.entry.corrections import RecordPlace, discard_page
from indicators.views.shared.access import signed_in, staff_page
from indicators.views.shared.comparisons import (
    FIELDS,
    ComparisonYear,
    find_series,
    lines_of,
    lines_of_series,
    log_of_comparison,
    read_of,
)
from indicators.views.shared.reviewing import begin_correction, hand_in, taken_up, who_context
from indicators.wording.steps import steps_of_record
from indicators.workflow import COMPARISONS, NotAllowed
from measures.fiscal_year import FiscalYear

Context = dict[str, Any]


@dataclass(frozen=True)
class SeriesTask:
    """A series that one of the person's departments enters. `returned`: year → why it came back."""

    series: ComparisonSeries
    lines: Sequence[ComparisonYear]
    returned: Sequence[tuple[int, str]]

    @property
    def open(self) -> int:
        return sum(1 for line in self.lines if line.one is not None and line.one.unpublished)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def comparison(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The form while it can be written, else what stands."""
    by = signed_in(request)
    series = _to_write(by, pk, year)
    current = COMPARISONS.current(series, year)
    if request.method == "POST":
        return _answer(request, by, series, year, current)
    return _page(request, by, series, year, current, ComparisonForm.of(series, year, current))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    by = signed_in(request)
    series = _to_write(by, pk, year)
    page = reverse("entry:comparison", args=[pk, year])
    place = RecordPlace(COMPARISONS, series, year, series.name, "値", page)

    def tell(current: ComparisonValue | None) -> Context:
        title = f"{series.name} {FiscalYear(year).wareki}"
        return {"title": title, **_head(series, year, current), "content": "entry/discard_comparison.html"}

    return discard_page(request, by, place, tell)


def comparison_tasks(user: User) -> list[SeriesTask]:
    """The series of the indicators that the person's departments lead, each with its years."""
    indicators = indicators_to_enter(user)
    of_them = ComparisonSeries.objects.filter(indicator__in=indicators)
    known = list(of_them.select_related("indicator__measure__policy__plan"))
    if not known:
        return []
    found = frames.series_of(frames.comparisons(indicators, drafts=True))
    years = {series.series_id: series.years for beside in found.values() for series in beside}
    own: dict[int, dict[int, Row]] = {}
    for row in frames.working(Indicator.objects.filter(comparisons__in=known).distinct()):
        own.setdefault(row.indicator_id, {})[row.year] = row
    returned: dict[int, list[tuple[int, str]]] = {}
    for record in ComparisonValue.objects.filter(series__in=known, state=State.RETURNED).order_by("year"):
        returned.setdefault(record.series_id, []).append((record.year, record.return_reason))
    return [
        SeriesTask(
            series,
            lines_of(series, years.get(series.pk, ()), own[series.indicator_id]),
            returned.get(series.pk, []),
        )
        for series in known
        if series.indicator_id in own
    ]


# --- Inside -------------------------------------------------------------------------------------------


def _answer(
    request: HttpRequest, by: User, series: ComparisonSeries, year: int, current: ComparisonValue | None
) -> HttpResponse:
    action = request.POST.get("action", "")
    if action == "change":
        return _begin_change(request, by, series, year)
    if action not in ("submit", "draft"):
        return HttpResponseBadRequest("不明な操作です。")
    form = ComparisonForm(request.POST, series=series, year=year, is_change="reason" in request.POST)
    if not form.is_valid():
        return _page(request, by, series, year, current, form)
    reason = form.cleaned_data.get("reason")
    done, refusal = hand_in(request, by, COMPARISONS, series, year, form, reason=reason)
    if not done:
        now = COMPARISONS.current(series, year)
        return _page(request, by, series, year, now, form, refusal=str(refusal or ""))
    return redirect("entry:comparison", series.pk, year) if action == "draft" else redirect("entry:tasks")


def _begin_change(request: HttpRequest, by: User, series: ComparisonSeries, year: int) -> HttpResponse:
    change = ReasonOfChangeForm(request.POST)
    refusal = None
    if change.is_valid():
        refusal = begin_correction(by, COMPARISONS, series, year, change.cleaned_data)
        if refusal is None:
            return redirect("entry:comparison", series.pk, year)
    current = COMPARISONS.current(series, year)
    form = ComparisonForm.of(series, year, current)
    return _page(request, by, series, year, current, form, refusal=str(refusal or ""), change=change)


def _page(
    request: HttpRequest,
    by: User,
    series: ComparisonSeries,
    year: int,
    current: ComparisonValue | None,
    form: ComparisonForm,
    refusal: str = "",
    change: ReasonOfChangeForm | None = None,
) -> HttpResponse:
    """After a refusal nothing was saved: what stands is shown beside what was typed, which stays in the form."""
    may_type = current is None or current.is_editable
    typed = {name: form.data.get(name, "").strip() for name in FIELDS} if form.is_bound else {}
    if refusal and may_type and form.is_bound:
        data, is_change = taken_up(form, current)
        form = ComparisonForm(data, series=series, year=year, is_change=is_change)
    context: Context = {
        **_head(series, year, current),
        "form": form,
        "change": change or ReasonOfChangeForm(),
        "may_type": may_type,
        "refusal": refusal,
        "typed": [(FIELDS[name], text) for name, text in typed.items() if text],
        "lines": lines_of_series(series),
        "log": log_of_comparison(series, year),
        **who_context(current),
        "may_review": may_review(by),
    }
    return render(request, "entry/comparison.html", context, status=409 if refusal else 200)


def _head(series: ComparisonSeries, year: int, current: ComparisonValue | None) -> Context:
    published = COMPARISONS.current_published(series, year)
    return {
        "series": series,
        "indicator": series.indicator,
        "year": year,
        "record": current,
        "read": read_of(current),
        "published": published if published != current else None,
        "steps": steps_of_record(current, "入力"),
        "crumbs": [
            {"label": "入力", "url": reverse("entry:tasks")},
            {"label": f"{series.indicator.code} {series.name}", "url": ""},
            {"label": FiscalYear(year).wareki, "url": ""},
        ],
    }


def _to_write(user: User, pk: int, year: int) -> ComparisonSeries:
    series = find_series(pk, year)
    if not may_enter(user, series.indicator):
        raise NotAllowed(
            f"「{series}」に入力できるのは、主担当の{series.indicator.lead_department.name}と企画課です。"
        )
    return series
