"""How often one address may ask within a minute: a courtesy to everybody else who reads the site."""

import hashlib
import time

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from indicators.origin import client_address
from indicators.views.shared.response_cache import PINNED

WINDOW = 60


def seconds_to_wait(request: HttpRequest) -> int:
    """0 while the caller may ask; else the seconds until the next minute begins for them."""
    most = settings.API_REQUESTS_A_MINUTE
    if not most or request.META.get(PINNED):  # the keeper is no visitor
        return 0
    now = time.time()
    name = f"{client_address(request)} {int(now // WINDOW)}"
    if _counted(hashlib.sha256(name.encode()).hexdigest()) <= most:
        return 0
    return WINDOW - int(now % WINDOW)


def _counted(key: str) -> int:
    """This request counted with the earlier ones of its minute."""
    store = caches["rates"]
    try:
        store.add(key, 0, timeout=2 * WINDOW)
        return store.incr(key)
    except (
        ValueError,
        OSError,
    ):  # pushed out between the two lines by very many other callers; or the store is away
        return 1
