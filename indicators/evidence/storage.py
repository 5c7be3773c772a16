"""Where the files lie: in the data folder, each under the sum of its bytes, out of reach of the web server."""

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import IO

from django.conf import settings

_SUM = re.compile(r"[0-9a-f]{64}")


def store_file(sha256: str, file: IO[bytes]) -> None:
    """Keep a file whose sum is known; one that lies there already is the same one."""
    path = _path(sha256)
    # No lock: two people who attach the same file write the same bytes, and the later rename changes nothing.
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.seek(0)
    # Whole or not at all: written beside its place, flushed to the disk, then given its name.
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
    try:
        with os.fdopen(descriptor, "wb") as target:
            shutil.copyfileobj(file, target)
            target.flush()
            os.fsync(target.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def open_file(sha256: str) -> IO[bytes]:
    """The file, to be read; FileNotFoundError where it is gone."""
    return _path(sha256).open("rb")


def _path(sha256: str) -> Path:
    if not _SUM.fullmatch(sha256):
        raise ValueError(sha256)
    # 256 folders: some file systems and most tools grow slow with many thousands of files in one.
    return Path(settings.EVIDENCE_DIR) / sha256[:2] / sha256
