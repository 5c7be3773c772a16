"""Login, logout, password: logged, safe, and locked after too many wrong passwords."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from indicators.models import Event
from tests.indicators.factories import make_alice, make_bob, make_dave, make_indicator, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def alice() -> User:
    make_indicator()
    return with_password(make_alice())


def sign_in(client: Client, username: str = "alice", password: str = PASSWORD, next_page: str = "") -> Any:
    data = {"username": username, "password": password, **({"next": next_page} if next_page else {})}
    return client.post(reverse("login"), data)


def test_a_login_is_logged_and_leads_to_the_work(client: Client, alice: User) -> None:
    response = sign_in(client)
    assert response["Location"] == reverse("entry:tasks")
    event = Event.objects.get()
    assert (event.action, event.by) == ("login", alice)


@pytest.mark.django_db(transaction=True)
def test_a_login_asks_for_the_write_lock_twice(client: Client, alice: User) -> None:
    """Once for all that it writes, once for the session at the end of every answer; 32 at once then wait their turn."""
    writes: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not context["connection"].in_atomic_block:
            writes.append(sql)
        return execute(sql, params, many, context)

    begun: list[str] = []
    atomic_enter = transaction.Atomic.__enter__

    def enter(block: transaction.Atomic) -> None:
        if not connection.in_atomic_block:
            begun.append("BEGIN")
        atomic_enter(block)

    with connection.execute_wrapper(note), pytest.MonkeyPatch.context() as patch:
        patch.setattr(transaction.Atomic, "__enter__", enter)
        assert sign_in(client).status_code == 302
    assert writes == []
    assert len(begun) == 2


def test_the_login_page_stands_in_the_frame_of_the_site(client: Client, alice: User) -> None:
    for page in (client.get(reverse("login")), sign_in(client, password="wrong")):
        words = re.sub(r"<[^>]+>", "", page.content.decode())
        assert "木更津市 第3次基本計画（令和5〜8年度）" in words


def test_each_begins_where_their_work_is(client: Client) -> None:
    make_indicator()
    with_password(make_bob())
    with_password(make_dave())
    assert sign_in(client, "bob")["Location"] == reverse("office:board")
    assert sign_in(Client(), "dave")["Location"] == reverse("dashboard:overview")


def test_the_next_page_is_one_of_ours(client: Client, alice: User) -> None:
    assert sign_in(client, next_page="/entry/43A/2024/")["Location"] == "/entry/43A/2024/"


@pytest.mark.parametrize(
    "evil",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
    ],
)
def test_no_login_leads_to_another_host(client: Client, alice: User, evil: str) -> None:
    assert sign_in(client, next_page=evil)["Location"] == reverse("entry:tasks")
    assert Client().get(reverse("login"), {"next": evil}).status_code == 200


def test_the_session_changes_at_login(client: Client, alice: User) -> None:
    session = client.session
    session["before"] = "login"
    session.save()
    old = session.session_key
    sign_in(client)
    assert client.session.session_key != old


@pytest.mark.parametrize(
    ("username", "password", "says"),
    [("alice", "wrong", "利用者名かパスワードが違います"), ("", "", "利用者名を入力してください")],
)
def test_a_wrong_login_says_so_and_keeps_the_name(
    client: Client, alice: User, username: str, password: str, says: str
) -> None:
    response = sign_in(client, username, password)
    assert response.status_code == 200
    assert says in response.content.decode()
    assert f'value="{username}"' in response.content.decode() or not username
    assert not Event.objects.exclude(action=Event.Action.LOGIN_FAILED).exists()


def test_a_former_colleague_cannot_log_in(client: Client, alice: User) -> None:
    alice.is_active = False
    alice.save()
    assert sign_in(client).status_code == 200
    assert client.get(reverse("entry:tasks")).status_code == 302


def test_too_many_wrong_passwords_lock_that_name_at_that_address(client: Client, alice: User) -> None:
    with_password(make_user("eve"))
    for _ in range(4):
        assert sign_in(client, password="wrong").status_code == 200
    locked = sign_in(client, password="wrong")
    assert locked.status_code == 429
    assert "しばらくログインできません" in locked.content.decode()
    assert "15分ほど" in locked.content.decode()
    assert sign_in(Client()).status_code == 429, "the right password too"
    assert sign_in(Client(), "eve").status_code == 302, "a colleague at the same address"
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere).status_code == 302, "oneself, from another address"


def attempts(count: int, address: str, **kwargs: Any) -> list[int]:
    """One wrong password each for as many names; the answers' status."""
    return [
        sign_in(Client(REMOTE_ADDR=address, **kwargs), f"name{number}", "wrong").status_code
        for number in range(count)
    ]


def test_many_names_from_one_address_meet_a_limit_that_a_city_hall_can_live_with(alice: User) -> None:
    with_password(make_user("eve"))
    at_work = Client(REMOTE_ADDR="192.0.2.1")
    assert sign_in(at_work).status_code == 302
    at_work.post(reverse("logout"))
    assert attempts(30, "192.0.2.1") == [200] * 20 + [429] * 10
    refused = sign_in(Client(REMOTE_ADDR="192.0.2.1"), "eve")
    assert refused.status_code == 429
    assert "前にログインしたことのあるブラウザー" in refused.content.decode()
    assert sign_in(at_work, "eve").status_code == 429, "the browser is known for alice alone"
    assert sign_in(at_work).status_code == 302, "a colleague goes on working"
    assert sign_in(Client(REMOTE_ADDR="192.0.2.2"), "eve").status_code == 302, "another place"


def test_a_known_browser_cannot_be_made_up(alice: User) -> None:
    client = Client(REMOTE_ADDR="192.0.2.1")
    cookie = sign_in(client).cookies["known_browser"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    attempts(20, "192.0.2.1")
    stranger = Client(REMOTE_ADDR="192.0.2.1")
    stranger.cookies["known_browser"] = f"[{alice.pk}]"
    assert sign_in(stranger).status_code == 429


def test_a_known_browser_is_no_way_around_the_lock_of_a_name(alice: User) -> None:
    client = Client(REMOTE_ADDR="192.0.2.1")
    sign_in(client)
    client.post(reverse("logout"))
    for _ in range(5):
        sign_in(client, password="wrong")
    assert sign_in(client).status_code == 429


def test_behind_a_proxy_nobody_locks_anybody_else(alice: User, settings: Any) -> None:
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    for _ in range(5):
        sign_in(Client(headers={"x-forwarded-for": "198.51.100.66"}), password="wrong")
    assert sign_in(Client(headers={"x-forwarded-for": "198.51.100.66"})).status_code == 429
    assert sign_in(Client(headers={"x-forwarded-for": "192.0.2.1"})).status_code == 302
    made_up = Client(headers={"x-forwarded-for": "192.0.2.1, 198.51.100.66"})
    assert sign_in(made_up).status_code == 429, "what stands before was written by the visitor"


@pytest.mark.parametrize("door", ["/login/", "/admin/login/"])
def test_sign_ins_failures_and_locks_are_in_the_log_at_both_doors(door: str) -> None:
    boss = with_password(User.objects.create_superuser("boss"))
    where = {"address": "192.0.2.1", "path": door}

    def post(name: str, password: str) -> None:
        Client(REMOTE_ADDR="192.0.2.1").post(door, {"username": name, "password": password})

    post("my secret password", "typed in the wrong box")
    post("boss", PASSWORD)
    for _ in range(7):
        post("boss", "wrong")
    logged = [(e.action, e.by, e.person, e.detail) for e in Event.objects.order_by("pk")]
    assert logged == [
        ("login_failed", None, None, where),
        ("login", boss, None, where),
        *[("login_failed", None, boss, where)] * 5,
        ("locked", None, boss, where),
    ]
    attempts(25, "192.0.2.9")
    crowded = Event.objects.filter(action=Event.Action.LOCKED, person=None)
    assert [event.detail["names"] for event in crowded] == [20]


def test_logout_is_a_post_and_leads_to_the_public_page(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout"))["Location"] == reverse("public:home")
    assert client.get(reverse("entry:tasks")).status_code == 302


def test_who_is_signed_in_need_not_log_in_again(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get(reverse("login"))["Location"] == reverse("entry:tasks")


def test_ones_own_password(client: Client, alice: User) -> None:
    assert client.get(reverse("password_change")).status_code == 302
    client.force_login(alice)
    page = reverse("password_change")
    assert "no-store" in client.get(page)["Cache-Control"]
    new = {"new_password1": "ながいパスワード2026年", "new_password2": "ながいパスワード2026年"}
    assert client.post(page, {"old_password": "wrong", **new}).status_code == 200
    short = {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"}
    assert "12 文字以上" in client.post(page, short).content.decode()
    response = client.post(page, {"old_password": PASSWORD, **new}, follow=True)
    assert "パスワードを変更しました" in response.content.decode()
    alice.refresh_from_db()
    assert alice.check_password("ながいパスワード2026年")
