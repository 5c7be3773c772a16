"""The plan office's pages of targets: draft interim targets, see what they would change, publish by somebody else."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators import frames, workflow
from indicators.models import Event, Indicator, InterimTarget
from tests.indicators.factories import (
    EVERY,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_indicator,
    make_interim,
    make_target,
    make_threshold,
    publish_value,
    said,
)
from tests.indicators.pages import publish_by_hand

pytestmark = pytest.mark.django_db
TYPED = {
    "action": "draft",
    "value_2024": "１,１００人",
    "value_2025": "1600",
    "first_year": "2024",
    "decided_on": "R6.3.25",
    "reason": "年度ごとの計画",
}


class Office:
    """Bob and Carol of the plan office at their desks; 43A has 1,200 in fiscal 2024."""

    def __init__(self) -> None:
        make_threshold()
        self.indicator = make_indicator()
        self.people = {"alice": make_alice(), "bob": make_bob(), "carol": make_carol(), "dave": make_dave()}
        make_cycle(2024, by=self.people["bob"])
        publish_value(
            self.indicator, 2024, said("1200"), by=self.people["alice"], publisher=self.people["bob"]
        )

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.people[name])
        return client

    @property
    def url(self) -> str:
        return reverse("office:target", args=["43A"])

    def versions(self) -> list[str]:
        return [draft.at_version for draft in workflow.drafts_of(InterimTarget, self.indicator)]

    def draft(self, name: str = "bob", **changes: Any) -> Any:
        return self.client(name).post(self.url, {**TYPED, "expected_version": self.versions(), **changes})


@pytest.fixture
def office() -> Office:
    return Office()


def text_of(response: Any) -> str:
    body = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))


def test_every_indicator_stands_in_the_list(office: Office) -> None:
    span = make_indicator(letter="B", direction="within", counting="annual", target=None)
    make_target(span, "90", upper=Decimal(95))
    waiting = make_indicator(letter="C", target=None)
    make_target(waiting, "5", published=False)
    make_interim(office.indicator, 2025, "1600")
    make_interim(office.indicator, 2024, published=False)
    page = office.client("bob").get(reverse("office:targets"))
    text = text_of(page)
    assert "R7 1,600人" in text
    assert "範囲はどの年度も同じ" in text
    assert [line["drafts"] for _, lines in page.context["measures"] for line in lines] == [1, 0]
    assert [line["row"].code for line in page.context["drafted"]] == ["43A"]
    first = reverse("office:rule", args=["43C", "target"])
    assert f'href="{first}"' in page.content.decode()
    assert office.client("bob").get(reverse("office:target", args=["43C"]))["Location"] == first


def test_years_are_drafted_at_once_and_published_by_somebody_else(office: Office) -> None:
    blank = office.client("bob").get(office.url)
    assert "直線なら1,292人" in text_of(blank)
    assert InterimTarget.objects.count() == 0
    assert office.draft().status_code == 302
    drafts = workflow.drafts_of(InterimTarget, office.indicator)
    assert [(one.year, one.value, one.first_year, one.drafted_by.username) for one in drafts] == [
        (2024, 1100, 2024, "bob"),
        (2025, 1600, 2024, "bob"),
    ]
    own = text_of(office.client("bob").get(office.url))
    assert "この下書きは、あなたには公表できません" in own
    assert "まとめて公表する" not in own

    page = office.client("carol").get(office.url)
    effects = page.context["drafts"][0].effects
    assert [(one.before.year, one.before.expected, one.after.expected) for one in effects] == [
        (2023, 938, 938),
        (2024, 1292, 1100),
        (2025, 1646, 1600),
        (2026, 2000, 2000),
    ]
    assert [one.changes_verdict for one in effects] == [False, True, False, False]
    assert "1つの年度の判定が変わります" in text_of(page)
    answer = publish_by_hand(
        office.client("carol"), office.url, {"action": "publish:2024", "expected_version": office.versions()}
    )
    assert answer.status_code == 302
    assert {row.year: row.verdict for row in frames.published(EVERY)}[2024] == "on_track"
    public = text_of(office.client("carol").get("/indicators/43A/"))
    assert "中間目標" in public
    assert "年度ごとの計画" in public


def test_before_its_first_year_nothing_changes(office: Office) -> None:
    """An interim target of 2025 that applies from 2025 leaves the verdict of 2024 as it is."""
    office.draft(value_2024="", first_year="2025")
    effects = office.client("carol").get(office.url).context["drafts"][0].effects
    assert [one.before.year for one in effects if one.changes] == [2025]


@pytest.mark.parametrize(
    ("spoilt", "field", "words"),
    [
        ({"value_2024": "12x"}, "value_2024", "読めません"),
        ({"value_2024": "1100.5"}, "value_2024", "小数"),
        ({"value_2023": "900"}, "value_2023", "適用する最初の年度より前"),
        ({"decided_on": "いつか"}, "decided_on", "日付として読めません"),
        ({"decided_on": ""}, "decided_on", "決めた日を入力"),
        ({"reason": ""}, "reason", "理由を入力"),
        ({"first_year": "2031"}, "first_year", "年度を選んで"),
        ({"value_2024": "", "value_2025": ""}, "__all__", "一つ以上の年度"),
    ],
)
def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(
    spoilt: dict[str, str], field: str, words: str, office: Office
) -> None:
    page = office.draft(**spoilt)
    assert page.status_code == 200
    assert words in str(page.context["form"].errors[field])
    assert not InterimTarget.objects.exists()
    if "value_2024" not in spoilt:
        assert "１,１００人" in page.content.decode()


def test_the_second_of_two_is_told_and_loses_nothing(office: Office) -> None:
    before = office.versions()
    office.draft()
    page = office.draft("carol", value_2024="1234", expected_version=before)
    assert page.status_code == 409
    assert "ほかの人が下書きを変えました" in text_of(page)
    assert "1234" in page.content.decode()
    assert workflow.drafts_of(InterimTarget, office.indicator).first().value == 1100
    # What stands is shown, and a second try on top of it goes through.
    again = re.findall(r'name="expected_version" value="([^"]+)"', page.content.decode())
    assert (
        office.draft("carol", value_2024="1234", expected_version=list(dict.fromkeys(again))).status_code
        == 302
    )
    assert workflow.drafts_of(InterimTarget, office.indicator).first().value == 1234


def test_publishing_what_was_changed_meanwhile_is_refused(office: Office) -> None:
    office.draft()
    before = office.versions()
    office.draft(value_2024="1900")
    page = publish_by_hand(
        office.client("carol"), office.url, {"action": "publish:2024", "expected_version": before}
    )
    assert page.status_code == 409
    assert not InterimTarget.objects.exclude(published_at=None).exists()


def test_a_draft_is_given_up(office: Office) -> None:
    office.draft()
    first = workflow.drafts_of(InterimTarget, office.indicator).first()
    answer = office.client("carol").post(
        office.url, {"action": f"discard:{first.pk}", "expected_version": office.versions()}
    )
    assert answer.status_code == 302
    assert [draft.year for draft in workflow.drafts_of(InterimTarget, office.indicator)] == [2025]


def test_one_that_holds_is_taken_away(office: Office) -> None:
    make_interim(office.indicator, 2025, "1600", first_year=2023)
    page = office.client("bob").get(office.url)
    assert "いまの中間目標は1,600人" in text_of(page)
    both = office.draft(value_2024="", stop_2025="on")
    assert "値を空にしてください" in str(both.context["form"].errors["value_2025"])
    assert office.draft(value_2024="", value_2025="", stop_2025="on").status_code == 302
    publish_by_hand(
        office.client("carol"), office.url, {"action": "publish:2024", "expected_version": office.versions()}
    )
    assert {row.year: row.expected for row in frames.published(EVERY)}[2025] == 1646
    assert "取りやめ" in text_of(office.client("bob").get("/indicators/43A/"))


def test_a_way_that_turns_back_is_doubted_and_allowed(office: Office) -> None:
    office.draft(value_2025="2100")
    text = text_of(office.client("carol").get(office.url))
    assert "令和7年度の中間目標2,100人から令和8年度の目標2,000人へ、逆に減ります" in text
    assert "まとめて公表する" in text


def test_a_range_says_why_it_has_none(office: Office) -> None:
    span = make_indicator(letter="B", direction="within", counting="annual", target=None)
    make_target(span, "90", upper=Decimal(95))
    url = reverse("office:target", args=["43B"])
    page = office.client("bob").get(url)
    assert "中間目標は置けません" in text_of(page)
    assert page.context["form"] is None


def test_a_ceiling_takes_its_limits_by_year(office: Office) -> None:
    make_indicator(letter="B", direction="at_most", counting="annual", target="90")
    url = reverse("office:target", args=["43B"])
    bob, carol = office.client("bob"), office.client("carol")
    assert "なければ上限90人" in text_of(bob.get(url))
    told = {"value_2024": "94", "first_year": "2023", "decided_on": "2024-05-01", "reason": "段階を踏む"}
    assert bob.post(url, {**told, "action": "draft"}).status_code == 302
    versions = carol.get(url).context["versions"]
    publish_by_hand(carol, url, {"action": "publish:2023", "expected_version": versions})
    rows = [row for row in frames.published(EVERY) if row.code == "43B"]
    assert [row.upper_limit for row in rows] == [94, 94, 90, 90]


@pytest.mark.parametrize("name", ["alice", "dave"])
def test_for_the_plan_office_alone(name: str, office: Office) -> None:
    for url in (reverse("office:targets"), office.url):
        assert office.client(name).get(url).status_code == 403
        assert Client().get(url).status_code == 302
    assert office.draft(name).status_code == 403
    assert not InterimTarget.objects.exists()
    assert Event.objects.filter(action=Event.Action.REFUSED).count() == 1


@pytest.mark.parametrize("action", ["", "publish", "publish:x", "discard:²", "gone:1"])
def test_an_unknown_action_does_nothing(action: str, office: Office) -> None:
    assert office.client("bob").post(office.url, {"action": action}).status_code == 400


def test_an_address_that_is_none(office: Office) -> None:
    assert office.client("bob").get(reverse("office:target", args=["99Z"])).status_code == 404
    assert office.client("bob").post(office.url, {"action": "publish:2024"}).status_code == 409
    assert office.client("bob").post(office.url, {"action": "discard:1"}).status_code == 409


def test_the_list_costs_no_query_an_indicator(office: Office) -> None:
    client = office.client("bob")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("office:targets"))
        return len(queries)

    before = asked()
    for letter in "BCDEFGHIJ":
        other = make_indicator(letter=letter)
        make_interim(other, 2025, "1600")
        make_interim(other, 2024, published=False)
        make_target(other, "1500", first_year=2025, published=False)
    assert asked() == before


def test_the_public_page_draws_and_lists_them(office: Office) -> None:
    make_interim(office.indicator, 2025, "1600", first_year=2024, reason="毎年度の歩み")
    make_interim(office.indicator, 2024, "1000", published=False, reason="ひみつの下書き")
    client = Client()
    page = client.get("/indicators/43A/")
    text = text_of(page)
    assert "毎年度の歩み" in text
    assert "令和6年度から" in text
    rows = client.get("/indicators/43A.json").json()["rows"]
    assert {row["fiscal_year"]: row["interim_target"] for row in rows} == {
        2023: None,
        2024: None,
        2025: "1600",
        2026: None,
    }
    for address in ("/indicators/43A/", "/indicators/43A.json", "/indicators/43A.csv", "/measures/43/"):
        assert "ひみつの下書き" not in client.get(address).content.decode()
    assert Indicator.objects.get() == office.indicator
