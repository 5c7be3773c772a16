"""What is looked at, and how often. Each duty is asked for itself: what one cannot do holds up no other."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db import DatabaseError, InterfaceError, OperationalError
from django.db.models import F, Value
from django.utils import timezone

from indicators.accounts import forget_sessions
from indicators.keeper.copies import renew
from indicators.models import Duty
from indicators.notices import look_through, write_at_once, write_digests
from indicators.outbox import answer_requests, deliver, forget_old
from indicators.workflow import do_due

logger = logging.getLogger(__name__)

REMINDERS_AT = time(8)  # in Japan: before people's work begins
_LONGEST_PAUSE = timedelta(minutes=1)  # of one that fails: what was set for a moment is late by no more


@dataclass
class Looked:
    """What one look did, and what it could not do, in words."""

    done: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Work:
    """A duty: `every` so often, or where that is None once a day from REMINDERS_AT on. `late`: missed by so much."""

    name: str
    word: str
    look: Callable[[datetime], Looked]
    every: timedelta | None
    late: timedelta

    def next_look(self, looked_at: datetime | None, now: datetime) -> datetime:
        """When it is to be looked at next, if the last look that came to its end was at `looked_at`."""
        if looked_at is None:
            return now if self.every else _of_day(now)
        if self.every:
            return looked_at + self.every
        due = _of_day(looked_at)
        return due if looked_at < due else due + timedelta(days=1)

    def is_late(self, looked_at: datetime | None, now: datetime) -> bool:
        """Whether it was missed; what comes once a day is missed only after its first time."""
        if looked_at is None:
            return self.every is not None
        return self.next_look(looked_at, now) + self.late < now

    def pause(self, failures: int) -> timedelta:
        """How long to wait after so many failures in a row."""
        return min((self.every or timedelta(seconds=5)) * 2**failures, _LONGEST_PAUSE)


def _publications(now: datetime) -> Looked:
    done = do_due(now=now)
    looked = Looked(problems=list(done.problems))
    looked.done += done.plans
    for batch, behind in done.batches:
        looked.done.append(f"「{batch}」を公表しました（公表できなかった値 {len(behind)}件）。")
    for change, refusal in done.reorganisations:
        words = f"行えませんでした：{refusal}" if refusal else "行いました。"
        looked.done.append(f"課の変更（{change}）を{words}")  # a refusal stands on the change's own page
    for revision, refusal in done.revisions:
        words = f"反映できませんでした：{refusal}" if refusal else "反映しました。"
        looked.done.append(f"中間見直し（{revision}）を{words}")
    looked.done += done.files
    return looked


def _mails(now: datetime) -> Looked:
    answer_requests(now=now)
    try:
        delivery = deliver(now=now)
    except OSError as problem:
        return Looked(problems=[f"メールサーバーにつながりません：{problem}"])
    return Looked(done=[f"メールを{delivery.sent}通送りました。"] if delivery.sent else [])


def _notices(now: datetime) -> Looked:
    look_through(now=now)
    written = write_at_once(now=now)
    return Looked(done=[f"お知らせのメールを{written}通書きました。"] if written else [])


def _reminders(now: datetime) -> Looked:
    forget_old(now=now)
    forget_sessions(now)
    written = write_digests(now=now)
    return Looked(done=[f"お知らせのメールを{written}通書きました。"] if written else [])


def _copies(now: datetime) -> Looked:
    made, problem = renew()
    done = [] if made is None else [f"公開ページとファイルの写し{made.count}件をそろえました。"]
    return Looked(done, [problem] if problem else [])


DUTIES = (
    Work(
        "publications",
        "予約した公表と課の変更",
        _publications,
        timedelta(seconds=10),
        timedelta(minutes=5),
    ),
    Work("mails", "メール", _mails, timedelta(seconds=5), timedelta(minutes=5)),
    Work("notices", "お知らせ", _notices, timedelta(seconds=15), timedelta(minutes=10)),
    Work("reminders", "朝のお知らせメール", _reminders, None, timedelta(hours=1)),
    # Late only after very long: a copy that is missing is made by its first reader.
    Work("copies", "公開ページの写し", _copies, timedelta(seconds=5), timedelta(hours=6)),
)


def looked_at(work: Work) -> datetime | None:
    """When the last look came to its end."""
    return Duty.objects.filter(name=work.name).values_list("looked_at", flat=True).first()


def look(work: Work, *, now: datetime | None = None) -> Looked:
    """Look at a duty now and write down how it went. Whatever goes wrong is told, and nothing is raised."""
    now = now or timezone.now()
    try:
        looked = work.look(now)
        _note(work, looked, looked_at=now)
    except Exception as problem:
        logger.warning(
            "%s: %r", work.name, problem, exc_info=not isinstance(problem, OperationalError | InterfaceError)
        )
        looked = Looked(problems=[f"{work.word}を確かめられません：{problem}"])
        with suppress(
            DatabaseError, InterfaceError
        ):  # the database is away, most likely; the log has the reason
            _note(work, looked)
    return looked


def _note(work: Work, looked: Looked, **fields: datetime) -> None:
    failures = F("failures") + 1 if looked.problems else Value(0)
    noted = {"failures": failures, "problem": " ".join(looked.problems)[:300], **fields}
    Duty.objects.get_or_create(name=work.name)
    Duty.objects.filter(name=work.name).update(**noted)


def _of_day(moment: datetime) -> datetime:
    return datetime.combine(timezone.localdate(moment), REMINDERS_AT, timezone.get_default_timezone())
