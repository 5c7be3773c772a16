"""Signs and lengths that no person types, at every address of the resolver: refused in words, never an error (docs/trust.md §2).

PostgreSQL takes no NUL and no text longer than its column, where SQLite takes both: these tests are worth most there.
"""

import re
from collections.abc import Iterator
from itertools import cycle

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from indicators.models import Event
from tests.test_every_address import ADDRESSES, people

__all__ = ["people"]
pytestmark = pytest.mark.django_db

LONG = "長" * 5000
# At a hundred addresses each: asked where the database refuses them, since what Python refuses it refuses there, too.
TAKEN_BY_SQLITE = [
    pytest.param(odd, marks=pytest.mark.postgres, id=name) for odd, name in (("\0", "nul"), (LONG, "long"))
]
# SQLite's driver refuses a number that is too long; what else is odd, PostgreSQL.
ODD_PARTS = [
    "9" * 40,
    *(
        pytest.param(odd, marks=pytest.mark.postgres, id=name)
        for odd, name in (
            ("\0", "nul"),
            ("99999", "99999"),
            (LONG, "long"),
            ("-1", "-1"),
            ("44B\0", "code-nul"),
        )
    ),
]
# Whatever a page asks for in its address, and what none asks for.
ASKED = (
    "q",
    "year",
    "page",
    "as_of",
    "sort",
    "from",
    "to",
    "next",
    "department",
    "kind",
    "number",
    "since",
    "x",
)
FIELD = re.compile(r'name="([^"]+)"')
SECRET_FIELDS = {"csrfmiddlewaretoken"}


def visitor(person: User | None = None) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client


def odd_paths(odd: str) -> Iterator[str]:
    for name, (args, *_) in ADDRESSES.items():
        for place in range(len(args)):
            try:
                yield reverse(name, args=[*args[:place], odd, *args[place + 1 :]])
            except NoReverseMatch:
                continue


@pytest.mark.slow
@pytest.mark.parametrize("odd", ODD_PARTS)
def test_no_odd_part_of_a_path_is_an_error(people: dict[str, User], odd: str):
    office = visitor(people["bob"])
    broken = [path for path in odd_paths(odd) if office.get(path).status_code >= 500]
    assert broken == []


@pytest.mark.slow
@pytest.mark.parametrize("odd", [*TAKEN_BY_SQLITE, "9" * 40, pytest.param("-1", marks=pytest.mark.sqlite)])
def test_no_odd_question_is_an_error(people: dict[str, User], odd: str):
    office = visitor(people["bob"])
    broken = []
    for name, (args, reads, _) in ADDRESSES.items():
        if not reads or name.startswith("health"):
            continue  # health answers 503 where no keeper runs, whatever is asked
        if office.get(reverse(name, args=args), dict.fromkeys(ASKED, odd)).status_code >= 500:
            broken.append(name)
    assert broken == []


@pytest.mark.slow
@pytest.mark.both
@pytest.mark.parametrize("odd", TAKEN_BY_SQLITE)
def test_no_odd_form_is_an_error(people: dict[str, User], odd: str):
    """Every box of every page, and the buttons."""
    broken = []
    for name, (args, _, writes) in ADDRESSES.items():
        address = reverse(name, args=args)
        office = visitor(people["bob"])
        page = office.get(address).content.decode(errors="replace") if "bob" in writes else ""
        boxes = {*FIELD.findall(page), "action", "version", "record", "reason"} - SECRET_FIELDS
        if office.post(address, dict.fromkeys(boxes, odd)).status_code >= 500:
            broken.append(name)
    assert broken == []


@pytest.mark.both
def test_what_is_shown_back_is_no_error_either(people: dict[str, User]):
    """Without a token the page says in words what was typed, and asks for the names of what was chosen."""
    office = Client(raise_request_exception=False, enforce_csrf_checks=True)
    office.force_login(people["bob"])
    sent = {
        "departments": "a\0b",
        "member-a\0b": "a\0b",
        "lead-43A": "\0",
        "to-9": "a+\0",
        "reason": "理由\0",
    }
    answer = office.post("/office/departments/new/", sent)
    assert answer.status_code == 403
    assert "理由" in answer.content.decode()


@pytest.mark.both
@pytest.mark.parametrize("door", ["/login/", "/admin/login/", "/password/reset/"])
@pytest.mark.parametrize("odd", ["\0", "a" * 5000, "alice\0"])
def test_no_odd_name_at_a_door_is_an_error(people: dict[str, User], door: str, odd: str):
    answer = visitor().post(door, {"username": odd, "password": odd, "email": odd})
    assert answer.status_code in (200, 400)
    assert not Event.objects.filter(action=Event.Action.LOGIN).exists()


@pytest.mark.both
@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages", "known_browser"])
def test_no_odd_cookie_is_an_error(db: None, cookie: str):
    for odd in ("a\0b", "a%00b", "\\000", "x" * 4000):
        client = visitor()
        client.cookies[cookie] = odd
        for address in ("/about/", "/entry/", "/login/"):
            assert client.get(address).status_code < 500, (cookie, odd[:5], address)
            assert client.post(address, {"username": "x", "password": "y"}).status_code < 500


def test_odd_addresses_of_the_admin_are_no_error(people: dict[str, User]):
    boss = visitor(User.objects.create_superuser("boss"))
    found = [str(found.pattern) for found in get_resolver().url_patterns]
    assert "admin/" in found
    for path in ("indicators/indicator/%00/change/", "auth/user/?q=%00", "measures/measure/?q=" + "x" * 5000,
                 "indicators/event/?at__gte=%00", "indicators/event/" + "9" * 40 + "/change/"):  # fmt: skip
        assert boss.get(f"/admin/{path}").status_code < 500, path


@pytest.mark.both
def test_a_refusal_is_logged_whatever_was_sent(people: dict[str, User]):
    before = Event.objects.filter(action=Event.Action.REFUSED).count()
    answer = visitor(people["erin"]).post("/entry/43A/2024/", {"action": "draft", "value": LONG})
    assert answer.status_code == 403
    assert Event.objects.filter(action=Event.Action.REFUSED).count() == before + 1


def test_a_nul_in_a_question_fits_nothing_and_stands_on_no_page(people: dict[str, User]):
    """It is a sign that nobody has: whoever asks is answered as by any word that is nowhere."""
    office = visitor(people["bob"])
    for path, empty in (
        ("/search/?q=%00", "見つかりません"),
        ("/office/people/?q=%00", "あてはまる人はいません"),
    ):
        answer = office.get(path)
        assert answer.status_code == 200, path
        assert empty in answer.content.decode(), path
        assert b"\0" not in answer.content, path
    assert visitor().get("/indicators/?policy=%00").status_code == 404


@pytest.mark.reads
def test_a_question_that_says_two_things_at_once_is_refused(people: dict[str, User]):
    """Neither of them is chosen for the person, whatever the page, and none of it is kept for others: each page is asked one."""
    twice = ("from=2026-03-31&from=2025-03-31", "kind=final&kind=target", "q=a&q=b")
    office, wrong = visitor(people["bob"]), []
    for (address, (args, reads, _)), asked in zip(ADDRESSES.items(), cycle(twice), strict=False):
        answer = (visitor() if "anonymous" in reads else office).get(f"{reverse(address, args=args)}?{asked}")
        if reads and not address.startswith(("health", "api:", "admin:")) and answer.status_code != 400:
            wrong.append((address, answer.status_code))
    assert wrong == []
    for asked in twice:
        page = visitor().get(f"/changes/?{asked}")
        assert f"（{asked.partition('=')[0]}=" in page.content.decode()
        assert "2つ以上あります" in page.content.decode()
        assert visitor().get(f"/api/v1/values/?{asked}").status_code == 400


@pytest.mark.sqlite
def test_every_answer_says_whether_it_may_be_kept(people: dict[str, User]):
    """Refusals and redirects too: a browser or a proxy would else keep them as long as it likes."""
    anybody = visitor()
    paths = (
        "/nothing-here/", "/indicators/99Z/", "/indicators/?year=1000", "/indicators/44B/?as_of=2026-02-30",
        "/changes/?from=x", "/measures/043/", "/indicators/43a/", "/indicators/43A", "/entry/", "/open-data/nothing.csv",
    )  # fmt: skip
    answers = [anybody.get(path) for path in paths]
    assert {answer.status_code for answer in answers} >= {301, 302, 400, 404}
    assert {answer.get("Cache-Control") for answer in answers} <= {
        "public, no-cache",
        "private, no-cache",
        "max-age=0, no-cache, no-store, must-revalidate, private",
    }
    refused = anybody.post("/")
    assert (refused.status_code, refused.get("Cache-Control")) == (405, "private, no-cache")
    assert anybody.get("/").get("Cache-Control") == "public, no-cache"
    office, silent = visitor(people["bob"]), []
    for name, (args, reads, _) in ADDRESSES.items():
        for client in (anybody,) if "anonymous" in reads else (anybody, office):
            if not client.get(reverse(name, args=args)).has_header("Cache-Control"):
                silent.append(name)
    assert silent == []
