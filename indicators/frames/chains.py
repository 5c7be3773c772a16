"""The published records themselves, chain by chain: what was said, when, and what replaced it (docs/publication.md §5)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby, zip_longest
from operator import itemgetter

from indicators.frames.row import Overdue
from indicators.frames.sources import Asked, Source
from indicators.models import Kind
from indicators.progress import next_due


@dataclass(frozen=True)
class Record:
    """One publication. `is_current`: the newest of its chain. `superseded`: replaced by 訂正, 改定 or 取下げ.

    `due_on`: by when the next record is due, None of what is final; `overdue`: it is current, and the day had passed
    on the day shown. `before` is the record that it replaced, None for the first. The batch is the one that it went out with, if any;
    `said_anew`: its title or day were corrected.
    """

    code: str
    name: str
    unit: str
    decimals: int
    measure_number: int
    year: int
    number: int
    kind: str
    reason: str
    value: Decimal | None
    value_state: str
    note: str
    as_of: date | None
    expected_on: date | None
    source: str
    source_url: str
    published_at: datetime
    batch_id: int | None
    batch_title: str | None
    announced_on: date | None
    said_anew: bool
    is_current: bool
    due_on: date | None
    overdue: tuple[Overdue, ...]
    superseded: bool
    before: "Record | None"
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    respondents: int | None = None
    shortfall_reason: str = ""
    next_step: str = ""

    @property
    def kind_label(self) -> str:
        return Kind(self.kind).label

    @property
    def is_correction(self) -> bool:
        """訂正, 改定 or 取下げ: what the list of corrections names."""
        return Kind(self.kind).is_correction


def overdue(asked: Asked, *, as_of: datetime | None = None) -> list[Record]:
    """The published records whose next one was due on a day that had passed: the one that waits longest first."""
    late = [record for record in history(asked, as_of=as_of) if record.overdue]
    return sorted(late, key=lambda record: (record.overdue[0].due_on, record.measure_number, record.code))


def awaited(asked: Asked, *, as_of: datetime | None = None) -> list[Record]:
    """The published records that a next one is due for, whether or not its day has passed: the earliest day first."""
    due = [
        (record.due_on, record.measure_number, record.code, record.year, record)
        for record in history(asked, as_of=as_of)
        if record.is_current and record.due_on is not None
    ]
    return [record for *_, record in sorted(due, key=itemgetter(slice(0, 4)))]


def history(asked: Asked, *, as_of: datetime | None = None) -> list[Record]:
    """Every publication of the indicators, newest first."""
    source = Source.of(asked, as_of)
    names = {record["indicator_id"]: record for record in source.indicators()}
    found: list[Record] = []
    for _, group in groupby(source.publications(), key=itemgetter("indicator_id", "year")):
        chain = list(group)
        before = None
        for said, after in zip_longest(chain, chain[1:]):
            indicator = names[said["indicator_id"]]
            due = next_due(said["value_state"], said["year"], said["expected_on"])
            late = after is None and due is not None and source.day > due
            before = Record(
                **{name: indicator[name] for name in ("code", "name", "unit", "decimals", "measure_number")},
                **{name: cell for name, cell in said.items() if name != "indicator_id"},
                is_current=after is None,
                due_on=due,
                overdue=(Overdue(said["year"], due),) if late and due else (),
                superseded=after is not None and Kind(after["kind"]).is_correction,
                before=before,
            )
            found.append(before)
    return sorted(found, key=lambda record: record.published_at, reverse=True)
