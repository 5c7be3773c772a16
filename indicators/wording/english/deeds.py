"""How an initiative stands, in English; what departments wrote of it stays on the Japanese page."""

from collections import Counter
from collections.abc import Iterable

from indicators.wording.english.words import year_in_english

STANDINGS = {
    "on_schedule": "On schedule",
    "late": "Late",
    "reviewed": "Under review",
    "stopped": "Stopped",
    "finished": "Finished",
    "": "Not reported yet",
}


def initiatives_sentence(year: int, standings: Iterable[str]) -> str:
    """FY2024 (Reiwa 6): 2 initiatives on schedule, 1 late, 1 not reported yet."""
    counts = Counter(standings)
    told = [f"{counts[key]} {word.lower()}" for key, word in STANDINGS.items() if counts[key]]
    return f"{year_in_english(year)}: {', '.join(told)}."
