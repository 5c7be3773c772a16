"""Beside a department that the plan prints: which ones go on with its work today (現在は○○課)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from measures.models import Department
from measures.past import as_worded
from measures.texts import Told


@dataclass(frozen=True)
class PrintedDepartment:
    """A department that the plan prints, and the living ones that go on with its work where it has ended."""

    department: Department
    now: list[Department]


@dataclass(frozen=True)
class PrintedInitiative:
    """An initiative with its departments, in the plan's order."""

    initiative: Told
    departments: list[PrintedDepartment]


def with_successors(initiatives: Iterable[Told], then: datetime | None = None) -> list[PrintedInitiative]:
    """On a past day in the words of that day. One query while nothing was reorganised."""
    followed = Department.objects.now_called(then and timezone.localdate(then))
    living = {one.pk: one for found in followed.values() for one in found}
    worded = {one.pk: one for one in as_worded(living.values(), then)}
    now = {pk: [worded[one.pk] for one in found] for pk, found in followed.items()}
    return [
        PrintedInitiative(
            initiative,
            [PrintedDepartment(one, now.get(one.pk, [])) for one in initiative.departments_in_order],
        )
        for initiative in initiatives
    ]
