"""Readings that a dictionary proposes to the plan office, which checks each: SudachiPy with its small dictionary.

Before the dictionary come the fixed words of /easy/ and what it is known to read otherwise than a plan means it: units,
numbers in kanji before a counter, 数 by itself. Without the library nothing is proposed. It is loaded when the first is
asked for; no public page asks.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from indicators.wording.easy.readings import fixed_reading
from measures.ruby import aligned, has_kanji, hiragana, written

Parts = Iterator[tuple[str, str]]

_WORDS = {
    "外国人": "がいこくじん",
    "日本人": "にほんじん",
    "社会人": "しゃかいじん",
    "何人": "なんにん",
}
# What is counted with them; a dictionary takes some for words of their own (店, 室, 人).
_COUNTERS = {
    "人": "にん",
    "件": "けん",
    "回": "かい",
    "社": "しゃ",
    "冊": "さつ",
    "台": "だい",
    "円": "えん",
    "戸": "こ",
    "個": "こ",
    "校": "こう",
    "枚": "まい",
    "名": "めい",
    "店": "てん",
    "点": "てん",
    "歳": "さい",
    "世帯": "せたい",
    "団体": "だんたい",
    "時間": "じかん",
}
_UNITS = {
    **_COUNTERS,
    "年": "ねん",
    "月": "つき",
    "日": "にち",
    "本": "ほん",
    "位": "い",
    "分": "ふん",
    "室": "しつ",
    "組": "くみ",
    "頭": "とう",
    "基": "き",
    "着": "ちゃく",
    "人泊": "にんぱく",
    "人日": "にんにち",
}
_POWERS = {"十": "じゅう", "百": "ひゃく", "千": "せん", "万": "まん", "億": "おく", "兆": "ちょう"}
# By the digit before it, and before a counter with a k.
_AFTER = {("3", "百"): "びゃく", ("6", "百"): "ぴゃく", ("8", "百"): "ぴゃく", ("3", "千"): "ぜん"}
_BEFORE_K = {"じゅう": "じゅっ", "ひゃく": "ひゃっ", "びゃく": "びゃっ", "ぴゃく": "ぴゃっ"}


def _any_of(words: dict[str, str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


# 万人 without a number is mostly everybody (ばんにん) where it is no unit.
_NUMBER = rf"[{''.join(_POWERS)}]+"
_KNOWN = re.compile(
    rf"(?P<word>{_any_of(_WORDS)})"
    rf"|(?<=[0-9０-９])(?P<power>{_NUMBER})(?P<counter>{_any_of(_COUNTERS)})?"
    rf"|(?:^|(?<=[（(／/：:]))(?:(?P<bare>{_NUMBER})(?P<of>{_any_of(_COUNTERS)})(?=$|[）)／/・])"
    rf"|(?P<unit>{_any_of(_UNITS)})(?=$|[）)／/]))"
    # 企業の数, but 数か月 and 数値.
    r"|(?:^|(?<=[のたるい]))(?P<count>数)(?=$|[のをがはとにも、（(）)・\s])"
)


def proposed_reading(text: str) -> str:
    """市民の計画 → 市民《しみん》の計画《けいかく》; "" where nothing of it is to be read, or without the library."""
    tokenizer = _tokenizer() if has_kanji(text) else None
    if tokenizer is None:
        return ""
    if text not in _UNITS and (fixed := fixed_reading(text)):
        return fixed
    pairs: list[tuple[str, str]] = []
    place = 0
    for found in _KNOWN.finditer(text):
        pairs += [*_read(tokenizer, text[place : found.start()]), (found[0], _known(text, found))]
        place = found.end()
    pairs += _read(tokenizer, text[place:])
    return written(tuple(pairs))


def _known(text: str, found: re.Match[str]) -> str:
    if word := found["word"]:
        return _WORDS[word]
    if unit := found["unit"]:
        return _UNITS[unit]
    if found["count"]:
        return "かず"
    number, counter = found["power"] or found["bare"], found["counter"] or found["of"]
    digit = str(int(text[found.start() - 1])) if found["power"] else ""
    powers = [_AFTER.get((digit, number[0]), _POWERS[number[0]]), *(_POWERS[one] for one in number[1:])]
    counted = _COUNTERS.get(counter, "")
    if counted.startswith(("か", "け", "こ")):
        powers[-1] = _BEFORE_K.get(powers[-1], powers[-1])
    return "".join(powers) + counted


def _read(tokenizer: Any, text: str) -> Parts:
    """By the dictionary."""
    for token in tokenizer.tokenize(text):
        word = token.surface()
        reading = hiragana(token.reading_form())
        yield from (aligned(word, reading) if has_kanji(word) else None) or [
            (word, reading if has_kanji(word) else "")
        ]


@cache
def _tokenizer() -> Any:
    """Of the shortest words, so that a reading stands above each; None where the library is not installed."""
    try:
        from sudachipy import Dictionary, SplitMode
    except ImportError:
        return None
    return Dictionary(dict="small").tokenizer(mode=SplitMode.A)
