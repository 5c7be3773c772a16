"""Verdicts of other years that a change turned: of a rule, or of a value from which later years are measured (docs/progress.md §3)."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from indicators.frames.figures import published
from indicators.frames.reading import Record
from indicators.frames.sources import Source
from indicators.models import Target

_BEFORE = timedelta(microseconds=1)  # published_at is exact to it


@dataclass(frozen=True)
class TurnedVerdict:
    """One indicator and year; `was` and `now` are the words, `was_verdict` and `is_verdict` the keys."""

    code: str
    name: str
    year: int
    was: str
    now: str
    was_verdict: str
    is_verdict: str


def turned_at(
    source: Source, moment: datetime, codes: Collection[str] | None = None
) -> tuple[TurnedVerdict, ...]:
    """Those that what went out at this moment turned, of these indicators; a year without a record has none.

    Out of what the source reads: nothing is asked anew.
    """
    sides = (source.earlier(moment - _BEFORE, codes), source.earlier(moment, codes))
    before, after = ({(row.code, row.year): row for row in published(side)} for side in sides)
    return tuple(
        TurnedVerdict(row.code, row.name, row.year, old.label, row.label, old.verdict, row.verdict)
        for place, row in after.items()
        if (old := before.get(place)) and old.has_record and row.has_record and old.label != row.label
    )


def turned_by_starts(source: Source) -> Iterator[tuple[Record, tuple[TurnedVerdict, ...]]]:
    """Each first value or renewed one that came after values of later years and turned their verdicts, since they are
    measured from it; a correction is told as one.

    Only what has no baseline, or a revised target, is measured from a value.
    """
    measured = {one["indicator_id"]: one for one in _measured_from_values(source)}
    newest: dict[int, int] = {}
    for said in sorted(source.publications(), key=lambda one: one["published_at"]):
        own = measured.get(said["indicator_id"])
        if own is None:
            continue
        latest = newest.get(said["indicator_id"], said["year"])
        newest[said["indicator_id"]] = max(latest, said["year"])
        if said["year"] >= latest or said["kind"] not in ("first", "update"):
            continue
        turned = _of_others(turned_at(source, said["published_at"], {own["code"]}), said["year"])
        if turned:
            yield {**said, "code": own["code"], "name": own["name"]}, turned


def turned_by_value(source: Source, moment: datetime, code: str, year: int) -> tuple[TurnedVerdict, ...]:
    """What a change of a value turned besides its own verdict."""
    if all(one["code"] != code for one in _measured_from_values(source)):
        return ()
    return _of_others(turned_at(source, moment, {code}), year)


def _measured_from_values(source: Source) -> list[Record]:
    targets = Counter(target["indicator_id"] for target in source.rules(Target))
    return [
        one
        for one in source.indicators()
        if one["printed_baseline"] is None or targets[one["indicator_id"]] > 1
    ]


def _of_others(turned: Iterable[TurnedVerdict], year: int) -> tuple[TurnedVerdict, ...]:
    """Without the value's own year, whose verdict the value itself tells."""
    return tuple(one for one in turned if one.year != year)
