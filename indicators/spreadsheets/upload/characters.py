"""Which texts a cell may hold, and the escapes by which a workbook carries letters that XML cannot."""

import re

from indicators.spreadsheets.upload.limits import MAX_TEXT
from measures.typed_text import refusal_of

# Control characters but tab and line end, halves of pairs, what is no character, and the mark of a failed decoding.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufffd]")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BEGINS_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# A spreadsheet runs a text that begins so; our files put a ' in front, and one more where the text has its own.
_GUARDED = re.compile(r"'*[ \n\u3000]*[=+\-@＝＋－＠\t\r]")


def one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def unescaped(text: str) -> str:
    """_x0041_ is how a workbook writes A, and _x005F_ how it writes a _ that would begin such an escape."""
    if "_x" not in text:
        return text
    found = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    try:
        # A letter beyond the first 65,536 may have come as two escapes.
        return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        return found


def escaped(text: str) -> str:
    return _BEGINS_ESCAPE.sub("_x005F_", text) if "_x" in text else text


def without_unfit(text: str) -> str:
    """For files that we write: what no cell can hold is left out, line ends count once."""
    return _UNFIT.sub("", one_line_end(text))


def guarded(text: str) -> str:
    """The text for a CSV cell, so that no spreadsheet runs it; unguarded() gives it back exactly."""
    return f"'{text}" if _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _GUARDED.match(text, 1) else text


def text_problem(text: str, most: int = MAX_TEXT) -> str:
    """Why a cell may not hold this text; empty where it may."""
    if len(text) > most:
        return f"文字が多すぎます。一つのセルは{most:,}字までです。"
    found = _UNFIT.search(text)
    return "" if found is None else refusal_of(text, found.start())
