"""The draft that a page keeps by itself: what autosave.js is answered."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators import workflow
from indicators.models import Event, Evidence, Indicator, Kind, Result
from tests.indicators.bad_files import PDF
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_indicator,
    publish_value,
    said,
    submit_value,
)

pytestmark = pytest.mark.django_db
EDIT = "/entry/43A/2024/"


@pytest.fixture
def people() -> dict[str, Any]:
    found = {"alice": make_alice(), "bob": make_bob(), "carol": make_carol(), "dave": make_dave()}
    make_cycle(2024, by=found["bob"])
    return found


@pytest.fixture
def indicator() -> Indicator:
    return make_indicator()


@pytest.fixture
def alice(people: dict[str, Any], indicator: Indicator) -> Client:
    client = Client()
    client.force_login(people["alice"])
    return client


def keep(client: Client, version: int = 0, **typed: Any) -> Any:
    told = {"number": 1, "version": version, "value_state": "actual", "action": "draft", **typed}
    return client.post(EDIT, told, headers={"accept": "application/json"})


def test_the_number_of_the_edit_comes_back(alice: Client) -> None:
    first = keep(alice, value="５").json()
    assert (first["number"], first["version"]) == (1, 1)
    assert first["saved_at"]
    assert keep(alice, 1, value="5").json()["version"] == 1
    assert keep(alice, 1, value="6").json()["version"] == 2
    assert Event.objects.count() == 2


def test_an_empty_form_keeps_nothing(alice: Client) -> None:
    assert keep(alice, value_state="").json() == {"number": 1, "version": 0, "saved_at": ""}
    assert not Result.objects.exists()


def test_what_cannot_be_read_is_told_by_field(alice: Client) -> None:
    answer = keep(alice, value="12件", note="大事")
    assert answer.status_code == 422
    assert "単位は「人」" in answer.json()["errors"]["value"][0]
    assert not Result.objects.exists()


def test_files_are_not_its_business(alice: Client) -> None:
    keep(alice, value="5", uploads=[SimpleUploadedFile("a.pdf", PDF)], link="https://a")
    assert not Evidence.objects.exists()


def test_a_conflict_shows_both_and_writes_nothing(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    keep(alice, value="5")
    workflow.save_draft(owner=indicator, year=2024, data=said("7"), by=people["bob"], version=1)
    answer = keep(alice, 1, value="6", note="<b>私の説明</b>")
    assert answer.status_code == 409
    told = answer.json()
    assert "先に保存" in told["message"]
    assert told["again"] == {"number": 1, "version": 2}
    assert "7<small>人" in told["box"]
    assert "6<small>人" in told["box"]
    assert "&lt;b&gt;私の説明" in told["box"]
    assert Result.objects.get().value == 7
    assert keep(alice, 2, value="6").json()["version"] == 3


def test_behind_a_submission_there_is_no_way_on(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    submit_value(indicator, 2024, said("7", note="窓口の休止"), by=people["bob"])
    told = keep(alice, 1, value="6").json()
    assert told["again"] == {}
    assert "提出済" in told["message"]


def test_the_reason_of_a_change_is_asked_for(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    publish_value(indicator, 2024, said("7", note="窓口の休止"), by=people["alice"], publisher=people["bob"])
    change = workflow.open_change(
        owner=indicator, year=2024, kind=Kind.CORRECTION, by=people["alice"], reason="誤り"
    )
    told: dict[str, Any] = {"number": 2, "version": change.version, "value": "8"}
    answer = keep(alice, **{**told, "reason": ""})
    assert answer.status_code == 422
    assert "reason" in answer.json()["errors"]
    assert keep(alice, **{**told, "reason": "集計の誤り"}).status_code == 200


@pytest.mark.parametrize("who", ["dave", None])
def test_who_may_not_is_refused(people: dict[str, Any], indicator: Indicator, who: str | None) -> None:
    client = Client()
    if who:
        client.force_login(people[who])
    assert keep(client, value="5").status_code == 403
    assert not Result.objects.exists()


def test_without_the_script_the_button_answers_with_a_page(alice: Client) -> None:
    answer = alice.post(EDIT, {"number": 1, "version": 0, "value": "5", "action": "draft"})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/dashboard/",
        "/dashboard/measures/43/",
        "/dashboard/departments/sangyo-shinko/",
        "/office/",
        "/entry/grid/2024/?department=sangyo-shinko",
        "/entry/43A/2024/",
        "/entry/43A/2025/",
        "/entry/43A/2024/history/",
    ],
)
def test_a_number_without_its_state_breaks_no_page(
    alice: Client, people: dict[str, Any], indicator: Indicator, address: str
) -> None:
    """A page that keeps its draft by itself does so before the state is chosen."""
    make_cycle(2025, by=people["bob"])
    keep(alice, value="5", value_state="")
    assert Result.objects.get().value_state == ""
    for who in ("bob", "carol"):
        reader = Client()
        reader.force_login(people[who])
        assert reader.get(address).status_code == 200
