"""Indicators in easy sentences: the list, and each with its years."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.frames import Row
from indicators.models import Indicator
from indicators.views.public.easy.page import easy_crumbs, easy_page
from indicators.views.public.figures.indicators import by_code
from indicators.views.shared.plan import source_of
from indicators.wording.easy.counts import tally_sentences
from measures.addresses import reverse


@easy_page
def indicators(request: HttpRequest) -> HttpResponse:
    rows = frames.latest(source_of(request))
    counts = frames.roll_up(rows)
    context = {
        "rows": rows,
        "counts": counts,
        "sentences": tally_sentences(counts),
        "crumbs": easy_crumbs(("目標", "")),
    }
    return render(request, "easy/indicators.html", context)


@easy_page
@by_code
def indicator(
    request: HttpRequest, found: Indicator, source: frames.Source, rows: tuple[Row, ...]
) -> HttpResponse:
    [row] = frames.newest(rows)
    context = {
        "row": row,
        "years": [one for one in rows if one.is_asked or (one.off_survey and not one.absent)],
        "comparisons": [one for one in frames.comparisons(source) if one.value is not None],
        "crumbs": easy_crumbs(("目標", reverse("public:easy_indicators")), (f"指標{row.code}", "")),
    }
    return render(request, "easy/indicator.html", context)
