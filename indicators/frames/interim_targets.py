"""中間目標: which of the published ones the expected way of a year leads through, and where it would lead without."""

from collections.abc import Sequence
from decimal import Decimal

from indicators.frames.reading import Record
from indicators.frames.row import Row
from indicators.progress import Counting, Direction, judge

Interim = tuple[tuple[int, Decimal], ...]


def in_force(
    known: Sequence[Record], *, direction: str, target: Record, baseline_year: int | None, year: int
) -> Interim:
    """The interim targets that the verdict of `year` goes by; `known` are by first year, `target` is in force.

    Of each interim year the newest that applies by then. One without a value takes it away. What began under an
    earlier target stays with that; what does not lie between the road's two ends says nothing of it. Of a ceiling or a
    floor they are its limits by year, and no start is looked at; before the target's first year those of that year
    hold, as the target itself does. A range has none.
    """
    if Direction(direction) is Direction.WITHIN:
        return ()
    is_limit = Direction(direction).is_limit
    begins = None if is_limit else baseline_year
    applied = max(year, target["first_year"]) if is_limit else year
    newest: dict[int, Decimal | None] = {}
    for record in sorted(known, key=lambda record: record["first_year"]):
        if target["first_year"] <= record["first_year"] <= applied:
            newest[record["year"]] = record["value"]
    return tuple(
        (between, value)
        for between, value in sorted(newest.items())
        if value is not None and (begins is None or begins < between) and between < target["target_year"]
    )


def straight_line(row: Row) -> dict[int, Decimal]:
    """The expected values between the two ends of a row's road, were there no interim target."""
    if not row.has_line or row.baseline_year is None:
        return {}
    found = {}
    for year in range(row.baseline_year + 1, row.target_year):
        judged = judge(
            direction=row.direction,
            counting=Counting.POINT,  # the row's baseline is the effective one: nothing restarts any more
            baseline=row.baseline,
            baseline_year=row.baseline_year,
            target=row.target,
            target_year=row.target_year,
            value=None,
            year=year,
        )
        assert judged.expected is not None  # the year lies on the road
        found[year] = judged.expected
    return found
