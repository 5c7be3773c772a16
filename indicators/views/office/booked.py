"""Everything that waits for its day or moment but values: who booked it, for when, what is in it, where it is taken back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

from indicators.models import PlanBooking, PlanUpload, Reorganisation
from indicators.wording.days import write_day
from indicators.wording.people import person
from indicators.workflow import StaleVersion, is_for_two
from indicators.workflow.plan_booking import why_booked_stays
from indicators.workflow.revisions import gathered_of
from measures.addresses import reverse
from measures.models import PlanRevision


@dataclass(frozen=True)
class Booked:
    """`trouble`: why it will not happen as things are now; `lines`: what happens with it."""

    what: str
    title: str
    at: datetime
    when: str
    by: str
    url: str
    lines: list[str] = field(default_factory=list)
    trouble: str = ""


def booked() -> list[Booked]:
    """By their moments, the nearest first."""
    return sorted([*_plans(), *_revisions(), *_files(), *_departments()], key=lambda one: one.at)


def _plans() -> Iterator[Booked]:
    waiting = PlanBooking.objects.filter(at__isnull=False)
    for one in waiting.select_related("publication__plan", "booked_by"):
        plan = one.publication.plan
        assert one.at is not None
        assert one.booked_by is not None
        yield Booked(
            "計画の公表",
            str(plan),
            one.at,
            f"{timezone.localtime(one.at):%Y年%-m月%-d日 %-H:%M}",
            person(one.booked_by),
            reverse("office:plan_publication", args=[plan.key]),
            ["計画の文、指標、目標など、計画のすべて"],
            why_booked_stays(one),
        )


def _revisions() -> Iterator[Booked]:
    waiting = PlanRevision.objects.filter(confirmed_at__isnull=False, published_at__isnull=True)
    for one in waiting.select_related("plan", "confirmed_by"):
        assert one.effective_on is not None
        assert one.confirmed_by is not None
        yield Booked(
            "中間見直し",
            f"{one.title}（{one.plan}）",
            _midnight(one.effective_on),
            write_day(one.effective_on),
            person(one.confirmed_by),
            reverse("office:plan_revision", args=[one.plan.key, one.pk]),
            [what for _, what in one.gathered],
            _why_not_in(one),
        )


def _why_not_in(revision: PlanRevision) -> str:
    try:
        gathered_of(revision)
    except StaleVersion as refusal:
        return refusal.message
    return ""


def _files() -> Iterator[Booked]:
    waiting = PlanUpload.objects.filter(publish_on__isnull=False)
    for one in waiting.select_related("plan", "approved_by"):
        assert one.publish_on is not None
        assert one.approved_by is not None
        yield Booked(
            "計画のファイル",
            f"{one.name}（{one.plan}）",
            _midnight(one.publish_on),
            write_day(one.publish_on),
            person(one.approved_by),
            reverse("office:plan_file", args=[one.plan.key]),
            [one.reason],
        )


def _departments() -> Iterator[Booked]:
    """Those that wait for their day alone; what waits for a second person stands on the board."""
    waiting = Reorganisation.objects.waiting().select_related("prepared_by", "confirmed_by")
    for one in waiting:
        if not is_for_two(one):
            yield Booked(
                "課の変更",
                str(one),
                _midnight(one.on),
                write_day(one.on),
                person(one.confirmed_by or one.prepared_by),
                reverse("office:reorganisation", args=[one.pk]),
                [one.reason],
                one.refusal,
            )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
