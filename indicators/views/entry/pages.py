"""What the pages of one value show: the form, the record, the two versions of a conflict."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib.auth.models import User
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from indicators import frames
from indicators.forms import EntryForm
from indicators.models import CARRIES_VALUE, Cycle, Indicator, Kind, Result, ValueState
from indicators.permissions import may_enter, may_review
from indicators.plausibility import PARTS
from indicators.views.entry.earlier import offers_of
from indicators.views.entry.lines import EntryRow, lines_of
from indicators.views.entry.preselected import preselected
from indicators.views.entry.records import RecordPlace
from indicators.views.shared.access import signed_in
from indicators.views.shared.approving import approval_context
from indicators.views.shared.carried import carried_into
from indicators.views.shared.comment_threads import thread_of
from indicators.views.shared.reviewing import (
    Context,
    due_context,
    evidence_context,
    published_row,
    who_context,
    working_row,
)
from indicators.wording.approvals import who_looks
from indicators.wording.log import log_of
from indicators.wording.people import person
from indicators.wording.sentences import gap_sentence, once_waiting_is_out
from indicators.wording.steps import steps_of
from indicators.workflow import (
    VALUES,
    Entry,
    StaleVersion,
    WrongState,
    entry_is_open,
    evidence_before,
    may_go_on,
    missing_fields,
    newest_note,
    past_day,
    warnings_of,
    why_not_counted,
)
from measures.addresses import reverse

# How many years before it a form shows at once; the others are a press away.
YEARS_SHOWN = 3
NOT_KEPT = ("number", "version", "uploads")


def head(by: User, indicator: Indicator, year: int, result: Result | None) -> Context:
    """What every page of one value begins with."""
    plan = indicator.measure.policy.plan
    cycle = Cycle.objects.filter(plan=plan, year=year).first()
    label = indicator.year_name(year)
    return {
        "indicator": indicator,
        "year": indicator.own_year(year),
        "result": result,
        **due_context(cycle),
        "steps": steps_of(result, cycle, who_looks(Result, indicator.lead_department_id, result, by)),
        "crumbs": [
            {"label": "入力", "url": reverse("entry:tasks")},
            {"label": label, "url": ""},
            {"label": indicator.name, "url": ""},
        ],
    }


def place_of(indicator: Indicator, year: int) -> RecordPlace:
    page = reverse("entry:edit", args=[indicator.code, year])
    return RecordPlace(VALUES, indicator, indicator.own_year(year), indicator.name, "値", page)


def _whole_head(by: User, indicator: Indicator, year: int, result: Result | None, back: str = "") -> Context:
    """With what was attached to the value and said of it, and who did what."""
    return {
        **head(by, indicator, year, result),
        **evidence_context(indicator, year, result),
        **who_context(result),
        "thread": thread_of(indicator, year, by, back),
        "note": newest_note(indicator) if may_enter(by, indicator) else None,
        "may_note": may_enter(by, indicator),
    }


def value_page(request: HttpRequest, by: User, indicator: Indicator, year: int) -> HttpResponse:
    """The form while somebody may type into it, else what stands."""
    result = VALUES.current(indicator, year)
    if (result is None or result.is_editable) and may_go_on(result, indicator, year):
        rows = working_rows(indicator)
        form = EntryForm.of(result, indicator=indicator, year=year)
        why = ""
        if result is None:
            note = newest_note(indicator)
            state, why = preselected(indicator, year, rows, note, timezone.localdate())
            form.initial["value_state"] = state
        return form_page(request, by, result, form, rows=rows, why=why)
    return record_page(request, by, indicator, year, result)


def form_page(
    request: HttpRequest,
    by: User,
    result: Result | None,
    form: EntryForm,
    *,
    continued: bool = False,
    rows: Sequence[frames.Row] | None = None,
    why: str = "",
) -> HttpResponse:
    """The form with what helps to fill it: the other years, the preview, what was said and attached.

    `why`: a state is chosen beforehand, and why that one.
    """
    indicator, year = form.indicator, form.year
    rows = working_rows(indicator) if rows is None else rows
    others = sorted(
        (row for row in rows if row.year != year and row.has_record), key=lambda row: row.year, reverse=True
    )
    before = [row for row in others if row.year < year]
    context = {
        **_whole_head(by, indicator, year, result),
        **preview_context(form, rows),
        "form": form,
        "kind": Kind(form.kind),
        "is_change": form.kind != Kind.FIRST,
        "published_row": published_row(indicator, year) if form.kind != Kind.FIRST else None,
        "earlier": before[:YEARS_SHOWN],
        "further": [row for row in others if row not in before[:YEARS_SHOWN]],
        "evidence_before": evidence_before(indicator, year),
        "carried": carried_into(form, offers_of(by, indicator, year, rows), request),
        "continued": continued,
        "preselected": why,
        "further_said": any(form[name].value() for name in _FOLDED if name in form.fields),
        "next_line": next_line(by, indicator, year),
    }
    return render(request, "entry/form.html", context)


def next_line(by: User, indicator: Indicator, year: int) -> EntryRow | None:
    """What is to be entered after it: the next open row of its department and year, from the first again after the last."""
    if not may_enter(by, indicator):
        return None
    plan = indicator.measure.plan
    lines = lines_of([indicator.lead_department], plan, [indicator.own_year(year)])
    at = next((place for place, line in enumerate(lines) if line.indicator == indicator), -1)
    others = [*lines[at + 1 :], *lines[: max(at, 0)]]
    return next((line for line in others if line.is_open), None)


# Boxes of the form that are folded, unless something stands in them.
_FOLDED = (*PARTS, "source", "source_url")


def preview_context(form: EntryForm, rows: Sequence[frames.Row] | None = None) -> Context:
    """The row that the form's value would get, from what was typed or, on a fresh page, from what was saved."""
    indicator, year = form.indicator, form.year
    if form.kind == Kind.WITHDRAWAL:
        return {"row": frames.preview(indicator, year, None, ""), "withdrawal": True, "need": []}
    # A state that is only chosen beforehand says nothing yet.
    state = state_of(form) if form.is_bound or form.initial.get("version") else ""
    if form.is_bound:
        said = form.understood()
        unread = "value" in form.errors
    else:
        saved = VALUES.current(indicator, year)
        said = Entry.of(saved) if saved and saved.is_open else Entry()
        unread = False
    value = said.value
    state_or_actual = state or (ValueState.ACTUAL if value is not None else "")
    row = frames.preview(indicator, year, value, state_or_actual)
    known = working_rows(indicator) if rows is None else rows
    after = row
    if any(other.waits and other.year < year for other in known):
        after = frames.preview(indicator, year, value, state_or_actual, after_waiting=True)
    previous, waits = frames.year_before(known, year)
    warnings = () if form.kind == Kind.SUPPLEMENT else warnings_of(indicator, year, said)
    return {
        "row": row,
        "gap": gap_sentence(row),
        "depends": once_waiting_is_out(row, after),
        "assumed": value is not None and not state,
        "unread": unread,
        "stateless": not state and value is None,
        "previous": previous,
        "previous_waits": waits,
        "change": None if value is None or previous is None else value - previous,
        "warnings": warnings,
        "note_needed": _why_a_note(state, warnings),
        "need": _need(form, replace(said, value_state=said.value_state or state_of(form)), warnings),
    }


def _need(form: EntryForm, said: Entry, warnings: tuple[str, ...]) -> list[dict[str, str]]:
    """What keeps it from being handed in: what is missing and what cannot be read, each with the box where it is said."""
    missing = missing_fields(said, form.kind, lambda: warnings, form.indicator.unit)
    missing |= past_day(form.indicator, form.year, said, form.kind)
    names = dict.fromkeys([*(form.errors if form.is_bound else ()), *missing])
    return [
        {"at": _place_of(form[name]), "label": str(form[name].label)} for name in names if name in form.fields
    ]


def _place_of(box: BoundField) -> str:
    return f"{box.auto_id}_0" if box.use_fieldset else str(box.id_for_label)


def record_page(
    request: HttpRequest, by: User, indicator: Indicator, year: int, result: Result | None
) -> HttpResponse:
    """What stands, where nothing can be typed."""
    row = working_row(indicator, year)
    context = {
        **_whole_head(by, indicator, year, result, back=request.path),
        "row": row,
        "gap": gap_sentence(row) if row else "",
        "log": log_of(indicator, year),
        "closed": f"{indicator.year_name(year)}は入力を受け付けていません。",
        "not_counted": why_not_counted(indicator, year),
        **approval_context(result, by),
        "may_review": may_review(by),
    }
    return render(request, "entry/record.html", context)


def conflict_page(request: HttpRequest, form: EntryForm, refusal: StaleVersion | WrongState) -> HttpResponse:
    return render(request, "entry/conflict.html", conflict_context(request, form, refusal), status=409)


def conflict_context(request: HttpRequest, form: EntryForm, refusal: StaleVersion | WrongState) -> Context:
    """Nothing was saved: what stands, and what was typed, side by side."""
    indicator, year = form.indicator, form.year
    current = refusal.current if isinstance(refusal, StaleVersion) else VALUES.current(indicator, year)
    if current is not None and current.is_editable and isinstance(refusal, StaleVersion):
        again = {"number": current.number, "version": current.version}
    elif current is None and form.kind == Kind.FIRST and entry_is_open(indicator, year):
        again = {"number": 1, "version": 0}
    else:
        again = {}
    state = state_of(form)
    return {
        **head(signed_in(request), indicator, year, current),
        "refusal": str(refusal),
        "is_conflict": isinstance(refusal, StaleVersion),
        "current": current,
        "current_row": working_row(indicator, year),
        "current_by": person(current.edited_by) if current else "",
        "typed_row": frames.preview(indicator, year, form.cleaned_data.get("value"), state),
        "typed": form.cleaned_data,
        "state_label": ValueState(state).label if state else "",
        "form": form,
        "again": again,
        "files_left": bool(request.FILES.getlist("uploads")) and not again,
        "kept": [
            (name, text) for name in form.fields if name not in NOT_KEPT and (text := request.POST.get(name))
        ],
    }


def state_of(form: EntryForm) -> str:
    """The chosen state; a state that carries a value is none while there is no value."""
    if not form.is_bound:
        return str(form.initial.get("value_state") or "")
    return str(form.cleaned_data.get("value_state") or "")


def _why_a_note(state: str, warnings: tuple[str, ...]) -> str:
    """Why the note has to be written before the value can be handed in; "" where it may stay empty."""
    if state and state not in CARRIES_VALUE:
        return f"「{ValueState(state).label}」の理由"
    return "注意のある値のため" if warnings else ""


def working_rows(indicator: Indicator) -> tuple[frames.Row, ...]:
    """Its years as staff see them."""
    return frames.working(Indicator.objects.filter(pk=indicator.pk))
