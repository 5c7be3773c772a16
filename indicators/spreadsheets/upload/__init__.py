"""Files that people upload, read without trust: guarded, parsed in a process of its own, then each cell's meaning."""

from indicators.spreadsheets.upload.errors import Problem, Problems, UploadRefused
from indicators.spreadsheets.upload.meaning import read_day_text, read_figure, read_words, read_year
from indicators.spreadsheets.upload.reader import read_upload
from indicators.spreadsheets.upload.sheet import Cell, Kind, Sheet

__all__ = [
    "Cell",
    "Kind",
    "Problem",
    "Problems",
    "Sheet",
    "UploadRefused",
    "read_day_text",
    "read_figure",
    "read_upload",
    "read_words",
    "read_year",
]
