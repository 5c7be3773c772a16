"""A department's table, through the client and the real workflow."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators import workflow
from indicators.models import Event, Indicator, Result
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_department,
    make_indicator,
    make_measure,
    make_user,
    publish_value,
    said,
    submit_value,
)
from tests.indicators.pages import client_of, fields_of, text_of

pytestmark = pytest.mark.django_db
GRID = "/entry/grid/2024/"
HIDDEN = re.compile(r'name="(43\w-(?:seen|version))" value="([^"]*)"')


@pytest.fixture
def indicators() -> list[Indicator]:
    return [make_indicator(letter=letter, name=f"指標{letter}") for letter in "ABC"]


@pytest.fixture
def people(indicators: list[Indicator]) -> dict[str, Any]:
    found = {"alice": make_alice(), "bob": make_bob(), "carol": make_carol(), "dave": make_dave()}
    make_cycle(2024, by=found["bob"])
    return found


@pytest.fixture
def alice(people: dict[str, Any]) -> Client:
    return client_of(people["alice"])


def opened(client: Client, address: str = GRID) -> dict[str, str]:
    return fields_of(client, address, "43")


def test_a_part_of_a_year_is_handed_in_with_its_day_and_the_next(alice: Client) -> None:
    page: dict[str, Any] = {
        **opened(alice),
        "43A-value_state": "年度途中",
        "43A-value": "700",
        "chosen": ["43A"],
    }
    answer = alice.post(GRID, {**page, "action": "submit"})
    for words in ("次の公表予定日を入力してください", "時点を入力してください"):
        assert words in text_of(answer)
    page |= {"43A-as_of": "R6.9.30", "43A-expected_on": "R7.5.30"}  # a day that is over promises nothing
    answer = alice.post(GRID, {**page, "action": "submit"})
    assert "公表予定日には、きょうより後の日を入力してください" in text_of(answer)
    assert not Result.objects.filter(state="submitted").exists()
    page |= {"43A-expected_on": "R81.5.30"}
    alice.post(GRID, {**page, "action": "submit"})
    record = Result.objects.get()
    assert (record.state, record.value_state, record.value) == ("submitted", "part_year", 700)
    assert (record.as_of.isoformat(), record.expected_on.isoformat()) == ("2024-09-30", "2099-05-30")


def test_rows_that_were_typed_are_saved_and_the_others_left(alice: Client) -> None:
    page = opened(alice)
    page |= {"43A-value_state": "実績", "43A-value": "１，２３４人", "43A-as_of": "R7.3.31"}
    page |= {"43B-value_state": "未公表", "43B-note": "集計中", "43B-expected_on": "2025/10/1"}
    answer = alice.post(GRID, {**page, "action": "draft"}, follow=True)
    assert "2件を下書きに保存しました" in text_of(answer)
    saved = {one.indicator.letter: one for one in Result.objects.all()}
    assert set(saved) == {"A", "B"}
    assert (saved["A"].value, saved["A"].value_state, saved["A"].as_of.isoformat()) == (
        1234,
        "actual",
        "2025-03-31",
    )
    assert (saved["B"].value_state, saved["B"].expected_on.isoformat()) == ("unpublished", "2025-10-01")
    again = opened(alice)
    assert (again["43A-value"], again["43A-value_state"]) == ("1234", "実績")
    before = Event.objects.count()
    answer = alice.post(GRID, {**again, "action": "draft"}, follow=True)
    assert "変わったところがない" in text_of(answer)
    assert Event.objects.count() == before


def test_a_text_of_the_year_before_is_taken_over_and_handed_in_with_a_word(
    alice: Client, people: dict[str, Any], indicators: list[Indicator]
) -> None:
    text = "窓口の台帳を数えました。"
    make_cycle(2023, by=people["bob"])
    before = said("600", note=text)
    publish_value(indicators[0], 2023, before, by=people["bob"], publisher=people["carol"])
    page: dict[str, Any] = opened(alice) | {"43A-value_state": "実績", "43A-value": "700"}
    answer = alice.post(GRID, {**page, "take": "43A-note"})
    assert "引き継いで、欄に入れました。まだ保存していません。" in text_of(answer)
    row = next(line for line in answer.context["lines"] if line.code == "43A")
    assert (row.form["note"].value(), row.form["value"].value()) == (text, "700")
    assert not Result.objects.filter(year=2024).exists()
    page |= {"43A-note": text, "chosen": ["43A"], "action": "submit"}
    answer = alice.post(GRID, page)
    assert "令和5年度の説明のままです" in text_of(answer)
    assert "前の年度のままの欄（43A 説明）" in text_of(answer)
    assert not Result.objects.filter(year=2024).exists()
    alice.post(GRID, {**page, "confirmed": "43A-note"})
    assert Result.objects.get(year=2024).state == "submitted"


def test_what_no_value_can_be_is_told_in_its_cell(alice: Client) -> None:
    page = opened(alice)
    page |= {"43A-value_state": "実績", "43A-value": "-5", "43B-value_state": "実績", "43B-value": "700"}
    page |= {"43B-as_of": "2099/3/31"}
    answer = alice.post(GRID, {**page, "action": "draft"})
    wrong = {line.code: list(line.form.errors) for line in answer.context["wrong"]}
    assert wrong == {"43A": ["value"], "43B": ["as_of"]}
    assert not Result.objects.exists()


def test_a_row_says_what_deserves_a_second_look(alice: Client) -> None:
    page = opened(alice)
    page |= {"43A-value_state": "実績", "43A-value": "700", "43A-note": "8月末の見込みです"}
    page |= {"43B-value_state": "実績", "43B-value": "30000", "43B-note": "2025/3/31"}
    text = text_of(alice.post(GRID, {**page, "action": "draft"}, follow=True))
    assert "値の状態は「実績」ですが、説明に「見込」とあります" in text
    assert "現状値と目標の10倍以上" in text
    assert "説明が、日付や数だけ" in text


def test_an_error_is_told_in_its_cell_and_nothing_is_saved(alice: Client) -> None:
    page = opened(alice)
    page |= {"43A-value_state": "実績", "43A-value": "10", "43B-value": "12件", "43C-value_state": "実積"}
    answer = alice.post(GRID, {**page, "action": "draft"})
    content = answer.content.decode()
    assert answer.status_code == 200
    assert not Result.objects.exists()
    for name in ("43B-value", "43C-value_state"):
        box = next(tag for tag in re.findall(r"<input[^>]*>", content) if f'name="{name}"' in tag)
        assert 'aria-invalid="true"' in box
        assert f'aria-describedby="id_{name}_error"' in box
        assert f'id="id_{name}_error"' in content
        assert f'href="#id_{name}"' in content
    for kept in ("10", "12件", "実積"):
        assert f'value="{kept}"' in content
    assert "「実積」は値の状態ではありません" in content


def test_chosen_rows_are_handed_in_with_the_rest_kept(alice: Client) -> None:
    page = opened(alice)
    page |= {"43A-value_state": "実績", "43A-value": "10", "43A-note": "窓口の休止", "43B-value": "20"}
    answer = alice.post(GRID, {**page, "action": "submit", "chosen": ["43A"]}, follow=True)
    assert "1件を提出しました" in text_of(answer)
    assert "選ばなかった1件は下書き" in text_of(answer)
    assert dict(Result.objects.values_list("indicator__letter", "state")) == {"A": "submitted", "B": "draft"}
    assert "43A-value" not in opened(alice)


def test_what_a_submission_lacks_is_told_in_its_cells(alice: Client) -> None:
    page = opened(alice) | {"43A-value_state": "実績", "43A-value": "10", "43B-value": "20"}
    answer = alice.post(GRID, {**page, "action": "submit", "chosen": ["43A", "43B", "43C"]})
    content = answer.content.decode()
    assert 'href="#id_43B-value_state"' in content
    assert 'href="#id_43C-value_state"' in content
    assert 'value="43A" checked' in content
    assert not Result.objects.exists()


def test_nothing_chosen_is_said(alice: Client) -> None:
    page = opened(alice) | {"43A-value": "10"}
    answer = alice.post(GRID, {**page, "action": "submit"})
    assert "提出する行を選んで" in text_of(answer)
    assert 'value="10"' in answer.content.decode()


@pytest.mark.parametrize("resolve", ["mine", "saved", ""])
def test_a_row_that_somebody_else_changed(
    alice: Client, people: dict[str, Any], indicators: list[Indicator], resolve: str
) -> None:
    page = opened(alice) | {"43A-value_state": "実績", "43A-value": "10", "43B-value": "20"}
    workflow.save_draft(owner=indicators[0], year=2024, data=said("77", note="ボブの説明"), by=people["bob"])
    answer = alice.post(GRID, {**page, "action": "draft"})
    content = answer.content.decode()
    assert answer.status_code == 409
    assert "77" in content
    assert "ボブの説明" in content
    assert 'value="10"' in content
    assert 'value="20"' in content
    assert Result.objects.get().value == 77
    standing = re.findall(r'name="43A-current_version" value="(\d+)"', content)[0]
    page |= {"43A-resolve": resolve, "43A-current_version": standing}
    answer = alice.post(GRID, {**page, "action": "draft"}, follow=True)
    values = {one.indicator.letter: one.value for one in Result.objects.all()}
    assert answer.status_code == (200 if resolve else 409)
    assert values == (
        {"A": 10, "B": 20} if resolve == "mine" else {"A": 77, "B": 20} if resolve else {"A": 77}
    )


def test_a_third_save_is_not_covered_either(
    alice: Client, people: dict[str, Any], indicators: list[Indicator]
) -> None:
    page = opened(alice) | {"43A-value_state": "実績", "43A-value": "10"}
    told = {"owner": indicators[0], "year": 2024, "by": people["bob"]}
    workflow.save_draft(**told, data=said("77"))
    workflow.save_draft(**told, data=said("78"), version=1)
    page |= {"43A-resolve": "mine", "43A-current_version": "1"}
    assert alice.post(GRID, {**page, "action": "draft"}).status_code == 409
    assert Result.objects.get().value == 78


def test_an_untouched_row_of_somebody_else_is_no_conflict(
    alice: Client, people: dict[str, Any], indicators: list[Indicator]
) -> None:
    page = opened(alice) | {"43B-value": "20"}
    workflow.save_draft(owner=indicators[0], year=2024, data=said("77"), by=people["bob"])
    submit_value(indicators[2], 2024, said("5", note="窓口の休止"), by=people["bob"])
    assert alice.post(GRID, {**page, "action": "draft"}).status_code == 302
    assert {one.indicator.letter: one.value for one in Result.objects.all()} == {"A": 77, "B": 20, "C": 5}


def test_a_row_handed_in_meanwhile_is_shown_with_what_was_typed(
    alice: Client, people: dict[str, Any], indicators: list[Indicator]
) -> None:
    page = opened(alice) | {"43A-value": "1"}
    submit_value(indicators[1], 2024, said("5", note="窓口の休止"), by=people["bob"])
    for value in ("20", "二十"):
        answer = alice.post(GRID, {**page, "43B-value": value, "action": "draft"})
        assert answer.status_code == 409
        assert value in text_of(answer)
        assert "すでに「提出済」" in text_of(answer)
        assert 'value="1"' in answer.content.decode()
    assert Result.objects.count() == 1


def test_what_is_not_to_be_typed_is_only_shown(
    alice: Client, people: dict[str, Any], indicators: list[Indicator]
) -> None:
    publish_value(indicators[0], 2024, said("123"), by=people["alice"], publisher=people["bob"])
    page = opened(alice)
    assert "43A-value" not in page
    assert "123" in text_of(alice.get(GRID))
    forged = {"43A-value": "9", "43A-value_state": "実績", "43A-version": "1", "43A-snapshot": "x"}
    answer = alice.post(GRID, {**page, **forged, "action": "draft"})
    assert answer.status_code == 409
    assert Result.objects.get().value == 123


def test_a_note_of_several_lines_comes_back_as_it_was(
    alice: Client, people: dict[str, Any], indicators: list[Indicator]
) -> None:
    workflow.save_draft(
        owner=indicators[0], year=2024, data=said("5", note="一行目\n二行目"), by=people["alice"]
    )
    page = opened(alice)
    page["43A-note"] = page["43A-note"].replace("\n", "\r\n")
    answer = alice.post(GRID, {**page, "action": "draft"}, follow=True)
    assert "変わったところがない" in text_of(answer)


# --- Changes of published values --------------------------------------------------------------------


@pytest.fixture
def changes(people: dict[str, Any], indicators: list[Indicator]) -> None:
    """43A is being corrected, 43B withdrawn, 43C is to become final."""
    for indicator, kind in zip(indicators, ("correction", "withdrawal", "final"), strict=True):
        first = said("100", "provisional" if kind == "final" else "actual")
        publish_value(indicator, 2024, first, by=people["alice"], publisher=people["bob"])
        workflow.open_change(
            owner=indicator,
            year=2024,
            kind=kind,
            reason="" if kind == "final" else "誤り",
            by=people["alice"],
        )


@pytest.mark.usefixtures("changes")
def test_changes_are_typed_and_handed_in(alice: Client) -> None:
    page = opened(alice)
    assert (page["43A-value"], page["43A-reason"], page["43A-number"]) == ("100", "誤り", "2")
    assert "43B-value" not in page, "a withdrawal has no value"
    assert page["43B-reason"] == "誤り"
    text = text_of(alice.get(GRID))
    for words in ("訂正 公表中の値 100人", "取下げ 公表中の値 100人", "確定 公表中の値 100人", "変更の理由"):
        assert words in text
    page |= {
        "43A-value": "95",
        "43A-reason": "重複を除いた",
        "43B-reason": "別の数だった",
        "43C-value": "101",
    }
    answer = alice.post(GRID, {**page, "action": "submit", "chosen": ["43A", "43B"]}, follow=True)
    assert "2件を提出しました" in text_of(answer)
    saved = {one.indicator.letter: one for one in Result.objects.filter(number=2)}
    assert {letter: one.state for letter, one in saved.items()} == {
        "A": "submitted",
        "B": "submitted",
        "C": "draft",
    }
    assert (saved["A"].value, saved["A"].reason) == (95, "重複を除いた")
    assert (saved["B"].value, saved["B"].reason) == (None, "別の数だった")
    assert (saved["C"].value, saved["C"].kind) == (101, "final")


@pytest.mark.usefixtures("changes")
def test_what_a_change_does_not_take_is_told_in_its_cell(alice: Client) -> None:
    page = opened(alice) | {"43A-reason": " ", "43C-value_state": "速報"}
    answer = alice.post(GRID, {**page, "action": "draft"})
    content = answer.content.decode()
    assert 'href="#id_43A-reason"' in content
    assert 'href="#id_43C-value_state"' in content
    assert "確定では、値の状態は「実績」だけです" in content
    assert set(Result.objects.values_list("value", flat=True)) == {100, None}


@pytest.mark.usefixtures("changes")
def test_an_untouched_table_of_changes_saves_nothing(alice: Client) -> None:
    before = Event.objects.count()
    answer = alice.post(GRID, {**opened(alice), "action": "draft"}, follow=True)
    assert "変わったところがない" in text_of(answer)
    assert Event.objects.count() == before


@pytest.mark.usefixtures("changes")
@pytest.mark.parametrize("also_reopened", [False, True])
def test_a_change_that_was_given_up_meanwhile(
    alice: Client, people: dict[str, Any], indicators: list[Indicator], also_reopened: bool
) -> None:
    page = opened(alice) | {"43A-value": "95", "43A-reason": "重複を除いた"}
    told: dict[str, Any] = {"owner": indicators[0], "year": 2024}
    change = workflow.current_result(**told)
    assert change is not None
    workflow.discard(record=change, version=change.version, by=people["bob"])
    if also_reopened:
        workflow.open_change(**told, kind="revision", reason="出所の改定", by=people["bob"])
    answer = alice.post(GRID, {**page, "action": "draft"})
    assert answer.status_code == 409
    for kept in ("95", "重複を除いた"):
        assert kept in text_of(answer)
    assert not Result.objects.filter(value=95).exists()


def test_a_first_value_that_was_published_meanwhile_does_not_become_a_change(
    alice: Client, people: dict[str, Any], indicators: list[Indicator]
) -> None:
    page = opened(alice) | {"43A-value_state": "実績", "43A-value": "10"}
    publish_value(
        indicators[0], 2024, said("5", note="窓口の休止"), by=people["alice"], publisher=people["bob"]
    )
    workflow.open_change(owner=indicators[0], year=2024, kind="correction", reason="誤り", by=people["bob"])
    answer = alice.post(GRID, {**page, "action": "draft"})
    assert answer.status_code == 409
    assert "自分の値で上書きする" not in text_of(answer), (
        "of a first value nobody knows why it would be changed"
    )
    assert set(Result.objects.values_list("value", flat=True)) == {5}


# --- Who, which year --------------------------------------------------------------------------------


def test_only_the_departments_of_a_person(people: dict[str, Any], indicators: list[Indicator]) -> None:
    other = make_department("zaisei", "財政課")
    make_indicator(measure=make_measure(46), department=other)
    alice, bob = client_of(people["alice"]), client_of(people["bob"])
    assert alice.get(f"{GRID}?department=zaisei").status_code == 403
    assert alice.get(f"{GRID}?department=nowhere").status_code == 404
    assert client_of(people["dave"]).get(GRID).status_code == 403
    assert (
        client_of(make_user("erin", departments=(make_department("kominkan", "公民館"),)))
        .get(GRID)
        .status_code
        == 403
    )
    assert Client().get(GRID).status_code == 302
    choice = text_of(bob.get(GRID))
    assert "財政課" in choice
    assert "産業振興課" in choice
    assert "46A" in text_of(bob.get(f"{GRID}?department=zaisei"))
    both = client_of(make_user("frank", departments=(other, make_department())))
    assert "課を選んでください" in text_of(both.get(GRID))


def test_rows_of_another_department_are_not_read(people: dict[str, Any]) -> None:
    make_indicator(measure=make_measure(46), department=make_department("zaisei", "財政課"))
    alice = client_of(people["alice"])
    forged = {"46A-value": "9", "46A-value_state": "実績", "46A-version": "0", "46A-snapshot": "x"}
    alice.post(GRID, {**opened(alice), **forged, "43A-value": "1", "action": "draft", "chosen": ["46A"]})
    assert {one.indicator.code for one in Result.objects.all()} == {"43A"}


@pytest.mark.parametrize(
    ("year", "status"), [(1988, 404), (2101, 404), (2027, 404), (2025, 200), (2020, 200)]
)
def test_years(alice: Client, year: int, status: int) -> None:
    assert alice.get(f"/entry/grid/{year}/").status_code == status


def test_many_other_years_stand_in_one_fold(alice: Client, people: dict[str, Any]) -> None:
    for year in (2023, 2025, 2026):
        make_cycle(year, by=people["bob"])
    page = alice.get(GRID).content.decode()
    fold = page[: page.index('aria-label="年度を選ぶ"')].rpartition("<summary>ほかの年度を開く</summary>")
    assert fold[1]
    assert "<details" not in fold[2]


def test_a_year_that_is_not_open_is_only_shown(alice: Client) -> None:
    assert opened(alice, "/entry/grid/2025/") == {}
    assert "いま入力できる行はありません" in text_of(alice.get("/entry/grid/2025/"))
    assert "43A-value" in opened(alice, "/entry/grid/2020/"), "history"


def test_an_unknown_button(alice: Client) -> None:
    assert alice.post(GRID, {"action": "publish"}).status_code == 400


def test_a_table_costs_as_many_queries_for_forty_as_for_three(
    alice: Client, people: dict[str, Any], django_assert_num_queries: Any
) -> None:
    with CaptureQueriesContext(connection) as few:
        alice.get(GRID)
    for number in range(50, 90):
        indicator = make_indicator(measure=make_measure(number))
        workflow.save_draft(owner=indicator, year=2024, data=said("5"), by=people["alice"])
    with django_assert_num_queries(len(few)):
        alice.get(GRID)
