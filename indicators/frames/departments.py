"""Departments that citizens see: those that a public plan names and that were there at the moment (docs/publication.md §9)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef

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


def plans_naming(ids: Iterable[int]) -> list[Plan]:
    """The public plans in which citizens see one of these departments today."""
    wanted = set(ids)
    return [
        plan for plan in published_plans() if not wanted.isdisjoint(_with_relatives(_named([plan], None)))
    ]


def _named(public: Sequence[Plan], as_of: datetime | None) -> set[int]:
    """What leads a public indicator or takes part in an initiative of these plans. On a past day what did so by then was there,
    whenever its own history begins."""
    if as_of is None:
        # Each question of its own: both joined to one table are each indicator with each initiative of a department.
        target = Target.objects.filter(indicator=OuterRef("pk"), published_at__isnull=False)
        led = Indicator.objects.filter(
            Exists(target), lead_department=OuterRef("pk"), measure__plan__in=public
        )
        taking_part = InitiativeDepartment.objects.filter(
            department=OuterRef("pk"), initiative__measure__plan__in=public
        )
        named = Department.objects.filter(Exists(led) | Exists(taking_part))
        return set(named.order_by().values_list("pk", flat=True))
    targets = Target.objects.filter(published_at__lte=as_of, indicator__measure__plan__in=public)
    out = set(targets.values_list("indicator_id", flat=True))
    leads = words(Indicator, ("lead_department_id",), as_of)
    own = set(Initiative.objects.filter(measure__plan__in=public).values_list("pk", flat=True))
    then = states(InitiativeDepartment, "department_id", "initiative_id", as_of=as_of).values()
    return {one["department_id"] for one in then if one["initiative_id"] in own} | {
        one["lead_department_id"] for pk, one in leads.items() if pk in out
    }


def _with_relatives(named: set[int]) -> set[int]:
    """With what became of them, what became one of these, and what became of that."""
    through = Department.successors.through.objects
    steps = list(through.values_list("from_department_id", "to_department_id"))
    found = set(named)
    while more := {b for a, b in steps if a in found} - found:
        found |= more
    while more := {a for a, b in steps if b in found} - found:
        found |= more
    return found
