"""Breaks of a series: years from which it is counted otherwise, whatever the cause (docs/progress.md §19)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class BreakCause(StrEnum):
    """`RECOUNT` breaks an indicator's own series; the others stand between it and that of an earlier indicator."""

    RECOUNT = "recount"
    CONTINUED = "continued"
    REPLACED = "replaced"


@dataclass(frozen=True)
class Break:
    """`year`: the first that is counted in the new way; `reason`: words for people, a clause without a full stop.

    `comparable`: the mark is drawn, and figures of both sides may be compared all the same.
    """

    year: int
    reason: str
    cause: str
    comparable: bool = False


def own_break(breaks: Iterable[Break], year: int) -> int | None:
    """The newest year up to this one from which the indicator's own figures are of another kind than before."""
    return max(
        (one.year for one in breaks if one.cause == BreakCause.RECOUNT and one.year <= year), default=None
    )
