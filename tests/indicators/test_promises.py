"""Every kind of promise a city makes, held against cases worked out by hand (docs/progress.md §3, §4, §7)."""

from decimal import Decimal
from typing import Any

import pytest

from indicators.progress import Rule, RuleError, check_rule, effective_baseline, judge, outlook, pace

D = Decimal

# A ceiling of 90, without a baseline, promised from 令和5年度 on.
CEILING: dict[str, Any] = {
    "direction": "at_most",
    "counting": "annual",
    "target": D(90),
    "target_year": 2026,
    "first_year": 2023,
}
FLOOR = {**CEILING, "direction": "at_least"}
# 20 to 25 in each year, a tolerance of 2.
RANGE: dict[str, Any] = {
    "direction": "within",
    "counting": "point",
    "target": D(20),
    "upper": D(25),
    "target_year": 2026,
    "tolerance": D(2),
    "first_year": 2023,
}
# 120 by 令和8年度, and nothing printed to start from.
NEW: dict[str, Any] = {"direction": "increase", "counting": "point", "target": D(120), "target_year": 2026}
LESS: dict[str, Any] = {"direction": "decrease", "counting": "annual", "target": D(60), "target_year": 2026}


# A range, docs/progress.md §7


@pytest.mark.parametrize(
    ("value", "year", "verdict", "rule", "margin"),
    [
        ("20", 2023, "on_track", "inside_limit", "0"),
        ("25", 2023, "on_track", "inside_limit", "0"),
        ("22", 2024, "on_track", "inside_limit", "2"),  # 22 − 20 is less than 25 − 22
        ("24", 2024, "on_track", "inside_limit", "1"),
        ("22.5", 2025, "on_track", "inside_limit", "2.5"),
        ("22.5", 2026, "achieved", "target_met", "2.5"),
        ("25", 2027, "achieved", "target_met", "0"),
        ("19", 2024, "slightly_behind", "just_below_limit", "-1"),
        ("18", 2024, "slightly_behind", "just_below_limit", "-2"),  # the tolerance to the letter
        ("17.99", 2024, "behind", "outside_limit", "-2.01"),
        ("25.1", 2024, "slightly_behind", "just_above_limit", "-0.1"),
        ("27", 2026, "slightly_behind", "just_above_limit", "-2"),
        ("27.01", 2026, "behind", "outside_limit", "-2.01"),
        ("22", 2022, "too_early", "before_first_year", "2"),
        ("99", 2022, "too_early", "before_first_year", "-74"),
    ],
)
def test_a_range(value: str, year: int, verdict: str, rule: str, margin: str) -> None:
    judged = judge(**RANGE, value=D(value), year=year)
    assert (judged.verdict, judged.rule, judged.margin) == (verdict, rule, D(margin))
    assert (judged.expected, judged.progress, judged.expected_progress) == (None, None, None)
    assert judged.limits == (D(20), D(25))


def test_just_outside_is_worded_by_its_side() -> None:
    found = [judge(**RANGE, value=D(value), year=2024) for value in ("19", "26")]
    assert [(one.label, one.verdict.label) for one in found] == [
        ("わずかに届かない", "やや遅れ"),
        ("わずかに超えている", "やや遅れ"),
    ]
    assert judge(**{**FLOOR, "tolerance": D(1)}, value=D("89.5"), year=2024).label == "わずかに届かない"
    assert judge(**{**CEILING, "tolerance": D(1)}, value=D("90.5"), year=2024).label == "わずかに超えている"
    assert judge(**RANGE, value=D(30), year=2024).label == "遅れ"


def test_without_a_tolerance_a_limit_is_met_or_missed() -> None:
    assert judge(**CEILING, value=D("90.0001"), year=2024).verdict == "behind"
    assert judge(**{**RANGE, "tolerance": D(0)}, value=D("19.9"), year=2024).verdict == "behind"


# Limits by year, docs/progress.md §5


def test_the_limit_of_a_year_is_that_of_the_nearest_given_year_on_from_it() -> None:
    falling = {**CEILING, "interim": [(2025, D(91)), (2023, D(94))]}
    found = {year: judge(**falling, value=D(92), year=year) for year in range(2022, 2028)}
    limits = {2022: 94, 2023: 94, 2024: 91, 2025: 91, 2026: 90, 2027: 90}
    assert {year: one.expected for year, one in found.items()} == limits
    assert {year: one.limits for year, one in found.items()} == {
        year: (None, limit) for year, limit in limits.items()
    }
    assert {year: (one.verdict, one.margin) for year, one in found.items()} == {
        2022: ("too_early", 2),
        2023: ("on_track", 2),
        2024: ("behind", -1),
        2025: ("behind", -1),
        2026: ("behind", -2),
        2027: ("behind", -2),
    }


def test_a_floor_by_year_has_its_open_side_above() -> None:
    rising = {**FLOOR, "interim": [(2024, D(80))], "tolerance": D(3)}
    first, last = judge(**rising, value=D(80), year=2023), judge(**rising, value=D(87), year=2025)
    assert (first.limits, first.verdict, first.margin) == ((D(80), None), "on_track", 0)
    assert (last.limits, last.verdict, last.margin) == ((D(90), None), "slightly_behind", -3)


def test_of_a_limit_the_baselines_year_is_not_looked_at() -> None:
    check_rule(**{**CEILING, "baseline": D(95), "baseline_year": 2027})
    check_rule(**{**CEILING, "baseline": D(95)})
    assert judge(**{**CEILING, "first_year": None}, value=D(95), year=2019).verdict == "behind"


def test_what_is_not_judged_has_its_limits_still() -> None:
    for state, value in (("estimate", D(22)), ("unmeasurable", None), ("actual", None)):
        judged = judge(**RANGE, value=value, year=2024, state=state)
        assert (judged.verdict, judged.margin, judged.limits) == ("unjudged", None, (D(20), D(25)))
    assert judge(**NEW, value=D(100), year=2024).limits is None


@pytest.mark.parametrize("start", [(2023, D(22)), (2030, D(1000)), (2018, D(-5))])
def test_a_start_is_passed_over_where_none_plays_a_part(start: tuple[int, D]) -> None:
    counted = {**NEW, "counting": "cumulative_from_zero", "first_year": 2023, "target": D(4)}
    for promise in (RANGE, counted):
        given = judge(**promise, start=start, value=D(3), year=2024)
        assert given == judge(**promise, value=D(3), year=2024)
    # 0 → 4 from 2022 on: 2 is due in 2024, whatever was computed beside it.
    assert judge(**counted, start=start, value=D(3), year=2024).expected == 2


@pytest.mark.parametrize("promise", ["limit", "from zero", "increase"])
def test_a_start_stands_beside_no_baseline(promise: str) -> None:
    said = {
        "limit": RANGE,
        "from zero": {**NEW, "counting": "cumulative_from_zero", "first_year": 2023},
        "increase": NEW,
    }[promise]
    with pytest.raises(RuleError) as refused:
        check_rule(**{**said, "baseline": D(1), "baseline_year": 2022, "start": (2023, D(2))})
    assert refused.value.field == "start"


# No baseline, docs/progress.md §3


@pytest.mark.parametrize(
    ("value", "year", "verdict", "rule", "expected"),
    [
        ("100", 2023, "too_early", "no_start_yet", None),
        ("100", 2025, "too_early", "no_start_yet", None),
        ("120", 2024, "achieved", "target_level_reached", None),
        ("119", 2026, "behind", "target_alone", "120"),
        ("119", 2027, "behind", "target_alone", "120"),
        ("120", 2026, "achieved", "target_met", "120"),
    ],
)
def test_no_start_is_known_yet(value: str, year: int, verdict: str, rule: str, expected: str | None) -> None:
    judged = judge(**NEW, value=D(value), year=year)
    assert (judged.verdict, judged.rule) == (verdict, rule)
    assert judged.expected == (None if expected is None else D(expected))
    assert (judged.progress, judged.expected_progress, judged.margin) == (None, None, None)
    if rule == "target_alone":
        assert judged.reason == "現状値がないため、目標だけと比べました"


@pytest.mark.parametrize(
    ("value", "year", "verdict", "expected", "progress"),
    [
        # From (令和5年度, 90) to (令和8年度, 120): 100, 110 on the way.
        ("90", 2022, "too_early", None, "0"),
        ("90", 2023, "too_early", "90", "0"),
        ("100", 2024, "on_track", "100", "0.33333"),
        ("98", 2024, "slightly_behind", "100", "0.26667"),  # 8 / 10
        ("97.9", 2024, "behind", "100", "0.26333"),
        ("89", 2024, "worse", "100", "-0.03333"),
        ("119", 2026, "slightly_behind", "120", "0.96667"),
        ("120", 2026, "achieved", "120", "1"),
    ],
)
def test_from_a_start_the_line_runs_as_from_a_baseline(
    value: str, year: int, verdict: str, expected: str | None, progress: str
) -> None:
    judged = judge(**NEW, start=(2023, D(90)), value=D(value), year=year)
    assert judged.verdict == verdict
    assert judged.expected == (None if expected is None else D(expected))
    assert judged.progress is not None
    assert round(judged.progress, 5) == D(progress)


@pytest.mark.parametrize(
    ("start", "value", "year", "verdict", "rule", "expected"),
    [
        # The start itself reaches the target: nothing leads from it.
        ((2023, "125"), "125", 2023, "achieved", "target_level_reached", "120"),
        ((2023, "125"), "119", 2022, "too_early", "up_to_baseline_year", None),
        ((2023, "125"), "119", 2024, "behind", "target_alone", "120"),
        ((2023, "120"), "119", 2024, "behind", "target_alone", "120"),
        ((2023, "125"), "121", 2024, "achieved", "target_level_reached", "120"),
        # In the target's year, and after it.
        ((2026, "100"), "100", 2026, "behind", "target_alone", "120"),
        ((2026, "100"), "110", 2027, "behind", "target_alone", "120"),
        ((2027, "100"), "100", 2026, "too_early", "up_to_baseline_year", None),
        ((2027, "100"), "100", 2027, "behind", "target_alone", "120"),
        ((2027, "100"), "121", 2028, "achieved", "target_met", "120"),
    ],
)
def test_a_start_that_leads_nowhere_never_raises(
    start: tuple[int, str], value: str, year: int, verdict: str, rule: str, expected: str | None
) -> None:
    judged = judge(**NEW, start=(start[0], D(start[1])), value=D(value), year=year)
    assert (judged.verdict, judged.rule) == (verdict, rule)
    assert judged.expected == (None if expected is None else D(expected))
    assert (judged.progress, judged.expected_progress) == (None, None)


def test_the_mirror_image_of_a_start() -> None:
    on_line = judge(**LESS, start=(2022, D(100)), value=D(84), year=2024)  # 100, 90, 80: 16 / 20
    assert (on_line.verdict, on_line.expected, on_line.progress) == ("slightly_behind", 80, D("0.4"))
    passed = judge(**LESS, start=(2022, D(50)), value=D(61), year=2024)
    assert (passed.verdict, passed.expected, passed.progress) == ("behind", 60, None)


def test_interim_targets_that_a_start_has_passed_are_left_out() -> None:
    interim = [(2023, D(100)), (2024, D(200)), (2025, D(114))]
    judged = judge(**NEW, start=(2024, D(90)), interim=interim, value=D(114), year=2025)
    assert (judged.expected, judged.verdict) == (114, "on_track")
    between = judge(**NEW, start=(2023, D(90)), interim=[(2025, D(114))], value=None, year=2024)
    assert between.expected == 102


def test_counting_from_zero_needs_no_baseline() -> None:
    rule = {**NEW, "counting": "cumulative_from_zero", "target": D(2)}
    known: tuple[dict[str, Any], ...] = ({"baseline_year": 2022}, {"first_year": 2023})
    for given in known:
        judged = judge(**rule, **given, value=D(1), year=2023)
        assert (judged.expected, judged.progress, judged.verdict) == (D("0.5"), D("0.5"), "on_track")
        assert judged.trace[0] == "起点 0（令和4年度）：令和5年度から0に戻して数え直す。"
    assert effective_baseline(counting="cumulative_from_zero", baseline=None) == 0
    assert effective_baseline(counting="point", baseline=None) is None


# Pace and outlook take the same


def test_the_mean_runs_from_the_start() -> None:
    found = pace(**NEW, start=(2023, D(90)), value=D(100), year=2025, current_year=2026)
    assert found is not None
    assert (found.mean, found.needed, found.years_left, found.years_passed) == (5, 20, 1, 2)
    known: tuple[dict[str, Any], ...] = ({}, {"start": (2025, D(100))}, {"start": (2026, D(100))})
    for given in known:
        assert pace(**NEW, **given, value=D(100), year=2025) is None
    for limit in (CEILING, FLOOR, RANGE):
        assert pace(**limit, value=D(19), year=2025) is None


def test_a_baseline_is_a_point_of_the_outlook_and_a_start_is_one_already() -> None:
    points = [(2023, D(90)), (2024, D(100))]
    printed = {**NEW, "baseline": D(80), "baseline_year": 2022}
    found = outlook(points, **printed, current_year=2025)
    assert found is not None
    assert (found.slope, found.value) == (10, 120)
    assert outlook(points, **NEW, start=(2023, D(90))) is None
    assert outlook(points, **CEILING, baseline=D(80), baseline_year=2022) is None
    with pytest.raises(ValueError, match="上限"):
        outlook(points, **{**RANGE, "upper": D(20)})


# 計算のしかた


@pytest.mark.parametrize(
    ("case", "lines"),
    [
        (
            {**RANGE, "value": D(26), "year": 2024},
            (
                "下限と上限 20 と 25（目標の年度は令和8年度）",
                "許容幅 2",
                "実績 26（令和6年度）",
                "範囲 ＝ 20 以上 25 以下（どの年度も同じ）",
                "余裕 ＝ 26 − 20 と 25 − 26 の小さいほう ＝ −1",
                "26 ＞ 25（上限）で範囲の外、許容幅 2 の内なので、やや遅れ（わずかに超えている）",
            ),
        ),
        (
            {**FLOOR, "interim": [(2024, D(80))], "value": D(81), "year": 2023},
            (
                "下限 80（令和6年度まで）",
                "下限 90（目標の年度は令和8年度）",
                "実績 81（令和5年度）",
                "目安 ＝ 令和5年度の下限 ＝ 80",
                "余裕 ＝ 81 − 80 ＝ 1",
                "81 ≧ 80（下限）で範囲の内なので、順調",
            ),
        ),
        (
            {**RANGE, "tolerance": D(0), "value": D(22), "year": 2022},
            (
                "下限と上限 20 と 25（目標の年度は令和8年度）",
                "実績 22（令和4年度）",
                "範囲 ＝ 20 以上 25 以下（どの年度も同じ）",
                "余裕 ＝ 22 − 20 と 25 − 22 の小さいほう ＝ 2",
                "令和4年度は目標の対象となる最初の年度（令和5年度）より前なので、判定前",
            ),
        ),
        (
            {**NEW, "value": D(119), "year": 2026},
            (
                "現状値はない（起点になる値がまだない）",
                "目標 120（令和8年度）",
                "実績 119（令和8年度）",
                "目安 ＝ 目標 ＝ 120",
                "現状値がないため、目標だけと比べました",
                "119 ＜ 120（目標）なので、遅れ",
            ),
        ),
        (
            {**NEW, "value": D(119), "year": 2025},
            (
                "現状値はない（起点になる値がまだない）",
                "目標 120（令和8年度）",
                "実績 119（令和7年度）",
                "目安はない（起点がまだない）",
                "起点がまだなく、目標の年度より前なので、判定前",
            ),
        ),
        (
            {**NEW, "start": (2023, D(125)), "value": D(119), "year": 2025},
            (
                "起点 125（令和5年度）",
                "目標 120（令和8年度）",
                "実績 119（令和7年度）",
                "目安 ＝ 目標 ＝ 120",
                "起点が目標の水準を満たしていたため、目標だけと比べました",
                "119 ＜ 120（目標）なので、遅れ",
            ),
        ),
        (
            {**NEW, "start": (2023, D(90)), "value": D(89), "year": 2024},
            (
                "起点 90（令和5年度）",
                "目標 120（令和8年度）",
                "実績 89（令和6年度）",
                "目安 ＝ 90 ＋（120 − 90）× 1年 ÷ 3年 ＝ 100",
                "進捗 ＝（89 − 90）÷（120 − 90）＝ 約−3.3％",
                "89 ＜ 90（起点）なので、後退",
            ),
        ),
    ],
)
def test_the_calculation_in_words(case: dict[str, Any], lines: tuple[str, ...]) -> None:
    assert judge(**case).trace == lines


def test_every_new_rule_has_its_reason() -> None:
    reasons = {
        Rule.BEFORE_FIRST_YEAR: judge(**RANGE, value=D(22), year=2020).reason,
        Rule.NO_START_YET: judge(**NEW, value=D(1), year=2024).reason,
        Rule.JUST_ABOVE_LIMIT: judge(**RANGE, value=D(26), year=2024).reason,
        Rule.JUST_BELOW_LIMIT: judge(**RANGE, value=D(19), year=2024).reason,
        Rule.INSIDE_LIMIT: judge(**RANGE, value=D(22), year=2024).reason,
        Rule.OUTSIDE_LIMIT: judge(**RANGE, value=D(2), year=2024).reason,
    }
    assert list(reasons.values()) == [
        "目標の対象となる最初の年度より前の値のため判定しない",
        "現状値がまだないため判定しない",
        "上限をわずかに上回る（許容幅の内）",
        "下限をわずかに下回る（許容幅の内）",
        "下限と上限の範囲内",
        "下限と上限の範囲外",
    ]
    late = judge(**NEW, start=(2026, D(100)), value=D(100), year=2026)
    assert late.reason == "起点が目標の年度以後のため、目標だけと比べました"
