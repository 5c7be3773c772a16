"""People (invited in invitations.py): given departments and roles, switched off and on, unlocked; never deleted (docs/trust.md §3).

Only the plan office does these; nobody does them to themselves. Every function locks first, so that of two who act
at once the second meets what the first has done.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from indicators.accounts import end_sessions, forget_failures
from indicators.directory.names import folded
from indicators.models import Event, Mail, PowerRequest
from indicators.permissions import SETTING_UP, at_work, is_at_work, setters_of
from indicators.workflow.directory_names import directory_error, directory_name_of, set_directory_name
from indicators.workflow.errors import Incomplete, NotAllowed, StaleVersion, WrongState
from indicators.workflow.powers import ask_power, drop_powers, holds_power, mail_office, name_of, switch_on
from indicators.workflow.rights import (
    NOTHING_CHANGED,
    Rights,
    check_actor,
    check_living,
    check_office_left,
    check_schedules,
    lock_people,
    record,
    set_rights,
    steps_of,
    switched_off,
)
from indicators.workflow.transfers import give_up_transfer
from measures.models import Department

ONLY_OFFICE = "計画担当の役割は、ほかの計画担当が認めてから加わります。それまでの課か役割を残してください。"


def change_contact(
    *,
    person: User,
    last_name: str,
    first_name: str,
    email: str,
    directory_name: str | None = None,
    by: User,
    now: datetime | None = None,
) -> None:
    """Name, mail address and what the directory calls them (None: as it is), one's own too: they give no right.

    NotAllowed, Incomplete.
    """
    now = now or timezone.now()
    typed = {"last_name": last_name.strip(), "first_name": first_name.strip(), "email": email.strip()}
    if directory_name is not None:
        typed["directory_name"] = folded(directory_name)
    with transaction.atomic():
        by = lock_people(by)
        check_actor(by, None if person.pk == by.pk else person)
        person = User.objects.get(pk=person.pk)
        if errors := contact_errors(typed, person):
            raise Incomplete(errors)
        before = {
            name: directory_name_of(person) if name == "directory_name" else getattr(person, name)
            for name in typed
        }
        if before == typed:
            raise Incomplete({"__all__": NOTHING_CHANGED})
        if holds_power(person):
            _ask_for_ways_in(person, before, typed, by, now)
            if before == typed:
                return
        if "directory_name" in typed and before["directory_name"] != typed["directory_name"]:
            set_directory_name(person, typed["directory_name"])
            words = f"の庁内のログイン名を変えました（{before['directory_name'] or 'なし'} → {typed['directory_name'] or 'なし'}）。"
            tell(person, words, by, now)
        names = [name for name in typed if name != "directory_name"]
        for name in names:
            setattr(person, name, typed[name])
        person.save(update_fields=names)
        if before["email"] != typed["email"]:
            Mail.objects.given_up().filter(
                user=person, address=""
            ).delete()  # a new address is worth a new mail
            words = f"のメールアドレスを変えました（{before['email'] or 'なし'} → {typed['email']}）。"
            tell(person, words, by, now)
        record(Event.Action.CONTACT_CHANGED, person, by=by, now=now, before=before, after=typed)


def _ask_for_ways_in(
    person: User, before: Mapping[str, str], typed: dict[str, str], by: User, now: datetime
) -> None:
    """Of the office what lets somebody in is changed by two; `typed` is then as it was."""
    for name, kind in (("email", PowerRequest.Kind.ADDRESS), ("directory_name", PowerRequest.Kind.DIRECTORY)):
        if name in typed and before[name] != typed[name]:
            ask_power(kind, person, by=by, now=now, **{name: typed[name]})
            typed[name] = before[name]


def change_rights(
    *,
    person: User,
    departments: Iterable[Department],
    office: bool,
    manager: bool,
    by: User,
    expected_version: str | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> None:
    """Departments and roles, at once. `expected_version`: of the rights that the page showed.

    NotAllowed; StaleVersion where somebody changed them meanwhile; Incomplete.
    """
    now = now or timezone.now()
    departments = list(departments)
    wanted = Rights(frozenset(one.slug for one in departments), office, manager)
    with changing(person, by) as (person, by):
        (today, before), *later = steps_of(person, timezone.localdate(now))
        if expected_version is not None and expected_version != before.version:
            raise StaleVersion("この画面を開いたあとに、ほかの人が所属・権限を変えました。", None)
        if wanted == before:
            raise Incomplete({"__all__": NOTHING_CHANGED})
        check_living(departments)
        if wanted.is_empty:
            raise Incomplete(
                {"departments": "所属の課か、役割を選んでください。使わなくなるときは、利用を停止します。"}
            )
        if office and not before.office:
            ask_power(PowerRequest.Kind.OFFICE, person, by=by, now=now, reason=reason)
            wanted = replace(wanted, office=False)
            if wanted == before:
                return
            if wanted.is_empty:
                raise Incomplete({"departments": ONLY_OFFICE})
        leaving = before.office and not office and is_at_work(person)
        if leaving:
            check_schedules(person, at="roles")
        set_rights(person, [(today, wanted), *later])
        if leaving:
            check_office_left(at="roles")
        record(
            Event.Action.RIGHTS_CHANGED, person, by=by, now=now, reason=reason, before=before, after=wanted
        )


def disable(*, person: User, reason: str, by: User, now: datetime | None = None) -> None:
    """Switch an account off, for a reason; a transfer that was prepared is given up. NotAllowed, WrongState, Incomplete.

    At once, in the middle of the day: by Django's own flag. Departments and roles stay for who comes back.
    """
    now = now or timezone.now()
    with changing(person, by) as (person, by):
        if not is_at_work(person):
            raise WrongState("この人の利用は、すでに停止しています。")
        _check_reason(reason, "利用を停止する理由を入力してください。")
        check_schedules(person, at="reason")
        rights = Rights.of(person)
        drop_powers(person, (PowerRequest.Kind.OFFICE,), now=now)
        joining = give_up_transfer(person, by=by, now=now, reason=reason)
        person.is_active = False
        person.save(update_fields=["is_active"])
        if rights.office or joining:
            check_office_left(at="reason")
        end_sessions(person)
        record(
            Event.Action.DISABLED,
            person,
            by=by,
            now=now,
            reason=reason,
            before=rights,
            after=switched_off(rights),
        )


def enable(*, person: User, reason: str, by: User, now: datetime | None = None) -> None:
    """Switch an account on again, with the departments that there still are. NotAllowed, WrongState, Incomplete."""
    now = now or timezone.now()
    with changing(person, by) as (person, by):
        if is_at_work(person):
            raise WrongState("この人は、いま利用できます。")
        _check_reason(reason, "利用を再開する理由を入力してください。")
        if holds_power(person):
            ask_power(PowerRequest.Kind.ENABLE, person, by=by, now=now, reason=reason)
        else:
            switch_on(person, by=by, now=now, reason=reason)
            tell(person, "の利用を再開しました。", by, now)


def confirm_account(*, person: User, seen: int, by: User, now: datetime | None = None) -> None:
    """Another one of the office answers for whose account it is; from then on who set it up may publish its figures.

    `seen`: the newest line of the log about its setting up that the page showed. NotAllowed, WrongState, StaleVersion.
    """
    confirm_accounts(seen={person.pk: seen}, by=by, now=now)


def confirm_accounts(*, seen: Mapping[int, int], by: User, now: datetime | None = None) -> None:
    """The same of several, all or none: account (id) → `seen`. One mail tells all of the office."""
    now = now or timezone.now()
    told = []
    with transaction.atomic():
        by = lock_people(by)
        setters = setters_of(seen.keys())
        for person in User.objects.filter(pk__in=seen).order_by("pk"):
            check_actor(by, person)
            if person.pk not in setters:
                raise WrongState("このアカウントは、すでに確認されています。")
            if setters[person.pk] == {by.pk}:
                raise NotAllowed("自分で招待したり変えたりしたアカウントは、ほかの計画担当が確認します。")
            if seen[person.pk] != set_up_last(person):
                raise StaleVersion("この画面を開いたあとに、アカウントが変わりました。", None)
            record(Event.Action.ACCOUNT_CONFIRMED, person, by=by, now=now, email=person.email)
            told.append(named(person))
        tell_office("、".join(told), "のアカウントを確認しました。", by, now)


def set_up_last(person: User) -> int:
    """The newest line of the log that says how the account was set up; 0 where it says nothing."""
    lines = Event.objects.filter(person=person, action__in=SETTING_UP).order_by("-pk")
    return lines.values_list("pk", flat=True).first() or 0


def tell(person: User, what: str, by: User, now: datetime) -> None:
    """All of the office hear of it: whoever sets an account up could sign in with it."""
    tell_office(named(person), what, by, now)


def named(person: User) -> str:
    return f"{name_of(person)}さん（{person.username}）"


def tell_office(whom: str, what: str, by: User, now: datetime) -> None:
    mail_office(f"{name_of(by)}さんが、{whom}{what}", now, subject="【基本計画のいま】アカウントの招待・変更")


def unlock(*, person: User, by: User, now: datetime | None = None) -> None:
    """Let a person try again who typed too many wrong passwords. NotAllowed, WrongState."""
    now = now or timezone.now()
    with changing(person, by) as (person, by):
        if not forget_failures(person):
            raise WrongState("この人のログインは止まっていません。")
        record(Event.Action.UNLOCKED, person, by=by, now=now)


@contextmanager
def changing(person: User, by: User) -> Iterator[tuple[User, User]]:
    """A transaction with both as they stand now, and nobody else changing rights meanwhile. NotAllowed."""
    with transaction.atomic():
        by = lock_people(by)
        check_actor(by, person)
        yield User.objects.get(pk=person.pk), by


def _check_reason(reason: str, message: str) -> None:
    if not reason.strip():
        raise Incomplete({"reason": message})


def contact_errors(typed: dict[str, str], person: User | None = None) -> dict[str, str]:
    errors = {}
    if not typed["last_name"]:
        errors["last_name"] = "姓を入力してください。"
    for name, label in (("last_name", "姓"), ("first_name", "名")):
        if len(typed[name]) > 50:
            errors[name] = f"{label}は50字までで入力してください。"
    others = at_work().filter(email__iexact=typed["email"])
    if person is not None:
        others = others.exclude(pk=person.pk)
    if error := directory_error(typed.get("directory_name", ""), person):
        errors["directory_name"] = error
    try:
        validate_email(typed["email"])
    except ValidationError:
        errors["email"] = "メールアドレスを確かめてください。例：hanako@example.jp"
    else:
        if others.exists():
            errors["email"] = (
                "このメールアドレスは、ほかの人が使っています。アカウントは一人に一つ、メールも別にしてください。"
            )
    return errors
