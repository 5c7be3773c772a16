"""Text in a cell, for every file that is written here: never a formula, and nothing in it that nobody sees."""

from functools import lru_cache
from typing import Literal

from openpyxl.cell.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from measures.typed_text import holdable

HEAD = PatternFill("solid", fgColor="EAF0FF")
# A spreadsheet runs a cell that begins so as a formula; a Japanese one reads the full-width signs alike.
_FORMULA_SIGNS = tuple("=+-@＝＋－＠")


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet could run the text: it passes over spaces before the sign."""
    return text.lstrip(" \n\u3000").startswith(_FORMULA_SIGNS)


@lru_cache(maxsize=2**12)  # names, units and words come again in every row
def visible_text(text: str, kept: str = "\n") -> str:
    """What a workbook can hold and a reader can see; `kept`: line end and tab, where they may stay."""
    return holdable(text, kept)


def grouped(decimals: int) -> str:
    """The format of a number with so many decimals, its thousands parted."""
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def fit_to_width(
    sheet: Worksheet, paper: str, orientation: Literal["portrait", "landscape"] | None = None
) -> None:
    """On paper as wide as a page, and as many pages long as it needs."""
    sheet.page_setup.paperSize, sheet.page_setup.orientation = paper, orientation
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def write_text(cell: Cell, text: str, *, is_quoted: bool = True) -> None:
    """Whatever a text begins with, it stays a text: no formula, no error code, no number.

    openpyxl would guess the type from the text, so it is set by hand; the quote keeps it so when somebody edits the cell.
    """
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = is_quoted
