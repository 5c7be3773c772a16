"""The words within a drawing in English: each label that charts/ writes in Japanese, line by line, by rule.

A figure stays as it is written; a label of one word has one word. A test holds every label of the generated plans against it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from indicators.wording.english.words import day_in_english

# Several lines first: what is parted there for want of room is one word here.
_WHOLE: Mapping[str, str] = {
    "調査<br>年外": "no<br>survey",
    "把握<br>不能": "not<br>known",
    "数え方が<br>違います": "counted<br>differently",
}
_WORDS: Mapping[str, str] = {
    "目標": "target",
    "上限": "upper limit",
    "下限": "lower limit",
    "範囲": "range",
    "毎年の目標": "yearly target",
    "現状値": "baseline",
    "起点": "start",
    "目安": "expected",
    "目安との差": "difference",
    "範囲内": "within limits",
    "下限以上": "at the limit or above",
    "速報": "provisional",
    "見込": "estimate",
    "年度途中": "part of year",
    "訂正": "corrected",
    "改定": "revised",
    "取下げ": "withdrawn",
    "未公表": "not out yet",
    "対象外": "none due",
    "計画の現状値": "plan's baseline",
    "見直した現状値": "revised baseline",
    "前の目標": "earlier target",
    "見直した目標": "revised target",
    "訂正前": "before correction",
    "改定前": "before revision",
    "取下げ前": "before withdrawal",
    "決定": "decided",
    "見直し": "revised",
    "変更": "changed",
    "デモ：架空の値": "Demo: made-up values",
}
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(\D+) (−?[\d,.]+)"), lambda found: f"{in_english(found[1])} {found[2]}"),
    (
        re.compile(r"(\D+ −?[\d,.]+)（(.+)）"),
        lambda found: f"{in_english(found[1])} ({in_english(found[2])})",
    ),
    (re.compile(r"(\d+)年(\d+)月(\d+)日に(.+)"), lambda found: f"{in_english(found[4])} {_day(found)}"),
    (re.compile(r"(\d+)月(\d+)日"), lambda found: f"{int(found[2])} {date(2000, int(found[1]), 1):%b}"),
)


def in_english(label: str) -> str:
    """A label, its lines parted by <br>; what is no word of a drawing is as it was."""
    if label in _WHOLE:
        return _WHOLE[label]
    if "<br>" in label:
        return "<br>".join(map(in_english, label.split("<br>")))
    line = label.strip()
    if line in _WORDS:
        return _WORDS[line]
    for pattern, told in _PATTERNS:
        if found := pattern.fullmatch(line):
            return told(found)
    return label


def _day(found: re.Match[str]) -> str:
    return day_in_english(date(int(found[1]), int(found[2]), int(found[3])))
