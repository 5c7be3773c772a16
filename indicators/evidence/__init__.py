"""Files that show where a value comes from: checked by what is in them, kept under their sum, never public."""

from indicators.evidence.file_types import LARGEST, MOST_A_VALUE, SUFFIXES, CheckedFile, check_file
from indicators.evidence.links import read_link
from indicators.evidence.storage import open_file, store_file
from indicators.evidence.upload import CappedUploadHandler

__all__ = [
    "LARGEST",
    "MOST_A_VALUE",
    "SUFFIXES",
    "CappedUploadHandler",
    "CheckedFile",
    "check_file",
    "open_file",
    "read_link",
    "store_file",
]
