"""How much room a text needs in a cell, counted as a spreadsheet counts the width of a column: in half widths."""

from unicodedata import east_asian_width


def wide(letter: str) -> int:
    # "Ambiguous" letters (①, α, ※) count as wide: Japanese fonts draw them so.
    return 2 if east_asian_width(letter) in "FWA" else 1


def lines_of(text: object, width: int) -> int:
    """Lines that a text takes in a column of this width, its own line ends counted; 1 for none."""
    lines = str(text or "").split("\n")
    return sum(max(1, -(-sum(map(wide, line)) // width)) for line in lines)
