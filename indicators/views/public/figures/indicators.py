"""Each indicator with its years, its verdicts explained, and its history."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from indicators import frames
from indicators.frames import Row
from indicators.models import Indicator
from indicators.views.public.figures.snippet import snippet_of
from indicators.views.public.language.terms import BULLET_CHART_WORDS, terms_of
from indicators.views.shared.answers import crumbs, public_file, public_page
from indicators.views.shared.files import comparisons_file, csv_file, json_file
from indicators.views.shared.moment import as_of
from indicators.views.shared.panels import panels_of
from measures.past import as_worded

# What the page says of an indicator beside its figures.
WORDS = ("name", "remark", "remark_original")


@public_page
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    found, source, rows = indicator_of(request, code)
    if found.code != code:
        return redirect("public:indicator", found.code, permanent=True)
    others = Indicator.objects.filter(measure=found.measure).exclude(pk=found.pk).select_related("measure")
    then = as_of(request)
    [found] = as_worded([found], then, WORDS)
    comparisons = frames.comparisons(source)
    panel = panels_of(rows, comparisons=comparisons)[0]
    context = {
        "indicator": found,
        "panel": panel,
        "terms": terms_of([panel.row], BULLET_CHART_WORDS, "主担当"),
        "history": frames.history(source),
        "targets": frames.targets(source),
        "baselines": frames.baselines(source),
        "interims": frames.interims(source),
        "redactions": frames.redactions(source),
        "comparisons": comparisons,
        "siblings": as_worded(others, then, WORDS),
        "snippet": snippet_of(request, found),
        "crumbs": crumbs(
            ("施策", reverse("public:measures")),
            (f"施策{found.measure.number}", found.measure.get_absolute_url()),
            (f"指標{found.code}", ""),
        ),
    }
    return render(request, "public/indicator.html", context)


@public_file
def indicator_json(request: HttpRequest, code: str) -> HttpResponse:
    found, source, rows = indicator_of(request, code)
    if found.code != code:
        return redirect("public:indicator_json", found.code, permanent=True)
    return json_file(request, rows, found.code, frames.comparisons(source))


@public_file
def indicator_csv(request: HttpRequest, code: str) -> HttpResponse:
    found, _, rows = indicator_of(request, code)
    if found.code != code:
        return redirect("public:indicator_csv", found.code, permanent=True)
    return csv_file(request, rows, found.code)


@public_file
def indicator_comparisons(request: HttpRequest, code: str) -> HttpResponse:
    """404 where nothing was published that the indicator is held beside."""
    found, source, _ = indicator_of(request, code)
    if found.code != code:
        return redirect("public:indicator_comparisons", found.code, permanent=True)
    comparisons = frames.comparisons(source)
    if not comparisons:
        raise Http404("comparisons")
    return comparisons_file(request, comparisons, found.code)


def indicator_of(request: HttpRequest, code: str) -> tuple[Indicator, frames.Source, tuple[Row, ...]]:
    """By its code, however it is typed (44b), with its rows and what else the page asks of it.

    404 where there is none or its target is not public yet.
    """
    try:
        found = Indicator.objects.with_plan().get_by_code(code.upper())
    except Indicator.DoesNotExist:
        raise Http404("code") from None
    source = frames.Source(Indicator.objects.filter(pk=found.pk), as_of(request))
    rows = frames.published(source)
    if not rows:
        raise Http404("code")
    return found, source, rows
