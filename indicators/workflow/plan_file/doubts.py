"""What of a promise in a plan's file is likely a slip: its target against how the plan prints it, and against the baseline."""

import re
from collections.abc import Iterator
from decimal import Decimal
from unicodedata import normalize

from indicators.plan_tables.columns import Cells

_FIGURE = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*(万|億|割)?(?!\s*(?:年|月|[0-9.]))")
_TIMES = {"万": 10**4, "億": 10**8, "割": 10, "": 1}
_FAR = 10


def doubts_of(cells: Cells) -> Iterator[str]:
    """Sentences on the target of one indicator."""
    targets = [Decimal(cells[name]) for name in ("value", "upper") if cells[name]]
    printed = figures_in(cells["label"])
    if targets and printed and not printed & {abs(one) for one in targets}:
        yield f"目標が、目標の書き方「{cells['label']}」の数とちがいます。どちらが正しいか確かめてください。"
    is_share = normalize("NFKC", cells["unit"]) == "%"
    if not (is_share and cells["value"] and cells["baseline_value"]):
        return
    target, baseline = abs(Decimal(cells["value"])), abs(Decimal(cells["baseline_value"]))
    if min(target, baseline) and max(target, baseline) >= _FAR * min(target, baseline):
        yield (
            f"目標{cells['value']}％と現状値{cells['baseline_value']}％が、10倍以上ちがいます。"
            "90％は「90」と入力します。0.9ではありません。"
        )


def figures_in(label: str) -> set[Decimal]:
    """Figures of a printed target, without years: 2000 of 2,000人, 10000 of 1万人."""
    found = _FIGURE.findall(normalize("NFKC", label))
    return {Decimal(digits.replace(",", "")) * _TIMES[word] for digits, word in found}
