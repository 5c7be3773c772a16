"""Every history in one place: rules, the plan's texts, people's rights; who, when, from what to what, and why."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators import workflow
from indicators.accounts import equip_office
from indicators.models import Indicator
from indicators.workflow.wording import publish_wording, save_wording
from measures.documents import document_of
from measures.models import Contribution, InitiativeDetail, Measure, Statement
from tests.indicators.factories import (
    load_fixtures,
    make_alice,
    make_baseline,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_department,
    make_target,
    make_threshold,
    make_user,
)

pytestmark = pytest.mark.django_db
PAGES = {
    "/entry/history/": {"alice", "bob", "carol", "dave", "erin"},
    "/entry/history/indicators/43A/": {"alice", "bob", "carol", "dave"},
    "/entry/history/measures/43/": {"alice", "bob", "carol", "dave"},
    "/entry/history/people/": {"alice", "bob", "carol", "dave", "erin"},
}


@pytest.fixture
def people(db: None) -> dict[str, Any]:
    """The real plan. Alice is of 産業振興課, which leads 43A; Erin of 財政課."""
    load_fixtures()
    equip_office()
    return {
        "alice": make_alice(),
        "bob": make_bob(),
        "carol": make_carol(),
        "dave": make_dave(),
        "erin": make_user("erin", departments=(make_department("zaisei", "財政課"),)),
    }


def client(user: Any) -> Client:
    found = Client()
    found.force_login(user)
    return found


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


@pytest.mark.parametrize("address", PAGES)
def test_who_reads_what(address: str, people: dict[str, Any]) -> None:
    allowed = {name for name, user in people.items() if client(user).get(address).status_code == 200}
    assert allowed == PAGES[address]
    refused = {client(people[name]).get(address).status_code for name in people.keys() - allowed}
    assert refused <= {403}
    assert Client().get(address).status_code == 302
    assert client(people["bob"]).post(address).status_code == 405


def test_the_overview_leads_to_what_the_person_may_read(people: dict[str, Any]) -> None:
    def links(name: str) -> set[str]:
        return set(
            re.findall(
                r'href="(/entry/history/[^"]+)"', client(people[name]).get("/entry/history/").content.decode()
            )
        )

    assert len(links("bob")) == 11 + 8 + 1
    assert links("bob") == links("dave")
    assert "/entry/history/indicators/43A/" in links("alice")
    assert "/entry/history/indicators/46A/" not in links("alice")
    for name in ("alice", "erin"):
        assert {client(people[name]).get(link).status_code for link in links(name)} == {200}
    assert 'href="/entry/history/"' in client(people["alice"]).get("/entry/").content.decode()
    assert 'href="/entry/history/"' in client(people["bob"]).get("/office/").content.decode()


def test_a_rule_s_drafts_and_publications_are_told_with_both_figures(people: dict[str, Any]) -> None:
    indicator = Indicator.objects.get_by_code("43A")
    draft = make_target(indicator, "1900", published=False, first_year=2025, reason="目標を見直す")
    workflow.publish_rule(rule=draft, by=people["carol"])
    plan = indicator.measure.policy.plan
    threshold = make_threshold(plan, "0.85", published=False, first_year=2025, reason="厳しくする")
    workflow.publish_rule(rule=threshold, by=people["carol"])
    made = make_baseline(indicator, "600", published=False, reason="集計の直し", drafted_by=people["bob"])
    gone: dict[str, Any] = {
        "model": type(made),
        "owner": indicator,
        "pk": made.pk,
        "expected_versions": [made.at_version],
    }
    workflow.discard_rule(**gone, by=people["carol"])
    text = text_of(client(people["alice"]).get("/entry/history/indicators/43A/"))
    assert "2,000人 → 1,900人" in text
    assert "目標の公表" in text
    assert "80％ → 85％" in text
    assert "現状値の下書きの削除" in text
    assert "理由：目標を見直す" in text
    assert "キャロル" in text
    other = text_of(client(people["bob"]).get("/entry/history/indicators/46A/"))
    assert "80％ → 85％" in other, "a threshold is every indicator's"
    assert "1,900人" not in other


def test_a_value_s_history_and_an_indicator_s_lead_to_each_other(people: dict[str, Any]) -> None:
    make_cycle(2024, by=people["bob"])
    indicator = Indicator.objects.get_by_code("43A")
    workflow.save_draft(
        owner=indicator,
        year=2024,
        data=workflow.Entry("actual", None, "", None, None),
        by=people["alice"],
    )
    alice = client(people["alice"])
    assert 'href="/entry/43A/2024/history/"' in alice.get("/entry/history/indicators/43A/").content.decode()
    assert 'href="/entry/history/indicators/43A/"' in alice.get("/entry/43A/2024/history/").content.decode()


def test_a_text_is_told_field_by_field_from_the_very_first_change_on(people: dict[str, Any]) -> None:
    """The plan is loaded past django-simple-history: its first version is written down by load_plan."""
    measure = Measure.objects.get(number=43)
    old_goal, bullet = measure.goal, measure.statements.all()[0]
    bob = client(people["bob"])
    assert "読み込んだときのまま" in text_of(bob.get("/entry/history/measures/43/"))
    content = document_of(measure)
    content["goal"], content[bullet.section][0]["summary"] = "書き直した目標", "書き直した要約"
    second = make_user("frank", office=True, last_name="確認", first_name="一郎")
    part: dict[str, Any] = {"plan": measure.plan, "part": "measure-43"}
    save_wording(**part, content=content, by=people["bob"], version=0, reason="わかりやすくするため")
    publish_wording(**part, by=second, version=1)
    text = text_of(client(people["alice"]).get("/entry/history/measures/43/"))
    assert f"{old_goal} → 書き直した目標" in text
    assert f"{bullet.summary} → 書き直した要約" in text
    assert text.count("理由：わかりやすくするため") >= 2
    assert "確認 一郎" in text or "確認一郎" in text
    assert "書き直した目標" not in text_of(bob.get("/entry/history/measures/44/"))


def test_rows_below_and_rows_that_are_gone_are_told_too(people: dict[str, Any]) -> None:
    measure = Measure.objects.get(number=43)
    detail = InitiativeDetail.objects.filter(initiative__measure=measure).first()
    detail.summary = "書き直した取組"
    detail._change_reason = "取組の見直し"
    detail.save()
    Contribution.objects.filter(measure=measure).first().delete()
    statement = Statement(measure=measure, section="issue", order=9, summary="加えた課題")
    statement._history_user = people["bob"]  # type: ignore[attr-defined]  # simple_history's own name
    statement.save()
    text = text_of(client(people["dave"]).get("/entry/history/measures/43/"))
    assert "→ 書き直した取組" in text
    assert "理由：取組の見直し" in text
    assert "の削除" in text
    assert statement.summary in text


def test_an_indicator_s_own_texts_are_told(people: dict[str, Any]) -> None:
    indicator = Indicator.objects.get_by_code("43A")
    indicator.meaning = "書き直した説明"
    indicator._change_reason = "誤字"  # type: ignore[attr-defined]  # simple_history's own name
    indicator.lead_department = make_department("zaisei", "財政課")
    indicator.save()
    text = text_of(client(people["dave"]).get("/entry/history/indicators/43A/"))
    assert "→ 書き直した説明" in text
    assert "産業振興課 → 財政課" in text


def test_rights_are_told_to_the_office_and_to_colleagues(people: dict[str, Any]) -> None:
    workflow.change_rights(
        person=people["alice"],
        departments=[make_department("zaisei", "財政課")],
        office=False,
        manager=False,
        reason="四月の異動",
        by=people["bob"],
    )
    for name, known in (("bob", True), ("erin", True), ("alice", True), ("dave", False)):
        text = text_of(client(people[name]).get("/entry/history/people/"))
        assert ("産業振興課 → 財政課" in text) == known, name
        assert ("理由：四月の異動" in text) == known, name


def test_a_long_history_costs_no_query_a_line(people: dict[str, Any]) -> None:
    bob = client(people["bob"])
    measure = Measure.objects.get(number=43)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert bob.get("/entry/history/measures/43/").status_code == 200
        return len(queries)

    for number in range(2):
        measure.goal = f"目標{number}"
        measure.save()
    before = asked()
    for number in range(20):
        measure.goal = f"もっと新しい目標{number}"
        measure.save()
    assert asked() == before
