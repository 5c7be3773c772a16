"""Baselines and targets that the verdict shown did not go by: grey marks, each with its name and the day of the revision."""

from collections.abc import Sequence

from indicators.charts.chart import MUTED, QUIET, Trace, plain, scatter
from indicators.charts.labels import label_of, with_unit
from indicators.charts.trajectory import bar, ring
from indicators.frames import Row
from indicators.progress import Direction
from indicators.wording.days import on_day
from measures.fiscal_year import FiscalYear


def other_baselines(rows: Sequence[Row], shown: Row) -> list[Trace]:
    """Nothing where counting restarts, which starts at 0 either way."""
    known = {row.baseline_first_year: row for row in rows}
    others = [row for first_year, row in known.items() if first_year != shown.baseline_first_year]
    known_ones = [(row, row.printed_baseline) for row in others if row.printed_baseline is not None]
    if not known_ones or shown.counting == "cumulative_from_zero":
        return []
    return [
        scatter(
            "ほかの年度の判定に使う現状値",
            "other-baseline",
            [(row.printed_baseline_year, figure) for row, figure in known_ones],
            "markers+text",
            decimals=shown.decimals,
            marker=ring(MUTED, size=10, width=2),
            text=[
                f"{_baseline_name(row)} {label_of(row, figure)}<br>{_baseline_day(row, rows)}"
                for row, figure in known_ones
            ],
            textposition="top right",  # it stands at the left edge
            textfont=QUIET,
            hover=[
                f"{_baseline_name(row)} {with_unit(row, figure)}（{plain(row.baseline_label)}）"
                f"<br>{_baseline_day(row, rows)}"
                for row, figure in known_ones
            ],
            cliponaxis=False,
        )
    ]


def _baseline_name(row: Row) -> str:
    return "計画の現状値" if row.baseline_first_year is None else "見直した現状値"


def _baseline_day(row: Row, rows: Sequence[Row]) -> str:
    """When it was decided; of the plan's own, when it was replaced."""
    if row.baseline_first_year is not None:
        return on_day(row.baseline_decided_on, "決定")
    later = next((other for other in rows if other.baseline_first_year is not None), row)
    return on_day(later.baseline_decided_on, "見直し")


def other_targets(rows: Sequence[Row], shown: Row) -> list[Trace]:
    """Nothing of a limit, whose line has a step where it was revised."""
    known = {row.target_first_year: row for row in rows}
    others = [
        row
        for first_year, row in known.items()
        if first_year != shown.target_first_year and not row.ends_short
    ]
    if not others or Direction(shown.direction).is_limit:
        return []
    return [
        scatter(
            "ほかの年度の判定に使う目標",
            "other-target",
            [(row.target_year, row.target) for row in others],
            "markers+text",
            decimals=shown.decimals,
            marker=bar(MUTED, size=18, width=2),
            text=[
                f"{target_name(row, shown)} {label_of(row, row.target)}<br>{_target_day(row, rows)}"
                for row in others
            ],
            textposition="top left",  # it stands at the right edge
            textfont=QUIET,
            hover=[
                f"{target_name(row, shown)} {plain(row.target_label)}（{FiscalYear(row.target_year).wareki}）"
                f"<br>{_target_day(row, rows)}"
                for row in others
            ],
            cliponaxis=False,
        )
    ]


def target_name(row: Row, shown: Row) -> str:
    return "前の目標" if row.target_first_year < shown.target_first_year else "見直した目標"


def _target_day(row: Row, rows: Sequence[Row]) -> str:
    """When it was replaced; of the newest, when it was decided."""
    later = next((other for other in rows if other.target_first_year > row.target_first_year), None)
    return on_day(row.target_decided_on, "決定") if later is None else on_day(later.target_decided_on, "変更")
