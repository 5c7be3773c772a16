"""Where each address of the live site stands in the export. A static host ignores ?year=2024: such a page gets a path."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl, unquote, urlsplit

from indicators.views.public.site.addresses import OF_THE_SITE, SERVER_ONLY, Address
from indicators.views.shared.moment import PARAMETER
from indicators.views.shared.static_copy import DAYS

# Name of a query → the folder that stands for it.
FOLDERS = {"year": "years", "number": "versions", "sort": "sorted", "page": "pages", "kind": "kinds"}
# What a link may ask for and gets without asking: the first page of a list is the list's own address.
_USUAL = {("page", "1")}


@dataclass(frozen=True)
class MappedUrl:
    """An address of the live site and its path in the export, both relative to the base path."""

    address: Address
    path: str  # as resolve() and a request take it: "/measures/44/"
    query: tuple[tuple[str, str], ...]
    to: str  # "measures/44/", "as-of/2026-07-01/measures/44.csv"
    day: date | None = None

    @property
    def file(self) -> str:
        """The file that a host serves at `to`."""
        return f"{self.to}index.html" if not self.to or self.to.endswith("/") else self.to


def permanent_of(url: MappedUrl, key: str, base_path: str) -> MappedUrl | None:
    """The address that names the plan in force, `key`, and so leads to the same when another one is; None for what names a
    plan already, or is the site's."""
    if not key or url.address.key or url.address.name in OF_THE_SITE:
        return None
    [found] = map_urls([replace(url.address, key=key)], base_path, url.day)
    return found


def map_urls(addresses: Iterable[Address], base_path: str, day: date | None = None) -> Iterator[MappedUrl]:
    """As of `day`, below a folder of its own, where a day is given."""
    for address in addresses:
        if address.name in SERVER_ONLY:
            continue
        path = "/" + unquote(address.path).removeprefix(base_path)
        query = address.query if day is None else (*address.query, (PARAMETER, day.isoformat()))
        to = _with_query(path.removeprefix("/"), address.query)
        yield MappedUrl(address, path, query, to if day is None else f"{DAYS}/{day.isoformat()}/{to}", day)


def _with_query(path: str, query: tuple[tuple[str, str], ...]) -> str:
    """measures/44/sheets/2024/ ?number=1 → …/2024/versions/1/; of a file, …/2024/versions/1.xlsx."""
    for name, value in query:
        folder, dot, ending = path.rpartition(".") if not path.endswith("/") and path else (path, "", "")
        part = f"{FOLDERS[name]}/{value}"
        path = f"{folder}/{part}{dot}{ending}" if dot else f"{folder}{part}/"
    return path


class UrlMap:
    """From an address as a page writes it to the one in the export."""

    def __init__(self, urls: Iterable[MappedUrl], base_path: str):
        self._base_path = base_path
        self._to: dict[tuple[str, frozenset[tuple[str, str]]], str] = {}
        for url in urls:
            self._to[url.path, frozenset(url.query)] = url.to
        if len(set(self._to.values())) != len(self._to):
            raise ValueError("two addresses are mapped to one")

    def find(self, link: str) -> str | None:
        """The address below the base path, with its fragment; None for one that the export does not have."""
        parts = urlsplit(link)
        if not parts.path.startswith(self._base_path):
            return None
        path = "/" + unquote(parts.path.removeprefix(self._base_path))
        query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair not in _USUAL]
        to = self._to.get((path, frozenset(query)))
        if to is None or len(set(query)) != len(query):
            return None
        return f"{self._base_path}{to}" + (f"#{parts.fragment}" if parts.fragment else "")
