"""The plan's rows as they stood at a moment, read from their history; the rows of today where no moment is asked for.

`load_plan` begins the history of every row on the first day of the plan, so that a row which is edited later still
shows, on an earlier day, what it said then.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta, timezone
from typing import Any

from django.db import models

from measures.models import Plan

JAPAN = timezone(timedelta(hours=9))
State = dict[str, Any]


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


def begin_history(rows: list[models.Model], plan: Plan) -> None:
    """Write the first line of the history of rows that were loaded: as they are, from the plan's first day on."""
    day = datetime.combine(plan.first_day, time.min, tzinfo=JAPAN)
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
