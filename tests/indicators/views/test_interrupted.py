"""Forms that meet an ended session, an earlier token or another person: nothing typed is lost, nothing is forged."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client

from indicators.accounts import equip_office, proof_of
from indicators.forms.typed import OTHER, action_words, label_of
from indicators.models import (
    Comment,
    ComparisonSeries,
    ComparisonValue,
    Cycle,
    Deed,
    DeedLead,
    EvaluationSheet,
    Event,
    Indicator,
    Result,
    RouteSeat,
    Target,
)
from measures.models import Department, Initiative, InitiativeDepartment, Plan
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_indicator,
    publish_value,
    said,
    submit_value,
)
from tests.indicators.pages import fields_of, text_of

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
LONG = "二千字の文。" * 333
EDIT = "/entry/43A/2024/"


@pytest.fixture
def indicator() -> Indicator:
    """Of 2023 a published value of Alice's, of 2024 nothing; 2024 is open."""
    indicator = make_indicator()
    people = [make_alice(), make_bob(), make_carol()]
    people.append(User.objects.create_superuser("root", first_name="管理"))
    equip_office()
    for one in people:
        one.set_password(PASSWORD)
        one.save()
    make_cycle(2023, by=people[1])
    make_cycle(2024, by=people[1])
    publish_value(indicator, 2023, said("900"), by=people[1], publisher=people[2])
    ComparisonSeries.objects.create(pk=7, indicator=indicator, name="県の平均")
    initiative = Initiative.objects.create(measure=indicator.measure, number=1, name="相談の窓口")
    InitiativeDepartment.objects.create(initiative=initiative, department=indicator.lead_department, order=1)
    return indicator


def browser(name: str) -> Client:
    """A browser that is held to its token, signed in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username=name))
    return client


def sent_on(page: Any, **more: Any) -> dict[str, Any]:
    """What the page's own form would send, and what is typed into it."""
    found: dict[str, Any] = {}
    form = re.search(r'<form class="goes-on.*?</form>', page.content.decode(), re.DOTALL)
    assert form, text_of(page)
    for name, text in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0]):
        found.setdefault(name, []).append(unescape(text))
    return {**found, **more}


def chosen(typed: dict[str, Any]) -> dict[str, Any]:
    """With ids for the names of a table's rows, which begin with @: what a list of choices sends."""
    rows = [*Department.objects.values_list("name", "pk"), *User.objects.values_list("first_name", "pk")]
    ids = {f"@{name}": str(pk) for name, pk in rows}
    return {name: ids.get(str(text), text) for name, text in typed.items()}


def told(page: Any) -> list[str]:
    """Label and text of all that the page shows back."""
    pairs = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", page.content.decode(), re.DOTALL)
    return [unescape(f"{label} {text}") for label, text in pairs]


def again(name: str, password: str = PASSWORD) -> dict[str, str]:
    return {"again-username": name, "again-password": password}


FORMS: dict[str, tuple[str, str, dict[str, Any], list[str]]] = {
    "value": (
        "alice",
        EDIT,
        {"action": "draft", "value_state": "actual", "value": "800", "note": "説明 <b>"},
        ["値の状態 実績", "値 800", "説明 説明 <b>"],
    ),
    "grid": (
        "alice",
        "/entry/grid/2024/",
        {"action": "draft", "43A-value_state": "実績", "43A-value": "801", "43A-note": "表の説明"},
        ["43A 値の状態 実績", "43A 値 801", "43A 説明 表の説明"],
    ),
    "sheet": (
        "alice",
        "/entry/sheets/43/2024/",
        {"action": "draft", "achievements": LONG, "challenges": LONG, "next_steps": LONG, "rating": "B"},
        [f"成果 {LONG}", f"課題 {LONG}", f"今後の方向性 {LONG}"],
    ),
    "comparison": (
        "alice",
        "/entry/comparisons/7/2024/",
        {"action": "draft", "value": "3", "source": "県の統計", "note": "数え方"},
        ["出所 県の統計", "説明 数え方"],
    ),
    "change": (
        "alice",
        "/entry/43A/2023/change/",
        {"kind": "correction", "reason": "数え直し"},
        ["種別 訂正", "理由 数え直し"],
    ),
    "comment": ("alice", "/comments/43A/2024/", {"body": "どうですか"}, ["コメント どうですか"]),
    "rule": (
        "bob",
        "/office/targets/43A/target/",
        {
            "action": "draft",
            "value": "1200",
            "target_year": "2026",
            "label": "1,200人",
            "first_year": "2024",
            "decided_on": "2026/6/30",
            "reason": "見直し",
        },
        ["いつまでに 令和8年度（2026年度）", "どの年度の判定から使うか 令和6年度（2024年度）", "理由 見直し"],
    ),
    "cycle": (
        "bob",
        "/office/cycles/2024/",
        {"due_on": "2099/6/30", "instructions": "お願いします"},
        ["入力の期限 2099/6/30", "入力する人へのお願い お願いします"],
    ),
    "plan": (
        "bob",
        "/office/plan/new/",
        {"name": "第4次基本計画", "key": "4", "first_year": "2027", "last_year": "2030", "city": "木更津市"},
        ["アドレス（URL）に使う短い名前 4"],
    ),
    "rights": (
        "bob",
        "/office/people/alice/",
        {"action": "rights", "rights-departments": ["sangyo-shinko"], "rights-roles": ["manager"]},
        ["所属の課 産業振興課", "役割 管理職"],
    ),
    "deed": (
        "alice",
        "/entry/deeds/43-1/sangyo-shinko/2024/",
        {"action": "draft", "done": "窓口を開いた", "standing": "late"},
        ["実施したこと 窓口を開いた", "進み具合 遅れ"],
    ),
    "deeds": (
        "alice",
        "/entry/deeds/2024/",
        {"action": "draft", "43-1-done": "窓口を開いた", "43-1-standing": "late"},
        ["43-1 実施したこと 窓口を開いた", "43-1 進み具合 遅れ"],
    ),
    "deed lead": (
        "bob",
        "/office/deeds/43-1/lead/",
        {"action": "draft", "department": "@産業振興課", "reason": "窓口のある課"},
        ["担当課 産業振興課", "理由 窓口のある課"],
    ),
    "seat": (
        "bob",
        "/office/departments/route/sangyo-shinko/",
        {"action": "add", "level": "1", "title": "係長", "user": "@アリス", "since": "2099/4/1"},
        ["段 第1段", "題名・役職 係長", "承認する人 アリス"],
    ),
}


def kept() -> dict[str, Any]:
    """What each of FORMS leaves behind."""
    person = User.objects.get(username="alice")
    return {
        "value": [*Result.objects.filter(year=2024, value=800).values_list("note", flat=True)],
        "grid": [*Result.objects.filter(year=2024, value=801).values_list("note", flat=True)],
        "sheet": [*EvaluationSheet.objects.values_list("achievements", "next_steps", "rating")],
        "comparison": [*ComparisonValue.objects.values_list("source", flat=True)],
        "change": [*Result.objects.filter(year=2023, number=2).values_list("reason", flat=True)],
        "comment": [*Comment.objects.values_list("body", "by__username")],
        "rule": [*Target.objects.filter(published_at=None).values_list("label", flat=True)],
        "cycle": [
            *Cycle.objects.filter(year=2024).exclude(instructions="").values_list("instructions", flat=True)
        ],
        "plan": [*Plan.objects.filter(key="4").values_list("name", flat=True)],
        "rights": [*person.memberships.filter(role="manager").values_list("role", flat=True)],
        **{name: [*Deed.objects.values_list("done", "standing")] for name in ("deed", "deeds")},
        "deed lead": [*DeedLead.objects.values_list("department__name", "reason")],
        "seat": [*RouteSeat.objects.values_list("user__username", "title")],
    }


DONE: dict[str, Any] = {
    "value": ["説明 <b>"],
    "grid": ["表の説明"],
    "sheet": [(LONG, LONG, "B")],
    "comparison": ["県の統計"],
    "change": ["数え直し"],
    "comment": [("どうですか", "alice")],
    "rule": ["1,200人"],
    "cycle": ["お願いします"],
    "plan": ["第4次基本計画"],
    "rights": ["manager"],
    "deed": [("窓口を開いた", "late")],
    "deeds": [("窓口を開いた", "late")],
    "deed lead": [("産業振興課", "窓口のある課")],
    "seat": [("alice", "係長")],
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_goes_on_after_a_login_on_the_same_page(indicator: Indicator, name: str) -> None:
    who, address, typed, words = FORMS[name]
    client = browser(who)
    fields = {**fields_of(client, address), **chosen(typed)}
    del client.cookies["sessionid"]
    page = client.post(address, fields)
    assert page.status_code == 403
    assert set(words) <= set(told(page))
    assert f"{User.objects.get(username=who).last_name}さんが入力した内容" in text_of(page)
    assert not re.search(r"actual|correction|draft|late|sangyo-shinko|manager", " ".join(told(page)))
    assert kept()[name] == []
    answer = client.post(address, sent_on(page, **again(who)))
    assert answer.status_code == 302, text_of(answer)
    assert kept()[name] == DONE[name]


@pytest.mark.parametrize("name", ["value", "grid", "sheet"])
def test_a_token_of_an_earlier_login_loses_nothing(indicator: Indicator, name: str) -> None:
    """As the page itself advised once: logged in again in another tab, then pressed the button."""
    who, address, typed, words = FORMS[name]
    client = browser(who)
    fields = {**fields_of(client, address), **chosen(typed)}
    del client.cookies["sessionid"]
    login = {"csrfmiddlewaretoken": fields_of(client, "/login/")["csrfmiddlewaretoken"]}
    assert client.post("/login/", {"username": who, "password": PASSWORD, **login}).status_code == 302
    page = client.post(address, fields)
    assert page.status_code == 403
    assert set(words) <= set(told(page))
    assert "again-password" not in page.content.decode()
    assert client.post(address, sent_on(page)).status_code == 302
    assert kept()[name] == DONE[name]


PAGES = (
    *(
        "/office/queue/",
        "/office/43A/2024/",
        "/office/cycles/",
        "/office/cycles/2024/close/",
        "/office/redactions/",
    ),
    *("/office/targets/43A/", "/office/targets/43A/baseline/", "/office/targets/thresholds/kisarazu-3/"),
    *(
        "/office/people/new/",
        "/office/people/alice/",
        "/office/people/transfers/",
        "/office/departments/new/",
    ),
    *(
        "/entry/redaction/",
        "/entry/43A/2023/redaction/",
        "/entry/43A/2025/",
        "/entry/spreadsheet/2024/?department=sangyo-shinko",
    ),
    *(address for _, address, *_ in FORMS.values()),
)


def test_every_box_and_button_of_every_form_has_words(indicator: Indicator) -> None:
    submit_value(indicator, 2024, said("980"), by=User.objects.get(username="alice"))
    nameless: set[str] = set()
    seen = 0
    for address in (address for address in PAGES if not address.startswith("/admin/")):
        page = browser("bob").get(address).content.decode()
        for form in re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL):
            controls = re.findall(r"<(?:input|textarea|select|button)[^>]*>", form)
            for tag in [tag for tag in controls if 'type="hidden"' not in tag]:
                given = dict(re.findall(r'(name|value)="([^"]*)"', tag))
                if given.get("name") == "action":
                    data = QueryDict(f"action={given['value']}")
                    nameless |= set() if action_words(data) else {f"{address} {given['value']}"}
                elif given.get("name") not in (None, "step", "remove"):
                    seen += 1
                    nameless |= {f"{address} {given['name']}"} if label_of(given["name"]) == OTHER else set()
    assert seen > 100, "the forms are gone"
    assert not nameless


def test_another_person_does_not_save_it_under_their_name(indicator: Indicator) -> None:
    """Bob may write every value, and signs in where Alice had typed: hers is shown as hers."""
    client = browser("alice")
    fields = {**fields_of(client, EDIT), **FORMS["value"][2]}
    alice, bob = User.objects.get(username="alice"), User.objects.get(username="bob")
    del client.cookies["sessionid"]
    page = client.post(EDIT, sent_on(client.post(EDIT, fields), **again("bob")))
    assert page.status_code == 403
    assert f"{alice.last_name}" in text_of(page)
    assert f"いまは{bob.last_name}" in text_of(page)
    assert not Result.objects.filter(year=2024).exists()
    # Nor in a tab that was left open, with a token that is good.
    here = {**fields, "csrfmiddlewaretoken": fields_of(client, EDIT)["csrfmiddlewaretoken"]}
    page = client.post(EDIT, here)
    assert page.status_code == 403
    assert not Result.objects.filter(year=2024).exists()
    assert client.post(EDIT, sent_on(page, **again("alice"))).status_code == 302
    assert Result.objects.get(year=2024).edited_by == alice


def test_a_forged_form_can_only_show_a_page(indicator: Indicator) -> None:
    client = browser("bob")
    forged = {"action": "draft", "number": "1", "version": "0", "value_state": "actual", "value": "1"}
    mallory = proof_of(User.objects.get(username="carol"))
    for fields, headers in (
        (forged, {}),
        ({**forged, "typed_by": "1:forged"}, {}),
        ({**forged, "typed_by": mallory}, {"origin": "https://elsewhere.example"}),
        ({**forged, "typed_by": mallory}, {"sec-fetch-site": "cross-site"}),
        ({**forged, **again("bob")}, {}),
    ):
        for visitor in (client, Client(enforce_csrf_checks=True)):
            page = visitor.post(EDIT, fields, headers=headers)
            assert page.status_code == 403
            assert 'type="submit"' not in page.content.decode().partition("<main")[2].partition("</main")[0]
    assert not Result.objects.filter(year=2024).exists()
    assert not Event.objects.filter(action="login").exists()


def test_the_lock_holds_on_this_door_and_keeps_what_was_typed(indicator: Indicator) -> None:
    client = browser("alice")
    fields = {**fields_of(client, EDIT), **FORMS["value"][2]}
    del client.cookies["sessionid"]
    page = client.post(EDIT, fields)
    for _ in range(5):
        page = client.post(EDIT, sent_on(page, **again("alice", "wrong")))
    assert page.status_code == 429
    page = client.post(EDIT, sent_on(page, **again("alice")))
    assert page.status_code == 429
    assert "説明 &lt;b&gt;" in page.content.decode()
    assert "しばらくログインできません" in text_of(page)
    assert not Result.objects.filter(year=2024).exists()


def test_no_password_is_shown_again_and_a_file_only_by_its_name(indicator: Indicator) -> None:
    client = browser("alice")
    old = {"old_password": PASSWORD, "new_password1": "s3cret of mine", "typed_by": "x"}
    page = client.post("/password/", old)
    assert page.status_code == 403
    assert "s3cret" not in page.content.decode()
    file = SimpleUploadedFile("決定書.pdf", b"%PDF-1.4 secret", "application/pdf")
    fields = {**fields_of(client, EDIT), **FORMS["value"][2], "uploads": file}
    del client.cookies["sessionid"]
    page = client.post(EDIT, fields)
    assert "決定書.pdf" in text_of(page)
    assert "もう一度選んでください" in text_of(page)
    wrong = client.post(EDIT, sent_on(page, **again("alice", "a wrong one")))
    assert "a wrong one" not in wrong.content.decode()
    assert "利用者名かパスワードが違います" in text_of(wrong)
    chosen = SimpleUploadedFile("別の.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    assert client.post(EDIT, sent_on(wrong, **again("alice"), uploads=chosen)).status_code == 302


def test_four_eyes_stay(indicator: Indicator) -> None:
    """Who signs in on the page is who acts, with their own rights and no others."""
    bob = User.objects.get(username="bob")
    submit_value(indicator, 2024, said("980"), by=bob)
    client = browser("bob")
    fields = {**fields_of(client, "/office/43A/2024/"), "action": "publish"}
    del client.cookies["sessionid"]
    page = client.post("/office/43A/2024/", sent_on(client.post("/office/43A/2024/", fields), **again("bob")))
    assert page.status_code in (403, 409)
    assert Result.objects.get(year=2024).state == "submitted"
