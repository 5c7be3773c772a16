"""Values as a file, of a department or of all, of a year or several: taken away prefilled, given back filled in, looked at, and saved whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from indicators import frames
from indicators.models import Cycle
from indicators.spreadsheets.deeds import deed_guide, deed_sheet, read_deeds
from indicators.spreadsheets.department import department_csv, department_xlsx, read_department
from indicators.spreadsheets.upload.errors import Problem, UploadRefused, refuse_all
from indicators.views.entry.deed_file import DeedProposal, DeedsRead, deed_file_rows, read_deed_sheet
from indicators.views.entry.deed_upload import (
    against_what_stands,
    decided,
    deeds_page,
    deeds_shown,
    drafts_of,
    has_open_deeds,
    keep_deeds_of,
    problems_of,
    rows_of_deeds,
)
from indicators.views.entry.file_lines import file_rows, head_of_file, links_of, standing_entry
from indicators.views.entry.file_reading import Read, read_sheet
from indicators.views.entry.grid_page import department_chips, order_of
from indicators.views.entry.lines import EntryRow, Place
from indicators.views.entry.proposals import Proposal, Stale, TooMuch, read_signed, sign, words_of
from indicators.views.entry.table_place import TablePlace, find_place, head_of
from indicators.views.shared.access import signed_in, staff_page
from indicators.views.shared.files import XLSX
from indicators.wording.approvals import next_in_words
from indicators.wording.sentences import once_waiting_is_out
from indicators.workflow import (
    VALUES,
    GridEntry,
    ManyDeedsRefused,
    ManyRefused,
    missing_fields,
    past_day,
    save_many,
    submit_many,
    warnings_of_row,
)
from measures.addresses import redirect, reverse, several_plans

CHOOSE_A_DEPARTMENT = "課を選んでください。"


@dataclass(frozen=True)
class Carried:
    """What a file asks for: of values, and of what was done for the initiatives."""

    values: list[Proposal]
    deeds: list[DeedProposal]

    @property
    def is_taken(self) -> bool:
        return any(one.is_taken for one in self.values) or any(one.is_taken for one in self.deeds)


@dataclass(frozen=True)
class Shown:
    """A proposal beside what stands. `row`: as it would be published; `changes`: head, old and new text.

    `depends`: what its verdict becomes once earlier years that are handed in are out; "" where it stays.

    `missing_fields`: what keeps it from being handed in, by the heading of its cell.
    """

    proposal: Proposal
    line: EntryRow
    row: frames.Row
    changes: list[tuple[str, str, str]]
    depends: str
    warnings: tuple[str, ...]
    missing_fields: list[str]
    chosen: bool

    @property
    def value_changes(self) -> bool:
        before = standing_entry(self.line)
        after = self.proposal.entry
        return (before.value, before.value_state) != (after.value, after.value_state)


# --- Taking away ------------------------------------------------------------------------------------


@staff_page
@require_safe
def download(request: HttpRequest, year: int, ending: str) -> HttpResponse:
    place = find_place(request, year, with_deeds=True)
    if not place.is_chosen:
        return HttpResponseBadRequest(CHOOSE_A_DEPARTMENT)
    cycle = Cycle.objects.filter(plan=place.plan, year=year).first()
    head = head_of_file(place, cycle.instructions if cycle and cycle.is_open else "")
    rows = file_rows(place)
    if ending == "xlsx":
        deeds = rows_of_deeds(place)
        beside, guide = ([deed_sheet(deed_file_rows(deeds))], deed_guide(head)) if deeds else ([], [])
        answer = HttpResponse(department_xlsx(head, rows, beside, guide), content_type=XLSX)
    else:
        answer = HttpResponse(department_csv(head, rows), content_type="text/csv; charset=utf-8")
    demo = "demo-" if settings.DEMO else ""
    plan = f"{place.plan.key}-" if several_plans() else ""
    name = f"{demo}entry-{plan}{'-'.join(map(str, place.years))}-{place.slug}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


# --- Giving back ------------------------------------------------------------------------------------


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def spreadsheet(request: HttpRequest, year: int) -> HttpResponse:
    place = find_place(request, year, with_deeds=True)
    if request.method != "POST":
        return _page(request, place)
    if not place.is_chosen:
        return HttpResponseBadRequest(CHOOSE_A_DEPARTMENT)
    action = request.POST.get("action", "")
    if action == "preview":
        return _preview(request, place)
    if action in ("draft", "submit"):
        return _confirm(request, place, action)
    return HttpResponseBadRequest("不明な操作です。")


def _preview(request: HttpRequest, place: TablePlace) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        return _page(request, place, problems=[Problem("", "ファイルを選んでください。")])
    name, data = file.name or "", file.read()
    read, deeds = Read(), DeedsRead()
    try:
        read = read_sheet(read_department(name, data), place)
        deeds = read_deed_sheet(read_deeds(name, data), rows_of_deeds(place))
        refuse_all(read.problems, deeds.problems)
    except UploadRefused as refused:
        grey = [*read.grey, *deeds.grey]
        return _page(request, place, file_name=name, problems=refused.problems, grey=grey)
    return _shown(
        request, place, Carried(read.proposals, deeds.proposals), read=read, deeds=deeds, file_name=name
    )


def _confirm(request: HttpRequest, place: TablePlace, action: str) -> HttpResponse:
    try:
        carried = Carried(*read_signed(request.POST.get("signed", ""), place, signed_in(request)))
        return _decide(request, place, carried, action)
    except Stale as stale:
        return _page(request, place, problems=[Problem("", str(stale))], status=409)


def _decide(request: HttpRequest, place: TablePlace, carried: Carried, action: str) -> HttpResponse:
    """What a person chose of the rows that somebody else had saved first, and which rows they hand in."""
    if gone := [one.key for one in carried.values if one.key not in place.by_key]:
        raise Stale(f"{gone[0]}の主担当が変わりました。ファイルをダウンロードし直してください。")
    mine, undecided = [], []
    for one in carried.values:
        decision = request.POST.get(f"{one.key}-resolve", "") if one.is_taken else "mine"
        if one.is_taken and not _can_decide(place, one):
            continue  # nobody can type into it any more; it was shown, to be kept elsewhere
        if decision == "mine":
            mine.append(replace(one, is_taken=False))
        elif decision != "saved":
            undecided.append(Problem("", f"{one.key}：どちらの値を使うか選んでください。"))
    deeds, open_deeds = decided(request.POST, rows_of_deeds(place), carried.deeds)
    undecided += open_deeds
    if undecided:
        return _shown(request, place, carried, problems=undecided, status=409)
    chosen = set(request.POST.getlist("chosen")) if action == "submit" else set()
    if action == "submit" and not chosen & {*(one.key for one in mine), *(one.key for one in deeds)}:
        problems = [Problem("", "提出する行を選んでください。")]
        return _shown(request, place, carried, problems=problems)
    return _save(request, place, Carried(mine, deeds), chosen)


def _save(request: HttpRequest, place: TablePlace, carried: Carried, chosen: set[str]) -> HttpResponse:
    """What stands already is left alone: a second press changes nothing, and says so."""
    rows = rows_of_deeds(place)
    now = Carried(_against_what_stands(place, carried.values), against_what_stands(rows, carried.deeds))
    if now.is_taken:
        return _shown(request, place, now, status=409)
    handed_in, kept = _entries(place, now.values, chosen)
    done_deeds, kept_deeds = drafts_of(rows, now.deeds, chosen)
    here = f"{reverse('entry:grid', args=[place.year])}?{place.query}" if place.lines else deeds_page(place)
    if not (handed_in or kept or done_deeds or kept_deeds):
        messages.info(request, "ファイルの内容は、すべて保存されています。新しく変わるものはありません。")
        return redirect(here)
    user, levels = signed_in(request), set[int]()
    try:
        with transaction.atomic():
            if handed_in:
                done = submit_many(year=place.year, chosen=handed_in, others=kept, by=user)
                levels |= {record.approval_level for record in done}
            elif kept:
                save_many(year=place.year, entries=kept, by=user)
            for year in place.years:
                deeds = keep_deeds_of(year, done_deeds, kept_deeds, user)
                levels |= {deed.approval_level for deed in deeds}
    except (ManyRefused, ManyDeedsRefused) as refusal:
        return _refused(request, place, now, chosen, refusal)
    of_kept, of_done = len(kept) + len(kept_deeds), len(handed_in) + len(done_deeds)
    message = f"ファイルから{of_kept}件を下書きに保存しました。" if of_kept else ""
    if of_done:
        message = f"ファイルから{of_done}件を提出しました。{next_in_words(levels)}{message}"
    messages.success(request, message)
    return redirect(here)


def _refused(
    request: HttpRequest,
    before: TablePlace,
    carried: Carried,
    chosen: set[str],
    refusal: ManyRefused | ManyDeedsRefused,
) -> HttpResponse:
    """Nothing was written: what somebody else did in the same moment, and what is missing, by cell."""
    place = find_place(request, before.year, with_deeds=True)
    rows = rows_of_deeds(place)
    now = Carried(_against_what_stands(place, carried.values), against_what_stands(rows, carried.deeds))
    if not refusal.errors and not now.is_taken:
        # Our own second press was faster than this one.
        return _save(request, place, carried, chosen)
    if isinstance(refusal, ManyDeedsRefused):
        problems = problems_of(rows, now.deeds, refusal)
    else:
        keys = {line.place: line.key for line in place.lines}
        cells = {one.key: one.cells for one in now.values}
        problems = [
            Problem(cells[keys[one]].get(name, ""), message)
            for one, errors in refusal.errors.items()
            for name, message in errors.items()
        ]
    return _shown(request, place, now, problems=problems, status=409 if now.is_taken else 200)


def _against_what_stands(place: TablePlace, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Those whose record was replaced meanwhile are marked, to be decided upon; the others stay as they are."""
    lines, links = place.by_key, links_of(place)
    found = []
    for one in proposals:
        line = lines.get(one.key)
        if line is None:
            raise Stale(f"{one.key}の主担当が変わりました。ファイルをダウンロードし直してください。")
        stands = one.says_what_stands(line, links.get(line.place, ()))
        found.append(one if stands or one.fits(line) else one.against(line))
    return found


def _entries(
    place: TablePlace, proposals: Sequence[Proposal], chosen: set[str]
) -> tuple[list[GridEntry], list[GridEntry]]:
    """What is to be handed in, and what is to be saved only; of what stands already only what is handed in."""
    lines, links = place.by_key, links_of(place)
    handed_in, kept = [], []
    for one in proposals:
        line = lines[one.key]
        entry = one.grid_entry(line)
        if one.says_what_stands(line, links.get(line.place, ())):
            entry = GridEntry(line.indicator, None, line.current_version, number=line.number, year=line.year)
            if one.key in chosen and line.is_open and line.result is not None:
                handed_in.append(entry)
        elif one.key in chosen:
            handed_in.append(entry)
        else:
            kept.append(entry)
    return handed_in, kept


def _can_decide(place: TablePlace, proposal: Proposal) -> bool:
    """A row that nobody can type into any more is only shown."""
    line = place.by_key.get(proposal.key)
    return line is not None and line.is_open and line.number == proposal.number


# --- What the page shows ----------------------------------------------------------------------------


def _shown(
    request: HttpRequest,
    place: TablePlace,
    carried: Carried,
    *,
    read: Read | None = None,
    deeds: DeedsRead | None = None,
    file_name: str = "",
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    """The preview: what would change, what has to be decided, and the field that carries it to the confirmation."""
    lines, proposals = place.by_key, carried.values
    taken = []
    for one in proposals:
        if one.is_taken:
            line = lines[one.key]
            line.refusal = VALUES.conflict(line.indicator, line.year, signed_in(request)).message
            line.may_cover = _can_decide(place, one)
            taken.append((line, one.described(line.indicator)))
    try:
        is_any = proposals or carried.deeds
        signed = sign(proposals, place, signed_in(request), carried.deeds) if is_any else ""
    except TooMuch:
        problem = Problem(
            "", "一度に確かめられる量を超えています。行を減らしたファイルを、何回かに分けて選んでください。"
        )
        return _page(request, place, file_name=file_name, problems=[problem])
    shown = _rows(request, place, [one for one in proposals if not one.is_taken])
    of_deeds = deeds_shown(request, rows_of_deeds(place), carried.deeds)
    context = {
        "file_name": file_name or request.POST.get("file_name", "")[:100],
        "problems": problems,
        "shown": shown,
        "taken": taken,
        **of_deeds,
        "changing": len(shown) + len(of_deeds["deeds_shown"]),
        "saved_first": len(taken) + len(of_deeds["deeds_taken"]),
        "unchanged": read.unchanged if read else [],
        "deeds_unchanged": deeds.unchanged if deeds else [],
        "grey": [*(read.grey if read else []), *(deeds.grey if deeds else [])],
        "signed": signed,
        "previewed": True,
        "order": order_of(place, signed_in(request)),
    }
    conflicts = 409 if carried.is_taken else status
    return _page(request, place, status=conflicts, **context)


def _rows(request: HttpRequest, place: TablePlace, proposals: Sequence[Proposal]) -> list[Shown]:
    lines = place.by_key
    typed = {lines[one.key].place: (one.entry.value, one.entry.value_state) for one in proposals}
    rows, after = place.as_typed(typed), place.as_typed(typed, after_waiting=True)
    ticked = set(request.POST.getlist("chosen")) if "signed" in request.POST else None
    return [_row(one, lines[one.key], rows, after, ticked) for one in proposals]


def _row(
    proposal: Proposal,
    line: EntryRow,
    rows: Mapping[Place, frames.Row],
    after: Mapping[Place, frames.Row],
    ticked: set[str] | None,
) -> Shown:
    """Chosen to be handed in, unless a person said otherwise, is what lacks nothing."""
    row = rows[line.place]
    warnings = warnings_of_row(line.beside_year_before(row), proposal.entry, proposal.reason or "")
    missing = missing_fields(proposal.entry, proposal.kind, lambda: warnings, row.unit)
    missing |= past_day(line.indicator, row.year, proposal.entry, proposal.kind)
    result = line.result
    old = words_of(standing_entry(line), result.reason if result else "", line.indicator)
    new = words_of(proposal.entry, proposal.reason or "", line.indicator)
    changes = [(head, was, now) for (head, was), (_, now) in zip(old, new, strict=True) if was != now]
    if proposal.links:
        changes.append(("根拠リンク", "", "\n".join(proposal.links)))
    return Shown(
        proposal=proposal,
        line=line,
        row=row,
        changes=changes,
        depends=once_waiting_is_out(row, after.get(line.place, row)),
        warnings=() if "note" in missing else warnings,  # it says them itself
        missing_fields=[
            f"{cell}：{message}" if (cell := proposal.cells.get(name)) else message
            for name, message in missing.items()
        ],
        chosen=not missing if ticked is None else proposal.key in ticked,
    )


def _page(request: HttpRequest, place: TablePlace, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        **head_of(place, "entry:spreadsheet", "のファイル"),
        "chips": department_chips(place),
        "deeds_page": deeds_page(place),
        "may_upload": any(line.is_open for line in place.lines) or has_open_deeds(place),
        **more,
    }
    return render(request, "entry/spreadsheet.html", context, status=status)
