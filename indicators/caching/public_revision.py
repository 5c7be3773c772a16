"""When a public page is new: one number, the public revision, and the version of the program that shows it."""

import hashlib
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.core.cache import cache as store
from django.utils import timezone

from indicators.frames import reads_drafts
from indicators.models import PublicRevision

# What a page is made of, beside the rows of the database.
_SOURCES = (
    ("indicators", "*.py"),
    ("measures", "*.py"),
    ("kisarazu_plan", "*.py"),
    ("templates", "*"),
    ("static", "*"),
)


# What a page says of the place that it runs in: another value is another page.
_SETTINGS = (
    "DEMO",
    "SITE_URL",
    "OPEN_DATA_LICENCE_KEY",
    "OPEN_DATA_LICENCE_NAME",
    "OPEN_DATA_LICENCE_URL",
    "OPEN_DATA_ATTRIBUTION",
)


def revision() -> tuple[int, str]:
    """The number that triggers count up with every change a citizen can see, and the stamp of its last count.

    (0, "") before the first. One small query.
    """
    return PublicRevision.objects.values_list("number", "stamp").first() or (0, "")


@cache
def code_version() -> str:
    """A short hash of all that pages are made with; the same for every process of one version."""
    # Of the sources and not of a version number: a place that is run from a checkout has none that changes with it.
    found = hashlib.sha256()
    for folder, pattern in _SOURCES:
        for path in sorted((settings.BASE_DIR / folder).rglob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(path.relative_to(settings.BASE_DIR).as_posix().encode())
                found.update(path.read_bytes())
    return found.hexdigest()[:16]


def public_etag() -> str:
    """The ETag of every public page and file as it is now.

    The day is in it because a page may say of a past day that it is still going on.
    """
    place = [getattr(settings, name) for name in _SETTINGS]
    parts = (revision(), code_version(), timezone.localdate().isoformat(), place)
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:24]}"'


def made_once(name: str, make: Callable[[], bytes]) -> bytes:
    """The bytes that `make` gives in the present public state, made once a process: pictures, workbooks.

    `name` says which, with all that they depend on beside that state (the past day). Of a plan in preparation they are
    made each time: what changes there is no new public state.
    """
    if reads_drafts():
        return make()
    key = hashlib.sha256(f"{name} {public_etag()}".encode()).hexdigest()
    # No lock: two threads may make the same bytes at once, and either's are right.
    known = store.get(key)
    if known is None:
        known = make()
        store.set(key, known)
    return bytes(known)
