"""A file that came back, held row by row against what stands: what it asks for, or every reason why it cannot be taken.

Each cell goes through the form of the table, which is the form of one value: the same readings, the same refusals.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from indicators.evidence.file_types import MOST_A_VALUE
from indicators.evidence.links import read_link
from indicators.forms.grid import RowForm
from indicators.forms.plan_file.cells import half_width
from indicators.models import Indicator, Kind, WorkflowState
from indicators.numbers import MAX_DECIMALS, plain_number
from indicators.plausibility import PARTS
from indicators.spreadsheets.department import (
    AS_OF,
    ASKED,
    ASKED_LATER,
    CODE,
    EDITION,
    EXPECTED_ON,
    LINKS,
    NAME,
    NOTE,
    PART_HEADS,
    PLAN,
    REASON,
    SOURCE,
    SOURCE_URL,
    STATE,
    UNIT,
    VALUE,
    WHY_HEADS,
    YEAR,
    Edition,
    links_in,
    marker_of,
)
from indicators.spreadsheets.upload.cell_values import (
    day_notice,
    read_day_text,
    read_figure,
    read_words,
    read_year,
)
from indicators.spreadsheets.upload.errors import Problem, Problems
from indicators.spreadsheets.upload.sheet import Cell, CellKind, UploadedSheet
from indicators.views.entry.file_grey import changed_grey, seen, squeezed
from indicators.views.entry.file_lines import edition_of, file_rows, links_of, standing_entry
from indicators.views.entry.lines import EntryRow, between_surveys
from indicators.views.entry.proposals import Proposal
from indicators.views.entry.row_reader import Record, RowReader, named
from indicators.views.entry.table_place import ALL, ALL_NAME, TablePlace
from indicators.workflow import WHY
from measures.models import Department

FIELDS = {
    "value_state": STATE,
    "value": VALUE,
    "as_of": AS_OF,
    "expected_on": EXPECTED_ON,
    "note": NOTE,
    "reason": REASON,
    "source": SOURCE,
    "source_url": SOURCE_URL,
    **dict(zip(PARTS, PART_HEADS, strict=True)),
    **dict(zip(WHY, WHY_HEADS, strict=True)),
}
_READ = frozenset({CODE, NAME, UNIT, YEAR, *ASKED, *ASKED_LATER, EDITION, PLAN})
_AGAIN = "ファイルをダウンロードし直してください。"


@dataclass
class Read:
    """`unchanged`: lines that the file leaves as they are, with what a person should know all the same. `grey`: cells that
    are given, and that somebody changed."""

    proposals: list[Proposal] = field(default_factory=list)
    unchanged: list[tuple[EntryRow, tuple[str, ...]]] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    grey: list[Problem] = field(default_factory=list)


def read_sheet(sheet: UploadedSheet, place: TablePlace) -> Read:
    """Every row is read, whatever is wrong with another one."""
    reader = _Reader(place)
    reader.check_marker(sheet)
    if reader.is_of_plan(sheet):
        for record in sheet.records():
            reader.read(record)
    if not sheet.rows and place.lines:
        reader.found.problems.add("", f"見出しの下に行がありません。{_AGAIN}")
    return reader.found


class _Reader(RowReader):
    columns = _READ

    def __init__(self, place: TablePlace) -> None:
        self.found = Read()
        super().__init__(self.found.problems)
        self.place = place
        self.by_code = {line.code: line for line in place.lines}
        self.links = links_of(place)
        self.given = {line.key: row.cells for line, row in zip(place.lines, file_rows(place), strict=True)}

    def check_marker(self, sheet: UploadedSheet) -> None:
        """A department's file may be handed in on the sheet of all, and a year's where several are shown."""
        made_for = marker_of(sheet)
        if made_for is None:
            return
        years, slug = made_for
        if set(years) <= set(self.place.years) and (self.place.is_all or slug == self.place.slug):
            return
        other = Department.objects.filter(slug=slug).first()
        whose = other.name if other else ALL_NAME if slug == ALL else "ほかの課"
        self.found.problems.add(
            "",
            f"このファイルは、{whose}の{'・'.join(named(year) for year in years)}のものです。"
            f"この画面で受け付けるのは、{self.place.name}の{self.place.year_name}です。",
        )

    def is_of_plan(self, sheet: UploadedSheet) -> bool:
        """A file of another plan is refused as a whole, once: its codes may be those of this plan's other indicators."""
        wanted = self.place.plan.name
        for record in sheet.records():
            cell = record.get(PLAN)
            if cell is not None and not cell.is_empty and squeezed(seen(cell)) != squeezed(wanted):
                self.found.problems.add(
                    cell.address,
                    f"{seen(cell).strip()[:40]}のファイルです。この画面で受け付けるのは、{wanted}です。",
                )
                return False
        return True

    def read(self, record: Record) -> None:
        self.row = record
        if self.doubts(record):
            return
        line = self._line(record)
        if line is None:
            return
        self._check_given(record, line)
        edition = Edition.read(record[EDITION].text)
        if edition is None:
            self.add(record[EDITION], f"この列は書き換えられません。元に戻すか、{_AGAIN}")
            return
        self.found.grey += changed_grey(
            record, line.code, str(edition) != str(edition_of(line)), self.given[line.key], _READ
        )
        form, notices = self._form(record, line, edition)
        links = self._links(record[LINKS], line)
        if form is not None:
            self._settle(record, line, edition, form, links, notices)

    # --- What a row is about ----------------------------------------------------------------------

    def _line(self, record: Record) -> EntryRow | None:
        """The row of the code and the year; None where there is none, or the year is not this page's."""
        cell = record[CODE]
        code = half_width(seen(cell)).strip().upper()
        shown = f"「{seen(cell).strip()[:20]}」"
        known = self.by_code.get(code)
        if not code:
            self.add(cell, "指標のコードがありません。元に戻してください。")
        elif known is None:
            self.add(cell, self._why_no_line(code, shown, self.place.year))
        elif not self.place.is_of_years and not self.is_first(code, code, cell):
            known = None
        year = self._year(record[YEAR], known)
        if known is None or not self.place.is_of_years:
            return known
        if year is None or year not in self.place.years:
            return None
        line = self.place.by_key.get(self.place.key_of(code, year))
        if line is None:
            self.add(cell, self._why_no_line(code, shown, year))
            return None
        return line if self.is_first(line.key, f"{code}（{named(year)}）", cell) else None

    def _why_no_line(self, code: str, shown: str, year: int) -> str:
        owners = self.place.owners
        try:
            other = Indicator.objects.of_plan(self.place.plan).with_plan().get_by_code(code)
        except Indicator.DoesNotExist:
            return f"{shown}という指標はありません。コードを確かめてください。"
        lead = other.lead_department
        is_own = lead in owners
        if is_own and other.pk in between_surveys(owners, self.place.plan, year):
            return (
                f"{shown}は、{named(year)}には調査がありません。行を削除してください。"
                "調査をしたときは、指標の画面で入力します。"
            )
        if is_own:
            return f"{shown}は、{named(year)}に入力する指標ではありません。行を削除してください。"
        return f"{shown}の主担当は{lead.name}です。{self.place.name}のファイルでは入力できません。"

    def _year(self, cell: Cell, line: EntryRow | None) -> int | None:
        try:
            year = read_year(cell, by_calendar=line is not None and line.indicator.is_calendar).year
        except ValueError as refusal:
            self.add(cell, str(refusal))
            return None
        if year not in self.place.years:
            self.add(cell, f"{named(year)}の行です。この画面で受け付けるのは、{self.place.year_name}です。")
        return year

    def _check_given(self, record: Record, line: EntryRow) -> None:
        """Rows that were sorted without their codes, or a value in another unit, would be a wrong value."""
        for heading, wanted in ((NAME, line.indicator.name), (UNIT, line.indicator.unit)):
            cell = record.get(heading)
            if cell is not None and not cell.is_empty and squeezed(seen(cell)) != squeezed(wanted):
                self.add(
                    cell,
                    f"{line.code}の{heading}は「{wanted}」です。行がずれていないか確かめるか、{_AGAIN}",
                )

    # --- What a row says --------------------------------------------------------------------------

    def _form(
        self, record: Record, line: EntryRow, edition: Edition
    ) -> tuple[RowForm | None, tuple[str, ...]]:
        """The row's form, None where a cell cannot be read; and what was understood."""
        code, sound = line.key, True
        notices: list[str] = []
        typed = {
            f"{code}-number": str(edition.number),
            f"{code}-version": str(edition.version),
            f"{code}-snapshot": edition.sum,
        }
        for name, heading in FIELDS.items():
            cell = record.get(heading)
            if cell is None:  # of a time without changes, or before values had sources: what stands goes on
                typed[f"{code}-{name}"] = getattr(line.result, name) if line.result else ""
                continue
            try:
                typed[f"{code}-{name}"], told = _text_of(cell, name, line.indicator)
                notices += told
            except ValueError as refusal:
                self.add(cell, str(refusal))
                sound = False
        form = RowForm.posted(typed, line.result, indicator=line.indicator, year=line.year, key=line.key)
        for name, heading in FIELDS.items():
            cell = record.get(heading)
            if cell is None:
                continue
            for error in form.errors.get(name, ()):
                if f"{code}-{name}" in typed:
                    self.add(cell, f"{error}{cell.notice}")
                    sound = False
            if name not in form.fields and not cell.is_empty:
                self.add(cell, _why_empty(form.kind))
                sound = False
        if form.reading is not None:
            notices += form.reading.notices
        return (form if sound else None), tuple(notices)

    def _links(self, cell: Cell, line: EntryRow) -> tuple[str, ...]:
        """Those that are not attached yet."""
        attached = self.links.get(line.place, [])
        new = []
        for text in links_in(cell):
            try:
                link = read_link(text)
            except ValueError as refusal:
                self.add(cell, str(refusal))
                return ()
            if link not in attached:
                new.append(link)
        if len(attached) + len(new) > MOST_A_VALUE:
            self.add(cell, f"リンクは1つの値に{MOST_A_VALUE}個までです（いま{len(attached)}個あります）。")
            return ()
        return tuple(new)

    # --- What becomes of it -----------------------------------------------------------------------

    def _settle(
        self,
        record: Record,
        line: EntryRow,
        edition: Edition,
        form: RowForm,
        links: tuple[str, ...],
        notices: tuple[str, ...],
    ) -> None:
        stands = edition_of(line)
        written = Edition.of(edition.number, edition.version, form.sum).sum
        lost = set(self.links.get(line.place, [])) - set(record[LINKS].text.split())
        if lost and edition.number == line.number:
            notices += (
                "ファイルから消されたリンクは、外していません。外すときは、指標の画面で操作してください。",
            )
        if not links and written in (edition.sum, stands.sum):
            self.found.unchanged.append((line, notices if lost else ()))
            return
        is_taken = edition.number != line.number or edition.sum != stands.sum
        if not is_taken and not line.is_open:
            cell = self._differing(record, line, form) or record[LINKS]
            self.add(cell, _why_closed(line, line.year))
            return
        self.found.proposals.append(
            Proposal(
                key=line.key,
                number=edition.number,
                version=line.current_version,
                kind=form.kind,
                entry=form.normalised(),
                reason=form.why,
                links=links,
                cells={name: record[heading].address for name, heading in FIELDS.items() if heading in record}
                | {"link": record[LINKS].address},
                notices=notices,
                is_taken=is_taken,
            )
        )

    def _differing(self, record: Record, line: EntryRow, form: RowForm) -> Cell | None:
        """The first cell that says something else than what stands."""
        was, written = standing_entry(line), form.normalised()
        for name, heading in FIELDS.items():
            if name != "reason" and heading in record and getattr(was, name) != getattr(written, name):
                return record[heading]
        return None


def _text_of(cell: Cell, name: str, indicator: Indicator) -> tuple[str, Iterable[str]]:
    """What a person would have typed into the form's box. ValueError for what is no content of such a cell."""
    told = (cell.notice,) if cell.notice else ()
    if name == "value":
        if cell.kind in (CellKind.TEXT, CellKind.EMPTY):
            return cell.text, told
        reading = read_figure(cell, decimals=indicator.decimals, unit=indicator.unit)
        return plain_number(reading.value), reading.notices
    if name in PARTS and cell.kind not in (CellKind.TEXT, CellKind.EMPTY):
        reading = read_figure(cell, decimals=0 if name == "respondents" else MAX_DECIMALS, unit="")
        return plain_number(reading.value), reading.notices
    if name in PARTS:
        return cell.text, told
    if name in ("as_of", "expected_on"):
        return read_day_text(cell), (*told, *filter(None, [day_notice(cell)]))
    return read_words(cell), told


def _why_empty(kind: str) -> str:
    if kind == Kind.WITHDRAWAL:
        return "取下げの行には、値や説明を入れません。空にしてください。"
    if kind == Kind.SUPPLEMENT:
        return "補足の行に入れるのは、届かない理由と次にすることだけです。値などは公表したままです。空にしてください。"
    return "この列に入力するのは、公表した値を変える行だけです。空にしてください。"


def _why_closed(line: EntryRow, year: int) -> str:
    state = line.result.state if line.result else ""
    if state == WorkflowState.SUBMITTED:
        return f"{line.code}は提出済みなので、変えられません。直すときは、企画課に差戻しを頼んでください。"
    if state == WorkflowState.PUBLISHED:
        return f"{line.code}は公表済みなので、変えられません。直すときは、指標の画面で変更（訂正など）を始めてください。"
    return f"{named(year)}は入力を受け付けていません。企画課にお問い合わせください。"


assert set(FIELDS.values()) | {LINKS} == {*ASKED, *ASKED_LATER}
