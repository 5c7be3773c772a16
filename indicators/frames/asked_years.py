"""Of which years nothing is asked: outside of the indicator's own, and between two surveys (docs/progress.md §2, §18)."""

from collections.abc import Sequence

from indicators.frames.reading import Record
from indicators.progress import is_survey_year


def _in_force(rhythms: Sequence[Record], year: int) -> Record | None:
    """By first year; before the first one each year is asked for."""
    return next((one for one in reversed(rhythms) if one["first_year"] <= year), None)


def passes_over(rhythms: Sequence[Record], year: int) -> bool:
    rhythm = _in_force(rhythms, year)
    return rhythm is not None and not is_survey_year(year, every=rhythm["every"], since=rhythm["survey_year"])


def survey_columns(rhythms: Sequence[Record], year: int) -> Record:
    """The rhythm that holds in a year, in the columns of Row."""
    rhythm = _in_force(rhythms, year) or {"every": None, "survey_year": None}
    return {"survey_every": rhythm["every"], "survey_from": rhythm["survey_year"]}


def absent_of(plan_side: Record, year: int) -> str:
    """Why a year lies outside of an indicator's first and last one; "" where it does not."""
    if plan_side["begins"] is not None and year < plan_side["begins"]:
        return "not_begun"
    return "ended" if plan_side["ends"] is not None and year > plan_side["ends"] else ""
