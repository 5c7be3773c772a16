"""Writing at a workflow/desk.py: saving, handing in and giving up are the same for every kind of record."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect

from indicators.forms.sheets import SeenForm
from indicators.views.shared.access import signed_in
from indicators.workflow import Conflict, Incomplete, ReviewWorkflow, WrongState


def hand_in(
    request: HttpRequest, desk: ReviewWorkflow[Any], owner: Any, year: int, form: Any, *, reason: str | None
) -> tuple[bool, str]:
    """Save what a valid form says as a draft, or submit it: whether that was done, and why not.

    What the desk misses stands at the form's fields, and the reason is "" then. `form`: a SeenForm with written().
    """
    typed: dict[str, Any] = {
        "owner": owner,
        "year": year,
        "data": form.written(),
        "by": signed_in(request),
        "edit_number": form.cleaned_data["edit_number"],
        "record_id": form.cleaned_data["record"],
        "reason": reason,
    }
    is_draft = request.POST["action"] == "draft"
    try:
        (desk.save if is_draft else desk.submit)(**typed)
    except Incomplete as missing:
        form.add_missing(missing.errors)
        return False, ""
    except (Conflict, WrongState) as refusal:
        return False, str(refusal)
    then = (
        "の下書きを保存しました。企画課に届けるには「提出する」を押してください。"
        if is_draft
        else "を提出しました。企画課が確認し、公表するか、理由をつけて差し戻します。"
    )
    messages.success(request, f"{desk.name(owner, year)}{then}")
    return True, ""


def begin_change(
    request: HttpRequest, desk: ReviewWorkflow[Any], owner: Any, year: int, reason: str
) -> tuple[bool, str]:
    """Begin a change of what is published: whether that was done, and why not."""
    try:
        desk.open_change(owner=owner, year=year, reason=reason, by=signed_in(request))
    except (Conflict, WrongState) as refusal:
        return False, str(refusal)
    return True, ""


def taken_up(form: Any, current: Any) -> tuple[Any, bool]:
    """What was typed, now on top of what stands, for a new form; and whether that is a change of something published.

    The next save is a deliberate one.
    """
    data = form.data.copy()  # a QueryDict, whose copy can be written
    data["record"] = str(current.pk) if current else ""
    data["edit_number"] = str(current.edit_number) if current else "0"
    is_change = current is not None and current.is_change
    if is_change:
        data.setdefault("reason", current.reason)
    return data, is_change


def give_up(
    request: HttpRequest, desk: ReviewWorkflow[Any], owner: Any, year: int
) -> tuple[HttpResponseRedirect | None, Any, str]:
    """Where to go when it was given up, else None with what stands now; and why it was not ("" before the question)."""
    current = desk.current(owner, year)
    if request.method != "POST":
        return None, current, ""
    form = SeenForm(request.POST)
    try:
        if current is None or not form.is_valid() or form.cleaned_data["record"] != current.pk:
            raise Conflict("この下書きはすでに取りやめられているか、内容が変わっています。", current)
        desk.discard(record=current, edit_number=form.cleaned_data["edit_number"], by=signed_in(request))
    except Conflict as refused:
        return None, desk.current(owner, year), str(refused)
    what = "変更" if current.is_change else "下書き"
    messages.success(request, f"{desk.name(owner, year)}の{what}を取りやめました。記録には残ります。")
    return redirect("entry:tasks"), current, ""
