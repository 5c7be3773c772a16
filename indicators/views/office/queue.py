"""What waits for review: values with their figures, and every other record of workflow/review/ that was submitted."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils.safestring import SafeString

from indicators.approvals import kind_of, waiting_of
from indicators.frames import Row
from indicators.models import ComparisonValue, Deed, EvaluationSheet, Kind, OutsideReview, Result, Spending
from indicators.models import WorkflowState as State
from indicators.views.office.reserved import Reserved, reserved
from indicators.wording.cells import number
from indicators.wording.money import thousands
from indicators.wording.people import person
from indicators.workflow import (
    COMPARISONS,
    DEEDS,
    OUTSIDE_REVIEWS,
    SHEETS,
    SPENDING,
    VALUES,
    ReviewWorkflow,
)
from measures.addresses import reverse_of, several_plans
from measures.models import Plan


@dataclass(frozen=True)
class WaitingValue:
    """A record that somebody has to act on, with its figures. `own`: the reader may not publish it."""

    result: Result
    row: Row
    by: str
    kind: str
    own: bool
    url: str
    reserved: Reserved | None
    in_department: bool

    @property
    def is_reserved(self) -> bool:
        """Nothing is left to decide: it goes out by itself."""
        return self.reserved is not None and self.reserved.stands


def waiting_values(user: User, results: Iterable[Result], rows: Iterable[Row]) -> list[WaitingValue]:
    """Those that have a row among the working `rows`, in the order of the results."""
    figures = {(row.indicator_id, row.year): row for row in rows}
    results = list(results)
    allowed = VALUES.publishable(user, results)
    arrived = _arrived(results, VALUES)
    schedules = reserved(result for result in results if result.state == State.SUBMITTED)
    return [
        WaitingValue(
            result=result,
            row=row,
            by=person(result.submitted_by or result.edited_by),
            kind="" if result.kind == Kind.FIRST else Kind(result.kind).label,
            own=result.pk not in allowed,
            url=reverse_of(row, "office:review", row.code, row.year),
            reserved=schedules.get(result.pk),
            in_department=result.state == State.SUBMITTED and result.pk not in arrived,
        )
        for result in results
        if (row := figures.get((result.indicator_id, result.year))) is not None
    ]


@dataclass(frozen=True)
class WaitingRecord:
    """One submitted record: `what` kind of record, `said` its content where it is short."""

    what: str
    title: str
    said: str | SafeString
    year: int
    department: str
    by: str
    at: datetime
    is_change: bool
    own: bool
    url: str


def submitted_records(user: User) -> list[WaitingRecord]:
    """Oldest first."""
    return sorted(_all(user), key=lambda waiting: waiting.at)


def _all(user: User) -> Iterator[WaitingRecord]:
    workflows: tuple[tuple[ReviewWorkflow[Any], tuple[str, ...], Callable[[Any], dict[str, Any]]], ...] = (
        (SHEETS, ("measure__plan", "measure__indicators__lead_department"), _sheet),
        (OUTSIDE_REVIEWS, ("measure__plan",), _outside_review),
        (
            COMPARISONS,
            ("series__indicator__measure__plan", "series__indicator__lead_department"),
            _comparison,
        ),
        (DEEDS, ("line__measure__plan", "line__department"), _deed),
        (SPENDING, ("project__plan", "department"), _spending),
    )
    for workflow, related, described in workflows:
        submitted = workflow.model._default_manager.filter(state=State.SUBMITTED)
        records = list(submitted.select_related("submitted_by").prefetch_related(*related))
        arrived = _arrived(records, workflow)
        records = [record for record in records if record.pk in arrived]
        publishable = workflow.publishable(user, records)
        for record in records:
            yield WaitingRecord(
                year=record.year,
                by=person(record.submitted_by),
                at=record.submitted_at,
                is_change=record.is_change,
                own=record.pk not in publishable,
                **described(record),
            )


def _arrived(records: list[Any], workflow: ReviewWorkflow[Any]) -> set[int]:
    """Ids of those that their departments have approved, or that go no route."""
    kind = kind_of(workflow.model)
    if kind is None:
        return {record.pk for record in records}
    waiting = waiting_of(records, kind)
    return {pk for pk, one in waiting.items() if one.at_office}


def _plan(plan: Plan) -> str:
    """Its name, where there are several."""
    return f"{plan.name} " if several_plans() else ""


def _sheet(sheet: EvaluationSheet) -> dict[str, Any]:
    leads = dict.fromkeys(indicator.lead_department.name for indicator in sheet.measure.indicators.all())
    return {
        "what": "評価シート",
        "title": f"{_plan(sheet.measure.plan)}{sheet.measure}",
        "said": f"自己評価 {sheet.get_rating_display()}",
        "department": "、".join(leads),
        "url": reverse_of(sheet.measure, "office:sheet", sheet.measure.number, sheet.year),
    }


def _outside_review(record: OutsideReview) -> dict[str, Any]:
    return {
        "what": "外部評価の意見",
        "title": f"{_plan(record.measure.plan)}{record.measure}",
        "said": f"{record.meeting}　意見{len(record.comments)}件",
        "department": "",
        "url": reverse_of(record.measure, "office:outside_review", record.measure.number, record.year),
    }


def _deed(deed: Deed) -> dict[str, Any]:
    line = deed.line
    return {
        "what": "取組の実績",
        "title": f"{_plan(line.measure.plan)}{line.code}",
        "said": f"進み具合 {deed.get_standing_display()}",
        "department": line.department.name,
        "url": reverse_of(line, "office:deed", line.code, line.department.slug, deed.year),
    }


def _spending(record: Spending) -> dict[str, Any]:
    said = {"予算": thousands(record.budget), "決算": thousands(record.settled)}
    return {
        "what": "事務事業の費用",
        "title": f"{_plan(record.project.plan)}{record.name}",
        "said": "、".join(f"{label} {text}" for label, text in said.items() if text),
        "department": record.department.name,
        "url": reverse_of(record.project, "office:spending", record.project_id, record.year),
    }


def _comparison(value: ComparisonValue) -> dict[str, Any]:
    indicator = value.series.indicator
    return {
        "what": "比較値",
        "title": f"{_plan(indicator.measure.plan)}{indicator.code} {value.series.name}",
        "said": "取下げ" if value.value is None else number(value.value, indicator),
        "department": indicator.lead_department.name,
        "url": reverse_of(indicator, "office:comparison", value.series_id, value.year),
    }
