"""An initiative: what its departments did year by year, as each of them published it, with every earlier record."""

from collections.abc import Sequence
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.frames import DeedLeadRow, DeedRow, InitiativeYear, SpendingRow
from indicators.views.public.plan.measures import measure_of
from indicators.views.shared.answers import crumbs, public_page
from indicators.views.shared.deeds import read_code, year_told
from indicators.views.shared.moment import as_of
from indicators.views.shared.money import money_by_code
from indicators.wording.money import LABOUR_MEANS, NO_JUDGEMENT, RATE_MEANS, ROUNDED
from measures.addresses import reverse
from measures.levels import in_levels
from measures.models import Department, Measure, Plan
from measures.texts import PastInitiative, Told, initiatives, initiatives_of_measure


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
    years = [
        {**year_told(one), "money": money_by_code(costs, one.year).get(told.code)}
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
        "crumbs": crumbs(
            (in_levels("施策"), reverse("public:measures")),
            (f"{in_levels('施策')}{measure.number}", measure.get_absolute_url()),
            (f"{in_levels('主な取組')}{told.code}", ""),
        ),
    }
    return render(request, "public/initiative_page.html", context)


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
