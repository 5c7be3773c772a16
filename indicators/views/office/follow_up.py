"""What is not final: every 未公表, 速報, 見込 and 年度途中 with its day and its owner, and one mail to all who are late."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from indicators.frames import Row, working
from indicators.outbox import can_send
from indicators.views.shared.access import office_page
from indicators.views.shared.plan import plan_of
from indicators.wording.figures import is_not_final
from indicators.workflow import CycleMail, Mailed, WrongState, ask_for_newer, last_mailed, mailed_today
from measures.addresses import redirect
from measures.models import Plan


@dataclass(frozen=True)
class Followed:
    """One value that is not final; `days`: since its day, negative before, None where it has none."""

    row: Row
    days: int | None


@office_page("GET", "HEAD", "POST")
def follow_up(request: HttpRequest, user: User) -> HttpResponse:
    plan = plan_of(request)
    if plan is None:
        return render(request, "office/no_plan.html", {"tab": "follow_up", "title": "追いかけ"})
    if request.method == "POST":
        try:
            tell_mailed(request, ask_for_newer(plan=plan, by=user))
        except WrongState as refusal:
            messages.warning(request, str(refusal))
        return redirect("office:follow_up")
    lines = followed(plan)
    context = {
        "lines": lines,
        "late": [line for line in lines if line.days is not None and line.days > 0],
        "last": last_mailed(CycleMail.FOLLOW_UP, plan, None),
        "no_mail": not can_send(),
        "mailed_today": mailed_today(CycleMail.FOLLOW_UP, plan, None),
    }
    return render(request, "office/follow_up.html", context)


def followed(plan: Plan) -> list[Followed]:
    """The one whose day passed first comes first; those without a day last."""
    today = timezone.localdate()
    lines = [
        Followed(row, (today - row.due_on).days if row.due_on else None)
        for row in working(plan)
        if row.number and is_not_final(row)
    ]
    return sorted(
        lines, key=lambda line: (line.days is None, -(line.days or 0), line.row.code, line.row.year)
    )


def tell_mailed(request: HttpRequest, mailed: Mailed) -> None:
    """What became of a press of a button that mails."""
    messages.success(request, f"{mailed.departments}課の{mailed.people}人にメールを送ります。")
    if mailed.unreached:
        names = "、".join(mailed.unreached)
        messages.warning(request, f"メールの届く担当者がいない課があります：{names}")
