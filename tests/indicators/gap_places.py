"""目安との差, looked for wherever it is said and worked out again by hand: A − E, with E as docs/progress.md §11 shows it.

And verdict and progress of a file's row, from the columns at its end alone: docs/progress.md §6–7 once more, in a few lines.
"""

import html
import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

NUMBER = r"([＋−]?\d[\d,]*(?:\.\d+)?)"
# Value, 目安 and gap: as a hover has them, as the facts of a page have them.
HOVER = re.compile(rf"(?:：|値 ){NUMBER}[^<]*<br>目安 {NUMBER}[^<]*<br>目安との差 {NUMBER}([^（<]*)（")
FACTS = re.compile(
    rf"年度{NUMBER}[^\d]*?(?:前年度から[＋−±]?[\d,.]+[^\d]*?)?この年度の目安{NUMBER}([^\d]+?)目安との差{NUMBER}([^（]*)（"
)
CALCULATED = re.compile(rf"目安との差 ＝ {NUMBER} − （?{NUMBER}）? ＝ {NUMBER}()")
SAID = re.compile(rf"目安との差[ 　]?{NUMBER}")
ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)


def decimal(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace("＋", "").replace(",", ""))


def _sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)


def gap_by_hand(row: Mapping[str, str], decimals: int) -> Decimal | None:
    """From `value` and `expected` of a file's row; None where nothing is compared."""
    if not row["gap"]:
        return None
    value, expected = Decimal(row["value"]), Decimal(row["expected"])
    places = decimals or int(expected != int(expected))
    for more in range(4):
        shown = expected.quantize(Decimal(1).scaleb(-places - more), ROUND_HALF_UP)
        if _sign(value - shown) == _sign(value - expected):
            break
    return value - shown


def wrong_on_page(page: str, expected: set[Decimal]) -> tuple[list[str], int]:
    """What is wrong with the gaps that a page tells, and how many it tells. `expected`: those that there are."""
    plain = html.unescape(page).replace("\\u003C", "<").replace("\\u003E", ">")
    words = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", plain))
    found = [(match[1], match[2], match[3], match[0]) for match in HOVER.finditer(plain)]
    found += [(match[1], match[2], match[4], match[0]) for match in FACTS.finditer(words)]
    found += [(match[1], match[2], match[3], match[0]) for match in CALCULATED.finditer(plain)]
    found += [cells for row in ROW.findall(page) if (cells := _cells(row))]
    wrong = [place for value, due, gap, place in found if decimal(value) - decimal(due) != decimal(gap)]
    said = [decimal(number) for number in SAID.findall(plain) + SAID.findall(words)]
    wrong += [f"{number} is no gap" for number in said if number not in expected]
    return wrong, len(found) + len(said)


def _cells(row: str) -> tuple[str, str, str, str] | None:
    """Value, 目安 and gap of a line of the table of all indicators."""
    cells = dict(re.findall(r'<td data-label="([^"]+)"[^>]*>(.*?)</td>', row, re.DOTALL))
    numbers = [
        re.search(r'<span class="num">([^<]+)', cells.get(name, "")) for name in ("値", "目安", "目安との差")
    ]
    if any(found is None for found in numbers):
        return None
    value, due, gap = (found[1] for found in numbers if found is not None)
    return value, due, gap, row


def wrong_in_file(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Rows of a file whose verdict, progress or gap is not what its own columns give."""
    wrong = []
    for row in rows:
        verdict, progress = judged_again(row)
        place = f"{row['indicator_code']} {row['fiscal_year']}"
        if verdict != row["verdict"]:
            wrong.append(f"{place}: {row['verdict']}, worked out {verdict}")
        written = Fraction(row["progress"]) if row["progress"] else None
        if (written is None) != (progress is None) or (
            written is not None and progress is not None and abs(written - progress) > Fraction(1, 10**6)
        ):
            wrong.append(f"{place}: progress {row['progress']}, worked out {progress}")
        if row["gap"] and Decimal(row["gap"]) != Decimal(row["value"]) - Decimal(row["expected"]):
            wrong.append(f"{place}: gap {row['gap']}")
    return wrong


def judged_again(row: Mapping[str, str]) -> tuple[str, Fraction | None]:
    if not row["value"] or row["value_state"] not in ("actual", "provisional"):
        return "unjudged", None
    year, end = int(row["fiscal_year"]), int(row["effective_target_fiscal_year"])
    value, target = Fraction(row["value"]), Fraction(row["effective_target"])
    if limit := row["upper_limit"] or row["lower_limit"]:
        if year < int(row["promise_first_year"]):
            return "too_early", None
        out = value > Fraction(limit) if row["upper_limit"] else value < Fraction(limit)
        return ("behind" if out else "achieved" if year >= end else "on_track"), None
    sign = 1 if row["direction"] == "increase" else -1
    baseline, start = Fraction(row["effective_baseline"]), int(row["effective_baseline_fiscal_year"])
    progress = (value - baseline) / (target - baseline)
    if sign * (value - target) >= 0:
        return "achieved", progress
    if year <= start:
        return "too_early", progress
    due = _due(row, (start, baseline), (end, target), year)
    if sign * (value - due) >= 0:
        return "on_track", progress
    if sign * (value - baseline) < 0:
        return "worse", progress
    near = (value - baseline) / (due - baseline) >= Fraction(row["slightly_behind_from"])
    return ("slightly_behind" if near else "behind"), progress


def _due(
    row: Mapping[str, str], start: tuple[int, Fraction], end: tuple[int, Fraction], year: int
) -> Fraction:
    pairs = [pair.split(":") for pair in (row["interim_targets"] or "").split()]
    knots = [start, *((int(of), Fraction(figure)) for of, figure in pairs), end]
    for (left, low), (right, high) in pairwise(knots):
        if left <= year < right:
            return low + (high - low) * Fraction(year - left, right - left)
    return end[1]
