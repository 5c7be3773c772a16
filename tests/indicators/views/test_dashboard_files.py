"""Files of the dashboard: exactly what is shown, for the staff alone, figures as numbers and text as text."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from indicators import frames
from tests.indicators.city import SECRET, City
from tests.indicators.factories import EVERY, make_cycle, make_department, make_user, publish_value, said

pytestmark = [pytest.mark.django_db, pytest.mark.reads]
FILES = ["/dashboard/figures.csv", "/dashboard/figures.xlsx", "/dashboard/figures.json"]


def csv_rows(client: Client, query: str = "") -> list[dict[str, str]]:
    body = client.get(f"/dashboard/figures.csv{query}").content
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def sheets(client: Client, query: str = "") -> Any:
    return load_workbook(io.BytesIO(client.get(f"/dashboard/figures.xlsx{query}").content))


def table(book: Any) -> list[dict[str, Any]]:
    head, *lines = book.worksheets[0].iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


@pytest.mark.parametrize("address", FILES)
def test_files_are_for_those_who_may_read_the_page(city: City, address: str) -> None:
    client = Client()
    assert client.get(address)["Location"].startswith("/login/")
    client.force_login(city.alice)
    assert client.get(address).status_code == 403
    client.force_login(city.dave)
    answer = client.get(address)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "internal" in answer["Content-Disposition"]
    assert client.post(address).status_code == 405


def test_the_files_hold_the_rows_that_are_shown(manager: Client) -> None:
    rows = frames.newest(frames.working(EVERY))
    found = csv_rows(manager)
    assert [(line["indicator_code"], line["fiscal_year"]) for line in found] == [
        (row.code, str(row.year)) for row in rows
    ]
    payload = manager.get("/dashboard/figures.json").json()
    assert [line["value"] for line in payload["rows"]] == [line["value"] or None for line in found]
    in_book = table(sheets(manager))
    assert [(line["番号"], line["西暦"]) for line in in_book] == [(row.code, row.year) for row in rows]
    for line, row in zip(in_book, rows, strict=True):
        told = None if line["値"] is None else Decimal(str(line["値"]))
        assert told == row.value, row.code
        assert line["判定"] == row.label


def test_filters_narrow_the_files_too(manager: Client) -> None:
    assert {line["indicator_code"] for line in csv_rows(manager, "?measure=44")} == {"44A", "44B"}
    assert [line["indicator_code"] for line in csv_rows(manager, "?department=kikaku&verdict=behind")] == [
        "47A"
    ]
    assert len(table(sheets(manager, "?measure=44&year=2023"))) == 2
    assert csv_rows(manager, "?verdict=worse") == []
    assert table(sheets(manager, "?verdict=worse")) == []


def test_all_years_of_the_same_indicators(manager: Client) -> None:
    lines = csv_rows(manager, "?measure=44&all_years=1")
    assert [line["fiscal_year"] for line in lines if line["indicator_code"] == "44B"] == [
        "2023",
        "2024",
        "2025",
        "2026",
    ]
    assert {line["indicator_code"] for line in lines} == {"44A", "44B"}
    answer = manager.get("/dashboard/figures.csv?all_years=yes")
    assert answer.status_code == 404
    assert "全年度" in answer.content.decode()


@pytest.mark.parametrize("address", FILES)
def test_a_published_file_holds_no_unpublished_value(manager: Client, address: str) -> None:
    answer = manager.get(f"{address}?scope=published&all_years=1")
    assert "published" in answer["Content-Disposition"]
    body = answer.content
    if address.endswith("xlsx"):
        text = repr(table(load_workbook(io.BytesIO(body))))
    else:
        text = body.decode("utf-8-sig")
    assert "1987" not in text
    assert SECRET not in text
    assert "submitted" not in text
    assert "提出済" not in text


def test_an_unpublished_value_says_so(manager: Client) -> None:
    line = next(line for line in csv_rows(manager) if line["indicator_code"] == "43A")
    assert (line["value"], line["unpublished"], line["workflow_state"]) == ("1987", "true", "submitted")
    # Columns that came later stand behind all that there was.
    names = list(line)
    assert names[names.index("workflow_state") - 1 :][:3] == [
        "unpublished",
        "workflow_state",
        "effective_baseline",
    ]
    assert names.index("series_break") > names.index("survey_error")
    assert names[-6:-2] == ["series_break", "limit_risk_ja", "city_code", "city_name"]
    book = next(line for line in table(sheets(manager)) if line["番号"] == "43A")
    assert (book["値"], book["公表"], book["入力の進み"]) == (1987, "未公表", "提出済")


@time_machine.travel(datetime(2025, 6, 10, 3, tzinfo=UTC), tick=False)
def test_pace_and_outlook_are_those_of_the_frame(city: City, manager: Client) -> None:
    city.publish("41A", 2023, "12")
    city.publish("41A", 2024, "28")
    line = next(line for line in csv_rows(manager) if line["indicator_code"] == "41A")
    of_one = [row for row in frames.working(EVERY) if row.code == "41A"]
    pace, outlook = (
        frames.pace_of(of_one[1], current_year=2025),
        frames.outlook_of(of_one, current_year=2025),
    )
    assert Decimal(line["needed_change_a_year"]) == pace.needed == 16
    assert Decimal(line["mean_change_a_year"]) == pace.mean == Decimal("11.5")
    assert Decimal(line["outlook"]) == outlook.value
    # FilteredView from the year before there were two points only, and no outlook.
    earlier = next(line for line in csv_rows(manager, "?year=2023") if line["indicator_code"] == "41A")
    assert earlier["outlook"] == ""


def test_a_value_that_may_leave_its_range_says_so_in_every_file(city: City, manager: Client) -> None:
    """46A: 89.9 of 2025 is an estimate; it leaves 0.1 of the 0.6 up to the ceiling of 90."""
    make_cycle(2025, by=city.bob)
    city.alice = make_user("zaisei", departments=(make_department("zaisei"),))
    city.publish("46A", 2024, "89.4")
    entry = said("89.9", value_state="estimate", note="決算の前の見込みです。")
    publish_value(city.indicator("46A"), 2025, entry, by=city.alice, publisher=city.bob)
    sentence = "令和7年度の見込89.9％は、上限の90.0％まで0.1ポイントです（令和6年度は0.6ポイントの余裕がありました）。"
    in_csv = {line["indicator_code"]: line["limit_risk_ja"] for line in csv_rows(manager)}
    rows = manager.get("/dashboard/figures.json").json()["rows"]
    in_book = {line["番号"]: line["範囲を出るおそれ"] or "" for line in table(sheets(manager))}
    assert in_csv == {line["indicator_code"]: line["limit_risk_ja"] or "" for line in rows} == in_book
    assert {code: words for code, words in in_csv.items() if words} == {"46A": sentence}


def test_a_workbook_keeps_figures_as_numbers_and_text_as_text(city: City, manager: Client) -> None:
    indicator = city.indicator("44A")
    note = '=HYPERLINK("http://example.com","x")\x0b続き'
    publish_value(indicator, 2024, said("57.1", note=note), by=city.alice, publisher=city.bob)
    sheet = sheets(manager).worksheets[0]
    head = [cell.value for cell in sheet[1]]
    line = next(cells for cells in sheet.iter_rows(min_row=2) if cells[0].value == "44A")
    value, told = line[head.index("値")], line[head.index("説明")]
    assert (value.value, value.data_type, value.number_format) == (57.1, "n", "#,##0.0")
    assert told.data_type == "s"
    assert told.quotePrefix
    assert told.value == note.replace("\x0b", "")
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert not [cell for cells in sheet.iter_rows() for cell in cells if cell.data_type == "f"]


def test_the_second_sheet_says_how_the_first_was_chosen(manager: Client, settings: Any) -> None:
    settings.DEMO = True
    book = sheets(manager, "?department=kikaku&scope=published&year=2024")
    told = dict(book["条件"].iter_rows(values_only=True))
    assert "主担当課：企画課" in told["条件"]
    assert told["範囲"] == "公表のみ"
    assert told["年度"] == "令和6年度"
    assert told["アドレス"].endswith("?department=kikaku&scope=published&year=2024")
    assert told["注意"] == "デモ：実績はすべて架空の値です"
    assert {line["注意"] for line in table(book)} == {"デモ：実績はすべて架空の値です"}
