"""The transfers of one day as a table: everybody's next department, saved at once, all or nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode

from indicators import workflow
from indicators.forms.transfers import TransferDayForm, TransferTableForm
from indicators.models import Membership
from indicators.permissions import at_work, memberships_of_today
from indicators.views.office.frame import crumbs, next_april
from indicators.views.shared.access import office_page
from indicators.wording import rights as wording
from indicators.wording.days import write_day
from indicators.wording.people import person as name_of
from indicators.workflow import Incomplete, Planned, Rights, Transfer
from measures.addresses import redirect, reverse
from measures.models import Department

A_PAGE = 100


@office_page("GET", "HEAD", "POST")
def transfers(request: HttpRequest, user: User) -> HttpResponse:
    asked = request.GET.get("on", "")
    day_form = TransferDayForm({"on": asked or write_day(next_april(timezone.localdate()))})
    department = request.GET.get("department", "")
    context: dict[str, Any] = {
        "day_form": day_form,
        "department": department,
        "departments": Department.objects.living(),
        "crumbs": crumbs("people", "異動をまとめて準備する"),
    }
    if not day_form.is_valid():
        return render(request, "office/transfers.html", context, status=400 if asked else 200)
    on = day_form.cleaned_data["on"]
    page = Paginator(_people(user, department), A_PAGE).get_page(request.GET.get("page"))
    prepared = workflow.transfers_of(list(page))
    # A transfer of another day is changed on the person's own page: two of one person would contradict each other.
    elsewhere = [one for one in page if one.pk in prepared and prepared[one.pk].on != on]
    form = TransferTableForm(
        request.POST if request.method == "POST" else None,
        people=[one for one in page if one not in elsewhere],
        prepared=prepared,
        names=wording.departments_to_move_to(),
    )
    if request.method == "POST" and form.is_valid() and (done := _save(form, on, prepared, user)):
        messages.success(request, done)
        query = {"on": asked, "department": department, "page": request.GET.get("page", "")}
        kept = urlencode({name: value for name, value in query.items() if value})
        return redirect(f"{reverse('office:transfers')}?{kept}" if kept else "office:transfers")
    context |= {"on": on, "form": form, "page_obj": page, **_lines(form, elsewhere, prepared)}
    return render(request, "office/transfers.html", context)


def _lines(
    form: TransferTableForm, elsewhere: list[User], prepared: Mapping[int, Transfer]
) -> dict[str, list[dict[str, Any]]]:
    """A line for each person who may be moved, and for each who is moved on another day."""
    names, today = workflow.department_names(), timezone.localdate()

    def words(rights: Rights) -> str:
        return wording.rights_words(rights.snapshot(names))

    return {
        "lines": [
            {
                "person": one,
                "name": name_of(one),
                "now": words(Rights.of_rows(one.memberships.all(), today)),
                **form.line(one),
            }
            for one in form.people
        ],
        "elsewhere": [
            {
                "person": one,
                "name": name_of(one),
                "on": prepared[one.pk].on,
                "to": words(prepared[one.pk].rights),
            }
            for one in elsewhere
        ],
    }


def _save(form: TransferTableForm, on: date, prepared: Mapping[int, Transfer], user: User) -> str:
    """What was done, in words; "" where the form says why nothing was."""
    chosen = {one: form.planned(one, on) for one in form.people}
    given_up = [one for one, plan in chosen.items() if plan is None and one.pk in prepared]
    new = [plan for one, plan in chosen.items() if plan and _differs(plan, prepared.get(one.pk))]
    try:
        workflow.prepare_transfers(planned=new, given_up=given_up, by=user)
    except Incomplete as missing:
        form.add_missing(
            {name.replace("person-", "to-"): message for name, message in missing.errors.items()}
        )
        return ""
    if not new and not given_up:
        return "変わったところはありませんでした。"
    return f"{write_day(on)}の異動を{len(new)}人分準備し、{len(given_up)}人分を取り消しました。"


def _people(user: User, department: str) -> QuerySet[User]:
    """Whom this person may transfer, those of one department together."""
    known = at_work().exclude(pk=user.pk)
    if not user.is_superuser:
        known = known.exclude(is_superuser=True)
    if department:
        there = Membership.objects.on().filter(department__slug=department)
        known = known.filter(pk__in=there.values("user"))
    return known.prefetch_related(memberships_of_today()).order_by("last_name", "first_name", "username")


def _differs(plan: Planned, prepared: Transfer | None) -> bool:
    """Whether a line says something new: who saves a table twice does not write the log twice."""
    # Where somebody else was quicker, the workflow says so.
    return prepared is None or plan.expected_version != prepared.version or plan.rights != prepared.rights
