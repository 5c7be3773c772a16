"""What deserves a comment about a value before it is handed in (docs/input.md §4), against the year before."""

from decimal import Decimal

from indicators.frames import Row
from indicators.models import Counting, Indicator, Result
from indicators.plausibility import warnings_for
from measures.fiscal_year import FiscalYear


def warnings_of(indicator: Indicator, year: int, value: Decimal | None) -> tuple[str, ...]:
    """Against the year before as it stands now, published or not."""
    if value is None:
        return ()
    previous = Result.objects.of(indicator, year - 1).order_by("-number").first()
    label = FiscalYear(year - 1).wareki
    figure = None if previous is None else previous.value
    counts_on = indicator.counting != Counting.CUMULATIVE_FROM_ZERO
    if figure is None and counts_on:
        revised = indicator.baselines.in_force(year)
        given = (
            (indicator.baseline_year, indicator.baseline_value, indicator.baseline_label)
            if revised is None
            else (revised.baseline_year, revised.value, revised.label)
        )
        if given[0] == year - 1:
            figure, label = given[1], f"現状値（{given[2]}）"
    return warnings_for(
        value=value,
        previous=figure,
        previous_label=label,
        unit=indicator.unit,
        cumulative=indicator.counting in (Counting.CUMULATIVE, Counting.CUMULATIVE_FROM_ZERO),
    )


def warnings_of_row(row: Row) -> tuple[str, ...]:
    """The same from a row of a working frame: for lists, without a question to the database for each."""
    if row.value is None:
        return ()
    label = FiscalYear(row.year - 1).wareki
    figure = row.previous_value
    counts_on = row.counting != Counting.CUMULATIVE_FROM_ZERO
    if figure is None and row.printed_baseline_year == row.year - 1 and counts_on:
        figure, label = row.printed_baseline, f"現状値（{row.baseline_label}）"
    return warnings_for(
        value=row.value,
        previous=figure,
        previous_label=label,
        unit=row.unit,
        cumulative=row.counting in (Counting.CUMULATIVE, Counting.CUMULATIVE_FROM_ZERO),
    )
