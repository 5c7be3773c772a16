"""The rows that a table of values and its file have in common: one an indicator and year, and what keeps it from being typed into."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.forms import BoundField

from indicators import frames
from indicators.forms.grid import CELLS, HEADS, RowForm
from indicators.models import Cycle, Indicator, Kind, Result
from indicators.plausibility import PARTS
from indicators.wording.people import person
from indicators.workflow import Entry, may_go_on, missing_fields, past_day, warnings_of_row
from measures.models import Department, Plan

# An indicator's id, and the year.
Place = tuple[int, int]


class Cell(NamedTuple):
    """Of a row, what stands under one head. `box`: where it can be typed into; `carried`: what is offered for it."""

    name: str
    head: str
    box: BoundField | None
    carried: Any = None

    @property
    def is_figure(self) -> bool:
        return self.name in ("value", *PARTS)


@dataclass
class EntryRow:
    """One row: the indicator in this year, what is typed of it, and what keeps it from being saved.

    `key` names it among the others: its code, of a table of several years with the year. `row` is what stands (None where
    the year has no row yet), `given` the row whose baseline is in force (the year's, or before the plan its first),
    `public` what citizens see of it while it is under change, `earlier` the rows of the years before with anything said,
    newest first. `shown`: as it would be published with what is typed, where that was worked out; `waits`: at which level of its department, if it does.
    """

    indicator: Indicator
    year: int
    key: str
    row: frames.Row | None
    given: frames.Row
    public: frames.Row | None
    earlier: list[frames.Row]
    result: Result | None
    is_open: bool
    chosen: bool = False
    refusal: str = ""
    may_cover: bool = False
    shown: frames.Row | None = None
    evidence: int = 0
    waits: str = ""
    carried: dict[str, Any] = field(default_factory=dict)
    _form: RowForm | None = field(default=None, repr=False)

    @property
    def form(self) -> RowForm | None:
        """None where nothing can be typed. Made when it is asked for: a page of a long table has some of its rows."""
        if self._form is None and self.is_open:
            self._form = RowForm.of(self.result, indicator=self.indicator, year=self.year, key=self.key)
        return self._form

    @form.setter
    def form(self, typed: RowForm) -> None:
        self._form = typed

    @property
    def form_is_bound(self) -> bool:
        """Whether something was typed into it, without making a form for a row that nobody looks at."""
        return self._form is not None and self._form.is_bound

    @property
    def place(self) -> Place:
        return self.indicator.pk, self.year

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
    def before(self) -> frames.Row | None:
        """The row of the very year before, where anything is said of it."""
        return next((row for row in self.earlier if row.year == self.year - 1), None)

    @property
    def cells(self) -> list[Cell]:
        """What stands under each head of CELLS, in their order."""
        boxes = self.form.cells if self.form else [None] * len(CELLS)
        cells = zip(CELLS, HEADS, boxes, strict=True)
        return [Cell(name, head, box, self.carried.get(name)) for name, head, box in cells]

    @property
    def last_note(self) -> str:
        """What was said of the newest earlier year that has words."""
        return next((row.note for row in self.earlier if row.note), "")

    @property
    def warnings(self) -> tuple[str, ...]:
        """On what is typed, else on the open record that stands; a 補足 types no figure."""
        if self.kind == Kind.SUPPLEMENT:
            return ()
        said = self.said
        if said is None:
            return ()
        reason = self._form.why if self._form is not None and self.form_is_bound else None
        if reason is None:
            reason = self.result.reason if self.result else ""
        return warnings_of_row(self.beside_year_before(replace(self.given, year=self.year)), said, reason)

    @property
    def said(self) -> Entry | None:
        """What is typed, else the open record that stands; None where nothing is said yet."""
        if self._form is not None and self.form_is_bound:
            return self._form.understood()
        if self.result is not None and self.result.is_open:
            return Entry.of(self.result)
        return None

    @property
    def missing(self) -> dict[str, str]:
        """Field → why it cannot be handed in yet; of a row of which nothing is said, nothing is told."""
        said = self.said if self.is_open else None
        if said is None or (said == Entry() and self.kind == Kind.FIRST):
            return {}
        found = missing_fields(said, self.kind, lambda: self.warnings, self.indicator.unit)
        # A correction may keep the day that citizens read; asked of `public`, and not of the database for each row.
        if not (
            self.public and Kind(self.kind).is_correction and self.public.expected_on == said.expected_on
        ):
            kind = Kind.SUPPLEMENT if self.kind == Kind.SUPPLEMENT else Kind.FIRST
            found |= past_day(self.indicator, self.year, said, kind)
        return found

    @property
    def judged(self) -> frames.Row | None:
        """The row whose verdict is shown: with what is typed, else as it stands."""
        row = self.shown or self.row
        return row if row is not None and row.has_record else None

    def beside_year_before(self, row: frames.Row) -> frames.Row:
        """The row, held against what counts of the year before it."""
        rows = self.earlier if self.row is None else [self.row, *self.earlier]
        previous, waits = frames.year_before(rows, row.year)
        return replace(row, previous_value=previous, previous_waits=waits)


def lines_of(
    departments: Sequence[Department],
    plan: Plan,
    years: Collection[int],
    codes: Collection[str] | None = None,
) -> list[EntryRow]:
    """By department as they are given, code and year. As many queries for a hundred indicators as for one.

    `codes`: of these indicators alone.
    """
    many = len(years) > 1
    found = [line for year in years for line in _lines_of_year(departments, plan, year, many, codes)]
    of_each = {department.pk: at for at, department in enumerate(departments)}
    found.sort(key=lambda line: (of_each[line.indicator.lead_department_id], *_by_code(line)))
    return found


def _by_code(line: EntryRow) -> tuple[int, str, int]:
    return line.indicator.measure.number, line.indicator.letter, line.year


def _lines_of_year(
    departments: Sequence[Department],
    plan: Plan,
    year: int,
    many: bool,
    codes: Collection[str] | None,
) -> list[EntryRow]:
    led = led_by(departments, plan, year)
    if codes is not None:
        led = led.filter(_with_codes(codes))
    newest: dict[int, Result] = {}
    results = Result.objects.filter(indicator__in=led, year=year).select_related("edited_by")
    newest.update((result.indicator_id, result) for result in results.order_by("number"))
    of_each: dict[int, list[frames.Row]] = {}
    for row in frames.working(led):
        of_each.setdefault(row.indicator_id, []).append(row)
    changed = [pk for pk, result in newest.items() if result.is_change and result.is_open]
    public = _published_rows(changed, year)
    still_open = Cycle.objects.filter(plan=plan, year=year, closed_at__isnull=True)
    open_years = frozenset(still_open.values_list("plan_id", "year"))
    lines = []
    for indicator in led.select_related("measure__policy__plan", "lead_department"):
        result = newest.get(indicator.pk)
        if result is not None:
            result.indicator = indicator
        is_open = result is None or result.is_editable
        is_open = is_open and may_go_on(result, indicator, year, open_years)
        rows = of_each[indicator.pk]
        of_year = next((row for row in rows if row.year == year), None)
        if of_year is not None and of_year.off_survey:
            continue  # nothing is asked for; who made a survey all the same has the page of the value
        lines.append(
            EntryRow(
                indicator=indicator,
                year=year,
                key=f"{indicator.code}-{year}" if many else indicator.code,
                row=of_year,
                given=of_year or rows[0],
                public=public.get(indicator.pk),
                earlier=[row for row in reversed(rows) if row.year < year and (row.has_record or row.number)],
                result=result,
                is_open=is_open,
            )
        )
    return lines


def _with_codes(codes: Collection[str]) -> Q:
    found = Q(pk__in=())
    for code in set(codes):
        if code[:-1].isascii() and code[:-1].isdigit() and len(code) < 6:
            found |= Q(measure__number=int(code[:-1]), letter=code[-1])
    return found


def _published_rows(changed: list[int], year: int) -> dict[int, frames.Row]:
    """What citizens see of the values that are under change; by the indicator's id."""
    if not changed:
        return {}
    rows = frames.published(Indicator.objects.filter(pk__in=changed))
    return {row.indicator_id: row for row in rows if row.year == year}


def led_by(departments: Sequence[Department], plan: Plan, year: int) -> QuerySet[Indicator]:
    """What the departments lead of a plan in a year that the plan asks for: with a published target, and within the indicator's
    own first and last year. Two plans may have the same code, and a table is of one."""
    led = Indicator.objects.filter(
        lead_department__in=departments, measure__plan=plan, targets__published_at__isnull=False
    ).distinct()
    begun = Q(first_year__isnull=True) | Q(first_year__lte=year)
    going_on = Q(last_year__isnull=True) | Q(last_year__gte=year)
    # A target may lie after the plan's end: then the years up to it are entered too.
    due = Q(measure__policy__plan__last_year__gte=year) | Q(
        targets__published_at__isnull=False, targets__target_year__gte=year
    )
    return led.filter(begun, going_on, due)


def between_surveys(departments: Sequence[Department], plan: Plan, year: int) -> set[int]:
    """Ids of the indicators that the departments lead and whose survey passes over the year."""
    rows = frames.working(led_by(departments, plan, year))
    return {row.indicator_id for row in rows if row.year == year and row.off_survey}
