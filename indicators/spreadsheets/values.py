"""The columns of every file of yearly values: one row an indicator × fiscal year."""

from typing import Any

from indicators.frames import Row, Superseded
from indicators.models import Kind as RecordKind
from indicators.progress import Counting, Direction, Rule
from indicators.spreadsheets.fields import (
    OWN_UNIT,
    CellValue,
    Field,
    FieldType,
    day_field,
    figure,
    figure_field,
    moment_field,
    moment_text,
    number_field,
    text_field,
    whole_field,
    year_fields,
    yes_no_field,
)
from indicators.spreadsheets.promises import KINDS
from indicators.spreadsheets.verdict_basis import BASIS, exact
from indicators.wording.figures import STATES, VERDICTS

NO_RECORD = "その年度について公表したものがない"
NO_VALUE = "値がない（理由はvalue_stateの列）。0ではない"
RECORD_KINDS = dict(RecordKind.choices)


def state_label(record: Any) -> str | None:
    """実績, 速報 …; 取下げ where the value was withdrawn."""
    if record.kind == RecordKind.WITHDRAWAL and not record.value_state:
        return RecordKind.WITHDRAWAL.label
    return STATES[record.value_state] if record.value_state else None


STATE_WORDS = dict.fromkeys((*STATES.values(), RecordKind.WITHDRAWAL.label), "")
INDICATOR_CODE = text_field(
    "indicator_code", "指標の番号", "code", "施策の番号と、計画に載っている順の英字（例：1B）"
)
UNIT = text_field("unit", "単位", meaning="数値の列の単位", empty="単位のない数（指数、順位など）")

# What follows a value that is not final: at the end of each file that has it.
DUE = (
    day_field(
        "next_due_on",
        "次の公表の期限",
        "due_on",
        "速報・見込・年度途中・未公表のとき、次の値を公表する期限。公表予定日、なければ次の年度の9月30日",
        empty="公表したものがないか、確定した値",
        is_later=True,
    ),
    yes_no_field(
        "is_overdue",
        "公表予定を過ぎているか",
        lambda said: None if said.due_on is None else any(one.year == said.year for one in said.overdue),
        "期限を過ぎても次の値を公表していない。その日（as_ofを指定したときはその日、ほかは作成した日）で判断する",
        empty="公表したものがないか、確定した値",
        is_later=True,
    ),
)
# Where a value comes from, behind them.
SOURCE = (
    text_field(
        "source", "出典", meaning="値のもとになった資料や統計の名前", empty="示していない", is_later=True
    ),
    text_field(
        "source_url",
        "出典のリンク",
        meaning="https://で始まるアドレス（URL）",
        empty="示していない",
        is_later=True,
    ),
)

# Why a promise is missed, behind what came before.
WHY = (
    text_field(
        "shortfall_reason",
        "届かない理由",
        meaning="目安や上限・下限に届かないわけ。主担当課の言葉",
        empty="まだ説明がないか、届かない判定ではない",
        is_newer=True,
    ),
    text_field(
        "next_step",
        "次にすること",
        meaning="届かない目標のために、これからすること。主担当課の言葉",
        empty="まだ説明がないか、届かない判定ではない",
        is_newer=True,
    ),
)

FIELDS: tuple[Field, ...] = (
    INDICATOR_CODE,
    text_field("indicator_name", "指標名", "name"),
    whole_field("measure_number", "施策の番号"),
    text_field("measure_name", "施策名"),
    text_field("basic_policy", "基本政策", "policy_name"),
    text_field("lead_department", "主担当課", "department"),
    *year_fields("fiscal_year", "年度", "year", meaning="4月から翌年3月まで"),
    figure_field("value", "値", empty=NO_VALUE),
    UNIT,
    text_field("value_state", "値の状態", allowed=STATES, empty="公表したものがないか、取り下げた"),
    text_field("value_state_ja", "値の状態（日本語）", state_label, allowed=STATE_WORDS, empty=NO_RECORD),
    figure_field(
        "baseline",
        "現状値",
        "printed_baseline",
        "その年度の判定に使う現状値。見直していなければ、計画に書かれた値",
        empty="計画に現状値がない",
    ),
    text_field(
        "baseline_label",
        "現状値の時点",
        meaning="baselineの列の値の時点。見直していなければ、計画に書かれたとおり",
    ),
    *year_fields("baseline_fiscal_year", "現状値の年度", "printed_baseline_year", empty="計画に現状値がない"),
    Field(
        "baseline_revised_from",
        "見直した現状値を使う最初の年度",
        FieldType.YEAR,
        lambda row: row.baseline_first_year,
        empty="計画に書かれた現状値のまま",
    ),
    figure_field(
        "target",
        "目標",
        meaning="その年度の判定に使う目標。directionがat_mostなら上限、at_leastとwithinなら下限",
    ),
    text_field(
        "target_label",
        "目標の書き方",
        meaning="targetの列の値の書き方。見直していなければ、計画に書かれたとおり",
    ),
    *year_fields("target_fiscal_year", "目標の年度", "target_year"),
    # That year's own interim target, where it has one; `expected` is the same figure then.
    figure_field(
        "interim_target",
        "中間目標",
        meaning="その年度そのものの中間目標。あるときはexpectedと同じ値",
        empty="その年度に中間目標がない",
    ),
    text_field("direction", "目指す方向", allowed=dict(Direction.choices)),
    text_field("counting", "数え方", allowed=dict(Counting.choices)),
    number_field(
        "expected",
        "目安",
        lambda row: exact(row.expected),
        "現状値から中間目標を通って目標まで直線で結んだ、その年度の値。小数は6桁まで",
        empty="起点の年度より前か、起点になる値がまだないか、範囲の指標で、目安がない",
    ),
    number_field(
        "progress",
        "進捗",
        lambda row: exact(row.progress),
        "（値 − 現状値）÷（目標 − 現状値）。小数は6桁まで",
        unit="比（1が目標）",
        empty="判定する値がないか、目標までの線がないか、上限・下限の指標なので割合がない。0ではない",
    ),
    figure_field(
        "margin",
        "余裕",
        meaning="上限までの（下限からの）余り。負なら範囲の外",
        unit=f"{OWN_UNIT}（％はポイント）",
        empty="判定する値がないか、上限・下限の指標ではない",
    ),
    text_field("verdict", "判定", allowed=VERDICTS),
    text_field(
        "verdict_ja",
        "判定（日本語）",
        "label",
        "目標の年度より前の達成は「目標の水準に到達」、許容幅の内のやや遅れは「わずかに届かない」「わずかに超えている」",
        allowed=dict.fromkeys((*VERDICTS.values(), *(rule.words for rule in Rule if rule.words)), ""),
    ),
    text_field("verdict_reason", "判定の理由", "reason"),
    text_field("note", "説明", meaning="値についての説明", empty="説明がない"),
    day_field("as_of", "時点", meaning="値の時点", empty="時点の指定がない"),
    day_field(
        "expected_on",
        "公表予定日",
        meaning="速報・見込・年度途中・未公表のとき、次の値を公表する予定の日",
        empty="予定を決めていないか、確定した値",
    ),
    text_field("record_kind", "公表の種別", "kind", allowed=RECORD_KINDS, empty=NO_RECORD),
    whole_field(
        "record_number",
        "公表の回",
        lambda row: row.number or None,
        "その年度の値として何回目の公表か",
        empty=NO_RECORD,
    ),
    text_field("change_reason", "変更の理由", empty="初回・確定・更新・補足で、理由がない"),
    moment_field("published_at", "公表した日時", empty=NO_RECORD),
    # Null where there is nothing to publish, false for a value that only staff can see.
    yes_no_field(
        "is_published",
        "公表済みか",
        lambda row: None if not row.has_record else not row.unpublished,
        "公開しているファイルでは、falseはない",
        empty=NO_RECORD,
    ),
    *BASIS[:-1],
    *DUE,
    BASIS[-1],  # the gap; what came later stands behind it
    *SOURCE,
    *KINDS,
    *WHY,
)


def earlier_of(row: Row) -> list[dict[str, CellValue]]:
    """The records that 訂正, 改定 or 取下げ replaced, oldest first."""
    return [_earlier(row, old) for old in row.superseded]


def _earlier(row: Row, old: Superseded) -> dict[str, CellValue]:
    return {
        "value": figure(row, old.value),
        "value_state": old.value_state or None,
        "replaced_by": old.kind,
        "replaced_at": moment_text(old.published_at),
    }
