"""Whose values of which years a table or a file is about, and who may open it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest

from indicators import frames
from indicators.models import Cycle, Evidence
from indicators.models.vocabulary import YEAR_FROM, YEAR_TO
from indicators.permissions import departments_of, is_plan_office
from indicators.views.entry.lines import EntryRow, Place, led_by, lines_of
from indicators.views.shared.access import signed_in
from indicators.views.shared.plan import plan_or_404
from indicators.views.shared.reviewing import due_context
from indicators.workflow import NotAllowed
from measures.addresses import reverse
from measures.fiscal_year import FiscalYear
from measures.models import Department, Plan

# How many years before the plan the pages offer; figures from further back are asked of the plan office.
YEARS_OF_HISTORY = 5
# In addresses and files instead of a department: all of those that the person may enter for.
ALL = "all"
ALL_NAME = "すべての課"
# A sheet of more could be given back by no file (5,000 rows) for a plan of 430 indicators.
MOST_YEARS = 10


@dataclass(frozen=True)
class TablePlace:
    """Whose values of which years a page is about, the years from the oldest.

    `departments`: those that the person may choose. `owners`: those whose rows these are; none where the person has
    several and chose none yet.
    """

    plan: Plan
    departments: list[Department]
    owners: list[Department]
    is_all: bool
    years: tuple[int, ...]
    lines: list[EntryRow]

    @property
    def plan_id(self) -> int:
        return self.plan.pk

    @property
    def plan_key(self) -> str:
        return self.plan.key

    @property
    def year(self) -> int:
        """The newest of the years: the one in the address."""
        return self.years[-1]

    @property
    def year_name(self) -> str:
        if not self.is_of_years:
            return FiscalYear(self.year).wareki
        return f"{FiscalYear(self.years[0]).wareki}〜{FiscalYear(self.year).wareki}"

    @property
    def is_of_years(self) -> bool:
        return len(self.years) > 1

    @property
    def is_chosen(self) -> bool:
        return bool(self.owners)

    @property
    def department(self) -> Department | None:
        """The one department that a page is about."""
        return self.owners[0] if self.owners and not self.is_all else None

    @property
    def slug(self) -> str:
        return ALL if self.is_all else self.owners[0].slug if self.owners else ""

    @property
    def name(self) -> str:
        """Whose values, for a heading; "" where nobody is chosen."""
        return ALL_NAME if self.is_all else self.owners[0].name if self.owners else ""

    @property
    def query(self) -> str:
        """What names this place in an address, behind the year."""
        years = [("years", year) for year in self.years] if self.is_of_years else []
        return urlencode([("department", self.slug), *years]) if self.owners else ""

    @property
    def with_reasons(self) -> bool:
        """Whether a change is being typed: its reason is asked for, too."""
        return any(line.change for line in self.lines)

    @cached_property
    def by_key(self) -> dict[str, EntryRow]:
        return {line.key: line for line in self.lines}

    def key_of(self, code: str, year: int) -> str:
        """How the row of an indicator and year is called here, if there is one."""
        return f"{code}-{year}" if self.is_of_years else code

    def as_typed(
        self, typed: Mapping[Place, tuple[Decimal | None, str]], *, after_waiting: bool = False
    ) -> dict[Place, frames.Row]:
        """By indicator and year, the rows as they would be with this value and state of each.

        `after_waiting`: of those alone of which a value of an earlier year is handed in, as if that had gone out first.
        """
        if after_waiting:
            waiting = {line.place for line in self.lines if any(row.waits for row in line.earlier)}
            typed = {place: said for place, said in typed.items() if place in waiting}
        found = {}
        for year in sorted({year for _, year in typed}):
            of_year = {pk: said for (pk, one), said in typed.items() if one == year}
            led = led_by(self.owners, self.plan, year)
            rows = frames.previews(led, year, of_year, after_waiting=after_waiting)
            found.update({(pk, year): row for pk, row in rows.items()})
        return found

    def count_evidence(self) -> None:
        """Each line with how much is attached to its record; one query."""
        numbers = {line.place: line.number for line in self.lines}
        attached = Evidence.objects.attached().filter(
            indicator__in={pk for pk, _ in numbers}, year__in=self.years
        )
        counts: dict[Place, int] = {}
        for pk, year, number in attached.values_list("indicator_id", "year", "number"):
            if numbers.get((pk, year)) == number:
                counts[pk, year] = counts.get((pk, year), 0) + 1
        for line in self.lines:
            line.evidence = counts.get(line.place, 0)


def find_place(
    request: HttpRequest, year: int, codes: Collection[str] | None = None, *, with_deeds: bool = False
) -> TablePlace:
    """Http404 for a year or department that is none, NotAllowed for another's. `codes`: with rows of these alone.

    `with_deeds`: of departments, too, that lead no indicator and take part in initiatives.
    """
    user = signed_in(request)
    years = _years(request, year)
    plan = plan_or_404(request)
    departments = departments_to_enter(user, plan, with_deeds=with_deeds)
    if not departments:
        raise NotAllowed("表やファイルで入力できるのは、指標の主担当課と企画課です。")
    slug = request.GET.get("department", "")
    is_all = slug == ALL
    owners = departments if is_all else _chosen(user, departments, slug)
    lines = lines_of(owners, plan, years, codes) if owners else []
    if owners and not lines and codes is None and not (with_deeds and printed_as(plan, owners)):
        raise Http404("この年度に、この課が主担当の指標はありません。")
    return TablePlace(plan, departments, owners, is_all, years, lines)


def _years(request: HttpRequest, year: int) -> tuple[int, ...]:
    """Those that are asked for beside the address's own; a word that is no year is as if it were not there."""
    asked = {
        int(text)
        for text in request.GET.getlist("years")
        if len(text) == 4 and text.isascii() and text.isdigit()
    }
    years = tuple(sorted(asked)) or (year,)
    if not all(YEAR_FROM <= one <= YEAR_TO for one in (*years, year)) or len(years) > MOST_YEARS:
        raise Http404(str(year))
    return years


def departments_to_enter(user: User, plan: Plan, *, with_deeds: bool = False) -> list[Department]:
    """Those that lead an indicator of the plan and whose values the person may enter; `with_deeds`: and those that take
    part in an initiative, under the name that the plan prints or a later one."""
    known = Department.objects.all() if is_plan_office(user) else departments_of(user)
    led = list(known.filter(led_indicators__measure__plan=plan).distinct())
    if not with_deeds:
        return led
    printed = Department.objects.filter(participations__initiative__measure__plan=plan)
    taking_part = Department.objects.with_successors(set(printed.values_list("pk", flat=True)))
    ids = {one.pk for one in led} | taking_part
    return list(known.filter(pk__in=ids).order_by("order", "name"))


def printed_as(plan: Plan, owners: Collection[Department]) -> list[Department]:
    """The departments of the plan's initiatives that the owners are, or that became them."""
    ids = Department.objects.with_predecessors({one.pk for one in owners})
    printed = Department.objects.filter(pk__in=ids, participations__initiative__measure__plan=plan)
    return list(printed.distinct().order_by("order", "name"))


def _chosen(user: User, departments: list[Department], slug: str) -> list[Department]:
    if not slug:
        own = [one for one in departments_of(user) if one in departments]
        return own if len(own) == 1 else departments if len(departments) == 1 else []
    found = [one for one in departments if one.slug == slug]
    if not found:
        if not Department.objects.filter(slug=slug).exists():
            raise Http404(slug)
        raise NotAllowed("この課の値を入力できるのは、その課と企画課です。")
    return found


def years_to_choose(place: TablePlace, name: str) -> list[dict[str, Any]]:
    """Links to the same page (`name`) of the other years that can be filled in or looked up, newest first."""
    first = place.plan.first_year
    years = {
        *Cycle.objects.filter(plan=place.plan).values_list("year", flat=True),
        *range(first - YEARS_OF_HISTORY, first),
        *place.years,
    }
    query = f"?department={place.slug}" if place.owners else ""
    return [
        {
            "year": year,
            "label": FiscalYear(year).wareki,
            "url": reverse(name, args=[year]) + query,
            "current": year in place.years,
        }
        for year in sorted(years, reverse=True)
    ]


def head_of(place: TablePlace, name: str, what: str) -> dict[str, Any]:
    """What the pages of a department begin with; `name`: the page's own address, `what`: its word in the path."""
    cycle = Cycle.objects.filter(plan=place.plan, year=place.year).first()
    return {
        "place": place,
        "departments": place.departments,
        "department": place.department,
        "year": place.year,
        "years": years_to_choose(place, name) if place.owners else [],
        "lines": place.lines,
        **due_context(cycle),
        "crumbs": [
            {"label": "入力", "url": reverse("entry:tasks")},
            {"label": f"{place.year_name} {place.name}{what}".strip(), "url": ""},
        ],
    }


def rows_of(lines: Iterable[EntryRow], keys: Iterable[str]) -> list[EntryRow]:
    """Those of the lines that have one of the keys, in their order."""
    wanted = set(keys)
    return [line for line in lines if line.key in wanted]
