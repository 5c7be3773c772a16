"""Departments: the initiatives that each takes part in, and the indicators that it leads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from indicators import frames
from indicators.frames import Row
from indicators.models import Indicator
from indicators.progress import RollUp
from indicators.views.public.language.terms import BULLET_CHART_WORDS, terms_of
from indicators.views.public.plan.successors import PrintedInitiative, with_successors
from indicators.views.shared.answers import crumbs, leading_to, public_file, public_page
from indicators.views.shared.chart_page import asks_for_figures, page_with_charts
from indicators.views.shared.deeds import DepartmentDeeds, deeds_of_departments
from indicators.views.shared.files import figures_file
from indicators.views.shared.moment import as_of, current_year, past_day, shown_day
from indicators.views.shared.money import costs_of_department
from indicators.views.shared.panels import panels_of
from indicators.views.shared.plan import plan_of, source_of
from indicators.views.shared.sheet_paper import sheets_of_measures
from indicators.views.shared.years_table import years_table
from indicators.wording.counts import of_department
from indicators.wording.follow_up import overdue_words
from measures.addresses import reverse
from measures.models import Department, Initiative, InitiativeDepartment, Measure, Plan
from measures.past import as_worded, states
from measures.texts import initiatives_of_departments

# Each brings its chart and its table of years along.
PANELS_A_PAGE = 10
# Of one department on the list of all: the worst, the others on its own page.
TRACKS_A_DEPARTMENT = 5


@dataclass(frozen=True)
class Board:
    """One department and how what it leads stands: `tracks` the worst first, `more` left to its own page.

    `unexplained`: missed promises that lack a reason or a next step; `taken`: initiatives that it takes part in, `did`
    how its parts of them stand in words.
    """

    department: Department
    counts: RollUp
    sentence: str
    tracks: Sequence[Row]
    more: int
    unexplained: int
    taken: int
    did: str = ""

    @property
    def short(self) -> int:
        return self.counts.missed


@public_page
def department_list(request: HttpRequest) -> HttpResponse:
    then, day = as_of(request), past_day(request)
    led: dict[str, list[Row]] = {}
    for row in frames.worst_first(frames.latest(source_of(request))):
        led.setdefault(row.department_slug, []).append(row)
    followed, public = Department.objects.now_called(day), frames.public_departments(then)
    # The plan names a department as it was called: its successors take part in the same initiatives.
    taken: dict[int, set[int]] = {}
    within = _initiatives_then(plan_of(request), then)
    for part in states(InitiativeDepartment, "department_id", "initiative_id", as_of=then).values():
        if part["initiative_id"] not in within:
            continue
        printed = part["department_id"]
        for pk in (printed, *(one.pk for one in followed.get(printed, []))):
            taken.setdefault(pk, set()).add(part["initiative_id"])
    ended = Department.objects.filter(pk__in=set(followed) & set(taken))
    there = [one for one in as_worded(Department.objects.living_on(day), then) if one.pk in public]
    places = {slug: place for place, slug in enumerate(led)}  # by their worst indicator
    leading = sorted((one for one in there if one.slug in led), key=lambda one: places[one.slug])
    deeds = deeds_of_departments(plan_of(request), then, followed)
    did = {pk: one.sentence for pk, one in deeds.items()}
    boards = [
        replace(_board(one, led[one.slug], len(taken.get(one.pk, ()))), did=did.get(one.pk, ""))
        for one in leading
    ]
    context = {
        "boards": boards,
        "short": sum(1 for one in boards if one.counts.missed),
        "judged": sum(one.counts.judged for one in boards),
        "indicators": sum(one.counts.applicable for one in boards),
        "others": [
            (one, len(taken.get(one.pk, ())), did.get(one.pk, "")) for one in there if one.slug not in led
        ],
        "unconfirmed": any(not row.lead_confirmed for rows in led.values() for row in rows),
        "ended": [
            {"department": one, "now": as_worded(followed[one.pk], then)} for one in as_worded(ended, then)
        ],
        "crumbs": crumbs(("担当課", "")),
    }
    return render(request, "public/departments.html", context)


def _board(department: Department, rows: Sequence[Row], taken: int) -> Board:
    """`rows`: what it leads, the worst first."""
    counts = frames.roll_up(rows)
    return Board(
        department,
        counts,
        of_department(counts),
        rows[:TRACKS_A_DEPARTMENT],
        max(0, len(rows) - TRACKS_A_DEPARTMENT),
        unexplained=sum(1 for row in rows if row.applies and row.why and not row.why.is_whole),
        taken=taken,
    )


def unreported(rows: Iterable[Row], led: Iterable[Row]) -> list[tuple[Row, str]]:
    """What is not public yet: years that are over and have no record, then what was announced for a day that has passed."""
    over = [row for row in rows if row.is_asked and not row.has_record and row.year < (row.day_year or 0)]
    silent = [(row, f"{row.wareki}の値を、まだ公表していません") for row in over]
    late = [(row, words) for row in led for words in overdue_words(row)]
    return [*silent, *late]


def _initiatives_then(plan: Plan | None, then: datetime | None) -> set[int]:
    """The plan's, as it was then: one that was taken out since counts on its days."""
    measures = states(Measure, "plan_id", "ended_on", as_of=then)
    going_on = {pk: one["plan_id"] for pk, one in measures.items() if one["ended_on"] is None}
    own = {pk for pk, of in going_on.items() if plan is not None and of == plan.pk}
    known = states(Initiative, "measure_id", as_of=then)
    return {pk for pk, one in known.items() if one["measure_id"] in own}


@public_page
def department(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Department, slug=slug, pk__in=frames.public_departments(as_of(request)))
    if not lives(request, found):
        if asks_for_figures(request):
            raise Http404("no chart")
        return moved_to(request, found) or _ended(request, found)
    [found] = as_worded([found], as_of(request))
    rows = rows_led_by(request, found)
    led = frames.newest(rows)
    page = Paginator(led, PANELS_A_PAGE).get_page(request.GET.get("page"))
    source = _of(request, rows)
    panels = panels_of(
        rows,
        page,
        current_year=current_year(request),
        comparisons=frames.comparisons(source),
        earlier=frames.earlier_series(page, source),
    )

    def told() -> dict[str, Any]:
        since = frames.since_last_year(led, shown_day(request), source, plan_of(request))
        counts = frames.roll_up(led)
        return {
            "department": found,
            "panels": panels,
            "page_obj": page,
            "led": len(led),
            "years_table": years_table(rows, since),
            "terms": terms_of((panel.row for panel in panels), BULLET_CHART_WORDS, "主担当")
            if panels
            else [],
            "counts": counts,
            "sentence": of_department(counts),
            "further": {row.code for row in led if row.why},
            "unreported": unreported(rows, led),
            "sheets": sheets_of_measures(
                plan_of(request), {row.measure_number for row in led}, as_of(request)
            ),
            "initiatives": _initiatives(request, found),
            "deeds": _deeds(request, found),
            "costs": costs_of_department(plan_of(request), found, as_of(request)),
            "crumbs": crumbs(("担当課", reverse("public:departments")), (found.name, "")),
        }

    query = {"page": page.number} if page.number > 1 else {}
    charts = [panel.chart for panel in panels]
    return page_with_charts(request, "public/department.html", told, charts, query)


@public_file
def department_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    # The file of a department of today answers for every day: its rows are those of that day.
    found = get_object_or_404(Department, slug=slug, pk__in=frames.public_departments(as_of(request)))
    moved = moved_to(request, found)
    if moved is not None:
        return moved
    rows = rows_led_by(request, found)
    return figures_file(request, rows, f"department-{found.slug}", ending, _of(request, rows))


def moved_to(request: HttpRequest, department: Department) -> HttpResponse | None:
    """The way to the department that goes on with the work of an ended one; None where there are several."""
    if lives(request, department):
        return None
    now = department.living_successors(past_day(request))
    return leading_to(request, now[0].slug) if len(now) == 1 else None


def _ended(request: HttpRequest, department: Department) -> HttpResponse:
    context = {
        "department": department,
        "now": as_worded(department.living_successors(past_day(request)), as_of(request)),
        "initiatives": _initiatives(request, department),
        "crumbs": crumbs(("担当課", reverse("public:departments")), (department.name, "")),
    }
    return render(request, "public/department_ended.html", context)


def lives(request: HttpRequest, department: Department) -> bool:
    """Today, or on the day that the address asks for."""
    day = past_day(request)
    return department.ended_on is None or (day is not None and department.ended_on > day)


def rows_led_by(request: HttpRequest, department: Department) -> tuple[Row, ...]:
    """What it leads; on a past day, what it led then."""
    then, plan = as_of(request), plan_of(request)
    if then is None:
        led = Indicator.objects.filter(measure__plan=plan, lead_department=department)
        return frames.published(source_of(request).part(led))
    return tuple(
        row for row in frames.published(source_of(request)) if row.department_slug == department.slug
    )


def _of(request: HttpRequest, rows: Iterable[Row]) -> frames.Source:
    led = Indicator.objects.filter(pk__in={row.indicator_id for row in rows})
    return source_of(request).part(led)


def _deeds(request: HttpRequest, department: Department) -> DepartmentDeeds | None:
    followed = Department.objects.now_called(past_day(request))
    return deeds_of_departments(plan_of(request), as_of(request), followed).get(department.pk)


def _initiatives(request: HttpRequest, department: Department) -> list[PrintedInitiative]:
    """Those that the plan prints under its name, or under that of a department that became it."""
    printed, then = Department.objects.with_predecessors([department.pk]), as_of(request)
    return with_successors(initiatives_of_departments(source_of(request).plan_id, printed, then), then)
