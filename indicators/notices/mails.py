"""Notices by mail: at once, what came within minutes in one mail; else one mail in the morning. The outbox sends them.

What a mail tells is marked in the transaction that writes it, under the cursor's row: nothing is said twice, and what
the outbox gives up is told again the next morning (outbox/delivery.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from indicators.frames import Row, newest, published, unexplained, working
from indicators.models import HowTold, Indicator, Mail, Notice, NoticeKind
from indicators.notices.days import missing_of
from indicators.notices.looking import hold_cursor, look_through
from indicators.notices.telling import Told, told, with_subjects
from indicators.outbox import post
from indicators.permissions import at_work, memberships_of_today
from indicators.wording.shortfalls import shortfall_lines
from measures.addresses import naming, reverse, reverse_of
from measures.models import Plan

BUNDLE = timedelta(minutes=3)  # what comes within it goes in one mail
MOST = 30  # of a kind in one mail; the list on the screen has all
# The most urgent first; how a subject counts them.
_ORDER = {
    NoticeKind.RETURNED: "差戻し",
    NoticeKind.FAILED: "公表できなかったもの",
    NoticeKind.APPROVAL: "確認待ち",
    NoticeKind.REQUEST: "入力のお願い",
    NoticeKind.EXPECTED: "公表予定日が来た値",
    NoticeKind.COMMENT: "コメント",
    NoticeKind.VERDICT: "判定の変化",
    NoticeKind.PUBLISHED: "公表",
}


@dataclass(frozen=True)
class Section:
    """One kind in one mail; `more`: how many stand on the screen alone."""

    kind: NoticeKind
    told: tuple[Told, ...]
    count: int
    more: int = 0


@dataclass
class _Figures:
    """What the mails of one run say of figures, read once and only where one says it."""

    rows: Sequence[Row] | None = None
    newest: dict[int, Row] = field(default_factory=dict)

    def working(self) -> tuple[Row, ...]:
        if self.rows is None:
            self.rows = tuple(working(Indicator.objects.all()))
        return tuple(self.rows)

    def of(self, indicators: Iterable[int]) -> Mapping[int, Row]:
        if wanted := set(indicators) - self.newest.keys():
            rows = newest(published(Indicator.objects.filter(pk__in=wanted)))
            self.newest |= {row.indicator_id: row for row in rows}
        return self.newest


def write_at_once(*, now: datetime | None = None) -> int:
    """To whoever wants it at once and has waited long enough for what else comes; how many mails."""
    now = now or timezone.now()
    waiting = _unmailed(HowTold.ONCE)
    people = waiting.filter(at__lte=now - BUNDLE).order_by().values_list("user", flat=True).distinct()
    return _write_all(people, Mail.Kind.NOTICE, waiting, now)


def write_digests(*, now: datetime | None = None) -> int:
    """The mails of the morning, what waits to go at once among them; one a person and day at most. How many."""
    now = now or timezone.now()
    look_through(now=now)
    waiting = _unmailed(HowTold.DAILY, HowTold.ONCE)
    people = _unmailed(HowTold.DAILY).order_by().values_list("user", flat=True).distinct()
    return _write_all(people, Mail.Kind.DIGEST, waiting, now)


def _unmailed(*how: HowTold) -> QuerySet[Notice]:
    return Notice.objects.filter(how__in=how, mailed_at__isnull=True)


def _write_all(people: Iterable[int], kind: Mail.Kind, waiting: QuerySet[Notice], now: datetime) -> int:
    found, figures = sorted(people), _Figures()
    if found:
        reverse(
            "notices"
        )  # the first address loads every page of the site: not while others wait for the cursor's row
    return sum(_write(pk, kind, waiting, now, figures) for pk in found)


def _write(
    person_id: int, kind: Mail.Kind, waiting: QuerySet[Notice], now: datetime, figures: _Figures
) -> int:
    """One mail and the mark that it was told, both or neither; 0 where there is nothing to say any more."""
    with transaction.atomic():
        hold_cursor()
        today = timezone.localdate(now)
        person = (
            at_work(today)
            .exclude(email="")
            .prefetch_related(memberships_of_today())
            .filter(pk=person_id)
            .first()
        )
        own = waiting.filter(user=person_id)
        if person is None:
            own.update(how=HowTold.NONE)
            return 0
        if kind == Mail.Kind.DIGEST and _has_todays(person, now):
            return 0
        notices = list(with_subjects(own).order_by("at", "pk"))
        several = Plan.objects.all()[1:].exists()
        # What is of a plan is linked by an address that names it: a mail is read after March 31, too.
        with naming(alone=not several):
            found = _with_figures(_as_one(told(person, notices)), person, figures)
            marks = Notice.objects.filter(pk__in=[notice.pk for notice in notices], mailed_at__isnull=True)
            if not found:
                marks.update(how=HowTold.NONE)
                return 0
            subject, body = _letter(person, found, kind, now, figures)
        mail = post(person, kind, subject=subject, body=body, now=now)
        marks.update(mailed_at=now, mail=mail)
    return 1


def _has_todays(person: User, now: datetime) -> bool:
    last = Mail.objects.filter(user=person, kind=Mail.Kind.DIGEST).order_by("-queued_at").first()
    return last is not None and timezone.localdate(last.queued_at) == timezone.localdate(now)


def _as_one(found: Iterable[Told]) -> list[Told]:
    """Verdicts of one indicator as one step: what went back in between is no news."""
    kept: list[Told] = []
    first: dict[int | None, Told] = {}
    for one in found:
        if one.kind != NoticeKind.VERDICT:
            kept.append(one)
            continue
        before = first.setdefault(one.notice.indicator_id, one)
        kept = [
            other
            for other in kept
            if other.notice.indicator_id != one.notice.indicator_id or other.kind != one.kind
        ]
        if before.notice.detail["was"] != one.notice.detail["is"]:
            was = before.line.partition(" → ")[0]
            kept.append(replace(one, line=f"{was} → {one.line.partition(' → ')[2]}"))
    return kept


def _with_figures(found: list[Told], person: User, figures: _Figures) -> list[Told]:
    """A request with what is missing, a verdict with why and what comes next; a reminder of which nothing is left is none."""
    slugs = {row.slug for row in person.memberships.all()} - {""}
    rows = figures.of(
        one.notice.indicator_id for one in found if one.kind == NoticeKind.VERDICT and one.notice.indicator_id
    )
    said = []
    for one in found:
        cycle = one.notice.cycle
        if one.kind == NoticeKind.VERDICT:
            row = rows.get(one.notice.indicator_id or 0)
            why = shortfall_lines(row) if row is not None else ()
            said.append(replace(one, lines=tuple((f"{head}：{text}", "") for head, text in why)))
        elif cycle is not None and not str(one.notice.detail.get("word")).startswith("sheets"):
            missing = missing_of(cycle, figures.working())
            if one.notice.detail.get("word") != "managers":
                missing = [row for row in missing if row.department_slug in slugs]
            if missing:
                lines = [
                    (_missing_line(row), reverse_of(row, "entry:edit", row.code, row.year)) for row in missing
                ]
                if one.notice.detail.get("word") == "managers":
                    lines = _by_department(missing)
                if cycle.instructions and one.notice.detail.get("word") != "managers":
                    lines.append((f"計画担当からのお願い：{cycle.instructions}", ""))
                said.append(replace(one, lines=tuple(lines), count=len(missing)))
        else:
            said.append(one)
    return said


def _missing_line(row: Row) -> str:
    state = {"draft": "（下書き）", "returned": "（差戻し）"}.get(row.workflow_state, "")
    return f"{row.code} {row.name}{state}"


def _by_department(rows: Iterable[Row]) -> list[tuple[str, str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.department, []).append(row.code)
    return [
        (f"{name}　{len(codes)}件（{'、'.join(codes)}）", "")
        for name, codes in sorted(found.items(), key=lambda one: -len(one[1]))
    ]


def _letter(
    person: User, found: Sequence[Told], kind: Mail.Kind, now: datetime, figures: _Figures
) -> tuple[str, str]:
    order = list(_ORDER)
    by_kind = sorted(found, key=lambda one: order.index(one.kind))
    sections = []
    for what, of_kind in groupby(by_kind, key=lambda one: one.kind):
        lines = tuple(of_kind)
        sections.append(Section(what, lines[:MOST], sum(one.count for one in lines), len(lines[MOST:])))
    context = {
        "person": person,
        "sections": sections,
        "today": timezone.localdate(now),
        "is_daily": kind == Mail.Kind.DIGEST,
        "unexplained": _silent(person, sections, figures),
        "site_url": settings.SITE_URL,
        "list_url": reverse("notices"),
        "choices_url": reverse("notice_choices"),
    }
    counts = "・".join(f"{_ORDER[one.kind]}{one.count}件" for one in sections)
    return f"【基本計画のいま】{counts}", render_to_string("mail/notices.txt", context)


def _silent(person: User, sections: Sequence[Section], figures: _Figures) -> list[Row]:
    """Told beside what a department has to do, and no reason for a mail."""
    if not any(one.kind in (NoticeKind.REQUEST, NoticeKind.EXPECTED) for one in sections):
        return []
    slugs = {row.slug for row in person.memberships.all()} - {""}
    return [row for row in unexplained(figures.working()) if row.department_slug in slugs] if slugs else []
