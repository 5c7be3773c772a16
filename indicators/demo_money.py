"""The demo's steps about money: made-up costs of 事務事業, whole years at once, their corrections (demo.py)."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User

from indicators import workflow
from indicators.models import Project
from indicators.shares import read_shares
from indicators.workflow import SPENDING
from measures.models import Department, Plan

# What the story says of a cost, in this order; what is left out at the end is empty.
_SAID = ("name", "department", "shares", "budget", "settled", "labour", "note")


def money_steps(plan: Callable[[], Plan]) -> dict[str, Callable[..., None]]:
    """Steps of the story by their names; `plan`: the one that it is of."""

    def project(code: str) -> Project:
        return workflow.project_of(plan(), code)

    def keep(step: Any, of: dict[str, list[Any]], year: int, by: User, now: datetime) -> None:
        for code, said in of.items():
            found = project(code)
            current = SPENDING.current(found, year)
            version = current.version if current else 0
            step(owner=found, year=year, version=version, data=_read(said), by=by, now=now)

    def submit(*, of: dict[str, list[Any]], year: int, by: User, now: datetime) -> None:
        keep(SPENDING.submit, of, year, by, now)

    def save(*, of: dict[str, list[Any]], year: int, by: User, now: datetime) -> None:
        keep(SPENDING.save, of, year, by, now)

    def publish(*, year: int, by: User, now: datetime) -> None:
        """All that wait."""
        waiting = SPENDING.model.objects.filter(year=year, state="submitted", project__plan=plan())
        for record in waiting.select_related("project__plan", "department").order_by("pk"):
            SPENDING.publish(record=record, version=record.version, by=by, now=now)

    def send_back(*, of: str, year: int, **acting: Any) -> None:
        record = SPENDING.current(project(of), year)
        assert record is not None, f"the story has nothing yet of {of} {year}"
        SPENDING.send_back(record=record, version=record.version, **acting)

    def change(*, of: str, year: int, **acting: Any) -> None:
        SPENDING.open_change(owner=project(of), year=year, **acting)

    return {
        "money_submit": submit,
        "money_save": save,
        "money_publish": publish,
        "money_send_back": send_back,
        "money_change": change,
    }


def _read(said: list[Any]) -> dict[str, Any]:
    given = {"note": "", **dict(zip(_SAID, said, strict=False))}
    amounts = {name: None if given[name] == "" else given[name] for name in ("budget", "settled")}
    return {
        **given,
        **amounts,
        "department": Department.objects.get(slug=given["department"]),
        "shares": read_shares(given["shares"]),
        "labour": Decimal(given["labour"]) if given["labour"] else None,
    }
