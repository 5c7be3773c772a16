"""How much room a text takes: Noto Sans JP's own widths, with a reserve for the reader's font."""

# Thousandths of an em, of the regular letters; a test holds them against the font.
_WIDTHS = {
    224: " ",
    293: "|ij',.:;l",
    347: "!f()[]{}-I",
    411: "°t/\\²³r",
    498: "*s?z",
    543: 'cvyYJLx"',
    575: "Fke#$+0123456789<=>^~−_agXV",
    620: "ESTZ`ohuAnbdpq",
    657: "PRCKB",
    689: "&DG",
    742: "UNHOQ",
    812: "wM",
    957: "W%m@",
}
_WIDTH_OF = {letter: width / 1000 for width, letters in _WIDTHS.items() for letter in letters}
# As much wider is a bold one.
_BOLD = 0.052
# Over Noto's widths, for other fonts.
RESERVE = 1.15


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """In the unit of `size`, without reserve; a letter that is not known is a full em wide."""
    ems = sum(_WIDTH_OF[letter] + (_BOLD if bold else 0.0) if letter in _WIDTH_OF else 1.0 for letter in text)
    return ems * size
