"""What a day brings: reminders and the end of a cycle's time, expected days, reservations that failed."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from indicators.frames import Row, asked_of_year, sheet_reminder, sheets_asked, working
from indicators.models import (
    Cycle,
    Indicator,
    Notice,
    NoticeKind,
    PlanBooking,
    Publication,
    Reorganisation,
    ValueState,
)
from indicators.notices.readers import Crowd
from indicators.permissions import sheet_writers
from measures.models import PlanRevision


def of_day(crowd: Crowd, now: datetime) -> Iterator[Notice]:
    """Each is said once a cycle and reminder, or record and day: its key says which."""
    today = timezone.localdate(now)
    cycles = [
        (cycle, word)
        for cycle in Cycle.objects.filter(closed_at__isnull=True).select_related("plan")
        if (word := reminder_of(cycle, today))
    ]
    rows = _rows(is_asked=bool(cycles))
    for cycle, word in cycles:
        missing = missing_of(cycle, rows)
        key = f"{cycle.pk}-{cycle.due_on.isoformat()}"
        slugs = {row.department_slug for row in missing}
        for user in sorted(crowd.of_slugs(slugs)):
            yield _of_cycle(crowd, user, cycle, f"{word}-{key}", now, {"word": word})
        if word == "late" and missing:
            told: dict[str, str | int] = {"word": "managers", "count": len(missing)}
            for user in crowd.managers:
                yield _of_cycle(crowd, user, cycle, f"manager-late-{key}", now, told)
    yield from _sheets(crowd, now, today)
    for row in rows:
        if row.due_on is not None and row.due_on <= today:
            yield from _expected(crowd, row, now)


def _sheets(crowd: Crowd, now: datetime, today: date) -> Iterator[Notice]:
    """Of closed cycles, too: sheets come after the values."""
    for cycle in Cycle.objects.filter(sheets_due_on__isnull=False).select_related("plan"):
        if not (word := sheet_reminder(cycle, today)):
            continue
        missing = [one.measure.pk for one in sheets_asked(cycle) if one.is_missing]
        departments = {pk for writers in sheet_writers(missing).values() for pk in writers}
        key = f"sheets-{word}-{cycle.pk}-{cycle.sheets_due_on}"
        for user in sorted(crowd.of_departments(departments)):
            yield _of_cycle(crowd, user, cycle, key, now, {"word": f"sheets_{word}"})


def of_reservations(crowd: Crowd, now: datetime) -> Iterator[Notice]:
    """What else was set for a moment and did not happen; values are told by their batch."""
    failed: list[tuple[str, int]] = [
        *(("plan", pk) for pk in PlanBooking.objects.exclude(refusal="").values_list("pk", flat=True)),
        *(("revision", pk) for pk in PlanRevision.objects.exclude(refusal="").values_list("pk", flat=True)),
        *(
            ("departments", pk)
            for pk in Reorganisation.objects.exclude(refusal="").values_list("pk", flat=True)
        ),
    ]
    if not failed:
        return
    keys = {f"failed-{what}-{pk}": what for what, pk in failed}
    told = set(Notice.objects.filter(key__in=keys).values_list("key", "user"))
    for key, what in keys.items():
        for user in crowd.office:
            if (key, user) not in told:
                yield Notice(
                    user=crowd.readers[user].user,
                    kind=NoticeKind.FAILED,
                    key=key,
                    at=now,
                    detail={"what": what},
                )


def reminder_of(cycle: Cycle, today: date) -> str:
    """The newest that is due: late, second, first; "" where none is."""
    if today > cycle.due_on:
        return "late"
    if cycle.second_reminder_on and cycle.second_reminder_on <= today:
        return "second"
    if cycle.first_reminder_on and cycle.first_reminder_on <= today:
        return "first"
    return ""


def missing_of(cycle: Cycle, rows: tuple[Row, ...]) -> list[Row]:
    return [row for row in asked_of_year(rows, cycle.year, cycle.plan_id) if row.is_missing]


def _rows(*, is_asked: bool) -> tuple[Row, ...]:
    """Where there is anything to look for: a look reads no more."""
    asked = Indicator.objects.all()
    if not is_asked:
        states = [state for state in ValueState if state.is_followed_up]
        asked = asked.filter(pk__in=Publication.objects.filter(value_state__in=states).values("indicator"))
    return tuple(working(asked)) if asked.exists() else ()


def _of_cycle(
    crowd: Crowd, user: int, cycle: Cycle, key: str, now: datetime, detail: dict[str, str | int]
) -> Notice:
    person = crowd.readers[user].user
    return Notice(user=person, kind=NoticeKind.REQUEST, key=key, cycle=cycle, at=now, detail=detail)


def _expected(crowd: Crowd, row: Row, now: datetime) -> Iterator[Notice]:
    key = f"overdue-{row.indicator_id}-{row.year}-{row.number}-{row.due_on}"
    detail = {"due_on": row.due_on.isoformat() if row.due_on else ""}
    for user in sorted(crowd.of_slugs({row.department_slug}) | set(crowd.managers)):
        yield Notice(
            user=crowd.readers[user].user,
            kind=NoticeKind.EXPECTED,
            key=key,
            indicator_id=row.indicator_id,
            year=row.year,
            at=now,
            detail=detail,
        )
