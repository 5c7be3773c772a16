"""What an indicator promises, read and checked: everything that docs/progress.md §4 refuses is refused here."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NotRequired, TypedDict, Unpack

from indicators.progress.exact import Figure, RuleError, to_fraction, to_year
from indicators.progress.vocabulary import Counting, Direction
from indicators.progress.words import to_word
from indicators.progress.yardstick import Knot, Yardstick

Interim = Iterable[tuple[int, Figure]]
Start = tuple[int, Figure]
SLIGHTLY_BEHIND_FROM = Decimal("0.8")


class Definition(TypedDict):
    """The keywords that say what is promised; judge() tells what each means."""

    direction: str
    counting: str
    baseline: NotRequired[Figure | None]
    baseline_year: NotRequired[int | None]
    start: NotRequired[Start | None]
    target: Figure
    upper: NotRequired[Figure | None]
    target_year: int
    interim: NotRequired[Interim]
    tolerance: NotRequired[Figure]
    first_year: NotRequired[int | None]
    slightly_behind_from: NotRequired[Figure]


def read_yardstick(**given: Unpack[Definition]) -> Yardstick:
    """The yardstick of a definition: RuleError, a ValueError in Japanese, for what cannot be judged by."""
    direction = to_word(Direction, given["direction"], field="direction", name="目指す方向")
    counting = to_word(Counting, given["counting"], field="counting", name="数え方")
    printed = _figure(given.get("baseline"), field="baseline", name="現状値")
    printed_year = _year(given.get("baseline_year"), field="baseline_year", name="現状値の年度")
    start = _read_start(given.get("start"))
    first_year = _year(given.get("first_year"), field="first_year", name="約束の最初の年度")
    begins = _begin(direction, counting, (printed_year, printed), start, first_year)
    yardstick = Yardstick(
        direction=direction,
        counting=counting,
        printed_baseline=printed,
        printed_baseline_year=printed_year,
        baseline_year=None if begins is None else begins[0],
        baseline=None if begins is None else begins[1],
        is_computed=begins is not None and begins is start,
        target=to_fraction(given["target"], field="target", name="目標"),
        upper=_figure(given.get("upper"), field="upper", name="上限"),
        target_year=to_year(given["target_year"], field="target_year", name="目標の年度"),
        interim=_read_interim(given.get("interim", ()), after=start if begins is start else None),
        tolerance=to_fraction(given.get("tolerance", Decimal(0)), field="tolerance", name="許容幅"),
        first_year=first_year,
        slightly_behind_from=to_fraction(
            given.get("slightly_behind_from", SLIGHTLY_BEHIND_FROM),
            field="slightly_behind_from",
            name="やや遅れの基準",
        ),
    )
    if not 0 < yardstick.slightly_behind_from <= 1:
        raise RuleError("slightly_behind_from", "やや遅れの基準は、0より大きく1以下にしてください。")
    if direction.is_limit:
        _check_limit(yardstick)
    else:
        _check_road(yardstick)
    return yardstick


# For the moment an indicator or a target is saved: the same checks that judge() makes (docs/progress.md §4).
check_rule = read_yardstick


def _begin(
    direction: Direction,
    counting: Counting,
    printed: tuple[int | None, Fraction | None],
    start: Knot | None,
    first_year: int | None,
) -> Knot | None:
    """(t0, B): 0 where counting restarts, else the printed baseline, else the computed start, else None."""
    year, figure = printed
    if figure is not None and start is not None:
        raise RuleError("start", "現状値があるときは、起点を指定できません。")
    if direction.is_limit:
        return None
    if counting is Counting.CUMULATIVE_FROM_ZERO:
        if year is None and first_year is None:
            raise RuleError("baseline_year", "数え直す前の年度を指定してください。")
        return (first_year or 0) - 1 if year is None else year, Fraction(0)
    if figure is None:
        return start
    if year is None:
        raise RuleError("baseline_year", "現状値の年度を指定してください。")
    return year, figure


def _figure(figure: Figure | None, *, field: str, name: str) -> Fraction | None:
    return None if figure is None else to_fraction(figure, field=field, name=name)


def _year(year: int | None, *, field: str, name: str) -> int | None:
    return None if year is None else to_year(year, field=field, name=name)


def _read_start(start: Start | None) -> Knot | None:
    if start is None:
        return None
    try:
        year, figure = start
    except (TypeError, ValueError):
        raise RuleError("start", "起点は、年度と値の組で指定してください。") from None
    return (
        to_year(year, field="start", name="起点の年度"),
        to_fraction(figure, field="start", name="起点の値"),
    )


def _read_interim(interim: Interim, *, after: Knot | None) -> tuple[Knot, ...]:
    """In order of years, however they came; those that a computed start has passed are left out."""
    try:
        pairs = [(year, value) for year, value in interim]
    except (TypeError, ValueError):
        raise RuleError("interim", "中間目標は、年度と値の組で指定してください。") from None
    found = sorted(
        (
            to_year(year, field="interim", name="中間目標の年度"),
            to_fraction(value, field="interim", name="中間目標"),
        )
        for year, value in pairs
    )
    years = [year for year, _ in found]
    if len(set(years)) != len(years):
        raise RuleError("interim", "同じ年度の中間目標が2つあります。")
    return tuple(knot for knot in found if after is None or knot[0] > after[0])


def _check_limit(yardstick: Yardstick) -> None:
    """A limit holds in each year: nothing adds up, and from where it began plays no part."""
    if yardstick.counting.is_cumulative:
        raise RuleError("counting", "上限・下限・範囲の目標に、累計の数え方は使えません。")
    if yardstick.tolerance < 0:
        raise RuleError("tolerance", "許容幅は0以上にしてください。")
    if yardstick.direction is Direction.WITHIN:
        if yardstick.upper is None:
            raise RuleError("upper", "範囲の目標には、上限も指定してください。")
        if yardstick.target >= yardstick.upper:
            raise RuleError("upper", "範囲の上限は、下限より大きくしてください。")
        if yardstick.interim:
            raise RuleError("interim", "範囲の目標に、中間目標は置けません。")
    else:
        _check_no_upper(yardstick)
    if any(year >= yardstick.target_year for year, _ in yardstick.interim):
        raise RuleError("interim", "年度ごとの上限・下限は、目標の年度より前の年度に置いてください。")


def _check_road(yardstick: Yardstick) -> None:
    if yardstick.restarts and yardstick.direction is not Direction.INCREASE:
        raise RuleError("counting", "0から数え直す累計には、「増やす」目標だけが使えます。")
    _check_no_upper(yardstick)
    if yardstick.tolerance:
        raise RuleError("tolerance", "許容幅は、上限・下限・範囲の目標だけに置けます。")
    if not yardstick.is_computed:
        _check_baseline(yardstick)
    start = None if yardstick.is_computed else yardstick.baseline_year
    if not all(
        (start is None or start < year) and year < yardstick.target_year for year, _ in yardstick.interim
    ):
        raise RuleError("interim", "中間目標の年度は、現状値の年度と目標の年度の間にしてください。")


def _check_baseline(yardstick: Yardstick) -> None:
    """What is printed, unlike a start that was computed, leaves a way to the target."""
    baseline, year = yardstick.baseline, yardstick.baseline_year
    if baseline is None or year is None:
        return
    if yardstick.target_year <= year:
        raise RuleError("target_year", "目標の年度は、現状値の年度より後にしてください。")
    start = "起点の0" if yardstick.restarts else "現状値"
    if yardstick.target == baseline:
        raise RuleError(
            "target",
            f"目標が{start}と同じなので、進捗を計算できません。"
            "維持する目標なら、約束を「下限以上に保つ」か「上限以下に保つ」にしてください。",
        )
    if not yardstick.reaches(yardstick.target, baseline):
        wish, side = ("増やす", "下") if yardstick.direction is Direction.INCREASE else ("減らす", "上")
        raise RuleError("target", f"{wish}目標が{start}より{side}にあります。")


def _check_no_upper(yardstick: Yardstick) -> None:
    if yardstick.upper is not None:
        raise RuleError("upper", "上限を別に指定できるのは、範囲の目標だけです。")
