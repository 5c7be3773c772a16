"""The form of one value: draft, submit, attach, and the verdict that the typed number would get."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from indicators.forms import EntryForm
from indicators.models import Indicator, Kind, Result
from indicators.views.entry.autosave import answer_autosave
from indicators.views.entry.earlier import offers_of
from indicators.views.entry.evidence import take_along, take_evidence, take_off
from indicators.views.entry.pages import (
    conflict_page,
    form_page,
    next_line,
    place_of,
    preview_context,
    value_page,
    working_rows,
)
from indicators.views.entry.records import Refusal, hand_in
from indicators.views.shared.access import signed_in, staff_page, value_to_enter
from indicators.views.shared.autosave import asks_for_json
from indicators.views.shared.carried import TAKE, Offer, take_over, unconfirmed
from indicators.workflow import VALUES
from measures.addresses import redirect

ACTIONS = (
    *("submit", "next", "draft", "preview", "attach", "continue", "remove"),
    *("take", "take_evidence"),
)
WORDS = {
    "draft": "の下書きを保存しました。届けるには、確かめてから「提出する」を押してください。",
    "submit": "を提出しました。次は企画課が確認します。公表されるか差し戻されると、この一覧に表示されます。",
    "next": "を提出しました。次は企画課が確認します。",
}


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, year: int) -> HttpResponse:
    by = signed_in(request)
    indicator = value_to_enter(request, by, code, year)
    if request.method == "POST":
        return _answer(request, by, indicator, year)
    return value_page(request, by, indicator, year)


@staff_page
@require_POST
def preview(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The reading and the preview box alone, for entry.js; nothing is saved."""
    indicator = value_to_enter(request, signed_in(request), code, year)
    form = _posted_form(request, indicator, year)
    context = {"form": form, "live": True, **preview_context(form)}
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
    form = EntryForm(request.POST, request.FILES, indicator=indicator, year=year, kind=kind, stands=record)
    form.is_valid()
    return form


def _answer(request: HttpRequest, by: User, indicator: Indicator, year: int) -> HttpResponse:
    pressed = (
        name for name in ("remove", TAKE, "take_evidence") if name in request.POST
    )  # a button that names what it is about
    action = next(pressed, request.POST.get("action", ""))
    if action not in ACTIONS:
        return HttpResponseBadRequest("不明な操作です。")
    form = _posted_form(request, indicator, year)
    if action == "draft" and asks_for_json(request):
        return answer_autosave(request, by, form)
    # Files that were chosen cannot be put back into a page: what can be kept is kept, whatever becomes of the rest.
    if action == "remove":
        take_off(request, by, indicator, year)
    elif action != "continue":
        take_evidence(request, by, form, on_form=action not in WORDS)
    if action == "take_evidence":
        take_along(request, by, form)

    def page(form: EntryForm, refusal: Refusal | None = None) -> HttpResponse:
        if refusal is not None:
            return conflict_page(request, form, refusal)
        return form_page(request, by, VALUES.current(indicator, year), form, continued=action == "continue")

    if action == "take":
        return page(_taken_over(request, by, form))
    if action in ("submit", "next") and (asked := unconfirmed(form, _offers(by, form), request)):
        form.add_missing(asked)
    if action == "next":
        following = next_line(by, indicator, year)
        answer = hand_in(request, by, place_of(indicator, year), form, page, WORDS)
        is_done = answer.status_code == 302 and following is not None
        return redirect("entry:edit", following.code, following.year) if is_done and following else answer
    if action in WORDS:
        return hand_in(request, by, place_of(indicator, year), form, page, WORDS)
    return page(form)


def _taken_over(request: HttpRequest, by: User, form: EntryForm) -> EntryForm:
    """The form with a text of the year before in its box; nothing is saved, and what else was typed stays."""
    data, refusal = take_over(form, _offers(by, form), request.POST[TAKE])
    if data is None:
        messages.warning(request, refusal)
        return form
    filled = EntryForm(data, indicator=form.indicator, year=form.year, kind=form.kind, stands=form.record)
    filled.is_valid()
    messages.success(request, "引き継いで、欄に入れました。まだ保存していません。")
    return filled


def _offers(by: User, form: EntryForm) -> list[Offer]:
    return offers_of(by, form.indicator, form.year, working_rows(form.indicator))
