"""The public site as a folder of files for any web host (docs/decisions/0011-static-export.md).

It shows what an anonymous citizen sees at one public revision, and nothing else: the same views make the pages.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from indicators.caching.public_revision import code_version, public_etag, revision
from indicators.export.compression import COMPRESSORS, is_text
from indicators.export.errors import ExportRefused, KeepsChanging
from indicators.export.folder import Folder, Report, open_folder
from indicators.export.manifest import Manifest
from indicators.export.options import ExportOptions
from indicators.export.pages import Pages, Progress

__all__ = ["ExportOptions", "ExportRefused", "Exported", "export_public_site"]

# How often everything is made anew because something was published meanwhile. People publish in
# bursts, a batch and then nothing for days; who meets one of them five times is better told than kept waiting.
TRIES = 5


@dataclass(frozen=True)
class Exported:
    """`lost`: file → links that were taken out because the export has not what they led to."""

    report: Report
    revision: int
    days: tuple[date, ...]
    lost: dict[str, list[str]]


def export_public_site(
    path: Path, options: ExportOptions, progress: Progress = lambda done, total: None
) -> Exported:
    """Write or renew the export in `path`. ExportRefused with the reason, and then nothing there has changed."""
    with open_folder(path) as folder:
        _check_kind(folder, path)
        kept = folder.before.days if folder.before else ()
        days = tuple(sorted({*kept, *options.days} - {*options.dropped}))
        number, lost = _stage(folder, options, days, progress)
        now = Manifest(options.home, number, code_version(), settings.DEMO, days)
        return Exported(folder.finish(now), number, days, lost)


def _check_kind(folder: Folder, path: Path) -> None:
    if folder.before is not None and folder.before.demo != settings.DEMO:
        there, here = ("デモ", "本番") if folder.before.demo else ("本番", "デモ")
        raise ExportRefused(
            f"{path} にあるのは{there}の書き出しで、いま書き出そうとしているのは{here}です。"
            "混ざらないように、別のフォルダーを指定してください。"
        )


def _stage(
    folder: Folder, options: ExportOptions, days: tuple[date, ...], progress: Progress
) -> tuple[int, dict[str, list[str]]]:
    """Make every file at one public revision. A check before and after, not one long transaction: on SQLite that
    would keep the staff from saving while thousands of pages are made."""
    for _ in range(TRIES):
        folder.clear()
        seen, (number, _) = public_etag(), revision()
        pages = Pages(options, days)
        for name, content in pages.files(progress):
            _add(folder, name, content, compressed=options.compressed)
        if public_etag() == seen:
            return number, pages.lost
    raise KeepsChanging(
        "書き出しの途中で公表が続いたため、ひとつの時点の内容にまとまりませんでした。"
        "公表が終わってから、もう一度実行してください。"
    )


def _add(folder: Folder, name: str, content: bytes, *, compressed: bool) -> None:
    changed = folder.add(name, content)
    if compressed and is_text(name):
        for ending, compress in COMPRESSORS.items():
            if changed or not folder.keep(f"{name}{ending}"):
                folder.add(f"{name}{ending}", compress(content))
