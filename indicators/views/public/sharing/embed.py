"""One indicator, small, to be framed by a page of any other site: no script, no cookie, no form."""

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt

from indicators import frames
from indicators.frames import Row
from indicators.models import Indicator
from indicators.open_data.licence import licence
from indicators.views.public.figures.indicators import by_code
from indicators.views.shared.answers import refusing, styled
from indicators.views.shared.moment import BadDay, current_year, links_on, moment_of
from indicators.views.shared.panels import panels_of
from indicators.views.shared.plan import plan_of_frame
from indicators.views.shared.static_copy import static_copy_of
from indicators.wording.sentences import note_of, say
from measures.addresses import reverse
from measures.site import site_city


@by_code
def _answer(
    request: HttpRequest, found: Indicator, source: frames.Source, rows: tuple[Row, ...]
) -> HttpResponse:
    [row] = frames.newest(rows)
    earlier = frames.earlier_series(rows, source)
    [panel] = panels_of(rows, [row], current_year=current_year(request), earlier=earlier)
    published = frames.history(source)
    context = {
        "row": row,
        "chart": panel.chart,
        "say": say(row),
        "note": note_of(row),
        "published_at": published[0].published_at if published else None,
        "page": found.get_absolute_url(),
    }
    response = _render(request, context)
    response["Cache-Control"] = "public, no-cache"
    return response


def _bad_day(request: HttpRequest, problem: BadDay) -> HttpResponse:
    return _render(request, {"problem": str(problem)}, status=400)


def _missing(request: HttpRequest, missing: Http404) -> HttpResponse:
    return _render(request, {"problem": "この指標は、いまは公表していません。"}, status=404)


def _render(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    plan = plan_of_frame(request)
    frame: dict[str, object] = {
        # Not the usual one, which looks for who is signed in: this page is the same for everybody.
        "site": {"static": static_copy_of(request)},
        "plan": plan,
        "city": site_city().name,
        "is_demo": settings.DEMO,
        "licence": licence(),
        "home": reverse("public:home"),
    }
    moment = None if context.get("problem") else moment_of(request)
    with links_on(request, moment):
        return styled(
            render(request, "public/embed.html", {**frame, "moment": moment, **context}, status=status)
        )


embed = csp_replace({"frame-ancestors": ["*"], "script-src": [NONE]})(
    xframe_options_exempt(refusing(_answer, bad_day=_bad_day, missing=_missing))
)
