"""How a reviewed record is found, moved and written down: below every step (engine.py, approval_steps.py).

Each step is one UPDATE filtered by id, version and state, so that of two people the second is told, and nothing is lost.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F

from indicators.models import Event
from indicators.models import WorkflowState as State
from indicators.wording.gone import LED_TO, became
from indicators.workflow.errors import Incomplete, NotAllowed, StaleVersion
from indicators.workflow.review.hooks import Hooks, Record


class Moves(Hooks[Record]):
    """The row of a record as it stands, and the one statement that moves it."""

    def current(self, owner: Any, year: int) -> Record | None:
        """The newest record of the chain, open or published; None where nobody has typed anything."""
        return self._first(owner, self._chain(owner, year))

    def conflict(self, owner: Any, year: int, by: User | None = None) -> StaleVersion:
        """Why the row was not found as its writer `by` saw it, with what stands now."""
        current = self.current(owner, year)
        if current is None:
            return StaleVersion("この下書きはすでに取りやめられています。", None)
        if current.is_editable:
            is_own = by is not None and current.edited_by_id == by.pk
            who = "あなたが別の画面で" if is_own else "ほかの人が"
            return StaleVersion(f"{who}先に保存しました。", current)
        label = State(current.state).label
        return StaleVersion(f"{self.short_name(owner, year)}はすでに「{label}」になっています。", current)

    def changed(self, record: Record) -> StaleVersion:
        """Why a record that was seen waiting is not found so: what it is now, by whom and when; with what stands now."""
        owner, year = self.owner_of(record), record.year
        now = self.model._default_manager.filter(pk=record.pk).first()
        state = now.state if now is not None else ""
        lines = Event.objects.filter(**self.place(owner), year=year, action__in=LED_TO[state])
        if now is not None:
            lines = lines.filter(number=record.number)
        of_kind = (one for one in lines.select_related("by").order_by("-pk") if self.tells_of_it(one))
        waits = self.waits(now) if now is not None and state == State.SUBMITTED else ""
        said = became(self.short_name(owner, year), state, next(of_kind, None), waits)
        return StaleVersion(said, self.current(owner, year))

    def given_up(self, ids: Collection[int]) -> dict[int, Record]:
        """Records that are no more, by their ids, as the log knows whose they were; what it does not know is left out."""
        if not ids:
            return {}
        lines = Event.objects.filter(
            action=Event.Action.DISCARDED, detail__record_id__in=list(ids), **{f"{self.key}__isnull": False}
        )
        found: dict[int, Record] = {}
        for line in lines.select_related(self.key).order_by("pk"):
            if self.tells_of_it(line):
                found[line.detail["record_id"]] = self._from_log(line)
        return found

    def _from_log(self, line: Event) -> Record:
        """Not to be saved: whose it was, and who gave it up."""
        who: dict[str, Any] = {"entered_by": line.by, "edited_by": line.by, "edited_at": line.at}
        columns: dict[str, Any] = {
            self.key: getattr(line, self.key),
            "year": line.year,
            "number": line.number,
        }
        names = {field.name for field in self.model._meta.concrete_fields}
        if "department" in names:
            columns["department_id"] = line.detail["department"]
        if "name" in names:
            columns["name"] = line.detail["after"]["name"]
        return self.model(pk=line.detail["record_id"], version=0, **who, **columns)

    def check_person(self, by: User, owner: Any) -> None:
        if not self.may_write(by, owner):
            raise NotAllowed(self.not_yours(owner))

    def owner_of(self, record: Record) -> Any:
        return getattr(record, self.key)

    # --- Inside ----------------------------------------------------------------------------------

    def _chain(self, owner: Any, year: int) -> Any:
        if owner.pk is None:  # nobody has written of it
            return self.model._default_manager.none()
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
        if self._chain(owner, year).exists():
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
        if owner.pk is None:
            self.keep_owner(owner)
            owner._state.adding = False
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
        # Without its people, whom a step knows by their ids: to read them along costs more than the record.
        found = self._first(owner, self.model._default_manager.filter(pk=record.pk))
        if found is None:
            raise self.changed(record)
        return found

    def _move(
        self,
        record: Record,
        version: int,
        state: str,
        from_states: tuple[str, ...],
        *,
        unseen: bool = False,
        **columns: Any,
    ) -> Record:
        """One UPDATE that finds the row only in one of `from_states` and at the version that was looked at; `unseen`: only
        while nobody has opened it who may act on it.

        The database decides who was first: whoever looked before another's UPDATE finds no row, and waits for nobody.
        """
        rows = self.model._default_manager.filter(pk=record.pk, version=version, state__in=from_states)
        if unseen:
            rows = rows.filter(looked_at__isnull=True)
        moved = rows.update(state=state, version=F("version") + 1, **columns)
        if not moved:
            if from_states == (State.SUBMITTED,):
                raise self.changed(record)
            raise self.conflict(self.owner_of(record), record.year, columns.get("edited_by"))
        return self._fresh(record)

    def _log(
        self,
        action: Event.Action,
        record: Record,
        by: User | None,
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
        by: User | None,
        now: datetime,
        *,
        before: Record | None = None,
        from_state: str = "",
        reason: str = "",
        **detail: Any,
    ) -> Event:
        """The line, not yet written."""
        detail["after"] = {"reason": record.reason, **self.snapshot(record)}
        if action in (Event.Action.SAVED, Event.Action.APPROVER_CORRECTED) and before is not None:
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
