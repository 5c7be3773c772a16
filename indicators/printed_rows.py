"""What a printed row of an indicator says, as far as print can say it: figures, unit, decimals, years, which way it goes.

The plan prints a figure with its unit (60テーマ, 90％以内) and a label of its time (令和４年11月末). What print leaves open
(how it is counted, who leads it) is proposed, for the office to settle on the indicator's own page. Pure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.progress import Counting, Direction
from measures.fiscal_year import CalendarYear, FiscalYear

_FIGURE = re.compile(r"約?(?P<sign>[△▲−-])?(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?P<unit>[^0-9]*)")
_LIMITS = (
    ("以内", Direction.AT_MOST),
    ("以下", Direction.AT_MOST),
    ("未満", Direction.AT_MOST),
    ("以上", Direction.AT_LEAST),
)
_EACH_YEAR = re.compile(r"毎年度?|各年度?")
# Several interim targets of a limit are the limits of their years; one alone may be half of a way.
_SEVERAL = 2
# What a name says of a count over a year, of what is counted at a time, and of a share, which may be either.
_OVER_A_YEAR = re.compile(
    "年間|延べ|のべ|[件回点冊]数|利用|参加|来場|来館|来訪|来園|入場|入館|入園|入込|観光客|宿泊|貸出|認知|相談|受診|受講|出動|搬送|発生|開催"
)
_AT_A_TIME = re.compile(
    "登録|会員|所蔵|蔵書|保有|加入|待機|在籍|設置|箇所|窓口|団体|施設|残高|締結|満足|可能"
)
_SHARE = re.compile("[%％‰割]|ポイント")
_SHARE_NAME = re.compile("割合|率")
_YEAR = re.compile(
    r"(?P<era>令和|平成|R|H)?(?P<number>[0-9]{1,4}|元)年(?P<fiscal>度)?(?:(?P<month>[0-9]{1,2})月)?"
)
# Digits and what stands between them; a unit keeps its letters: ㎡, ℃.
_HALF_WIDTH = {0xFF10 + i: 0x30 + i for i in range(10)} | {
    ord(a): b for a, b in zip("，．％", ",.%", strict=True)
}
_SAME = "現状値と目標が同じため。保つものか、0から数え直すものかを確かめてください。"
_NONE = ("－", "―", "‐", "-", "新規", "なし", "")


class UnreadableRow(ValueError):
    """A row whose figures print cannot tell. Its message is Japanese."""


class Ground(StrEnum):
    """What something settled rests on, in the order in which it is worth a look."""

    CONTRARY = "contrary"  # print and figures say different things
    WORDED = "worded"  # print says it
    GUESSED = "guessed"
    PLAIN = "plain"  # other cells leave no choice


@dataclass(frozen=True)
class Counted:
    """How an indicator may be counted, and why, in a sentence for the office."""

    counting: Counting
    because: str


@dataclass(frozen=True)
class Way:
    """Which way a promise may go; `is_yearly`: a limit that is worded as a target of each year."""

    direction: Direction
    ground: Ground
    because: str
    is_yearly: bool = False


@dataclass(frozen=True)
class PrintedIndicator:
    """`baseline` and its year are None where the plan prints none."""

    name: str
    unit: str
    decimals: int
    direction: Direction
    counting: Counting
    baseline: Decimal | None
    baseline_label: str
    baseline_year: int | None
    target: Decimal
    target_label: str
    remark: str
    counted: Counted
    way: Way


def read_printed(
    row: Mapping[str, str], *, first_year: int, counting: Counting | None = None
) -> PrintedIndicator:
    """`row`: name, baseline, baseline_label, target, target_label, remark as printed; `first_year` of the plan; `counting`
    where it is told."""
    target, unit = _figure(row["target"])
    if target is None:
        raise UnreadableRow(f"{row['name']}：目標「{row['target']}」を数値として読めません。")
    baseline, own_unit = _figure(row["baseline"])
    unit = unit or own_unit
    year = year_of_label(row["baseline_label"]) if baseline is not None else None
    if baseline is not None and year is None:
        year = first_year - 1
    counted = Counted(counting, "") if counting else proposed_counting(row["name"], unit, baseline, target)
    way = proposed_promise(row["target"], baseline, target, counting=counted.counting)
    if way is None:
        # Counted anew from zero, or held where it is.
        is_anew = counted.counting is Counting.CUMULATIVE
        direction = Direction.INCREASE if is_anew else Direction.AT_LEAST
        way = Way(direction, Ground.GUESSED, _SAME)
        counted = Counted(Counting.CUMULATIVE_FROM_ZERO, _SAME) if is_anew else counted
    if counted.counting is Counting.CUMULATIVE_FROM_ZERO and counting is None:
        year = first_year - 1
    label = f"{row['target']}（{row['target_label']}）" if row["target_label"] else row["target"]
    return PrintedIndicator(
        name=row["name"],
        unit=unit,
        decimals=max(_decimals(one) for one in (baseline, target) if one is not None),
        direction=way.direction,
        counting=counted.counting,
        baseline=baseline,
        baseline_label=row["baseline_label"] or ("" if baseline is not None else row["baseline"] or "－"),
        baseline_year=year,
        target=target,
        target_label=label[:40],
        remark=row["remark"],
        counted=counted,
        way=way,
    )


def proposed_counting(name: str, unit: str, baseline: Decimal | None, target: Decimal | None) -> Counted:
    """As far as a name tells it; what it leaves open is asked in the sentence. A total never falls: it is counted anew."""
    if "累計" in name:
        if baseline is not None and target is not None and target < baseline:
            return Counted(
                Counting.CUMULATIVE_FROM_ZERO, "名称に「累計」があり、目標が現状値より小さいため。"
            )
        return Counted(Counting.CUMULATIVE, "名称に「累計」があるため。")
    is_share = _SHARE.search(unit) or _SHARE_NAME.search(name)
    if "年間" in name or (_OVER_A_YEAR.search(name) and not is_share and not _AT_A_TIME.search(name)):
        return Counted(
            Counting.ANNUAL, "1年の間に数えるものと読める名称のため。ある時点の数なら、選び直してください。"
        )
    return Counted(
        Counting.POINT,
        "名称からは決められません。1年の間に数えるものなら、「その年度の数」を選んでください。",
    )


def proposed_promise(
    label: str, baseline: Decimal | None, target: Decimal, *, counting: Counting | str, limits: int = 0
) -> Way | None:
    """What the printed target and the figures say together; None where start and target are the same and print says nothing:
    to be held, or counted anew, nobody but the office knows. `limits`: how many interim targets there are.
    """
    if counting == Counting.CUMULATIVE_FROM_ZERO:
        return Way(Direction.INCREASE, Ground.GUESSED, "0から数え直す累計は、増やす目標だけのため。")
    way, each = worded_way(label), _EACH_YEAR.search(label)
    word = next((word for word, _ in _LIMITS if word in label), "")
    if way is not None and each:
        because = f"目標の書き方に「{each[0]}」と「{word}」があるため。"
        return Way(way, Ground.WORDED, because, is_yearly=True)
    if way is not None and limits >= _SEVERAL:
        because = f"目標の書き方に「{word}」があり、中間目標が{_SEVERAL}つ以上あるため。中間目標は、その年度の限度になります。"
        return Way(way, Ground.WORDED, because)
    if way is None and baseline == target:
        return None
    proposed = proposed_way(way, baseline, target)
    if way is not None and proposed == way:
        inside = "現状値がない" if baseline is None else "現状値がその内にある"
        return Way(way, Ground.WORDED, f"目標の書き方に「{word}」があり、{inside}ため。")
    if way is not None and counting != Counting.CUMULATIVE:
        said = "下限" if way is Direction.AT_LEAST else "上限"
        return Way(
            proposed,
            Ground.CONTRARY,
            f"目標の書き方「{word}」は{said}とも読めますが、現状値がその外にあるため、目標の年度までに届かせるものとしました。"
            f"どの年度も守る{said}なら、「{way.label}」を選んでください。",
        )
    if each:
        return Way(
            proposed,
            Ground.CONTRARY,
            f"目標の書き方に「{each[0]}」がありますが、「以上」か「以下」がありません。"
            "毎年の目標なら、「下限以上に保つ」か「上限以内に保つ」を選んでください。",
        )
    compared = "現状値がないため。" if baseline is None else "現状値と目標を比べたため。"
    return Way(proposed, Ground.GUESSED, compared)


def proposed_way(way: Direction | None, baseline: Decimal | None, target: Decimal) -> Direction:
    """`way`: the limit that a printed target is worded as (90％以内). Where the start lies outside of it, a way leads there."""
    if baseline is not None and target < baseline and way is not Direction.AT_LEAST:
        return Direction.DECREASE
    if baseline is not None and target > baseline and way is not Direction.AT_MOST:
        return Direction.INCREASE
    return way or Direction.INCREASE


def worded_way(label: str) -> Direction | None:
    """The limit that a printed target is worded as: 90％以内, 毎年60,000冊以上."""
    return next((direction for word, direction in _LIMITS if word in label), None)


def year_of_label(label: str, *, by_calendar: bool = False) -> int | None:
    """The fiscal year that a printed time falls in, of a span its last: 令和４年12月末 is 2022, so is 平成27～令和４年度.

    `by_calendar`: the calendar year instead, where no 年度 is printed.
    """
    plain = label.translate(_HALF_WIDTH)
    found = list(_YEAR.finditer(plain))
    if not found:
        return None
    last = found[-1]
    era = last["era"] or next((one["era"] for one in reversed(found) if one["era"]), "")
    try:
        year = int(
            FiscalYear.parse(f"{era}{last['number']}年度" if len(era) == 2 else f"{era}{last['number']}")
        )
    except ValueError:
        return None
    is_before_april = last["month"] is not None and int(last["month"]) < 4 and not by_calendar
    return year - 1 if is_before_april and not last["fiscal"] else year


def time_doubt(label: str, year: int | None, *, by_calendar: bool = False) -> str:
    """What is odd of a baseline's printed time beside the year that it is said to fall in; "" where both agree, or print
    names no year. 令和４年, without a month, may be either of the two fiscal years that it touches.
    """
    told = year_of_label(label, by_calendar=by_calendar)
    if told is None or year is None:
        return ""
    last = list(_YEAR.finditer(label.translate(_HALF_WIDTH)))[-1]
    is_either = not (by_calendar or last["fiscal"] or last["month"])
    if year in (told, told - 1 if is_either else told):
        return ""
    name = FiscalYear(CalendarYear(year) if by_calendar else year).wareki
    return f"現状値の時点「{label}」は、{name}に入りません。どちらが正しいか確かめてください。"


def held_label(label: str) -> bool:
    """Whether a printed target says that the start is kept, without a figure of its own: 現状維持, 現状値以上."""
    plain = label.translate(_HALF_WIDTH)
    return ("現状" in plain or "維持" in plain) and not re.search(r"[0-9]", plain)


def _figure(printed: str) -> tuple[Decimal | None, str]:
    """Value and unit, without the words of a limit; None where none is printed."""
    plain = _EACH_YEAR.sub("", printed.translate(_HALF_WIDTH), count=1).strip()
    if printed.strip() in _NONE or plain in _NONE:
        return None, ""
    found = _FIGURE.fullmatch(plain)
    if found is None:
        return None, ""
    value = Decimal(found["number"].replace(",", ""))
    unit = found["unit"].strip()
    for word, _ in _LIMITS:
        unit = unit.removesuffix(word)
    return (-value if found["sign"] else value), unit.replace("%", "％")


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)
