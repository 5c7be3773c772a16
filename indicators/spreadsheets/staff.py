"""The columns that files of the staff have behind the public ones: pace, outlook, where a value stands, what threatens it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial

from indicators.frames import Row, pace_of
from indicators.models import WorkflowState
from indicators.progress import Outlook, Pace
from indicators.spreadsheets.fields import (
    CellValue,
    Field,
    FieldType,
    number_field,
    text_field,
    whole_field,
    yes_no_field,
)
from indicators.spreadsheets.verdict_basis import exact

NO_PACE = "ペースを言えない（値がない、上限・下限の指標など）"
NO_OUTLOOK = "参考推計がない（判定した年が3年に満たない）"


def staff_columns(
    outlooks: Mapping[int, Outlook | None], risks: Mapping[int, str], *, current_year: int
) -> tuple[Field, ...]:
    """`outlooks`, `risks`: 参考推計 and 範囲を出るおそれ by the indicator's id, as the page shows them, on a day of `current_year`."""

    def outlook(row: Row, name: str) -> CellValue:
        return _cell(outlooks.get(row.indicator_id), name)

    def pace(row: Row, name: str) -> CellValue:
        return _cell(pace_of(row, current_year=current_year), name)

    return (
        *_pace_columns(pace),
        *_outlook_columns(outlook),
        yes_no_field("unpublished", "公表前か"),
        text_field(
            "workflow_state", "入力の進み", allowed=dict(WorkflowState.choices), empty="まだ入力がない"
        ),
        text_field(
            "limit_risk_ja",
            "範囲を出るおそれ",
            lambda row: risks.get(row.indicator_id, ""),
            "範囲の中にある値が、上限を越えるか下限を下回るかもしれない理由。判定ではない",
            empty="そのおそれがない（範囲の外にある値、上限・下限のない指標も）",
            is_later=True,
        ),
    )


def _pace_columns(pace: Callable[[Row, str], CellValue]) -> tuple[Field, ...]:
    """`pace`: what the pace of a row says under a name."""
    return (
        number_field(
            "gap_points",
            "進み具合の差",
            lambda row: None if row.progress_gap is None else exact(row.progress_gap * 100),
            "進捗から、その年度の目安の進捗を引いたもの",
            unit="目標までの道のりの％",
            empty=NO_PACE,
        ),
        number_field(
            "needed_change_a_year", "必要な変化（1年）", lambda row: pace(row, "needed"), empty=NO_PACE
        ),
        number_field(
            "mean_change_a_year", "これまでの平均（1年）", lambda row: pace(row, "mean"), empty=NO_PACE
        ),
        whole_field(
            "years_left",
            "残りの年数",
            lambda row: pace(row, "years_left"),
            meaning="目標の年度までに、これから来る年度の数（作成した日の年度を含む）",
            empty=NO_PACE,
        ),
        text_field("pace_ja", "ペース", lambda row: pace(row, "word"), empty=NO_PACE),
    )


def _outlook_columns(outlook: Callable[..., CellValue]) -> tuple[Field, ...]:
    """`outlook`: what 参考推計 of a row says under a name (`name`)."""
    return (
        *(
            number_field(name, label, partial(outlook, name=key), empty=NO_OUTLOOK)
            for name, label, key in (
                ("outlook", "参考推計", "value"),
                ("outlook_low", "参考推計（低いほう）", "low"),
                ("outlook_high", "参考推計（高いほう）", "high"),
            )
        ),
        Field(
            "outlook_fiscal_year",
            "参考推計の年度",
            FieldType.YEAR,
            partial(outlook, name="target_year"),
            empty=NO_OUTLOOK,
        ),
    )


def _cell(found: Pace | Outlook | None, name: str) -> CellValue:
    """What it says under the name; None where there is none."""
    value = getattr(found, name, None)
    return exact(value) if isinstance(value, Decimal) else value
