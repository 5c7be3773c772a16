"""The manual for staff says what the program says: its words, its places beside the boxes, its pictures, whom to ask."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path

import pytest
from django import forms
from django.test import Client

from indicators.forms.refusable import RefusableForm
from indicators.wording.manual import PAGES, all_places
from measures.models import SiteSettings
from tests.indicators.factories import NOON, make_alice, make_bob, make_plan
from tests.indicators.pages import client_of, text_of

ROOT = Path(__file__).resolve().parents[3]
PICTURES = ROOT / "static" / "manual"
OUTLINES = ROOT / "tests" / "browser" / "manual_outlines.json"
MOST_OF_ONE, MOST_OF_ALL = 60_000, 400_000  # bytes
# What is not a word of the program: examples of what people type.
TYPED = {"12.5", "令和8年3月末", "8.3.31", "20260331"}


@cache
def _program() -> str:
    """All that pages say, as it stands in templates and code, without marks between the letters."""
    sources = [path for path in ROOT.glob("templates/**/*.html") if path.parent.name != "manual"]
    sources += [
        *ROOT.glob("indicators/**/*.py"),
        *ROOT.glob("measures/**/*.py"),
        *ROOT.glob("static/js/*.js"),
    ]
    sources = [path for path in sources if path.name != "manual.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    return re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", "", text)


@pytest.mark.parametrize("page", [page.slug for page in PAGES])
def test_every_word_that_it_quotes_is_one_of_the_program(page: str):
    manual = (ROOT / "templates" / "manual" / f"{page}.html").read_text(encoding="utf-8")
    quoted = set(re.findall("「([^」]+)」", manual)) - TYPED
    assert quoted or page == "index"
    missing = [words for words in quoted if not all(part in _program() for part in words.split("…"))]
    assert missing == []


@pytest.mark.django_db
def test_every_box_leads_to_a_place_that_is_there():
    client = client_of(make_bob())
    pages = {page.slug: client.get(f"/manual/{page.slug}/").content.decode() for page in PAGES}
    known = _forms()
    for form, box, place in all_places():
        slug, _, there = place.partition("#")
        assert f'id="{there}"' in pages[slug], place
        assert box in vars(known[form])["base_fields"], (form, box)
    for slug, content in pages.items():
        for there in re.findall(r'href="(/manual/[^"]*)"', content):
            address, _, place = there.partition("#")
            target = address.removeprefix("/manual/").strip("/")
            assert not target or not place or f'id="{place}"' in pages[target], (slug, there)


@cache
def _forms() -> dict[str, type[forms.BaseForm]]:
    found: dict[str, type[forms.BaseForm]] = {}

    def take(base: type[forms.BaseForm]) -> None:
        for one in base.__subclasses__():
            found[one.__name__] = one
            take(one)

    take(RefusableForm)
    return found


@pytest.mark.django_db
def test_it_begins_with_the_own_role_and_ends_with_whom_to_ask():
    make_plan()
    alice = client_of(make_alice())
    listed = text_of(alice.get("/manual/"))
    assert listed.index("入力担当の手引き あなたの役割") < listed.index("計画担当の手引き")
    assert listed.count("あなたの役割") == 1
    assert "まだ登録されていません" in text_of(alice.get("/manual/trouble/"))
    asked = {"contact": "政策企画課", "contact_phone": "0123-45-6789"}
    SiteSettings.objects.create(city="試験市", reason="定めた", published_at=NOON, **asked)
    said = text_of(alice.get("/manual/trouble/"))
    assert "政策企画課 電話 0123-45-6789" in said
    assert Client().get("/manual/trouble/").status_code == 302
    assert alice.get("/manual/other/").status_code == 404


def test_pictures_are_few_small_and_those_of_the_outlines():
    """tests/browser/test_manual.py holds the outlines against the pages; made together, so a picture is as old as its outline."""
    shown = set()
    for page in ROOT.glob("templates/manual/*.html"):
        shown |= set(re.findall(r'{% picture "([a-z-]+)"', page.read_text(encoding="utf-8")))
    kept = json.loads(OUTLINES.read_text(encoding="utf-8"))
    files = {path.stem: path.read_bytes() for path in PICTURES.iterdir()}
    assert shown == set(kept) == set(files)
    assert {name: hashlib.sha256(body).hexdigest() for name, body in files.items()} == {
        name: one["picture"] for name, one in kept.items()
    }
    assert max(map(len, files.values())) <= MOST_OF_ONE
    assert sum(map(len, files.values())) <= MOST_OF_ALL
