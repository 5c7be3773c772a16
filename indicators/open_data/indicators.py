"""Indicators, what is aimed at, and what was measured: datasets that come from frames alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from indicators import frames
from indicators.frames import Row, RuleRecord, Source
from indicators.models import Counting, Direction, InterimTarget, Threshold
from indicators.open_data.dataset import Dataset, JsonExtra, Reference
from indicators.open_data.passports import PASSPORT, with_passports
from indicators.spreadsheets import comparisons as comparison_columns
from indicators.spreadsheets.fields import (
    CellValue,
    choice_fields,
    day_field,
    figure,
    moment_field,
    number_field,
    text_field,
    whole_field,
    year_fields,
    yes_no_field,
)
from indicators.spreadsheets.promises import LIMIT, LINE
from indicators.spreadsheets.values import FIELDS, INDICATOR_CODE, earlier_of
from indicators.spreadsheets.verdict_basis import PRINTED, exact

GROUP = "指標と目標"
VALUES_GROUP = "値"
TARGET_KINDS = {
    "target": "目標",
    "interim_target": "中間目標",
    "baseline": "見直した現状値",
    "threshold": "やや遅れの基準",
    "rhythm": "調査の間隔",
    "recount": "数え方の区切り",
    "rebased_value": "新しい数え方で見た前の年度の値",
}
# Of yearly values release 1.0.0 had them already.
NEWER_LIMIT = tuple(replace(field, is_newer=True) for field in LIMIT)
OF_INDICATOR = Reference("indicator_code", "indicators", "code")
EARLIER = {
    "type": "array",
    "items": {"type": "object", "additionalProperties": {"type": ["string", "null"]}},
}


def published_rules(source: Source) -> list[RuleRecord]:
    """By indicator, with each kind in the order of the years; thresholds, which are the plan's, at the end."""
    # The plan's own baselines have no first year: they stand in the dataset of indicators.
    revised = [record for record in frames.baselines(source) if record.first_year is not None]
    found = [*frames.targets(source), *frames.interims(source), *revised, *frames.rhythms(source)]
    found += [one for recount in frames.recounts(source) for one in _with_rebased(recount)]
    places = {row.code: place for place, row in enumerate(frames.newest(frames.published(source)))}
    kinds = list(TARGET_KINDS)
    public = [rule for rule in found if rule.code in places]
    public.sort(
        key=lambda rule: (places[rule.code], kinds.index(_kind(rule)), rule.year or 0, rule.first_year or 0)
    )
    return [*public, *frames.thresholds(source)]


def _with_rebased(recount: RuleRecord) -> Iterator[RuleRecord]:
    """A recount, and each earlier figure in the new way as a row of its own: beside what was published in the old one."""
    yield replace(recount, year=recount.first_year)
    for year, figure_then in recount.rebased_figures:
        yield replace(recount, kind="rebased_value", year=year, value=figure_then)


def _kind(rule: RuleRecord) -> str:
    """As the dataset calls it."""
    return "interim_target" if rule.kind == InterimTarget.key else rule.kind


def _values(source: Source) -> Sequence[Row]:
    return frames.counted(frames.published(source))


def _value(rule: RuleRecord) -> str | None:
    """A threshold is a share of the whole plan: it has no indicator, whose decimals others have."""
    return exact(rule.value) if rule.kind == Threshold.key else figure(rule, rule.value)


def explanation_of(row: Row) -> dict[str, CellValue | list[str]]:
    """B, A, E, T, the rule that held, and 計算のしかた line by line (docs/progress.md §14)."""
    return {
        "baseline": exact(row.baseline),
        "baseline_fiscal_year": row.baseline_year,
        "value": exact(row.value),
        "expected": exact(row.expected),
        "target": exact(row.target),
        "target_fiscal_year": row.target_year,
        "rule": row.rule,
        "formula": list(row.trace),
    }


_FIGURE = {"type": ["string", "null"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
EXPLANATION = {
    "type": "object",
    "description": "判定の根拠。baselineは判定に使った起点（0から数え直す指標では0、目標の改定後は改定前の最後の実績）",
    "required": [
        "baseline",
        "baseline_fiscal_year",
        "value",
        "expected",
        "target",
        "target_fiscal_year",
        "rule",
        "formula",
    ],
    "additionalProperties": False,
    "properties": {
        "baseline": {**_FIGURE, "description": "B：起点（現状値）"},
        "baseline_fiscal_year": {"type": "integer"},
        "value": {**_FIGURE, "description": "A：その年度の値"},
        "expected": {**_FIGURE, "description": "E：目安"},
        "target": {**_FIGURE, "description": "T：目標"},
        "target_fiscal_year": {"type": "integer"},
        "rule": {"type": "string", "description": "当てはまった規則の名"},
        "formula": {"type": "array", "items": {"type": "string"}, "description": "計算のしかた（1行ずつ）"},
    },
}


INDICATORS = Dataset(
    "indicators",
    "指標",
    "計画の数値目標の指標。年度ごとの値と判定は「年度ごとの値」にあります",
    GROUP,
    (
        text_field("code", "番号", meaning=INDICATOR_CODE.meaning),
        text_field("name", "指標名"),
        whole_field("measure_number", "施策の番号"),
        text_field("policy_number", "基本政策の番号"),
        text_field("unit", "単位"),
        whole_field("decimals", "小数の桁数"),
        *choice_fields("direction", "目指す方向", "direction", dict(Direction.choices)),
        *choice_fields("counting", "数え方", "counting", dict(Counting.choices)),
        text_field("meaning", "わかること", empty="説明がない"),
        text_field("remark", "備考（要約）", empty="備考がない"),
        text_field("lead_department_slug", "主担当課の識別名", "department_slug"),
        text_field("lead_department", "主担当課", "department"),
        yes_no_field(
            "lead_confirmed",
            "主担当を確認済みか",
            meaning="falseは、まだ確認していない初期設定",
        ),
        *(field for field in PRINTED if field.name.startswith("plan_")),
        *PASSPORT,
        *LINE,
        *NEWER_LIMIT,
    ),
    with_passports,
    key=("code",),
    references=(
        Reference("measure_number", "measures", "number"),
        Reference("policy_number", "policies", "number"),
        Reference("lead_department_slug", "departments", "slug"),
    ),
)
WHOLE_PLAN = "計画全体のもので、指標はない"
TARGETS = Dataset(
    "targets",
    "目標",
    "指標の目標と中間目標、見直した現状値、調査の間隔、数え方の区切り、計画のやや遅れの基準。改定があれば、前のものも残します",
    GROUP,
    (
        *choice_fields("kind", "種別", _kind, TARGET_KINDS),
        text_field("indicator_code", "指標の番号", "code", INDICATOR_CODE.meaning, empty=WHOLE_PLAN),
        text_field("indicator_name", "指標名", "name", empty=WHOLE_PLAN),
        *year_fields("fiscal_year", "いつの値か", "year", empty="やや遅れの基準で、年度がない"),
        number_field(
            "value",
            "値",
            _value,
            meaning="やや遅れの基準は比（0.8は80％）",
            empty="中間目標を取りやめたか、調査の間隔か、数え方の区切り。0ではない",
        ),
        text_field("unit", "単位", empty="やや遅れの基準は比で、単位がない"),
        text_field(
            "label",
            "目標の書き方",
            meaning="計画に書かれたとおり。見直したものは、見直しを決めたときのとおり",
            empty="中間目標、調査の間隔、数え方の区切り、やや遅れの基準のいずれか",
        ),
        *year_fields("first_fiscal_year", "適用する最初の年度", "first_year"),
        day_field("decided_on", "決定日", empty="計画の策定時のもの"),
        text_field("reason", "理由"),
        moment_field("published_at", "公表した日時"),
        whole_field(
            "survey_every",
            "何年ごとの調査か",
            "every",
            "調査の間隔の行だけ。fiscal_yearの年度から数える。1は毎年度",
            empty="調査の間隔ではない",
        ),
        *NEWER_LIMIT,
    ),
    published_rules,
    key=("kind", "indicator_code", "fiscal_year", "first_fiscal_year"),
    references=(OF_INDICATOR,),
)
VALUES = Dataset(
    "values",
    "年度ごとの値",
    "指標の年度ごとの値、目標、目安、進捗、判定。1行が、一つの指標の一つの年度です",
    VALUES_GROUP,
    FIELDS,
    _values,
    key=("indicator_code", "fiscal_year"),
    references=(OF_INDICATOR, Reference("measure_number", "measures", "number")),
    more=(
        JsonExtra("explanation", "判定の根拠", explanation_of, EXPLANATION),
        JsonExtra("earlier", "訂正、改定、取下げの前の値（古い順）", earlier_of, EARLIER),
    ),
)
COMPARISONS = Dataset(
    "comparisons",
    "比較値",
    "指標と並べて見るための、ほかの市などの値。判定には使いません",
    VALUES_GROUP,
    comparison_columns.FIELDS,
    frames.comparisons,
    key=("indicator_code", "series", "fiscal_year"),
    references=(OF_INDICATOR,),
    more=(JsonExtra("earlier", "前に公表した値（古い順）", comparison_columns.earlier_of, EARLIER),),
)
