"""The sentences above a trend chart: where the figure stands, where it leads, where others stand."""

from collections.abc import Sequence

from indicators.frames import Break, Row, Series
from indicators.progress import Outlook, ValueState, Verdict
from indicators.wording.figures import (
    gap,
    good_way,
    in_own_years,
    limit_word,
    moved,
    own_wareki,
    state_words,
    target_text,
    with_unit,
)
from indicators.wording.pace import change_against, end_words
from measures.fiscal_year import FiscalYear


def sentence(rows: Sequence[Row]) -> str:
    """主文: the newest judged value, its change, its verdict, and what is aimed at."""
    last = rows[-1]
    year = FiscalYear(last.target_year).wareki
    aim = f"{year}の{limit_word(last)}は{target_text(last)}です。"
    if last.ends_short or last.ended_by_day:
        aim = f"{end_words(last)}。"
    valued = [row for row in rows if row.has_value and not ValueState(row.value_state).is_preliminary]
    row = next((row for row in reversed(valued) if row.is_judged), valued[-1] if valued else None)
    if row is None or row.value is None:
        return f"実績はまだありません。{aim}"
    verdict = "判定はありません" if row.verdict == Verdict.UNJUDGED else f"判定は「{row.label}」です"
    states = "・".join(state_words(row))
    state = f"（{states}）" if states else ""
    return f"{row.wareki}は{with_unit(row.value, row)}{state}。{_change(row)}{verdict}。{aim}"


@in_own_years
def _change(row: Row) -> str:
    if row.change is None:
        return ""
    if row.change == 0:
        return "前年度と同じで、"
    return f"前年度より{gap(row.change, row)}{moved(row.change, row)}{good_way(row.change, row)}、"


def outlook_words(found: Outlook | None, rows: Sequence[Row]) -> str:
    """参考推計 at the target year, with its range, and the newest change where it points the other way; "" for none."""
    if found is None:
        return ""
    value, low, high = (with_unit(figure, rows[-1]) for figure in (found.value, found.low, found.high))
    against = change_against(newest_of(found, rows), found)
    turned = f"が、{against}です" if against else ""
    return f"{found.label}は{own_wareki(found.target_year, rows[-1])}に{value}（{low}〜{high}）です{turned}。"


def newest_of(found: Outlook, rows: Sequence[Row]) -> Row | None:
    """The judged row that an outlook's line begins at; None where that is a baseline of a later year."""
    year = found.path[0][0]
    return next((row for row in rows if row.year == year and row.is_judged), None)


def comparison_sentence(comparisons: Sequence[Series], last: Row) -> str:
    """What others stand at in their newest year; plain text, as the whole sentence is."""
    return "".join(
        f"{series.name}は{FiscalYear(one.year).wareki}に{with_unit(one.value, last)}です。"
        for series in comparisons
        if (one := series.newest) is not None and one.value is not None
    )


def break_sentence(breaks: Sequence[Break], rows: Sequence[Row]) -> str:
    """Since when the line is another one, and why; "" where it is not broken."""
    return "".join(f"{_year(one.year, rows[-1])}から、{one.reason}。" for one in breaks)


def _year(year: int, row: Row) -> str:
    return FiscalYear(row.own_year(year)).wareki
