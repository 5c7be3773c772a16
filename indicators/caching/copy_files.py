"""A store of copies in a folder, bounded by bytes and by files, oldest first (docs/trust.md §1); a backend for CACHES."""

import time
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache

_LEFT = 0.9  # of the bound, once something had to go: else each copy after it would count all files anew
_COUNTED_EVERY = 32  # parts of the bound that one process writes before it counts again
_UNFINISHED = 60 * 60  # seconds: what a killed process had begun to write


class CopyFiles(FileBasedCache):
    """OPTIONS: MOST_BYTES, 0 for copies that are pinned, which sweep() alone throws away; MAX_ENTRIES, how many files.

    Oldest is by making. By last use each reading would write, on a disk that may be full or read-only; and no copy of a
    past day is current for longer than a day anyway, since its page may say that a day is still going on.
    """

    # Folder → bytes written since its files were counted: Django makes a store for each thread.
    _written: ClassVar[dict[str, float]] = {}

    def __init__(self, folder: Any, params: dict[str, Any]) -> None:
        super().__init__(folder, params)
        self.folder = Path(folder).absolute()
        self._most_bytes = int(params.get("OPTIONS", {}).get("MOST_BYTES", 0))

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> None:
        super().set(key, value, timeout, version)
        if not self._most_bytes:
            return
        file, name = Path(self._key_to_file(key, version)), str(self.folder)  # type: ignore[attr-defined]
        with suppress(OSError):
            self._written[name] = self._written.get(name, self._most_bytes) + file.stat().st_size
        if self._written.get(name, 0) >= self._most_bytes / _COUNTED_EVERY:
            self._written[name] = 0
            self._bound()

    def _cull(self) -> None:
        """Django's own way, before each copy: it lists all files, and throws away any of them."""

    def sizes(self) -> list[tuple[float, int, Path]]:
        """When each copy was made, its bytes, its file; the oldest first."""
        found = []
        for path in self.folder.iterdir():
            with suppress(OSError):  # another process was faster
                stat = path.stat()
                if path.suffix == self.cache_suffix:
                    found.append((stat.st_mtime, stat.st_size, path))
                elif stat.st_mtime < time.time() - _UNFINISHED:
                    path.unlink()
        return sorted(found)

    def sweep(self, before: float) -> None:
        """Throw away what was made before a moment (seconds since 1970)."""
        for made, _, path in self.sizes():
            if made < before:
                with suppress(OSError):
                    path.unlink(missing_ok=True)

    def _bound(self) -> None:
        files = self.sizes()
        left, count = sum(size for _, size, _ in files), len(files)
        if left <= self._most_bytes and count <= self._max_entries:
            return
        for _, size, path in files:
            if left <= self._most_bytes * _LEFT and count <= self._max_entries * _LEFT:
                return
            with suppress(OSError):
                path.unlink(missing_ok=True)
            left, count = left - size, count - 1
