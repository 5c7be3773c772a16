"""Four eyes for power: the office role, an office person's mail address, switching one on again (docs/trust.md §3).

One person of the plan office asks, another confirms, and all of them are told. While fewer than two are active the
server's command line appoints: nobody could confirm.
"""

from dataclasses import replace
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.accounts import end_sessions
from indicators.models import Event, Mail, Membership, PowerRequest, Role
from indicators.outbox import post
from indicators.permissions import at_work, is_at_work, setters_of
from indicators.second_factor import forget_factor, has_factor
from indicators.workflow.directory_names import directory_error, directory_name_of, set_directory_name
from indicators.workflow.errors import Incomplete, NotAllowed, WrongState
from indicators.workflow.rights import (
    FEWEST_IN_OFFICE,
    Rights,
    active_office,
    check_actor,
    lock_people,
    lock_rights,
    record,
    set_rights,
    steps_of,
    switched_off,
)
from measures.models import Department

Kind = PowerRequest.Kind


def holds_power(person: User) -> bool:
    """Of the office today or on a later day, also while the account is switched off, or asked for."""
    rows = Membership.objects.lasting_after(timezone.localdate()).filter(user=person, role=Role.OFFICE)
    return rows.exists() or PowerRequest.objects.waiting().filter(person=person, kind=Kind.OFFICE).exists()


def ask_power(
    kind: Kind, person: User, *, by: User, now: datetime, reason: str = "", **detail: str
) -> PowerRequest:
    """Within the transaction of the step that would have given it. One that waits already is replaced."""
    if person.is_superuser and kind != Kind.RESET:
        raise Incomplete({"__all__": "システム管理者は、計画担当になれません。アカウントを分けてください。"})
    drop_powers(person, (kind,), now=now)
    asked = PowerRequest.objects.create(
        person=person, kind=kind, detail=detail, reason=reason.strip(), asked_at=now, asked_by=by
    )
    record(Event.Action.POWER_ASKED, person, by=by, now=now, reason=reason, kind=kind.value, **detail)
    _tell(asked, "を申し出ました。ほかの計画担当が確かめて、認めてください。", by, now)
    return asked


def confirm_power(*, request: PowerRequest, by: User, now: datetime | None = None) -> None:
    """Give what was asked for. NotAllowed for who asked and for whom it is about; WrongState where it is closed."""
    now = now or timezone.now()
    with transaction.atomic():
        by = lock_people(by)
        request = _still_waiting(request)
        if not active_office().filter(pk=by.pk).exclude(pk__in=(request.asked_by_id, request.person_id)):
            raise NotAllowed("認められるのは、申し出た人でも本人でもない、ほかの計画担当だけです。")
        person = User.objects.get(pk=request.person_id)
        _close(request, by, now, confirmed=True)
        if request.kind == Kind.ADDRESS:
            _change_address(person, request, by, now)
        elif request.kind == Kind.DIRECTORY:
            _change_directory_name(person, request, by, now)
        elif request.kind == Kind.RESET:
            reset_factor(person, by=by, now=now, reason=request.reason, asked_by=request.asked_by.username)
        elif request.kind == Kind.ENABLE:
            asker = request.asked_by.username
            switch_on(person, by=by, now=now, reason=request.reason, asked_by=asker)
        else:
            _give_office(person, request, by, now)
            record(Event.Action.ACCOUNT_CONFIRMED, person, by=by, now=now, email=person.email)
        _tell(request, "を認めました。", by, now)


def withdraw_power(*, request: PowerRequest, by: User, now: datetime | None = None) -> None:
    """Refuse it, or give it up: anybody of the office. NotAllowed, WrongState."""
    now = now or timezone.now()
    with transaction.atomic():
        by = lock_people(by)
        if not active_office().filter(pk=by.pk).exists():
            raise NotAllowed("取りやめられるのは、計画担当だけです。")
        request = _still_waiting(request)
        _close(request, by, now)
        person = User.objects.get(pk=request.person_id)
        record(Event.Action.POWER_DROPPED, person, by=by, now=now, kind=request.kind)
        _tell(request, "を取りやめました。", by, now)


def drop_powers(person: User, kinds: tuple[str, ...], *, now: datetime) -> None:
    """What waits for a person is no more, since what it is about has changed."""
    PowerRequest.objects.waiting().filter(person=person, kind__in=kinds).update(closed_at=now)


def too_few_in_office() -> bool:
    """Whether nobody could confirm a power, so that the server's command line appoints."""
    return active_office().count() < FEWEST_IN_OFFICE


def appoint(*, person: User, now: datetime | None = None) -> None:
    """By the server's command line, where the office has too few to confirm. NotAllowed."""
    now = now or timezone.now()
    with transaction.atomic():
        lock_rights()
        if active_office().exclude(pk=person.pk).count() >= FEWEST_IN_OFFICE:
            raise NotAllowed("計画担当が2人以上います。画面から申し出て、ほかの計画担当が認めてください。")
        person = User.objects.get(pk=person.pk)
        if person.is_superuser:
            raise NotAllowed("システム管理者は、計画担当になれません。")
        before = Rights.of(person)
        today = timezone.localdate(now)
        after = replace(before, office=True, active=True)
        set_rights(person, [(today, after)])
        User.objects.filter(pk=person.pk).update(is_active=True)
        drop_powers(person, (Kind.OFFICE, Kind.ENABLE), now=now)
        record(Event.Action.APPOINTED, person, by=None, now=now, before=before, after=after)
        mail_office(f"{name_of(person)}さんが、サーバーのコマンドで計画担当になりました。", now)


def nobody_confirms(person: User, setters: set[int] | None = None) -> bool:
    """Whether the office has nobody who could say whose account it is: everybody there set it up, or is that person."""
    setters = setters_of([person.pk]).get(person.pk, set()) if setters is None else setters
    others = set(active_office().exclude(pk=person.pk).values_list("pk", flat=True))
    # Two who did: each is freed by the other (permissions.setters_of).
    return bool(setters) and not any(setters - {other} for other in others)


def confirm_at_server(*, person: User, now: datetime | None = None) -> None:
    """By the server's command line, for an account that nobody of the office can confirm. NotAllowed, WrongState."""
    now = now or timezone.now()
    with transaction.atomic():
        lock_rights()
        if person.pk not in setters_of([person.pk]):
            raise WrongState("このアカウントは、確認を待っていません。")
        if not nobody_confirms(person):
            raise NotAllowed("ほかの計画担当が確認できます。画面の「アカウントの確認」で確認してください。")
        record(Event.Action.ACCOUNT_CONFIRMED, person, by=None, now=now, email=person.email)
        mail_office(f"{name_of(person)}さんのアカウントが、サーバーのコマンドで確認されました。", now)


def switch_on(person: User, *, by: User, now: datetime, reason: str, **two: str) -> None:
    """The account again, with the departments that there still are. `two`: `asked_by`, where it is confirmed by another."""
    if is_at_work(person):
        raise WrongState("この人は、いま利用できます。")
    before = Rights.of(person)
    living = Department.objects.living().filter(slug__in=before.departments)
    after = replace(before, departments=frozenset(one.slug for one in living), active=True)
    set_rights(person, [(timezone.localdate(now), after)])
    person.is_active = True
    person.save(update_fields=["is_active"])
    end_sessions(person)  # one that slept since the day of leaving would wake up
    shown = switched_off(before)
    record(Event.Action.ENABLED, person, by=by, now=now, reason=reason, before=shown, after=after, **two)


def _give_office(person: User, request: PowerRequest, by: User, now: datetime) -> None:
    if not is_at_work(person):
        raise WrongState("利用を停止している人は、計画担当にできません。")
    today = timezone.localdate(now)
    on = max(today, date.fromisoformat(request.detail["on"])) if request.detail.get("on") else today
    steps = dict(steps_of(person, today))
    steps.setdefault(on, steps[max(day for day in steps if day <= on)])
    given = {day: replace(one, office=one.active and (one.office or day >= on)) for day, one in steps.items()}
    set_rights(person, sorted(given.items(), key=lambda step: step[0]))
    before, after = steps[on], given[on]
    record(
        Event.Action.RIGHTS_CHANGED, person, by=by, now=now, reason=request.reason, before=before, after=after
    )


def _change_address(person: User, request: PowerRequest, by: User, now: datetime) -> None:
    before, after = person.email, request.detail["email"]
    if at_work().filter(email__iexact=after).exclude(pk=person.pk).exists():
        raise WrongState("このメールアドレスは、いまはほかの人が使っています。")
    person.email = after
    person.save(update_fields=["email"])
    Mail.objects.given_up().filter(user=person, address="").delete()
    record(
        Event.Action.CONTACT_CHANGED,
        person,
        by=by,
        now=now,
        before={"email": before},
        after={"email": after},
        asked_by=request.asked_by.username,
    )


def _change_directory_name(person: User, request: PowerRequest, by: User, now: datetime) -> None:
    before, after = directory_name_of(person), request.detail["directory_name"]
    if error := directory_error(after, person):
        raise WrongState(error)
    set_directory_name(person, after)
    record(
        Event.Action.CONTACT_CHANGED,
        person,
        by=by,
        now=now,
        before={"directory_name": before},
        after={"directory_name": after},
        asked_by=request.asked_by.username,
    )


def reset_factor(person: User, *, by: User | None, now: datetime, reason: str, **two: str) -> None:
    """Whoever lost their phone signs in without a code, and registers another one. `two`: `asked_by`; `by` None: the server."""
    if not has_factor(person):
        raise WrongState("この人は、二段階認証を登録していません。")
    forget_factor(person)
    end_sessions(person)
    record(Event.Action.FACTOR_RESET, person, by=by, now=now, reason=reason, **two)


def reset_factor_at_server(*, person: User, now: datetime | None = None) -> None:
    """By the server's command line, where nobody is there to ask for it and to confirm it. WrongState."""
    now = now or timezone.now()
    with transaction.atomic():
        lock_rights()
        drop_powers(person, (Kind.RESET,), now=now)
        reset_factor(person, by=None, now=now, reason="")
        mail_office(f"{name_of(person)}さんの二段階認証が、サーバーのコマンドで解除されました。", now)


def ask_factor_reset(*, person: User, reason: str, by: User, now: datetime | None = None) -> None:
    """Asked for by one of the office who spoke with the person, confirmed by another. NotAllowed, WrongState, Incomplete."""
    now = now or timezone.now()
    with transaction.atomic():
        by = lock_people(by)
        check_actor(by, person)
        if not has_factor(person):
            raise WrongState("この人は、二段階認証を登録していません。")
        if not reason.strip():
            raise Incomplete({"reason": "本人にどう確かめたかを、理由に書いてください。"})
        ask_power(Kind.RESET, person, by=by, now=now, reason=reason)


def _still_waiting(request: PowerRequest) -> PowerRequest:
    found = PowerRequest.objects.waiting().select_related("asked_by").filter(pk=request.pk).first()
    if found is None:
        raise WrongState("この申し出は、すでに認められたか、取りやめられています。")
    return found


def _close(request: PowerRequest, by: User, now: datetime, *, confirmed: bool = False) -> None:
    PowerRequest.objects.filter(pk=request.pk).update(closed_at=now, closed_by=by, confirmed=confirmed)


def _tell(request: PowerRequest, what: str, by: User, now: datetime) -> None:
    person = User.objects.get(pk=request.person_id)
    told = request.detail.get("email") or request.detail.get("directory_name")
    email = f"（{told}）" if told else ""
    words = f"{name_of(by)}さんが、{name_of(person)}さんについて「{request.get_kind_display()}」{email}{what}"
    mail_office(words, now)


def mail_office(words: str, now: datetime, *, subject: str = "【基本計画のいま】計画担当の権限") -> None:
    """To all who are of the office: whoever did not know of it hears of it."""
    body = f"{words}\n\n心当たりがないときは、すぐにほかの計画担当と確かめてください。\n"
    for person in active_office().exclude(email=""):
        post(person, Mail.Kind.NOTICE, subject=subject, body=body, now=now)


def name_of(person: User) -> str:
    return f"{person.last_name}{person.first_name}" or person.username
