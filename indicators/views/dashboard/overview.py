"""Where the plan stands: what is behind and who owns it, at one glance."""

from collections.abc import Callable
from typing import Any

import pandas as pd
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import charts, frames
from indicators.frames import Row
from indicators.models import Cycle, Indicator
from indicators.progress import Verdict
from indicators.views.dashboard.lens import asked, common, for_readers, of_year, plan_years
from measures.models import Department, Measure

LATE = (Verdict.WORSE, Verdict.BEHIND, Verdict.SLIGHTLY_BEHIND)
STATES = ("", "draft", "returned", "submitted", "published")


@for_readers
def overview(request: HttpRequest) -> HttpResponse:
    frame, choice = asked(request, Indicator.objects.all())
    shown = of_year(frame, choice)
    rows = frames.rows(shown)
    context = {
        **common(request, choice, shown),
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
        "departments": Department.objects.living(),
    }
    return render(request, "dashboard/overview.html", context)


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


def _heat_years(frame: pd.DataFrame) -> list[int]:
    """The plan's years up to the newest with a record; all of them before the first. Earlier years stand on the
    pages of measures: here they would be a column for the few that have them."""
    rows = [row for row in frames.rows(frame) if row.year in plan_years(row)]
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
