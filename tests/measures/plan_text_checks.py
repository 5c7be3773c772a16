"""What may and what must stand in the plan's text. Functions of their own, so that they are tested themselves."""

import re
import unicodedata
from collections import Counter

LONGEST_SHARED_RUN = 25  # characters that a restated line may share with the plan: names are long
SHORT_LINE = 20  # below it a line may coincide: there are few ways to say a short thing


def squeeze(text: str) -> str:
    """Without white space, which the text layer puts anywhere."""
    return re.sub(r"\s", "", text)


def alike(text: str) -> str:
    """Without white space and with one form of each digit, letter and sign."""
    return squeeze(unicodedata.normalize("NFKC", text))


def missing(exact: list[str], text: str) -> list[str]:
    """Those of the exact names and labels that do not stand in the text."""
    held = squeeze(text)
    return [name for name in exact if squeeze(name) not in held]


def missing_figures(figures: list[str], text: str) -> list[str]:
    """Those of the figures (with their unit, without thousands separators) that do not stand in the text.

    A figure stands alone: 5件 is not found in 15件, nor 8 in 5.8.
    """
    held = unicodedata.normalize("NFKC", text).replace(",", "")
    return [
        figure for figure in figures if not re.search(rf"(?<![\d.]){re.escape(alike(figure))}(?![\d.])", held)
    ]


def shared_run(line: str, text: str) -> int:
    """Length of the longest run of characters that the line shares with the text."""
    held, line = alike(text), alike(line)
    longest = 0
    for start in range(len(line)):
        while start + longest < len(line) and line[start : start + longest + 1] in held:
            longest += 1
    return longest


def copied(restated: list[str], text: str) -> list[str]:
    """Those of the restated lines that are the plan's own words."""
    held = alike(text)
    return [
        line
        for line in restated
        if (len(squeeze(line)) >= SHORT_LINE and alike(line) in held)
        or shared_run(line, text) > LONGEST_SHARED_RUN
    ]


def numbers(line: str) -> Counter[str]:
    """The numbers in a line, however their digits are written."""
    return Counter(re.findall(r"\d+(?:[.,]\d+)*", unicodedata.normalize("NFKC", line)))
