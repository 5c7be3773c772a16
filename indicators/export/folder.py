"""A folder that a web server shows while it is being renewed: files change one by one, each whole, the manifest last.

New and changed files are made in a work folder beside them first. When all of them are there, a journal says what is
about to happen, each file is put in its place by a rename, then the manifest, then what is no longer part goes. Killed
at any point, the next run reads manifest and journal, and mends.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indicators.export import lock, manifest
from indicators.export.errors import ExportRefused, ForeignFolder
from indicators.export.manifest import Fingerprint, Manifest, UnknownManifest

WORK = ".export-work"  # within the folder, so that a rename into place stays on one file system and is atomic
_OWN = {WORK, lock.NAME}


@dataclass(frozen=True)
class Report:
    """How many files were written, left as they were, and removed."""

    written: int
    same: int
    removed: int


class Folder:
    """One open at a time (open_folder). `before`: the manifest that stands there, None in a new folder."""

    def __init__(self, path: Path, before: Manifest | None):
        self.path = path
        self.before = before
        self._known = {**(before.files if before else {}), **_journal(path)}
        self._staged: set[str] = set()
        self._fingerprints: dict[str, Fingerprint] = {}
        self.clear()

    def clear(self) -> None:
        """Begin anew: nothing is staged."""
        shutil.rmtree(self._stage, ignore_errors=True)
        self._stage.mkdir(parents=True)
        self._staged.clear()
        self._fingerprints.clear()

    @property
    def _stage(self) -> Path:
        return self.path / WORK / "new"

    def add(self, name: str, content: bytes) -> bool:
        """Stage a file unless it stands there already, byte by byte; whether it is new or changed."""
        if not manifest.is_inside(name) or name in self._fingerprints:
            raise ValueError(name)
        self._fingerprints[name] = Fingerprint.of(content)
        if self._current(name) == content:
            return False
        target = self._stage / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self._staged.add(name)
        return True

    def keep(self, name: str) -> bool:
        """Take a file over as the last export wrote it; False where it is not there any more, or was changed."""
        known = self._known.get(name)
        content = self._current(name)
        if known is None or content is None or Fingerprint.of(content) != known:
            return False
        self._fingerprints[name] = known
        return True

    def finish(self, now: Manifest) -> Report:
        """Put everything in its place. `now` without its files; ForeignFolder before anything is touched."""
        whole = Manifest(now.address, now.revision, now.version, now.demo, now.days, dict(self._fingerprints))
        gone = sorted(self._known.keys() - self._fingerprints.keys())
        self._check(gone)
        if self._staged or gone or self._current(manifest.NAME) != whole.to_bytes():
            self._note(whole)
            for name in sorted(self._staged, key=_in_order_of_use):
                self._put(name)
            self._put_manifest(whole)
            for name in gone:
                self._remove(name)
        shutil.rmtree(self.path / WORK)
        return Report(len(self._staged), len(self._fingerprints) - len(self._staged), len(gone))

    def discard_leftovers(self) -> None:
        """Leave nothing of a run that failed, but for the journal of one that had begun to change the folder."""
        shutil.rmtree(self._stage, ignore_errors=True)
        work = self.path / WORK
        if work.is_dir() and not any(work.iterdir()):
            work.rmdir()

    def _current(self, name: str) -> bytes | None:
        path = self.path / name
        return path.read_bytes() if path.is_file() and not path.is_symlink() else None

    def _check(self, gone: Iterable[str]) -> None:
        """Nothing that is not ours is overwritten or removed, and no link leads out of the folder."""
        for name in (*self._staged, *gone):
            path = self.path / name
            foreign = path.exists() and name not in self._known
            if foreign or path.is_symlink() or path.is_dir() or self._passes_a_link(path):
                raise ForeignFolder(
                    f"{path} は、この書き出しが作ったものではないので、そのままにして中止しました。"
                    "ほかの場所へ移すか、別のフォルダーを指定してください。"
                )

    def _passes_a_link(self, path: Path) -> bool:
        between = path.relative_to(self.path).parents
        above = [self.path / part for part in between if part != Path()]
        return any(one.is_symlink() or (one.exists() and not one.is_dir()) for one in above)

    def _note(self, whole: Manifest) -> None:
        """The journal: whatever may stand in the folder from now on is known to be ours."""
        self._write_whole(
            self.path / WORK / "journal.json", Manifest(files={**self._known, **whole.files}).to_bytes()
        )

    def _put(self, name: str) -> None:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (self._stage / name).replace(target)

    def _put_manifest(self, whole: Manifest) -> None:
        self._write_whole(self.path / manifest.NAME, whole.to_bytes())

    def _write_whole(self, target: Path, content: bytes) -> None:
        draft = self.path / WORK / f"{target.name}.part"
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            # Else a power cut could leave the name with an empty file: manifest and journal are what mending reads.
            os.fsync(file.fileno())
        draft.replace(target)

    def _remove(self, name: str) -> None:
        path = self.path / name
        path.unlink(missing_ok=True)
        for above in path.relative_to(self.path).parents:
            folder = self.path / above
            if folder == self.path or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()


@contextmanager
def open_folder(path: Path) -> Iterator[Folder]:
    """The folder, for this process alone. ForeignFolder where it holds anything but an export of ours; AlreadyRunning."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        _manifest_of(path)  # before the lock file is put there
        with lock.locked(path):
            folder = Folder(path, _manifest_of(path))
            try:
                yield folder
            finally:
                folder.discard_leftovers()
    except OSError as problem:
        raise ExportRefused(f"{path} に書き出せませんでした：{problem}") from None


def _manifest_of(path: Path) -> Manifest | None:
    """What stands in the folder: None where it is empty, or where the first export was cut short."""
    try:
        return Manifest.from_bytes((path / manifest.NAME).read_bytes())
    except FileNotFoundError:
        if _journal(path) or {one.name for one in path.iterdir()} <= _OWN:
            return None
    except UnknownManifest:
        pass
    raise ForeignFolder(
        f"{path} は空ではなく、この書き出しの {manifest.NAME} もありません。何も変えていません。"
        "空のフォルダーか、前に書き出したフォルダーを指定してください。"
    )


def _journal(path: Path) -> dict[str, Fingerprint]:
    """What a run that was cut short may have left in the folder."""
    try:
        return dict(Manifest.from_bytes((path / WORK / "journal.json").read_bytes()).files)
    except (FileNotFoundError, UnknownManifest):
        return {}


def _in_order_of_use(name: str) -> tuple[int, str]:
    """Parts before the pages that show them, and the way in last of all."""
    rank = 0 if name.startswith("static/") else 1 if not name.endswith(".html") else 2
    return (rank + (name == "index.html"), name)
