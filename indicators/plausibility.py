"""What no value can be, and what deserves a second look before it goes out (docs/input.md §4).

One place for form, table, file, queue, review and the page before a publication. Refused is what cannot be true; what is
warned about can be, and a comment says why.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol
from unicodedata import normalize

from indicators.numbers import format_number
from measures.fiscal_year import CalendarYear, FiscalYear

SHARE_LIMIT = Decimal(100)
SHARE_UNIT = "％"
# Of what a value is made, beside it.
PARTS = ("numerator", "denominator", "respondents")
JUMP = 10
# The states of which the day is the day of a measurement (progress/vocabulary.py; this floor knows no other room).
MEASURED = ("actual", "provisional", "part_year")
NOT_FINAL_WORDS = ("見込", "速報", "集計中")
NOT_YET = "まだ来ていない日です。「時点」には、今日までの日を入力してください。"
_STILL_LAST = "前の年度のままになっていないか確かめてください。"
NEGATIVE = "負の値は入力できません。この指標の値は0以上です。"
# A mark or word that stands beside figures and days and says nothing of its own.
_BESIDE_FIGURES = re.compile(
    r"\([月火水木金土日]\)|令和|平成|昭和|年度|時点|現在|[RHS年月日元末頃約万億〇一二三四五六七八九十百千]|\d|[\W_]",
    re.IGNORECASE,
)

# A year within a text: 令和6年度, R6, 2024年; with its month where a day is told (令和7年3月31日, R7.3.31, 2025/3/31).
_YEAR_NAMED = re.compile(
    r"(?<![0-9A-Za-z])(?:(?P<era>令和|平成|R|H) ?(?P<number>[0-9]{1,2}|元)(?![0-9A-Za-z])|(?P<western>20[0-9]{2})(?=年|[./-][0-9]))"
    r"(?:(?P<fiscal>年度)|(?:年 ?|[./-])(?P<month>1[0-2]|0?[1-9])(?:月|[./-][0-9])|年)?",
    re.IGNORECASE,
)
_BEFORE_ERA = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
# Behind the name of another year: it is what this one is held against.
_HELD_AGAINST = re.compile(r"[^、。\n]{0,12}?(?:より|から|比|と同|に続)")
# What stands beside a value and is written anew each year, by the name under which people know it.
_WORDS = {"note": "説明", "source": "出典", "shortfall_reason": "届かない理由", "next_step": "次にすること"}


class Said(Protocol):
    """What somebody says of one value: an entry, a record, or a row."""

    @property
    def value_state(self) -> str: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def note(self) -> str: ...
    @property
    def as_of(self) -> date | None: ...


@dataclass(frozen=True)
class Bounds:
    """What an indicator's values can be, in its unit; None where the office set no bound."""

    may_be_negative: bool = False
    lowest: Decimal | None = None
    highest: Decimal | None = None

    def refusal(self, value: Decimal | None, *, decimals: int, unit: str) -> str:
        """Why no value of the indicator, a target's and a baseline's included, can be this; "" where it can."""
        if value is None:
            return ""
        if value < 0 and not self.may_be_negative:
            return NEGATIVE
        low, high = (
            "" if limit is None else format_number(limit, decimals=decimals, unit=unit)
            for limit in (self.lowest, self.highest)
        )
        if self.lowest is not None and value < self.lowest:
            return f"この指標の値は、{low}より小さくなりません。"
        if self.highest is not None and value > self.highest:
            return f"この指標の値は、{high}より大きくなりません。"
        return ""


@dataclass(frozen=True)
class Compared:
    """What a value of `year` is held against, in the indicator's unit.

    `previous` is the value of the year before, None where there is none; `previous_label` names it. `given`: baseline
    and target, which take its place where there is none, or it is a real 0 and no ratio to it can be told.
    `far_below`: whether a value far below them is as odd as one far above (of a count that begins at 0 it is not).
    `start`: the baseline of an earlier year, below which a cumulative count does not begin; None where there is none, or
    it belongs to another count.
    `kept`: figures of a limit, at which a value may stay year after year: to stay there is what 維持 promises.
    """

    year: int
    unit: str
    cumulative: bool
    previous: Decimal | None = None
    previous_label: str = ""
    given: tuple[Decimal, ...] = ()
    far_below: bool = False
    start: Decimal | None = None
    kept: tuple[Decimal, ...] = ()


def refusals_of(said: Said, bounds: Bounds, *, decimals: int, unit: str, today: date) -> dict[str, str]:
    """Field → why nothing can be so; empty where it can."""
    found = {}
    if refusal := bounds.refusal(said.value, decimals=decimals, unit=unit):
        found["value"] = refusal
    if said.as_of is not None and said.as_of > today and said.value_state in MEASURED:
        found["as_of"] = NOT_YET
    return found


def warnings_for(said: Said, against: Compared, *, reason: str = "") -> tuple[str, ...]:
    """Japanese warnings on a value and on the words beside it, none where it looks plausible. `reason`: of a change."""
    found = [] if said.value is None else _of_figure(said.value, against)
    if said.as_of is not None and _is_far(said.as_of, against.year):
        found.append(f"時点が、{FiscalYear(against.year).wareki}から1年より離れています。")
    elif said.as_of is not None and said.as_of < _first_day(against.year):
        found.append(f"時点が、{FiscalYear(against.year).wareki}より前の日です。{_STILL_LAST}")
    for name, label in _WORDS.items():
        if _names_last_year(getattr(said, name, ""), against.year, is_source=name == "source"):
            last, own = (FiscalYear(year).wareki for year in (_year_before(against.year), against.year))
            found.append(f"{label}に{last}とあり、{own}とはありません。{_STILL_LAST}")
    for name, text in (("説明", said.note), ("変更の理由", reason)):
        if text and not is_comment(text, against.unit):
            found.append(f"{name}が、日付や数だけになっています。列がずれていないか確かめてください。")
    if said.value_state == MEASURED[0]:
        words = "、".join(f"「{word}」" for word in NOT_FINAL_WORDS if word in said.note)
        if words:
            found.append(f"値の状態は「実績」ですが、説明に{words}とあります。")
    return tuple(found)


def is_comment(text: str, unit: str = "") -> bool:
    """Whether a text says anything beside a day or a number."""
    folded = normalize("NFKC", text).replace(normalize("NFKC", unit), "")
    return bool(_BESIDE_FIGURES.sub("", folded))


def _of_figure(value: Decimal, against: Compared) -> list[str]:
    found = []
    if normalize("NFKC", against.unit) == "%" and value > SHARE_LIMIT:
        found.append("割合が100％を超えています。")
    previous, label = against.previous, against.previous_label
    if previous is not None:
        if against.cumulative and value < previous:
            found.append(f"累計なのに、{label}の値より小さくなっています。")
        if value == previous:
            if value not in against.kept:
                found.append(f"{label}の値とまったく同じです。")
        elif (
            previous and value and (abs(value) >= JUMP * abs(previous) or abs(previous) >= JUMP * abs(value))
        ):
            found.append(f"{label}の値から{JUMP}倍以上、または{JUMP}分の1以下に変わっています。")
    elif against.cumulative and against.start is not None and value < against.start:
        found.append("累計なのに、現状値より小さくなっています。")
    if not previous:
        found += _beside_given(value, against)
    return found


def _beside_given(value: Decimal, against: Compared) -> list[str]:
    """Ten times both or more, or a tenth or less; no ratio to a 0 can be told, and a figure on its way to one is small."""
    given = [abs(figure) for figure in against.given]
    if any(given) and abs(value) >= JUMP * max(given):
        return [f"現状値と目標の{JUMP}倍以上です。"]
    if value and given and against.far_below and JUMP * abs(value) <= min(given):
        return [f"現状値と目標の{JUMP}分の1以下です。"]
    return []


def _is_far(as_of: date, year: int) -> bool:
    """More than a year before the fiscal year's first day, or after its last."""
    return not date(year - 1, 4, 1) <= as_of < date(year + 2, 4, 1)


def _first_day(year: int) -> date:
    return date(year, 1 if isinstance(year, CalendarYear) else 4, 1)


def _year_before(year: int) -> int:
    return CalendarYear(year - 1) if isinstance(year, CalendarYear) else year - 1


def _names_last_year(text: str, year: int, *, is_source: bool) -> bool:
    """Whether the words tell of the year before and never of this one; not where they only hold the one against the other."""
    folded = normalize("NFKC", text)
    named: dict[int, bool] = {}
    for match in _YEAR_NAMED.finditer(folded):
        number = 1 if match["number"] == "元" else int(match["number"] or match["western"])
        found = number + (_BEFORE_ERA[match["era"].upper()] if match["era"] else 0)
        if match["month"] and int(match["month"]) < _first_day(year).month:
            found -= 1
        is_held_against = not is_source and _HELD_AGAINST.match(folded, match.end())
        named[found] = named.get(found, False) or not is_held_against
    return named.get(year - 1, False) and year not in named


def share_of(numerator: Decimal, denominator: Decimal, *, decimals: int) -> Decimal:
    """分子 ÷ 分母 in per cent, rounded half up to the indicator's decimals; `denominator` is above 0."""
    exact = Fraction(numerator) / Fraction(denominator) * 100
    digits = int(abs(exact) * 10**decimals + Fraction(1, 2))
    return Decimal(f"{'-' if exact < 0 and digits else ''}{digits}E-{decimals}")


def part_refusals(said: Said, *, decimals: int, unit: str) -> dict[str, str]:
    """Field → why 分子, 分母 and 回答数 cannot stand so beside the value."""
    numerator, denominator, respondents = (getattr(said, name, None) for name in PARTS)
    found = {}
    if respondents is not None and respondents < 1:
        found["respondents"] = "回答数は1以上にしてください。"
    if numerator is None and denominator is None:
        return found
    if unit != SHARE_UNIT:
        found["numerator"] = "分子と分母は、単位が％の指標だけに入力できます。"
    elif numerator is None or denominator is None:
        found["numerator" if numerator is None else "denominator"] = "分子と分母は、両方を入力してください。"
    elif numerator < 0:
        found["numerator"] = "分子は0以上にしてください。"
    elif denominator <= 0:
        found["denominator"] = "分母は0より大きくしてください。"
    elif said.value is not None and said.value != (
        share := share_of(numerator, denominator, decimals=decimals)
    ):
        shown = format_number(share, decimals=decimals, unit=unit)
        found["value"] = f"分子÷分母は{shown}です。値を空にすると、この値になります。"
    return found
