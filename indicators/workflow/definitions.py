"""What an indicator of a plan counts and promises, entered by the office before its target is public (docs/progress.md §1, §4).

The indicator, the draft of its first target and what stands beside it are kept together, or none of them is. Once the target is published what decides
verdicts changes through dated rules alone (rules.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from string import ascii_uppercase
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from simple_history.utils import update_change_reason

from indicators.models import Indicator, InterimTarget, Rhythm, Target
from indicators.progress import RuleError, is_survey_year
from indicators.workflow.closed_plans import check_not_closed
from indicators.workflow.continuing import check_continued
from indicators.workflow.errors import Incomplete, StaleVersion, WrongState
from indicators.workflow.interims import Decision, draft_interims
from indicators.workflow.rule_checks import check_target
from indicators.workflow.rules import check_person, delete_draft, drafts_of, save_draft
from measures.levels import in_levels
from measures.models import Measure

FIRST_REASON = "計画策定時の目標"
PUBLISHED = "目標を公表した指標です。目標と現状値は「目標を改める」で、使い始める年度を決めて改めます。小数の桁数は「名称と説明」で増やせます。"


@dataclass(frozen=True)
class Beside:
    """What stands beside the target: of a survey (every so many years, one year in which it is made), and figures by year
    before the target's."""

    rhythm: tuple[int, int] | None = None
    interim: Mapping[int, Decimal] = field(default_factory=dict)

    def is_surveyed(self, year: int) -> bool:
        return self.rhythm is None or is_survey_year(year, every=self.rhythm[0], since=self.rhythm[1])


NOTHING_BESIDE = Beside()


def beside_of(indicator: Indicator | None) -> Beside:
    """As it is drafted."""
    if indicator is None or indicator.pk is None:
        return Beside()
    rhythm = drafts_of(Rhythm, indicator).first()
    drafts = drafts_of(InterimTarget, indicator)
    return Beside(
        None if rhythm is None else (rhythm.every, rhythm.survey_year),
        {draft.year: draft.value for draft in drafts if draft.value is not None},
    )


def edition_of(indicator: Indicator | None) -> str:
    """Which state of an indicator and its draft somebody saw; "" of one that is not there yet."""
    if indicator is None or indicator.pk is None:
        return ""
    kinds: tuple[type[Any], ...] = (Target, Rhythm, InterimTarget)
    drafts = "/".join(draft.at_version for kind in kinds for draft in drafts_of(kind, indicator))
    newest = indicator.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return f"{newest or 0}/{drafts}"


def save_definition(
    *,
    indicator: Indicator | None,
    measure: Measure,
    about: Mapping[str, Any],
    promise: Mapping[str, Any],
    by: User,
    expected_edition: str,
    beside: Beside | None = None,
    now: datetime | None = None,
) -> Indicator:
    """Keep both. `about`: fields of the indicator, `promise`: of its target; `beside`: None leaves what is drafted alone.

    NotAllowed; WrongState where the target is public; StaleVersion where somebody else saved since; Incomplete by field, a
    target's under its own name.
    """
    check_person(by)
    now = now or timezone.now()
    check_not_closed(measure.plan, now)
    with transaction.atomic():
        # Of one measure one after the other: letters are given in the order of their coming.
        Measure.objects.select_for_update(no_key=True).get(pk=measure.pk)
        kept = indicator or Indicator(measure=measure, letter=_next_letter(measure))
        if edition_of(indicator) != expected_edition:
            raise StaleVersion("見ていたあとに、ほかの人がこの指標を変えました。", [])
        if kept.pk and kept.targets.filter(published_at__isnull=False).exists():
            raise WrongState(PUBLISHED)
        for name, said in about.items():
            setattr(kept, name, said)
        target = (drafts_of(Target, kept).first() if kept.pk else None) or Target(indicator=kept)
        check_definition(kept, Target(), promise, beside or Beside())
        kept.save()
        update_change_reason(kept, "指標の定義")
        target.indicator = kept
        if beside is not None:
            _drop_rhythm(kept, beside, promise["first_year"], by=by, now=now)
        save_draft(target, {**promise, "reason": FIRST_REASON, "decided_on": None}, by=by, now=now)
        if beside is not None:
            _save_rhythm(kept, beside, promise["first_year"], by=by, now=now)
            _save_interim(kept, beside, promise["first_year"], by=by, now=now)
    return kept


def _drop_rhythm(indicator: Indicator, beside: Beside, first_year: int, *, by: User, now: datetime) -> None:
    """A rhythm that is another one now goes before the target is saved, which would be held against it."""
    for draft in drafts_of(Rhythm, indicator):
        if ((draft.every, draft.survey_year), draft.first_year) != (beside.rhythm, first_year):
            delete_draft(draft, by=by, now=now)


def _save_rhythm(indicator: Indicator, beside: Beside, first_year: int, *, by: User, now: datetime) -> None:
    if beside.rhythm is None or drafts_of(Rhythm, indicator).exists():
        return
    every, since = beside.rhythm
    said = {"every": every, "survey_year": since, "first_year": first_year}
    draft = Rhythm(indicator=indicator)
    save_draft(draft, {**said, "reason": FIRST_REASON, "decided_on": None}, by=by, now=now)


def _save_interim(indicator: Indicator, beside: Beside, first_year: int, *, by: User, now: datetime) -> None:
    drafts = list(drafts_of(InterimTarget, indicator))
    for draft in drafts:
        if draft.first_year != first_year:
            delete_draft(draft, by=by, now=now)
    try:
        draft_interims(
            indicator=indicator,
            points=dict(beside.interim),
            decision=Decision(first_year, None, FIRST_REASON),
            by=by,
            expected_versions=[one.at_version for one in drafts_of(InterimTarget, indicator)],
            now=now,
        )
    except Incomplete as missing:
        raise Incomplete({"interim": " ".join(dict.fromkeys(missing.errors.values()))}) from None


def check_definition(
    indicator: Indicator, target: Target, promise: Mapping[str, Any], beside: Beside = NOTHING_BESIDE
) -> None:
    """Incomplete, by field, where the two could not be judged by; `target` then says what is promised."""
    check_continued(indicator)
    for name, said in promise.items():
        setattr(target, name, said)
    if not beside.is_surveyed(target.target_year):
        year = indicator.year_name(target.target_year)
        raise Incomplete(
            {"target_year": f"{year}は調査のない年です。調査のある年度を目標の年度にしてください。"}
        )
    try:
        check_target(target, indicator)
    except RuleError as error:
        raise Incomplete({error.field: str(error)}) from None
    figures = {"baseline": indicator.baseline_value, "target": target.value, "upper": target.upper}
    impossible = {name: why for name, one in figures.items() if (why := indicator.impossible(one))}
    if impossible:
        raise Incomplete(impossible)


def _next_letter(measure: Measure) -> str:
    taken = set(measure.indicators.values_list("letter", flat=True))
    free = next((letter for letter in ascii_uppercase if letter not in taken), "")
    if not free:
        raise Incomplete({"measure": in_levels("一つの施策に置ける指標は26件までです。")})
    return free
