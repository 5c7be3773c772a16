"""What the pages of every reviewed record share (workflow/review/): hand in, correct, give up, what stands."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest

from indicators.forms import RecordVersionForm
from indicators.models import Indicator, Result, Reviewed
from indicators.models import WorkflowState as State
from indicators.wording.people import person
from indicators.workflow import Incomplete, ReviewWorkflow, StaleVersion, WrongState, evidence_of, may_attach

Context = dict[str, Any]
Refusal = StaleVersion | WrongState
GONE = "この下書きはすでに取りやめられているか、内容が変わっています。"
HANDED_IN = {
    "draft": "の下書きを保存しました。企画課に届けるには「提出する」を押してください。",
    "submit": "を提出しました。企画課が確認し、公表するか、理由をつけて差し戻します。",
}


def hand_in(
    request: HttpRequest,
    by: User,
    workflow: ReviewWorkflow[Any],
    owner: Any,
    year: int,
    form: Any,
    *,
    reason: str | None,
    words: Mapping[str, str] = HANDED_IN,
) -> tuple[bool, Refusal | None]:
    """Save what a valid form says as a draft, or submit it: whether that was done, and why not.

    What the workflow misses stands at the form's fields, and the refusal is None then. `form`: with written() and
    expected_version(), `words`: what is said when it was done.
    """
    action = request.POST["action"]
    step = workflow.save if action == "draft" else workflow.submit
    try:
        step(owner=owner, year=year, data=form.written(), by=by, reason=reason, **form.expected_version())
    except Incomplete as missing:
        form.add_missing(missing.errors)
        return False, None
    except (StaleVersion, WrongState) as refusal:
        return False, refusal
    messages.success(request, f"{workflow.name(owner, year)}{words[action]}")
    return True, None


def begin_correction(
    by: User, workflow: ReviewWorkflow[Any], owner: Any, year: int, given: Mapping[str, Any]
) -> Refusal | None:
    """Begin a change of what is published, with the reason and the kind that were `given`; why not, if not."""
    try:
        workflow.open_change(
            owner=owner, year=year, reason=given.get("reason", ""), kind=given.get("kind", ""), by=by
        )
    except (StaleVersion, WrongState) as refusal:
        return refusal
    return None


def taken_up(form: Any, current: Any) -> tuple[Any, bool]:
    """What was typed, now on top of what stands, for a new form; and whether that is a change of something published.

    The next save is a deliberate one.
    """
    data = form.data.copy()  # a QueryDict, whose copy can be written
    data["record"] = str(current.pk) if current else ""
    data["version"] = str(current.version) if current else "0"
    is_change = current is not None and current.is_change
    if is_change:
        data.setdefault("reason", current.reason)
    return data, is_change


def give_up(
    request: HttpRequest, by: User, workflow: ReviewWorkflow[Any], owner: Any, year: int
) -> tuple[bool, Any, str]:
    """Whether the draft was given up, what stands now, and why it was not ("" before the question)."""
    current = workflow.current(owner, year)
    if request.method != "POST":
        return False, current, ""
    seen = RecordVersionForm(request.POST)
    try:
        if current is None or not seen.is_of(current):
            raise StaleVersion(GONE, current)
        workflow.discard(record=current, version=seen.cleaned_data["version"], by=by)
    except StaleVersion as refused:
        return False, workflow.current(owner, year), str(refused)
    what = "変更" if current.is_change else "下書き"
    messages.success(request, f"{workflow.name(owner, year)}の{what}を取りやめました。記録には残ります。")
    return True, None, ""


def is_submitted(record: Reviewed) -> bool:
    return record.state == State.SUBMITTED


def who_context(current: Reviewed | None) -> Context:
    """Who saved, submitted and published it; "" where nobody did."""
    return {
        f"{step}_by": person(who) if (who := getattr(current, f"{step}_by", None)) else ""
        for step in ("edited", "submitted", "published")
    }


def evidence_context(indicator: Indicator, year: int, result: Result | None) -> Context:
    """What is attached: to this record, and to the earlier ones of its chain."""
    number = result.number if result else 1
    found = evidence_of(indicator, year)
    return {
        "evidence": [one for one in found if one.number == number],
        "older_evidence": [one for one in found if one.number != number],
        "may_attach": may_attach(indicator, year, number, result),
    }
