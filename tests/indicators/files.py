"""A department's file as a person handles it: taken from the page, filled in by a program, given back to the page."""

import csv
import io
import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

PAGE = "/entry/spreadsheet/2024/"


def taken(client: Client, ending: str = "xlsx", page: str = PAGE) -> bytes:
    address, _, query = page.partition("?")
    answer = client.get(f"{address}entry.{ending}?{query}")
    assert answer.status_code == 200
    return bytes(answer.content)


def book_of(data: bytes) -> tuple[Workbook, Worksheet]:
    book = load_workbook(io.BytesIO(data))
    return book, book["入力"]


def places(entry: Worksheet) -> tuple[dict[str, int], dict[str, int]]:
    """Columns by heading, rows by code."""
    columns = {cell.value: cell.column for cell in entry[1]}
    rows = {entry.cell(row, 1).value: row for row in range(2, entry.max_row + 1)}
    return columns, rows


def filled(
    data: bytes, cells: Mapping[tuple[str, str], Any], more: Callable[[Worksheet], None] | None = None
) -> bytes:
    """The workbook with cells set by code and heading, as a program saves it."""
    book, entry = book_of(data)
    columns, rows = places(entry)
    for (code, heading), value in cells.items():
        entry.cell(rows[code], columns[heading]).value = value
    if more is not None:
        more(entry)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def address_of(data: bytes, code: str, heading: str) -> str:
    _, entry = book_of(data)
    columns, rows = places(entry)
    return str(entry.cell(rows[code], columns[heading]).coordinate)


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def csv_filled(data: bytes, cells: Mapping[tuple[str, str], str], encoding: str = "utf-8-sig") -> bytes:
    heads, *rows = csv_rows(data)
    for (code, heading), value in cells.items():
        next(row for row in rows if row[0] == code)[heads.index(heading)] = value
    return csv_bytes([heads, *rows], encoding)


def csv_bytes(rows: list[list[str]], encoding: str = "utf-8-sig") -> bytes:
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows(rows)
    return made.getvalue().encode(encoding)


def given(client: Client, data: bytes, name: str = "入力.xlsx", page: str = PAGE) -> Any:
    """The preview of a file."""
    return client.post(page, {"action": "preview", "file": SimpleUploadedFile(name, data)})


def signed_in(answer: Any) -> str:
    """The field that carries the preview to the confirmation."""
    found = re.search(r'name="signed" value="([^"]*)"', answer.content.decode())
    assert found is not None, problems(answer)
    return unescape(found[1])


def confirmed(client: Client, answer: Any, action: str = "draft", page: str = PAGE, **more: Any) -> Any:
    return client.post(page, {"action": action, "signed": signed_in(answer), **more})


def problems(answer: Any) -> list[tuple[str, str]]:
    """Cell and message of each problem that the page lists."""
    listed = re.search(r'<ul class="problems">(.*?)</ul>', answer.content.decode(), re.S)
    items = re.findall(r"<li>(.*?)</li>", listed[1], re.S) if listed else []
    found = []
    for item in items:
        cell = re.search(r'<b class="cell-address">(.*?)</b>', item)
        text = re.search(r"<span>(.*?)</span>", item, re.S)
        assert text is not None
        found.append((unescape(cell[1]) if cell else "", unescape(text[1])))
    return found


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", answer.content.decode())))
