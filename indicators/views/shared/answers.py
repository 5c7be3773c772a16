"""How a public page answers: reading only, as of a day, cached only as long as nothing was published, no cookie."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import condition, conditional_page, require_safe

from indicators.caching.public_revision import public_etag
from indicators.caching.replica import read_at_choice
from indicators.frames import as_if_out
from indicators.views.shared.bad_address import bad_address
from indicators.views.shared.compression import compressed
from indicators.views.shared.elsewhere import BY_YEAR, has_it, has_year
from indicators.views.shared.error_pages import NOT_YET, UNREADABLE, error_page
from indicators.views.shared.filters import BadAddress
from indicators.views.shared.heavy import Busy, tell_busy
from indicators.views.shared.moment import PARAMETER, BadDay, links_on, moment_of, on_day
from indicators.views.shared.page_styles import with_own_styles
from indicators.views.shared.plan import addresses_of_plan, is_preview, moment_asked, plan_of, plans_to_see
from indicators.views.shared.response_cache import with_response_cache
from measures.addresses import key_of, naming, redirect, reverse
from measures.models import Plan

View = Callable[..., HttpResponse]
Crumb = dict[str, str]

# For shared caches of ours alone (RFC 9213); browsers go by Cache-Control and ask each time.
_OF_CDN = "public, max-age={}, stale-if-error=86400"


def public_page(view: View) -> View:
    """GET and HEAD. A page as of a past day says so, and its links keep the day; a bad day is a page that says why.

    For a reader who is not signed in, the public revision is the page's ETag: a browser asks again each time, and
    gets 304 without a query for figures while nothing was published. A page of a signed-in person carries their
    name, so no shared cache may keep it and its ETag is made of its content.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        moment = moment_of(request)
        with links_on(request, moment):
            response = view(request, *args, **kwargs)
        keeper = "private"
        if not request.user.is_authenticated:
            keeper, response = "public", styled(response)
        response.setdefault("Cache-Control", f"{keeper}, no-cache")
        patch_vary_headers(response, ["Cookie"])
        return response

    def etag(request: HttpRequest) -> str | None:
        return None if request.user.is_authenticated else public_etag()

    return _sent(refusing(answer, etag), is_shared=lambda request: not request.user.is_authenticated)


def styled(response: HttpResponse) -> HttpResponse:
    """A page with its styles in it; whatever else is answered as it is."""
    if response.get("Content-Type", "").startswith("text/html"):
        response.content = with_own_styles(response.content.decode()).encode()
    return response


def public_file(view: View) -> View:
    """A file is the same for everybody, whoever is signed in."""
    return _sent(refusing(asked_anew(view)), is_shared=lambda request: True)


def asked_anew(view: View) -> View:
    """What anybody may keep who asks, each time, whether it is still the same."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Who saves a file has no page around it that says of which plan it is: its addresses do.
        with addresses_of_plan(request, permanent=True):
            response = view(request, *args, **kwargs)
        response.setdefault("Cache-Control", "public, no-cache")
        return response

    return answer


def _sent(view: View, *, is_shared: Callable[[HttpRequest], bool]) -> View:
    """Compressed, where the same bytes are for everybody: beside what one person alone sees, their size would tell."""

    @wraps(view)
    def sent(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        return compressed(request, response) if is_shared(request) else response

    return sent


def tell_bad_day(request: HttpRequest, problem: BadDay) -> HttpResponse:
    said = {"part": f"{PARAMETER}={request.GET.get(PARAMETER, '')}", "back": request.path}
    if (other := error_page(request, UNREADABLE, status=400, **said)) is not None:
        return other
    return render(
        request, "public/bad_day.html", {"problem": str(problem), "title": problem.title}, status=400
    )


def tell_missing(request: HttpRequest, missing: Http404) -> HttpResponse:
    """On a past day a page says that there was nothing yet; else Django's own page for it."""
    moment = moment_of(request)
    if moment is None:
        raise missing
    if (other := error_page(request, NOT_YET, status=404, moment=moment)) is not None:
        return other
    return render(request, "public/not_yet.html", {"moment": moment}, status=404)


def refusing(
    answer: View,
    etag: Callable[[HttpRequest], str | None] = lambda request: public_etag(),
    *,
    bad_day: Callable[[HttpRequest, BadDay], HttpResponse] = tell_bad_day,
    missing: Callable[[HttpRequest, Http404], HttpResponse] = tell_missing,
) -> View:
    """GET and HEAD, by its ETag; what cannot be read or is not there is told by `bad_day` and `missing`."""

    answer = _of_plan(answer)

    @wraps(answer)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_short = not key_of(request)
        if own := _own_path(request):
            return HttpResponsePermanentRedirect(own)
        try:
            moment = moment_of(request)
        except BadDay as problem:
            return bad_day(request, problem)
        # The ETag is read before the figures: a page may be newer than its ETag, and is asked for again, never older.
        current = None if _may_be_preview(request) else etag(request)
        known = condition(lambda *args, **kwargs: current)(with_response_cache(answer, current))
        try:
            response: HttpResponse = conditional_page(known)(request, *args, **kwargs)
        except Busy:
            response = tell_busy(request)
        except BadAddress as refusal:
            other = _of_another_plan(request, args, kwargs) if is_short and refusal.name == "year" else None
            response = other or bad_address(request, refusal)
        except Http404 as problem:
            other = _of_another_plan(request, args, kwargs) if is_short else None
            response = other or missing(request, problem)
        if moment is not None and "Location" in response:
            response["Location"] = on_day(response["Location"], moment)
        if settings.CDN_SECONDS and response.get("Cache-Control", "").startswith("public"):
            response["CDN-Cache-Control"] = _OF_CDN.format(settings.CDN_SECONDS)
        return response

    return require_safe(read_at_choice(checked))


def _of_plan(answer: View) -> View:
    """Within a page or file of a plan, links stay with that plan. What is of a plan in preparation is nobody's to keep, and
    holds its drafts as they will stand."""

    @wraps(answer)
    def of_plan(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with addresses_of_plan(request):
            plan = plan_of(request) if _may_be_preview(request) and is_preview(request) else None
            if plan is None:
                return answer(request, *args, **kwargs)
            with as_if_out(plan):
                response = answer(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return of_plan


def _may_be_preview(request: HttpRequest) -> bool:
    """Told without a question to the database, for everybody who is not signed in."""
    return bool(key_of(request)) and settings.SESSION_COOKIE_NAME in request.COOKIES


def _of_another_plan(request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """A short address of what the plan in force has not leads to the newest other plan that has it."""
    match = request.resolver_match
    if match is None:
        return None
    current, asked_year = plan_of(request), request.GET.get("year", "")

    def has(plan: Plan) -> bool:
        if match.view_name in BY_YEAR and asked_year:
            return has_year(plan, asked_year, moment_asked(request))
        return has_it(plan, kwargs)

    plan = next((one for one in reversed(plans_to_see(request)) if one != current and has(one)), None)
    if plan is None:
        return None
    with naming(plan.key):
        address = reverse(match.view_name, args=args, kwargs=match.kwargs)
    asked = request.META.get("QUERY_STRING", "")
    return redirect(f"{address}?{iri_to_uri(asked)}" if asked else address)


def _own_path(request: HttpRequest) -> str:
    """Where a public page is asked for by another spelling of its address (measures/048/), its own; else ""."""
    match = request.resolver_match
    if match is None or match.namespace != "public":
        return ""
    own = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    if unquote(own) == request.path:
        return ""
    asked = request.META.get("QUERY_STRING", "")
    return f"{own}?{iri_to_uri(asked)}" if asked else own


def leading_to(request: HttpRequest, key: str) -> HttpResponse:
    """From a page or file to the one of the same kind that has `key` in its address, for good."""
    assert request.resolver_match is not None
    with naming(key_of(request)):
        return redirect(request.resolver_match.view_name, key, permanent=True)


def crumbs(*pages: tuple[str, str]) -> list[Crumb]:
    """The way here from the home page: (label, address) each, the last one this page."""
    return [{"label": label, "url": url} for label, url in (("ホーム", reverse("public:home")), *pages)]
