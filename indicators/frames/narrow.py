"""Questions that a page asks of a frame: one year, the newest, how many stand how."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

import pandas as pd

from indicators.frames.row import COLUMNS, Row
from indicators.progress import RollUp, Verdict


def rows(frame: pd.DataFrame) -> list[Row]:
    """The frame as records, by the plan's order and year."""
    return [Row(*cells) for cells in frame[list(COLUMNS)].itertuples(index=False, name=None)]


def years(frame: pd.DataFrame) -> list[int]:
    """The fiscal years of the frame, oldest first."""
    return sorted(set(frame["year"]))


def for_year(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """Exactly that year: an indicator without a value stays, as without a value (figures.md §4.10)."""
    return frame[frame["year"] == year]


def narrow(frame: pd.DataFrame, keep: Callable[[Row], bool]) -> pd.DataFrame:
    """The rows that `keep` wants."""
    return frame[[keep(row) for row in rows(frame)]] if len(frame) else frame


def latest(frame: pd.DataFrame) -> pd.DataFrame:
    """Each indicator at its newest judged year, and the state of a newer record (figures.md §4.10).

    Without a judged year it is the newest year with a record, else the plan's first.
    """
    return frame_of(newest(rows(frame)))


def newest(found: Iterable[Row]) -> list[Row]:
    """latest() of records that a page holds already, in the frame's order."""
    chosen = []
    for _, group in groupby(found, key=attrgetter("indicator_id")):
        of_one = list(group)
        said = [row for row in of_one if row.has_record]
        judged = [row for row in said if row.is_judged]
        first = next((row for row in of_one if row.year == row.plan_first_year), of_one[0])
        best = judged[-1] if judged else said[-1] if said else first
        newer = said[-1] if said and said[-1].year > best.year else None
        chosen.append(
            replace(
                best,
                newer_year=newer.year if newer else None,
                newer_state=(newer.value_state or "withdrawn") if newer else "",
            )
        )
    return chosen


def frame_of(found: Iterable[Row]) -> pd.DataFrame:
    """Records as a frame again, as files and tables take it."""
    return pd.DataFrame([vars(row) for row in found], columns=list(COLUMNS), dtype=object)


def roll_up(shown: pd.DataFrame | Iterable[Row]) -> RollUp:
    """Counts by verdict of a frame, or of records, with one row an indicator; 対象外 leaves every denominator."""
    tally: dict[str, int] = {}
    for row in rows(shown) if isinstance(shown, pd.DataFrame) else shown:
        word = Verdict(row.verdict).value if row.applies else "not_applicable"
        tally[word] = tally.get(word, 0) + 1
    return RollUp(**tally)
