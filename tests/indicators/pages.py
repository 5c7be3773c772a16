"""A browser without a browser: who is signed in, what a page's form would send back, what its text says."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.contrib.auth.models import User
from django.test import Client


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fields_of(client: Client, address: str, beginning: str = "") -> dict[str, str]:
    """The hidden fields and the boxes whose names begin so, as a browser would send them back untouched."""
    content = re.sub(r"<template.*?</template>", "", client.get(address).content.decode(), flags=re.DOTALL)
    found = {}
    for tag in re.findall(r"<input[^>]*>", content):
        name, value = re.search(rf'name="({beginning}[^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and not re.search(r'type="(radio|checkbox|file|submit)"', tag):
            found[name[1]] = unescape(value[1]) if value else ""
    areas = rf'<textarea[^>]*name="({beginning}[^"]*)"[^>]*>\s?(.*?)</textarea>'
    found.update((name, unescape(text)) for name, text in re.findall(areas, content, re.DOTALL))
    return found


def asked_to_confirm(page: Any) -> bool:
    """Whether a page of confirmation came, and not what the step says or why it cannot be taken."""
    return "confirmation" in (getattr(page, "context", None) or {})


def confirmed_form(page: Any) -> tuple[str, dict[str, list[str]]]:
    """Where the button of a page of confirmation sends, and all that its form holds."""
    form = re.search(r'<form[^>]*action="([^"]+)"[^>]*id="confirm"(.*?)</form>', page.content.decode(), re.S)
    assert form is not None
    held: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[2]):
        held.setdefault(name, []).append(unescape(value))
    return form[1], held


def confirm(client: Client, page: Any, *, follow: bool = False, **changes: Any) -> Any:
    """Press the button of the page of confirmation; a change is another button, or what no browser would send."""
    address, held = confirmed_form(page)
    return client.post(address, {**held, **changes}, follow=follow)


def publish_by_hand(client: Client, address: str, data: Any, *, follow: bool = False) -> Any:
    """As a person does: the button, then that of the page of confirmation. Where none comes, the answer that came."""
    page = client.post(address, data)
    if not asked_to_confirm(page):
        return page
    return confirm(client, page, follow=follow)


def text_of(response: Any) -> str:
    """The page's text without markup, spaces folded."""
    body = re.sub(r"<(script|style|template).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))


# --- Readings on easy pages ---------------------------------------------------------------------------

# Elements whose words are none of ours, or have their reading already.
_NOT_OURS = re.compile(r"<(ruby|script|style|svg|title|head)\b.*?</\1>", re.DOTALL)
_KANJI = re.compile(r"[一-鿿々〆]")


def without_readings(html: str) -> str:
    """Our words on a page that no reading stands above; what the city wrote is left out."""
    bare, depth, city = [], 0, 0
    for piece in re.findall(r"<[^>]*>|[^<]+", _NOT_OURS.sub("", html)):
        if not piece.startswith("<"):
            if not city:
                bare.append(piece)
        elif re.match(r"</", piece):
            city = 0 if city == depth else city
            depth -= 1
        elif not re.match(r"<(br|hr|img|input|link|meta|wbr|!)", piece):
            depth += 1
            if re.search(r'class="(?:[^"]* )?city[" ]', piece):
                city = city or depth
    return unescape("".join(bare))


def bare_words(html: str) -> list[str]:
    return sorted(set(re.findall(rf"\S{{0,4}}{_KANJI.pattern}\S{{0,3}}", without_readings(html))))


JAPANESE = re.compile("[ぁ-ゖァ-ヺ一-鿿々〆、。（）「」％〜]")


class Unmarked(HTMLParser):
    """Every text and attribute that stands outside of lang="ja"."""

    VOID = {"meta", "link", "br", "img", "use"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        lang = found.get("lang") or (self.open[-1][1] if self.open else "en")
        if tag not in self.VOID:
            self.open.append((tag, lang))
        if lang == "en":
            self.texts += [text for text in found.values() if text]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Draws something, and holds nothing."""

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.open or (self.open[-1][1] == "en" and self.open[-1][0] not in ("style", "script")):
            self.texts.append(data)


def japanese_in(html: str) -> list[str]:
    return [text for text in Unmarked(html).texts if JAPANESE.search(text)]
