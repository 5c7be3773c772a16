"""Sentences that several staff pages share: who, how long, how far from the expected value, what happened."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib.auth.models import User

from indicators.forms import write_day
from indicators.frames import Row
from indicators.models import Cycle, Event, Indicator, Kind, Result, ValueState, WorkflowState
from indicators.numbers import format_number
from indicators.progress import expected_display
from indicators.templatetags.figures import LIMITS, japanese_date
from indicators.workflow.log import snapshot


def person(user: User | None) -> str:
    """Family name first, as Japan writes it; the account's name where there is none."""
    if user is None:
        return "（記録なし）"
    return f"{user.last_name} {user.first_name}".strip() or user.get_username()


def days_left(due: date, today: date) -> str:
    days = (due - today).days
    if days < 0:
        return f"{-days}日過ぎています"
    return f"あと{days}日" if days else "きょうまで"


def gap_sentence(row: Row) -> str:
    """How a value stands to its limit, or to the expected value of its year; "" where neither can be said."""
    if row.value is None:
        return ""
    unit = "ポイント" if row.unit == "％" else row.unit
    if row.direction in LIMITS:
        limit = LIMITS[row.direction]
        apart = row.value - row.target
        if not apart:
            return f"{limit}ちょうどです。"
        gap = format_number(abs(apart), decimals=row.decimals, unit=unit)
        if (apart < 0) == (row.direction == "at_most"):
            return f"{limit}まで{gap}の余裕があります。"
        return f"{limit}を{gap}{'上回ります' if apart > 0 else '下回ります'}。"
    if row.expected is None:
        return ""
    # Against the expected value as the page shows it, so that a reader can check the sum.
    shown = expected_display(row.expected, row.value, decimals=row.decimals, direction=row.direction)
    exponent = shown.as_tuple().exponent
    decimals = max(row.decimals, -exponent if isinstance(exponent, int) else 0)
    due = f"この年の目安{format_number(shown, decimals=max(0, decimals), unit=row.unit)}"
    apart = row.value - shown
    if not apart:
        return f"{due}と同じです。"
    gap = format_number(abs(apart), decimals=decimals, unit=unit)
    return f"{due}を{gap}{'上回ります' if apart > 0 else '下回ります'}。"


def steps_of(result: Result | None, cycle: Cycle | None, *, office: bool = False) -> list[dict[str, str]]:
    """依頼 → 入力 → 審査 → 公表, with where this value stands; for partials/steps.html."""
    state = result.state if result else ""
    at = {WorkflowState.SUBMITTED: 2, WorkflowState.PUBLISHED: 4}.get(state, 1)  # type: ignore[call-overload]
    if result is not None and result.is_change:
        begun = f"{Kind(result.kind).label}"
    else:
        begun = japanese_date(cycle.opened_at) if cycle else "過去の年度"
    notes = [begun, "", "企画課", ""]
    if at == 1:
        notes[1] = "差戻し" if state == WorkflowState.RETURNED else "主担当課" if office else "あなた"
    return [
        {"label": label, "note": note, "state": "done" if place < at else "now" if place == at else ""}
        for place, (label, note) in enumerate(zip(("依頼", "入力", "審査", "公表"), notes, strict=True))
    ]


@dataclass(frozen=True)
class LogLine:
    """One line of a value's log; `css` is the class of its mark on the time line."""

    at: datetime
    who: str
    what: str
    why: str
    css: str


_ONE_SITTING = timedelta(minutes=10)
_DONE = {
    Event.Action.CREATED: "入力を始めました",
    Event.Action.SAVED: "保存しました",
    Event.Action.DISCARDED: "取りやめました",
    Event.Action.SUBMITTED: "提出しました",
    Event.Action.SENT_BACK: "差し戻しました",
    Event.Action.PUBLISHED: "公表しました",
    Event.Action.ATTACHED: "資料を添付しました",
    Event.Action.DETACHED: "資料を外しました",
}
_CSS = {Event.Action.SENT_BACK: "returned", Event.Action.DISCARDED: "withdrawn"}
FIELDS = {
    "value_state": "状態",
    "value": "値",
    "as_of": "時点",
    "expected_on": "公表予定日",
    "note": "説明",
    "reason": "変更の理由",
}


def log_of(indicator: Indicator, year: int) -> list[LogLine]:
    """What happened to one value, oldest first (trust.md, "Append-only log")."""
    events = Event.objects.filter(indicator=indicator, year=year, action__in=_DONE).select_related("by")
    return [_line(event, indicator) for event in without_noise(events.order_by("at", "pk"))]


def without_noise(events: Iterable[Event]) -> list[Event]:
    """Saves of one person within minutes told as one: a page that keeps its draft by itself leaves many.

    From what stood before the first to what stood after the last; the log itself keeps each of them.
    """
    told: list[Event] = []
    for event in events:
        last = told[-1] if told else None
        if (
            last is not None
            and event.action == Event.Action.SAVED
            and last.action == Event.Action.SAVED
            and (last.by_id, last.number) == (event.by_id, event.number)
            and event.at - last.at <= _ONE_SITTING
        ):
            merged = {**last.detail, "after": event.detail.get("after")}
            told[-1] = Event(
                pk=last.pk,
                at=event.at,
                by=event.by,
                action=last.action,
                indicator_id=event.indicator_id,
                year=event.year,
                number=event.number,
                from_state=last.from_state,
                to_state=event.to_state,
                reason=last.reason,
                detail=merged,
            )
        else:
            told.append(event)
    return told


def changes_since(before: Mapping[str, Any], result: Result) -> list[str]:
    """What a record says now that it did not say in an earlier snapshot of the log."""
    return _changes(before, snapshot(result), FIELDS, partial(said_of_value, result.indicator))


def log_of_events(
    events: Iterable[Event],
    fields: Mapping[str, str],
    say: Callable[[str, str], str] = lambda name, text: "",
) -> list[LogLine]:
    """The log of a record of workflow/desk.py, oldest first. `fields`: the label of each content in the detail.

    `say(name, text)` gives a content in words where it is short; of a long text ("") the line says only that it
    was written, changed or removed.
    """
    told = sorted(
        (event for event in events if event.action in _DONE), key=lambda event: (event.at, event.pk)
    )
    return [_line_of(event, {**fields, "reason": "変更の理由"}, say) for event in told]


def _line_of(event: Event, fields: Mapping[str, str], say: Callable[[str, str], str]) -> LogLine:
    action = Event.Action(event.action)
    begins = action == Event.Action.CREATED
    is_change = (event.number or 1) > 1
    what = _DONE[action]
    if is_change:
        what = f"変更を{'始めました' if begins else what}"
    changed = _changes(event.detail.get("before") or {}, event.detail.get("after") or {}, fields, say)
    # A change begins as a copy of what is published: nothing of it was typed.
    typed = action == Event.Action.SAVED or (begins and not is_change)
    if typed and changed:
        what += f"（{'、'.join(changed)}）"
    return LogLine(event.at, person(event.by), what, _why(event, begins and is_change), _CSS.get(action, ""))


def _why(event: Event, begins_change: bool) -> str:
    if begins_change:
        return str((event.detail.get("after") or {}).get("reason") or "")
    return event.reason


def _line(event: Event, indicator: Indicator) -> LogLine:
    action = Event.Action(event.action)
    after = event.detail.get("after") or {}
    kind = after.get("kind", Kind.FIRST)
    what = _DONE[action]
    if kind != Kind.FIRST:
        what = f"「{Kind(kind).label}」を{'始めました' if action == Event.Action.CREATED else what}"
    changed = _changes(event.detail.get("before") or {}, after, FIELDS, partial(said_of_value, indicator))
    # A change begins as a copy of what is published: nothing of it was typed.
    typed = action == Event.Action.SAVED or (action == Event.Action.CREATED and kind == Kind.FIRST)
    if typed and changed:
        what += f"（{'、'.join(changed)}）"
    if action in (Event.Action.ATTACHED, Event.Action.DETACHED):
        what += f"（{event.detail.get('name') or event.detail.get('url')}）"
    return LogLine(event.at, person(event.by), what, event.reason, _CSS.get(action, ""))


def _changes(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    fields: Mapping[str, str],
    say: Callable[[str, str], str],
) -> list[str]:
    found = []
    for name, label in fields.items():
        old, new = str(before.get(name) or ""), str(after.get(name) or "")
        if old == new:
            continue
        if not say(name, old or new):
            found.append(f"{label}を{'変更' if old and new else '入力' if new else '削除'}")
        else:
            says = say(name, new) if new else "なし"
            found.append(f"{label} {say(name, old)} → {says}" if old else f"{label} {says}")
    return found


def said_of_value(indicator: Indicator, name: str, text: str) -> str:
    """A value's content in words; "" for the long texts."""
    if not text or name in ("note", "reason"):
        return ""
    if name == "value":
        value = Decimal(text)
        exponent = value.as_tuple().exponent
        digits = -exponent if isinstance(exponent, int) else 0
        return format_number(value, decimals=max(indicator.decimals, digits, 0), unit=indicator.unit)
    if name == "value_state":
        return ValueState(text).label
    return write_day(date.fromisoformat(text))
