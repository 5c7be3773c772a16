"""この指標について as its page shows it: the entries of the edition that stands, and how it came to be."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.frames import PassportEdition
from indicators.wording.explanations import Entry, entries_of, with_changes


@dataclass(frozen=True)
class Explained:
    """`editions`, newest first: each with the labels of what it says differently from the one before."""

    entries: Sequence[Entry]
    editions: Sequence[tuple[PassportEdition, Sequence[str]]]


def explained(editions: Sequence[PassportEdition]) -> Explained | None:
    """None where nothing is registered: then the page says nothing of it."""
    if not editions:
        return None
    return Explained(entries_of(editions[0]), with_changes(editions))
