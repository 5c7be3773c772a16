"""Publishing targets, interim targets and thresholds: dated decisions, fixed from then on (figures.md §4.2, §4.7, §5)."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators.models import Event, Indicator, InterimTarget, Target, Threshold
from indicators.models.vocabulary import plain
from indicators.permissions import may_review
from indicators.progress import RuleError, check_rule
from indicators.workflow.errors import Incomplete, NotAllowed, WrongState

# What the rule calls it → the field of Target that holds it. Any other word belongs to the indicator.
FIELDS = {"target": "value", "target_year": "target_year"}


def check_target(target: Target, indicator: Indicator) -> None:
    """RuleError where `indicator` could not be judged by `target` (figures.md §4.2)."""
    check_rule(
        direction=indicator.direction,
        counting=indicator.counting,
        baseline=indicator.baseline_value,
        baseline_year=indicator.baseline_year,
        target=target.value,
        target_year=target.target_year,
    )


def publish_target(*, target: Target, by: User, now: datetime | None = None) -> Target:
    """Make a draft of a target public; from then on it is fixed, and a new decision is a new target.

    NotAllowed; WrongState where it is public already or another one is for the same year; Incomplete where
    the rule refuses it.
    """
    with transaction.atomic():
        draft = _draft(Target, target.pk, by)
        try:
            check_target(draft, draft.indicator)
        except RuleError as error:
            raise Incomplete({FIELDS.get(error.field, "__all__"): str(error)}) from None
        said = {
            "value": plain(draft.value),
            "target_year": draft.target_year,
            "label": draft.label,
            "decided_on": draft.decided_on and draft.decided_on.isoformat(),
        }
        action = Event.Action.TARGET_PUBLISHED
        _publish(draft, said, action=action, indicator=draft.indicator, by=by, now=now or timezone.now())
    return draft


def publish_threshold(*, threshold: Threshold, by: User, now: datetime | None = None) -> Threshold:
    """Make a draft of a threshold public; fixed from then on. NotAllowed, WrongState."""
    with transaction.atomic():
        draft = _draft(Threshold, threshold.pk, by)
        said = {
            "plan": draft.plan.slug,
            "value": plain(draft.value),
            "decided_on": draft.decided_on and draft.decided_on.isoformat(),
        }
        action = Event.Action.THRESHOLD_PUBLISHED
        _publish(draft, said, action=action, indicator=None, by=by, now=now or timezone.now())
    return draft


def _draft(model: type[Any], pk: int, by: User) -> Any:
    """The draft as it stands in the database, locked so that nobody edits it while it goes out."""
    if not may_review(by):
        raise NotAllowed("目標としきい値を公表できるのは企画課（計画担当）だけです。")
    draft = model.objects.select_for_update().filter(pk=pk, published_at__isnull=True).first()
    if draft is None:
        raise WrongState("すでに公表されているか、削除されています。")
    if by.pk in draft.author_ids:
        raise NotAllowed(
            "自分で下書きした目標としきい値は、自分では公表できません。もう1人の計画担当が公表してください。"
        )
    return draft


def _publish(
    draft: Target | InterimTarget | Threshold,
    said: dict[str, Any],
    *,
    action: Event.Action,
    indicator: Indicator | None,
    by: User,
    now: datetime,
) -> None:
    draft.published_at, draft.published_by = now, by
    try:
        with transaction.atomic():
            draft.save(update_fields=["published_at", "published_by"])
    except IntegrityError:
        raise WrongState(
            f"{draft.first_year}年度から適用するものは、すでに公表されています。適用する最初の年度を変えてください。"
        ) from None
    Event.objects.create(
        at=now,
        by=by,
        action=action,
        indicator=indicator,
        year=draft.first_year,
        reason=draft.reason,
        detail={"after": said},
    )
