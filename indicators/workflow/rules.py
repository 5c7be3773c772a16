"""Dated rules: targets, baselines, interim targets, thresholds. Drafted by one, published by another, fixed then (§5).

A draft has no number of edits: what somebody saw of it is known by its mark(), and who comes second is told. Whatever
writes a rule locks its owner first (the indicator; for a threshold the plan), so that two rules that contradict each
other cannot go out at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from indicators.models import Baseline, DatedRule, Event, Indicator, InterimTarget, Target, Threshold
from indicators.models.vocabulary import plain
from indicators.permissions import may_review
from indicators.workflow.errors import Incomplete, NotAllowed, WrongState
from indicators.workflow.rule_checks import check_draft
from measures.models import Plan

Owner = Indicator | Plan
Rule = TypeVar("Rule", bound=DatedRule)
OUTDATED = "見ていたあとに、ほかの人が下書きを変えました。"


class Outdated(WrongState):
    """The drafts are not those that the person saw."""


@dataclass(frozen=True)
class Noun:
    """What the log and the messages say of one kind of rule. `fields`: what it says besides what all rules share."""

    key: str
    word: str
    fields: tuple[str, ...]
    published: Event.Action
    owner: str = "indicator"


NOUNS: dict[type[DatedRule], Noun] = {
    Target: Noun("target", "目標", ("value", "target_year", "label"), Event.Action.TARGET_PUBLISHED),
    Baseline: Noun(
        "baseline", "現状値", ("value", "baseline_year", "label"), Event.Action.BASELINE_PUBLISHED
    ),
    InterimTarget: Noun("interim", "中間目標", ("year", "value"), Event.Action.INTERIM_PUBLISHED),
    Threshold: Noun("threshold", "しきい値", ("value",), Event.Action.THRESHOLD_PUBLISHED, owner="plan"),
}
SHARED = ("first_year", "decided_on", "reason")


def drafts_of(model: type[Rule], owner: Owner) -> QuerySet[Rule]:
    """What waits for publication, by first year; with who drafted it."""
    noun = NOUNS[model]
    drafts = model._default_manager.filter(**{noun.owner: owner}, published_at__isnull=True)
    related = ["drafted_by", "plan" if noun.owner == "plan" else "indicator__measure"]
    order = ("first_year", "year", "pk") if model is InterimTarget else ("first_year", "pk")
    return drafts.select_related(*related).order_by(*order)


def mark(draft: DatedRule) -> str:
    """What a person saw of a draft, in one line."""
    told = said(draft)
    return "|".join(str(one) for one in (draft.pk, *told.values(), draft.drafted_by_id, draft.reason))


def said(rule: DatedRule) -> dict[str, Any]:
    """What a rule says, in text for the log; its reason stands beside it there."""
    found = {name: _text(getattr(rule, name)) for name in NOUNS[type(rule)].fields}
    return {**found, "first_year": rule.first_year, "decided_on": _text(rule.decided_on)}


def draft_rule(
    *,
    model: type[Rule],
    owner: Owner,
    told: Mapping[str, Any],
    by: User,
    seen: Iterable[str],
    instead_of: int | None = None,
    now: datetime | None = None,
) -> Rule:
    """Keep a draft: a new one, or in place of the draft with the id `instead_of`. Whoever saves it is its author.

    `told`: the fields of the rule, its first year, day and reason. `seen`: the marks of all drafts of this kind as the
    person saw them. NotAllowed, Outdated; Incomplete by field where it could not go out as things are published now.
    """
    noun = NOUNS[model]
    _check_person(by)
    with transaction.atomic():
        standing = {draft.pk: draft for draft in locked(model, owner, seen)}
        draft = model(**{noun.owner: owner}) if instead_of is None else standing.get(instead_of)
        if draft is None:
            raise Outdated(OUTDATED)
        before = said(draft) if draft.pk else None
        old_reason = draft.reason
        for name in (*noun.fields, *SHARED):
            setattr(draft, name, told[name])
        check_draft(draft)
        _check_free(draft, standing.values())
        if before != said(draft) or old_reason != draft.reason:
            draft.drafted_by = by
            draft.save()
            log_draft(draft, before, by=by, now=now or timezone.now())
    return draft


def publish_rule(
    *, rule: Rule, by: User, seen: Iterable[str] | None = None, now: datetime | None = None
) -> Rule:
    """Make a draft public; from then on it is fixed, and a new decision is a new rule.

    NotAllowed; WrongState where it is public already or another one is for the same year; Outdated where the drafts are
    not those of `seen`; Incomplete where the rule of progress refuses it.
    """
    now = now or timezone.now()
    if not may_review(by):
        raise NotAllowed("目標、現状値、中間目標、しきい値を公表できるのは企画課（計画担当）だけです。")
    model = type(rule)
    with transaction.atomic():
        standing = locked(model, owner_of(rule), seen)
        draft = next((one for one in standing if one.pk == rule.pk), None)
        if draft is None:
            raise WrongState("すでに公表されているか、削除されています。")
        if by.pk in draft.author_ids:
            raise NotAllowed(
                "自分で下書きしたか、最後に保存した下書きは、自分では公表できません。ほかの計画担当が公表してください。"
            )
        check_draft(draft)
        before = _in_force_before(draft)
        draft.published_at, draft.published_by = now, by
        try:
            with transaction.atomic():
                draft.save(update_fields=["published_at", "published_by"])
        except IntegrityError:
            raise WrongState(_taken(draft)) from None
        detail = {"before": said(before)} if before is not None else {}
        _log(NOUNS[model].published, draft, {**detail, "after": said(draft)}, by=by, now=now)
    return draft


def discard_rule(
    *, model: type[Rule], owner: Owner, pk: int, by: User, seen: Iterable[str], now: datetime | None = None
) -> Rule:
    """Give up one draft; the log keeps what it said. NotAllowed, Outdated, WrongState."""
    _check_person(by)
    with transaction.atomic():
        draft = next((draft for draft in locked(model, owner, seen) if draft.pk == pk), None)
        if draft is None:
            raise WrongState("この下書きは、すでに公表されているか、削除されています。")
        model._default_manager.filter(pk=pk, published_at__isnull=True).delete()
        log_discarded(draft, by=by, now=now or timezone.now())
    return draft


def owner_of(rule: DatedRule) -> Owner:
    owner: Owner = getattr(rule, NOUNS[type(rule)].owner)
    return owner


def locked(model: type[Rule], owner: Owner, seen: Iterable[str] | None) -> list[Rule]:
    """The drafts as they stand, nobody else writing any; Outdated where they are not those that were seen.

    Within a transaction. The owner's row is held too, since a draft that is not there yet cannot be.
    """
    type(owner)._default_manager.select_for_update(no_key=True).get(pk=owner.pk)
    standing = list(drafts_of(model, owner).select_for_update(of=("self",)))
    if seen is not None and {mark(draft) for draft in standing} != set(seen):
        raise Outdated(OUTDATED)
    return standing


def log_draft(draft: DatedRule, before: dict[str, Any] | None, *, by: User, now: datetime) -> None:
    """One line about a draft that was kept; `before` is what it said, None for a new one."""
    detail = {"after": said(draft)} if before is None else {"before": before, "after": said(draft)}
    _log(Event.Action.RULE_DRAFTED, draft, detail, by=by, now=now)


def log_discarded(draft: DatedRule, *, by: User, now: datetime) -> None:
    _log(Event.Action.RULE_DISCARDED, draft, {"before": said(draft)}, by=by, now=now)


# --- Inside -------------------------------------------------------------------------------------------


def _check_person(by: User) -> None:
    if not may_review(by):
        raise NotAllowed("目標、現状値、しきい値を決めて公表できるのは、企画課（計画担当）だけです。")


def _check_free(draft: DatedRule, drafts: Iterable[DatedRule]) -> None:
    """One rule a first year, whether it is published or waits."""
    noun = NOUNS[type(draft)]
    rivals = type(draft)._default_manager.filter(**{noun.owner: owner_of(draft)})
    if rivals.filter(first_year=draft.first_year, published_at__isnull=False).exists():
        raise Incomplete({"first_year": _taken(draft)})
    if any(one.pk != draft.pk and one.first_year == draft.first_year for one in drafts):
        raise Incomplete({"first_year": "この年度から使う下書きが、ほかにあります。そちらを直してください。"})


def _taken(draft: DatedRule) -> str:
    return f"{draft.first_year}年度から適用するものは、すでに公表されています。適用する最初の年度を変えてください。"


def _in_force_before(draft: DatedRule) -> DatedRule | None:
    """The published rule that the draft takes the place of; None where it is the first (the plan's own baseline too)."""
    noun = NOUNS[type(draft)]
    same: dict[str, Any] = {noun.owner: owner_of(draft)}
    if isinstance(draft, InterimTarget):
        same["year"] = draft.year
    known = type(draft)._default_manager.filter(
        **same, published_at__isnull=False, first_year__lte=draft.first_year
    )
    return known.order_by("-first_year").first()


def _text(cell: Any) -> Any:
    if isinstance(cell, Decimal):
        return plain(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _log(action: Event.Action, rule: DatedRule, detail: dict[str, Any], *, by: User, now: datetime) -> None:
    owner = owner_of(rule)
    told = {"rule": NOUNS[type(rule)].key, **detail}
    if isinstance(owner, Plan):
        told["plan"] = owner.slug
    Event.objects.create(
        at=now,
        by=by,
        action=action,
        indicator=owner if isinstance(owner, Indicator) else None,
        year=rule.first_year,
        reason=rule.reason,
        detail=told,
    )
