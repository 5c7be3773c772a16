"""What of the initiatives a person's departments have to write: each part of the newest cycles, with where it stands."""

from collections import Counter
from dataclasses import dataclass

from django.contrib.auth.models import User

from indicators import frames
from indicators.frames import DeedRow
from indicators.models import Cycle, WorkflowState
from indicators.permissions import printed_department_ids
from measures.models import Department, Plan
from measures.texts import Told, initiatives_of_departments

CYCLES_WITH_DEEDS = 2
_ACTIONS = {"": "書く", WorkflowState.DRAFT: "続ける", WorkflowState.RETURNED: "直す"}


@dataclass(frozen=True)
class DeedTask:
    """A department's part of one initiative as a whole; its bullets are written in the table."""

    told: Told
    department: Department
    row: DeedRow | None

    @property
    def state(self) -> str:
        return self.row.workflow_state if self.row else ""

    @property
    def action(self) -> str:
        return _ACTIONS.get(self.state, "内容を見る")


@dataclass(frozen=True)
class DeedRound:
    """A year of a plan: what is still to be written, and how many are handed in or out."""

    plan: Plan
    year: int
    due: list[DeedTask]
    counts: list[tuple[str, int]]


def deed_tasks(user: User) -> list[DeedRound]:
    """Of the newest cycles, the newest first; parts that an earlier year ended are not asked for."""
    departments = printed_department_ids(user)
    if not departments:
        return []
    cycles = Cycle.objects.order_by("-year").select_related("plan")[:CYCLES_WITH_DEEDS]
    rounds = []
    for cycle in cycles:
        told = initiatives_of_departments(cycle.plan_id, departments)
        if not told:
            continue
        found = frames.deeds(cycle.plan, drafts=True)
        tasks = [
            DeedTask(one.initiative, part.department, part.deed)
            for one in frames.year_of_initiatives(told, found, {}, cycle.year)
            for part in one.printed
            if part.department.pk in departments and (part.deed or not part.ended)
        ]
        counts = Counter(task.state for task in tasks)
        due = [task for task in tasks if task.action != "内容を見る"]
        done = [(state, counts[state]) for state in ("submitted", "published") if counts[state]]
        rounds.append(DeedRound(cycle.plan, cycle.year, due, done))
    return rounds
