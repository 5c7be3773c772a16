"""What a dated rule must be before it can go out: held against the rule of progress and what is published (docs/progress.md §4).

Each check raises Incomplete with messages by field; "__all__" where no field of the rule can mend it.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q

from indicators.frames import Row, drafts_read_as_out, published
from indicators.models import (
    Baseline,
    BatchCorrection,
    Counting,
    DatedRule,
    DeedLead,
    Drafted,
    FigurePoints,
    Indicator,
    InitiativeAims,
    InterimTarget,
    Passport,
    Recount,
    Rhythm,
    Target,
    Threshold,
)
from indicators.models.rule import LONGEST_RHYTHM
from indicators.models.vocabulary import YEAR_FROM, YEAR_TO
from indicators.progress import RuleError, check_rule, is_survey_year, rhythm_label
from indicators.wording.figures import with_unit
from indicators.workflow.aims import check_aims
from indicators.workflow.batch_checks import check_correction
from indicators.workflow.deed_leads import check_lead
from indicators.workflow.errors import Incomplete
from indicators.workflow.explanation_checks import check_passport, check_points
from measures.fiscal_year import FiscalYear

# What the rule calls it → the field of the draft that holds it. Any other word belongs to the indicator.
_OF_TARGET = {"target": "value", "target_year": "target_year", "upper": "upper", "tolerance": "tolerance"}
_OF_BASELINE = {"target": "value", "target_year": "baseline_year", "baseline": "value"}
NOT_PUBLIC = "この指標の最初の目標が、まだ公表されていません。現状値は、「計画」の指標の定義で直せます。"


def check_draft(draft: Drafted) -> None:
    """Incomplete, by field, where `draft` could not go out as things are published now."""
    checks: dict[type[Drafted], Callable[[Any], None]] = {
        Target: _check_target,
        Baseline: _check_baseline,
        InterimTarget: _check_interim,
        Rhythm: _check_rhythm,
        Recount: _check_recount,
        Threshold: _check_threshold,
        Passport: check_passport,
        FigurePoints: check_points,
        BatchCorrection: check_correction,
        DeedLead: check_lead,
        InitiativeAims: check_aims,
    }
    if isinstance(draft, DatedRule) and not YEAR_FROM <= draft.first_year <= YEAR_TO:
        raise Incomplete({"first_year": f"年度は{YEAR_FROM}〜{YEAR_TO}の間にしてください。"})
    if isinstance(draft, Target | Baseline | InterimTarget) and (
        impossible := draft.indicator.impossible(draft.value)
    ):
        raise Incomplete({"value": impossible})
    checks[type(draft)](draft)
    if not draft.reason.strip():
        raise Incomplete({"reason": "理由を入力してください。"})


# --- Targets and baselines against each other ---------------------------------------------------------


def check_target(target: Target, indicator: Indicator) -> None:
    """RuleError where `indicator`, as it was printed, could not be judged by `target` (docs/progress.md §4)."""
    _check_pair(indicator, target, _printed(indicator))


def _check_target(draft: Target) -> None:
    if draft.first_year > draft.target_year:
        raise Incomplete({"first_year": "適用する最初の年度は、目標の年度より後にできません。"})
    if (rhythm := _missed_by(draft.target_year, _rhythms_beside(draft.indicator))) is not None:
        own = draft.indicator
        year = own.year_name(draft.target_year)
        said = rhythm_label(rhythm.every, own.own_year(rhythm.survey_year))
        raise Incomplete(
            {
                "target_year": f"{year}は調査のない年です（調査は{said}）。調査のある年度を目標の年度にしてください。"
            }
        )
    _check_pairs(draft)


def _check_baseline(draft: Baseline) -> None:
    indicator = draft.indicator
    if not _out(indicator.targets).exists():
        raise Incomplete({"__all__": NOT_PUBLIC})
    if not draft.label.strip():
        raise Incomplete({"label": "いつの値か、決めた文書に書かれたとおりに入力してください。"})
    if draft.baseline_year > draft.first_year:
        raise Incomplete({"baseline_year": "現状値の年度は、適用する最初の年度より後にできません。"})
    begins = indicator.baseline_year or indicator.measure.policy.plan.first_year - 1
    if indicator.counting == Counting.CUMULATIVE_FROM_ZERO and draft.baseline_year != begins:
        year = FiscalYear(begins).wareki
        raise Incomplete(
            {"baseline_year": f"計画期間に0から数え直す指標の起点は、{year}のまま変えられません。"}
        )
    _check_pairs(draft)


def _check_pairs(draft: Target | Baseline) -> None:
    """Every target and every baseline that would be in force in one year must agree; the draft's side alone counts."""
    baselines = [_printed(draft.indicator), *_with_draft(draft.indicator.baselines, draft)]
    for target, its_years in _in_force(_with_draft(draft.indicator.targets, draft)):
        for baseline, years in _in_force(baselines):
            meet = max(years.start, its_years.start) < min(years.stop, its_years.stop)
            if meet and (target is draft or baseline is draft):
                try:
                    _check_pair(draft.indicator, target, baseline)
                except RuleError as error:
                    raise _refusal(draft, target, baseline, error) from None


def _check_pair(
    indicator: Indicator, target: Target, baseline: Baseline, interim: Iterable[tuple[int, Decimal]] = ()
) -> None:
    check_rule(
        direction=indicator.direction,
        counting=indicator.counting,
        baseline=baseline.value,
        baseline_year=baseline.baseline_year,
        target=target.value,
        upper=target.upper,
        tolerance=target.tolerance,
        target_year=target.target_year,
        interim=interim,
        # A candidate that a form holds may have no measure yet.
        first_year=indicator.measure.policy.plan.first_year if indicator.measure_id else None,
    )


def _refusal(draft: DatedRule, target: Target, baseline: Baseline, error: RuleError) -> Incomplete:
    if draft is target:
        field, against = _OF_TARGET.get(error.field), ""
        if baseline.first_year != YEAR_FROM:
            first = FiscalYear(baseline.first_year).wareki
            against = f"{first}から使う現状値{with_unit(baseline.value, baseline.indicator)}に対して、"
    else:
        field, against = (
            _OF_BASELINE.get(error.field),
            f"目標{with_unit(target.value, target.indicator)}（{target.label}）に対して、",
        )
    return Incomplete({field or "__all__": f"{against}{error}"})


def _printed(indicator: Indicator) -> Baseline:
    """The plan's own baseline, in the form of its revisions: in force from the first of all years; without a value where
    the plan prints none."""
    given: dict[str, Any] = {"value": indicator.baseline_value, "baseline_year": indicator.baseline_year}
    return Baseline(indicator=indicator, **given, label=indicator.baseline_label, first_year=YEAR_FROM)


def _with_draft(dated: Any, draft: Target | Baseline) -> list[Any]:
    """What is published of an indicator's targets or baselines, and the draft if it is one, by first year."""
    mine = [draft] if isinstance(draft, dated.model) else []
    others = _out(dated).exclude(pk=draft.pk) if mine else _out(dated)
    return sorted([*others, *mine], key=lambda one: one.first_year)


def _out(dated: Any) -> Any:
    """What is published of an indicator's rules of a kind; of a plan in preparation the drafts, which go out together."""
    drafts = drafts_read_as_out(dated.model)
    published = Q(published_at__isnull=False)
    return dated.filter(published if drafts is None else published | drafts)


def _in_force(dated: Sequence[Any]) -> Iterable[tuple[Any, range]]:
    """Each with its years: until the next one begins, and of the first those before it, which it measures too."""
    starts = [YEAR_FROM, *(one.first_year for one in dated[1:])]
    return zip(dated, map(range, starts, [*starts[1:], YEAR_TO + 1]), strict=True)


# --- Surveys ------------------------------------------------------------------------------------------


def _rhythms_beside(indicator: Indicator) -> list[Rhythm]:
    """What is published of an indicator's rhythms; while it is not public, drafts go out with its target."""
    if not indicator.pk:
        return []
    found = indicator.rhythms.order_by("first_year")
    return list(found.filter(published_at__isnull=False) if _is_public(indicator) else found)


def _is_public(indicator: Indicator) -> bool:
    return indicator.targets.filter(published_at__isnull=False).exists()


def _missed_by(year: int, rhythms: Iterable[Rhythm]) -> Rhythm | None:
    """The rhythm that passes over a year; None where a survey is made in it, or none says anything."""
    begun = [one for one in rhythms if one.first_year <= year]
    if not begun or is_survey_year(year, every=begun[-1].every, since=begun[-1].survey_year):
        return None
    return begun[-1]


def _check_rhythm(draft: Rhythm) -> None:
    """No target that is in force from then on may fall between two surveys."""
    if not 1 <= draft.every <= LONGEST_RHYTHM:
        raise Incomplete({"every": f"調査の間隔は1〜{LONGEST_RHYTHM}年にしてください。"})
    if not YEAR_FROM <= draft.survey_year <= YEAR_TO:
        raise Incomplete({"survey_year": f"年度は{YEAR_FROM}〜{YEAR_TO}の間にしてください。"})
    others = [one for one in _rhythms_beside(draft.indicator) if one.pk != draft.pk]
    rhythms = sorted([*others, draft], key=lambda one: one.first_year)
    targets = draft.indicator.targets.order_by("first_year")
    known = targets.filter(published_at__isnull=False) if _is_public(draft.indicator) else targets
    for target, years in _in_force(list(known)):
        if years.stop > draft.first_year and _missed_by(target.target_year, rhythms) is draft:
            year = draft.indicator.year_name(target.target_year)
            raise Incomplete(
                {
                    "survey_year": f"目標の年度の{year}が、調査のない年になります。間隔か、調査のある年度を変えてください。"
                }
            )


def _check_recount(draft: Recount) -> None:
    """What was counted anew lies before it, and is a figure that the indicator can have."""
    for year, said in draft.rebased:
        if year >= draft.first_year:
            raise Incomplete({"rebased": "数え方が変わった年度より前の年度だけを入力してください。"})
        if impossible := draft.indicator.impossible(Decimal(said)):
            raise Incomplete({"rebased": impossible})


# --- Thresholds and interim targets -------------------------------------------------------------------


def _check_threshold(draft: Threshold) -> None:
    if not 0 < draft.value <= 1:
        raise Incomplete({"value": "やや遅れの基準は、0より大きく1以下にしてください。"})


def _check_interim(interim: InterimTarget) -> None:
    """Held against what is public: the target of its first year, and the interim targets beside it."""
    of_one = published(Indicator.objects.filter(pk=interim.indicator_id))
    row = next((row for row in of_one if row.year == interim.first_year), None)
    if row is None and not of_one and (target := interim.indicator.targets.first()) is not None:
        _check_beside_draft(interim, target)
        return
    if row is None:
        raise Incomplete({"first_year": "適用する最初の年度は、計画の期間の中から選んでください。"})
    if interim.value is None:
        _check_there_is_one(interim, row)
        return
    others = [
        point for point in row.interim if point[0] != interim.year
    ]  # of a plan in preparation the draft itself, too
    try:
        check_rule(
            direction=row.direction,
            counting=Counting.POINT,  # the row's baseline is the effective one: nothing restarts any more
            **_begin(row),
            target=row.target,
            upper=row.upper,
            target_year=row.target_year,
            interim=[*others, (interim.year, interim.value)],
        )
    except RuleError as error:
        if row.is_limit or row.baseline_year is None:
            raise Incomplete({"__all__" if row.upper is not None else "year": str(error)}) from None
        first, last = FiscalYear(row.baseline_year).wareki, FiscalYear(row.target_year).wareki
        raise Incomplete({"year": f"{first}より後、{last}より前の年度にしてください。"}) from None
    if interim.year < interim.first_year:
        raise Incomplete({"year": "適用する最初の年度より前の年度には、中間目標を置けません。"})


def _check_beside_draft(interim: InterimTarget, target: Target) -> None:
    """Of an indicator whose first target waits too: held against that draft, and the interim targets drafted beside it."""
    others = interim.indicator.interim_targets.exclude(year=interim.year).exclude(value=None)
    points = {one.year: one.value for one in others if one.value is not None}
    if interim.value is not None:
        points[interim.year] = interim.value
    try:
        _check_pair(interim.indicator, target, _printed(interim.indicator), tuple(points.items()))
    except RuleError as error:
        raise Incomplete({"year": str(error)}) from None


def _begin(row: Row) -> dict[str, Any]:
    """From where the row's verdict measures, as check_rule() takes it: nothing is refused of a judged value's start but what
    lies before it."""
    if row.baseline is None or row.is_limit:
        return {}
    start = {"baseline": row.baseline, "baseline_year": row.baseline_year}
    return start if row.has_line else {}


def _check_there_is_one(interim: InterimTarget, row: Row) -> None:
    if interim.year not in dict(row.interim):
        raise Incomplete({"value": "取りやめる中間目標がありません。値を入力してください。"})
