"""Signing in by the city's own directory: RemoteUser of a proxy, or OpenID Connect (docs/decisions/0043-directory-and-second-factor.md).

Both come in by a GET, since a browser does: from the provider, or through a proxy that asks for a ticket on the way.
"""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from indicators.directory.names import (
    OIDC,
    REMOTE_USER,
    account_of,
    is_another,
    remember_subject,
    road,
    told_by_proxy,
)
from indicators.directory.provider import DirectoryAway, DirectoryRefused, Start, come_back
from indicators.sign_in import note_refusal
from indicators.views.shared.entering import enter, safe_page

_NEXT = "directory_next"
_BEFORE_LOGIN = 15 * 60  # seconds that a session lasts in which nobody has signed in yet
logger = logging.getLogger(__name__)


@never_cache
@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """By the proxy's word at once; to the provider, where there is one; 404 where the site knows no directory."""
    wanted = request.GET.get("next", "")
    if road() == REMOTE_USER:
        told = told_by_proxy(request)
        return _entered(request, told, wanted) if told else _unfinished(request, "nobody")
    if road() != OIDC:
        raise Http404
    try:
        response = Start.as_view()(request)
    except DirectoryAway:
        return _unfinished(request, "away")
    request.session[_NEXT] = safe_page(request, wanted)
    if not request.user.is_authenticated:
        request.session.set_expiry(_BEFORE_LOGIN)
    return response


@never_cache
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """Back from the provider."""
    if road() != OIDC:
        raise Http404
    try:
        told = come_back(request)
    except DirectoryAway:
        return _unfinished(request, "away")
    except DirectoryRefused as refusal:
        logger.warning("OpenID Connect: nobody was signed in: %s", refusal)
        note_refusal(request, None, "token")
        return _unfinished(request, "refused")
    return _entered(request, told.name, request.session.pop(_NEXT, ""), told.subject)


def _entered(request: HttpRequest, name: str, wanted: str, subject: str = "") -> HttpResponse:
    """Whom the directory named comes in, if the office invited them; else they read whom to ask."""
    user = account_of(name)
    other = user is not None and bool(subject) and is_another(user, subject)
    if user is None or other:
        note_refusal(request, user, "other" if other else "unknown")
        return render(request, "registration/unknown.html", {"told": name, "other": other}, status=403)
    if subject:
        remember_subject(user, subject)
    return enter(request, user, wanted=wanted, road=road())


def _unfinished(request: HttpRequest, why: str) -> HttpResponse:
    status = 503 if why == "away" else 403
    return render(request, "registration/directory_failed.html", {"why": why}, status=status)
