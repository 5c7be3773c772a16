"""年度ごとの判定: each indicator, year by year, as partials/years_table.html shows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.frames import Row, SinceLastYear
from indicators.wording.counts import begins
from indicators.wording.years import sign_and_word, since_words
from measures.fiscal_year import FiscalYear


@dataclass(frozen=True)
class YearCell:
    """`verdict` "" where there is only a word, both "" where nothing was said of the year."""

    year: int
    verdict: str
    word: str


@dataclass(frozen=True)
class YearLine:
    """`row`: of its newest year, for name and code; `since`: what became of it since a year ago."""

    row: Row
    cells: tuple[YearCell, ...]
    since: str


@dataclass(frozen=True)
class YearsTable:
    """`since` None where there was no earlier day to compare with: then no line says anything of it."""

    years: tuple[int, ...]
    lines: tuple[YearLine, ...]
    since: SinceLastYear | None

    @property
    def since_word(self) -> str:
        """昨年度から, for the head of its column."""
        return "" if self.since is None else f"{begins(self.since)}から"

    @property
    def span(self) -> str:
        """令和5〜7年度"""
        first, last = (FiscalYear(year).wareki for year in (self.years[0], self.years[-1]))
        if first == last:
            return first
        return f"{first.removesuffix('年度')}〜{last[2:] if first[:2] == last[:2] else last}"


def years_table(rows: Iterable[Row], since: SinceLastYear | None) -> YearsTable | None:
    """`rows`: every year of the indicators. Of years of the plan of which something was published; None without any."""
    of_each: dict[int, dict[int, Row]] = {}
    for row in rows:
        of_each.setdefault(row.indicator_id, {})[row.year] = row
    every = [row for of_one in of_each.values() for row in of_one.values()]
    years = tuple(sorted({int(row.year) for row in every if row.number and row.year >= row.plan_first_year}))
    if not years:
        return None
    then = {} if since is None else {row.indicator_id: (old, row) for old, row in since.pairs}
    return YearsTable(
        years,
        tuple(
            YearLine(
                of_one[max(of_one)],
                tuple(_cell(of_one.get(year), year) for year in years),
                since_words(*then[pk]) if pk in then else "",
            )
            for pk, of_one in of_each.items()
        ),
        since,
    )


def _cell(row: Row | None, year: int) -> YearCell:
    return YearCell(year, *(("", "") if row is None else sign_and_word(row)))
