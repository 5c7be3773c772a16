"""In which other words a page of citizens stands: やさしい日本語 at /easy/…, with readings that a reader may leave out.

One table says which address is whose easier page (decisions/0031); a test holds it against every public address.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import HttpRequest
from django.urls import Resolver404, get_script_prefix, resolve

from indicators.views.shared.filters import BadAddress
from indicators.views.shared.moment import PARAMETER as DAY
from indicators.views.shared.moment import readable_moment
from measures.addresses import PlanPrefix, reverse

FURIGANA, OFF = "furigana", "off"
_BEGINS = "easy_"
EASY, ENGLISH = "easy", "en"  # the first part of an address
# Names of ordinary pages that have an easier one, which has the same name with easy_ before it.
WITH_EASIER = (
    "home",
    "policy",
    "measures",
    "measure",
    "indicators",
    "indicator",
    "departments",
    "department",
    "publications",
    "corrections",
    "glossary",
    "how_to_read",
    "site_map",
    "about",
    "accessibility",
    "open_data",
)
# Name of a page that says in no easier words what it says → why, in easy words; its easy address says so and leads on.
NO_EASIER = {
    "sheet": "市役所の 課が 書いた、長い 文章の ページです。",
    "initiative": "市役所の 課が、1年に した ことを 書いた ページです。",
    "initiatives": "市役所の 課が する ことを、全部 見る ページです。",
    "changes": "2つの 日を 選んで、変わった ところを 詳しく 比べる ページです。",
    "search": "言葉を 書いて、ページを さがす ところです。",
    "dictionary": "データの ファイルを 使う 人の ための ページです。",
    "api_guide": "プログラムを 作る 人の ための ページです。",
}
# Sheets of paper say what a page says.
_PAPER = {
    f"{paper}{of}": page
    for paper in ("one_page", "poster")
    for of, page in (("", "home"), ("_measure", "measure"), ("_department", "department"))
}
EASIER = {name: f"{_BEGINS}{name}" for name in (*WITH_EASIER, *NO_EASIER)} | {
    name: f"{_BEGINS}{page}" for name, page in _PAPER.items()
}


# Names of ordinary pages that have a summary in English, which has the same name with en_ before it.
IN_ENGLISH = ("home", "measure", "indicator")
_ENGLISH = "en_"
# What the way to the ordinary page is called in each.
_OTHER_LABELS = {EASY: "普通の 日本語", ENGLISH: "日本語"}


@dataclass(frozen=True)
class Language:
    """Another way in which the page is to be had. `lang`: of the label, and of the page behind it; `rel_title`: what programs
    call it, "" where that page is of something else (the whole plan)."""

    label: str
    url: str
    lang: str = "ja"
    rel_title: str = ""

    @property
    def hreflang(self) -> str:
        """Told to programs where the language itself is another."""
        return self.lang if self.rel_title and self.lang != "ja" else ""


def languages(request: HttpRequest) -> list[Language]:
    """The other ways, for the head of the page; none of an address that is no page of citizens."""
    match = request.resolver_match
    if match is None and (language := spoken(request)):
        other = _english if language == EASY else _easier
        ways = (_ordinary(_OTHER_LABELS[language], "home", {}), other("home", {}))
        return [replace(one, rel_title="") for one in ways]
    if match is None or match.namespace != "public" or not match.url_name:
        return []
    kwargs: dict[str, Any] = {key: value for key, value in match.kwargs.items() if key != "paper"}
    own = match.url_name.removeprefix(_ENGLISH)
    if own != match.url_name:
        return [_ordinary(_OTHER_LABELS[ENGLISH], own, kwargs), _easier(own, kwargs)]
    own = ordinary_name(match.url_name)
    if is_easy(request):
        return [_ordinary(_OTHER_LABELS[EASY], own, kwargs), _english(own, kwargs)]
    return [_easier(own, kwargs), _english(own, kwargs)] if own in EASIER else []


def _ordinary(label: str, name: str, kwargs: dict[str, Any]) -> Language:
    return Language(label, reverse(f"public:{name}", kwargs=kwargs), rel_title="普通の日本語")


def _easier(name: str, kwargs: dict[str, Any]) -> Language:
    url = reverse(f"public:{EASIER[name]}", kwargs=kwargs)
    return Language("やさしい日本語", url, rel_title="やさしい日本語")


def _english(name: str, kwargs: dict[str, Any]) -> Language:
    """The page's own summary, else that of the plan."""
    if name in IN_ENGLISH:
        url = reverse(f"public:{_ENGLISH}{name}", kwargs=kwargs)
        return Language("English", url, "en", "Summary in English")
    return Language("English", reverse(f"public:{_ENGLISH}home"), "en")


def spoken(request: HttpRequest) -> str:
    """EASY or ENGLISH where the address says so, of one that is no page too; else ""."""
    below, *_ = PlanPrefix().match(request.path_info.removeprefix("/"))
    language = below.partition("/")[0]
    return language if language in (EASY, ENGLISH) else ""


def is_easy(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None:
        return spoken(request) == EASY
    return match.namespace == "public" and (match.url_name or "").startswith(_BEGINS)


def ordinary_name(name: str) -> str:
    """Of the page that an easier one belongs to; of every other page its own."""
    return name.removeprefix(_BEGINS)


def has_furigana(request: HttpRequest) -> bool:
    """Whether readings stand above the words of an easy page. BadAddress where the switch says neither."""
    said = request.GET.get(FURIGANA, "")
    if said not in ("", OFF):
        raise BadAddress(FURIGANA, said, f"ふりがなを消すときは「{FURIGANA}={OFF}」と書いてください。")
    return said != OFF


def shows_furigana(request: HttpRequest) -> bool:
    """The same for what stands around a page, one that says that the switch says neither too."""
    return request.GET.get(FURIGANA) != OFF


def furigana_switch(request: HttpRequest) -> str:
    """The same page, on the same day, with readings where there are none, and the other way round."""
    moment = readable_moment(request)
    asked = [(FURIGANA, OFF)] if request.GET.get(FURIGANA) != OFF else []
    asked += [(DAY, moment.day.isoformat())] if moment else []
    return f"{request.path}?{urlencode(asked)}" if asked else request.path


def without_furigana(query: str) -> str:
    """What else a question asks for, letter by letter."""
    return "&".join(one for one in query.split("&") if one != f"{FURIGANA}={OFF}")


@contextmanager
def links_without_furigana(request: HttpRequest) -> Iterator[None]:
    """While an easy page is made, its links to easy pages keep the switch: without a cookie, as they keep the day."""
    day = getattr(request, "on_day", None)

    def kept(address: str) -> str:
        return _switched_off(day(address) if day else address)

    setattr(request, "on_day", kept)  # noqa: B010 (a request has no such attribute)
    try:
        yield
    finally:
        setattr(request, "on_day", day)  # noqa: B010


def _switched_off(address: str) -> str:
    parts = urlsplit(address)
    try:
        match = resolve("/" + parts.path.removeprefix(get_script_prefix()))
    except Resolver404:
        return address
    if match.namespace != "public" or not (match.url_name or "").startswith(_BEGINS):
        return address
    return urlunsplit(parts._replace(query=urlencode([(FURIGANA, OFF), *parse_qsl(parts.query)])))
