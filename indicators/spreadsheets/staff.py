"""The columns that files of the staff have behind the public ones: pace, outlook, and where a value stands."""

from collections.abc import Mapping
from decimal import Decimal

from indicators.frames import Row, pace_of
from indicators.numbers import plain_number
from indicators.progress import Outlook
from indicators.spreadsheets.figures import MOST_DECIMALS, Cell, Columns


def staff_columns(outlooks: Mapping[int, Outlook | None]) -> Columns:
    """`outlooks`: 参考推計 by the indicator's id, as the page shows it."""

    def outlook(row: Row, name: str) -> Cell:
        found = outlooks.get(row.indicator_id)
        return None if found is None else _figure(getattr(found, name))

    def pace(row: Row, name: str) -> Cell:
        found = pace_of(row)
        if found is None:
            return None
        told = getattr(found, name)
        return _figure(told) if isinstance(told, Decimal) else told

    return {
        "gap_points": lambda row: None if row.gap is None else _figure(row.gap * 100),
        "needed_change_a_year": lambda row: pace(row, "needed"),
        "mean_change_a_year": lambda row: pace(row, "mean"),
        "years_left": lambda row: pace(row, "years_left"),
        "pace_ja": lambda row: pace(row, "word"),
        "outlook": lambda row: outlook(row, "value"),
        "outlook_low": lambda row: outlook(row, "low"),
        "outlook_high": lambda row: outlook(row, "high"),
        "outlook_fiscal_year": lambda row: (
            found.target_year if (found := outlooks.get(row.indicator_id)) is not None else None
        ),
        "unpublished": lambda row: row.unpublished,
        "workflow_state": lambda row: row.workflow_state or None,
    }


def _figure(figure: Decimal) -> str:
    """Up to six decimals, without the zeros at the end."""
    text = plain_number(figure, decimals=MOST_DECIMALS)
    return text.rstrip("0").rstrip(".") if "." in text else text
