"""What a plan calls its levels: 基本政策・施策・主な取組, or 政策・施策・基本事業 (columns of Plan).

The texts of this program are written with the usual words, and said with those of the plan that is shown. Templates do
so by themselves (loader.py), code by in_levels(). Texts of people are never changed.
"""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.functional import lazy

from measures.shown import plan_shown

USUAL = ("基本政策", "施策", "主な取組")
_USUAL = re.compile("|".join(USUAL))


def in_levels(text: str, written: Callable[[str], str] = str) -> str:
    """A text of the program in the words of the plan that is shown, each as `written`."""
    if not names_levels(text) or (words := words_shown()) == USUAL:
        return text
    spoken = dict(zip(USUAL, map(written, words), strict=True))
    return _USUAL.sub(lambda found: spoken[found[0]], text)


_Class = TypeVar("_Class", bound=type)


def speaks(*names: str) -> Callable[[_Class], _Class]:
    """Of a dataclass whose attributes of these names hold texts of the program: read, they are in the words of the plan."""

    def in_words(cls: _Class) -> _Class:
        for name in names:
            setattr(cls, name, _Spoken(name))
        return cls

    return in_words


class _Spoken:
    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type) -> Any:
        return self if instance is None else in_levels(instance.__dict__[self._name])

    def __set__(self, instance: Any, text: str) -> None:
        instance.__dict__[self._name] = text  # as it was written: a frozen dataclass comes by here once


def names_levels(text: str) -> bool:
    return _USUAL.search(text) is not None


def words_shown() -> tuple[str, str, str]:
    plan = plan_shown()
    return USUAL if plan is None else plan.words


def usual_words_note() -> str:
    """Which of this plan's levels the usual words are, where sheets and columns have those for every plan; "" for a plan
    that uses them."""
    own = "、".join(
        f"「{usual}」は{word}" for usual, word in zip(USUAL, words_shown(), strict=True) if usual != word
    )
    return f"シートと列の名前は、どの計画でも同じです。この計画では、{own}のことです。" if own else ""


# For what is written down when the program starts: labels of forms.
lazy_levels = lazy(in_levels, str)
