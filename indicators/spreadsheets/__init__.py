"""Figures as files, made from the rows of the page that offers them. The only room that knows csv and openpyxl."""

from indicators.spreadsheets.comparisons import comparisons_csv, comparisons_payload
from indicators.spreadsheets.diff import changes_csv, changes_payload
from indicators.spreadsheets.figures import csv_bytes, json_payload
from indicators.spreadsheets.staff import staff_columns
from indicators.spreadsheets.workbook import xlsx_bytes

__all__ = [
    "changes_csv",
    "changes_payload",
    "comparisons_csv",
    "comparisons_payload",
    "csv_bytes",
    "json_payload",
    "staff_columns",
    "xlsx_bytes",
]
