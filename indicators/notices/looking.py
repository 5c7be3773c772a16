"""One look: the new lines of the log and, from the morning on, the day, become notices; once each, however often it comes.

The cursor's row is taken first, so that of two keepers one looks after the other; what was killed leaves nothing behind.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet
from django.utils import timezone

from indicators.models import Event, HowTold, Notice, NoticeCursor, NoticeKind
from indicators.notices.actions import (
    LOOKED_AT,
    MATTERS_SETTLE,
    NEWS,
    RULES_SETTLE,
    SAME_MATTER,
    SETTLES,
    TURNS,
    Action,
)
from indicators.notices.concerned import Matters
from indicators.notices.days import of_day, of_reservations
from indicators.notices.readers import OF_EVENT, OUTSIDE, Crowd, is_outside
from indicators.notices.verdicts import turned
from indicators.outbox.choices import wanted

MORNING = time(8)  # in Japan: when what a day brings is told
_OLD = timedelta(days=14)  # what happened before is no news any more
# Longer than any transaction that writes lines of the log.
_LONGEST = timedelta(minutes=15)
_KEPT = timedelta(days=400)


def look_through(*, now: datetime | None = None) -> int:
    """How many notices were written."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    is_new_day = timezone.localtime(now).time() >= MORNING
    with transaction.atomic():
        cursor = hold_cursor()
        is_new_day &= cursor.day is None or cursor.day < today
        events = _new_lines(cursor)
        news = [event for event in events if event.action in NEWS and now - event.at <= _OLD]
        crowd, found = Crowd(), list[Notice]()
        if news:
            found += Matters(crowd, news).notices()
        if turning := [event for event in events if event.action in TURNS and now - event.at <= _OLD]:
            found += turned(crowd, turning, now)
        found += of_reservations(crowd, now)
        if is_new_day:
            found += of_day(crowd, now)
            forget_old(now)
        written = _write(found, now)
        # A line settles what was told before it: nothing, of all that stood in the log before the first notice.
        since = Notice.objects.aggregate(first=Min("at"))["first"]
        for event in events:
            if since is not None and event.at >= since:
                _settle(event, now)
        _go_on(cursor, events, now, today=today if is_new_day else None)
    return written


def hold_cursor() -> NoticeCursor:
    """The row, which nobody else has until the transaction ends."""
    NoticeCursor.objects.get_or_create(pk=1)
    return NoticeCursor.objects.select_for_update().get(pk=1)


def forget_old(now: datetime) -> None:
    """What came of the log long ago; what a day brought stays, since it says that it was said."""
    Notice.objects.filter(at__lt=now - _KEPT, event__isnull=False).delete()


def _new_lines(cursor: NoticeCursor) -> Sequence[Event]:
    lines = Event.objects.filter(pk__gt=cursor.low, action__in=LOOKED_AT)
    fresh = set(lines.values_list("pk", flat=True)) - set(cursor.seen)
    return list(with_all(Event.objects.filter(pk__in=fresh))) if fresh else []


def with_all(events: QuerySet[Event]) -> QuerySet[Event]:
    """With what their words name."""
    return events.select_related(*OF_EVENT).order_by("pk")


def _write(found: Iterable[Notice], now: datetime) -> int:
    """As each person wants to hear of it. What was mailed by the step itself, or long ago, goes by no second mail."""
    notices = list(found)
    if not notices:
        return 0
    people = {notice.user_id: notice.user for notice in notices}
    how = wanted(people.values())
    for notice in notices:
        notice.how = _how(notice, how[notice.user_id][NoticeKind(notice.kind)])
        if _was_mailed(notice):
            notice.mailed_at = notice.at
    known = Notice.objects.filter(user__in=people, key__in={notice.key for notice in notices})
    told = set(known.values_list("user", "key"))
    fresh = [notice for notice in notices if (notice.user_id, notice.key) not in told]
    Notice.objects.bulk_create(fresh, batch_size=500)
    return len(fresh)


def _was_mailed(notice: Notice) -> bool:
    """By the step itself: a cycle's mail, or the one to who approves in a department."""
    if notice.detail.get("in_department"):
        return notice.how == HowTold.ONCE
    return notice.event is not None and notice.user_id in notice.event.detail.get("mailed", ())


def _how(notice: Notice, how: HowTold) -> HowTold:
    """What a day brings is told in the morning; a plan that went out to everybody, whatever they chose of values."""
    if not notice.user.email:
        return HowTold.NONE
    is_plan = notice.event is not None and notice.event.action == Action.PLAN_PUBLISHED
    if is_plan or (notice.event is None and how == HowTold.ONCE):
        return HowTold.DAILY
    return how


def _settle(event: Event, now: datetime) -> None:
    """What is over with this line: nobody is told of it any more, nor counted as not having read it."""
    action = Action(event.action)
    if action in SETTLES and event.year is not None:
        place = ("indicator_id", "measure_id", "series_id", "line_id", "project_id", "year")
        same = _earlier(event, *place, kind__in=SETTLES[action])
        outside = Q(event__detail__record_kind=OUTSIDE)  # beside the sheet of the same measure and year
        without = ~Q(event__detail__has_key="record_kind")
        _over(same & (outside if is_outside(event) else without), now)
        if action == Action.PUBLISHED and event.indicator_id:
            _over(Q(kind=NoticeKind.EXPECTED, indicator=event.indicator_id, year=event.year), now)
    if action in RULES_SETTLE:
        rule = {"event__detail__rule": event.detail.get("rule"), "event__action": Action.RULE_DRAFTED}
        if "initiative" in (said := event.detail.get("after") or event.detail.get("before") or {}):
            rule["event__detail__after__initiative"] = said["initiative"]  # one of many of a measure
        for owner in {"plan", "batch"} & event.detail.keys():
            rule[f"event__detail__{owner}"] = event.detail[owner]
        _over(_earlier(event, "indicator_id", "measure_id", kind=NoticeKind.APPROVAL, **rule), now)
    if action == Action.UNCOMMENTED:
        comment = {"event__detail__comment": event.detail.get("comment")}
        Notice.objects.filter(_earlier(event, "indicator_id", kind=NoticeKind.COMMENT, **comment)).delete()
    if action in MATTERS_SETTLE:
        matter = {
            f"event__detail__{name}": event.detail[name] for name in SAME_MATTER if name in event.detail
        }
        matter["event__action__in"] = MATTERS_SETTLE[action]
        _over(
            _earlier(event, "person_id", *(("year",) if action == Action.CYCLE_CLOSED else ()), **matter), now
        )


def _earlier(event: Event, *same: str, **more: Any) -> Q:
    """Notices of lines before this one that agree with it in these columns."""
    return Q(event__pk__lt=event.pk, **{f"event__{name}": getattr(event, name) for name in same}, **more)


def _over(which: Q, now: datetime) -> None:
    Notice.objects.filter(which, read_at__isnull=True).update(read_at=now)
    Notice.objects.filter(which, mailed_at__isnull=True).update(how=HowTold.NONE)


def _go_on(cursor: NoticeCursor, events: Sequence[Event], now: datetime, *, today: date | None) -> None:
    changed = []
    if events:
        cursor.seen = [*cursor.seen, *(event.pk for event in events)]
        changed.append("seen")
    if cursor.marked_at is None or now - cursor.marked_at >= _LONGEST:
        newest = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
        if newest > cursor.low:
            cursor.low, cursor.mark, cursor.marked_at = cursor.mark, newest, now
            cursor.seen = [pk for pk in cursor.seen if pk > cursor.low]
            changed = ["low", "mark", "marked_at", "seen"]
    if today is not None:
        cursor.day = today
        changed.append("day")
    if changed:
        cursor.save(update_fields=changed)
