"""What went out, as it went out: a batch with its title and day as one announcement, single values between them (docs/publication.md §7)."""

from dataclasses import dataclass
from datetime import date, datetime

from indicators.frames.chains import Record, history
from indicators.frames.sources import Asked


@dataclass(frozen=True)
class Announcement:
    """One batch, or one value that went out by itself (`batch_id` None, no title). Records in the plan's order."""

    batch_id: int | None
    title: str
    announced_on: date | None
    published_at: datetime
    records: tuple[Record, ...]

    @property
    def is_batch(self) -> bool:
        return self.batch_id is not None


def announcements(asked: Asked = None, *, as_of: datetime | None = None) -> list[Announcement]:
    """Newest first; as of a moment if one is given. A batch shows what of it belongs to the indicators asked for."""
    together: dict[object, list[Record]] = {}
    for record in history(asked, as_of=as_of):
        alone = (record.code, record.year, record.number)
        together.setdefault(alone if record.batch_id is None else record.batch_id, []).append(record)
    return [
        Announcement(
            batch_id=records[0].batch_id,
            title=records[0].batch_title or "",
            announced_on=records[0].announced_on,
            published_at=records[0].published_at,
            records=tuple(
                sorted(records, key=lambda record: (record.measure_number, record.code, record.year))
            ),
        )
        for records in together.values()
    ]
