"""Which state of a whole plan somebody looked at: one short word for all that would go out with it."""

from hashlib import sha256

from django.db import models
from django.db.models import QuerySet

from indicators.models import DRAFTED_KINDS, ComparisonSeries, Drafted, Indicator
from measures.models import (
    BasicPolicy,
    Contribution,
    Initiative,
    InitiativeDepartment,
    InitiativeDetail,
    Measure,
    Plan,
    ReferenceFigure,
    ReferencePoint,
    RelatedPlan,
    Statement,
    Viewpoint,
)

# How the rows of each table come to their plan.
_OF_PLAN: dict[type[models.Model], str] = {
    Plan: "pk",
    BasicPolicy: "plan",
    Measure: "plan",
    **dict.fromkeys(
        (Contribution, Initiative, ReferenceFigure, RelatedPlan, Statement, Viewpoint), "measure__plan"
    ),
    **dict.fromkeys((InitiativeDetail, InitiativeDepartment), "initiative__measure__plan"),
    ReferencePoint: "figure__measure__plan",
    Indicator: "measure__plan",
    ComparisonSeries: "indicator__measure__plan",
}
_OF_OWNER = {"plan": "plan", "measure": "measure__plan", "indicator": "indicator__measure__plan"}


def of_plan(kind: type[Drafted], plan: Plan) -> QuerySet[Drafted]:
    """Drafts and published ones of a plan."""
    found: QuerySet[Drafted] = kind._default_manager.filter(**{_OF_OWNER[kind.chain[0]]: plan})
    return found


def edition_of_plan(plan: Plan) -> str:
    """64 signs that are others as soon as a text, a definition or a rule of the plan is; one query a table."""
    found = sha256()
    rows: list[QuerySet[models.Model]] = [
        model._default_manager.filter(**{path: plan.pk}) for model, path in _OF_PLAN.items()
    ]
    rows += [of_plan(kind, plan) for kind in DRAFTED_KINDS]
    for one in rows:
        found.update(repr(list(one.order_by("pk").values_list())).encode())
    return found.hexdigest()
