"""How far the entry is: the open cycles, department by department, and what is still missing by name."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from indicators.frames import Row, asked_of_year
from indicators.models import Cycle
from indicators.wording.approvals import waiting_words
from indicators.wording.days import days_left

# "" is a value that nobody has typed yet; the order of the table's columns.
STATES = ("", "draft", "returned", "submitted", "published")


@dataclass
class DepartmentEntries:
    """One department: how many of its first values stand how, and which it still has to hand in."""

    department: str
    slug: str
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))
    missing: list[tuple[Row, str]] = field(default_factory=list)
    waiting: int = 0  # handed in, and not yet approved in the department

    def note(self, row: Row) -> None:
        # Once a first value is out it stays 公表済, whatever change of it is being typed.
        state = "published" if row.number else row.workflow_state
        self.counts[state] += 1
        if row.is_missing:
            self.missing.append((row, state))

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class CycleEntries:
    """One open cycle; `late` once its due day is over."""

    cycle: Cycle
    left: str
    late: bool
    lines: list[DepartmentEntries]

    @property
    def behind(self) -> list[DepartmentEntries]:
        """The departments that still have something to hand in, most first."""
        waiting = [line for line in self.lines if line.missing]
        return sorted(waiting, key=lambda line: -len(line.missing))

    @property
    def in_departments(self) -> list[DepartmentEntries]:
        return [line for line in self.lines if line.waiting]

    @property
    def totals(self) -> list[int]:
        return [sum(line.counts[state] for line in self.lines) for state in STATES]

    @property
    def total(self) -> int:
        return sum(self.totals)

    @property
    def handed_in(self) -> int:
        return self.total - sum(len(line.missing) for line in self.lines)

    @property
    def sentence(self) -> str:
        done = f"{self.total}件のうち{self.handed_in}件を提出済みです。"
        waiting = self.behind
        if not waiting:
            return f"{done}未提出の課はありません。"
        names = "、".join(f"{line.department}（{len(line.missing)}件）" for line in waiting[:5])
        more = f"ほか{len(waiting) - 5}課" if len(waiting) > 5 else ""
        late = "期限を過ぎて未提出なのは" if self.late else "未提出があるのは"
        return f"{done}{late}、{names}{'、' if more else ''}{more}です。"


def entry_status(rows: Iterable[Row], today: date | None = None) -> list[CycleEntries]:
    """The open cycles, newest first, with the first values of `rows` that are asked in their year; none without one."""
    today = today or timezone.localdate()
    cycles = list(Cycle.objects.filter(closed_at__isnull=True).order_by("-year"))
    known = list(rows)
    plans = {row.plan_id for row in known}
    waits = waiting_words() if cycles else {}
    cycles = [cycle for cycle in cycles if cycle.plan_id in plans]
    return [
        CycleEntries(
            cycle=cycle,
            left=days_left(cycle.due_on, today),
            late=cycle.due_on < today,
            lines=_by_department(asked_of_year(known, cycle.year, cycle.plan_id), waits),
        )
        for cycle in cycles
    ]


def _by_department(asked: Iterable[Row], waits: Container[tuple[str, int, int]]) -> list[DepartmentEntries]:
    lines: dict[str, DepartmentEntries] = {}
    for row in asked:
        line = lines.setdefault(row.department_slug, DepartmentEntries(row.department, row.department_slug))
        line.note(row)
        line.waiting += row.waits and ("indicator", row.indicator_id, row.year) in waits
    return list(lines.values())
