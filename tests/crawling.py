"""Walking through the site by its links, as a reader does."""

import re
from collections.abc import Callable
from typing import Any

from django.test import Client

FEW = 3
HTML = re.compile(r'href="(/[^"#]*)')


def walk(
    client: Client,
    starts: list[str],
    prefixes: tuple[str, ...],
    most: int = 200,
    *,
    alike: tuple[str, ...] = (),
    visit: Callable[[str, Any], None] = lambda address, response: None,
    pages_only: bool = False,
) -> list[str]:
    """Every address below `prefixes` that can be reached by links from `starts`, in order of discovery.

    Of addresses that begin with the same of `alike` (a table of each department and year) the first few are enough.
    `visit` is given each address and its answer; `pages_only` leaves files (.csv, .xlsx …) out.
    """
    seen: list[str] = []
    waiting = list(starts)
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen:
            continue
        shape = next((prefix for prefix in alike if address.startswith(prefix)), "")
        if shape and sum(other.startswith(shape) for other in seen) >= FEW:
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
