"""Signing in by the city's own directory: OpenID Connect with a provider of the tests' own, RemoteUser behind a proxy."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from indicators import workflow
from indicators.directory.names import account_of
from indicators.models import DirectoryName, Event, Mail, Membership, PowerRequest, Role
from indicators.outbox.letters import message_of
from indicators.permissions import setters_of
from indicators.sign_in import has_session
from indicators.workflow import Incomplete, active_office
from kisarazu_plan.directory_settings import check_directory
from kisarazu_plan.environment import Environment
from tests import city_directory
from tests.city_directory import Directory, signed
from tests.indicators.factories import make_alice, make_bob, make_carol, make_indicator, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def provider() -> Iterator[Directory]:
    with city_directory.running() as directory:
        yield directory


@pytest.fixture
def directory(provider: Directory, settings: Any) -> Directory:
    provider.__dict__.update(
        person={"sub": "4711", "preferred_username": "alice"},
        lie=lambda claims: None, sign=signed, userinfo={}, in_trouble=False,
    )  # fmt: skip
    for name, text in provider.settings().items():
        setattr(settings, name, text)
    return provider


@pytest.fixture
def alice() -> User:
    make_indicator()
    return make_alice()


def go(client: Client, wanted: str = "") -> str:
    """To the provider and back: the address at which it sends the browser back."""
    there = client.get("/login/directory/", {"next": wanted} if wanted else {})
    assert there.status_code == 302, there.content.decode()
    back = requests.get(there["Location"], allow_redirects=False, timeout=60).headers["Location"]
    parts = urlsplit(back)
    return f"{parts.path}?{parts.query}"


def is_in(client: Client) -> bool:
    return bool(client.get("/password/").status_code == 200)


@pytest.mark.both
def test_who_was_invited_comes_in_and_the_log_says_by_which_road(directory: Directory, alice: User):
    User.objects.filter(pk=alice.pk).update(password="!")
    client = Client()
    client.cookies["sessionid"] = before = "a key that somebody else chose, too"
    answer = client.get(go(client, "/entry/43A/2024/"))
    assert (answer.status_code, answer["Location"]) == (302, "/entry/43A/2024/")
    assert client.session.session_key != before
    assert client.session.get_expiry_age() == 10 * 60 * 60
    event = Event.objects.get()
    assert (event.action, event.by, event.detail["road"]) == ("login", alice, "oidc")
    assert User.objects.count() == 1
    assert "known_browser" in client.cookies
    out = client.post("/logout/", follow=True).content.decode()
    assert "まだログインしたままです" in out
    assert f"{directory.issuer}/logout" in out
    assert not is_in(client)


def test_nobody_gets_an_account_by_coming(directory: Directory, alice: User):
    directory.person = {"sub": "1", "preferred_username": "stranger"}
    answer = Client().get(go(client := Client()))
    assert answer.status_code == 403, "another browser has no such state"
    answer = client.get(go(client))
    assert answer.status_code == 403
    html = answer.content.decode()
    assert "「stranger」は確かめられましたが、このサイトに招待されていません" in html
    assert "企画課（計画担当）に招待を頼んでください" in html
    assert User.objects.count() == 1
    assert not is_in(client)
    assert Event.objects.filter(action=Event.Action.LOGIN_FAILED, detail__why="unknown").exists()


def _left(user: User) -> None:
    Membership.objects.create(user=user, role=Role.LEFT)


def _off(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


@pytest.mark.parametrize("gone", [_left, _off])
@pytest.mark.parametrize("road", ["oidc", "proxy"])
def test_who_has_left_enters_on_no_road(
    directory: Directory, alice: User, settings: Any, gone: Callable[[User], None], road: str
):
    gone(alice)
    client = Client()
    if road == "oidc":
        answer = client.get(go(client))
    else:
        behind_proxy(settings)
        answer = client.get("/login/directory/", headers={"x-remote-user": "alice"})
    assert answer.status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_no_sign_in_leads_to_another_host(directory: Directory, alice: User, evil: str):
    client = Client()
    assert client.get(go(client, evil))["Location"] == "/entry/"


def says(**claims: Any) -> Callable[[Directory], None]:
    return lambda directory: setattr(directory, "lie", lambda token: token.update(claims))


def lacks(name: str) -> Callable[[Directory], None]:
    return lambda directory: setattr(directory, "lie", lambda token: token.pop(name))


def signs(sign: Callable[[dict[str, Any]], str]) -> Callable[[Directory], None]:
    return lambda directory: setattr(directory, "sign", sign)


LIES: dict[str, Callable[[Directory], None]] = {
    "signed by another key": signs(lambda claims: signed(claims, key="theirs")),
    "by a key that nobody knows": signs(lambda claims: signed(claims, kid="theirs")),
    "not signed": signs(lambda claims: jwt.encode(claims, "", algorithm="none", headers={"kid": "ours"})),
    "signed with the secret": signs(
        lambda claims: jwt.encode(claims, city_directory.SECRET, algorithm="HS256", headers={"kid": "ours"})
    ),
    "no token at all": signs(lambda claims: "x.y.z"),
    "of another issuer": says(iss="https://login.evil.example"),
    "for another site": says(aud="another-site"),
    "for two, made for the other": says(aud=["plan-site", "other"], azp="other"),
    "for two, made for nobody": says(aud=["plan-site", "other"]),
    "run out": lambda directory: says(exp=int(time.time()) - 120)(directory),
    "good for ever": lacks("exp"),
    "of nobody": lacks("sub"),
    "with another nonce": says(nonce="of an earlier sign-in"),
    "without a nonce": lacks("nonce"),
    "not begun yet": lambda directory: says(nbf=int(time.time()) + 600)(directory),
}


@pytest.mark.parametrize("lie", LIES)
def test_no_token_is_believed_that_is_not_of_this_provider_for_this_site_and_now(
    directory: Directory, alice: User, lie: str
):
    LIES[lie](directory)
    client = Client()
    answer = client.get(go(client))
    assert answer.status_code == 403, lie
    assert "もう一度、はじめからログイン" in answer.content.decode()
    assert not is_in(client)
    assert [event.action for event in Event.objects.all()] == ["login_failed"]


def test_what_the_second_answer_says_is_of_the_same_person(directory: Directory, alice: User, settings: Any):
    settings.OIDC_NAME_CLAIM = "login"
    directory.userinfo = {"login": "alice"}
    client = Client()
    assert client.get(go(client)).status_code == 302
    directory.userinfo = {"login": "alice", "sub": "somebody else"}
    assert (other := Client()).get(go(other)).status_code == 403
    directory.userinfo = {}
    assert (other := Client()).get(go(other)).status_code == 403, "no name"


def test_an_address_that_the_directory_has_not_verified_is_nobody_s(
    directory: Directory, alice: User, settings: Any
):
    User.objects.filter(pk=alice.pk).update(email="alice@city.example.jp")
    settings.OIDC_NAME_CLAIM = "email"
    for verified, status in ((False, 403), (True, 302)):
        directory.person = {"sub": "1", "email": "Alice@city.example.jp", "email_verified": verified}
        client = Client()
        assert client.get(go(client)).status_code == status


@pytest.mark.both
def test_a_state_is_good_once_in_its_own_browser_and_for_ten_minutes(directory: Directory, alice: User):
    client = Client()
    back = go(client)
    assert Client().get(back).status_code == 403
    assert client.get(back).status_code == 302
    client.post("/logout/")
    assert client.get(back).status_code == 403, "a second time"
    state = parse_qs(urlsplit(go(client)).query)["state"][0]
    assert client.get(f"/login/directory/back/?state={state}&code=made+up").status_code == 403
    back = go(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert client.get(back).status_code == 403
    state = parse_qs(urlsplit(go(client)).query)["state"][0]
    refused = client.get(f"/login/directory/back/?state={state}&error=access_denied")
    assert refused.status_code == 403
    assert client.get("/login/directory/back/").status_code == 403
    assert not is_in(client)


def test_a_directory_in_trouble_is_told_in_words(directory: Directory, alice: User, settings: Any):
    client = Client()
    back = go(client)
    directory.in_trouble = True
    answer = client.get(back)
    assert answer.status_code == 503
    assert "返事がありません" in answer.content.decode()
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    assert client.get("/login/directory/").status_code == 503
    assert "庁内のアカウントでログイン" in Client().get("/login/?next=/entry/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_whoever_is_only_on_the_way_in_sends_no_large_body(directory: Directory, alice: User):
    client = Client()
    back = go(client)
    assert not has_session(f"sessionid={client.session.session_key}")
    client.get(back)
    assert has_session(f"sessionid={client.session.session_key}")


@pytest.mark.both
def test_a_locked_name_is_locked_on_every_road(directory: Directory, alice: User):
    client = Client()
    for _ in range(5):
        client.post("/login/", {"username": "alice", "password": "wrong"})
    assert client.get(go(client)).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").get(go(away := Client(REMOTE_ADDR="192.0.2.7"))).status_code == 403
    assert away.get(go(away)).status_code == 302, "from another address"


def test_a_name_that_was_given_anew_waits_for_the_office(directory: Directory, alice: User):
    bob = make_bob()
    client = Client()
    client.get(go(client))
    directory.person = {"sub": "another person", "preferred_username": "alice"}
    client = Client()
    answer = client.get(go(client))
    assert answer.status_code == 403
    assert "前に別の人がこのサイトで使っていました" in answer.content.decode()
    workflow.change_contact(
        person=alice, last_name="有栖", first_name="", email="a@example.jp", directory_name="Ａlice", by=bob
    )
    assert client.get(go(client)).status_code == 302
    assert DirectoryName.objects.get(user=alice).name == "alice"


@pytest.mark.parametrize(
    ("told", "who"),
    [
        ("alice", "alice"),
        ("ＡＬＩＣＥ ", "alice"),
        ("CITY\\Alice", "alice"),
        ("alice@city.local", "alice"),
        ("EVIL\\alice", None),
        ("alice@evil.example", None),
        ("012345", "bob"),
        ("city\\012345", "bob"),
        ("bob", None),  # the office said that he is called otherwise there
        ("carol@example.jp", "carol"),
        ("", None),
        ("nobody", None),
    ],
)
@pytest.mark.reads
def test_whom_a_name_means(settings: Any, told: str, who: str | None):
    settings.DIRECTORY_DOMAINS = ["city", "city.local"]
    make_alice()
    DirectoryName.objects.create(user=make_bob(), name="012345")
    make_carol()
    User.objects.filter(username="carol").update(email="Carol@example.jp")
    found = account_of(told)
    assert (found.username if found else None) == who


# --- RemoteUser -------------------------------------------------------------------------------------


def behind_proxy(settings: Any) -> None:
    settings.OIDC_ISSUER = ""
    settings.REMOTE_USER_HEADER = "X-Remote-User"
    settings.TRUSTED_PROXIES = ["10.0.0.5", "127.0.0.1"]


def test_the_word_of_the_named_proxy_alone_signs_in(alice: User, settings: Any):
    door, says_alice = "/login/directory/", {"x-remote-user": "alice"}
    assert Client().get(door, headers=says_alice).status_code == 404, "off by default"
    behind_proxy(settings)
    stranger = Client(REMOTE_ADDR="192.0.2.1")
    refused = stranger.get(door, headers=says_alice)
    assert (refused.status_code, is_in(stranger)) == (403, False)
    for name in ("", "alice, root", "(null)"):
        assert Client().get(door, headers={"x-remote-user": name}).status_code == 403
    client = Client(REMOTE_ADDR="10.0.0.5")
    assert client.get(f"{door}?next=/office/", headers=says_alice)["Location"] == "/office/"
    assert Event.objects.get(action=Event.Action.LOGIN).detail["road"] == "remote_user"
    assert is_in(client)
    assert not is_in(Client(REMOTE_ADDR="10.0.0.5", headers=says_alice)), "no page but the door reads it"
    make_bob()
    assert client.get("/password/", headers={"x-remote-user": "bob"}).status_code == 302, (
        "another one sits there"
    )
    assert not is_in(client)


# --- Passwords beside it ----------------------------------------------------------------------------


def test_where_passwords_are_off_none_opens_any_door(directory: Directory, alice: User, settings: Any):
    alice.set_password(PASSWORD)
    alice.is_superuser = alice.is_staff = True
    alice.save()
    settings.OIDC_ISSUER = ""
    assert 'type="password"' in Client().get("/login/").content.decode()
    settings.OIDC_ISSUER = directory.issuer
    typed = {"username": "alice", "password": PASSWORD}
    assert Client().post("/login/", typed).status_code == 302, "for emergencies"
    settings.PASSWORD_SIGN_IN = False
    for door in ("/login/", "/login/here/", "/admin/login/"):
        client = Client()
        assert client.post(door, typed).status_code in (200, 400)
        assert not is_in(client)
    again = {"again-username": "alice", "again-password": PASSWORD}
    assert Client().post("/entry/43A/2024/", again).status_code == 403
    assert 'type="password"' not in Client().get("/login/").content.decode(), "and none that was kept"
    page = Client().get("/login/?next=/entry/").content.decode()
    assert 'type="password"' not in page
    assert "/login/directory/?next=/entry/" in page
    for address in ("/password/reset/", "/password/reset/x/y/"):
        assert "パスワードを覚えているのは、庁内のアカウントです" in Client().get(address).content.decode()
        assert Client().post(address, {"email": "a@example.jp"}).status_code == 405
    client = Client()
    client.get(go(client))
    mine = client.get("/password/").content.decode()
    assert "ここでは変えられません" in mine
    assert client.post("/password/", {"old_password": PASSWORD}).status_code == 405


def test_an_invitation_leads_to_the_directory_and_who_comes_has_taken_it_up(
    directory: Directory, settings: Any
):
    bob, carol = make_bob(), make_carol()
    settings.PASSWORD_SIGN_IN = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    person, link = workflow.invite(
        username="hana", last_name="花", first_name="子", email="hana@example.jp", departments=[], manager=True,
        directory_name="S-0123", by=bob,
    )  # fmt: skip
    assert link == ""
    mail = message_of(Mail.objects.get(kind=Mail.Kind.INVITATION), timezone.now())
    assert mail is not None
    assert mail.body.startswith("花 子 様")
    assert "庁内のアカウントでログインしてください" in mail.body
    assert "/password/reset/" not in mail.body
    assert setters_of([person.pk]) == {person.pk: {bob.pk}}
    directory.person = {"sub": "9", "preferred_username": "s-0123"}
    client = Client()
    assert client.get(go(client)).status_code == 302
    workflow.change_rights(person=person, departments=[], office=True, manager=True, by=bob)
    workflow.confirm_power(request=PowerRequest.objects.get(), by=carol)
    assert active_office().filter(pk=person.pk).exists(), "without any password"


@pytest.mark.both
def test_what_the_directory_calls_one_of_the_office_is_changed_by_two(directory: Directory):
    bob, carol, erin = make_bob(), make_carol(), make_user("erin", office=True)
    User.objects.filter(pk=erin.pk).update(last_name="江里", email="erin@example.jp")
    typed: dict[str, Any] = {"last_name": "江里", "first_name": "", "email": "erin@example.jp"}
    with pytest.raises(Incomplete, match="庁内のログイン名です"):
        workflow.change_contact(person=erin, **typed, directory_name="BOB", by=carol)
    workflow.change_contact(person=erin, **typed, directory_name="e-77", by=carol)
    assert workflow.directory_name_of(erin) == ""
    workflow.confirm_power(request=PowerRequest.objects.waiting().get(), by=bob)
    assert workflow.directory_name_of(erin) == "e-77"
    assert erin.pk not in setters_of(), "what two did binds neither"
    clerk = make_alice()
    workflow.change_contact(
        person=clerk, last_name="有栖", first_name="", email="alice@example.jp", directory_name="a-1", by=bob
    )
    assert setters_of([clerk.pk]) == {clerk.pk: {bob.pk}}


@pytest.mark.parametrize(
    ("header", "provider", "proxies", "passwords", "wrong"),
    [
        ("", ("", "", ""), "", True, ""),
        ("", ("", "", ""), "", False, "だれもログインできません"),
        ("X-Remote-User", ("", "", ""), "", True, "TRUSTED_PROXIES"),
        ("X-Remote-User", ("", "", ""), "10.0.0.5", False, ""),
        ("X-Remote-User", ("https://id.example", "a", "b"), "10.0.0.5", True, "どちらか一つ"),
        ("", ("https://id.example", "a", ""), "", True, "三つとも"),
        ("", ("http://id.example", "a", "b"), "", True, "https"),
        ("", ("https://id.example", "a", "b"), "", False, ""),
    ],
)
def test_settings_that_do_not_fit_are_told(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
    header: str,
    provider: Any,
    proxies: str,
    passwords: bool,
    wrong: str,
):
    monkeypatch.setenv("TRUSTED_PROXIES", proxies)
    env = Environment(tmp_path / "none")
    if not wrong:
        check_directory(header, provider, env, passwords=passwords)
    else:
        with pytest.raises(ImproperlyConfigured, match=wrong):
            check_directory(header, provider, env, passwords=passwords)
