"""Finds words in texts as people mean them: ＤＸ is dx, ｶﾞ is が. Marks what was found, safely.

static/js/search.js does the same in a browser, for an export without a server; a test holds the two together.
"""

import re
import unicodedata
from collections.abc import Sequence

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

LONGEST_QUERY = 100
MOST_WORDS = 8
# A voiced mark or an accent belongs to the sign before it: か is not found in が.
_NOT_INSIDE_A_SIGN = r"(?![\u0300-\u036f\u3099\u309a])"
# Signs around what was found, in a long text.
CONTEXT = 40


def words_of(query: str) -> list[str]:
    """The folded words of a query, each once; all of them have to be found."""
    words = (fold(word)[0] for word in query[:LONGEST_QUERY].split())
    return list(dict.fromkeys(word for word in words if word))[:MOST_WORDS]


def fold(text: str) -> tuple[str, list[int]]:
    """The text without width, case and kind of kana, and for each folded sign where it stood."""
    folded: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for part in unicodedata.normalize("NFKD", sign).casefold():
            # Katakana to hiragana; the long mark and the middle dot stay.
            folded.append(chr(ord(part) - 0x60) if "ァ" <= part <= "ヶ" else part)
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


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(re.escape(word) + _NOT_INSIDE_A_SIGN)
