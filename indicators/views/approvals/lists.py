"""What waits for my approval: all of it to be read, ticked, approved or sent back together."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from indicators.approvals import KINDS, may_look_into, sits_anywhere, waiting_for
from indicators.forms import SendBackForm
from indicators.models import WorkflowState as State
from indicators.permissions import may_review
from indicators.views.shared.access import signed_in, staff_page
from indicators.views.shared.approving import cards_of
from indicators.workflow import Incomplete, NotAllowed
from indicators.workflow.approvals_many import (
    APPROVED_WORKFLOWS,
    Handed,
    Left,
    approve_many,
    send_back_handed,
)
from measures.addresses import redirect, reverse

Gone = Sequence[tuple[str, str]]  # name ("" where it is not theirs to know) and what became of it
GONE = "ほかの人が先に承認・差戻し・引き戻しをしたか、いまはあなたの番ではありません。"
NOT_YOURS = "このページは、課で承認する人と、その代理の人のためのものです。承認の道すじは、企画課が決めます。"


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    by = signed_in(request)
    if not sits_anywhere(by):
        raise NotAllowed(NOT_YOURS)
    return _decide(request, by) if request.method == "POST" else _page(request, by, SendBackForm())


def _decide(request: HttpRequest, by: User) -> HttpResponse:
    action = request.POST.get("action", "")
    if action not in ("approve", "send_back"):
        return HttpResponseBadRequest("不明な操作です。")
    chosen, gone = _chosen(request, by)
    form = SendBackForm(request.POST) if action == "send_back" else SendBackForm()
    if action == "send_back" and not form.is_valid():
        return _page(request, by, form)
    try:
        if action == "approve":
            left = approve_many(chosen=chosen, by=by) if chosen or not gone else []
            what = "承認しました"
        else:
            reason = form.cleaned_data["return_reason"]
            left = send_back_handed(chosen=chosen, reason=reason, by=by) if chosen or not gone else []
            what = "差し戻しました"
    except Incomplete as missing:
        form = SendBackForm(request.POST) if action == "send_back" else SendBackForm({})
        form.is_valid()
        form.errors.clear()
        form.add_missing(missing.errors)
        return _page(request, by, form)
    if done := len(chosen) - len(left):
        messages.success(request, f"{done}件を{what}。")
    if left or gone:
        return _page(request, by, SendBackForm(), left, gone)
    return redirect(reverse("approvals:list"))


def _chosen(request: HttpRequest, by: User) -> tuple[list[Handed], Gone]:
    """What was ticked of what waits for the person now, each at the version that they saw; what waits for them no more."""
    waiting = {f"{one.kind.key}:{one.record.pk}": one for one in waiting_for(by)}
    found, gone = [], []
    for text in dict.fromkeys(request.POST.getlist("chosen")):
        place, _, version = text.rpartition(":")
        one = waiting.get(place)
        if one is None or not (version.isascii() and version.isdigit() and len(version) < 7):
            gone.append(_gone(place, version, by))
        else:
            found.append(Handed(one.kind.key, one.record, int(version)))
    return found, gone


def _gone(place: str, version: str, by: User) -> tuple[str, str]:
    """Its name, and what became of it or whose turn it is; told to those alone who may look into it."""
    key, _, pk = place.partition(":")
    kind = next((one for one in KINDS if one.key == key), None)
    if kind is None or not (pk.isascii() and pk.isdigit() and len(pk) < 16):
        return "", GONE
    workflow, rows = APPROVED_WORKFLOWS[kind.key], kind.model._default_manager.select_related(*kind.related)
    record = rows.filter(pk=int(pk)).first() or workflow.given_up({int(pk)}).get(int(pk))
    if record is None or not may_look_into(by, kind.department_id(record)):
        return "", GONE
    if record.state == State.SUBMITTED and str(record.version) == version:
        return kind.name(record), workflow.why_not_approve(by, workflow.waiting(record))
    return kind.name(record), workflow.changed(record).message


def _page(
    request: HttpRequest, by: User, form: SendBackForm, left: Left | Sequence[object] = (), gone: Gone = ()
) -> HttpResponse:
    cards = cards_of(waiting_for(by), by, request.POST.getlist("chosen"))
    context = {
        "cards": cards,
        "form": form,
        "left": left,
        "gone": gone,
        "offers_paper": any(card.row for card in cards),
        "is_office": may_review(by),
        "crumbs": [],
    }
    return render(request, "approvals/list.html", context, status=409 if left or gone else 200)
