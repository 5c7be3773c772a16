"""Whom a line of the log concerns: author, department, approver, the office, managers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from indicators.approvals import kind_of, waiting_of
from indicators.models import (
    BatchItem,
    Comment,
    ComparisonValue,
    Deed,
    EvaluationSheet,
    Event,
    Notice,
    NoticeKind,
    OutsideReview,
    Result,
    Reviewed,
    Spending,
    WorkflowState,
)
from indicators.notices.actions import ASKS, FOR_TWO, RULES_PUBLISHED, Action
from indicators.notices.readers import OUTSIDE, Crowd, indicator_of, is_outside
from indicators.permissions import publishable, setters_of, sheet_writers
from measures.models import Department
from measures.plans import published_plans

Place = tuple[str, int, int, int]  # what the record is of, its id, the year and the number


@dataclass
class Matters:
    """The lines of one look, with the records that they speak of as they stand now."""

    crowd: Crowd
    events: Sequence[Event]
    records: dict[Place, Any] = field(default_factory=dict)
    waiting: dict[Place, set[int]] = field(default_factory=dict)
    leads: dict[int, frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        reviewed = [event for event in self.events if event.action in _REVIEWED]
        for event in reviewed:
            if (place := place_of(event)) is not None:
                self.records[place] = None
        for model, (name, column) in _CHAINS.items():
            wanted = [place for place in self.records if place[0] == name]
            if wanted:
                rows = model._default_manager.filter(
                    **{f"{column}__in": {place[1] for place in wanted}},
                    year__in={place[2] for place in wanted},
                )
                kind = kind_of(model)
                for row in rows.select_related(*(kind.related if kind else ())):
                    if (key := (name, getattr(row, f"{column}_id"), row.year, row.number)) in self.records:
                        self.records[key] = row
        asked = {
            place: record
            for place, record in self.records.items()
            if record is not None and record.state == WorkflowState.SUBMITTED
        }
        by_record = waiting_for(asked.values(), self.crowd)
        self.waiting = {place: by_record[_name(record)] for place, record in asked.items()}
        measures = {event.measure_id for event in self.events if event.measure_id}
        self.leads = sheet_writers(measures) if measures else {}

    def notices(self) -> Iterator[Notice]:
        """Not yet written; who may not hear of it is passed over."""
        for event in self.events:
            for user, kind in self._told(event):
                reader = self.crowd.readers.get(user)
                notice = Notice(user_id=user, kind=kind, key=f"event-{event.pk}", event=event, at=event.at)
                if kind == NoticeKind.APPROVAL and self._is_in_department(event):
                    notice.detail = {"in_department": True}
                if reader is not None and reader.may_hear(notice):
                    notice.user = reader.user
                    yield notice

    def _told(self, event: Event) -> Iterator[tuple[int, NoticeKind]]:
        action, others = Action(event.action), {event.by_id}
        if action in ASKS:
            place = place_of(event)
            yield from _each(self.waiting.get(place, set()) if place else set(), NoticeKind.APPROVAL)
        elif action == Action.SENT_BACK:
            yield from _each(self._writers(event) - others, NoticeKind.RETURNED)
        elif action == Action.PUBLISHED or action in RULES_PUBLISHED:
            yield from _each(self._writers(event) - others, NoticeKind.PUBLISHED)
        elif action == Action.PLAN_PUBLISHED:
            yield from _each(self.crowd.readers.keys() - others, NoticeKind.PUBLISHED)
        elif action == Action.COMMENTED:
            yield from _each(self._talking(event) - others, NoticeKind.COMMENT)
        elif action == Action.CYCLE_MAILED:
            people = self.crowd.of_slugs(set(event.detail.get("asked", ())))
            yield from _each(people, NoticeKind.REQUEST)
        elif action == Action.RULE_DISCARDED:
            drafted = _drafted_by(event)
            yield from _each({drafted} - others if drafted else set(), NoticeKind.RETURNED)
        elif action == Action.BATCH_PUBLISHED:
            yield from _each(self._left_behind(event), NoticeKind.FAILED)
        elif action in FOR_TWO:
            yield from _each(self._second_pair(event), NoticeKind.APPROVAL)

    @cached_property
    def public_plans(self) -> frozenset[str]:
        return frozenset(plan.slug for plan in published_plans())

    def _is_in_department(self, event: Event) -> bool:
        """Then the step itself asks who approves, by one mail for all that waits (workflow/approval_mails.py)."""
        place = place_of(event)
        record = self.records.get(place) if place and event.action in ASKS else None
        return record is not None and bool(record.approval_level)

    def _writers(self, event: Event) -> set[int]:
        """The people of the department, and who wrote the record where they still may."""
        place = place_of(event)
        record = self.records.get(place) if place else None
        if is_outside(event) and event.action != Action.PUBLISHED:
            found = set(self.crowd.office)
        elif event.line is not None:
            found = self._of_printed(event.line.department_id)
        elif event.project_id is not None and record is not None:
            found = self._of_printed(record.department_id)
        elif event.measure_id is not None:
            found = self.crowd.of_departments(self.leads.get(event.measure_id, frozenset()))
        elif (indicator := indicator_of(event)) is not None:
            found = self.crowd.of_departments({indicator.lead_department_id})
        else:
            return set()
        return found | (record.author_ids if record is not None else set())

    def _of_printed(self, department: int) -> set[int]:
        """Its people, and those of what became of it."""
        return self.crowd.of_departments(Department.objects.with_successors([department]))

    def _talking(self, event: Event) -> set[int]:
        """The department and whoever said something of the value; to a department that asks, the office answers."""
        if event.indicator is None or event.year is None:
            return set()
        said = Comment.objects.filter(indicator=event.indicator, year=event.year, withdrawn_at__isnull=True)
        members = self.crowd.of_departments({event.indicator.lead_department_id})
        found = members | set(said.values_list("by", flat=True))
        return found | set(self.crowd.office) if event.by_id in members else found

    def _left_behind(self, event: Event) -> set[int]:
        left = BatchItem.objects.filter(batch=event.detail.get("batch")).exclude(refusal="")
        return set(self.crowd.office) if left.exists() else set()

    def _second_pair(self, event: Event) -> set[int]:
        """The office but for who drafted it, and for who may be the same person. What is of a plan in preparation goes out with
        the plan: nobody else is asked for it."""
        if event.action in _OF_A_PLAN and (slug := _plan_of(event)) and slug not in self.public_plans:
            return set()
        setters = setters_of({event.by_id}).get(event.by_id, set()) if event.by_id else set()
        return set(self.crowd.office) - {event.by_id} - setters


_OF_A_PLAN = (Action.RULE_DRAFTED, Action.WORDING_DRAFTED)
_REVIEWED = ASKS | {Action.SENT_BACK, Action.PUBLISHED}
# What a place calls a kind of record, and the column that names its chain.
_CHAINS: dict[Any, tuple[str, str]] = {
    Result: ("indicator", "indicator"),
    EvaluationSheet: ("measure", "measure"),
    OutsideReview: (OUTSIDE, "measure"),
    ComparisonValue: ("series", "series"),
    Deed: ("line", "line"),
    Spending: ("project", "project"),
}


def place_of(event: Event) -> Place | None:
    """Of the record that a line of workflow/review/ speaks of."""
    if event.year is None:
        return None
    if is_outside(event):
        return OUTSIDE, event.measure_id or 0, event.year, event.number or 1
    for name in ("line", "project", "series", "measure", "indicator"):
        if (pk := getattr(event, f"{name}_id")) is not None:
            return name, pk, event.year, event.number or 1
    return None


def waiting_for(records: Collection[Reviewed], crowd: Crowd) -> dict[tuple[str, int], set[int]]:
    """Model and id of each submitted record → whom it waits for: who may approve it at its level, else those of the office
    who may publish it."""
    found: dict[tuple[str, int], set[int]] = {_name(record): set() for record in records}
    by_model: dict[type[Reviewed], list[Reviewed]] = defaultdict(list)
    for record in records:
        by_model[type(record)].append(record)
    for model, of_model in by_model.items():
        kind = kind_of(model)
        for pk, waiting in (waiting_of(of_model, kind) if kind else {}).items():
            found[model.__name__, pk] |= set(waiting.able)
    at_office = [[one for one in of_model if not found[_name(one)]] for of_model in by_model.values()]
    for pk in crowd.office:
        for records_of_model in at_office:
            may = publishable(crowd.readers[pk].user, records_of_model)
            for record in records_of_model:
                if record.pk in may:
                    found[_name(record)].add(pk)
    return found


def _name(record: Reviewed) -> tuple[str, int]:
    return type(record).__name__, record.pk


def _plan_of(event: Event) -> str:
    """Its slug; "" of what is of no plan."""
    if "plan" in event.detail:
        return str(event.detail["plan"])
    measure = event.indicator.measure if event.indicator else event.measure
    return measure.plan.slug if measure is not None else ""


def _drafted_by(event: Event) -> int | None:
    """Who saved the draft last that this line gave up."""
    before = Event.objects.filter(
        action=Action.RULE_DRAFTED,
        indicator=event.indicator_id,
        measure=event.measure_id,
        detail__rule=event.detail.get("rule"),
        year=event.year,
        pk__lt=event.pk,
    )
    return before.order_by("-pk").values_list("by", flat=True).first()


def _each(people: Iterable[int | None], kind: NoticeKind) -> Iterator[tuple[int, NoticeKind]]:
    return ((pk, kind) for pk in people if pk is not None)
