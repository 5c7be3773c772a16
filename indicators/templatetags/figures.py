"""Template tags and filters for figures: the bullet chart, verdicts, values, years (docs/look.md §1–2; docs/progress.md).

A `row` is one indicator in one year as frames.py gives it. Figures stay Decimal; floats are coordinates only.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe

from indicators.bullet_chart import lay_bullet_chart
from indicators.charts import Chart, drawn
from indicators.frames import Row, worst_first
from indicators.numbers import format_number
from indicators.progress import rhythm_label
from indicators.wording import cells
from indicators.wording.approvals import AT_OFFICE, waiting_words
from indicators.wording.bullet_charts import beyond_end, bullet_chart_sentence
from indicators.wording.counting import why_empty
from indicators.wording.days import japanese_date
from indicators.wording.figures import (
    MEANINGS,
    VERDICTS,
    calculation,
    expected_number,
    gap_word,
    held_limit,
    later_limits,
    limit_note,
    limit_word,
    made_of,
    percent,
    start_word,
    target_text,
    verdict_label,
    with_unit,
)
from indicators.wording.follow_up import overdue_tag
from indicators.wording.sentences import since_then, stands, stands_short, turns_in_words
from indicators.wording.shortfalls import shortfall_lines
from indicators.wording.text_changes import text_changes
from measures.fiscal_year import FiscalYear, by_calendar

register = template.Library()
for _filter in (
    cells.share,
    cells.number,
    cells.signed,
    cells.target_cell,
    cells.rule_figure,
    cells.expected,
    cells.gap,
    cells.margin,
    cells.width,
    cells.value_cell,
    percent,
    gap_word,
    calculation,
    limit_word,
    later_limits,
    target_text,
    made_of,
    japanese_date,
    overdue_tag,
    shortfall_lines,
    since_then,
    stands,
    stands_short,
    why_empty,
    text_changes,
    turns_in_words,
):
    register.filter(_filter.__name__, _filter)

STATUSES = {
    "missing": "未入力",
    "draft": "下書き",
    "submitted": "提出済",
    "returned": "差戻し",
    "published": "公表済",
}


def _css(place: float | None) -> str | None:
    """A coordinate for SVG, free of the locale's number format."""
    return None if place is None else f"{place:.2f}".rstrip("0").rstrip(".") + "%"


@register.inclusion_tag("partials/bullet_chart.html")
def bullet_chart(row: Row, size: str = "") -> dict[str, Any]:
    """The track of one indicator in one year. size="large" also writes the value above the ring; "row" is for lists: the 目安 stands
    among the ends of the line, not under its tick."""
    marks = lay_bullet_chart(
        direction=row.direction,
        baseline=row.baseline if row.is_limit or row.has_line else None,
        target=row.target if row.upper is not None or not row.is_limit else held_limit(row),
        value=row.value,
        expected=row.expected,
        upper=row.upper,
    )
    ring = marks.ring
    allowed = marks.allowed
    anchor, due_anchor = _anchor(ring), _anchor(marks.due)
    return {
        "row": row,
        "large": size == "large",
        "names_due": size != "row",
        "sentence": bullet_chart_sentence(row),
        "verdict": row.verdict,
        "preliminary": row.value_state if row.value_state in ("estimate", "part_year") else "",
        "ring": _css(ring),
        "due": _css(marks.due),
        "goal": _css(marks.goal),
        "out": marks.out,
        "out_words": beyond_end(row, marks.out),
        # A value that no line leads to has no place: a track without it would say that there is none.
        "drawn": ring is not None or row.value is None,
        # In a year outside of the indicator's own nothing is promised that a line could lead to.
        "is_counted": row.value is not None or not row.absent,
        "allowed": None if allowed is None else (_css(allowed[0]), _css(allowed[1])),
        "banned": [] if allowed is None else [(_css(left), _css(width)) for left, width in _outside(allowed)],
        "other_goal": _css(marks.other_goal),
        "limit_word": limit_word(row) if row.is_limit else "",
        "start_word": start_word(row),
        "anchor": anchor,
        "shift": _SHIFTS[anchor],
        "due_anchor": due_anchor,
        "due_shift": _SHIFTS[due_anchor],
        "value": None if row.value is None else with_unit(row.value, row),
        "baseline": "" if row.baseline is None else format_number(row.baseline, decimals=row.decimals),
        "target": with_unit(held_limit(row), row) if row.is_limit and row.upper is None else target_text(row),
        "expected": None if row.expected is None else expected_number(row),
        "y": _heights(40 if size == "large" else 16),
    }


def _heights(middle: int) -> dict[str, int]:
    """Where the parts of the track stand above and below its middle, in px from the top."""
    return {
        "rail": middle - 4,
        "middle": middle,
        "due_top": middle - 13,
        "due_end": middle + 13,
        "goal_top": middle - 14,
        "goal_end": middle + 14,
        "text": 16,
        "due_word": middle + 28,
    }


_SHIFTS = {"start": -9, "middle": 0, "end": 9}


def _anchor(place: float | None) -> str:
    """A word at its mark, held inside near the ends of the line."""
    return "middle" if place is None or 14 < place < 86 else "start" if place <= 14 else "end"


def _outside(allowed: tuple[float, float]) -> list[tuple[float, float]]:
    """What of a line of 0–100 the allowed part leaves: place and width."""
    start, width = allowed
    parts = [(0.0, start), (start + width, 100.0 - start - width)]
    return [part for part in parts if part[1] > 0]


# --- Charts ---------------------------------------------------------------------------------------


class _LeanJSON(DjangoJSONEncoder):
    """Japanese as it is and no spaces: about half the bytes of what json_script writes by itself."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False, "separators": (",", ":")})


@register.simple_tag
def chart_data(chart: Chart) -> SafeString:
    """The figure of a chart as the page carries it, for charts.js."""
    return json_script(drawn(chart).live, f"{chart.id}-data", encoder=_LeanJSON)


@register.simple_tag
def drawing(chart: Chart, *, bare: bool = False) -> SafeString:
    """Both drawings of a chart: for screens and paper, and for phones; the page's styles show one of them."""
    both = drawn(chart)
    return mark_safe(
        both.bare if bare else both.wide + both.narrow
    )  # markup of charts/svg.py, which escapes every text


# --- Verdicts and statuses ------------------------------------------------------------------------


@register.inclusion_tag("partials/verdict.html")
def verdict_pill(row: Row | str, size: str = "") -> dict[str, str]:
    """Icon, word and colour for a row, or for the key of a verdict alone. size="big" for page heads."""
    if isinstance(row, str):
        return {"verdict": str(row), "label": VERDICTS[row], "size": size}
    aside = limit_note(row)
    return {"verdict": row.verdict, "label": verdict_label(row), "size": size, "aside": aside}


@register.inclusion_tag("partials/status.html", takes_context=True)
def status_chip(context: Any, state: str | None, of: Any = None) -> dict[str, str]:
    """The state of a record on its way to the public; nothing entered yet is 未入力. `of`: the record or its row; then what
    is submitted and waits in its department says for whom (課長の承認待ち)."""
    key = str(state or "missing")
    label = STATUSES[key]
    if key == "submitted" and of is not None:
        label = _waits(context).get(_whose(of), label)
    return {"state": key, "label": label}


@register.simple_tag(takes_context=True)
def waits_words(context: Any, row: Row) -> str:
    """For whom a value that was handed in waits (課長の承認待ち, 企画課の確認待ち); "" where it waits for nobody."""
    return _waits(context).get(_whose(row), AT_OFFICE) if row.waits else ""


def _waits(context: Any) -> dict[tuple[str, int, int], str]:
    """Asked once a page, where something is submitted."""
    request = context.get("request")
    known: dict[tuple[str, int, int], str] | None = getattr(request, "_waiting_words", None)
    if known is None:
        known = waiting_words()
        if request is not None:
            request._waiting_words = known
    return known


def _whose(of: Any) -> tuple[str, int, int]:
    key = next(name for name in ("series", "measure", "indicator") if hasattr(of, f"{name}_id"))
    return key, getattr(of, f"{key}_id"), of.year


def _counted(counts: Any) -> list[dict[str, Any]]:
    """Every verdict with its count, in the pages' order; from a mapping or an object with `.counts`."""
    found: Mapping[str, int] = counts if isinstance(counts, Mapping) else counts.counts
    plain = {str(key): int(count) for key, count in found.items()}
    return [
        {"verdict": key, "label": label, "meaning": MEANINGS[key], "count": plain.get(key, 0)}
        for key, label in VERDICTS.items()
        if plain.get(key, 0) or key != "too_early"
    ]


# So many indicators have a cell each in the bar of all verdicts; of more, a verdict has one.
MOST_CELLS = 30
# Of the whole bar: between two cells, and where kept promises end and unjudged ones begin.
_BETWEEN, _APART = 0.007, 0.026
_KEPT = ("achieved", "on_track")
_NOT_JUDGED = ("too_early", "unjudged")


@register.inclusion_tag("partials/tally.html")
def tally(counts: Any, whose: str = "判定の内訳") -> dict[str, Any]:
    """The bar of all verdicts: a cell an indicator, a little apart where kept promises end and unjudged ones begin.

    `counts`: as in _counted(); `whose`: what the sentence for screen readers begins with.
    """
    items = [item for item in _counted(counts) if item["count"]]
    total = sum(item["count"] for item in items)
    groups = {_group(item["verdict"]) for item in items}
    unit = (100 - 100 * _APART * (len(groups) - 1)) / total if items else 0.0
    cells, place, before = [], 0.0, None
    for item in items:
        group = _group(item["verdict"])
        place += 0.0 if before in (None, group) else 100 * _APART
        before = group
        wide = 1 if total <= MOST_CELLS else item["count"]
        for _ in range(item["count"] // wide):
            cells.append(
                {"verdict": item["verdict"], "x": _css(place), "width": _css(wide * unit - 100 * _BETWEEN)}
            )
            place += wide * unit
    return {
        "cells": cells,
        "whose": whose,
        "sentence": "、".join(f"{item['label']}{item['count']}件" for item in items),
    }


def _group(verdict: str) -> int:
    return 0 if verdict in _KEPT else 2 if verdict in _NOT_JUDGED else 1


@register.inclusion_tag("partials/verdict_counts.html")
def verdict_counts(counts: Any) -> dict[str, Any]:
    """Each verdict that there is, with its count in its pill."""
    return {"items": [item for item in _counted(counts) if item["count"]]}


@register.inclusion_tag("partials/verdict_words.html")
def verdict_words(rows: Iterable[Row]) -> dict[str, Any]:
    """The verdicts of a few indicators in icons and words, the worst first; one that there is more than once with its count."""
    found: dict[str, dict[str, Any]] = {}
    for row in worst_first(row for row in rows if not row.absent):
        label = row.label if row.applies else "対象外"
        item = found.setdefault(label, {"verdict": row.verdict, "label": label, "count": 0})
        item["count"] += 1
    return {"items": list(found.values())}


@register.inclusion_tag("partials/legend.html")
def verdict_legend(counts: Any) -> dict[str, Any]:
    """Every verdict with its count: the legend of the tally, and its text."""
    return {"items": _counted(counts)}


@register.inclusion_tag("partials/kpis.html")
def verdict_kpis(counts: Any, links: Mapping[str, str] | None = None, current: str = "") -> dict[str, Any]:
    """The counts as cards; `links` gives the address of the list behind a verdict, where there is one."""
    items = _counted(counts)
    for item in items:
        item["url"] = (links or {}).get(item["verdict"], "")
        item["current"] = item["verdict"] == current
    return {"items": items}


# --- Years and days -------------------------------------------------------------------------------


@register.filter
def rhythm(one: Any) -> str:
    """毎年度, 3年ごと（令和5年度から）: of a published rhythm, or a draft of one."""
    since = one.year if hasattr(one, "year") else one.survey_year
    return rhythm_label(one.every, since)


@register.filter
def rhythm_from(one: Any) -> str:
    """令和5年度から、毎年度; 3年ごと（令和6年度から） where the rule and its surveys begin with the same year."""
    words = rhythm(one)
    since = f"{FiscalYear(one.first_year).wareki}から"
    return words if f"（{since}）" in words else f"{since}、{words}"


@register.filter
def fiscal_long(year: int) -> str:
    """令和8年度（2026年度）"""
    return FiscalYear(year if isinstance(year, int) else int(year)).long


@register.filter
def fiscal_short(year: int) -> str:
    """R8"""
    return FiscalYear(int(year)).short


@register.filter
def wareki(year: int) -> str:
    """令和8年度; 令和8年 of a CalendarYear, which all years of an indicator are that is counted so."""
    return FiscalYear(year if isinstance(year, int) else int(year)).wareki


@register.filter
def years_of(words: str, row: Any) -> str:
    """`"前年度から"|years_of:row`: 前年度から; of an indicator that is counted by calendar year 前年から."""
    return by_calendar(words) if row.is_calendar else words


@register.filter
def rule_year(year: int, rule: Any) -> str:
    """A year of a draft: in the words of its indicator; of a plan's threshold 令和8年度."""
    return year_of(year, rule.indicator) if hasattr(rule, "indicator") else wareki(year)


@register.filter
def year_of(year: int, row: Any) -> str:
    """令和8年度; of an indicator (itself, or a row) that is counted by calendar year 令和8年."""
    words = FiscalYear(int(year)).wareki
    return by_calendar(words) if row.is_calendar else words


@register.filter
def field_errors(form: Any) -> Iterable[Any]:
    """The bound fields with errors, for the summary above a form."""
    return [field for field in form if field.errors]
