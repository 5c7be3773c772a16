"""What a dated rule must be before it can go out: held against the rule of progress and what is published (figures.md §4.2).

Each check raises Incomplete with messages by field; "__all__" where no field of the rule can mend it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from indicators.frames import Row, published
from indicators.models import Baseline, Counting, DatedRule, Indicator, InterimTarget, Target, Threshold
from indicators.models.vocabulary import YEAR_FROM, YEAR_TO
from indicators.numbers import format_number
from indicators.progress import Direction, RuleError, check_rule
from indicators.workflow.errors import Incomplete
from measures.fiscal_year import FiscalYear

# What the rule calls it → the field of the draft that holds it. Any other word belongs to the indicator.
_OF_TARGET = {"target": "value", "target_year": "target_year"}
_OF_BASELINE = {"target": "value", "target_year": "baseline_year", "baseline": "value"}
NOT_PUBLIC = "この指標の最初の目標が、まだ公表されていません。現状値は、計画の管理で直せます。"


def check_target(target: Target, indicator: Indicator) -> None:
    """RuleError where `indicator`, as it was printed, could not be judged by `target` (figures.md §4.2)."""
    check_rule(
        direction=indicator.direction,
        counting=indicator.counting,
        baseline=indicator.baseline_value,
        baseline_year=indicator.baseline_year,
        target=target.value,
        target_year=target.target_year,
    )


def check_draft(draft: DatedRule) -> None:
    """Incomplete, by field, where `draft` could not go out as things are published now."""
    checks: dict[type[DatedRule], Callable[[Any], None]] = {
        Target: _check_target,
        Baseline: _check_baseline,
        InterimTarget: _check_interim,
        Threshold: _check_threshold,
    }
    _check_first_year(draft)
    checks[type(draft)](draft)
    if not draft.reason.strip():
        raise Incomplete({"reason": "理由を入力してください。"})


def _check_first_year(draft: DatedRule) -> None:
    if not YEAR_FROM <= draft.first_year <= YEAR_TO:
        raise Incomplete({"first_year": f"年度は{YEAR_FROM}〜{YEAR_TO}の間にしてください。"})


# --- Targets and baselines against each other ---------------------------------------------------------


@dataclass(frozen=True)
class _Span:
    """A target or a baseline with the years in which it is in force: from `first` to before `end`, None for always."""

    first: int | None
    end: int | None
    value: Decimal
    year: int
    label: str
    is_draft: bool

    def meets(self, other: "_Span") -> bool:
        starts = self.end is None or other.first is None or other.first < self.end
        goes_on = other.end is None or self.first is None or self.first < other.end
        return starts and goes_on


def _check_target(draft: Target) -> None:
    if draft.first_year > draft.target_year:
        raise Incomplete({"first_year": "適用する最初の年度は、目標の年度より後にできません。"})
    _check_pairs(draft.indicator, draft)


def _check_baseline(draft: Baseline) -> None:
    indicator = draft.indicator
    if not Target.objects.filter(indicator=indicator, published_at__isnull=False).exists():
        raise Incomplete({"__all__": NOT_PUBLIC})
    if not draft.label.strip():
        raise Incomplete({"label": "いつの値か、決めた文書に書かれたとおりに入力してください。"})
    if draft.baseline_year > draft.first_year:
        raise Incomplete({"baseline_year": "現状値の年度は、適用する最初の年度より後にできません。"})
    if indicator.counting == Counting.CUMULATIVE_FROM_ZERO and draft.baseline_year != indicator.baseline_year:
        year = FiscalYear(indicator.baseline_year).wareki
        raise Incomplete(
            {"baseline_year": f"計画期間に0から数え直す指標の起点は、{year}のまま変えられません。"}
        )
    _check_pairs(indicator, draft)


def _check_pairs(indicator: Indicator, draft: Target | Baseline) -> None:
    """Every target and every baseline that would be in force in one year must agree, the draft's side alone counts."""
    targets = _spans(
        [
            (one.first_year, one.value, one.target_year, one.label, one is draft)
            for one in _with_draft(Target, indicator, draft)
        ]
    )
    printed = (None, indicator.baseline_value, indicator.baseline_year, indicator.baseline_label, False)
    baselines = _spans(
        [
            printed,
            *(
                (one.first_year, one.value, one.baseline_year, one.label, one is draft)
                for one in _with_draft(Baseline, indicator, draft)
            ),
        ]
    )
    if targets:  # years before the first target are measured by it
        first = targets[0]
        targets[0] = _Span(None, first.end, first.value, first.year, first.label, first.is_draft)
    for target in targets:
        for baseline in baselines:
            if (target.is_draft or baseline.is_draft) and target.meets(baseline):
                _check_pair(indicator, target, baseline)


def _check_pair(indicator: Indicator, target: _Span, baseline: _Span) -> None:
    try:
        check_rule(
            direction=indicator.direction,
            counting=indicator.counting,
            baseline=baseline.value,
            baseline_year=baseline.year,
            target=target.value,
            target_year=target.year,
        )
    except RuleError as error:
        if target.is_draft:
            field, against = _OF_TARGET.get(error.field), ""
            if baseline.first is not None:
                against = f"{_from(baseline)}使う現状値{_figure(indicator, baseline)}に対して、"
        else:
            field = _OF_BASELINE.get(error.field)
            against = f"目標{_figure(indicator, target)}（{target.label}）に対して、"
        raise Incomplete({field or "__all__": f"{against}{error}"}) from None


def _with_draft(model: type[Any], indicator: Indicator, draft: Target | Baseline) -> list[Any]:
    known = list(model.objects.filter(indicator=indicator, published_at__isnull=False))
    mine = [draft] if isinstance(draft, model) else []
    return sorted([*known, *mine], key=lambda one: one.first_year)


def _spans(told: Iterable[tuple[int | None, Decimal, int, str, bool]]) -> list[_Span]:
    """Each goes on until the next begins."""
    known = list(told)
    ends = [one[0] for one in known[1:]]
    return [
        _Span(first, end, value, year, label, is_draft)
        for (first, value, year, label, is_draft), end in zip_longest(known, ends)
    ]


def _from(span: _Span) -> str:
    return "" if span.first is None else f"{FiscalYear(span.first).wareki}から"


def _figure(indicator: Indicator, span: _Span) -> str:
    return format_number(span.value, decimals=indicator.decimals, unit=indicator.unit)


# --- Thresholds and interim targets -------------------------------------------------------------------


def _check_threshold(draft: Threshold) -> None:
    if not 0 < draft.value <= 1:
        raise Incomplete({"value": "やや遅れの下限は、0より大きく1以下にしてください。"})


def _check_interim(interim: InterimTarget) -> None:
    """Held against what is public: the target of its first year, and the interim targets beside it."""
    of_one = published(Indicator.objects.filter(pk=interim.indicator_id))
    row = next((row for row in of_one if row.year == interim.first_year), None)
    if row is None:
        raise Incomplete({"first_year": "適用する最初の年度は、計画の期間の中から選んでください。"})
    if interim.value is None:
        _check_there_is_one(interim, row)
        return
    others = [point for point in row.interim if point[0] != interim.year]
    try:
        check_rule(
            direction=row.direction,
            counting=Counting.POINT,  # the row's baseline is the effective one: nothing restarts any more
            baseline=row.baseline,
            baseline_year=row.baseline_year,
            target=row.target,
            target_year=row.target_year,
            interim=[*others, (interim.year, interim.value)],
        )
    except RuleError as error:
        if Direction(row.direction).is_limit:
            raise Incomplete({"__all__": str(error)}) from None
        first, last = FiscalYear(row.baseline_year).wareki, FiscalYear(row.target_year).wareki
        raise Incomplete({"year": f"{first}より後、{last}より前の年度にしてください。"}) from None
    if interim.year < interim.first_year:
        raise Incomplete({"year": "適用する最初の年度より前の年度には、中間目標を置けません。"})


def _check_there_is_one(interim: InterimTarget, row: Row) -> None:
    if interim.year not in dict(row.interim):
        raise Incomplete({"value": "取りやめる中間目標がありません。値を入力してください。"})
