"""The way in, whichever road somebody came: locked names stop, a code is asked for, and then they are signed in.

Until the code was right there is no login: what waits for it is kept in the session for ten minutes, and opens nothing else.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from indicators.approvals import sits_anywhere, waiting_for
from indicators.directory.names import REMOTE_USER, account_of, told_by_proxy
from indicators.permissions import indicators_to_enter, is_at_work, is_manager, is_plan_office
from indicators.second_factor import PASSED, ROAD, is_lacking, next_step
from indicators.sign_in import is_name_locked, note_login, remember_browser

_WAITS, _SECONDS = "waits_for_code", 10 * 60
_BACKEND = "indicators.accounts.RightsOfTheDay"


def enter(request: HttpRequest, user: User, *, wanted: str = "", road: str = "") -> HttpResponse:
    """Sign in, or lead to what is asked first. `wanted`: the page that was asked for; `road`: of the directory, else ""."""
    if road and is_name_locked(request, user):
        return render(request, "registration/locked.html", status=429)
    if step := next_step(user, road):
        begin_waiting(request, user, step, wanted=wanted, road=road)
        return HttpResponseRedirect(reverse("login_code" if step == "code" else "login_setup"))
    return entered(request, user, wanted=wanted, road=road)


def entered(
    request: HttpRequest, user: User, *, wanted: str = "", road: str = "", passed: bool = False
) -> HttpResponse:
    sign_in(request, user, road=road, passed=passed)
    response = HttpResponseRedirect(safe_page(request, wanted) or reverse(first_page(user)))
    remember_browser(request, response)
    return response


def sign_in(request: HttpRequest, user: User, *, road: str = "", passed: bool = False) -> None:
    """Sign a person in whose password, or word of the directory, was right, and whose code, where one is asked for; logged.

    Django, axes and the log write six times. SQLite gives its one write lock to whoever asks at the right moment, not
    to whoever waited longest: with each write for itself, the last of many who sign in at once drew the short straw
    until its wait of then 20 seconds was over.
    """
    with transaction.atomic():
        request.session.pop(_WAITS, None)
        request.session.pop("_session_expiry", None)
        login(request, user, backend=_BACKEND)
        for name, told in ((PASSED, passed), (ROAD, road)):
            request.session.pop(name, None)
            if told:
                request.session[name] = told
        note_login(request, **({"road": road} if road else {}))


def begin_waiting(request: HttpRequest, user: User, step: str, *, wanted: str, road: str) -> None:
    """Keep that the first factor was right. The key of the session changes: nobody else may hold the one from before."""
    request.session.flush()
    request.session[_WAITS] = {
        "user": user.pk,
        "proof": user.get_session_auth_hash(),  # a new password ends it
        "step": step,
        "at": time.time(),
        "wanted": safe_page(request, wanted),
        "road": road,
    }
    request.session.set_expiry(_SECONDS)


def who_waits(request: HttpRequest, step: str) -> tuple[User, dict[str, Any]] | None:
    """Who is asked for this step now, with what was kept; None where nobody is, or no more."""
    kept = request.session.get(_WAITS)
    if not kept or kept["step"] != step or time.time() - kept["at"] > _SECONDS:
        return None
    user = User.objects.filter(pk=kept["user"]).first()
    if user is None or not is_at_work(user):
        return None
    if not constant_time_compare(kept["proof"], user.get_session_auth_hash()):
        return None
    return user, kept


def safe_page(request: HttpRequest, wanted: str) -> str:
    """The page, if it is one of ours."""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and is_ours else ""


def first_page(user: User) -> str:
    """Where a person's work begins: what waits for their approval, what they enter, else what they review, else what they
    read."""
    if sits_anywhere(user) and waiting_for(user):
        return "approvals:list"
    if is_plan_office(user) and not indicators_to_enter(user).exists():
        return "office:board"
    if is_manager(user) and not indicators_to_enter(user).exists():
        return "dashboard:overview"
    return "entry:tasks"


def is_over(request: HttpRequest) -> bool:
    """Whether somebody has to sign in anew: a code is required of them by now, or the proxy says that another one sits there."""
    if not request.user.is_authenticated:
        return False
    if is_lacking(request):
        return True
    if request.session.get(ROAD) != REMOTE_USER or not (told := told_by_proxy(request)):
        return False
    return account_of(told) != request.user


def takes_passwords() -> bool:
    return bool(settings.PASSWORD_SIGN_IN)
