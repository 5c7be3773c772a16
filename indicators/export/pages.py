"""Renders every page and file of the public site, in one order, ready to be written."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation

from indicators.export.anonymous_client import AnonymousRequest, open_page
from indicators.export.assets import Assets, assets_for
from indicators.export.crew import Made, crew_size, made_in_order
from indicators.export.links import turn_links
from indicators.export.options import ExportOptions
from indicators.export.url_map import MappedUrl, UrlMap, map_urls, permanent_of
from indicators.frames import Source
from indicators.models import Indicator
from indicators.views.public.language.matching import FOLDED_READINGS
from indicators.views.public.language.variants import RULES, SAME
from indicators.views.public.site.addresses import public_addresses
from indicators.views.public.site.search import KINDS, entries
from indicators.views.shared.moment import OF_NOW, Moment, on_day
from indicators.views.shared.static_copy import StaticCopy
from measures.levels import in_levels
from measures.plans import plan_in_force, published_plans
from measures.shown import nothing_shown

Progress = Callable[[int, int], None]
NOT_FOUND = "404.html"
INDEX = "index.json"
# What other sites embed, and pages of which feeds cite a place: a page that leads on would lose it.
TWICE = {"embed", "publications", "corrections"}


class Pages:
    """The whole site as the options ask for it, with every page as of each of `days` beside it.

    `lost`: file → the links that led to nothing in the export and are links no more; a fault of a template.
    """

    def __init__(self, options: ExportOptions, days: tuple[date, ...]):
        self._options = options
        self._crew = crew_size(options.processes)
        self._copy = StaticCopy(days=days, staff_url=options.staff_url)
        self._urls: list[MappedUrl] = []
        self._permanent: dict[MappedUrl, MappedUrl] = {}
        self._url_map = UrlMap((), options.base_path)
        self.lost: dict[str, list[str]] = {}

    def files(self, progress: Progress) -> Iterator[tuple[str, bytes]]:
        """Path below the folder and content, static files last; `progress` is told how many of how many are made."""
        with _below(self._options.base_path), assets_for(self._options.base_path) as assets:
            self._urls = list(self._all_urls())
            self._permanent = self._permanent_urls()
            self._url_map = UrlMap([*self._urls, *self._permanent.values()], self._options.base_path)
            used: dict[str, bytes] = {}
            made = made_in_order(partial(self._made, assets), range(len(self._urls)), self._crew)
            for done, one in enumerate(made, 1):
                yield from one.files
                self.lost |= one.lost
                used |= one.assets
                progress(done, len(self._urls))
            yield NOT_FOUND, self._not_found()
            yield from (used | assets.used).items()

    def _made(self, assets: Assets, number: int) -> Made:
        """All that stands at the address of this number and beside it."""
        url, known, lost = self._urls[number], set(assets.used), set(self.lost)
        content = self._content(url)
        files = [(url.file, content)]
        if url in self._permanent:
            files.append((self._permanent[url].file, self._at_permanent(url, content)))
        if url.address.name == "search":
            files.append((f"{url.to}{INDEX}", self._index(url)))
        return Made(
            files,
            {file: links for file, links in self.lost.items() if file not in lost},
            {path: asset for path, asset in assets.used.items() if path not in known},
        )

    def _all_urls(self) -> Iterator[MappedUrl]:
        yield from map_urls(public_addresses(), self._options.base_path)
        for day in self._copy.days:
            found = public_addresses(Moment(day).until)
            yield from map_urls(
                (one for one in found if one.name not in OF_NOW), self._options.base_path, day
            )

    def _permanent_urls(self) -> dict[MappedUrl, MappedUrl]:
        """Beside each short address of the plan in force the one that names it: what is cited today is found in the next plan."""
        keys: dict[date | None, str] = {}
        for day in (None, *self._copy.days):
            plan = plan_in_force(None if day is None else Moment(day).until)
            keys[day] = "" if plan is None else plan.key
        found = ((url, permanent_of(url, keys[url.day], self._options.base_path)) for url in self._urls)
        return {url: permanent for url, permanent in found if permanent is not None}

    def _at_permanent(self, url: MappedUrl, content: bytes) -> bytes:
        """A file is there twice, and so is a page of TWICE; every other page is a small one that leads to the first."""
        permanent = self._permanent[url]
        if not permanent.file.endswith(".html") or url.address.name in TWICE:
            return content
        request = self._request(url.path, permanent.to, urlencode(url.query))
        to = f"{self._options.base_path}{url.to}"
        page = _page(request, "public/moved.html", to=to).content.decode()
        # Where it leads is an address of the folder already; the rest of the page has the site's.
        turned, _ = turn_links(
            page, self._options, lambda link: link if link == to else self._url_map.find(link), request.path
        )
        return turned.encode()

    def _content(self, url: MappedUrl) -> bytes:
        request = self._request(url.path, self._permanent.get(url, url).to, urlencode(url.query))
        answer = open_page(request)
        if answer.status_code in (301, 302):
            return self._moved(request, url, answer["Location"])
        if answer.status_code != 200:
            raise RuntimeError(f"{url.path}?{urlencode(url.query)}: {answer.status_code}")
        if not answer["Content-Type"].startswith("text/html"):
            return answer.content
        return self._turned(url.file, answer, request.path)

    def _request(self, path: str, to: str, query: str = "") -> AnonymousRequest:
        request = AnonymousRequest(self._options, path, query)
        request.static_copy = replace(self._copy, address=f"{self._options.home}{to}")
        return request

    def _turned(self, file: str, answer: HttpResponse, here: str) -> bytes:
        html, lost = turn_links(answer.content.decode(), self._options, self._url_map.find, here)
        if lost:
            self.lost[file] = lost
        return html.encode()

    def _moved(self, request: AnonymousRequest, url: MappedUrl, location: str) -> bytes:
        """A static host cannot redirect: a page that leads on at once, and says so."""
        to = self._url_map.find(location)
        if to is None:
            raise RuntimeError(f"{url.path} leads to {location}")
        return self._turned(url.file, _page(request, "public/moved.html", to=to), request.path)

    def _not_found(self) -> bytes:
        request = self._request(f"/{NOT_FOUND}", NOT_FOUND)
        return self._turned(NOT_FOUND, _page(request, NOT_FOUND), request.path)

    def _index(self, url: MappedUrl) -> bytes:
        """What the search page looks through, and the tables by which it compares (static/js/search.js)."""
        moment = None if url.day is None else Moment(url.day)
        data: list[list[Any]] = []
        for entry in entries(_source(url, moment), with_server=False):
            to = self._url_map.find(on_day(entry.url, moment) if moment else entry.url)
            if to is None:
                raise RuntimeError(f"search finds {entry.url}, which is not exported")
            data.append([in_levels(KINDS[entry.kind]), entry.title, to, entry.place, list(entry.texts)])
        tables = {"same": SAME, "rules": RULES, "readings": FOLDED_READINGS}
        index = {
            "kinds": [(kind, in_levels(word)) for kind, word in KINDS.items()],
            **tables,
            "entries": data,
        }
        return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()


def _page(request: AnonymousRequest, template: str, **context: Any) -> HttpResponse:
    """One that no view answers: of the plan and the day of its own request."""
    with nothing_shown():
        return render(request, template, context)


def _source(url: MappedUrl, moment: Moment | None) -> Source:
    """What the search page at this address looks through."""
    then = None if moment is None else moment.until
    key = url.address.key
    plan = (
        next((one for one in published_plans(then) if one.key == key), None) if key else plan_in_force(then)
    )
    return Source(plan or Indicator.objects.none(), then)


@contextmanager
def _below(base_path: str) -> Iterator[None]:
    """reverse() writes addresses below the base path, and everything is in the site's language."""
    before = get_script_prefix()
    set_script_prefix(base_path)
    try:
        with translation.override(settings.LANGUAGE_CODE):
            yield
    finally:
        set_script_prefix(before)
