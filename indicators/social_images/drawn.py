"""The three cards: the plan, a measure, an indicator."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.frames import Row
from indicators.progress import RollUp
from indicators.social_images import colours
from indicators.social_images.canvas import WIDTH, Canvas, width_of
from indicators.social_images.marks import brand, bullet_chart, pill, tally
from indicators.wording.bullet_charts import beyond_end
from indicators.wording.figures import (
    STATES,
    held_limit,
    inside_word,
    is_not_final,
    limit_word,
    revised_from_plan,
    start_word,
    target_text,
    with_unit,
)
from indicators.wording.pace import end_words
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels

LEFT, INNER = 72, WIDTH - 144
NOT_YET = "実績はこれから公表します"


@dataclass(frozen=True)
class Masthead:
    """What stands on every card: whose plan it is, the day if it is a past one, and in the demo that it is one."""

    city: str
    plan: str
    day: str = ""
    notice: str = ""


def home_card(masthead: Masthead, clauses: Sequence[str], counts: RollUp) -> bytes:
    """`clauses`: the home page's own sentence; each begins a line."""
    canvas = _framed(masthead)
    top = 190.0
    for clause in clauses:
        top = canvas.paragraph(LEFT, top, clause, size=54, width=INNER, lines=2, bold=True)
    _tally(canvas, counts, 440)
    return canvas.png()


def measure_card(masthead: Masthead, number: int, name: str, counts: RollUp) -> bytes:
    canvas = _framed(masthead)
    canvas.text(LEFT, 180, f"{in_levels('施策')}{number}", size=34, colour=colours.BRAND, bold=True)
    canvas.paragraph(LEFT, 232, name, size=54, width=INNER, lines=2, bold=True)
    _tally(canvas, counts, 440)
    return canvas.png()


def indicator_card(masthead: Masthead, row: Row) -> bytes:
    """The newest judged year, as the page of the indicator begins."""
    canvas = _framed(masthead)
    about = (
        f"指標{row.code}　{in_levels('施策')}{row.measure_number} {row.measure_name}　主担当 {row.department}"
    )
    canvas.paragraph(LEFT, 174, about, size=28, width=INNER, lines=1, colour=colours.INK_3)
    below = canvas.paragraph(LEFT, 220, row.name, size=46, width=INNER, lines=2, bold=True)
    if row.value is None:
        canvas.text(LEFT, below + 66, NOT_YET, size=44, anchor="lm")
    else:
        _value(canvas, row, below + 66)
    goal, out = bullet_chart(canvas, row, LEFT + 24, 516, INNER - 48)
    _ends(canvas, row, goal, 560)
    if words := "。".join(part for part in (beyond_end(row, out), revised_from_plan(row)) if part):
        canvas.text(LEFT, 598, words, size=22, colour=colours.INK_3)
    elif row.why is not None and row.why.reason:
        canvas.paragraph(
            LEFT, 598, f"理由：{row.why.reason}", size=22, width=INNER, lines=1, colour=colours.INK_3
        )
    return canvas.png()


def _value(canvas: Canvas, row: Row, middle: float) -> None:
    assert row.value is not None
    shown = with_unit(row.value, row)
    year = FiscalYear(row.year).wareki + (f"（{STATES[row.value_state]}）" if is_not_final(row) else "")
    canvas.text(LEFT, middle, year, size=32, colour=colours.INK_3, anchor="lm")
    place = LEFT + width_of(year, 32) + 24
    canvas.text(place, middle, shown, size=72, bold=True, anchor="lm")
    pill(canvas, place + width_of(shown, 72) + 44, middle - 34, row.verdict, row.label)


def _ends(canvas: Canvas, row: Row, goal: float, top: float) -> None:
    """What the two ends of the bullet chart are; of a limit, what stands at `goal` and on its two sides."""
    target = with_unit(held_limit(row), row) if row.is_limit and row.upper is None else target_text(row)
    if row.is_limit:
        low_side = inside_word(row) if row.direction == "at_most" else "下限未満"
        high_side = inside_word(row) if row.direction == "at_least" else "超過"
        canvas.text(LEFT, top, low_side, size=28, colour=colours.INK_3)
        middle = WIDTH / 2 if row.upper is not None else goal
        canvas.text(middle, top, f"{limit_word(row)} {target}", size=28, anchor="ma")
        canvas.text(WIDTH - LEFT, top, high_side, size=28, colour=colours.INK_3, anchor="ra")
        return
    baseline = "" if row.baseline is None else f" {with_unit(row.baseline, row)}"
    canvas.text(LEFT, top, f"{start_word(row)}{baseline}", size=28, colour=colours.INK_3)
    aim = end_words(row) if row.ended_by_day else f"{FiscalYear(row.target_year).wareki}の目標 {target}"
    canvas.text(WIDTH - LEFT, top, aim, size=28, anchor="ra")


def _tally(canvas: Canvas, counts: RollUp, top: float) -> None:
    if counts.judged:
        tally(canvas, counts.counts, LEFT, top, INNER)
    else:
        canvas.text(LEFT, top + 20, NOT_YET, size=36, colour=colours.INK_3)


def _framed(masthead: Masthead) -> Canvas:
    canvas = Canvas()
    top = 0
    if masthead.notice:
        canvas.rectangle((0, 0, WIDTH, 52), colours.INK)
        canvas.text(WIDTH / 2, 26, masthead.notice, size=28, colour=colours.PAPER, anchor="mm")
        top = 28
    brand(canvas, LEFT, 52 + top, 64)
    canvas.text(LEFT + 84, 66 + top, "基本計画のいま", size=34, bold=True, anchor="lm")
    canvas.text(
        LEFT + 84, 108 + top, f"{masthead.city} {masthead.plan}", size=24, colour=colours.INK_3, anchor="lm"
    )
    if masthead.day:
        canvas.text(WIDTH - LEFT, 84 + top, f"{masthead.day}の時点", size=28, anchor="rm", bold=True)
    return canvas
