"""Deciding at a workflow/desk.py: publish or send back, the same for every kind of record."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from indicators.forms import SendBackForm
from indicators.forms.sheets import SeenForm
from indicators.models import WorkflowState as State
from indicators.views.shared.access import signed_in
from indicators.workflow import Conflict, Incomplete, ReviewWorkflow, WrongState

CHANGED = "見ていたあとに、内容が変わりました。"


def decide(
    request: HttpRequest,
    desk: ReviewWorkflow[Any],
    current: Any,
    owner: Any,
    other: Callable[..., Any] | None = None,
) -> tuple[bool, SendBackForm, str]:
    """Act on the record and the edit that the person saw, or not at all.

    Whether it was done, the form of sending back with its errors, and why nothing was done ("" where the form says it).
    `other`: what an action does that is neither publishing nor sending back.
    """
    action, back = request.POST["action"], SendBackForm()
    seen = SeenForm(request.POST)
    try:
        if not seen.is_valid() or seen.cleaned_data["record"] != current.pk:
            raise Conflict(CHANGED, current)
        acting: dict[str, Any] = {
            "record": current,
            "edit_number": seen.cleaned_data["edit_number"],
            "by": signed_in(request),
        }
        if action == "publish":
            desk.publish(**acting)
        elif action == "send_back":
            back = SendBackForm(request.POST)
            if not back.is_valid():
                return False, back, ""
            desk.send_back(**acting, reason=back.cleaned_data["return_reason"])
        elif other is not None:
            other(**acting)
    except Incomplete as missing:
        for field, message in missing.errors.items():
            back.add_error(field, message)
        return False, back, ""
    except WrongState as refusal:
        return False, back, str(refusal)
    except Conflict as refusal:
        standing = desk.current(owner, current.year)
        again = standing is not None and standing.state == State.SUBMITTED
        return False, back, CHANGED if again else str(refusal)
    return True, back, ""
