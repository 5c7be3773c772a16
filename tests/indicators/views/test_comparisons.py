"""The pages of comparison series: typed by the department, reviewed by the office, seen by citizens once published."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import ComparisonSeries, ComparisonValue, Event
from indicators.workflow import COMPARISONS
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_dave,
    make_department,
    make_indicator,
    make_threshold,
    make_user,
    publish_comparison,
    submit_comparison,
)
from tests.indicators.pages import publish_by_hand

pytestmark = pytest.mark.django_db
YEAR = 2024


class City:
    """43A in 人, held beside 近隣市の平均; Alice enters both."""

    def __init__(self) -> None:
        make_threshold()
        self.indicator = make_indicator(decimals=1)
        self.series = ComparisonSeries.objects.create(indicator=self.indicator, name="近隣市の平均")
        stranger = make_user("eve", departments=(make_department("zaisei", "財政課"),))
        people = (make_alice(), make_bob(), make_carol(), make_dave(), stranger)
        self.people = {user.username: user for user in people}

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.people[name])
        return client

    def url(self, name: str = "entry:comparison", year: int = YEAR) -> str:
        return reverse(name, args=[self.series.pk, year])

    def typed(self, action: str, **changes: Any) -> dict[str, Any]:
        """What Alice's form holds as it stands, with what she types into it."""
        record = COMPARISONS.current(self.series, YEAR)
        held = {"record": record.pk if record else "", "version": record.version if record else 0}
        written = {"value": "１,２３４.５人", "source": "県の統計", "note": ""}
        return {"action": action, **held, **written, **changes}

    def current(self) -> ComparisonValue | None:
        return COMPARISONS.current(self.series, YEAR)

    def submit(self, value: str = "1234.5") -> ComparisonValue:
        return submit_comparison(self.series, YEAR, value, by=self.people["alice"])

    def publish(self, value: str = "1234.5", year: int = YEAR) -> ComparisonValue:
        alice, bob = self.people["alice"], self.people["bob"]
        return publish_comparison(self.series, year, value, by=alice, publisher=bob)


@pytest.fixture
def city() -> City:
    return City()


def text_of(response: Any) -> str:
    body = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))


# --- Entry --------------------------------------------------------------------------------------------


def test_from_my_tasks_to_the_public_page(city: City) -> None:
    alice, bob = city.client("alice"), city.client("bob")
    tasks = alice.get(reverse("entry:tasks")).content.decode()
    assert city.url() in tasks
    assert alice.get(city.url()).status_code == 200
    assert not ComparisonValue.objects.exists()
    assert alice.post(city.url(), city.typed("draft")).status_code == 302
    assert alice.post(city.url(), city.typed("submit", note="速報値")).status_code == 302
    assert (city.current().state, str(city.current().value.normalize())) == ("submitted", "1234.5")
    assert "提出済みです" in text_of(alice.get(city.url()))

    assert city.url("office:comparison") in bob.get(reverse("office:comparisons")).content.decode()
    page = bob.get(city.url("office:comparison"))
    assert "県の統計" in text_of(page)
    record = city.current()
    decided = {"action": "publish", "record": record.pk, "version": record.version}
    assert publish_by_hand(bob, city.url("office:comparison"), decided).status_code == 302
    assert city.current().published_by == city.people["bob"]
    public = text_of(Client().get("/indicators/43A/"))
    assert "近隣市の平均は令和6年度に1,234.5人です（出所：県の統計）。" in public
    assert "入力を始めました（値 1,234.5人、出所を入力）" in text_of(alice.get(city.url()))


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [
        ({"value": ""}, "value"),
        ({"value": "未定"}, "value"),
        ({"value": "1.25"}, "value"),
        ({"value": "12％"}, "value"),
        ({"source": " "}, "source"),
        ({"source": "あ" * 301}, "source"),
        ({"note": "見えない\x07字"}, "note"),
    ],
)
def test_a_refusal_stands_at_its_field(spoilt: dict[str, str], field: str, city: City) -> None:
    page = city.client("alice").post(city.url(), city.typed("submit", **spoilt))
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert not ComparisonValue.objects.filter(state="submitted").exists()


def test_the_second_of_two_sees_both_and_loses_nothing(city: City) -> None:
    alice = city.client("alice")
    alice.post(city.url(), city.typed("draft"))
    late = city.typed("draft", value="1111", note="二人目の説明")
    alice.post(city.url(), city.typed("draft", value="2222"))
    page = city.client("bob").post(city.url(), late)
    assert page.status_code == 409
    text = text_of(page)
    assert "ほかの人が先に保存しました" in text
    assert "2,222.0人" in text
    assert "二人目の説明" in text
    assert city.current().value == 2222
    # The form is on top of what stands now: sending it again is a deliberate act.
    form = page.context["form"]
    again = {**late, "record": form["record"].value(), "version": form["version"].value()}
    assert city.client("bob").post(city.url(), again).status_code == 302
    assert city.current().value == 1111


def test_what_was_submitted_meanwhile_shows_what_was_typed(city: City) -> None:
    city.client("alice").post(city.url(), city.typed("draft"))
    late = city.typed("draft", note="まだ保存していない説明")
    city.client("alice").post(city.url(), city.typed("submit"))
    page = city.client("bob").post(city.url(), late)
    assert page.status_code == 409
    assert "まだ保存していない説明" in text_of(page)
    assert city.current().state == "submitted"


def test_a_change_and_a_withdrawal(city: City) -> None:
    city.publish()
    alice = city.client("alice")
    refused = alice.post(city.url(), {"action": "change", "reason": ""})
    assert "変更の理由を入力" in str(refused.context["change"].errors)
    assert alice.post(city.url(), {"action": "change", "reason": "統計の訂正"}).status_code == 302
    assert alice.post(city.url(), {"action": "change", "reason": "もう一度"}).status_code == 409
    page = alice.get(city.url())
    assert "公表中の値" in text_of(page)
    typed = city.typed("submit", value="", reason="元の統計が取り消された", source="")
    assert alice.post(city.url(), typed).status_code == 302
    record = city.current()
    assert (record.number, record.value, record.reason, record.state) == (
        2,
        None,
        "元の統計が取り消された",
        "submitted",
    )
    before = text_of(city.client("bob").get(city.url("office:comparison")))
    assert "取下げ（値なし）" in before
    assert record is not None
    COMPARISONS.publish(record=record, version=record.version, by=city.people["bob"])
    public = Client().get("/indicators/43A/")
    assert "取下げ" in text_of(public)
    assert "元の統計が取り消された" in text_of(public)
    assert "1,234.5" in text_of(public)
    assert Client().get("/indicators/43A.json").json()["comparisons"][0]["value"] is None


def test_a_draft_is_given_up_after_being_asked_once_more(city: City) -> None:
    alice = city.client("alice")
    alice.post(city.url(), city.typed("draft"))
    url = city.url("entry:comparison_discard")
    assert "次の下書きを取りやめます" in text_of(alice.get(url))
    assert ComparisonValue.objects.count() == 1
    stale = {"record": city.current().pk, "version": 7}
    assert alice.post(url, stale).status_code == 409
    held = {"record": city.current().pk, "version": city.current().version}
    assert alice.post(url, held).status_code == 302
    assert not ComparisonValue.objects.exists()
    assert Event.objects.latest("pk").action == "discarded"


@pytest.mark.parametrize("name", ["dave", "eve"])
def test_for_those_who_enter_the_indicator(name: str, city: City) -> None:
    client = city.client(name)
    assert client.get(city.url()).status_code == 403
    assert client.post(city.url(), city.typed("draft")).status_code == 403
    assert client.get(city.url("entry:comparison_discard")).status_code == 403
    assert "近隣市の平均" not in text_of(client.get(reverse("entry:tasks")))
    assert not ComparisonValue.objects.exists()
    assert Client().get(city.url()).status_code == 302


@pytest.mark.parametrize("year", [1988, 2027, 9999])
def test_a_year_that_it_cannot_have_is_not_found(year: int, city: City) -> None:
    for name in ("entry:comparison", "entry:comparison_discard", "office:comparison"):
        assert city.client("bob").get(city.url(name, year)).status_code == 404


def test_an_unknown_action_does_nothing(city: City) -> None:
    assert city.client("alice").post(city.url(), city.typed("publish")).status_code == 400
    city.submit()
    assert city.client("bob").post(city.url("office:comparison"), {"action": "x"}).status_code == 400


# --- The office ---------------------------------------------------------------------------------------


def test_sent_back_it_returns_to_my_tasks_with_the_reason(city: City) -> None:
    record = city.submit()
    url = city.url("office:comparison")
    held = {"record": record.pk, "version": record.version, "action": "send_back"}
    page = city.client("bob").post(url, {**held, "return_reason": " "})
    assert "差戻しの理由を入力" in str(page.context["form"].errors)
    assert (
        city.client("bob").post(url, {**held, "return_reason": "資料の年を確かめてください"}).status_code
        == 302
    )
    tasks = text_of(city.client("alice").get(reverse("entry:tasks")))
    assert "資料の年を確かめてください" in tasks
    assert "資料の年を確かめてください" in text_of(city.client("alice").get(city.url()))


def test_nobody_publishes_their_own_nor_what_they_have_not_seen(city: City) -> None:
    record = submit_comparison(city.series, YEAR, "5", by=city.people["bob"])
    url = city.url("office:comparison")
    held = {"record": record.pk, "version": record.version, "action": "publish"}
    assert "あなたには公表できません" in text_of(city.client("bob").get(url))
    assert city.client("bob").post(url, held).status_code == 403
    page = city.client("carol").post(url, {**held, "version": record.version - 1})
    assert page.status_code == 409
    assert city.current().state == "submitted"
    assert city.client("carol").post(url, {**held, "record": record.pk + 1}).status_code == 409


@pytest.mark.parametrize("name", ["alice", "dave", "eve"])
def test_the_review_is_for_the_plan_office_alone(name: str, city: City) -> None:
    city.submit()
    for url in (reverse("office:comparisons"), city.url("office:comparison")):
        assert city.client(name).get(url).status_code == 403


def test_nothing_to_review_is_not_found(city: City) -> None:
    assert city.client("bob").get(city.url("office:comparison")).status_code == 404


# --- The public ---------------------------------------------------------------------------------------


def test_a_draft_is_nowhere_in_public(city: City) -> None:
    city.publish("1000", year=2023)
    submit_comparison(
        city.series, YEAR, "7777.7", by=city.people["alice"], source="ひみつの資料", note="ひみつの説明"
    )
    COMPARISONS.open_change(owner=city.series, year=2023, reason="ひみつの理由", by=city.people["alice"])
    addresses = (
        "/",
        "/plan.json",
        "/plan.csv",
        "/measures/43/",
        "/measures/43.json",
        "/indicators/43A/",
        "/indicators/43A.json",
        "/indicators/43A.csv",
        "/indicators/43A/comparisons.csv",
        "/departments/sangyo-shinko/",
        "/departments/sangyo-shinko.json",
        "/open-data/",
    )
    for address in addresses:
        answer = Client().get(address)
        assert answer.status_code == 200, address
        body = answer.content.decode()
        for canary in ("7777", "7,777", "ひみつ"):
            assert canary not in body, address
    assert "1,000.0" in text_of(Client().get("/indicators/43A/"))


def test_files_carry_what_is_published(city: City) -> None:
    assert Client().get("/indicators/43A/comparisons.csv").status_code == 404
    assert Client().get("/indicators/43A.json").json()["comparisons"] == []
    city.publish("1000", year=2023)
    csv = Client().get("/indicators/43A/comparisons.csv")
    assert csv["Content-Disposition"] == 'attachment; filename="basic-plan-43A-comparisons.csv"'
    lines = csv.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("indicator_code,indicator_name,series,fiscal_year,fiscal_year_ja,value,unit")
    assert "近隣市の平均,2023,令和5年度,1000.0,人,決算の概要" in lines[1]
    for address in ("/indicators/43A.json", "/measures/43.json", "/plan.json"):
        told = Client().get(address).json()["comparisons"]
        assert [(one["fiscal_year"], one["value"]) for one in told] == [(2023, "1000.0")]
    assert "比較値（CSV）" in text_of(Client().get("/indicators/43A/"))
    assert Client().get("/indicators/43a/comparisons.csv").status_code == 301


def test_tasks_and_lists_cost_no_query_a_series(city: City) -> None:
    alice, bob = city.client("alice"), city.client("bob")

    def asked(client: Client, address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    city.publish()
    pages = (
        (alice, reverse("entry:tasks")),
        (bob, reverse("office:comparisons")),
        (bob, "/departments/sangyo-shinko/"),
    )
    before = [asked(*page) for page in pages]
    for letter in "BCDEFGH":
        series = ComparisonSeries.objects.create(indicator=make_indicator(letter=letter), name="平均")
        for year in (2022, 2023):
            publish_comparison(series, year, "5", by=city.people["alice"], publisher=city.people["bob"])
    assert [asked(*page) for page in pages] == before
