"""Files that people upload, read without trust: guarded, parsed in a process of its own, nothing interpreted."""

from indicators.spreadsheets.upload.errors import Problem, UploadRefused
from indicators.spreadsheets.upload.reader import read_upload
from indicators.spreadsheets.upload.sheet import Cell, Kind, Sheet

__all__ = ["Cell", "Kind", "Problem", "Sheet", "UploadRefused", "read_upload"]
