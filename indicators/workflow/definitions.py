"""What an indicator of a plan counts and promises, entered by the office before its target is public (docs/progress.md §1, §4).

The indicator and the draft of its first target are kept together, or neither is. Once the target is published what decides
verdicts changes through dated rules alone (rules.py).
"""

from collections.abc import Mapping
from datetime import datetime
from string import ascii_uppercase
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from simple_history.utils import update_change_reason

from indicators.models import Indicator, Target
from indicators.progress import RuleError
from indicators.workflow.closed_plans import check_not_closed
from indicators.workflow.errors import Incomplete, StaleVersion, WrongState
from indicators.workflow.rule_checks import check_target
from indicators.workflow.rules import check_person, drafts_of, save_draft
from measures.models import Measure

FIRST_REASON = "計画策定時の目標"
PUBLISHED = "目標を公表した指標です。目標と現状値は「目標を改める」で、使い始める年度を決めて改めます。"


def edition_of(indicator: Indicator | None) -> str:
    """Which state of an indicator and its draft somebody saw; "" of one that is not there yet."""
    if indicator is None or indicator.pk is None:
        return ""
    drafts = "/".join(draft.at_version for draft in drafts_of(Target, indicator))
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
    now: datetime | None = None,
) -> Indicator:
    """Keep both. `about`: fields of the indicator, `promise`: of its target.

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
        check_definition(kept, Target(), promise)
        kept.save()
        update_change_reason(kept, "指標の定義")
        target.indicator = kept
        save_draft(target, {**promise, "reason": FIRST_REASON, "decided_on": None}, by=by, now=now)
    return kept


def check_definition(indicator: Indicator, target: Target, promise: Mapping[str, Any]) -> None:
    """Incomplete, by field, where the two could not be judged by; `target` then says what is promised."""
    for name, said in promise.items():
        setattr(target, name, said)
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
        raise Incomplete({"measure": "一つの施策に置ける指標は26件までです。"})
    return free
