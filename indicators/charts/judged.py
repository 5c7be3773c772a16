"""What the verdict that is shown went by in its own year: the 目安 with its figure, and how far the value is from it."""

from indicators.charts.chart import INK, QUIET, VERDICT_COLOURS, Trace, scatter, word_at
from indicators.charts.labels import expected_text
from indicators.frames import Row
from indicators.progress import Verdict
from indicators.wording.figures import expected_number, gap_shown, gap_text
from measures.fiscal_year import FiscalYear

GAP = "目安との差"


def colour_of(row: Row, shown: Row, otherwise: str) -> str:
    """Of the value that the page speaks of the colour of its verdict."""
    is_told = row.year == shown.year and row.value is not None and not row.unpublished
    verdict = Verdict(row.verdict)
    return (
        VERDICT_COLOURS[verdict]
        if is_told and verdict not in (Verdict.TOO_EARLY, Verdict.UNJUDGED)
        else otherwise
    )


def gap_line(shown: Row) -> list[Trace]:
    """From the value to the 目安 of its year; nothing of a limit, or where both are the same."""
    if shown.gap is None or shown.value is None or shown.expected is None or not gap_shown(shown):
        return []
    ends = [(shown.year, shown.value), (shown.year, shown.expected)]
    return [
        scatter(
            GAP, "gap", ends, "lines", line={"color": VERDICT_COLOURS[Verdict(shown.verdict)], "width": 2}
        )
    ]


def name_gap(shown: Row) -> list[Trace]:
    """目安との差 −4.5テーマ, best on the left of the middle of its line."""
    if not gap_line(shown):
        return []
    assert shown.value is not None
    assert shown.expected is not None
    at = (shown.year, (shown.value + shown.expected) / 2)
    return [word_at(f"{GAP}の名札", f"{GAP}<br>{gap_text(shown)}", at, "middle left")]


def has_due_mark(shown: Row) -> bool:
    """Whether a 目安 of its year stands on the way, and not in the place of the target or an interim target."""
    return (
        shown.gap is not None
        and shown.expected is not None
        and shown.year != shown.target_year
        and shown.interim_target is None
    )


def due_mark(shown: Row) -> list[Trace]:
    """A short bar on the path, with 目安 and its figure."""
    if not has_due_mark(shown):
        return []
    return [
        scatter(
            "判定に使った目安",
            "due",
            [(shown.year, shown.expected)],
            "markers+text",
            marker={
                "symbol": "line-ew-open",
                "size": 12,
                "color": INK,
                "line": {"width": 2, "color": INK},
            },
            text=[f"目安 {expected_number(shown)}"],
            textposition="top right",
            textfont=QUIET,
            hover=[f"{FiscalYear(shown.year).wareki}の目安 {expected_text(shown)}"],
            cliponaxis=False,
        )
    ]
