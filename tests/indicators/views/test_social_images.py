"""Pictures of links, and the elements that name them: on every public page, from the page's own words and figures."""

import io
import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
import time_machine
from django.conf import settings as site_settings
from django.test import Client
from PIL import Image

from indicators.social_images import canvas, colours
from indicators.social_images.canvas import NO_LINE_START, width_of, wrapped
from tests.indicators.city import City
from tests.indicators.factories import make_department, make_user
from tests.indicators.two_plans import AFTER, BETWEEN, make_two_plans

pytestmark = [pytest.mark.django_db, pytest.mark.reads]
CARDS = (
    "/cards/home.png",
    "/cards/measures/44.png",
    "/cards/indicators/44B.png",
    "/cards/indicators/46A.png",
)


def told(html: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', html)
    return {name: unescape(content) for name, content in found}


def picture(client: Client, address: str, **query: str) -> Image.Image:
    answer = client.get(address, query)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    return Image.open(io.BytesIO(answer.content))


def test_every_public_page_says_what_a_link_to_it_shows(city: City, client: Client):
    for address, card in {
        "/": "/cards/home.png",
        "/measures/44/": "/cards/measures/44.png",
        "/indicators/44B/": "/cards/indicators/44B.png",
        "/indicators/": "/cards/home.png",
        "/departments/kikaku/": "/cards/home.png",
        "/open-data/": "/cards/home.png",
        "/search/?q=市民": "/cards/home.png",
    }.items():
        html = client.get(address).content.decode()
        found = told(html)
        in_title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
        assert in_title
        title = unescape(in_title[1])
        assert title.startswith(found["og:title"])
        assert title.endswith(found["og:site_name"])
        assert found["og:description"] == found["description"]
        assert found["og:image"] == f"http://testserver{card}"
        assert found["og:url"].startswith("http://testserver/")
        assert found["twitter:card"] == "summary_large_image"
        assert found["og:image:alt"]
        assert client.get(card).status_code == 200


def test_each_of_two_plans_has_pictures_of_its_own(client: Client):
    """A page names the picture of its plan; the short one is of the plan in force, on either side of April 1."""
    two = make_two_plans()
    two.publish()
    pictures = {}
    for moment, current in ((BETWEEN, "3"), (AFTER, "4")):
        with time_machine.travel(moment, tick=False):
            for key in ("3", "4"):
                card = f"/plans/{key}/cards/indicators/43A.png"
                found = told(client.get(f"/plans/{key}/indicators/43A/").content.decode())
                assert found["og:image"] == f"http://testserver{card}"
                pictures[key] = client.get(card).content
                assert (client.get("/cards/indicators/43A.png").content == pictures[key]) == (key == current)
    assert pictures["3"] != pictures["4"]


def test_pages_that_are_not_public_say_nothing(city: City, client: Client):
    assert "og:" not in client.get("/login/").content.decode()
    client.force_login(city.bob)
    assert "og:" not in client.get("/office/").content.decode()


def test_a_past_day_has_the_picture_of_that_day(city: City, client: Client):
    found = told(client.get("/indicators/44B/", {"as_of": "2026-06-30"}).content.decode())
    assert found["og:image"] == "http://testserver/cards/indicators/44B.png?as_of=2026-06-30"
    assert found["og:url"].endswith("?as_of=2026-06-30")
    now, then = (
        client.get("/cards/indicators/44B.png", query).content for query in ({}, {"as_of": "2026-06-30"})
    )
    assert now != then, "the day stands on the picture"


@pytest.mark.parametrize("address", CARDS)
def test_a_picture_is_of_the_usual_size_small_and_steady(city: City, client: Client, address: str):
    found = picture(client, address)
    assert found.size == (canvas.WIDTH, canvas.HEIGHT) == (1200, 630)
    first = client.get(address).content
    assert len(first) < 100_000
    with time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC), tick=False):
        assert client.get(address).content == first
    assert client.get(address, headers={"if-none-match": client.get(address)["ETag"]}).status_code == 304


def colours_of(image: Image.Image) -> list[tuple[int, Any]]:
    return list(image.convert("RGB").getcolors(1 << 24) or ())


def near(image: Image.Image, colour: str) -> int:
    """How many points have the colour, but for what smoothing did to it."""
    wanted = tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return sum(
        count
        for count, found in colours_of(image)
        if all(abs(one - other) <= 8 for one, other in zip(found, wanted, strict=True))
    )


@pytest.mark.both
@pytest.mark.django_db(transaction=True)  # PostgreSQL counts the public revision when a transaction ends
def test_a_picture_is_drawn_from_the_figures(client: Client):
    """The verdict's colour is there, and another value gives another picture at once."""
    city = City()
    before = picture(client, "/cards/indicators/44B.png")
    assert near(before, colours.VERDICTS["achieved"]) > 5000
    city.correct("44B", 2024, "90", reason="数え直し")
    after = picture(client, "/cards/indicators/44B.png")
    assert near(after, colours.VERDICTS["behind"]) > 2000
    assert near(after, colours.VERDICTS["achieved"]) == 0


def test_the_word_of_a_limit_stands_under_its_mark(city: City, client: Client):
    """46A: the ceiling is at 62 % of a chart from 96 to 1,104, so at 721; its words were under the ring, at 600."""
    city.alice = make_user("zaisei", departments=(make_department("zaisei"),))
    city.publish("46A", 2024, "89.1")
    band = picture(client, "/cards/indicators/46A.png").convert("L").crop((300, 566, 1000, 604))
    dark = [place % band.width + 300 for place, shade in enumerate(band.tobytes()) if shade < 80]
    assert abs(sum(dark) / len(dark) - 721) < 12


def test_the_demo_says_so_on_the_picture(city: City, client: Client, settings: Any):
    plain = picture(client, "/cards/home.png")
    settings.DEMO = True
    demo = picture(client, "/cards/home.png")
    assert near(plain.crop((0, 0, 1200, 50)), colours.INK) == 0
    assert near(demo.crop((0, 0, 1200, 50)), colours.INK) > 50_000


def test_every_verdict_and_a_year_without_a_value_can_be_drawn(city: City, client: Client):
    for indicator in ("41A", "42A", "43A", "44A", "45A", "46A", "47A", "48B"):
        picture(client, f"/cards/indicators/{indicator}.png")
    for code, value in (("43A", "1"), ("43A", "500"), ("43A", "9000")):
        city.publish(code, {"1": 2021, "500": 2022, "9000": 2023}[value], value)
        picture(client, f"/cards/indicators/{code}.png")


def test_what_is_not_there_has_no_picture(city: City, client: Client):
    for address in ("/cards/indicators/99Z.png", "/cards/measures/99.png"):
        assert client.get(address).status_code == 404
    assert client.get("/cards/indicators/44b.png")["Location"] == "/cards/indicators/44B.png"


def test_lines_are_broken_as_japanese_is():
    text = "木更津市の移住・定住相談窓口を利用して、登録した人の数（累計）です。" * 4
    lines = wrapped(text, size=40, width=800, lines=3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert not any(line[0] in NO_LINE_START for line in lines)
    assert all(width_of(line, 40) <= 800 + 40 for line in lines)
    assert wrapped("短い", size=40, width=800, lines=3) == ["短い"]


def test_the_colours_are_those_of_the_pages():
    tokens = (site_settings.BASE_DIR / "static/css/tokens.css").read_text(encoding="utf-8")
    for verdict, colour in colours.VERDICTS.items():
        name = "unjudged" if verdict == "too_early" else verdict.replace("_", "-")
        assert f"--{name}: {colour};" in tokens
    for name in ("ink", "ink-3", "rail", "brand", "zone-in", "zone-out"):
        assert f"--{name}: {getattr(colours, name.upper().replace('-', '_'))};" in tokens


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("CO₂排出量", "CO2排出量"),
        ("10³t・m³・㎡・①・㈱・Ⅲ", "10³t・m³・㎡・①・㈱・Ⅲ"),
        ("H₂O（₁₀）", "H2O（10）"),
        ("葛\U000e0100城と辻\ufe00と♥\ufe0f", "葛城と辻と♥"),
        ("祭り🎉👩\u200d🔬の数", "祭りの数"),
        ("𠮷・髙・﨑", "𠮷・髙・﨑"),
        ("か\u3099", "が"),
        ("서울市", "〓〓市"),
        ("全体の⅓以上が参加した10⁶円事業", "全体の1/3以上が参加した10^6円事業"),
        ("⅔・2⅓・1⁄3・３⁄４・1½", "2/3・2 1/3・1/3・３/４・1½"),
        ("10⁻⁶・10²⁶・10³", "10^−6・10^26・10³"),
        ("٣人", "〓人"),
        ("a\u200bb\u000bc", "abc"),
        ("a\u000bb\u007f", "ab"),
        ("ਪੰਜਾਬੀ版", "〓〓〓版"),
        ("हिन्दी・ไทยน้ำ", "〓〓〓・〓〓〓〓〓"),
        ("Čapek・Đorđe", "Capek・Đorđe"),
        ("市\u2004民\u2028", "市 民 "),
    ],
)
def test_no_sign_is_drawn_as_the_box_of_a_missing_one(text: str, drawn: str) -> None:
    assert canvas.drawable(text) == drawn
    assert not any(canvas._mask(sign) == canvas._missing() for sign in drawn)
    assert width_of(text, 40) == width_of(drawn, 40)
    assert wrapped(text, size=40, width=2000, lines=1) == [drawn]
    pictures = []
    for one in (text, drawn):
        made = canvas.Canvas()
        made.text(20, 20, one, size=60, bold=True)
        pictures.append(made.png())
    assert pictures[0] == pictures[1]


def test_no_script_brings_a_box() -> None:
    """Every sign up to the kana and their kin, vowel signs and spaces of all scripts among them."""
    drawn = {part for number in range(0x3200) for part in canvas.drawable(chr(number))}
    assert [part for part in drawn if canvas._mask(part) == canvas._missing()] == []
