"""How the API answers: GET, HEAD and OPTIONS, from every site, by its ETag, in words where it refuses."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from indicators.open_data.api.parameters import Parameter, Refusal, read_all
from indicators.views.api.problems import problem
from indicators.views.api.rate import seconds_to_wait
from indicators.views.shared.answers import asked_anew, refusing
from indicators.views.shared.moment import BadDay, DayAhead

View = Callable[..., HttpResponse]
METHODS = "GET, HEAD, OPTIONS"
PER_MINUTE = "1分あたりの回数を超えました。{seconds}秒たってから、もう一度送ってください。まとめて使うときは、オープンデータのファイルが便利です。"


def api_view(known: Callable[..., Sequence[Parameter]]) -> Callable[[View], View]:
    """`known`: the parameters that an address takes, from the parts of its path. The view gets what was asked."""

    def decorate(view: View) -> View:
        checked = refusing(asked_anew(view), bad_day=_bad_day, missing=_missing)

        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                asked = read_all(request.GET, known(*args, **kwargs))
                return checked(request, *args, asked=asked, **kwargs)
            except Refusal as refusal:
                detail = "、".join(f"{one['parameter']}：{one['message']}" for one in refusal.errors)
                return problem(request, 400, detail, refusal.errors)

        @csrf_exempt  # nothing is ever written: a POST is refused in words, not for want of a token
        @wraps(view)
        def whole(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return open_to_all(_refused(request) or answer(request, *args, **kwargs))

        return whole

    return decorate


def _refused(request: HttpRequest) -> HttpResponse | None:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": METHODS, "Access-Control-Max-Age": "86400"})
    if request.method not in ("GET", "HEAD"):
        answer = problem(request, 405, f"このAPIは読み取り専用です。使えるのは {METHODS} だけです。")
        answer["Allow"] = METHODS
        return answer
    seconds = seconds_to_wait(request)
    if seconds:
        answer = problem(request, 429, PER_MINUTE.format(seconds=seconds))
        answer["Retry-After"] = str(seconds)
        return answer
    return None


def open_to_all(answer: HttpResponse) -> HttpResponse:
    """A page of any site may ask: the answer is the same for everybody. What is kept of it is given out uncounted: it costs
    nothing (caching/finished_pages.py)."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Allow-Methods"] = METHODS
    answer["Access-Control-Allow-Headers"] = "If-None-Match"
    answer["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    if answer.status_code != 304:  # which repeats what was said of what the program holds
        answer.setdefault("Cache-Control", "no-store")
    return answer


def _bad_day(request: HttpRequest, bad: BadDay) -> HttpResponse:
    status = 404 if isinstance(bad, DayAhead) else 400
    return problem(request, status, str(bad), [{"parameter": "as_of", "message": str(bad)}])


def _missing(request: HttpRequest, missing: Http404) -> HttpResponse:
    return problem(request, 404, str(missing))
