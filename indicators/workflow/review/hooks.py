"""What one kind of reviewed record says of itself to the steps that all share (engine.py)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.contrib.auth.models import User

from indicators.approvals import hands_of, kind_of, waiting_of
from indicators.models import Event, Reviewed
from indicators.permissions import is_plan_office, publishable, set_up_by
from indicators.wording.approvals import waits_in_words
from indicators.workflow.errors import Incomplete, StaleVersion
from indicators.workflow.four_eyes import APPROVED, OWN, why_not_theirs

Record = TypeVar("Record", bound=Reviewed)


class Hooks(Generic[Record]):
    """`key`: the field that names a chain besides the year, `content`: what its writer writes.

    `carried`: what others add to it, and a change takes over as it stands. `people`: who is read with a record.
    """

    model: type[Record]
    key: ClassVar[str]
    content: ClassVar[tuple[str, ...]]
    carried: ClassVar[tuple[str, ...]] = ()
    people: ClassVar[tuple[str, ...]] = ("entered_by", "edited_by", "submitted_by", "published_by")
    # Whether a line about a draft that was given up names the state in which it was.
    tells_discarded_state: ClassVar[bool] = False

    def name(self, owner: Any, year: int) -> str:
        """The record in a message, such as 施策41の令和7年度の評価シート."""
        raise NotImplementedError

    def short_name(self, owner: Any, year: int) -> str:
        """The record in a refusal that stands on its own page."""
        return self.name(owner, year)

    def may_write(self, by: User, owner: Any) -> bool:
        raise NotImplementedError

    def not_yours(self, owner: Any) -> str:
        """Told to who may not write it."""
        raise NotImplementedError

    def check_time(self, owner: Any, year: int, number: int) -> None:
        """WrongState where nothing can be written for the year, or no longer; within the step's transaction."""
        raise NotImplementedError

    def columns(self, owner: Any, data: Any, record: Record | None, now: datetime) -> dict[str, Any]:
        """Field → what is kept of the `data` that were typed for `record` (None: for a first one). Incomplete."""
        return {
            name: text.strip() if isinstance(text := data[name], str) else text
            for name in self.content
            if name in data
        }

    def missing(self, record: Record, now: datetime) -> dict[str, str]:
        """Field → message of what keeps a record from being submitted."""
        raise NotImplementedError

    def needs_reason(self, record: Record) -> bool:
        return record.is_change

    def first_version(self, owner: Any, year: int, number: int) -> int:
        return 1

    def keep_owner(self, owner: Any) -> None:
        """Give an owner its id that comes into being with its first record."""
        raise NotImplementedError

    def place(self, owner: Any) -> dict[str, Any]:
        """The columns of a line of the log that say what it is about."""
        raise NotImplementedError

    def tells_of_it(self, line: Event) -> bool:
        """Whether a line of the log of its place is about a record of this kind, and no other of the same place."""
        return not line.detail.get("record_kind")

    def waits(self, record: Record) -> str:
        """For whom a submitted record waits, in words."""
        kind = kind_of(self.model)
        return waits_in_words(waiting_of([record], kind)[record.pk].level if kind else None)

    def snapshot(self, record: Record) -> dict[str, Any]:
        """The contents as text, for the log."""
        raise NotImplementedError

    def columns_of_change(self, latest: Record, reason: str, kind: str) -> dict[str, Any]:
        """What the draft of a change begins with, `latest` being published. Incomplete, WrongState."""
        if not reason:
            raise Incomplete({"reason": "変更の理由を入力してください。"})
        return {name: getattr(latest, name) for name in (*self.content, *self.carried)}

    def change_is_open(self, latest: Record) -> StaleVersion:
        return StaleVersion("この変更は、すでに始められています。", latest)

    def nothing_published(self, owner: Any, year: int) -> str:
        return f"{self.name(owner, year)}は、まだ公表されていません。"

    def columns_at_submission(self, record: Record, by: User) -> dict[str, Any]:
        """What is set when it is handed in, besides by whom and when."""
        return {}

    def columns_at_publication(self, record: Record, by: User, now: datetime) -> dict[str, Any]:
        """What is set when it is published; WrongState where it must not go out yet."""
        return {"published_at": now, "published_by": by}

    def at_publication(self, record: Record, by: User, now: datetime, **more: Any) -> Any:
        """After it was published: what citizens see of it. `more`: what publish() was given."""
        return record

    def at_discard(self, record: Record, by: User, now: datetime) -> None:
        """Before a draft is given up: what hangs on it."""

    def publishable(self, by: User, records: Collection[Record]) -> set[int]:
        """Ids of those that the person may publish: nobody publishes what they entered, saved last or submitted, nor what
        they approved or corrected on its way through their department."""
        allowed = publishable(by, records)
        return allowed - self._approved_by(by, [one for one in records if one.pk in allowed])

    def _approved_by(self, by: User, records: Collection[Record]) -> set[int]:
        """Ids of those that the person, or an account that they may be themselves, approved or corrected."""
        kind = kind_of(self.model)
        if kind is None or not records:
            return set()
        hands = {pk: one.approvers | one.correctors for pk, one in hands_of(records, kind).items()}
        people = {pk for some in hands.values() for pk in some}
        theirs = {by.pk} | set_up_by(by, people) if people else set()
        return {pk for pk, some in hands.items() if some & theirs}

    def may_publish(self, by: User, record: Record) -> bool:
        return record.pk in self.publishable(by, [record])

    def why_not_publish(self, by: User, record: Record) -> str:
        """Told to who may not publish it."""
        if is_plan_office(by) and record.pk in publishable(by, [record]):
            return APPROVED
        return why_not_theirs(by, record) or OWN
