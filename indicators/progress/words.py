"""A code as somebody gives it, read as a word of a vocabulary."""

from enum import StrEnum
from typing import TypeVar

from indicators.progress.exact import RuleError

_Word = TypeVar("_Word", bound=StrEnum)


def to_word(vocabulary: type[_Word], word: str, *, field: str, name: str) -> _Word:
    """RuleError for what the vocabulary does not have; `name` is what people call the field."""
    try:
        return vocabulary(word)
    except ValueError:
        raise RuleError(field, f"{name}「{word}」は使えません。") from None
