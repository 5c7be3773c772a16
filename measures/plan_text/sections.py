"""Which section a bullet belongs to, where no heading tells: a proposal from order, empty lines and endings.

An empty line behind a bullet of one line is a border between sections; behind a wrapped one the text layer puts it
anyway, so that it may be one. The office settles the proposal in one pass (`settle_sections`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

from measures.plan_text.paragraphs import Paragraph

if TYPE_CHECKING:
    from measures.plan_text.reading import PlanText

SECTIONS = ("situation", "issue", "direction")
SECOND = {"dx": "gx", "city": "citizens"}
_ENDINGS = (
    (
        "issue",
        re.compile(r"(必要(が|と|で)|重要|求められ|課題(と|です|が)|不足し|懸念|難しく)[^。、]{0,12}。?$"),
    ),
    (
        "direction",
        re.compile(
            r"(図り|取り組み|進め|努め|めざし|目指し|行い|つなげ|(推進|提供|支援|発信|活用|検討)し)ます。?$"
        ),
    ),
    ("situation", re.compile(r"(てい|であり|ありま|ました|ます)[^。]{0,4}。?$")),
)


def propose_statements(bullets: Sequence[Paragraph], first: str = "") -> list[str]:
    """The section of each, in order 現状, 課題, 方向性: that split whose borders and endings fit best."""
    count = len(bullets)
    meant = [_meant(one.text) for one in bullets]
    certain = {i + 1 for i, one in enumerate(bullets[:-1]) if one.blank_after and not one.is_wrapped}
    possible = {i + 1 for i, one in enumerate(bullets) if one.blank_after} | {0, count}

    def fit(ends: tuple[int, int]) -> tuple[int, int]:
        split = _split(count, ends)
        right = sum(a == b for a, b in zip(split, meant, strict=True))
        return right + 2 * len(certain & set(ends)) - 2 * len(set(ends) - possible), len(set(ends))

    return _split(count, max(combinations_with_replacement(range(count + 1), 2), key=fit))


def propose_items(items: Sequence[Paragraph], first: str) -> list[str]:
    """DX or GX, the city or citizens: two groups, parted by an empty line."""
    gaps = [i + 1 for i, one in enumerate(items[:-1]) if one.blank_after]
    certain = [i for i in gaps if not items[i - 1].is_wrapped]
    border = next(iter(certain or gaps), len(items))
    return [first if i < border else SECOND[first] for i in range(len(items))]


def settle_sections(text: "PlanText", choice: Mapping[int, Iterable[int]]) -> dict[int, str]:
    """The office's pass as the roles of lines: by measure, 1, 2 or 3 for each bullet in the order of the text.

    ValueError where a measure has another number of bullets.
    """
    settled: dict[int, str] = {}
    for measure in text.measures:
        bullets = sorted(measure.statements, key=lambda one: one.line)
        for one, section in zip(bullets, choice.get(measure.number, ()), strict=True):
            settled[one.line] = SECTIONS[section - 1]
    return settled


def _split(count: int, ends: tuple[int, int]) -> list[str]:
    return [SECTIONS[(i >= ends[0]) + (i >= ends[1])] for i in range(count)]


def _meant(sentence: str) -> str:
    return next((section for section, ending in _ENDINGS if ending.search(sentence)), "")
