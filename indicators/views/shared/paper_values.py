"""Which values a 起案用紙 is of, in an address short enough for any number: 2024:12,13;2025:12 (years, indicators' ids)."""

from collections import defaultdict
from collections.abc import Iterable

from django.http import Http404

from indicators.frames import Row

MOST = 2000  # values on one paper
Place = tuple[int, int]  # an indicator's id, and the year


def values_of(rows: Iterable[Row]) -> str:
    return written((row.indicator_id, row.year) for row in rows)


def written(places: Iterable[Place]) -> str:
    by_year: dict[int, set[int]] = defaultdict(set)
    for indicator, year in places:
        by_year[year].add(indicator)
    return ";".join(f"{year}:{','.join(map(str, sorted(ids)))}" for year, ids in sorted(by_year.items()))


def read(text: str) -> list[Place]:
    """Http404 where it names none, or more than a paper takes."""
    found = []
    for part in text.split(";"):
        year, _, ids = part.partition(":")
        found += [(int(one), int(year)) for one in ids.split(",") if is_number(one) and is_number(year)]
    if not found or len(found) > MOST:
        raise Http404("起案用紙に載せる値がありません。")
    return found


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9
