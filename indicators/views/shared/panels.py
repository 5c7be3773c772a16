"""One indicator as a page shows it: sentence, chart, facts and table, all from the same rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from indicators import charts, frames
from indicators.frames import Comparison, Earlier, Row, Series
from indicators.progress import Outlook
from indicators.wording.counting import counted
from indicators.wording.pace import pace_sentence
from indicators.wording.sentences import against_comparison, note_of, outlook_sentence, say, turned
from indicators.wording.trend import break_sentence, newest_of

NONE_EARLIER: Mapping[int, tuple[Earlier, ...]] = {}


@dataclass(frozen=True)
class NotedRow:
    """A row with what stands small beside it."""

    row: Row
    note: str


@dataclass(frozen=True)
class PanelYear:
    """One line of the table: the row of a year, None where others alone have a figure; `comparisons`, one a series.

    `baselines`: a row of each baseline that stands before this line; more than one where it was revised.
    """

    year: int
    row: Row | None
    comparisons: tuple[Comparison | None, ...]
    baselines: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Panel:
    """`row` is the newest judged year, `rows` every year of the indicator, `pace` what the years to come would have to bring."""

    row: Row
    rows: list[Row]
    chart: charts.Chart
    say: SafeString
    note: str
    counted: str
    pace: str
    comparisons: tuple[Series, ...] = ()
    outlook: Outlook | None = None
    outlook_sentence: str = ""
    before: Row | None = None
    earlier: tuple[Earlier, ...] = ()

    @property
    def is_limit(self) -> bool:
        return self.row.is_limit

    @property
    def restarts(self) -> bool:
        return self.row.counting == "cumulative_from_zero"

    @property
    def table(self) -> list[PanelYear]:
        """Every year that the chart draws something in."""
        by_year = {row.year: row for row in frames.counted(self.rows)}
        shown = list(by_year) or [self.row.year]
        given: dict[int, list[Row]] = {}
        for row in {row.baseline_first_year: row for row in self.rows}.values():
            if row.printed_baseline_year is None:
                given.setdefault(shown[0], []).append(row)
                continue
            begins = row.printed_baseline_year
            later = (year for year in shown if year >= begins)
            given.setdefault(next(later, shown[-1]), []).append(row)
        others = {one.year for series in self.comparisons for one in series.years}
        return [
            PanelYear(
                year,
                by_year.get(year),
                tuple(series.of_year(year) for series in self.comparisons),
                tuple(given.get(year, ())),
            )
            for year in sorted({*by_year, *others})
        ]

    @property
    def break_sentences(self) -> list[str]:
        """Since when the line is another one, and why."""
        return [break_sentence([one], self.rows) for one in self.row.breaks]

    @property
    def lines_before(self) -> list[Earlier]:
        """Those that the indicator follows and that have a figure, in the order of the years."""
        return [one for one in reversed(self.earlier) if one.rows]

    @property
    def revised_baselines(self) -> list[Row]:
        """A row of each baseline that took the printed one's place."""
        known = {row.baseline_first_year: row for row in self.rows}
        return [row for first_year, row in known.items() if first_year is not None]

    @property
    def revised_targets(self) -> list[Row]:
        """A row of each target that took the printed one's place."""
        known = {row.target_first_year: row for row in self.rows}
        return [row for row in known.values() if row.target_is_revised]

    @property
    def columns(self) -> int:
        """Of the table: the year, five of figures and words, and one a series."""
        return 6 + len(self.comparisons)

    @property
    def short_columns(self) -> int:
        """Of the short table: year, value, 目安, verdict, and one a series."""
        return 4 + len(self.comparisons)

    @property
    def comparison_sentences(self) -> list[str]:
        """A sentence on each series that has a figure."""
        return [words for series in self.comparisons if (words := against_comparison(series, self.rows))]

    @property
    def judged(self) -> list[Row]:
        """Newest first: the years with a verdict, or with a value that explains why it has none."""
        return [row for row in reversed(self.rows) if row.has_record]

    @property
    def turned(self) -> SafeString:
        """What changed since the year before."""
        return turned(self.row, self.before)


def lines_of(rows: Iterable[Row]) -> list[NotedRow]:
    return [NotedRow(row, note_of(row).rstrip("。")) for row in rows]


def panels_of(
    rows: Sequence[Row],
    shown: Iterable[Row] | None = None,
    *,
    current_year: int,
    comparisons: Iterable[Comparison] = (),
    with_outlook: bool = False,
    earlier: Mapping[int, tuple[Earlier, ...]] = NONE_EARLIER,
) -> list[Panel]:
    """One panel an indicator, in the plan's order; `shown` has its one row of each, by default the newest judged.

    `current_year`: the fiscal year of the day that the page shows. `comparisons` are records of frames.comparisons(), of
    any indicators. 参考推計 is for staff: a public page asks for none. `earlier`: what frames.earlier_series() found.
    """
    newest = {row.indicator_id: row for row in (frames.newest(rows) if shown is None else shown)}
    of_one: dict[int, list[Row]] = {pk: [] for pk in newest}
    for row in rows:
        if row.indicator_id in of_one:
            of_one[row.indicator_id].append(row)
    series = frames.series_of(comparisons)
    return [
        _panel(
            newest[pk],
            years,
            series.get(pk, ()),
            _outlook(newest[pk], years, current_year) if with_outlook else None,
            current_year,
            earlier.get(pk, ()),
        )
        for pk, years in of_one.items()
    ]


def _panel(
    newest: Row,
    rows: list[Row],
    comparisons: tuple[Series, ...],
    outlook: Outlook | None,
    current_year: int,
    earlier: tuple[Earlier, ...],
) -> Panel:
    return Panel(
        row=newest,
        rows=rows,
        chart=charts.trend(rows, comparisons, outlook, shown=newest, earlier=earlier),
        say=say(newest),
        note=note_of(newest) if newest.newer_year is not None or newest.overdue else "",
        counted=counted(newest),
        pace=pace_sentence(newest, frames.pace_of(newest, current_year=current_year), current_year),
        comparisons=comparisons,
        outlook=outlook,
        outlook_sentence=""
        if outlook is None
        else outlook_sentence(newest, outlook, newest_of(outlook, rows)),
        before=None
        if newest.own_break == newest.year
        else next((row for row in rows if row.year == newest.year - 1), None),
        earlier=earlier,
    )


def _outlook(shown: Row, rows: list[Row], current_year: int) -> Outlook | None:
    """From what was known in the year that is shown, as its verdict and its pace are."""
    known = (row for row in rows if row.year <= shown.year)
    return frames.outlook_of(known, current_year=current_year)
