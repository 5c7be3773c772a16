"""Wording of the plan: a part is drafted by one person, put into the plan by another where citizens can read the plan.

Of a plan in preparation whoever drafted it may do so: the plan goes out as a whole, by four eyes.
A step is taken on the version that the person saw. Whatever writes a draft locks the plan's row first.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import Event
from indicators.permissions import may_review
from indicators.wording.parts import number_of_part
from indicators.workflow.booked import why_held
from indicators.workflow.closed_plans import check_not_closed
from indicators.workflow.errors import Incomplete, NotAllowed, StaleVersion, WrongState
from indicators.workflow.four_eyes import why_not_theirs
from indicators.workflow.parts import indicator_of, is_public, missing, stands, write
from measures.document_writer import UnknownNames, Writer
from measures.documents import Document, policies_of
from measures.models import Department, Measure, Plan, WordingDraft

WORDING = "wording"  # among the drafts that a revision gathers
STALE = "見ていたあとに、ほかの人が保存しました。"
STALE_OWN = "あなたが別の画面で先に保存しました。"
GONE = "この下書きは、すでに反映されているか、削除されています。"
OWN = "自分で書いた下書きは、自分では反映できません。ほかの計画担当が確かめて反映してください。"


def open_draft(plan: Plan, part: str) -> WordingDraft | None:
    drafts = WordingDraft.objects.filter(plan=plan, part=part, published_at__isnull=True)
    return drafts.select_related("created_by", "edited_by").first()


def save_wording(
    *,
    plan: Plan,
    part: str,
    content: Document,
    by: User,
    version: int,
    reason: str = "",
    decided_on: date | None = None,
    now: datetime | None = None,
) -> WordingDraft:
    """Keep a draft; `version` 0 where the person saw none. StaleVersion carries the draft that stands."""
    _check_person(by)
    now = now or timezone.now()
    check_not_closed(plan, now)
    with transaction.atomic():
        draft = _locked(plan, part, by, version)
        if draft is None:
            draft = WordingDraft(plan=plan, part=part, created_by=by, version=0)
        elif held := why_held(plan, WORDING, draft.pk):
            raise WrongState(held)
        before = (draft.content, draft.reason, draft.decided_on)
        if draft.pk and before == (content, reason, decided_on):
            return draft
        draft.content, draft.reason, draft.decided_on = content, reason, decided_on
        draft.version += 1
        draft.edited_by, draft.edited_at = by, now
        draft.save()
        _log(Event.Action.WORDING_DRAFTED, draft, by=by, now=now)
    return draft


def discard_wording(*, plan: Plan, part: str, by: User, version: int, now: datetime | None = None) -> None:
    """The log keeps what it said."""
    _check_person(by)
    with transaction.atomic():
        draft = _locked(plan, part, by, version)
        if draft is None:
            raise WrongState(GONE)
        if held := why_held(plan, WORDING, draft.pk):
            raise WrongState(held)
        _log(Event.Action.WORDING_DISCARDED, draft, by=by, now=now or timezone.now(), content=draft.content)
        draft.delete()


def publish_wording(
    *, plan: Plan, part: str, by: User, version: int, now: datetime | None = None
) -> WordingDraft:
    """Write the draft into the plan. NotAllowed, WrongState, StaleVersion; Incomplete where a name is unknown or missing."""
    _check_person(by)
    now = now or timezone.now()
    check_not_closed(plan, now)
    with transaction.atomic():
        draft = _locked(plan, part, by, version)
        if draft is None:
            raise WrongState(GONE)
        if held := why_held(plan, WORDING, draft.pk, within=draft.revision):
            raise WrongState(held)
        if refusal := why_not_put_in(draft, by):
            raise NotAllowed(refusal)
        check_wording(draft)
        draft.before = stands(plan, part)
        policies = policies_of(plan)
        writer = Writer(by=by, reason=draft.reason or "計画の準備", now=now)
        try:
            write(writer, plan, part, draft.content)
        except UnknownNames as unknown:
            raise Incomplete({"__all__": str(unknown)}) from None
        draft.published_at, draft.published_by = now, by
        draft.save(update_fields=["before", "published_at", "published_by"])
        if part != WordingDraft.POLICIES and policies_of(plan) != policies:
            _tell_policies(draft, policies)
        _log(Event.Action.WORDING_PUBLISHED, draft, by=by, now=now)
    return draft


def _tell_policies(draft: WordingDraft, before: Document) -> None:
    """A measure read from the plan's text brought its policy: a change of the policies, told as one."""
    said = (
        "plan",
        "reason",
        "decided_on",
        "created_by",
        "edited_by",
        "edited_at",
        "published_at",
        "published_by",
    )
    WordingDraft.objects.create(
        part=WordingDraft.POLICIES,
        before=before,
        content=policies_of(draft.plan),
        revision=draft.revision,
        **{name: getattr(draft, name) for name in said},
    )


def why_not_put_in(draft: WordingDraft, by: User) -> str:
    """Why this person cannot put it into the plan; "" where they can. What citizens do not read one alone may."""
    if not is_public(draft.plan, draft.part):
        return ""
    return OWN if by.pk in draft.author_ids else why_not_theirs(by, draft)


def check_wording(draft: WordingDraft) -> None:
    """Incomplete where the plan could not take it."""
    errors: dict[str, str] = {}
    if is_public(draft.plan, draft.part) and not draft.reason:
        errors["reason"] = "公表されている計画を変えるには、理由が要ります。"
    errors |= missing(draft.plan, draft.part, draft.content)
    if errors:
        raise Incomplete(errors)


def register_departments(
    *, names: Mapping[str, str], by: User, now: datetime | None = None
) -> list[Department]:
    """Departments that the plan names: slug by name, in the plan's order, behind those that are there."""
    _check_person(by)
    now = now or timezone.now()
    made: list[Department] = []
    with transaction.atomic():
        last = Department.objects.order_by("-order").values_list("order", flat=True).first() or 0
        for order, (name, slug) in enumerate(names.items(), start=last + 1):
            made.append(Department.objects.create(name=name, slug=slug, order=order))
        Event.objects.create(
            at=now, by=by, action=Event.Action.DEPARTMENTS_MADE, detail={"departments": dict(names)}
        )
    return made


def _check_person(by: User) -> None:
    if not may_review(by):
        raise NotAllowed("計画の文を変えられるのは、企画課（計画担当）だけです。")


def _locked(plan: Plan, part: str, by: User, version: int) -> WordingDraft | None:
    """The open draft at the version that was seen, nobody else writing it."""
    # The plan's row, not the draft's: one that is not there yet could not be locked.
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    draft = open_draft(plan, part)
    if (draft.version if draft else 0) != version:
        is_own = draft is not None and draft.edited_by_id == by.pk
        raise StaleVersion(STALE_OWN if is_own else STALE, draft)
    return draft


def _log(
    action: Event.Action, draft: WordingDraft, *, by: User, now: datetime, content: Document | None = None
) -> None:
    detail = {"plan": draft.plan.slug, "part": draft.part, "version": draft.version}
    number = number_of_part(draft.part)
    Event.objects.create(
        at=now,
        by=by,
        action=action,
        measure=Measure.objects.filter(plan=draft.plan, number=number).first() if number else None,
        indicator=indicator_of(draft.plan, draft.part),
        reason=draft.reason,
        detail=detail | ({"content": content} if content else {}),
    )
