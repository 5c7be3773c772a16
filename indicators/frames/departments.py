"""Departments that citizens see: those that were there at the moment (docs/publication.md §9)."""

from datetime import datetime

from indicators.models import Indicator, Target
from measures.models import Department, InitiativeDepartment
from measures.past import added_later, states, words
from measures.plans import published_plans


def public_departments(as_of: datetime | None = None) -> frozenset[int]:
    """Ids of those of a moment, None is now, with the ones that had ended by then."""
    every = frozenset(Department.objects.values_list("pk", flat=True))
    later = added_later(Department, as_of, published_plans(as_of)) if as_of else set()
    if not later or as_of is None:
        return every
    return every - (later - _named(as_of))


def _named(as_of: datetime) -> set[int]:
    """What led an indicator or took part in an initiative by then was there, whenever its own history begins."""
    out = set(Target.objects.filter(published_at__lte=as_of).values_list("indicator_id", flat=True))
    leads = words(Indicator, ("lead_department_id",), as_of)
    taking_part = states(InitiativeDepartment, "department_id", as_of=as_of).values()
    return {one["department_id"] for one in taking_part} | {
        one["lead_department_id"] for pk, one in leads.items() if pk in out
    }
