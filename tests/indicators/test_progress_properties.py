"""What must hold for every figure, not only for those of the plan (docs/progress.md)."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.progress import (
    Verdict,
    expected_display,
    judge,
    outlook,
    pace,
    progress_display,
    roll_up,
)

# The better the verdict, the lower its place; 判定前 and 判定なし do not depend on how good a value is.
BEST_FIRST = [
    Verdict.ACHIEVED,
    Verdict.TOO_EARLY,
    Verdict.ON_TRACK,
    Verdict.SLIGHTLY_BEHIND,
    Verdict.BEHIND,
    Verdict.WORSE,
]
OPPOSITE = {
    "increase": "decrease",
    "decrease": "increase",
    "at_most": "at_least",
    "at_least": "at_most",
    "within": "within",
}
OTHER_SIDE = {"just_below_limit": "just_above_limit", "just_above_limit": "just_below_limit"}

figures = st.decimals(min_value=-10_000, max_value=10_000, places=2, allow_nan=False, allow_infinity=False)
years = st.integers(min_value=2018, max_value=2032)
states = st.sampled_from(
    ["actual", "provisional", "estimate", "unpublished", "not_surveyed", "unmeasurable", "not_applicable"]
)


@st.composite
def roads(draw: st.DrawFn) -> dict[str, Any]:
    """An increase or decrease that docs/progress.md §4 accepts, with interim targets anywhere."""
    baseline, target = draw(st.tuples(figures, figures).filter(lambda pair: pair[0] != pair[1]))
    start = draw(st.integers(min_value=2019, max_value=2024))
    end = draw(st.integers(min_value=start + 1, max_value=start + 7))
    between = [year for year in range(start + 1, end) if draw(st.booleans())]
    interim = [(year, draw(figures)) for year in draw(st.permutations(between))]
    return {
        "direction": "increase" if target > baseline else "decrease",
        "counting": draw(st.sampled_from(["annual", "point", "cumulative"])),
        "baseline": baseline,
        "baseline_year": start,
        "target": target,
        "target_year": end,
        "interim": interim,
        "slightly_behind_from": Decimal(draw(st.integers(min_value=1, max_value=100))) / 100,
    }


tolerances = st.decimals(min_value=0, max_value=500, places=2)


@st.composite
def limits(draw: st.DrawFn) -> dict[str, Any]:
    """A ceiling or a floor, with limits by year anywhere before the target's, or a range."""
    common = {
        "counting": draw(st.sampled_from(["annual", "point"])),
        "target_year": 2026,
        "tolerance": draw(tolerances),
        "first_year": draw(st.none() | years),
    }
    if draw(st.booleans()):
        low, high = sorted(draw(st.tuples(figures, figures).filter(lambda pair: pair[0] != pair[1])))
        return {**common, "direction": "within", "target": low, "upper": high}
    given = [year for year in range(2020, 2026) if draw(st.booleans())]
    return {
        **common,
        "direction": draw(st.sampled_from(["at_most", "at_least"])),
        "baseline": draw(st.none() | figures),
        "baseline_year": draw(st.none() | years),
        "target": draw(figures),
        "interim": [(year, draw(figures)) for year in draw(st.permutations(given))],
    }


@st.composite
def new_roads(draw: st.DrawFn) -> dict[str, Any]:
    """An increase or a decrease without a baseline, from a start anywhere, or from none yet."""
    end = draw(st.integers(min_value=2021, max_value=2028))
    given = [year for year in range(2019, end) if draw(st.booleans())]
    return {
        "direction": draw(st.sampled_from(["increase", "decrease"])),
        "counting": draw(st.sampled_from(["annual", "point", "cumulative"])),
        "start": draw(st.none() | st.tuples(years, figures)),
        "target": draw(figures),
        "target_year": end,
        "interim": [(year, draw(figures)) for year in given],
    }


yardsticks = st.one_of(roads(), limits(), new_roads())


def moved(
    yardstick: dict[str, Any], *, times: Decimal = Decimal(1), plus: Decimal = Decimal(0)
) -> dict[str, Any]:
    """The same yardstick in another unit, or from another zero."""
    changed: dict[str, Any] = {
        key: yardstick[key] * times + plus
        for key in ("baseline", "target", "upper")
        if yardstick.get(key) is not None
    }
    if yardstick.get("start"):
        changed["start"] = (yardstick["start"][0], yardstick["start"][1] * times + plus)
    if "tolerance" in yardstick:
        changed["tolerance"] = yardstick["tolerance"] * abs(times)
    interim = [(year, value * times + plus) for year, value in yardstick.get("interim", ())]
    return {**yardstick, **changed, **({"interim": interim} if interim else {})}


@given(
    yardsticks, figures, years, st.sampled_from(["0.001", "0.5", "3", "12", "1000000"]).map(Decimal), figures
)
def test_another_unit_or_another_zero_changes_no_verdict(
    yardstick: dict[str, Any], value: Decimal, year: int, times: Decimal, plus: Decimal
) -> None:
    plain = judge(**yardstick, value=value, year=year)
    other = judge(**moved(yardstick, times=times, plus=plus), value=value * times + plus, year=year)
    assert (other.verdict, other.rule) == (plain.verdict, plain.rule)
    assert (other.progress, other.expected_progress) == (plain.progress, plain.expected_progress)


@given(yardsticks, figures, years)
def test_the_mirror_image_is_judged_alike(yardstick: dict[str, Any], value: Decimal, year: int) -> None:
    plain = judge(**yardstick, value=value, year=year)
    mirrored = {**moved(yardstick, times=Decimal(-1)), "direction": OPPOSITE[yardstick["direction"]]}
    if yardstick["direction"] == "within":
        mirrored |= {"target": mirrored["upper"], "upper": mirrored["target"]}
    other = judge(**mirrored, value=-value, year=year)
    assert (other.verdict, other.rule) == (plain.verdict, OTHER_SIDE.get(plain.rule, plain.rule))
    assert (other.progress, other.expected_progress) == (plain.progress, plain.expected_progress)
    assert other.margin == plain.margin
    assert other.expected == (None if plain.expected is None else -plain.expected)


@given(yardsticks.filter(lambda one: one["direction"] != "within"), figures, figures, years)
def test_a_better_value_never_gets_a_worse_verdict(
    yardstick: dict[str, Any], one: Decimal, two: Decimal, year: int
) -> None:
    worse, better = sorted((one, two), reverse=yardstick["direction"] in ("decrease", "at_most"))
    places = [
        BEST_FIRST.index(judge(**yardstick, value=value, year=year).verdict) for value in (better, worse)
    ]
    assert places == sorted(places)


@given(roads(), years)
def test_the_expected_value_lies_among_its_knots(yardstick: dict[str, Any], year: int) -> None:
    expected = judge(**yardstick, value=None, year=year).expected
    if year < yardstick["baseline_year"]:
        assert expected is None
        return
    knots = [yardstick["baseline"], yardstick["target"], *(value for _, value in yardstick["interim"])]
    assert expected is not None
    assert min(knots) <= expected <= max(knots)


@given(roads())
def test_the_expected_value_passes_through_every_knot(yardstick: dict[str, Any]) -> None:
    knots = [
        (yardstick["baseline_year"], yardstick["baseline"]),
        *yardstick["interim"],
        (yardstick["target_year"], yardstick["target"]),
    ]
    for year, mark in knots:
        assert judge(**yardstick, value=None, year=year).expected == mark


@given(roads(), figures, years)
def test_the_order_of_interim_targets_plays_no_part(
    yardstick: dict[str, Any], value: Decimal, year: int
) -> None:
    turned = {**yardstick, "interim": list(reversed(yardstick["interim"]))}
    assert judge(**turned, value=value, year=year) == judge(**yardstick, value=value, year=year)


@given(limits(), figures, years, states)
def test_a_limit_never_has_a_percentage(
    yardstick: dict[str, Any], value: Decimal, year: int, state: str
) -> None:
    judgement = judge(**yardstick, value=value, year=year, state=state)
    assert (judgement.progress, judgement.expected_progress) == (None, None)
    assert not any("％" in line for line in judgement.trace if "0％とは数えない" not in line)
    assert judgement.limits is not None
    lower, upper = judgement.limits
    assert judgement.expected == (
        None if yardstick["direction"] == "within" else lower if upper is None else upper
    )
    if judgement.margin is None:
        assert judgement.verdict == "unjudged"
        return
    sides = [] if lower is None else [value - lower]
    sides += [] if upper is None else [upper - value]
    assert judgement.margin == min(sides)
    first = yardstick["first_year"]
    if first is not None and year < first:
        assert judgement.verdict == "too_early"
    elif judgement.margin >= 0:
        assert judgement.verdict == ("achieved" if year >= 2026 else "on_track")
    else:
        near = -judgement.margin <= yardstick["tolerance"]
        assert judgement.verdict == ("slightly_behind" if near else "behind")


@given(roads() | limits() | new_roads(), st.none() | figures, years, states)
def test_what_is_not_judged_says_what_is_due_and_nothing_of_a_way(
    yardstick: dict[str, Any], value: Decimal | None, year: int, state: str
) -> None:
    judgement = judge(**yardstick, value=value, year=year, state=state)
    if value is not None and state in ("actual", "provisional"):
        assert judgement.verdict != "unjudged"
        return
    assert judgement.verdict == "unjudged"
    assert (judgement.progress, judgement.expected_progress, judgement.margin) == (None, None, None)
    due = judge(**yardstick, value=Decimal(0), year=year)
    assert (judgement.expected, judgement.limits) == (due.expected, due.limits)
    assert judgement.reason


@given(figures.filter(lambda target: target > 0), figures, years, st.none() | figures)
def test_counting_from_zero_runs_from_zero_whatever_is_printed(
    target: Decimal, value: Decimal, year: int, printed: Decimal | None
) -> None:
    common: dict[str, Any] = {"direction": "increase", "target": target, "target_year": 2026}
    counted = judge(
        **common,
        counting="cumulative_from_zero",
        baseline=printed,
        first_year=2023,
        value=value,
        year=year,
    )
    plain = judge(**common, counting="cumulative", baseline=0, baseline_year=2022, value=value, year=year)
    assert (counted.verdict, counted.rule, counted.expected) == (plain.verdict, plain.rule, plain.expected)
    assert counted.progress == plain.progress


@given(roads(), figures, years)
def test_a_start_is_judged_as_a_baseline_would_be(
    yardstick: dict[str, Any], value: Decimal, year: int
) -> None:
    """Where a line leads from it: the same way, whichever of the two names its beginning."""
    printed = judge(**yardstick, value=value, year=year)
    begin = {
        "baseline": None,
        "baseline_year": None,
        "start": (yardstick["baseline_year"], yardstick["baseline"]),
    }
    computed = judge(**{**yardstick, **begin}, value=value, year=year)
    assert (computed.verdict, computed.rule) == (printed.verdict, printed.rule)
    assert (computed.expected, computed.progress) == (printed.expected, printed.progress)


@given(new_roads(), figures, years)
def test_without_a_line_there_is_no_percentage(yardstick: dict[str, Any], value: Decimal, year: int) -> None:
    judgement = judge(**yardstick, value=value, year=year)
    start, sign = yardstick["start"], 1 if yardstick["direction"] == "increase" else -1
    reached = sign * (value - yardstick["target"]) >= 0
    assert (judgement.verdict == "achieved") == reached
    leads = (
        start is not None
        and start[0] < yardstick["target_year"]
        and sign * (start[1] - yardstick["target"]) < 0
    )
    assert (judgement.progress is not None) == leads
    if not leads and not reached:
        assert judgement.verdict in ("too_early", "behind")
        assert (judgement.verdict == "behind") == (judgement.rule == "target_alone")
        if judgement.verdict == "behind":
            assert judgement.expected == yardstick["target"]


@given(yardsticks, figures, years)
def test_what_is_shown_agrees_with_the_verdict(yardstick: dict[str, Any], value: Decimal, year: int) -> None:
    judgement = judge(**yardstick, value=value, year=year)
    if judgement.progress is not None:
        shown = progress_display(judgement.progress, judgement.verdict)
        assert (shown >= 100) == (judgement.verdict == "achieved")
        assert (shown < 0) == (judgement.progress < 0)
    if judgement.expected is not None:
        mark = expected_display(judgement.expected, value, decimals=2)
        exact = value - judgement.expected
        # Three decimals more at most: what lies nearer than that cannot be told apart.
        if not exact or abs(exact) >= Decimal("0.00001"):
            assert (value - mark > 0, value - mark < 0) == (exact > 0, exact < 0)
    assert judgement.reason
    assert len(judgement.trace) >= 5


@given(roads(), figures, years)
def test_a_plain_reading_of_the_rule_agrees(yardstick: dict[str, Any], value: Decimal, year: int) -> None:
    """The four lines of docs/progress.md §6, written down once more on the E that the judgement gives."""
    judgement = judge(**yardstick, value=value, year=year)
    sign = 1 if yardstick["direction"] == "increase" else -1
    if sign * (value - yardstick["target"]) >= 0:
        assert judgement.verdict == "achieved"
    elif year <= yardstick["baseline_year"]:
        assert judgement.verdict == "too_early"
    else:
        start, mark = Fraction(yardstick["baseline"]), Fraction(judgement.expected or 0)
        if sign * (Fraction(value) - mark) >= 0:
            assert judgement.verdict == "on_track"
        elif sign * (Fraction(value) - start) < 0:
            assert judgement.verdict == "worse"
        else:
            share = (Fraction(value) - start) / (mark - start)
            border = Fraction(yardstick["slightly_behind_from"])
            # E is given to 28 digits where its decimals never end: too near to call from outside.
            assume(share == border or abs(share - border) > Fraction(1, 10**15))
            assert judgement.verdict == ("slightly_behind" if share >= border else "behind")


@given(st.lists(st.tuples(yardsticks, st.none() | figures, years, states), max_size=8))
def test_roll_up_adds_up(cases: list[tuple[dict[str, Any], Decimal | None, int, str]]) -> None:
    judgements = [judge(**rule, value=value, year=year, state=state) for rule, value, year, state in cases]
    counts = roll_up(judgements)
    assert counts.applicable + counts.not_applicable == len(judgements)
    assert sum(counts.counts.values()) == counts.applicable
    assert counts.judged + counts.too_early + counts.unjudged == counts.applicable
    assert counts.not_applicable == sum(state == "not_applicable" for _, _, _, state in cases)


@given(roads(), figures, years)
def test_pace_leads_to_the_target(yardstick: dict[str, Any], value: Decimal, year: int) -> None:
    found = pace(**yardstick, value=value, year=year)
    judgement = judge(**yardstick, value=value, year=year)
    if found is None:
        assert not yardstick["baseline_year"] < year < yardstick["target_year"]
        return
    assert (found.kind == "reached") == (judgement.verdict == "achieved")
    assert found.years_left + found.years_passed == yardstick["target_year"] - yardstick["baseline_year"]
    start = value - found.mean * found.years_passed
    assert abs(start - yardstick["baseline"]) < Decimal("1E-15")
    if found.kind != "reached":
        end = value + found.needed * found.years_left
        assert abs(end - yardstick["target"]) < Decimal("1E-15")


points = st.lists(
    st.tuples(st.integers(min_value=2015, max_value=2025), figures),
    min_size=3,
    max_size=7,
    unique_by=lambda point: point[0],
)


@given(points, st.randoms(use_true_random=False))
def test_outlook_is_ordered_and_does_not_mind_the_order_of_points(
    given_points: list[tuple[int, Decimal]], random: Any
) -> None:
    found = outlook(given_points, target_year=2026)
    assert found is not None
    assert found.low <= found.value <= found.high
    assert found.path[-1] == (2026, found.value)
    shuffled = list(given_points)
    random.shuffle(shuffled)
    assert outlook(shuffled, target_year=2026) == found


@given(figures, figures, st.integers(min_value=3, max_value=7))
def test_outlook_of_a_straight_line_is_that_line(start: Decimal, slope: Decimal, count: int) -> None:
    line = [(2015 + step, start + slope * step) for step in range(count)]
    found = outlook(line, target_year=2026)
    assert found is not None
    assert found.low == found.value == found.high == start + slope * 11
    assert found.slope == slope
