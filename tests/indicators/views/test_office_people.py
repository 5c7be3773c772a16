"""The office's pages about people: who may open them, what a form keeps, what a click does."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse

from indicators import outbox, workflow
from indicators.models import Event, Membership, PowerRequest, Reorganisation
from indicators.permissions import departments_of, is_manager, is_plan_office
from measures.models import Department
from tests.indicators.factories import (
    load_fixtures,
    make_alice,
    make_bob,
    make_carol,
    make_dave,
    make_department,
    make_user,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 1, 3, tzinfo=UTC)
PASSWORD = "ながいパスワード2027年"


@pytest.fixture(autouse=True)
def _on_a_day_in_march():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast() -> dict[str, User]:
    load_fixtures()
    make_department("zaisei")
    return {
        "alice": make_alice(Department.objects.get(slug="sangyo-shinko")),
        "bob": make_bob(),
        "carol": make_carol(),
        "erin": make_user("erin", office=True, last_name="江理"),
        "dave": make_dave(),
    }


@pytest.fixture
def office(cast: dict[str, User]) -> Client:
    client = Client()
    client.force_login(cast["bob"])
    return client


def text_of(response: Any) -> str:
    return response.content.decode()


def look() -> None:
    """What the keeper does with mails."""
    outbox.answer_requests()
    outbox.deliver()


def linked() -> str:
    """The address in the first mail, without the host."""
    look()
    found = re.search(r"http://127\.0\.0\.1:8000(\S+)", str(mail.outbox[0].body))
    assert found is not None
    return found[1]


def prepared() -> dict[int, workflow.Transfer]:
    return workflow.transfers_of(User.objects.all())


def standing() -> list[Any]:
    return [
        list(
            User.objects.order_by("pk").values(
                "pk", "is_active", "is_staff", "last_name", "email", "password"
            )
        ),
        list(Membership.objects.order_by("pk").values()),
        list(Reorganisation.objects.order_by("pk").values()),
        list(Department.objects.order_by("pk").values()),
        Event.objects.exclude(action="refused").count(),
    ]


PAGES: dict[str, list[dict[str, Any]]] = {
    "/office/people/": [],
    "/office/people/new/": [
        {
            "username": "hanako",
            "last_name": "山田",
            "email": "hanako@example.jp",
            "departments": ["zaisei"],
        }
    ],
    "/office/people/carol/": [
        {"action": "rights", "rights-departments": ["zaisei"], "rights-seen": "|office"},
        {"action": "contact", "contact-last_name": "別", "contact-email": "x@example.jp"},
        {
            "action": "transfer",
            "transfer-on": "2027/4/1",
            "transfer-leaves": "stays",
            "transfer-departments": ["zaisei"],
            "transfer-replaces": "",
        },
        {"action": "cancel_transfer", "transfer": "1"},
        {"action": "disable", "switch-reason": "退職"},
        {"action": "enable", "switch-reason": "復帰"},
        {"action": "unlock"},
        {"action": "invite"},
        {"action": "disable"},
        {"action": "nothing"},
    ],
    "/office/people/transfers/": [{}],
    "/office/departments/": [],
    "/office/departments/new/": [
        {"step": "1"},
        {
            "step": "sure",
            "kind": "rename",
            "departments": ["zaisei"],
            "name-1": "予算課",
            "slug-1": "yosan",
            "on": "2027/4/1",
            "reason": "機構改革",
        },
    ],
    "/office/departments/1/": [{"action": "cancel"}, {"action": "assign"}],
}


@pytest.mark.parametrize("address", PAGES)
def test_only_the_office_opens_and_uses_them(cast: dict[str, User], address: str):
    change = workflow.DepartmentChange(
        kind="rename",
        on=date(2027, 4, 1),
        departments=[Department.objects.get(slug="kikaku")],
        new=[workflow.NewDepartment("政策課", "seisaku")],
        reason="機構改革",
    )
    prepared = workflow.prepare_reorganisation(change=change, by=cast["bob"])
    address = address.replace("/1/", f"/{prepared.pk}/")
    before = standing()
    for name in ("alice", "dave"):
        client = Client()
        client.force_login(cast[name])
        assert client.get(address).status_code == 403
        for typed in PAGES[address.replace(f"/{prepared.pk}/", "/1/")]:
            assert client.post(address, typed).status_code == 403
    anonymous = Client()
    assert anonymous.get(address)["Location"].startswith("/login/")
    for typed in PAGES[address.replace(f"/{prepared.pk}/", "/1/")]:
        assert anonymous.post(address, typed).status_code == 403
    assert standing() == before
    assert mail.outbox == []


@pytest.mark.parametrize("typed", PAGES["/office/people/carol/"], ids=lambda typed: typed["action"])
def test_nobody_does_it_to_themselves(cast: dict[str, User], typed: dict[str, Any]):
    if typed["action"] in ("contact", "nothing", "cancel_transfer"):
        return
    client = Client()
    client.force_login(cast["carol"])
    before = standing()
    assert client.post("/office/people/carol/", typed).status_code == 403
    assert standing() == before
    page = text_of(client.get("/office/people/carol/"))
    assert "あなた自身のアカウント" in page
    assert 'value="rights"' not in page


def test_a_get_writes_nothing(office: Client):
    before = standing()
    for address in PAGES:
        if address != "/office/departments/1/":
            assert office.get(address).status_code == 200
    assert standing() == before


# --- The list ---------------------------------------------------------------------------------------


def listed(office: Client, **asked: str) -> set[str]:
    return set(
        re.findall(r'href="/office/people/([a-z]+)/"', text_of(office.get("/office/people/", asked)))
    ) - {
        "new",
        "list",
        "transfers",
    }


def test_the_list_is_narrowed(office: Client, cast: dict[str, User]):
    assert listed(office) == {"alice", "bob", "carol", "dave", "erin"}
    assert listed(office, q="江") == {"erin"}
    assert listed(office, q="carol") == {"carol"}
    assert listed(office, department="sangyo-shinko") == {"alice"}
    assert listed(office, role="manager") == {"dave"}
    assert listed(office, role="staff") == {"alice"}
    assert listed(office, role="office") == {"bob", "carol", "erin"}
    assert listed(office, state="never") == {"alice", "carol", "dave", "erin"}
    workflow.disable(person=cast["dave"], reason="退職", by=cast["bob"])
    assert listed(office, state="disabled") == {"dave"}
    planned = workflow.Planned(person=cast["alice"], on=date(2027, 4, 1), departments=("zaisei",))
    workflow.prepare_transfer(planned=planned, by=cast["bob"])
    assert listed(office, state="planned") == {"alice"}
    assert "あてはまる人はいません" in text_of(office.get("/office/people/", {"q": "いない人"}))


def test_a_long_list_costs_no_query_a_person(office: Client, django_assert_max_num_queries: Any):
    zaisei = Department.objects.get(slug="zaisei")
    for number in range(60):
        make_user(f"staff{number:02}", departments=(zaisei,), last_name="職員")
    with django_assert_max_num_queries(21):  # one of them counts お知らせ
        page = text_of(office.get("/office/people/", {"page": "2"}))
    assert "65人" in page


# --- One person -------------------------------------------------------------------------------------


def test_the_second_planner_of_a_new_site_is_no_dead_end(settings: Any) -> None:
    """Without a department and without mail: what is asked for is marked, and each page says what comes next."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    bob = make_bob()
    client = Client()
    client.force_login(bob)
    page = text_of(client.get("/office/people/new/"))
    assert page.count("※どちらか必須") == 2
    assert "課はまだ登録されていません" in page
    assert "manage.py appoint_office 利用者名" in page
    typed = {"last_name": "花子", "email": "hanako@example.jp", "username": "hanako", "roles": ["office"]}
    answer = client.post("/office/people/new/", typed, follow=True)
    for address in (answer, client.get("/office/people/hanako/"), client.get("/office/")):
        assert "manage.py appoint_office hanako" in text_of(address)
        assert "申し出た人でも本人でもない" not in text_of(address)
    assert "manage.py password_link hanako" in text_of(client.get("/office/people/hanako/"))


def test_an_invitation_leads_to_a_login(office: Client):
    typed = {
        "username": "hanako",
        "last_name": "山田",
        "first_name": "花子",
        "email": "hanako@example.jp",
        "departments": ["zaisei"],
        "roles": ["manager"],
    }
    answer = office.post("/office/people/new/", typed)
    assert answer["Location"] == "/office/people/hanako/"
    link = linked()
    browser = Client()
    form = browser.get(link, follow=True)
    assert "12字以上" in text_of(form)
    address = form.redirect_chain[-1][0]
    weak = browser.post(address, {"new_password1": "short", "new_password2": "short"})
    assert "12 文字以上" in text_of(weak)
    done = browser.post(address, {"new_password1": PASSWORD, "new_password2": PASSWORD}, follow=True)
    assert "パスワードを決めました" in text_of(done)
    hanako = User.objects.get(username="hanako")
    assert is_manager(hanako)
    assert Event.objects.filter(person=hanako, by=hanako, action="password_set").exists()
    assert "この案内は使えません" in text_of(Client().get(link, follow=True)), "once only"
    assert browser.post("/login/", {"username": "hanako", "password": PASSWORD}).status_code == 302


def test_a_link_is_good_for_three_days(office: Client, cast: dict[str, User]):
    workflow.invite(
        username="hanako",
        last_name="山田",
        first_name="",
        email="hanako@example.jp",
        departments=[Department.objects.get(slug="zaisei")],
        by=cast["bob"],
    )
    link = linked()
    for after, works in ((timedelta(days=3, seconds=-5), True), (timedelta(days=3, seconds=5), False)):
        with time_machine.travel(NOW + after, tick=False):
            assert ("12字以上" in text_of(Client().get(link, follow=True))) is works


def test_what_was_typed_wrongly_stays_in_its_box(office: Client):
    typed = {"username": "Hanako X", "last_name": "山田", "email": "no-address", "departments": ["zaisei"]}
    answer = office.post("/office/people/new/", typed)
    page = text_of(answer)
    assert answer.status_code == 200
    for kept in ('value="Hanako X"', 'value="山田"', 'value="no-address"'):
        assert kept in page
    assert re.search(r'value="zaisei"[^>]*checked', page)
    assert {"username", "email"} == set(answer.context["form"].errors)


def test_rights_are_changed_and_told(office: Client, cast: dict[str, User]):
    typed = {
        "action": "rights",
        "rights-departments": ["zaisei", "kikaku"],
        "rights-roles": ["office"],
        "rights-reason": "兼務",
        "rights-seen": workflow.Rights.of(cast["alice"]).version,
    }
    page = text_of(office.post("/office/people/alice/", typed, follow=True))
    alice = User.objects.get(username="alice")
    assert {one.slug for one in departments_of(alice)} == {"zaisei", "kikaku"}
    assert not is_plan_office(alice), "another of the office confirms the role"
    assert "ほかの計画担当が認めると" in page
    assert "産業振興課 → " in page
    assert "理由：兼務" in page
    workflow.confirm_power(request=PowerRequest.objects.get(person=alice), by=cast["carol"])
    assert is_plan_office(User.objects.get(username="alice"))


def test_the_slower_one_sees_both_and_loses_nothing(office: Client, cast: dict[str, User]):
    seen = workflow.Rights.of(cast["alice"]).version
    workflow.change_rights(
        person=cast["alice"],
        departments=[Department.objects.get(slug="kikaku")],
        office=False,
        manager=False,
        by=cast["carol"],
    )
    typed = {
        "action": "rights",
        "rights-departments": ["zaisei"],
        "rights-reason": "応援のため",
        "rights-seen": seen,
    }
    answer = office.post("/office/people/alice/", typed)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "ほかの人が所属・権限を変えました" in page
    assert "いまの所属・権限は「企画課」" in page
    assert "応援のため" in page
    assert re.search(r'value="zaisei"[^>]*checked', page)
    again = {**typed, "rights-seen": answer.context["forms"].rights["seen"].value()}
    assert office.post("/office/people/alice/", again).status_code == 302
    assert {one.slug for one in departments_of(User.objects.get(username="alice"))} == {"zaisei"}


def test_a_transfer_is_prepared_shown_and_cancelled(office: Client):
    typed = {
        "action": "transfer",
        "transfer-on": "R9.4.1",
        "transfer-leaves": "stays",
        "transfer-departments": ["zaisei"],
        "transfer-reason": "定期異動",
        "transfer-replaces": "",
    }
    page = text_of(office.post("/office/people/alice/", typed, follow=True))
    assert "2027年4月1日から" in page
    assert "財政課" in page
    again = office.post("/office/people/alice/", typed)
    assert again.status_code == 409
    transfer = workflow.transfer_of(User.objects.get(username="alice"))
    assert transfer is not None
    cancelled = {"action": "cancel_transfer", "transfer": transfer.version}
    assert office.post("/office/people/alice/", cancelled).status_code == 302
    assert office.post("/office/people/alice/", cancelled).status_code == 409
    assert (
        office.post("/office/people/alice/", {"action": "cancel_transfer", "transfer": "x"}).status_code
        == 409
    )


def test_a_day_that_is_no_day_is_refused_at_its_field(office: Client):
    typed = {"action": "transfer", "transfer-leaves": "stays", "transfer-departments": ["zaisei"]}
    for day in ("", "4月1日", "2027/2/30", "2027/3/1"):
        answer = office.post("/office/people/alice/", {**typed, "transfer-on": day})
        assert list(answer.context["forms"].transfer.errors) == ["on"]
    assert not prepared()


def test_off_and_on_again(office: Client):
    assert "理由を入力してください" in text_of(office.post("/office/people/alice/", {"action": "disable"}))
    off = {"action": "disable", "switch-reason": "退職"}
    assert "利用停止" in text_of(office.post("/office/people/alice/", off, follow=True))
    assert office.post("/office/people/alice/", off).status_code == 409
    on = {"action": "enable", "switch-reason": "再任用"}
    page = text_of(office.post("/office/people/alice/", on, follow=True))
    assert "理由：退職" in page
    assert "理由：再任用" in page


def test_a_locked_person_is_seen_and_let_in(office: Client, cast: dict[str, User]):
    alice = cast["alice"]
    alice.set_password(PASSWORD)
    alice.save()
    for _ in range(5):
        Client().post("/login/", {"username": "alice", "password": "wrong"})
    right = {"username": "alice", "password": PASSWORD}
    assert Client().post("/login/", right).status_code == 429
    assert listed(office, state="locked") == {"alice"}
    assert "ログインが止まっています" in text_of(office.get("/office/people/alice/"))
    assert office.post("/office/people/alice/", {"action": "unlock"}).status_code == 302
    assert Event.objects.get(action="unlocked").person == alice
    assert Client().post("/login/", right).status_code == 302
    assert office.post("/office/people/alice/", {"action": "unlock"}).status_code == 409


def test_a_lock_that_is_over_is_not_shown(office: Client, cast: dict[str, User]):
    for _ in range(5):
        Client().post("/login/", {"username": "alice", "password": "wrong"})
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        assert listed(office, state="locked") == set()


def test_names_are_changed_ones_own_too(office: Client, cast: dict[str, User]):
    typed = {"action": "contact", "contact-last_name": "佐藤", "contact-email": "sato@example.jp"}
    assert office.post("/office/people/alice/", typed).status_code == 302
    taken = office.post("/office/people/carol/", typed)
    assert "ほかの人が使っています" in text_of(taken)
    own = {**typed, "contact-email": "bob@example.jp"}
    assert office.post("/office/people/bob/", own).status_code == 302
    bob = User.objects.get(username="bob")
    assert (bob.last_name, bob.email) == ("佐藤", ""), "another of the office confirms the address"
    workflow.confirm_power(request=PowerRequest.objects.get(person=bob), by=cast["carol"])
    assert User.objects.get(username="bob").email == "bob@example.jp"


def test_text_from_people_is_escaped(office: Client, cast: dict[str, User]):
    User.objects.filter(username="alice").update(last_name="<script>alert(1)</script>")
    for address in ("/office/people/", "/office/people/alice/", "/office/people/transfers/"):
        assert "<script>alert" not in text_of(office.get(address))


# --- Everybody's transfers --------------------------------------------------------------------------


def table(office: Client, **typed: Any) -> Any:
    return office.post("/office/people/transfers/?on=2027/4/1", typed)


def test_a_table_of_transfers(office: Client, cast: dict[str, User]):
    alice, dave, bob = cast["alice"], cast["dave"], cast["bob"]
    page = office.get("/office/people/transfers/")
    assert "2027年4月1日の異動" in text_of(page)
    assert f'name="to-{bob.pk}"' not in text_of(page), "not oneself"
    typed = {f"to-{alice.pk}": "zaisei", f"to-{dave.pk}": "-", f"seen-{alice.pk}": "", f"seen-{dave.pk}": ""}
    assert table(office, **typed).status_code == 302
    assert {pk: one.rights.active for pk, one in prepared().items()} == {alice.pk: True, dave.pk: False}
    events = Event.objects.count()
    seen = {f"seen-{pk}": one.version for pk, one in prepared().items()}
    table(office, **{**typed, **seen})
    assert Event.objects.count() == events, "the same table again says nothing new"
    table(office, **{**typed, **seen, f"to-{dave.pk}": ""})
    assert list(prepared()) == [alice.pk]


def test_one_mistake_and_nothing_is_saved(office: Client, cast: dict[str, User]):
    alice, dave = cast["alice"], cast["dave"]
    answer = table(office, **{f"to-{alice.pk}": "zaisei", f"to-{dave.pk}": "nowhere"})
    assert list(answer.context["form"].errors) == [f"to-{dave.pk}"]
    assert re.search(r'value="zaisei"[^>]*selected', text_of(answer))
    answer = table(
        office, **{f"to-{alice.pk}": "zaisei", f"to-{dave.pk}": "", f"roles-{dave.pk}": ["office"]}
    )
    assert list(answer.context["form"].errors) == [f"to-{dave.pk}"]
    assert not prepared()


def test_the_office_is_not_emptied_by_a_table(office: Client, cast: dict[str, User]):
    typed = {f"to-{cast[name].pk}": "zaisei" for name in ("carol", "erin")}
    answer = table(office, **typed)
    assert "2人以上" in text_of(answer)
    assert not prepared()


def test_a_transfer_of_another_day_is_left_alone(office: Client, cast: dict[str, User]):
    planned = workflow.Planned(person=cast["alice"], on=date(2027, 4, 15), departments=("zaisei",))
    workflow.prepare_transfer(planned=planned, by=cast["bob"])
    page = text_of(office.get("/office/people/transfers/?on=2027/4/1"))
    assert "別の日に異動の予定がある人" in page
    assert f'name="to-{cast["alice"].pk}"' not in page
    table(office, **{f"to-{cast['alice'].pk}": "kikaku"})
    assert [one.on for one in prepared().values()] == [date(2027, 4, 15)]


@pytest.mark.parametrize("day", ["2027/3/1", "4月1日", "%00", "2027/2/30"])
def test_a_table_needs_a_day_to_come(office: Client, day: str):
    answer = office.get(f"/office/people/transfers/?on={day}")
    assert answer.status_code == 400
    assert "＊" in text_of(answer)


# --- Passwords --------------------------------------------------------------------------------------


def ask(email: str) -> Any:
    answer = Client().post(reverse("password_reset"), {"email": email}, follow=True)
    look()
    return answer


def test_nobody_learns_from_the_answer_who_has_an_account(cast: dict[str, User]):
    User.objects.filter(username="alice").update(email="alice@example.jp")
    User.objects.filter(username="dave").update(email="dave@example.jp", is_active=False)
    answers = {email: ask(email) for email in ("alice@example.jp", "dave@example.jp", "nobody@example.jp")}
    assert len({text_of(answer) for answer in answers.values()}) == 1
    assert [letter.to for letter in mail.outbox] == [["alice@example.jp"]]
    ask("Alice@example.jp")
    assert len(mail.outbox) == 1, "not again within ten minutes"
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        ask("alice@example.jp")
    assert len(mail.outbox) == 2


def test_a_forged_host_gets_into_no_mail(cast: dict[str, User], settings: Any):
    User.objects.filter(username="alice").update(email="alice@example.jp")
    settings.ALLOWED_HOSTS = ["*"]
    Client().post("/password/reset/", {"email": "alice@example.jp"}, headers={"host": "evil.example"})
    look()
    assert "evil" not in mail.outbox[0].body


@pytest.mark.parametrize("email", ["", "alice", "a@b@c", "x" * 300 + "@example.jp", "a@example.jp\x00"])
def test_what_is_no_address_is_refused_at_its_field(email: str):
    answer = Client().post("/password/reset/", {"email": email})
    assert answer.status_code == 200
    assert "email" in answer.context["form"].errors


def test_a_new_password_opens_no_lock(cast: dict[str, User]):
    User.objects.filter(username="alice").update(email="alice@example.jp")
    for _ in range(5):
        Client().post("/login/", {"username": "alice", "password": "wrong"})
    ask("alice@example.jp")
    link = linked()
    browser = Client()
    address = browser.get(link, follow=True).redirect_chain[-1][0]
    browser.post(address, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert User.objects.get(username="alice").check_password(PASSWORD)
    assert browser.post("/login/", {"username": "alice", "password": PASSWORD}).status_code == 429


def test_who_was_switched_off_sets_no_password(cast: dict[str, User]):
    User.objects.filter(username="alice").update(email="alice@example.jp")
    ask("alice@example.jp")
    link = linked()
    workflow.disable(person=cast["alice"], reason="退職", by=cast["bob"])
    assert "この案内は使えません" in text_of(Client().get(link, follow=True))


def test_a_garbled_link_says_what_to_do():
    for address in (
        "/password/reset/x/y/",
        "/password/reset/MQ/set-password/",
        "/password/reset/OTk5OTk5OTk5OTk5OTk5OTk5OTk5OQ/a-b/",
    ):
        page = Client().get(address)
        assert page.status_code == 200
        assert "もう一度依頼する" in text_of(page)


def test_ones_own_rights_are_shown(cast: dict[str, User]):
    client = Client()
    client.force_login(cast["alice"])
    page = text_of(client.get("/password/"))
    assert "あなたの所属と権限" in page
    assert "産業振興課" in page
    assert "パスワードを忘れたとき" in text_of(Client().get("/login/"))
