"""A reference figure as a page shows it: the verified points, or those that were loaded with the plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from indicators import frames
from indicators.charts import Chart, reference_bars
from indicators.models import FigurePoints
from measures.models import Measure, ReferenceFigure
from measures.past import as_worded

Points = Sequence[tuple[str, str, Decimal]]


@dataclass(frozen=True)
class FigureCells:
    """The table: a label and its values in the order of `series`, None where there is none. `total`: of shares of one whole."""

    series: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Decimal | None]]]
    unit: str
    decimals: int
    total: Decimal | None

    @property
    def has_series(self) -> bool:
        return list(self.series) != [""]


@dataclass(frozen=True)
class ShownFigure:
    """`cells` and `chart` None where there is nothing to show to this person. `verified_at`: when its points were published."""

    printed: ReferenceFigure
    cells: FigureCells | None
    chart: Chart | None
    is_public: bool
    verified_at: datetime | None = None


def shown_figure(measure: Measure, then: datetime | None, *, may_see_all: bool) -> ShownFigure | None:
    """Citizens see points that were verified, or that the plan's own text ties to their labels (docs/product.md §7)."""
    printed = ReferenceFigure.objects.filter(measure=measure).first()
    if printed is None:
        return None
    [printed] = as_worded([printed], then)
    edition = frames.figure_points(measure.plan, as_of=then).get(measure.pk)
    if edition is not None:
        cells = _cells(edition.points, edition.unit, edition.decimals, edition.chart == "shares")
        return ShownFigure(
            printed, cells, _chart(measure, printed, edition.points, cells), True, edition.published_at
        )
    unverified = printed.state == ReferenceFigure.State.UNVERIFIED
    if not printed.is_public and not (unverified and may_see_all):
        return ShownFigure(printed, None, None, printed.is_public)
    points = [
        (point.label or f"項目{point.order}", "", point.value)
        for point in printed.points.all()
        if point.value is not None
    ]
    cells = _cells(points, printed.unit, printed.decimals, printed.is_public and printed.unit == "％")
    # What nobody has verified is no picture.
    chart = _chart(measure, printed, points, cells) if printed.is_public and points else None
    return ShownFigure(printed, cells, chart, printed.is_public)


def cells_of(record: FigurePoints) -> FigureCells:
    """Of a draft, or of an edition."""
    points = [(label, series, Decimal(value)) for label, series, value in record.points]
    return _cells(points, record.unit, record.decimals, record.chart == FigurePoints.Chart.SHARES)


def _cells(points: Points, unit: str, decimals: int, is_whole: bool) -> FigureCells:
    series = list(dict.fromkeys(name for _, name, _ in points))
    known = {(label, name): value for label, name, value in points}
    labels = dict.fromkeys(label for label, _, _ in points)
    rows = [(label, [known.get((label, name)) for name in series]) for label in labels]
    total = sum((value for _, _, value in points), Decimal(0)) if is_whole and len(series) == 1 else None
    return FigureCells(series, rows, unit, decimals, total)


def _chart(measure: Measure, printed: ReferenceFigure, points: Points, cells: FigureCells) -> Any:
    return reference_bars(
        points,
        chart_id=f"figure-{measure.number}",
        title=printed.title,
        unit=cells.unit,
        decimals=cells.decimals,
    )
