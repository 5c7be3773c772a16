"""Keeping a draft while it is typed: like a save, but what says nothing new leaves no line in the log."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from indicators.models import Indicator, Kind, Result
from indicators.workflow.drafts import Entry, check_person, current_result, normalise, save_draft


def keep_draft(
    *,
    indicator: Indicator,
    year: int,
    entry: Entry,
    by: User,
    number: int = 1,
    edit_number: int = 0,
    reason: str | None = None,
    now: datetime | None = None,
) -> Result | None:
    """The record as it stands afterwards; None where nothing was typed and nothing stands. Refuses as save_draft().

    Where the same words stand already, nothing is written. That is so too where they were saved by this very person
    a moment ago and the answer was lost on its way.
    """
    check_person(indicator, by)
    with transaction.atomic():
        standing = current_result(indicator, year)
        if standing is None and edit_number == 0 and normalise(entry, Kind.FIRST) == Entry():
            return None
        if (
            standing is not None
            and standing.number == number
            and standing.is_editable
            and (standing.edit_number == edit_number or standing.edited_by_id == by.pk)
            and normalise(entry, standing.kind) == Entry.of(standing)
            and (reason is None or reason.strip() == standing.reason)
        ):
            return standing
        return save_draft(
            indicator=indicator,
            year=year,
            entry=entry,
            by=by,
            number=number,
            edit_number=edit_number,
            reason=reason,
            now=now,
        )
