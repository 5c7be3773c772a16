"""Deeds in a department's workbook: taken, filled in, given back, looked at, saved with the values or not at all."""

import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from indicators.models import Deed, Result
from indicators.workflow import DEEDS
from tests.indicators.factories import (
    line_of,
    load_fixtures,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_department,
    make_user,
    publish_deed,
    submit_deed,
)
from tests.indicators.files import confirmed, given, problems, taken, text_of

pytestmark = pytest.mark.django_db
SHEET = "取組の実績"
OWN = "/entry/spreadsheet/2024/?department=organic-city-suishin"
ALL = "/entry/spreadsheet/2024/?department=all"
ROW = {
    "進み具合": "遅れ",
    "予定": "相談会を12回開きます。",
    "実施したこと": "相談会を10回開きました。\n=2回は中止しました。",
    "数量": 10,
    "数量の単位": "回",
    "理由": "台風で2回を中止したためです。",
    "次にすること": "オンラインの相談会を加えます。",
    "事務事業": "移住相談事業　https://example.jp/iju\n広報事業",
}


@pytest.fixture
def world() -> SimpleNamespace:
    load_fixtures()
    bob = make_bob()
    for year in (2023, 2024):
        make_cycle(year, by=bob)
    department = make_department("organic-city-suishin")
    found = SimpleNamespace(
        bob=bob, alice=make_alice(department), carol=make_carol(), line=line_of("44-1", department.slug)
    )
    for name in ("alice", "bob"):
        client = Client()
        client.force_login(getattr(found, name))
        setattr(found, f"as_{name}", client)
    return found


def typed_in(data: bytes, rows: dict[tuple[str, str], dict[str, Any]], sheet: str = SHEET) -> bytes:
    """The workbook with cells set by (code, department) and heading, as a program saves it."""
    book = load_workbook(io.BytesIO(data))
    entry = book[sheet]
    heads = {cell.value: cell.column for cell in entry[1]}
    for at in range(2, entry.max_row + 1):
        place = entry.cell(at, 1).value, entry.cell(at, heads["担当課"]).value
        for heading, value in rows.get(place, {}).items():
            entry.cell(at, heads[heading]).value = value
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def own(line: Any) -> tuple[str, str]:
    return line.code, line.department.name


def sheet_of(data: bytes) -> list[dict[str, Any]]:
    rows = list(load_workbook(io.BytesIO(data))[SHEET].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_a_sheet_goes_out_comes_back_and_is_saved_with_the_values(world: SimpleNamespace) -> None:
    publish_deed(world.line, 2023, by=world.alice, publisher=world.bob, done="前の年度のこと")
    data = taken(world.as_alice, page=OWN)
    rows = sheet_of(data)
    assert rows[0]["前の年度の実績"] == "遅れ　前の年度のこと 10回"
    assert {row["担当課"] for row in rows} == {world.line.department.name}
    untouched = given(world.as_alice, data, page=OWN)
    assert "変わるところはありません" in text_of(untouched)
    answer = given(world.as_alice, typed_in(data, {own(world.line): ROW}), page=OWN)
    assert problems(answer) == []
    assert "1件が変わります" in text_of(answer)
    assert not Deed.objects.filter(year=2024).exists()
    done = confirmed(world.as_alice, answer, "submit", page=OWN, chosen=["44-1"])
    assert done.status_code == 302
    deed = Deed.objects.get(year=2024)
    assert (deed.state, deed.standing, deed.quantity, deed.unit) == ("submitted", "late", 10, "回")
    assert deed.done == "相談会を10回開きました。\n=2回は中止しました。"
    assert deed.projects == [["移住相談事業", "https://example.jp/iju"], ["広報事業", ""]]
    again = confirmed(world.as_alice, answer, "submit", page=OWN, chosen=["44-1"])
    assert again.status_code == 302, "a second press changes nothing"
    assert Deed.objects.filter(year=2024).count() == 1


@pytest.mark.parametrize(
    ("heading", "value", "message"),
    [
        ("進み具合", "順調", "進み具合ではありません"),
        ("数量", "十回", "数"),
        ("数量", 0.1234567, "小数"),
        ("事務事業", "事業　https://intra.local/", "リンク"),
        ("実施したこと", "あ" * 1001, "1000字まで"),
        ("変更の理由", "直す", "空にしてください"),
        ("版", "x", "書き換えられません"),
        ("コード", "44-9", "ありません"),
        ("担当課", "どこかの課", "ありません"),
        ("年度", "令和9年度", "受け付けません"),
    ],
)
def test_every_reason_is_told_with_its_cell(
    world: SimpleNamespace, heading: str, value: Any, message: str
) -> None:
    data = taken(world.as_alice, page=OWN)
    book = load_workbook(io.BytesIO(data))
    entry = book[SHEET]
    at = next(cell for cell in entry[1] if cell.value == heading)
    answer = given(world.as_alice, typed_in(data, {own(world.line): {**ROW, heading: value}}), page=OWN)
    [(cell, told)] = problems(answer)
    assert (cell, message in told) == (f"{SHEET}!{at.column_letter}2", True), told
    assert not Deed.objects.exists()


def test_a_grey_cell_is_told_and_not_taken(world: SimpleNamespace) -> None:
    data = taken(world.as_alice, page=OWN)
    answer = given(world.as_alice, typed_in(data, {own(world.line): {"取組と内容": "ほかの言葉"}}), page=OWN)
    assert "変えられないセル（灰色）が、1個変わっています" in text_of(answer)


def test_who_was_first_is_shown_and_nothing_is_covered_unasked(world: SimpleNamespace) -> None:
    data = typed_in(taken(world.as_alice, page=OWN), {own(world.line): ROW})
    DEEDS.save(owner=world.line, year=2024, data={"done": "先に保存した"}, by=world.bob)
    answer = given(world.as_alice, data, page=OWN)
    assert answer.status_code == 409
    assert "先に保存した" in text_of(answer)
    assert "どちらの記録を使うか選んでください" in text_of(confirmed(world.as_alice, answer, page=OWN))
    assert Deed.objects.get().done == "先に保存した"
    confirmed(world.as_alice, answer, page=OWN, **{"44-1-resolve": "mine"})
    assert Deed.objects.get().standing == "late"


def test_between_the_preview_and_the_press_somebody_saves(world: SimpleNamespace) -> None:
    answer = given(
        world.as_alice, typed_in(taken(world.as_alice, page=OWN), {own(world.line): ROW}), page=OWN
    )
    DEEDS.save(owner=world.line, year=2024, data={"done": "先に保存した"}, by=world.bob)
    assert confirmed(world.as_alice, answer, page=OWN).status_code == 409
    assert Deed.objects.get().done == "先に保存した"


def test_values_and_deeds_are_saved_together_or_not_at_all(world: SimpleNamespace) -> None:
    data = taken(world.as_alice, page=OWN)
    book = load_workbook(io.BytesIO(data))
    entry = book["入力"]
    heads = {cell.value: cell.column for cell in entry[1]}
    entry.cell(2, heads["値の状態"]).value, entry.cell(2, heads["値"]).value = "実績", 12
    saved = io.BytesIO()
    book.save(saved)
    poor = typed_in(saved.getvalue(), {own(world.line): {**ROW, "理由": ""}})
    answer = given(world.as_alice, poor, page=OWN)
    assert "遅れている理由を入力してください" in text_of(answer)
    refused = confirmed(world.as_alice, answer, "submit", page=OWN, chosen=["44-1"])
    assert problems(refused)[0][1] == "遅れている理由を入力してください。"
    assert not Deed.objects.exists()
    assert not Result.objects.exists()
    confirmed(world.as_alice, answer, page=OWN)
    assert (Deed.objects.count(), Result.objects.count()) == (1, 1)


def test_what_is_closed_stays_as_it_is(world: SimpleNamespace) -> None:
    submit_deed(world.line, by=world.alice)
    data = typed_in(taken(world.as_alice, page=OWN), {own(world.line): {"実施したこと": "ほか"}})
    [(_, told)] = problems(given(world.as_alice, data, page=OWN))
    assert "提出済み" in told


def test_the_office_takes_all_departments_in_one_book(world: SimpleNamespace) -> None:
    rows = sheet_of(taken(world.as_bob, page=ALL))
    shared = [row for row in rows if row["コード"] == "48-1"]
    assert len({row["担当課"] for row in shared}) == len(shared) > 1
    place = {("48-1", row["担当課"]): ROW for row in shared}
    answer = given(world.as_bob, typed_in(taken(world.as_bob, page=ALL), place), page=ALL)
    assert problems(answer) == []
    confirmed(world.as_bob, answer, page=ALL)
    assert Deed.objects.count() == len(shared)


def test_a_department_that_leads_no_indicator_has_a_file_of_its_deeds(world: SimpleNamespace) -> None:
    department = make_department("kankyo-seisaku")
    assert not department.led_indicators.exists()
    client = Client()
    client.force_login(make_user("erin", departments=(department,)))
    page = "/entry/spreadsheet/2024/"
    data = taken(client, page=page)
    rows = sheet_of(data)
    assert {row["担当課"] for row in rows} == {department.name}
    answer = given(client, typed_in(data, {(rows[0]["コード"], department.name): ROW}), page=page)
    assert problems(answer) == []
    assert confirmed(client, answer, page=page).status_code == 302
    assert Deed.objects.get().line.department == department
    assert client.get("/entry/grid/2024/").status_code == 403
