"""The entry pages, through the client and the real workflow."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from indicators import frames, workflow
from indicators.models import Event, HandoverNote, Indicator, Kind, Publication, Result, WorkflowState
from indicators.views.entry.preselected import next_kind
from indicators.workflow import Entry
from indicators.workflow.review.warnings import warnings_of, warnings_of_row
from measures.models import Department, Initiative, InitiativeDepartment
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
    publish_change,
    publish_value,
    said,
    submit_value,
)
from tests.indicators.pages import client_of, text_of

pytestmark = pytest.mark.django_db
YEAR = 2024


@pytest.fixture
def indicator() -> Indicator:
    return make_indicator()


@pytest.fixture
def people(indicator: Indicator) -> dict[str, Any]:
    found = {"alice": make_alice(), "bob": make_bob(), "carol": make_carol(), "dave": make_dave()}
    make_cycle(YEAR, by=found["bob"])
    return found


@pytest.fixture
def alice(people: dict[str, Any]) -> Client:
    return client_of(people["alice"])


def edit_url(year: int = YEAR) -> str:
    return reverse("entry:edit", args=["43A", year])


def typed(value: str = "", action: str = "draft", **more: Any) -> dict[str, Any]:
    return {"number": 1, "version": 0, "value_state": "actual", "value": value, "action": action, **more}


# --- Drafting and submitting ------------------------------------------------------------------------


def test_a_draft_is_saved_and_told(alice: Client, people: dict[str, Any]) -> None:
    response = alice.post(edit_url(), typed("１，２３４"), follow=True)
    assert response.redirect_chain == [(edit_url(), 302)]
    assert "下書きを保存しました" in text_of(response)
    result = Result.objects.get()
    assert (result.value, result.state, result.entered_by) == (1234, "draft", people["alice"])
    assert 'value="1234"' in response.content.decode()


def test_a_draft_without_value_and_state_is_saved(alice: Client) -> None:
    alice.post(edit_url(), typed("", value_state="", note="あとで"))
    result = Result.objects.get()
    assert (result.value, result.value_state, result.note) == (None, "", "あとで")


def test_a_value_is_submitted_in_one_step(alice: Client) -> None:
    response = alice.post(edit_url(), typed("1,300人", "submit"), follow=True)
    assert response.redirect_chain == [(reverse("entry:tasks"), 302)]
    assert "提出しました。次は企画課が確認します" in text_of(response)
    assert Result.objects.get().state == WorkflowState.SUBMITTED


def test_a_real_zero_is_a_value(alice: Client) -> None:
    alice.post(edit_url(), typed("0", "submit"))
    assert Result.objects.get().value == Decimal(0)
    assert "0人" in text_of(alice.get(edit_url()))
    assert "令和6年度 0人" in text_of(alice.get(reverse("entry:tasks")))


@pytest.mark.parametrize(
    ("value", "says"),
    [("未定", "値の状態"), ("12件", "単位は「人」"), ("12.5", "小数は使えません"), ("1,2,3,4", "桁区切り")],
)
@pytest.mark.parametrize("action", ["draft", "submit", "preview"])
def test_an_unreadable_number_is_never_saved_and_kept_as_typed(
    alice: Client, action: str, value: str, says: str
) -> None:
    response = alice.post(edit_url(), typed(value, action, note="大事な説明"))
    page = response.content.decode()
    assert response.status_code == 200
    assert says in page
    assert 'href="#id_value"' in page, "the summary leads to the field"
    assert f'value="{value}"' in page
    assert "大事な説明" in page
    assert "値に直すところがあるため" in page
    assert not Result.objects.exists()


@pytest.mark.parametrize(
    ("fields", "name", "says"),
    [
        ({"value": "5", "value_state": ""}, "value_state_0", "値の状態を選んで"),
        ({"value": ""}, "value", "値を入力してください"),
        ({"value": "", "value_state": "not_surveyed"}, "note", "理由を説明に"),
        ({"value": "", "value_state": "unpublished", "note": "集計中"}, "expected_on", "公表予定日を入力"),
        ({"value": "590", "value_state": "provisional"}, "expected_on", "公表予定日を入力"),
        ({"value": "590", "value_state": "estimate"}, "expected_on", "公表予定日を入力"),
        ({"value": "590", "value_state": "part_year", "expected_on": "R81.10.1"}, "as_of", "時点を入力"),
        (
            {"value": "590", "value_state": "estimate", "expected_on": "R8.9.30"},
            "expected_on",
            "きょうより後の日",
        ),
        ({"value": "5840"}, "note", "10倍以上"),
        ({"value": "5", "as_of": "5月末"}, "as_of", "日付として読めません"),
    ],
)
def test_what_a_submission_still_needs_is_said_at_its_field(
    alice: Client, people: dict[str, Any], indicator: Indicator, fields: dict[str, str], name: str, says: str
) -> None:
    make_cycle(2023, by=people["bob"])
    publish_value(indicator, 2023, said("584", note="同じ"), by=people["bob"], publisher=people["carol"])
    before = Result.objects.count()
    response = alice.post(edit_url(), typed(**{"action": "submit", **fields}))
    page = response.content.decode()
    assert says in page
    assert f'href="#id_{name}"' in page
    assert Result.objects.count() == before, "neither saved nor submitted"


@pytest.mark.parametrize("state", ["not_surveyed", "unmeasurable", "not_applicable", "unpublished"])
def test_a_state_without_value_is_submitted_with_its_reason(alice: Client, state: str) -> None:
    alice.post(edit_url(), typed("", "submit", value_state=state, note="事情", expected_on="R81.10.1"))
    result = Result.objects.get()
    assert (result.value, result.value_state, result.state) == (None, state, "submitted")


def test_every_state_is_offered(alice: Client) -> None:
    page = alice.get(edit_url()).content.decode()
    assert len(re.findall(r'type="radio" name="value_state"', page)) == 8


def test_the_form_shows_what_is_needed_to_type(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    make_cycle(2023, by=people["bob"])
    publish_value(indicator, 2023, said("900"), by=people["bob"], publisher=people["carol"])
    text = text_of(alice.get(edit_url()))
    for words in (
        "移住・定住相談窓口利用登録者数",
        "2,000人",
        "1,292人",
        "584人",
        "900人",
        "期限 2025年5月31日",
    ):
        assert words in text, words


def test_an_unknown_button_does_nothing(alice: Client) -> None:
    assert alice.post(edit_url(), typed("5", "publish")).status_code == 400
    assert not Result.objects.exists()


# --- Preview ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "verdict", "sentence"),
    [
        ("1292", "順調", "この年度の目安（1,292人）と同じです。"),
        ("2100", "目標の水準に到達", "この年度の目安（1,292人）を808人上回ります。"),
        ("600", "遅れ", "この年度の目安（1,292人）まで、あと692人です。"),
        ("500", "後退", "あと792人です。"),
    ],
)
def test_the_preview_says_the_verdict_and_saves_nothing(
    alice: Client, value: str, verdict: str, sentence: str
) -> None:
    whole = alice.post(edit_url(), typed(value, "preview"))
    part = alice.post(reverse("entry:preview", args=["43A", YEAR]), typed(value))
    for response in (whole, part):
        assert response.status_code == 200
        text = text_of(response)
        assert verdict in text
        assert sentence in text
        assert "読み取った値：" in text
    assert "<html" not in part.content.decode()
    assert not Result.objects.exists()
    assert not Event.objects.exists()


def test_the_preview_of_a_ceiling(people: dict[str, Any]) -> None:
    make_indicator(
        measure=make_measure(46), name="経常収支比率", unit="％", decimals=1, direction="at_most",
        baseline_value=Decimal("89.8"), baseline_year=2021, target="90",
    )  # fmt: skip
    preview = reverse("entry:preview", args=["46A", YEAR])
    alice = client_of(people["alice"])
    assert "上限を1.6ポイント上回ります。" in text_of(alice.post(preview, typed("９１．６％")))
    assert "上限まで0.2ポイントの余裕があります。" in text_of(alice.post(preview, typed("89.8")))
    assert "上限ちょうどです。" in text_of(alice.post(preview, typed("90")))


def test_the_preview_warns_as_the_submission_will(alice: Client) -> None:
    text = text_of(alice.post(reverse("entry:preview", args=["43A", 2023]), typed("9000")))
    assert "10倍以上" in text


@pytest.mark.parametrize("action", ["draft", "submit"])
def test_what_no_value_can_be_is_told_at_its_field(alice: Client, action: str) -> None:
    """-5テーマ, and 実績 measured on a day to come."""
    answer = alice.post(edit_url(), typed("−5", action, as_of="2099/3/31"))
    form = answer.context["form"]
    assert {name: list(errors) for name, errors in form.errors.items()} == {
        "value": ["負の値は入力できません。この指標の値は0以上です。"],
        "as_of": ["まだ来ていない日です。「時点」には、今日までの日を入力してください。"],
    }
    assert 'value="−5"' in answer.content.decode()
    assert not Result.objects.exists()


def test_a_first_value_far_below_what_is_given_is_told_in_form_and_row(alice: Client) -> None:
    """0.9 for 90 beside a baseline of 89.5 of two years before and a ceiling of 90.0; a 累計 below its baseline; 58 on
    the way from 584 to 2,000, but not 59; and no word of a count that begins at 0 with the plan."""
    ceiling = make_indicator(
        letter="X",
        direction="at_most",
        counting="annual",
        unit="％",
        decimals=1,
        target="90",
        baseline_value=Decimal("89.5"),
    )
    given = typed("0.9", value_state="actual", note="")
    text = text_of(alice.post(reverse("entry:preview", args=["43X", YEAR]), given))
    assert "現状値と目標の10分の1以下です" in text
    total = make_indicator(letter="Y", counting="cumulative", baseline_value=Decimal(112), target="200")
    text = text_of(alice.post(reverse("entry:preview", args=["43Y", YEAR]), typed("100", note="")))
    assert "累計なのに、現状値より小さく" in text
    for figure, told in (("58", True), ("59", False)):
        text = text_of(alice.post(reverse("entry:preview", args=["43A", YEAR]), typed(figure, note="")))
        assert ("現状値と目標の10分の1以下です" in text) is told
    make_indicator(letter="Z", counting="cumulative_from_zero", target="2000")
    assert "10分の1以下" not in text_of(
        alice.post(reverse("entry:preview", args=["43Z", YEAR]), typed("58", note=""))
    )
    # Lists, tables and files warn by a row, without a question for each.
    road = Indicator.objects.get(letter="A")
    for one, figure in ((ceiling, "0.9"), (total, "100"), (road, "58")):
        said = Entry(value=Decimal(figure), value_state="actual")
        [row] = [row for row in frames.working(Indicator.objects.filter(pk=one.pk)) if row.year == YEAR]
        assert warnings_of_row(row, said) == warnings_of(one, YEAR, said) != ()


def test_a_mere_draft_of_the_year_before_is_nothing_to_compare_with(
    alice: Client, people: dict[str, Any]
) -> None:
    make_cycle(YEAR - 1, by=people["bob"])
    owner = Indicator.objects.get(letter="A")
    workflow.save_draft(owner=owner, year=YEAR, data=said("980"), by=people["alice"])
    huge = said("98765", note="集計の範囲が変わったため")
    draft = workflow.save_draft(owner=owner, year=YEAR - 1, data=huge, by=people["alice"])

    def pages() -> list[str]:
        given = typed("980", version=1, note="")
        asked = [
            alice.post(reverse("entry:preview", args=["43A", YEAR]), given),
            alice.get("/entry/grid/2024/"),
        ]
        return [text_of(page) for page in asked]

    assert not any("10倍" in text for text in pages())
    workflow.submit(owner=owner, year=YEAR - 1, by=people["alice"], version=draft.version)
    for text in pages():
        assert "提出済み（公表前）の令和5年度の値から10倍以上、または10分の1以下に" in text
    assert "前年度の98,765人（公表前）から" in pages()[0]


def test_the_preview_says_all_that_deserves_a_second_look(alice: Client) -> None:
    given = typed("30000", note="2023/3/31", as_of="平成8年3月31日")
    text = text_of(alice.post(reverse("entry:preview", args=["43A", YEAR]), given))
    assert "現状値と目標の10倍以上" in text
    assert "時点が、令和6年度から1年より離れて" in text
    assert "説明が、日付や数だけ" in text
    given = typed("700", note="8月末の見込みです")
    text = text_of(alice.post(reverse("entry:preview", args=["43A", YEAR]), given))
    assert "値の状態は「実績」ですが、説明に「見込」とあります" in text


def test_an_estimate_is_not_judged(alice: Client) -> None:
    text = text_of(
        alice.post(reverse("entry:preview", args=["43A", YEAR]), typed("5", value_state="estimate"))
    )
    assert "判定なし" in text


def test_the_preview_names_an_unreadable_number(alice: Client) -> None:
    text = text_of(alice.post(reverse("entry:preview", args=["43A", YEAR]), typed("五")))
    assert "＊「五」" in text
    assert "値に直すところがあるため" in text


def test_the_preview_is_no_page_to_open(alice: Client) -> None:
    assert alice.get(reverse("entry:preview", args=["43A", YEAR])).status_code == 405


# --- Conflicts --------------------------------------------------------------------------------------


def test_a_save_of_one_s_own_in_another_window_is_called_so(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    workflow.save_draft(owner=indicator, year=YEAR, data=said("700"), by=people["alice"])
    response = alice.post(edit_url(), typed("800", "draft"))
    assert response.status_code == 409
    assert "あなたが別の画面で先に保存しました。" in text_of(response)
    assert "ほかの人が" not in text_of(response)


def test_the_second_save_is_refused_with_both_values(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    workflow.save_draft(owner=indicator, year=YEAR, data=said("700"), by=people["bob"])
    response = alice.post(edit_url(), typed("８００", "submit", note="わたしの説明", as_of="R7.3.31"))
    page, text = response.content.decode(), text_of(response)
    assert response.status_code == 409
    assert "ほかの人が先に保存しました" in text
    assert "700人" in text
    assert "800人" in text
    assert "ボブが保存" in text
    assert "わたしの説明" in text
    assert Result.objects.get().value == 700

    # 「自分の値で上書きを続ける」: the form again, with what was typed, on top of what stands.
    kept = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    kept.pop("csrfmiddlewaretoken", None)
    assert kept["value"] == "８００"
    again = alice.post(edit_url(), {**kept, "action": "continue"})
    assert again.status_code == 200
    assert 'value="８００"' in again.content.decode()
    assert Result.objects.get().value == 700, "nothing saved yet"
    alice.post(edit_url(), {**kept, "action": "draft"})
    result = Result.objects.get()
    assert (result.value, result.note, result.version) == (800, "わたしの説明", 2)


def test_a_record_that_was_submitted_meanwhile(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    submit_value(indicator, YEAR, said("700"), by=people["bob"])
    response = alice.post(edit_url(), typed("800"))
    assert response.status_code == 409
    assert "提出済" in text_of(response)
    assert "800人" in text_of(response)
    assert "上書きを続ける" not in text_of(response)


def test_a_draft_that_was_given_up_meanwhile(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    draft = workflow.save_draft(owner=indicator, year=YEAR, data=said("700"), by=people["bob"])
    workflow.discard(record=draft, version=1, by=people["bob"])
    response = alice.post(edit_url(), typed("800", version=1))
    assert response.status_code == 409
    assert "取りやめられています" in text_of(response)
    kept = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode()))
    kept.pop("csrfmiddlewaretoken", None)
    alice.post(edit_url(), {**kept, "action": "draft"})
    assert Result.objects.get().value == 800


def test_a_cycle_that_was_closed_meanwhile_keeps_what_was_typed(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    workflow.close_cycle(cycle=indicator.measure.policy.plan.cycles.get(), by=people["bob"])
    response = alice.post(edit_url(), typed("800", note="わたしの説明"))
    assert response.status_code == 409
    assert "受け付けていません" in text_of(response)
    assert "800人" in text_of(response)
    assert "わたしの説明" in text_of(response)


def test_a_session_that_ran_out_shows_what_was_typed(indicator: Indicator) -> None:
    response = Client().post(edit_url(), typed("800", note="わたしの説明 <b>"))
    assert response.status_code == 403
    assert "わたしの説明 &lt;b&gt;" in response.content.decode()
    assert 'name="again-password"' in response.content.decode()
    assert not Result.objects.exists()
    assert not Event.objects.exists()


# --- What is not typed any more, and changes ------------------------------------------------------


def test_a_submitted_value_is_shown_and_not_edited(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    submit_value(indicator, YEAR, said("700"), by=people["alice"])
    response = alice.get(edit_url())
    assert "企画課の確認を待っています" in text_of(response)
    assert "アリス" in text_of(response)
    assert 'name="value"' not in response.content.decode()


def test_a_year_without_cycle_is_explained(alice: Client) -> None:
    response = alice.get(edit_url(2025))
    assert response.status_code == 200
    assert "令和7年度は入力を受け付けていません" in text_of(response)


def test_history_before_the_plan_can_be_typed(alice: Client) -> None:
    assert alice.post(edit_url(2019), typed("300", "submit")).status_code == 302
    assert Result.objects.get().year == 2019
    assert "令和元年度" in text_of(alice.get(edit_url(2019)))


@pytest.mark.parametrize("year", [1988, 2027, 9999])
def test_a_year_beyond_the_plan_does_not_exist(alice: Client, year: int) -> None:
    assert alice.get(edit_url(year)).status_code == 404


def test_sent_back_and_submitted_again(alice: Client, people: dict[str, Any], indicator: Indicator) -> None:
    result = submit_value(indicator, YEAR, said("700"), by=people["alice"])
    workflow.send_back(record=result, version=result.version, reason="出典を書いてください", by=people["bob"])
    assert "出典を書いてください" in text_of(alice.get(reverse("entry:tasks")))
    page = alice.get(edit_url())
    assert "出典を書いてください" in text_of(page)
    version = Result.objects.get().version
    alice.post(edit_url(), typed("710", "submit", version=version, note="窓口の集計から"))
    result = Result.objects.get()
    assert (result.value, result.state) == (710, "submitted")


def open_change(client: Client, **data: str) -> Any:
    return client.post(reverse("entry:change", args=["43A", YEAR]), data)


def test_a_correction_from_start_to_submission(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    publish_value(indicator, YEAR, said("700"), by=people["bob"], publisher=people["carol"])
    page = alice.get(reverse("entry:change", args=["43A", YEAR]))
    assert "700人" in text_of(page)
    assert 'value="final"' not in page.content.decode(), "an actual value is final already"
    assert open_change(alice, kind="correction").status_code == 200
    assert Result.objects.count() == 1, "no change without a reason"
    assert open_change(alice, kind="correction", reason="集計の誤り").status_code == 302
    page = alice.get(edit_url())
    assert "公表中の値：700人" in text_of(page)
    assert 'value="700"' in page.content.decode()
    change = {"number": 2, "version": 1, "reason": "二重に数えた"}
    alice.post(edit_url(), typed("690", "submit", **change))
    result = Result.objects.get(number=2)
    assert (result.value, result.reason, result.state) == (690, "二重に数えた", "submitted")
    assert Publication.objects.get().value == 700, "nothing public has changed"


def test_a_change_cannot_lose_its_reason(alice: Client, people: dict[str, Any], indicator: Indicator) -> None:
    publish_value(indicator, YEAR, said("700"), by=people["bob"], publisher=people["carol"])
    open_change(alice, kind="revision", reason="統計の改定")
    response = alice.post(edit_url(), typed("690", number=2, version=1, reason=" "))
    assert "変更の理由を入力してください" in text_of(response)
    assert Result.objects.get(number=2).reason == "統計の改定"


def test_a_withdrawal_has_no_value(alice: Client, people: dict[str, Any], indicator: Indicator) -> None:
    publish_value(indicator, YEAR, said("700"), by=people["bob"], publisher=people["carol"])
    open_change(alice, kind="withdrawal", reason="誤って公表した")
    page = alice.get(edit_url())
    assert 'name="value"' not in page.content.decode()
    assert "取り下げると" in text_of(page)
    alice.post(edit_url(), {"number": 2, "version": 1, "reason": "誤って公表した", "action": "submit"})
    result = Result.objects.get(number=2)
    assert (result.value, result.state, result.kind) == (None, "submitted", "withdrawal")
    assert alice.get(edit_url()).status_code == 200
    assert client_of(people["bob"]).get(reverse("office:review", args=["43A", YEAR])).status_code == 200


def test_after_a_withdrawal_a_correction_can_follow(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    publish_value(indicator, YEAR, said("700"), by=people["bob"], publisher=people["carol"])
    publish_change(indicator, YEAR, "withdrawal", by=people["bob"], publisher=people["carol"])
    assert alice.get(edit_url()).status_code == 200
    page = alice.get(reverse("entry:change", args=["43A", YEAR])).content.decode()
    assert re.findall(r'name="kind" value="(\w+)"', page) == ["correction"]


def test_how_a_value_goes_on_is_chosen_by_the_rhythm(people: dict[str, Any], indicator: Indicator) -> None:
    """確定 once its day has come, 更新 while the year goes on; the hint names no kind that is not offered."""
    begun, due = datetime(YEAR + 1, 6, 1, tzinfo=UTC), date(YEAR + 1, 10, 1)
    kinds = (Kind.FINAL, Kind.UPDATE)
    with time_machine.travel(begun, tick=False) as clock:
        estimate = said("700", value_state="estimate", expected_on=due)
        publish_value(indicator, YEAR, estimate, by=people["bob"], publisher=people["carol"])
        for days, kind in ((0, []), (122, ["final"])):
            clock.shift(timedelta(days=days))
            page = client_of(people["alice"]).get(reverse("entry:change", args=["43A", YEAR]))
            assert re.findall(r'name="kind" value="(\w+)"[^>]* checked', page.content.decode()) == kind
            assert "「確定」「更新」のときは空でもかまいません" in text_of(page), "an estimate has no 補足"
        assert "公表予定日（2025年10月1日）になったので、「確定」を選んであります。" in text_of(page)
    latest = Result.objects.get()
    note = HandoverNote(indicator=indicator, known_in="毎年11月ごろ")
    assert next_kind(latest, kinds, None, date(YEAR + 1, 3, 31))[0] == "update"
    assert next_kind(latest, kinds, note, due)[0] == "update"
    assert next_kind(latest, kinds, note, date(YEAR + 1, 11, 1))[0] == "final"
    assert next_kind(latest, (Kind.CORRECTION,), note, due) == ("", "")


def test_two_changes_cannot_be_open(alice: Client, people: dict[str, Any], indicator: Indicator) -> None:
    publish_value(indicator, YEAR, said("700"), by=people["bob"], publisher=people["carol"])
    workflow.open_change(owner=indicator, year=YEAR, kind="correction", by=people["bob"], reason="誤り")
    assert "開いている入力" in text_of(alice.get(reverse("entry:change", args=["43A", YEAR])))
    assert open_change(alice, kind="correction", reason="誤り").status_code == 409
    assert Result.objects.count() == 2


def test_a_change_needs_something_published(alice: Client) -> None:
    page = alice.get(reverse("entry:change", args=["43A", YEAR]))
    assert "公表された値がまだありません" in text_of(page)
    assert open_change(alice, kind="correction", reason="誤り").status_code == 409


def test_a_change_is_given_up_after_a_question(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    publish_value(indicator, YEAR, said("700"), by=people["bob"], publisher=people["carol"])
    open_change(alice, kind="correction", reason="誤り")
    discard = reverse("entry:discard", args=["43A", YEAR])
    assert "公表中の値は、そのまま変わりません" in text_of(alice.get(discard))
    assert Result.objects.count() == 2
    assert alice.post(discard, {"version": 7}).status_code == 409
    assert Result.objects.count() == 2
    response = alice.post(discard, {"version": 1}, follow=True)
    assert "取りやめました" in text_of(response)
    assert Result.objects.get().state == "published"
    assert alice.get(discard).status_code == 200


# --- My tasks ---------------------------------------------------------------------------------------


def test_my_tasks_are_those_of_my_department(
    alice: Client, people: dict[str, Any], indicator: Indicator, time_machine: Any
) -> None:
    time_machine.move_to("2025-05-19T12:00:00+09:00", tick=False)
    other = make_department("zaisei", "財政課")
    make_indicator(letter="B", name="よその指標", department=other)
    text = text_of(alice.get(reverse("entry:tasks")))
    assert "移住・定住相談窓口利用登録者数" in text
    assert "よその指標" not in text
    assert "期限 2025年5月31日（あと12日）" in text
    assert "現状値 584人" in text
    time_machine.move_to("2025-05-31T23:59:00+09:00", tick=False)
    assert "きょうまで" in text_of(alice.get(reverse("entry:tasks")))
    time_machine.move_to("2025-06-03T00:01:00+09:00", tick=False)
    assert "3日過ぎています" in text_of(alice.get(reverse("entry:tasks")))


def test_a_published_value_is_done_even_while_it_is_changed(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    publish_value(indicator, YEAR, said("700"), by=people["bob"], publisher=people["carol"])
    text = text_of(alice.get(reverse("entry:tasks")))
    assert "公表されたもの 1件" in text
    assert "入力するものは残っていません" in text
    open_change(alice, kind="correction", reason="誤り")
    text = text_of(alice.get(reverse("entry:tasks")))
    assert "公表されたもの 1件" in text
    assert "公表前の変更" in text


def test_a_department_that_leads_nothing_sees_what_it_takes_part_in() -> None:
    department = Department.objects.create(name="中央公民館", slug="kominkan")
    initiative = Initiative.objects.create(measure=make_measure(41), number=2, name="情報共有の推進")
    InitiativeDepartment.objects.create(initiative=initiative, department=department, order=1)
    response = client_of(make_alice(department)).get(reverse("entry:tasks"))
    assert "入力の依頼は届きません" in text_of(response)
    assert "情報共有の推進" in text_of(response)
    assert reverse("public:measure", args=[41]) in response.content.decode()


def test_an_account_without_department_is_told(people: dict[str, Any]) -> None:
    office = client_of(people["bob"]).get(reverse("entry:tasks"))
    assert reverse("office:board") in office.content.decode()
    assert "入力する指標がありません" in text_of(office)
    stranger = client_of(make_user("eve")).get(reverse("entry:tasks"))
    assert "所属の登録を依頼してください" in text_of(stranger)


def test_without_cycle_the_page_says_what_can_be_done(indicator: Indicator) -> None:
    response = client_of(make_alice()).get(reverse("entry:tasks"))
    assert "受付中の年度はありません" in text_of(response)
    assert reverse("entry:edit", args=["43A", 2022]) in response.content.decode(), "history stays open"


# --- Who may ----------------------------------------------------------------------------------------

PAGES = ("entry:edit", "entry:preview", "entry:change", "entry:discard")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["dave", "mallory"])
def test_others_are_refused_and_the_attempt_is_logged(
    people: dict[str, Any], name: str, who: str, indicator: Indicator
) -> None:
    people["mallory"] = make_user("mallory", departments=(make_department("zaisei", "財政課"),))
    client, address = client_of(people[who]), reverse(name, args=["43A", YEAR])
    response = client.post(address, typed("5", "submit", kind="correction", reason="x"))
    assert response.status_code == 403
    assert "主担当の産業振興課" in text_of(response)
    assert not Result.objects.exists()
    event = Event.objects.get()
    assert (event.action, event.by, event.detail) == ("refused", people[who], {"path": address})
    if name != "entry:preview":
        assert client.get(address).status_code == 403
        assert Event.objects.count() == 1, "a GET writes nothing"


@pytest.mark.parametrize("name", [*PAGES, "entry:tasks"])
def test_nobody_without_login(indicator: Indicator, name: str) -> None:
    address = reverse(name, args=[] if name == "entry:tasks" else ["43A", YEAR])
    response = Client().get(address)
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('login')}?next={address}"


@pytest.mark.parametrize("code", ["99A", "43Z", "44-2", "A43", "x"])
def test_an_unknown_indicator_does_not_exist(alice: Client, code: str) -> None:
    assert alice.get(f"/entry/{code}/{YEAR}/").status_code == 404


def test_an_indicator_without_published_target_does_not_exist_yet(alice: Client) -> None:
    make_indicator(letter="B", target=None)
    assert alice.get(f"/entry/43B/{YEAR}/").status_code == 404
    assert alice.get(reverse("entry:tasks")).status_code == 200


def test_nothing_is_kept_by_the_browser_and_a_get_writes_nothing(
    alice: Client, people: dict[str, Any], indicator: Indicator
) -> None:
    publish_value(indicator, YEAR, said("700"), by=people["bob"], publisher=people["carol"])
    before = (Result.objects.count(), Event.objects.count())
    for name in ("entry:tasks", "entry:edit", "entry:change", "entry:discard"):
        response = alice.get(reverse(name, args=[] if name == "entry:tasks" else ["43A", YEAR]))
        assert "no-store" in response["Cache-Control"]
    assert (Result.objects.count(), Event.objects.count()) == before


def test_text_of_people_is_escaped(alice: Client) -> None:
    response = alice.post(edit_url(), typed("5", "draft", note="<script>alert(1)</script>"), follow=True)
    assert "<script>alert" not in response.content.decode()
