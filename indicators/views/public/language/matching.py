"""Finds words in texts as people mean them: ＤＸ is dx, ｶﾞ is が, 廣域 is 広域, きょうどう is 協働. Marks what was found.

The whole rule:
1. Each sign of query and text is folded by itself: NFKD, lower case, the table SAME (old forms of kanji, all kinds of
   dashes and waves), katakana to hiragana.
2. A query is cut at white space; every word has to be found in one of the texts of an entry.
3. A word of two or more signs with which the reading of a word in READINGS begins also stands for that word.
static/js/search.js does so in a browser, for the export; a test holds the two together.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from indicators.views.public.language.readings import READINGS

LONGEST_QUERY = 100
MOST_WORDS = 8
# A voiced mark or an accent belongs to the sign before it: か is not found in が.
_NOT_INSIDE_A_SIGN = r"(?![\u0300-\u036f\u3099\u309a])"
# Signs around what was found, in a long text.
CONTEXT = 40
_OLD, _NEW = (
    "澤邊邉齋齊廣髙﨑櫻國學會體縣區藝醫澁濱嶋嶌壽實寶眞榮圓經濟續總齡禮萬與豐龍瀧驛鐵變應擴樂歸舊檢權藏處數條狀圖惠惡戰",
    "沢辺辺斎斉広高崎桜国学会体県区芸医渋浜島島寿実宝真栄円経済続総齢礼万与豊竜滝駅鉄変応拡楽帰旧検権蔵処数条状図恵悪戦",
)
# One sign for what a reader takes for the same one. Each is one sign long, so that places in a text stay right.
SAME = {
    **dict(zip(_OLD, _NEW, strict=True)),
    **dict.fromkeys("‐‑‒–—―−ー", "-"),
    "〜": "~",
}
SHORTEST_READING = 2


def words_of(query: str) -> list[str]:
    """The folded words of a query, each once; all of them have to be found."""
    words = (fold(word)[0] for word in query[:LONGEST_QUERY].split())
    return list(dict.fromkeys(word for word in words if word))[:MOST_WORDS]


def fold(text: str) -> tuple[str, list[int]]:
    """The text without width, case, kind of kana and old forms, and for each folded sign where it stood."""
    folded: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for part in unicodedata.normalize("NFKD", sign).casefold():
            same = SAME.get(part, part)
            folded.append(chr(ord(same) - 0x60) if "ァ" <= same <= "ヶ" else same)
            places.append(place)
    return "".join(folded), places


def has_all(words: Sequence[str], *texts: str) -> bool:
    """Whether each word stands in one of the texts."""
    folded = [fold(text)[0] for text in texts]
    return all(any(_pattern(word).search(text) for text in folded) for word in words)


def marked(text: str, words: Sequence[str], *, shortened: bool = False) -> SafeString:
    """The text, escaped, with <mark> around what was found; `shortened` to the surroundings of the first hit."""
    spans = _spans(text, words)
    start, end = 0, len(text)
    if shortened and len(text) > 3 * CONTEXT:
        first = spans[0][0] if spans else 0
        start = max(0, first - CONTEXT)
        end = min(len(text), first + 2 * CONTEXT)
    pieces: list[SafeString] = []
    at = start
    for left, right in spans:
        left, right = max(left, at), min(right, end)
        if left >= right:
            continue
        pieces.append(conditional_escape(text[at:left]))
        pieces.append(format_html("<mark>{}</mark>", text[left:right]))
        at = right
    pieces.append(conditional_escape(text[at:end]))
    body = format_html_join("", "{}", ((piece,) for piece in pieces))
    return format_html("{}{}{}", "…" if start else "", body, "…" if end < len(text) else "")


def _spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand in the text as it was written, merged where they touch."""
    folded, places = fold(text)
    found = sorted(
        (places[match.start()], places[match.end() - 1] + 1)
        for word in words
        for match in _pattern(word).finditer(folded)
    )
    merged: list[tuple[int, int]] = []
    for left, right in found:
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


def spellings(word: str) -> list[str]:
    """The folded word, and the words that are read so."""
    read = [written for written, reading in FOLDED_READINGS if reading.startswith(word)]
    return [word, *read] if len(word) >= SHORTEST_READING else [word]


@lru_cache(maxsize=256)
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(one) + _NOT_INSIDE_A_SIGN for one in spellings(word)))


FOLDED_READINGS = [(fold(word)[0], fold(reading)[0]) for word, reading in READINGS.items()]
