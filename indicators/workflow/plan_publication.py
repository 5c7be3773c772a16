"""A plan goes out as a whole: one of the office drafts its publication, another one publishes it (docs/publication.md §13).

Four eyes: whoever drafts the publication looks at the whole plan, and the draft keeps which state that was; whoever
publishes is another person, and the plan is still in that state. So every text and every rule was looked at by two people,
and nothing goes out that one person alone wrote. That the publisher wrote some of it is no hindrance: the office may be
two people who both write.
"""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import Drafted, Event, PlanBooking
from indicators.permissions import may_review, set_up_by
from indicators.wording.days import write_day
from indicators.wording.people import person
from indicators.workflow.errors import Incomplete, NotAllowed, StaleVersion, WrongState
from indicators.workflow.plan_checks import PlanCheck, check_plan, drafts_of_plan
from indicators.workflow.plan_edition import edition_of_plan
from indicators.workflow.plans import PUBLIC
from indicators.workflow.rules import let_out
from measures.models import Plan, PlanPublication
from measures.plans import published_plans

STALE = "見ていたあとに、ほかの人が公表の下書きを変えました。"
GONE = "公表の下書きは、すでに公表されているか、削除されています。"
BOOKED = "この計画の公表は予約されています。変えるか、いま公表するには、先に予約を取り消してください。"
OWN = "自分で保存した公表の下書きは、自分では公表できません。ほかの計画担当が確かめて公表してください。"
CHANGED = (
    "公表の下書きを保存したあとに、計画の内容が変わりました。内容を確かめて、公表の下書きを保存し直してください。"
    "公表は、保存し直した人とは別の計画担当が行います。"
)


def publication_draft(plan: Plan) -> PlanPublication | None:
    drafts = PlanPublication.objects.filter(plan=plan, published_at__isnull=True)
    return drafts.select_related("drafted_by", "plan").first()


def save_publication(
    *,
    plan: Plan,
    in_force_on: date,
    decided_on: date | None,
    reason: str,
    by: User,
    version: int,
    seen: str,
    now: datetime | None = None,
) -> PlanPublication:
    """Keep the draft; whoever saves it answers for having looked at the plan in the state `seen` (edition_of_plan).

    `version`: of the draft that the person saw, 0 of none. NotAllowed; WrongState where the plan is public; StaleVersion with
    the draft as it stands, also where the plan is not as it was seen; Incomplete by field.
    """
    now = now or timezone.now()
    with transaction.atomic():
        draft = locked_draft(plan, by, version)
        if draft is not None:
            check_not_booked(draft)
            PlanBooking.objects.filter(publication=draft).delete()
        if edition_of_plan(plan) != seen:
            raise StaleVersion("見ていたあとに、計画の内容が変わりました。", draft)
        draft = draft or PlanPublication(plan=plan, version=0)
        draft.in_force_on, draft.decided_on, draft.reason = in_force_on, decided_on, reason
        _check_days(draft)
        draft.edition, draft.drafted_by, draft.drafted_at = seen, by, now
        draft.version += 1
        draft.save()
        log_publication(Event.Action.PLAN_DRAFTED, draft, by=by, now=now)
    return draft


def discard_publication(*, plan: Plan, by: User, version: int, now: datetime | None = None) -> None:
    """NotAllowed, WrongState, StaleVersion; the log keeps what it said."""
    with transaction.atomic():
        draft = locked_draft(plan, by, version)
        if draft is None:
            raise WrongState(GONE)
        check_not_booked(draft)
        log_publication(Event.Action.PLAN_DISCARDED, draft, by=by, now=now or timezone.now())
        draft.delete()


def publish_plan(
    *,
    plan: Plan,
    by: User,
    version: int,
    now: datetime | None = None,
    known: PlanCheck | None = None,
    is_booked: bool = False,
) -> PlanPublication:
    """Let the plan out with every draft of a rule, passport and figure: all or nothing. `is_booked`: at the moment that was set.

    `known`: what check_publication() found of this draft before in the same transaction. NotAllowed, WrongState, StaleVersion; Incomplete where the check list has an error.
    """
    now = now or timezone.now()
    with transaction.atomic():
        draft = locked_draft(plan, by, version)
        if draft is None:
            raise WrongState(GONE)
        if not is_booked:
            check_not_booked(draft)
        check_publication(draft, by, known)
        rules: list[Drafted] = drafts_of_plan(plan)
        for rule in rules:
            let_out(rule, by=by, now=now)
        draft.published_at, draft.published_by = now, by
        draft.save(update_fields=["published_at", "published_by"])
        PlanBooking.objects.filter(publication=draft).delete()
        log_publication(Event.Action.PLAN_PUBLISHED, draft, by=by, now=now, rules=len(rules))
    return draft


def check_not_booked(draft: PlanPublication) -> None:
    """WrongState."""
    if PlanBooking.objects.filter(publication=draft, at__isnull=False).exists():
        raise WrongState(BOOKED)


def check_publication(draft: PlanPublication, by: User, known: PlanCheck | None = None) -> PlanCheck:
    """NotAllowed where it is not theirs to publish, WrongState where the plan is another by now, Incomplete."""
    if refusal := why_not_published_by(draft, by):
        raise NotAllowed(refusal)
    if draft.edition != edition_of_plan(draft.plan):
        raise WrongState(CHANGED)
    _check_days(draft)
    found = check_plan(draft.plan, known)
    if errors := found.errors:
        words = "".join(finding.words for finding in errors[:5])
        raise Incomplete({"__all__": f"計画に足りないところが{len(errors)}件あります：{words}"})
    return found


def why_not_published_by(draft: PlanPublication, by: User) -> str:
    """ "" where this person may publish it."""
    if draft.drafted_by_id == by.pk:
        return OWN
    author = draft.drafted_by
    if author is not None and set_up_by(by, {author.pk}):
        return (
            f"公表の下書きを保存した{person(author)}（{author.username}）のアカウントは、あなたが招待したか、"
            "メールアドレスを変えたか、利用を再開したか、リンクを見たもので、ほかの計画担当がまだ確認していません。"
            "あなた以外の計画担当が公表してください。"
        )
    return ""


def locked_draft(plan: Plan, by: User, version: int) -> PlanPublication | None:
    """The draft at the version that was seen, nobody else deciding about the plan."""
    if not may_review(by):
        raise NotAllowed("計画を公表できるのは、企画課（計画担当）だけです。")
    # The plan's row, not the draft's: one that is not there yet could not be locked.
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if PlanPublication.objects.filter(plan=plan, published_at__isnull=False).exists():
        raise WrongState("この計画は、すでに公表されています。" if version else PUBLIC)
    draft = publication_draft(plan)
    if (draft.version if draft else 0) != version:
        raise StaleVersion(STALE, draft)
    return draft


def _check_days(draft: PlanPublication) -> None:
    """A plan begins after those before it began, and not after its own years."""
    errors: dict[str, str] = {}
    plan, day = draft.plan, draft.in_force_on
    last_day = date(plan.last_year + 1, 3, 31)
    if day > last_day:
        errors["in_force_on"] = "計画の最後の年度が終わる日までの日にしてください。"
    for other in published_plans():
        begins = other.publication.in_force_on
        if other.first_year < plan.first_year and day <= begins:
            errors["in_force_on"] = (
                f"{other.name}が始まった日（{write_day(begins)}）より後の日にしてください。"
            )
        if other.first_year > plan.first_year and day >= begins:
            errors["in_force_on"] = f"{other.name}が始まる日（{write_day(begins)}）より前の日にしてください。"
    if not draft.reason.strip():
        errors["reason"] = "説明を入力してください。"
    if errors:
        raise Incomplete(errors)


def log_publication(
    action: Event.Action, draft: PlanPublication, *, by: User, now: datetime, **more: int | str
) -> None:
    decided = draft.decided_on.isoformat() if draft.decided_on else ""
    detail = {
        "plan": draft.plan.slug,
        "in_force_on": draft.in_force_on.isoformat(),
        "decided_on": decided,
        "version": draft.version,
    }
    Event.objects.create(at=now, by=by, action=action, reason=draft.reason, detail=detail | more)
