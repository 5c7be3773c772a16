"""The pace table: what would be needed a year, what there was, and where it leads (docs/progress.md §15)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from indicators import frames
from indicators.frames import Row
from indicators.progress import Direction, Outlook, Pace, PaceKind
from indicators.views.dashboard.filtered_view import FilteredView
from indicators.wording.pace import no_more_years
from measures.fiscal_year import by_calendar

# So many names are told of those without a pace; the rest is counted.
MOST_NAMES = 12


@dataclass(frozen=True)
class PaceLine:
    """One indicator with its pace; `outlook` from three judged years on, worked out for what is shown of a long list."""

    row: Row
    pace: Pace
    view: FilteredView

    @cached_property
    def outlook(self) -> Outlook | None:
        return _outlook_of(self.row, self.view)


@dataclass(frozen=True)
class Paces:
    """`lines` worst first; `without` says of the others why there is no pace, with their names."""

    lines: list[PaceLine]
    without: list[tuple[str, str]]
    sentence: str


def outlooks_of(view: FilteredView) -> dict[int, Outlook | None]:
    """参考推計 of each indicator, from what was known in the year that is shown."""
    return {row.indicator_id: _outlook_of(row, view) for row in view.rows}


def _outlook_of(row: Row, view: FilteredView) -> Outlook | None:
    known = (earlier for earlier in view.of_indicator[row.indicator_id] if earlier.year <= row.year)
    return frames.outlook_of(known, current_year=view.current_year)


def paces_of(view: FilteredView) -> Paces:
    lines: list[PaceLine] = []
    without: dict[str, list[str]] = {}
    for row in view.rows:
        pace = frames.pace_of(row, current_year=view.current_year)
        if pace is None:
            without.setdefault(_why_none(row, view.current_year), []).append(f"{row.code} {row.name}")
        else:
            lines.append(PaceLine(row, pace, view))
    lines.sort(key=lambda line: line.pace.sort_key)
    return Paces(
        lines=lines,
        without=[(why, _named(names)) for why, names in without.items()],
        sentence=_sentence(Counter(line.pace.kind for line in lines), lines),
    )


def _sentence(kinds: Mapping[PaceKind, int], lines: list[PaceLine]) -> str:
    if not lines:
        return "ペースを比べられる指標はまだありません。"
    slow = kinds[PaceKind.WRONG_WAY] + kinds[PaceKind.FLAT] + kinds[PaceKind.TOO_SLOW]
    turned = kinds[PaceKind.TURNED]
    aside = f"平均は足りていても、直近は逆方向のものが{turned}件あります。" if turned else ""
    if not slow:
        return (
            f"ペースを比べられる{len(lines)}件は、どれもこれまでの平均のままで目標に届く見通しです。{aside}"
        )
    worst = lines[0]
    return (
        f"ペースを比べられる{len(lines)}件のうち{slow}件は、これまでの平均のままでは目標に届きません。"
        f"最も厳しいのは{worst.row.code} {worst.row.name}（{worst.pace.word}）です。{aside}"
    )


def _why_none(row: Row, current_year: int) -> str:
    if Direction(row.direction).is_limit:
        return "上限・下限で判定する指標（1年ごとの道のりがありません）"
    if words := no_more_years(row, current_year):
        return words
    if not row.has_value or not row.is_judged:
        return "判定できる実績がない指標"
    words = "現状値の年度より後の実績がない指標"
    return by_calendar(words) if row.is_calendar else words


def _named(names: list[str]) -> str:
    more = f"、ほか{len(names) - MOST_NAMES}件" if len(names) > MOST_NAMES else ""
    return "、".join(names[:MOST_NAMES]) + more
