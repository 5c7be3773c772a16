"""What is warned about (docs/input.md §4), at its very borders."""

from decimal import Decimal
from typing import Any

import pytest

from indicators.plausibility import warnings_for

SHARE = "割合が100％を超えています。"
BELOW = "累計なのに、令和5年度の値より小さくなっています。"
SAME = "令和5年度の値とまったく同じです。"
JUMP = "令和5年度の値から10倍以上、または10分の1以下に変わっています。"


def _warnings(value: str, previous: str | None = None, **fields: Any) -> tuple[str, ...]:
    before = None if previous is None else Decimal(previous)
    return warnings_for(
        value=Decimal(value),
        previous=before,
        **{"previous_label": "令和5年度", "unit": "件", "cumulative": False, **fields},
    )


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
    ("value", "previous", "expected"),
    [("99", "100", (BELOW,)), ("100", "100", (SAME,)), ("101", "100", ()), ("9", "100", (BELOW, JUMP))],
)
def test_a_cumulative_count_does_not_fall(value: str, previous: str, expected: tuple[str, ...]):
    assert _warnings(value, previous, cumulative=True) == expected


@pytest.mark.parametrize(("value", "expected"), [("100", ()), ("100.1", (SHARE,)), ("0", ())])
def test_a_share_above_the_whole(value: str, expected: tuple[str, ...]):
    assert _warnings(value, unit="％") == expected


def test_only_a_share_has_a_whole():
    assert _warnings("2000", unit="人") == ()


def test_all_that_is_strange_is_said():
    assert _warnings("120", "12", unit="％") == (SHARE, JUMP)
