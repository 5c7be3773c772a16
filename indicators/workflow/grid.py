"""A whole table at once: every row is saved, or handed in, or none is; each refusal is told with its row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import Indicator, Result
from indicators.workflow.drafts import Entry, save_draft, submit
from indicators.workflow.errors import Conflict, Incomplete, NotAllowed, WorkflowError, WrongState


@dataclass(frozen=True)
class GridEntry:
    """One row: what was typed, and at which edit. `entry` None: as it stands (to be handed in unchanged)."""

    indicator: Indicator
    entry: Entry | None
    edit_number: int


class ManyRefused(WorkflowError):
    """Nothing was written. By the indicator's id: who was first (`taken`), and what is missing (`errors`)."""

    def __init__(
        self, taken: Mapping[int, Conflict | WrongState], errors: Mapping[int, Mapping[str, str]]
    ) -> None:
        super().__init__("表の中に、保存できない行があります。")
        self.taken = dict(taken)
        self.errors = {pk: dict(of_one) for pk, of_one in errors.items()}


def save_many(
    *, year: int, entries: Sequence[GridEntry], by: User, now: datetime | None = None
) -> list[Result]:
    """Drafts of several indicators, all or none. NotAllowed, ManyRefused."""
    now = now or timezone.now()

    def save(row: GridEntry) -> Result:
        return save_draft(
            indicator=row.indicator,
            year=year,
            entry=row.entry or Entry(),
            by=by,
            edit_number=row.edit_number,
            now=now,
        )

    return _each(entries, save)


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
    handed_in = {row.indicator.pk for row in chosen}

    def step(row: GridEntry) -> Result:
        if row.indicator.pk not in handed_in:
            return save_many(year=year, entries=[row], by=by, now=now)[0]
        return submit(
            indicator=row.indicator,
            year=year,
            by=by,
            edit_number=row.edit_number,
            entry=row.entry,
            now=now,
        )

    return _each([*chosen, *others], step)


def _each(rows: Sequence[GridEntry], step: Callable[[GridEntry], Result]) -> list[Result]:
    taken: dict[int, Conflict | WrongState] = {}
    errors: dict[int, dict[str, str]] = {}
    done = []
    with transaction.atomic():
        # By id: two tables that share rows wait for each other in one order, and never for ever.
        for row in sorted(rows, key=lambda row: row.indicator.pk):
            try:
                with transaction.atomic():
                    done.append(step(row))
            except ManyRefused as refusal:
                taken.update(refusal.taken)
                errors.update(refusal.errors)
            except Incomplete as missing:
                errors[row.indicator.pk] = missing.errors
            except NotAllowed:
                raise
            except (Conflict, WrongState) as refusal:
                taken[row.indicator.pk] = refusal
        if taken or errors:
            raise ManyRefused(taken, errors)
    return done
