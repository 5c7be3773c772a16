"""Who stands in for me while I am away: set and ended by the approver themself."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from indicators.approvals import may_sit_of
from indicators.forms.approvals import DeputyForm
from indicators.models import Deputy, RouteSeat
from indicators.views.shared.access import signed_in, staff_page
from indicators.workflow import Incomplete, NotAllowed, WrongState
from indicators.workflow.approval_routes import end_deputy, set_deputy
from measures.addresses import redirect, reverse


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def deputies(request: HttpRequest) -> HttpResponse:
    by = signed_in(request)
    seats = list(RouteSeat.objects.lasting_after().filter(user=by).select_related("department"))
    if not seats:
        raise NotAllowed("代理を決められるのは、承認の道すじにいる人です。")
    people = may_sit_of({seat.department_id for seat in seats}, besides=by)
    form = DeputyForm(request.POST or None, people=people, initial={"since": timezone.localdate()})
    if request.method == "POST":
        if "end" in request.POST:
            return _end(request, by)
        if form.is_valid():
            try:
                set_deputy(principal=by, **form.cleaned_data, by=by)
            except Incomplete as missing:
                form.add_missing(missing.errors)
            else:
                messages.success(request, "代理を決めました。")
                return redirect(reverse("approvals:deputies"))
    context = {
        "seats": seats,
        "deputies": Deputy.objects.lasting_after().filter(principal=by).select_related("user", "set_by"),
        "form": form,
        "crumbs": [{"label": "承認", "url": reverse("approvals:list")}, {"label": "代理", "url": ""}],
    }
    return render(request, "approvals/deputies.html", context)


def _end(request: HttpRequest, by: User) -> HttpResponse:
    asked = request.POST["end"]
    known = Deputy.objects.filter(principal=by, pk=int(asked) if asked.isascii() and asked.isdigit() else 0)
    deputy = known.select_related("user", "principal").first()
    try:
        if deputy is None:
            raise WrongState("この代理は、すでに終わっています。")
        end_deputy(deputy=deputy, by=by)
    except WrongState as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "代理を取りやめました。")
    return redirect(reverse("approvals:deputies"))
