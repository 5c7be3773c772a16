"""The provider of OpenID Connect: where its doors are, and what it says of a person, checked.

The only module that knows mozilla-django-oidc, PyJWT and requests. The library fetches tokens and keys; that a token is for
this site, of this provider and of today, and that both answers speak of one person, is checked here.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationRequestView

from indicators.directory.names import subject_of

_SECONDS = (3.05, 5)  # to connect, to wait for an answer: a thread of the server waits with it
_KEPT = 60 * 60  # seconds: where its doors are
_LEEWAY = 60  # seconds that clocks may differ
_STATE_SECONDS = 10 * 60
_described: dict[str, tuple[float, Mapping[str, Any]]] = {}
logger = logging.getLogger(__name__)


class DirectoryAway(Exception):
    """The provider does not answer, or not as it should."""


class DirectoryRefused(Exception):
    """What came back is not to be believed, or the person went back; nobody is signed in."""


@dataclass(frozen=True)
class Told:
    """Who it is: the name for account_of(), and what is kept to know the same person again."""

    name: str
    subject: str


def described() -> Mapping[str, Any]:
    """What the provider says of itself (OpenID Connect Discovery). DirectoryAway."""
    issuer = settings.OIDC_ISSUER
    at, found = _described.get(issuer, (0.0, {}))
    if found and time.monotonic() - at < _KEPT:
        return found
    try:
        answer = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=_SECONDS)
        answer.raise_for_status()
        found = answer.json()
        _check_description(found, issuer)
    except (requests.RequestException, ValueError, KeyError, TypeError) as problem:
        logger.warning("OpenID Connect: the description of %s cannot be read: %s", issuer, problem)
        raise DirectoryAway from problem
    _described[issuer] = (time.monotonic(), found)
    return found


def _check_description(found: Mapping[str, Any], issuer: str) -> None:
    if str(found["issuer"]).rstrip("/") != issuer:
        raise ValueError("it names another issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        scheme = urlsplit(str(found[name])).scheme
        if scheme != "https" and scheme != urlsplit(issuer).scheme:
            raise ValueError(f"{name} is not https")


def setting(name: str, *default: Any) -> Any:
    """What the library asks of its settings: ours, and the provider's own description."""
    ours: Mapping[str, Any] = {
        "OIDC_RP_CLIENT_ID": settings.OIDC_CLIENT_ID,
        "OIDC_RP_CLIENT_SECRET": settings.OIDC_CLIENT_SECRET,
        "OIDC_RP_SIGN_ALGO": settings.OIDC_SIGN_ALGORITHM,
        "OIDC_RP_SCOPES": settings.OIDC_SCOPES,
        "OIDC_RP_IDP_SIGN_KEY": None,
        "OIDC_USE_PKCE": True,
        "OIDC_USE_NONCE": True,
        "OIDC_TIMEOUT": _SECONDS,
        "OIDC_AUTHENTICATION_CALLBACK_URL": "directory_callback",
    }
    doors = {
        "OIDC_OP_AUTHORIZATION_ENDPOINT": "authorization_endpoint",
        "OIDC_OP_TOKEN_ENDPOINT": "token_endpoint",
        "OIDC_OP_USER_ENDPOINT": "userinfo_endpoint",
        "OIDC_OP_JWKS_ENDPOINT": "jwks_uri",
    }
    if name in doors:
        return described().get(doors[name], "")
    return ours[name] if name in ours else default[0] if default else None


class Start(OIDCAuthenticationRequestView):
    """Leads to the provider, with state, nonce and PKCE. DirectoryAway."""

    get_settings = staticmethod(setting)


class _Directory(OIDCAuthenticationBackend):
    """The library's exchange of a code; gives back Told and no account. It is no backend of Django's."""

    get_settings = staticmethod(setting)

    def _verify_jws(self, payload: str, key: Any) -> Any:
        claims = jwt.decode(
            payload,
            key,
            algorithms=[self.OIDC_RP_SIGN_ALGO],
            audience=self.OIDC_RP_CLIENT_ID,
            issuer=described()["issuer"],
            leeway=_LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", self.OIDC_RP_CLIENT_ID if not several else "") != self.OIDC_RP_CLIENT_ID:
            raise SuspiciousOperation("the token was made for another client")
        return claims

    def get_or_create_user(self, access_token: str, id_token: str, payload: Mapping[str, Any]) -> Any:
        claims = dict(payload)
        wanted = settings.OIDC_NAME_CLAIM
        if wanted not in claims and self.OIDC_OP_USER_ENDPOINT:
            more = self.get_userinfo(access_token, id_token, payload)
            if more.get("sub") != payload["sub"]:
                raise SuspiciousOperation("the two answers speak of different people")
            claims = {**more, **claims}
        if wanted == "email" and claims.get("email_verified") is False:
            raise SuspiciousOperation("the address was not verified")
        name = claims.get(wanted)
        return Told(name if isinstance(name, str) else "", subject_of(payload["iss"], payload["sub"]))


def come_back(request: HttpRequest) -> Told:
    """Who it is who comes back from the provider with a code. DirectoryRefused, DirectoryAway."""
    waiting = request.session.get("oidc_states", {})
    known = waiting.pop(request.GET.get("state", ""), None)
    request.session["oidc_states"] = waiting
    request.session.save()  # once, also where two come at one moment
    if known is None or time.time() - known["added_on"] > _STATE_SECONDS:
        raise DirectoryRefused("nobody was sent there with this state")
    if not request.GET.get("code"):
        raise DirectoryRefused(f"the provider says {request.GET.get('error', '')[:60]!r}")
    try:
        told = _Directory().authenticate(request, nonce=known["nonce"], code_verifier=known["code_verifier"])
    except (SuspiciousOperation, jwt.PyJWTError, KeyError, TypeError, ValueError) as problem:
        if isinstance(problem, requests.RequestException):  # some of its kinds are ValueErrors, too
            raise DirectoryAway from problem
        raise DirectoryRefused(str(problem)) from problem
    except requests.HTTPError as problem:
        # A code that was used, or is nobody's; a server in trouble.
        refused = problem.response is not None and problem.response.status_code < 500
        raise (
            DirectoryRefused("the provider takes no such code") if refused else DirectoryAway()
        ) from problem
    except requests.RequestException as problem:
        raise DirectoryAway from problem
    if not isinstance(told, Told) or not told.name:
        raise DirectoryRefused(f"{settings.OIDC_NAME_CLAIM} is missing")
    return told


def door_out() -> str:
    """Where people end their session at the provider; "" where it says none, or does not answer."""
    try:
        return str(described().get("end_session_endpoint", ""))
    except DirectoryAway:
        return ""
