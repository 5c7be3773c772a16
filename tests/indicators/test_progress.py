"""The rule of progress, held against tables worked out by hand (docs/progress.md)."""

import decimal
from decimal import Decimal
from typing import Any

import pytest

from indicators.progress import (
    Counting,
    Direction,
    PaceKind,
    RollUp,
    Rule,
    RuleError,
    ValueState,
    Verdict,
    check_rule,
    effective_baseline,
    expected_display,
    judge,
    limit_risks,
    outlook,
    pace,
    progress_display,
    roll_up,
)

D = Decimal

# 80 → 120 in four years: 目安 90, 100, 110 on the way.
COMPANIES: dict[str, Any] = {
    "direction": "increase",
    "counting": "cumulative",
    "baseline": D(80),
    "baseline_year": 2022,
    "target": D(120),
    "target_year": 2026,
}
# 200 → 100 in four years: 目安 175, 150, 125 on the way.
WASTE: dict[str, Any] = {
    "direction": "decrease",
    "counting": "annual",
    "baseline": D(200),
    "baseline_year": 2022,
    "target": D(100),
    "target_year": 2026,
}
RATIO: dict[str, Any] = {
    "direction": "at_most",
    "counting": "annual",
    "baseline": D("89.8"),
    "baseline_year": 2021,
    "target": D(90),
    "target_year": 2026,
}
# 20 to 25 in each year.
RANGE: dict[str, Any] = {
    "direction": "within",
    "counting": "annual",
    "target": D(20),
    "upper": D(25),
    "target_year": 2026,
}
REVIEWS: dict[str, Any] = {
    "direction": "increase",
    "counting": "cumulative_from_zero",
    "baseline": D(2),
    "baseline_year": 2022,
    "target": D(2),
    "target_year": 2026,
}


def road(counting: str, baseline: str, baseline_year: int, target: str) -> dict[str, Any]:
    return {
        "direction": "increase",
        "counting": counting,
        "baseline": D(baseline),
        "baseline_year": baseline_year,
        "target": D(target),
        "target_year": 2026,
    }


PLAN = {
    "41A": road("annual", "5", 2022, "60"),
    "42A": road("annual", "0.27", 2022, "0.35"),
    "43A": road("point", "584", 2022, "2000"),
    "44A": road("point", "58.0", 2021, "80.0"),
    "44B": COMPANIES,
    "45A": road("point", "17.6", 2021, "30"),
    "45B": road("point", "125", 2022, "170"),
    "46A": RATIO,
    "47A": REVIEWS,
    "48A": road("cumulative", "1052", 2022, "1700"),
    "48B": road("cumulative", "8", 2022, "12"),
}

EXPECTED = {
    # 令和3、4、5、6、7、8、9年度
    "41A": (None, "5", "18.75", "32.5", "46.25", "60", "60"),
    "42A": (None, "0.27", "0.29", "0.31", "0.33", "0.35", "0.35"),
    "43A": (None, "584", "938", "1292", "1646", "2000", "2000"),
    "44A": ("58", "62.4", "66.8", "71.2", "75.6", "80", "80"),
    "44B": (None, "80", "90", "100", "110", "120", "120"),
    "45A": ("17.6", "20.08", "22.56", "25.04", "27.52", "30", "30"),
    "45B": (None, "125", "136.25", "147.5", "158.75", "170", "170"),
    "46A": ("90", "90", "90", "90", "90", "90", "90"),
    "47A": (None, "0", "0.5", "1", "1.5", "2", "2"),
    "48A": (None, "1052", "1214", "1376", "1538", "1700", "1700"),
    "48B": (None, "8", "9", "10", "11", "12", "12"),
}


@pytest.mark.parametrize("code", PLAN)
def test_expected_value_of_every_indicator_in_every_year(code: str) -> None:
    found = [judge(**PLAN[code], value=None, year=year).expected for year in range(2021, 2028)]
    assert found == [None if mark is None else D(mark) for mark in EXPECTED[code]]


@pytest.mark.parametrize(
    ("code", "year", "value", "verdict", "progress"),
    [
        ("41A", 2023, "18", "slightly_behind", D(13) / D(55)),  # 13 / 13.75 = 94.5 ％
        ("41A", 2023, "16", "slightly_behind", D("0.2")),  # 11 / 13.75 = 80 ％ to the letter
        ("41A", 2023, "15", "behind", D(10) / D(55)),
        ("41A", 2024, "33", "on_track", D(28) / D(55)),
        ("41A", 2025, "0", "worse", D(-5) / D(55)),  # a real 0 is a value
        ("42A", 2024, "0.31", "on_track", D("0.5")),
        ("42A", 2024, "0.30", "behind", D("0.375")),  # 0.03 / 0.04 = 75 ％
        ("42A", 2026, "0.35", "achieved", D(1)),
        ("43A", 2023, "884", "slightly_behind", D(300) / D(1416)),  # 300 a year: 300 / 354 = 84.7 ％
        ("43A", 2026, "1999", "slightly_behind", D(1415) / D(1416)),
        ("44A", 2024, "57.1", "worse", D("-0.9") / D(22)),
        ("44A", 2023, "58.9", "behind", D("0.9") / D(22)),
        ("44A", 2022, "62.4", "on_track", D("0.2")),  # 令和4年度 is after this baseline's year
        ("44B", 2023, "97", "on_track", D("0.425")),
        ("44B", 2024, "121", "achieved", D("1.025")),
        ("45A", 2023, "22.5", "slightly_behind", D("4.9") / D("12.4")),  # 4.9 / 4.96
        ("45A", 2021, "17.6", "too_early", D(0)),
        ("45B", 2026, "165", "slightly_behind", D(40) / D(45)),  # ten a year gives 165: 88.9 ％
        ("45B", 2023, "136", "slightly_behind", D(11) / D(45)),
        ("46A", 2024, "90", "on_track", None),
        ("46A", 2024, "90.1", "behind", None),
        ("47A", 2023, "0", "behind", D(0)),
        ("47A", 2024, "1", "on_track", D("0.5")),
        ("47A", 2025, "1", "behind", D("0.5")),
        ("47A", 2025, "2", "achieved", D(1)),
        ("48A", 2024, "1311", "behind", D(259) / D(648)),  # 259 / 324 = 79.9 ％
        ("48A", 2024, "1312", "slightly_behind", D(260) / D(648)),
        ("48B", 2025, "11", "on_track", D("0.75")),
        ("48B", 2022, "8", "too_early", D(0)),
    ],
)
def test_verdicts_on_the_plans_indicators(
    code: str, year: int, value: str, verdict: str, progress: Decimal | None
) -> None:
    judgement = judge(**PLAN[code], value=D(value), year=year)
    assert (judgement.verdict, judgement.progress) == (verdict, progress)


@pytest.mark.parametrize(
    ("value", "year", "verdict", "rule"),
    [
        ("120", 2024, "achieved", Rule.TARGET_LEVEL_REACHED),
        ("119.999", 2025, "on_track", Rule.EXPECTED_REACHED),
        ("120", 2026, "achieved", Rule.TARGET_MET),
        ("119.999", 2026, "slightly_behind", Rule.NEAR_EXPECTED),
        ("112", 2026, "slightly_behind", Rule.NEAR_EXPECTED),
        ("111.999", 2026, "behind", Rule.FAR_FROM_EXPECTED),
        ("120", 2027, "achieved", Rule.TARGET_MET),
        ("119", 2030, "slightly_behind", Rule.NEAR_EXPECTED),
        ("100", 2024, "on_track", Rule.EXPECTED_REACHED),
        ("99.999", 2024, "slightly_behind", Rule.NEAR_EXPECTED),
        ("96", 2024, "slightly_behind", Rule.NEAR_EXPECTED),
        ("95.999", 2024, "behind", Rule.FAR_FROM_EXPECTED),
        ("80", 2024, "behind", Rule.FAR_FROM_EXPECTED),
        ("79.999", 2024, "worse", Rule.WORSE_THAN_BASELINE),
        ("-3", 2024, "worse", Rule.WORSE_THAN_BASELINE),
        ("79", 2026, "worse", Rule.WORSE_THAN_BASELINE),
        ("100", 2022, "too_early", Rule.UP_TO_BASELINE_YEAR),
        ("79", 2022, "too_early", Rule.UP_TO_BASELINE_YEAR),
        ("119", 2020, "too_early", Rule.UP_TO_BASELINE_YEAR),
        ("120", 2022, "achieved", Rule.TARGET_LEVEL_REACHED),
        ("121", 2020, "achieved", Rule.TARGET_LEVEL_REACHED),
    ],
)
def test_the_order_of_verdicts_and_their_borders(value: str, year: int, verdict: str, rule: Rule) -> None:
    judgement = judge(**COMPANIES, value=D(value), year=year)
    assert (judgement.verdict, judgement.rule) == (verdict, rule)


@pytest.mark.parametrize(
    ("value", "year", "verdict", "progress"),
    [
        ("100", 2024, "achieved", "1"),
        ("90", 2024, "achieved", "1.1"),
        ("150", 2024, "on_track", "0.5"),
        ("150.001", 2024, "slightly_behind", "0.49999"),
        ("160", 2024, "slightly_behind", "0.4"),
        ("160.001", 2024, "behind", "0.39999"),
        ("200", 2024, "behind", "0"),
        ("201", 2024, "worse", "-0.01"),
        ("102", 2026, "slightly_behind", "0.98"),  # an A/T rate would call this 102 ％
        ("200", 2022, "too_early", "0"),
    ],
)
def test_decrease_is_judged_towards_less(value: str, year: int, verdict: str, progress: str) -> None:
    judgement = judge(**WASTE, value=D(value), year=year)
    assert (judgement.verdict, judgement.progress) == (verdict, D(progress))
    assert judgement.margin is None


def test_figures_of_a_judgement() -> None:
    judgement = judge(**COMPANIES, value=D(121), year=2024)
    assert judgement.expected == D(100)
    assert judgement.progress == D("1.025")
    assert judgement.expected_progress == D("0.5")
    assert judgement.progress_percent == D("102.5")
    assert judgement.applies
    assert isinstance(judgement.expected, Decimal)


def test_before_the_baselines_year_there_is_no_expected_value() -> None:
    judgement = judge(**COMPANIES, value=D(90), year=2021)
    assert (judgement.expected, judgement.expected_progress) == (None, None)
    assert judgement.progress == D("0.25")


# Limits, docs/progress.md §7


@pytest.mark.parametrize(
    ("direction", "value", "year", "verdict", "margin"),
    [
        ("at_most", "89.9", 2025, "on_track", "0.1"),
        ("at_most", "90", 2025, "on_track", "0"),
        ("at_most", "90.1", 2025, "behind", "-0.1"),
        ("at_most", "90", 2026, "achieved", "0"),
        ("at_most", "90", 2030, "achieved", "0"),
        ("at_most", "95", 2026, "behind", "-5"),
        ("at_most", "95", 2027, "behind", "-5"),
        ("at_most", "89.8", 2021, "on_track", "0.2"),  # 判定前 does not apply
        ("at_most", "99", 2019, "behind", "-9"),
        ("at_least", "90.1", 2025, "on_track", "0.1"),
        ("at_least", "90", 2025, "on_track", "0"),
        ("at_least", "89.9", 2025, "behind", "-0.1"),
        ("at_least", "90", 2026, "achieved", "0"),
        ("at_least", "89", 2026, "behind", "-1"),
        ("at_least", "91", 2020, "on_track", "1"),
    ],
)
def test_limits_have_a_margin_and_never_a_percentage(
    direction: str, value: str, year: int, verdict: str, margin: str
) -> None:
    judgement = judge(**{**RATIO, "direction": direction}, value=D(value), year=year)
    assert (judgement.verdict, judgement.margin) == (verdict, D(margin))
    assert (judgement.progress, judgement.expected_progress, judgement.progress_percent) == (None, None, None)
    assert judgement.expected == D(90)


@pytest.mark.parametrize("baseline", ["89.8", "90", "120", "0"])
def test_the_baseline_plays_no_part_in_a_limit(baseline: str) -> None:
    judgement = judge(**{**RATIO, "baseline": D(baseline)}, value=D("89.9"), year=2024)
    assert (judgement.verdict, judgement.margin) == ("on_track", D("0.1"))


# Counting from zero, docs/progress.md §3


def test_counting_from_zero_starts_at_zero_whatever_is_printed() -> None:
    judgement = judge(**REVIEWS, value=D(1), year=2023)
    assert (judgement.expected, judgement.progress, judgement.verdict) == (D("0.5"), D("0.5"), "on_track")
    assert judge(**REVIEWS, value=D(0), year=2022).verdict == "too_early"
    assert judge(**REVIEWS, value=D(-1), year=2023).verdict == "worse"


def test_effective_baseline() -> None:
    assert effective_baseline(counting="cumulative_from_zero", baseline=D(2)) == D(0)
    assert effective_baseline(counting="cumulative", baseline=D("58.0")) == D(58)


@pytest.mark.parametrize("counting", ["annual", "point", "cumulative"])
def test_the_other_countings_do_not_change_the_rule(counting: str) -> None:
    one = judge(**{**COMPANIES, "counting": counting}, value=D(97), year=2024)
    other = judge(**COMPANIES, value=D(97), year=2024)
    assert (one, one.trace) == (other, other.trace)


# Interim targets, docs/progress.md §5


def test_interim_targets_bend_the_line_in_any_order() -> None:
    bends = [(2025, D(118)), (2023, D(84))]
    found = [judge(**COMPANIES, value=None, year=year, interim=bends).expected for year in range(2022, 2028)]
    assert found == [D(80), D(84), D(101), D(118), D(120), D(120)]
    once = (pair for pair in bends)
    assert judge(**COMPANIES, value=None, year=2024, interim=once).expected == D(101)


def test_an_interim_target_below_the_baseline_never_divides_by_zero() -> None:
    dip = [(2024, D(60))]  # the line falls to 60, crosses 80 again in 令和7年度 at 90
    assert judge(**COMPANIES, value=D(70), year=2023, interim=dip).verdict == "on_track"  # E = 70
    assert judge(**COMPANIES, value=D("69.9"), year=2023, interim=dip).verdict == "worse"
    level = [(2024, D(80))]  # E = B
    assert judge(**COMPANIES, value=D(80), year=2024, interim=level).verdict == "on_track"
    assert judge(**COMPANIES, value=D("79.9"), year=2024, interim=level).verdict == "worse"


def test_an_interim_target_above_the_target() -> None:
    judgement = judge(**COMPANIES, value=D(120), year=2024, interim=[(2024, D(130))])
    assert (judgement.verdict, judgement.expected_progress) == ("achieved", D("1.25"))


# No value, and states that are not judged, docs/progress.md §8


@pytest.mark.parametrize("value", [None, D(130)])
@pytest.mark.parametrize(
    ("state", "label"),
    [
        ("estimate", "見込"),
        ("part_year", "年度途中"),
        ("unpublished", "未公表"),
        ("not_surveyed", "調査年外"),
        ("unmeasurable", "把握不能"),
        ("not_applicable", "対象外"),
    ],
)
def test_states_that_are_not_judged(state: str, label: str, value: Decimal | None) -> None:
    for yardstick, expected in ((COMPANIES, D(100)), (RATIO, D(90))):
        judgement = judge(**yardstick, value=value, year=2024, state=state)
        assert judgement.verdict == "unjudged"
        assert label in judgement.reason
        assert judgement.expected == expected
        assert (judgement.progress, judgement.margin, judgement.progress_percent) == (None, None, None)
        assert judgement.expected_progress is None
        assert judgement.applies is (state != "not_applicable")


@pytest.mark.parametrize("state", ["actual", "provisional"])
def test_no_value_is_no_zero(state: str) -> None:
    judgement = judge(**COMPANIES, value=None, year=2024, state=state)
    assert (judgement.verdict, judgement.rule) == ("unjudged", Rule.NO_VALUE)
    assert judgement.progress is None
    assert judgement.reason == "値がないため判定できない"
    assert judge(**COMPANIES, value=D(0), year=2024, state=state).progress == D(-2)


def test_a_provisional_value_is_judged() -> None:
    judgement = judge(**COMPANIES, value=D(100), year=2024, state="provisional")
    assert judgement.verdict == "on_track"
    assert "速報 100（令和6年度）" in judgement.trace


# The threshold, docs/progress.md §9


@pytest.mark.parametrize(
    ("threshold", "value", "verdict"),
    [
        (D("0.5"), "90", "slightly_behind"),
        (D("0.5"), "89.9", "behind"),
        (D(1), "99.9", "behind"),
        (1, "99.9", "behind"),
        (D("0.001"), "80.1", "slightly_behind"),
        (D("0.001"), "80", "behind"),
    ],
)
def test_the_threshold_is_the_plans(threshold: Decimal | int, value: str, verdict: str) -> None:
    judgement = judge(**COMPANIES, value=D(value), year=2024, slightly_behind_from=threshold)
    assert judgement.verdict == verdict


def test_thirds_do_not_tip_a_verdict() -> None:
    thirds = {**COMPANIES, "baseline": D(0), "target": D(1), "baseline_year": 2023}
    # E = 1/3 has no last decimal; 0.8 of it is 0.2666…
    assert judge(**thirds, value=D("0." + "3" * 40), year=2024).verdict == "slightly_behind"
    assert judge(**thirds, value=D("0." + "3" * 39 + "4"), year=2024).verdict == "on_track"
    assert judge(**thirds, value=D("0.2" + "6" * 40), year=2024).verdict == "behind"
    assert judge(**thirds, value=D("0.2" + "6" * 39 + "7"), year=2024).verdict == "slightly_behind"


def test_the_callers_decimal_context_plays_no_part() -> None:
    plain = judge(**PLAN["43A"], value=D("1234.56"), year=2024)
    with decimal.localcontext() as context:
        context.prec = 2
        context.traps[decimal.Inexact] = True
        narrow = judge(**PLAN["43A"], value=D("1234.56"), year=2024)
        assert expected_display(D("1234.567"), D(1234), decimals=1) == D("1234.6")
        assert progress_display(D("0.123456"), "behind") == D("12.3")
    assert narrow == plain
    assert "実績 1,234.56（令和6年度）" in plain.trace


# What is refused, docs/progress.md §4


@pytest.mark.parametrize(
    ("yardstick", "change", "field"),
    [
        (COMPANIES, {"target": D(80)}, "target"),
        (COMPANIES, {"target": D("79.9")}, "target"),
        (WASTE, {"target": D(200)}, "target"),
        (WASTE, {"target": D(201)}, "target"),
        (REVIEWS, {"target": D(0)}, "target"),
        (REVIEWS, {"target": D(-1)}, "target"),
        (COMPANIES, {"target_year": 2022}, "target_year"),
        (COMPANIES, {"target_year": 2021}, "target_year"),
        (REVIEWS, {"direction": "decrease"}, "counting"),
        (REVIEWS, {"direction": "at_most"}, "counting"),
        (REVIEWS, {"direction": "at_least"}, "counting"),
        (RATIO, {"counting": "cumulative"}, "counting"),
        (RATIO, {"counting": "cumulative", "direction": "at_least"}, "counting"),
        (RATIO, {"interim": [(2026, D(90))]}, "interim"),
        (RATIO, {"interim": [(2027, D(90))], "direction": "at_least"}, "interim"),
        (RATIO, {"interim": [(2024, D(91)), (2024, D(91))]}, "interim"),
        (RATIO, {"interim": [(2024, 91.0)]}, "interim"),
        (COMPANIES, {"interim": [(2024, D(90)), (2024, D(91))]}, "interim"),
        (COMPANIES, {"interim": [(2024, D(90)), (2024, D(90))]}, "interim"),
        (COMPANIES, {"interim": [(2022, D(90))]}, "interim"),
        (COMPANIES, {"interim": [(2026, D(90))]}, "interim"),
        (COMPANIES, {"interim": [(2021, D(90))]}, "interim"),
        (COMPANIES, {"interim": [(2027, D(90))]}, "interim"),
        (COMPANIES, {"interim": [(2024, 90.0)]}, "interim"),
        (COMPANIES, {"interim": [(2024.0, D(90))]}, "interim"),
        (COMPANIES, {"interim": [(2024, None)]}, "interim"),
        (COMPANIES, {"interim": [2024]}, "interim"),
        (COMPANIES, {"interim": [(2024, D(90), "")]}, "interim"),
        (COMPANIES, {"interim": None}, "interim"),
        (COMPANIES, {"slightly_behind_from": D(0)}, "slightly_behind_from"),
        (COMPANIES, {"slightly_behind_from": D("-0.1")}, "slightly_behind_from"),
        (COMPANIES, {"slightly_behind_from": D("1.0001")}, "slightly_behind_from"),
        (COMPANIES, {"slightly_behind_from": 0.8}, "slightly_behind_from"),
        (COMPANIES, {"slightly_behind_from": D("NaN")}, "slightly_behind_from"),
        (COMPANIES, {"baseline": D("NaN")}, "baseline"),
        (COMPANIES, {"baseline": D("sNaN")}, "baseline"),
        (COMPANIES, {"baseline": 80.0}, "baseline"),
        (COMPANIES, {"baseline": True}, "baseline"),
        (COMPANIES, {"baseline": "80"}, "baseline"),
        (COMPANIES, {"baseline_year": None}, "baseline_year"),
        (REVIEWS, {"baseline": None, "baseline_year": None}, "baseline_year"),
        (COMPANIES, {"start": (2022, D(80))}, "start"),
        (COMPANIES, {"baseline": None, "start": (2022, 80.0)}, "start"),
        (COMPANIES, {"baseline": None, "start": (2022, D("NaN"))}, "start"),
        (COMPANIES, {"baseline": None, "start": ("2022", D(80))}, "start"),
        (COMPANIES, {"baseline": None, "start": 2022}, "start"),
        (COMPANIES, {"baseline": None, "interim": [(2026, D(90))]}, "interim"),
        (COMPANIES, {"baseline": None, "start": (2022, D(80)), "interim": [(2027, D(90))]}, "interim"),
        (COMPANIES, {"upper": D(130)}, "upper"),
        (COMPANIES, {"tolerance": D(1)}, "tolerance"),
        (WASTE, {"tolerance": D(-1)}, "tolerance"),
        (RATIO, {"upper": D(95)}, "upper"),
        (RATIO, {"tolerance": D("-0.1")}, "tolerance"),
        (RATIO, {"tolerance": 0.1}, "tolerance"),
        (RATIO, {"tolerance": D("NaN")}, "tolerance"),
        (RATIO, {"tolerance": None}, "tolerance"),
        (RATIO, {"first_year": "2023"}, "first_year"),
        (RANGE, {"upper": None}, "upper"),
        (RANGE, {"upper": D(20)}, "upper"),
        (RANGE, {"upper": D(19)}, "upper"),
        (RANGE, {"upper": 25.0}, "upper"),
        (RANGE, {"counting": "cumulative"}, "counting"),
        (RANGE, {"counting": "cumulative_from_zero"}, "counting"),
        (RANGE, {"interim": [(2024, D(21))]}, "interim"),
        (COMPANIES, {"baseline": D("1E-101")}, "baseline"),
        (REVIEWS, {"baseline": D("NaN")}, "baseline"),
        (RATIO, {"baseline": D("Infinity")}, "baseline"),
        (COMPANIES, {"target": D("Infinity")}, "target"),
        (COMPANIES, {"target": D("1E+999999")}, "target"),
        (COMPANIES, {"target": 10**101}, "target"),
        (WASTE, {"target": D("-Infinity")}, "target"),
        (COMPANIES, {"baseline_year": 2022.0}, "baseline_year"),
        (COMPANIES, {"baseline_year": True}, "baseline_year"),
        (COMPANIES, {"target_year": "2026"}, "target_year"),
        (COMPANIES, {"target_year": D(2026)}, "target_year"),
        (COMPANIES, {"target_year": 10_000}, "target_year"),
        (COMPANIES, {"direction": "up"}, "direction"),
        (COMPANIES, {"direction": None}, "direction"),
        (COMPANIES, {"direction": []}, "direction"),
        (COMPANIES, {"counting": "monthly"}, "counting"),
        (COMPANIES, {"counting": ""}, "counting"),
    ],
)
def test_what_is_refused_alike_at_saving_and_at_judging(
    yardstick: dict[str, Any], change: dict[str, Any], field: str
) -> None:
    broken = {**yardstick, **change}
    with pytest.raises(ValueError, match=r"。$") as saving:
        check_rule(**broken)
    assert isinstance(saving.value, RuleError)
    assert saving.value.field == field
    for question in (judge, pace):
        with pytest.raises(ValueError, match=r"。$") as judging:
            question(**broken, value=D(100), year=2024)
        assert str(judging.value) == str(saving.value)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"value": 100.0}, "value"),
        ({"value": float("nan")}, "value"),
        ({"value": D("NaN")}, "value"),
        ({"value": D("Infinity")}, "value"),
        ({"value": "100"}, "value"),
        ({"value": False}, "value"),
        ({"value": 100.0, "state": "estimate"}, "value"),
        ({"year": "2024"}, "year"),
        ({"year": 2024.0}, "year"),
        ({"year": None}, "year"),
        ({"state": "draft"}, "state"),
        ({"state": None}, "state"),
    ],
)
def test_values_that_are_refused(change: dict[str, Any], field: str) -> None:
    case = {**COMPANIES, "value": D(100), "year": 2024, **change}
    for question in (judge, pace):
        with pytest.raises(RuleError, match=r"。$") as refusal:
            question(**case)
        assert refusal.value.field == field


@pytest.mark.parametrize("code", PLAN)
def test_every_indicator_of_the_plan_is_legal(code: str) -> None:
    check_rule(**PLAN[code])


def test_whole_numbers_and_the_enums_are_accepted() -> None:
    plain = judge(**COMPANIES, value=D(97), year=2024)
    words = {**COMPANIES, "direction": Direction.INCREASE, "counting": Counting.CUMULATIVE, "baseline": 80}
    assert judge(**words, value=97, year=2024, state=ValueState.ACTUAL) == plain


# Wording, docs/progress.md §6 and §14


def test_achieved_before_the_target_year_is_worded_as_a_level_reached() -> None:
    early, due = (judge(**COMPANIES, value=D(121), year=year) for year in (2025, 2026))
    assert (early.verdict, early.label, early.reason) == ("achieved", "目標の水準に到達", "目標の水準に到達")
    assert (due.verdict, due.label, due.reason) == ("achieved", "達成", "目標を達成")
    assert judge(**COMPANIES, value=D(100), year=2024).label == "順調"


def test_every_word_has_its_japanese() -> None:
    assert [verdict.label for verdict in Verdict] == [
        "達成",
        "順調",
        "やや遅れ",
        "遅れ",
        "後退",
        "判定前",
        "判定なし",
    ]
    assert [state.label for state in ValueState] == [
        "実績",
        "速報",
        "見込",
        "年度途中",
        "未公表",
        "調査年外",
        "把握不能",
        "対象外",
    ]


@pytest.mark.parametrize(
    ("yardstick", "value", "year", "reason"),
    [
        (COMPANIES, "80", 2022, "現状値の年度以前の値のため判定しない"),
        (REVIEWS, "0", 2022, "起点の年度以前の値のため判定しない"),
        (COMPANIES, "100", 2024, "目安に到達"),
        (COMPANIES, "79", 2024, "現状値より後退"),
        (COMPANIES, "96", 2024, "目安に届かないが、目安までの80％以上"),
        (COMPANIES, "95", 2024, "目安までの80％に届かない"),
        (RATIO, "90", 2024, "上限の範囲内"),
        (RATIO, "91", 2024, "上限の範囲外"),
        ({**RATIO, "direction": "at_least"}, "90", 2024, "下限の範囲内"),
        ({**RATIO, "direction": "at_least"}, "90", 2026, "目標を達成"),
    ],
)
def test_reasons(yardstick: dict[str, Any], value: str, year: int, reason: str) -> None:
    assert judge(**yardstick, value=D(value), year=year).reason == reason


@pytest.mark.parametrize(
    ("case", "lines"),
    [
        (
            {**COMPANIES, "value": D(121), "year": 2024},
            (
                "現状値 80（令和4年度）",
                "目標 120（令和8年度）",
                "実績 121（令和6年度）",
                "目安 ＝ 80 ＋（120 − 80）× 2年 ÷ 4年 ＝ 100",
                "進捗 ＝（121 − 80）÷（120 − 80）＝ 102.5％",
                "121 ≧ 120（目標）なので、目標の水準に到達",
            ),
        ),
        (
            {**WASTE, "value": D(100), "year": 2026},
            (
                "現状値 200（令和4年度）",
                "目標 100（令和8年度）",
                "実績 100（令和8年度）",
                "目安 ＝ 目標 ＝ 100",
                "進捗 ＝（100 − 200）÷（100 − 200）＝ 100％",
                "100 ≦ 100（目標）なので、達成",
            ),
        ),
        (
            {**PLAN["43A"], "value": D(1200), "year": 2024},
            (
                "現状値 584（令和4年度）",
                "目標 2,000（令和8年度）",
                "実績 1,200（令和6年度）",
                "目安 ＝ 584 ＋（2,000 − 584）× 2年 ÷ 4年 ＝ 1,292",
                "進捗 ＝（1,200 − 584）÷（2,000 − 584）＝ 約43.5％",
                "1,200 ＜ 1,292（目安）なので、目安に届かない",
                "目安までの割合 ＝（1,200 − 584）÷（1,292 − 584）＝ 約87％",
                "約87％ ≧ 80％（やや遅れの基準）なので、やや遅れ",
            ),
        ),
        (
            {**PLAN["48A"], "value": D(1311), "year": 2024},
            (
                "現状値 1,052（令和4年度）",
                "目標 1,700（令和8年度）",
                "実績 1,311（令和6年度）",
                "目安 ＝ 1,052 ＋（1,700 − 1,052）× 2年 ÷ 4年 ＝ 1,376",
                "進捗 ＝（1,311 − 1,052）÷（1,700 − 1,052）＝ 約40％",
                "1,311 ＜ 1,376（目安）なので、目安に届かない",
                "目安までの割合 ＝（1,311 − 1,052）÷（1,376 − 1,052）＝ 約79.9％",
                "約79.9％ ＜ 80％（やや遅れの基準）なので、遅れ",
            ),
        ),
        (
            {**PLAN["44A"], "value": D("57.1"), "year": 2024},
            (
                "現状値 58（令和3年度）",
                "目標 80（令和8年度）",
                "実績 57.1（令和6年度）",
                "目安 ＝ 58 ＋（80 − 58）× 3年 ÷ 5年 ＝ 71.2",
                "進捗 ＝（57.1 − 58）÷（80 − 58）＝ 約−4.1％",
                "57.1 ＜ 58（現状値）なので、後退",
            ),
        ),
        (
            {**REVIEWS, "value": D(1), "year": 2024},
            (
                "起点 0（令和4年度）：令和5年度から0に戻して数え直す。計画の現状値 2 は参考",
                "目標 2（令和8年度）",
                "実績 1（令和6年度）",
                "目安 ＝ 0 ＋（2 − 0）× 2年 ÷ 4年 ＝ 1",
                "進捗 ＝（1 − 0）÷（2 − 0）＝ 50％",
                "1 ≧ 1（目安）なので、順調",
            ),
        ),
        (
            {**COMPANIES, "interim": [(2024, D(90))], "value": D(88), "year": 2024},
            (
                "現状値 80（令和4年度）",
                "中間目標 90（令和6年度）",
                "目標 120（令和8年度）",
                "実績 88（令和6年度）",
                "目安 ＝ 中間目標 ＝ 90",
                "進捗 ＝（88 − 80）÷（120 − 80）＝ 20％",
                "88 ＜ 90（目安）なので、目安に届かない",
                "目安までの割合 ＝（88 − 80）÷（90 − 80）＝ 80％",
                "80％ ≧ 80％（やや遅れの基準）なので、やや遅れ",
            ),
        ),
        (
            {**COMPANIES, "value": D(79), "year": 2022},
            (
                "現状値 80（令和4年度）",
                "目標 120（令和8年度）",
                "実績 79（令和4年度）",
                "目安 ＝ 現状値 ＝ 80",
                "進捗 ＝（79 − 80）÷（120 − 80）＝ −2.5％",
                "令和4年度は現状値の年度（令和4年度）以前なので、判定前",
            ),
        ),
        (
            {**COMPANIES, "value": None, "year": 2021, "state": "actual"},
            (
                "現状値 80（令和4年度）",
                "目標 120（令和8年度）",
                "令和3年度の値はない",
                "目安はない（現状値の令和4年度より前）",
                "値がないため、判定なし（0％とは数えない）",
            ),
        ),
        (
            {**COMPANIES, "value": D(130), "year": 2024, "state": "estimate"},
            (
                "現状値 80（令和4年度）",
                "目標 120（令和8年度）",
                "見込 130（令和6年度）",
                "目安 ＝ 80 ＋（120 − 80）× 2年 ÷ 4年 ＝ 100",
                "見込のため、判定なし（0％とは数えない）",
            ),
        ),
        (
            {**COMPANIES, "value": D(130), "year": 2024, "state": "not_surveyed"},
            (
                "現状値 80（令和4年度）",
                "目標 120（令和8年度）",
                "令和6年度の値はない（調査年外）",
                "目安 ＝ 80 ＋（120 − 80）× 2年 ÷ 4年 ＝ 100",
                "調査年外のため、判定なし（0％とは数えない）",
            ),
        ),
        (
            {**RATIO, "value": D("92.1"), "year": 2024},
            (
                "上限 90（目標の年度は令和8年度）",
                "現状値 89.8（令和3年度）は参考で、判定には使わない",
                "実績 92.1（令和6年度）",
                "目安 ＝ 上限 ＝ 90（どの年度も同じ）",
                "余裕 ＝ 90 − 92.1 ＝ −2.1",
                "92.1 ＞ 90（上限）で範囲の外なので、遅れ",
            ),
        ),
        (
            {**RATIO, "value": D("89.9"), "year": 2026},
            (
                "上限 90（目標の年度は令和8年度）",
                "現状値 89.8（令和3年度）は参考で、判定には使わない",
                "実績 89.9（令和8年度）",
                "目安 ＝ 上限 ＝ 90（どの年度も同じ）",
                "余裕 ＝ 90 − 89.9 ＝ 0.1",
                "89.9 ≦ 90（上限）で範囲の内なので、達成",
            ),
        ),
        (
            {**RATIO, "direction": "at_least", "value": D(95), "year": 2024},
            (
                "下限 90（目標の年度は令和8年度）",
                "現状値 89.8（令和3年度）は参考で、判定には使わない",
                "実績 95（令和6年度）",
                "目安 ＝ 下限 ＝ 90（どの年度も同じ）",
                "余裕 ＝ 95 − 90 ＝ 5",
                "95 ≧ 90（下限）で範囲の内なので、順調",
            ),
        ),
        (
            {**RATIO, "value": None, "year": 2024, "state": "unpublished"},
            (
                "上限 90（目標の年度は令和8年度）",
                "現状値 89.8（令和3年度）は参考で、判定には使わない",
                "令和6年度の値はない（未公表）",
                "目安 ＝ 上限 ＝ 90（どの年度も同じ）",
                "未公表のため、判定なし（0％とは数えない）",
            ),
        ),
        (
            # Thirds, negative figures and three eras: −5 in 平成30年度 to −1 in 令和3年度.
            {
                **COMPANIES,
                "baseline": D(-5),
                "baseline_year": 2018,
                "target": D(-1),
                "target_year": 2021,
                "value": D(-4),
                "year": 2019,
            },
            (
                "現状値 −5（平成30年度）",
                "目標 −1（令和3年度）",
                "実績 −4（令和元年度）",
                "目安 ＝ −5 ＋（−1 −（−5））× 1年 ÷ 3年 ＝ 約−3.67",
                "進捗 ＝（−4 −（−5））÷（−1 −（−5））＝ 25％",
                "−4 ＜ 約−3.67（目安）なので、目安に届かない",
                "目安までの割合 ＝（−4 −（−5））÷（約−3.67 −（−5））＝ 75％",
                "75％ ＜ 80％（やや遅れの基準）なので、遅れ",
            ),
        ),
    ],
)
def test_the_calculation_in_words(case: dict[str, Any], lines: tuple[str, ...]) -> None:
    assert judge(**case).trace == lines


@pytest.mark.parametrize(
    ("year", "label"),
    [
        (2019, "令和元年度"),
        (2018, "平成30年度"),
        (1989, "平成元年度"),
        (1988, "昭和63年度"),
        (1926, "昭和元年度"),
        (1925, "1925年度"),
    ],
)
def test_years_in_the_calculation_are_japanese(year: int, label: str) -> None:
    case = {**COMPANIES, "baseline_year": year}
    assert judge(**case, value=D(1), year=2024).trace[0] == f"現状値 80（{label}）"


def test_rounding_in_the_calculation_never_contradicts_its_verdict() -> None:
    # 99.9975 ％ of the way to the target is not 100 ％, and 79.995 ％ of the way to E is not 80 ％.
    missed = judge(**COMPANIES, value=D("119.999"), year=2026)
    assert "進捗 ＝（119.999 − 80）÷（120 − 80）＝ 約99.998％" in missed.trace
    behind = judge(**COMPANIES, value=D("95.999"), year=2024)
    assert "約79.995％" not in behind.trace[-1]
    assert behind.trace[-1] == "79.995％ ＜ 80％（やや遅れの基準）なので、遅れ"
    # A thousandth below the baseline is a step back, not 0 ％.
    worse = judge(**COMPANIES, value=D("79.9999"), year=2024)
    assert "進捗 ＝（79.9999 − 80）÷（120 − 80）＝ 約−0.0003％" in worse.trace
    # E = 1/3 beside 0.333 stays above it.
    third = {**COMPANIES, "baseline": D(0), "target": D(1), "baseline_year": 2023}
    assert (
        judge(**third, value=D("0.33333"), year=2024).trace[-3].startswith("0.33333 ＜ 約0.3333333（目安）")
    )


# Rounding for the eye, docs/progress.md §11


@pytest.mark.parametrize(
    ("expected", "value", "decimals", "shown"),
    [
        # 47A: 0.5, 1, 1.5 and 2 reviews; 41A: 32.5 themes; 45A: 22.56 of a hundred.
        ("0.5", "0", 0, "0.5"),
        ("1", "0", 0, "1"),
        ("1.5", None, 0, "1.5"),
        ("32.5", "28", 0, "32.5"),
        ("22.56", "21.8", 1, "22.6"),
        # Half goes away from zero, at the one decimal too.
        ("136.25", "140", 0, "136.3"),
        ("-136.25", "-140", 0, "-136.3"),
        ("0.96", None, 0, "1.0"),
        ("-0.04", None, 0, "0.0"),
        # Sign and zero of the gap, on either side of the value.
        ("136.03", "136", 0, "136.03"),
        ("135.97", "136", 0, "135.97"),
        ("136.0003", "136", 0, "136.0003"),
        ("136.00003", "136", 0, "136.0000"),
        ("22.56", "22.6", 1, "22.56"),
        ("22.64", "22.6", 1, "22.64"),
        ("22.6", "22.6", 1, "22.6"),
        ("90", "90.1", 1, "90.0"),
    ],
)
def test_expected_value_for_display(expected: str, value: str | None, decimals: int, shown: str) -> None:
    found = expected_display(D(expected), None if value is None else D(value), decimals=decimals)
    assert str(found) == shown


@pytest.mark.parametrize("decimals", [-1, True, 1.0, "1"])
def test_decimals_that_are_refused(decimals: Any) -> None:
    with pytest.raises(RuleError):
        expected_display(D(1), D(1), decimals=decimals)


@pytest.mark.parametrize(
    ("progress", "verdict", "shown"),
    [
        ("1.025", "achieved", "102.5"),
        ("1", "achieved", "100.0"),
        ("1.00049", "achieved", "100.0"),
        ("0.9999", "slightly_behind", "99.9"),
        ("0.9996", "on_track", "99.9"),
        ("0.9994", "on_track", "99.9"),
        ("0.3335", "behind", "33.4"),
        ("0.33349", "behind", "33.3"),
        ("0", "behind", "0.0"),
        ("0.0004", "behind", "0.0"),
        ("-0.0004", "worse", "-0.1"),
        ("-0.025", "worse", "-2.5"),
        ("-0.02550", "worse", "-2.6"),
        ("-3.5", "too_early", "-350.0"),
    ],
)
def test_progress_for_display(progress: str, verdict: str, shown: str) -> None:
    assert str(progress_display(D(progress), verdict)) == shown


def test_progress_for_display_refuses_unknown_words() -> None:
    with pytest.raises(RuleError):
        progress_display(D(1), "done")


def test_a_missed_target_never_shows_a_hundred_and_a_met_one_never_less() -> None:
    big = {**COMPANIES, "baseline": D(0), "target": D(1_000_000)}
    assert str(judge(**big, value=D(999_999), year=2026).progress_percent) == "99.9"
    assert str(judge(**big, value=D(1_000_000), year=2026).progress_percent) == "100.0"


# Roll-up, docs/progress.md §12


def test_roll_up_counts_and_leaves_out_what_does_not_apply() -> None:
    values: list[dict[str, Any]] = [
        {"value": D(120), "year": 2024},
        {"value": D(121), "year": 2026},
        {"value": D(100), "year": 2024},
        {"value": D(96), "year": 2024},
        {"value": D(95), "year": 2024},
        {"value": D(79), "year": 2024},
        {"value": D(80), "year": 2022},
        {"value": None, "year": 2024},
        {"value": D(110), "year": 2024, "state": "estimate"},
        {"value": None, "year": 2024, "state": "not_applicable"},
    ]
    counts = roll_up(judge(**COMPANIES, **case) for case in values)
    assert counts == RollUp(
        achieved=2,
        on_track=1,
        slightly_behind=1,
        behind=1,
        worse=1,
        too_early=1,
        unjudged=2,
        not_applicable=1,
    )
    assert (counts.applicable, counts.judged) == (9, 6)
    assert counts.sentence == "9件のうち6件を判定（対象外1件を除く）"
    assert list(counts.counts) == list(Verdict)
    assert counts.counts[Verdict.ACHIEVED] == 2


def test_roll_up_of_the_plan() -> None:
    judgements = [judge(**PLAN[code], value=None if code == "44A" else D(2000), year=2024) for code in PLAN]
    assert roll_up(judgements).sentence == "11件のうち10件を判定"


def test_roll_up_of_nothing() -> None:
    assert roll_up([]) == RollUp()
    assert roll_up([]).sentence == "判定の対象となる指標なし"
    left_out = judge(**COMPANIES, value=None, year=2024, state="not_applicable")
    assert roll_up([left_out]).sentence == "判定の対象となる指標なし（対象外1件を除く）"


# Pace, docs/progress.md §15


@pytest.mark.parametrize(
    ("yardstick", "value", "kind", "word", "needed", "mean"),
    [
        (COMPANIES, "79", "wrong_way", "逆方向", "20.5", "-0.5"),
        (COMPANIES, "80", "flat", "伸びていない", "20", "0"),
        (COMPANIES, "96", "too_slow", "必要なペースに届かない", "12", "8"),
        (COMPANIES, "100", "enough", "必要なペース以上", "10", "10"),
        (COMPANIES, "104", "enough", "必要なペース以上", "8", "12"),
        (COMPANIES, "121", "reached", "目標の水準に到達", "0", "20.5"),
        (WASTE, "202", "wrong_way", "逆方向", "-51", "1"),
        (WASTE, "200", "flat", "減っていない", "-50", "0"),
        (WASTE, "180", "too_slow", "必要なペースに届かない", "-40", "-10"),
        (WASTE, "140", "enough", "必要なペース以上", "-20", "-30"),
        (WASTE, "100", "reached", "目標の水準に到達", "0", "-50"),
        (REVIEWS, "0", "flat", "伸びていない", "1", "0"),
        (REVIEWS, "1", "enough", "必要なペース以上", "0.5", "0.5"),
    ],
)
def test_pace(yardstick: dict[str, Any], value: str, kind: str, word: str, needed: str, mean: str) -> None:
    found = pace(**yardstick, value=D(value), year=2024)
    assert found is not None
    assert (found.kind, found.word) == (kind, word)
    assert (found.needed, found.mean) == (D(needed), D(mean))
    assert (found.years_left, found.years_passed) == (2, 2)


def test_pace_in_words() -> None:
    slow, reached = (pace(**COMPANIES, value=D(value), year=2025) for value in (96, 121))
    assert slow is not None
    assert reached is not None
    assert slow.trace == (
        "必要な変化 ＝（120 − 96）÷ 残り1年度 ＝ 1年度あたり 24",
        "これまでの平均 ＝（96 − 80）÷ 3年度 ＝ 1年度あたり 約5.333",
    )
    assert reached.trace[0] == "必要な変化 ＝ なし（121 で目標 120 の水準に到達）"


@pytest.mark.parametrize(
    ("yardstick", "case"),
    [
        (COMPANIES, {"value": D(100), "year": 2021}),
        (COMPANIES, {"value": D(100), "year": 2022}),
        (COMPANIES, {"value": D(100), "year": 2026}),
        (COMPANIES, {"value": D(100), "year": 2027}),
        (COMPANIES, {"value": None, "year": 2024}),
        (COMPANIES, {"value": D(100), "year": 2024, "state": "estimate"}),
        (COMPANIES, {"value": D(100), "year": 2024, "state": "not_applicable"}),
        (RATIO, {"value": D(95), "year": 2024}),
    ],
)
def test_where_there_is_no_pace(yardstick: dict[str, Any], case: dict[str, Any]) -> None:
    assert pace(**yardstick, **case) is None


PARTICIPATION: dict[str, Any] = {
    "direction": "increase",
    "counting": "point",
    "baseline": D("17.6"),
    "baseline_year": 2021,
    "target": D(30),
    "target_year": 2026,
}


@pytest.mark.parametrize(
    ("year", "value", "current_year", "left", "needed"),
    [
        # 45A: nothing was surveyed in 2024 and 2025, and the target's own year has begun: 30 − 21.8 in that one year.
        (2023, "21.8", 2026, 1, "8.2"),
        (2023, "21.8", 2025, 2, "4.1"),
        # A value of the very year that is going on: what is left begins after it.
        (2024, "24", 2024, 2, "3"),
        (2025, "25", 2026, 1, "5"),
    ],
)
def test_needed_is_counted_from_now_on(
    year: int, value: str, current_year: int, left: int, needed: str
) -> None:
    found = pace(**PARTICIPATION, value=D(value), year=year, current_year=current_year)
    assert found is not None
    assert (found.years_left, found.needed) == (left, D(needed))
    # The mean is of the years that the values lie apart.
    assert found.years_passed == year - 2021


@pytest.mark.parametrize(("year", "current_year"), [(2023, 2027), (2025, 2027), (2026, 2026), (2026, 2027)])
def test_no_year_is_left_for_a_pace(year: int, current_year: int) -> None:
    assert pace(**PARTICIPATION, value=D(25), year=year, current_year=current_year) is None


def test_a_fall_is_no_sufficient_pace() -> None:
    # 44B: 80 → 120 by 2026; 121 in 2024, 119 in 2025. 13 a year were, 1 is needed, and the newest change is −2.
    found = pace(**COMPANIES, value=D(119), year=2025, newest_change=D(-2))
    assert found is not None
    assert (found.kind, found.word, found.mean) == ("turned", "平均は足りるが、直近は逆方向", D(13))
    assert found.trace[-1] == "直近の変化 ＝ −2（目標とは逆の向き）"
    risen = pace(**COMPANIES, value=D(119), year=2025, newest_change=D(2))
    assert risen is not None
    assert risen.kind == "enough"
    falling = pace(**WASTE, value=D(140), year=2024, newest_change=D(5))
    assert falling is not None
    assert falling.kind == "turned"
    assert sorted([risen, found], key=lambda one: one.sort_key)[0] is found


def test_pace_sorts_the_wrong_way_first_and_the_reached_last() -> None:
    mixed = [
        pace(**COMPANIES, value=D(121), year=2024),
        pace(**COMPANIES, value=D(104), year=2024),
        pace(**COMPANIES, value=D(96), year=2024),
        pace(**WASTE, value=D(190), year=2024),
        pace(**COMPANIES, value=D(80), year=2024),
        pace(**COMPANIES, value=D(79), year=2024),
        pace(**WASTE, value=D(260), year=2024),
    ]
    ordered = sorted((found for found in mixed if found is not None), key=lambda found: found.sort_key)
    assert [(found.kind, found.mean) for found in ordered] == [
        (PaceKind.WRONG_WAY, D(30)),
        (PaceKind.WRONG_WAY, D("-0.5")),
        (PaceKind.FLAT, D(0)),
        (PaceKind.TOO_SLOW, D(-5)),
        (PaceKind.TOO_SLOW, D(8)),
        (PaceKind.ENOUGH, D(12)),
        (PaceKind.REACHED, D("20.5")),
    ]


# A limit that may be left, docs/progress.md §15


@pytest.mark.parametrize(
    ("margin", "newer", "outlook_end", "risks"),
    [
        ("0.6", "0.1", None, ["little_left"]),  # 46A: 89.9 after 89.4
        ("0.9", "0.1", None, ["little_left"]),  # 46A: 89.9 after 89.1
        ("0.8", "0.2", None, ["little_left"]),  # exactly a quarter
        ("0.8", "0.21", None, []),
        ("0.9", "-0.1", None, ["newer_outside"]),
        ("0", "0", None, ["little_left"]),
        ("0.9", None, "-0.1", ["outlook_outside"]),
        ("0.9", "0.1", "-0.1", ["little_left", "outlook_outside"]),
        ("0.9", "0.5", "0", []),
        ("-0.1", "-0.2", "-1", []),  # outside already: the verdict says so
    ],
)
def test_a_limit_that_may_be_left(
    margin: str, newer: str | None, outlook_end: str | None, risks: list[str]
) -> None:
    found = limit_risks(
        margin=D(margin),
        newer_margin=None if newer is None else D(newer),
        outlook_margin=None if outlook_end is None else D(outlook_end),
    )
    assert list(found) == risks


# Outlook, docs/progress.md §15


def test_outlook_by_hand() -> None:
    # Slopes 17, 2 and 19/2: median 9.5, quartiles 5.75 and 13.25. In 令和8年度 by 9.5: 118, 125.5, 118.
    found = outlook([(2023, D(97)), (2022, D(80)), (2024, D(99))], target_year=2026)
    assert found is not None
    assert (found.slope, found.slope_low, found.slope_high) == (D("9.5"), D("5.75"), D("13.25"))
    assert found.value == D(118)
    assert found.low == D("110.5")  # 80 + 23, 97 + 17.25, 99 + 11.5: the middle one
    assert found.high == D("133")  # 80 + 53, 97 + 39.75, 99 + 26.5: the middle one
    assert found.path == ((2024, D(99)), (2025, D("108.5")), (2026, D(118)))
    assert (found.years, found.label) == (3, "参考推計")


def test_outlook_with_an_even_number_of_slopes_takes_the_mean_of_the_middle_ones() -> None:
    # Slopes 1, 2, 3, 3/2, 5/2, 2 in order: 1 1.5 2 2 2.5 3; quartiles at places 1.25 and 3.75.
    found = outlook([(2022, D(0)), (2023, D(1)), (2024, D(3)), (2025, D(6))], target_year=2026)
    assert found is not None
    assert (found.slope_low, found.slope, found.slope_high) == (D("1.625"), D(2), D("2.375"))
    assert found.value == D("7.5")  # 8, 7, 7, 8


def test_outlook_does_not_mind_one_wild_year() -> None:
    steady = [(2020 + step, D(10 * step)) for step in range(5)]
    wild = [*steady[:2], (2022, D(900)), *steady[3:]]
    found = outlook(wild, target_year=2026)
    assert found is not None
    assert (found.slope, found.value) == (D(10), D(60))


def test_a_year_that_comes_twice_counts_once_as_a_year() -> None:
    baseline_and_value = [(2022, D(80)), (2022, D(84)), (2023, D(90))]
    assert outlook(baseline_and_value, target_year=2026) is None
    found = outlook([*baseline_and_value, (2024, D(100))], target_year=2026)
    assert found is not None
    assert (found.years, found.slope) == (3, D(10))  # slopes 10, 10, 6, 8, 10


@pytest.mark.parametrize(
    ("points", "target_year"),
    [
        ([], 2026),
        ([(2022, D(80)), (2023, D(97))], 2026),
        ([(2022, D(80)), (2023, D(97)), (2026, D(120))], 2026),
        ([(2022, D(80)), (2023, D(97)), (2027, D(120))], 2026),
    ],
)
def test_where_there_is_no_outlook(points: list[tuple[int, Decimal]], target_year: int) -> None:
    assert outlook(points, target_year=target_year) is None


def test_no_outlook_on_a_year_that_is_over() -> None:
    points = [(2022, D(80)), (2023, D(97)), (2024, D(99))]
    assert outlook(points, target_year=2026, current_year=2026) == outlook(points, target_year=2026)
    assert outlook(points, target_year=2026, current_year=2027) is None


@pytest.mark.parametrize("points", [[2022], None, [(2022, 80.0)], [("2022", D(80))], [(2022, None)]])
def test_points_that_are_refused(points: Any) -> None:
    with pytest.raises(RuleError) as refusal:
        outlook(points, target_year=2026)
    assert refusal.value.field == "points"
