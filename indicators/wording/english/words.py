"""The words of the rule, years, units and names in English; what only the office can translate stays Japanese and says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.frames import Row
from indicators.numbers import format_number
from indicators.progress import Rule, ValueState
from indicators.wording.figures import (
    LIMITS,
    YEARLY_WORDING,
    held_against_upper,
    held_limit,
    is_not_final,
)
from measures.fiscal_year import FiscalYear
from measures.ruby import is_japanese
from measures.translations import Translations

VERDICTS: Mapping[str, str] = {
    "achieved": "Achieved",
    "on_track": "On track",
    "slightly_behind": "Slightly behind",
    "behind": "Behind",
    "worse": "Worse than at the start",
    "too_early": "Too early to judge",
    "unjudged": "Not judged",
}
MEANINGS: Mapping[str, str] = {
    "achieved": "The target has been met.",
    "on_track": "What is expected for the year has been reached, or the value is within its limits.",
    "slightly_behind": "A little short of what is expected, or a little outside the limits.",
    "behind": "Short of what is expected, or outside the limits.",
    "worse": "Worse than when the plan began.",
    "too_early": "The value is from before the plan, or is where counting starts.",
    "unjudged": "There is no value that can be judged.",
}
_OF_RULE = {
    Rule.TARGET_LEVEL_REACHED: "Target level reached",
    Rule.JUST_BELOW_LIMIT: "Just short of the limit",
    Rule.JUST_ABOVE_LIMIT: "Just over the limit",
}
STATES: Mapping[str, str] = {
    "actual": "actual",
    "provisional": "provisional",
    "estimate": "estimate",
    "part_year": "part of the year",
    "unpublished": "not published yet",
    "not_surveyed": "no survey this year",
    "unmeasurable": "cannot be measured",
    "not_applicable": "not applicable",
}
DIRECTIONS: Mapping[str, str] = {
    "increase": "More is better.",
    "decrease": "Less is better.",
    "at_most": "To be kept at or below an upper limit.",
    "at_least": "To be kept at or above a lower limit.",
    "within": "To be kept within a range.",
}
COUNTED: Mapping[str, str] = {
    "annual": "The figure of each year.",
    "point": "The figure at one moment of the year.",
    "cumulative": "A running total.",
    "cumulative_from_zero": "A running total, counted from zero when the plan began.",
}
# One of them, several. What is no word is written without a space.
UNITS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("人", "名"), ("person", "people")),
    **dict.fromkeys(("件",), ("case", "cases")),
    **dict.fromkeys(("団体",), ("organization", "organizations")),
    **dict.fromkeys(("か所", "箇所", "カ所", "ヶ所", "ヵ所"), ("place", "places")),
    **dict.fromkeys(("社", "者"), ("company", "companies")),
    **dict.fromkeys(("世帯",), ("household", "households")),
    **dict.fromkeys(("戸", "棟"), ("building", "buildings")),
    **dict.fromkeys(("点", "ポイント"), ("point", "points")),
    **dict.fromkeys(("個", "本", "品目"), ("item", "items")),
    "テーマ": ("theme", "themes"),
    "事業": ("project", "projects"),
    "施設": ("facility", "facilities"),
    "事業所": ("business site", "business sites"),
    "店舗": ("shop", "shops"),
    "校": ("school", "schools"),
    "園": ("nursery school", "nursery schools"),
    "地区": ("district", "districts"),
    "組織": ("organization", "organizations"),
    "回": ("time", "times"),
    "冊": ("book", "books"),
    "台": ("unit", "units"),
    "床": ("bed", "beds"),
    "頭": ("head", "head"),
    "歳": ("year of age", "years of age"),
    "年": ("year", "years"),
    "か月": ("month", "months"),
    "日": ("day", "days"),
    "時間": ("hour", "hours"),
    "分": ("minute", "minutes"),
    "倍": ("time", "times"),
    "種類": ("kind", "kinds"),
    "万人": ("ten thousand people", "ten thousand people"),
    "円": ("yen", "yen"),
    "千円": ("thousand yen", "thousand yen"),
    "万円": ("ten thousand yen", "ten thousand yen"),
    "百万円": ("million yen", "million yen"),
    "億円": ("hundred million yen", "hundred million yen"),
    "トン": ("tonne", "tonnes"),
}
_SIGNS: Mapping[str, str] = {"％": "%", "℃": "°C", "度": "°"}
# Full-width signs of measures, which a reader of English has no key for.
_MEASURES = str.maketrans("㎡㎥㎞㎏", "\ue000\ue001\ue002\ue003")
_MEASURED = {"\ue000": "m²", "\ue001": "m³", "\ue002": "km", "\ue003": "kg"}
_ERAS = {"R": "Reiwa", "H": "Heisei", "S": "Showa"}
_NOT_YET = "(name not yet translated)"


def verdict_word(row: Row) -> str:
    return _OF_RULE.get(Rule(row.rule)) or VERDICTS[row.verdict]


def limit_note(row: Row) -> str:
    """What stands beside the verdict of a limit that is broken, and of an indicator that has ended."""
    if row.absent == "ended":
        return "indicator has ended"
    if row.verdict != "behind" or row.direction not in LIMITS:
        return ""
    return "over the limit" if held_against_upper(row) else "below the limit"


def year_in_english(year: int, *, is_calendar: bool = False) -> str:
    """FY2026 (Reiwa 8); of a calendar year 2026 (Reiwa 8)."""
    short = FiscalYear(int(year)).short
    return f"{'' if is_calendar else 'FY'}{int(year)} ({_ERAS[short[0]]} {short[1:]})"


def year_of(row: Row, year: int | None = None) -> str:
    """The row's own year, or another one in its kind of years."""
    return year_in_english(row.year if year is None else year, is_calendar=row.is_calendar)


def day_in_english(day: date | None) -> str:
    """29 November 2026"""
    return "" if day is None else f"{day.day} {day:%B} {day.year}"


def state_note(row: Row) -> str:
    """provisional, or part of the year (as of 30 September 2026), beside a value that is not final; "" beside another."""
    if row.value is None or not is_not_final(row):
        return ""
    day = day_in_english(row.as_of) if row.value_state == ValueState.PART_YEAR else ""
    return f"{STATES[row.value_state]}, as of {day}" if day else STATES[row.value_state]


def target_word(row: Row) -> str:
    """target, or upper limit, lower limit, range; yearly target where it is worded so."""
    if row.direction in LIMITS and row.wording == YEARLY_WORDING:
        return "yearly target"
    return {"at_most": "upper limit", "at_least": "lower limit", "within": "range"}.get(
        row.direction, "target"
    )


def start_word(row: Row) -> str:
    if row.baseline is None:
        return "no baseline"
    if row.starts_at_value or row.counting == "cumulative_from_zero":
        return "starting point"
    return "baseline" if row.baseline_first_year is None else "revised baseline"


@dataclass(frozen=True)
class English:
    """How names and units of one plan are said, by what the office has confirmed."""

    translations: Translations

    def bare(self, text: str) -> SafeString:
        """The office's English; else the Japanese, marked as such."""
        found = self.translations.english(text) or text
        return format_html('<span lang="ja">{}</span>' if is_japanese(found) else "{}", found)

    def name(self, text: str) -> SafeString:
        """The same, and that it is not translated."""
        return format_html("{}{}", self.bare(text), self.not_yet(text))

    def not_yet(self, text: str) -> SafeString:
        """What stands behind a name that the office has not translated; "" behind another."""
        if not is_japanese(text) or self.translations.english(text):
            return SafeString("")
        return format_html(' <small class="untranslated">{}</small>', _NOT_YET)

    def plain(self, text: str) -> str:
        """The same for a place that takes no markup and no Japanese; "" where there is no English."""
        return self.translations.english(text) or ("" if is_japanese(text) else text)

    def figure(self, value: Decimal, row: Row, decimals: int | None = None) -> SafeString:
        """1,234 people, 80.0%"""
        places = row.decimals if decimals is None else decimals
        return self._with_unit(format_number(value, decimals=places), row.unit, is_one=abs(value) == 1)

    def difference(self, apart: Decimal, row: Row, decimals: int | None = None) -> SafeString:
        """How far apart, without a sign: of shares in percentage points."""
        places = row.decimals if decimals is None else decimals
        shown = format_number(abs(apart), decimals=places)
        if row.unit == "％":
            return format_html("{} percentage point{}", shown, "" if abs(apart) == 1 else "s")
        return self._with_unit(shown, row.unit, is_one=abs(apart) == 1)

    def unit(self, word: str) -> str:
        """cases, %: alone, for a place without markup; "" of one without English."""
        return "" if "<span" in (said := self._with_unit("", word)) else said.strip()

    def target(self, row: Row) -> SafeString:
        """2,000 people; of a range 20–25 cases; worded for each year 60,000 books or more every year."""
        if row.direction == "within" and row.upper is not None:
            low, high = (format_number(one, decimals=row.decimals) for one in (row.target, row.upper))
            return self._with_unit(f"{low}–{high}", row.unit)
        figure = self.figure(row.target, row)
        if row.wording != YEARLY_WORDING or row.direction not in LIMITS:
            return figure
        return format_html("{} or {} every year", figure, "less" if row.direction == "at_most" else "more")

    def promise(self, row: Row) -> SafeString:
        """What is promised for the target's year: the upper limit of 90.0%, the range of 20–25 cases."""
        if row.wording == YEARLY_WORDING or row.direction not in LIMITS:
            return self.target(row)
        return format_html("the {} of {}", target_word(row), self.target(row))

    def limit(self, row: Row) -> SafeString:
        """The limit that a value of the row's year is held against; where it moves, of which year it is."""
        side = "upper limit" if held_against_upper(row) else "lower limit"
        word = "yearly target" if row.wording == YEARLY_WORDING else side
        year = f" for {year_of(row)}" if row.interim else ""
        return format_html("the {} of {}{}", word, self.figure(held_limit(row), row), year)

    def _with_unit(self, shown: str, unit: str, *, is_one: bool = False) -> SafeString:
        if not unit:
            return format_html("{}", shown)
        if said := self.translations.english(unit):
            return format_html("{} {}", shown, said)
        if unit in _SIGNS:
            return format_html("{}{}", shown, _SIGNS[unit])
        if unit in UNITS:
            return format_html("{} {}", shown, UNITS[unit][0 if is_one else 1])
        plain = unit.translate(_MEASURES)
        for sign, written in _MEASURED.items():
            plain = plain.replace(sign, written)
        if not is_japanese(plain):
            return format_html("{} {}", shown, plain)
        return format_html('{} <span lang="ja">{}</span>', shown, unit)
