"""A department's file through the page: taken, filled in, given back, looked at, saved; and who may do so."""

import re
from datetime import date
from random import Random
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators import workflow
from indicators.models import Cycle, Event, Evidence, Indicator, Result
from indicators.views.entry import proposals
from measures.models import Department
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
from tests.indicators.files import (
    PAGE,
    address_of,
    book_of,
    confirmed,
    csv_filled,
    csv_rows,
    filled,
    given,
    places,
    problems,
    signed_in,
    taken,
    text_of,
)

pytestmark = pytest.mark.django_db
YEAR = 2024


@pytest.fixture
def indicators() -> list[Indicator]:
    """43A to 43E: counts of 人, and 43F, a share with one decimal."""
    counts = [make_indicator(letter=letter, name=f"指標{letter}") for letter in "ABCDE"]
    share = make_indicator(
        letter="F",
        name="指標F",
        unit="％",
        decimals=1,
        baseline_value="17.6",
        target="30",
        may_be_negative=True,
    )
    return [*counts, share]


@pytest.fixture
def people(indicators: list[Indicator]) -> dict[str, Any]:
    found = {"alice": make_alice(), "bob": make_bob(), "carol": make_carol(), "dave": make_dave()}
    make_cycle(YEAR, by=found["bob"])
    return found


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def alice(people: dict[str, Any]) -> Client:
    return client_of(people["alice"])


@pytest.fixture
def everything(people: dict[str, Any], indicators: list[Indicator]) -> None:
    """One row of each kind: a draft with every field, one without a value, submitted, published, under change, none."""
    alice, bob = people["alice"], people["bob"]
    a, b, c, d, e, f = indicators
    told = {"year": YEAR, "by": alice}
    workflow.save_draft(
        owner=a,
        data=said("1234", note="=一行目\n'二行目", as_of=_day("2025-03-31")),
        **told,
    )
    workflow.attach_link(indicator=a, url="https://example.jp/a?b=c&d=%E3%81%82", **told)
    workflow.save_draft(
        owner=b,
        data=said(value_state="unpublished", note="集計中", expected_on=_day("2025-10-01")),
        **told,
    )
    submit_value(c, YEAR, said("77"), by=alice)
    publish_value(d, YEAR, said("88"), by=alice, publisher=bob)
    publish_value(e, YEAR, said("99", note="旧"), by=alice, publisher=bob)
    workflow.open_change(owner=e, kind="correction", reason="数え直し", **told)
    workflow.save_draft(owner=f, data=said("12.5"), **told)
    publish_value(a, 2022, said("600"), by=alice, publisher=bob)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def state_of_all() -> list[Any]:
    fields = ("indicator__letter", "year", "number", "state", "value_state", "value", "note", "as_of")
    return list(Result.objects.order_by("pk").values_list(*fields, "expected_on", "reason", "version"))


# --- The round trip ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("resaved", [False, True])
def test_the_file_that_went_out_changes_nothing(alice: Client, ending: str, resaved: bool) -> None:
    before, log, links = state_of_all(), Event.objects.count(), Evidence.objects.count()
    data = taken(alice, ending)
    if resaved:
        data = filled(data, {}) if ending == "xlsx" else csv_filled(data, {}, "cp932")
    answer = given(alice, data, f"a.{ending}")
    assert answer.status_code == 200
    assert problems(answer) == []
    assert "変わるところはありません" in text_of(answer)
    assert "変わらない行（6件）" in text_of(answer)
    assert 'name="signed"' not in answer.content.decode()
    assert (state_of_all(), Event.objects.count(), Evidence.objects.count()) == (before, log, links)


@pytest.mark.usefixtures("everything")
def test_what_is_in_the_file(alice: Client) -> None:
    book, entry = book_of(taken(alice))
    columns, rows = places(entry)
    assert list(columns) == [
        *(
            "コード",
            "指標",
            "単位",
            "年度",
            "令和3年度の値",
            "令和4年度の値",
            "令和5年度の値",
            "目標",
            "目安",
            "進み",
        ),
        *("値の状態", "値", "時点", "公表予定日", "説明", "変更の理由", "根拠リンク", "版", "公表中の説明"),
        *("出典", "出典のリンク", "分子", "分母", "回答数", "届かない理由", "次にすること"),
        # What came later stands behind all that was handed out before (decisions/0044).
        *("判定", "前の年度の説明", "根拠の数"),
    ]
    of_a = {heading: entry.cell(rows["43A"], column) for heading, column in columns.items()}
    assert (of_a["指標"].value, of_a["単位"].value, of_a["年度"].value) == ("指標A", "人", "令和6年度")
    assert (of_a["令和4年度の値"].value, of_a["目標"].value) == (600, 2000)
    # The straight line from 584 (R4) to 2,000 (R8), half way.
    assert of_a["目安"].value == 1292
    assert (of_a["値の状態"].value, of_a["値"].value) == ("実績", 1234)
    assert of_a["説明"].value == "=一行目\n'二行目"
    assert of_a["説明"].data_type == "s"
    asked = {heading for heading, cell in of_a.items() if not cell.protection.locked}
    assert asked == {
        "値の状態",
        "値",
        "時点",
        "公表予定日",
        "説明",
        "変更の理由",
        "根拠リンク",
        "出典",
        "出典のリンク",
        "分子",
        "分母",
        "回答数",
        "届かない理由",
        "次にすること",
    }
    for code, progress in (("43C", "提出済"), ("43D", "公表済")):
        row = rows[code]
        assert entry.cell(row, columns["進み"]).value == progress
        assert all(cell.protection.locked for cell in entry[row]), "nobody can type into it now"
    assert entry.cell(rows["43E"], columns["進み"]).value == "下書き（訂正）"
    assert entry.cell(rows["43E"], columns["変更の理由"]).value == "数え直し"
    guide = "\n".join(str(cell.value or "") for cell in book["記入要領"]["A"])
    assert "白いセルに入力" in guide
    assert "産業振興課" in guide


def test_values_from_a_filled_file_are_shown_and_then_saved(alice: Client, people: dict[str, Any]) -> None:
    data = filled(
        taken(alice),
        {
            ("43A", "値の状態"): "実績",
            ("43A", "値"): "１，２３４人",
            ("43A", "時点"): "R7.3.31",
            ("43A", "根拠リンク"): "https://example.jp/a\nhttps://example.jp/b",
            ("43B", "値の状態"): "未公表",
            ("43B", "公表予定日"): _day("2025-10-01"),
            ("43B", "説明"): "集計中",
            ("43F", "値の状態"): "速報",
            ("43F", "値"): "△12.5",
        },
    )
    answer = given(alice, data)
    text = text_of(answer)
    assert answer.status_code == 200
    assert "3件が変わります" in text
    assert "1,234人" in text
    assert "順調" not in text
    assert "負の数（−12.5％）と読みました" in text
    assert "変わらない行（3件）" in text
    assert re.search(r"[A-Z]+\d+：公表予定日には、きょうより後の日を入力してください", text), "by its cell"
    assert not Result.objects.exists(), "a preview saves nothing"
    answer = confirmed(alice, answer)
    assert answer.status_code == 302
    saved = {one.indicator.code: one for one in Result.objects.all()}
    assert set(saved) == {"43A", "43B", "43F"}
    assert (saved["43A"].value, saved["43A"].as_of) == (1234, _day("2025-03-31"))
    assert (saved["43B"].value_state, saved["43B"].expected_on) == ("unpublished", _day("2025-10-01"))
    assert (saved["43F"].value, saved["43F"].value_state) == (-12.5, "provisional")
    assert {one.url for one in Evidence.objects.all()} == {"https://example.jp/a", "https://example.jp/b"}
    assert "ファイルから3件を下書きに保存" in text_of(alice.get(answer["Location"]))
    assert problems(given(alice, taken(alice))) == []


def test_days_as_a_program_leaves_them(alice: Client) -> None:
    """SheetJS drops the format of a day, or writes it as text with a time; either is read, and the first is told."""
    days = {
        ("43A", "時点"): 45747,
        ("43A", "公表予定日"): 45931,
        ("43B", "時点"): "2025-03-31T00:00:00.000Z",
        ("43B", "公表予定日"): "2025-10-01 00:00:00",
    }
    figures: dict[tuple[str, str], Any] = {(code, "値"): 168 for code in ("43A", "43B")}
    states = {(code, "値の状態"): "年度途中" for code in ("43A", "43B")}

    def without_formats(entry: Any) -> None:
        for row in entry.iter_rows(min_row=2):
            for cell in row:
                cell.number_format = "General"

    blank = taken(alice)
    answer = given(alice, filled(blank, {**states, **figures, **days}, without_formats))
    assert problems(answer) == []
    assert "日付の書式がない数（45747）を、2025-03-31という日付と読みました" in text_of(answer)
    assert "日付の書式がない数（45931）を、2025-10-01という日付と読みました" in text_of(answer)
    assert confirmed(alice, answer).status_code == 302
    for one in Result.objects.all():
        assert (one.value, one.as_of, one.expected_on) == (168, _day("2025-03-31"), _day("2025-10-01"))
    assert Result.objects.count() == 2
    late = {("43A", "値の状態"): "実績", ("43A", "値"): 168, ("43A", "時点"): "2025-03-30T15:00:00.000Z"}
    ((cell, message),) = problems(given(alice, filled(blank, late)))
    assert cell == address_of(blank, "43A", "時点")
    assert "時刻が付いています" in message


def test_a_share_in_a_percent_cell(alice: Client) -> None:
    def as_percent(entry: Any) -> None:
        columns, rows = places(entry)
        cell = entry.cell(rows["43F"], columns["値"])
        cell.value, cell.number_format = 0.125, "0.0%"

    data = filled(taken(alice), {("43F", "値の状態"): "実績"}, as_percent)
    answer = given(alice, data)
    assert "％の書式のセルなので、12.5％と読みました" in text_of(answer)
    confirmed(alice, answer)
    assert Result.objects.get().value == 12.5


def test_chosen_rows_are_handed_in_with_the_rest_kept(alice: Client) -> None:
    cells = {
        ("43A", "値の状態"): "実績",
        ("43A", "値"): 10,
        ("43A", "説明"): "窓口の休止",
        ("43B", "値の状態"): "実績",
        ("43B", "値"): 20,
    }
    answer = given(alice, filled(taken(alice), cells))
    assert text_of(confirmed(alice, answer, "submit")).count("提出する行を選んで") == 1
    assert not Result.objects.exists()
    answer = confirmed(alice, answer, "submit", chosen=["43A"])
    assert answer.status_code == 302
    assert dict(Result.objects.values_list("indicator__letter", "state")) == {"A": "submitted", "B": "draft"}


def test_what_a_submission_lacks_is_told_by_cell(alice: Client, indicators: list[Indicator]) -> None:
    blank = taken(alice)
    cells = {
        ("43A", "値の状態"): "実績",
        ("43B", "値の状態"): "調査年外",
        ("43C", "値の状態"): "実績",
        ("43C", "値"): 5,
        ("43C", "説明"): "窓口の休止",
    }
    answer = given(alice, filled(blank, cells))
    where = {code: address_of(blank, code, heading) for code, heading in (("43A", "値"), ("43B", "説明"))}
    assert f"提出するには：{where['43A']}：値を入力" in text_of(answer)
    assert f"提出するには：{where['43B']}：「調査年外」の理由" in text_of(answer)
    content = answer.content.decode()
    assert 'value="43C" checked' in content
    assert 'value="43A" checked' not in content
    answer = confirmed(alice, answer, "submit", chosen=["43A", "43B", "43C"])
    assert answer.status_code == 200
    assert {cell for cell, _ in problems(answer)} == set(where.values())
    assert not Result.objects.exists(), "all or nothing"
    assert confirmed(alice, answer).status_code == 302, "what was typed is still there, to be kept as drafts"
    assert Result.objects.count() == 3


def test_a_warning_asks_for_a_note(
    alice: Client, people: dict[str, Any], indicators: list[Indicator]
) -> None:
    publish_value(indicators[0], 2022, said("600"), by=people["alice"], publisher=people["bob"])
    make_cycle(2023, by=people["bob"])
    submit_value(indicators[0], 2023, said("700"), by=people["alice"])
    blank = taken(alice)
    answer = given(alice, filled(blank, {("43A", "値の状態"): "実績", ("43A", "値"): 7000}))
    assert "令和5年度の値から10倍以上" in text_of(answer)
    answer = confirmed(alice, answer, "submit", chosen=["43A"])
    ((cell, message),) = problems(answer)
    assert cell == address_of(blank, "43A", "説明")
    assert "10倍以上" in message


def test_what_no_value_can_be_is_told_at_its_cell(alice: Client) -> None:
    blank = taken(alice)
    cells = {("43A", "値の状態"): "実績", ("43A", "値"): -5, ("43B", "値の状態"): "実績"}
    answer = given(alice, filled(blank, {**cells, ("43B", "値"): 700, ("43B", "時点"): "2099/3/31"}))
    assert {cell for cell, _ in problems(answer)} == {
        address_of(blank, "43A", "値"),
        address_of(blank, "43B", "時点"),
    }


def test_a_text_that_slid_into_the_row_is_noticed(alice: Client) -> None:
    cells = {("43A", "値の状態"): "実績", ("43A", "値"): 700, ("43A", "説明"): "2025/3/31"}
    answer = given(alice, filled(taken(alice), cells))
    assert "説明が、日付や数だけ" in text_of(answer)


# --- Changes of published values --------------------------------------------------------------------


@pytest.mark.usefixtures("everything")
def test_a_change_is_typed_in_the_file(alice: Client, indicators: list[Indicator]) -> None:
    answer = given(alice, filled(taken(alice), {("43E", "値"): 95, ("43E", "変更の理由"): "重複を除いた"}))
    assert "訂正" in text_of(answer)
    assert confirmed(alice, answer, "submit", chosen=["43E"]).status_code == 302
    change = workflow.current_result(indicators[4], YEAR)
    assert change is not None
    assert (change.number, change.value, change.reason, change.state) == (2, 95, "重複を除いた", "submitted")


@pytest.mark.usefixtures("everything")
def test_a_change_keeps_its_reason(alice: Client, indicators: list[Indicator]) -> None:
    blank = taken(alice)
    answer = given(alice, filled(blank, {("43E", "値"): 95, ("43E", "変更の理由"): None}))
    assert problems(answer) == [(address_of(blank, "43E", "変更の理由"), "変更の理由を入力してください。")]
    assert "（43E 変更の理由）" in text_of(answer), "for who does not have the file open"
    answer = given(alice, filled(blank, {("43A", "変更の理由"): "なんとなく"}))
    ((cell, message),) = problems(answer)
    assert cell == address_of(blank, "43A", "変更の理由")
    assert "空にしてください" in message


def test_a_final_value_begins_without_the_old_text_and_shows_it_beside(
    alice: Client, people: dict[str, Any], indicators: list[Indicator]
) -> None:
    """In the form, the table and the file: why there was no figure is not the text of the one that came."""
    excuse = said(value_state="unpublished", note="国の公表待ちです", expected_on=_day("2025-10-01"))
    publish_value(indicators[0], YEAR, excuse, by=people["alice"], publisher=people["bob"])
    workflow.open_change(owner=indicators[0], year=YEAR, kind="final", reason="", by=people["alice"])
    for page in (f"/entry/43A/{YEAR}/", f"/entry/grid/{YEAR}/"):
        shown = alice.get(page).content.decode()
        assert "公表中の説明：「国の公表待ちです」" in shown
        assert not re.search(r"<textarea[^>]*>\s*国の公表待ちです", shown)
    data = taken(alice)
    _, entry = book_of(data)
    columns, rows = places(entry)
    assert entry.cell(rows["43A"], columns["説明"]).value is None
    assert entry.cell(rows["43A"], columns["公表中の説明"]).value == "国の公表待ちです"
    answer = given(alice, filled(data, {("43A", "値"): 168, ("43A", "説明"): "確定した。"}))
    assert confirmed(alice, answer, "submit", chosen=["43A"]).status_code == 302
    change = workflow.current_result(indicators[0], YEAR)
    assert change is not None
    assert (change.kind, change.value, change.note) == ("final", 168, "確定した。")


def test_a_withdrawal_has_a_reason_only(
    alice: Client, people: dict[str, Any], indicators: list[Indicator]
) -> None:
    publish_value(
        indicators[0], YEAR, said("1", note="窓口の休止"), by=people["alice"], publisher=people["bob"]
    )
    workflow.open_change(owner=indicators[0], year=YEAR, kind="withdrawal", reason="誤り", by=people["alice"])
    blank = taken(alice)
    answer = given(alice, filled(blank, {("43A", "値"): 5}))
    ((cell, message),) = problems(answer)
    assert (cell, "取下げ" in message) == (address_of(blank, "43A", "値"), True)
    answer = given(alice, filled(blank, {("43A", "変更の理由"): "別の数を数えていた"}))
    assert confirmed(alice, answer, "submit", chosen=["43A"]).status_code == 302
    change = Result.objects.get(number=2)
    assert (change.state, change.reason) == ("submitted", "別の数を数えていた")


# --- Somebody else was first ------------------------------------------------------------------------


@pytest.fixture
def two_rows(alice: Client) -> bytes:
    return filled(
        taken(alice),
        {
            ("43A", "値の状態"): "実績",
            ("43A", "値"): 10,
            ("43A", "説明"): "窓口の休止",
            ("43B", "値の状態"): "実績",
            ("43B", "値"): 20,
            ("43B", "説明"): "窓口の休止",
        },
    )


def bob_saves(indicator: Indicator, people: dict[str, Any], value: str, version: int = 0) -> None:
    entry = said(value, note="ボブの説明")
    workflow.save_draft(owner=indicator, year=YEAR, data=entry, by=people["bob"], version=version)


@pytest.mark.parametrize("decision", ["mine", "saved", ""])
def test_a_row_that_was_saved_after_the_file_was_made(
    alice: Client, people: dict[str, Any], indicators: list[Indicator], two_rows: bytes, decision: str
) -> None:
    bob_saves(indicators[0], people, "77")
    answer = given(alice, two_rows)
    text = text_of(answer)
    assert answer.status_code == 409
    assert "77人" in text
    assert "ボブの説明" in text
    assert "10人" in text
    answer = confirmed(alice, answer, **{"43A-resolve": decision})
    values = {one.indicator.letter: one.value for one in Result.objects.all()}
    assert answer.status_code == (302 if decision else 409)
    if not decision:
        assert "どちらの値を使うか選んで" in text_of(answer)
        assert values == {"A": 77}
    else:
        assert values == {"A": 10 if decision == "mine" else 77, "B": 20}


def test_a_row_that_was_saved_between_preview_and_confirmation(
    alice: Client, people: dict[str, Any], indicators: list[Indicator], two_rows: bytes
) -> None:
    seen = given(alice, two_rows)
    bob_saves(indicators[0], people, "77")
    answer = confirmed(alice, seen)
    assert answer.status_code == 409
    assert [one.value for one in Result.objects.all()] == [77], "nothing of the file"
    assert "10人" in text_of(answer)
    # A third person saves while Alice decides: her decision was about what she saw.
    bob_saves(indicators[0], people, "78", version=1)
    again = confirmed(alice, answer, **{"43A-resolve": "mine"})
    assert again.status_code == 409
    assert "78人" in text_of(again)
    assert confirmed(alice, again, **{"43A-resolve": "mine"}).status_code == 302
    assert {one.value for one in Result.objects.all()} == {10, 20}


def test_an_untouched_row_of_somebody_else_is_no_conflict(
    alice: Client, people: dict[str, Any], indicators: list[Indicator], two_rows: bytes
) -> None:
    bob_saves(indicators[2], people, "77")
    submit_value(indicators[3], YEAR, said("5", note="窓口の休止"), by=people["bob"])
    answer = given(alice, two_rows)
    assert answer.status_code == 200
    assert confirmed(alice, answer).status_code == 302
    values = {one.indicator.letter: one.value for one in Result.objects.all()}
    assert values == {"A": 10, "B": 20, "C": 77, "D": 5}


def test_a_row_handed_in_meanwhile_is_shown_and_the_others_go_on(
    alice: Client, people: dict[str, Any], indicators: list[Indicator], two_rows: bytes
) -> None:
    seen = given(alice, two_rows)
    submit_value(indicators[0], YEAR, said("5", note="窓口の休止"), by=people["bob"])
    for answer in (given(alice, two_rows), confirmed(alice, seen)):
        assert answer.status_code == 409
        assert "すでに「提出済」" in text_of(answer)
        assert "この行はもう入力できません" in text_of(answer)
        assert "10人" in text_of(answer)
    assert confirmed(alice, answer).status_code == 302
    assert {one.indicator.letter: one.value for one in Result.objects.all()} == {"A": 5, "B": 20}


def test_a_save_that_said_the_same_is_no_conflict(
    alice: Client, people: dict[str, Any], indicators: list[Indicator], two_rows: bytes
) -> None:
    """Sent back or saved once more without a change: the version moved, what it says did not."""
    submitted = submit_value(indicators[2], YEAR, said("5", note="窓口の休止"), by=people["alice"])
    workflow.send_back(record=submitted, version=submitted.version, reason="確かめて", by=people["bob"])
    data = filled(taken(alice), {("43C", "値"): 6})
    workflow.submit(
        owner=indicators[2],
        year=YEAR,
        by=people["alice"],
        version=submitted.version + 1,
    )
    again = workflow.current_result(indicators[2], YEAR)
    assert again is not None
    workflow.send_back(record=again, version=again.version, reason="もう一度", by=people["bob"])
    answer = given(alice, data)
    assert answer.status_code == 200
    assert confirmed(alice, answer).status_code == 302
    assert Result.objects.get().value == 6


@pytest.mark.parametrize("action", ["draft", "submit"])
def test_a_second_press_does_nothing_twice(alice: Client, two_rows: bytes, action: str) -> None:
    seen = given(alice, two_rows)
    chosen: dict[str, Any] = {"chosen": ["43A", "43B"]} if action == "submit" else {}
    assert confirmed(alice, seen, action, **chosen).status_code == 302
    before, log = state_of_all(), Event.objects.count()
    answer = confirmed(alice, seen, action, **chosen)
    assert answer.status_code == 302
    assert (state_of_all(), Event.objects.count()) == (before, log)
    assert "すべて保存されています" in text_of(alice.get(answer["Location"]))


def test_saved_and_then_handed_in_by_the_back_button(alice: Client, two_rows: bytes) -> None:
    seen = given(alice, two_rows)
    confirmed(alice, seen)
    assert confirmed(alice, seen, "submit", chosen=["43A", "43B"]).status_code == 302
    assert set(Result.objects.values_list("state", flat=True)) == {"submitted"}


# --- The field that carries the preview -------------------------------------------------------------


def test_an_altered_field_is_refused_in_words(alice: Client, two_rows: bytes) -> None:
    signed = signed_in(given(alice, two_rows))
    other = signing.dumps([{"code": "43A"}], salt="entry.spreadsheet")
    for text in ("", "x", signed[:-1], "a" + signed, other, signed + "あ", "." * 9):
        answer = alice.post(PAGE, {"action": "draft", "signed": text})
        assert answer.status_code == 409
        assert "ファイルをもう一度選んでください" in text_of(answer)
    assert not Result.objects.exists()


def test_it_is_of_one_person_department_and_year(
    alice: Client, people: dict[str, Any], two_rows: bytes
) -> None:
    signed = signed_in(given(alice, two_rows))
    make_cycle(2023, by=people["bob"])
    zaisei = make_department("zaisei", "財政課")
    make_indicator(measure=make_measure(46), department=zaisei)
    erin = client_of(make_user("erin", departments=(make_department(), zaisei)))
    data = {"action": "draft", "signed": signed}
    for client, page in (
        (erin, f"{PAGE}?department=sangyo-shinko"),
        (erin, f"{PAGE}?department=zaisei"),
        (alice, "/entry/spreadsheet/2023/"),
        (client_of(people["bob"]), f"{PAGE}?department=sangyo-shinko"),
    ):
        answer = client.post(page, data)
        assert answer.status_code == 409
        assert "もう一度選んで" in text_of(answer)
    assert not Result.objects.exists()


def test_it_does_not_last_for_ever(
    alice: Client, people: dict[str, Any], two_rows: bytes, time_machine: Any
) -> None:
    time_machine.move_to("2025-05-01T09:00:00+09:00", tick=False)
    signed = signed_in(given(alice, two_rows))
    time_machine.move_to("2025-05-01T20:00:00+09:00", tick=False)
    answer = client_of(people["alice"]).post(PAGE, {"action": "draft", "signed": signed})
    assert answer.status_code == 409
    assert "時間がたちすぎた" in text_of(answer)
    assert not Result.objects.exists()


def test_a_lead_that_moved_meanwhile(alice: Client, indicators: list[Indicator], two_rows: bytes) -> None:
    seen = given(alice, two_rows)
    Indicator.objects.filter(pk=indicators[0].pk).update(lead_department=make_department("zaisei", "財政課"))
    answer = confirmed(alice, seen)
    assert answer.status_code == 409
    assert "43Aの主担当が変わりました" in text_of(answer)
    assert not Result.objects.exists()


def test_a_cycle_closed_meanwhile(alice: Client, people: dict[str, Any], two_rows: bytes) -> None:
    seen = given(alice, two_rows)
    workflow.close_cycle(cycle=Cycle.objects.get(), by=people["bob"])
    answer = confirmed(alice, seen)
    assert answer.status_code == 409
    assert "この行はもう入力できません" in text_of(answer)
    assert not Result.objects.exists()


def test_more_than_a_form_can_carry_is_refused_in_words(
    alice: Client, two_rows: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposals, "LARGEST", 100)
    ((cell, message),) = problems(given(alice, two_rows))
    assert (cell, "何回かに分けて" in message) == ("", True)


def test_a_whole_department_of_long_texts_can_be_carried(alice: Client, people: dict[str, Any]) -> None:
    """As many rows as a city's largest department would ever have, each with the longest note."""
    for number in range(50, 250):
        make_indicator(measure=make_measure(number))
    random = Random(43)
    blank = taken(alice, "csv")
    cells: dict[tuple[str, str], str] = {}
    for row in csv_rows(blank)[1:]:
        note = "".join(chr(random.randrange(0x4E00, 0x9FA0)) for _ in range(1_000))
        cells |= {(row[0], "値の状態"): "把握不能", (row[0], "説明"): note}
    answer = given(alice, csv_filled(blank, cells), "a.csv")
    assert confirmed(alice, answer).status_code == 302
    assert Result.objects.count() == 206


# --- Links ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("everything")
def test_a_link_that_was_taken_out_of_the_file_stays_and_is_told(alice: Client) -> None:
    blank = taken(alice)
    answer = given(alice, filled(blank, {("43A", "根拠リンク"): None}))
    assert "変わるところはありません" in text_of(answer)
    assert "消されたリンクは、外していません" in text_of(answer)
    answer = given(alice, filled(blank, {("43A", "根拠リンク"): "https://example.jp/new"}))
    assert confirmed(alice, answer, "submit", chosen=["43A"]).status_code == 302
    assert Evidence.objects.attached().count() == 2
    assert Result.objects.get(indicator__letter="A", year=YEAR).state == "submitted"


@pytest.mark.parametrize(
    ("text", "said_of_it"),
    [
        ("javascript:alert(1)", "https://"),
        ("https://user:pass@example.jp/", "パスワード"),
        ("https://example.jp/" + "a" * 500, "500字"),
        ("\n".join(f"https://example.jp/{number}" for number in range(6)), "5個まで"),
    ],
)
def test_links_that_are_not_taken(alice: Client, text: str, said_of_it: str) -> None:
    blank = taken(alice)
    ((cell, message),) = problems(given(alice, filled(blank, {("43A", "根拠リンク"): text})))
    assert cell == address_of(blank, "43A", "根拠リンク")
    assert said_of_it in message


# --- Who, which year --------------------------------------------------------------------------------


@pytest.fixture
def zaisei(people: dict[str, Any]) -> Department:
    department = make_department("zaisei", "財政課")
    make_indicator(measure=make_measure(46), department=department)
    return department


def test_every_address_and_method_for_every_role(
    people: dict[str, Any], zaisei: Department, two_rows: bytes
) -> None:
    """A refused request leaves the database as it was; so does every GET."""
    roles = {
        "citizen": Client(),
        "staff": client_of(people["alice"]),
        "other": client_of(make_user("erin", departments=(zaisei,))),
        "idle": client_of(make_user("frank", departments=(make_department("kominkan", "公民館"),))),
        "manager": client_of(people["dave"]),
        "office": client_of(people["bob"]),
    }
    query = "?department=sangyo-shinko"
    # citizen, staff, other department, department without an indicator, manager, office
    page = (302, 200, 403, 403, 403, 200)
    file = (302, 200, 403, 403, 403, 200)
    expected = {
        (f"{PAGE}{query}", "get"): page,
        (f"{PAGE}{query}", "head"): page,
        (f"{PAGE}{query}", "post"): (403, 400, 403, 403, 403, 400),
        (f"{PAGE}{query}", "put"): (405,) * 6,
        (f"{PAGE}{query}", "delete"): (405,) * 6,
        (f"{PAGE}entry.xlsx{query}", "get"): file,
        (f"{PAGE}entry.xlsx{query}", "head"): file,
        (f"{PAGE}entry.csv{query}", "get"): file,
    }
    for ending in ("xlsx", "csv"):
        for method in ("post", "put", "delete"):
            # Which methods a page may take at all is asked before who asks.
            refused = 403 if method == "post" else 405
            expected[f"{PAGE}entry.{ending}{query}", method] = (refused, 405, 405, 405, 405, 405)
    before = state_of_all()
    for (address, method), codes in expected.items():
        found = tuple(getattr(client, method)(address).status_code for client in roles.values())
        assert found == codes, f"{method} {address}: {dict(zip(roles, found, strict=True))}"
    assert state_of_all() == before


def test_only_the_departments_of_a_person(people: dict[str, Any], zaisei: Department) -> None:
    both = client_of(make_user("erin", departments=(zaisei, make_department())))
    assert "課を選んでください" in text_of(both.get(PAGE))
    assert both.get(f"{PAGE}entry.xlsx").status_code == 400
    assert both.post(PAGE, {"action": "preview"}).status_code == 400
    for slug, code in (("zaisei", "46A"), ("sangyo-shinko", "43A")):
        page = f"{PAGE}?department={slug}"
        data = filled(taken(both, page=page), {(code, "値の状態"): "実績", (code, "値"): 5})
        assert confirmed(both, given(both, data, page=page), page=page).status_code == 302
    assert Result.objects.count() == 2
    alice = client_of(people["alice"])
    assert alice.get(f"{PAGE}?department=nowhere").status_code == 404


def test_the_office_fills_in_for_a_department(people: dict[str, Any], zaisei: Department) -> None:
    bob = client_of(people["bob"])
    page = f"{PAGE}?department=zaisei"
    data = filled(taken(bob, page=page), {("46A", "値の状態"): "実績", ("46A", "値"): 5})
    assert confirmed(bob, given(bob, data, page=page), page=page).status_code == 302
    assert Result.objects.get().edited_by == people["bob"]


@pytest.mark.parametrize(
    ("year", "status"), [(1988, 404), (2101, 404), (2027, 404), (2025, 200), (2020, 200)]
)
def test_years(alice: Client, year: int, status: int) -> None:
    for name in ("", "entry.xlsx", "entry.csv"):
        assert alice.get(f"/entry/spreadsheet/{year}/{name}").status_code == status


def test_a_year_before_the_plan_is_filled_in_as_history(alice: Client) -> None:
    page = "/entry/spreadsheet/2019/"
    data = csv_filled(
        taken(alice, "csv", page),
        {("43A", "年度"): "平成31年度", ("43A", "値の状態"): "実績", ("43A", "値"): "５"},
    )
    answer = given(alice, data, "a.csv", page)
    assert problems(answer) == []
    assert confirmed(alice, answer, page=page).status_code == 302
    assert (Result.objects.get().year, Result.objects.get().value) == (2019, 5)


def test_a_closed_year_is_told_in_words(alice: Client, people: dict[str, Any]) -> None:
    make_cycle(2023, by=people["bob"], closed=True)
    page = "/entry/spreadsheet/2023/"
    assert "いま入力できる行はありません" in text_of(alice.get(page))
    blank = taken(alice, page=page)
    assert "変わるところはありません" in text_of(given(alice, blank, page=page))
    cells = {("43A", "値の状態"): "実績", ("43A", "値"): 5, ("43B", "値"): 6}
    answer = given(alice, filled(blank, cells), page=page)
    assert [cell for cell, _ in problems(answer)] == [
        address_of(blank, "43A", "値の状態"),
        address_of(blank, "43B", "値"),
    ]
    assert all("令和5年度は入力を受け付けていません" in message for _, message in problems(answer))
    assert not Result.objects.exists()


@pytest.mark.usefixtures("everything")
def test_rows_that_are_out_of_ones_hands(alice: Client) -> None:
    blank = taken(alice)
    answer = given(alice, filled(blank, {("43C", "値"): 1, ("43D", "説明"): "直したい"}))
    told = dict(problems(answer))
    assert set(told) == {address_of(blank, "43C", "値"), address_of(blank, "43D", "説明")}
    assert "提出済み" in told[address_of(blank, "43C", "値")]
    assert "公表済み" in told[address_of(blank, "43D", "説明")]


def test_pages_lead_to_the_file(alice: Client, people: dict[str, Any]) -> None:
    assert PAGE in alice.get("/entry/").content.decode()
    assert "/entry/spreadsheet/2022/" in alice.get("/entry/").content.decode()
    assert f"{PAGE}?department=sangyo-shinko" in alice.get("/entry/grid/2024/").content.decode()
    bob = client_of(people["bob"])
    assert f"{PAGE}?department=sangyo-shinko" in bob.get("/office/").content.decode()
    page = alice.get(PAGE).content.decode()
    assert "/entry/grid/2024/?department=sangyo-shinko" in page
    assert "/entry/spreadsheet/2018/?department=sangyo-shinko" in page, "years before the plan"


def test_an_unknown_button_and_no_file(alice: Client) -> None:
    assert alice.post(PAGE, {"action": "publish"}).status_code == 400
    assert problems(alice.post(PAGE, {"action": "preview"})) == [("", "ファイルを選んでください。")]
    assert problems(alice.post(PAGE, {"action": "preview", "file": "text"})) == [
        ("", "ファイルを選んでください。")
    ]


def test_whoever_sends_after_the_login_ran_out_saves_nothing_and_goes_on_by_the_same_field(
    two_rows: bytes, alice: Client
) -> None:
    """The page is for the one who sent the field: it stands there as it came, read by nobody."""
    signed = signed_in(given(alice, two_rows))
    answer = Client().post(PAGE, {"action": "draft", "signed": signed})
    assert answer.status_code == 403
    assert not Result.objects.exists()
    assert answer.content.decode().count(signed) == 1
    assert "43A" not in text_of(answer)


def test_a_file_costs_as_many_queries_for_forty_as_for_six(
    alice: Client, people: dict[str, Any], django_assert_num_queries: Any
) -> None:
    def fill() -> bytes:
        _, *rows = csv_rows(taken(alice, "csv"))
        return csv_filled(taken(alice, "csv"), {(row[0], "値"): "7" for row in rows})

    first = fill()
    with CaptureQueriesContext(connection) as few:
        taken(alice)
        given(alice, first, "a.csv")
    asked = len(few)  # now: the log of queries begins anew with the next request
    for number in range(50, 90):
        indicator = make_indicator(measure=make_measure(number))
        workflow.save_draft(owner=indicator, year=YEAR, data=said("5"), by=people["alice"])
    second = fill()
    with django_assert_num_queries(asked):
        taken(alice)
        answer = given(alice, second, "a.csv")
    assert "46件が変わります" in text_of(answer)
