"""What the office drafts by one and publishes by another, fixed then: dated rules, passports, points of figures, titles and days of batches (docs/publication.md §6).

Drafting is submission: nobody hands a rule in or sends it back, and there is no chain of numbered records, but drafts
of an owner beside each other. So a step is taken on the versions of all of them that the person saw, and not on one
record as in review/. Whatever writes one locks its owner first (the indicator; the plan, the measure, the batch).
"""

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from indicators.frames import as_if_out
from indicators.models import Batch, BatchCorrection, DatedRule, Drafted, Event, Indicator
from indicators.models.vocabulary import plain
from indicators.permissions import may_publish, may_review
from indicators.workflow.booked import why_held
from indicators.workflow.closed_plans import check_not_closed
from indicators.workflow.errors import Incomplete, NotAllowed, StaleVersion, WrongState
from indicators.workflow.four_eyes import why_not_theirs
from indicators.workflow.rule_checks import check_draft
from measures.models import Department, Measure, Plan, PlanRevision

Owner = Batch | Indicator | Measure | Plan
Rule = TypeVar("Rule", bound=Drafted)
STALE = "見ていたあとに、ほかの人が下書きを変えました。"
OWN_DRAFT = (
    "自分で下書きしたか、最後に保存した下書きは、自分では公表できません。ほかの計画担当が公表してください。"
)
WITH_PLAN = "準備中の計画の目標などは、計画といっしょに公表します。「計画」のページの「計画を公表する」で公表してください。"
OTHER_DRAFT = "公表前の下書きが、ほかにあります。そちらを直してください。"


def drafts_of(model: type[Rule], owner: Owner) -> QuerySet[Rule]:
    """What waits for publication, by first year; with who drafted it."""
    named = model.chain[0]
    drafts = model._default_manager.filter(**{named: owner}, published_at__isnull=True)
    related = drafts.select_related("drafted_by", "indicator__measure" if named == "indicator" else named)
    dated = ("first_year",) if issubclass(model, DatedRule) else ()
    return related.order_by(*dated, *model.chain[1:], "pk")


def snapshot(rule: Drafted) -> dict[str, Any]:
    """What a rule says, in text for the log; its reason stands beside it there."""
    names = [name for name in (*rule.content, *rule.decision) if name != "reason"]
    said = {name: _text(getattr(rule, name)) for name in names}
    new = type(rule)()
    usual = {name: _text(getattr(new, name)) for name in rule.seldom}
    return {name: text for name, text in said.items() if name not in usual or text != usual[name]}


def draft_rule(
    *,
    model: type[Rule],
    owner: Owner,
    data: Mapping[str, Any],
    by: User,
    expected_versions: Iterable[str],
    instead_of: int | None = None,
    now: datetime | None = None,
) -> Rule:
    """Keep a draft: a new one, or in place of the draft with the id `instead_of`. Whoever saves it is its author.

    `data`: the fields of the rule, its first year, day and reason. `expected_versions`: DatedRule.at_version of all
    drafts of this kind, as the person saw them. NotAllowed, StaleVersion; Incomplete by field where it could not go out as
    things are published now.
    """
    check_person(by)
    with transaction.atomic():
        drafts = locked(model, owner, expected_versions)
        draft: Rule | None = model(**{model.chain[0]: owner})
        if instead_of is not None:
            draft = next((one for one in drafts if one.pk == instead_of), None)
        if draft is None:
            raise StaleVersion(STALE, drafts)
        save_draft(draft, data, by=by, now=now or timezone.now())
        _check_free(draft, drafts)
    return draft


def publish_rule(
    *,
    rule: Rule,
    by: User,
    expected_versions: Iterable[str] | None = None,
    now: datetime | None = None,
    revision: PlanRevision | None = None,
) -> Rule:
    """Make a draft public; from then on it is fixed, and a new decision is a new rule. `revision`: with which it goes in.

    NotAllowed; WrongState where it is public already or another one is for the same year; StaleVersion where the drafts
    are not at the `expected_versions`; Incomplete where the rule of progress refuses it.
    """
    now = now or timezone.now()
    check_person(by)
    with transaction.atomic():
        draft = _found(locked(type(rule), rule.owner, expected_versions), rule.pk)
        if not may_publish(by, draft):
            raise NotAllowed(why_not_theirs(by, draft) or OWN_DRAFT)
        if plan := plan_of(draft):
            if not plan.is_public:
                raise WrongState(WITH_PLAN)
            check_not_closed(plan, now)
        _check_not_held(draft, revision)
        check_draft(draft)
        if isinstance(draft, DatedRule) and _taken_by(draft).exists():
            raise WrongState(_taken(draft))
        let_out(draft, by=by, now=now)
    return draft


def let_out(draft: Drafted, *, by: User, now: datetime) -> None:
    """The draft is public from now on; checked before, within the transaction of what goes out with it."""
    was = _before(draft)
    draft.published_at, draft.published_by = now, by
    draft.save(update_fields=["published_at", "published_by"])
    _log(Event.Action(draft.published_as()), draft, was, snapshot(draft), by=by, now=now)


def plan_of(rule: Drafted) -> Plan | None:
    """The plan that a rule is of; None of a batch, which goes on as yearly values do, whatever plan they are of."""
    owner = rule.owner
    if isinstance(owner, Batch):
        return None
    if isinstance(owner, Plan):
        return owner
    plan: Plan = owner.plan if isinstance(owner, Measure) else owner.measure.plan
    return plan


def discard_rule(
    *,
    model: type[Rule],
    owner: Owner,
    pk: int,
    by: User,
    expected_versions: Iterable[str],
    now: datetime | None = None,
) -> Rule:
    """Give up one draft; the log keeps what it said. NotAllowed, StaleVersion, WrongState."""
    check_person(by)
    with transaction.atomic():
        draft = _found(locked(model, owner, expected_versions), pk)
        delete_draft(draft, by=by, now=now or timezone.now())
    return draft


# --- Parts of a step, within its transaction ----------------------------------------------------------


def check_person(by: User) -> None:
    if not may_review(by):
        raise NotAllowed(
            "目標、現状値、中間目標、やや遅れの基準、指標の説明、参考図表の数値、主とりまとめ、ねらう指標、公表の題名と日付を決めて公表できるのは、企画課（計画担当）だけです。"
        )


def locked(model: type[Rule], owner: Owner, expected_versions: Iterable[str] | None) -> list[Rule]:
    """The drafts as they stand, nobody else writing any; StaleVersion where they are not those that were seen."""
    # The owner's row, not the drafts': one that is not there yet could not be locked, and a target and a baseline
    # that contradict each other are checked against what is published, one after the other.
    type(owner)._default_manager.select_for_update(no_key=True).get(pk=owner.pk)
    drafts = list(drafts_of(model, owner))
    if expected_versions is not None and {draft.at_version for draft in drafts} != set(expected_versions):
        raise StaleVersion(STALE, drafts)
    return drafts


def save_draft(draft: Drafted, data: Mapping[str, Any], *, by: User, now: datetime) -> None:
    """Let a draft say what was typed, if it can go out so; who changes nothing does not become its author."""
    before, old_reason = (snapshot(draft), draft.reason) if draft.pk else (None, "")
    for name in {*draft.content, *draft.decision} & data.keys():
        setattr(draft, name, data[name])
    plan = plan_of(draft)
    if plan:
        check_not_closed(plan, now)
    with as_if_out(plan) if plan else nullcontext():
        check_draft(draft)
    if (before, old_reason) != (snapshot(draft), draft.reason):
        _check_not_held(draft)
        draft.version += bool(draft.pk)
        draft.drafted_by = by
        draft.save()
        _log(Event.Action.RULE_DRAFTED, draft, before, snapshot(draft), by=by, now=now)


def delete_draft(draft: Drafted, *, by: User, now: datetime) -> None:
    _check_not_held(draft)
    _log(Event.Action.RULE_DISCARDED, draft, snapshot(draft), None, by=by, now=now)
    type(draft)._default_manager.filter(pk=draft.pk, published_at__isnull=True).delete()


def _check_not_held(draft: Drafted, within: PlanRevision | None = None) -> None:
    if held := why_held(plan_of(draft), draft.key, draft.pk, within):
        raise WrongState(held)


def _found(drafts: Iterable[Rule], pk: int) -> Rule:
    draft = next((one for one in drafts if one.pk == pk), None)
    if draft is None:
        raise WrongState("この下書きは、すでに公表されているか、削除されています。")
    return draft


def _check_free(draft: Drafted, drafts: Iterable[Any]) -> None:
    """One rule a first year, whether it is published or waits; of what has no year one draft."""
    others = [one for one in drafts if one.pk != draft.pk and _chain(one) == _chain(draft)]
    if not isinstance(draft, DatedRule):
        if others:
            raise Incomplete({"__all__": OTHER_DRAFT})
        return
    if _taken_by(draft).exists():
        raise Incomplete({"first_year": _taken(draft)})
    if any(one.first_year == draft.first_year for one in others):
        raise Incomplete({"first_year": "この年度から使う下書きが、ほかにあります。そちらを直してください。"})


def _taken_by(draft: DatedRule) -> QuerySet[Any]:
    return _published(draft).filter(first_year=draft.first_year)


def _before(draft: Drafted) -> dict[str, Any] | None:
    """What held until now where the draft will hold, in text for the log; None where nothing did."""
    if isinstance(draft, BatchCorrection):
        return {"title": draft.old_title, "announced_on": _text(draft.old_announced_on)}
    if isinstance(draft, DatedRule):
        before = _published(draft).filter(first_year__lt=draft.first_year).order_by("-first_year").first()
    else:
        before = _published(draft).order_by("-published_at", "-pk").first()
    return snapshot(before) if before else None


def _taken(draft: DatedRule) -> str:
    return f"{draft.first_year}年度から適用するものは、すでに公表されています。適用する最初の年度を変えてください。"


def is_out(draft: Drafted) -> bool:
    """Whether something of the chain that the draft would join is published."""
    return _published(draft).exists()


def _published(draft: Drafted) -> QuerySet[Any]:
    """What is published of the chain that the draft would join."""
    return type(draft)._default_manager.filter(**_chain(draft), published_at__isnull=False)


def _chain(draft: Drafted) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in draft.chain}


def _text(cell: Any) -> Any:
    if isinstance(cell, Decimal):
        return plain(cell)
    if isinstance(cell, Department):
        return cell.name
    return cell.isoformat() if isinstance(cell, date) else cell


def _log(
    action: Event.Action,
    rule: Drafted,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    *,
    by: User,
    now: datetime,
) -> None:
    detail: dict[str, Any] = {"rule": rule.key}
    detail |= {name: one for name, one in (("before", before), ("after", after)) if one}
    owner = rule.owner
    if isinstance(owner, Plan):
        detail["plan"] = owner.slug
    if isinstance(owner, Batch):
        detail["batch"] = owner.pk
    Event.objects.create(
        at=now,
        by=by,
        action=action,
        indicator=owner if isinstance(owner, Indicator) else None,
        measure=owner if isinstance(owner, Measure) else None,
        year=getattr(rule, "first_year", None),
        reason=rule.reason,
        detail=detail,
    )
