"""この指標について in words: each entry of a passport with its label, and what an office has yet to register."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indicators.models import Factor, Goal, Passport

LABELS = Passport.labels()
# An indicator can lack these and be whole: not each is a survey, not each was counted in two ways.
_IF_ANY = ("sample", "breaks")


@dataclass(frozen=True)
class Entry:
    """One entry as people read it: a text, or several words; `url` where a text leads somewhere."""

    name: str
    label: str
    text: str
    words: tuple[str, ...] = ()
    url: str = ""


def goal_words(codes: Sequence[str]) -> tuple[str, ...]:
    """3 → 3 すべての人に健康と福祉を."""
    return tuple(f"{code} {Goal(code).label}" for code in codes)


def factor_words(codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(Factor(code).label) for code in codes)


def entries_of(passport: Any) -> list[Entry]:
    """What a passport says, a published edition's or a draft's, in the order of thought; nothing of what is missing."""
    found = []
    for name, label in LABELS.items():
        said = getattr(passport, name)
        if not said or (name == "source_url" and passport.source):
            continue
        words = {"goals": goal_words, "factors": factor_words}.get(name)
        url = passport.source_url if name in ("source", "source_url") else ""
        found.append(Entry(name, label, "" if words else said, words(said) if words else (), url))
    return found


def missing_of(passport: Any | None) -> list[str]:
    """The labels of what is not registered (未登録), for the office alone."""
    needed = [name for name in LABELS if name not in _IF_ANY]
    return [LABELS[name] for name in needed if passport is None or not getattr(passport, name)]


def changed_entries(passport: Any, before: Any | None) -> list[str]:
    """The labels of what an edition says differently from the one before it."""
    if before is None:
        return []
    return [
        label
        for name, label in LABELS.items()
        if list(getattr(passport, name)) != list(getattr(before, name))
    ]


def with_changes(editions: Sequence[Any]) -> list[tuple[Any, list[str]]]:
    """Each edition, newest first, with what it says differently from the one before it."""
    return [
        (one, changed_entries(one, was)) for one, was in zip(editions, [*editions[1:], None], strict=False)
    ]
