"""The rows that the table of deeds and its sheet have in common: one a line and year, what stands, and why it cannot be typed into."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from indicators import frames
from indicators.forms.deeds import DeedForm, said_of, said_of_content
from indicators.frames import DeedRow
from indicators.models import Cycle, Deed, DeedLine
from indicators.models.reviewed import EDITABLE_STATES
from indicators.views.shared.approving import waits_of
from indicators.views.shared.deeds import lines_of_department, words_of_lines
from indicators.wording.deeds import standing_word
from measures.fiscal_year import FiscalYear
from measures.models import Department, Plan


@dataclass
class TableRow:
    """A line in a year: what stands, last year's beside it, and the form while it can be typed into.

    `boxes`: each box of the form with what is offered of the year before. `key` names it among the others: its code, with the department and the year where several of these are there.
    """

    line: DeedLine
    year: int
    key: str
    words: str
    record: Deed | None
    last: DeedRow | None
    why_not: str = ""
    chosen: bool = False
    refusal: str = ""
    taken: Deed | None = field(default=None)
    boxes: list[Any] = field(default_factory=list)
    _form: DeedForm | None = field(default=None, repr=False)

    @property
    def is_open(self) -> bool:
        return not self.why_not

    @property
    def form(self) -> DeedForm | None:
        """None where nothing can be typed. Made when it is asked for."""
        if self._form is None and self.is_open:
            self._form = DeedForm.of(self.record, prefix=self.key)
        return self._form

    @form.setter
    def form(self, typed: DeedForm) -> None:
        self._form = typed

    @property
    def last_standing(self) -> str:
        return standing_word(self.last.standing) if self.last else ""

    @property
    def number(self) -> int:
        return self.record.number if self.record else 1

    @property
    def version(self) -> int:
        return self.record.version if self.record else 0

    @property
    def sum(self) -> str:
        """Tells what stands from what is typed."""
        return sum_of(said_of(self.record), self.record.reason if self.record else "")


def sum_of(said: Mapping[str, object], reason: str) -> str:
    text = json.dumps([said_of_content(said), reason.strip()], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def deed_rows(plan: Plan, departments: Collection[Department], years: Collection[int]) -> list[TableRow]:
    """Every line that the plan prints under the departments, by initiative, bullet, department and year; as many
    queries for all of them as for one."""
    ids = {one.pk for one in departments}
    lines = lines_of_department(plan, ids)
    words = words_of_lines(plan, lines)
    about = next(iter(departments)) if len(departments) == 1 else plan
    found = [row for row in frames.deeds(about, plan=plan, drafts=True) if row.department_id in ids]
    by_year = {(row.place, row.year): row for row in found}
    ends = [row for row in found if row.ends and row.number]
    kept = [line.pk for line in lines if line.pk is not None]
    records = {
        (one.line_id, one.year): one
        for one in Deed.objects.filter(line__in=kept, year__in=years)
        .order_by("number")
        .select_related("edited_by")
    }
    begun = set(Cycle.objects.filter(plan=plan, year__in=years).values_list("year", flat=True))
    rows = []
    for line in lines:
        place = (line.initiative_code, line.detail, line.department_id)
        for year in sorted(years):
            record = records.get((line.pk or 0, year))
            if record is not None:
                record.line = line
            key = _key(line, year, many=len(departments) > 1, years=len(years) > 1)
            why_not = _why_not(record, _ended(ends, place, year), year in begun, year)
            last = by_year.get((place, year - 1))
            rows.append(TableRow(line, year, key, words.get(line.place, ""), record, last, why_not))
    waits = waits_of(records.values())
    for row in rows:
        if row.record is not None and row.record.pk in waits:
            row.why_not = waits[row.record.pk]
    return rows


def _key(line: DeedLine, year: int, *, many: bool, years: bool) -> str:
    of_year = f"-{year}" if years else ""
    return f"{line.code}{of_year}-{line.department.slug}" if many else f"{line.code}{of_year}"


def _ended(ends: Iterable[DeedRow], place: tuple[str, int, int], year: int) -> DeedRow | None:
    """The deed of an earlier year that ended the line, or its initiative as a whole."""
    own = {place, (place[0], 0, place[2])}
    return next((row for row in ends if row.year < year and row.place in own), None)


def _why_not(record: Deed | None, end: DeedRow | None, may_begin: bool, year: int) -> str:
    if record is not None:
        return "" if record.state in EDITABLE_STATES else record.get_state_display()
    if end is not None:
        return f"{FiscalYear(end.year).wareki}に{standing_word(end.standing)}"
    return "" if may_begin else f"{FiscalYear(year).wareki}のサイクルが始まると入力できます"
