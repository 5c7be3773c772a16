"""Deeds on pages: which line an address names, what its record says, what happened to it; an initiative's year in words."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from indicators import frames
from indicators.frames import InitiativeYear, Part
from indicators.models import Deed, DeedLine, Event
from indicators.views.shared.plan import plan_or_404
from indicators.wording.deeds import (
    FIELDS,
    LOGGED,
    amount,
    brief,
    logged,
    part_brief,
    parts_sentence,
    standing_word,
    whole_sentence,
)
from indicators.wording.log import LogLine, log_of_events, without_noise
from indicators.workflow import deed_line, words_of, written
from measures.models import Department, Initiative, InitiativeDepartment, Measure, Plan
from measures.texts import Told, initiatives, initiatives_of_measure

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


@dataclass(frozen=True)
class MeasureDeeds:
    """`year`: the one that is shown, None where nothing is public; `usual`: that which is shown where none is asked for; `years`: all of
    which a deed or a cost is public, newest first; `by_code`: each initiative's year with its words, {} without a deed."""

    year: int | None
    usual: int | None
    years: list[int]
    by_code: dict[str, dict[str, Any]]

    @property
    def others(self) -> list[int]:
        return [year for year in self.years if year != self.year]


def deeds_of_measure(
    measure: Measure,
    told: Iterable[Told],
    then: datetime | None,
    year: int | None = None,
    money_years: Iterable[int] = (),
) -> MeasureDeeds:
    """Of the year, or of the newest with a published deed, else with a published cost (`money_years`); Http404 for one without either."""
    found = frames.deeds(measure, as_of=then)
    with_deeds = frames.deed_years(found)
    years = sorted({*with_deeds, *money_years}, reverse=True)
    if year is not None and year not in years:
        raise Http404(str(year))
    usual = next(iter((*with_deeds, *years)), None)
    shown = year or usual
    if shown is None or shown not in with_deeds:
        return MeasureDeeds(shown, usual, years, {})
    leads = frames.deed_leads(measure, then)
    told_of = frames.year_of_initiatives(told, found, leads, shown)
    return MeasureDeeds(shown, usual, years, {one.code: year_told(one) for one in told_of})


def deeds_in_year(
    measure: Measure, year: int, then: datetime | None, *, drafts: bool = False
) -> list[dict[str, Any]]:
    """Each initiative of the measure in that year with its words, as of a moment; none where nothing of the year is public.

    `drafts`: with what staff see.
    """
    found = frames.deeds(measure, as_of=then, drafts=drafts, whole=True)
    if not any(row.year == year for row in found):
        return []
    told = initiatives_of_measure(measure, then)
    leads = frames.deed_leads(measure, then)
    return [year_told(one) for one in frames.year_of_initiatives(told, found, leads, year)]


def deeds_of_measures(plan: Plan, year: int) -> dict[int, list[dict[str, Any]]]:
    """Number of a measure → the same of now, for all measures of a plan in a fixed number of queries."""
    found = frames.deeds(plan, whole=True)
    with_any = {row.measure_number for row in found if row.year == year}
    told: dict[int, list[dict[str, Any]]] = {}
    for one in frames.year_of_initiatives(initiatives(plan.pk), found, frames.deed_leads(plan), year):
        if one.initiative.measure.number in with_any:
            told.setdefault(one.initiative.measure.number, []).append(year_told(one))
    return told


def going_on(plan: int | None, then: datetime | None) -> list[Told]:
    """The initiatives of the plan (id); those of a measure that has ended are nobody's work any more."""
    return [one for one in initiatives(plan, then) if one.measure.ended_on is None]


@dataclass(frozen=True)
class DepartmentDeeds:
    """A department's own parts in the newest year of which anything of the plan is public. `sentence`: how many stand
    how; `by_code`: how its part of each initiative stands, and what it did, in a sentence."""

    year: int
    sentence: str
    by_code: dict[str, tuple[str, str]]


def deeds_of_departments(
    plan: Plan | None, then: datetime | None, followed: Mapping[int, Sequence[Department]]
) -> dict[int, DepartmentDeeds]:
    """Id of a department that the plan prints, or that goes on with its work (`followed`) → its parts."""
    found = frames.deeds(plan, as_of=then, whole=True)
    years = frames.deed_years(found)
    if plan is None or not years:
        return {}
    parts: dict[int, list[tuple[str, Part]]] = {}
    for one in frames.year_of_initiatives(going_on(plan.pk, then), found, {}, years[0]):
        for part in one.printed:
            for pk in (part.department.pk, *(one.pk for one in followed.get(part.department.pk, ()))):
                parts.setdefault(pk, []).append((one.code, part))
    return {pk: _parts_told(years[0], own) for pk, own in parts.items()}


def _parts_told(year: int, own: Sequence[tuple[str, Part]]) -> DepartmentDeeds:
    by_code = {code: (part.says.standing if part.says else "", part_brief(part)) for code, part in own}
    return DepartmentDeeds(
        year, parts_sentence(year, Counter(stands for stands, _ in by_code.values())), by_code
    )


def _is_of_plan(line: DeedLine) -> bool:
    parts = InitiativeDepartment.objects.filter(
        initiative__measure=line.measure_id,
        initiative__number=line.initiative,
        department=line.department_id,
    )
    if line.detail:
        parts = parts.filter(initiative__details__order=line.detail)
    return parts.exists()
