"""The route of a department: who approves at which level before the plan office, from when, and who stands in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from indicators.approvals import Routes, may_sit_of
from indicators.forms.approvals import DeputyForm, SeatForm
from indicators.models import Deputy, RouteSeat
from indicators.views.office.frame import crumbs
from indicators.views.shared.access import office_page
from indicators.wording.route_history import route_history
from indicators.workflow import Incomplete, WrongState
from indicators.workflow.approval_routes import end_deputy, end_seat, set_deputy, set_seat
from measures.addresses import redirect, reverse
from measures.models import Department


@office_page("GET", "HEAD", "POST")
def route(request: HttpRequest, by: User, slug: str) -> HttpResponse:
    department = get_object_or_404(Department, slug=slug)
    if request.method != "POST":
        return _page(request, department)
    for name, step in (("end", _end_seat), ("end_deputy", _end_deputy)):
        if name in request.POST:
            return step(request, by, department, request.POST[name])
    if request.POST.get("action") == "add":
        return _add(request, by, department)
    if request.POST.get("action") == "deputy":
        return _stand_in(request, by, department)
    return HttpResponseBadRequest("不明な操作です。")


def _add(request: HttpRequest, by: User, department: Department) -> HttpResponse:
    form = SeatForm(request.POST, people=may_sit_of({department.pk}))
    if form.is_valid():
        try:
            set_seat(department=department, **form.cleaned_data, by=by)
        except Incomplete as missing:
            form.add_missing(missing.errors)
        else:
            return _done(request, department, "承認の道すじに加えました。")
    return _page(request, department, seat_form=form)


def _stand_in(request: HttpRequest, by: User, department: Department) -> HttpResponse:
    seats = RouteSeat.objects.lasting_after().filter(department=department)
    pk = _number(request.POST.get("principal", ""))
    seat = seats.filter(user=pk).select_related("user").first()
    form = DeputyForm(request.POST, people=may_sit_of({department.pk}))
    if seat is None:
        form.add_error(None, "だれの代理かを選んでください。")
    elif form.is_valid():
        try:
            set_deputy(principal=seat.user, **form.cleaned_data, by=by)
        except Incomplete as missing:
            form.add_missing(missing.errors)
        else:
            return _done(request, department, "代理を決めました。")
    return _page(request, department, deputy_form=form, principal=pk)


def _end_seat(request: HttpRequest, by: User, department: Department, asked: str) -> HttpResponse:
    seat = RouteSeat.objects.filter(department=department, pk=_number(asked)).first()
    if seat is None:
        return _done(request, department, "")
    try:
        end_seat(seat=seat, until=timezone.localdate(), by=by)
    except WrongState as refusal:
        messages.warning(request, str(refusal))
        return _done(request, department, "")
    return _done(
        request, department, "道すじから外しました。承認を待っていたものは、承認できる人のいる段へ進みます。"
    )


def _end_deputy(request: HttpRequest, by: User, department: Department, asked: str) -> HttpResponse:
    sitting = RouteSeat.objects.filter(department=department).values("user")
    deputy = Deputy.objects.filter(principal__in=sitting, pk=_number(asked)).select_related(
        "principal", "user"
    )
    found = deputy.first()
    if found is None:
        return _done(request, department, "")
    try:
        end_deputy(deputy=found, by=by)
    except WrongState as refusal:
        messages.warning(request, str(refusal))
        return _done(request, department, "")
    return _done(request, department, "代理を取りやめました。")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _done(request: HttpRequest, department: Department, words: str) -> HttpResponse:
    if words:
        messages.success(request, words)
    return redirect(reverse("office:route", args=[department.slug]))


def _page(
    request: HttpRequest,
    department: Department,
    *,
    seat_form: SeatForm | None = None,
    deputy_form: DeputyForm | None = None,
    principal: int = 0,
) -> HttpResponse:
    people = may_sit_of({department.pk})
    initial = {"since": timezone.localdate()}
    seats = list(RouteSeat.objects.lasting_after().filter(department=department).select_related("user"))
    context = {
        "department": department,
        "levels": _levels(department, seats),
        "seats": list({seat.user_id: seat for seat in seats}.values()),
        "seat_form": seat_form or SeatForm(people=people, initial=initial),
        "deputy_form": deputy_form or DeputyForm(people=people, initial=initial),
        "sent": "add" if seat_form else "deputy" if deputy_form else "",
        "principal": principal,
        "log": route_history(department),
        "crumbs": crumbs("departments", f"{department.name}の承認の道すじ"),
    }
    return render(request, "office/route.html", context)


def _levels(department: Department, seats: list[RouteSeat]) -> list[dict[str, Any]]:
    """Each level with its people of today and of later, who of them may not act, and their deputies."""
    today = {level.number: level for level in Routes([department.pk]).of(department.pk)}
    deputies: dict[int, list[Deputy]] = {}
    wanted = Deputy.objects.lasting_after().filter(principal__in={seat.user_id for seat in seats})
    for one in wanted.select_related("user", "set_by"):
        deputies.setdefault(one.principal_id, []).append(one)
    found: dict[int, dict[str, Any]] = {}
    for seat in sorted(seats, key=lambda seat: (seat.level, seat.pk)):
        level = today.get(seat.level)
        gone = {one.pk for one in level.gone} if level else set()
        line = found.setdefault(
            seat.level,
            {"number": seat.level, "titles": {}, "seats": [], "empty": not (level and level.acting)},
        )
        line["titles"][seat.title] = True
        told = {name: getattr(seat, name) for name in ("pk", "user", "title", "since", "until")}
        line["seats"].append({**told, "gone": seat.pk in gone, "deputies": deputies.get(seat.user_id, [])})
    return [{**line, "title": "・".join(line["titles"])} for line in found.values()]
