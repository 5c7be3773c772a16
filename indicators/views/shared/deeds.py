"""Deeds on pages: which line an address names, what its record says, what happened to it; an initiative's year in words."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from indicators import frames
from indicators.frames import InitiativeYear
from indicators.models import Deed, DeedLine, Event
from indicators.views.shared.plan import plan_or_404
from indicators.wording.deeds import (
    FIELDS,
    LOGGED,
    amount,
    brief,
    logged,
    standing_word,
    whole_sentence,
)
from indicators.wording.log import LogLine, log_of_events, without_noise
from indicators.workflow import deed_line, words_of, written
from measures.models import Department, Initiative, InitiativeDepartment, Measure, Plan
from measures.texts import Told

_CODE = re.compile(r"(\d{1,5})-(\d{1,4})(?:\.(\d{1,4}))?", re.ASCII)


def read_code(code: str) -> tuple[int, int, int]:
    """Numbers of measure, initiative and bullet (0: the whole) of 41-2 or 41-2.3; Http404."""
    found = _CODE.fullmatch(code)
    if found is None:
        raise Http404(code)
    measure, initiative, detail = found.groups()
    return int(measure), int(initiative), int(detail or 0)


def is_kept(line: DeedLine) -> bool:
    """Whether it stands in the database: it does once something was written of it."""
    return not line._state.adding


def find_line(request: HttpRequest, code: str, slug: str, year: int) -> DeedLine:
    """Of the plan of the page. Http404 for a year outside it, and for a part that is neither in it nor written of."""
    plan = plan_or_404(request)
    number, initiative, detail = read_code(code)
    measure = get_object_or_404(Measure.objects.select_related("plan"), plan=plan, number=number)
    department = get_object_or_404(Department, slug=slug)
    line = deed_line(measure, initiative, detail, department)
    if year not in plan.years or not (is_kept(line) or _is_of_plan(line)):
        raise Http404(f"{code} {slug} {year}")
    return line


def lines_of_department(plan: Plan, departments: set[int] | frozenset[int]) -> list[DeedLine]:
    """Every line that the plan prints under these departments (ids): initiatives, each with its bullets after it."""
    parts = (
        InitiativeDepartment.objects.filter(
            department__in=departments,
            initiative__measure__plan=plan,
            initiative__measure__ended_on__isnull=True,
        )
        .select_related("department", "initiative__measure__plan")
        .prefetch_related("initiative__details")
        .order_by("initiative__measure__number", "initiative__number", "order")
    )
    wanted = [
        (part.initiative.measure, part.initiative.number, detail, part.department)
        for part in parts
        for detail in (0, *(one.order for one in part.initiative.details.all()))
    ]
    kept = {
        one.place: one
        for one in DeedLine.objects.filter(measure__plan=plan, department__in=departments).select_related(
            "measure__plan", "department"
        )
    }
    found = []
    for measure, initiative, detail, department in wanted:
        new = DeedLine(measure=measure, initiative=initiative, detail=detail, department=department)
        found.append(kept.get(new.place, new))
    return found


def words_of_lines(plan: Plan, lines: Iterable[DeedLine]) -> dict[tuple[int, int, int, int], str]:
    """What the plan says of each of them today: the bullet, or the initiative's name; two queries."""
    told = {
        (one.measure_id, one.number): one
        for one in Initiative.objects.filter(measure__plan=plan).prefetch_related("details")
    }
    found = {}
    for line in lines:
        one = told.get((line.measure_id, line.initiative))
        if one is not None:
            details = {detail.order: detail.words for detail in one.details.all()}
            found[line.place] = details.get(line.detail, "") if line.detail else one.name
    return found


def read_of(record: Deed | None) -> list[tuple[str, str]]:
    """The contents of a record under their labels, to be read."""
    if record is None:
        return []
    said = {
        "standing": record.get_standing_display() or "（まだ選ばれていません）",
        "planned": record.planned,
        "done": record.done,
        "quantity": amount(record.quantity, record.unit),
        "cause": record.cause,
        "next_step": record.next_step,
        "projects": "\n".join(written(record.projects)),
    }
    found = [(FIELDS[name], text) for name, text in said.items()]
    return [("変更の理由", record.reason), *found] if record.is_change else found


def title_of(line: DeedLine) -> str:
    """41-2 and the initiative's name; of a bullet 41-2の内容3 and its words. As the plan says it today."""
    place = f"{line.initiative_code}の内容{line.detail}" if line.detail else line.initiative_code
    return f"{place} {words_of(line)}".strip()


def log_of_deed(line: DeedLine, year: int) -> list[LogLine]:
    """What happened to all records of one year, oldest first."""
    if not is_kept(line):
        return []
    events = Event.objects.filter(line=line, year=year).select_related("by").order_by("at", "pk")
    return log_of_events(without_noise(events), LOGGED, logged)


def year_told(one: InitiativeYear) -> dict[str, Any]:
    """An initiative's year with its words."""
    return {
        "one": one,
        "standing": one.standing,
        "word": standing_word(one.standing),
        "whole": whole_sentence(one),
        "brief": brief(one),
    }


def deeds_of_measure(
    measure: Measure, told: Iterable[Told], then: datetime | None
) -> tuple[int | None, dict[str, dict[str, Any]]]:
    """The newest year with anything published in the measure, and each initiative's word and sentence of it by its code."""
    found = frames.deeds(measure, as_of=then)
    years = frames.deed_years(found)
    if not years:
        return None, {}
    leads = frames.deed_leads(measure, then)
    return years[0], {
        one.code: year_told(one) for one in frames.year_of_initiatives(told, found, leads, years[0])
    }


def _is_of_plan(line: DeedLine) -> bool:
    parts = InitiativeDepartment.objects.filter(
        initiative__measure=line.measure_id,
        initiative__number=line.initiative,
        department=line.department_id,
    )
    if line.detail:
        parts = parts.filter(initiative__details__order=line.detail)
    return parts.exists()
