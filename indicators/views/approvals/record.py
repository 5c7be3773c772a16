"""One record that waits for an approval, and its correction by who would have approved it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from indicators.approvals import KINDS, ApprovedKind, WaitingRecord, may_look_into
from indicators.forms import EntryForm, SendBackForm
from indicators.forms.comparisons import ComparisonForm
from indicators.forms.deeds import DeedForm
from indicators.forms.money import SpendingForm
from indicators.forms.sheets import SheetForm
from indicators.models import ComparisonValue, Deed, EvaluationSheet, Indicator, Spending
from indicators.models import WorkflowState as State
from indicators.permissions import may_review
from indicators.views.shared.access import signed_in, staff_page
from indicators.views.shared.approving import approval_context, cards_of
from indicators.views.shared.comparisons import log_of_comparison
from indicators.views.shared.deeds import log_of_deed
from indicators.views.shared.money import log_of_spending
from indicators.views.shared.sheet_story import log_of_sheet
from indicators.wording.approvals import waits_in_words
from indicators.wording.log import log_of
from indicators.workflow import Incomplete, NotAllowed, StaleVersion, WrongState
from indicators.workflow.approvals_many import APPROVED_WORKFLOWS
from measures.addresses import redirect, reverse

NOT_YOURS = "この記録を見られるのは、その課で承認する人と企画課です。"


def find(kind_key: str, pk: int) -> tuple[ApprovedKind, Any]:
    """The kind and the record; Http404 for what there is not."""
    kind = next((one for one in KINDS if one.key == kind_key), None)
    if kind is None:
        raise Http404(kind_key)
    rows = kind.model._default_manager.select_related(*kind.related, "submitted_by")
    record: Any = rows.filter(pk=pk).first()
    if record is None:
        raise Http404(str(pk))
    return kind, record


def to_look_at(kind_key: str, pk: int, by: User) -> tuple[ApprovedKind, Any]:
    """The same, for those who approve in its department and the plan office."""
    kind, record = find(kind_key, pk)
    if not (may_review(by) or may_look_into(by, kind.department_id(record))):
        raise NotAllowed(NOT_YOURS)
    return kind, record


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    by = signed_in(request)
    known, found = to_look_at(kind, pk, by)
    if request.method == "GET":
        APPROVED_WORKFLOWS[known.key].look(found, by)
    return _act(request, by, known, found) if request.method == "POST" else _page(request, by, known, found)


def _act(request: HttpRequest, by: User, kind: ApprovedKind, found: Any) -> HttpResponse:
    workflow, action = APPROVED_WORKFLOWS[kind.key], request.POST.get("action", "")
    typed = request.POST.get("version", "")
    if action not in ("approve", "send_back") or not (typed.isascii() and typed.isdigit() and len(typed) < 7):
        return HttpResponseBadRequest("不明な操作です。")
    about: dict[str, Any] = {"record": found, "version": int(typed), "by": by}
    form = SendBackForm(request.POST) if action == "send_back" else SendBackForm()
    try:
        if action == "approve":
            after = workflow.approve(**about)
            word = waits_in_words(workflow.waiting(after).level)
            messages.success(request, f"{kind.name(found)}を承認しました。次は{word}です。")
        elif not form.is_valid():
            return _page(request, by, kind, found, form=form)
        else:
            workflow.send_back(**about, reason=form.cleaned_data["return_reason"])
            messages.success(request, f"{kind.name(found)}を差し戻しました。")
    except (StaleVersion, WrongState) as refusal:
        return _page(request, by, kind, find(kind.key, found.pk)[1], refusal=str(refusal))
    return redirect(reverse("approvals:list"))


def _page(
    request: HttpRequest,
    by: User,
    kind: ApprovedKind,
    found: Any,
    *,
    form: SendBackForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    workflow = APPROVED_WORKFLOWS[kind.key]
    waiting = workflow.waiting(found)
    acting = waiting.able.get(by.pk)
    card = cards_of([WaitingRecord(kind, found, waiting, acting)], by)[0]
    context = {
        "card": card,
        "record": found,
        "name": kind.name(found),
        "acting": acting,
        "why_not": "" if acting or waiting.at_office else workflow.why_not_approve(by, waiting),
        "word": waits_in_words(waiting.level) if found.state == State.SUBMITTED else "",
        "is_submitted": found.state == State.SUBMITTED,
        "form": form or SendBackForm(),
        "refusal": refusal,
        "log": _log(found),
        **approval_context(found, by),
        "crumbs": [
            {"label": "承認", "url": reverse("approvals:list")},
            {"label": kind.name(found), "url": ""},
        ],
    }
    return render(request, "approvals/record.html", context, status=409 if refusal else 200)


def _log(found: Any) -> Any:
    if isinstance(found, EvaluationSheet):
        return log_of_sheet(found.measure, found.year)
    if isinstance(found, ComparisonValue):
        return log_of_comparison(found.series, found.year)
    if isinstance(found, Deed):
        return log_of_deed(found.line, found.year)
    if isinstance(found, Spending):
        return log_of_spending(found.project, found.year)
    return log_of(found.indicator, found.year)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The form of its kind, by who may approve it now; saved, it is theirs no more to approve."""
    by = signed_in(request)
    known, found = to_look_at(kind, pk, by)
    workflow = APPROVED_WORKFLOWS[known.key]
    waiting = workflow.waiting(found)
    if by.pk not in waiting.able:
        raise NotAllowed(workflow.why_not_approve(by, waiting))
    form, refusal = _form(found, request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        try:
            after = workflow.correct(
                record=found,
                version=form.cleaned_data["version"],
                data=form.written(),
                reason=form.cleaned_data.get("reason"),
                by=by,
            )
        except Incomplete as missing:
            form.add_missing(missing.errors)
        except (StaleVersion, WrongState) as refused:
            refusal = str(refused)
        else:
            word = waits_in_words(workflow.waiting(after).level)
            messages.success(request, f"{known.name(found)}を直しました。次は{word}です。")
            return redirect(reverse("approvals:list"))
    context = {
        "name": known.name(found),
        "record": found,
        "form": form,
        "refusal": refusal,
        "back": reverse("approvals:record", args=[known.key, found.pk]),
        "crumbs": [
            {"label": "承認", "url": reverse("approvals:list")},
            {"label": known.name(found), "url": reverse("approvals:record", args=[known.key, found.pk])},
            {"label": "直す", "url": ""},
        ],
    }
    return render(request, "approvals/correct.html", context, status=409 if refusal else 200)


def _form(found: Any, data: Any) -> Any:
    """Bound where something was typed, else as it stands."""
    form: Any
    if isinstance(found, EvaluationSheet):
        form = SheetForm(data, is_change=found.is_change) if data else SheetForm.of(found)
    elif isinstance(found, ComparisonValue):
        series, year = found.series, found.year
        about: dict[str, Any] = {"series": series, "year": year}
        form = (
            ComparisonForm(data, is_change=found.is_change, **about)
            if data
            else ComparisonForm.of(series, year, found)
        )
    elif isinstance(found, Deed):
        form = DeedForm(data, is_change=found.is_change) if data else DeedForm.of(found)
    elif isinstance(found, Spending):
        about = {"departments": [found.department], "is_new": False}
        form = (
            SpendingForm(data, is_change=found.is_change, **about)
            if data
            else SpendingForm.of(found, **about)
        )
    else:
        indicator = Indicator.objects.with_plan().get(pk=found.indicator_id)
        about = {"indicator": indicator, "year": found.year}
        form = (
            EntryForm(data, kind=found.kind, stands=found, **about) if data else EntryForm.of(found, **about)
        )
        for name in ("link", "uploads"):
            form.fields.pop(name, None)
    return form
