"""CSV and JSON say exactly what the rows say, digit for digit, and run no formula (docs/trust.md §4)."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User

from indicators import frames
from indicators.frames import Row
from indicators.models import Counting, Direction, Indicator, Kind, ValueState
from indicators.spreadsheets.figures import csv_bytes, json_payload
from indicators.spreadsheets.values import FIELDS
from tests.indicators.factories import (
    EVERY,
    NOON,
    load_fixtures,
    make_alice,
    make_bob,
    make_cycle,
    make_indicator,
    make_threshold,
    publish_change,
    publish_value,
    said,
    submit_value,
)

pytestmark = pytest.mark.django_db
FIGURES = {"value": 2, "baseline": 2, "target": 2, "expected": 6, "progress": 6}


@pytest.fixture
def indicator() -> Indicator:
    """43A as a share with two decimals, 0.27 to 0.35."""
    make_threshold()
    make_alice()
    bob = make_bob()
    for year in (2023, 2024):
        make_cycle(year, by=bob)
    return make_indicator(unit="％", decimals=2, baseline_value=Decimal("0.27"), target="0.35")


def publish(indicator: Indicator, year: int, value: str | None, value_state: str = "", **fields: Any) -> None:
    entry = said(value, value_state, **fields)
    alice, bob = (User.objects.get(username=name) for name in ("alice", "bob"))
    publish_value(indicator, year, entry, by=alice, publisher=bob)


def table(rows: Iterable[Row]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_bytes(rows).decode("utf-8-sig"), newline="")))


def test_one_line_an_indicator_and_year_after_one_header() -> None:
    load_fixtures()
    rows = frames.published(EVERY)
    raw = csv_bytes(rows)
    assert raw.startswith(b"\xef\xbb\xbfindicator_code,")
    lines = table(rows)
    assert [(line["indicator_code"], line["fiscal_year"]) for line in lines] == [
        (row.code, str(row.year)) for row in rows
    ]
    first = lines[0]
    assert (first["fiscal_year"], first["fiscal_year_ja"], first["unit"]) == ("2023", "令和5年度", "テーマ")
    assert (first["baseline_label"], first["baseline_fiscal_year"]) == ("令和４年11月末", "2022")


def test_empty_is_not_zero_and_figures_are_plain(indicator: Indicator) -> None:
    publish(indicator, 2024, "0")
    empty, zero = table(frames.published(EVERY))[:2]
    assert (empty["value"], empty["progress"], empty["value_state"], empty["is_published"]) == (
        "",
        "",
        "",
        "",
    )
    assert (zero["value"], zero["value_state"], zero["value_state_ja"], zero["is_published"]) == (
        "0.00",
        "actual",
        "実績",
        "true",
    )
    assert (zero["baseline"], zero["target"], zero["expected"], zero["progress"]) == (
        "0.27",
        "0.35",
        "0.31",
        "-3.375",
    )
    payload = json_payload(frames.published(EVERY))
    assert [row["value"] for row in payload["rows"]][:2] == [None, "0.00"]
    assert payload["rows"][0]["is_published"] is None


def test_thousands_have_no_separator() -> None:
    load_fixtures()
    line = next(line for line in table(frames.published(EVERY)) if line["indicator_code"] == "43A")
    assert (line["baseline"], line["target"], line["expected"]) == ("584", "2000", "938")


def test_every_figure_of_the_csv_is_the_frame_s(indicator: Indicator) -> None:
    """Read back as Decimals, they are the rows'; only 目安 and 進捗 are cut, at six decimals."""
    publish(indicator, 2023, "0.29")
    publish(indicator, 2024, "0.34")
    make_indicator(letter="B", target="7", baseline_value=Decimal(0), baseline_year=2023)
    rows = frames.published(EVERY)
    for row, line in zip(rows, table(rows), strict=True):
        for name, decimals in FIGURES.items():
            figure = getattr(row, "printed_baseline" if name == "baseline" else name)
            if figure is None:
                assert line[name] == ""
            else:
                assert abs(Decimal(line[name]) - figure) <= Decimal(5).scaleb(-decimals - 1)
                assert "," not in line[name]
                assert "E" not in line[name]
    third = next(
        line for line in table(rows) if line["indicator_code"] == "43B" and line["fiscal_year"] == "2024"
    )
    assert third["expected"] == "2.333333"


def test_a_limit_has_a_margin_and_no_progress(indicator: Indicator) -> None:
    ceiling = make_indicator(
        letter="B",
        target="90",
        unit="％",
        decimals=1,
        direction=Direction.AT_MOST,
        counting=Counting.ANNUAL,
        baseline_value=Decimal("89.8"),
    )
    publish(ceiling, 2024, "90.4")
    line = next(line for line in table(frames.published(EVERY)) if line["value"] == "90.4")
    assert (line["margin"], line["progress"], line["target"], line["verdict_ja"]) == (
        "-0.4",
        "",
        "90.0",
        "遅れ",
    )


def test_days_and_moments_are_iso_in_japan_s_time(indicator: Indicator) -> None:
    publish(indicator, 2024, "0.31", as_of=date(2025, 3, 31))
    line = table(frames.published(EVERY))[1]
    assert (line["as_of"], line["published_at"]) == ("2025-03-31", "2025-05-01T12:00:00+09:00")


def test_the_whole_chain_is_in_the_json_and_the_newest_record_in_the_csv(indicator: Indicator) -> None:
    publish(indicator, 2024, "0.31", ValueState.PROVISIONAL)
    people: dict[str, Any] = {
        "by": User.objects.get(username="alice"),
        "publisher": User.objects.get(username="bob"),
        "now": NOON + timedelta(days=1),
    }
    publish_change(indicator, 2024, Kind.CORRECTION, said("0.32", ValueState.PROVISIONAL), **people)
    publish_change(indicator, 2024, Kind.WITHDRAWAL, reason="元の調査に誤り", **people)
    line = table(frames.published(EVERY))[1]
    assert (line["value"], line["value_state"], line["value_state_ja"]) == ("", "", "取下げ")
    assert (line["record_kind"], line["record_number"], line["change_reason"]) == (
        "withdrawal",
        "3",
        "元の調査に誤り",
    )
    row = json_payload(frames.published(EVERY))["rows"][1]
    assert row["earlier"] == [
        {
            "value": "0.31",
            "value_state": "provisional",
            "replaced_by": "correction",
            "replaced_at": "2025-05-02T12:00:00+09:00",
        },
        {
            "value": "0.32",
            "value_state": "provisional",
            "replaced_by": "withdrawal",
            "replaced_at": "2025-05-02T12:00:00+09:00",
        },
    ]


def test_the_json_has_the_columns_of_the_csv_and_the_steps_of_the_verdict(indicator: Indicator) -> None:
    publish(indicator, 2024, "0.34")
    rows = frames.published(EVERY)
    row = json_payload(rows)["rows"][1]
    assert list(row)[:-2] == list(table(rows)[0])
    assert row["trace"] == list(rows[1].trace) != []
    assert json.loads(json.dumps(row)) == row


def test_an_unpublished_value_says_so(indicator: Indicator) -> None:
    submit_value(indicator, 2024, said("0.31"), by=User.objects.get(username="alice"))
    assert table(frames.working(EVERY))[1]["is_published"] == "false"
    assert "0.31" not in [line["value"] for line in table(frames.published(EVERY))]


@pytest.mark.parametrize(
    ("note", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+81 438", "'+81 438"),
        ("-5人", "'-5人"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("　=HYPERLINK(1)", "'　=HYPERLINK(1)"),
        ("\n=1+1", "'\n=1+1"),
        ("名簿\x00から\x1b数えた\u202e", "名簿から数えた"),
        ("全角　空白", "全角　空白"),
        ('「,」と"引用"\nと改行', '「,」と"引用"\nと改行'),
        ("1=1", "1=1"),
    ],
)
def test_text_is_never_a_formula_and_carries_no_control_character(
    indicator: Indicator, note: str, cell: str
) -> None:
    row = replace(frames.published(EVERY)[0], note=note)
    assert table([row])[0]["note"] == cell


def test_a_negative_figure_stays_a_number(indicator: Indicator) -> None:
    indicator.may_be_negative = True
    indicator.save()
    publish(indicator, 2024, "-0.05")
    assert table(frames.published(EVERY))[1]["value"] == "-0.05"


def test_the_same_published_state_gives_the_same_bytes(indicator: Indicator, time_machine: Any) -> None:
    publish(indicator, 2024, "0.31")
    first = csv_bytes(frames.published(EVERY)), json_payload(frames.published(EVERY))
    time_machine.move_to("2031-01-01")
    again = csv_bytes(frames.published(EVERY)), json_payload(frames.published(EVERY))
    assert (first[0], json.dumps(first[1])) == (again[0], json.dumps(again[1]))


def test_the_demo_says_so_in_every_row_and_once_in_the_json(indicator: Indicator, settings: Any) -> None:
    settings.DEMO = True
    rows = frames.published(EVERY)
    lines = table(rows)
    # Behind what stood there first; columns that came later stand behind it.
    assert list(lines[0]).index("notice") == list(lines[0]).index("effective_baseline") - 1
    names = list(lines[0])
    assert (
        names.index("gap") < names.index("source_url") < names.index("target_upper")
    )  # in the order of their coming
    # What came after release 1.0.0 stands behind its last columns.
    place = names.index("city_code")
    assert names[place + 1] == "city_name"
    assert names[place + 2 :] == [field.name for field in FIELDS if field.is_newer]
    assert {line["notice"] for line in lines} == {"デモ：実績はすべて架空の値です"}
    assert json_payload(rows)["notice"] == "デモ：実績はすべて架空の値です"
    settings.DEMO = False
    assert "notice" not in table(rows)[0]
    assert "notice" not in json_payload(rows)


def test_no_rows_leave_the_header() -> None:
    assert csv_bytes(frames.published(EVERY)).decode("utf-8-sig").count("\r\n") == 1
    assert json_payload(frames.published(EVERY)) == {"rows": []}
