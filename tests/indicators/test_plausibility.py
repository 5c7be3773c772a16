"""What is refused and what is warned about (docs/input.md §4), at its very borders."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from indicators.plausibility import MEASURED, Bounds, Compared, is_comment, refusals_of, warnings_for
from indicators.progress import ValueState
from indicators.workflow import Entry
from measures.fiscal_year import CalendarYear

SHARE = "割合が100％を超えています。"
BELOW = "累計なのに、令和5年度の値より小さくなっています。"
SAME = "令和5年度の値とまったく同じです。"
JUMP = "令和5年度の値から10倍以上、または10分の1以下に変わっています。"
ABOVE_GIVEN = "現状値と目標の10倍以上です。"
BELOW_GIVEN = "現状値と目標の10分の1以下です。"
BELOW_START = "累計なのに、現状値より小さくなっています。"
FAR = "時点が、令和6年度から1年より離れています。"
STILL = "前の年度のままになっていないか確かめてください。"
EARLY = f"時点が、令和6年度より前の日です。{STILL}"
ONLY_FIGURES = "説明が、日付や数だけになっています。列がずれていないか確かめてください。"
TODAY = date(2025, 5, 1)


def _figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _warnings(value: str | None, previous: str | None = None, **fields: Any) -> tuple[str, ...]:
    words = {
        name: fields.pop(name)
        for name in ("note", "as_of", "value_state", "reason", "source")
        if name in fields
    }
    reason = words.pop("reason", "")
    said = Entry(value=_figure(value), **{"value_state": "actual", **words})
    against = Compared(
        previous=_figure(previous),
        **{"year": 2024, "previous_label": "令和5年度", "unit": "件", "cumulative": False, **fields},
    )
    return warnings_for(said, against, reason=reason)


def _given(*figures: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, figures))


@pytest.mark.parametrize(
    ("value", "previous", "expected"),
    [
        ("980", None, ()),
        ("980", "700", ()),
        ("0", None, ()),
        ("700", "700", (SAME,)),
        ("700.0", "700", (SAME,)),
        ("700.1", "700", ()),
        ("0", "0", (SAME,)),
        ("0", "5", ()),
        ("5", "0", ()),
        ("50", "5", (JUMP,)),
        ("49.9", "5", ()),
        ("5", "50", (JUMP,)),
        ("5.1", "50", ()),
        ("-50", "5", (JUMP,)),
        ("-5", "-50", (JUMP,)),
        ("-5", "5", ()),
    ],
)
def test_against_the_year_before(value: str, previous: str | None, expected: tuple[str, ...]):
    assert _warnings(value, previous) == expected


@pytest.mark.parametrize(
    ("value", "previous", "given", "expected"),
    [
        # 47A: 2 → 2; a million passed without a word.
        ("1000000", None, ("2", "2"), (ABOVE_GIVEN,)),
        ("20", None, ("2", "2"), (ABOVE_GIVEN,)),
        ("19", None, ("2", "2"), ()),
        # 41A: 5 → 60. Ten times the baseline is on the way to the target.
        ("50", None, ("5", "60"), ()),
        ("600", None, ("5", "60"), (ABOVE_GIVEN,)),
        ("0.5", None, ("5", "60"), ()),
        # No ratio to a real 0 of the year before can be told; to one of the plan's figures neither.
        ("600", "0", ("5", "60"), (ABOVE_GIVEN,)),
        ("600", None, ("0", "60"), (ABOVE_GIVEN,)),
        ("600", None, ("0", "0"), ()),
        ("0", None, ("5", "60"), ()),
        # A year before is the better measure where there is one.
        ("600", "500", ("5", "60"), ()),
    ],
)
def test_against_baseline_and_target_where_no_year_before_can_be_used(
    value: str, previous: str | None, given: tuple[str, ...], expected: tuple[str, ...]
):
    assert _warnings(value, previous, given=_given(*given)) == expected


@pytest.mark.parametrize(
    ("value", "previous", "given", "expected"),
    [
        # A share typed as 0.9 for 90 beside a ceiling of 90.0 and a baseline of 89.5.
        ("0.9", None, ("89.5", "90.0"), (BELOW_GIVEN,)),
        ("8.95", None, ("89.5", "90.0"), (BELOW_GIVEN,)),
        ("9", None, ("89.5", "90.0"), ()),
        ("0.9", "0", ("89.5", "90.0"), (BELOW_GIVEN,)),
        ("0.9", "0.8", ("89.5", "90.0"), ()),
        # A range, and no baseline.
        ("2", None, ("20", "25"), (BELOW_GIVEN,)),
        # On the way to none at all, and a real 0.
        ("0.5", None, ("60", "0"), ()),
        ("0", None, ("60", "50"), ()),
    ],
)
def test_far_below_both_where_no_year_before_can_be_used(
    value: str, previous: str | None, given: tuple[str, ...], expected: tuple[str, ...]
):
    assert _warnings(value, previous, given=_given(*given), far_below=True) == expected


@pytest.mark.parametrize(
    ("value", "previous", "expected"),
    [("100", None, (BELOW_START,)), ("112", None, ()), ("113", None, ()), ("100", "99", ())],
)
def test_a_cumulative_count_does_not_begin_below_its_baseline(
    value: str, previous: str | None, expected: tuple[str, ...]
):
    assert _warnings(value, previous, cumulative=True, start=Decimal(112)) == expected


@pytest.mark.parametrize(
    ("value", "previous", "expected"),
    [("99", "100", (BELOW,)), ("100", "100", (SAME,)), ("101", "100", ()), ("9", "100", (BELOW, JUMP))],
)
def test_a_cumulative_count_does_not_fall(value: str, previous: str, expected: tuple[str, ...]):
    assert _warnings(value, previous, cumulative=True) == expected


@pytest.mark.parametrize("unit", ["％", "%"])
@pytest.mark.parametrize(("value", "expected"), [("100", ()), ("100.1", (SHARE,)), ("0", ())])
def test_a_share_above_the_whole(value: str, expected: tuple[str, ...], unit: str):
    assert _warnings(value, unit=unit) == expected


def test_only_a_share_has_a_whole():
    assert _warnings("2000", unit="人") == ()


def test_all_that_is_strange_is_said():
    assert _warnings("120", "12", unit="％", note="2025/3/31") == (SHARE, JUMP, ONLY_FIGURES)


def _still(label: str) -> tuple[str, ...]:
    return (f"{label}に令和5年度とあり、令和6年度とはありません。{STILL}",)


@pytest.mark.parametrize(
    ("field", "text", "warned"),
    [
        ("note", "令和５年度は、会場を増やしました。", True),
        ("note", "令和6年3月31日現在の登録者数です。", True),
        ("note", "R5.12.1に調べました。", True),
        ("note", "2023年に始めました。", True),
        ("note", "令和6年5月に調べました。", False),
        ("note", "令和5年度の97件から増えました。", False),
        ("note", "令和5年度より会場を増やしました。", False),
        ("note", "令和6年度は、令和5年度とちがう会場です。", False),
        ("note", "令和4年度に始めました。", False),
        ("source", "令和5年度から始めた調査", True),
        ("source", "R5決算カード", True),
        ("source", "令和6年度 決算の概要", False),
    ],
)
def test_words_that_still_name_the_year_before(field: str, text: str, warned: bool):
    label = {"note": "説明", "source": "出典"}[field]
    assert _warnings("980", **{field: text}) == (_still(label) if warned else ())


def test_a_year_from_january_ends_in_december():
    year = CalendarYear(2024)
    assert _warnings("980", note="令和6年3月の調査です。", year=year) == ()
    assert _warnings("980", as_of=date(2024, 1, 1), year=year) == ()
    early = f"時点が、令和6年より前の日です。{STILL}"
    assert _warnings("980", as_of=date(2023, 12, 31), year=year) == (early,)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(1996, 3, 31), (FAR,)),
        (date(2023, 3, 31), (FAR,)),
        (date(2023, 4, 1), (EARLY,)),
        (date(2024, 3, 31), (EARLY,)),
        (date(2024, 4, 1), ()),
        (date(2026, 3, 31), ()),
        (date(2026, 4, 1), (FAR,)),
    ],
)
def test_a_day_more_than_a_year_outside_the_value_s_own(as_of: date, expected: tuple[str, ...]):
    """Fiscal 2024 runs from 2024-04-01 to 2025-03-31."""
    assert _warnings("980", as_of=as_of) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("2025/3/31", "令和7年3月31日", "R7.3.31", "2025-03-31 00:00:00", "令和7年3月末時点", "45016"),
        *("168", "１６８件", "△5", "12.5％", "3月31日（月）", "令和七年三月三十一日", "1.2万件"),
    ],
)
def test_a_text_that_is_only_a_day_or_a_number_is_no_comment(text: str):
    assert not is_comment(text, "件")
    assert _warnings("980", note=text) == (ONLY_FIGURES,)
    assert _warnings("980", reason=text) == (ONLY_FIGURES.replace("説明", "変更の理由"),)


@pytest.mark.parametrize("text", ["3月に台風で中止", "168件のうち市外が5件", "集計の誤り", "同数"])
def test_words_are_a_comment(text: str):
    assert is_comment(text, "件")
    assert _warnings("980", note=text) == ()


@pytest.mark.parametrize(
    ("state", "note", "words"),
    [
        ("actual", "8月末までの見込みです", "「見込」"),
        ("actual", "速報のため集計中です", "「速報」、「集計中」"),
        ("estimate", "8月末までの見込みです", ""),
        ("provisional", "速報値です", ""),
        ("actual", "目標を上回りました", ""),
    ],
)
def test_a_final_value_with_the_words_of_one_that_is_not(state: str, note: str, words: str):
    expected = (f"値の状態は「実績」ですが、説明に{words}とあります。",) if words else ()
    assert _warnings("980", value_state=state, note=note) == expected


# --- Refused ------------------------------------------------------------------------------------------


def _refused(
    value: str | None = "5",
    state: str = "actual",
    as_of: date | None = None,
    bounds: Bounds = Bounds(),  # noqa: B008
) -> dict[str, str]:
    said = Entry(value=_figure(value), value_state=state, as_of=as_of)
    return refusals_of(said, bounds, decimals=0, unit="％", today=TODAY)


def test_what_counts_is_never_negative_unless_the_office_says_so():
    assert list(_refused("-5")) == ["value"]
    assert _refused("0") == _refused(None) == _refused("-5", bounds=Bounds(may_be_negative=True)) == {}


def test_a_value_lies_within_what_the_office_set():
    bounds = Bounds(lowest=Decimal(10), highest=Decimal(90))
    assert _refused("10", bounds=bounds) == _refused("90", bounds=bounds) == {}
    assert _refused("9", bounds=bounds) == {"value": "この指標の値は、10％より小さくなりません。"}
    assert _refused("91", bounds=bounds) == {"value": "この指標の値は、90％より大きくなりません。"}


@pytest.mark.parametrize(
    ("state", "refused"),
    [
        ("actual", True),
        ("provisional", True),
        ("part_year", True),
        ("estimate", False),
        ("unpublished", False),
        ("", False),
    ],
)
def test_nothing_was_measured_on_a_day_to_come(state: str, refused: bool):
    assert _refused(state=state, as_of=TODAY) == {}
    assert ("as_of" in _refused(state=state, as_of=date(2025, 5, 2))) is refused


def test_the_states_of_a_measurement_are_states():
    assert set(MEASURED) <= set(ValueState.values)
