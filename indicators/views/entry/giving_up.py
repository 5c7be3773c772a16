"""Giving up a draft of workflow/desk.py: the same question and the same refusals for every kind of record."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect

from indicators.views.access import signed_in
from indicators.views.sheet_forms import SeenForm
from indicators.workflow import Conflict
from indicators.workflow.desk import Desk


def give_up(
    request: HttpRequest, desk: Desk[Any], owner: Any, year: int
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
