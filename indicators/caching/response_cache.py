"""Copies of public pages and files: served without rendering while they are current, and without a database (docs/trust.md §1).

They lie in the data folder and can be thrown away at any time. A disk that is full or cannot be read costs a copy and
never a page.
"""

import logging
import pickle
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone

# Pages of now, and pages of past days: many days that somebody asks for must not push out the pages of now.
NOW, DAYS = "responses", "responses_of_days"
# What a damaged file can end in, or one that an earlier version pickled: its classes may have moved since.
_UNREADABLE = (OSError, EOFError, ValueError, AttributeError, ImportError, zlib.error, pickle.PickleError)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class CachedResponse:
    """One answer as it was given to somebody who is not signed in, with its ETag and when it was made."""

    etag: str
    made_at: datetime
    headers: dict[str, str]
    content: bytes


def cached_response(address: str, store: str) -> CachedResponse | None:
    """The last good copy of the address; None where there is none, or none that can be read."""
    try:
        found = caches[store].get(address)
    except _UNREADABLE as problem:
        logger.warning("copy of %s cannot be read: %s", address, problem)
        return None
    return found if isinstance(found, CachedResponse) else None


def store_response(address: str, store: str, response: CachedResponse) -> None:
    """Put the copy in the place of the one before; where it cannot be written, the one before stays."""
    try:
        # It never runs out: while the database is away, an old answer is better than none. The store's own limit culls.
        caches[store].set(address, response, timeout=None)
    except OSError as problem:
        logger.warning("copy of %s cannot be kept: %s", address, problem)


def clear_responses() -> None:
    """Throw all copies away: after a text had to go by law, no old page may come back. OSError where that fails."""
    for store in (NOW, DAYS):
        caches[store].clear()
    # nginx holds copies of its own, and hears of it by this file (`deploy/etc/systemd/system/kisarazu-plan-forget.path`).
    folder = Path(settings.DATA_DIR) / "copies"
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / "cleared").write_text(timezone.now().isoformat(), encoding="ascii")
