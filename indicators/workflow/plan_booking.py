"""A plan's publication is booked for a moment to come: by the second person, taken back until then, carried out by whoever looks (due.py).

From which day on the plan is in force is another matter. What changed of the plan meanwhile keeps it from going out.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import Event, PlanBooking
from indicators.permissions import may_review, with_rights_of
from indicators.wording.people import person
from indicators.workflow.batch_checks import moment_refusal
from indicators.workflow.errors import Incomplete, NotAllowed, WorkflowError, WrongState, told_apart
from indicators.workflow.plan_checks import PlanCheck
from indicators.workflow.plan_edition import edition_of_plan
from indicators.workflow.plan_publication import (
    GONE,
    check_not_booked,
    check_publication,
    locked_draft,
    log_publication,
    publish_plan,
)
from measures.models import Plan

CHANGED_SINCE = (
    "公表を予約したあとに、計画の内容が変わりました。このままでは、予約した日時に公表されません。"
    "先に予約を取り消し、内容を確かめて、公表の下書きを保存し直してください。そのあと、保存し直した人とは別の計画担当が、もう一度予約します。"
)
NOT_BOOKED = "この計画の公表は、予約されていないか、すでに公表されています。"


def book_publication(
    *,
    plan: Plan,
    at: datetime,
    by: User,
    version: int,
    now: datetime | None = None,
    known: PlanCheck | None = None,
) -> PlanBooking:
    """Let the plan go out at a moment to come. NotAllowed, WrongState, StaleVersion; Incomplete, also of the moment ("at")."""
    now = now or timezone.now()
    with transaction.atomic():
        draft = locked_draft(plan, by, version)
        if draft is None:
            raise WrongState(GONE)
        check_not_booked(draft)
        check_publication(draft, by, known)
        if refusal := moment_refusal(at, by, now):
            raise Incomplete({"at": refusal})
        PlanBooking.objects.filter(publication=draft).delete()
        booking = PlanBooking.objects.create(publication=draft, version=draft.version, at=at, booked_by=by)
        log_publication(Event.Action.PLAN_BOOKED, draft, by=by, now=now, at=at.isoformat())
    return booking


def booking_of(plan: Plan) -> PlanBooking | None:
    """The booking that waits for its moment."""
    waiting = PlanBooking.objects.filter(publication__plan=plan, at__isnull=False)
    return waiting.select_related("publication__plan", "booked_by").first()


def why_booked_stays(booking: PlanBooking) -> str:
    """Why the plan will not go out at its moment as it is now: somebody changed it since; "" where it will."""
    draft = booking.publication
    return "" if draft.edition == edition_of_plan(draft.plan) else CHANGED_SINCE


def cancel_booking(*, plan: Plan, by: User, version: int, now: datetime | None = None) -> None:
    """Anybody of the office; the draft stays. NotAllowed, WrongState, StaleVersion."""
    with transaction.atomic():
        draft = locked_draft(plan, by, version)
        if draft is None or not PlanBooking.objects.filter(publication=draft, at__isnull=False).delete()[0]:
            raise WrongState(NOT_BOOKED)
        log_publication(Event.Action.PLAN_UNBOOKED, draft, by=by, now=now or timezone.now())


def publish_plans_due(*, now: datetime, problems: list[str]) -> list[str]:
    """In words, the plans whose moment has come and that went out; one that could not says why on its page, and waits for a person."""
    done = []
    due = PlanBooking.objects.filter(at__lte=now).order_by("at", "pk")
    for booking in due.select_related("publication__plan", "booked_by"):
        plan = booking.publication.plan
        with told_apart(f"{plan}の公表", problems):
            try:
                if _publish(booking, now):
                    done.append(f"{plan}を公表しました。")
            except WorkflowError as refusal:
                PlanBooking.objects.filter(pk=booking.pk).update(
                    at=None, booked_by=None, refusal=refusal.message[:500]
                )
                problems.append(f"{plan}を公表できませんでした：{refusal.message}")
    return done


def _publish(booking: PlanBooking, now: datetime) -> bool:
    """Whether it was this caller who did it."""
    assert booking.at is not None
    assert booking.booked_by is not None
    plan = booking.publication.plan
    with transaction.atomic():
        Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
        if not PlanBooking.objects.filter(pk=booking.pk, at=booking.at).exists():
            return False
        by = with_rights_of(booking.booked_by, timezone.localdate(booking.at))
        if not may_review(by):
            raise NotAllowed(f"予約した{person(by)}が、公表の日に企画課（計画担当）ではありません。")
        publish_plan(plan=plan, by=by, version=booking.version, now=now, is_booked=True)
    return True
