"""The sheet of deeds in a department's file: what stands in it, and what a sheet that came back asks for, cell by cell.

Each cell goes through the form of one deed; a row carries its edition, as those of values do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from indicators.forms.deeds import DECIMALS, DeedForm, said_of, said_of_content
from indicators.forms.plan_file.cells import half_width
from indicators.models import Deed, Standing, WorkflowState
from indicators.models.vocabulary import plain
from indicators.numbers import plain_number
from indicators.spreadsheets import deeds as file
from indicators.spreadsheets.deeds import DEED_HEADS, DEEDS_SHEET, DeedFileRow
from indicators.spreadsheets.department import CODE, EDITION, PROGRESS, YEAR, Edition
from indicators.spreadsheets.upload.cell_values import read_figure, read_words, read_year
from indicators.spreadsheets.upload.errors import Problem, Problems
from indicators.spreadsheets.upload.sheet import Cell, CellKind, UploadedSheet
from indicators.views.entry.deed_rows import TableRow, sum_of
from indicators.views.entry.file_grey import changed_grey, seen, squeezed
from indicators.views.entry.row_reader import Record, RowReader, named
from indicators.wording.deeds import amount
from measures.fiscal_year import FiscalYear
from measures.typed_text import holdable

_AGAIN = "ファイルをダウンロードし直してください。"
_STANDINGS = {one.label: one.value for one in Standing}
_READ = frozenset({*file.WANTED})


@dataclass(frozen=True)
class DeedProposal:
    """One row as typed. `number`, `version`, `record`: what it is to replace, as the preview showed it; `data`: the
    contents as text; `cells`: the address of each field; `is_taken`: somebody saved the row after the file was made."""

    key: str
    number: int
    version: int
    record: int | None
    data: dict[str, str]
    reason: str | None
    cells: dict[str, str] = field(default_factory=dict)
    is_taken: bool = False

    def says_what_stands(self, row: TableRow) -> bool:
        return sum_of(self.data, self.reason or "") == row.sum

    def fits(self, row: TableRow) -> bool:
        """Whether it would replace the very record that the person was shown."""
        record = row.record.pk if row.record else None
        return row.is_open and (self.number, self.version, self.record) == (row.number, row.version, record)

    def form(self, row: TableRow) -> DeedForm:
        """What was typed, read as the form reads it; after is_valid()."""
        return posted(row, self.data, self.reason)

    @property
    def shown(self) -> list[tuple[str, str]]:
        """Every cell in words."""
        return shown(self.data, self.reason or "")

    @property
    def described(self) -> list[tuple[str, str]]:
        """Heading and text of everything that was typed."""
        return [(head, text) for head, text in self.shown if text]


@dataclass
class DeedsRead:
    """As file_reading.Read."""

    proposals: list[DeedProposal] = field(default_factory=list)
    unchanged: list[TableRow] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    grey: list[Problem] = field(default_factory=list)


# --- Taking away --------------------------------------------------------------------------------------------


def deed_file_rows(rows: Sequence[TableRow]) -> list[DeedFileRow]:
    return [DeedFileRow(_cells(row), row.is_open) for row in rows]


def _cells(row: TableRow) -> dict[str, Any]:
    """By heading."""
    said, last = said_of_content(said_of(row.record)), row.last
    done = f"{row.last_standing}　{last.done} {amount(last.quantity, last.unit)}".strip() if last else ""
    quantity = row.record.quantity if row.record else None
    return {
        CODE: row.line.code,
        file.DEPARTMENT: row.line.department.name,
        file.WORDS: row.words,
        YEAR: FiscalYear(row.year).wareki,
        PROGRESS: _progress(row),
        file.LAST: done,
        file.LAST_NEXT: last.next_step if last else "",
        **{head: said.get(name, "") for name, head in DEED_HEADS.items()},
        DEED_HEADS["standing"]: Standing(said["standing"]).label if said["standing"] else "",
        DEED_HEADS["quantity"]: "" if quantity is None else plain(quantity) or "",
        DEED_HEADS["reason"]: row.record.reason if row.record else "",
        EDITION: str(_edition(row)),
    }


def _progress(row: TableRow) -> str:
    if row.record is None:
        return row.why_not or "未入力"
    change = "（変更）" if row.record.is_change and row.record.is_editable else ""
    back = f"：{row.record.return_reason}" if row.record.state == WorkflowState.RETURNED else ""
    return f"{row.record.get_state_display()}{change}{back}"


def _edition(row: TableRow) -> Edition:
    return Edition.of(row.number, row.version, row.sum)


# --- Giving back --------------------------------------------------------------------------------------------


def read_deed_sheet(sheet: UploadedSheet | None, rows: Sequence[TableRow]) -> DeedsRead:
    """Every row is read, whatever is wrong with another one."""
    reader = _Reader(rows)
    for record in sheet.records() if sheet else ():
        reader.read(record)
    return reader.found


class _Reader(RowReader):
    columns = _READ
    sheet = DEEDS_SHEET

    def __init__(self, rows: Sequence[TableRow]) -> None:
        self.found = DeedsRead()
        super().__init__(self.found.problems)
        self.by_place = {(row.line.code, squeezed(row.line.department.name), row.year): row for row in rows}
        self.codes = {row.line.code for row in rows}

    def read(self, record: Record) -> None:
        self.row = record
        if self.doubts(record):
            return
        row = self._row(record)
        if row is None:
            return
        edition = Edition.read(record[EDITION].text)
        if edition is None:
            self.add(record[EDITION], f"この列は書き換えられません。元に戻すか、{_AGAIN}")
            return
        moved = str(edition) != str(_edition(row))
        self.found.grey += changed_grey(record, row.line.code, moved, _cells(row), _READ, DEEDS_SHEET)
        form, data = self._form(record, row)
        if form is not None:
            self._settle(record, row, edition, form, data)

    def _row(self, record: Record) -> TableRow | None:
        cell, department = record[CODE], squeezed(seen(record[file.DEPARTMENT]))
        code = half_width(seen(cell)).strip()
        try:
            year = read_year(record[YEAR]).year
        except ValueError as refusal:
            self.add(record[YEAR], str(refusal))
            return None
        row = self.by_place.get((code, department, year))
        if row is not None:
            name = f"{code}（{row.line.department.name}、{named(year)}）"
            return row if self.is_first(row.key, name, cell) else None
        if not code:
            self.add(cell, "取組のコードがありません。元に戻してください。")
        elif code not in self.codes:
            self.add(cell, f"「{code[:20]}」は、この画面で書く取組にありません。行を削除してください。")
        elif not any(place[:2] == (code, department) for place in self.by_place):
            said = seen(record[file.DEPARTMENT]).strip()[:20]
            self.add(record[file.DEPARTMENT], f"{code}の担当課に「{said}」はありません。元に戻してください。")
        else:
            self.add(record[YEAR], f"{named(year)}の行は、この画面では受け付けません。")
        return None

    def _form(self, record: Record, row: TableRow) -> tuple[DeedForm | None, dict[str, str]]:
        """The row's form, None where a cell cannot be read; and the contents as text."""
        data: dict[str, str] = {}
        is_sound = True
        for name, head in DEED_HEADS.items():
            try:
                data[name] = self._text(record[head], name, record)
            except ValueError as refusal:
                self.add(record[head], str(refusal))
                is_sound = False
        if not is_sound:
            return None, data
        is_change = row.record is not None and row.record.is_change
        reason = data.pop("reason")
        if reason and not is_change:
            self.add(
                record[DEED_HEADS["reason"]],
                "この列に入力するのは、公表した記録を変える行だけです。空にしてください。",
            )
            return None, data
        form = posted(row, data, reason if is_change else None)
        for name in DEED_HEADS:
            for error in form.errors.get(name, ()):
                self.add(record[DEED_HEADS[name]], f"{error}{record[DEED_HEADS[name]].notice}")
                is_sound = False
        return (form if is_sound else None), data

    def _text(self, cell: Cell, name: str, record: Record) -> str:
        """What a person would have typed into the form's box. ValueError for what is no content of such a cell."""
        if name == "standing":
            word = holdable(read_words(cell)).strip()
            if word and word not in _STANDINGS:
                raise ValueError(
                    f"「{word[:20]}」は進み具合ではありません。{'・'.join(_STANDINGS)}のどれかを入力してください。"
                )
            return _STANDINGS.get(word, "")
        if name == "quantity" and cell.kind not in (CellKind.TEXT, CellKind.EMPTY):
            unit = record[DEED_HEADS["unit"]].text.strip()
            return plain_number(read_figure(cell, decimals=DECIMALS, unit=unit).value)
        return read_words(cell)

    def _settle(
        self, record: Record, row: TableRow, edition: Edition, form: DeedForm, data: dict[str, str]
    ) -> None:
        data = said_of_content(form.written())
        reason = form.cleaned_data.get("reason")
        typed = Edition.of(edition.number, edition.version, sum_of(data, reason or "")).sum
        stands = _edition(row)
        if typed in (edition.sum, stands.sum):
            self.found.unchanged.append(row)
            return
        is_taken = edition.number != row.number or edition.sum != stands.sum
        if not is_taken and not row.is_open:
            self.add(record[CODE], _why_closed(row))
            return
        self.found.proposals.append(
            DeedProposal(
                key=row.key,
                number=edition.number if not is_taken else row.number,
                version=row.version,
                record=row.record.pk if row.record else None,
                data=data,
                reason=reason,
                cells={name: self.address(record[head]) for name, head in DEED_HEADS.items()},
                is_taken=is_taken,
            )
        )


def posted(row: TableRow, data: dict[str, str], reason: str | None) -> DeedForm:
    """The form of a row with these texts in its boxes; after is_valid()."""
    typed = {f"{row.key}-{name}": text for name, text in data.items()}
    typed |= {f"{row.key}-version": str(row.version), f"{row.key}-record": ""}
    if reason is not None:
        typed[f"{row.key}-reason"] = reason
    form = DeedForm(
        typed, is_change=reason is not None, initial=DeedForm.of(row.record).initial, prefix=row.key
    )
    form.is_valid()
    return form


def shown(said: dict[str, str], reason: str) -> list[tuple[str, str]]:
    """Every cell of a row in words, in the order of the sheet."""
    standing = Standing(said["standing"]).label if said.get("standing") else ""
    return [
        (head, {**said, "standing": standing, "reason": reason}.get(name, ""))
        for name, head in DEED_HEADS.items()
    ]


def stands_shown(record: Deed | None) -> list[tuple[str, str]]:
    return shown(said_of_content(said_of(record)), record.reason if record else "")


def _why_closed(row: TableRow) -> str:
    state = row.record.state if row.record else ""
    if state == WorkflowState.SUBMITTED:
        return (
            f"{row.line.code}は提出済みなので、変えられません。直すときは、企画課に差戻しを頼んでください。"
        )
    if state == WorkflowState.PUBLISHED:
        return (
            f"{row.line.code}は公表済みなので、変えられません。直すときは、取組の画面で変更を始めてください。"
        )
    return f"{row.line.code}は、{named(row.year)}には入力できません（{row.why_not}）。"
