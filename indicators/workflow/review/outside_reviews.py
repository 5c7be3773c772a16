"""What the members of a council said of a measure's year, and the city's answers, on their way to the public
(models/outside_review.py). A record of its own beside the evaluation sheet: it changes nothing of that."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from indicators.models import Cycle, EvaluationSheet, Event, OutsideReview
from indicators.models import WorkflowState as State
from indicators.permissions import may_review
from indicators.workflow.errors import Incomplete, WrongState
from indicators.workflow.review.keeping import KeepingWorkflow
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels
from measures.models import Measure

# In the detail of each line of the log: a sheet of the same measure, year and number has lines of its own.
RECORD = "outside_review"
SOMEBODY = "委員"  # who spoke, where no name is told
NEEDED = {
    "meeting": "会議の名前を入力してください。",
    "held_on": "会議の日を入力してください。",
    "comments": "意見を一つ以上入力してください。",
}


class OutsideReviewWorkflow(KeepingWorkflow[OutsideReview]):
    """One record a measure and year: one of the office types it, another publishes it."""

    model = OutsideReview
    key = "measure"
    content = ("meeting", "held_on", "comments")

    def name(self, owner: Measure, year: int) -> str:
        return f"{in_levels('施策')}{owner.number}の{FiscalYear(year).wareki}の外部評価の意見"

    def may_write(self, by: User, owner: Measure) -> bool:
        return may_review(by)

    def not_yours(self, owner: Measure) -> str:
        return "外部評価の意見を入力できるのは、企画課（計画担当）だけです。"

    def check_time(self, owner: Measure, year: int, number: int) -> None:
        """From the opening of its cycle on, as the sheet that it is about."""
        plan = owner.policy.plan
        label = FiscalYear(year).wareki
        if year not in plan.years:
            raise WrongState(f"{label}は{plan.name}の期間にありません。")
        if not Cycle.objects.filter(plan=plan, year=year).exists():
            raise WrongState(f"{label}のサイクルが始まると、外部評価の意見を入力できます。")

    def columns(
        self, owner: Measure, data: Any, record: OutsideReview | None, now: datetime
    ) -> dict[str, Any]:
        found = super().columns(owner, data, record, now)
        if "comments" in found:
            found["comments"] = _comments(found["comments"])
        return found

    def missing(self, record: OutsideReview, now: datetime) -> dict[str, str]:
        return {name: message for name, message in NEEDED.items() if not getattr(record, name)}

    def place(self, owner: Measure) -> dict[str, Any]:
        return {"measure": owner}

    def line(self, *args: Any, **told: Any) -> Event:
        return super().line(*args, **told, record_kind=RECORD)

    def tells_of_it(self, line: Event) -> bool:
        return bool(line.detail.get("record_kind") == RECORD)

    def snapshot(self, record: OutsideReview) -> dict[str, Any]:
        day = record.held_on.isoformat() if record.held_on else ""
        return {"meeting": record.meeting, "held_on": day, "comments": record.comments}

    def columns_at_publication(self, record: OutsideReview, by: User, now: datetime) -> dict[str, Any]:
        """Citizens read it on the page of the sheet: without one they would find it nowhere."""
        public = EvaluationSheet.objects.filter(measure=record.measure_id, year=record.year)
        if not public.filter(state=State.PUBLISHED).exists():
            raise WrongState(
                "評価シートがまだ公表されていません。シートと一緒か、シートのあとに公表できます。"
            )
        return super().columns_at_publication(record, by, now)


def _comments(typed: Any) -> list[dict[str, str]]:
    """What was said, in its order, without boxes that were left empty. Incomplete where an answer has no comment, or
    something is too long."""
    found = []
    for one in typed:
        said = {name: str(one.get(name, "")).strip() for name in OutsideReview.LONGEST}
        if not said["text"] and not said["answer"]:
            continue
        if not said["text"]:
            raise Incomplete(
                {"comments": "意見のない答えがあります。意見を入力するか、答えを消してください。"}
            )
        long = [name for name, most in OutsideReview.LONGEST.items() if len(said[name]) > most]
        if long:
            raise Incomplete({"comments": "長すぎる意見か答えがあります。"})
        found.append({**said, "speaker": said["speaker"] or SOMEBODY})
    if len(found) > OutsideReview.MOST:
        raise Incomplete({"comments": f"意見は{OutsideReview.MOST}件までです。"})
    return found


def is_about_outside_review(event: Event) -> bool:
    """Whether a line of the log of a measure and year is of the comments, not of the sheet."""
    return bool(event.detail.get("record_kind") == RECORD)


OUTSIDE_REVIEWS = OutsideReviewWorkflow()
