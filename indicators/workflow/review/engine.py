"""Draft, submit, send back, publish: the same way for every reviewed record (docs/publication.md §2).

A ReviewWorkflow serves one kind of record. Each step is one UPDATE filtered by id, version and state, so that of two
people the second is told, and nothing is lost. What belongs to one kind alone is said by its hooks (hooks.py).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators.approvals import kind_of
from indicators.models import Event
from indicators.models import WorkflowState as State
from indicators.models.reviewed import EDITABLE_STATES
from indicators.workflow.errors import Incomplete, NotAllowed, WrongState
from indicators.workflow.review.approval_steps import ApprovalSteps, onward_said
from indicators.workflow.review.hooks import Record


class ReviewWorkflow(ApprovalSteps[Record]):
    """Every step raises NotAllowed, WrongState, StaleVersion or Incomplete, and has then written nothing."""

    # --- The steps -------------------------------------------------------------------------------

    def current_published(self, owner: Any, year: int) -> Record | None:
        """The newest published record: what citizens see."""
        return self._first(owner, self._chain(owner, year).filter(state=State.PUBLISHED))

    def save(
        self,
        *,
        owner: Any,
        year: int,
        data: Any,
        by: User,
        version: int = 0,
        number: int | None = None,
        record_id: int | None = None,
        reason: str | None = None,
        now: datetime | None = None,
    ) -> Record:
        """Keep a draft. `version` is what the person saw, 0 where there was nothing; `reason` (a change alone has
        one) stays as it was where it is None.

        `number` or `record_id` is of which record, where versions begin anew with a change or a second first draft.
        """
        now = now or timezone.now()
        self.check_person(by, owner)
        with transaction.atomic():
            if version == 0:
                return self._create_first(owner, year, data, by, now)
            before = self._open(owner, year, version, number, record_id, by)
            columns = self.columns(owner, data, before, now)
            if reason is not None and before.is_change:
                columns["reason"] = self.checked_reason(before, reason)
            after = self._move(
                before, version, before.state, EDITABLE_STATES, **columns, edited_by=by, edited_at=now
            )
            self._log(Event.Action.SAVED, after, by, now, before=before)
            return after

    def submit(
        self,
        *,
        owner: Any,
        year: int,
        by: User,
        version: int,
        data: Any = None,
        number: int | None = None,
        record_id: int | None = None,
        reason: str | None = None,
        now: datetime | None = None,
    ) -> Record:
        """Hand it in: to the first level of its department's route, or to the plan office. `data` are saved first, both
        or neither."""
        now = now or timezone.now()
        self.check_person(by, owner)
        with transaction.atomic():
            if data is not None:
                saved = self.save(
                    owner=owner,
                    year=year,
                    data=data,
                    by=by,
                    version=version,
                    number=number,
                    record_id=record_id,
                    reason=reason,
                    now=now,
                )
                version, number, record_id = saved.version, saved.number, saved.pk
            before = self._open(owner, year, version, number, record_id, by)
            if errors := self.missing(before, now):
                raise Incomplete(errors)
            columns = self.columns_at_submission(before, by)
            for name, said in columns.items():
                setattr(before, name, said)
            waiting = self.start(before, by)
            after = self._move(
                before,
                version,
                State.SUBMITTED,
                EDITABLE_STATES,
                **columns,
                submitted_by=by,
                submitted_at=now,
                return_reason="",
                approval_level=waiting.number,
                looked_at=None,
            )
            said = onward_said(waiting) if waiting.route else {}
            self._log(Event.Action.SUBMITTED, after, by, now, before=before, **said)
            self._ask(waiting, now)
            return after

    def send_back(
        self, *, record: Record, version: int, reason: str, by: User, now: datetime | None = None
    ) -> Record:
        """Give it back to its writers with a reason: the plan office, or who may approve it where it waits."""
        now, reason = now or timezone.now(), reason.strip()
        acting = self.check_sender(by, self._fresh(record))
        if not reason:
            raise Incomplete({"return_reason": "差戻しの理由を入力してください。"})
        with transaction.atomic():
            after = self._move(
                record, version, State.RETURNED, (State.SUBMITTED,), return_reason=reason, approval_level=0
            )
            self._log(
                Event.Action.SENT_BACK, after, by, now, from_state=State.SUBMITTED, reason=reason, **acting
            )
            return after

    def publish(
        self, *, record: Record, version: int, by: User, now: datetime | None = None, **more: Any
    ) -> Any:
        """Make it public; from then on it is fixed. Nobody publishes what they entered, saved last or submitted."""
        now = now or timezone.now()
        with transaction.atomic():
            # Who wrote it is read from the row as it stands, not from what the caller holds.
            fresh = self._fresh(record)
            if not self.may_publish(by, fresh):
                raise NotAllowed(self.why_not_publish(by, fresh))
            # The authors just read are those of this version, and the row that moves is of the same: else somebody
            # who mends it at this very moment could publish their own words.
            if fresh.version != version or fresh.state != State.SUBMITTED:
                raise self.changed(fresh)
            if waits := self.why_not_arrived(fresh):
                raise WrongState(waits)
            columns = self.columns_at_publication(fresh, by, now)
            after = self._move(
                fresh, version, State.PUBLISHED, (State.SUBMITTED,), **columns, approval_level=0
            )
            public = self.at_publication(after, by, now, **more)
            self._log(Event.Action.PUBLISHED, after, by, now, before=fresh)
            return public

    def publish_together(
        self, *, chosen: Sequence[tuple[Record, int]], by: User, now: datetime | None = None
    ) -> list[Any]:
        """Publish each at the version that was looked at; all or none. NotAllowed, StaleVersion, WrongState."""
        with transaction.atomic():
            return [self.publish(record=record, version=seen, by=by, now=now) for record, seen in chosen]

    def open_change(
        self,
        *,
        owner: Any,
        year: int,
        by: User,
        reason: str = "",
        kind: str = "",
        now: datetime | None = None,
    ) -> Record:
        """A new draft beside what is published, as a copy of it, with the reason of the change.

        Nothing public changes yet. `kind`: which change, where there are several.
        """
        now = now or timezone.now()
        self.check_person(by, owner)
        latest = self.current(owner, year)
        if latest is None:
            raise WrongState(self.nothing_published(owner, year))
        if latest.is_open:
            raise self.change_is_open(latest)
        columns = self.columns_of_change(latest, reason.strip(), kind)
        try:
            # Of its own, or a savepoint where the caller has a transaction: that one goes on after the refusal.
            with transaction.atomic():
                created = self._create(
                    owner, year, by, now, number=latest.number + 1, reason=reason.strip(), **columns
                )
                self._log(Event.Action.CREATED, created, by, now, reason=created.reason)
        except IntegrityError:  # two people began at once: one open record a chain
            raise self.conflict(owner, year) from None
        return created

    def discard(self, *, record: Record, version: int, by: User, now: datetime | None = None) -> None:
        """Give up a draft; the log keeps what it said."""
        now = now or timezone.now()
        owner = self.owner_of(record)
        self.check_person(by, owner)
        with transaction.atomic():
            # Locked, not only filtered: Django deletes by id alone, and would take along what was submitted meanwhile.
            found = self._first(
                owner,
                self.model._default_manager.select_for_update().filter(
                    pk=record.pk, version=version, state__in=EDITABLE_STATES
                ),
            )
            if found is None:
                raise self.conflict(owner, record.year, by)
            self.at_discard(found, by, now)
            self.model._default_manager.filter(pk=record.pk).delete()
            state = found.state if self.tells_discarded_state else ""
            kind = kind_of(self.model)
            told = {"record_id": record.pk, "department": kind.department_id(found) if kind else None}
            self._log(Event.Action.DISCARDED, found, by, now, from_state=state, **told)
