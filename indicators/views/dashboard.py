"""Where the plan stands, for managers and the plan office: whole, by measure, by department (product.md, "Dashboard").

The view lives in the address (`year`, `scope`), so that it can be sent to a colleague. Unpublished values are
shown to those who may read them, and marked wherever they stand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from indicators import charts, frames
from indicators.frames import Row
from indicators.models import Cycle, Indicator
from indicators.permissions import may_read_unpublished
from indicators.progress import Verdict
from indicators.views.access import View, signed_in, staff_page
from indicators.views.public.panels import panels_of
from indicators.workflow import NotAllowed
from measures.fiscal_year import FiscalYear
from measures.models import Department, Initiative, Measure

LATE = (Verdict.WORSE, Verdict.BEHIND, Verdict.SLIGHTLY_BEHIND)
SCOPES = {"all": "未公表を含む", "published": "公表のみ"}
STATES = ("", "draft", "returned", "submitted", "published")

app_name = "dashboard"


@dataclass(frozen=True)
class Choice:
    """What the address asks for: a fiscal year or the newest of each indicator (None), and whose figures."""

    year: int | None
    scope: str
    years: list[int]

    def link(self, path: str, **changes: Any) -> str:
        asked = {"year": self.year, "scope": self.scope, **changes}
        kept = {name: value for name, value in asked.items() if value and (name, value) != ("scope", "all")}
        return f"{path}?{urlencode(kept)}" if kept else path

    @property
    def query(self) -> str:
        """What a link to another page of the dashboard carries on, so that the view stays as it was chosen."""
        return self.link("")

    @property
    def label(self) -> str:
        return FiscalYear(self.year).wareki if self.year else "最新"

    @property
    def scope_label(self) -> str:
        return SCOPES[self.scope]


def for_readers(view: View) -> View:
    """Managers and the plan office; others are told why not."""

    @staff_page
    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_read_unpublished(signed_in(request)):
            raise NotAllowed(
                "ダッシュボードは、未公表の値を見られる管理職と企画課（計画担当）のためのページです。"
            )
        return view(request, *args, **kwargs)

    return guarded


@for_readers
def overview(request: HttpRequest) -> HttpResponse:
    frame, choice = _asked(request, Indicator.objects.all())
    shown = _of_year(frame, choice)
    rows = frames.rows(shown)
    context = {
        **_common(request, choice, shown),
        "late": sorted(
            (row for row in rows if row.verdict in LATE),
            key=lambda row: (LATE.index(Verdict(row.verdict)), row.gap or 0),
        ),
        "chart": charts.progress_against_expected(rows),
        "roll_ups": [
            _roll_ups("policies", "基本政策", shown, lambda row: f"{row.policy_number} {row.policy_name}"),
            _roll_ups("departments", "主担当課", shown, lambda row: row.department),
        ],
        "compared": _worst_first(rows),
        "others": [row for row in _worst_first(rows) if row.verdict not in LATE],
        "heat_years": _heat_years(frame),
        "heat": _heat(frame, _heat_years(frame)),
        "entry": _entry_status(),
        "measures": Measure.objects.order_by("number"),
        "departments": Department.objects.all(),
    }
    return render(request, "dashboard/overview.html", context)


@for_readers
def measure(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(Measure.objects.select_related("policy"), number=number)
    context = {
        "measure": found,
        **_narrowed(request, Indicator.objects.filter(measure=found), f"施策{found.number} {found.name}"),
    }
    return render(request, "dashboard/measure.html", context)


@for_readers
def department(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Department, slug=slug)
    context = {
        "department": found,
        "initiatives": Initiative.objects.filter(departments=found)
        .select_related("measure")
        .order_by("measure__number", "number"),
        **_narrowed(request, Indicator.objects.filter(lead_department=found), found.name),
    }
    return render(request, "dashboard/department.html", context)


def _narrowed(request: HttpRequest, indicators: QuerySet[Indicator], title: str) -> dict[str, Any]:
    """The components of one measure or department: counts, the year before beside this one, a panel each."""
    frame, choice = _asked(request, indicators)
    shown = _of_year(frame, choice)
    by_year = {(row.indicator_id, row.year): row for row in frames.rows(frame)}
    rows = frames.rows(shown)
    return {
        **_common(request, choice, shown),
        "crumbs": [
            {"label": "ダッシュボード", "url": choice.link(reverse("dashboard:overview"))},
            {"label": title, "url": ""},
        ],
        "pairs": [{"row": row, "before": by_year.get((row.indicator_id, row.year - 1))} for row in rows],
        "panels": panels_of(frame, shown=shown),
    }


def _asked(request: HttpRequest, indicators: QuerySet[Indicator]) -> tuple[pd.DataFrame, Choice]:
    """The frame of the scope, and the choice; Http404 for a year or scope that there is not."""
    scope = request.GET.get("scope") or "all"
    if scope not in SCOPES:
        raise Http404("範囲は all か published です。")
    frame = frames.published(indicators) if scope == "published" else frames.working(indicators)
    years = sorted({year for row in frames.rows(frame) for year in _plan_years(row)})
    typed = request.GET.get("year")
    if not typed:
        return frame, Choice(None, scope, years)
    try:
        year = FiscalYear.parse(typed).year
    except ValueError as refusal:
        raise Http404(str(refusal)) from None
    if years and year not in years:
        raise Http404(f"{FiscalYear(year).wareki}は計画の期間にありません。")
    return frame, Choice(year, scope, years)


def _of_year(frame: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    return frames.latest(frame) if choice.year is None else frames.for_year(frame, choice.year)


def _common(request: HttpRequest, choice: Choice, shown: pd.DataFrame) -> dict[str, Any]:
    return {
        "choice": choice,
        "counts": frames.roll_up(shown),
        "rows": frames.rows(shown),
        "years": [
            {
                "label": FiscalYear(year).wareki,
                "url": choice.link(request.path, year=year),
                "current": year == choice.year,
            }
            for year in choice.years
        ]
        + [{"label": "最新", "url": choice.link(request.path, year=None), "current": choice.year is None}],
        "scopes": [
            {"label": label, "url": choice.link(request.path, scope=scope), "current": scope == choice.scope}
            for scope, label in SCOPES.items()
        ],
    }


def _roll_ups(key: str, title: str, shown: pd.DataFrame, name: Callable[[Row], str]) -> dict[str, Any]:
    """Verdicts of each group in the plan's order, as a chart and as the table beneath it."""
    labels = list(dict.fromkeys(name(row) for row in frames.rows(shown)))
    groups = {label: frames.roll_up(frames.narrow(shown, _named(name, label))) for label in labels}
    return {
        "key": key,
        "title": title,
        "chart": charts.verdicts_by(groups, chart_id=f"by-{key}"),
        "verdicts": list(Verdict),
        "lines": [
            {"label": label, "counts": list(counts.counts.values()), "sentence": counts.sentence}
            for label, counts in groups.items()
        ],
    }


def _named(name: Callable[[Row], str], label: str) -> Callable[[Row], bool]:
    return lambda row: name(row) == label


def _worst_first(rows: list[Row]) -> list[Row]:
    """The order of the chart; what has no progress comes last, in the plan's order."""
    return sorted(rows, key=lambda row: (row.gap is None, row.gap or 0))


def _plan_years(row: Row) -> range:
    return range(row.plan_first_year, row.plan_last_year + 1)


def _heat_years(frame: pd.DataFrame) -> list[int]:
    """The plan's years up to the newest with a record; all of them before the first. Earlier years stand on the
    pages of measures: here they would be a column for the few that have them."""
    rows = [row for row in frames.rows(frame) if row.year in _plan_years(row)]
    newest = max((row.year for row in rows if row.has_record or row.workflow_state), default=None)
    return sorted({row.year for row in rows if newest is None or row.year <= newest})


def _heat(frame: pd.DataFrame, years: list[int]) -> list[dict[str, Any]]:
    """A line an indicator: its cell of each year, None where its frame has no such year."""
    lines: dict[int, dict[int, Row]] = {}
    for row in frames.rows(frame):
        lines.setdefault(row.indicator_id, {})[row.year] = row
    return [
        {"row": next(iter(of_one.values())), "cells": [of_one.get(year) for year in years]}
        for of_one in lines.values()
    ]


def _entry_status() -> dict[str, Any] | None:
    """Of the newest open cycle: department × state of its first values; None where no cycle is open."""
    cycle = Cycle.objects.filter(closed_at__isnull=True).order_by("-year").first()
    if cycle is None:
        return None
    lines: dict[str, dict[str, Any]] = {}
    for row in frames.rows(frames.for_year(frames.working(), cycle.year)):
        line = lines.setdefault(
            row.department,
            {"department": row.department, "slug": row.department_slug, "counts": dict.fromkeys(STATES, 0)},
        )
        line["counts"]["published" if row.number else row.workflow_state] += 1
    return {
        "cycle": cycle,
        "lines": [{**line, "counts": list(line["counts"].values())} for line in lines.values()],
    }


urlpatterns = [
    path("", overview, name="overview"),
    path("measures/<int:number>/", measure, name="measure"),
    path("departments/<slug:slug>/", department, name="department"),
]
