"""Departments that citizens see: those that a public plan names and that were there at the moment (docs/publication.md §9)."""

from collections.abc import Sequence
from datetime import datetime

from indicators.frames.preparation import reads_drafts
from indicators.models import Indicator, Target
from measures.models import Department, Initiative, InitiativeDepartment, Plan
from measures.past import added_later, states, words
from measures.plans import published_plans


def public_departments(as_of: datetime | None = None) -> frozenset[int]:
    """Ids of those of a moment, None is now, with the ones that had ended by then.

    One that no public plan names is nobody's to see: a plan in preparation may have brought it, whose previews have it. Where no
    plan is out there is nothing to keep. What this asks are tables whose public rows count for the ETag.
    """
    public = published_plans(as_of)
    if reads_drafts() or not public:
        return frozenset(Department.objects.values_list("pk", flat=True))
    named = _named(public, as_of)
    return frozenset(_with_relatives(named) - (added_later(Department, as_of, public) - named))


def _named(public: Sequence[Plan], as_of: datetime | None) -> set[int]:
    """What led an indicator or took part in an initiative by then was there, whenever its own history begins."""
    targets = Target.objects.filter(published_at__isnull=False, indicator__measure__plan__in=public)
    if as_of is not None:
        targets = targets.filter(published_at__lte=as_of)
    out = set(targets.values_list("indicator_id", flat=True))
    field = "lead_department_id"
    leads = states(Indicator, field) if as_of is None else words(Indicator, (field,), as_of)
    own = set(Initiative.objects.filter(measure__plan__in=public).values_list("pk", flat=True))
    taking_part = states(InitiativeDepartment, "department_id", "initiative_id", as_of=as_of).values()
    return {one["department_id"] for one in taking_part if one["initiative_id"] in own} | {
        one[field] for pk, one in leads.items() if pk in out
    }


def _with_relatives(named: set[int]) -> set[int]:
    """With what became of them, and what became one of these."""
    through = Department.successors.through.objects
    found, steps = set(named), list(through.values_list("from_department_id", "to_department_id"))
    while more := {b for a, b in steps if a in found} - found:
        found |= more
    return Department.objects.with_predecessors(found)
