"""Walking through the site by its links, as a reader does."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from django.urls import resolve

from indicators.views.public.site.addresses import Address

FEW = 4  # a form has about as many states: open, submitted, sent back, published
# Pages that say in other words, or on other paper, what a page says.
SAID_ANEW = re.compile(r"/(easy|en|embed|print|cards)/")
HTML = re.compile(r'href="(/[^"#]*)')


def walk(
    client: Client,
    starts: list[str],
    prefixes: tuple[str, ...],
    most: int = 200,
    *,
    few_alike: bool = False,
    few: int = FEW,
    visit: Callable[[str, Any], None] = lambda address, response: None,
    pages_only: bool = False,
) -> list[str]:
    """Every address below `prefixes` that can be reached by links from `starts`, in order of discovery.

    With `few_alike`, of the addresses that one view answers (each value's form, each person's page) the first `few` do.
    `visit` is given each address and its answer; `pages_only` leaves files (.csv, .xlsx …) out.
    """
    seen: list[str] = []
    waiting = list(starts)
    views: Counter[str] = Counter()
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen:
            continue
        # Of easy pages everybody walks but a few: each is an ordinary page's own, with readings and without.
        if few_alike or "/easy/" in address:
            view = resolve(urlsplit(address).path).view_name
            views[view] += 1
            if views[view] > few:
                continue
        response = client.get(address)
        assert response.status_code in (200, 301, 302), f"{address}: {response.status_code}"
        seen.append(address)
        visit(address, response)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            for found in HTML.findall(response.content.decode()):
                found = found.replace("&amp;", "&")
                is_file = "." in found.split("?")[0].rsplit("/", 1)[-1]
                if (
                    found.startswith(prefixes)
                    and not found.startswith("/static/")
                    and not (pages_only and is_file)
                ):
                    waiting.append(found)
    return seen


def few_of_each(addresses: Iterable[Address], few: int) -> Iterator[Address]:
    """Of each kind of page or file, by what it is asked for, the first `few`: what one says differs from the next in figures,
    which tests of figures compare one by one."""
    kinds: Counter[tuple[str, str, tuple[str, ...]]] = Counter()
    for one in addresses:
        kind = one.name, one.key, tuple(name for name, _ in one.query)
        kinds[kind] += 1
        if kinds[kind] <= few:
            yield one
