"""A submitted record goes its department's route before the plan office sees it (docs/publication.md §4, decisions/0042).

The state stays 提出済; `approval_level` says where it waits, 0 at the plan office. Who may act at a level is asked anew at
each step (indicators/approvals/), so that a route that was changed meanwhile strands nothing and lets nobody through.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.utils import timezone

from indicators.approvals import Acting, Step, Waiting, kind_of, start_of, waiting_of
from indicators.approvals.waiting import AT_OFFICE, setters_for, waiting_at
from indicators.models import Event
from indicators.models import WorkflowState as State
from indicators.models.reviewed import OPEN_STATES
from indicators.permissions import may_review
from indicators.workflow.approval_mails import ask_approvers
from indicators.workflow.errors import Incomplete, NotAllowed, WrongState
from indicators.workflow.review.hooks import Record
from indicators.workflow.review.moves import Moves

LOOKED_AT = "すでに見られているので、引き戻せません。直したいときは、差戻しを頼んでください。"
LONGEST_NUMBER = 60


class ApprovalSteps(Moves[Record]):
    """Approve, correct, take back, and the number of the paper decision. Errors as of every step (engine.py)."""

    def waiting(self, record: Record) -> Waiting:
        """Where it waits today, and for whom."""
        kind = kind_of(self.model)
        return waiting_of([record], kind).get(record.pk, AT_OFFICE) if kind else AT_OFFICE

    def why_not_arrived(self, record: Record) -> str:
        """That it waits in its department still; "" where the plan office may act on it."""
        level = self.waiting(record).level if record.approval_level else None
        return f"まだ課で承認されていません（{level.title}の承認待ち）。" if level else ""

    def approve(self, *, record: Record, version: int, by: User, now: datetime | None = None) -> Record:
        """On to the next level at which somebody else may approve it, else to the plan office."""
        now = now or timezone.now()
        with transaction.atomic():
            fresh, waiting, acting = self._at_level(record, version, by)
            step = Step(acting.seat.level, acting.seat.title, by.pk, _pk(acting.stands_in_for), now)
            hands = waiting.hands.with_step(step)
            onward = waiting_at(waiting.number + 1, waiting.route, hands, setters_for(waiting.route, hands))
            after = self._move(
                fresh,
                version,
                State.SUBMITTED,
                (State.SUBMITTED,),
                approval_level=onward.number,
                looked_at=fresh.looked_at or now,
            )
            self._log(
                Event.Action.APPROVED,
                after,
                by,
                now,
                before=fresh,
                **acting_said(acting),
                **onward_said(onward),
            )
            self._ask(onward, now)
            return after

    def correct(
        self,
        *,
        record: Record,
        version: int,
        data: Any,
        by: User,
        reason: str | None = None,
        now: datetime | None = None,
    ) -> Record:
        """Changed by who would have approved it: from now on they are one of its writers, and somebody else approves it,
        at the same level where there is one, else at the next. It stays handed in. WrongState where nothing is different.
        """
        now = now or timezone.now()
        with transaction.atomic():
            fresh, waiting, acting = self._at_level(record, version, by)
            owner = self.owner_of(fresh)
            columns = self.columns(owner, data, fresh, now)
            if reason is not None and fresh.is_change:
                columns["reason"] = self.checked_reason(fresh, reason)
            if all(getattr(fresh, name) == said for name, said in columns.items()):
                raise WrongState("いまと同じ内容です。何も変えていません。")
            for name, said in columns.items():
                setattr(fresh, name, said)
            if errors := self.missing(fresh, now):
                raise Incomplete(errors)
            before = self._fresh(record)
            hands = waiting.hands.with_corrector(by.pk)
            onward = waiting_at(waiting.number, waiting.route, hands, setters_for(waiting.route, hands))
            after = self._move(
                before,
                version,
                State.SUBMITTED,
                (State.SUBMITTED,),
                **columns,
                edited_by=by,
                edited_at=now,
                approval_level=onward.number,
                looked_at=before.looked_at or now,
            )
            said = {**acting_said(acting), **onward_said(onward)}
            self._log(Event.Action.APPROVER_CORRECTED, after, by, now, before=before, **said)
            self._ask(onward, now)
            return after

    def take_back(self, *, record: Record, version: int, by: User, now: datetime | None = None) -> Record:
        """A draft again, by who handed it in, until somebody who may act on it has looked."""
        now = now or timezone.now()
        with transaction.atomic():
            fresh = self._fresh(record)
            owner = self.owner_of(fresh)
            self.check_person(by, owner)
            if fresh.state == State.SUBMITTED and fresh.submitted_by_id != by.pk:
                raise NotAllowed("引き戻せるのは、提出した人だけです。")
            if fresh.state != State.SUBMITTED or fresh.version != version:
                raise self.conflict(owner, fresh.year, by)
            if fresh.looked_at is not None:
                raise WrongState(LOOKED_AT)
            self.check_time(owner, fresh.year, fresh.number)
            after = self._move(
                fresh,
                version,
                State.DRAFT,
                (State.SUBMITTED,),
                unseen=True,
                submitted_by=None,
                submitted_at=None,
                approval_level=0,
            )
            self._log(Event.Action.TAKEN_BACK, after, by, now, from_state=State.SUBMITTED)
            return after

    def may_take_back(self, by: User, record: Record) -> bool:
        """Whether the button is there; the step asks again."""
        return (
            record.state == State.SUBMITTED and record.submitted_by_id == by.pk and record.looked_at is None
        )

    def look(self, record: Record, by: User, now: datetime | None = None) -> None:
        """Somebody who may act on it has opened it: from now on it is not taken back. Nothing else happens, and no
        version counts up; where nothing can be written, nothing is."""
        if record.state != State.SUBMITTED or record.looked_at is not None or by.pk == record.submitted_by_id:
            return
        if not may_review(by) and by.pk not in self.waiting(record).able:
            return
        now = now or timezone.now()
        rows = self.model._default_manager.filter(
            pk=record.pk, version=record.version, state=State.SUBMITTED, looked_at=None
        )
        try:
            with transaction.atomic():
                if rows.update(looked_at=now):
                    record.looked_at = now
        except DatabaseError:
            return  # the page is read all the same

    def set_decision_number(
        self, *, record: Record, number: str, by: User, now: datetime | None = None
    ) -> Record:
        """Keep the number of the paper decision with a record that is not public yet; "" takes it away. NotAllowed,
        WrongState, Incomplete. It is no content: the version stays, and whoever set it has no hand in the record."""
        now = now or timezone.now()
        number = " ".join(number.split())
        if len(number) > LONGEST_NUMBER:
            raise Incomplete({"decision_number": f"決裁番号は{LONGEST_NUMBER}字までで入力してください。"})
        with transaction.atomic():
            fresh = self._fresh(record)
            if not self.may_number(by, fresh):
                raise NotAllowed("決裁番号を書けるのは、入力する課、承認する人、企画課だけです。")
            if number == fresh.decision_number:
                return fresh
            rows = self.model._default_manager.filter(pk=fresh.pk, state__in=OPEN_STATES)
            if not rows.update(decision_number=number):
                raise WrongState("公表したあとは、決裁番号を変えられません。")
            before, after = fresh.decision_number, self._fresh(fresh)
            self._log(Event.Action.NUMBER_KEPT, after, by, now, before=fresh, numbers=[before, number])
            return after

    def may_number(self, by: User, record: Record) -> bool:
        return (
            self.may_write(by, self.owner_of(record)) or may_review(by) or by.pk in self.waiting(record).able
        )

    def pass_on(self, record: Record, now: datetime | None = None) -> Record | None:
        """To the level at which somebody may approve it, where nobody can any more at the one that stands on it; None
        where it may stay. Nobody did it: the log says so."""
        now = now or timezone.now()
        with transaction.atomic():
            fresh = self._fresh(record)
            waiting = self.waiting(fresh)
            if fresh.state != State.SUBMITTED or waiting.number == fresh.approval_level:
                return None
            after = self._move(
                fresh, fresh.version, State.SUBMITTED, (State.SUBMITTED,), approval_level=waiting.number
            )
            self._log(Event.Action.LEVEL_PASSED, after, None, now, before=fresh, **onward_said(waiting))
            self._ask(waiting, now)
            return after

    def check_sender(self, by: User, record: Record) -> dict[str, Any]:
        """Who may send it back: the plan office wherever it waits, else who may approve it. For the log: as whom."""
        acting = self.waiting(record).able.get(by.pk)
        if acting is not None:
            return acting_said(acting)
        if may_review(by):
            return {}
        if record.approval_level:
            raise NotAllowed("差し戻せるのは、いまこの段で承認できる人と、企画課（計画担当）だけです。")
        raise NotAllowed("差し戻せるのは企画課（計画担当）だけです。")

    def start(self, record: Record, by: User) -> Waiting:
        """Where it waits when `by` hands it in now: at the first level with somebody who may approve it."""
        kind = kind_of(self.model)
        department = kind.department_id(record) if kind else None
        return start_of(kind, department, by.pk, record)

    def _at_level(self, record: Record, version: int, by: User) -> tuple[Record, Waiting, Acting]:
        """The record as it stands, where it waits, and as whom `by` acts there. The row that moves is of this version."""
        fresh = self._fresh(record)
        if fresh.state != State.SUBMITTED or fresh.version != version:
            raise self.changed(fresh)
        waiting = self.waiting(fresh)
        if waiting.level is None:
            if may_review(by):
                raise WrongState("課での承認は終わっています。企画課が確認して公表します。")
            raise NotAllowed("この記録は、課で承認を待っていません。")
        acting = waiting.able.get(by.pk)
        if acting is None:
            raise NotAllowed(self.why_not_approve(by, waiting))
        return fresh, waiting, acting

    def why_not_approve(self, by: User, waiting: Waiting) -> str:
        """Told to who may not approve it at the level at which it waits."""
        if waiting.level is None:
            return "この記録は、課で承認を待っていません。"
        if by.pk in waiting.hands.writers:
            return "自分で入力・保存・提出した、または直したものは、どの段でも承認できません。ほかの人が承認します。"
        if by.pk in waiting.hands.approvers:
            return "前の段で承認した人は、次の段では承認できません。ほかの人が承認します。"
        if any(one.user.pk == by.pk for one in waiting.level.acting):
            return (
                "あなたのアカウントと、これを入力・承認した人のアカウントは、一方がもう一方を登録したもので、まだ確認されて"
                "いないか、入力した人があなたを代理に決めています。ほかの人が承認します。"
            )
        return f"いま承認できるのは、{waiting.level.title}だけです。"

    def _ask(self, waiting: Waiting, now: datetime) -> None:
        ask_approvers([acting.user for acting in waiting.able.values()], now)


def _pk(person: User | None) -> int | None:
    return None if person is None else person.pk


def acting_said(acting: Acting) -> dict[str, Any]:
    """As whom somebody acted, for the log."""
    said: dict[str, Any] = {"level": acting.seat.level, "title": acting.seat.title}
    return {**said, "for": acting.seat.user_id} if acting.deputy else said


def onward_said(waiting: Waiting) -> Mapping[str, Any]:
    """Where it went, and which levels were passed over since nobody there may approve it, for the log."""
    to = waiting.level.title if waiting.level else ""
    passed = [level.title for level in waiting.passed]
    return {"to": to, **({"passed": passed} if passed else {})}
