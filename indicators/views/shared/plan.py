"""Which plan a page is of: the one that its address names, or the one in force on the day that it shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from indicators.frames import Source
from indicators.models import Indicator
from indicators.permissions import may_see_preparations
from indicators.views.shared.elsewhere import has_for_staff
from indicators.views.shared.moment import BadDay, as_of
from measures.addresses import forget_key, key_of, naming, reverse, several_plans
from measures.models import Plan
from measures.plans import in_force_among, plan_in_force, published_plans
from measures.shown import show

PUBLIC = ("public", "api")
# Staff's pages that are of one plan though no number, code or year of it stands in their address.
LISTS_OF_A_PLAN = frozenset(
    {
        "office:cycles",
        "office:deeds",
        "office:holes",
        "office:targets",
        "office:passports",
        "office:figures",
        "office:sheets",
    }
)
# What of an address is a plan's own; a series or a batch has an id, which is the site's.
_OF_A_PLAN = frozenset({"code", "number", "year", "initiative"})
_OF_THE_SITE = frozenset({"pk", "key", "slug"})


def plan_of(request: HttpRequest) -> Plan | None:
    """None where no plan was ever published. Http404 for an address that names none that the reader may see."""
    if not hasattr(request, "plan"):
        setattr(request, "plan", _find(request))  # noqa: B010 (a request has no such attribute)
    found: Plan | None = getattr(request, "plan")  # noqa: B009
    return found


def plan_of_frame(request: HttpRequest) -> Plan | None:
    """For what stands around every page, one that says that there is nothing at its address too."""
    try:
        return plan_of(request)
    except (Http404, BadDay):
        if not hasattr(request, "plan_of_frame"):
            setattr(request, "plan_of_frame", plan_in_force())  # noqa: B010
        found: Plan | None = getattr(request, "plan_of_frame")  # noqa: B009
        return found


def show_request(request: HttpRequest) -> None:
    """What is made from now on is of the plan and the day of this request (measures/shown.py)."""
    show(lambda: plan_of_frame(request), lambda: _moment_or_now(request))


def plan_or_404(request: HttpRequest) -> Plan:
    """Http404 where there is none."""
    plan = plan_of(request)
    if plan is None:
        raise Http404("plan")
    return plan


def plans_to_see(request: HttpRequest) -> list[Plan]:
    """Every plan that has pages on the day shown, the oldest first."""
    if not hasattr(request, "plans"):
        setattr(request, "plans", published_plans(moment_asked(request)))  # noqa: B010
    found: list[Plan] = getattr(request, "plans")  # noqa: B009
    return found


def plans_to_open(request: HttpRequest) -> list[Plan]:
    """The same, and for the staff those in preparation after them."""
    seen = plans_to_see(request)
    if moment_asked(request) is not None or not may_see_preparations(request.user):
        return seen
    return [*seen, *Plan.objects.filter(publication__published_at__isnull=True)]


def about(request: HttpRequest) -> Plan | QuerySet[Indicator]:
    """What the page's figures are of, for frames."""
    return plan_of(request) or Indicator.objects.none()


def source_of(request: HttpRequest, *, wide: bool = False) -> Source:
    """The records of the page's plan on the day that it shows."""
    return Source(about(request), as_of(request), wide)


def is_preview(request: HttpRequest) -> bool:
    """Whether the page is of a plan in preparation: nobody but the staff may get it, or keep it."""
    plan = plan_of(request)
    return plan is not None and plan not in plans_to_see(request)


@contextmanager
def addresses_of_plan(request: HttpRequest, *, permanent: bool = False) -> Iterator[None]:
    """Meanwhile, links stay with the plan of the page; `permanent` ones name it wherever they are found."""
    show_request(request)
    plan = plan_of(request)
    key = plan.key if permanent and plan is not None else key_of(request)
    with naming(key, shown=None if plan is None else plan.pk, alone=plan is None):
        yield


@contextmanager
def addresses_of_staff(request: HttpRequest) -> Iterator[None]:
    """On the staff's pages a short address means the plan in force, which another one follows: where there are several
    plans, whatever is of one is linked by an address that names it, so that no form ends in the next plan."""
    show_request(request)
    alone = not Plan.objects.all()[1:].exists()
    plan = plan_of(request) if key_of(request) else None
    with naming(key_of(request), shown=None if plan is None else plan.pk, alone=alone):
        yield


def whole_address(request: HttpRequest) -> str:
    """Where a page of one plan is found that was asked for by a short address, which after March 31 means another plan: with
    the plan in force, or where that has no such code or number with the newest other one that has it; "" for a page that is
    where it should be."""
    if request.method not in ("GET", "HEAD") or key_of(request) or not several_plans():
        return ""
    plan = plan_of(request) if is_of_a_plan(request) else None
    match = request.resolver_match
    if plan is None or match is None:
        return ""
    if not has_for_staff(plan, match.kwargs):
        others = (one for one in reversed(plans_to_open(request)) if has_for_staff(one, match.kwargs))
        plan = next(others, plan)
    with naming(plan.key):
        path = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    asked = request.META.get("QUERY_STRING", "")
    return f"{path}{asked and f'?{asked}'}"


def is_of_a_plan(request: HttpRequest) -> bool:
    """Whether a page of the staff is of one plan, so that its address has to say which where there are several."""
    match = request.resolver_match
    if match is None or match.namespace not in ("entry", "office", "dashboard", "comments"):
        return False
    if match.namespace == "dashboard" or match.view_name in LISTS_OF_A_PLAN:
        return True
    given = match.kwargs.keys()
    return bool(given & _OF_A_PLAN) and (not given & _OF_THE_SITE or "code" in given)


def permanent_path(request: HttpRequest) -> str:
    """The path of the page of this request, with its plan."""
    match = request.resolver_match
    if match is None:
        return request.path
    plan = plan_of_frame(request)
    key = plan.key if plan is not None else key_of(request)
    with naming(key):
        return reverse(match.view_name, args=match.args, kwargs=match.kwargs)


def moment_asked(request: HttpRequest) -> datetime | None:
    """Of a public address; the staff's pages have no past day."""
    return as_of(request) if _is_public(request) else None


def _moment_or_now(request: HttpRequest) -> datetime | None:
    try:
        return moment_asked(request)
    except BadDay:
        return None


def _is_public(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is None or match.namespace in PUBLIC


def _find(request: HttpRequest) -> Plan | None:
    key, plans = key_of(request), plans_to_see(request)
    if not key:
        current = in_force_among(plans, timezone.localdate(moment_asked(request)))
        return (
            current if current or _is_public(request) else Plan.objects.order_by("first_year", "slug").first()
        )  # staff begin with what they prepare
    found = next((plan for plan in plans if plan.key == key), None)
    if found is None and moment_asked(request) is None and may_see_preparations(request.user):
        found = Plan.objects.filter(key=key, publication__published_at__isnull=True).first()
    if found is None:
        forget_key(request)  # the page that says so is the site's, and has its usual links
        raise Http404("plan")
    return found
