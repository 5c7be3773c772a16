"""Writes a document (measures/documents.py) into the plan's rows: what differs and nothing else, so that the history says just that.

Each line of the history carries the reason and the moment; past.py reads from it what stood on a day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models

from measures.documents import CONTRIBUTIONS, STATEMENTS
from measures.levels import in_levels
from measures.models import (
    BasicPolicy,
    Contribution,
    Department,
    Initiative,
    InitiativeDepartment,
    InitiativeDetail,
    Measure,
    Plan,
    ReferenceFigure,
    RelatedPlan,
    Statement,
    Viewpoint,
)


class UnknownNames(ValueError):
    """Departments, or a basic policy, that are not there. Its message is Japanese."""


@dataclass(frozen=True)
class Writer:
    """`by`, `reason`, `now`: what the history says of each row that is written."""

    by: Any
    reason: str
    now: datetime

    def policies(self, plan: Plan, content: Mapping[str, Any]) -> None:
        """Names, and new ones; a policy that has measures stays."""
        known = {one.number: one for one in plan.policies.all()}
        for line in content["policies"]:
            row = known.pop(line["number"], None) or BasicPolicy(plan=plan, number=line["number"])
            self.save(row, name=line["name"])
        for row in known.values():
            if not row.measures.exists():
                self.delete(row)

    def measure(self, plan: Plan, number: int, content: Mapping[str, Any]) -> Measure:
        """UnknownNames, and nothing is written then (within the caller's transaction)."""
        policy = BasicPolicy.objects.filter(plan=plan, number=content["policy"]).first()
        if policy is None and content.get("policy_name"):
            policy = BasicPolicy(plan=plan, number=content["policy"])
            self.save(policy, name=content["policy_name"])
        if policy is None:
            raise UnknownNames(
                f"{in_levels('基本政策')}{content['policy']}がありません。先に{in_levels('基本政策')}を登録してください。"
            )
        row = Measure.objects.filter(plan=plan, number=number).first() or Measure(plan=plan, number=number)
        self.save(
            row,
            policy=policy,
            name=content["name"],
            goal=content["goal"],
            goal_original=content["goal_original"],
        )
        if "ended_on" in content:
            day = content["ended_on"]
            self.save(row, ended_on=date.fromisoformat(day) if day else None)
        for section in STATEMENTS:
            self._lines(Statement, {"measure": row, "section": section}, content[section])
        for actor in CONTRIBUTIONS:
            self._lines(Contribution, {"measure": row, "actor": actor}, content[actor])
        for kind in ("dx", "gx"):
            texts = [{"text": text} for text in content[kind]]
            self._lines(Viewpoint, {"measure": row, "kind": kind}, texts)
        self._related(row, content["related"])
        self._initiatives(row, content["initiatives"])
        self._figure(row, content)
        return row

    def _initiatives(self, measure: Measure, initiatives: Sequence[Mapping[str, Any]]) -> None:
        known = {one.number: one for one in measure.initiatives.all()}
        for one in initiatives:
            row = known.pop(one["number"], None) or Initiative(measure=measure, number=one["number"])
            self.save(row, name=one["name"])
            self._lines(InitiativeDetail, {"initiative": row}, one["details"])
            self._departments(row, one["departments"])
        for row in known.values():
            for below in (*row.details.all(), *row.participations.all()):
                self.delete(below)
            self.delete(row)

    def _figure(self, measure: Measure, content: Mapping[str, Any]) -> None:
        """Title and source of the reference figure; its points go another way. Without a title it stays as it is."""
        if title := content.get("figure_title", ""):
            figure = ReferenceFigure.objects.filter(measure=measure).first() or ReferenceFigure(
                measure=measure
            )
            self.save(figure, title=title, source=content.get("figure_source", ""))

    def _departments(self, initiative: Initiative, names: Sequence[str]) -> None:
        """In the plan's order. Printed names of departments that have ended are known, too."""
        held = initiative.participations.select_related("department").order_by("order")
        if [one.department.name for one in held] == list(names):
            return
        found = departments_by_name(names)
        for one in held:
            self.delete(one)
        for order, name in enumerate(names, start=1):
            row = InitiativeDepartment(initiative=initiative, order=order)
            self.save(row, department=found[name])

    def _related(self, measure: Measure, names: Sequence[str]) -> None:
        if [one.name for one in measure.related_plans.all()] == list(names):
            return
        # A name stands once in a measure, so that rows cannot take over one another's.
        for row in measure.related_plans.all():
            self.delete(row)
        for order, name in enumerate(names, start=1):
            self.save(RelatedPlan(measure=measure, order=order), name=name)

    def _lines(
        self, model: type[models.Model], above: Mapping[str, Any], lines: Sequence[Mapping[str, str]]
    ) -> None:
        """Lines are rows by their place."""
        known = list(model._default_manager.filter(**above).order_by("order"))
        for order, line in enumerate(lines, start=1):
            row = known[order - 1] if order <= len(known) else model(**above, order=order)
            self.save(row, **line)
        for row in known[len(lines) :]:
            self.delete(row)

    def save(self, row: Any, **texts: Any) -> None:
        if row.pk and all(getattr(row, name) == text for name, text in texts.items()):
            return
        for name, text in texts.items():
            setattr(row, name, text)
        self._sign(row)
        row.save()

    def delete(self, row: Any) -> None:
        self._sign(row)
        row.delete()

    def _sign(self, row: Any) -> None:
        """simple_history's own names."""
        row._change_reason, row._history_date, row._history_user = self.reason[:100], self.now, self.by


def departments_by_name(names: Sequence[str]) -> dict[str, Department]:
    """Living ones before ended ones; UnknownNames where one is not there."""
    found: dict[str, Department] = {}
    for one in Department.objects.filter(name__in=names).order_by("ended_on"):
        if one.name not in found or one.is_living:
            found[one.name] = one
    if unknown := [name for name in dict.fromkeys(names) if name not in found]:
        raise UnknownNames(f"登録されていない課があります：{'、'.join(unknown)}。先に課を登録してください。")
    return found
