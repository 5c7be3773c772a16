"""A printed row of an indicator as a promise: figures, units, years, the way."""

from decimal import Decimal

import pytest

from indicators.printed_rows import UnreadableRow, read_printed, time_doubt, year_of_label


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
    ],
)
def test_figures_tell_unit_decimals_and_the_way(baseline: str, target: str, expected: tuple[object, ...]):
    read = read_printed(row(baseline, target), first_year=2027)
    assert (read.unit, read.decimals, read.direction, read.baseline, read.target) == expected


def test_the_same_total_again_is_counted_from_zero():
    read = read_printed(row("２件", "２件", "見直し（累計）", "平成27～令和４年度"), first_year=2023)
    assert (read.direction, read.counting, read.baseline_year) == ("increase", "cumulative_from_zero", 2022)


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
