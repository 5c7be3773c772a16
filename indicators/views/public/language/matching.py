"""Finds words in texts as people mean them: ＤＸ is dx, ｶﾞ is が, 廣域 is 広域, きょうどう is 協働. Marks what was found.

The whole rule:
1. Each sign of query and text is folded by itself: NFKD, lower case, the table SAME (old forms of kanji, small ケ, all
   kinds of dashes and waves; selectors and signs of no width go), katakana to hiragana.
2. A query is cut at white space, but not inside of quotes; every word has to be found in one of the texts of an entry.
3. A word of two or more signs with which the reading of a word in READINGS begins also stands for that word.
4. A word is also found where both are the same by RULES: 取り組み, 取りくみ and 取組; 第三次 and 第3次; サーバー and サーバ;
   a figure that was made so (一人 is 1人) not inside of a longer one.
static/js/search.js does so in a browser, for the export; a test holds the two together.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from string import digits

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from indicators.views.public.language.readings import READINGS
from indicators.views.public.language.variants import RULES, SAME

LONGEST_QUERY = 100
MOST_WORDS = 8
# A voiced mark or an accent belongs to the sign before it: か is not found in が.
_NOT_INSIDE_A_SIGN = r"(?![\u0300-\u036f\u3099\u309a])"
_NOT_INSIDE_A_FIGURE = "(?<![0-9])"
# Signs around what was found, in a long text.
CONTEXT = 40
SHORTEST_READING = 2
# What stands between two of them is one word, with its spaces.
QUOTES = re.compile('["“”„＂«»「」『』]')
_RULES = [(re.compile(pattern), same) for pattern, same in RULES]
Folded = tuple[str, list[int]]


def words_of(query: str) -> list[str]:
    """The folded words of a query, each once; all of them have to be found."""
    words = (fold(word)[0] for word in written_words(query))
    return list(dict.fromkeys(word for word in words if word))[:MOST_WORDS]


def written_words(query: str) -> list[str]:
    """The words as they were typed; a phrase in quotes is one. A quote that nothing closes is none."""
    found: list[str] = []
    parts = QUOTES.split(query[:LONGEST_QUERY])
    for at, part in enumerate(parts):
        is_phrase = at % 2 == 1 and at < len(parts) - 1
        found += [" ".join(part.split())] if is_phrase else part.split()
    return [word for word in found if word]


@lru_cache(maxsize=2**12)
def fold(text: str) -> Folded:
    """The text without width, case, kind of kana and old forms, and for each folded sign where it stood."""
    folded: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for part in unicodedata.normalize("NFKD", sign).casefold():
            same = SAME.get(part, part)
            if same:
                folded.append(chr(ord(same) - 0x60) if "ァ" <= same <= "ヶ" else same)
                places.append(place)
    return "".join(folded), places


@lru_cache(maxsize=2**12)
def without_kana(text: str) -> Folded:
    """The folded text by RULES: a compound without the kana of its verbs, in whichever way it was written."""
    folded, places = fold(text)
    for pattern, same in _RULES:
        pieces: list[str] = []
        kept: list[int] = []
        at = 0
        for match in pattern.finditer(folded):
            left, right = match.span()
            pieces += [folded[at:left], same]
            # The last sign of what stands for a word ends where the word ends.
            inner = [places[min(left + one, right) - 1] for one in range(1, len(same))]
            kept += [*places[at:left], *inner, *([places[right - 1]] if same else ())]
            at = right
        if pieces:
            folded, places = "".join([*pieces, folded[at:]]), [*kept, *places[at:]]
    return folded, places


def has_all(words: Sequence[str], *texts: str) -> bool:
    """Whether each word stands in one of the texts."""
    return all(any(_stands(word, text) for text in texts) for word in words)


def _stands(word: str, text: str) -> bool:
    """As it was typed, or as it would be without the kana of compounds."""
    bare = _bare_pattern(word)
    return _pattern(word).search(fold(text)[0]) is not None or (
        bare is not None and bare.search(without_kana(text)[0]) is not None
    )


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
    found = sorted(
        (places[match.start()], places[match.end() - 1] + 1)
        for word in words
        for pattern, (folded, places) in (
            (_pattern(word), fold(text)),
            (_bare_pattern(word), without_kana(text)),
        )
        if pattern is not None
        for match in pattern.finditer(folded)
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
    return _any_of(spellings(word))


@lru_cache(maxsize=256)
def _bare_pattern(word: str) -> re.Pattern[str] | None:
    bare = [found for one in spellings(word) if (found := without_kana(one)[0])]
    return _any_of(bare, after=_NOT_INSIDE_A_FIGURE) if bare else None


def _any_of(words: Sequence[str], *, after: str = "") -> re.Pattern[str]:
    """The spaces of a phrase may be missing in the text. `after`: of the place at which a word with a figure begins."""
    return re.compile(
        "|".join(
            (after if one[0] in digits else "") + re.escape(one).replace("\\ ", " *") + _NOT_INSIDE_A_SIGN
            for one in words
        )
    )


FOLDED_READINGS = [(fold(word)[0], fold(reading)[0]) for word, reading in READINGS.items()]
