"""A mid-plan revision: drafts that wait are gathered under one title, reason and decision, and go in together (docs/publication.md §14).

One person gathers, another confirms; then all goes in at once in one transaction, or on its day by whoever looks after what
is due (due.py). Where one of the drafts was changed since it was looked at nothing goes in, and the revision says why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import (
    DRAFTED_KINDS,
    Baseline,
    Drafted,
    Event,
    FigurePoints,
    InterimTarget,
    Passport,
    Recount,
    Rhythm,
    Target,
    Threshold,
)
from indicators.permissions import may_review, with_rights_of
from indicators.wording.parts import part_name
from indicators.wording.people import person
from indicators.workflow.batch_checks import LONGEST_WAIT
from indicators.workflow.closed_plans import why_closed
from indicators.workflow.errors import (
    Incomplete,
    NotAllowed,
    StaleVersion,
    WorkflowError,
    WrongState,
    told_apart,
)
from indicators.workflow.four_eyes import why_not_theirs
from indicators.workflow.rule_checks import check_draft
from indicators.workflow.rules import publish_rule
from indicators.workflow.wording import WORDING, check_wording, publish_wording
from measures.models import Plan, PlanRevision, WordingDraft

# What is counted before what is promised, and what a figure is measured by before the figures between.
ORDER: tuple[type[Drafted], ...] = (
    *(Recount, Baseline, Target, InterimTarget, Rhythm, Threshold, Passport, FigurePoints),
)
KINDS: dict[str, type[Drafted]] = {kind.key: kind for kind in DRAFTED_KINDS if kind in ORDER}
# Their reason says what is counted otherwise, or why an explanation is another: it is not the revision's.
OWN_REASON = (Recount, Passport, FigurePoints)
OWN = "自分でまとめたか、下書きを書いた見直しは、自分では確かめられません。ほかの計画担当が確かめてください。"
STALE = "見ていたあとに、ほかの人がこの見直しを変えました。"
WAITS = "この見直しは予約されています。直すには、先に予約を取り消してください。"
DONE = "この見直しは、すでに反映されています。"
PREPARING = "準備中の計画に、中間見直しはありません。文は反映するとそのまま計画に入り、目標などの下書きは計画といっしょに公表します。"


@dataclass(frozen=True)
class Waiting:
    """A draft that can be gathered: its key (kind:id:version), and what it is of, in words."""

    key: str
    what: str
    draft: Any

    @property
    def is_wording(self) -> bool:
        return isinstance(self.draft, WordingDraft)

    @property
    def place(self) -> tuple[int, str]:
        """In which order they go in: texts first, since what they add is measured."""
        if self.is_wording:
            return 0, self.draft.part.replace(WordingDraft.POLICIES, "")
        return 1 + ORDER.index(type(self.draft)), f"{self.draft.pk:09}"


def waiting_drafts(plan: Plan) -> list[Waiting]:
    """Every open draft of a plan's wording and rules, texts first."""
    open_ones = WordingDraft.objects.filter(plan=plan, published_at__isnull=True).select_related("edited_by")
    found = [
        Waiting(f"{WORDING}:{one.pk}:{one.version}", f"{part_name(one.part)}の文", one) for one in open_ones
    ]
    for kind in ORDER:
        owner = kind.chain[0]
        of_plan = {"indicator": "indicator__measure__plan", "measure": "measure__plan", "plan": "plan"}[owner]
        drafts = kind._default_manager.filter(**{of_plan: plan}, published_at__isnull=True)
        for draft in drafts.select_related("drafted_by", owner).order_by("pk"):
            of = {"indicator": "指標", "measure": "施策"}.get(owner, "")
            code = getattr(draft.owner, "code", getattr(draft.owner, "number", ""))
            what = f"{of}{code}の{draft.word}" if of else draft.word
            found.append(Waiting(f"{kind.key}:{draft.pk}:{draft.version}", what, draft))
    return sorted(found, key=lambda one: one.place)


def gathered_of(revision: PlanRevision) -> list[Waiting]:
    """The drafts as they were looked at; StaleVersion where one is not there any more, or says something else."""
    known = {one.key: one for one in waiting_drafts(revision.plan)}
    if missing := [key for key in revision.keys if key not in known]:
        raise StaleVersion(
            f"まとめた下書きのうち{len(missing)}件が、あとから変わったか、なくなりました。選び直して保存してください。",
            revision,
        )
    return sorted((known[key] for key in revision.keys), key=lambda one: one.place)


def save_revision(
    *,
    plan: Plan,
    revision: PlanRevision | None,
    said: dict[str, Any],
    keys: Iterable[str],
    by: User,
    version: int,
    now: datetime | None = None,
) -> PlanRevision:
    """Keep what is gathered. `said`: title, reason, decided_on, effective_on. NotAllowed, WrongState, StaleVersion, Incomplete."""
    now = now or timezone.now()
    with transaction.atomic():
        kept = _locked(plan, revision, by, version) or PlanRevision(plan=plan, created_by=by, version=0)
        for name, words in said.items():
            setattr(kept, name, words)
        chosen = set(keys)
        kept.gathered = [[one.key, one.what] for one in waiting_drafts(plan) if one.key in chosen]
        _check(kept, now)
        kept.version += 1
        kept.edited_by, kept.edited_at, kept.refusal = by, now, ""
        kept.save()
        _log(Event.Action.REVISION_SAVED, kept, by=by, now=now)
    return kept


def discard_revision(
    *, plan: Plan, revision: PlanRevision, by: User, version: int, now: datetime | None = None
) -> None:
    """Its drafts stay, each by itself; the log keeps what it said."""
    with transaction.atomic():
        kept = _locked(plan, revision, by, version)
        if kept is not None:
            _log(Event.Action.REVISION_DROPPED, kept, by=by, now=now or timezone.now())
            kept.delete()


def why_not_confirm(revision: PlanRevision, by: User, drafts: Sequence[Waiting]) -> str:
    """Why this person cannot confirm it; "" where they can: nobody of those who gathered or drafted."""
    for one in (revision, *(one.draft for one in drafts)):
        if by.pk in one.author_ids:
            return OWN
        if why := why_not_theirs(by, one):
            return why
    return ""


def check_gathered(revision: PlanRevision) -> list[Waiting]:
    """The drafts, each of which could go out as things are now; StaleVersion, Incomplete."""
    drafts = gathered_of(revision)
    for one in drafts:
        _with_reason(one, revision)
        if one.is_wording:
            check_wording(one.draft)
        elif not isinstance(one.draft, InterimTarget):  # held against the target that goes in before it
            check_draft(one.draft)
    return drafts


def confirm_revision(
    *, plan: Plan, revision: PlanRevision, by: User, version: int, now: datetime | None = None
) -> PlanRevision:
    """Let it go in: at once, or on its day. NotAllowed, WrongState, StaleVersion, Incomplete."""
    now = now or timezone.now()
    with transaction.atomic():
        kept = _locked(plan, revision, by, version)
        if kept is None:
            raise WrongState(DONE)
        _check(kept, now)
        drafts = check_gathered(kept)
        if refusal := why_not_confirm(kept, by, drafts):
            raise NotAllowed(refusal)
        kept.confirmed_by, kept.confirmed_at = by, now
        if kept.effective_on is not None and kept.effective_on > timezone.localdate(now):
            kept.save(update_fields=["confirmed_by", "confirmed_at"])
            _log(Event.Action.REVISION_BOOKED, kept, by=by, now=now)
        else:
            _put_in(kept, by, now)
    return kept


def withdraw_revision(
    *, plan: Plan, revision: PlanRevision, by: User, reason: str = "", now: datetime | None = None
) -> PlanRevision:
    """Give up the day before it comes; what is gathered stays as a draft. NotAllowed, WrongState."""
    _check_person(by)
    with transaction.atomic():
        Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
        kept = PlanRevision.objects.get(pk=revision.pk)
        if not kept.waits:
            raise WrongState("この見直しは、予約されていないか、すでに反映されています。")
        kept.confirmed_by = kept.confirmed_at = None
        kept.version += 1
        kept.save(update_fields=["confirmed_by", "confirmed_at", "version"])
        _log(Event.Action.REVISION_WITHDRAWN, kept, by=by, now=now or timezone.now(), why=reason.strip())
    return kept


def carry_out_revisions(
    *, now: datetime | None = None, problems: list[str] | None = None
) -> list[tuple[PlanRevision, str]]:
    """Take in those whose day has come, each whole in its own transaction; a text beside one says why it was refused.

    One that was refused is a draft again, with the reason on its page. Of two callers at once the second finds nothing.
    """
    now = now or timezone.now()
    due = PlanRevision.objects.filter(
        confirmed_at__isnull=False, published_at__isnull=True, effective_on__lte=timezone.localdate(now)
    ).order_by("effective_on", "pk")
    found: list[tuple[PlanRevision, str]] = []
    for revision in due.select_related("plan", "confirmed_by"):
        with told_apart(f"中間見直し「{revision}」", problems):
            try:
                if _carry_out(revision, now):
                    found.append((revision, ""))
            except WorkflowError as refusal:
                why = str(refusal)[:500]
                PlanRevision.objects.filter(pk=revision.pk, published_at__isnull=True).update(
                    confirmed_by=None, confirmed_at=None, refusal=why
                )
                found.append((revision, why))
    return found


def _carry_out(revision: PlanRevision, now: datetime) -> bool:
    with transaction.atomic():
        Plan.objects.select_for_update(no_key=True).get(pk=revision.plan_id)
        revision.refresh_from_db()
        if not revision.waits or revision.effective_on is None:
            return False
        assert revision.confirmed_by is not None  # what waits was confirmed
        by = with_rights_of(revision.confirmed_by, revision.effective_on)
        if not may_review(by):
            raise NotAllowed(
                f"確かめた{person(by)}が、その日に企画課（計画担当）ではなかったため、反映していません。"
            )
        _check_open(revision.plan, now)
        _put_in(revision, by, now)
    return True


def _put_in(revision: PlanRevision, by: User, now: datetime) -> None:
    """Within a transaction. Whatever is refused takes all of it back."""
    for one in gathered_of(revision):
        _with_reason(one, revision)
        if one.is_wording:
            draft = one.draft
            draft.revision = revision
            draft.save(update_fields=["reason", "decided_on", "revision"])
            publish_wording(plan=revision.plan, part=draft.part, by=by, version=draft.version, now=now)
        else:
            one.draft.save()
            publish_rule(rule=one.draft, by=by, now=now, revision=revision)
    revision.confirmed_by, revision.published_at, revision.refusal = by, now, ""
    revision.save(update_fields=["confirmed_by", "confirmed_at", "published_at", "refusal"])
    _log(Event.Action.REVISION_DONE, revision, by=by, now=now)


def _with_reason(one: Waiting, revision: PlanRevision) -> None:
    """One reason and one decision for all that changes; not saved here."""
    if not isinstance(one.draft, OWN_REASON):
        one.draft.reason = revision.reason
    if hasattr(one.draft, "decided_on"):
        one.draft.decided_on = revision.decided_on


def why_no_revision(plan: Plan, now: datetime | None = None) -> str:
    """Why a plan is not revised: not out yet, or over; "" where it is."""
    return why_closed(plan, now) if plan.is_public else PREPARING


def _check_open(plan: Plan, now: datetime) -> None:
    if refusal := why_no_revision(plan, now):
        raise WrongState(refusal)


def _check(revision: PlanRevision, now: datetime) -> None:
    _check_open(revision.plan, now)
    errors = {
        name: f"{word}を入力してください。"
        for name, word in (("title", "題名"), ("reason", "理由"))
        if not getattr(revision, name)
    }
    if not revision.gathered:
        errors["gathered"] = "まとめる下書きを選んでください。"
    day: date | None = revision.effective_on
    if day is not None and day > timezone.localdate(now + LONGEST_WAIT):
        errors["effective_on"] = "予約できるのは、いまから1年先までです。"
    elif day is not None and day < timezone.localdate(now):
        errors["effective_on"] = "過ぎた日からは変えられません。空にすると、確かめたときから変わります。"
    if errors:
        raise Incomplete(errors)


def _check_person(by: User) -> None:
    if not may_review(by):
        raise NotAllowed("計画を見直せるのは、企画課（計画担当）だけです。")


def _locked(plan: Plan, revision: PlanRevision | None, by: User, version: int) -> PlanRevision | None:
    """The revision at the version that was seen, nobody else writing it; None of one that is not there yet."""
    _check_person(by)
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if revision is None:
        return None
    kept = PlanRevision.objects.filter(pk=revision.pk, plan=plan).first()
    if kept is None or kept.published_at is not None:
        raise WrongState(DONE if kept else "この見直しは、削除されています。")
    if kept.confirmed_at is not None:
        raise WrongState(WAITS)
    if kept.version != version:
        raise StaleVersion(STALE, kept)
    return kept


def _log(action: Event.Action, revision: PlanRevision, *, by: User, now: datetime, why: str = "") -> None:
    day = revision.effective_on
    Event.objects.create(
        at=now,
        by=by,
        action=action,
        reason=why or revision.reason,
        detail={
            "plan": revision.plan.slug,
            "revision": revision.pk,
            "title": revision.title,
            "effective_on": day.isoformat() if day else None,
            "gathered": revision.gathered,
        },
    )
