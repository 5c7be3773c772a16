"""The log in sentences: what happened to a value or to a record, by whom, why (docs/trust.md §5)."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from indicators.models import Event, Indicator, Kind, ValueState
from indicators.numbers import decimals_of
from indicators.plausibility import PARTS
from indicators.wording.approvals import approval_in_words
from indicators.wording.days import write_day
from indicators.wording.figures import with_unit
from indicators.wording.people import person


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
    Event.Action.TAKEN_BACK: "引き戻しました",
    Event.Action.APPROVED: "承認しました",
    Event.Action.APPROVER_CORRECTED: "承認の前に直しました",
    Event.Action.LEVEL_PASSED: "承認できる人がいないため、次の段へ進みました",
    Event.Action.NUMBER_KEPT: "決裁番号を記録しました",
    Event.Action.PUBLISHED: "公表しました",
    Event.Action.ATTACHED: "資料を添付しました",
    Event.Action.DETACHED: "資料を外しました",
}
_CSS = {
    Event.Action.SENT_BACK: "returned",
    Event.Action.TAKEN_BACK: "withdrawn",
    Event.Action.DISCARDED: "withdrawn",
}
FIELDS = {
    "value_state": "状態",
    "value": "値",
    "as_of": "時点",
    "expected_on": "公表予定日",
    "note": "説明",
    "reason": "変更の理由",
    "source": "出典",
    "source_url": "出典のリンク",
    "numerator": "分子",
    "denominator": "分母",
    "respondents": "回答数",
    "shortfall_reason": "届かない理由",
    "next_step": "次にすること",
}
LONG = ("note", "reason", "shortfall_reason", "next_step")


def log_of(indicator: Indicator, year: int) -> list[LogLine]:
    """What happened to one value, oldest first (docs/trust.md §5)."""
    events = Event.objects.filter(indicator=indicator, year=year, action__in=_DONE).select_related("by")
    sittings = without_noise(events.order_by("at", "pk"))
    return log_of_events(sittings, FIELDS, partial(value_in_words, indicator))


def without_noise(events: Iterable[Event]) -> list[Event]:
    """Saves of one person within minutes as one line: a page that keeps its draft by itself leaves many.

    From what stood before the first to what stood after the last; the log itself keeps each of them.
    """
    sittings: list[Event] = []
    for event in events:
        last = sittings[-1] if sittings else None
        if (
            last is not None
            and event.action == last.action == Event.Action.SAVED
            and (last.by_id, last.number) == (event.by_id, event.number)
            and event.at - last.at <= _ONE_SITTING
        ):
            whole = copy(event)
            whole.pk, whole.from_state, whole.reason = last.pk, last.from_state, last.reason
            whole.detail = {**last.detail, "after": event.detail.get("after")}
            sittings[-1] = whole
        else:
            sittings.append(event)
    return sittings


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any], indicator: Indicator) -> list[str]:
    """What one snapshot of a value in the log says that an earlier one did not."""
    return _changes(before, after, FIELDS, partial(value_in_words, indicator))


def log_of_events(
    events: Iterable[Event],
    fields: Mapping[str, str],
    say: Callable[[str, str], str] = lambda name, text: "",
) -> list[LogLine]:
    """The log of a record of workflow/review/, oldest first. `fields`: the label of each content in the detail.

    `say(name, text)` gives a content in words where it is short; of a long text ("") the line says only that it
    was written, changed or removed.
    """
    known = sorted(
        (event for event in events if event.action in _DONE), key=lambda event: (event.at, event.pk)
    )
    return [_line(event, {**fields, "reason": "変更の理由"}, say) for event in known]


def _line(event: Event, fields: Mapping[str, str], say: Callable[[str, str], str]) -> LogLine:
    action = Event.Action(event.action)
    before, after = event.detail.get("before") or {}, event.detail.get("after") or {}
    begins = action == Event.Action.CREATED
    is_change = bool(after) and (event.number or 1) > 1
    what = _DONE[action]
    if is_change:
        # Of a value the log says which kind of change it is.
        called = f"「{Kind(after['kind']).label}」" if "kind" in after else "変更"
        what = f"{called}を{'始めました' if begins else what}"
    changed = _changes(before, after, fields, say)
    # A change begins as a copy of what is published: nothing of it was typed.
    typed = action in (Event.Action.SAVED, Event.Action.APPROVER_CORRECTED) or (begins and not is_change)
    if typed and changed:
        what += f"（{'、'.join(changed)}）"
    what += approval_in_words(action, event.detail)
    if action in (Event.Action.ATTACHED, Event.Action.DETACHED):
        what += f"（{event.detail.get('name') or event.detail.get('url') or event.detail.get('path')}）"
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


def value_in_words(indicator: Indicator, name: str, text: str) -> str:
    """A value's content in words; "" for the long texts."""
    if not text or name in LONG:
        return ""
    if name in ("source", "source_url", *PARTS):
        return text
    if name == "value":
        value = Decimal(text)
        return with_unit(value, indicator, max(indicator.decimals, decimals_of(value)))
    if name == "value_state":
        return ValueState(text).label
    return write_day(date.fromisoformat(text))
