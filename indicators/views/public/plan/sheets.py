"""A measure's published evaluation sheet, as it was on the day of its publication, and its earlier versions."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from indicators.frames import OutsideComments, outside_comments_of
from indicators.models import EvaluationSheet
from indicators.views.shared.answers import crumbs, public_file, public_page
from indicators.views.shared.moment import as_of
from indicators.views.shared.plan import plan_of
from indicators.views.shared.sheet_did import cost_differences, deed_differences, did_in_year
from indicators.views.shared.sheet_paper import (
    differences,
    paper_of,
    published_sheets,
    rows_today,
    versions_of,
    workbook_of,
    years_with_sheets,
)
from measures.addresses import reverse
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels
from measures.models import Measure, Plan


@public_page
def sheet(request: HttpRequest, number: int, year: int) -> HttpResponse:
    measure, versions, chosen = _asked(request, number, year)
    paper = paper_of(measure, year, chosen, _outside(request, measure, year))
    did = did_in_year(measure, year, as_of(request))
    newest = versions[0]
    file = reverse("public:sheet_xlsx", args=[measure.number, year])
    context: dict[str, Any] = {
        "paper": paper,
        "measure": measure,
        "year": year,
        "versions": versions,
        "newest": newest,
        "is_newest": chosen == newest,
        "deed_differences": deed_differences(paper.did, did),
        "cost_differences": cost_differences(paper.did, did),
        "differences": differences(paper.rows, rows_today(measure, year, as_of=as_of(request))),
        "file_url": file if chosen == newest else f"{file}?number={chosen.number}",
        "other_years": years_with_sheets(measure, but=year, as_of=as_of(request)),
        "crumbs": crumbs(
            (in_levels("施策"), reverse("public:measures")),
            (f"{in_levels('施策')}{measure.number}", measure.get_absolute_url()),
            (f"{FiscalYear(year).wareki}の評価シート", ""),
        ),
    }
    return render(request, "public/sheet.html", context)


@public_file
def sheet_xlsx(request: HttpRequest, number: int, year: int) -> HttpResponse:
    measure, _, chosen = _asked(request, number, year)
    return workbook_of(paper_of(measure, year, chosen, _outside(request, measure, year)))


def _outside(request: HttpRequest, measure: Measure, year: int) -> OutsideComments | None:
    """What is published of the council's comments, as of the day of the page: whatever version of the sheet it shows."""
    return outside_comments_of(measure, year, as_of=as_of(request))


def published_versions(plan: Plan | None, as_of: datetime | None = None) -> dict[tuple[int, int], list[int]]:
    """Number of the measure and year of each sheet that is public → numbers of its versions, newest first."""
    versions: dict[tuple[int, int], list[int]] = {}
    ordered = (
        published_sheets(as_of).filter(measure__plan=plan).order_by("measure__number", "year", "-number")
    )
    for number, year, version in ordered.values_list("measure__number", "year", "number"):
        versions.setdefault((number, year), []).append(version)
    return versions


def _asked(
    request: HttpRequest, number: int, year: int
) -> tuple[Measure, list[EvaluationSheet], EvaluationSheet]:
    """The measure, what is published of it, and the version of ?number=; Http404 for whatever is not public."""
    measure = get_object_or_404(
        Measure.objects.select_related("policy__plan"), plan=plan_of(request), number=number
    )
    versions = versions_of(measure, year, as_of(request))
    wanted = request.GET.get("number")
    chosen = next((one for one in versions if wanted is None or str(one.number) == wanted), None)
    if chosen is None:
        raise Http404(f"{number} {year}")
    return measure, versions, chosen
