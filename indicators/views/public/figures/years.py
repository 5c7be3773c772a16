"""Years of the plan of which something is public, and the switch between them."""

from collections.abc import Callable, Iterable
from typing import Any

from indicators import frames
from indicators.frames import Row
from measures.fiscal_year import FiscalYear


def published_years(rows: Iterable[Row]) -> list[int]:
    """Years of the plan of which something was published, oldest first."""
    return frames.years(row for row in rows if row.number and row.year in _plan_years(row))


def _plan_years(row: Row) -> range:
    """A target may lie after the plan's end: then the years up to it are the indicator's, too."""
    return range(row.plan_first_year, max(row.plan_last_year, row.target_year) + 1)


def year_switch(
    years: list[int], current: int | None, address: Callable[[int | None], str]
) -> list[dict[str, Any]]:
    """For partials/year_switch.html; None is the newest of each indicator."""
    return [
        {
            "label": FiscalYear(year).wareki if year else "最新",
            "url": address(year),
            "current": year == current,
        }
        for year in (*years, None)
    ]
