"""Copies of public pages and files: served without rendering while they are current, and without a database (docs/trust.md §1).

They lie in the data folder, or where the settings say (CACHES), and can be thrown away at any time. A disk that is full or cannot be read costs a copy and
never a page.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from django.utils import timezone

from indicators.caching.copy_files import CopyFiles

# Pages of now, and pages of past days: many days that somebody asks for must not push out the pages of now.
NOW, DAYS = "responses", "responses_of_days"
# While the database is away, an old answer is better than none; but what nobody has made anew for so long is of an address
# that is no more. The keeper makes those of now anew each day.
KEPT_FOR = 30 * 24 * 60 * 60
SWEPT_AFTER = 3 * 24 * 60 * 60

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class CachedResponse:
    """One answer as it was given to somebody who is not signed in, with its ETag and when it was made."""

    etag: str
    made_at: datetime
    headers: dict[str, str]
    content: bytes
    # The same, packed: (encoding, bytes) each. () where a reader made it; the keeper packs what it pins.
    packed: tuple[tuple[str, bytes], ...] = ()
    status: int = 200


def cached_response(address: str, store: str) -> CachedResponse | None:
    """The last good copy of the address; None where there is none, or none that can be read."""
    try:
        found = caches[store].get(address)
    except Exception as problem:  # noqa: BLE001 - damaged, of an earlier version, or the store is away: whatever it is
        logger.warning("copy of %s cannot be read: %s", address, problem)
        return None
    return found if isinstance(found, CachedResponse) else None


def store_response(address: str, store: str, response: CachedResponse) -> None:
    """Put the copy in the place of the one before; where it cannot be written, the one before stays."""
    try:
        caches[store].set(address, response, timeout=KEPT_FOR)
    except Exception as problem:  # noqa: BLE001 - a full disk, a store that is away
        logger.warning("copy of %s cannot be kept: %s", address, problem)


@dataclass(frozen=True)
class Warmed:
    """A walk through everything that is kept: of which public state, when it was done, how many; what could not be made."""

    etag: str
    at: datetime
    count: int
    problems: tuple[str, ...] = ()


_WARMED = "#warmed"  # no address


def keeps_copies() -> bool:
    """False where the settings keep none (tests)."""
    return not isinstance(caches[NOW], DummyCache)


def last_warmed() -> Warmed | None:
    """None before the first one, and after all copies were thrown away."""
    try:
        found = caches[NOW].get(_WARMED)
    except Exception as problem:  # noqa: BLE001 - as above
        logger.warning("copies cannot be read: %s", problem)
        return None
    return found if isinstance(found, Warmed) else None


def note_warmed(warmed: Warmed) -> None:
    caches[NOW].set(_WARMED, warmed, timeout=KEPT_FOR)


def sweep_copies(now: float) -> None:
    """Throw away copies of now that no walk has renewed for days: their addresses are no more, or other hosts' names."""
    store = caches[NOW]
    if isinstance(store, CopyFiles):  # others forget by themselves (KEPT_FOR)
        store.sweep(now - SWEPT_AFTER)


def clear_responses() -> None:
    """Throw all copies away: after a text had to go by law, no old page may come back. OSError where that fails."""
    for store in (NOW, DAYS):
        caches[store].clear()
    # nginx holds copies of its own, and hears of it by this file (`deploy/etc/systemd/system/kisarazu-plan-forget.path`).
    folder = Path(settings.DATA_DIR) / "copies"
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / "cleared").write_text(timezone.now().isoformat(), encoding="ascii")
