"""A .gz and a .br beside a text file, for hosts that serve them instead (nginx: gzip_static, brotli_static)."""

import gzip
from collections.abc import Callable
from pathlib import PurePosixPath

import brotli

TEXTS = {".html", ".css", ".js", ".json", ".csv", ".ics", ".svg", ".xml", ".txt", ".atom", ".jsonld", ".ttl"}
# Brotli's 11 would save 6 % and take 45 ms a page instead of 14: thousands of pages are packed in one export.
# Without the time of day: equal content is packed into equal bytes.
COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": lambda content: gzip.compress(content, 9, mtime=0),
    ".br": lambda content: brotli.compress(content, quality=9),
}


def is_text(name: str) -> bool:
    return PurePosixPath(name).suffix in TEXTS
