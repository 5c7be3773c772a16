"""A department's values of one year: the rows that its table and its file have in common, and who may fill them in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from indicators import frames
from indicators.forms.grid import RowForm
from indicators.models import Counting, Cycle, Indicator, Kind, Result
from indicators.models.vocabulary import YEAR_FROM, YEAR_TO
from indicators.permissions import departments_of, is_plan_office
from indicators.views.shared.access import signed_in
from indicators.views.shared.plan import plan_or_404
from indicators.views.shared.reviewing import due_context
from indicators.wording.people import person
from indicators.workflow import Entry, NotAllowed, entry_is_open, may_go_on, warnings_of_row
from measures.addresses import reverse
from measures.fiscal_year import FiscalYear
from measures.models import Department, Plan

# How many years before the plan the pages offer; figures from further back are asked of the plan office.
YEARS_OF_HISTORY = 5


@dataclass
class EntryRow:
    """One row: the indicator in this year, what is typed of it, and what keeps it from being saved.

    `row` is what stands (None where the year has no row yet), `given` the row whose baseline is in force (the year's,
    or before the plan its first), `public` what citizens see of it while it is under change, `earlier` the rows of
    the years before with anything said, newest first.
    """

    indicator: Indicator
    row: frames.Row | None
    given: frames.Row
    public: frames.Row | None
    earlier: list[frames.Row]
    result: Result | None
    form: RowForm | None
    is_open: bool
    chosen: bool = False
    refusal: str = ""
    may_cover: bool = False

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def last(self) -> frames.Row | None:
        """The newest value of an earlier year."""
        return next((row for row in self.earlier if row.has_value), None)

    @property
    def number(self) -> int:
        """The place in its chain of the record that can be typed into, or of the one that stands."""
        return self.result.number if self.result else 1

    @property
    def kind(self) -> str:
        return str(self.result.kind) if self.result else str(Kind.FIRST)

    @property
    def change(self) -> str:
        """訂正 and its like, while a change is on its way; "" for a first value."""
        return Kind(self.kind).label if self.result and self.result.is_change and self.result.is_open else ""

    @property
    def current_version(self) -> int:
        return self.result.version if self.result else 0

    @property
    def saved_by(self) -> str:
        return person(self.result.edited_by) if self.result else ""

    @property
    def warnings(self) -> tuple[str, ...]:
        """On what is typed, else on the open record that stands; a 補足 types no figure."""
        if self.kind == Kind.SUPPLEMENT:
            return ()
        if self.form is not None and self.form.is_bound:
            said, reason, year = self.form.understood(), self.form.why or "", self.form.year
        elif self.result is not None and self.result.is_open:
            said, reason, year = Entry.of(self.result), self.result.reason, self.result.year
        else:
            return ()
        return warnings_of_row(self.beside_year_before(replace(self.given, year=year)), said, reason)

    def beside_year_before(self, row: frames.Row) -> frames.Row:
        """The row, held against what counts of the year before it."""
        rows = self.earlier if self.row is None else [self.row, *self.earlier]
        previous, waits = frames.year_before(rows, row.year)
        return replace(row, previous_value=previous, previous_waits=waits)


@dataclass(frozen=True)
class TablePlace:
    """Whose values of which year a page is about. `department` None: the person has several and chose none yet."""

    plan: Plan
    departments: list[Department]
    department: Department | None
    year: int
    lines: list[EntryRow]

    @property
    def plan_id(self) -> int:
        return self.plan.pk

    @property
    def plan_key(self) -> str:
        return self.plan.key

    @property
    def with_reasons(self) -> bool:
        """Whether a change is being typed: its reason is asked for, too."""
        return any(line.change for line in self.lines)

    @property
    def chosen(self) -> Department:
        """The department, on pages that are about one: they have refused an address without."""
        assert self.department is not None
        return self.department

    @cached_property
    def by_code(self) -> dict[str, EntryRow]:
        return {line.code: line for line in self.lines}

    def as_typed(
        self, typed: Mapping[int, tuple[Decimal | None, str]], *, after_waiting: bool = False
    ) -> dict[int, frames.Row]:
        """By the indicator's id, the year's rows as they would be with this value and state of each.

        `after_waiting`: of those alone of which a value of an earlier year is handed in, as if that had gone out first.
        """
        if after_waiting:
            waiting = {line.indicator.pk for line in self.lines if any(row.waits for row in line.earlier)}
            typed = {pk: said for pk, said in typed.items() if pk in waiting}
            if not typed:
                return {}
        led = led_by(self.chosen, self.plan, self.year)
        return frames.previews(led, self.year, typed, after_waiting=after_waiting)


def find_place(request: HttpRequest, year: int) -> TablePlace:
    """Http404 for a year or department that is none, NotAllowed for another's."""
    user = signed_in(request)
    if not YEAR_FROM <= year <= YEAR_TO:
        raise Http404(str(year))
    plan = plan_or_404(request)
    departments = departments_to_enter(user, plan)
    if not departments:
        raise NotAllowed("表やファイルで入力できるのは、指標の主担当課と企画課です。")
    department = _chosen(user, departments, request.GET.get("department", ""))
    lines = lines_of(department, plan, year) if department else []
    if department and not lines:
        raise Http404("この年度に、この課が主担当の指標はありません。")
    return TablePlace(plan, departments, department, year, lines)


def departments_to_enter(user: User, plan: Plan) -> list[Department]:
    """Those that lead an indicator of the plan and whose values the person may enter."""
    known = Department.objects.all() if is_plan_office(user) else departments_of(user)
    return list(known.filter(led_indicators__measure__plan=plan).distinct())


def _chosen(user: User, departments: list[Department], slug: str) -> Department | None:
    if not slug:
        own = [one for one in departments_of(user) if one in departments]
        return own[0] if len(own) == 1 else departments[0] if len(departments) == 1 else None
    found = next((one for one in departments if one.slug == slug), None)
    if found is None:
        if not Department.objects.filter(slug=slug).exists():
            raise Http404(slug)
        raise NotAllowed("この課の値を入力できるのは、その課と企画課です。")
    return found


def lines_of(department: Department, plan: Plan, year: int) -> list[EntryRow]:
    """As many queries for a hundred indicators as for one."""
    led = led_by(department, plan, year)
    newest: dict[int, Result] = {}
    results = Result.objects.filter(indicator__in=led, year=year).select_related("edited_by")
    newest.update((result.indicator_id, result) for result in results.order_by("number"))
    of_each: dict[int, list[frames.Row]] = {}
    for row in frames.working(led):
        of_each.setdefault(row.indicator_id, []).append(row)
    changed = [pk for pk, result in newest.items() if result.is_change and result.is_open]
    public = _published_rows(changed, year)
    doors: dict[tuple[int, bool, bool], bool] = {}
    lines = []
    for indicator in led.select_related("measure__policy__plan", "lead_department"):
        restarts = indicator.counting == Counting.CUMULATIVE_FROM_ZERO
        key = (indicator.measure.policy.plan_id, restarts, indicator.is_counted(year))
        if key not in doors:
            doors[key] = entry_is_open(indicator, year)
        result = newest.get(indicator.pk)
        is_open = result is None or result.is_editable
        is_open = is_open and (doors[key] or (result is not None and may_go_on(result, indicator, year)))
        rows = of_each[indicator.pk]
        of_year = next((row for row in rows if row.year == year), None)
        if of_year is not None and of_year.off_survey:
            continue  # nothing is asked for; who made a survey all the same has the page of the value
        lines.append(
            EntryRow(
                indicator=indicator,
                row=of_year,
                given=of_year or rows[0],
                public=public.get(indicator.pk),
                earlier=[row for row in reversed(rows) if row.year < year and (row.has_record or row.number)],
                result=result,
                form=RowForm.of(result, indicator=indicator, year=year) if is_open else None,
                is_open=is_open,
            )
        )
    return lines


def _published_rows(changed: list[int], year: int) -> dict[int, frames.Row]:
    """What citizens see of the values that are under change; by the indicator's id."""
    if not changed:
        return {}
    rows = frames.published(Indicator.objects.filter(pk__in=changed))
    return {row.indicator_id: row for row in rows if row.year == year}


def led_by(department: Department, plan: Plan, year: int) -> QuerySet[Indicator]:
    """What a department leads of a plan in a year that the plan asks for: with a published target, and within the indicator's
    own first and last year. Two plans may have the same code, and a table is of one."""
    led = Indicator.objects.filter(
        lead_department=department, measure__plan=plan, targets__published_at__isnull=False
    ).distinct()
    begun = Q(first_year__isnull=True) | Q(first_year__lte=year)
    going_on = Q(last_year__isnull=True) | Q(last_year__gte=year)
    # A target may lie after the plan's end: then the years up to it are entered too.
    due = Q(measure__policy__plan__last_year__gte=year) | Q(
        targets__published_at__isnull=False, targets__target_year__gte=year
    )
    return led.filter(begun, going_on, due)


def between_surveys(department: Department, plan: Plan, year: int) -> set[int]:
    """Ids of the indicators that the department leads and whose survey passes over the year."""
    rows = frames.working(led_by(department, plan, year))
    return {row.indicator_id for row in rows if row.year == year and row.off_survey}


def years_to_choose(place: TablePlace, name: str) -> list[dict[str, Any]]:
    """Links to the same page (`name`) of the other years that can be filled in or looked up, newest first."""
    first = min(line.indicator.measure.policy.plan.first_year for line in place.lines)
    years = {
        *Cycle.objects.filter(plan=place.plan).values_list("year", flat=True),
        *range(first - YEARS_OF_HISTORY, first),
        place.year,
    }
    query = f"?department={place.department.slug}" if place.department else ""
    return [
        {
            "label": FiscalYear(year).wareki,
            "url": reverse(name, args=[year]) + query,
            "current": year == place.year,
        }
        for year in sorted(years, reverse=True)
    ]


def head_of(place: TablePlace, name: str, what: str) -> dict[str, Any]:
    """What the pages of a department begin with; `name`: the page's own address, `what`: its word in the path."""
    cycle = Cycle.objects.filter(plan=place.plan, year=place.year).first()
    department = place.department
    label = FiscalYear(place.year).wareki
    return {
        "place": place,
        "departments": place.departments,
        "department": department,
        "year": place.year,
        "years": years_to_choose(place, name) if department else [],
        "lines": place.lines,
        **due_context(cycle),
        "crumbs": [
            {"label": "入力", "url": reverse("entry:tasks")},
            {"label": f"{label} {department.name if department else ''}{what}".strip(), "url": ""},
        ],
    }
