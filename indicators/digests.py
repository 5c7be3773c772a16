"""The mail of the day: what is due, late, or sent back, to the person who can do something about it (docs/product.md §2).

One mail a person and day at most. What was said is kept, so that a reminder whose day fell on a weekend goes out at
the next run, once. The mail itself goes by the outbox.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from indicators.frames import (
    Missed,
    Row,
    asked_of_year,
    missed_cycles,
    overdue_since,
    turned_since,
    unexplained,
    working,
)
from indicators.models import (
    BatchItem,
    Cycle,
    Digest,
    Event,
    Indicator,
    Mail,
    ManagersMail,
    Publication,
    Result,
    Role,
    ValueState,
    WorkflowState,
)
from indicators.outbox import post
from indicators.permissions import at_work, may_read_unpublished, memberships_of_today
from measures.addresses import naming
from measures.models import Plan, PlanPublication
from measures.plans import published_plans, told_among

# Who comes to the office later is not told of a plan that has been out for long.
_NEWS = timedelta(days=14)


@dataclass
class Letter:
    """What one person is told. `sent_keys` names what is said once only; `unexplained` is told beside the rest and is no
    reason for a mail."""

    user: User
    due: list[tuple[Cycle, list[Row]]] = field(default_factory=list)
    overdue: list[Row] = field(default_factory=list)
    returned: list[Result] = field(default_factory=list)
    refused: list[BatchItem] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    waiting: list[PlanPublication] = field(default_factory=list)
    sent_keys: list[str] = field(default_factory=list)
    unexplained: list[Row] = field(default_factory=list)
    # Of managers who chose it (ManagersMail): verdicts then and now, cycles and published values whose day has passed.
    choice: ManagersMail | None = None
    turned: Sequence[tuple[Row, Row]] = ()
    missed: list[Missed] = field(default_factory=list)
    passed: list[Row] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        own = self.due or self.overdue or self.returned or self.refused or self.plans or self.waiting
        return not (own or self.turned or self.missed or self.passed)


def write_digests(*, now: datetime | None = None) -> int:
    """Put the mails of the day into the outbox; how many. Who has no address, or has today's already, is passed over."""
    now = now or timezone.now()
    return sum(_write(letter, now) for letter in letters(now))


def letters(now: datetime) -> list[Letter]:
    """What is to be said today, one letter a person who has something to hear and an address."""
    today = timezone.localdate(now)
    people = list(
        at_work(today)
        .exclude(email="")
        .exclude(digests__on=today)
        .prefetch_related(memberships_of_today())
        .order_by("username")
    )
    own = {membership.slug for person in people for membership in person.memberships.all()} - {""}
    cycles = _cycles(today)
    rows = _rows(own, is_asked=bool(cycles))
    due = _due(cycles, rows)
    overdue = _overdue(today, rows)
    returned = _returned(own)
    refused = list(
        BatchItem.objects.exclude(refusal="").select_related("batch", "indicator__measure").order_by("pk")
    )
    known: dict[int, set[str]] = {person.pk: set() for person in people}
    for pk, keys in Digest.objects.filter(user__in=people).values_list("user_id", "sent_keys"):
        known[pk] |= set(keys)
    found = [_letter(person, due, overdue, returned, refused, known[person.pk]) for person in people]
    _tell_plans(found, now, known)
    _tell_managers(found, now, known)
    silent = unexplained(rows)
    for letter in found:
        its = {membership.slug for membership in letter.user.memberships.all()}
        letter.unexplained = [row for row in silent if row.department_slug in its]
    return [letter for letter in found if not letter.is_empty]


def _rows(own: Collection[str], *, is_asked: bool) -> Sequence[Row]:
    """Of the departments of which somebody can be told, where there is anything to look for: a look reads no more."""
    asked = Indicator.objects.filter(lead_department__slug__in=own)
    if not is_asked:
        states = [state for state in ValueState if state.is_followed_up]
        asked = asked.filter(pk__in=Publication.objects.filter(value_state__in=states).values("indicator"))
    return working(asked) if asked.exists() else ()


def _letter(
    person: User,
    due: list[tuple[Cycle, str, list[Row]]],
    overdue: list[tuple[str, Row]],
    returned: list[tuple[str, Result]],
    refused: list[BatchItem],
    known: set[str],
) -> Letter:
    letter = Letter(person)
    own = {membership.slug for membership in person.memberships.all()}
    for cycle, word, missing in due:
        of_person = [row for row in missing if row.department_slug in own]
        if of_person and word not in known:
            letter.due.append((cycle, of_person))
            letter.sent_keys.append(word)
    for word, row in overdue:
        if word not in known and row.department_slug in own:
            letter.overdue.append(row)
            letter.sent_keys.append(word)
    for word, result in returned:
        if word not in known and result.indicator.lead_department.slug in own:
            letter.returned.append(result)
            letter.sent_keys.append(word)
    if any(membership.role == Role.OFFICE for membership in person.memberships.all()):
        for item in refused:
            if (word := f"batch-item-{item.pk}") not in known:
                letter.refused.append(item)
                letter.sent_keys.append(word)
    return letter


def _tell_plans(found: Iterable[Letter], now: datetime, known: dict[int, set[str]]) -> None:
    """A plan that went out, to everybody at work; the draft of one's publication, to those of the office who may publish it."""
    out = [
        plan
        for plan in told_among(published_plans())
        if (at := plan.publication.published_at) is not None and now - at <= _NEWS
    ]
    drafts = list(PlanPublication.objects.filter(published_at__isnull=True).select_related("plan"))
    for letter in found:
        for plan in out:
            if (key := f"plan-{plan.pk}") not in known[letter.user.pk]:
                letter.plans.append(plan)
                letter.sent_keys.append(key)
        is_office = any(membership.role == Role.OFFICE for membership in letter.user.memberships.all())
        for draft in drafts if is_office else ():
            key = f"plan-draft-{draft.pk}-{draft.version}"
            if draft.drafted_by_id != letter.user.pk and key not in known[letter.user.pk]:
                letter.waiting.append(draft)
                letter.sent_keys.append(key)


def _tell_managers(found: Iterable[Letter], now: datetime, known: dict[int, set[str]]) -> None:
    """What changed and what passed since they chose to be told, to those who may still read the dashboard.

    A verdict is held against the one at the last mail that told of any: what went back in between is no news.
    """
    by_user = {letter.user.pk: letter for letter in found}
    choices = list(ManagersMail.objects.filter(user__in=by_user))
    if not choices:
        return
    today, plans = timezone.localdate(now), published_plans()
    turned: dict[datetime, Sequence[tuple[Row, Row]]] = {}
    first = min(timezone.localdate(choice.since) for choice in choices)
    missed, passed = missed_cycles(plans, first, today), overdue_since(plans, first, today)
    for choice in choices:
        letter = by_user[choice.user_id]
        if not may_read_unpublished(letter.user):
            continue
        letter.choice, since = choice, timezone.localdate(choice.since)
        if choice.told_until not in turned:
            turned[choice.told_until] = turned_since(choice.told_until, plans)
        letter.turned = turned[choice.told_until]
        for one in missed:
            key = f"manager-late-{one.cycle.pk}-{one.cycle.due_on}"
            if one.cycle.due_on >= since and key not in known[choice.user_id]:
                letter.missed.append(one)
                letter.sent_keys.append(key)
        for row in passed:
            key = f"manager-overdue-{row.indicator_id}-{row.year}-{row.number}-{row.due_on}"
            if row.due_on is not None and row.due_on >= since and key not in known[choice.user_id]:
                letter.passed.append(row)
                letter.sent_keys.append(key)


def _overdue(today: date, rows: Iterable[Row]) -> list[tuple[str, Row]]:
    """Published values whose next record was due on a day before today; said once for each record and day."""
    late = [row for row in rows if row.due_on is not None and row.due_on < today]
    return [
        (f"overdue-{row.indicator_id}-{row.year}-{row.number}-{row.due_on}", row)
        for row in sorted(late, key=lambda row: (row.due_on, row.code))
    ]


def _cycles(today: date) -> list[tuple[Cycle, str]]:
    """Open cycles whose reminder has come, or whose day is over, with the word for it."""
    cycles = Cycle.objects.filter(closed_at__isnull=True).select_related("plan")
    return [(cycle, word) for cycle in cycles if (word := _reminder(cycle, today))]


def _due(cycles: Iterable[tuple[Cycle, str]], rows: Sequence[Row]) -> list[tuple[Cycle, str, list[Row]]]:
    """The cycles with the values that nobody has handed in."""
    return [
        (
            cycle,
            f"{word}-{cycle.pk}-{cycle.due_on.isoformat()}",
            [row for row in asked_of_year(rows, cycle.year, cycle.plan_id) if row.is_missing],
        )
        for cycle, word in cycles
    ]


def _reminder(cycle: Cycle, today: date) -> str:
    """The newest that is due: late, second, first; "" where none is."""
    if today > cycle.due_on:
        return "late"
    if cycle.second_reminder_on and cycle.second_reminder_on <= today:
        return "second"
    if cycle.first_reminder_on and cycle.first_reminder_on <= today:
        return "first"
    return ""


def _returned(own: Collection[str]) -> list[tuple[str, Result]]:
    """What was sent back to the departments and lies there still; each sending back is said once."""
    lying = list(
        Result.objects.filter(
            state=WorkflowState.RETURNED, indicator__lead_department__slug__in=own
        ).select_related("indicator__measure__plan", "indicator__lead_department")
    )
    if not lying:
        return []
    newest: dict[tuple[int | None, int | None, int | None], int] = {}
    sent_back = Event.objects.filter(
        action=Event.Action.SENT_BACK, indicator__in={result.indicator_id for result in lying}
    )
    for event in sent_back.order_by("pk"):
        newest[event.indicator_id, event.year, event.number] = event.pk
    return [
        (f"returned-{newest.get((result.indicator_id, result.year, result.number), 0)}", result)
        for result in lying
    ]


def _write(letter: Letter, now: datetime) -> int:
    """Write down what is told and the mail that tells it, both or neither; 0 where another run was quicker."""
    today = timezone.localdate(now)
    several = Plan.objects.all()[1:].exists()
    context = {"letter": letter, "site_url": settings.SITE_URL, "today": today, "several_plans": several}
    # What is of a plan is linked by an address that names it: a mail is read after March 31, too.
    with naming(alone=not several):
        body = render_to_string("mail/digest.txt", context)
    try:
        with transaction.atomic():
            Digest.objects.create(user=letter.user, on=today, sent_at=now, sent_keys=letter.sent_keys)
            if letter.choice is not None:
                ManagersMail.objects.filter(pk=letter.choice.pk).update(told_until=now)
            post(letter.user, Mail.Kind.DIGEST, subject=subject_of(letter), body=body, now=now)
    except IntegrityError:
        return 0
    return 1


def subject_of(letter: Letter) -> str:
    """The subject says the most urgent: 【基本計画のいま】差戻し1件・入力のお願い3件."""
    counts = [
        ("差戻し", len(letter.returned)),
        ("計画の公表の確認", len(letter.waiting)),
        ("新しい計画", len(letter.plans)),
        ("入力のお願い", sum(len(missing) for _, missing in letter.due)),
        ("公表予定を過ぎた値", len(letter.overdue)),
        ("公表できなかった値", len(letter.refused)),
        ("判定の変化", len(letter.turned)),
        ("期限を過ぎた報告", sum(len(one.rows) for one in letter.missed)),
        ("予定日を過ぎた値", len(letter.passed)),
    ]
    return "【基本計画のいま】" + "・".join(_counted(counts))


def _counted(counts: Iterable[tuple[str, int]]) -> Iterable[str]:
    return (f"{word}{count}件" for word, count in counts if count)
