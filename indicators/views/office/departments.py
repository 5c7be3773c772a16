"""Departments: what there is, what is prepared, and a change in three steps: what, who goes where, sure (機構改革)."""

from collections import Counter
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from indicators import workflow
from indicators.forms.departments import AssignmentForm, ChangeForm
from indicators.models import Event, Indicator, Membership, Reorganisation, Result, Role
from indicators.permissions import at_work
from indicators.views.office.calendar import next_april
from indicators.views.shared.access import check_office, signed_in, staff_page
from indicators.wording.days import write_day
from indicators.wording.people import person
from indicators.workflow import Incomplete, WrongState
from indicators.workflow.reorganisation_checks import to_assign
from measures.models import Department

SPLIT = Reorganisation.Kind.SPLIT


@staff_page
@require_safe
def departments(request: HttpRequest) -> HttpResponse:
    check_office(signed_in(request))
    led = Counter(Indicator.objects.values_list("lead_department_id", flat=True).order_by())
    working = Membership.objects.on().filter(role=Role.MEMBER, user__in=at_work())
    people = Counter(working.values_list("department_id", flat=True).order_by())
    known = list(Department.objects.order_by("order", "name"))
    followed = Department.objects.now_called()
    changes = Reorganisation.objects.select_related("prepared_by", "cancelled_by")
    context = {
        "living": [
            {"department": one, "led": led[one.pk], "people": people[one.pk]}
            for one in known
            if one.is_living
        ],
        "ended": [{"department": one, "now": followed[one.pk]} for one in known if not one.is_living],
        "waiting": [_described(change) for change in changes.waiting().order_by("on", "pk")],
        "earlier": [_described(change) for change in changes.exclude(pk__in=changes.waiting())],
    }
    return render(request, "office/departments.html", context)


def _described(change: Reorganisation) -> dict[str, Any]:
    return {
        "change": change,
        "from": "・".join(change.names.get(slug, slug) for slug in change.from_slugs),
        "to": "・".join(change.to_names),
        "prepared_by": person(change.prepared_by),
        "cancelled_by": person(change.cancelled_by) if change.cancelled_by else "",
    }


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def department_new(request: HttpRequest) -> HttpResponse:
    """What was typed travels along in hidden fields from step to step, and is checked anew at each; nothing is
    written before the last one. The step back is a button, too."""
    user = signed_in(request)
    check_office(user)
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
    assigned: dict[str, dict[str, str]] = {}
    who = None
    if form.cleaned_data["kind"] == SPLIT:
        indicators, people = to_assign(form.cleaned_data["departments"], form.cleaned_data["on"])
        who = AssignmentForm(
            None if step == "1" else request.POST,
            indicators=indicators,
            people=people,
            new=[(one.slug, one.name) for one in new],
        )
        if step in ("1", "assign") or not who.is_valid():
            shown = AssignmentForm(
                indicators=indicators,
                people=people,
                new=[(one.slug, one.name) for one in new],
                leads={code: request.POST.get(f"lead-{code}", "") for code in who.codes},
                members={name: request.POST.get(f"member-{name}", "") for name in who.usernames},
            )
            return _show_assignment(request, form, shown if step in ("1", "assign") else who, new)
        assigned = who.assigned()
    change = form.change(**assigned)
    if step == "sure":
        try:
            prepared = workflow.prepare_reorganisation(change=change, by=user)
        except Incomplete as missing:
            if who is not None:
                who.add_missing(missing.errors)
                return _show_assignment(request, form, who, new)
            form.add_missing(missing.errors)
            return _show_first(request, form)
        except WrongState as refusal:
            form.add_error(None, refusal.message)
            return _show_first(request, form, status=409)
        messages.success(
            request,
            f"{write_day(prepared.on)}の課の変更を準備しました。その日になると自動で切り替わります。"
            if prepared.is_waiting
            else "課を変えました。主担当の指標と人も、新しい課に移りました。",
        )
        return redirect("office:reorganisation", prepared.pk)
    context = {
        "form": form,
        "who": who,
        "at_once": change.on <= timezone.localdate(),
        "on": change.on,
        "kind": Reorganisation.Kind(change.kind).label,
        "carried": _carried(form, who),
        **_summary(change.departments, new, assigned, change.on),
        "crumbs": _crumbs("確かめる"),
        "steps": _steps(3 if who else 2, bool(who)),
    }
    return render(request, "office/department_sure.html", context)


def _show_first(request: HttpRequest, form: ChangeForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "crumbs": _crumbs("課の変更を準備する"), "steps": _steps(1, True)}
    return render(request, "office/department_new.html", context, status=status)


def _show_assignment(
    request: HttpRequest, form: ChangeForm, who: AssignmentForm, new: list[workflow.NewDepartment]
) -> HttpResponse:
    context = {
        "form": who,
        "carried": _carried(form, None),
        "from": form.change().departments[0].name,
        "new": new,
        "crumbs": _crumbs("行き先を決める"),
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


def _summary(
    old: Any, new: list[workflow.NewDepartment], assigned: dict[str, dict[str, str]], on: date
) -> dict[str, Any]:
    """What will move: indicators with their open drafts, people; what ends and what is made."""
    indicators, people = to_assign([one.slug for one in old], on)
    names = {one.slug: one.name for one in new}
    only = new[0].slug
    leads, members = assigned.get("leads", {}), assigned.get("members", {})
    drafts = Counter(
        Result.objects.open().filter(indicator__in=indicators).values_list("indicator_id", flat=True)
    )
    return {
        "leads": [
            {
                "indicator": one,
                "from": one.lead_department.name,
                "to": names.get(leads.get(one.code, only)),
                "open": drafts[one.pk],
            }
            for one in indicators
        ],
        "members": [
            {"name": person(one), "to": names.get(members.get(one.username, only))} for one in people
        ],
        "old": old,
        "new": new,
        "ending": [one for one in old if one.slug not in names],
        "open": sum(drafts.values()),
    }


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def reorganisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One that is prepared, done or given up; until its day it can be given up, and a split be answered anew."""
    user = signed_in(request)
    check_office(user)
    change = get_object_or_404(Reorganisation.objects.select_related("prepared_by", "cancelled_by"), pk=pk)
    action = request.POST.get("action", "") if request.method == "POST" else ""
    refusal, status = "", 200
    form = None
    if change.is_waiting and change.kind == SPLIT:
        indicators, people = to_assign(change.from_slugs, change.on)
        form = AssignmentForm(
            request.POST if action == "assign" else None,
            indicators=indicators,
            people=people,
            new=list(zip(change.to_slugs, change.to_names, strict=True)),
            leads=change.leads,
            members=change.members,
        )
    try:
        if action == "cancel":
            workflow.cancel_reorganisation(reorganisation=change, by=user)
            messages.success(request, "準備した課の変更を取り消しました。")
            return redirect("office:departments")
        if action == "assign" and form is None:
            raise WrongState("この課の変更は、もう変えられません。")
        if action == "assign" and form is not None and form.is_valid():
            workflow.assign_split(reorganisation=change, **form.assigned(), by=user)
            messages.success(request, "行き先を決め直しました。")
            return redirect("office:reorganisation", change.pk)
    except Incomplete as missing:
        if form is not None:
            form.add_missing(missing.errors)
    except WrongState as refused:
        refusal, status = refused.message, 409
        change.refresh_from_db()
    context = {
        **_described(change),
        **(_summary_of(change) if change.is_waiting else {}),
        "form": form,
        "refusal": refusal,
        "done": _done(change),
        "crumbs": _crumbs(f"{write_day(change.on)}の変更"),
    }
    return render(request, "office/reorganisation.html", context, status=status)


def _summary_of(change: Reorganisation) -> dict[str, Any]:
    return _summary(
        list(Department.objects.filter(slug__in=change.from_slugs)),
        [workflow.NewDepartment(**one) for one in change.plan["to"]],
        {"leads": change.leads, "members": change.members},
        change.on,
    )


def _done(change: Reorganisation) -> dict[str, Any]:
    """What the log says was moved."""
    event = Event.objects.filter(action=Event.Action.REORG_APPLIED, detail__reorganisation=change.pk).first()
    return dict(event.detail) if event else {}


def _steps(now: int, with_assignment: bool) -> list[dict[str, str]]:
    labels = ["何をどう変えるか", "行き先（分割のとき）" if now == 1 else "行き先を決める", "確かめる"]
    if not with_assignment:
        labels.pop(1)
    return [
        {"label": label, "state": "done" if place < now else "now" if place == now else ""}
        for place, label in enumerate(labels, start=1)
    ]


def _crumbs(last: str) -> list[dict[str, str]]:
    return [{"label": "課の変更", "url": reverse("office:departments")}, {"label": last, "url": ""}]
