"""Attaches the plan's wording (原文) to the restated rows of a plan that is there: one for one, all of it or none."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import models, transaction

from measures.models import Contribution, Initiative, InitiativeDetail, Measure, Plan, Statement
from measures.plan_text.layout import Layout
from measures.plan_text.reading import MeasureText, PlanTextError, read_plan_text


@dataclass(frozen=True)
class Attached:
    """How many originals `attach` found a row for, and how many rows it changed."""

    measures: int
    goals: int
    statements: int
    contributions: int
    details: int
    changed: int


@dataclass(frozen=True)
class _Group:
    """Rows and the originals that belong to them, one for one."""

    kind: str
    measure: int
    name: str
    rows: Sequence[models.Model]
    originals: Sequence[str]
    field_name: str = "original"

    @property
    def misfit(self) -> str | None:
        if len(self.rows) == len(self.originals):
            return None
        return (
            f"施策{self.measure}：{self.name}は、"
            f"登録{len(self.rows)}件に対し文字データ{len(self.originals)}件です。"
        )

    def write(self) -> int:
        """Save what differs, so that a second run leaves no second line in the history."""
        changed = 0
        for row, original in zip(self.rows, self.originals, strict=True):
            if getattr(row, self.field_name) != original:
                setattr(row, self.field_name, original)
                row._change_reason = "原文の読み込み"  # type: ignore[attr-defined]  # simple_history's own name
                row.save(update_fields=[self.field_name])
                changed += 1
        return changed


def attach(
    plan: Plan, text: str, layout: Layout, choice: Mapping[int, Iterable[int]] | None = None
) -> Attached:
    """Write the originals beside the restated rows of the plan, one for one in the text's order; all or nothing.

    `choice`: the sections of a measure's bullets where they do not stand in the plan's order (`settle_sections`).
    Names are left alone, and 備考 belong to the indicators' side (`MeasureText.remark_of`). PlanTextError where a
    measure or a count does not fit: its message has one line a misfit.
    """
    pages = {one.number: one for one in read_plan_text(text, layout).measures}
    with transaction.atomic():
        measures = {measure.number: measure for measure in Measure.objects.filter(plan=plan)}
        unknown = [
            f"施策{number}：登録された計画にありません。" for number in sorted(pages.keys() - measures.keys())
        ]
        absent = [
            f"施策{number}：文字データにありません。" for number in sorted(measures.keys() - pages.keys())
        ]
        groups = [
            group
            for number in sorted(pages.keys() & measures.keys())
            for group in _groups(pages[number], measures[number], (choice or {}).get(number))
        ]
        if misfits := [*unknown, *absent, *(group.misfit for group in groups if group.misfit)]:
            raise PlanTextError("\n".join(misfits))
        changed = sum(group.write() for group in groups)
    counts = Counter[str]()
    for group in groups:
        counts[group.kind] += len(group.rows)
    return Attached(measures=len(pages), changed=changed, **counts)


def _groups(page: MeasureText, measure: Measure, choice: Iterable[int] | None) -> Iterator[_Group]:
    number = page.number
    goals = [page.goal] if page.goal else []
    yield _Group("goals", number, "目標", [measure], goals, "goal_original")

    rows = list(Statement.objects.filter(measure=measure))
    yield _Group("statements", number, "現状・課題・方向性", rows, _in_plan_order(page, choice))

    contributions = list(Contribution.objects.filter(measure=measure))
    contributed = [one.text for one in page.contributions]
    yield _Group("contributions", number, "市・市民等の取組", contributions, contributed)

    details: dict[int, list[InitiativeDetail]] = {
        initiative.number: list(initiative.details.all())
        for initiative in Initiative.objects.filter(measure=measure)
    }
    texts = {one.number: [detail.text for detail in one.details] for one in page.initiatives}
    for of_initiative in sorted(details.keys() | texts.keys()):
        yield _Group(
            "details",
            number,
            f"取組{number}-{of_initiative}の内容",
            details.get(of_initiative, []),
            texts.get(of_initiative, []),
        )


def _in_plan_order(page: MeasureText, choice: Iterable[int] | None) -> list[str]:
    """The bullets of 現状, 課題, 方向性, one behind the other: the order of the text, where nobody chose another."""
    bullets = sorted(page.statements, key=lambda one: one.line)
    sections = list(choice or [])
    if len(sections) == len(bullets):
        order = sorted(range(len(bullets)), key=lambda i: sections[i])
        bullets = [bullets[i] for i in order]
    return [one.text for one in bullets]
