"""What went out together under one title, and what waits for its moment."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from indicators.forms import CancelForm
from indicators.models import Batch, Publication
from indicators.views.office.booked import booked
from indicators.views.shared.access import office_page
from indicators.wording.people import person
from indicators.workflow import WrongState, cancel
from measures.addresses import redirect, several_plans

# So many values of a batch are named at once; more are a press away.
FEW = 20


@office_page("GET", "HEAD")
def batches(request: HttpRequest, user: User) -> HttpResponse:
    """What went out together, and what waits for its moment."""
    found = Batch.objects.select_related("created_by", "cancelled_by").prefetch_related(
        "items__indicator__measure__plan", "publications__indicator__measure__plan", "corrections"
    )
    lines = [
        {
            "batch": batch,
            **_said(batch),
            "by": person(batch.created_by),
            "cancelled_by": person(batch.cancelled_by) if batch.cancelled_by else "",
            "published": [_named(one) for one in batch.publications.all()],
            "behind": [item for item in batch.items.all() if item.refusal],
            "waiting": list(batch.items.all()) if batch.is_waiting else [],
        }
        for batch in found
    ]
    others = booked()
    context = {
        "booked": others,
        "booked_count": len(others),
        "waiting": [line for line in lines if line["waiting"]],
        "done": [line for line in lines if not line["waiting"]],
        "few": FEW,
        "form": CancelForm(),
    }
    return render(request, "office/batches.html", context)


def _said(batch: Batch) -> dict[str, Any]:
    """Title and day as citizens read them, and the draft of others that waits for a second person."""
    corrections = list(batch.corrections.all())
    out = [one for one in corrections if one.published_at]
    waiting = next((one for one in corrections if not one.published_at), None)
    return {"said": [batch, *out][-1], "draft": waiting}


def _named(one: Publication) -> str:
    plan = f"{one.indicator.measure.plan.name} " if several_plans() else ""
    return f"{plan}{one.indicator.code}（{one.indicator.year_name(one.year)}）"


@office_page("POST")
def cancel_batch(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    batch = get_object_or_404(Batch, pk=pk)
    form = CancelForm(request.POST)
    form.is_valid()
    try:
        cancel(batch=batch, by=user, reason=form.cleaned_data.get("reason", ""))
    except WrongState as refusal:
        messages.error(request, f"「{batch}」：{refusal}")
    else:
        messages.success(request, f"「{batch}」の公表の予約を取り消しました。値は確認待ちのままです。")
    return redirect("office:batches")
