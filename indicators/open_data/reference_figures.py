"""The points of the plan's reference figures that citizens see: verified, or tied to their labels by the plan's own text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial

from indicators import frames
from indicators.frames import Source
from indicators.models import FigurePoints
from indicators.open_data.dataset import Dataset, Reference
from indicators.open_data.plan import GROUP
from indicators.spreadsheets.fields import choice_fields, moment_field, number_field, text_field, whole_field
from indicators.spreadsheets.verdict_basis import exact
from measures.models import ReferenceFigure
from measures.past import as_worded

BARS = FigurePoints.Chart.BARS.value
SHARES = FigurePoints.Chart.SHARES.value


@dataclass(frozen=True)
class FigurePoint:
    """One point as its figure has it; `published_at` None where the plan's text alone holds it."""

    measure_number: int
    title: str
    source: str
    chart: str
    order: int
    label: str
    series: str
    value: Decimal
    unit: str
    published_at: datetime | None


def figure_points(source: Source) -> list[FigurePoint]:
    """By measure, in each figure's order."""
    editions = frames.figure_points(source)
    printed = ReferenceFigure.objects.filter(measure__plan=source.plan).order_by("measure__number")
    figures = list(printed.select_related("measure").prefetch_related("points"))
    return [
        point
        for figure in as_worded(figures, source.as_of)
        for point in _points(figure, editions.get(figure.measure_id))
    ]


def _points(figure: ReferenceFigure, edition: frames.FigureEdition | None) -> Iterator[FigurePoint]:
    of = partial(FigurePoint, figure.measure.number, figure.title, figure.source)
    if edition is not None:
        for order, (label, series, value) in enumerate(edition.points, 1):
            yield of(edition.chart, order, label, series, value, edition.unit, edition.published_at)
        return
    if not figure.is_public:
        return
    chart = SHARES if figure.unit == "％" else BARS
    for point in figure.points.all():
        if point.value is not None:
            label = point.label or f"項目{point.order}"
            yield of(chart, point.order, label, "", point.value, figure.unit, None)


REFERENCE_FIGURES = Dataset(
    "reference-figures",
    "参考図表の数値",
    "施策のページに載る参考図表の数値。確認したものだけです。変えたときの前の数値は「文の変更の記録」にあります",
    GROUP,
    (
        whole_field("measure_number", "施策の番号"),
        text_field("title", "図の題名"),
        text_field("source", "出所"),
        *choice_fields("chart", "図の種類", "chart", dict(FigurePoints.Chart.choices)),
        whole_field("order", "順番", meaning="図に載っている順"),
        text_field("label", "項目"),
        text_field("series", "系列", empty="系列が一つだけ"),
        number_field("value", "値", lambda point: exact(point.value), unit="unitの列の単位"),
        text_field("unit", "単位", empty="単位がない"),
        moment_field("published_at", "公表した日時", empty="計画の文に載っている数値"),
    ),
    figure_points,
    key=("measure_number", "order"),
    references=(Reference("measure_number", "measures", "number"),),
)
