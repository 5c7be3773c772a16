"""A save that a page makes by itself while somebody writes a long text: nothing new writes nothing (docs/input.md §5)."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.workflow.review.engine import ReviewWorkflow
from indicators.workflow.review.hooks import Record


class KeepingWorkflow(ReviewWorkflow[Record]):
    """Of records whose form names the record it was given (forms/refusable.py)."""

    def keep(
        self,
        *,
        owner: Any,
        year: int,
        data: Any,
        by: User,
        version: int = 0,
        record_id: int | None = None,
        reason: str | None = None,
        now: datetime | None = None,
    ) -> Record | None:
        """The record as it stands afterwards; None where nothing was typed and nothing stands. Refuses as save().

        Where the same words stand already, nothing is written: also where this very person saved them a moment ago
        and the answer was lost on its way.
        """
        now = now or timezone.now()
        self.check_person(by, owner)
        with transaction.atomic():
            current = self.current(owner, year)
            said = self.columns(owner, data, current, now)
            if current is None and version == 0 and not any(said.values()):
                return None
            if (
                current is not None
                and current.is_editable
                and record_id in (None, current.pk)
                and (current.version == version or current.edited_by_id == by.pk)
                and all(getattr(current, name) == text for name, text in said.items())
                and (reason is None or reason.strip() == current.reason)
            ):
                return current
            return self.save(
                owner=owner,
                year=year,
                data=data,
                by=by,
                version=version,
                record_id=record_id,
                reason=reason,
                now=now,
            )
