"""Readings above words, as 青空文庫 writes them: 市民《しみん》, and ｜ where the word begins in the midst of its kind."""

import re
from itertools import pairwise

Pairs = tuple[tuple[str, str], ...]  # a part of the text, and its reading or ""

_KANJI = "々〆ヶヵ一-鿿豈-﫿\U00020000-\U0003ffff"
# A word begins where letters of its kind begin: kanji, Latin letters and digits, katakana, hiragana.
_KINDS = (f"[{_KANJI}]+", "[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]+", "[ァ-ヴー]+", "[ぁ-ゖー]+")
_READ = re.compile(f"(?:｜([^｜《》]+)|({'|'.join(_KINDS)}))《([^｜《》]*)》")
_KANA = re.compile("[ぁ-ゖァ-ヺー・ 　]*")
_HARD = re.compile(f"[{_KANJI}]+|[^{_KANJI}]+")
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ"))}


class BadRuby(ValueError):
    """What is wrong with it, for whoever wrote it."""


def ruby_pairs(annotated: str) -> Pairs:
    """市民《しみん》の声《こえ》 → ((市民, しみん), (の, ""), (声, こえ)). BadRuby where a sign has no partner."""
    found: list[tuple[str, str]] = []
    place = 0
    for one in _READ.finditer(annotated):
        found += [(annotated[place : one.start()], ""), (one[1] or one[2], one[3])]
        place = one.end()
    found.append((annotated[place:], ""))
    pairs = tuple((text, reading) for text, reading in found if text)
    if odd := next((reading for _, reading in pairs if not _KANA.fullmatch(reading)), ""):
        raise BadRuby(f"読みは、ひらがなかカタカナで書いてください：{odd[:20]}")
    if any(sign in text for text, _ in pairs for sign in "｜《》"):
        raise BadRuby(
            "《 と 》 の組が合いません。市民《しみん》 のように、読みを語のすぐ後に書いてください。"
        )
    return pairs


def plain(annotated: str) -> str:
    """The text without its readings. BadRuby."""
    return "".join(text for text, _ in ruby_pairs(annotated))


def written(pairs: Pairs) -> str:
    """The pairs as they are kept."""
    parts = [("", ""), *pairs]
    return "".join(
        text if not reading else f"{'｜' if _needs_mark(before, text) else ''}{text}《{reading}》"
        for before, (text, reading) in pairwise(parts)
    )


def _needs_mark(before: tuple[str, str], text: str) -> bool:
    """Whether letters before it would be taken for a part of the word, or the word is of more than one kind."""
    kind = next((kind for kind in _KINDS if re.fullmatch(kind, text)), None)
    return kind is None or (not before[1] and bool(re.search(f"{kind}$", before[0])))


def aligned(text: str, reading: str) -> Pairs | None:
    """A word or sentence and its reading in kana, the kana of both laid upon each other: 取り組み, とりくみ → 取《と》り組《く》み.

    None where they cannot be.
    """
    parts = _HARD.findall(text)
    pattern = "".join(
        "(.+?)" if re.match(f"[{_KANJI}]", part) else f"({re.escape(hiragana(part))})" for part in parts
    )
    found = re.fullmatch(pattern, hiragana(reading))
    if found is None:
        return None
    return tuple(
        (part, read if re.match(f"[{_KANJI}]", part) else "")
        for part, read in zip(parts, found.groups(), strict=True)
    )


def hiragana(text: str) -> str:
    return text.translate(_TO_HIRAGANA)


def has_kanji(text: str) -> bool:
    return re.search(f"[{_KANJI}]", text) is not None


def is_japanese(text: str) -> bool:
    """Whether any letter of it is kana or kanji."""
    return re.search(f"[ぁ-ゖァ-ヺ{_KANJI}]", text) is not None
