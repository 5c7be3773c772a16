"""What people type into the staff's forms: docs/input.md by a sample, days, states beside values."""

import importlib
import pkgutil
from datetime import date
from decimal import Decimal

import pytest
from django import forms

import indicators.forms
from indicators.forms import CorrectionForm, CycleForm, EntryForm, read_day
from indicators.models import Indicator, Kind
from indicators.wording.days import write_day
from indicators.workflow import Entry
from measures.text_fields import TypedTextField


@pytest.mark.parametrize(
    "typed",
    [
        "2026-05-31",
        "2026/5/31",
        "2026.5.31",
        "2026年5月31日",
        "令和8年5月31日",
        "R8.5.31",
        "r8/5/31",
        "Ｒ８．５．３１",
        "　令和８年５月３１日 ",
        "2026-05-31T00:00:00.000Z",
        "2026-05-31T00:00",
        "2026-05-31T00:00:00Z",
        "2026-05-31 00:00:00",
        "2026/5/31 0:00",
        "２０２６／５／３１　０：００",
        "20260531",
        "8.5.31",
        "８．５．３１",
        "令和8年5月末",
        "R8.5月末",
        "2026/5末",
        "２０２６年５月末日",
        "令和八年五月三十一日",
        "令和八年五月末",
        "二〇二六年五月三十一日",
        "二零二六年 五月 三一日",
    ],
)
def test_a_day_as_people_write_it(typed: str) -> None:
    assert read_day(typed) == date(2026, 5, 31)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("令和6年2月末", date(2024, 2, 29)),
        ("令和7年2月末", date(2025, 2, 28)),
        ("平成31年4月末", date(2019, 4, 30)),
        ("令和元年5月末", date(2019, 5, 31)),
        ("平成元年1月末", date(1989, 1, 31)),
        ("令和元年十月十日", date(2019, 10, 10)),
        ("平成三十一年四月二十日", date(2019, 4, 20)),
        ("令和八年三月末", date(2026, 3, 31)),
    ],
)
def test_the_end_of_a_month_is_its_last_day(typed: str, day: date) -> None:
    assert read_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("5/31", "年から入力"),
        ("8/5/31", "読めません"),
        ("0.5.31", "読めません"),
        ("20260231", "という日はありません"),
        ("令和8年13月末", "読めません"),
        ("平成31年5月末", "読めません"),
        ("令和8年度末", "読めません"),
        ("5月末", "読めません"),
        ("令和八年十三月一日", "という日はありません"),
        ("令和八年五月十十日", "読めません"),
        ("令和八年五月三〇十日", "読めません"),
        ("八.五.三十一", "読めません"),
        ("2026-02-30", "という日はありません"),
        ("令和8年13月1日", "という日はありません"),
        ("平成32年4月1日", "平成の期間にありません"),
        ("令和元年4月30日", "令和の期間にありません"),
        ("昭和60年1月1日", "読めません"),
        ("1900-01-01", "扱える期間"),
        ("9999/12/31", "扱える期間"),
        ("0000/1/1", "という日はありません"),
        ("令和0年1月1日", "令和の期間にありません"),
        ("٢٠٢٦/٥/٣١", "読めません"),
        ("1" * 5000, "読めません"),
        ("2026-05-30T15:00:00.000Z", "時刻が付いています"),
        ("2026/5/31 9:30", "時刻が付いています"),
        ("2026/5/310:00", "読めません"),
    ],
)
def test_a_day_that_cannot_be_read(typed: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_day(typed)


@pytest.mark.parametrize("day", [date(2026, 5, 31), date(2019, 5, 1), date(2019, 4, 30), date(1989, 1, 8)])
def test_a_day_written_is_read_back(day: date) -> None:
    assert read_day(write_day(day)) == day


def test_the_first_year_of_an_era() -> None:
    assert write_day(date(2019, 5, 1)) == "令和元年5月1日"
    assert read_day("平成31年4月30日") == date(2019, 4, 30)


def form_of(kind: str = Kind.FIRST, **typed: str) -> EntryForm:
    data = {"number": "1", "version": "0", "value_state": "actual", **typed}
    either = Indicator(unit="件", decimals=0, may_be_negative=True)
    form = EntryForm(data, indicator=either, year=2025, kind=kind)
    form.is_valid()
    return form


@pytest.mark.parametrize(
    ("typed", "value"),
    [("１，２３４", "1234"), ("1,234件", "1234"), (" 12 ", "12"), ("0", "0"), ("△12", "-12")],
)
def test_a_number_is_read(typed: str, value: str) -> None:
    form = form_of(value=typed)
    assert form.errors == {}
    assert form.written() == Entry(value_state="actual", value=Decimal(value))


def test_a_notice_says_how_a_number_was_understood() -> None:
    form = form_of(value="△12")
    assert form.reading is not None
    assert "負の数" in form.reading.notices[0]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("未定", "値の状態"),
        ("-", "値の状態"),
        ("12人", "単位は「件」"),
        ("12.5", "小数は使えません"),
        ("1,2,3,4", "桁区切り"),
        ("1E+3", "読めません"),
        ("②", "読めません"),
        ("9" * 5000, "長すぎます"),
    ],
)
def test_a_number_that_cannot_be_read(typed: str, says: str) -> None:
    form = form_of(value=typed)
    assert says in form.errors["value"][0]
    assert form["value"].value() == typed, "kept as it was typed"


def test_a_draft_may_lack_anything() -> None:
    form = form_of(value_state="")
    assert form.errors == {}
    assert form.written() == Entry()


def test_a_figure_contradicts_a_state_without_value() -> None:
    assert "値は空に" in form_of(value_state="unpublished", value="12").errors["value"][0]


@pytest.mark.parametrize("typed", ["", "-", "未定", "…"])
def test_a_mark_for_no_value_beside_such_a_state_is_no_value(typed: str) -> None:
    form = form_of(value_state="not_surveyed", value=typed, note="三年ごとの調査")
    assert form.errors == {}
    assert form.written() == Entry(value_state="not_surveyed", note="三年ごとの調査")


def test_dates_and_note() -> None:
    form = form_of(value="5", as_of="令和8年5月31日", note="一行目\r\n二行目")
    assert form.written() == Entry("actual", Decimal(5), "一行目\n二行目", date(2026, 5, 31))


def test_the_length_of_a_note_counts_a_line_end_once() -> None:
    assert form_of(value="5", note="あ" * 499 + "\r\n" + "い" * 500).errors == {}
    assert "1000字まで" in form_of(value="5", note="あ" * 1001).errors["note"][0]


@pytest.mark.parametrize("character", ["\x07", "\x1b", "\x00"])
def test_characters_that_nobody_sees_are_refused(character: str) -> None:
    assert "note" in form_of(value="5", note=f"説明{character}").errors


def test_an_unknown_state_is_refused() -> None:
    assert "value_state" in form_of(value_state="published", value="5").errors


@pytest.mark.parametrize(("name", "typed"), [("version", "-1"), ("version", "x"), ("number", "9" * 30)])
def test_hidden_numbers_are_checked(name: str, typed: str) -> None:
    assert name in form_of(value="5", **{name: typed}).errors


def test_a_first_value_has_no_reason_and_a_withdrawal_no_value() -> None:
    assert "reason" not in form_of().fields
    withdrawal = form_of(Kind.WITHDRAWAL, reason="誤り", value="5")
    assert set(withdrawal.fields) == {"version", "number", "reason", "link", "path", "uploads"}
    assert withdrawal.written() == Entry()


@pytest.mark.parametrize("kind", [Kind.CORRECTION, Kind.REVISION, Kind.WITHDRAWAL])
def test_a_change_keeps_a_reason_even_as_a_draft(kind: str) -> None:
    assert form_of(kind, value="5", reason=" ").errors["reason"] == ["変更の理由を入力してください。"]


def test_a_final_value_is_an_actual_one_and_needs_no_reason() -> None:
    assert form_of(Kind.FINAL, value="5").errors == {}
    assert "value_state" in form_of(Kind.FINAL, value_state="provisional", value="5").errors


def test_a_change_asks_for_kind_and_reason() -> None:
    kinds = (Kind.FINAL, Kind.CORRECTION)
    assert set(CorrectionForm({}, kinds=kinds).errors) == {"kind"}
    assert set(CorrectionForm({"kind": "correction"}, kinds=kinds).errors) == {"reason"}
    assert set(CorrectionForm({"kind": "withdrawal", "reason": "誤り"}, kinds=kinds).errors) == {"kind"}
    assert CorrectionForm({"kind": "final"}, kinds=kinds).is_valid()


def test_a_cycle_is_due_today_or_later(time_machine) -> None:
    # 0:30 of June 1 in Japan, still May 31 in UTC.
    time_machine.move_to("2026-05-31T15:30:00+00:00", tick=False)
    assert CycleForm({"year": "2025", "due_on": "2026/6/1"}, years=[2025]).is_valid()
    assert "due_on" in CycleForm({"year": "2025", "due_on": "2026/5/31"}, years=[2025]).errors
    assert "year" in CycleForm({"year": "2024", "due_on": "2026/6/1"}, years=[2025]).errors


def _all_fields() -> dict[str, forms.Field]:
    """Those that the classes of forms declare."""
    found: dict[str, forms.Field] = {}
    for module in pkgutil.iter_modules(indicators.forms.__path__):
        room = importlib.import_module(f"indicators.forms.{module.name}")
        for name, kind in vars(room).items():
            if isinstance(kind, type) and issubclass(kind, forms.BaseForm):
                base: dict[str, forms.Field] = getattr(kind, "base_fields", {})
                found |= {f"{name}.{field}": one for field, one in base.items()}
    return found


def test_every_text_box_of_the_staff_s_forms_reads_by_one_rule() -> None:
    """What reads by another: figures, times, addresses, passwords, and what a page hides for itself."""
    others = {"FigureBox", "TimeField", "UsernameField", "EmailField"}
    for name, field in _all_fields().items():
        if not isinstance(field, forms.CharField) or field.widget.is_hidden or "assword" in name:
            continue
        assert isinstance(field, TypedTextField) or type(field).__name__ in others, name


def test_an_odd_space_and_a_sign_of_no_width_in_a_note() -> None:
    form = form_of(value="5", note="市民活動団体の\u00a0登録数は\u200b増加しました。")
    assert (form.errors, form.cleaned_data["note"]) == ({}, "市民活動団体の 登録数は増加しました。")
    refused = form_of(value="5", note="市民活動団体の\u0007登録数")
    assert refused.errors["note"] == [
        "「市民活動団体の」の後に見えない文字（U+0007）があります。消して入力し直してください。"
    ]
