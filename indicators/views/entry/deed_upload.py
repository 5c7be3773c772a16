"""What becomes of the deeds of a file between its preview and its confirmation: who was first, what is saved, what is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest

from indicators.models import Deed
from indicators.spreadsheets.upload.errors import Problem
from indicators.views.entry.deed_file import DeedProposal, stands_shown
from indicators.views.entry.deed_rows import TableRow, deed_rows
from indicators.views.entry.proposals import Stale
from indicators.views.entry.table_place import TablePlace, printed_as
from indicators.views.shared.access import signed_in
from indicators.workflow import DEEDS, DeedDraft, ManyDeedsRefused, keep_deeds
from measures.addresses import reverse


@dataclass(frozen=True)
class DeedShown:
    """A proposal beside what stands. `changes`: heading, old and new text; `missing`: what keeps it from being handed in."""

    row: TableRow
    changes: list[tuple[str, str, str]]
    missing: list[str]
    chosen: bool


@dataclass(frozen=True)
class DeedTaken:
    """A row that somebody else saved first: what stands, and what was typed."""

    row: TableRow
    refusal: str
    stands: list[tuple[str, str]]
    typed: list[tuple[str, str]]
    may_cover: bool


def rows_of_deeds(place: TablePlace) -> list[TableRow]:
    """Of the departments and years that a file is about."""
    owners = printed_as(place.plan, place.owners) if place.owners else []
    return deed_rows(place.plan, owners, place.years) if owners else []


def deeds_page(place: TablePlace) -> str:
    """The table of deeds of the department that the place is about; "" of a place without any, and of a year before or after
    the plan's own."""
    printed = printed_as(place.plan, place.owners) if place.owners else []
    if not printed or place.year not in place.plan.years:
        return ""
    return f"{reverse('entry:deed_table', args=[place.year])}?department={printed[0].slug}"


def has_open_deeds(place: TablePlace) -> bool:
    return any(row.is_open for row in rows_of_deeds(place))


def decided(
    said: Mapping[str, Any], rows: Sequence[TableRow], proposals: Sequence[DeedProposal]
) -> tuple[list[DeedProposal], list[Problem]]:
    """Those that go on, and what a person has still to decide of rows that somebody else had saved first."""
    known, mine, undecided = _by_key(rows), [], []
    for one in proposals:
        row = _row(known, one)
        if one.is_taken and not row.is_open:
            continue
        decision = said.get(f"{one.key}-resolve", "") if one.is_taken else "mine"
        if decision == "mine":
            mine.append(replace(one, is_taken=False))
        elif decision != "saved":
            undecided.append(Problem("", f"取組{row.line.code}：どちらの記録を使うか選んでください。"))
    return mine, undecided


def against_what_stands(rows: Sequence[TableRow], proposals: Sequence[DeedProposal]) -> list[DeedProposal]:
    """Those whose record was replaced meanwhile are marked, to be decided upon; the others stay as they are."""
    known = _by_key(rows)
    found = []
    for one in proposals:
        row = _row(known, one)
        if not one.says_what_stands(row) and not one.fits(row):
            record = row.record.pk if row.record else None
            one = replace(one, number=row.number, version=row.version, record=record, is_taken=True)
        found.append(one)
    return found


def drafts_of(
    rows: Sequence[TableRow], proposals: Sequence[DeedProposal], chosen: set[str]
) -> tuple[list[tuple[int, DeedDraft]], list[tuple[int, DeedDraft]]]:
    """With their years, what is to be handed in, and what is to be saved only; of what stands already only what is handed in."""
    known = _by_key(rows)
    handed_in, kept = [], []
    for one in proposals:
        row = _row(known, one)
        stands = one.says_what_stands(row)
        data = None if stands and row.record is not None else one.form(row).written()
        draft = (row.year, DeedDraft(row.line, data, one.version, one.record, one.reason))
        if one.key in chosen and row.is_open:
            handed_in.append(draft)
        elif not stands:
            kept.append(draft)
    return handed_in, kept


def keep_deeds_of(
    year: int, done: Sequence[tuple[int, DeedDraft]], kept: Sequence[tuple[int, DeedDraft]], by: User
) -> list[Deed]:
    """Those of one year, all or none: ManyDeedsRefused."""
    submitted = [draft for of_year, draft in done if of_year == year]
    drafts = [*submitted, *(draft for of_year, draft in kept if of_year == year)]
    return keep_deeds(year=year, drafts=drafts, submitted=submitted, by=by) if drafts else []


def problems_of(
    rows: Sequence[TableRow], proposals: Sequence[DeedProposal], refusal: ManyDeedsRefused
) -> list[Problem]:
    keys = {row.line.place: row.key for row in rows}
    cells = {one.key: one.cells for one in proposals}
    return [
        Problem(cells.get(keys[place], {}).get(name, ""), message)
        for place, errors in refusal.errors.items()
        for name, message in errors.items()
    ]


def deeds_shown(
    request: HttpRequest, rows: Sequence[TableRow], proposals: Sequence[DeedProposal]
) -> dict[str, Any]:
    """For the page of the preview."""
    known, by = _by_key(rows), signed_in(request)
    ticked = set(request.POST.getlist("chosen")) if "signed" in request.POST else None
    taken, shown = [], []
    for one in proposals:
        row = _row(known, one)
        if one.is_taken:
            why = str(DEEDS.conflict(row.line, row.year, by))
            taken.append(DeedTaken(row, why, stands_shown(row.record), one.described, row.is_open))
        else:
            shown.append(_shown(one, row, ticked))
    return {"deeds_shown": shown, "deeds_taken": taken}


def _shown(one: DeedProposal, row: TableRow, ticked: set[str] | None) -> DeedShown:
    """Chosen to be handed in, unless a person said otherwise, is what lacks nothing."""
    old, new = stands_shown(row.record), one.shown
    changes = [(head, was, now) for (head, was), (_, now) in zip(old, new, strict=True) if was != now]
    missing = DEEDS.lacking(row.line, row.year, one.form(row).written())
    told = [
        f"{cell}：{message}" if (cell := one.cells.get(name)) else message
        for name, message in missing.items()
    ]
    return DeedShown(row, changes, told, not missing if ticked is None else one.key in ticked)


def _by_key(rows: Sequence[TableRow]) -> dict[str, TableRow]:
    return {row.key: row for row in rows}


def _row(known: Mapping[str, TableRow], one: DeedProposal) -> TableRow:
    row = known.get(one.key)
    if row is None:
        raise Stale(f"取組{one.key}の担当課が変わりました。ファイルをダウンロードし直してください。")
    return row
