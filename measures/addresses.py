"""Addresses that name a plan: /plans/3/measures/41/ beside the short /measures/41/ of the plan in force.

One set of patterns answers both: PlanPrefix takes the name of the plan off an address before they look at it, and
reverse() puts it in front again while a page of that plan is made. So no view and no template says which plan its
links lead to. It is what django.conf.urls.i18n does for languages.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol

from django import urls
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseRedirectBase
from django.urls import get_script_prefix

from measures.shown import nothing_shown

# What stands for the plan among the arguments of an address, until PlanOfAddress takes it from there.
ARGUMENT = "plan_of_address"
_PREFIX = re.compile(r"plans/(?P<key>[-a-zA-Z0-9_]{1,20})/")
# Surfaces whose addresses name a plan, and what of them is the whole site's.
_SURFACES = {"public", "api", "entry", "office", "dashboard", "comments"}
_OF_THE_SITE = {"public:robots", "public:sitemap", "public:logo"}


@dataclass(frozen=True)
class Naming:
    """How addresses are written just now. `key`: the plan that they name, "" is none. `shown`: the id of the plan that
    the page is of, which needs no other name; None where it is of none, and then `alone` says that there is one at most.
    """

    key: str = ""
    shown: int | None = None
    alone: bool = True


_SHORT = Naming()
_naming: ContextVar[Naming] = ContextVar("how addresses name plans", default=_SHORT)


class PlanPrefix:
    """The pattern of a URLResolver: nothing, or plans/<key>/."""

    regex = re.compile("")  # what Django's own reverse() knows of it

    def __init__(self) -> None:
        self.converters: dict[str, Any] = {}

    def match(self, path: str) -> tuple[str, tuple[()], dict[str, str]]:
        found = _PREFIX.match(path)
        return (path, (), {}) if found is None else (path[found.end() :], (), {ARGUMENT: found["key"]})

    def check(self) -> list[Any]:
        return []

    def describe(self) -> str:
        """For Django's page on an address that nothing answers."""
        return "(plans/<key>/)"

    def __str__(self) -> str:
        return ""


class PlanOfAddress:
    """The middleware: views never see the plan among their arguments; it is `request.plan_key`, "" for a short address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with naming(), nothing_shown():
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        _naming.set(Naming(take_key(request, kwargs)))


def take_key(request: HttpRequest, kwargs: dict[str, Any]) -> str:
    """From the arguments of the view (and of the resolver's match, the same dict) to the request."""
    key: str = kwargs.pop(ARGUMENT, "")
    setattr(request, "plan_key", key)  # noqa: B010 (a request has no such attribute)
    return key


def forget_key(request: HttpRequest) -> None:
    """The address names no plan that there is: what is answered has short links."""
    setattr(request, "plan_key", "")  # noqa: B010
    _naming.set(_SHORT)


def key_of(request: HttpRequest) -> str:
    """The plan that the address of the request names; "" is none."""
    return getattr(request, "plan_key", "")


def reverse(name: str, *, args: Any = None, kwargs: Any = None) -> str:
    """Django's, with the plan that addresses name just now."""
    return with_plan(name, urls.reverse(name, args=args, kwargs=kwargs))


def with_plan(name: str, path: str) -> str:
    """The path of that name, as Django writes it, with the plan that addresses name just now."""
    key = _naming.get().key
    if not key or name.partition(":")[0] not in _SURFACES or name in _OF_THE_SITE:
        return path
    root = get_script_prefix()
    return f"{root}plans/{key}/{path.removeprefix(root)}"


def redirect(to: str, *args: Any, permanent: bool = False) -> HttpResponseRedirectBase:
    """To an address, or to the name of one."""
    kind = HttpResponsePermanentRedirect if permanent else HttpResponseRedirect
    return kind(to if "/" in to else reverse(to, args=args))


@contextmanager
def naming(key: str = "", *, shown: int | None = None, alone: bool = True) -> Iterator[None]:
    """Meanwhile, addresses are written so."""
    before = _naming.set(Naming(key, shown, alone))
    try:
        yield
    finally:
        _naming.reset(before)


class OfAPlan(Protocol):
    """What belongs to one plan: a plan's measure, an indicator, a row of figures, a cycle."""

    @property
    def plan_id(self) -> int: ...

    @property
    def plan_key(self) -> str: ...


@contextmanager
def naming_of(whose: OfAPlan) -> Iterator[None]:
    """Meanwhile, addresses lead to what is of the same plan: as the page's own, or with its name."""
    now = _naming.get()
    if now.shown == whose.plan_id or (now.shown is None and now.alone):
        yield
        return
    with naming(whose.plan_key, shown=whose.plan_id, alone=False):
        yield


def reverse_of(whose: OfAPlan, name: str, *args: Any) -> str:
    """The address of something that is of a plan."""
    with naming_of(whose):
        return reverse(name, args=args)


def several_plans() -> bool:
    """Whether what is of a plan is told apart by its plan on the page that is being made."""
    return not _naming.get().alone
