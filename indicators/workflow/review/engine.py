"""Draft, submit, send back, publish: the same way for every reviewed record (docs/publication.md §2).

A ReviewWorkflow serves one kind of record. Each step is one UPDATE filtered by id, version and state, so that of two
people the second is told, and nothing is lost. What belongs to one kind alone is said by its hooks (hooks.py).
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from indicators.models import Event
from indicators.models import WorkflowState as State
from indicators.models.reviewed import EDITABLE_STATES
from indicators.permissions import may_review
from indicators.workflow.errors import Incomplete, NotAllowed, StaleVersion, WrongState
from indicators.workflow.review.hooks import Hooks, Record


class ReviewWorkflow(Hooks[Record]):
    """Every step raises NotAllowed, WrongState, StaleVersion or Incomplete, and has then written nothing."""

    # --- The steps -------------------------------------------------------------------------------

    def current(self, owner: Any, year: int) -> Record | None:
        """The newest record of the chain, open or published; None where nobody has typed anything."""
        return self._first(owner, self._chain(owner, year))

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
        """Hand it to the plan office; `data` are saved first, both or neither."""
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
            after = self._move(
                before,
                version,
                State.SUBMITTED,
                EDITABLE_STATES,
                submitted_by=by,
                submitted_at=now,
                return_reason="",
            )
            self._log(Event.Action.SUBMITTED, after, by, now, before=before)
            return after

    def send_back(
        self, *, record: Record, version: int, reason: str, by: User, now: datetime | None = None
    ) -> Record:
        """Give it back to its writers with a reason."""
        now = now or timezone.now()
        if not may_review(by):
            raise NotAllowed("差し戻せるのは企画課（計画担当）だけです。")
        if not reason.strip():
            raise Incomplete({"return_reason": "差戻しの理由を入力してください。"})
        with transaction.atomic():
            after = self._move(
                record, version, State.RETURNED, (State.SUBMITTED,), return_reason=reason.strip()
            )
            self._log(
                Event.Action.SENT_BACK, after, by, now, from_state=State.SUBMITTED, reason=reason.strip()
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
                raise self.conflict(self.owner_of(fresh), fresh.year, seen=State.SUBMITTED)
            columns = self.columns_at_publication(fresh, by, now)
            after = self._move(fresh, version, State.PUBLISHED, (State.SUBMITTED,), **columns)
            public = self.at_publication(after, by, now, **more)
            self._log(Event.Action.PUBLISHED, after, by, now, before=fresh)
            return public

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
            self._log(Event.Action.DISCARDED, found, by, now, from_state=state)

    def conflict(self, owner: Any, year: int, by: User | None = None, *, seen: str = "") -> StaleVersion:
        """Why the row was not found as it was seen by `by`, in the state `seen`, with what stands now."""
        current = self.current(owner, year)
        if current is None:
            return StaleVersion("この下書きはすでに取りやめられています。", None)
        if seen == State.SUBMITTED and current.is_open:  # there is one way back from there
            again = "、提出し直されています。" if current.state == State.SUBMITTED else "ています。"
            return StaleVersion(f"{self.short_name(owner, year)}は、見たあとに差し戻され{again}", current)
        if current.is_editable:
            is_own = by is not None and current.edited_by_id == by.pk
            who = "あなたが別の画面で" if is_own else "ほかの人が"
            return StaleVersion(f"{who}先に保存しました。", current)
        label = State(current.state).label
        return StaleVersion(f"{self.short_name(owner, year)}はすでに「{label}」になっています。", current)

    def check_person(self, by: User, owner: Any) -> None:
        if not self.may_write(by, owner):
            raise NotAllowed(self.not_yours(owner))

    def owner_of(self, record: Record) -> Any:
        return getattr(record, self.key)

    # --- Inside ----------------------------------------------------------------------------------

    def _chain(self, owner: Any, year: int) -> Any:
        rows = self.model._default_manager.filter(**{self.key: owner}, year=year)
        return rows.select_related(*self.people).order_by("-number")

    def _first(self, owner: Any, rows: Any) -> Record | None:
        """The caller's owner goes with the record: it has been read with its plan and departments already."""
        found: Record | None = rows.first()
        if found is not None:
            setattr(found, self.key, owner)
        return found

    def checked_reason(self, record: Record, reason: str) -> str:
        """Of a change; Incomplete where it needs one."""
        if self.needs_reason(record) and not reason.strip():
            raise Incomplete({"reason": "変更の理由を入力してください。"})
        return reason.strip()

    def _create_first(self, owner: Any, year: int, data: Any, by: User, now: datetime) -> Record:
        if self.current(owner, year) is not None:
            raise self.conflict(owner, year, by)
        self.check_time(owner, year, 1)
        columns = self.columns(owner, data, None, now)
        try:
            with transaction.atomic():  # a savepoint: PostgreSQL's transaction goes on after the refusal
                created = self._create(owner, year, by, now, **columns)
        except IntegrityError:
            # Two people began at once. Any other refusal of the database has no record to show, and is raised on.
            if self.current(owner, year) is None:
                raise
            raise self.conflict(owner, year, by) from None
        self._log(Event.Action.CREATED, created, by, now)
        return created

    def _create(
        self, owner: Any, year: int, by: User, now: datetime, *, number: int = 1, **columns: Any
    ) -> Record:
        version = self.first_version(owner, year, number)
        return self.model._default_manager.create(
            **{self.key: owner},
            year=year,
            number=number,
            version=version,
            entered_by=by,
            edited_by=by,
            edited_at=now,
            **columns,
        )

    def _open(
        self, owner: Any, year: int, version: int, number: int | None, record_id: int | None, by: User
    ) -> Record:
        """The record that the person saw, at the version that they saw; StaleVersion, WrongState."""
        found = self.current(owner, year)
        if found is None or (number or 1) > found.number:
            raise self.conflict(owner, year, by)
        self.check_time(owner, year, number or found.number)
        is_it = number in (None, found.number) and record_id in (None, found.pk)
        if not is_it or found.version != version or not found.is_editable:
            raise self.conflict(owner, year, by)
        return found

    def _fresh(self, record: Record) -> Record:
        owner = self.owner_of(record)
        found = self._first(owner, self._chain(owner, record.year).filter(pk=record.pk))
        if found is None:
            raise self.conflict(owner, record.year)
        return found

    def _move(
        self, record: Record, version: int, state: str, from_states: tuple[str, ...], **columns: Any
    ) -> Record:
        """One UPDATE that finds the row only in one of `from_states` and at the version that was looked at.

        The database decides who was first: whoever looked before another's UPDATE finds no row, and waits for nobody.
        """
        moved = self.model._default_manager.filter(
            pk=record.pk, version=version, state__in=from_states
        ).update(state=state, version=F("version") + 1, **columns)
        if not moved:
            seen = State.SUBMITTED if from_states == (State.SUBMITTED,) else ""
            raise self.conflict(self.owner_of(record), record.year, columns.get("edited_by"), seen=seen)
        return self._fresh(record)

    def _log(
        self,
        action: Event.Action,
        record: Record,
        by: User,
        now: datetime,
        *,
        before: Record | None = None,
        from_state: str = "",
        reason: str = "",
        **detail: Any,
    ) -> None:
        """One line of the log: `before` is the record as it was, told where its content may have changed."""
        self.line(
            action, record, by, now, before=before, from_state=from_state, reason=reason, **detail
        ).save(force_insert=True)

    def line(
        self,
        action: Event.Action,
        record: Record,
        by: User,
        now: datetime,
        *,
        before: Record | None = None,
        from_state: str = "",
        reason: str = "",
        **detail: Any,
    ) -> Event:
        """The line, not yet written."""
        detail["after"] = {"reason": record.reason, **self.snapshot(record)}
        if action == Event.Action.SAVED and before is not None:
            detail["before"] = {"reason": before.reason, **self.snapshot(before)}
        return Event(
            at=now,
            by=by,
            action=action,
            **self.place(self.owner_of(record)),
            year=record.year,
            number=record.number,
            from_state=before.state if before is not None else from_state,
            to_state="" if action == Event.Action.DISCARDED else record.state,
            reason=reason,
            detail=detail,
        )
