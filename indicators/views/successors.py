"""Beside a department that the plan prints: which ones go on with its work today (現在は○○課)."""

from collections.abc import Iterable
from datetime import date

from measures.models import Department, Initiative


def with_successors(initiatives: Iterable[Initiative], day: date | None = None) -> list[Initiative]:
    """The same initiatives; each of their departments that has ended carries `now`, the living ones; of a past day where
    one is given.

    After prefetch_related("participations__department"), at the cost of one query while nothing was reorganised.
    """
    found = list(initiatives)
    followed = Department.objects.now_called(day)
    for initiative in found:
        for department in initiative.departments_in_order:
            department.now = followed.get(department.pk, [])  # type: ignore[attr-defined]
    return found
