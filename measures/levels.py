"""What a plan calls its levels: 基本政策・施策・主な取組, or 政策・施策・基本事業 (columns of Plan).

The texts of this program are written with the usual words, and said with those of the plan that is shown. Templates do
so by themselves (loader.py), code by in_levels(). Texts of people are never changed.
"""

import re
from collections.abc import Callable

from measures.shown import plan_shown

USUAL = ("基本政策", "施策", "主な取組")
_USUAL = re.compile("|".join(USUAL))


def in_levels(text: str, written: Callable[[str], str] = str) -> str:
    """A text of the program in the words of the plan that is shown, each as `written`."""
    if not names_levels(text) or (words := words_shown()) == USUAL:
        return text
    spoken = dict(zip(USUAL, map(written, words), strict=True))
    return _USUAL.sub(lambda found: spoken[found[0]], text)


def names_levels(text: str) -> bool:
    return _USUAL.search(text) is not None


def words_shown() -> tuple[str, str, str]:
    plan = plan_shown()
    return USUAL if plan is None else plan.words
