"""Plays the made-up story of fixtures/demo.yaml: named people, one step after the other, through workflow.py.

Each step happens at its own moment in Japan's time, so that history, past days and the log look like years of work.
Nothing is loaded as a finished row: what the workflow would refuse to people, the demo cannot show either.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from indicators import workflow
from indicators.accounts import equip_office, new_password
from indicators.models import (
    Baseline,
    ComparisonSeries,
    DatedRule,
    EvaluationSheet,
    Indicator,
    InterimTarget,
    Membership,
    Reorganisation,
    Result,
    Role,
    Target,
    Threshold,
)
from indicators.workflow import SHEETS
from measures.models import Department, Measure, Plan

STORY = Path("fixtures") / "demo.yaml"
ROLES = {"office": "企画課（計画担当）", "manager": "管理職", "staff": "入力担当"}


class DemoRefused(Exception):
    """The demo has no place here; the message says why, in Japanese."""


@dataclass(frozen=True)
class Account:
    """One line of the table of accounts. The password is kept nowhere else."""

    name: str
    shown: str
    role: str
    password: str


def build_demo() -> list[Account]:
    """Build the demo in an empty database, all or nothing; leave one that stands, but for new passwords.

    DemoRefused where DEMO is off, or where the database has values that are not the demo's.
    """
    if not settings.DEMO:
        raise DemoRefused("DEMO が有効なときだけ、架空の実績を入れられます。")
    told = yaml.safe_load((settings.BASE_DIR / STORY).read_text(encoding="utf-8"))
    with transaction.atomic():
        call_command("load_plan", verbosity=0, stdout=StringIO())
        names = [person["name"] for person in told["people"]]
        standing = User.objects.filter(username__in=names).count() == len(names)
        if not standing:
            if Result.objects.exists() or User.objects.filter(username__in=names).exists():
                raise DemoRefused(
                    "このデータベースにはほかの実績か利用者があるので、架空の実績は入れません。"
                )
            equip_office()
            people = {person["name"]: _make_person(person) for person in told["people"]}
            play(told["story"], people)
        return [_open_account(person) for person in told["people"] if person.get("login")]


def play(story: list[dict[str, Any]], people: dict[str, User]) -> None:
    """Do every step as its person at its moment. WorkflowError where the story asks for something impossible."""
    for told in story:
        step = dict(told)
        moment = timezone.make_aware(datetime.fromisoformat(step.pop("at")))
        _STEPS[step.pop("do")](by=people[step.pop("by")], now=moment, **step)


def _make_person(person: dict[str, Any]) -> User:
    """With the role from the plan's first day on, since the story begins in its second year."""
    user = User.objects.create_user(person["name"], last_name=person["shown"])
    department = Department.objects.filter(slug=person.get("department", "")).first()
    role = Role.MEMBER if person["role"] == "staff" else person["role"]
    since = Plan.objects.get().first_day
    Membership.objects.create(user=user, role=role, department=department, since=since)
    return user


def _open_account(person: dict[str, Any]) -> Account:
    user = User.objects.get(username=person["name"])
    password = new_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    role = ROLES[person["role"]]
    if person["role"] == "staff":
        role = f"{Department.objects.get(slug=person['department'])}の{role}"
    return Account(name=user.username, shown=user.last_name, role=role, password=password)


# --- The steps ----------------------------------------------------------------------------------------


def _open_cycle(*, year: int, due_on: str, by: User, now: datetime) -> None:
    plan = Plan.objects.get()
    workflow.open_cycle(plan=plan, year=year, due_on=date.fromisoformat(due_on), by=by, now=now)


def _close_cycle(*, year: int, by: User, now: datetime) -> None:
    workflow.close_cycle(cycle=Plan.objects.get().cycles.get(year=year), by=by, now=now)


def _save(*, of: str, year: int, by: User, now: datetime, **said: str) -> None:
    workflow.save_draft(**_place(of, year), data=_entry(**said), by=by, now=now)


def _submit(*, of: str, year: int, by: User, now: datetime, **said: str) -> None:
    workflow.submit(**_place(of, year), data=_entry(**said), by=by, now=now)


def _send_back(*, of: str, year: int, reason: str, by: User, now: datetime) -> None:
    result = _current(of, year)
    workflow.send_back(record=result, version=result.version, reason=reason, by=by, now=now)


def _publish(*, of: list[str], year: int, by: User, now: datetime) -> None:
    for code in of:
        result = _current(code, year)
        workflow.publish(record=result, version=result.version, by=by, now=now)


def _change(*, of: str, year: int, kind: str, by: User, now: datetime, reason: str = "") -> None:
    indicator = Indicator.objects.get_by_code(of)
    workflow.open_change(owner=indicator, year=year, kind=kind, reason=reason, by=by, now=now)


def _attach(*, of: str, year: int, link: str, by: User, now: datetime) -> None:
    place = _place(of, year)
    workflow.attach_link(
        indicator=place["owner"], year=year, number=place["number"], url=link, by=by, now=now
    )


def _publish_batch(
    *, of: list[str], year: int, title: str, announced_on: str, by: User, now: datetime
) -> None:
    results = [_current(code, year) for code in of]
    _, refused = workflow.publish_many(
        chosen=[workflow.Chosen(result, result.version) for result in results],
        title=title,
        announced_on=date.fromisoformat(announced_on),
        by=by,
        now=now,
    )
    assert not refused, f"the story publishes what cannot go out: {refused}"


def _set_target(*, of: str, by: User, now: datetime, **told: Any) -> None:
    _set_rule(Target, Indicator.objects.get_by_code(of), by, now, **told)


def _set_baseline(*, of: str, by: User, now: datetime, **told: Any) -> None:
    _set_rule(Baseline, Indicator.objects.get_by_code(of), by, now, **told)


def _set_threshold(*, by: User, now: datetime, **told: Any) -> None:
    _set_rule(Threshold, Plan.objects.get(), by, now, **told)


def _set_rule(
    model: type[DatedRule],
    owner: Indicator | Plan,
    by: User,
    now: datetime,
    *,
    value: str,
    decided_on: str,
    drafted_by: str,
    **told: Any,
) -> None:
    drafter = User.objects.get(username=drafted_by)
    data = {**told, "value": Decimal(value), "decided_on": date.fromisoformat(decided_on)}
    draft = workflow.draft_rule(
        model=model, owner=owner, data=data, by=drafter, expected_versions=(), now=now
    )
    workflow.publish_rule(rule=draft, by=by, now=now)


def _set_interims(
    *, of: str, values: dict[int, str], decided_on: str, drafted_by: str, by: User, now: datetime, **told: Any
) -> None:
    indicator = Indicator.objects.get_by_code(of)
    decision = workflow.Decision(decided_on=date.fromisoformat(decided_on), **told)
    workflow.draft_interims(
        indicator=indicator,
        points={year: Decimal(value) for year, value in values.items()},
        decision=decision,
        by=User.objects.get(username=drafted_by),
        expected_versions=(),
        now=now,
    )
    drafts = workflow.drafts_of(InterimTarget, indicator)
    workflow.publish_interims(
        indicator=indicator,
        first_year=decision.first_year,
        by=by,
        expected_versions=[one.at_version for one in drafts],
        now=now,
    )


def _submit_comparison(
    *, of: str, values: dict[int, str], source: str, by: User, now: datetime, note: str = ""
) -> None:
    """The values of several years of the indicator's only series."""
    series = ComparisonSeries.objects.get(indicator=Indicator.objects.get_by_code(of))
    for year, value in values.items():
        written = {"value": Decimal(value), "source": source, "note": note}
        found = workflow.COMPARISONS.current(series, year)
        workflow.COMPARISONS.submit(
            owner=series,
            year=year,
            data=written,
            version=found.version if found else 0,
            by=by,
            now=now,
        )


def _publish_comparison(*, of: str, years: list[int], by: User, now: datetime) -> None:
    series = ComparisonSeries.objects.get(indicator=Indicator.objects.get_by_code(of))
    for year in years:
        record = workflow.COMPARISONS.current(series, year)
        assert record is not None, f"the story has nothing yet to hold {of} beside in {year}"
        workflow.COMPARISONS.publish(record=record, version=record.version, by=by, now=now)


def _sheet_save(*, of: int, year: int, by: User, now: datetime, **written: str) -> None:
    SHEETS.save(**_sheet_place(of, year), data=written, by=by, now=now)


def _sheet_submit(*, of: int, year: int, by: User, now: datetime, **written: str) -> None:
    SHEETS.submit(**_sheet_place(of, year), data=written, by=by, now=now)


def _sheet_change(*, of: int, year: int, reason: str, by: User, now: datetime) -> None:
    measure = Measure.objects.get(number=of)
    SHEETS.open_change(owner=measure, year=year, reason=reason, by=by, now=now)


def _sheet_send_back(*, of: int, year: int, reason: str, by: User, now: datetime) -> None:
    sheet = _sheet(of, year)
    SHEETS.send_back(record=sheet, version=sheet.version, reason=reason, by=by, now=now)


def _sheet_remark(
    *, of: int, year: int, by: User, now: datetime, external_evaluation: str = "", office_remark: str = ""
) -> None:
    sheet = _sheet(of, year)
    SHEETS.add_remarks(
        record=sheet,
        version=sheet.version,
        external_evaluation=external_evaluation,
        office_remark=office_remark,
        by=by,
        now=now,
    )


def _sheet_publish(*, of: list[int], year: int, by: User, now: datetime) -> None:
    for number in of:
        sheet = _sheet(number, year)
        SHEETS.publish(record=sheet, version=sheet.version, by=by, now=now)


def _comment(*, of: str, year: int, body: str, by: User, now: datetime) -> None:
    workflow.add_comment(indicator=Indicator.objects.get_by_code(of), year=year, body=body, by=by, now=now)


def _prepare_transfer(
    *, of: str, day: str, departments: list[str], reason: str, by: User, now: datetime
) -> None:
    planned = workflow.Planned(
        person=User.objects.get(username=of),
        on=date.fromisoformat(day),
        departments=tuple(departments),
        reason=reason,
    )
    workflow.prepare_transfer(planned=planned, by=by, now=now)


def _prepare_rename(*, of: str, day: str, name: str, slug: str, reason: str, by: User, now: datetime) -> None:
    change = workflow.DepartmentChange(
        kind=Reorganisation.Kind.RENAME,
        on=date.fromisoformat(day),
        departments=[Department.objects.get(slug=of)],
        new=[workflow.NewDepartment(name=name, slug=slug)],
        reason=reason,
    )
    workflow.prepare_reorganisation(change=change, by=by, now=now)


_STEPS: dict[str, Callable[..., None]] = {
    "open_cycle": _open_cycle,
    "close_cycle": _close_cycle,
    "save": _save,
    "submit": _submit,
    "send_back": _send_back,
    "publish": _publish,
    "publish_batch": _publish_batch,
    "change": _change,
    "attach": _attach,
    "set_target": _set_target,
    "set_baseline": _set_baseline,
    "set_threshold": _set_threshold,
    "set_interims": _set_interims,
    "comparison_submit": _submit_comparison,
    "comparison_publish": _publish_comparison,
    "sheet_save": _sheet_save,
    "sheet_submit": _sheet_submit,
    "sheet_change": _sheet_change,
    "sheet_send_back": _sheet_send_back,
    "sheet_remark": _sheet_remark,
    "sheet_publish": _sheet_publish,
    "comment": _comment,
    "prepare_transfer": _prepare_transfer,
    "prepare_rename": _prepare_rename,
}


def _current(code: str, year: int) -> Result:
    result = workflow.current_result(Indicator.objects.get_by_code(code), year)
    assert result is not None, f"the story has nothing yet of {code} {year}"
    return result


def _sheet(of: int, year: int) -> EvaluationSheet:
    sheet = SHEETS.current(Measure.objects.get(number=of), year)
    assert sheet is not None, f"the story has no sheet yet of {of} {year}"
    return sheet


def _sheet_place(of: int, year: int) -> dict[str, Any]:
    measure = Measure.objects.get(number=of)
    sheet = SHEETS.current(measure, year)
    return {"owner": measure, "year": year, "version": sheet.version if sheet else 0}


def _place(code: str, year: int) -> dict[str, Any]:
    """The record as a person has it before them: the open one, or none yet."""
    indicator = Indicator.objects.get_by_code(code)
    result = workflow.current_result(indicator, year)
    number, version = (result.number, result.version) if result else (1, 0)
    return {"owner": indicator, "year": year, "number": number, "version": version}


def _entry(
    *, state: str = "", value: str | None = None, note: str = "", as_of: str = "", expected_on: str = ""
) -> workflow.Entry:
    return workflow.Entry(
        value_state=state,
        value=None if value is None else Decimal(value),
        note=note,
        as_of=date.fromisoformat(as_of) if as_of else None,
        expected_on=date.fromisoformat(expected_on) if expected_on else None,
    )
