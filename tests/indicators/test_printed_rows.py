"""A printed row of an indicator as a promise: figures, units, years, the way."""

import re
from decimal import Decimal

import pytest

from indicators.printed_rows import (
    UnreadableRow,
    proposed_counting,
    proposed_promise,
    read_printed,
    time_doubt,
    year_of_label,
)


def row(baseline: str, target: str, name: str = "道の延長", label: str = "令和６年度") -> dict[str, str]:
    return {
        "name": name,
        "baseline": baseline,
        "baseline_label": label,
        "target": target,
        "target_label": "",
        "remark": "",
    }


@pytest.mark.parametrize(
    ("baseline", "target", "expected"),
    [
        ("１，２００㎡", "2,000㎡", ("㎡", 0, "increase", Decimal(1200), Decimal(2000))),
        ("8.4%", "６％", ("％", 1, "decrease", Decimal("8.4"), Decimal(6))),
        ("89.8％", "90％以内", ("％", 1, "at_most", Decimal("89.8"), Decimal(90))),
        ("－", "60,000冊以上", ("冊", 0, "at_least", None, Decimal(60000))),
        ("新規", "5件", ("件", 0, "increase", None, Decimal(5))),
        ("95％", "95％", ("％", 0, "at_least", Decimal(95), Decimal(95))),
        ("550,000点", "毎年600,000点以上", ("点", 0, "at_least", Decimal(550000), Decimal(600000))),
    ],
)
def test_figures_tell_unit_decimals_and_the_way(baseline: str, target: str, expected: tuple[object, ...]):
    read = read_printed(row(baseline, target), first_year=2027)
    assert (read.unit, read.decimals, read.direction, read.baseline, read.target) == expected


def test_the_same_total_again_is_counted_from_zero():
    read = read_printed(row("２件", "２件", "見直し（累計）", "平成27～令和４年度"), first_year=2023)
    assert (read.direction, read.counting, read.baseline_year) == ("increase", "cumulative_from_zero", 2022)


@pytest.mark.parametrize(
    ("name", "unit", "counting"),
    [
        ("年間参加者数", "人", "annual"),
        ("刑法犯の認知件数", "件", "annual"),
        ("図書館の貸出点数", "点", "annual"),
        ("コミュニティバスの利用者数", "人", "annual"),
        ("年間の受診率", "％", "annual"),
        ("施設を利用した人の割合", "％", "point"),
        ("利用登録者数", "人", "point"),
        ("公園の面積", "ha", "point"),
        ("相談窓口の数", "か所", "point"),
        ("開催回数（累計）", "回", "cumulative"),
    ],
)
def test_a_name_tells_how_it_is_counted(name: str, unit: str, counting: str):
    assert proposed_counting(name, unit, Decimal(5), Decimal(9)).counting == counting


@pytest.mark.parametrize(
    ("label", "limits", "baseline", "expected"),
    [
        ("毎年600,000点以上", 0, 550000, ("at_least", True, "worded")),
        ("毎年度5人以下", 0, 8, ("at_most", True, "worded")),
        ("440億円以内", 4, 460, ("at_most", False, "worded")),
        ("440億円以内", 1, 460, ("decrease", False, "contrary")),
        ("440億円以内", 0, 430, ("at_most", False, "worded")),
        ("50％以上", 0, 42, ("increase", False, "contrary")),
        ("毎年10回", 0, 8, ("increase", False, "contrary")),
        ("50％", 4, 42, ("increase", False, "guessed")),
    ],
)
def test_a_target_tells_by_its_words_and_figures_which_way_it_goes(
    label: str, limits: int, baseline: int, expected: tuple[str, bool, str]
):
    target = Decimal(re.sub(r"[^0-9]", "", label))
    way = proposed_promise(label, Decimal(baseline), target, counting="point", limits=limits)
    assert way is not None
    assert (way.direction, way.is_yearly, way.ground) == expected


@pytest.mark.parametrize(
    ("label", "year"),
    [
        ("令和４年11月末", 2022),
        ("令和５年３月末", 2022),
        ("令和３年度", 2021),
        ("平成27～令和４年度", 2022),
        ("令和元年度", 2019),
        ("2024年度", 2024),
        ("策定時", None),
    ],
)
def test_the_fiscal_year_of_a_printed_time(label: str, year: int | None):
    assert year_of_label(label) == year


@pytest.mark.parametrize(
    ("label", "year", "by_calendar", "fits"),
    [
        ("令和４年12月末", 2022, False, True),
        ("令和５年３月末", 2022, False, True),
        ("令和５年４月１日", 2022, False, False),
        ("令和４年", 2022, False, True),  # the year touches two fiscal years
        ("令和４年", 2021, False, True),
        ("令和４年", 2020, False, False),
        ("令和４年", 2021, True, False),
        ("令和５年１月", 2023, True, True),
        ("平成27～令和４年度", 2022, False, True),
        ("策定時", 2000, False, True),
        ("令和４年度", None, False, True),
    ],
)
def test_a_time_that_lies_in_another_year_is_asked_about(
    label: str, year: int | None, by_calendar: bool, fits: bool
):
    assert (time_doubt(label, year, by_calendar=by_calendar) == "") is fits


def test_words_are_no_target():
    with pytest.raises(UnreadableRow, match="目標「増やす」を数値として読めません"):
        read_printed(row("5件", "増やす"), first_year=2027)
