"""The form of one value: draft, submit, attach, and the verdict that the typed number would get."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from indicators.forms import EntryForm
from indicators.models import Indicator, Kind, Result
from indicators.views.entry.autosave import answer_autosave, asks_for_json
from indicators.views.entry.evidence import take_evidence, take_off
from indicators.views.entry.pages import conflict_context, form_context, preview_context, record_context
from indicators.views.shared.access import check_year, indicator_to_enter, signed_in, staff_page
from indicators.views.shared.comment_threads import thread_of
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
    return render(request, "entry/form.html", _page(request, indicator, year, result, form))


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
    context = _page(request, indicator, year, result, form)
    context["continued"] = action == "continue"
    return render(request, "entry/form.html", context)


def _page(
    request: HttpRequest, indicator: Indicator, year: int, result: Result | None, form: EntryForm
) -> dict[str, Any]:
    """The form, with what was said of the value."""
    thread = thread_of(indicator, year, signed_in(request))
    return {**form_context(indicator, year, result, form), "thread": thread}


def _save(
    request: HttpRequest, indicator: Indicator, year: int, form: EntryForm, action: str
) -> HttpResponseRedirect:
    typed: dict[str, Any] = {
        "owner": indicator,
        "year": year,
        "data": form.entry(),
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
