"""The links of a rendered page, turned to where the export has what they promise."""

import re
from collections.abc import Callable
from html import unescape

from django.utils.html import escape

from indicators.export.assets import FOLDER
from indicators.export.options import ExportOptions

# Templates write attributes in double quotes; the JSON of a chart escapes them, so nothing in it looks like one.
_ATTRIBUTE = re.compile(r'(\s)(href|src|action|content|data-[a-z-]+)="([^"]*)"')
# Attributes that lead somewhere whatever they say; others do where they begin with an address of the site.
_LEADING = {"href", "src", "action", "data-figures"}
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def turn_links(
    html: str, options: ExportOptions, find: Callable[[str], str | None], here: str
) -> tuple[str, list[str]]:
    """The page with its links turned, and those that led to nothing in the export: they are links no more.

    `here` is the page's own address without a query; `find` tells where an address below the base path stands. A link with a query would show today's page on a static
    host whatever it asks for, so only queries that have a place of their own are turned; nothing is guessed.
    """
    lost: list[str] = []

    def turn(found: re.Match[str]) -> str:
        space, name, written = found.groups()
        link = unescape(written)
        to = _turned(name, link, options, find, here)
        if to is None:
            lost.append(link)
            return ""
        return found[0] if to == link else f'{space}{name}="{escape(to)}"'

    return _ATTRIBUTE.sub(turn, html), lost


def _turned(
    name: str, link: str, options: ExportOptions, find: Callable[[str], str | None], here: str
) -> str | None:
    """The address as the export has it, unchanged where it is none of the site's, None where it has no place."""
    own = link.startswith(options.home)
    if name not in _LEADING and not own:
        return link
    origin, path = (options.site_url, link.removeprefix(options.site_url)) if own else ("", link)
    if not path or path.startswith("#") or (not own and _ELSEWHERE.match(path)):
        return link
    if path.startswith(f"{options.base_path}{FOLDER}/"):
        return link
    to = find(f"{here}{path}" if path.startswith("?") else path)
    return None if to is None else f"{origin}{to}"
