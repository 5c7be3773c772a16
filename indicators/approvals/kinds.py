"""The kinds of record that go a department's route: whose route it is, and what a list or a mail calls the record."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from indicators.models import (
    ComparisonValue,
    Deed,
    EvaluationSheet,
    Result,
    Reviewed,
    Spending,
    WorkflowState,
)
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels


@dataclass(frozen=True)
class ApprovedKind:
    """`key`: the column of the log that names the chain, as on the record itself. `department`: the path to the
    department whose route it goes, in Django's words. `related`: what its name needs. `name`: what people call it."""

    model: type[Reviewed]
    key: str
    department: str
    related: tuple[str, ...]
    name: Callable[[Any], str]

    def department_id(self, record: Any) -> int | None:
        *path, last = self.department.split("__")
        for step in path:
            record = getattr(record, step)
        found: int | None = getattr(record, f"{last}_id")
        return found

    def submitted(self, departments: Collection[int] | None = None) -> QuerySet[Any]:
        """What waits in departments (ids; None: in any), oldest first."""
        rows = self.model._default_manager.filter(state=WorkflowState.SUBMITTED, approval_level__gt=0)
        if departments is not None:
            rows = rows.filter(Q(**{f"{self.department}__in": departments}))
        return rows.select_related(*self.related, "submitted_by").order_by("submitted_at", "pk")


def _value(record: Result) -> str:
    return f"{record.indicator.code} {record.indicator.name}（{record.indicator.year_name(record.year)}）"


def _sheet(record: EvaluationSheet) -> str:
    return f"{in_levels('施策')}{record.measure.number} {FiscalYear(record.year).wareki}の評価シート"


def _comparison(record: ComparisonValue) -> str:
    indicator = record.series.indicator
    return f"{indicator.code} 比較値「{record.series.name}」（{indicator.year_name(record.year)}）"


def _deed(record: Deed) -> str:
    year = FiscalYear(record.year).wareki
    return f"取組{record.line.code}（{record.line.department.name}）の{year}の実績"


def _spending(record: Spending) -> str:
    return f"事務事業「{record.name or record.project.code}」の{FiscalYear(record.year).wareki}の費用"


KINDS = (
    ApprovedKind(
        Result,
        "indicator",
        "indicator__lead_department",
        ("indicator__measure__plan", "indicator__lead_department"),
        _value,
    ),
    ApprovedKind(EvaluationSheet, "measure", "department", ("measure__plan", "department"), _sheet),
    ApprovedKind(
        ComparisonValue,
        "series",
        "series__indicator__lead_department",
        ("series__indicator__measure__plan", "series__indicator__lead_department"),
        _comparison,
    ),
    ApprovedKind(Deed, "line", "line__department", ("line__measure__plan", "line__department"), _deed),
    ApprovedKind(Spending, "project", "department", ("project__plan", "department"), _spending),
)


def kind_of(model: type[Reviewed]) -> ApprovedKind | None:
    """None: records of the model go to the plan office at once."""
    return next((kind for kind in KINDS if kind.model is model), None)
