"""The demo's steps about deeds: whole years of made-up parts at once, their corrections, who gathers an initiative, what it is meant to move (demo.py)."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User

from indicators import workflow
from indicators.models import DeedLead, DeedLine, InitiativeAims
from indicators.workflow import DEEDS
from measures.models import Department, Measure, Plan

# What the story says of a part, in this order; what is left out at the end is empty.
_SAID = ("standing", "done", "quantity", "unit", "cause", "next_step", "projects")


def deed_steps(plan: Callable[[], Plan]) -> dict[str, Callable[..., Any]]:
    """Steps of the story by their names; `plan`: the one that it is of."""

    def line(of: str) -> DeedLine:
        """ "44-1 kikaku", of the second bullet "44-1.2 kikaku"."""
        code, slug = of.split()
        initiative, _, detail = code.partition(".")
        number, own = map(int, initiative.split("-"))
        measure = Measure.objects.select_related("plan").get(plan=plan(), number=number)
        return workflow.deed_line(measure, own, int(detail or 0), Department.objects.get(slug=slug))

    def submit(*, of: dict[str, list[Any]], year: int, by: User, now: datetime) -> None:
        for part, said in of.items():
            found = line(part)
            current = DEEDS.current(found, year)
            version = current.version if current else 0
            DEEDS.submit(owner=found, year=year, version=version, data=_read(said), by=by, now=now)

    def save(*, of: dict[str, list[Any]], year: int, by: User, now: datetime) -> None:
        for part, said in of.items():
            DEEDS.save(owner=line(part), year=year, data=_read(said), by=by, now=now)

    def publish(*, year: int, by: User, now: datetime, of: list[str] | None = None) -> None:
        """These, or all that wait."""
        waiting = DEEDS.model.objects.filter(year=year, state="submitted", line__measure__plan=plan())
        for record in waiting.select_related("line__measure__plan", "line__department").order_by("pk"):
            named = f"{record.line.code} {record.line.department.slug}"
            if of is None or named in of:
                DEEDS.publish(record=record, version=record.version, by=by, now=now)

    def send_back(*, of: str, year: int, **acting: Any) -> None:
        record = DEEDS.current(line(of), year)
        assert record is not None, f"the story has nothing yet of {of} {year}"
        DEEDS.send_back(record=record, version=record.version, **acting)

    def change(*, of: str, year: int, **acting: Any) -> None:
        DEEDS.open_change(owner=line(of), year=year, **acting)

    def lead(*, of: str, drafted_by: str, by: User, now: datetime, reason: str) -> None:
        found = line(of)
        data = {"initiative": found.initiative, "department": found.department, "reason": reason}
        author = User.objects.get(username=drafted_by)
        draft = workflow.draft_rule(
            model=DeedLead, owner=found.measure, data=data, by=author, expected_versions=(), now=now
        )
        workflow.publish_rule(rule=draft, by=by, now=now)

    def aims_draft(*, of: dict[str, list[Any]], reason: str, by: User, now: datetime) -> list[InitiativeAims]:
        return [_drafted_aims(plan(), code, said, reason, by, now) for code, said in of.items()]

    def aims_set(*, drafted_by: str, by: User, now: datetime, **said: Any) -> None:
        author = User.objects.get(username=drafted_by)
        for draft in aims_draft(**said, by=author, now=now):
            workflow.publish_rule(rule=draft, by=by, now=now)

    return {
        "aims_draft": aims_draft,
        "aims_set": aims_set,
        "deeds_submit": submit,
        "deeds_save": save,
        "deeds_publish": publish,
        "deed_send_back": send_back,
        "deed_change": change,
        "deed_lead": lead,
    }


def _drafted_aims(
    plan: Plan, code: str, said: list[Any], reason: str, by: User, now: datetime
) -> InitiativeAims:
    number, initiative = map(int, code.split("-"))
    measure = Measure.objects.select_related("plan").get(plan=plan, number=number)
    waiting = [one.at_version for one in workflow.drafts_of(InitiativeAims, measure)]
    data = {"initiative": initiative, "aims": said, "reason": reason}
    return workflow.draft_rule(
        model=InitiativeAims, owner=measure, data=data, by=by, expected_versions=waiting, now=now
    )


def _read(said: list[Any]) -> dict[str, Any]:
    given = dict(zip(_SAID, said, strict=False))
    quantity = given.get("quantity")
    return {
        "planned": "",
        "unit": "",
        "cause": "",
        "next_step": "",
        "projects": [],
        **given,
        "quantity": None if quantity in (None, "") else Decimal(str(quantity)),
    }
