"""Stops an upload from filling the disk: of each file no more is taken than shows that it is too large."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

# The workbook of a whole plan (spreadsheets/upload/limits.py); evidence is smaller, and its own check says so.
LARGEST = 20 * 1024 * 1024


class CappedUploadHandler(FileUploadHandler):
    """Passes on the first bytes of a file and drops the rest; the other fields of the form are read all the same."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        # One byte more than is allowed: check_file then sees that the file is too large, and says so.
        left = LARGEST + 1 - start
        return raw_data[:left] if left > 0 else None

    def file_complete(self, file_size: int) -> Any:
        return None
