"""A change of departments in three steps: what, who goes where, sure (機構改革)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from indicators import frames, workflow
from indicators.forms.departments import AssignmentForm, ChangeForm
from indicators.models import Reorganisation
from indicators.views.office.departments import SPLIT, summary
from indicators.views.office.frame import crumbs, next_april
from indicators.views.shared.access import office_page
from indicators.wording.days import write_day
from indicators.workflow import DepartmentChange, Incomplete, NewDepartment, WrongState
from indicators.workflow.reorganisation_checks import to_assign
from measures.addresses import redirect


@office_page("GET", "HEAD", "POST")
def department_new(request: HttpRequest, user: User) -> HttpResponse:
    """What was typed travels along in hidden fields from step to step, and is checked anew at each; nothing is
    written before the last one. The step back is a button, too."""
    if request.method != "POST":
        initial = {"on": next_april(timezone.localdate())}
        return _show_first(request, ChangeForm(initial=initial))
    form = ChangeForm(request.POST)
    step = request.POST.get("step", "")
    if step == "back" or not form.is_valid():
        return _show_first(request, _unbound(form) if step == "back" else form)
    try:
        new = workflow.check_reorganisation(form.change(), by=user)
    except Incomplete as missing:
        form.add_missing(missing.errors)
        return _show_first(request, form)
    who = _assignment(request, form, new, step) if form.cleaned_data["kind"] == SPLIT else None
    if who is not None and not who.is_valid():
        return _show_assignment(request, form, who, new)
    assigned = who.assigned() if who is not None else {}
    change = form.change(**assigned)
    if step == "sure":
        return _prepare(request, user, form, who, new, change)
    context = {
        "form": form,
        "who": who,
        "at_once": change.on <= timezone.localdate(),
        "for_two": not frames.public_departments().isdisjoint(one.pk for one in change.departments),
        "on": change.on,
        "kind": Reorganisation.Kind(change.kind).label,
        "carried": _carried(form, who),
        **summary(change.departments, new, assigned, change.on),
        "crumbs": crumbs("departments", "確かめる"),
        "steps": _steps(3 if who else 2, bool(who)),
    }
    return render(request, "office/department_sure.html", context)


def _assignment(
    request: HttpRequest, form: ChangeForm, new: list[NewDepartment], step: str
) -> AssignmentForm:
    """Who goes where; bound only where it was sent, so that the step back to it shows no reproach."""
    indicators, people = to_assign(form.cleaned_data["departments"], form.cleaned_data["on"])

    def typed(what: str) -> dict[str, str]:
        return {
            key.removeprefix(what): str(text) for key, text in request.POST.items() if key.startswith(what)
        }

    return AssignmentForm(
        None if step in ("1", "assign") else request.POST,
        indicators=indicators,
        people=people,
        new=[(one.slug, one.name) for one in new],
        leads=typed("lead-"),
        members=typed("member-"),
    )


def _prepare(
    request: HttpRequest,
    user: User,
    form: ChangeForm,
    who: AssignmentForm | None,
    new: list[NewDepartment],
    change: DepartmentChange,
) -> HttpResponse:
    """The last step: the only one that writes."""
    try:
        prepared = workflow.prepare_reorganisation(change=change, by=user)
    except Incomplete as missing:
        (form if who is None else who).add_missing(missing.errors)
        return _show_first(request, form) if who is None else _show_assignment(request, form, who, new)
    except WrongState as refusal:
        form.add_error(None, refusal.message)
        return _show_first(request, form, status=409)
    messages.success(
        request,
        f"{write_day(prepared.on)}の課の変更を準備しました。ほかの計画担当が確かめると、その日に自動で切り替わります。"
        if prepared.is_waiting and workflow.is_for_two(prepared)
        else f"{write_day(prepared.on)}の課の変更を準備しました。その日になると自動で切り替わります。"
        if prepared.is_waiting
        else "課を変えました。主担当の指標と人も、新しい課に移りました。",
    )
    return redirect("office:reorganisation", prepared.pk)


def _show_first(request: HttpRequest, form: ChangeForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "crumbs": crumbs("departments", "課の変更を準備する"), "steps": _steps(1, True)}
    return render(request, "office/department_new.html", context, status=status)


def _show_assignment(
    request: HttpRequest, form: ChangeForm, who: AssignmentForm, new: list[NewDepartment]
) -> HttpResponse:
    context = {
        "form": who,
        "carried": _carried(form, None),
        "from": form.change().departments[0].name,
        "new": new,
        "crumbs": crumbs("departments", "行き先を決める"),
        "steps": _steps(2, True),
    }
    return render(request, "office/department_assign.html", context)


def _unbound(form: ChangeForm) -> ChangeForm:
    """The first step again, with what was typed and without reproach."""
    typed: dict[str, Any] = {name: form.data.get(name, "") for name in form.fields}
    typed["departments"] = form.data.getlist("departments")  # type: ignore[attr-defined]
    return ChangeForm(initial=typed)


def _carried(form: ChangeForm, who: AssignmentForm | None) -> list[tuple[str, str]]:
    """What was typed before, for hidden fields."""
    found = []
    for one in (form, who):
        for name in one.fields if one is not None else ():
            texts = one.data.getlist(name) if name == "departments" else [one.data.get(name, "")]  # type: ignore[union-attr]
            found += [(name, text) for text in texts]
    return found


def _steps(now: int, with_assignment: bool) -> list[dict[str, str]]:
    labels = ["何をどう変えるか", "行き先（分割のとき）" if now == 1 else "行き先を決める", "確かめる"]
    if not with_assignment:
        labels.pop(1)
    return [
        {"label": label, "state": "done" if place < now else "now" if place == now else ""}
        for place, label in enumerate(labels, start=1)
    ]
