"""Cells of a file that are given and grey: who changed one all the same is told by its address, and nothing of it is taken."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation

from indicators.numbers import plain_number
from indicators.spreadsheets.department import EVIDENCE, PROGRESS, PUBLIC_NOTE, VERDICT
from indicators.spreadsheets.prefilled import Content, Figure
from indicators.spreadsheets.upload.errors import Problem
from indicators.spreadsheets.upload.sheet import Cell
from measures.typed_text import holdable

# Given columns that say what becomes of what is typed.
_ALONG = frozenset({PROGRESS, VERDICT, EVIDENCE, PUBLIC_NOTE})
_LONGEST = 40


def changed_grey(
    record: Mapping[str, Cell],
    code: str,
    moved: bool,
    given: Mapping[str, Content],
    is_read: Collection[str],
    sheet: str = "",
) -> list[Problem]:
    """Those of a row that say something else than what is `given`; columns that are read (`is_read`) are none of them.

    What goes along with what is typed differs by itself where the row was saved after the file was made (`moved`).
    """
    found = []
    for heading, wanted in given.items():
        cell = record.get(heading)
        if cell is None or heading in is_read or (moved and heading in _ALONG) or _says(cell, wanted):
            continue
        now = _words(wanted)[:_LONGEST]
        said = "空" if cell.is_empty else f"「{seen(cell).strip()[:_LONGEST]}」"
        message = f"灰色のセルです。{said}は取り込みません（いまは{f'「{now}」' if now else '空'}です）。"
        found.append(
            Problem(f"{sheet}!{cell.address}" if sheet else cell.address, message, f"{code} {heading}")
        )
    return found


def seen(cell: Cell) -> str:
    """What stands in a cell that is only compared: without signs that nobody sees."""
    return holdable(cell.shown or cell.text)


def squeezed(text: str) -> str:
    """Without spaces and line ends, which programs put where a cell is narrow."""
    return "".join(text.split())


def _says(cell: Cell, wanted: Content) -> bool:
    """Whether a given cell says what stands: figures as numbers, words without spaces and line ends."""
    figure = wanted.value if isinstance(wanted, Figure) else wanted
    if isinstance(figure, Decimal | int):
        with suppress(InvalidOperation):
            return (cell.number if cell.number is not None else Decimal(cell.text.strip())) == figure
        return False
    text = "" if figure is None else figure.isoformat() if isinstance(figure, date) else figure
    return squeezed(seen(cell)) == squeezed(holdable(text))


def _words(content: Content) -> str:
    """What stands in a given cell, as a person reads it."""
    figure = content.value if isinstance(content, Figure) else content
    return "" if figure is None else plain_number(figure) if isinstance(figure, Decimal) else str(figure)
