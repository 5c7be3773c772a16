"""The form of one value: draft, submit, attach, and the verdict that the typed number would get."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from indicators.forms import EntryForm
from indicators.models import Indicator, Kind, Result
from indicators.views.access import check_year, indicator_to_enter, signed_in, staff_page
<<<<<<< HEAD
from indicators.views.comment_threads import thread_of
from indicators.views.wording import days_left, gap_sentence, log_of, person, steps_of
=======
from indicators.views.entry.autosave import answer_autosave, asks_for_json
from indicators.views.entry.evidence import take_evidence, take_off
from indicators.views.entry.pages import conflict_context, form_context, preview_context, record_context
>>>>>>> part7
from indicators.workflow import (
    Conflict,
    Incomplete,
    WrongState,
    current_result,
    may_go_on,
    save_draft,
    submit,
)
from measures.fiscal_year import FiscalYear

ACTIONS = ("submit", "draft", "preview", "attach", "continue")


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, year: int) -> HttpResponse:
    indicator = indicator_to_enter(signed_in(request), code)
    check_year(indicator, year)
    if request.method == "POST":
        return _answer(request, indicator, year)
    result = current_result(indicator, year)
    may_type = (result is None or result.is_editable) and may_go_on(result, indicator, year)
    if not may_type:
        return render(request, "entry/record.html", record_context(request, indicator, year, result))
    form = EntryForm.of(result, indicator=indicator, year=year)
<<<<<<< HEAD
    return render(request, "entry/form.html", _form_context(request, indicator, year, result, form))
=======
    return render(request, "entry/form.html", form_context(indicator, year, result, form))
>>>>>>> part7


@staff_page
@require_POST
def preview(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The reading and the preview box alone, for entry.js; nothing is saved."""
    indicator = indicator_to_enter(signed_in(request), code)
    check_year(indicator, year)
    form = _posted_form(request, indicator, year)
    context = {"form": form, "live": True, **preview_context(indicator, year, form)}
    return render(request, "entry/preview_parts.html", context)


def _posted_form(request: HttpRequest, indicator: Indicator, year: int) -> EntryForm:
    """The typed data, read as the record that it was typed for (a change has a reason, a withdrawal no value)."""
    number = request.POST.get("number", "")
    known = Result.objects.of(indicator, year)
    record = (
        known.filter(number=int(number)).first()
        if number.isascii() and number.isdigit() and len(number) < 5
        else None
    )
    kind = record.kind if record else Kind.FIRST
    form = EntryForm(request.POST, request.FILES, indicator=indicator, year=year, kind=kind)
    form.is_valid()
    return form


def _answer(request: HttpRequest, indicator: Indicator, year: int) -> HttpResponse:
    action = "remove" if "remove" in request.POST else request.POST.get("action", "")
    if action not in (*ACTIONS, "remove"):
        return HttpResponseBadRequest("不明な操作です。")
    form = _posted_form(request, indicator, year)
    if action == "draft" and asks_for_json(request):
        return answer_autosave(request, indicator, year, form)
    # Files that were chosen cannot be put back into a page: what can be kept is kept, whatever becomes of the rest.
    if action == "remove":
        take_off(request, indicator, year)
    elif action != "continue":
        take_evidence(request, indicator, year, form, told=action in ("preview", "attach"))
    if action in ("submit", "draft") and form.is_valid():
        try:
            return _save(request, indicator, year, form, action)
        except Incomplete as missing:
            form.add_missing(missing.errors)
        except (Conflict, WrongState) as refusal:
            context = conflict_context(request, indicator, year, form, refusal)
            return render(request, "entry/conflict.html", context, status=409)
    result = current_result(indicator, year)
<<<<<<< HEAD
    context = _form_context(request, indicator, year, result, form)
=======
    context = form_context(indicator, year, result, form)
>>>>>>> part7
    context["continued"] = action == "continue"
    return render(request, "entry/form.html", context)


def _save(
    request: HttpRequest, indicator: Indicator, year: int, form: EntryForm, action: str
) -> HttpResponseRedirect:
    typed: dict[str, Any] = {
        "indicator": indicator,
        "year": year,
        "entry": form.entry(),
        "by": signed_in(request),
        "number": form.cleaned_data["number"],
        "edit_number": form.cleaned_data["edit_number"],
        "reason": form.cleaned_data.get("reason"),
    }
    what = f"{indicator.name}（{FiscalYear(year).wareki}）"
    if action == "draft":
        save_draft(**typed)
        messages.success(
            request,
            f"{what}の下書きを保存しました。企画課に届けるには、確かめてから「提出する」を押してください。",
        )
        return redirect("entry:edit", indicator.code, year)
    submit(**typed)
    messages.success(
        request,
        f"{what}を提出しました。次は企画課が確認します。公表されるか差し戻されると、この一覧に表示されます。",
    )
    return redirect("entry:tasks")
<<<<<<< HEAD


def _conflict_page(
    request: HttpRequest, indicator: Indicator, year: int, form: EntryForm, refusal: Conflict | WrongState
) -> HttpResponse:
    """Nothing was saved: what stands, and what was typed, side by side."""
    standing = refusal.current if isinstance(refusal, Conflict) else current_result(indicator, year)
    if standing is not None and standing.is_editable and isinstance(refusal, Conflict):
        again = {"number": standing.number, "edit_number": standing.edit_number}
    elif standing is None and form.kind == Kind.FIRST and entry_is_open(indicator, year):
        again = {"number": 1, "edit_number": 0}
    else:
        again = {}
    typed_row = frames.preview(indicator, year, form.cleaned_data.get("value"), _state_of(form))
    context = {
        **_head(indicator, year, standing),
        "refusal": str(refusal),
        "is_conflict": isinstance(refusal, Conflict),
        "standing": standing,
        "standing_row": _working_row(indicator, year),
        "standing_by": person(standing.edited_by) if standing else "",
        "typed_row": typed_row,
        "typed": form.cleaned_data,
        "state_label": ValueState(state).label if (state := _state_of(form)) else "",
        "form": form,
        "again": again,
        "kept": [
            (name, text)
            for name in form.fields
            if name not in ("number", "edit_number") and (text := request.POST.get(name))
        ],
    }
    return render(request, "entry/conflict.html", context, status=409)


def _head(indicator: Indicator, year: int, result: Result | None) -> Context:
    """What every page of one value begins with."""
    plan = indicator.measure.policy.plan
    cycle = Cycle.objects.filter(plan=plan, year=year).first()
    label = FiscalYear(year).wareki
    return {
        "indicator": indicator,
        "year": year,
        "result": result,
        "cycle": cycle,
        "left": days_left(cycle.due_on, timezone.localdate()) if cycle and cycle.is_open else "",
        "late": cycle is not None and cycle.due_on < timezone.localdate(),
        "steps": steps_of(result, cycle),
        "crumbs": [
            {"label": "入力", "url": reverse("entry:tasks")},
            {"label": label, "url": ""},
            {"label": indicator.name, "url": ""},
        ],
    }


def _form_context(
    request: HttpRequest, indicator: Indicator, year: int, result: Result | None, form: EntryForm
) -> Context:
    of_one = frames.rows(frames.working(Indicator.objects.filter(pk=indicator.pk)))
    published = _published_row(indicator, year) if form.kind != Kind.FIRST else None
    return {
        **_head(indicator, year, result),
        **_preview_context(indicator, year, form),
        "form": form,
        "kind": Kind(form.kind),
        "is_change": form.kind != Kind.FIRST,
        "published_row": published,
        "earlier": [other for other in of_one if other.year != year and other.has_record],
        "thread": thread_of(indicator, year, signed_in(request)),
    }


def _preview_context(indicator: Indicator, year: int, form: EntryForm) -> Context:
    """The row that the form's value would get, from what was typed or, on a fresh page, from what was saved."""
    if form.kind == Kind.WITHDRAWAL:
        return {"row": frames.preview(indicator, year, None, ""), "withdrawal": True}
    state = _state_of(form)
    if form.is_bound:
        value = form.cleaned_data.get("value")
        unread = "value" in form.errors
    else:
        saved = current_result(indicator, year)
        value = saved.value if saved and saved.is_open else None
        unread = False
    row = frames.preview(indicator, year, value, state or (ValueState.ACTUAL if value is not None else ""))
    return {
        "row": row,
        "gap": gap_sentence(row),
        "assumed": value is not None and not state,
        "unread": unread,
        "stateless": not state and value is None,
        "warnings": warnings_of(indicator, year, value),
    }


def _state_of(form: EntryForm) -> str:
    """The chosen state; a state that carries a value is none while there is no value."""
    if not form.is_bound:
        return str(form.initial.get("value_state") or "")
    return str(form.cleaned_data.get("value_state") or "")


def _record_context(request: HttpRequest, indicator: Indicator, year: int, result: Result | None) -> Context:
    row = _working_row(indicator, year)
    return {
        **_head(indicator, year, result),
        "row": row,
        "gap": gap_sentence(row) if row else "",
        "submitted_by": person(result.submitted_by) if result and result.submitted_by else "",
        "log": log_of(indicator, year),
        "thread": thread_of(indicator, year, signed_in(request), request.path),
        "closed": f"{FiscalYear(year).wareki}は入力を受け付けていません。",
        "may_review": may_review(signed_in(request)),
    }


def _working_row(indicator: Indicator, year: int) -> frames.Row | None:
    of_one = frames.rows(frames.working(Indicator.objects.filter(pk=indicator.pk)))
    return next((row for row in of_one if row.year == year), None)


def _published_row(indicator: Indicator, year: int) -> frames.Row | None:
    of_one = frames.rows(frames.published(Indicator.objects.filter(pk=indicator.pk)))
    return next((row for row in of_one if row.year == year), None)
=======
>>>>>>> part7
