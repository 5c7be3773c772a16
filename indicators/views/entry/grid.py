"""A department's values of one year in one table: typed or pasted, saved or handed in together or not at all."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from indicators.forms.grid import HEADS, REASON_HEAD, RowForm
from indicators.models import ValueState
from indicators.spreadsheets.department import file_columns
from indicators.views.entry.file_lines import head_of_file
from indicators.views.entry.lines import EntryRow, TablePlace, find_place, head_of, lines_of
from indicators.views.shared.access import signed_in, staff_page
from indicators.workflow import VALUES, GridEntry, ManyRefused, StaleVersion, save_many, submit_many
from measures.addresses import redirect, reverse
from measures.models import Department


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: HttpRequest, year: int) -> HttpResponse:
    place = find_place(request, year)
    if request.method == "POST":
        if place.department is None:
            return HttpResponseBadRequest("課を選んでください。")
        return _answer(request, place, place.department)
    return _page(request, place)


def _answer(request: HttpRequest, place: TablePlace, department: Department) -> HttpResponse:
    action = request.POST.get("action", "")
    if action not in ("draft", "submit"):
        return HttpResponseBadRequest("不明な操作です。")
    year = place.year
    here = f"{reverse('entry:grid', args=[year])}?department={department.slug}"
    typed = _read(request, place)
    chosen = [line for line in typed if line.chosen]
    if action == "submit" and not chosen:
        return _page(request, place, refusal="提出する行を選んでください。")
    gone = [line for line in typed if not line.is_open]
    for line in gone:
        line.refusal = VALUES.conflict(line.indicator, year, signed_in(request)).message
    if gone:
        return _page(request, place, status=409)
    if any(not line.form.is_valid() for line in typed if line.form):
        return _page(request, place)
    touched = [line for line in typed if line.form and line.form.is_touched]
    if action == "draft" and not touched:
        messages.info(request, "変わったところがないので、保存するものはありません。")
        return redirect(here)
    try:
        if action == "draft":
            save_many(year=year, entries=[_entry(line) for line in touched], by=signed_in(request))
        else:
            others = [_entry(line) for line in touched if not line.chosen]
            submit_many(
                year=year, chosen=[_entry(line) for line in chosen], others=others, by=signed_in(request)
            )
    except ManyRefused as refusal:
        return _many_refused(request, place, department, refusal)
    message = f"{len(touched)}件を下書きに保存しました。"
    if action == "submit":
        message = f"{len(chosen)}件を提出しました。次は企画課が確認します。"
        if left := len([line for line in touched if not line.chosen]):
            message += f"選ばなかった{left}件は下書きに保存しました。"
    messages.success(request, message)
    return redirect(here)


def _read(request: HttpRequest, place: TablePlace) -> list[EntryRow]:
    """The rows that were posted, with what was typed; those that somebody took meanwhile too, if they were touched."""
    ticked = set(request.POST.getlist("chosen"))
    read = []
    for line in place.lines:
        code = line.indicator.code
        if f"{code}-snapshot" not in request.POST:
            continue
        form = RowForm.posted(request.POST, line.result, indicator=line.indicator, year=place.year)
        if form.cleaned_data.get("resolve") == "saved":
            continue  # theirs stands; what was typed is given up, as the person chose
        line.chosen = code in ticked
        if line.form is None and not (form.is_touched or line.chosen):
            continue
        line.form = form
        read.append(line)
    return read


def _entry(line: EntryRow) -> GridEntry:
    assert line.form is not None
    unchanged = line.result is not None and not line.form.is_touched
    return GridEntry(
        line.indicator,
        None if unchanged else line.form.normalised(),
        **line.form.expected_version(),
        reason=None if unchanged else line.form.why,
    )


def _many_refused(
    request: HttpRequest, place: TablePlace, department: Department, refusal: ManyRefused
) -> HttpResponse:
    """Nothing was written: errors in their cells, and rows of others beside one's own."""
    fresh = {line.indicator.pk: line for line in lines_of(department, place.plan, place.year)}
    for line in place.lines:
        pk = line.indicator.pk
        if pk in refusal.errors and line.form:
            line.form.add_missing(refusal.errors[pk])
        if pk in refusal.taken and line.form:
            now = fresh.get(pk, line)
            same = now.form is not None and now.number == line.form.cleaned_data["number"]
            line.result, line.row = now.result, now.row
            line.refusal = refusal.taken[pk].message
            line.may_cover = same and isinstance(refusal.taken[pk], StaleVersion)
    return _page(request, place, status=409 if refusal.taken else 200)


def _page(request: HttpRequest, place: TablePlace, refusal: str = "", status: int = 200) -> HttpResponse:
    lines = place.lines
    context: dict[str, Any] = {
        **head_of(place, "entry:grid", "の表"),
        "heads": [head for head in HEADS if place.with_reasons or head != REASON_HEAD],
        "columns": "|".join(file_columns(head_of_file(place, ""))) if place.department else "",
        "states": [state.label for state in ValueState],
        "typeable": [line for line in lines if line.is_open],
        "unit_example": next((unit for line in lines if line.is_open and (unit := line.indicator.unit)), ""),
        "wrong": [line for line in lines if line.is_open and line.form and line.form.errors],
        "taken": [line for line in lines if line.refusal],
        "refusal": refusal,
    }
    return render(request, "entry/grid.html", context, status=status)
