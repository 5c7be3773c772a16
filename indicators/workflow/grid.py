"""A whole table at once: every row is saved, or handed in, or none is; each refusal is told with its row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import Indicator, Result
from indicators.workflow.errors import Incomplete, StaleVersion, WorkflowError, WrongState
from indicators.workflow.evidence import attach_link
from indicators.workflow.review.entries import Entry
from indicators.workflow.review.many import Draft, save_drafts
from indicators.workflow.review.values import VALUES


@dataclass(frozen=True)
class GridEntry:
    """One row: what was typed, and at which edit. `entry` None: as it stands (to be handed in unchanged).

    `number`: the record's place in its chain; `reason` (of a change) stays as it is where it is None. `links`:
    addresses to be attached as evidence. `year`: where a table is of several; else that of the whole table.
    """

    indicator: Indicator
    entry: Entry | None
    version: int
    number: int = 1
    reason: str | None = None
    links: tuple[str, ...] = ()
    year: int | None = None


Place = tuple[int, int]  # an indicator's id, and the year


class ManyRefused(WorkflowError):
    """Nothing was written. By indicator and year: who was first (`taken`), and what is missing (`errors`)."""

    def __init__(
        self, taken: Mapping[Place, StaleVersion | WrongState], errors: Mapping[Place, Mapping[str, str]]
    ) -> None:
        super().__init__("表の中に、保存できない行があります。")
        self.taken = dict(taken)
        self.errors = {place: dict(of_one) for place, of_one in errors.items()}


def save_many(
    *, year: int, entries: Sequence[GridEntry], by: User, now: datetime | None = None
) -> list[Result]:
    """Drafts of several indicators, all or none. NotAllowed, ManyRefused."""
    if not any(row.links for row in entries):
        rows = sorted(entries, key=lambda row: _place(row, year))
        drafts = [
            Draft(row.indicator, row.year or year, row.entry or Entry(), row.version, row.number, row.reason)
            for row in rows
        ]
        kept = save_drafts(drafts, by=by, now=now or timezone.now())
        if not kept.refused:
            return kept.saved
        told = [(draft.place, refusal) for draft, refusal in kept.refused]
        raise ManyRefused(
            {place: one for place, one in told if not isinstance(one, Incomplete)},
            {place: one.errors for place, one in told if isinstance(one, Incomplete)},
        )
    return submit_many(year=year, chosen=(), others=entries, by=by, now=now)


def submit_many(
    *,
    year: int,
    chosen: Sequence[GridEntry],
    others: Sequence[GridEntry] = (),
    by: User,
    now: datetime | None = None,
) -> list[Result]:
    """Hand in the chosen rows, and keep what was typed in the `others`; all or none. NotAllowed, ManyRefused."""
    now = now or timezone.now()
    handed_in = {_place(row, year) for row in chosen}
    taken: dict[Place, StaleVersion | WrongState] = {}
    errors: dict[Place, dict[str, str]] = {}
    done = []
    with transaction.atomic():
        # By id and year: two tables that share rows wait for each other in one order, and never for ever.
        for row in sorted([*chosen, *others], key=lambda row: _place(row, year)):
            place = _place(row, year)
            try:
                # A savepoint a row: what one row wrote before its refusal goes, and the rows after it are still tried.
                with transaction.atomic():
                    done.append(_step(row, place[1], by, now, submits=place in handed_in))
            except Incomplete as missing:
                errors[place] = missing.errors
            except (StaleVersion, WrongState) as refusal:
                taken[place] = refusal
        if taken or errors:
            raise ManyRefused(taken, errors)
    return done


def _place(row: GridEntry, year: int) -> Place:
    return row.indicator.pk, row.year or year


def _step(row: GridEntry, year: int, by: User, now: datetime, *, submits: bool) -> Result:
    # First: what is handed in takes no evidence any more.
    for url in row.links:
        attach_link(indicator=row.indicator, year=year, number=row.number, url=url, by=by, now=now)
    given: dict[str, Any] = {
        "owner": row.indicator,
        "year": year,
        "by": by,
        "number": row.number,
        "version": row.version,
        "reason": row.reason,
        "now": now,
    }
    if submits:
        return VALUES.submit(**given, data=row.entry)
    return VALUES.save(**given, data=row.entry or Entry())
