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


def test_a_target_may_lie_as_far_ahead_as_the_workbook_takes_it(office: Client) -> None:
    shown = office.post(NEW + "?part=meaning", typed(action="look", target_year="2050")).content.decode()
    assert "令和32年度までに、" in shown


def test_the_time_of_a_baseline_that_lies_outside_its_year_is_asked_about(office: Client) -> None:
    odd = typed(action="look", baseline_label="令和６年４月１日")
    shown = office.post(NEW + "?part=meaning", odd).content.decode()
    asked = "現状値の時点「令和６年４月１日」は、令和4年度に入りません。どちらが正しいか確かめてください。"
    assert asked in shown
    assert "に入りません" not in office.post(NEW + "?part=meaning", typed(action="look")).content.decode()


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


def test_the_line_that_is_meant_is_drawn(office: Client) -> None:
    shown = office.post(NEW, typed(interim="令和6年度 1,600人", action="look"))
    drawing = shown.context["meaning"].drawing
    assert [mark.words for mark in drawing.marks] == ["現状値 584人", "1,600人", "目標 2,000人"]
    # 584 in 2022, then 1,092, 1,600, 1,800 and 2,000: half the way to each, and as high as each is.
    assert dict(shown.context["meaning"].years) == {
        "令和5年度": "1,092人",
        "令和6年度": "1,600人",
        "令和7年度": "1,800人",
        "令和8年度": "2,000人",
    }
    places = [tuple(map(float, point.split(","))) for point in drawing.line.split()]
    assert [x for x, _ in places] == [46.0, 183.0, 320.0, 457.0, 594.0]  # from the baseline's year on
    heights = [y for _, y in places]
    assert heights == sorted(heights, reverse=True)
    assert "<svg" in shown.content.decode()
    span = office.post(NEW, typed(promise="within", value="20", upper="25", unit="", action="look"))
    assert span.context["meaning"].drawing.zone


def test_a_survey_and_limits_by_year_are_entered_with_the_promise(office: Client) -> None:
    survey = {"survey_every": "2", "survey_year": "2024", "unit": "％", "decimals": "1"}
    ceiling = {"promise": "at_most", "value": "90", "label": "90％以内", "interim": "R6 94\nR7：92％"}
    assert office.post(NEW, typed(**survey, **ceiling)).status_code == 302
    kept = Indicator.objects.get()
    assert [(one.every, one.survey_year, one.first_year) for one in kept.rhythms.all()] == [(2, 2024, 2023)]
    points = kept.interim_targets.order_by("year").values_list("year", "value", "published_at")
    assert list(points) == [(2024, Decimal(94), None), (2025, Decimal(92), None)]
    page = office.get("/office/plan/indicators/43A/")
    form = page.context["form"]
    assert (form.initial["survey_every"], form.initial["interim"]) == (2, "令和6年度 94\n令和7年度 92")
    edition = form.initial["edition"]
    # Every third year from 2025: 2028 is one, 2026 is none.
    other = {**survey, **ceiling, "survey_every": "3", "survey_year": "2025", "interim": ""}
    refused = office.post("/office/plan/indicators/43A/", typed(**other, edition=edition))
    assert "令和8年度は調査のない年です" in " ".join(refused.context["form"].errors["target_year"])
    assert office.post(
        "/office/plan/indicators/43A/", typed(**other, edition=edition, target_year="2028")
    ).status_code == 302  # fmt: skip
    assert [(one.every, one.survey_year) for one in kept.rhythms.all()] == [(3, 2025)]
    assert not kept.interim_targets.exists()


@pytest.mark.parametrize(
    ("interim", "reason"),
    [
        ("令和6年度", "年と値を"),
        ("令和6年度 1,2,3", "「令和6年度 1,2,3」："),
        ("来年 1,200", "年度として読めません"),
        ("R6 900\n2024 950", "同じ年が2つ"),
        ("R8 1,900", "中間目標の年度は"),
    ],
)
def test_figures_by_year_that_cannot_be_read_are_refused(office: Client, interim: str, reason: str) -> None:
    answer = office.post(NEW, typed(interim=interim, action="look"))
    assert reason in " ".join(answer.context["form"].errors["interim"])


def test_years_are_called_as_the_indicator_is_counted(office: Client) -> None:
    form = office.post(NEW, typed(year_kind="calendar", action="look")).context["form"]
    assert (2026, "令和8年（2026年）") in form.fields["target_year"].choices


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
