"""The second factor: asked after password and directory, registered, lost, reset by two; its codes good once and not to be guessed."""

import re
from base64 import b32decode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from indicators import workflow
from indicators.accounts import RightsOfTheDay
from indicators.models import Event, Mail, PowerRequest
from indicators.second_factor import has_factor, look, sealed_key
from indicators.workflow import Incomplete, NotAllowed
from indicators.workflow.site_settings import open_settings, publish_settings, save_settings
from measures.site import settings_at
from tests.indicators.factories import make_alice, make_bob, make_carol, make_dave, make_indicator, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
NOW = datetime(2024, 6, 3, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.email = f"{user.username}@example.jp"
    user.save()
    return user


@pytest.fixture
def alice() -> User:
    make_indicator()
    return with_password(make_alice())


def code_of(user: User, clock: Any) -> str:
    """The app's next code: half a minute later, since each is good once."""
    clock.shift(timedelta(seconds=30))
    device = TOTPDevice.objects.get(user=user)
    generator = TOTP(device.bin_key)
    generator.time = datetime.now(UTC).timestamp()
    return f"{generator.token():06d}"


def registered(user: User) -> list[str]:
    key = "00112233445566778899aabbccddeeff00112233"
    generator = TOTP(bytes.fromhex(key))
    generator.time = datetime.now(UTC).timestamp()
    return workflow.register_factor(person=user, key=key, code=f"{generator.token():06d}")


def sign_in(client: Client, name: str = "alice", **more: str) -> Any:
    return client.post("/login/", {"username": name, "password": PASSWORD, **more})


def is_in(client: Client) -> bool:
    return bool(client.get("/password/").status_code == 200)


def require(level: str) -> None:
    bob = User.objects.get(username="bob")
    carol = User.objects.get(username="carol")
    save_settings(
        data={"city": "木更津市", "second_factor": level},
        reason="必要",
        by=bob,
        seen=settings_at(None).at_version,
    )
    draft = open_settings()
    assert draft is not None
    publish_settings(by=carol, seen=draft.at_version)


@pytest.mark.both
def test_a_code_is_asked_after_the_password_and_is_good_once(alice: User, clock: Any):
    registered(alice)
    client = Client()
    answer = sign_in(client, next="/entry/43A/2024/")
    assert answer["Location"] == "/login/code/"
    assert not is_in(client), "by half nobody is in"
    code = code_of(alice, clock)
    waiting = client.session.session_key
    assert client.post("/login/code/", {"passcode": code})["Location"] == "/entry/43A/2024/"
    assert client.session.session_key != waiting
    assert client.session.get_expiry_age() == 10 * 60 * 60
    again = Client()
    sign_in(again)
    refused = again.post("/login/code/", {"passcode": code})
    assert (refused.status_code, is_in(again)) == (200, False), "a second time"
    assert "もう使えません" in refused.content.decode()
    clock.shift(timedelta(seconds=10))
    wide = code_of(alice, clock).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert again.post("/login/code/", {"passcode": f"{wide[:3]} {wide[3:]}"}).status_code == 302


@pytest.mark.both
def test_who_guesses_is_locked_logged_and_slowed_from_anywhere(alice: User, clock: Any):
    registered(alice)
    client = Client(REMOTE_ADDR="192.0.2.1")
    sign_in(client)
    answers = []
    for guess in range(5):
        clock.shift(timedelta(seconds=60))
        answers.append(client.post("/login/code/", {"passcode": f"00000{guess}"}).status_code)
    assert answers == [200] * 4 + [429]
    assert sign_in(Client(REMOTE_ADDR="192.0.2.1")).status_code == 429, "the password too"
    assert client.post("/login/code/", {"passcode": code_of(alice, clock)}).status_code == 429
    actions = [event.action for event in Event.objects.filter(person=alice).order_by("pk")]
    assert actions == ["factor_set", *["login_failed"] * 5, "locked"]
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    sign_in(elsewhere)
    assert elsewhere.post("/login/code/", {"passcode": "000009"}).status_code == 200
    slowed = elsewhere.post("/login/code/", {"passcode": code_of(alice, clock)[:-1] + "x"})
    assert slowed.status_code == 200
    assert look(alice, "123456").wait > 0, "after six mistakes, wherever they came from"
    clock.shift(timedelta(minutes=20))
    assert look(alice, code_of(alice, clock)).by == "app"


def test_what_waits_for_a_code_ends(alice: User, clock: Any):
    registered(alice)
    for end in ("late", "new password", "left"):
        client = Client()
        sign_in(client)
        code = code_of(alice, clock)
        if end == "late":
            clock.shift(timedelta(minutes=11))
        elif end == "new password":
            alice.set_password("another long password")
            alice.save()
        else:
            User.objects.filter(pk=alice.pk).update(is_active=False)
        assert client.post("/login/code/", {"passcode": code})["Location"] == "/login/", end
        assert not is_in(client)
        with_password(alice)
    assert Client().get("/login/code/")["Location"] == "/login/"


@pytest.mark.both
def test_recovery_codes_are_told_once_kept_hashed_and_used_up(alice: User, clock: Any):
    codes = registered(alice)
    assert len(set(codes)) == 10
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(kept) == 10
    assert not kept & {code.replace("-", "") for code in codes}
    for code, status in ((codes[0].upper().replace("-", " "), 302), (codes[0], 200), (codes[1], 302)):
        client = Client()
        sign_in(client)
        clock.shift(timedelta(seconds=5))
        assert client.post("/login/code/", {"passcode": code}).status_code == status
    assert StaticToken.objects.count() == 8
    assert Event.objects.filter(action=Event.Action.CODE_USED).count() == 2
    assert "残り8個" in Mail.objects.filter(user=alice).order_by("-pk")[0].body
    mine = client.get("/second-factor/").content.decode()
    assert "残り8個" in mine
    assert not any(code in mine for code in codes)
    page = client.post("/second-factor/", {"action": "codes", "passcode": code_of(alice, clock)})
    new = re.findall(r"<li>([\w-]{14})</li>", page.content.decode())
    assert len(new) == 10
    assert look(alice, codes[5]).by == ""
    clock.shift(timedelta(seconds=5))
    assert look(alice, new[5]).by == "recovery"
    wrong = client.post("/second-factor/", {"action": "drop", "passcode": "000000"})
    assert has_factor(alice)
    assert "確認コードが違います" in wrong.content.decode()
    clock.shift(timedelta(seconds=60))
    client.post("/second-factor/", {"action": "drop", "passcode": code_of(alice, clock)})
    assert not has_factor(alice)
    assert StaticToken.objects.count() == 0


def test_another_app_takes_the_place_of_one_after_its_code_alone(alice: User, clock: Any):
    registered(alice)
    before = TOTPDevice.objects.get().key
    client = Client()
    sign_in(client)
    client.post("/login/code/", {"passcode": code_of(alice, clock)})
    stranger = Client()
    stranger.force_login(make_user("eve"))
    sealed, _ = typed_from(stranger.get("/second-factor/").content.decode())
    client.post("/second-factor/", {"app_key": sealed, "passcode": code_of(alice, clock)})
    client.post("/second-factor/", {"app_key": sealed_key(alice), "passcode": code_of(alice, clock)})
    assert TOTPDevice.objects.get(user=alice).key == before
    page = client.post("/second-factor/", {"action": "again", "passcode": code_of(alice, clock)})
    sealed, words = typed_from(page.content.decode())
    assert TOTPDevice.objects.get(user=alice).key == before
    done = client.post("/second-factor/", {"app_key": sealed, "passcode": code_of_key(words, clock)})
    assert "この一度だけ" in done.content.decode()
    assert TOTPDevice.objects.get(user=alice).key != before


def typed_from(page: str) -> tuple[str, str]:
    """(the sealed key of the form, a code of the key that the page shows)."""
    sealed = re.search(r'name="app_key" value="([^"]+)"', page)
    words = re.search(r'<p class="key">([A-Z2-7 ]+)</p>', page)
    assert sealed
    assert words
    return sealed[1], words[1].replace(" ", "")


def code_of_key(words: str, clock: Any) -> str:
    clock.shift(timedelta(seconds=30))
    generator = TOTP(b32decode(words))
    generator.time = datetime.now(UTC).timestamp()
    return f"{generator.token():06d}"


def test_who_needs_one_and_has_none_registers_before_coming_in(alice: User, clock: Any):
    with_password(make_bob())
    make_carol()
    require("office")
    assert sign_in(Client())["Location"] == "/entry/", "nobody else is asked"
    client = Client()
    assert sign_in(client, "bob", next="/office/people/")["Location"] == "/login/setup/"
    page = client.get("/login/setup/").content.decode()
    assert "<svg" in page
    assert "<script" not in page.split("<main")[1].split("</main>")[0]
    sealed, words = typed_from(page)
    assert not TOTPDevice.objects.exists(), "a GET writes nothing"

    def code() -> str:
        return code_of_key(words, clock)

    wrong = client.post("/login/setup/", {"app_key": sealed, "passcode": "12345x"})
    assert sealed in wrong.content.decode(), "the same picture stays"
    assert client.post("/login/setup/", {"app_key": f"{sealed}x", "passcode": code()}).status_code == 200
    assert not has_factor(User.objects.get(username="bob"))
    done = client.post("/login/setup/", {"app_key": sealed, "passcode": code()})
    assert "この一度だけ" in done.content.decode()
    assert 'href="/office/people/"' in done.content.decode()
    assert "no-store" in done["Cache-Control"]
    assert client.get("/office/people/").status_code == 200
    drop = client.post("/second-factor/", {"action": "drop", "passcode": code()})
    assert "取りやめられません" in drop.content.decode()
    other = Client()
    assert sign_in(other, "bob")["Location"] == "/login/code/"
    assert other.get("/login/setup/")["Location"] == "/login/"


def test_who_is_asked(alice: User):
    bob, carol, dave, root = (
        with_password(make_bob()),
        make_carol(),
        make_dave(),
        make_user("root", is_superuser=True),
    )
    with_password(dave)
    with_password(root)
    found = {}
    for level in ("office", "managers", "all"):
        require(level)
        asked = [
            one for one in ("alice", "bob", "dave", "root") if "/setup/" in sign_in(Client(), one)["Location"]
        ]
        found[level] = asked
        # The next one is set by those who are asked by now, in the workflow itself.
    assert found == {
        "office": ["bob", "root"],
        "managers": ["bob", "dave", "root"],
        "all": ["alice", "bob", "dave", "root"],
    }
    assert {bob.pk, carol.pk} == set(workflow.active_office().values_list("pk", flat=True))


def test_what_the_office_requires_is_decided_by_two_also_before_a_plan_is_public(alice: User):
    bob, _ = make_bob(), make_carol()
    save_settings(
        data={"city": "木更津市", "second_factor": "all"},
        reason="必要",
        by=bob,
        seen=settings_at(None).at_version,
    )
    draft = open_settings()
    assert draft is not None
    assert draft.by_two
    with pytest.raises(NotAllowed):
        publish_settings(by=bob, seen=draft.at_version)


def test_whoever_was_in_before_it_was_required_signs_in_anew(alice: User):
    bob = with_password(make_bob())
    make_carol()
    client = Client()
    sign_in(client, "bob")
    assert client.get("/office/").status_code == 200
    root = Client()
    root.force_login(make_user("root", is_superuser=True, is_staff=True))
    require("office")
    assert client.get("/office/")["Location"].startswith("/login/")
    assert not is_in(client)
    assert root.get("/admin/")["Location"].startswith("/admin/login/")
    assert has_factor(bob) is False


@pytest.mark.parametrize("door", ["/login/here/", "/admin/login/", "a form whose login ran out"])
def test_no_other_door_leaves_the_code_out(alice: User, clock: Any, door: str):
    alice.is_superuser = alice.is_staff = True
    alice.save()
    registered(alice)
    client = Client()
    typed = {"username": "alice", "password": PASSWORD}
    if door == "/admin/login/":
        assert client.post(door, typed)["Location"] == "/login/code/"
        assert client.get("/admin/").status_code == 302
        assert client.post("/login/code/", {"passcode": code_of(alice, clock)})["Location"] == "/admin/"
        assert client.get("/admin/").status_code == 200
        return
    prefix = "again-" if "form" in door else ""
    address = "/entry/43A/2024/" if prefix else door
    for code in ("", "000000"):
        client.post(address, {f"{prefix}{name}": text for name, text in {**typed, "passcode": code}.items()})
        assert not is_in(client)
    assert Event.objects.filter(action=Event.Action.LOGIN_FAILED).count() == 1
    clock.shift(timedelta(seconds=60))
    client.post(
        address,
        {f"{prefix}{name}": text for name, text in {**typed, "passcode": code_of(alice, clock)}.items()},
    )
    assert is_in(client)


def test_keys_and_codes_are_nowhere_in_the_admin():
    assert not [model for model in admin.site._registry if model._meta.app_label.startswith("otp_")]
    assert RightsOfTheDay().has_perm(make_user("clerk"), "otp_totp.view_totpdevice") is False


@pytest.mark.parametrize(("says_so", "asked"), [(False, "/login/code/"), (True, "/entry/")])
def test_after_the_directory_it_is_asked_unless_the_directory_asks_itself(
    alice: User, settings: Any, says_so: bool, asked: str
):
    settings.REMOTE_USER_HEADER, settings.TRUSTED_PROXIES = "X-Remote-User", ["127.0.0.1"]
    settings.DIRECTORY_ASKS_SECOND_FACTOR = says_so
    registered(alice)
    make_bob(), make_carol()
    require("all")
    client = Client()
    assert client.get("/login/directory/", headers={"x-remote-user": "alice"})["Location"] == asked
    assert is_in(client) is says_so


@pytest.mark.both
def test_a_lost_phone_is_taken_away_by_two(alice: User):
    bob, carol = with_password(make_bob()), with_password(make_carol())
    codes = registered(alice)
    client = Client()
    client.force_login(alice)
    with pytest.raises(Incomplete):
        workflow.ask_factor_reset(person=alice, reason=" ", by=bob)
    workflow.ask_factor_reset(person=alice, reason="紛失。内線で確かめた", by=bob)
    request = PowerRequest.objects.get()
    for person in (bob, alice):
        with pytest.raises(NotAllowed):
            workflow.confirm_power(request=request, by=person)
    assert has_factor(alice)
    page = Client()
    page.force_login(carol)
    assert "認めるのを待っています：二段階認証の解除" in page.get("/office/people/alice/").content.decode()
    page.post("/office/people/alice/", {"action": "confirm", "request": str(request.pk)})
    assert not has_factor(alice)
    assert not is_in(client), "who has the phone is out"
    event = Event.objects.get(action=Event.Action.FACTOR_RESET)
    assert (event.by, event.person, event.detail["asked_by"]) == (carol, alice, "bob")
    assert look(alice, codes[0]).by == ""
    assert sign_in(Client())["Location"] == "/entry/"


@pytest.mark.both
def test_at_the_server_one_is_reset_where_nobody_is_left_to_confirm_it(alice: User):
    bob = with_password(make_bob())
    registered(bob)
    call_command("reset_second_factor", "bob", stdout=(out := StringIO()))
    assert "登録し直せます" in out.getvalue()
    assert not has_factor(bob)
    assert Event.objects.get(action=Event.Action.FACTOR_RESET).by is None
    with pytest.raises(CommandError, match="登録していません"):
        call_command("reset_second_factor", "bob")
