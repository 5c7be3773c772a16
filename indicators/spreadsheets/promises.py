"""The columns that say which kind of promise a row is of, and of what its value is made (docs/progress.md §7, §16, §17)."""

from decimal import Decimal
from functools import partial

from indicators.frames import Row, RuleRecord
from indicators.models import LimitWording, YearKind
from indicators.numbers import plain_number
from indicators.spreadsheets.fields import (
    OWN_UNIT,
    Field,
    day_field,
    figure_field,
    number_field,
    text_field,
    whole_field,
    year_fields,
    yes_no_field,
)

_figure = partial(figure_field, is_later=True)
_text = partial(text_field, is_later=True)
NO_PLAN_BEFORE = "前の計画から続く指標ではない"
NO_LIMIT = "上限・下限・範囲の目標ではない"


def _is_limit(one: Row | RuleRecord) -> bool:
    """Of a rule a target alone has one."""
    return one.is_limit if not isinstance(one, RuleRecord) else one.is_limit_target


def _tolerance(one: Row | RuleRecord) -> str | None:
    return _plain(one.tolerance) if _is_limit(one) else None


def _plain(figure: Decimal | None) -> str | None:
    """Every digit, without the zeros at the end."""
    return None if figure is None else plain_number(figure)


# What the indicator follows, and where its line is broken.
LINE: tuple[Field, ...] = (
    _text(
        "continues_plan",
        "続いている前の計画",
        meaning="アドレス（URL）での計画の名前。例：/plans/3/の3",
        empty=NO_PLAN_BEFORE,
    ),
    _text("continues_code", "前の計画での指標の番号", "continues", empty=NO_PLAN_BEFORE),
    yes_no_field(
        "same_basis",
        "前の計画と同じ数え方か",
        lambda row: row.same_basis if row.continues else None,
        "trueなら、計画の最初の年度の値を前の計画の最後の年度の値と比べられる",
        empty=NO_PLAN_BEFORE,
        is_later=True,
    ),
    _text(
        "predecessor_codes",
        "引き継いだ指標の番号",
        lambda row: " ".join(row.predecessors),
        "同じ計画の中で終了し、この指標に引き継がれた指標。空白で区切る",
        empty="引き継いだ指標がない",
    ),
)
SERIES_BREAK = _text(
    "series_break",
    "区切り",
    meaning="この年度から、前の年度までの値（引き継いだ指標の値を含む）と数え方が違うなど、線が区切られる理由",
    empty="この年度に区切りはない",
)

# What a limit is besides its figure: of a row, or of a rule.
LIMIT: tuple[Field, ...] = (
    _figure(
        "target_upper",
        "範囲の上限",
        "upper",
        "範囲の指標の目標の上限。下限はtargetの列",
        empty="範囲の指標ではない",
    ),
    number_field(
        "tolerance",
        "許容幅",
        _tolerance,
        "上限・下限をこの幅まで外れた値は、「遅れ」でなく「やや遅れ」",
        unit=f"{OWN_UNIT}（％はポイント）",
        empty=NO_LIMIT,
        is_later=True,
    ),
    _text(
        "limit_wording",
        "上限・下限の書き方",
        lambda one: one.wording if _is_limit(one) else "",
        allowed=dict(LimitWording.choices),
        empty=NO_LIMIT,
    ),
)
KINDS: tuple[Field, ...] = (
    *LIMIT,
    *year_fields(
        "promise_first_year",
        "約束の最初の年度",
        meaning="上限・下限・範囲の指標は、この年度から判定する",
        empty="わからない",
        of="promise_first_year",
        is_later=True,
    ),
    yes_no_field(
        "starts_at_value",
        "起点が実績か",
        meaning="現状値がないか目標が改定されたので、実績を起点（effective_baselineの列）にした",
        is_later=True,
    ),
    _text("year_kind", "年の数え方", meaning="calendarなら、年度の列は暦年", allowed=dict(YearKind.choices)),
    *year_fields("first_year", "指標の最初の年度", "begins", empty="計画の最初から", is_later=True),
    *year_fields("last_year", "指標の最後の年度", "ends", empty="終了していない", is_later=True),
    _text("end_reason", "終了の理由", empty="終了していない"),
    day_field("ended_on", "終了を決めた日", empty="終了していない", is_later=True),
    _text("successor_code", "引き継ぐ指標の番号", "successor", empty="引き継ぐ指標がない"),
    number_field(
        "numerator",
        "分子",
        lambda row: _plain(row.numerator),
        "割合のもとの数",
        unit="",
        empty="登録がない",
        is_later=True,
    ),
    number_field(
        "denominator",
        "分母",
        lambda row: _plain(row.denominator),
        "割合のもとの数。値は分子÷分母×100を小数の桁数に四捨五入したもの",
        unit="",
        empty="登録がない",
        is_later=True,
    ),
    whole_field("respondents", "回答数", meaning="調査に答えた数（n）", empty="登録がない", is_later=True),
    number_field(
        "survey_error",
        "調査の誤差",
        lambda row: None if row.survey_error is None else str(row.survey_error),
        "95％の幅の半分。100×1.96×√(p(1−p)÷n)を小数1桁に四捨五入。判定には使わない",
        unit="ポイント",
        empty="回答数の登録がないか、割合ではない",
        is_later=True,
    ),
    whole_field(
        "survey_every",
        "何年ごとの調査か",
        meaning="その年度に適用する調査の間隔。1は毎年度",
        empty="調査の間隔を決めていない",
        is_later=True,
    ),
    *year_fields(
        "survey_from",
        "調査の間隔を数える年度",
        "survey_from",
        empty="調査の間隔を決めていない",
        is_later=True,
    ),
    yes_no_field(
        "between_surveys",
        "調査のない年か",
        "off_survey",
        "調査の間隔により調査がなく、公表したものもない。値の状態はnot_surveyed",
        is_later=True,
    ),
    *LINE,
    SERIES_BREAK,
)
