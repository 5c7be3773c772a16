"""One form for an indicator's definition: what it refuses, what it says while one types, what it keeps."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from indicators import workflow
from indicators.models import Event, Indicator, Target
from tests.indicators.factories import make_bob, make_carol, make_department, make_measure

pytestmark = pytest.mark.django_db
NEW = "/office/plan/3/indicators/new/"


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_bob())
    return client


def typed(**said: Any) -> dict[str, Any]:
    """2,000人 by 2026 from 584人 in 2022, as somebody types it."""
    return {
        "edition": "",
        "measure": make_measure().pk,
        "name": "相談窓口の利用者数",
        "unit": "人",
        "decimals": "0",
        "counting": "annual",
        "year_kind": "fiscal",
        "lead_department": make_department().pk,
        "promise": "increase",
        "value": "2,000人",
        "baseline_value": "584",
        "baseline_label": "令和４年12月末",
        "baseline_year": "2022",
        "target_year": "2026",
        "label": "2,000人",
        "action": "save",
        **said,
    }


def test_what_is_typed_says_its_line_and_its_sentence(office: Client) -> None:
    shown = office.post(NEW + "?part=meaning", typed(action="look")).content.decode()
    assert "令和8年度までに、「相談窓口の利用者数」を584人から2,000人まで増やす。" in shown
    # 1,416 in four years: 354 a year.
    assert [due in shown for due in ("938人", "1,292人", "1,646人")] == [True] * 3
    assert not Indicator.objects.exists()


@pytest.mark.parametrize(
    ("said", "sentence", "kept"),
    [
        (
            {"promise": "within", "value": "20", "upper": "25", "tolerance": "2", "unit": ""},
            "を20以上25以下に保つ。",
            ("within", 20, 25, 2, "limit"),
        ),
        (
            {
                "promise": "at_least",
                "value": "60000",
                "unit": "冊",
                "wording": "yearly",
                "baseline_value": "",
            },
            "を毎年60,000冊以上に保つ。",
            ("at_least", 60000, None, 0, "yearly"),
        ),
        (
            {"promise": "keep_at_most", "value": ""},
            "を584人以下に保つ。",
            ("at_most", 584, None, 0, "limit"),
        ),
        (
            {"baseline_value": "", "baseline_label": "", "baseline_year": "", "year_kind": "calendar"},
            "令和8年までに、「相談窓口の利用者数」を2,000人まで増やす。",
            ("increase", 2000, None, 0, "limit"),
        ),
        (
            {"counting": "cumulative_from_zero", "value": "2", "baseline_value": "2"},
            "を0から数え直して2人まで増やす。",
            ("increase", 2, None, 0, "limit"),
        ),
    ],
)
def test_each_kind_is_said_and_kept(
    office: Client, said: dict[str, str], sentence: str, kept: tuple[Any, ...]
) -> None:
    assert sentence in office.post(NEW, typed(**said, action="look")).content.decode()
    answer = office.post(NEW, typed(**said))
    assert (answer.status_code, answer["Location"]) == (302, "/office/plan/indicators/43A/")
    indicator, target = Indicator.objects.get(), Target.objects.get()
    found = (indicator.direction, target.value, target.upper, target.tolerance, target.wording)
    assert found == kept
    assert (target.first_year, target.published_at, target.reason) == (2023, None, "計画策定時の目標")
    assert Event.objects.filter(action="rule_drafted", indicator=indicator).exists()
    assert office.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("said", "field", "reason"),
    [
        ({"value": "584"}, "value", "目標が現状値と同じ"),
        ({"value": "500"}, "value", "目標が現状値より下"),
        ({"value": "2,000件"}, "value", "人"),
        ({"promise": "within"}, "upper", "上限も指定してください"),
        ({"promise": "within", "upper": "1,000"}, "upper", "下限より大きく"),
        ({"tolerance": "5"}, "tolerance", "許容幅は"),
        ({"promise": "at_most", "counting": "cumulative"}, "counting", "累計の数え方は使えません"),
        ({"baseline_year": ""}, "baseline_year", "現状値の年度を指定"),
        ({"promise": "keep_at_least", "baseline_value": "", "value": ""}, "baseline_value", "現状値を入力"),
        ({"value": "-5", "promise": "decrease"}, "value", "負の値"),
    ],
)
def test_what_cannot_be_judged_is_refused_at_its_field(
    office: Client, said: dict[str, str], field: str, reason: str
) -> None:
    answer = office.post(NEW, typed(**said))
    assert answer.status_code == 200
    assert reason in " ".join(answer.context["form"].errors[field])
    assert not Indicator.objects.exists()


def test_it_is_mended_until_its_target_is_public(office: Client) -> None:
    office.post(NEW, typed())
    address = "/office/plan/indicators/43A/"
    edition = office.get(address).context["form"].initial["edition"]
    assert office.post(address, typed(edition=edition, value="1,800", name="利用者数")).status_code == 302
    assert (Indicator.objects.get().name, Target.objects.get().value) == ("利用者数", Decimal(1800))
    late = office.post(address, typed(edition=edition, value="1,700"))
    assert (late.status_code, Target.objects.get().value) == (409, Decimal(1800))
    workflow.publish_rule(rule=Target.objects.get(), by=make_carol())
    shown = office.get(address).content.decode()
    assert "使い始める年度を決めて改めます" in shown
    edition = office.get(address).context["form"].initial["edition"]
    assert office.post(address, typed(edition=edition, value="1")).status_code == 409
    assert Target.objects.get().value == 1800
