"""A workbook without the moment when it was made: the same content gives the same bytes."""

import io
import zipfile

from openpyxl import Workbook

# Any day would do that a zip archive can hold: they begin with 1980.
FIXED_TIME = (2000, 1, 1, 0, 0, 0)


def reproducible_bytes(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    steady = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "docProps/core.xml":
                content = _undated(content)
            new.writestr(zipfile.ZipInfo(member.filename, FIXED_TIME), content, zipfile.ZIP_DEFLATED)
    return steady.getvalue()


def _undated(core: bytes) -> bytes:
    """openpyxl writes the present moment into `created` and `modified`."""
    text = core.decode("utf-8")
    for name in ("created", "modified"):
        start = text.find(f"<dcterms:{name}")
        if start >= 0:
            end = text.index(f"</dcterms:{name}>", start)
            begin = text.index(">", start) + 1
            text = f"{text[:begin]}2000-01-01T00:00:00Z{text[end:]}"
    return text.encode("utf-8")
