"""Draft, submit, send back, publish: the same way for every Reviewed record (product.md, "The yearly cycle").

A Desk serves one kind of record. Each step is one UPDATE filtered by the edit number that the person saw, so that of
two people the second is told, and nothing is lost. What belongs to one kind alone is said by a subclass.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from indicators.models import Event, Reviewed
from indicators.models import WorkflowState as State
from indicators.models.result import EDITABLE_STATES
from indicators.permissions import may_publish, may_review
from indicators.workflow.errors import Conflict, Incomplete, NotAllowed, WrongState

_Record = TypeVar("_Record", bound=Reviewed)


class Desk(Generic[_Record]):
    """`key`: the field that names a chain besides the year, `content`: what its writer writes.

    `carried`: what others add to it, and a change takes over as it stands.

    Every step raises NotAllowed, WrongState, Conflict or Incomplete, and has then written nothing.
    """

    model: type[_Record]
    key: ClassVar[str]
    content: ClassVar[tuple[str, ...]]
    carried: ClassVar[tuple[str, ...]] = ()

    # --- What a subclass says --------------------------------------------------------------------

    def name(self, owner: Any, year: int) -> str:
        """The record in a message, such as 施策41の令和7年度の評価シート."""
        raise NotImplementedError

    def may_write(self, by: User, owner: Any) -> bool:
        raise NotImplementedError

    def check_time(self, owner: Any, year: int) -> None:
        """WrongState where nothing can be written for the year."""
        raise NotImplementedError

    def missing(self, record: _Record) -> dict[str, str]:
        """Field → message of what keeps a record from being submitted."""
        raise NotImplementedError

    def place(self, owner: Any) -> dict[str, Any]:
        """The columns of a line of the log that say what it is about."""
        raise NotImplementedError

    def snapshot(self, record: _Record) -> dict[str, Any]:
        """The contents as text, for the log."""
        raise NotImplementedError

    def at_publication(self, record: _Record, now: datetime) -> dict[str, Any]:
        """Columns that are set when it is published; WrongState where it must not go out yet."""
        return {}

    def publishable(self, by: User, records: Collection[_Record]) -> set[int]:
        """Ids of those that the person may publish: nobody publishes what they entered, saved last or submitted."""
        return {record.pk for record in records if may_publish(by, record)}

    def may_publish(self, by: User, record: _Record) -> bool:
        return record.pk in self.publishable(by, [record])

    # --- The steps -------------------------------------------------------------------------------

    def current(self, owner: Any, year: int) -> _Record | None:
        """The newest record of the chain, open or published."""
        return self._chain(owner, year).order_by("-number").first()

    def standing(self, owner: Any, year: int) -> _Record | None:
        """The newest published record: what citizens see."""
        return self._chain(owner, year).filter(state=State.PUBLISHED).order_by("-number").first()

    def save(
        self,
        *,
        owner: Any,
        year: int,
        written: Mapping[str, Any],
        by: User,
        edit_number: int = 0,
        reason: str | None = None,
        record_id: int | None = None,
        now: datetime | None = None,
    ) -> _Record:
        """Keep a draft. `edit_number` is what the person saw, 0 where there was nothing.

        `record_id` is of which record: numbers of edits begin anew with a change, and after a draft was given up.
        """
        now = now or timezone.now()
        self._check_person(by, owner)
        self.check_time(owner, year)
        content = self._content(written)
        with transaction.atomic():
            if edit_number == 0:
                return self._create(owner, year, content, by, now)
            before = self._open(owner, year, edit_number, record_id)
            if reason is not None:
                content["reason"] = self._reason(before, reason)
            after = self._move(
                before, edit_number, before.state, EDITABLE_STATES, **content, edited_by=by, edited_at=now
            )
            self._record(Event.Action.SAVED, after, by, now, before=before)
            return after

    def submit(
        self,
        *,
        owner: Any,
        year: int,
        by: User,
        edit_number: int,
        written: Mapping[str, Any] | None = None,
        reason: str | None = None,
        record_id: int | None = None,
        now: datetime | None = None,
    ) -> _Record:
        """Hand it to the plan office; what is `written` is saved first, both or neither."""
        now = now or timezone.now()
        self._check_person(by, owner)
        self.check_time(owner, year)
        with transaction.atomic():
            if written is not None:
                saved = self.save(
                    owner=owner,
                    year=year,
                    written=written,
                    by=by,
                    edit_number=edit_number,
                    reason=reason,
                    record_id=record_id,
                    now=now,
                )
                edit_number, record_id = saved.edit_number, saved.pk
            before = self._open(owner, year, edit_number, record_id)
            if errors := self.missing(before):
                raise Incomplete(errors)
            after = self._move(
                before,
                edit_number,
                State.SUBMITTED,
                EDITABLE_STATES,
                submitted_by=by,
                submitted_at=now,
                return_reason="",
            )
            self._record(Event.Action.SUBMITTED, after, by, now, before=before)
            return after

    def send_back(
        self, *, record: _Record, edit_number: int, reason: str, by: User, now: datetime | None = None
    ) -> _Record:
        now = now or timezone.now()
        if not may_review(by):
            raise NotAllowed("差し戻せるのは企画課（計画担当）だけです。")
        if not reason.strip():
            raise Incomplete({"return_reason": "差戻しの理由を入力してください。"})
        with transaction.atomic():
            after = self._move(
                record, edit_number, State.RETURNED, (State.SUBMITTED,), return_reason=reason.strip()
            )
            self._record(Event.Action.SENT_BACK, after, by, now, before=record, reason=reason.strip())
            return after

    def publish(self, *, record: _Record, edit_number: int, by: User, now: datetime | None = None) -> _Record:
        """Make it public; from then on it is fixed. Nobody publishes what they entered, saved last or submitted."""
        now = now or timezone.now()
        with transaction.atomic():
            fresh = self._fresh(record)
            if not self.may_publish(by, fresh):
                raise NotAllowed(
                    "公表できるのは、自分で入力・保存・提出していない企画課（計画担当）の人だけです。"
                )
            if fresh.edit_number != edit_number or fresh.state != State.SUBMITTED:
                raise self.conflict(self._owner(fresh), fresh.year)
            added = self.at_publication(fresh, now)
            after = self._move(
                fresh,
                edit_number,
                State.PUBLISHED,
                (State.SUBMITTED,),
                published_at=now,
                published_by=by,
                **added,
            )
            self._record(Event.Action.PUBLISHED, after, by, now, before=fresh)
            return after

    def open_change(
        self, *, owner: Any, year: int, reason: str, by: User, now: datetime | None = None
    ) -> _Record:
        """A new draft beside what is published, as a copy of it, with the reason of the change."""
        now = now or timezone.now()
        self._check_person(by, owner)
        latest = self.current(owner, year)
        if latest is None:
            raise WrongState(f"{self.name(owner, year)}は、まだ公表されていません。")
        if latest.is_open:
            raise Conflict("この変更は、すでに始められています。", latest)
        if not reason.strip():
            raise Incomplete({"reason": "変更の理由を入力してください。"})
        try:
            with transaction.atomic():
                created = self.model._default_manager.create(
                    **{self.key: owner},
                    year=year,
                    number=latest.number + 1,
                    reason=reason.strip(),
                    entered_by=by,
                    edited_by=by,
                    edited_at=now,
                    **{name: getattr(latest, name) for name in (*self.content, *self.carried)},
                )
                self._record(Event.Action.CREATED, created, by, now)
        except IntegrityError:
            raise self.conflict(owner, year) from None
        return created

    def discard(self, *, record: _Record, edit_number: int, by: User, now: datetime | None = None) -> None:
        """Give up a draft; the log keeps what it said."""
        now = now or timezone.now()
        owner = self._owner(record)
        self._check_person(by, owner)
        with transaction.atomic():
            gone, _ = self.model._default_manager.filter(
                pk=record.pk, edit_number=edit_number, state__in=EDITABLE_STATES
            ).delete()
            if not gone:
                raise self.conflict(owner, record.year)
            self._record(Event.Action.DISCARDED, record, by, now, to_state="")

    def conflict(self, owner: Any, year: int) -> Conflict:
        """Why the row was not found as it was seen, with what stands now."""
        current = self.current(owner, year)
        if current is None:
            return Conflict("この下書きはすでに取りやめられています。", None)
        if current.is_editable:
            return Conflict("ほかの人が先に保存しました。", current)
        label = State(current.state).label
        return Conflict(f"{self.name(owner, year)}はすでに「{label}」になっています。", current)

    # --- Inside ----------------------------------------------------------------------------------

    def _chain(self, owner: Any, year: int) -> Any:
        people = ("entered_by", "edited_by", "submitted_by", "published_by")
        rows = self.model._default_manager.filter(**{self.key: owner}, year=year)
        return rows.select_related(*people, self.key)

    def _owner(self, record: _Record) -> Any:
        return getattr(record, self.key)

    def _check_person(self, by: User, owner: Any) -> None:
        if not self.may_write(by, owner):
            raise NotAllowed("入力できるのは、主担当の課と企画課です。")

    def _content(self, written: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: text.strip() if isinstance(text := written[name], str) else text
            for name in self.content
            if name in written
        }

    def _reason(self, record: _Record, reason: str) -> str:
        if record.is_change and not reason.strip():
            raise Incomplete({"reason": "変更の理由を入力してください。"})
        return reason.strip()

    def _create(self, owner: Any, year: int, content: dict[str, Any], by: User, now: datetime) -> _Record:
        if self.current(owner, year) is not None:
            raise self.conflict(owner, year)
        try:
            with transaction.atomic():  # a savepoint: PostgreSQL's transaction goes on after the refusal
                created = self.model._default_manager.create(
                    **{self.key: owner}, year=year, entered_by=by, edited_by=by, edited_at=now, **content
                )
        except IntegrityError:
            if self.current(owner, year) is None:
                raise
            raise self.conflict(owner, year) from None
        self._record(Event.Action.CREATED, created, by, now)
        return created

    def _open(self, owner: Any, year: int, edit_number: int, record_id: int | None) -> _Record:
        found = self.current(owner, year)
        if found is None or found.edit_number != edit_number or not found.is_editable:
            raise self.conflict(owner, year)
        if record_id is not None and found.pk != record_id:
            raise self.conflict(owner, year)
        return found

    def _fresh(self, record: _Record) -> _Record:
        found = self._chain(self._owner(record), record.year).filter(pk=record.pk).first()
        if found is None:
            raise self.conflict(self._owner(record), record.year)
        fresh: _Record = found
        return fresh

    def _move(
        self, record: _Record, edit_number: int, state: str, from_states: tuple[str, ...], **changes: Any
    ) -> _Record:
        """One UPDATE that finds the row only in one of `from_states` and at the edit that was looked at."""
        moved = self.model._default_manager.filter(
            pk=record.pk, edit_number=edit_number, state__in=from_states
        ).update(state=state, edit_number=F("edit_number") + 1, **changes)
        if not moved:
            raise self.conflict(self._owner(record), record.year)
        return self._fresh(record)

    def _record(
        self,
        action: Event.Action,
        record: _Record,
        by: User,
        now: datetime,
        *,
        before: _Record | None = None,
        reason: str = "",
        to_state: str | None = None,
        **more: str,
    ) -> None:
        detail: dict[str, Any] = {**more, "after": {"reason": record.reason, **self.snapshot(record)}}
        if action == Event.Action.SAVED and before is not None:
            detail["before"] = {"reason": before.reason, **self.snapshot(before)}
        Event.objects.create(
            at=now,
            by=by,
            action=action,
            **self.place(self._owner(record)),
            year=record.year,
            number=record.number,
            from_state=before.state if before is not None else "",
            to_state=record.state if to_state is None else to_state,
            reason=reason,
            detail=detail,
        )
