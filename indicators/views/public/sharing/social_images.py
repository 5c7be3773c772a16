"""Pictures of links, and the meta elements that name them."""

from html import unescape
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import strip_tags

from indicators import frames
from indicators.caching.public_revision import made_once
from indicators.frames import Row
from indicators.models import Indicator
from indicators.origin import whole_url
from indicators.social_images import drawn
from indicators.social_images.drawn import Masthead
from indicators.spreadsheets.fields import DEMO_NOTICE
from indicators.views.public.figures.indicators import by_code
from indicators.views.shared.answers import public_file
from indicators.views.shared.languages import ordinary_name
from indicators.views.shared.moment import PARAMETER, past_day, readable_moment
from indicators.views.shared.plan import plan_of, source_of
from indicators.wording.counts import headline
from indicators.wording.days import japanese_date
from measures.addresses import reverse
from measures.models import Measure
from measures.site import site_city

# Pages that have a picture of their own; every other page has the one of the plan.
OF_PAGE = {"indicator": "indicator_card", "measure": "measure_card"}


@public_file
def home_card(request: HttpRequest) -> HttpResponse:
    rows = frames.latest(source_of(request))
    counts = frames.roll_up(rows)
    anything = any(row.has_record for row in rows)
    clauses = [unescape(strip_tags(clause)) for clause in headline(counts, anything_published=anything)]
    return _png(request, "home", lambda: drawn.home_card(_masthead(request), clauses, counts))


@public_file
def measure_card(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(Measure, plan=plan_of(request), number=number)
    rows = frames.published(source_of(request).part(Indicator.objects.filter(measure=found)))
    counts = frames.roll_up(frames.newest(rows))
    return _png(
        request,
        f"measure {number}",
        lambda: drawn.measure_card(_masthead(request), found.number, found.name, counts),
    )


@public_file
@by_code
def indicator_card(
    request: HttpRequest, found: Indicator, source: frames.Source, rows: tuple[Row, ...]
) -> HttpResponse:
    row = frames.newest(rows)[0]
    return _png(request, f"indicator {found.code}", lambda: drawn.indicator_card(_masthead(request), row))


def picture_of(request: HttpRequest) -> str:
    """The whole address of the picture that belongs to the page of this request, on the same day."""
    match = request.resolver_match
    name = match.url_name if match and match.namespace == "public" else ""
    card = OF_PAGE.get(ordinary_name(name or ""), "home_card")
    kwargs: dict[str, Any] = dict(match.kwargs) if match and card != "home_card" else {}
    address = reverse(f"public:{card}", kwargs=kwargs)
    moment = readable_moment(request)
    day = f"?{PARAMETER}={moment.day.isoformat()}" if moment else ""
    return whole_url(request, f"{address}{day}")


def _png(request: HttpRequest, name: str, draw: Any) -> HttpResponse:
    body = made_once(f"card {getattr(plan_of(request), 'pk', None)} {name} {past_day(request)}", draw)
    return HttpResponse(body, content_type="image/png")


def _masthead(request: HttpRequest) -> Masthead:
    plan = plan_of(request)
    day = past_day(request)
    return Masthead(
        city=site_city().name,
        plan=plan.name if plan else "",
        day=japanese_date(day),
        notice=DEMO_NOTICE if settings.DEMO else "",
    )
