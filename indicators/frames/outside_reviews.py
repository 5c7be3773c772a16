"""What a council said of a measure's year and what the city answered, as citizens read it: now, or as of a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from indicators.frames.sources import Asked, Source
from indicators.models import OutsideReview, WorkflowState
from measures.models import Measure


@dataclass(frozen=True)
class OutsideComment:
    """One comment with the city's answer, "" where there is none."""

    order: int
    speaker: str
    text: str
    answer: str


@dataclass(frozen=True)
class OutsideComments:
    """What stands of one measure and year. `unpublished` marks what citizens cannot see."""

    measure_number: int
    year: int
    number: int
    meeting: str
    held_on: date | None
    comments: tuple[OutsideComment, ...]
    reason: str
    published_at: datetime | None
    unpublished: bool = False

    @property
    def unanswered(self) -> int:
        return sum(not one.answer for one in self.comments)


def outside_comments(asked: Asked, *, as_of: datetime | None = None) -> list[OutsideComments]:
    """Of a plan, or of the measures of some indicators: the newest published record of each measure and year."""
    source = Source.of(asked, as_of)
    found = _published(source.as_of)
    if source.plan is not None:
        found = found.filter(measure__plan=source.plan)
    else:
        found = found.filter(measure__indicators__in=source.chosen).distinct()
    return _newest(found)


def outside_comments_of(
    measure: Measure, year: int, *, as_of: datetime | None = None
) -> OutsideComments | None:
    """What is published of one measure and year."""
    return next(iter(_newest(_published(as_of).filter(measure=measure, year=year))), None)


def said_outside(record: OutsideReview) -> OutsideComments:
    """One record, published or not, as a page shows it."""
    return OutsideComments(
        measure_number=record.measure.number,
        year=record.year,
        number=record.number,
        meeting=record.meeting,
        held_on=record.held_on,
        comments=tuple(
            OutsideComment(order, one["speaker"], one["text"], one["answer"])
            for order, one in enumerate(record.comments, 1)
        ),
        reason=record.reason,
        published_at=record.published_at,
        unpublished=record.state != WorkflowState.PUBLISHED,
    )


def _published(as_of: datetime | None) -> QuerySet[OutsideReview]:
    found = OutsideReview.objects.filter(state=WorkflowState.PUBLISHED)
    if as_of is not None:
        found = found.filter(published_at__lte=as_of)
    return found.select_related("measure")


def _newest(records: Iterable[OutsideReview]) -> list[OutsideComments]:
    """By measure and year; a later number replaces an earlier one."""
    newest = {
        (record.measure_id, record.year): record
        for record in sorted(records, key=lambda one: (one.measure.number, one.year, one.number))
    }
    return [said_outside(record) for record in newest.values()]
