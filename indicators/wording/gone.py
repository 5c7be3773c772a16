"""What became of a record that somebody saw waiting, ticked, and does not find as it was: what it is now, who did it and when."""

from django.utils import timezone

from indicators.models import Event
from indicators.models import WorkflowState as State
from indicators.wording.people import person

_DID = {
    Event.Action.PUBLISHED: "公表しました",
    Event.Action.SENT_BACK: "差し戻しました",
    Event.Action.TAKEN_BACK: "引き戻しました",
    Event.Action.DISCARDED: "取りやめました",
    Event.Action.SUBMITTED: "提出しました",
    Event.Action.APPROVED: "承認しました",
    Event.Action.APPROVER_CORRECTED: "直しました",
    Event.Action.LEVEL_PASSED: "次の段へ進みました",
}
# Of the lines of a chain, those that can have led to the state in which a record stands; "" is one that was given up.
LED_TO: dict[str, tuple[Event.Action, ...]] = {
    "": (Event.Action.DISCARDED,),
    State.DRAFT: (Event.Action.TAKEN_BACK,),
    State.RETURNED: (Event.Action.SENT_BACK,),
    State.PUBLISHED: (Event.Action.PUBLISHED,),
    State.SUBMITTED: (
        Event.Action.SUBMITTED,
        Event.Action.APPROVED,
        Event.Action.APPROVER_CORRECTED,
        Event.Action.LEVEL_PASSED,
    ),
}


def became(name: str, state: str, led: Event | None, waits: str = "") -> str:
    """`state` as in LED_TO, `led` the line that led to it; `waits`: for whom it waits, where it waits again or still."""
    who = _who(led)
    label = "" if state == "" else State(state).label
    if state == "":
        return f"この下書きはすでに取りやめられています{who}。"
    if state == State.SUBMITTED:
        again = led is not None and led.action == Event.Action.SUBMITTED
        what = "差し戻され、提出し直されて" if again else "変わって"
        return f"{name}は、見たあとに{what}います{who}。いまは「{waits or label}」です。"
    if state == State.PUBLISHED:
        return f"{name}はすでに「{label}」になっています{who}。"
    what = "差し戻されて" if state == State.RETURNED else "引き戻されて"
    return f"{name}は、見たあとに{what}います{who}。いまは「{label}」です。"


def _who(led: Event | None) -> str:
    """（架空 花子が11月30日 12:10に公表しました）; "" where the log does not say."""
    if led is None:
        return ""
    did, at = _DID[Event.Action(led.action)], f"{timezone.localtime(led.at):%-m月%-d日 %-H:%M}"
    return f"（{f'{person(led.by)}が' if led.by else ''}{at}に{did}）"
