"""Files that show where a value comes from: checked by what is in them, kept under their sum, never public."""

from indicators.evidence.kinds import LARGEST, MOST_A_VALUE, SUFFIXES, Checked, check_file
from indicators.evidence.links import read_link
from indicators.evidence.shelf import opened, put_away
from indicators.evidence.upload import CappedUploadHandler

__all__ = [
    "LARGEST",
    "MOST_A_VALUE",
    "SUFFIXES",
    "CappedUploadHandler",
    "Checked",
    "check_file",
    "opened",
    "put_away",
    "read_link",
]
