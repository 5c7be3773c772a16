"""A page with charts, and beside it the figures of its charts for the library: two answers of one view, so that nobody is
told more by the one than by the other."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.charts import Chart, drawn
from measures.addresses import reverse

# The name of a page's address and this is the name of its figures' address.
_FIGURES = "_figures"


def page_with_charts(
    request: HttpRequest,
    template: str,
    context: Callable[[], Mapping[str, Any]],
    charts: Iterable[Chart | None],
    query: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The page, or the figures of `charts` where the address asks for those, without reading what else the page tells.

    `query`: what of the page's own leads there.
    """
    if asks_for_figures(request):
        return _figures(chart for chart in charts if chart is not None)
    match = request.resolver_match
    assert match is not None
    figures = reverse(f"{match.view_name}{_FIGURES}", args=match.args, kwargs=match.kwargs)
    if query:
        figures = f"{figures}?{urlencode(query)}"
    return render(request, template, {**context(), "figures": figures}, status=status)


def asks_for_figures(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and str(match.url_name).endswith(_FIGURES)


def _figures(charts: Iterable[Chart]) -> HttpResponse:
    """Each under the id that charts.js looks for, with its sentence: a page that says another one is older than its figures."""
    known = {f"{chart.id}-data": {**drawn(chart).live, "sentence": chart.sentence} for chart in charts}
    body = json.dumps(known, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder)
    return HttpResponse(body, content_type="application/json")
