"""Beside a department that the plan prints: which ones go on with its work today (現在は○○課)."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from indicators.frames import in_words_of
from measures.models import Department
from measures.texts import Told


def with_successors(initiatives: Iterable[Told], then: datetime | None = None) -> list[Told]:
    """The same initiatives; each of their departments that has ended carries `now`, the living ones.

    On a past day in the words of that day. One query while nothing was reorganised.
    """
    found = list(initiatives)
    followed = Department.objects.now_called(then and timezone.localdate(then))
    in_words_of((department for one in found for department in one.departments_in_order), then)
    in_words_of((department for followers in followed.values() for department in followers), then)
    for initiative in found:
        for department in initiative.departments_in_order:
            department.now = followed.get(department.pk, [])  # type: ignore[attr-defined]
    return found
