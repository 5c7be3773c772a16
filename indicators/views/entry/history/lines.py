"""One line of a history, and what a rule's line says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from indicators.forms import percent
from indicators.models import DRAFTED_KINDS, Event, FigurePoints, Indicator, Passport
from indicators.wording.days import write_day
from indicators.wording.log import value_in_words
from indicators.wording.people import person
from measures.fiscal_year import FiscalYear

PUBLISHED_RULES = tuple(Event.Action(kind.published_as()) for kind in DRAFTED_KINDS)
DRAFTED_RULES = (Event.Action.RULE_DRAFTED, Event.Action.RULE_DISCARDED)
CSS = {
    Event.Action.SENT_BACK: "returned",
    Event.Action.DISCARDED: "withdrawn",
    Event.Action.RULE_DISCARDED: "withdrawn",
}
_WORDS = {kind.key: kind.word for kind in DRAFTED_KINDS}
_FIELDS = {
    "target_year": "目標の年度",
    "baseline_year": "現状値の年度",
    "year": "中間目標の年度",
    "every": "何年ごとか",
    "rebased": "新しい数え方で見た前の年度の値",
    "survey_year": "調査のある年度",
    "label": "書き方・時点",
    "first_year": "最初に使う年度",
    "decided_on": "決めた日",
}
_EXPLAINED = {kind.key: kind.labels() for kind in (Passport, FigurePoints)}


@dataclass(frozen=True)
class FieldChange:
    """One content: what it was and what it became; "" for nothing."""

    label: str
    was: str
    now: str


@dataclass(frozen=True)
class HistoryLine:
    at: datetime
    who: str
    what: str
    moved: str
    why: str
    changes: tuple[FieldChange, ...]
    css: str


def line_of_rule(event: Event, indicator: Indicator | None) -> HistoryLine:
    """A rule that was drafted, given up or published; `indicator` None for a threshold."""
    action = Event.Action(event.action)
    key = event.detail.get("rule") or action.value.removesuffix(
        "_set"
    )  # older lines name the kind by their action
    word = _WORDS[key]
    what = {
        Event.Action.RULE_DRAFTED: f"{word}の下書き",
        Event.Action.RULE_DISCARDED: f"{word}の下書きの削除",
    }
    before, after = event.detail.get("before") or {}, event.detail.get("after") or {}
    return HistoryLine(
        at=event.at,
        who=person(event.by),
        what=what.get(action, action.label),
        moved="",
        why=event.reason,
        changes=tuple(
            _explained(_EXPLAINED[key], before, after)
            if key in _EXPLAINED
            else _changes(word, before, after, indicator)
        ),
        css=CSS.get(action, ""),
    )


def _changes(
    word: str, before: Mapping[str, Any], after: Mapping[str, Any], indicator: Indicator | None
) -> Iterator[FieldChange]:
    for name, label in {"value": word, **_FIELDS}.items():
        was, now = (_say(name, snapshot.get(name), indicator) for snapshot in (before, after))
        if was != now:
            yield FieldChange(label, was, now)


def _explained(
    labels: Mapping[str, str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[FieldChange]:
    for name, label in labels.items():
        was, now = (_listed(snapshot.get(name)) for snapshot in (before, after))
        if was != now:
            yield FieldChange(label, was, now)


def _listed(said: Any) -> str:
    """A text; of a list its members."""
    if isinstance(said, list):
        return "、".join(" ".join(one) if isinstance(one, list) else str(one) for one in said)
    return "" if said is None else str(said)


def _say(name: str, snapshot: Any, indicator: Indicator | None) -> str:
    text = "" if snapshot is None else str(snapshot)
    if name.endswith("year") and text.isdigit():
        return indicator.year_name(int(text)) if indicator else FiscalYear(int(text)).wareki
    if name == "decided_on" and text:
        return write_day(date.fromisoformat(text))
    if name != "value" or not text:
        return text
    return value_in_words(indicator, "value", text) if indicator else f"{percent(Decimal(text))}％"


def newest_first(lines: Iterable[HistoryLine]) -> list[HistoryLine]:
    return sorted(lines, key=lambda line: line.at, reverse=True)
