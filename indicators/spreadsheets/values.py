"""The columns of every file of yearly values: one row an indicator × fiscal year."""

from decimal import Decimal
from typing import Any

from indicators.frames import Row, Struck
from indicators.models import Kind as RecordKind
from indicators.numbers import plain_number
from indicators.progress import LEVEL_REACHED, Counting, Direction
from indicators.spreadsheets.fields import (
    CellValue,
    Field,
    FieldType,
    day_text,
    figure,
    moment_text,
    year_fields,
)
from indicators.wording.figures import STATES, VERDICTS

MOST_DECIMALS = 6
OWN_UNIT = "unitの列の単位"
NO_RECORD = "その年度について公表したものがない"
NO_VALUE = "値がない（理由はvalue_stateの列）。0ではない"
RECORD_KINDS = dict(RecordKind.choices)


def exact(figure: Decimal | None) -> str | None:
    """Up to six decimals, without the zeros at the end."""
    if figure is None:
        return None
    text = plain_number(figure, decimals=MOST_DECIMALS)
    return text.rstrip("0").rstrip(".") if "." in text else text


def state_label(record: Any) -> str | None:
    """実績, 速報 …; 取下げ where the value was withdrawn."""
    if record.kind == RecordKind.WITHDRAWAL and not record.value_state:
        return RecordKind.WITHDRAWAL.label
    return STATES[record.value_state] if record.value_state else None


STATE_WORDS = dict.fromkeys((*STATES.values(), RecordKind.WITHDRAWAL.label), "")
INDICATOR_CODE = Field(
    "indicator_code",
    "指標の番号",
    FieldType.TEXT,
    lambda record: record.code,
    "施策の番号と、計画に載っている順の英字（44B）",
)
UNIT = Field("unit", "単位", FieldType.TEXT, lambda record: record.unit, "数値の列の単位")

FIELDS: tuple[Field, ...] = (
    INDICATOR_CODE,
    Field("indicator_name", "指標名", FieldType.TEXT, lambda row: row.name),
    Field("measure_number", "施策の番号", FieldType.WHOLE, lambda row: row.measure_number),
    Field("measure_name", "施策名", FieldType.TEXT, lambda row: row.measure_name),
    Field("basic_policy", "基本政策", FieldType.TEXT, lambda row: row.policy_name),
    Field("lead_department", "主担当課", FieldType.TEXT, lambda row: row.department),
    *year_fields("fiscal_year", "年度", lambda row: row.year, meaning="4月から翌年3月まで"),
    Field("value", "値", FieldType.NUMBER, lambda row: figure(row, row.value), unit=OWN_UNIT, empty=NO_VALUE),
    UNIT,
    Field(
        "value_state",
        "値の状態",
        FieldType.TEXT,
        lambda row: row.value_state or None,
        allowed=STATES,
        empty="公表したものがないか、取り下げた",
    ),
    Field(
        "value_state_ja",
        "値の状態（日本語）",
        FieldType.TEXT,
        state_label,
        allowed=STATE_WORDS,
        empty=NO_RECORD,
    ),
    Field(
        "baseline",
        "現状値",
        FieldType.NUMBER,
        lambda row: figure(row, row.printed_baseline),
        "その年度の判定に使う現状値。見直していなければ、計画に書かれた値",
        unit=OWN_UNIT,
    ),
    Field(
        "baseline_label",
        "現状値の時点",
        FieldType.TEXT,
        lambda row: row.baseline_label,
        "計画に書かれたとおり",
    ),
    *year_fields("baseline_fiscal_year", "現状値の年度", lambda row: row.printed_baseline_year),
    Field(
        "baseline_revised_from",
        "見直した現状値を使う最初の年度",
        FieldType.YEAR,
        lambda row: row.baseline_first_year,
        empty="計画に書かれた現状値のまま",
    ),
    Field(
        "target",
        "目標",
        FieldType.NUMBER,
        lambda row: figure(row, row.target),
        "その年度の判定に使う目標。directionがat_mostなら上限、at_leastなら下限",
        unit=OWN_UNIT,
    ),
    Field(
        "target_label", "目標の書き方", FieldType.TEXT, lambda row: row.target_label, "計画に書かれたとおり"
    ),
    *year_fields("target_fiscal_year", "目標の年度", lambda row: row.target_year),
    # That year's own interim target, where it has one; `expected` is the same figure then.
    Field(
        "interim_target",
        "中間目標",
        FieldType.NUMBER,
        lambda row: figure(row, row.interim_target),
        "その年度そのものの中間目標。あるときはexpectedと同じ値",
        unit=OWN_UNIT,
        empty="その年度に中間目標がない",
    ),
    Field(
        "direction",
        "目指す方向",
        FieldType.TEXT,
        lambda row: row.direction,
        allowed=dict(Direction.choices),
    ),
    Field("counting", "数え方", FieldType.TEXT, lambda row: row.counting, allowed=dict(Counting.choices)),
    Field(
        "expected",
        "目安",
        FieldType.NUMBER,
        lambda row: exact(row.expected),
        "現状値から中間目標を通って目標まで直線で結んだ、その年度の値。小数は6桁まで",
        unit=OWN_UNIT,
        empty="現状値の年度より前で、目安がない",
    ),
    Field(
        "progress",
        "進捗",
        FieldType.NUMBER,
        lambda row: exact(row.progress),
        "（値 − 現状値）÷（目標 − 現状値）。小数は6桁まで",
        unit="比（1が目標）",
        empty="判定する値がないか、上限・下限の指標なので割合がない。0ではない",
    ),
    Field(
        "margin",
        "余裕",
        FieldType.NUMBER,
        lambda row: figure(row, row.margin),
        "上限までの（下限からの）余り。負なら範囲の外",
        unit=f"{OWN_UNIT}（％はポイント）",
        empty="判定する値がないか、上限・下限の指標ではない",
    ),
    Field("verdict", "判定", FieldType.TEXT, lambda row: row.verdict, allowed=VERDICTS),
    Field(
        "verdict_ja",
        "判定（日本語）",
        FieldType.TEXT,
        lambda row: row.label,
        "目標の年度より前の達成は「目標の水準に到達」",
        allowed=dict.fromkeys((*VERDICTS.values(), LEVEL_REACHED), ""),
    ),
    Field("verdict_reason", "判定の理由", FieldType.TEXT, lambda row: row.reason),
    Field(
        "note", "説明", FieldType.TEXT, lambda row: row.note or None, "値についての説明", empty="説明がない"
    ),
    Field(
        "as_of", "時点", FieldType.DAY, lambda row: day_text(row.as_of), "値の時点", empty="時点の指定がない"
    ),
    Field(
        "expected_on",
        "公表予定日",
        FieldType.DAY,
        lambda row: day_text(row.expected_on),
        "未公表の値を公表する予定の日",
        empty="未公表の値ではない",
    ),
    Field(
        "record_kind",
        "公表の種別",
        FieldType.TEXT,
        lambda row: row.kind or None,
        allowed=RECORD_KINDS,
        empty=NO_RECORD,
    ),
    Field(
        "record_number",
        "公表の回",
        FieldType.WHOLE,
        lambda row: row.number or None,
        "その年度の値として何回目の公表か",
        empty=NO_RECORD,
    ),
    Field(
        "change_reason",
        "変更の理由",
        FieldType.TEXT,
        lambda row: row.change_reason or None,
        empty="初回か確定で、理由がない",
    ),
    Field(
        "published_at",
        "公表した日時",
        FieldType.MOMENT,
        lambda row: moment_text(row.published_at),
        "日本時間",
        empty=NO_RECORD,
    ),
    # Null where there is nothing to publish, false for a value that only staff can see.
    Field(
        "is_published",
        "公表済みか",
        FieldType.YES_NO,
        lambda row: None if not row.has_record else not row.unpublished,
        "公開しているファイルでは、falseはない",
        empty=NO_RECORD,
    ),
)


def earlier_of(row: Row) -> list[dict[str, CellValue]]:
    """The records that 訂正, 改定 or 取下げ replaced, oldest first."""
    return [_earlier(row, old) for old in row.struck]


def _earlier(row: Row, old: Struck) -> dict[str, CellValue]:
    return {
        "value": figure(row, old.value),
        "value_state": old.value_state or None,
        "replaced_by": old.kind,
        "replaced_at": moment_text(old.published_at),
    }
