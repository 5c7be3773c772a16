"""Asking for a redaction, carrying it out, and what citizens see of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Publication, Redaction
from measures.models import Statement
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_department,
    make_indicator,
    make_threshold,
    make_user,
    publish_value,
    said,
)

NAME = "架空 花子"
ASK = reverse("entry:redaction", args=["43A", 2024])
ASK_ANYWHERE = reverse("entry:ask_redaction")
WAITING = reverse("office:redactions")
TYPED = {"passage": NAME, "reason": "個人の名前のため"}
ASKED = {**TYPED, "action": "ask"}


@pytest.fixture
def clients(db: None) -> dict[str, Client]:
    make_threshold()
    people = {"alice": make_alice(), "bob": make_bob(), "carol": make_carol(), "dave": make_dave()}
    people["erin"] = make_user("erin", departments=(make_department("zaisei", "財政課"),))
    make_cycle(2024, by=people["bob"])
    note = f"窓口の{NAME}さんが<集計>しました。"
    publish_value(make_indicator(), 2024, said("980", note=note), by=people["alice"], publisher=people["bob"])
    found = {"citizen": Client()}
    for name, person in people.items():
        found[name] = Client()
        found[name].force_login(person)
    return found


def text_of(response: Any) -> str:
    return str(response.content.decode())


def decision_page() -> str:
    return reverse("office:redaction", args=[Redaction.objects.get().pk])


def seal_on(page: str) -> str:
    return page.partition('name="seal" value="')[2].partition('"')[0]


def test_from_asking_to_what_citizens_see(clients: dict[str, Client]):
    public = reverse("public:indicator", args=["43A"])
    assert NAME in text_of(clients["citizen"].get(public))
    assert "&lt;集計&gt;" in text_of(clients["alice"].get(ASK))
    # Looking shows the places, and asks for nothing.
    page = text_of(clients["alice"].post(ASK, {**TYPED, "action": "look"}))
    assert "公表：説明" in page
    assert f"窓口の<del>{NAME}</del>さんが&lt;集計&gt;しました。" in page
    assert not Redaction.objects.exists()
    assert "申し出ました" in text_of(clients["alice"].post(ASK, ASKED, follow=True))
    # Nothing is public before somebody else has looked.
    assert NAME in text_of(clients["citizen"].get(public))
    assert decision_page() in text_of(clients["bob"].get(WAITING))
    assert decision_page() in text_of(clients["bob"].get(reverse("office:board")))
    page = text_of(clients["bob"].get(decision_page()))
    for place in ("公表：説明", "実績の入力：説明", "記録：内容"):
        assert place in page
    data = {"action": "carry_out", "seal": seal_on(page)}
    decided = decision_page()
    text = text_of(clients["bob"].post(decided, data, follow=True))
    assert "の文を消しました" in text
    assert NAME not in text
    text = text_of(clients["citizen"].get(public))
    assert NAME not in text
    assert "980" in text
    assert "令和6年度の文の一部を、法令により消しました（個人の名前のため）" in text
    for name in ("indicator_json", "indicator_csv"):
        body = text_of(clients["citizen"].get(reverse(f"public:{name}", args=["43A"])))
        assert NAME not in body
        assert "［削除］" in body
    assert "すでに済んでいる" in text_of(clients["carol"].post(decided, data, follow=True))
    assert "もう済んでいます" in text_of(clients["carol"].get(decided))


def test_the_office_sees_every_place_and_leaves_one_that_means_another(clients: dict[str, Client]):
    line = Statement.objects.create(
        measure=Publication.objects.get().indicator.measure, section="issue", order=1, summary=f"{NAME}記念館"
    )
    line.summary = f"{NAME}記念館の老朽化"
    line.save()
    page = text_of(clients["bob"].post(ASK_ANYWHERE, {**TYPED, "action": "look"}))
    key = f"measures_statement-{line.pk}"
    assert f'name="kept" value="{key}"' in page
    assert page.count("現状・課題・方向性の履歴：要約") == 2
    assert page.index("公表：説明") < page.index("記録：内容")
    # The department is shown what citizens read of its own, and leaves nothing out.
    page = text_of(clients["alice"].post(ASK_ANYWHERE, {**TYPED, "action": "look"}))
    assert "公表：説明" in page
    assert "記録：内容" not in page
    assert 'name="kept"' not in page
    clients["bob"].post(ASK_ANYWHERE, {**ASKED, "kept": key})
    page = text_of(clients["carol"].get(decision_page()))
    assert "checked disabled" in page
    clients["carol"].post(decision_page(), {"action": "carry_out", "seal": seal_on(page)})
    line.refresh_from_db()
    assert line.summary == f"{NAME}記念館の老朽化"
    assert "［削除］" in Publication.objects.get().note
    assert "記念館" not in text_of(clients["citizen"].get(reverse("public:corrections")))


def test_a_place_that_was_not_seen_is_shown_before_anything_goes(clients: dict[str, Client]):
    clients["alice"].post(ASK, ASKED)
    seal = seal_on(text_of(clients["bob"].get(decision_page())))
    measure = Publication.objects.get().indicator.measure
    Statement.objects.create(measure=measure, section="issue", order=1, summary=f"{NAME}記念館")
    answer = clients["bob"].post(decision_page(), {"action": "carry_out", "seal": seal})
    assert answer.status_code == 409
    assert "記念館" in text_of(answer)
    assert NAME in Publication.objects.get().note


def test_who_asked_finds_no_button_and_is_refused(clients: dict[str, Client]):
    clients["bob"].post(ASK, ASKED)
    page = text_of(clients["bob"].get(decision_page()))
    data = {"action": "carry_out", "seal": seal_on(page)}
    assert 'value="carry_out"' not in page
    assert clients["bob"].post(decision_page(), data).status_code == 403
    assert 'value="carry_out"' in text_of(clients["carol"].get(decision_page()))
    text = text_of(clients["bob"].post(decision_page(), {"action": "withdraw"}, follow=True))
    assert "取りやめました" in text
    assert not Redaction.objects.exists()


@pytest.mark.parametrize("action", ["ask", "look"])
@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({**ASKED, "passage": ""}, "passage"),
        ({**ASKED, "passage": "いない人"}, "passage"),
        ({**ASKED, "passage": "33"}, "passage"),
        ({**ASKED, "reason": ""}, "reason"),
        ({**ASKED, "reason": f"{NAME}さんの求め"}, "reason"),
        ({**ASKED, "reason": "あ" * 301}, "reason"),
    ],
)
def test_bad_input_is_told_at_its_field(
    clients: dict[str, Client], data: dict[str, str], field: str, action: str
):
    text = text_of(clients["alice"].post(ASK, {**data, "action": action}))
    assert f'href="#id_{field}"' in text
    assert not Redaction.objects.exists()


@pytest.mark.parametrize("who", ["dave", "erin"])
def test_others_neither_ask_nor_carry_out(clients: dict[str, Client], who: str):
    for address in (ASK, ASK_ANYWHERE):
        assert clients[who].get(address).status_code == 403
        assert clients[who].post(address, ASKED).status_code == 403
    assert clients[who].get(WAITING).status_code == 403
    assert not Redaction.objects.exists()


def test_what_is_no_redaction(clients: dict[str, Client]):
    bob = clients["bob"]
    assert bob.get(reverse("entry:redaction", args=["43A", 2023])).status_code == 404
    assert bob.post(reverse("office:redaction", args=[999]), {"action": "carry_out"}).status_code == 404
    clients["alice"].post(ASK, ASKED)
    assert bob.post(decision_page(), {"action": "erase"}).status_code == 400
