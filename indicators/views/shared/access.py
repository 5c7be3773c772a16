"""The door of the staff's pages: signed in, never kept by a browser, refusals written down (docs/trust.md §2)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators.models import Event, Indicator
from indicators.models.vocabulary import YEAR_FROM
from indicators.permissions import may_review
from indicators.views.shared.entering import is_over
from indicators.views.shared.interrupted import going_on, is_of_another, remembered
from indicators.views.shared.plan import addresses_of_staff, plan_of, whole_address
from indicators.workflow import VALUES, NotAllowed

View = Callable[..., HttpResponse]


def staff_page(view: View) -> View:
    """Ask for a login; log who was refused when they tried to change something (a GET never writes, but for the
    first look at what was handed in: docs/publication.md §4).

    What was typed before a login ran out, or under another person's, is kept on a page of its own.
    """

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_over(request):
            logout(request)
        if request.method == "POST":
            if not request.user.is_authenticated or is_of_another(request):
                return going_on(request) or remembered(request, guarded(request, *args, **kwargs))
        elif not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            with addresses_of_staff(request):
                whole = whole_address(request)
                return HttpResponseRedirect(whole) if whole else view(request, *args, **kwargs)
        except PermissionDenied as refusal:
            if request.method == "POST":
                Event.objects.create(
                    at=timezone.now(),
                    by=signed_in(request),
                    action=Event.Action.REFUSED,
                    reason=str(refusal)[:300],
                    detail={"path": request.path[:300]},
                )
            raise

    return guarded


def office_page(*methods: str) -> Callable[[View], View]:
    """A staff_page of the plan office alone, for these methods: the view is given the person after the request."""

    def guard(view: View) -> View:
        @staff_page
        @require_http_methods(methods)
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user = signed_in(request)
            if not may_review(user):
                raise NotAllowed("確認・公表とサイクルの画面を使えるのは、企画課（計画担当）だけです。")
            return view(request, user, *args, **kwargs)

        return guarded

    return guard


def signed_in(request: HttpRequest) -> User:
    """The person behind a staff_page; narrowed for the type checker."""
    assert isinstance(request.user, User)
    return request.user


def value_to_enter(request: HttpRequest, user: User, code: str, year: int) -> Indicator:
    """Http404 for an unknown code or a year that it cannot have, NotAllowed for another department's."""
    indicator = find_indicator(request, code)
    check_year(indicator, year)
    VALUES.check_person(user, indicator)
    return indicator


def find_indicator(request: HttpRequest, code: str, *, public: bool = True) -> Indicator:
    """Of the plan of the page. Http404 for an unknown code; with `public` also where the first target is still a draft: it has no row."""
    try:
        indicator = Indicator.objects.of_plan(plan_of(request)).with_plan().get_by_code(code)
    except Indicator.DoesNotExist:
        raise Http404(code) from None
    if public and not indicator.targets.filter(published_at__isnull=False).exists():
        raise Http404(code)
    return indicator


def check_year(indicator: Indicator, year: int) -> None:
    """Http404 for a year that can have no value of this indicator's plan."""
    last = indicator.measure.policy.plan.last_year
    if YEAR_FROM <= year <= last:
        return
    # A target may lie after the plan's end: then the years up to it are entered too.
    out = indicator.targets.filter(published_at__isnull=False, target_year__gte=year)
    if year < YEAR_FROM or not out.exists():
        raise Http404(str(year))
