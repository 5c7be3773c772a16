"""Where records wait, as staff's pages show it: the word of each, the way of one (決裁の道すじ), the cards of a list."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from indicators import frames
from indicators.approvals import KINDS, Waiting, WaitingRecord, kind_of, waiting_of
from indicators.models import (
    ComparisonValue,
    Deed,
    EvaluationSheet,
    Evidence,
    Indicator,
    Result,
    Reviewed,
    Spending,
    WorkflowState,
)
from indicators.views.shared.deeds import read_of, words_of_lines
from indicators.wording.approvals import passed_in_words, waits_in_words
from indicators.wording.cells import number as figure_in_words
from indicators.wording.money import read_of_spending
from indicators.wording.people import person
from indicators.wording.sentences import gap_sentence
from indicators.workflow import warnings_of_row
from indicators.workflow.approvals_many import APPROVED_WORKFLOWS
from indicators.workflow.review.engine import ReviewWorkflow
from measures.addresses import reverse, reverse_of

Context = dict[str, Any]


def workflow_of(record: Reviewed) -> ReviewWorkflow[Any]:
    kind = kind_of(type(record))
    assert kind is not None
    return APPROVED_WORKFLOWS[kind.key]


def waits_of(records: Iterable[Reviewed]) -> dict[int, str]:
    """Id of each of these records of one kind that its department still approves → at which level; nothing is asked where none does."""
    waiting = [one for one in records if one.state == WorkflowState.SUBMITTED and one.approval_level]
    kind = kind_of(type(waiting[0])) if waiting else None
    if kind is None:
        return {}
    return {pk: waits_in_words(found.level) for pk, found in waiting_of(waiting, kind).items() if found.level}


@dataclass(frozen=True)
class Stop:
    """One stop on the way: 担当, 係長 …, 企画課; `state`: done, now or ""."""

    title: str
    words: str
    state: str


def way_of(
    record: Reviewed, waiting: Waiting, people: dict[int, User], reader: User | None = None
) -> list[Stop]:
    """Who handed it in, who approved at which level, for whom it waits, and the plan office at the end."""
    stops = [Stop("担当", f"{person(record.submitted_by)}　{_day(record.submitted_at)} 提出", "done")]
    for step in waiting.hands.steps:
        instead = people.get(step.stands_in_for or 0)
        who = person(people.get(step.by or 0))
        named = f"{who}（{person(instead)}の代理）" if instead else who
        stops.append(Stop(step.title, f"{named}　{_day(step.at)} 承認", "done"))
    passed = {level.number for level in waiting.passed}
    reached = max((step.level for step in waiting.hands.steps), default=0)
    for level in waiting.route:
        if waiting.level is not None and level.number == waiting.level.number:
            names = "・".join(
                person(one.user) + ("（あなた）" if reader is not None and one.user.pk == reader.pk else "")
                for one in waiting.able.values()
            )
            stops.append(Stop(level.title, names, "now"))
        elif level.number in passed:
            stops.append(Stop(level.title, "承認できる人がいません（次の段へ）", ""))
        elif level.number > max(reached, waiting.number) and waiting.level is not None:
            stops.append(Stop(level.title, "・".join(person(seat.user) for seat in level.seats), ""))
    stops.append(Stop("企画課", "確認と公表", "" if waiting.level is not None else "now"))
    return stops


def _day(moment: Any) -> str:
    return f"{timezone.localtime(moment):%-m月%-d日}" if moment else ""


def people_in(waitings: Iterable[Waiting]) -> dict[int, User]:
    """Everybody whom the ways name, in one question."""
    wanted = {
        pk for one in waitings for step in one.hands.steps for pk in (step.by, step.stands_in_for) if pk
    }
    return User.objects.in_bulk(wanted) if wanted else {}


@dataclass(frozen=True)
class Card:
    """One record with all that an approver weighs. `row`: of a value, else None; `said`: label and text of the others."""

    one: WaitingRecord
    row: frames.Row | None
    gap: str
    warnings: Sequence[str]
    evidence: Sequence[Evidence]
    said: Sequence[tuple[str, str]]
    way: Sequence[Stop]
    passed: str
    url: str
    correct_url: str
    ticked: bool

    @property
    def who(self) -> str:
        record = self.one.record
        at = f"{timezone.localtime(record.submitted_at):%Y年%-m月%-d日 %-H:%M}" if record.submitted_at else ""
        return f"{person(record.submitted_by)}が{at}に提出" if record.submitted_by else ""

    @property
    def stands_in_for(self) -> str:
        acting = self.one.acting
        return person(acting.stands_in_for) if acting and acting.stands_in_for else ""

    @property
    def value(self) -> str:
        """What is chosen in the list: kind, record and version."""
        record = self.one.record
        return f"{self.one.kind.key}:{record.pk}:{record.version}"


def cards_of(found: Sequence[WaitingRecord], reader: User, ticked: Collection[str] = ()) -> list[Card]:
    """In the order of the list; figures, evidence and people of all are read once."""
    values = [one.record for one in found if isinstance(one.record, Result)]
    ids = {value.indicator_id for value in values}
    rows = frames.working(Indicator.objects.filter(pk__in=ids)) if ids else ()
    figures = {(row.indicator_id, row.year): row for row in rows}
    attached: dict[tuple[int, int, int], list[Evidence]] = {}
    if ids:
        for evidence in (
            Evidence.objects.attached()
            .filter(indicator__in=ids)
            .select_related("added_by", "indicator__measure__plan")
        ):
            place = (evidence.indicator_id, evidence.year, evidence.number)
            attached.setdefault(place, []).append(evidence)
    people = people_in(one.waiting for one in found)
    cards = []
    titles = _titles([one.record for one in found if isinstance(one.record, Deed)])
    for one in found:
        record = one.record
        is_value = isinstance(record, Result)
        row = figures.get((record.indicator_id, record.year)) if is_value else None
        card = Card(
            one=one,
            row=row,
            gap=gap_sentence(row) if row else "",
            warnings=warnings_of_row(row, record, record.reason) if row and is_value else (),
            evidence=attached.get((record.indicator_id, record.year, record.number), ()) if is_value else (),
            said=[*titles.get(record.pk, ()), *said_of(record)]
            if isinstance(record, Deed)
            else said_of(record),
            way=way_of(record, one.waiting, people, reader),
            passed=passed_in_words(one.waiting),
            url=reverse("approvals:record", args=[one.kind.key, record.pk]),
            correct_url=reverse("approvals:correct", args=[one.kind.key, record.pk]),
            ticked=f"{one.kind.key}:{record.pk}:{record.version}" in ticked,
        )
        cards.append(card)
    return cards


def _titles(records: Sequence[Deed]) -> dict[int, list[tuple[str, str]]]:
    """Id of each deed → what the plan says of its line; two queries a plan."""
    found: dict[int, list[tuple[str, str]]] = {}
    for plan in {one.line.measure.plan for one in records}:
        of_plan = [one for one in records if one.line.measure.plan == plan]
        words = words_of_lines(plan, [one.line for one in of_plan])
        found |= {
            one.pk: [("計画の文", words[one.line.place])] for one in of_plan if words.get(one.line.place)
        }
    return found


def said_of(record: Reviewed) -> list[tuple[str, str]]:
    """The texts of a sheet, or a comparison value with its source, by label; nothing of a value, which has its own card."""
    if isinstance(record, EvaluationSheet):
        texts = {
            "自己評価": record.get_rating_display(),
            "成果": record.achievements,
            "課題": record.challenges,
            "今後の方向性": record.next_steps,
        }
    elif isinstance(record, ComparisonValue):
        value = record.value
        shown = "取下げ" if value is None else str(figure_in_words(value, record.series.indicator))
        texts = {"値": shown, "出所": record.source, "説明": record.note}
    elif isinstance(record, Deed):
        return [(label, text) for label, text in read_of(record) if text]
    elif isinstance(record, Spending):
        return [(label, text) for label, text in read_of_spending(record) if text]
    else:
        return []
    reason = {"変更の理由": record.reason} if record.reason else {}
    return [(label, text) for label, text in {**reason, **texts}.items() if text]


def approval_context(record: Reviewed | None, by: User) -> Context:
    """For the pages of who handed it in, and of the office: where it waits, its way, and what the reader may do."""
    if record is None or kind_of(type(record)) is None:
        return {}
    workflow = workflow_of(record)
    kind = next(one for one in KINDS if one.model is type(record))
    is_open = record.state != WorkflowState.PUBLISHED
    found: Context = {"number_of_decision": record.decision_number}
    if is_open and workflow.may_number(by, record):
        found["number_url"] = reverse("approvals:number", args=[kind.key, record.pk])
    if record.state != WorkflowState.SUBMITTED:
        return {"approval": found}
    waiting = workflow.waiting(record)
    found |= {
        "word": waits_in_words(waiting.level),
        "in_department": waiting.level is not None,
        "passed": passed_in_words(waiting),
    }
    if waiting.route or waiting.hands.steps:
        found["way"] = way_of(record, waiting, people_in([waiting]), by)
    if workflow.may_take_back(by, record):
        found["back_url"] = reverse("approvals:take_back", args=[kind.key, record.pk])
    return {"approval": found}


def page_of(record: Reviewed) -> str:
    """Where who wrote it sees it."""
    if isinstance(record, EvaluationSheet):
        return reverse_of(record.measure, "entry:sheet", record.measure.number, record.year)
    if isinstance(record, ComparisonValue):
        return reverse_of(record.series.indicator, "entry:comparison", record.series_id, record.year)
    if isinstance(record, Deed):
        line = record.line
        return reverse_of(line, "entry:deed", line.code, line.department.slug, record.year)
    if isinstance(record, Spending):
        return reverse_of(record.project, "entry:spending", record.project_id, record.year)
    assert isinstance(record, Result)
    return reverse_of(record.indicator, "entry:edit", record.indicator.code, record.year)
