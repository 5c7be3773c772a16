"""One year of a comparison series, for those who enter its indicator: draft, submit, change, give up."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from indicators.forms import ReasonOfChangeForm
from indicators.forms.comparisons import ComparisonForm
from indicators.models import ComparisonSeries, ComparisonValue, Indicator
from indicators.models import WorkflowState as State
from indicators.permissions import indicators_to_enter, may_review
from indicators.views.entry.records import (
    RecordPlace,
    Refusal,
    begin_change,
    discard_page,
    hand_in,
    on_top_of,
)
from indicators.views.shared.access import signed_in, staff_page
from indicators.views.shared.approving import approval_context
from indicators.views.shared.comparisons import (
    FIELDS,
    ComparisonYear,
    find_series,
    lines_of_series,
    log_of_comparison,
    read_of,
    years_of_each,
)
from indicators.views.shared.reviewing import Context, who_context
from indicators.wording.approvals import who_looks
from indicators.wording.steps import steps_of_record
from indicators.workflow import COMPARISONS
from measures.addresses import redirect, reverse


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
    """The form while it can be written, else what stands, with the form of a change."""
    by = signed_in(request)
    series = _to_write(by, pk, year)
    place = _place(series, year)
    page = partial(_page, request, by, series, year)
    if request.POST.get("action") == "change":
        change = ReasonOfChangeForm(request.POST)
        if not change.is_valid():
            return page(change=change)
        refusal = begin_change(by, place, change.cleaned_data)
        return page(refusal=refusal, change=change) if refusal else redirect(place.page)
    if request.method == "POST":
        form = ComparisonForm(request.POST, series=series, year=year, is_change="reason" in request.POST)
        return hand_in(request, by, place, form, page)
    return page()


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    by = signed_in(request)
    series = _to_write(by, pk, year)

    def describe(record: ComparisonValue | None) -> Context:
        title = f"{series.name} {series.indicator.year_name(year)}"
        return {
            "title": title,
            "read": read_of(record),
            "content": "entry/discard_comparison.html",
            "crumbs": _crumbs(series, year),
        }

    return discard_page(request, by, _place(series, year), describe)


def comparison_tasks(user: User) -> list[SeriesTask]:
    """The series of the indicators that the person's departments lead, each with its years."""
    indicators = indicators_to_enter(user)
    of_them = ComparisonSeries.objects.filter(indicator__in=indicators)
    known = list(of_them.select_related("indicator__measure__policy__plan"))
    if not known:
        return []
    returned: dict[int, list[tuple[int, str]]] = {}
    for record in ComparisonValue.objects.filter(series__in=known, state=State.RETURNED).order_by("year"):
        returned.setdefault(record.series_id, []).append((record.year, record.return_reason))
    with_series = Indicator.objects.filter(comparisons__in=known).distinct()
    return [
        SeriesTask(series, lines, returned.get(series.pk, []))
        for series, lines in years_of_each(known, with_series)
    ]


# --- Inside -------------------------------------------------------------------------------------------


def _page(
    request: HttpRequest,
    by: User,
    series: ComparisonSeries,
    year: int,
    form: ComparisonForm | None = None,
    refusal: Refusal | None = None,
    change: ReasonOfChangeForm | None = None,
) -> HttpResponse:
    """After a refusal nothing was saved: what stands is shown beside what was typed, which stays in the form."""
    current = COMPARISONS.current(series, year)
    published = COMPARISONS.current_published(series, year)
    may_type = current is None or current.is_editable
    form = form or ComparisonForm.of(series, year, current)
    typed = {name: form.data.get(name, "").strip() for name in FIELDS} if form.is_bound else {}
    if refusal and may_type and form.is_bound:
        data, is_change = on_top_of(form, current)
        form = ComparisonForm(data, series=series, year=year, is_change=is_change)
    context: Context = {
        "series": series,
        "indicator": series.indicator,
        "year": year,
        "record": current,
        "read": read_of(current),
        "published": published if published != current else None,
        "steps": steps_of_record(
            current, "入力", who_looks(ComparisonValue, series.indicator.lead_department_id, current, by)
        ),
        "form": form,
        "change": change or ReasonOfChangeForm(),
        "may_type": may_type,
        "refusal": str(refusal or ""),
        "typed": [(FIELDS[name], text) for name, text in typed.items() if text],
        "lines": lines_of_series(series),
        "log": log_of_comparison(series, year),
        **who_context(current),
        **approval_context(current, by),
        "may_review": may_review(by),
        "crumbs": _crumbs(series, year),
    }
    return render(request, "entry/comparison.html", context, status=409 if refusal else 200)


def _crumbs(series: ComparisonSeries, year: int) -> list[dict[str, str]]:
    return [
        {"label": "入力", "url": reverse("entry:tasks")},
        {"label": f"{series.indicator.code} {series.name}", "url": ""},
        {"label": series.indicator.year_name(year), "url": ""},
    ]


def _to_write(user: User, pk: int, year: int) -> ComparisonSeries:
    series = find_series(pk, year)
    COMPARISONS.check_person(user, series)
    return series


def _place(series: ComparisonSeries, year: int) -> RecordPlace:
    page = reverse("entry:comparison", args=[series.pk, year])
    return RecordPlace(COMPARISONS, series, year, series.name, "値", page)
