"""Shares of one cost: as people type them, and parts that add up to the yen whatever the amount."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.frames import Amounts, divided, total
from indicators.shares import read_shares, split, written_shares, wrong_with
from indicators.wording.money import rate, thousands, yen

# Hundredths of a per cent that add up to 100 %: cuts of the whole.
CUTS = st.lists(st.integers(1, 9_999), max_size=8, unique=True).map(sorted)
YEN = st.integers(-(10**15) + 1, 10**15 - 1)


def shares_of(cuts: list[int]) -> list[tuple[str, str]]:
    ends = [*cuts, 10_000]
    return [
        (f"41-{at}", str(Decimal(end - start) / 100))
        for at, (start, end) in enumerate(zip([0, *cuts], ends, strict=True), 1)
    ]


@given(amount=YEN, cuts=CUTS)
def test_parts_add_up_to_the_amount_and_none_is_a_yen_from_its_share(amount: int, cuts: list[int]) -> None:
    shares = shares_of(cuts)
    assert wrong_with(shares) == ""
    parts = split(amount, shares)
    assert sum(parts) == amount
    for part, (_, percent) in zip(parts, shares, strict=True):
        assert abs(Decimal(part) - Decimal(amount) * Decimal(percent) / 100) < 1
    assert split(-amount, shares) == [-part for part in parts]


@given(
    files=st.lists(st.tuples(YEN, CUTS), min_size=1, max_size=12),
    labour=st.none() | st.integers(0, 10**9),
)
def test_the_initiatives_of_a_file_add_up_to_the_file(
    files: list[tuple[int, list[int]]], labour: int | None
) -> None:
    by_initiative = [
        part
        for amount, cuts in files
        for part in divided(Amounts(amount, 2 * amount, labour), shares_of(cuts))
    ]
    assert total(by_initiative) == Amounts(
        sum(amount for amount, _ in files),
        2 * sum(amount for amount, _ in files),
        None if labour is None else labour * len(files),
    )


@pytest.mark.parametrize(
    ("amount", "percents", "parts"),
    [
        (100, ("33.33", "33.33", "33.34"), [33, 33, 34]),
        (10, ("50", "50"), [5, 5]),
        # The left yen goes to who loses most, of two the earlier.
        (1, ("50", "50"), [1, 0]),
        (11_500_001, ("60", "40"), [6_900_001, 4_600_000]),
        (-1, ("50", "50"), [-1, 0]),
        (0, ("99.99", "0.01"), [0, 0]),
        (7, ("100",), [7]),
    ],
)
def test_the_largest_remainder_by_hand(amount: int, percents: tuple[str, ...], parts: list[int]) -> None:
    assert split(amount, [(f"41-{at}", percent) for at, percent in enumerate(percents)]) == parts


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("41-2", [("41-2", "100")]),
        ("41-2 60、41-3 40", [("41-2", "60"), ("41-3", "40")]),
        ("４１－２：６０％，41-3：40％", [("41-2", "60"), ("41-3", "40")]),
        ("41-2 33.5\n41-3 66.50", [("41-2", "33.5"), ("41-3", "66.5")]),
        ("", []),
    ],
)
def test_shares_as_people_type_them(typed: str, read: list[tuple[str, str]]) -> None:
    assert read_shares(typed) == read
    assert read_shares(written_shares(read)) == read


@pytest.mark.parametrize("typed", ["41-2、41-3", "41-2 60.125", "41の2", "41-2 -5", "41-2 1000", "41-2 六十"])
def test_what_cannot_be_read_is_said(typed: str) -> None:
    with pytest.raises(ValueError, match="41"):
        read_shares(typed)


@pytest.mark.parametrize(
    ("shares", "wrong"),
    [
        ([("41-2", "100")], ""),
        ([("41-2", "60"), ("41-3", "39.99")], "99.99％です"),
        ([("41-2", "60"), ("41-2", "40")], "二度"),
        ([("41-2", "100"), ("41-3", "0")], "割合が0"),
        ([], "取組の番号"),
    ],
)
def test_shares_that_divide_nothing(shares: list[tuple[str, str]], wrong: str) -> None:
    found = wrong_with(shares)
    assert wrong in found
    assert bool(found) == bool(wrong)


@pytest.mark.parametrize(
    ("budget", "settled", "words"),
    [
        (12_000_000, 11_500_001, "予算の95.8％を使いました"),
        (0, 500, ""),
        (-1000, 500, ""),
        (1000, -1, ""),
        (1000, 0, "予算の0％を使いました"),
        (None, 500, ""),
        (500, None, ""),
        (1000, 1001, "予算の100.1％を使いました"),
    ],
)
def test_no_ratio_without_something_above_nothing_to_divide_by(
    budget: int | None, settled: int | None, words: str
) -> None:
    amounts = Amounts(budget, settled, None)
    assert rate(amounts) == words
    assert amounts.is_over == (budget is not None and settled is not None and settled > budget)


@pytest.mark.parametrize(
    ("amount", "shown", "exact"),
    [
        (11_500_001, "11,500千円", "11,500,001円"),
        (11_500_500, "11,501千円", "11,500,500円"),
        (-1_500, "−2千円", "−1,500円"),
        (499, "499円", "499円"),
        (0, "0千円", "0円"),
        (None, "", ""),
    ],
)
def test_amounts_in_thousands_and_to_the_yen(amount: int | None, shown: str, exact: str) -> None:
    assert (thousands(amount), yen(amount)) == (shown, exact)
