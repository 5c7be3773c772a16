"""What of a plan a file cannot change any more, since it is published: said with the way that changes it."""

from collections.abc import Callable
from dataclasses import dataclass

from indicators.models import (
    FigurePoints,
    Indicator,
    InterimTarget,
    Kind,
    Passport,
    Result,
    Target,
    WorkflowState,
)
from indicators.plan_tables import PlanTables, TableChanges
from indicators.plan_tables.changes import GONE, NEW, Change
from indicators.workflow.plan_file.rows import cells_of, measure_of_initiative
from measures.models import Plan

_TEXTS = "公表されている計画の文は、ファイルでは変えられません。「計画」の施策{}の画面で下書きし、ほかの計画担当が反映します。"
_POLICY = "公表されている基本政策は、ファイルでは変えられません。「計画」の基本政策の画面で下書きします。"
_TARGET = "目標を公表した指標です。目標と現状値は「目標を改める」で、使い始める年度を決めて改めます。"
_DECIMALS = "公表した指標の小数の桁数は、ファイルでは変えられません。「計画」の指標の「名称と説明」の画面で増やします。"
_WORDS = (
    "公表した指標の名前・説明・主担当などは、ファイルでは変えられません。「計画」の指標の画面で変えます。"
)
_INTERIM = "公表した中間目標です。「中間目標」の画面で、使い始める年度を決めて改めます。"
_PASSPORT = "公表した説明です。「この指標について」の画面で改めます。"
_POINTS = "公表されている参考図表は、ファイルでは変えられません。「参考図表の数値」の画面で改めます。"
_PROMISE = frozenset(
    {
        *("unit", "decimals", "counting", "year_kind", "direction", "baseline_value", "baseline_label"),
        *("baseline_year", "value", "upper", "tolerance", "wording", "target_year", "label", "promised_from"),
        *("every", "survey_year"),
    }
)


@dataclass(frozen=True)
class Fixed:
    """What is public of the plan. `records`: the newest of each value, by code and year."""

    plan: Plan
    measures: frozenset[int]
    targets: frozenset[str]
    interims: frozenset[tuple[str, int]]
    passports: frozenset[str]
    points: frozenset[int]
    records: dict[tuple[str, int], Result]

    def refusal(self, table: str, change: Change) -> str:
        """Why this row cannot go in; "" where it can."""
        return _REFUSALS.get(table, _none)(self, change)


def fixed_of(plan: Plan, standing: PlanTables) -> Fixed:
    codes = {one.pk: one.code for one in Indicator.objects.of_plan(plan).select_related("measure")}
    out = {"indicator__in": codes, "published_at__isnull": False}
    records: dict[tuple[str, int], Result] = {}
    for record in Result.objects.filter(indicator__in=codes).order_by("number"):
        records[codes[record.indicator_id], record.year] = record
    points = FigurePoints.objects.filter(measure__plan=plan, published_at__isnull=False)
    interims = InterimTarget.objects.filter(**out).values_list("indicator_id", "year")
    return Fixed(
        plan=plan,
        measures=frozenset(cells["number"] for cells in cells_of(standing, "measures")),
        targets=frozenset(
            codes[pk] for pk in Target.objects.filter(**out).values_list("indicator_id", flat=True)
        ),
        interims=frozenset((codes[pk], year) for pk, year in interims),
        passports=frozenset(
            codes[pk] for pk in Passport.objects.filter(**out).values_list("indicator_id", flat=True)
        ),
        points=frozenset(points.values_list("measure__number", flat=True)),
        records=records,
    )


def refused(fixed: Fixed, found: list[TableChanges]) -> list[tuple[TableChanges, Change, str]]:
    """Every row that is published and would be another; one that is gone from the file stays where it is."""
    return [
        (table, change, why)
        for table in found
        for change in table.changes
        if (why := fixed.refusal(table.table.key, change))
    ]


def _none(fixed: Fixed, change: Change) -> str:
    return ""


def _policy(fixed: Fixed, change: Change) -> str:
    return _POLICY if fixed.plan.is_public and change.kind != NEW else ""


def _measure(fixed: Fixed, change: Change) -> str:
    return _of_texts(fixed, int(change.owner[0]), is_new=change.kind == NEW)


def _text(fixed: Fixed, change: Change) -> str:
    return _of_texts(fixed, int(change.owner[0]))


def _initiative(fixed: Fixed, change: Change) -> str:
    return _of_texts(fixed, measure_of_initiative(change.owner[0]))


def _of_texts(fixed: Fixed, number: int, *, is_new: bool = False) -> str:
    is_fixed = fixed.plan.is_public and number in fixed.measures and not is_new
    return _TEXTS.format(number) if is_fixed else ""


def _indicator(fixed: Fixed, change: Change) -> str:
    code = change.owner[0]
    if change.kind == NEW or code not in fixed.targets:
        return ""
    promised = {column.name for column, _, _ in change.cells} & _PROMISE
    if promised == {"decimals"}:
        return _DECIMALS
    if promised or change.kind == GONE:
        return _TARGET
    return _WORDS if fixed.plan.is_public else ""


def _interim(fixed: Fixed, change: Change) -> str:
    return _INTERIM if (change.owner[0], int(change.owner[1])) in fixed.interims else ""


def _value(fixed: Fixed, change: Change) -> str:
    record = fixed.records.get((change.owner[0], int(change.owner[1])))
    if record is not None and record.is_editable and record.kind == Kind.WITHDRAWAL:
        return "この値の取下げが下書きになっています。値に直すときは、先にその下書きを削除してください。"
    if record is None or record.is_editable:
        return ""
    if record.state == WorkflowState.SUBMITTED:
        return "提出済みなので、変えられません。直すときは、企画課に差戻しを頼んでください。"
    if record.kind == Kind.WITHDRAWAL:
        return "取り下げた値です。指標の画面で、訂正を始めてください。"
    return "公表済みなので、変えられません。直すときは、指標の画面で変更（訂正など）を始めてください。"


def _passport(fixed: Fixed, change: Change) -> str:
    return _PASSPORT if change.owner[0] in fixed.passports else ""


def _figure(fixed: Fixed, change: Change) -> str:
    number = int(change.owner[0])
    if number in fixed.points or (fixed.plan.is_public and number in fixed.measures and change.kind != NEW):
        return _POINTS
    return ""


def _points(fixed: Fixed, change: Change) -> str:
    return _POINTS if int(change.owner[0]) in fixed.points else ""


_REFUSALS: dict[str, Callable[[Fixed, Change], str]] = {
    "policies": _policy,
    "measures": _measure,
    "statements": _text,
    "initiatives": _initiative,
    "details": _initiative,
    "viewpoints": _text,
    "related_plans": _text,
    "indicators": _indicator,
    "interim_targets": _interim,
    "values": _value,
    "passports": _passport,
    "figures": _figure,
    "figure_points": _points,
}
