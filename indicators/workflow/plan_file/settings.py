"""主とりまとめ and ねらう指標 in a plan's file: whether they could go out, and the drafts that they become.

Unlike the plan's texts they are settings of which the newest holds: a file may say another one of a public plan, too.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from indicators.models import DeedLead, Drafted, InitiativeAims
from indicators.models.aim import MOST_AIMS
from indicators.plan_tables import BY_KEY, Line, PlanTables
from indicators.plan_tables.wording import parts_of_code
from indicators.workflow.aims import TOO_MANY, codes_to_aim_at, wrong_aims
from indicators.workflow.deed_leads import NOT_IN_IT
from indicators.workflow.plan_file.rows import (
    cells_of,
    changed_lines,
    gone_owners,
    promise_of,
    sound_rows_of,
)
from measures.models import Initiative, Measure, Plan

KEYS = ("deed_leads", "aims")
_AIM = ("code", "first_year", "last_year", "why")
Problem = tuple[str, Line, str, str]  # (table, line, column, message)


def without_gone_initiatives(whole: PlanTables) -> None:
    """What was set of an initiative that the file takes away goes with it, where the file says nothing else."""
    known = {cells["code"] for cells in cells_of(whole, "initiatives")}
    for key in KEYS:
        kept = [line for line in whole[key].rows if line.at or line.cells["initiative"] in known]
        whole[key] = replace(whole[key], rows=kept)


def problems_of_settings(plan: Plan, standing: PlanTables, whole: PlanTables) -> Iterator[Problem]:
    """Of a plan in preparation every row, since all go out with it; of a public one those that the file changes."""
    known = {cells["code"] for cells in cells_of(whole, "initiatives")}
    for key in KEYS:
        for line in sound_rows_of(whole, key):
            code = line.cells["initiative"]
            if line.at and code not in known and whole["initiatives"].is_whole:
                yield key, line, "initiative", f"取組{code}がありません。シート「主な取組」に加えてください。"
    yield from _of_leads(plan, standing, whole)
    yield from _of_aims(plan, standing, whole)


def _of_leads(plan: Plan, standing: PlanTables, whole: PlanTables) -> Iterator[Problem]:
    takes_part = {
        line.cells["code"]: line.cells["departments"] for line in sound_rows_of(whole, "initiatives")
    }
    stands = {cells["initiative"]: cells for cells in cells_of(standing, "deed_leads")}
    out = _published_leads(plan)
    for line in sound_rows_of(whole, "deed_leads"):
        code, name, reason = (line.cells[one] for one in ("initiative", "department", "reason"))
        if code not in takes_part or (plan.is_public and stands.get(code) == line.cells):
            continue
        if name and name not in takes_part[code]:
            yield "deed_leads", line, "department", NOT_IN_IT.format(f"「{name[:20]}」")
        elif not name and code not in stands:
            yield "deed_leads", line, "department", "課を入力してください。"
        elif not reason and (name or code in out):
            yield "deed_leads", line, "reason", "理由を入力してください。"


def _of_aims(plan: Plan, standing: PlanTables, whole: PlanTables) -> Iterator[Problem]:
    was, now = _by_initiative(standing), _by_initiative(whole)
    named = _codes_named(plan, standing, whole)
    for code, lines in now.items():
        aims = [aim_of(line) for line in lines]
        if plan.is_public and aims == [aim_of(line) for line in was.get(code, ())]:
            continue
        for place, (column, words) in wrong_aims(aims, named, plan).items():
            if column != "code" or words.startswith("すでに") or whole["indicators"].is_whole:
                yield "aims", lines[place], column, words
        if len(lines) > MOST_AIMS:
            yield "aims", lines[MOST_AIMS], "initiative", TOO_MANY


def _codes_named(plan: Plan, standing: PlanTables, whole: PlanTables) -> set[str]:
    """Which indicators an aim can name: those that are public, or that go out with the file; of a plan in preparation all."""
    if not plan.is_public:
        return {cells["code"] for cells in cells_of(whole, "indicators")}
    changed = changed_lines(BY_KEY["indicators"], standing, whole)
    go_out = {
        line.cells["code"]
        for line, stands in changed
        if stands is None or promise_of(stands) != promise_of(line.cells)
    }
    return go_out | codes_to_aim_at(plan)


def _published_leads(plan: Plan) -> set[str]:
    out = DeedLead.objects.filter(measure__plan=plan, published_at__isnull=False)
    return {f"{number}-{own}" for number, own in out.values_list("measure__number", "initiative")}


def _by_initiative(tables: PlanTables) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in sound_rows_of(tables, "aims"):
        found.setdefault(line.cells["initiative"], []).append(line)
    return found


def aim_of(line: Line) -> list[Any]:
    """As InitiativeAims keeps it."""
    return [line.cells[name] for name in _AIM]


# --- Into the plan ------------------------------------------------------------------------------------


def delete_gone_settings(plan: Plan, standing: PlanTables, whole: PlanTables) -> int:
    """How many drafts went: of a plan in preparation, before their measures go; a public plan's file takes none away."""
    deleted = 0
    for key, model in (("deed_leads", DeedLead), ("aims", InitiativeAims)):
        for owner in gone_owners(BY_KEY[key], standing, whole):
            drafts = model._default_manager.filter(**_place(plan, owner[0]), published_at__isnull=True)
            deleted += drafts.count()
            drafts.delete()
    return deleted


def changed_leads(
    plan: Plan, standing: PlanTables, whole: PlanTables
) -> Iterator[tuple[Drafted, dict[str, Any], str]]:
    """(the draft, what it is to say, why) of each that the file changes; what was never published and is said no more is
    a draft that says nothing (`department` None)."""
    for line, _ in changed_lines(BY_KEY["deed_leads"], standing, whole):
        of = _place(plan, line.cells["initiative"])
        initiative = Initiative.objects.get(
            measure__plan=plan, measure__number=of["measure__number"], number=of["initiative"]
        )
        name = line.cells["department"]
        part = initiative.participations.filter(department__name=name).select_related("department").first()
        draft = DeedLead.objects.filter(**of, published_at__isnull=True).first()
        draft = draft or DeedLead(measure=initiative.measure, initiative=initiative.number)
        yield draft, {"department": part.department if part else None}, line.cells["reason"]


def changed_aims(
    plan: Plan, standing: PlanTables, whole: PlanTables
) -> Iterator[tuple[Drafted, dict[str, Any]]]:
    """(the draft, what it is to say) of each initiative whose aims the file changes."""
    was = _by_initiative(standing)
    for code, lines in _by_initiative(whole).items():
        aims = [aim_of(line) for line in lines]
        if aims == [aim_of(line) for line in was.get(code, ())]:
            continue
        of = _place(plan, code)
        draft = InitiativeAims.objects.filter(**of, published_at__isnull=True).first()
        measure = Measure.objects.get(plan=plan, number=of["measure__number"])
        yield draft or InitiativeAims(measure=measure, initiative=of["initiative"]), {"aims": aims}


def _place(plan: Plan, code: str) -> dict[str, Any]:
    number, initiative = parts_of_code(code)
    return {"measure__plan": plan, "measure__number": number, "initiative": initiative}
