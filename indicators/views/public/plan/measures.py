"""Measures: the list, and each with its indicators, texts and initiatives."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from indicators import frames
from indicators.frames import Row
from indicators.models import Indicator
from indicators.permissions import may_review
from indicators.views.public.language.terms import BULLET_CHART_WORDS, terms_of
from indicators.views.public.plan.home import measures_paged, policies_of, policies_with
from indicators.views.public.plan.successors import with_successors
from indicators.views.shared.answers import crumbs, public_file, public_page
from indicators.views.shared.chart_page import page_with_charts
from indicators.views.shared.deeds import deeds_of_measure
from indicators.views.shared.files import figures_file
from indicators.views.shared.filters import BadAddress, read_year
from indicators.views.shared.leads import leads_of
from indicators.views.shared.moment import as_of, current_year, shown_day
from indicators.views.shared.money import paper_money
from indicators.views.shared.panels import Panel, panels_of
from indicators.views.shared.plan import plan_of, source_of
from indicators.views.shared.reference_figures import shown_figure
from indicators.views.shared.sheet_paper import years_with_sheets
from indicators.wording.few import few_stand
from indicators.wording.money import brief_line
from measures.addresses import reverse
from measures.levels import in_levels
from measures.models import (
    Contribution,
    Measure,
    RelatedPlan,
    Statement,
    Viewpoint,
)
from measures.past import as_worded, with_policy
from measures.texts import changes_of, initiatives_of_measure, not_there_yet, texts_of

# Of what misses the way, so many are answered for in the band of the page; the others beside their charts.
MOST_ANSWERS = 2
# With more charts than these each is lower, for a page that can be seen as a whole and two sheets of paper; in CSS pixels.
_FEW, _LOW = 3, 220


@public_page
def measure_list(request: HttpRequest) -> HttpResponse:
    then = as_of(request)
    rows = frames.latest(source_of(request))
    policies, page = measures_paged(
        request, policies_with(policies_of(request), rows, then, with_lines=False)
    )
    context = {
        "policies": policies,
        "page_obj": page,
        "counts": frames.roll_up(rows),
        "crumbs": crumbs((in_levels("施策"), "")),
    }
    return render(request, "public/measures.html", context)


def measure_of(request: HttpRequest, number: int) -> Measure:
    """That of the plan and the day of the page, in the words of then; 404 of one that was not there yet."""
    found = get_object_or_404(
        Measure.objects.select_related("policy", "plan"), plan=plan_of(request), number=number
    )
    then = as_of(request)
    if number in not_there_yet(found.plan_id, then):
        raise Http404("measure")
    return with_policy(found, then)


@public_page
def measure(request: HttpRequest, number: int) -> HttpResponse:
    found, then = measure_of(request, number), as_of(request)
    source = _source(request, found)
    rows = frames.published(source)
    panels = panels_of(
        rows,
        current_year=current_year(request),
        comparisons=frames.comparisons(source),
        earlier=frames.earlier_series(rows, source),
    )
    if len(panels) > _FEW:
        panels = [replace(panel, chart=replace(panel.chart, height=_LOW)) for panel in panels]
    figure = shown_figure(found, then, may_see_all=request.user.is_authenticated)
    charts = [*(panel.chart for panel in panels), figure.chart if figure else None]
    return page_with_charts(
        request,
        "public/measure.html",
        lambda: _told(request, found, source, rows, panels) | {"figure": figure},
        charts,
    )


def _told(
    request: HttpRequest,
    found: Measure,
    source: frames.Source,
    rows: Sequence[Row],
    panels: Sequence[Panel],
) -> dict[str, Any]:
    """What the page of a measure tells beside its reference figure."""
    then, newest = as_of(request), frames.newest(rows)
    missed = frames.late_first(newest)
    since = frames.since_last_year(newest, shown_day(request), source)
    initiatives = initiatives_of_measure(found, then)
    costs = frames.spendings(found.plan, as_of=then)
    cost_years = frames.money_years_of_measures(costs).get(found.number, [])
    deeds = deeds_of_measure(found, initiatives, then, asked_deed_year(request, found), cost_years)
    return {
        "measure": found,
        "panels": panels,
        "counts": frames.roll_up(newest),
        "state": few_stand(newest),
        "leads": leads_of(newest),
        "answers": missed[:MOST_ANSWERS],
        "further": {row.code for row in missed[MOST_ANSWERS:]},
        "since": since,
        "pairs": () if since is None else [pair for pair in since.pairs if _says_more(*pair)],
        "terms": terms_of(
            (panel.row for panel in panels), BULLET_CHART_WORDS, "DX、GX、主担当", found.goal_words
        ),
        "sections": _grouped(texts_of(Statement, found, then), Statement.Section.choices, "section"),
        "initiatives": with_successors(initiatives, then),
        "deeds": deeds.by_code,
        "deed_years": deeds,
        "costs": paper_money(costs, found.number, deeds.year, brief_line).told,
        "contributions": _grouped(texts_of(Contribution, found, then), Contribution.Actor.choices, "actor"),
        "viewpoints": _grouped(texts_of(Viewpoint, found, then), Viewpoint.Kind.choices, "kind"),
        "changes": changes_of(found.plan_id, f"measure-{found.number}", then),
        "related_plans": texts_of(RelatedPlan, found, then),
        "sheet_years": years_with_sheets(found, as_of=then),
        "signed_in": request.user.is_authenticated,
        "may_register": may_review(request.user),
        "neighbours": _neighbours(found, then),
        "crumbs": crumbs(
            (in_levels("施策"), reverse("public:measures")),
            (
                f"{in_levels('基本政策')}{found.policy.number}",
                reverse("public:policy", args=[found.policy.number]),
            ),
            (f"{in_levels('施策')}{found.number}", ""),
        ),
    }


def asked_deed_year(request: HttpRequest, measure: Measure) -> int | None:
    """Whose deeds and costs are shown: the year of the address, typed as a person may; None is the newest. Http404 for one outside
    of the plan."""
    try:
        return read_year(request.GET.get("year", ""), measure.plan.years, str)
    except BadAddress:
        raise Http404("year") from None


@public_file
def measure_file(request: HttpRequest, number: int, ending: str) -> HttpResponse:
    source = _source(request, get_object_or_404(Measure, plan=plan_of(request), number=number))
    return figures_file(request, frames.published(source), f"measure-{number}", ending, source)


def _says_more(before: Row | None, row: Row) -> bool:
    """Whether something was published since, or is judged otherwise."""
    was, now = (one and (one.year, one.value, one.verdict) for one in (before, row))
    return row.has_record and was != now


def _source(request: HttpRequest, measure: Measure) -> frames.Source:
    return source_of(request).part(Indicator.objects.filter(measure=measure))


def _grouped(known: Iterable[Any], choices: Any, field: str) -> list[dict[str, Any]]:
    """One group a choice that has texts, in the model's order; `has_original` where the plan's own wording is loaded."""
    groups = []
    for key, label in choices:
        members = [item for item in known if getattr(item, field) == key]
        if not members:
            continue
        groups.append(
            {
                "label": label,
                "items": members,
                "has_original": any(getattr(item, "original", "") and item.summary for item in members),
            }
        )
    return groups


def _neighbours(measure: Measure, then: datetime | None) -> dict[str, Measure | None]:
    before = Measure.objects.filter(plan=measure.plan_id, number__lt=measure.number).order_by("-number")[:1]
    after = Measure.objects.filter(plan=measure.plan_id, number__gt=measure.number).order_by("number")[:1]
    later = not_there_yet(measure.plan_id, then)
    there = [one for one in (*before, *after) if one.number not in later]
    found = {one.number < measure.number: one for one in as_worded(there, then)}
    return {"before": found.get(True), "after": found.get(False)}
