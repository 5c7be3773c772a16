"""All indicators as one table: filtered and sorted by its address alone, so that a view can be sent and kept."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.views.public.figures.sorting import ORDERS, headings, in_order, order_of
from indicators.views.public.figures.years import published_years, year_switch
from indicators.views.public.language.terms import BULLET_CHART_WORDS, terms_of
from indicators.views.shared.answers import crumbs, public_page
from indicators.views.shared.facets import Vocabulary, facets_of, narrowed
from indicators.views.shared.filters import FILTERS, Filters, read_year
from indicators.views.shared.moment import PARAMETER, as_of, past_day
from indicators.views.shared.panels import lines_of
from indicators.views.shared.plan import plan_of, source_of
from measures.addresses import reverse
from measures.fiscal_year import FiscalYear

# A plan of a usual city stands on one page.
A_PAGE = 100


@public_page
def indicator_list(request: HttpRequest) -> HttpResponse:
    return render(request, "public/indicators.html", _seen(request))


def _seen(request: HttpRequest) -> dict[str, Any]:
    source = source_of(request)
    history = frames.published(source)
    years = frames.kept(source, "published years", lambda _: published_years(history))
    vocabulary = Vocabulary.read(plan_of(request), past_day(request), as_of(request))
    asked: dict[str, Any] = {
        name: vocabulary.read_filter(name, request.GET.get(name, "")) for name in FILTERS
    }
    order = order_of(request.GET.get("sort", ""))
    filters = Filters(
        year=read_year(request.GET.get("year", ""), years, _unpublished),
        **asked,
        named={name: vocabulary.words[name][word] for name, word in asked.items() if word},
    )
    every = frames.latest(source) if filters.year is None else frames.of_year(history, filters.year)
    rows = in_order(narrowed(every, filters, vocabulary), order)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    path = reverse("public:indicators")
    kept = {} if order.is_default else {"sort": order.value}

    def link(**changes: Any) -> str:
        return filters.link(path, **{**kept, **changes})

    return {
        "chips": filters.chips(link),
        "reset_url": link(**dict.fromkeys(FILTERS)),
        "path": path,
        "filters": filters,
        "order": order,
        "lines": lines_of(page),
        "page_obj": page,
        "found": len(rows),
        "counts": frames.roll_up(rows),
        "total": len(every),
        "facets": facets_of(every, filters, vocabulary, link),
        "sorts": ORDERS,
        "heads": headings(order),
        "hidden": [*filters.hidden, *_day(request)],
        "sort_hidden": [
            *filters.hidden,
            *((name, getattr(filters, name)) for name in filters.chosen),
            *_day(request),
        ],
        "year_links": year_switch(years, filters.year, lambda year: link(year=year)),
        "terms": terms_of(page, BULLET_CHART_WORDS, "主担当"),
        "crumbs": crumbs(("指標", "")),
    }


def _day(request: HttpRequest) -> list[tuple[str, str]]:
    """A form sends its own fields alone: the past day that the page shows is one of them."""
    day = past_day(request)
    return [] if day is None else [(PARAMETER, day.isoformat())]


def _unpublished(year: FiscalYear) -> str:
    return f"{year.wareki}に公表した値はありません。"
