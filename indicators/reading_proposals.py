"""Readings that a dictionary proposes to the plan office, which checks each: SudachiPy with its small dictionary.

Without the library nothing is proposed. It is loaded when the first is asked for; no public page asks.
"""

from functools import cache
from typing import Any

from measures.ruby import aligned, has_kanji, hiragana, written

# What the dictionary reads as a word of its own, and units say otherwise.
_ALONE = {"人": "にん", "件": "けん", "本": "ほん", "台": "だい", "戸": "こ", "円": "えん", "日": "にち"}


def proposed_reading(text: str) -> str:
    """市民の計画 → 市民《しみん》の計画《けいかく》; "" where nothing of it is to be read, or without the library."""
    tokenizer = _tokenizer() if has_kanji(text) else None
    if tokenizer is None:
        return ""
    if text in _ALONE:
        return f"{text}《{_ALONE[text]}》"
    pairs: list[tuple[str, str]] = []
    for token in tokenizer.tokenize(text):
        word = token.surface()
        reading = hiragana(token.reading_form())
        pairs += (aligned(word, reading) if has_kanji(word) else None) or [
            (word, reading if has_kanji(word) else "")
        ]
    return written(tuple(pairs))


@cache
def _tokenizer() -> Any:
    """Of the shortest words, so that a reading stands above each; None where the library is not installed."""
    try:
        from sudachipy import Dictionary, SplitMode
    except ImportError:
        return None
    return Dictionary(dict="small").tokenizer(mode=SplitMode.A)
