"""Template tags and filters for figures: the track, verdicts, values, years (look.md; figures.md §3–4).

A `row` is one indicator in one year as frames.py gives it. Figures stay Decimal; floats are coordinates only.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from indicators.numbers import format_number, percent_number
from indicators.progress import ValueState, Verdict, expected_display, progress_display
from indicators.track import lay_track
from measures.fiscal_year import FiscalYear

register = template.Library()

VERDICTS = {verdict.value: verdict.label for verdict in Verdict}
REACHED_EARLY = "目標の水準に到達"
STATES = {state.value: state.label for state in ValueState}
STATUSES = {
    "missing": "未入力",
    "draft": "下書き",
    "submitted": "提出済",
    "returned": "差戻し",
    "published": "公表済",
}
# A verdict in a few plain words, of a road and of a limit alike.
MEANINGS = {
    "achieved": "目標に届いた",
    "on_track": "目安に届いている、または範囲の中",
    "slightly_behind": "目安まであと少し",
    "behind": "目安に届かない、または範囲の外",
    "worse": "はじめより悪い",
    "too_early": "計画が始まる前の値",
    "unjudged": "判定できる値がない",
}
LIMITS = {"at_most": "上限", "at_least": "下限"}


class Row(Protocol):
    """The attributes that the tags read."""

    unit: str
    decimals: int
    direction: str
    counting: str
    baseline: Decimal
    baseline_year: int
    printed_baseline_year: int
    target: Decimal
    target_year: int
    year: int
    value: Decimal | None
    value_state: str
    verdict: str
    expected: Decimal | None
    progress: Decimal | None
    expected_progress: Decimal | None


def _css(place: float | None) -> str | None:
    """A coordinate for SVG, free of the locale's number format."""
    return None if place is None else f"{place:.2f}".rstrip("0").rstrip(".") + "%"


# --- The track: words -----------------------------------------------------------------------------


def _start_word(row: Row) -> str:
    """現状値 where the road begins at the plan's baseline; 起点 at a 0, or at the last value before a revision."""
    revised = row.baseline_year != row.printed_baseline_year
    return "起点" if revised or row.counting == "cumulative_from_zero" else "現状値"


def track_sentence(row: Row) -> str:
    """What the track shows, for people who do not see it."""
    year = FiscalYear(int(row.year)).wareki
    start = _start_word(row)
    target = _figure(row.target, row)
    if row.value is None:
        said = f"{year}の値はありません（{STATES.get(row.value_state, '実績なし')}）。"
    else:
        state = STATES[row.value_state] if row.value_state in ("provisional", "estimate") else "値"
        said = f"{year}の{state}は{_figure(row.value, row)}。"
    if row.direction in LIMITS:
        limit = f"{LIMITS[row.direction]}{target}"
        if row.value is None:
            return f"{said}{limit}。"
        gap = row.value - row.target
        if not gap:
            return f"{said}{limit}ちょうどで、範囲内です。"
        inside = (gap < 0) == (row.direction == "at_most")
        side = "下" if gap < 0 else "上"
        return f"{said}{limit}より{_gap(abs(gap), row)}{side}で、{'範囲内' if inside else '範囲の外'}です。"
    if row.value is not None and row.progress is not None:
        said += f"{start}{_figure(row.baseline, row)}から目標{target}までの{percent(row)}。"
    else:
        said += f"{start}{_figure(row.baseline, row)}、目標{target}。"
    if row.expected is not None and row.expected_progress is not None:
        due = format_number(row.expected_progress * 100, decimals=1, unit="％")
        said += f"この年の目安は{due}（{_expected_text(row.expected, row)}{row.unit}）。"
    return said


def _figure(value: Decimal, row: Row) -> str:
    return format_number(value, decimals=row.decimals, unit=row.unit)


def _gap(difference: Decimal, row: Row) -> str:
    """A difference in the indicator's unit; of shares it is counted in points."""
    return format_number(difference, decimals=row.decimals, unit="ポイント" if row.unit == "％" else row.unit)


def _expected_text(expected: Decimal, row: Row) -> str:
    """Without its unit; it may carry more decimals than the indicator (figures.md §4.8)."""
    shown = expected_display(expected, row.value, decimals=row.decimals, direction=row.direction)
    exponent = shown.as_tuple().exponent
    return format_number(shown, decimals=max(0, -exponent) if isinstance(exponent, int) else row.decimals)


@register.inclusion_tag("partials/track.html")
def track(row: Row, size: str = "") -> dict[str, Any]:
    """The track of one indicator in one year. size="large" also writes the value above the ring."""
    marks = lay_track(
        direction=row.direction,
        baseline=row.baseline,
        target=row.target,
        value=row.value,
        expected=row.expected,
    )
    ring = marks.ring
    allowed = marks.allowed
    anchor = "middle" if ring is None or 14 < ring < 86 else "start" if ring <= 14 else "end"
    middle = 40 if size == "large" else 16
    return {
        "row": row,
        "large": size == "large",
        "sentence": track_sentence(row),
        "verdict": row.verdict,
        "estimate": row.value_state == "estimate",
        "ring": _css(ring),
        "due": _css(marks.due),
        "goal": _css(marks.goal),
        "out": marks.out,
        "allowed": None if allowed is None else (_css(allowed[0]), _css(allowed[1])),
        "banned": None
        if allowed is None
        else (_css(allowed[1] if not allowed[0] else 0.0), _css(100.0 - allowed[1])),
        "limit_word": LIMITS.get(row.direction, ""),
        "start_word": _start_word(row),
        "anchor": anchor,
        "shift": {"start": -9, "middle": 0, "end": 9}[anchor],
        "value": None if row.value is None else _figure(row.value, row),
        "baseline": format_number(row.baseline, decimals=row.decimals),
        "target": _figure(row.target, row),
        "expected": None if row.expected is None else _expected_text(row.expected, row),
        "y": {
            "rail": middle - 4,
            "middle": middle,
            "due_top": middle - 13,
            "due_end": middle + 13,
            "goal_top": middle - 14,
            "goal_end": middle + 14,
            "text": 16,
        },
    }


# --- Charts ---------------------------------------------------------------------------------------


class _LeanJSON(DjangoJSONEncoder):
    """Japanese as it is and no spaces: about half the bytes of what json_script writes by itself."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False, "separators": (",", ":")})


@register.simple_tag
def chart_data(figure: Mapping[str, Any], chart_id: str) -> SafeString:
    """The figure of a chart as the page carries it, for charts.js."""
    return json_script(figure, f"{chart_id}-data", encoder=_LeanJSON)


# --- Verdicts and statuses ------------------------------------------------------------------------


def verdict_label(row: Row) -> str:
    """The verdict's word; 達成 before the target year is worded more carefully (figures.md §4.4)."""
    if row.verdict == "achieved" and row.year < row.target_year:
        return REACHED_EARLY
    return VERDICTS[row.verdict]


@register.inclusion_tag("partials/verdict.html")
def verdict_pill(row: Row | str, size: str = "") -> dict[str, str]:
    """Icon, word and colour for a row, or for the key of a verdict alone. size="big" for page heads."""
    if isinstance(row, str):
        return {"verdict": str(row), "label": VERDICTS[row], "size": size}
    return {"verdict": row.verdict, "label": verdict_label(row), "size": size}


@register.inclusion_tag("partials/status.html")
def status_chip(state: str | None) -> dict[str, str]:
    """The state of a yearly result on its way to the public; nothing entered yet is 未入力."""
    key = str(state or "missing")
    return {"state": key, "label": STATUSES[key]}


def _counted(counts: Any) -> list[dict[str, Any]]:
    """Every verdict with its count, in the pages' order; from a mapping or an object with `.counts`."""
    found: Mapping[str, int] = counts if isinstance(counts, Mapping) else counts.counts
    plain = {str(key): int(count) for key, count in found.items()}
    return [
        {"verdict": key, "label": label, "meaning": MEANINGS[key], "count": plain.get(key, 0)}
        for key, label in VERDICTS.items()
        if plain.get(key, 0) or key != "too_early"
    ]


@register.inclusion_tag("partials/tally.html")
def tally(counts: Any) -> dict[str, Any]:
    """One bar of all verdicts, each as wide as its count. `counts`: as in _counted()."""
    items = [item for item in _counted(counts) if item["count"]]
    total = sum(item["count"] for item in items)
    start = 0
    for item in items:
        item["x"] = _css(start * 100 / total)
        item["width"] = _css(item["count"] * 100 / total)
        start += item["count"]
    return {"items": items, "sentence": "、".join(f"{item['label']}{item['count']}件" for item in items)}


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


# --- Numbers --------------------------------------------------------------------------------------

_EMPTY = format_html('<span aria-hidden="true">—</span><span class="sr">{}</span>', "値なし")


@register.filter
def share(value: Decimal) -> SafeString:
    """0.8 → 80％"""
    return format_html('<span class="num">{}<small>％</small></span>', percent_number(value))


@register.filter
def number(value: Any, row: Any = None) -> SafeString:
    """`row.target|number:row`, or `row|number` for the row's own value; a real 0 is shown as 0."""
    if row is None:
        value, row = value.value, value
    if value is None:
        return _EMPTY
    shown = format_number(value, decimals=row.decimals)
    if not row.unit:
        return format_html('<span class="num">{}</span>', shown)
    return format_html('<span class="num">{}<small>{}</small></span>', shown, row.unit)


@register.filter
def signed(difference: Decimal | None, row: Row) -> SafeString:
    """A difference with its sign: ＋11件, −1.8ポイント, ±0件."""
    if difference is None:
        return _EMPTY
    shown = _gap(difference, row)
    if not shown.startswith("−"):
        shown = ("＋" if any(digit in shown for digit in "123456789") else "±") + shown
    return format_html('<span class="num">{}</span>', shown)


@register.filter
def expected(row: Row) -> SafeString:
    """The expected value (目安), with a decimal more where rounding would make it look reached."""
    if row.expected is None:
        return format_html('<span aria-hidden="true">—</span><span class="sr">{}</span>', "目安なし")
    return format_html(
        '<span class="num">{}<small>{}</small></span>', _expected_text(row.expected, row), row.unit
    )


@register.filter
def percent(row: Row) -> str:
    """The progress as shown: 42.0％, −4.1％; — where there is none (a limit, no value)."""
    if row.progress is None:
        return "—"
    return format_number(progress_display(row.progress, row.verdict), decimals=1, unit="％")


@register.filter
def gap_points(row: Any) -> SafeString:
    """Progress minus the expected progress, in points to 0.1: −22.0, ＋4.1."""
    if row.gap is None:
        return _EMPTY
    shown = format_number(row.gap * 100, decimals=1)
    return format_html('<span class="num">{}{}</span>', "" if shown.startswith("−") else "＋", shown)


@register.filter
def value_cell(row: Row) -> SafeString:
    """The value, with its state where it is not final; else the word that says why there is none."""
    if row.value is not None:
        shown = number(row)
        if row.value_state in ("provisional", "estimate"):
            state = STATES[row.value_state]
            return format_html('{}<span class="value-state {}">{}</span>', shown, row.value_state, state)
        return shown
    if row.value_state and row.value_state != "actual":
        return format_html('<span class="value-word">{}</span>', STATES[row.value_state])
    return format_html('<span aria-hidden="true">—</span><span class="sr">{}</span>', "実績なし")


@register.filter
def limit_word(row: Row) -> str:
    """目標, or 上限 and 下限 where the target is a limit."""
    return LIMITS.get(row.direction, "目標")


# --- Years and days -------------------------------------------------------------------------------


@register.filter
def fiscal_long(year: int) -> str:
    """令和8年度（2026年度）"""
    return FiscalYear(int(year)).long


@register.filter
def fiscal_short(year: int) -> str:
    """R8"""
    return FiscalYear(int(year)).short


@register.filter
def wareki(year: int) -> str:
    """令和8年度"""
    return FiscalYear(int(year)).wareki


@register.filter
def japanese_date(day: date | datetime | None) -> str:
    """2026年7月1日, as Japan's calendars show it; empty for None."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = localtime(day)
    return f"{day.year}年{day.month}月{day.day}日"


@register.filter
def field_errors(form: Any) -> Iterable[Any]:
    """The bound fields with errors, for the summary above a form."""
    return [field for field in form if field.errors]
