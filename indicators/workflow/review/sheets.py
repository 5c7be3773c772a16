"""The evaluation sheet on its way to the public, and the plan office's part of it (models/sheet.py)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.frames import counted, freeze, of_year, published
from indicators.models import Cycle, EvaluationSheet, Event, Indicator, OutsideReview, Result
from indicators.models.reviewed import OPEN_STATES
from indicators.permissions import (
    department_ids,
    departments_writing,
    may_review,
    may_write_sheet,
    set_up_by,
)
from indicators.workflow.errors import NotAllowed, WrongState
from indicators.workflow.review.keeping import KeepingWorkflow
from indicators.workflow.review.outside_reviews import OUTSIDE_REVIEWS, is_about_outside_review
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels
from measures.models import Department, Measure

REMARKS = ("external_evaluation", "office_remark")
# In the detail of a line of the log: the plan office's part was saved, not the department's.
PART = "remarks"
NEEDED = {
    "achievements": "成果を入力してください。",
    "challenges": "課題を入力してください。",
    "next_steps": "今後の方向性を入力してください。",
    "rating": "自己評価を選んでください。",
}


class SheetWorkflow(KeepingWorkflow[EvaluationSheet]):
    """One sheet a measure and year: the department writes it, the plan office adds its remarks and publishes it."""

    model = EvaluationSheet
    key = "measure"
    content = ("achievements", "challenges", "next_steps", "rating")
    carried = REMARKS

    def name(self, owner: Measure, year: int) -> str:
        return f"{in_levels('施策')}{owner.number}の{FiscalYear(year).wareki}の評価シート"

    def may_write(self, by: User, owner: Measure) -> bool:
        return may_write_sheet(by, owner)

    def not_yours(self, owner: Measure) -> str:
        return f"「{owner}」の評価シートを書けるのは、主担当の課と企画課です。"

    def check_time(self, owner: Measure, year: int, number: int) -> None:
        """A sheet looks back, so it is written after the cycle was closed, too; before it was opened it is not."""
        plan = owner.policy.plan
        label = FiscalYear(year).wareki
        if year not in plan.years:
            raise WrongState(f"{label}は{plan.name}の期間にありません。")
        if not Cycle.objects.filter(plan=plan, year=year).exists():
            raise WrongState(f"{label}のサイクルが始まると、評価シートを書けます。")

    def columns_at_submission(self, record: EvaluationSheet, by: User) -> dict[str, Any]:
        """Whose route it goes, of a change anew."""
        return {"department": self.route_of(record.measure, by)}

    def route_of(self, measure: Measure, by: User) -> Department | None:
        """The submitter's department among those that write the sheet, else the first of these."""
        writers = departments_writing(measure)
        own = department_ids(by)
        return next((one for one in writers if one.pk in own), next(iter(writers), None))

    def missing(self, record: EvaluationSheet, now: datetime) -> dict[str, str]:
        return {name: message for name, message in NEEDED.items() if not getattr(record, name)}

    def place(self, owner: Measure) -> dict[str, Any]:
        return {"measure": owner}

    def snapshot(self, record: EvaluationSheet) -> dict[str, Any]:
        return {name: getattr(record, name) for name in (*self.content, *REMARKS)}

    def waits_for(self, owner: Measure, year: int) -> list[Indicator]:
        """The indicators whose first value of the year was typed and is not public yet: it would be missing."""
        unpublished = Result.objects.filter(year=year, number=1, state__in=OPEN_STATES)
        found = Indicator.objects.with_plan().filter(measure=owner, results__in=unpublished)
        return list(found.order_by("letter"))

    def waiting_for(self, plan_id: int, year: int) -> dict[int, list[str]]:
        """Measure → codes of waits_for(), of every measure of a plan that has any."""
        unpublished = Result.objects.filter(year=year, number=1, state__in=OPEN_STATES)
        asked = Indicator.objects.with_plan().filter(measure__plan=plan_id, results__in=unpublished)
        found: dict[int, list[str]] = {}
        for indicator in asked.order_by("letter"):
            found.setdefault(indicator.measure_id, []).append(indicator.code)
        return found

    def columns_at_publication(self, record: EvaluationSheet, by: User, now: datetime) -> dict[str, Any]:
        """The published figures of this moment go with it, and stay as they were."""
        if waiting := self.waits_for(record.measure, record.year):
            names = "、".join(f"「{indicator.name}」" for indicator in waiting)
            label = FiscalYear(record.year).wareki
            raise WrongState(f"{names}の{label}の値がまだ公表されていません。値を先に公表してください。")
        rows = counted(of_year(published(Indicator.objects.filter(measure=record.measure)), record.year))
        return {**super().columns_at_publication(record, by, now), "figures": freeze(rows, at=now)}

    def at_publication(
        self, record: EvaluationSheet, by: User, now: datetime, **more: OutsideReview | None
    ) -> EvaluationSheet:
        """`comments` among `more`: what a council said of it, as it was seen, to go out in the same step; both or neither."""
        if (comments := more.get("comments")) is not None:
            OUTSIDE_REVIEWS.publish(record=comments, version=comments.version, by=by, now=now)
        return record

    def publishable(self, by: User, records: Collection[EvaluationSheet]) -> set[int]:
        """Nor does anybody publish their own remark, though a department has saved the sheet after them."""
        allowed = super().publishable(by, records)
        remarked = [record for record in records if record.pk in allowed and _has_remarks(record)]
        if not remarked:
            return allowed
        writers = _writers_of_remarks(remarked)
        theirs = {by.pk} | set_up_by(by, {pk for found in writers.values() for pk in found if pk is not None})
        return allowed - {record.pk for record in remarked if theirs & writers.get(_chain(record), set())}

    def add_remarks(
        self,
        *,
        record: EvaluationSheet,
        version: int,
        external_evaluation: str,
        office_remark: str,
        by: User,
        now: datetime | None = None,
    ) -> EvaluationSheet:
        """What the council said and what the plan office thinks; who saved it cannot publish it.

        NotAllowed, StaleVersion. The texts of the department, and where the sheet stands, remain as they are.
        """
        now = now or timezone.now()
        if not may_review(by):
            raise NotAllowed("外部評価と所見を書けるのは企画課（計画担当）だけです。")
        written: dict[str, Any] = {
            "external_evaluation": external_evaluation.strip(),
            "office_remark": office_remark.strip(),
        }
        with transaction.atomic():
            fresh = self._fresh(record)
            if fresh.version != version or not fresh.is_open:
                raise self.conflict(fresh.measure, fresh.year, by)
            if all(getattr(fresh, name) == text for name, text in written.items()):
                return fresh  # nothing was changed, so nobody became its author
            after = self._move(
                fresh, version, fresh.state, OPEN_STATES, **written, edited_by=by, edited_at=now
            )
            self._log(Event.Action.SAVED, after, by, now, before=fresh, part=PART)
            return after


def _has_remarks(record: EvaluationSheet) -> bool:
    return any(getattr(record, name) for name in REMARKS)


def _chain(about: EvaluationSheet | Event) -> tuple[int | None, int | None, int | None]:
    return (about.measure_id, about.year, about.number)


def _writers_of_remarks(
    records: Collection[EvaluationSheet],
) -> dict[tuple[int | None, ...], set[int | None]]:
    """Known from the log, since the row keeps its last editor alone.

    A draft that was given up had the same number as the one after it: what was said of it is gone with it.
    """
    lines = Event.objects.filter(
        measure__in={record.measure_id for record in records},
        year__in={record.year for record in records},
        action__in=(Event.Action.CREATED, Event.Action.SAVED),
    )
    found: dict[tuple[int | None, ...], set[int | None]] = {}
    for line in lines.order_by("pk"):
        if is_about_outside_review(line):
            continue
        if line.action == Event.Action.CREATED:
            found[_chain(line)] = set()
        elif line.detail.get("part") == PART:
            found.setdefault(_chain(line), set()).add(line.by_id)
    return found


SHEETS = SheetWorkflow()
