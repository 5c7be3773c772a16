"""Copies of public pages, and what people see while the database is away, full or read-only (docs/trust.md §1)."""

import pickle
import re
from collections.abc import Callable, Iterator
from importlib import import_module, reload
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import OperationalError, connection, connections
from django.test import Client

from indicators import workflow
from indicators.caching.one_at_a_time import turn
from indicators.caching.public_revision import public_etag
from indicators.caching.response_cache import DAYS, NOW, cached_response
from indicators.models import Indicator, Result
from indicators.views.shared.heavy import ASKS_AGAIN
from indicators.views.stale_fallback import RETRY_AFTER
from measures.models import Measure
from tests.indicators import factories
from tests.indicators.factories import said

pytestmark = pytest.mark.django_db(transaction=True)

HOST = "http://testserver"
PAGE, FILE = "/indicators/43A/", "/indicators/43A.csv"


@pytest.fixture
def stores(settings: Any, tmp_path: Path) -> Path:
    """The real kind of cache, in a folder of the test's own."""
    kind = "indicators.caching.copy_files.CopyFiles"
    few = {"MOST_BYTES": 30_000, "MAX_ENTRIES": 10}
    settings.CACHES = {
        **settings.CACHES,
        NOW: {"BACKEND": kind, "LOCATION": tmp_path / NOW},
        DAYS: {"BACKEND": kind, "LOCATION": tmp_path / DAYS, "OPTIONS": few},
    }
    return tmp_path


@pytest.fixture
def city(stores: Path) -> Indicator:
    """43A of fiscal 2024, 980 published; the submitted 985 of 2025 is nobody's business."""
    alice, bob = factories.make_alice(), factories.make_bob()
    for year in (2024, 2025, 2026):
        factories.make_cycle(year, by=bob)
    indicator = factories.make_indicator()
    factories.publish_value(indicator, 2024, said("980"), by=alice, publisher=bob)
    factories.submit_value(indicator, 2025, said("985"), by=alice)
    return indicator


@pytest.fixture
def away(city: Indicator) -> Iterator[Any]:
    """A switch: after `away()` every connection is refused. The server's own address and file are real, and gone."""
    config = connections["default"].settings_dict
    standing = dict(config)

    def leave() -> None:
        connections["default"].close()
        if connection.vendor == "postgresql":
            config.update(HOST="127.0.0.1", PORT="1")  # nothing listens there
        else:
            config.update(NAME=str(Path(standing["NAME"]).parent / "gone" / "plan.sqlite3"))

    yield leave
    connections["default"].close()
    config.update(standing)


def person(name: str) -> User:
    return User.objects.get(username=name)


@pytest.fixture
def visitor() -> Client:
    """Errors of the server are pages here, as they are for people."""
    return Client(raise_request_exception=False)


# --- While all is well --------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [PAGE, FILE, "/", "/sitemap.xml", f"{PAGE}?as_of=2025-07-01"])
def test_a_copy_that_is_current_is_served_without_figures(
    city: Indicator, visitor: Client, address: str, django_assert_num_queries: Any
):
    first = visitor.get(address)
    with django_assert_num_queries(1):
        again = visitor.get(address)
    assert again.content == first.content
    for name in ("ETag", "Content-Type", "Content-Disposition", "Cache-Control", "Vary"):
        assert again.get(name) == first.get(name), name
    assert "Content-Security-Policy" in again
    with django_assert_num_queries(1):
        assert visitor.head(address)["ETag"] == first["ETag"]


def test_publishing_makes_every_page_new_at_once(city: Indicator, visitor: Client):
    visitor.get(PAGE)
    result = Result.objects.get(year=2025)
    workflow.publish(record=result, version=result.version, by=factories.make_carol())
    html = visitor.get(PAGE).content.decode()
    assert "985人" in html
    assert visitor.get(PAGE).content.decode() == html


def test_a_page_that_was_made_while_something_was_published_is_not_kept(
    city: Indicator, visitor: Client, monkeypatch: pytest.MonkeyPatch
):
    """The figures are read, then another page is published, then the page is done: it may hold both states."""
    indicators = import_module("indicators.views.public.figures.indicators")
    shown = indicators.page_with_charts

    def publish_meanwhile(*args: Any, **kwargs: Any) -> Any:
        Measure.objects.update(goal="その間に直した目標")
        return shown(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(indicators, "page_with_charts", publish_meanwhile)
        before = public_etag()
        assert visitor.get(PAGE)["ETag"] == before
    assert cached_response(HOST + PAGE, NOW) is None
    assert visitor.get(PAGE)["ETag"] == public_etag() != before
    assert cached_response(HOST + PAGE, NOW) is not None


@pytest.mark.parametrize(
    "query", ["?utm_source=mail", "?page=01", "?as_of=", "?as_of=2025-07-01&x=1", "?q=移住"]
)
def test_addresses_without_end_are_not_kept(city: Indicator, stores: Path, visitor: Client, query: str):
    assert visitor.get(f"/{query}").status_code == 200
    assert not list(stores.rglob("*.djcache"))


def test_days_that_somebody_asks_for_never_push_out_the_pages_of_now(
    city: Indicator, stores: Path, visitor: Client
):
    visitor.get(PAGE)
    for day in range(1, 29):
        visitor.get(f"{FILE}?as_of=2025-06-{day:02}")
    visitor.get("/?year=2024")
    assert cached_response(HOST + PAGE, NOW) is not None
    kept = list((stores / DAYS).glob("*.djcache"))
    assert 0 < len(kept) <= 10
    assert sum(file.stat().st_size for file in kept) <= 30_000 * 1.1
    assert cached_response(f"{HOST}{FILE}?as_of=2025-06-01", DAYS) is None, "the oldest goes first"
    assert cached_response(f"{HOST}/?year=2024", DAYS) is not None


def test_what_was_made_for_a_host_without_name_is_bounded_like_a_question(
    city: Indicator, stores: Path, visitor: Client, settings: Any
):
    """Of *.example.jp there is no end."""
    settings.ALLOWED_HOSTS = [".example.jp"]
    assert visitor.get(PAGE, HTTP_HOST="a.example.jp").status_code == 200
    assert cached_response("http://a.example.jp" + PAGE, NOW) is None
    assert cached_response("http://a.example.jp" + PAGE, DAYS) is not None


def test_pages_of_signed_in_people_are_never_kept_nor_given_copies(city: Indicator, visitor: Client):
    plain = visitor.get(PAGE)
    staff = Client()
    staff.force_login(factories.make_dave())
    own = staff.get(PAGE)
    assert "ログアウト" in own.content.decode()
    kept = cached_response(HOST + PAGE, NOW)
    assert kept is not None
    assert kept.content == plain.content
    assert "ログアウト" not in kept.content.decode()
    assert "csrfmiddlewaretoken" not in kept.content.decode()


def test_a_page_with_a_message_is_not_kept(city: Indicator, visitor: Client):
    visitor.cookies["messages"] = "something"
    assert visitor.get(PAGE).status_code == 200
    assert cached_response(HOST + PAGE, NOW) is None


def test_drafts_are_in_no_copy(city: Indicator, stores: Path, visitor: Client):
    for address in ("/", PAGE, FILE, "/plan.json", "/measures/43/"):
        visitor.get(address)
        kept = cached_response(HOST + address, NOW)
        assert kept is not None
        assert b"985" not in kept.content


def test_a_disk_that_is_full_or_a_copy_that_is_damaged_costs_no_page(
    city: Indicator, stores: Path, visitor: Client
):
    first = visitor.get(PAGE)
    (file,) = (stores / NOW).glob("*.djcache")
    for damaged in (b"", file.read_bytes()[:40], b"\0" * 200, pickle.dumps(None) + b"no zlib"):
        file.write_bytes(damaged)
        assert visitor.get(PAGE).content == first.content
    # Where a folder cannot be made, nothing can be written: as on a full or read-only disk.
    for name in (NOW, DAYS):
        caches[name].clear()
        (stores / name).rmdir()
        (stores / name).write_text("a file is in the way", encoding="ascii")
    assert visitor.get(PAGE).content == first.content
    assert visitor.get(f"{PAGE}?as_of=2025-07-01").status_code == 200


def carry_out_a_redaction(city: Indicator, visitor: Client, before: Callable[[], None] = lambda: None) -> Any:
    """A name went out with a correction, was seen, and is blanked; gives the office's next page."""
    bob, carol = person("bob"), factories.make_carol()
    entry = said("981", note="山田太郎さんの届出")
    factories.publish_change(city, 2024, "correction", entry, by=bob, publisher=carol, reason="誤り")
    visitor.get(PAGE)
    before()
    asked = workflow.ask_redaction(passage="山田太郎", reason="個人の名前", by=bob)
    office = Client()
    office.force_login(carol)
    address = f"/office/redactions/{asked.pk}/"
    told = {"action": "carry_out", "seal": office.get(address).context["seal"]}
    return office.post(address, told, follow=True)


def test_after_a_redaction_no_old_copy_comes_back(city: Indicator, visitor: Client):
    told = carry_out_a_redaction(city, visitor)
    assert "の文を消しました" in told.content.decode()
    assert "写しを消せませんでした" not in told.content.decode()
    assert cached_response(HOST + PAGE, NOW) is None


def test_copies_that_cannot_be_thrown_away_are_told(city: Indicator, stores: Path, visitor: Client):
    def lock() -> None:
        (file,) = (stores / NOW).glob("*.djcache")
        file.unlink()
        file.mkdir()  # os.remove() refuses a folder, as it refuses a file of a read-only disk

    told = carry_out_a_redaction(city, visitor, lock)
    assert "写しを消せませんでした" in told.content.decode()


def test_the_form_to_sign_in_is_made_once_and_has_a_token_for_each(
    city: Indicator, django_assert_num_queries: Any
):
    def token(client: Client) -> str:
        with django_assert_num_queries(1):
            page = client.get("/login/")
        assert page["Cache-Control"].startswith("max-age=0, no-cache")
        return str(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[0])

    Client().get("/login/")
    one, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    tokens = token(one), token(other)
    assert tokens[0] != tokens[1]
    kept = cached_response(f"{HOST}/#login", NOW)
    assert kept is not None
    assert not any(part.encode() in kept.content for part in tokens)
    for client, own in zip((one, other), tokens, strict=True):
        typed = {"csrfmiddlewaretoken": own, "username": "bob", "password": "wrong"}
        assert client.post("/login/", typed).status_code == 200
        assert client.post("/login/", {**typed, "csrfmiddlewaretoken": "x" * 64}).status_code == 403


HEAVY = "/open-data/all.xlsx"


def test_files_that_take_long_are_made_one_at_a_time(city: Indicator, visitor: Client, settings: Any):
    """The turn is another process's: whoever asks is asked to come again; what is kept goes out all the same."""
    assert visitor.get(HEAVY).status_code == 200
    impatient = Client()
    impatient.defaults[ASKS_AGAIN] = "1"  # as a server asks whose threads wait for nothing
    with turn(settings.TURNS_DIR / "heavy.lock") as ours:
        assert ours
        assert visitor.get(HEAVY).status_code == 200
        assert visitor.get(PAGE).status_code == 200
        for address in (f"{HEAVY}?as_of=2025-07-01", "/plan.csv?as_of=2025-07-01", "/plan.json"):
            answer = impatient.get(address)
            assert (answer.status_code, answer["Retry-After"]) == (503, "10"), address
            assert "ほかの大きなファイルを作っています" in answer.content.decode()
    assert visitor.get(f"{HEAVY}?as_of=2025-07-01").status_code == 200


# --- While the database is away -----------------------------------------------------------------------


@pytest.mark.parametrize("address", [PAGE, FILE, "/plan.json", f"{PAGE}?as_of=2025-07-01"])
def test_public_pages_go_on_from_the_last_good_copy(away: Any, visitor: Client, address: str):
    good = visitor.get(address)
    away()
    kept = visitor.get(address)
    assert kept.status_code == 200
    assert kept["X-Copy-Made-At"]
    assert kept["Cache-Control"] == "no-store"
    assert "ETag" not in kept
    if address.partition("?")[0].endswith("/"):
        html = kept.content.decode()
        assert "に保存した内容を表示しています" in html
        assert "980人" in html
    else:
        assert kept.content == good.content


def test_staff_see_the_public_copy_too_and_their_own_pages_say_what_is_wrong(away: Any, visitor: Client):
    visitor.get(PAGE)
    staff = Client(raise_request_exception=False)
    staff.force_login(person("bob"))
    away()
    page = staff.get(PAGE)
    assert page.status_code == 200
    assert "に保存した内容を表示しています" in page.content.decode()
    for address in ("/office/", "/entry/", "/dashboard/", "/admin/", "/login/"):
        answer = staff.get(address)
        assert answer.status_code == 503, address
        assert answer["Retry-After"] == str(RETRY_AFTER)
        assert answer["Cache-Control"] == "no-store"
        assert "いまは表示できません" in answer.content.decode()


def test_a_public_page_without_a_copy_says_so_in_words(away: Any, visitor: Client):
    away()
    for address in (PAGE, "/?year=2024", f"/search/?q={quote('移住')}"):
        answer = visitor.get(address)
        assert answer.status_code == 503
        assert "データベースが応答しない" in answer.content.decode()


def test_a_program_gets_the_last_answer_or_a_problem(away: Any, visitor: Client):
    good = visitor.get("/api/v1/values/")
    away()
    kept = visitor.get("/api/v1/values/")
    assert (kept.status_code, kept.content) == (200, good.content)
    assert kept["X-Copy-Made-At"]
    none = visitor.get("/api/v1/values/?indicator=43A")
    assert (none.status_code, none["Retry-After"]) == (503, str(RETRY_AFTER))
    assert none["Content-Type"] == "application/problem+json"
    assert "データベースにつながりません" in none.json()["detail"]
    for answer in (kept, none):
        assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/easy/indicators/43A/", "つながりません"),
        ("/en/indicators/43A/", "The database cannot be reached"),
        ("/embed/indicators/43A/", "に保存した内容を表示しています"),
        ("/print/one-page/", "に保存した内容を表示しています"),
    ],
)
def test_each_kind_of_page_says_of_when_it_is(away: Any, visitor: Client, address: str, words: str):
    assert visitor.get(address).status_code == 200
    away()
    kept = visitor.get(address)
    assert kept.status_code == 200
    assert words in kept.content.decode()


def test_words_of_an_unknown_address_are_kept_too(away: Any, visitor: Client):
    visitor.get("/nowhere/")
    away()
    answer = visitor.get("/another/")
    assert answer.status_code == 404
    assert "に保存した内容を表示しています" in answer.content.decode()
    assert "ことばで探すか" in answer.content.decode()


def test_an_unknown_address_is_unknown_all_the_same(away: Any, visitor: Client):
    away()
    for address in ("/nowhere/", "/measures/x/", "/office/nowhere/"):
        answer = visitor.get(address)
        assert answer.status_code == 404, address
        assert "ページが見つかりません" in answer.content.decode()


def test_when_it_is_back_all_is_as_before(away: Any, city: Indicator, visitor: Client):
    standing = dict(connections["default"].settings_dict)
    first = visitor.get(PAGE)
    away()
    visitor.get(PAGE)
    connections["default"].close()
    connections["default"].settings_dict.update(standing)
    assert visitor.get(PAGE).content == first.content


def test_a_login_is_told_without_its_password(away: Any, visitor: Client):
    away()
    answer = visitor.post("/login/", {"username": "alice", "password": "correct horse battery"})
    assert answer.status_code == 503
    html = answer.content.decode()
    assert "correct horse" not in html
    assert "何も記録されていません" in html


# --- Full and read-only -------------------------------------------------------------------------------


@pytest.fixture
def read_only(city: Indicator) -> Iterator[Any]:
    """A switch: what is there can be read, and nothing can be written."""
    config = connections["default"].settings_dict
    options = config.get("OPTIONS", {})

    def close_it() -> None:
        connections["default"].close()
        if connection.vendor == "postgresql":
            config["OPTIONS"] = {**options, "options": "-c default_transaction_read_only=on"}
        else:
            config["OPTIONS"] = {**options, "init_command": "PRAGMA query_only=ON;"}

    yield close_it
    connections["default"].close()
    config["OPTIONS"] = options


def _fill_with(size: int) -> None:
    with connection.cursor() as cursor:
        while True:
            cursor.execute("INSERT INTO filler VALUES (zeroblob(%s))", [size])


@pytest.fixture
def full(city: Indicator) -> Iterator[Any]:
    """A switch: no page more fits into the file, as on a full disk."""
    config = connections["default"].settings_dict
    options = config.get("OPTIONS", {})

    def fill() -> None:
        connections["default"].close()
        config["OPTIONS"] = {**options, "init_command": f"{options['init_command']} PRAGMA max_page_count=1;"}
        for size in (4000, 400, 1):
            with pytest.raises(OperationalError, match="full"):
                _fill_with(size)

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filler (content)")
    yield fill
    connections["default"].close()
    config["OPTIONS"] = options
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE filler")


def check_nothing_was_saved(staff: Client) -> None:
    before = list(Result.objects.order_by("pk").values())
    note = "窓口で受けた分も数えました。" * 60
    sent = {
        "version": "0",
        "value": "1,234",
        "value_state": "actual",
        "note": note,
        "number": "1",
        "action": "draft",
    }
    answer = staff.post("/entry/43A/2026/", sent)
    html = answer.content.decode()
    assert answer.status_code == 503, html
    assert "何も記録されていません" in html
    assert "窓口で受けた分も数えました" in html
    assert "いまは読むことだけができます" in html
    assert 'name="value" value="1,234"' in html
    assert 'name="csrfmiddlewaretoken"' in html
    assert list(Result.objects.order_by("pk").values()) == before


def test_a_save_on_a_read_only_database_keeps_what_was_typed(read_only: Any, visitor: Client):
    staff = Client(raise_request_exception=False)
    staff.force_login(person("alice"))
    read_only()
    assert staff.get("/entry/").status_code == 200, "what is there can be read"
    check_nothing_was_saved(staff)
    assert visitor.get(PAGE).status_code == 200


def test_another_fault_stays_a_fault(city: Indicator, visitor: Client, monkeypatch: pytest.MonkeyPatch):
    def broken(*args: Any, **kwargs: Any) -> Any:
        raise ValueError("a fault of the program")

    monkeypatch.setattr(
        import_module("indicators.views.public.figures.indicators"), "page_with_charts", broken
    )
    visitor.get(FILE)
    answer = visitor.get(PAGE)
    assert answer.status_code == 500
    assert "処理の途中で問題が起きました" in answer.content.decode()


@pytest.mark.sqlite
def test_a_save_on_a_full_disk_keeps_what_was_typed(full: Any):
    staff = Client(raise_request_exception=False)
    staff.force_login(person("alice"))
    full()
    check_nothing_was_saved(staff)


@pytest.mark.postgres
def test_a_server_that_is_stopped_in_the_middle_is_told_in_words(city: Indicator, visitor: Client):
    """The connection is there and dies: as when the server is shut down."""
    visitor.get(PAGE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (own,) = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [own])
    other.close()
    answer = visitor.get(PAGE)
    assert answer.status_code == 200
    connections["default"].close()
    assert "X-Copy-Made-At" in answer


def test_the_folder_of_copies_is_in_the_data_folder_and_bounded():
    file: Any = reload(import_module("kisarazu_plan.settings"))
    for name in (NOW, DAYS):
        assert Path(file.CACHES[name]["LOCATION"]).is_relative_to(django_settings.DATA_DIR)
    assert file.CACHES[DAYS]["OPTIONS"] == {"MOST_BYTES": 200 * 1024 * 1024, "MAX_ENTRIES": 20_000}
    assert "OPTIONS" not in file.CACHES[NOW], "those of now are pinned: the keeper sweeps them"


def test_a_kept_page_turns_with_the_fiscal_year(city: Indicator) -> None:
    """From 980 in fiscal 2024 to 2,000 in 2026; what is still to come is counted from the day that the page shows."""

    def needed(moment: str, query: str = "") -> str:
        with time_machine.travel(moment, tick=False):
            page = Client().get(f"{PAGE}{query}").content.decode()
        [words] = re.findall(r"<dt>目標まで</dt><dd[^>]*>([^<]+)", page)
        return str(words)

    assert needed("2026-03-31T23:59:59+09:00") == "令和6年度の値から、残り2年度、1年度あたり＋510人必要"
    assert needed("2026-04-01T00:00:00+09:00") == "令和6年度の値から、残り1年度で＋1,020人必要（令和8年度）"
    assert needed("2027-03-31T23:59:59+09:00") == "令和6年度の値から、残り1年度で＋1,020人必要（令和8年度）"
    assert needed("2027-04-01T00:00:00+09:00") == "目標の年度は終わりました"
    # A past day stays what it was.
    assert needed("2027-04-01T00:00:00+09:00", "?as_of=2026-03-31").startswith(
        "令和6年度の値から、残り2年度、"
    )
