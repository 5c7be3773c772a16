"""Who may try to sign in, and what the log knows of it: django-axes with a second limit, at every door (docs/trust.md §3).

axes locks a name at an address. Somebody who tries one password with every name meets no such lock; the second limit
counts the names that failed at one address. A whole city hall shares an address, so a browser in which a person signed in
before stays open to that person: it holds a signed cookie.
"""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import DatabaseError, close_old_connections, transaction
from django.http import HttpRequest, HttpResponse, parse_cookie
from django.utils import timezone

from indicators.models import Event
from indicators.origin import client_address

KNOWN_BROWSER = "known_browser"
_REMEMBERED = 180 * 24 * 60 * 60  # seconds
_OF_ONE_BROWSER = 10  # people who share it, the newest


class SignInGuard(AxesDatabaseHandler):
    """axes, with the limit over names; failures and locks are lines of our own log, whichever door was tried."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        if super().is_locked(request, credentials):
            return True
        if not _is_crowded(client_address(request)) or _is_known(
            request, (credentials or {}).get("username")
        ):
            return False
        request.is_crowded = True  # type: ignore[attr-defined]  # for the words (registration/locked.html)
        return True

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any
    ) -> None:
        # axes and the log write six times: in one transaction they wait once for SQLite's lock (interrupted.sign_in).
        with transaction.atomic():
            self._failed(sender, credentials, request, **kwargs)

    def _failed(self, sender: Any, credentials: dict[str, Any], request: Any, **kwargs: Any) -> None:
        # Of who is locked no further try is a line: a log that anybody can fill hides what matters.
        counts = request is not None and not request.axes_locked_out
        crowded_before = counts and _is_crowded(client_address(request))
        super().user_login_failed(sender, credentials, request, **kwargs)
        if not counts:
            return
        # A name that nobody has is not kept: people type their password there.
        person = User.objects.filter(username=credentials.get("username") or "").first()
        _note(request, Event.Action.LOGIN_FAILED, person=person)
        if request.axes_locked_out:
            _note(request, Event.Action.LOCKED, person=person)
        if not crowded_before and _is_crowded(client_address(request)):
            _note(request, Event.Action.LOCKED, names=settings.SIGN_IN_NAMES_AN_ADDRESS)


def note_login(request: HttpRequest, **more: str) -> None:
    """A line of the log for the person who has just signed in. `more`: by which road of the directory."""
    assert isinstance(request.user, User)
    Event.objects.create(
        at=timezone.now(), by=request.user, action=Event.Action.LOGIN, detail={**_where(request), **more}
    )


def note_refusal(request: HttpRequest, person: User | None, why: str) -> None:
    """Somebody came by the directory's road and was not let in. A name that nobody has here is not kept."""
    _note(request, Event.Action.LOGIN_FAILED, person=person, why=why)


def count_wrong_code(request: HttpRequest, user: User) -> None:
    """As a wrong password counts: for the lock, and in the log."""
    credentials = {"username": user.get_username()}
    AxesProxyHandler.user_login_failed(sender=__name__, credentials=credentials, request=request)


def is_name_locked(request: HttpRequest, user: User) -> bool:
    """Whether mistakes locked this name at this address, for the roads on which nobody types a password. How many other
    names failed there counts for those who type one alone."""
    credentials = {"username": user.get_username()}
    AxesProxyHandler.update_request(request)
    return bool(AxesDatabaseHandler().is_locked(request, credentials))


def remember_browser(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser show from now on that this person signed in with it."""
    people = [request.user.pk, *(one for one in _known_people(request) if one != request.user.pk)]
    response.set_cookie(
        KNOWN_BROWSER,
        signing.dumps(people[:_OF_ONE_BROWSER], salt=KNOWN_BROWSER),
        max_age=_REMEMBERED,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _is_crowded(address: str) -> bool:
    """Whether so many names failed there, and did not sign in after all, as no place of people who mistype has."""
    most = settings.SIGN_IN_NAMES_AN_ADDRESS
    if not most:
        return False
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    tried = AccessAttempt.objects.filter(ip_address=address or None, attempt_time__gte=since)
    return bool(tried.order_by().values("username").distinct()[most - 1 : most].exists())


def _is_known(request: HttpRequest, username: Any) -> bool:
    people = _known_people(request)
    return bool(people) and User.objects.filter(username=username or "", pk__in=people).exists()


def _known_people(request: HttpRequest) -> list[int]:
    return _people_in(request.COOKIES.get(KNOWN_BROWSER, ""))


def is_known_browser(cookies: str) -> bool:
    """Whether the Cookie header of a request comes from a browser in which somebody signed in before; asks no database."""
    return KNOWN_BROWSER in cookies and bool(_people_in(parse_cookie(cookies).get(KNOWN_BROWSER, "")))


def _people_in(told: str) -> list[int]:
    try:
        people = signing.loads(told, salt=KNOWN_BROWSER, max_age=_REMEMBERED) if told else []
    except signing.BadSignature:
        return []
    return [one for one in people if isinstance(one, int)]


def _note(request: HttpRequest, action: Event.Action, person: User | None = None, **more: Any) -> None:
    Event.objects.create(at=timezone.now(), action=action, person=person, detail={**_where(request), **more})


def _where(request: HttpRequest) -> dict[str, str]:
    return {"address": client_address(request), "path": request.path[:300]}


def has_session(cookies: str) -> bool:
    """Whether the Cookie header of a request names a login that has not ended; False while the database does not say.

    Whoever is on the way in has a session, too, and nobody needs to be anybody for that.

    For the server, before Django has begun: so the connection is looked at, and given back, here.
    """
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")
    close_old_connections()
    try:
        session = Session.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
        return session is not None and SESSION_KEY in session.get_decoded()
    except (DatabaseError, ValueError):
        return False
    finally:
        close_old_connections()
