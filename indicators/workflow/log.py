"""Writes the log (Event): one line for each transition."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from indicators.models import Event, Result
from indicators.models.vocabulary import plain


def snapshot(result: Result) -> dict[str, Any]:
    """What a record said, in text: figures with all digits, dates in ISO form."""
    return {
        "kind": result.kind,
        "reason": result.reason,
        "value_state": result.value_state,
        "value": plain(result.value),
        "note": result.note,
        "as_of": result.as_of and result.as_of.isoformat(),
        "expected_on": result.expected_on and result.expected_on.isoformat(),
    }


def record(
    action: Event.Action,
    result: Result,
    *,
    by: User,
    now: datetime,
    from_state: str = "",
    reason: str = "",
    before: dict[str, Any] | None = None,
) -> None:
    """One line about a record: `before` is its earlier snapshot where its content changed."""
    detail = {"after": snapshot(result)} if before is None else {"before": before, "after": snapshot(result)}
    Event.objects.create(
        at=now,
        by=by,
        action=action,
        indicator=result.indicator,
        year=result.year,
        number=result.number,
        from_state=from_state,
        to_state="" if action == Event.Action.DISCARDED else result.state,
        reason=reason,
        detail=detail,
    )
