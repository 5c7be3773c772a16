"""Which submitted values wait in a schedule: told wherever they are listed, since they need no decision any more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from indicators.models import Batch, BatchItem, Result
from indicators.wording.people import person
from measures.addresses import reverse


@dataclass(frozen=True)
class Reserved:
    """The schedule that a value waits in. `stands`: it is still as it was looked at, and so goes out with it."""

    title: str
    at: datetime
    by: str
    url: str
    stands: bool


def reserved(results: Iterable[Result]) -> dict[int, Reserved]:
    """By the record's id; one query, however many records."""
    known = {result.pk: result for result in results}
    items = BatchItem.objects.filter(batch__in=Batch.objects.waiting(), result__in=known)
    return {
        item.result_id: Reserved(
            title=item.batch.title,
            at=item.batch.scheduled_for,
            by=person(item.batch.created_by),
            url=f"{reverse('office:batches')}#batch-{item.batch_id}",
            stands=known[item.result_id].version == item.version,
        )
        for item in items.select_related("batch__created_by")
        if item.result_id is not None and item.batch.scheduled_for is not None
    }
