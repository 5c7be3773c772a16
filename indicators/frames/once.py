"""How often a kind of record is read: once a source, and once as long as nothing that citizens see changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from indicators.frames.kept import held, kept
from indicators.frames.reading import Record

if TYPE_CHECKING:
    from indicators.frames.sources import Source

Records: TypeAlias = tuple[Record, ...]
# Of so many of a kind a process keeps those of a public state; rows, which take less room, it keeps of more.
MOST_RECORDS = 20_000
Read = TypeVar("Read", bound=Callable[..., Records])


def once(read: Read) -> Read:
    """A kind of record is read once a Source, however many questions about it a page asks. Nobody changes a record."""

    @wraps(read)
    def known(source: Source, *args: Any, **asked: Any) -> Records:
        key = (read.__name__, *args, *asked.items())
        if key not in source.known:
            source.known[key] = read(source, *args, **asked)
        return source.known[key]

    return known  # type: ignore[return-value]  # the same signature


def once_a_state(read: Read) -> Read:
    """Once as long as nothing that citizens see changes, where the process may keep it (kept.py): of what is public alone."""

    @wraps(read)
    def of_state(source: Source, *asked: Any) -> Records:
        name = (read.__name__, *asked)
        of_whole = None if source.whole is None or not _are_of_indicators(name) else held(source.whole, name)
        if of_whole is not None:
            return tuple(one for one in of_whole if one["indicator_id"] in source.ids)
        return kept(source, name, lambda _: read(source, *asked), is_small=_are_few)

    return once(of_state)  # type: ignore[return-value]  # the same signature


def _are_few(records: Records) -> bool:
    return len(records) <= MOST_RECORDS


def _are_of_indicators(name: tuple[Any, ...]) -> bool:
    """Whether each record names its indicator: what is the plan's, or a batch's, is read otherwise of some indicators."""
    method, *asked = name
    if method == "rules":
        return bool(asked[0].chain[0] == "indicator")
    return method in {"indicators", "carried", "publications", "comparisons"}
