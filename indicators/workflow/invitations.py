"""Invitations: an account without a password for one person or a whole list, and the link to set one, by mail or by hand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.directory.names import folded
from indicators.models import Event, Mail, PowerRequest
from indicators.outbox import can_send, password_link, post
from indicators.permissions import at_work, has_come_in, is_at_work
from indicators.workflow.directory_names import set_directory_name
from indicators.workflow.errors import Incomplete, ManyIncomplete, WrongState
from indicators.workflow.people import changing, contact_errors, named, tell, tell_office
from indicators.workflow.powers import ask_power, holds_power
from indicators.workflow.rights import Rights, check_actor, check_living, lock_people, record, set_rights
from measures.models import Department

NO_LINK = (
    "計画担当のパスワードのリンクは、画面には出しません（見た人が2人分の計画担当になれるため）。"
    "サーバーで manage.py password_link {name} を実行し、本人に渡してください。"
)
USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,29}")
# Words of addresses beside a person's page.
RESERVED = frozenset({"new", "transfers", "accounts", "list", "again"})


@dataclass(frozen=True)
class Invitation:
    """Who is invited: how they are called and reached, and what they are of from today on."""

    username: str
    last_name: str
    first_name: str
    email: str
    departments: tuple[Department, ...]
    office: bool = False
    manager: bool = False
    directory_name: str = ""


def invite(
    *,
    username: str,
    last_name: str,
    first_name: str,
    email: str,
    departments: Iterable[Department],
    office: bool = False,
    manager: bool = False,
    directory_name: str = "",
    by: User,
    now: datetime | None = None,
) -> tuple[User, str]:
    """A new account without a password, and the link to set one where no mail can carry it, else "".

    NotAllowed; Incomplete by field.
    """
    now = now or timezone.now()
    invitation = Invitation(
        username,
        last_name,
        first_name,
        email,
        tuple(departments),
        office=office,
        manager=manager,
        directory_name=directory_name,
    )
    with transaction.atomic():
        by = lock_people(by)
        check_actor(by)
        person = _account(invitation, by, now)
        tell(person, f"を招待しました（{person.email}）。", by, now)
        if office:
            ask_power(PowerRequest.Kind.OFFICE, person, by=by, now=now)
        return person, _hand_over(person, by, now)


def invite_many(
    *, invitations: Sequence[Invitation], by: User, now: datetime | None = None
) -> list[tuple[User, str]]:
    """All of them or nobody, with their links as `invite` gives them; the office hears of it in one mail.

    NotAllowed; ManyIncomplete with what is wrong, by the place in the sequence and by field.
    """
    now = now or timezone.now()
    wrong: dict[int, dict[str, str]] = {}
    with transaction.atomic():
        by = lock_people(by)
        check_actor(by)
        people = []
        for at, invitation in enumerate(invitations):
            try:
                people.append(_account(invitation, by, now))
            except Incomplete as missing:
                wrong[at] = dict(missing.errors)
        if wrong:
            raise ManyIncomplete(wrong)
        for person, invitation in zip(people, invitations, strict=True):
            if invitation.office:
                ask_power(PowerRequest.Kind.OFFICE, person, by=by, now=now)
        return _hand_over_all(people, "を招待しました。", by, now)


def expired_invitations(now: datetime | None = None) -> list[User]:
    """The people at work who have set no password and whose newest link has run out, by their names."""
    since = (now or timezone.now()) - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    asked = Event.objects.filter(action=Event.Action.INVITED, at__gt=since, person__isnull=False)
    if not settings.PASSWORD_SIGN_IN:
        return []  # there are no links
    waiting = at_work().exclude(has_come_in()).exclude(pk__in=asked.values("person"))
    invited = Event.objects.filter(action=Event.Action.INVITED).values("person")
    return list(waiting.filter(pk__in=invited).order_by("last_name", "first_name", "username"))


def invite_expired(*, by: User, now: datetime | None = None) -> list[tuple[User, str]]:
    """A new link to each whose link has run out. NotAllowed; WrongState where there is nobody."""
    now = now or timezone.now()
    with transaction.atomic():
        by = lock_people(by)
        check_actor(by)
        people = [one for one in expired_invitations(now) if one.pk != by.pk and one.email]
        if not people:
            raise WrongState("リンクの期限が切れた人は、もういません。")
        for person in people:
            record(Event.Action.INVITED, person, by=by, now=now, email=person.email, again=True)
        return _hand_over_all(people, "にもう一度、招待を送りました。", by, now)


def _account(invitation: Invitation, by: User, now: datetime) -> User:
    """The account itself, without a password; Incomplete by field."""
    slugs = frozenset(one.slug for one in invitation.departments)
    rights = Rights(slugs, invitation.office, invitation.manager)
    typed = {name: getattr(invitation, name).strip() for name in ("last_name", "first_name", "email")}
    username = invitation.username.strip()
    called = folded(invitation.directory_name)
    errors = {**_name_errors(username), **contact_errors({**typed, "directory_name": called})}
    if rights.is_empty:
        errors["departments"] = "所属の課か、役割を選んでください。"
    if errors:
        raise Incomplete(errors)
    check_living(list(invitation.departments))
    person = User(username=username, **typed)
    person.set_unusable_password()
    person.save()
    first = replace(rights, office=False)
    set_rights(person, [(timezone.localdate(now), first)])
    set_directory_name(person, called)
    record(Event.Action.INVITED, person, by=by, now=now, email=person.email, after=first)
    return person


def _hand_over_all(people: Sequence[User], what: str, by: User, now: datetime) -> list[tuple[User, str]]:
    """The links of all, of which the office hears at once: by person, as many mails would go out as there are people."""
    links = [(person, _hand_over(person, by, now, tells=False)) for person in people]
    shown = "リンクは画面で受け取りました。" if any(link for _, link in links) else ""
    tell_office("、".join(named(person) for person in people), what + shown, by, now)
    return links


def invite_again(*, person: User, by: User, now: datetime | None = None) -> str:
    """Send the link once more, or give it back as `invite` does. WrongState where the person has a password already.

    It is given back, too, where the mail before was given up: no further one would arrive.
    """
    now = now or timezone.now()
    with changing(person, by) as (person, by):
        if not is_at_work(person):
            raise WrongState("利用を停止しています。再開してから送ってください。")
        if person.has_usable_password() or person.last_login:
            raise WrongState(
                "この人はすでにログインできます。パスワードを忘れたときは、ログインのページから決め直せます。"
            )
        if not can_send() and not settings.PASSWORD_SIGN_IN:
            raise WrongState(
                "渡すものはありません。庁内のアカウントでログインするよう、本人に伝えてください。"
            )
        if can_send() and not person.email:
            raise WrongState("メールアドレスがありません。先にメールアドレスを登録してください。")
        record(Event.Action.INVITED, person, by=by, now=now, email=person.email, again=True)
        link = _hand_over(person, by, now)
        if not link and not Mail.objects.waiting().filter(user=person, kind=Mail.Kind.INVITATION).exists():
            raise WrongState(NO_LINK.format(name=person.username))
        return link


def _hand_over(person: User, by: User, now: datetime, *, tells: bool = True) -> str:
    """By mail, or by whoever invites: then the log says that they saw the link, which stands in no row."""
    failed = Mail.objects.given_up().filter(user=person, kind=Mail.Kind.INVITATION)
    if can_send() and not failed.exists():
        post(person, Mail.Kind.INVITATION, now=now)
        return ""
    if not settings.PASSWORD_SIGN_IN:
        return ""  # they sign in by the directory
    if holds_power(person):
        return ""  # whoever is shown the link of an office person would be two of the office
    failed.delete()  # the person gets the link now
    record(Event.Action.LINK_SHOWN, person, by=by, now=now)
    if tells:
        tell(person, "のパスワードを決めるリンクを、画面で受け取りました。", by, now)
    return password_link(person)


def _name_errors(username: str) -> dict[str, str]:
    if not USERNAME.fullmatch(username):
        return {
            "username": "利用者名は、英小文字で始まる2〜30字の英小文字・数字・「.」「-」「_」にしてください。"
        }
    if username in RESERVED:
        return {"username": f"「{username}」は利用者名に使えません。"}
    if User.objects.filter(username__iexact=username).exists():
        return {"username": f"「{username}」はすでに使われています。利用を停止した人の利用者名も使えません。"}
    return {}
