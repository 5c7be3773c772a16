"""When a public page is new, and its last good copy: one number drives both (trust.md, "Storage")."""

from indicators.caching.copies import DAYS, NOW, Copy, copy_of, forget_copies, keep_copy
from indicators.caching.revision import code_version, made_once, public_etag, revision

__all__ = [
    "DAYS",
    "NOW",
    "Copy",
    "code_version",
    "copy_of",
    "forget_copies",
    "keep_copy",
    "made_once",
    "public_etag",
    "revision",
]
