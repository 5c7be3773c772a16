"""Files that people upload, read without trust: guarded, parsed in a process of its own, then each cell's meaning."""

from indicators.spreadsheets.upload.cell_values import read_day_text, read_figure, read_words, read_year
from indicators.spreadsheets.upload.errors import Problem, Problems, UploadRefused
from indicators.spreadsheets.upload.reader import read_upload
from indicators.spreadsheets.upload.sheet import Cell, CellKind, UploadedSheet

__all__ = [
    "Cell",
    "CellKind",
    "Problem",
    "Problems",
    "UploadRefused",
    "UploadedSheet",
    "read_day_text",
    "read_figure",
    "read_upload",
    "read_words",
    "read_year",
]
