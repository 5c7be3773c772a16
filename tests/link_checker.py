"""Walks a site from its home page as a visitor and a search engine do, and lists every link that leads to nothing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen
from xml.etree import ElementTree

# What a browser fetches by itself; other attributes are links that a person may follow.
_FETCHED = {("link", "href"), ("script", "src"), ("img", "src"), ("iframe", "src"), ("use", "href")}
_CSS = re.compile(r"url\(\s*['\"]?([^'\")]+)")


@dataclass
class Page:
    """What a checker needs of one answer. `fetched` are addresses that a browser asks for by itself."""

    status: int
    kind: str
    body: bytes
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    has_chart: bool = False
    redirected: bool = False


class _Reader(HTMLParser):
    def __init__(self, page: Page):
        super().__init__()
        self._page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        for name in ("href", "src", "action", "data-figures"):
            if name in told:
                fetched = (tag, name) in _FETCHED and told.get("rel") not in {"canonical", "alternate"}
                (self._page.fetched if fetched else self._page.links).append(told[name])
        if tag == "meta" and told.get("property") in {"og:url", "og:image"}:
            self._page.links.append(told["content"])
        if told.get("http-equiv", "").lower() == "refresh":
            self._page.links.append(told["content"].partition("url=")[2])
        self._page.fetched += [
            value for name, value in told.items() if name.startswith("data-") and value.endswith(".js")
        ]
        self._page.ids |= {told[name] for name in ("id", "name") if name in told}
        self._page.has_chart |= "plot" in told.get("class", "").split()


def read(address: str) -> Page:
    """Fetch an address, and take from it what leads on."""
    try:
        with urlopen(address) as answer:
            page = Page(answer.status, answer.headers.get_content_type(), answer.read())
            page.redirected = answer.url != address
    except HTTPError as answer:
        return Page(answer.code, "", b"")
    if page.kind == "text/html":
        _Reader(page).feed(page.body.decode())
    elif page.kind in {"application/xml", "text/xml", "application/atom+xml"}:
        page.links += _xml_links(page.body)
    elif page.kind == "text/css":
        page.fetched += _CSS.findall(page.body.decode())
    elif page.kind == "text/plain":
        page.links += re.findall(r"(?m)^Sitemap: (\S+)$", page.body.decode())
    return page


def _xml_links(body: bytes) -> Iterator[str]:
    for element in ElementTree.fromstring(body).iter():
        name = element.tag.rpartition("}")[2]
        if name == "loc" and element.text:
            yield element.text.strip()
        elif name == "link" and element.get("href"):
            yield str(element.get("href"))


@dataclass
class Walk:
    """A walk that is over: every address with what it answered, and whatever is wrong, in words."""

    pages: dict[str, Page] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def html(self) -> list[str]:
        return [address for address, page in self.pages.items() if page.kind == "text/html"]

    @property
    def with_charts(self) -> list[str]:
        return [address for address in self.html if self.pages[address].has_chart]


def walk(
    home: str,
    *more: str,
    most: int = 3000,
    leave: Callable[[str], bool] = lambda address: False,
    ends: re.Pattern[str] | None = None,
) -> Walk:
    """Everything that links lead to from `home` and `more`; a link of which `leave` says so, asked without its
    fragment, is looked at by nobody, and at an address that `ends` matches the walk ends: it must be there, and its own links
    are not followed.

    `home` ends with a slash: whatever stands on the same host must stand below it.
    """
    found = Walk()
    # In order, and each address once.
    waiting = dict.fromkeys([home, *(urljoin(home, address) for address in more)])
    wanted: list[tuple[str, str]] = []
    while waiting and len(found.pages) < most:
        del waiting[address := next(iter(waiting))]
        found.pages[address] = page = read(address)
        if ends and ends.search(address):
            continue
        for link in (*page.links, *page.fetched):
            target = _target(address, link, home, found, fetched=link in page.fetched)
            plain = urldefrag(target).url
            if target and not leave(plain):
                wanted.append((address, target))
                if plain not in found.pages:
                    waiting[plain] = None
    found.problems += [f"still to walk: {address}" for address in waiting]
    found.problems += _dead(found, wanted)
    return found


def _target(address: str, link: str, home: str, found: Walk, *, fetched: bool) -> str:
    """Where a link leads on this site; "" where it leads to another one, which only a person may follow."""
    target = urljoin(address, link)
    parts = urlsplit(target)
    if parts.scheme not in {"http", "https"}:
        return ""
    if parts.netloc != urlsplit(home).netloc:
        if fetched:
            found.problems.append(f"{address} asks another host: {target}")
        return ""
    if not target.startswith(home):
        found.problems.append(f"{address} leads out of {home}: {target}")
        return ""
    return target


def _dead(found: Walk, wanted: list[tuple[str, str]]) -> list[str]:
    problems = []
    for address, target in dict.fromkeys(wanted):
        plain, fragment = urldefrag(target)
        page = found.pages.get(plain)
        if page is None or page.status != 200:
            problems.append(f"{address} leads to {target}: {page.status if page else 'not walked'}")
        elif fragment and page.kind == "text/html" and fragment not in page.ids:
            problems.append(f"{address} leads to {target}: no such place on the page")
    return problems
