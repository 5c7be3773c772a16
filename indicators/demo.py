"""The demo's story, played through the workflow by named people on a frozen clock: never by loading finished rows.

fixtures/demo.yaml holds the story; its values are made up. Refused unless settings.DEMO, so that no made-up value
can reach a city's database.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from indicators import workflow
from indicators.models import Cycle, Indicator, Membership, Result, ValueState, WorkflowState
from indicators.permissions import make_groups
from indicators.workflow import Entry
from measures.models import Department, Plan

JAPAN = ZoneInfo("Asia/Tokyo")
STORY = Path("fixtures") / "demo.yaml"

Step = Mapping[str, Any]


class NotADemo(Exception):
    """The site is not the demo, or holds values already that are not the demo's."""


@dataclass(frozen=True)
class Account:
    """Who can sign in to the demo. The password is new at each call of accounts()."""

    login: str
    name: str
    department: str
    role: str
    password: str


def build() -> bool:
    """Play the story into a database that has the plan and no values; False where it was played before.

    All or nothing. NotADemo where the site does not say that it is the demo, or where other values are there.
    """
    if not settings.DEMO:
        raise NotADemo("デモではないサイトに、架空の値は入れられません（DEMO=1 のときだけ動きます）。")
    story = read_story()
    logins = {person["login"] for person in story["people"]}
    if User.objects.filter(username__in=logins).exists():
        return False
    if Result.objects.exists():
        raise NotADemo("すでに値が入っているデータベースは、デモにできません。")
    with transaction.atomic():
        people = {person["login"]: _make_person(person) for person in story["people"]}
        for step in story["steps"]:
            _PLAYED[step["do"]](step, people[step["by"]], _moment(step["at"]))
    return True


def accounts() -> list[Account]:
    """Give each account of the story that has a role a new random password, and tell it."""
    found = []
    for person in read_story()["people"]:
        if "role" not in person:
            continue
        user = User.objects.get(username=person["login"])
        password = secrets.token_urlsafe(9)
        user.set_password(password)
        user.save(update_fields=["password"])
        departments = "・".join(
            Department.objects.filter(memberships__user=user).values_list("name", flat=True)
        )
        found.append(
            Account(
                user.username, f"{user.last_name} {user.first_name}", departments, person["role"], password
            )
        )
    return found


def read_story() -> dict[str, Any]:
    story: dict[str, Any] = yaml.safe_load((settings.BASE_DIR / STORY).read_text(encoding="utf-8"))
    return story


def _make_person(person: Step) -> User:
    office, managers = make_groups()
    last_name, first_name = person["name"]
    user = User(username=person["login"], last_name=last_name, first_name=first_name)
    user.set_unusable_password()
    user.is_staff = person.get("group") == "office"
    user.save()
    if "department" in person:
        Membership.objects.create(user=user, department=Department.objects.get(slug=person["department"]))
    if "group" in person:
        user.groups.add({"office": office, "managers": managers}[person["group"]])
    return user


def _moment(at: datetime | str) -> datetime:
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return moment.replace(tzinfo=JAPAN)


def _entry(step: Step) -> Entry:
    value = step.get("value")
    return Entry(
        value_state=step.get("state", ValueState.ACTUAL),
        value=None if value is None else Decimal(value),
        note=step.get("note", ""),
        as_of=step.get("as_of"),
        expected_on=step.get("expected_on"),
    )


def _indicator(step: Step) -> Indicator:
    return Indicator.objects.with_plan().get_by_code(step["of"])


def _draft(step: Step, by: User, now: datetime) -> None:
    workflow.save_draft(indicator=_indicator(step), year=step["year"], entry=_entry(step), by=by, now=now)


def _submit(step: Step, by: User, now: datetime) -> None:
    indicator, year = _indicator(step), step["year"]
    current = workflow.current_result(indicator, year)
    workflow.submit(
        indicator=indicator,
        year=year,
        entry=_entry(step),
        by=by,
        edit_number=current.edit_number if current else 0,
        now=now,
    )


def _send_back(step: Step, by: User, now: datetime) -> None:
    result = workflow.current_result(_indicator(step), step["year"])
    assert result is not None
    workflow.send_back(result=result, edit_number=result.edit_number, reason=step["reason"], by=by, now=now)


def _change(step: Step, by: User, now: datetime) -> None:
    indicator, year, reason = _indicator(step), step["year"], step.get("reason", "")
    change = workflow.open_change(
        indicator=indicator, year=year, kind=step["kind"], reason=reason, by=by, now=now
    )
    entry = Entry.of(change)
    if "value" in step:
        entry = replace(entry, value=Decimal(step["value"]), note=step.get("note", entry.note))
    workflow.submit(
        indicator=indicator,
        year=year,
        entry=entry,
        by=by,
        number=change.number,
        edit_number=change.edit_number,
        reason=reason or None,
        now=now,
    )


def _publish_all(step: Step, by: User, now: datetime) -> None:
    waiting = Result.objects.filter(state=WorkflowState.SUBMITTED).select_related("indicator")
    for result in waiting.order_by("indicator__measure__number", "indicator__letter", "year"):
        workflow.publish(result=result, edit_number=result.edit_number, by=by, now=now)


def _open_cycle(step: Step, by: User, now: datetime) -> None:
    plan = Plan.objects.get()
    workflow.open_cycle(plan=plan, year=step["year"], due_on=step["due_on"], by=by, now=now)


def _close_cycle(step: Step, by: User, now: datetime) -> None:
    workflow.close_cycle(cycle=Cycle.objects.get(year=step["year"]), by=by, now=now)


_PLAYED = {
    "draft": _draft,
    "submit": _submit,
    "send_back": _send_back,
    "change": _change,
    "publish_all": _publish_all,
    "open_cycle": _open_cycle,
    "close_cycle": _close_cycle,
}
