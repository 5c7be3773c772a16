"""Initiatives: all of a year with what they are meant to move; each with what its departments did year by year."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.frames import AimsEdition, DeedLeadRow, DeedRow, InitiativeYear, Row, SpendingRow
from indicators.views.public.plan.measures import measure_of
from indicators.views.shared.aims import shown_aims, year_of_plan
from indicators.views.shared.answers import crumbs, public_page
from indicators.views.shared.deeds import read_code, year_told
from indicators.views.shared.filters import BadAddress, read_year
from indicators.views.shared.moment import as_of
from indicators.views.shared.money import money_by_code
from indicators.views.shared.plan import plan_of, source_of
from indicators.wording.aims import A_SETTING, NO_CAUSE, as_planned
from indicators.wording.money import LABOUR_MEANS, NO_JUDGEMENT, RATE_MEANS, ROUNDED
from measures.addresses import reverse
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels
from measures.models import Department, Measure, Plan
from measures.texts import PastInitiative, Told, initiatives, initiatives_of_measure

# Of one page of the list.
A_PAGE = 60


@public_page
def initiative_list(request: HttpRequest) -> HttpResponse:
    """All initiatives of the plan, how they stand in a year, beside the indicators that they are meant to move."""
    plan, source = plan_of(request), source_of(request)
    found = frames.deeds(plan, as_of=source.as_of)
    years = frames.deed_years(found)
    year = _wanted_year(request, years) or next(iter(years), plan.first_year if plan else 0)
    shown = year_of_plan(source, frames.published(source), found, year, years) if plan else None
    page: Page[InitiativeYear] = Paginator(shown.of_year if shown else (), A_PAGE).get_page(
        request.GET.get("page")
    )
    lines = [
        {**year_told(one), "aims": shown.aims_of(one.code), "said": shown.editions.get(one.code)}
        for one in page
        if shown
    ]
    context = {
        "groups": [
            (measure, list(of_measure))
            for measure, of_measure in groupby(lines, lambda line: line["one"].initiative.measure)
        ],
        "page_obj": page,
        "year": year,
        "years": [
            {"label": FiscalYear(one).wareki, "url": _address(one), "current": one == year}
            for one in (sorted(years) if len(years) > 1 else ())
        ],
        "sentence": as_planned(shown.counts, year) if shown and years else "",
        "holes": shown.holes if shown else None,
        "no_cause": NO_CAUSE,
        "a_setting": A_SETTING,
        "crumbs": crumbs((in_levels("主な取組"), "")),
    }
    return render(request, "public/initiatives.html", context)


def _wanted_year(request: HttpRequest, years: Sequence[int]) -> int | None:
    try:
        return read_year(request.GET.get("year", ""), years, str)
    except BadAddress:
        raise Http404("year") from None


def _address(year: int) -> str:
    return f"{reverse('public:initiatives')}?year={year}"


@public_page
def initiative(request: HttpRequest, initiative: str) -> HttpResponse:
    number, of_measure, detail = read_code(initiative)
    if detail:
        raise Http404(initiative)
    measure, then = measure_of(request, number), as_of(request)
    found = [row for row in frames.deeds(measure, as_of=then) if row.initiative == of_measure]
    told = next((one for one in initiatives_of_measure(measure, then) if one.number == of_measure), None)
    is_printed = told is not None
    if told is None:
        if not found:
            raise Http404(initiative)
        told = _as_published(measure, of_measure, found)
    leads = frames.deed_leads(measure, then)
    costs = [
        row
        for row in frames.spendings(measure.plan, as_of=then)
        if any(code == told.code for code, _ in row.shares)
    ]
    editions = frames.aims(measure, then).get(told.code, [])
    rows = _rows(request, editions)
    years = [
        {
            **year_told(one),
            "money": money_by_code(costs, one.year).get(told.code),
            "aims": shown_aims(editions, _by_code(frames.of_year(rows, one.year)), one.year),
        }
        for one in _years(told, found, leads, costs)
    ]
    context = {
        "told": told,
        "measure": measure,
        "is_printed": is_printed,
        "years": years,
        "lead": leads.get(told.code),
        "has_money": bool(costs),
        "money_means": f"{RATE_MEANS}{NO_JUDGEMENT}{LABOUR_MEANS}{ROUNDED}",
        "editions": list(reversed(editions)),
        "aims": shown_aims(editions, _by_code(frames.newest(rows)), None),
        "no_cause": NO_CAUSE,
        "crumbs": crumbs(
            (in_levels("施策"), reverse("public:measures")),
            (f"{in_levels('施策')}{measure.number}", measure.get_absolute_url()),
            (f"{in_levels('主な取組')}{told.code}", ""),
        ),
    }
    return render(request, "public/initiative_page.html", context)


def _by_code(rows: Iterable[Row]) -> dict[str, Row]:
    return {row.code: row for row in rows}


def _rows(request: HttpRequest, editions: Sequence[AimsEdition]) -> tuple[Row, ...]:
    """Every year of the indicators that it is meant to move; none are read where it is set to move none."""
    codes = {one.code for edition in editions[-1:] for one in edition.aims}
    if not codes:
        return ()
    return tuple(row for row in frames.published(source_of(request)) if row.code in codes)


def initiative_codes(plan: Plan | None, then: datetime | None = None) -> list[str]:
    """Of every initiative that has a page: those of the plan, and those that it has no more, of which something is public."""
    if plan is None:
        return []
    printed = [one.code for one in initiatives(plan.pk, then)]
    gone = dict.fromkeys(row.initiative_code for row in frames.deeds(plan, as_of=then))
    return [*printed, *(code for code in gone if code not in set(printed))]


def deed_years_of_measures(plan: Plan | None, then: datetime | None = None) -> dict[int, list[int]]:
    """Number of a measure → the years of which any of its deeds is public, newest first."""
    found: dict[int, set[int]] = {}
    for row in frames.deeds(plan, as_of=then):
        found.setdefault(row.measure_number, set()).add(row.year)
    return {number: sorted(years, reverse=True) for number, years in found.items()}


def _years(
    told: Told, found: Sequence[DeedRow], leads: dict[str, DeedLeadRow], costs: Sequence[SpendingRow]
) -> list[InitiativeYear]:
    """Newest first: each year of which something is public, be it what was done or what it cost."""
    years = sorted({*frames.deed_years(found), *frames.money_years(costs)}, reverse=True)
    return [frames.year_of_initiatives([told], found, leads, year)[0] for year in years]


def _as_published(measure: Measure, number: int, found: Sequence[DeedRow]) -> PastInitiative:
    """An initiative that the plan has no more, in the words that its newest record went out with."""
    names = [row.about for row in found if row.detail == 0 and row.about]
    name = names[-1] if names else in_levels("主な取組")
    departments: list[Department] = []
    return PastInitiative(0, measure, number, name, [], departments)
