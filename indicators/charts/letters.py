"""How much room a text takes: Noto Sans JP's own widths, with a reserve for the reader's font."""

# Thousandths of an em, of the regular letters; the bold ones are wider by less than the reserve's half.
_WIDTHS = {
    278: " ijl|',.:;",
    345: "I!f()[]{}-t°",
    400: "r/\\²*",
    470: 's"?z',
    530: "xcvyYJLFk",
    556: "#$+0123456789<=>^~−_eagXV",
    622: "ESTZ`ohuAnbdpqPRCK",
    690: "B&DG",
    745: "UNHOQ",
    830: "wM",
    940: "W%m@",
}
_WIDTH_OF = {letter: width / 1000 for width, letters in _WIDTHS.items() for letter in letters}
_BOLD = 1.06
# Over Noto's widths, for other fonts.
RESERVE = 1.15


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """In the unit of `size`, without reserve; a letter that is not known is a full em wide."""
    ems = sum(_WIDTH_OF.get(letter, 1.0) * (_BOLD if bold and letter.isascii() else 1.0) for letter in text)
    return ems * size
