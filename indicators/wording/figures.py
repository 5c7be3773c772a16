"""One figure in words: with its unit, how far from another, its 目安 as it is shown (docs/progress.md §11)."""

from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from django.utils.safestring import SafeString

from indicators.frames import Row
from indicators.models import Kind
from indicators.numbers import decimals_of, format_number
from indicators.progress import (
    Direction,
    Rule,
    ValueState,
    Verdict,
    expected_display,
    progress_display,
)
from indicators.wording.days import japanese_date, on_day
from measures.fiscal_year import FiscalYear, by_calendar

_Text = TypeVar("_Text", str, SafeString)
_Rest = ParamSpec("_Rest")
VERDICTS = dict(Verdict.choices)
STATES = dict(ValueState.choices)
# A verdict in a few plain words, of a road and of a limit alike.
MEANINGS = {
    "achieved": "目標に届いた",
    "on_track": "目安に届いている、または範囲の中",
    "slightly_behind": "目安に少し届かない、または範囲をわずかに外れる",
    "behind": "目安に届かない、または範囲の外",
    "worse": "計画の開始時より悪い",
    "too_early": "計画が始まる前か、起点にする値",
    "unjudged": "判定できる値がない",
}
# Beyond these a page says so instead of a figure.
LEAST_PERCENT, MOST_PERCENT = Decimal(-100), Decimal(200)
# What is high or low, not much or little.
_LEVELS = frozenset(("", "％", "℃", "度", "点", "ポイント", "倍"))
LIMITS = {"at_most": "上限", "at_least": "下限", "within": "範囲"}
YEARLY, YEARLY_WORDING = "毎年の目標", "yearly"
_CHANGED = {Kind.CORRECTION: "訂正", Kind.REVISION: "改定"}


class Measured(Protocol):
    """What a figure belongs to: a row or an indicator."""

    @property
    def unit(self) -> str: ...
    @property
    def decimals(self) -> int: ...


def in_own_years(
    write: Callable[Concatenate[Row, _Rest], _Text],
) -> Callable[Concatenate[Row, _Rest], _Text]:
    """A sentence on a row, its first argument, in the words of the years by which the indicator is counted."""

    @wraps(write)
    def written(row: Row, *args: _Rest.args, **named: _Rest.kwargs) -> _Text:
        said = write(row, *args, **named)
        # The same class: what is safe stays safe.
        return type(said)(by_calendar(said)) if row.is_calendar else said

    return written


def with_unit(figure: Decimal, of: Measured, decimals: int | None = None) -> str:
    """1,234件, to the indicator's decimals or those given."""
    return format_number(figure, decimals=of.decimals if decimals is None else decimals, unit=of.unit)


def difference_unit(unit: str) -> str:
    """In what a difference is counted: between shares it is points."""
    return "ポイント" if unit == "％" else unit


def difference(apart: Decimal, of: Measured, decimals: int | None = None) -> str:
    """A difference with its sign where it is negative: 11件, −1.8ポイント."""
    places = of.decimals if decimals is None else decimals
    return format_number(apart, decimals=places, unit=difference_unit(of.unit))


def gap(apart: Decimal, of: Measured, decimals: int | None = None) -> str:
    """How far apart, without a sign."""
    return difference(abs(apart), of, decimals)


def own_wareki(year: int | None, row: Row) -> str:
    """令和7年度; of what is counted by calendar year 令和7年; "" for none."""
    return "" if year is None else FiscalYear(row.own_year(year)).wareki


def moved(change: Decimal, row: Row) -> str:
    """Stem of the verb for a change that is not 0: shares rise and fall, numbers become more and less."""
    if row.unit == "％":
        return "上がり" if change > 0 else "下がり"
    return "増え" if change > 0 else "減り"


def more_or_less(apart: Decimal, of: Measured) -> str:
    """高く, 低く of a share, a degree or a figure without a unit; 多く, 少なく of what is counted."""
    if of.unit in _LEVELS:
        return "高く" if apart > 0 else "低く"
    return "多く" if apart > 0 else "少なく"


def good_way(change: Decimal, row: Row) -> str:
    """（よい方向） beside a fall where less is better, which the verb alone would not tell; else ""."""
    return "（よい方向）" if change < 0 and Direction(row.direction).sign < 0 else ""


def limit_note(row: Row) -> str:
    """What stands beside the pill of a limit that is broken: its word is that of a target that is not reached yet; and that
    an indicator has ended."""
    if row.absent == "ended":
        return "終了した指標" if row.ended_by_day else "終了する指標"
    if row.verdict != Verdict.BEHIND or row.direction not in LIMITS:
        return ""
    return "上限を超過" if held_against_upper(row) else "下限に不足"


def expected_shown(row: Row) -> Decimal:
    """目安 as every surface shows it (docs/progress.md §11). Its own digits say how many decimals it has: decimals_of()."""
    assert row.expected is not None
    return expected_display(row.expected, row.value, decimals=row.decimals)


def expected_number(row: Row) -> str:
    """Without its unit."""
    shown = expected_shown(row)
    return format_number(shown, decimals=decimals_of(shown))


def expected_text(row: Row) -> str:
    return expected_number(row) + row.unit


def gap_shown(row: Row) -> Decimal:
    """目安との差 as every surface shows it: the value minus the 目安 that stands beside it, so that a reader can check it."""
    assert row.value is not None
    return row.value - expected_shown(row)


def gap_number(row: Row) -> str:
    """With its sign, without its unit: −18.0, ＋0.3, 0."""
    shown = gap_shown(row)
    return f"{'＋' if shown > 0 else ''}{format_number(shown, decimals=decimals_of(shown))}"


def gap_text(row: Row) -> str:
    """−18.0ポイント"""
    return gap_number(row) + difference_unit(row.unit)


def gap_word(row: Row) -> str:
    """Which way that is: 目安を下回る; where less is better, whether it is the good way."""
    shown = gap_shown(row)
    return f"目安を{_side(shown)}{good_or_bad(shown, row)}" if shown else "目安と同じ"


def gap_phrase(row: Row) -> str:
    """Both in one: 目安を18.0ポイント下回る"""
    shown = gap_shown(row)
    apart = gap(shown, row, decimals_of(shown))
    return f"目安を{apart}{_side(shown)}{good_or_bad(shown, row)}" if shown else "目安と同じ"


def _side(apart: Decimal) -> str:
    return "上回る" if apart > 0 else "下回る"


def good_or_bad(apart: Decimal, row: Row) -> str:
    if row.direction != "decrease":
        return ""
    return "（よい方向）" if apart < 0 else "（よくない方向）"


def percent(row: Row) -> str:
    """The progress as shown: 42.0％, −4.1％; — where there is none (a limit, no value).

    What lies far outside of the way says so and no figure: of a target close to its baseline it would be a huge one, and
    tell nothing (docs/progress.md §11).
    """
    if row.progress is None:
        return "—"
    shown = progress_display(row.progress, row.verdict)
    return _far_away(row) or format_number(shown, decimals=1, unit="％")


def _far_away(row: Row) -> str:
    if row.progress is None:
        return ""
    shown = progress_display(row.progress, row.verdict)
    if shown < LEAST_PERCENT:
        return f"{format_number(LEAST_PERCENT, decimals=0, unit='％')}より下"
    return f"{MOST_PERCENT}％超" if shown > MOST_PERCENT else ""


def calculation(row: Row) -> list[str]:
    """計算のしかた on a page: the lines of `trace`, with progress and 目安との差 as the page has them."""
    far = _far_away(row)
    lines = [
        f"{line.rpartition('＝ ')[0]}＝ {far}" if far and line.startswith("進捗 ＝") else line
        for line in row.trace
    ]
    if row.gap is not None:
        lines.append(_gap_line(row))
    if made := made_of(row):
        lines.append(made)
    return lines


def _gap_line(row: Row) -> str:
    assert row.value is not None
    due = expected_shown(row)
    shown = expected_number(row)
    value = format_number(row.value, decimals=row.decimals)
    rounded = f"（目安は小数{decimals_of(due)}桁に丸めた{shown}）" if due != row.expected else ""
    return f"目安との差 ＝ {value} − {f'（{shown}）' if due < 0 else shown} ＝ {gap_text(row)}{rounded}"


def limit_word(row: Row) -> str:
    """目標, or 上限, 下限 and 範囲 where the target is a limit; 毎年の目標 where it is worded as one."""
    if row.direction in LIMITS and row.wording == YEARLY_WORDING:
        return YEARLY
    return LIMITS.get(row.direction, "目標")


def held_limit(row: Row) -> Decimal:
    """The limit of the year that a value is held against: of a range the one that is broken, or nearer."""
    return row.target if row.nearer_limit is None else row.nearer_limit


@in_own_years
def later_limits(row: Row) -> str:
    """The limits of the years behind, where it moves: 令和7年度 180時間、令和8年度 160時間; "" where it stays."""
    if row.direction not in LIMITS or not row.interim:
        return ""
    later = [(year, figure) for year, figure in row.interim if row.year < year < row.target_year]
    later += [(row.target_year, row.target)] if row.year < row.target_year else []
    return "、".join(f"{FiscalYear(year).wareki} {with_unit(figure, row)}" for year, figure in later)


def is_kept(row: Row) -> bool:
    """維持: whether the limit is the baseline itself."""
    return row.is_limit and row.upper is None and row.printed_baseline == held_limit(row)


def inside_word(row: Row) -> str:
    """Where a value is that keeps its limit: above a floor there is no range to be in."""
    return "下限以上" if row.direction == "at_least" else "範囲内"


def outside_word(row: Row) -> str:
    return "下限未満" if row.direction == "at_least" else "範囲の外"


def limit_of_year(row: Row) -> str:
    """令和7年度は180時間, where the limit of the row's year is another one than the target's; else ""."""
    if row.direction not in LIMITS or not row.interim or held_limit(row) == row.target:
        return ""
    return f"{row.wareki}は{with_unit(held_limit(row), row)}"


def held_against_upper(row: Row) -> bool:
    """Whether that is an upper limit."""
    return row.direction == "at_most" or (row.direction == "within" and held_limit(row) == row.upper_limit)


def target_text(row: Row) -> str:
    """The target's figure as it is said: 2,000人; of a range 20〜25件; worded for each year 毎年60,000冊以上."""
    if row.direction == "within" and row.upper is not None:
        return f"{format_number(row.target, decimals=row.decimals)}〜{with_unit(row.upper, row)}"
    figure = with_unit(row.target, row)
    if row.wording != YEARLY_WORDING or row.direction not in LIMITS:
        return figure
    return f"毎年{figure}{'以下' if row.direction == 'at_most' else '以上'}"


def limit_with_figure(row: Row) -> str:
    """The limit of the year that a value is held against: 上限の90.0％; where it moves, of which year it is."""
    side = "上限" if held_against_upper(row) else "下限"
    word = YEARLY if row.wording == YEARLY_WORDING else side
    year = f"{row.wareki}の" if row.interim else ""
    return f"{year}{word}の{with_unit(held_limit(row), row)}"


def promise_with_figure(row: Row) -> str:
    """What is promised in the target's year: 上限の90.0％, 範囲の20〜25件, 毎年60,000冊以上."""
    if row.wording == YEARLY_WORDING:
        return target_text(row)
    return f"{LIMITS[row.direction]}の{target_text(row)}"


def revised_from_plan(row: Row) -> str:
    """What of the figures beside a value is not as the plan prints it, with the day of the revision; "" for nothing."""
    words = []
    if row.target_is_revised and row.plan_target is not None and row.plan_target_year is not None:
        printed = f"{FiscalYear(row.plan_target_year).wareki}に{with_unit(row.plan_target, row)}"
        words.append(f"{limit_word(row)}は{on_day(row.target_decided_on, '見直し')}（計画では{printed}）")
    if row.baseline_first_year is not None and row.plan_baseline is not None and start_word(row) != "起点":
        printed = with_unit(row.plan_baseline, row)
        words.append(f"現状値は{on_day(row.baseline_decided_on, '見直し')}（計画では{printed}）")
    return "、".join(words)


def start_word(row: Row) -> str:
    """現状値 where the road begins at the plan's baseline; 起点 at a 0, or at the last value before a revised target."""
    if row.baseline is None:
        return "現状値なし"
    if row.starts_at_value or row.counting == "cumulative_from_zero":
        return "起点"
    return "現状値" if row.baseline_first_year is None else "見直した現状値"


def verdict_label(row: Row) -> str:
    """The verdict's word, or the one that its rule has for it (docs/progress.md §6–7)."""
    return Rule(row.rule).words or VERDICTS[row.verdict]


def state_word(row: Row) -> str:
    """実績, 速報 … of a row; 取下げ where the value was withdrawn; "" where nothing was said."""
    if row.is_withdrawn:
        return "取下げ"
    return ValueState(row.value_state).label if row.value_state else ""


def state_words(row: Row) -> list[str]:
    """What a reader must know of a value that is not simply the published 実績."""
    words = ["未公表"] if row.unpublished else []
    if aside := not_final(row):
        words.append(aside)
    if row.superseded and not row.unpublished and row.superseded[-1].kind in _CHANGED:
        words.append(_CHANGED[Kind(row.superseded[-1].kind)])
    return words


def not_final(row: Row) -> str:
    """速報, 見込, or 年度途中 with its day, beside a value that is not final; "" beside another, or none."""
    if row.value is None or not is_not_final(row):
        return ""
    day = japanese_date(row.as_of) if row.value_state == ValueState.PART_YEAR else ""
    return f"{STATES[row.value_state]}、{day}時点" if day else STATES[row.value_state]


def said_and_judged(row: Row) -> str:
    """The value of a year with its state, and its verdict: 980人（速報）、遅れ; 未公表、判定なし."""
    said = state_word(row) or "値なし"
    if row.value is not None:
        state = not_final(row)
        said = with_unit(row.value, row) + (f"（{state}）" if state else "")
    return f"{said}、{row.label}"


def is_not_final(row: Row) -> bool:
    return bool(row.value_state) and ValueState(row.value_state).is_followed_up


def made_of(row: Row) -> str:
    """Of what a value is made: 分子 and 分母 of a share, the number of answers of a survey with its error; "" for neither."""
    words = []
    if row.numerator is not None and row.denominator is not None:
        parts = (format_number(part, decimals=decimals_of(part)) for part in (row.numerator, row.denominator))
        words.append("分子{}、分母{}".format(*parts))
    if row.respondents is not None:
        error = "" if row.survey_error is None else f"、±{row.survey_error}ポイント（95％）"
        words.append(f"回答数{row.respondents:,}{error}")
    return "、".join(words)
