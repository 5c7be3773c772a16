"""Each indicator with its years, its verdicts explained, and its history."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from indicators import frames
from indicators.frames import Row
from indicators.models import Indicator, Target
from indicators.spreadsheets.comparisons import comparisons_csv
from indicators.views.public.figures.explained import explained
from indicators.views.public.figures.snippet import snippet_of
from indicators.views.public.language.terms import BULLET_CHART_WORDS, terms_of
from indicators.views.shared.aims import aiming_at
from indicators.views.shared.answers import crumbs, leading_to, public_file, public_page
from indicators.views.shared.chart_page import page_with_charts
from indicators.views.shared.files import figures_file, file_of
from indicators.views.shared.moment import as_of, current_year
from indicators.views.shared.panels import panels_of
from indicators.views.shared.plan import plan_of, source_of
from measures.addresses import reverse
from measures.levels import in_levels
from measures.past import as_worded
from measures.texts import changes_of

# What the page says of an indicator beside its figures.
WORDS = ("name", "remark", "remark_original")


def by_code(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the indicator of the address, what else can be asked of it, and every year of it that is public.

    However the code is typed (44b), it leads to 44B. 404 where there is none or its target is not public yet.
    """

    @wraps(view)
    def answer(request: HttpRequest, code: str, **parts: str) -> HttpResponse:
        try:
            found = Indicator.objects.of_plan(plan_of(request)).with_plan().get_by_code(code.upper())
        except Indicator.DoesNotExist:
            raise Http404("code") from None
        source = source_of(request).part(Indicator.objects.filter(pk=found.pk))
        rows = frames.published(source)
        if not rows:
            raise Http404("code")
        if found.code != code:
            return leading_to(request, found.code)
        return view(request, found, source, rows, **parts)

    return answer


@public_page
@by_code
def indicator(
    request: HttpRequest, found: Indicator, source: frames.Source, rows: tuple[Row, ...]
) -> HttpResponse:
    then = as_of(request)
    [found] = as_worded([found], then, WORDS)
    comparisons = frames.comparisons(source)
    panel = panels_of(
        rows,
        current_year=current_year(request),
        comparisons=comparisons,
        earlier=frames.earlier_series(rows, source),
    )[0]

    def told() -> dict[str, Any]:
        return {
            "indicator": found,
            "panel": panel,
            "terms": terms_of([panel.row], BULLET_CHART_WORDS, "主担当"),
            "history": frames.history(source),
            "targets": frames.targets(source),
            "baselines": frames.baselines(source),
            "interims": frames.interims(source),
            "rhythms": frames.rhythms(source),
            "recounts": recounts_of(source, rows),
            "changes": changes_of(found.plan_id, f"indicator-{found.code}", then),
            "redactions": [gone for gone in frames.redactions(source) if gone.code],
            "comparisons": comparisons,
            "comparisons_say_more": any(one.note or one.superseded for one in comparisons),
            "siblings": as_worded(_siblings(found, source_of(request)), then, WORDS),
            "explained": explained(frames.passport_editions(source).get(found.pk, ())),
            "aiming": aiming_at(found.measure.plan, found.code, then),
            "after": frames.relatives_after(found.pk, then),
            "snippet": snippet_of(request, found),
            "crumbs": crumbs(
                (in_levels("施策"), reverse("public:measures")),
                (f"{in_levels('施策')}{found.measure.number}", found.measure.get_absolute_url()),
                (f"指標{found.code}", ""),
            ),
        }

    return page_with_charts(request, "public/indicator.html", told, [panel.chart])


def _siblings(found: Indicator, source: frames.Source) -> QuerySet[Indicator]:
    """The measure's other indicators that citizens read of: what has no target yet is named nowhere."""
    of_measure = Indicator.objects.filter(measure=found.measure_id).exclude(pk=found.pk)
    out = {one["indicator_id"] for one in source.part(of_measure).rules(Target)}
    return of_measure.filter(pk__in=out).select_related("measure")


def recounts_of(
    source: frames.Source, rows: Sequence[Row]
) -> list[tuple[Any, list[tuple[Row | None, int, Any]]]]:
    """Each recount, and of the years that were counted anew: the row as it was published, the year, the figure now."""
    of_year = {row.year: row for row in rows}
    return [
        (one, [(of_year.get(year), year, figure) for year, figure in one.rebased_figures])
        for one in frames.recounts(source)
    ]


@public_file
@by_code
def indicator_file(
    request: HttpRequest, found: Indicator, source: frames.Source, rows: tuple[Row, ...], ending: str
) -> HttpResponse:
    return figures_file(request, rows, found.code, ending, source)


@public_file
@by_code
def indicator_comparisons(
    request: HttpRequest, found: Indicator, source: frames.Source, rows: tuple[Row, ...]
) -> HttpResponse:
    """404 where nothing was published that the indicator is held beside."""
    comparisons = frames.comparisons(source)
    if not comparisons:
        raise Http404("comparisons")
    return file_of(request, comparisons_csv(comparisons), f"{found.code}-comparisons", "csv")
