"""Which signs a text that people type may hold: one rule for forms, tables, files, the admin and the plan's YAML.

An odd space becomes a space, a sign of no width goes, and what no text means (control signs, halves of pairs, a city's own
letters) is refused with its number and the words before it. Kept are the signs that make one letter of two: joiners
of emoji, and selectors of a letter's variant (異体字). Standard library only.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

# Between letters as wide as a space or less: no-break, thin, hair, mathematical, the braille cell without a dot.
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800]")
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_BREAKS = re.compile(" *[\n\t]+[ \n\t]*")
# Soft hyphen, grapheme joiner, fillers, no-width spaces and joiners, marks of direction, selectors, BOM, tags.
_NO_WIDTH = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_JOINER = "\u200d"
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_TAGS = re.compile("[\U000e0020-\U000e007f]")
_FLAG = "\U0001f3f4"
# Emoji and letters that are newer than the tables of this Python are letters all the same.
_NEWER = re.compile("[\U0001f000-\U0001faff\U00020000-\U0003fffd]")
_SHOWN_BEFORE = 10
_ODD = re.compile(r"[^\n\t -~\u3000-\u312f\u31f0-\u31ff\u4e00-\u9fff\uff01-\uff9f]")


def tidy(text: str, *, lines: bool = False) -> str:
    """The text as it is kept; ValueError with a sentence that says which sign stands where.

    `lines`: it may have line ends and tabs; in a text of one line both become spaces.
    """
    text = _LINE_ENDS.sub("\n", text) if lines else one_line(text)
    if not _ODD.search(text):
        return text
    text = _without_width(_SPACES.sub(" ", text))
    for match in _ODD.finditer(text):
        if _is_unfit(match[0]):
            raise ValueError(refusal_of(text, match.start()))
    return text


def one_line(text: str) -> str:
    """A text of one line as it is kept, and an older one as it is shown: a line end or tab between two words is a space."""
    return _BREAKS.sub(" ", _LINE_ENDS.sub("\n", text))


def check_tidy(text: str) -> None:
    """ValueError where tidy() would change or refuse the text: for what is loaded as it stands."""
    kept = tidy(text, lines=True)
    if kept != text:
        at = next(
            (at for at, pair in enumerate(zip(kept, text, strict=False)) if pair[0] != pair[1]), len(kept)
        )
        raise ValueError(refusal_of(text, at))


def holdable(text: str, kept: str = "\n") -> str:
    """What every file can hold of a stored text, whatever came to be stored: for feeds, RDF, workbooks, CSV.

    `kept`: which of line end and tab stay.
    """
    if _ODD.search(text):
        text = _LINE_ENDS.sub("\n", text)
        text = _ODD.sub(lambda match: "" if _is_unfit(match[0], private=False) else match[0], text)
        text = _without_width(text)
    return text if len(kept) > 1 else text.replace("\t", "") if kept else one_line(text)


def holdable_all(content: Any) -> Any:
    """The same for every text of a document of dictionaries and lists."""
    if isinstance(content, str):
        return holdable(content, "\n\t")
    if isinstance(content, Mapping):
        return {key: holdable_all(value) for key, value in content.items()}
    if isinstance(content, Sequence):
        return [holdable_all(item) for item in content]
    return content


def _without_width(text: str) -> str:
    if not _NO_WIDTH.search(text):
        return text
    kept: list[str] = []
    for at, sign in enumerate(text):
        if _NO_WIDTH.match(sign) and not _joins(sign, kept[-1] if kept else "", text[at + 1 : at + 2]):
            continue
        kept.append(sign)
    return "".join(kept)


def _joins(sign: str, before: str, after: str) -> bool:
    """Whether the sign makes one letter of what stands around it."""
    if not before or before.isspace():
        return False
    if sign == _JOINER:
        return _is_picture(before) and _is_picture(after)
    if _TAGS.match(sign):
        return before == _FLAG or bool(_TAGS.match(before))
    return bool(_SELECTORS.match(sign)) and not _NO_WIDTH.match(before)


def _is_picture(sign: str) -> bool:
    """An emoji, its skin's colour, or the selector behind it."""
    return bool(sign) and (
        sign == "\ufe0f" or bool(_NEWER.match(sign)) or unicodedata.category(sign) in ("So", "Sk")
    )


def _is_unfit(sign: str, *, private: bool = True) -> bool:
    if sign in "\n\t" or _NO_WIDTH.match(sign):
        return False
    category = unicodedata.category(sign)
    if category == "Cn":
        return not _NEWER.match(sign)
    return category in ("Cc", "Cs", "Cf") or (private and (category == "Co" or sign == "\ufffd"))


def refusal_of(text: str, at: int) -> str:
    """The sentence about the sign at this place."""
    before = text[max(0, at - _SHOWN_BEFORE) : at].strip()
    place = f"「{before}」の後" if before else "先頭"
    code = f"U+{ord(text[at]):04X}"
    if text[at] == "\ufffd":
        return f"{place}に文字化けした文字（{code}）があります。元の文字を入力し直してください。"
    if unicodedata.category(text[at]) == "Co":
        return f"{place}に外字（{code}）があります。別の文字に直してください。"
    return f"{place}に見えない文字（{code}）があります。消して入力し直してください。"
