"""Who answers for indicators: each department with what it leads of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.frames import Row


@dataclass(frozen=True)
class Lead:
    """A department that leads indicators, in their order; `confirmed` where it is so of each."""

    slug: str
    name: str
    rows: tuple[Row, ...]

    @property
    def confirmed(self) -> bool:
        return all(row.lead_confirmed for row in self.rows)


def leads_of(rows: Iterable[Row]) -> list[Lead]:
    """`rows`: one an indicator; what has ended is nobody's to answer for."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if not row.absent:
            found.setdefault(row.department_slug, []).append(row)
    return [Lead(slug, led[0].department, tuple(led)) for slug, led in found.items()]
