"""The columns that say what a verdict was computed with, and what the plan prints beside it (docs/progress.md §16).

They stand behind the others in every file of yearly values, so that anyone can work out verdict and progress again from
the file alone: docs/progress.md §6–7 with B, t0, T, tT, the interim targets, the limit and the threshold of that row.
"""

from decimal import Decimal
from functools import partial

from indicators.frames import Row
from indicators.numbers import plain_number
from indicators.spreadsheets.fields import (
    OWN_UNIT,
    Field,
    day_field,
    figure_field,
    number_field,
    text_field,
    year_fields,
)

MOST_DECIMALS = 6
NO_WAY = "上限・下限の指標で、判定に使わない"
_number = partial(number_field, is_later=True)


def exact(figure: Decimal | None) -> str | None:
    """Up to six decimals, without the zeros at the end."""
    if figure is None:
        return None
    text = plain_number(figure, decimals=MOST_DECIMALS)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _is_limit(row: Row) -> bool:
    return row.is_limit


def _every_digit(figure: Decimal | None) -> str | None:
    return None if figure is None else plain_number(figure)


def _start_year(row: Row) -> int | None:
    return None if _is_limit(row) else row.baseline_year


def _interims(row: Row) -> str:
    return " ".join(f"{year}:{plain_number(figure)}" for year, figure in row.interim)


def _gap(row: Row) -> str | None:
    """Against `expected` as the file has it, so that whoever subtracts gets it."""
    written = exact(row.expected)
    if row.gap is None or row.value is None or written is None:
        return None
    return exact(row.value - Decimal(written))


PRINTED: tuple[Field, ...] = (
    figure_field("plan_baseline", "計画に書かれた現状値", empty="計画に現状値がない", is_later=True),
    text_field("plan_baseline_label", "計画に書かれた現状値の時点", empty="わからない", is_later=True),
    *year_fields(
        "plan_baseline_fiscal_year",
        "計画に書かれた現状値の年度",
        "plan_baseline_year",
        empty="計画に現状値がない",
        is_later=True,
    ),
    figure_field("plan_target", "計画に書かれた目標", empty="わからない", is_later=True),
    text_field("plan_target_label", "計画に書かれた目標の書き方", empty="わからない", is_later=True),
    *year_fields(
        "plan_target_fiscal_year",
        "計画に書かれた目標の年度",
        "plan_target_year",
        empty="わからない",
        is_later=True,
    ),
    day_field(
        "baseline_decided_on",
        "現状値を見直した日",
        meaning="baselineの列の値を決めた日",
        empty="計画に書かれた現状値のまま",
        is_later=True,
    ),
    day_field(
        "target_decided_on",
        "目標を見直した日",
        meaning="targetの列の値を決めた日",
        empty="計画に書かれた目標のまま",
        is_later=True,
    ),
)
BASIS: tuple[Field, ...] = (
    _number(
        "effective_baseline",
        "判定に使った起点（B）",
        lambda row: None if _is_limit(row) else _every_digit(row.baseline),
        "0から数え直す指標では0、目標の改定後は改定前の最後の実績、ほかでは現状値",
        empty=f"{NO_WAY}か、起点になる値がまだない",
    ),
    *year_fields(
        "effective_baseline_fiscal_year",
        "判定に使った起点の年度（t0）",
        _start_year,
        empty=f"{NO_WAY}か、起点になる値がまだない",
        is_later=True,
    ),
    _number(
        "effective_expected",
        "判定に使った目安（E）",
        lambda row: _every_digit(row.expected),
        "expectedと同じ値を、丸めずに書いたもの（割り切れないときは28桁）。上限・下限の指標では、その線",
        empty="起点の年度より前か、起点になる値がまだないか、範囲の指標で、目安がない",
    ),
    _number("effective_target", "判定に使った目標（T）", lambda row: _every_digit(row.target)),
    *year_fields(
        "effective_target_fiscal_year", "判定に使った目標の年度（tT）", "target_year", is_later=True
    ),
    _number(
        "lower_limit",
        "判定に使った下限",
        lambda row: _every_digit(row.lower_limit),
        "その年度の下限。年度ごとの下限があれば、その年度のもの",
        empty="下限・範囲の指標ではない",
    ),
    _number(
        "upper_limit",
        "判定に使った上限",
        lambda row: _every_digit(row.upper_limit),
        "その年度の上限。年度ごとの上限があれば、その年度のもの",
        empty="上限・範囲の指標ではない",
    ),
    text_field(
        "interim_targets",
        "判定に使った中間目標",
        _interims,
        "西暦の年度:値を、空白で区切る（2024:1250 2025:1600）",
        empty="中間目標がない",
        is_later=True,
    ),
    _number(
        "slightly_behind_from",
        "やや遅れの基準",
        lambda row: _every_digit(row.slightly_behind_from),
        "目安までに進むはずだった分の、どれだけに届けば「遅れ」でなく「やや遅れ」か",
        unit="比（0.8は80％）",
    ),
    *PRINTED,
    _number(
        "gap",
        "目安との差",
        _gap,
        "値 − 目安（expectedの列）。正なら目安を上回る、負なら下回る。減らす指標では負がよい方向",
        unit=f"{OWN_UNIT}（％はポイント）",
        empty="判定する値か目安がないか、上限・下限の指標（余裕はmarginの列）",
    ),
)
