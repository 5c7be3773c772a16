"""What was worked out of public records, kept by a process while nothing that citizens see changes (docs/decisions/0040).

Triggers count the public revision up with every such change, so that nobody has to throw anything away here; its stamp
never comes back, not after a rollback nor from a backup. What is kept is a function of the public records and the day.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock, RLock
from typing import Any, Protocol, TypeVar

# The plan in force and one more; who asks for a third pushes out the one that was asked for longest ago.
MOST_PLANS = 2
# Past days that somebody walks through, or an export writes: of each plan and day.
MOST_PAST = 2
# Views of the dashboard: each holds what was narrowed and counted of the rows, not the rows themselves.
MOST_BESIDE = 12
# Of so many rows those of a public state are kept: 10,000 indicators over thirteen years are 130,000.
MOST_ROWS = 200_000
# Of a past day, which fewer ask for.
MOST_ROWS_THEN = 20_000
State = tuple[tuple[int, str], date]
# By the indicator's id: a hash of the records that something was worked out of, and what came of them.
Memo = dict[int, tuple[int, Any]]
Made = TypeVar("Made")


class Source(Protocol):
    """What is asked for, as sources.py has it: of which plan, as of which moment, in which public state (None: nothing is kept)."""

    @property
    def plan_id(self) -> int | None: ...
    @property
    def as_of(self) -> datetime | None: ...
    @property
    def state(self) -> State | None: ...
    def state_now(self) -> State | None: ...


@dataclass
class Shelf:
    """Answers about one plan in one public state, on one day, now or as of a moment; `memos` are held against the records and
    outlive that state.

    `lock`: one thread works an answer out, those beside it wait for it.
    """

    state: State
    answers: dict[Hashable, Any] = field(default_factory=dict)
    memos: dict[Hashable, Memo] = field(default_factory=dict)
    beside: dict[Hashable, tuple[tuple[Any, ...], Any]] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)


# By the plan's id and the moment, None for now.
_shelves: dict[tuple[int, datetime | None], Shelf] = {}
_lock = Lock()


def kept(
    source: Source,
    name: Hashable,
    make: Callable[[Memo], Made],
    *,
    is_small: Callable[[Made], bool] = lambda made: True,
) -> Made:
    """What `make` gives, or gave before in the same public state. It may look into its memo, and note in it.

    Only of a public plan that is read as a whole, and of what `is_small` enough; else it is made each time.
    """
    shelf = shelf_of(source)
    if shelf is None:
        return make({})
    with shelf.lock:
        if name in shelf.answers:
            found: Made = shelf.answers[name]
            return found
        memo = shelf.memos.setdefault(name, {})
        found = make(memo)
        # What went out meanwhile may stand in it, and would not belong to the state that it is kept under.
        if not is_small(found):
            memo.clear()
        elif source.state_now() == shelf.state:
            shelf.answers[name] = found
        return found


def held(source: Source, name: Hashable) -> Any:
    """What is kept under that name just now; None where nothing is."""
    shelf = shelf_of(source)
    return None if shelf is None else shelf.answers.get(name)


def most_rows(source: Source) -> int:
    """So many rows are kept of it."""
    return MOST_ROWS if source.as_of is None else MOST_ROWS_THEN


def beside(source: Source, name: Hashable, rows: tuple[Any, ...], make: Callable[[], Made]) -> Made:
    """What `make` gives of exactly these rows of the source, kept as long as they are read from it; the newest of many names."""
    shelf = shelf_of(source)
    if shelf is None:
        return make()
    with shelf.lock:
        of_rows = shelf.beside.pop(name, None)
        if of_rows is None or of_rows[0] is not rows:
            of_rows = (rows, make())
        shelf.beside[name] = of_rows  # at the end: asked for last
        while len(shelf.beside) > MOST_BESIDE:
            del shelf.beside[next(iter(shelf.beside))]
        found: Made = of_rows[1]
        return found


def shelf_of(source: Source) -> Shelf | None:
    """Where answers to what the source asks are kept; None where they are not."""
    state, plan = source.state, source.plan_id
    if state is None or plan is None:
        return None
    about = plan, source.as_of
    with _lock:
        found = _shelves.pop(about, None)
        if found is None or found.state != state:
            memos = {} if found is None else {name: {**memo} for name, memo in found.memos.items()}
            found = Shelf(state, memos=memos)
        _shelves[about] = found  # at the end: asked for last
        alike = [one for one in _shelves if (one[1] is None) == (source.as_of is None)]
        for one in alike[: -(MOST_PLANS if source.as_of is None else MOST_PAST)]:
            del _shelves[one]
        return found
