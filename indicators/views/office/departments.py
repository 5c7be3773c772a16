"""Departments: what there is, what is prepared, and one change with what it moves (機構改革)."""

from collections import Counter
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from indicators import frames, workflow
from indicators.approvals import Routes
from indicators.forms.departments import AssignmentForm
from indicators.models import Event, Indicator, Membership, Reorganisation, Result, Role
from indicators.permissions import at_work
from indicators.views.office.confirming import Confirmation, published_as_shown
from indicators.views.office.frame import crumbs
from indicators.views.shared.access import office_page
from indicators.wording.days import write_day
from indicators.wording.people import person
from indicators.workflow import Incomplete, NewDepartment, NotAllowed, StaleVersion, WrongState
from indicators.workflow.reorganisation_checks import to_assign
from measures.addresses import redirect
from measures.models import Department

SPLIT = Reorganisation.Kind.SPLIT


@office_page("GET", "HEAD")
def departments(request: HttpRequest, user: User) -> HttpResponse:
    led = Counter(Indicator.objects.values_list("lead_department_id", flat=True).order_by())
    working = Membership.objects.on().filter(role=Role.MEMBER, user__in=at_work())
    people = Counter(working.values_list("department_id", flat=True).order_by())
    known = list(Department.objects.order_by("order", "name"))
    followed, public = Department.objects.now_called(), frames.public_departments()
    routes = Routes()
    changes = Reorganisation.objects.select_related("prepared_by", "confirmed_by", "cancelled_by")
    context = {
        "living": [
            {
                "department": one,
                "led": led[one.pk],
                "people": people[one.pk],
                "is_public": one.pk in public,
                "route": " → ".join(level.title for level in routes.of(one.pk)),
                "route_empty": any(not level.acting for level in routes.of(one.pk)),
            }
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
        "confirmed_by": person(change.confirmed_by) if change.confirmed_by else "",
        "for_two": change.is_waiting and workflow.is_for_two(change),
        "cancelled_by": person(change.cancelled_by) if change.cancelled_by else "",
    }


def summary(
    old: Any, new: list[NewDepartment], assigned: dict[str, dict[str, str]], on: date
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


@office_page("GET", "HEAD", "POST")
def reorganisation(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """One that is prepared, done or given up; until its day it can be given up, and a split be answered anew."""
    change = get_object_or_404(
        Reorganisation.objects.select_related("prepared_by", "confirmed_by", "cancelled_by"), pk=pk
    )
    action = request.POST.get("action", "") if request.method == "POST" else ""
    refusal, status = "", 200
    form = _assignment_form(request, change, action)
    try:
        if done := _acted_on(request, change, form, action, user):
            return done
    except Incomplete as missing:
        if form is not None:
            form.add_missing(missing.errors)
    except (StaleVersion, WrongState) as refused:
        refusal, status = refused.message, 409
        change.refresh_from_db()
    for_two = change.is_waiting and workflow.is_for_two(change)
    context = {
        **_described(change),
        **(_summary_of(change) if change.is_waiting else {}),
        "form": form,
        "refusal": refusal,
        "done": _done(change),
        "for_two": for_two,
        "why_not": workflow.why_not_confirmed_by(change, user) if for_two else "",
        "is_late": change.on <= timezone.localdate(),
        "crumbs": crumbs("departments", f"{write_day(change.on)}の変更"),
    }
    return render(request, "office/reorganisation.html", context, status=status)


def _assignment_form(request: HttpRequest, change: Reorganisation, action: str) -> AssignmentForm | None:
    """Where the indicators and people of a split go; None of what is none, or is over."""
    if not change.is_waiting or change.kind != SPLIT:
        return None
    indicators, people = to_assign(change.from_slugs, change.on)
    return AssignmentForm(
        request.POST if action == "assign" else None,
        indicators=indicators,
        people=people,
        new=list(zip(change.to_slugs, change.to_names, strict=True)),
        leads=change.leads,
        members=change.members,
    )


def _acted_on(
    request: HttpRequest, change: Reorganisation, form: AssignmentForm | None, action: str, user: User
) -> HttpResponse | None:
    """Do what a button asked for, and answer by where it leads; None where the page is to be shown."""
    if action == "cancel":
        workflow.cancel_reorganisation(reorganisation=change, by=user)
        messages.success(request, "準備した課の変更を取り消しました。")
        return redirect("office:departments")
    if action == "confirm":
        done = published_as_shown(
            request,
            lambda: _confirmation(request, change, user),
            lambda: workflow.confirm_reorganisation(reorganisation=change, by=user),
        )
        if isinstance(done, HttpResponse):
            return done
        messages.success(
            request,
            "課を変えました。主担当の指標と人も、新しい課に移りました。"
            if done.applied_at
            else "確かめました。その日になると自動で変わります。",
        )
        return redirect("office:reorganisation", change.pk)
    if action == "assign" and form is None:
        raise WrongState("この課の変更は、もう変えられません。")
    if action == "assign" and form is not None and form.is_valid():
        workflow.assign_split(reorganisation=change, **form.assigned(), by=user)
        messages.success(request, "行き先を決め直しました。")
        return redirect("office:reorganisation", change.pk)
    return None


def _confirmation(request: HttpRequest, change: Reorganisation, by: User) -> Confirmation:
    """What the change moves, for the second person; NotAllowed, WrongState."""
    if not (change.is_waiting and workflow.is_for_two(change)):
        raise WrongState("この課の変更は、すでに確かめられたか、行われたか、取り消されています。")
    if refusal := workflow.why_not_confirmed_by(change, by):
        raise NotAllowed(refusal)
    moved = _summary_of(change)
    at_once = change.on <= timezone.localdate()
    return Confirmation(
        title=f"課の変更を確かめます：{change}",
        button="確かめて、いますぐ変える" if at_once else "確かめて、その日に変える",
        back=request.path,
        template="office/reorganisation_summary.html",
        facts={
            "変更の日": write_day(change.on),
            "理由": change.reason,
            "新しい課": "、".join(f"{one.name}（{one.slug}）" for one in moved["new"]),
            "主担当の指標": "、".join(f"{one['indicator']} → {one['to']}" for one in moved["leads"]),
            "人": "、".join(f"{one['name']} → {one['to']}" for one in moved["members"]),
        },
        about={**moved, "on": change.on, "crumbs": crumbs("departments", "確かめる")},
        posted=[("action", "confirm")],
        lead="課の名前と主担当は、市民が読むものです。準備した人とは別の計画担当が確かめると、その日に変わります。",
        refused="何も変えていません",
        leave="確かめないで戻る",
        hint="ここで見た内容のとおりに変えます。見ているあいだに何かが変わったときは、変えないで知らせます。",
    )


def _summary_of(change: Reorganisation) -> dict[str, Any]:
    return summary(
        list(Department.objects.filter(slug__in=change.from_slugs)),
        [NewDepartment(**one) for one in change.plan["to"]],
        {"leads": change.leads, "members": change.members},
        change.on,
    )


def _done(change: Reorganisation) -> dict[str, Any]:
    """What the log says was moved."""
    event = Event.objects.filter(action=Event.Action.REORG_APPLIED, detail__reorganisation=change.pk).first()
    return dict(event.detail) if event else {}
