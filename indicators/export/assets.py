"""Style sheets, scripts and pictures: those that a rendered page asks for, under names that carry their hash."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from indicators.export.errors import ExportRefused

FOLDER = "static"


class Assets:
    """Stands in for the storage of static files while pages are rendered, and remembers what they asked for.

    `used`: path in the export → its bytes. A name changes with its content, so a host may let browsers keep it.
    """

    def __init__(self, base_path: str):
        self._base_path = base_path
        self._urls: dict[str, str] = {}
        self.used: dict[str, bytes] = {}

    def url(self, name: str) -> str:
        if name not in self._urls:
            self._urls[name] = f"{self._base_path}{self._take(name)}"
        return self._urls[name]

    def _take(self, name: str) -> str:
        found = finders.find(name)
        if found is None:
            raise ExportRefused(
                f"ページの部品 {name} がありません。python3 run.py setup で準備してから、もう一度実行してください。"
            )
        content = Path(str(found)).read_bytes()
        plain = PurePosixPath(FOLDER, name)
        # Twelve digits as Django's own manifest storage has them: enough for some hundred files of one site.
        path = str(plain.with_name(f"{plain.stem}.{sha256(content).hexdigest()[:12]}{plain.suffix}"))
        self.used[path] = content
        return path


@contextmanager
def assets_for(base_path: str) -> Iterator[Assets]:
    """`{% static %}` gives the addresses of the export, in this process and until the block ends."""
    assets = Assets(base_path)
    # Django's own seam: the storage is a LazyObject around whatever STORAGES names.
    before = staticfiles_storage._wrapped  # type: ignore[attr-defined]
    staticfiles_storage._wrapped = assets  # type: ignore[attr-defined]
    try:
        yield assets
    finally:
        staticfiles_storage._wrapped = before  # type: ignore[attr-defined]
