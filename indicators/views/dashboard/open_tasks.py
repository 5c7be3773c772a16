"""What somebody still has to do about the figures and sheets of a page: who has it, since when, until when.

For staff alone: a view that shows what citizens see has no open tasks.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.contrib.auth.models import User
from django.urls import NoReverseMatch
from django.utils import timezone

from indicators.approvals import is_waiting_in_department, kind_of
from indicators.frames import Row
from indicators.models import ComparisonValue, Cycle, EvaluationSheet, Event, Kind, Result
from indicators.models import WorkflowState as State
from indicators.models.reviewed import OPEN_STATES
from indicators.permissions import departments_of, is_plan_office, measures_to_evaluate
from indicators.views.dashboard.filtered_view import FilteredView
from indicators.views.shared.sheet_paper import newest_sheets
from indicators.wording.approvals import waiting_words
from indicators.wording.days import days_left
from indicators.wording.people import person
from measures.addresses import reverse
from measures.models import Measure

# Evaluation sheets are asked for of this year's cycle, and of the last one as long as they are late.
CYCLES_WITH_SHEETS = 2
# What waits for the department comes first, what waits for the plan office last.
ORDER = (State.RETURNED, "", State.DRAFT, State.SUBMITTED)
DONE = {State.DRAFT: "保存", State.SUBMITTED: "提出", State.RETURNED: "差戻し"}


@dataclass(frozen=True)
class Task:
    """One record that is not out yet; `state` is "" where nothing was typed.

    `of`: the indicator's id, None for a sheet. `record`: what is typed, if anything is; `waits`: at which level it waits for an
    approval in its department. `overdue`: the day on which the next record of a published value was
    due has passed. `url`: "" for those who may only look.
    """

    what: str
    name: str
    measure_number: int
    year: int
    state: str
    code: str = ""
    of: int | None = None
    since: datetime | None = None
    who: str = ""
    why: str = ""
    due: date | None = None
    left: str = ""
    late: bool = False
    overdue: bool = False
    url: str = ""
    action: str = ""
    record: Result | ComparisonValue | EvaluationSheet | None = None
    waits: str = ""

    @property
    def done(self) -> str:
        """What the person did: 保存, 提出, 差戻し; since a cycle's opening nobody has done anything."""
        return DONE.get(State(self.state), "") if self.state else "開始"

    @property
    def sort_key(self) -> tuple[bool, int, int, int, str]:
        return (not self.late, ORDER.index(self.state), self.year, self.measure_number, self.code)


@dataclass(frozen=True)
class TaskRights:
    """What the reader may open of the entry and the office, asked once a page."""

    office: bool
    slugs: frozenset[str]
    measures: frozenset[int]

    @classmethod
    def of(cls, user: User) -> "TaskRights":
        return cls(
            office=is_plan_office(user),
            slugs=frozenset(departments_of(user).values_list("slug", flat=True)),
            measures=frozenset(measures_to_evaluate(user).values_list("pk", flat=True)),
        )

    def link(self, state: str, slug: str, entry: str, review: str) -> tuple[str, str]:
        """Address and word of what the reader can do next; ("", "") for those who may only look."""
        return self._next(self.office or slug in self.slugs, state, entry, review)

    def sheet_link(self, measure: Measure, year: int, state: str) -> tuple[str, str]:
        """Who may not write a sheet can read it as it would be printed."""
        place = [measure.number, year]
        may_write = self.office or measure.pk in self.measures
        found = self._next(
            may_write, state, reverse("entry:sheet", args=place), reverse("office:sheet", args=place)
        )
        if found[0] or not state:
            return found
        return reverse("entry:sheet_preview", args=place), "内容を見る"

    def _next(self, may_write: bool, state: str, entry: str, review: str) -> tuple[str, str]:
        if state == State.SUBMITTED and self.office and review:
            return review, "確認する"
        if may_write and entry:
            words = {"": "入力する", State.DRAFT: "続ける", State.RETURNED: "直す"}
            return entry, words.get(state, "内容を見る")
        return "", ""


@dataclass(frozen=True)
class OpenTasks:
    """`lines` the most urgent first."""

    lines: list[Task] = field(default_factory=list)

    @property
    def late(self) -> int:
        return sum(task.late for task in self.lines)

    @property
    def waiting_for_office(self) -> int:
        return sum(task.state == State.SUBMITTED and not task.waits for task in self.lines)

    @property
    def waiting_in_departments(self) -> int:
        return sum(bool(task.waits) for task in self.lines)

    @property
    def sentence(self) -> str:
        if not self.lines:
            return "いま動いている入力や確認はありません。"
        parts = []
        if mine := len(self.lines) - self.waiting_for_office - self.waiting_in_departments:
            parts.append(f"課の入力を待つもの{mine}件")
        if self.waiting_in_departments:
            parts.append(f"課の承認を待つもの{self.waiting_in_departments}件")
        if self.waiting_for_office:
            parts.append(f"企画課の確認を待つもの{self.waiting_for_office}件")
        late = f"期限を過ぎているものが{self.late}件あります。" if self.late else ""
        return f"{'、'.join(parts)}です。{late}"

    def of_indicator(self, pk: int) -> list[Task]:
        return [task for task in self.lines if task.of == pk]


def tasks_of(view: FilteredView, rights: TaskRights, measures: Collection[Measure] = ()) -> OpenTasks:
    """Of the indicators that the page shows, and of the evaluation sheets of `measures`."""
    if view.filters.is_published_only:
        return OpenTasks()
    cycles = list(Cycle.objects.order_by("-year"))
    rows = {row.indicator_id: row for row in view.rows}
    found = [*_values(view, cycles, rights), *_comparisons(rows, rights)]
    found += _sheets(measures, cycles, rights)
    return OpenTasks(sorted(_with_levels(found), key=lambda task: task.sort_key))


def _with_levels(tasks: Iterable[Task]) -> list[Task]:
    """Asks nothing where nothing waits in a department."""
    found = list(tasks)
    if not any(task.record is not None and is_waiting_in_department(task.record) for task in found):
        return found
    words = waiting_words()
    return [
        replace(task, waits=words.get(_place(task.record), "")) if task.record is not None else task
        for task in found
    ]


def _place(record: Result | ComparisonValue | EvaluationSheet) -> tuple[str, int, int]:
    kind = kind_of(type(record))
    assert kind is not None
    return kind.key, getattr(record, f"{kind.key}_id"), record.year


def _values(view: FilteredView, cycles: Sequence[Cycle], rights: TaskRights) -> Iterator[Task]:
    """First values of open cycles, typed or not, every change that somebody began, and every value that is overdue."""
    today = timezone.localdate()
    opened = {(cycle.plan_id, cycle.year): cycle for cycle in cycles if cycle.is_open}
    shown = [row.indicator_id for row in view.rows]
    records = Result.objects.open().filter(indicator__in=shown).select_related("edited_by", "submitted_by")
    known = {(result.indicator_id, result.year): result for result in records}
    sent_back = _sent_back(known.values())
    for row in view.history:
        cycle = opened.get((row.plan_id, row.year))
        result = known.get((row.indicator_id, row.year))
        if result is None and not row.is_overdue and (cycle is None or row.number or not row.is_asked):
            continue
        state = result.state if result else ""
        is_change = result is not None and result.is_change
        url, action = rights.link(
            state,
            row.department_slug,
            reverse(
                "entry:change" if result is None and row.number else "entry:edit", args=[row.code, row.year]
            ),
            reverse("office:review", args=[row.code, row.year]),
        )
        task = Task(
            what=f"{Kind(result.kind).label}"
            if result and is_change
            else "次の値"
            if row.is_overdue
            else "実績",
            name=row.name,
            measure_number=row.measure_number,
            year=row.year,
            state=state,
            code=row.code,
            of=row.indicator_id,
            url=url,
            action=action,
        )
        if result is not None:
            task = _with_last_step(task, result, sent_back.get((row.indicator_id, row.year)))
        elif cycle is not None and not row.number:
            task = replace(task, since=cycle.opened_at)
        due = row.due_on if row.is_overdue else None if cycle is None or is_change else cycle.due_on
        if due is not None:
            late = due < today and state != State.SUBMITTED
            task = replace(task, due=due, left=days_left(due, today), late=late, overdue=row.is_overdue)
        yield task


def _sent_back(results: Iterable[Result]) -> dict[tuple[int | None, int | None], Event]:
    """The newest 差戻し of each value that is with its department again."""
    returned = [result for result in results if result.state == State.RETURNED]
    if not returned:
        return {}
    lines = Event.objects.filter(
        action=Event.Action.SENT_BACK,
        measure__isnull=True,
        series__isnull=True,
        indicator__in={result.indicator_id for result in returned},
        year__in={result.year for result in returned},
    )
    newest = lines.select_related("by").order_by("at", "pk")
    return {(line.indicator_id, line.year): line for line in newest}


def _with_last_step(
    task: Task, record: Result | ComparisonValue | EvaluationSheet, sent_back: Event | None = None
) -> Task:
    """Who did what to it last, and when."""
    task = replace(task, record=record)
    if record.state == State.SUBMITTED:
        return replace(task, since=record.submitted_at, who=person(record.submitted_by))
    if record.state == State.RETURNED:
        task = replace(task, why=record.return_reason)
        return task if sent_back is None else replace(task, since=sent_back.at, who=person(sent_back.by))
    return replace(task, since=record.edited_at, who=person(record.edited_by))


def _comparisons(rows: dict[int, Row], rights: TaskRights) -> Iterator[Task]:
    records = ComparisonValue.objects.filter(state__in=OPEN_STATES, series__indicator__in=list(rows))
    for record in records.select_related("series", "edited_by", "submitted_by"):
        row = rows[record.series.indicator_id]
        place = [record.series_id, record.year]
        url, action = rights.link(
            record.state,
            row.department_slug,
            _address("entry:comparison", place),
            _address("office:comparison", place),
        )
        task = Task(
            what="比較値の変更" if record.is_change else "比較値",
            name=record.series.name,
            measure_number=row.measure_number,
            year=row.own_year(record.year),
            state=record.state,
            code=row.code,
            of=row.indicator_id,
            url=url,
            action=action,
        )
        yield _with_last_step(task, record)


def _sheets(measures: Collection[Measure], cycles: Sequence[Cycle], rights: TaskRights) -> Iterator[Task]:
    plans = {measure.plan_id for measure in measures}
    asked = [cycle for cycle in cycles if cycle.plan_id in plans][:CYCLES_WITH_SHEETS]
    if not measures or not asked:
        return
    found = newest_sheets(measures, [cycle.year for cycle in asked])
    for cycle in asked:
        for measure in measures:
            sheet = found.get((measure.pk, cycle.year))
            if sheet is not None and sheet.state == State.PUBLISHED:
                continue
            state = sheet.state if sheet else ""
            url, action = rights.sheet_link(measure, cycle.year, state)
            task = Task(
                what="評価シートの変更" if sheet and sheet.is_change else "評価シート",
                name=measure.name,
                measure_number=measure.number,
                year=cycle.year,
                state=state,
                url=url,
                action=action,
            )
            task = _with_last_step(task, sheet) if sheet else replace(task, since=cycle.opened_at)
            due = cycle.sheets_due_on
            if due is not None and not (sheet and sheet.is_change):
                today = timezone.localdate()
                late = due < today and state != State.SUBMITTED
                task = replace(task, due=due, left=days_left(due, today), late=late)
            yield task


def _address(name: str, place: list[int]) -> str:
    """ "" for a page that this site does not have."""
    try:
        return reverse(name, args=place)
    except NoReverseMatch:
        return ""
