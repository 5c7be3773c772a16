"""The export as a city makes it: what it holds, what it never holds, and what the command says."""

import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import get_script_prefix

from indicators import export
from indicators.caching.public_revision import revision
from indicators.export import ExportOptions, ExportRefused, export_public_site
from indicators.export.errors import KeepsChanging
from indicators.export.links import turn_links
from indicators.export.manifest import Manifest
from indicators.export.url_map import UrlMap, map_urls
from indicators.views.public.site.addresses import SERVER_ONLY, Address, public_addresses
from measures.models import Department
from measures.shown import is_anything_shown
from tests.crawling import few_of_each
from tests.indicators import factories
from tests.indicators.canary import NUMBERED, Marks, forgotten, pieces_of, plant
from tests.indicators.city import City
from tests.indicators.factories import said
from tests.indicators.pages import bare_words
from tests.indicators.two_plans import AFTER, BETWEEN, NEW, OLD, make_two_plans
from tests.indicators.village import Village

pytestmark = pytest.mark.reads

HOST = "https://www.city.example.jp"
LATER = datetime(2026, 6, 1, 3, tzinfo=UTC)
# Files that name the address of the site.
ABSOLUTE = {
    "sitemap",
    "robots",
    "datapackage",
    "catalog_jsonld",
    "catalog_ttl",
    "workbook",
    "dataset_xlsx",
    "publications_feed",
    "corrections_feed",
}
OWN = {"manifest.json", ".export-lock"}


def options(**fields: Any) -> ExportOptions:
    told = {"base_path": "/kpi/", "site_url": HOST, "days": [], "dropped": [], **fields}
    return ExportOptions.of(**told)


def files_of(folder: Path) -> dict[str, bytes]:
    found = (one for one in folder.rglob("*") if one.is_file())
    named = {one.relative_to(folder).as_posix(): one.read_bytes() for one in found}
    return {name: content for name, content in named.items() if name not in OWN}


def manifest_of(folder: Path) -> Manifest:
    return Manifest.from_bytes((folder / "manifest.json").read_bytes())


_PLAIN: dict[str, bytes] = {}


@pytest.fixture
def plain(city: City, tmp_path: Path) -> dict[str, bytes]:
    """The files of the city's export, made once for all tests that only read them."""
    if not _PLAIN:
        made = export_public_site(tmp_path, options())
        assert made.lost == {}
        assert made.revision == manifest_of(tmp_path).revision == revision()[0]
        _PLAIN.update(files_of(tmp_path))
        assert set(manifest_of(tmp_path).files) == set(_PLAIN)
        assert not is_anything_shown(), "a page of the export would say what the next test reads"
    return _PLAIN


# --- What it holds ----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db
def test_every_address_has_its_file_and_files_are_those_of_the_site(plain: dict[str, bytes], client: Client):
    files = plain
    assert "years/2024/index.html" in files
    for address in public_addresses():
        path = address.path.removeprefix("/")
        if address.query or address.name in SERVER_ONLY:
            continue
        if not path or path.endswith("/"):
            assert f"{path}index.html" in files, address.url
        elif address.name not in ABSOLUTE:
            assert files[path] == client.get(address.url).content, "data files are the same byte by byte"


@pytest.mark.slow
@pytest.mark.django_db
def test_easy_pages_of_a_copy_have_readings_above_every_word_of_ours(plain: dict[str, bytes]):
    """What leads on from a permanent address (plans/3/easy/…) is a page of the copy itself, in ordinary words."""
    easy = {name: html.decode() for name, html in plain.items() if re.match(r"easy/.*html$", name)}
    assert len(easy) > 50
    assert {name: found for name, html in easy.items() if (found := bare_words(html))} == {}
    assert "data-retrieved" in easy["easy/index.html"]


@pytest.mark.slow
@pytest.mark.django_db
def test_pages_that_need_a_server_are_found_on_the_live_site_alone(plain: dict[str, bytes], client: Client):
    """The guide to the API and the comparison of two days: in its site map and search, and nowhere in the copy."""
    index = plain["search/index.json"].decode()
    for address, title in (("/open-data/api/", "API"), ("/changes/", "期間を決めて比べる")):
        assert f'href="{address}"' in client.get("/site-map/").content.decode()
        assert f'href="{address}"' in client.get("/search/", {"q": title}).content.decode()
        assert f'"/kpi{address}"' not in index
        assert f'href="/kpi{address}"' not in plain["site-map/index.html"].decode()
    assert '"/kpi/corrections/"' in index


@pytest.mark.slow
@pytest.mark.django_db
def test_links_stand_below_the_base_path_and_absolute_ones_at_the_public_address(plain: dict[str, bytes]):
    files = plain
    for name, content in files.items():
        if name.endswith(".html"):
            links = re.findall(r'(?:href|src|action)="([^"]*)"', content.decode())
            outside = [
                link
                for link in links
                if link and not link.startswith(("/kpi/", "#", "https://creativecommons.org/"))
            ]
            assert outside == [], name
            assert not [link for link in links if "?" in link], name
    locations = re.findall(r"<loc>([^<]*)</loc>", files["sitemap.xml"].decode())
    assert f"{HOST}/kpi/indicators/44B/" in locations
    assert all(location.startswith(f"{HOST}/kpi/") for location in locations)
    assert f"Sitemap: {HOST}/kpi/sitemap.xml" in files["robots.txt"].decode()
    assert get_script_prefix() == "/", "the site itself stands where it stood"


@pytest.mark.slow
@pytest.mark.django_db
def test_static_files_are_those_that_pages_use_under_names_with_their_hash(plain: dict[str, bytes]):
    static = [name for name in plain if name.startswith("static/")]
    assert static
    assert all(re.search(r"\.[0-9a-f]{12}\.\w+$", name) for name in static)
    names = {re.sub(r"\.[0-9a-f]{12}\.", ".", name) for name in static}
    assert "static/js/charts.js" in names
    assert not [name for name in names if re.search(r"admin|entry|dashboard|grid|queue", name)]


@pytest.mark.slow
@pytest.mark.django_db
def test_nothing_of_the_staff_s_is_in_it(plain: dict[str, bytes]):
    for name, content in plain.items():
        if not name.endswith(".html"):
            continue
        html = content.decode()
        assert not re.search(r'/(login|entry|office|dashboard|admin|password)/"', html), name
        assert "職員ログイン" not in html, name
        assert {form for form in re.findall(r"<form[^>]*>", html) if 'role="search"' not in form} == set(), (
            name
        )
        assert "csrfmiddlewaretoken" not in html
        assert name.removeprefix("plans/3/").startswith("embed/") or "Content-Security-Policy" in html, name
    robots = plain["robots.txt"].decode()
    assert "/office/" not in robots
    assert b"/api/" not in b"".join(
        content for name, content in plain.items() if not name.startswith("static/")
    )


@pytest.mark.slow
@pytest.mark.django_db
def test_a_moved_address_leads_on_by_itself_and_the_login_link_into_the_city_hall(
    village: Village, tmp_path: Path
):
    old, new = factories.make_department(), factories.make_department("shin", "新しい課")
    old.successors.add(new)
    Department.objects.filter(pk=old.pk).update(ended_on=date(2026, 4, 1))
    export_public_site(tmp_path, options(staff_url="https://keikaku.internal.example/login/"))
    html = files_of(tmp_path)["departments/sangyo-shinko/index.html"].decode()
    assert '<meta http-equiv="refresh" content="0; url=/kpi/departments/shin/">' in html
    assert '<a class="btn" href="/kpi/departments/shin/">' in html
    assert '<a href="https://keikaku.internal.example/login/">職員ログイン</a>' in html


@pytest.mark.usefixtures("few_addresses")
@pytest.mark.django_db
def test_packed_files_unpack_to_what_stands_beside_them(village: Village, tmp_path: Path):
    export_public_site(tmp_path, options(compressed=True))
    files = files_of(tmp_path)
    packed = [name for name in files if name.endswith((".gz", ".br"))]
    other = (".gz", ".br", ".xlsx", ".png")
    texts = [name for name in files if not name.endswith(other)]
    assert len(packed) == 2 * len(texts)
    for name in packed:
        assert files[name.rpartition(".")[0]] == list(pieces_of(name, files[name]))[-1]
    assert export_public_site(tmp_path, options(compressed=True)).report.written == 0
    export_public_site(tmp_path, options())
    assert not [name for name in files_of(tmp_path) if name.endswith((".gz", ".br"))]


# --- Past days --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_past_day_is_kept_at_an_address_of_its_own(
    village: Village, client: Client, tmp_path: Path, time_machine: Any, request: pytest.FixtureRequest
):
    time_machine.move_to(datetime(2026, 7, 2, 3, tzinfo=UTC))
    made = export_public_site(tmp_path, options(days=["2025-06-01"]))
    assert made.lost == {}
    then = files_of(tmp_path)
    page = then["as-of/2025-06-01/indicators/43A/index.html"].decode()
    assert "2025年6月1日の終わりの時点" in page
    assert 'href="/kpi/as-of/2025-06-01/indicators/43A.csv"' in page
    assert 'href="/kpi/indicators/43A/">いまの値を見る' in page
    assert 'href="/kpi/about/"' in page, "a page about now stays the page of now"
    of_plan = "as-of/2025-06-01/plans/3"
    feed = then["as-of/2025-06-01/feeds/publications.atom"].decode()
    assert f'href="{HOST}/kpi/as-of/2025-06-01/feeds/publications.atom"' in feed
    assert f"{HOST}/kpi/{of_plan}/embed/indicators/43A/" in page
    catalogue = then["as-of/2025-06-01/open-data/catalog.jsonld"].decode()
    assert f"{HOST}/kpi/{of_plan}/open-data/" in catalogue
    whole = then[f"{of_plan}/indicators/43A/index.html"].decode()
    assert 'content="0; url=/kpi/as-of/2025-06-01/indicators/43A/"' in whole
    for name in ("indicators/43A.csv", "feeds/publications.atom", "embed/indicators/43A/index.html"):
        assert then[f"{of_plan}/{name}"] == then[f"as-of/2025-06-01/{name}"]
    assert not [
        name for name, content in then.items() if b"as_of=" in content and not name.startswith("static/")
    ]
    wanted = client.get("/indicators/43A.csv", {"as_of": "2025-06-01"}).content
    assert then["as-of/2025-06-01/indicators/43A.csv"] == wanted
    village.publish(2024, "980", now=LATER)
    request.getfixturevalue("few_addresses")
    assert export_public_site(tmp_path, options()).days == (date(2025, 6, 1),), (
        "a day is kept until it is given up"
    )
    now = files_of(tmp_path)
    assert now["as-of/2025-06-01/indicators/43A.csv"] == wanted
    assert now["indicators/43A.csv"] != then["indicators/43A.csv"]
    export_public_site(tmp_path, options(dropped=["2025-06-01"]))
    assert not [name for name in files_of(tmp_path) if name.startswith("as-of/")]


@pytest.mark.django_db
def test_what_is_cited_today_is_found_when_the_next_plan_is_in_force(tmp_path: Path, time_machine: Any):
    """Short addresses pass on to the next plan on April 1; whole ones stay, and the switch leads both ways without a server."""
    city = make_two_plans()
    city.publish()
    time_machine.move_to(BETWEEN)
    assert export_public_site(tmp_path, options()).lost == {}
    before = files_of(tmp_path)
    assert OLD in before["indicators/43A/index.html"].decode()
    assert 'url=/kpi/indicators/43A/"' in before["plans/3/indicators/43A/index.html"].decode()
    assert NEW in before["plans/4/indicators/43A/index.html"].decode()
    assert f"{HOST}/kpi/plans/3/indicators/43A/" in before["indicators/43A/index.html"].decode()
    time_machine.move_to(AFTER)
    assert export_public_site(tmp_path, options()).lost == {}
    after = files_of(tmp_path)
    assert set(manifest_of(tmp_path).files) == set(after)
    assert NEW in after["indicators/43A/index.html"].decode()
    assert OLD in after["plans/3/indicators/43A/index.html"].decode()
    assert 'url=/kpi/indicators/43A/"' in after["plans/4/indicators/43A/index.html"].decode()
    assert after["plans/3/plan.csv"] == before["plans/3/plan.csv"] == before["plan.csv"]
    links = re.findall(r'href="([^"]*)"', after["index.html"].decode())
    assert "/kpi/plans/3/" in links
    assert "/kpi/" in re.findall(r'href="([^"]*)"', after["plans/3/index.html"].decode())
    joined = "".join(
        content.decode(errors="ignore") for name, content in after.items() if "plans/3/" not in name
    )
    assert "/kpi/plans/3/indicators/43A/" in joined  # the indicator that goes on leads to where it comes from


@pytest.mark.django_db
def test_a_link_that_the_export_cannot_keep_is_no_link_and_is_told():
    places = list(
        map_urls(
            [
                Address("home"),
                *(Address("home", query=(pair,)) for pair in (("year", "2024"), ("page", "2"))),
            ],
            "/",
        )
    )
    found = UrlMap(places, "/")
    html = (
        '<a class="x" href="/?year=2024#top">a</a><a href="/?sort=name">b</a><a href="/gone/">c</a>'
        '<a href="https://elsewhere.example/?q=1">d</a><a href="#here">e</a><a href="mailto:a@example.jp">f</a>'
        f'<meta content="{HOST}/?year=2024"><link href="{HOST}/?as_of=2020-01-01"><a href="?page=2">g</a><a href="?page=1">i</a><a href="?page=3">j</a>'
        '<p data-at="/gone/">h</p>'
    )
    turned, lost = turn_links(html, options(base_path="/"), found.find, "/")
    assert turned == (
        '<a class="x" href="/years/2024/#top">a</a><a>b</a><a>c</a>'
        '<a href="https://elsewhere.example/?q=1">d</a><a href="#here">e</a><a href="mailto:a@example.jp">f</a>'
        f'<meta content="{HOST}/years/2024/"><link><a href="/pages/2/">g</a><a href="/">i</a><a>j</a>'
        '<p data-at="/gone/">h</p>'
    )
    assert lost == ["/?sort=name", "/gone/", f"{HOST}/?as_of=2020-01-01", "?page=3"]


@pytest.mark.django_db
def test_a_redirect_on_a_past_day_keeps_the_day(city: City, client: Client):
    old, new = factories.make_department("kikaku"), factories.make_department("shin", "新しい課")
    old.successors.add(new)
    Department.objects.filter(pk=old.pk).update(ended_on=date(2025, 4, 1))
    answer = client.get("/departments/kikaku/", {"as_of": "2025-06-01"})
    assert answer["Location"] == "/departments/shin/?as_of=2025-06-01"


# --- Nothing leaks ----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db
def test_no_mark_of_anything_unpublished_is_in_any_byte(tmp_path: Path, client: Client):
    marks = plant()
    assert forgotten() == set()
    places = set(marks.planted.values())
    assert {"Result.value", "Target.value", "Event.detail", "User.email", "Evidence.name"} <= places
    # Of a paper decision the number is for staff alone, on a record that is out as well.
    for flow in NUMBERED:
        kept = f"{flow.model.__name__}.decision_number"
        assert {kept, f"{kept}, public"} <= places
    # Not packed: packed files are what unpacks to these (test_packed_files_unpack_to_what_stands_beside_them).
    made = export_public_site(tmp_path, options())
    assert made.report.written > 100
    # A past day's files are made by the same pages, of which each kind is asked for such a day.
    day = datetime(2025, 6, 1, 14, 59, 59, tzinfo=UTC)
    of_a_day = {
        one.url: client.get(one.path, {**dict(one.query), "as_of": "2025-06-01"}).content
        for one in few_of_each(public_addresses(day), 1)
    }
    assert len(of_a_day) > 80
    for name, content in (
        *files_of(tmp_path).items(),
        *of_a_day.items(),
        ("manifest.json", (tmp_path / "manifest.json").read_bytes()),
    ):
        for piece in pieces_of(name, content):
            assert marks.found_in(piece) == [], name
    assert any(name.endswith(".xlsx") for name in files_of(tmp_path))


def test_a_mark_is_found_as_a_page_would_write_it():
    """The test above would pass for a search that finds nothing."""
    marks = Marks()
    figure, text = marks.number("Result.value"), marks.text("Result.note")
    written = f"<td>{figure:,}</td><p>{text}</p>".encode()
    assert marks.found_in(written) == ["Result.note", "Result.value"]
    assert marks.found_in(b"<td>0</td>") == []


# --- One state ----------------------------------------------------------------------------------------


@pytest.mark.both
@pytest.mark.usefixtures("few_addresses")
@pytest.mark.django_db(transaction=True)
def test_what_is_published_meanwhile_makes_it_begin_anew(village: Village, tmp_path: Path):
    published: list[int] = []

    def say(done: int, total: int) -> None:
        if done == total and not published:
            published.append(done)
            village.publish(2022, "900")

    made = export_public_site(tmp_path, options(), say)
    assert published
    assert made.revision == revision()[0]
    other = tmp_path / "other"
    export_public_site(other, options())
    mixed = {name: content for name, content in files_of(tmp_path).items() if not name.startswith("other/")}
    assert mixed == files_of(other)


@pytest.mark.both
@pytest.mark.usefixtures("few_addresses")
@pytest.mark.django_db(transaction=True)
def test_a_site_that_never_rests_is_not_written(village: Village, tmp_path: Path):
    def say(done: int, total: int) -> None:
        if done == total:
            Department.objects.filter(slug="sangyo-shinko").update(order=done)

    with pytest.raises(KeepsChanging, match="もう一度"):
        export_public_site(tmp_path, options(), say)
    assert files_of(tmp_path) == {}


@pytest.mark.usefixtures("few_addresses")
@pytest.mark.django_db
def test_a_second_export_writes_only_the_pages_that_changed(village: Village, tmp_path: Path):
    first = export_public_site(tmp_path, options()).report
    factories.submit_value(village.indicator, 2022, said("31", note="窓口の休止"), by=factories.make_carol())
    assert export_public_site(tmp_path, options()).report.written == 0, "a draft changes no byte"
    village.publish(2024, "980")
    second = export_public_site(tmp_path, options()).report
    assert 0 < second.written < first.written


@pytest.mark.usefixtures("few_addresses")
@pytest.mark.django_db
def test_the_demo_and_the_real_site_never_mix(village: Village, tmp_path: Path, settings: Any):
    export_public_site(tmp_path, options())
    before = files_of(tmp_path)
    settings.DEMO = True
    with pytest.raises(ExportRefused, match="デモ"):
        export_public_site(tmp_path, options())
    assert files_of(tmp_path) == before


# --- The command --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("few_addresses")
@pytest.mark.django_db
def test_the_command_says_what_it_did_and_where_it_goes(village: Village, tmp_path: Path):
    told = StringIO()
    call_command("export_public_site", tmp_path, base_path="kpi", site_url=HOST, stdout=told)
    assert "（100％）" in told.getvalue()
    assert f"{HOST}/kpi/ として見える場所" in told.getvalue()
    assert f"改訂 {revision()[0]}）" in told.getvalue()
    again = StringIO()
    call_command("export_public_site", tmp_path, base_path="/kpi/", site_url=HOST, stdout=again)
    assert "書いたファイル 0" in again.getvalue()


@pytest.mark.usefixtures("few_addresses")
@pytest.mark.django_db
def test_an_address_that_only_this_machine_knows_is_pointed_out(
    village: Village, tmp_path: Path, settings: Any
):
    settings.SITE_URL = "http://127.0.0.1:8000"
    warned = StringIO()
    call_command("export_public_site", tmp_path, stdout=StringIO(), stderr=warned)
    assert "--site-url" in warned.getvalue()


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("base_path", "/k pi/", "--base-path"),
        ("base_path", "/../", "--base-path"),
        ("base_path", "/計画/", "--base-path"),
        ("site_url", "www.city.example.jp", "--site-url"),
        ("site_url", "ftp://city.example.jp", "--site-url"),
        ("site_url", "https://city.example.jp/kpi/", "--base-path"),
        ("site_url", "https://user:pass@city.example.jp", "--site-url"),
        ("site_url", "https://city.example.jp:port", "--site-url"),
        ("staff_url", "javascript:alert(1)", "--staff-url"),
        ("archive_day", ["2025-02-30"], "日付として読めません"),
        ("archive_day", ["2999-01-01"], "まだ終わっていません"),
        ("drop_archive_day", ["yesterday"], "日付として読めません"),
    ],
)
def test_a_wish_that_cannot_be_is_told_and_nothing_is_written(
    tmp_path: Path, option: str, value: Any, words: str
):
    with pytest.raises(CommandError, match=words) as refused:
        call_command("export_public_site", tmp_path / "new", **{"site_url": HOST, option: value})
    assert refused.value.returncode == 2
    assert not (tmp_path / "new").exists()


@pytest.mark.usefixtures("few_addresses")
@pytest.mark.django_db
def test_a_foreign_folder_has_an_exit_code_of_its_own(village: Village, tmp_path: Path):
    (tmp_path / "letter.txt").write_text("手紙", encoding="utf-8")
    with pytest.raises(CommandError, match="空のフォルダー") as refused:
        call_command("export_public_site", tmp_path, site_url=HOST)
    assert refused.value.returncode == 3


def test_the_help_names_every_exit_code():
    done = subprocess.run(
        [sys.executable, "manage.py", "export_public_site", "--help"],
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    codes = {one.code for one in ExportRefused.__subclasses__()} | {0, ExportRefused.code}
    assert all(re.search(rf"\b{code}\s", done.stdout) for code in codes)


def test_the_manifest_is_json_that_others_can_read(tmp_path: Path):
    whole = Manifest("https://x.example.jp/kpi/", 3, "v", False, (date(2025, 6, 1),))
    told = json.loads(whole.to_bytes())
    assert told["days"] == ["2025-06-01"]
    assert export.TRIES > 1
