"""範囲を出るおそれ: values inside their limit that may not stay there (docs/progress.md §15)."""

from dataclasses import dataclass

from indicators import frames
from indicators.frames import Row
from indicators.views.dashboard.filtered_view import FilteredView
from indicators.wording.sentences import risk_sentences


@dataclass(frozen=True)
class RiskLine:
    """An indicator by its newest judged row, which is inside, and why it may not stay there, a sentence a reason. `newer`: a later
    figure that is not judged."""

    row: Row
    sentences: list[str]
    newer: Row | None = None


def risk_words(view: FilteredView) -> dict[int, str]:
    """What the page says of each, by the indicator's id, for its files."""
    return {line.row.indicator_id: "".join(line.sentences) for line in risks_of(view)}


def risks_of(view: FilteredView) -> list[RiskLine]:
    """In the plan's order, from what was known in the year that is shown; the latest view knows every record."""
    until = view.filters.year
    found = []
    for rows in view.of_indicator.values():
        known = [row for row in rows if until is None or row.year <= until]
        risk = frames.at_risk(known, current_year=view.current_year)
        if risk is not None:
            found.append(RiskLine(risk.row, risk_sentences(risk), risk.newer))
    return found
