"""Publishing targets, interim targets and thresholds: dated decisions, fixed from then on (figures.md §4.2, §4.7, §5)."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators.frames import Row, published, rows
from indicators.models import Counting, Event, Indicator, InterimTarget, Target, Threshold
from indicators.models.vocabulary import plain
from indicators.permissions import may_review
from indicators.progress import Direction, RuleError, check_rule
from indicators.workflow.errors import Incomplete, NotAllowed, WrongState
from measures.fiscal_year import FiscalYear

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


def check_interim(interim: InterimTarget) -> None:
    """Incomplete, by field, where the expected way of its indicator cannot lead through `interim` (figures.md §4.2).

    It is held against what is public: the target of its first year, and the interim targets beside it.
    """
    of_one = rows(published(Indicator.objects.filter(pk=interim.indicator_id)))
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


def publish_interim(*, interim: InterimTarget, by: User, now: datetime | None = None) -> InterimTarget:
    """Make a draft of an interim target public; fixed from then on, a new decision is a new row.

    NotAllowed; WrongState where it is public already or another one is for the same years; Incomplete where the
    rule refuses it.
    """
    with transaction.atomic():
        draft = _draft(InterimTarget, interim.pk, by)
        check_interim(draft)
        said = {
            "year": draft.year,
            "value": plain(draft.value),
            "decided_on": draft.decided_on and draft.decided_on.isoformat(),
        }
        action = Event.Action.INTERIM_PUBLISHED
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
        raise NotAllowed("目標、中間目標、しきい値を公表できるのは企画課（計画担当）だけです。")
    draft = model.objects.select_for_update().filter(pk=pk, published_at__isnull=True).first()
    if draft is None:
        raise WrongState("すでに公表されているか、削除されています。")
    if by.pk in draft.author_ids:
        raise NotAllowed(
            "自分で下書きしたか、最後に保存した下書きは、自分では公表できません。ほかの計画担当が公表してください。"
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
