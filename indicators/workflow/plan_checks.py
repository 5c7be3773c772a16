"""What of a plan is incomplete before it goes out as a whole: what refuses it, and what is only told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indicators.frames import as_if_out
from indicators.models import DRAFTED_KINDS, DatedRule, Drafted, Indicator, Passport, Target
from indicators.workflow.errors import Incomplete
from indicators.workflow.plan_edition import of_plan
from indicators.workflow.plans import overlap_with
from indicators.workflow.rule_checks import check_draft
from indicators.workflow.translations import standing_of
from measures.documents import Document, document_of, lacking, lines_without
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels
from measures.models import BasicPolicy, Department, Measure, Plan, PlanPublication, WordingDraft
from measures.plans import published_plans


@dataclass(frozen=True)
class Finding:
    """`about`: the measure, indicator, draft of wording or draft of a rule where it is mended; a word for a page of the
    plan; None for the plan."""

    words: str
    about: Any = None


@dataclass(frozen=True)
class PlanCheck:
    """Without `errors` the plan can go out; `warnings` are read and decided upon."""

    errors: Sequence[Finding]
    warnings: Sequence[Finding]


def drafts_of_plan(plan: Plan) -> list[Drafted]:
    """All rules, passports and points that go out with the plan, in the order in which each can be held against the last."""
    found: list[Drafted] = []
    for kind in DRAFTED_KINDS:
        owner = kind.chain[0]
        related = "indicator__measure__plan" if owner == "indicator" else owner
        drafts = of_plan(kind, plan).filter(published_at__isnull=True).select_related(related, "drafted_by")
        found += drafts.order_by("pk")
    return found


def check_plan(plan: Plan, known: PlanCheck | None = None) -> PlanCheck:
    """All that is found, in the plan's order. `known`: what was found of the same edition; what no edition holds is asked anew."""
    if known is not None:
        return replace(known, errors=[*known.errors, *_left_behind(plan)])
    measures = list(
        Measure.objects.filter(plan=plan)
        .select_related("policy")
        .prefetch_related("statements", "contributions", "viewpoints", "related_plans", "indicators")
    )
    indicators = list(Indicator.objects.of_plan(plan).with_plan())
    documents = [(measure, document_of(measure)) for measure in measures]
    with as_if_out(plan):
        errors = [*_missing(measures), *_left_behind(plan), *_of_rules(plan, indicators)]
    warnings = [*_of_plan(plan), *_of_texts(plan, documents), *_of_indicators(plan, indicators)]
    return PlanCheck(errors, warnings)


# --- What refuses it ------------------------------------------------------------------------------------


def _missing(measures: Sequence[Measure]) -> Iterator[Finding]:
    if not measures:
        yield Finding(in_levels("施策が1つもありません。"), "measures")
    yield from (
        Finding(f"{in_levels('施策')}{measure.number}に目標がありません。", measure)
        for measure in measures
        if not measure.goal_words
    )


def _left_behind(plan: Plan) -> Iterator[Finding]:
    """What somebody drafted of the texts and never put into the plan would not go out with it."""
    known = set(Department.objects.values_list("name", flat=True))
    unknown: dict[str, None] = {}
    for draft in WordingDraft.objects.filter(plan=plan, published_at__isnull=True).order_by("part"):
        yield Finding("計画に反映していない文の下書きがあります。反映するか、削除してください。", draft)
        for one in draft.content.get("initiatives", []):
            unknown |= dict.fromkeys(name for name in one["departments"] if name not in known)
    if unknown:
        yield Finding(f"登録されていない課があります：{'、'.join(unknown)}", "departments")


def _of_rules(plan: Plan, indicators: Iterable[Indicator]) -> Iterator[Finding]:
    drafts = drafts_of_plan(plan)
    aimed = set(of_plan(Target, plan).values_list("indicator_id", flat=True))  # type: ignore[misc]
    for indicator in indicators:
        if indicator.pk not in aimed:
            yield Finding(f"指標{indicator.code}に目標がありません。", indicator)
    chains = Counter(_place(draft) for draft in drafts)
    for place, count in chains.items():
        if count > 1:
            draft = next(one for one in drafts if _place(one) == place)
            yield Finding(
                f"同じ年度から使う{draft.word}の下書きが{count}件あります。1件にしてください。", draft
            )
    for draft in drafts:
        try:
            check_draft(draft)
        except Incomplete as missing:
            yield Finding(missing.message, draft)


def _place(draft: Drafted) -> tuple[Any, ...]:
    """What one draft alone may say."""
    year = (draft.first_year,) if isinstance(draft, DatedRule) else ()
    return (type(draft), *(getattr(draft, name) for name in draft.chain), *year)


# --- What is told -------------------------------------------------------------------------------------------


def _of_plan(plan: Plan) -> Iterator[Finding]:
    publication = PlanPublication.objects.filter(plan=plan).first()
    others = [one for one in published_plans() if one != plan]
    for other in others:
        if both := overlap_with(plan, other):
            first, last = FiscalYear(both[0]).wareki, FiscalYear(both[-1]).wareki
            years = first if first == last else f"{first}から{last}まで"
            yield Finding(f"{years}は、{other.name}の期間でもあります。")
        if plan.city != other.city:
            yield Finding(f"市の名称が、{other.name}（{other.city}）と違います。")
    if others and (gap := plan.first_year - max(one.last_year for one in others)) > 1:
        yield Finding(f"前の計画が終わってから、{gap - 1}年度あいています。")
    if publication is not None and publication.in_force_on != plan.first_day:
        yield Finding("計画が始まる日が、最初の年度の4月1日ではありません。")


def _of_texts(plan: Plan, documents: Sequence[tuple[Measure, Document]]) -> Iterator[Finding]:
    used = {measure.policy_id for measure, _ in documents}
    for policy in BasicPolicy.objects.filter(plan=plan).exclude(pk__in=used):
        yield Finding(f"{policy}に{in_levels('施策')}がありません。", "policies")
    for measure, document in documents:
        if missing := [word for word in lacking(document) if word != "目標"]:
            yield Finding(f"{in_levels('施策')}{measure.number}にないもの：{'、'.join(missing)}", measure)
        if not measure.indicators.all():
            yield Finding(f"{in_levels('施策')}{measure.number}に指標がありません。", measure)
    for which, word in (("summary", "要約"), ("original", "原文")):
        if count := sum(lines_without(document, which) for _, document in documents):
            yield Finding(f"{word}のない文が{count}件あります。", "measures")


def _of_indicators(plan: Plan, indicators: Sequence[Indicator]) -> Iterator[Finding]:
    registered = set(of_plan(Passport, plan).values_list("indicator_id", flat=True))  # type: ignore[misc]
    for indicator in indicators:
        if not indicator.lead_confirmed:
            yield Finding(
                f"指標{indicator.code}の主担当（{indicator.lead_department}）を確認していません。", indicator
            )
    for words, found in (
        ("「この指標がわかること」が空の指標", [one for one in indicators if not one.meaning]),
        (
            "説明（この指標について）を登録していない指標",
            [one for one in indicators if one.pk not in registered],
        ),
    ):
        if found:
            yield Finding(f"{words}：{'、'.join(one.code for one in found)}", "indicators")
    yield from _of_translations(plan)
    yield from _of_previous(plan)


def _of_translations(plan: Plan) -> Iterator[Finding]:
    """What pages in easy words and in English lack."""
    found = standing_of(plan)
    if found.without_reading or found.without_english:
        yield Finding(
            f"読みを確かめていない名称が{found.without_reading}件、英語のない名称が{found.without_english}件あります。",
            "translations",
        )
    if found.stale:
        yield Finding(
            f"原文が変わり、使えなくなった読みと英語が{len(found.stale)}件あります。", "translations"
        )
    if found.waiting:
        yield Finding(f"読みと英語の下書き{found.waiting}件が、確認を待っています。", "translations")


def _of_previous(plan: Plan) -> Iterator[Finding]:
    """Of the plan before this one: indicators of which nobody said what becomes of them."""
    earlier = [one for one in published_plans() if one.first_year < plan.first_year]
    if not earlier:
        return
    open_ended = Indicator.objects.of_plan(earlier[-1]).public().filter(last_year__isnull=True)
    left = open_ended.exclude(continued_by__measure__plan=plan).with_plan()
    if codes := [one.code for one in left]:
        yield Finding(
            f"{earlier[-1].name}の指標のうち、続く指標が登録されていないもの：{'、'.join(codes)}",
            "indicators",
        )
