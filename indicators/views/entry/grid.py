"""Values in one table, of a department or of all, of a year or several: typed or pasted, saved or handed in together or not at all."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from indicators.forms.grid import RowForm
from indicators.views.entry.grid_carried import ask_to_confirm, take_into_row
from indicators.views.entry.grid_page import Chosen, grid_page, lacking_of
from indicators.views.entry.lines import EntryRow, lines_of
from indicators.views.entry.table_place import TablePlace, find_place
from indicators.views.shared.access import signed_in, staff_page
from indicators.views.shared.carried import TAKE
from indicators.wording.approvals import next_in_words
from indicators.workflow import VALUES, GridEntry, ManyRefused, StaleVersion, save_many, submit_many
from measures.addresses import redirect

# Rows that are looked at while they are typed: a paste of more is looked at when it is saved.
MOST_LIVE = 200


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: HttpRequest, year: int) -> HttpResponse:
    place = find_place(request, year)
    if request.method == "POST":
        if not place.is_chosen:
            return HttpResponseBadRequest("課を選んでください。")
        return _answer(request, place)
    return grid_page(request, place)


@staff_page
@require_POST
def live(request: HttpRequest, year: int) -> HttpResponse:
    """What the rows that are being typed into would get, for grid.js: verdict, warnings, what is missing. Nothing is saved."""
    codes = [key.partition("-")[0] for key in request.POST.getlist("row")[:MOST_LIVE]]
    place = find_place(request, year, codes=codes)
    if not place.is_chosen:
        return HttpResponseBadRequest("課を選んでください。")
    asked = set(request.POST.getlist("row"))
    lines = [line for line in _read(request, place) if line.key in asked and line.is_open]
    show_verdicts(place, lines)
    told = {
        line.key: {
            "verdict": render_to_string("entry/grid_verdict.html", {"line": line}),
            "warnings": render_to_string("entry/grid_warnings.html", {"line": line}),
            **lacking_of(line).as_json,
        }
        for line in lines
    }
    return JsonResponse({"rows": told})


def show_verdicts(place: TablePlace, lines: list[EntryRow]) -> None:
    """Each of the lines as it would be published with what is typed; those that say nothing stay as they are."""
    typed = {}
    for line in lines:
        said = line.said
        if said is not None and not (line.form and "value" in line.form.errors):
            typed[line.place] = (said.value, said.value_state or ("actual" if said.value is not None else ""))
    rows = place.as_typed(typed)
    for line in lines:
        line.shown = rows.get(line.place)


def _answer(request: HttpRequest, place: TablePlace) -> HttpResponse:
    action = request.POST.get("action", "")
    if TAKE in request.POST:
        typed = _read(request, place)
        take_into_row(request, typed)
        return _shown_again(request, place, typed, unsaved=True)
    if action not in ("draft", "submit", "ready"):
        return HttpResponseBadRequest("不明な操作です。")
    typed = _read(request, place, ready=action == "ready")
    chosen = [line for line in typed if line.chosen] if action != "draft" else []
    if action != "draft" and not chosen:
        return _shown_again(request, place, typed, refusal="提出する行を選んでください。")
    gone = [line for line in typed if not line.is_open]
    for line in gone:
        line.refusal = VALUES.conflict(line.indicator, line.year, signed_in(request)).message
    if gone:
        return _shown_again(request, place, typed, status=409)
    if action != "draft":
        ask_to_confirm(request, chosen)
    if any(not line.form.is_valid() for line in typed if line.form):
        return _shown_again(request, place, typed)
    touched = [line for line in typed if line.form and line.form.is_touched]
    here = f"{request.path}{Chosen.of(request, place).here}"
    if action == "draft" and not touched:
        messages.info(request, "変わったところがないので、保存するものはありません。")
        return redirect(here)
    others = [line for line in touched if not line.chosen or action == "draft"]
    after = ""
    try:
        if action == "draft":
            save_many(year=place.year, entries=[_entry(line) for line in touched], by=signed_in(request))
        else:
            handed_in = [_entry(line) for line in chosen]
            kept = [_entry(line) for line in others]
            done = submit_many(year=place.year, chosen=handed_in, others=kept, by=signed_in(request))
            after = next_in_words(record.approval_level for record in done)
    except ManyRefused as refusal:
        return _many_refused(request, place, typed, refusal)
    message = f"{len(touched)}件を下書きに保存しました。"
    if action != "draft":
        message = f"{len(chosen)}件を提出しました。{after}"
        if others:
            message += f"選ばなかった{len(others)}件は下書きに保存しました。"
    messages.success(request, message)
    return redirect(here)


def _read(request: HttpRequest, place: TablePlace, *, ready: bool = False) -> list[EntryRow]:
    """The rows that were posted, with what was typed; those that somebody took meanwhile too, if they were touched.

    `ready`: chosen is what the bar named as complete, not what is ticked.
    """
    ticked = set(request.POST.get("ready", "").split() if ready else request.POST.getlist("chosen"))
    read = []
    for line in place.lines:
        if f"{line.key}-snapshot" not in request.POST:
            if ready and line.key in ticked and line.is_open and line.result is not None:
                line.chosen = True  # of another page: as it stands
                read.append(line)
            continue
        form = RowForm.posted(
            request.POST, line.result, indicator=line.indicator, year=line.year, key=line.key
        )
        if form.cleaned_data.get("resolve") == "saved":
            continue  # theirs stands; what was typed is given up, as the person chose
        line.chosen = line.key in ticked
        if not line.is_open and not (form.is_touched or line.chosen):
            continue
        line.form = form
        read.append(line)
    return read


def _entry(line: EntryRow) -> GridEntry:
    form = line.form
    assert form is not None
    if not form.is_bound:  # of another page, handed in as it stands
        return GridEntry(line.indicator, None, line.current_version, number=line.number, year=line.year)
    unchanged = line.result is not None and not form.is_touched
    return GridEntry(
        line.indicator,
        None if unchanged else form.normalised(),
        **form.expected_version(),
        reason=None if unchanged else form.why,
        year=line.year,
    )


def _many_refused(
    request: HttpRequest, place: TablePlace, typed: list[EntryRow], refusal: ManyRefused
) -> HttpResponse:
    """Nothing was written: errors in their cells, and rows of others beside one's own."""
    fresh = {line.place: line for line in lines_of(place.owners, place.plan, place.years)}
    for line in typed:
        if line.place in refusal.errors and line.form:
            if line.form.is_bound:
                line.form.add_missing(refusal.errors[line.place])
            else:
                line.refusal = " ".join(refusal.errors[line.place].values())
        if line.place in refusal.taken and line.form:
            now = fresh.get(line.place, line)
            number = line.form.cleaned_data["number"] if line.form.is_bound else line.number
            same = now.is_open and now.number == number
            line.result, line.row = now.result, now.row
            line.refusal = refusal.taken[line.place].message
            line.may_cover = same and isinstance(refusal.taken[line.place], StaleVersion)
    return _shown_again(request, place, typed, status=409 if refusal.taken else 200)


def _shown_again(
    request: HttpRequest,
    place: TablePlace,
    typed: list[EntryRow],
    refusal: str = "",
    status: int = 200,
    unsaved: bool = False,
) -> HttpResponse:
    """The same page with what was typed, and the verdicts that it would get."""
    show_verdicts(place, [line for line in typed if line.is_open and line.form and line.form.is_bound])
    return grid_page(request, place, refusal=refusal, status=status, unsaved=unsaved)
