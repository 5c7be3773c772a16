"""When a public page is new, and its last good copy: one number drives both (docs/trust.md §1)."""

from indicators.caching.public_revision import code_version, made_once, public_etag, revision
from indicators.caching.response_cache import (
    DAYS,
    NOW,
    CachedResponse,
    cached_response,
    clear_responses,
    store_response,
)

__all__ = [
    "DAYS",
    "NOW",
    "CachedResponse",
    "cached_response",
    "clear_responses",
    "code_version",
    "made_once",
    "public_etag",
    "revision",
    "store_response",
]
