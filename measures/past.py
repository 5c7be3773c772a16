"""The plan's rows as they stood at a moment, read from their history; the rows of today where no moment is asked for.

`load_plan` begins the history of every row on the first day of the plan, so that a row which is edited later still
shows, on an earlier day, what it said then.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from datetime import datetime, time, timedelta, timezone
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Min, Q

from measures.models import Measure, Plan

# Without a name from the database of zones: a plan's first day begins at midnight in Japan, whatever the server's zone.
JAPAN = timezone(timedelta(hours=9))
State = dict[str, Any]
Row = TypeVar("Row", bound=models.Model)
# What a page says of a row of the plan, by its model.
WORDS = {
    "measure": ("name", "goal", "goal_original", "policy_id", "ended_on"),
    "basicpolicy": ("name",),
    "department": ("name", "phone", "mail", "form_url"),
    "referencefigure": ("title", "source"),
}


def states(model: type[models.Model], *fields: str, as_of: datetime | None = None) -> dict[Any, State]:
    """Each row's id → those fields, as they stood at the moment; in no order. One query, or two for a past moment.

    A row that was made later is not there, nor one that was deleted before. Of a row whose history begins with a
    change its oldest known words stand; one without any history was never changed.
    """
    now = {row.pop("pk"): row for row in model._default_manager.values("pk", *fields)}
    if as_of is None:
        return now
    found: dict[Any, State | None] = dict(now)
    for pk, state in _history(model, fields, as_of):
        found[pk] = state
    return {pk: state for pk, state in found.items() if state is not None}


def words(model: type[models.Model], fields: Sequence[str], as_of: datetime) -> dict[Any, State]:
    """Each row's id → those fields as they stood then; a row that was made later in its oldest known words.

    By one query. What has no history is not there.
    """
    found: dict[Any, State] = {}
    for pk, since, _, line in _lines(model, fields):
        if pk not in found or since <= as_of:
            found[pk] = line
    return found


def as_worded(rows: Iterable[Row], as_of: datetime | None, fields: Sequence[str] = (), /) -> list[Row]:
    """Copies of the rows, all of one model, with their words of that moment; one query. The rows stay as they are.

    Which fields are words is in WORDS, or said. None is now: the rows themselves, without a query.
    """
    found = list(rows)
    if as_of is None or not found:
        return found
    model = type(found[0])
    then = words(model, fields or WORDS[model._meta.model_name or ""], as_of)
    return [_copy(one, then.get(one.pk, {})) for one in found]


def added_later(model: type[models.Model], as_of: datetime | None, plans: Iterable[Plan]) -> set[Any]:
    """Ids of the rows that were made after that moment, and after the first of these public plans was out; none for now.

    What was loaded with a plan begins on the plan's first day, and was there as soon as the plan was. One query.
    """
    starts = {plan: _midnight(plan) for plan in plans}
    if as_of is None or not starts:
        return set()
    since = max(as_of, min(max(start, _out(plan) or start) for plan, start in starts.items()))
    history: Any = getattr(model, "history")  # noqa: B009 (django-stubs does not know it)
    first = (
        history.order_by()
        .values("id")
        .annotate(first=Min("history_date"), made=Min("history_date", filter=Q(history_type="+")))
    )
    made = first.filter(first=F("made"), first__gt=since).exclude(first__in=starts.values())
    return set(made.values_list("id", flat=True))


def _midnight(plan: Plan) -> datetime:
    return datetime.combine(plan.first_day, time.min, tzinfo=JAPAN)


def _out(plan: Plan) -> datetime | None:
    publication = getattr(plan, "publication", None)
    return None if publication is None else publication.published_at


def with_policy(measure: Measure, as_of: datetime | None) -> Measure:
    """A copy of the measure with the policy that it had then, both in their words of that moment."""
    [told] = as_worded([measure], as_of)
    if as_of is not None:
        [told.policy] = as_worded([told.policy], as_of)
    return told


def _copy(row: Row, words: State) -> Row:
    told = copy(row)
    for name, text in words.items():
        setattr(told, name, text)
    return told


def begin_history(rows: list[models.Model], plan: Plan) -> None:
    """Write the first line of the history of rows that were loaded: as they are, from the plan's first day on."""
    day = _midnight(plan)
    history: Any = getattr(type(rows[0]), "history")  # noqa: B009 (django-stubs does not know it)
    history.bulk_history_create(rows, default_date=day, default_change_reason="計画の読み込み")


def _history(
    model: type[models.Model], fields: Sequence[str], as_of: datetime
) -> Iterator[tuple[Any, State | None]]:
    """Each row with a history → its state at the moment, None where it was not there."""
    found: dict[Any, State | None] = {}
    for pk, since, kind, line in _lines(model, fields):
        if pk not in found:
            found[pk] = None if kind == "+" and since > as_of else line
        if since <= as_of:
            found[pk] = None if kind == "-" else line
    yield from found.items()


def _lines(model: type[models.Model], fields: Sequence[str]) -> Iterator[tuple[Any, datetime, str, State]]:
    """The history, oldest first: the row's id, since when, how it came about (+ ~ -), and the fields."""
    history: Any = getattr(model, "history")  # noqa: B009 (django-stubs does not know it)
    ordered = history.order_by("history_date", "history_id")
    for line in ordered.values("id", "history_date", "history_type", *fields):
        pk, since, kind = (line.pop(name) for name in ("id", "history_date", "history_type"))
        yield pk, since, kind, line
