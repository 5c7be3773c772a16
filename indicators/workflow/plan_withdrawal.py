"""A plan that was loaded by mistake is withdrawn: gone from every page, its addresses free again, nothing deleted (docs/publication.md §13).

One person of the office asks, with a reason, another carries it out. While fewer than two are there the command at the
server does it (management/commands/withdraw_plan.py), as it appoints.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import ComparisonValue, Cycle, EvaluationSheet, Event, Indicator, Publication, Result
from indicators.permissions import may_review
from indicators.workflow.errors import Incomplete, NotAllowed, WrongState
from indicators.workflow.rights import FEWEST_IN_OFFICE, active_office
from measures.models import Plan, PlanWithdrawal, WordingDraft

OWN = "自分で申し出た取下げは、自分では行えません。ほかの計画担当が行ってください。"
GONE = "この計画の取下げの申し出は、すでにありません。"


def why_not_withdrawn(plan: Plan) -> list[str]:
    """What people did with the plan, which no withdrawal may take from its readers; empty where it can be withdrawn."""
    of_plan = {"indicator__measure__plan": plan}
    work = {
        "値の公表": Publication.objects.filter(**of_plan),
        "値の入力": Result.objects.filter(**of_plan),
        "サイクル": Cycle.objects.filter(plan=plan),
        "評価シート": EvaluationSheet.objects.filter(measure__plan=plan),
        "比較値": ComparisonValue.objects.filter(series__indicator__measure__plan=plan),
        "公表した文の変更": WordingDraft.objects.filter(
            plan=plan, before__isnull=False, published_at__isnull=False
        ).exclude(part__regex=f"^({WordingDraft.REORGANISATION}-|{WordingDraft.CONTACTS})")
        if plan.is_public
        else WordingDraft.objects.none(),
        "この計画から続くほかの計画の指標": Indicator.objects.filter(continues__measure__plan=plan),
    }
    return [f"{what}が{count}件あります。" for what, rows in work.items() if (count := rows.count())]


def ask_withdrawal(*, plan: Plan, reason: str, by: User, now: datetime | None = None) -> PlanWithdrawal:
    """NotAllowed, WrongState; Incomplete without a reason."""
    _check_person(by)
    if not reason:
        raise Incomplete({"reason": "理由を入力してください。"})
    now = now or timezone.now()
    with transaction.atomic():
        kept = _locked(plan)
        if PlanWithdrawal.objects.filter(plan=kept).exists():
            raise WrongState("この計画の取下げは、すでに申し出られています。")
        asked = PlanWithdrawal.objects.create(
            plan=kept, key=kept.key, slug=kept.slug, reason=reason, asked_at=now, asked_by=by
        )
        _log(Event.Action.WITHDRAWAL_ASKED, asked, by=by, now=now)
    return asked


def drop_withdrawal(*, plan: Plan, by: User, now: datetime | None = None) -> None:
    """Give the request up. NotAllowed, WrongState."""
    _check_person(by)
    with transaction.atomic():
        kept = _locked(plan)
        asked = _asked(kept)
        _log(Event.Action.WITHDRAWAL_DROPPED, asked, by=by, now=now or timezone.now())
        asked.delete()


def carry_out_withdrawal(*, plan: Plan, by: User, now: datetime | None = None) -> PlanWithdrawal:
    """By another person than the one who asked. NotAllowed, WrongState."""
    _check_person(by)
    with transaction.atomic():
        kept = _locked(plan)
        asked = _asked(kept)
        if asked.asked_by_id == by.pk:
            raise NotAllowed(OWN)
        _withdraw(kept, asked, by=by, now=now or timezone.now())
    return asked


def withdraw_at_server(*, plan: Plan, reason: str, by: User, now: datetime | None = None) -> PlanWithdrawal:
    """While nobody else is there who could carry it out. NotAllowed, WrongState."""
    if active_office().count() >= FEWEST_IN_OFFICE:
        raise NotAllowed("計画担当が2人以上いるので、画面で、申し出た人とは別の人が取り下げてください。")
    now = now or timezone.now()
    with transaction.atomic():
        if not PlanWithdrawal.objects.filter(plan=plan).exists():
            ask_withdrawal(plan=plan, reason=reason, by=by, now=now)
        kept = _locked(plan)
        asked = _asked(kept)
        _withdraw(kept, asked, by=None, now=now)
    return asked


def _withdraw(plan: Plan, asked: PlanWithdrawal, *, by: User | None, now: datetime) -> None:
    plan.key = plan.slug = f"withdrawn-{plan.pk}"
    plan.withdrawn_at = now
    plan.save(update_fields=["key", "slug", "withdrawn_at"])
    asked.withdrawn_at, asked.withdrawn_by = now, by
    asked.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _log(Event.Action.PLAN_WITHDRAWN, asked, by=by, now=now)


def _locked(plan: Plan) -> Plan:
    """The plan as it stands, nobody else writing it. WrongState where it is gone, or people worked with it."""
    kept = Plan.objects.select_for_update(no_key=True).filter(pk=plan.pk).first()
    if kept is None:
        raise WrongState("この計画は、すでに取り下げられています。")
    if reasons := why_not_withdrawn(kept):
        raise WrongState(f"取り下げられません。{''.join(reasons)}")
    return kept


def _asked(plan: Plan) -> PlanWithdrawal:
    asked = PlanWithdrawal.objects.filter(plan=plan, withdrawn_at__isnull=True).first()
    if asked is None:
        raise WrongState(GONE)
    return asked


def _check_person(by: User) -> None:
    if not may_review(by):
        raise NotAllowed("計画を取り下げられるのは、企画課（計画担当）だけです。")


def _log(action: Event.Action, asked: PlanWithdrawal, *, by: User | None, now: datetime) -> None:
    detail = {"plan": asked.slug, "key": asked.key}
    Event.objects.create(at=now, by=by, action=action, reason=asked.reason, detail=detail)
