"""What went out, as it went out: a batch with its title and day as one announcement, single values between them (docs/publication.md §7)."""

from dataclasses import dataclass
from datetime import date, datetime

from indicators.frames.chains import Record, history
from indicators.frames.sources import Asked, Source, grouped


@dataclass(frozen=True)
class SaidAnew:
    """One correction of a batch's title and day: what they were, what they became, when and why."""

    batch_id: int
    old_title: str
    old_announced_on: date
    title: str
    announced_on: date
    reason: str
    published_at: datetime


@dataclass(frozen=True)
class Announcement:
    """One batch, or one value that went out by itself (`batch_id` None, no title). Records in the plan's order.

    Title and day are the newest that were said; `said_anew` names each correction of them, oldest first.
    """

    batch_id: int | None
    title: str
    announced_on: date | None
    published_at: datetime
    records: tuple[Record, ...]
    said_anew: tuple[SaidAnew, ...] = ()

    @property
    def updated_at(self) -> datetime:
        """When it went out, or when its title or day was corrected last."""
        return self.said_anew[-1].published_at if self.said_anew else self.published_at

    @property
    def said(self) -> tuple[SaidAnew, ...]:
        """Each title and day that it had, oldest first: as it went out, with no reason, then each that took its place."""
        title, day = self.title, self.announced_on
        if self.said_anew:
            title, day = self.said_anew[0].old_title, self.said_anew[0].old_announced_on
        if self.batch_id is None or day is None:
            return ()
        return (SaidAnew(self.batch_id, "", day, title, day, "", self.published_at), *self.said_anew)

    @property
    def is_batch(self) -> bool:
        return self.batch_id is not None


def announcements(asked: Asked, *, as_of: datetime | None = None) -> list[Announcement]:
    """Newest first; as of a moment if one is given. A batch shows what of it belongs to the indicators asked for."""
    together: dict[object, list[Record]] = {}
    source = Source.of(asked, as_of)
    published = history(source)
    is_any = any(record.said_anew for record in published)
    corrected = grouped(source.batch_corrections(), "batch_id") if is_any else {}
    for record in published:
        alone = (record.code, record.year, record.number)
        together.setdefault(alone if record.batch_id is None else record.batch_id, []).append(record)
    return [
        Announcement(
            batch_id=records[0].batch_id,
            title=records[0].batch_title or "",
            announced_on=records[0].announced_on,
            published_at=records[0].published_at,
            said_anew=tuple(SaidAnew(**one) for one in corrected.get(records[0].batch_id, ())),
            records=tuple(
                sorted(records, key=lambda record: (record.measure_number, record.code, record.year))
            ),
        )
        for records in together.values()
    ]
