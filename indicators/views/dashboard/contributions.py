"""The measures that a department works for: its initiatives there with those who share them, and how each measure stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from indicators import frames
from indicators.frames import Row
from indicators.models import Indicator
from indicators.progress import RollUp
from indicators.views.dashboard.filtered_view import FilteredView
from measures.models import Department, Initiative, InitiativeDepartment, Measure


@dataclass(frozen=True)
class SharedInitiative:
    """An initiative, and who else takes part in it, in the plan's order."""

    initiative: Initiative
    others: list[Department]


@dataclass(frozen=True)
class Contribution:
    """A measure with the department's initiatives and the figures of all its indicators, whoever leads them."""

    measure: Measure
    parts: list[SharedInitiative]
    rows: list[Row]
    counts: RollUp


def contributions_of(
    department: Department, measures: Sequence[Measure], view: FilteredView
) -> list[Contribution]:
    """One entry a measure, in the year and scope that the page shows; its other filters are about other lists."""
    participations = InitiativeDepartment.objects.select_related("department").order_by("order")
    # Under one of these names the plan prints them.
    printed = Department.objects.with_predecessors([department.pk])
    initiatives = (
        Initiative.objects.filter(participations__department__in=printed, measure__in=measures)
        .distinct()
        .select_related("measure")
        .prefetch_related(Prefetch("participations", participations))
        .order_by("measure__number", "number")
    )
    parts: dict[int, list[SharedInitiative]] = {measure.pk: [] for measure in measures}
    for initiative in initiatives:
        others = [other for other in initiative.departments_in_order if other.pk not in printed]
        parts[initiative.measure_id].append(SharedInitiative(initiative, others))
    rows: dict[int, list[Row]] = {}
    for row in _shown(measures, view):
        rows.setdefault(row.measure_number, []).append(row)
    return [
        Contribution(
            measure=measure,
            parts=parts[measure.pk],
            rows=rows.get(measure.number, []),
            counts=frames.roll_up(rows.get(measure.number, [])),
        )
        for measure in measures
    ]


def _shown(measures: Sequence[Measure], view: FilteredView) -> tuple[Row, ...]:
    indicators = Indicator.objects.filter(measure__in=measures)
    read = frames.published if view.filters.is_published_only else frames.working
    found = read(indicators)
    return frames.newest(found) if view.filters.year is None else frames.of_year(found, view.filters.year)
