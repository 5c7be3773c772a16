"""Who is told: the people of today, and what each of them may read at this moment."""

from collections.abc import Collection
from functools import cached_property

from django.contrib.auth.models import User

from indicators.approvals import may_look_into, sits_anywhere
from indicators.models import EvaluationSheet, Event, Indicator, Notice, NoticeKind, Spending
from indicators.notices.actions import OF_OFFICE
from indicators.permissions import (
    at_work,
    department_ids,
    is_at_work,
    is_manager,
    is_plan_office,
    measures_to_read,
    memberships_of_today,
    printed_department_ids,
)

# Of these only what citizens read is told.
_PUBLIC = frozenset({NoticeKind.PUBLISHED, NoticeKind.VERDICT, NoticeKind.EXPECTED})


# What the words about a line of the log name.
OF_EVENT = (
    "by",
    "person",
    "measure__plan",
    "indicator__measure__plan",
    "indicator__lead_department",
    "series__indicator__measure__plan",
    "series__indicator__lead_department",
    "line__measure__plan",
    "line__department",
    "project__plan",
)
OUTSIDE = "outside_review"  # as the log calls the comments of a council, which are of a measure and year as its sheet is


def is_outside(event: Event) -> bool:
    return bool(event.detail.get("record_kind") == OUTSIDE)


class Reader:
    """One person with the rights of this moment; each is asked once."""

    def __init__(self, user: User) -> None:
        self.user = user
        self._approves: dict[int | None, bool] = {}

    @cached_property
    def is_office(self) -> bool:
        return is_plan_office(self.user)

    @cached_property
    def is_manager(self) -> bool:
        return is_manager(self.user)

    @cached_property
    def departments(self) -> frozenset[int]:
        return department_ids(self.user)

    @cached_property
    def printed_departments(self) -> frozenset[int]:
        """Those that became theirs among them: deeds stay under the names that the plan prints."""
        return printed_department_ids(self.user)

    @cached_property
    def measures(self) -> frozenset[int]:
        return frozenset(measures_to_read(self.user).values_list("pk", flat=True))

    def may_hear(self, notice: Notice) -> bool:
        """Whether what the notice tells may be told to them now."""
        if notice.kind in _PUBLIC:
            return is_at_work(self.user)
        event = notice.event
        if notice.kind == NoticeKind.REQUEST:
            return bool(self.departments) or self.is_office or self.is_manager
        if event is None or event.action in OF_OFFICE or is_outside(event):
            return self.is_office
        return self.may_read(event)

    def may_read(self, event: Event) -> bool:
        """What a line tells of a record, before it is public, too."""
        if self.is_office or self.is_manager:
            return True
        if event.line is not None:
            printed = event.line.department_id
            return printed in self.printed_departments or self._approves_in(printed)
        if event.project_id is not None:
            cost = cost_of(event)
            return cost is not None and (
                cost.department_id in self.printed_departments or self._approves_in(cost.department_id)
            )
        if (indicator := indicator_of(event)) is not None:
            lead = indicator.lead_department_id
            return lead in self.departments or self._approves_in(lead)
        if event.measure_id is None:
            return False
        return event.measure_id in self.measures or self._approves_sheets_of(event.measure_id)

    def _approves_in(self, department: int | None) -> bool:
        """At a seat, or in somebody's place, whatever department they are of."""
        if not sits_anywhere(self.user):
            return False
        if department not in self._approves:
            self._approves[department] = may_look_into(self.user, department)
        return self._approves[department]

    def _approves_sheets_of(self, measure: int) -> bool:
        if not sits_anywhere(self.user):
            return False
        sheets = EvaluationSheet.objects.filter(measure=measure, approval_level__gt=0)
        return any(self._approves_in(pk) for pk in sheets.values_list("department", flat=True).distinct())


def indicator_of(event: Event) -> Indicator | None:
    """Of a value or a comparison value."""
    return event.indicator or (event.series.indicator if event.series else None)


def cost_of(event: Event) -> Spending | None:
    """The record of a 事務事業 that a line is about, as it stands; a later draft of the same year is another one."""
    return Spending.objects.filter(
        project=event.project_id, year=event.year or 0, number=event.number or 1
    ).first()


class Crowd:
    """Everybody at work, read once a look."""

    def __init__(self) -> None:
        people = at_work().prefetch_related(memberships_of_today()).order_by("pk")
        self.readers = {person.pk: Reader(person) for person in people}

    @property
    def office(self) -> list[int]:
        return [pk for pk, reader in self.readers.items() if reader.is_office]

    @property
    def managers(self) -> list[int]:
        return [pk for pk, reader in self.readers.items() if reader.is_manager]

    def of_departments(self, departments: Collection[int]) -> set[int]:
        return {pk for pk, own in self._departments.items() if own & set(departments)}

    def of_slugs(self, slugs: set[str]) -> set[int]:
        return {
            pk
            for pk, reader in self.readers.items()
            if any(row.department and row.department.slug in slugs for row in reader.user.memberships.all())
        }

    @cached_property
    def _departments(self) -> dict[int, set[int]]:
        return {
            pk: {row.department_id for row in reader.user.memberships.all() if row.department_id}
            for pk, reader in self.readers.items()
        }
