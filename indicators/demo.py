"""Plays the made-up story of fixtures/demo.yaml: named people, one step after the other, through workflow.py.

Each step happens at its own moment in Japan's time, so that history, past days and the log look like years of work.
Nothing is loaded as a finished row: what the workflow would refuse to people, the demo cannot show either.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
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
from indicators.demo_deeds import deed_steps
from indicators.demo_money import money_steps
from indicators.models import (
    Baseline,
    ComparisonSeries,
    DatedRule,
    Drafted,
    FigurePoints,
    Indicator,
    Membership,
    Passport,
    Reorganisation,
    Result,
    Role,
    Target,
    Threshold,
)
from indicators.workflow import ReviewWorkflow
from indicators.workflow.review.sheets import REMARKS as SHEET_REMARKS
from indicators.workflow.site_settings import save_contacts
from indicators.workflow.translations import (
    checked_versions,
    confirm_translations,
    open_drafts,
    save_translations,
)
from measures.management.commands.load_plan import slug_of_bundled
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


@cache
def _slug() -> str:
    return slug_of_bundled()


def _plan() -> Plan:
    """The one that the story is of."""
    return Plan.objects.get(slug=_slug())


def _indicator(code: str) -> Indicator:
    return Indicator.objects.of_plan(_plan()).get_by_code(code)


def play(story: list[dict[str, Any]], people: dict[str, User]) -> None:
    """Do every step as its person at its moment. WorkflowError where the story asks for something impossible."""
    for told in story:
        step: dict[str, Any] = {
            name: date.fromisoformat(said) if name in _DAYS else said for name, said in told.items()
        }
        moment = timezone.make_aware(datetime.fromisoformat(step.pop("at")))
        _STEPS[step.pop("do")](by=people[step.pop("by")], now=moment, **step)


def _make_person(person: dict[str, Any]) -> User:
    """With the role from the plan's first day on, since the story begins in its second year."""
    user = User.objects.create_user(person["name"], last_name=person["shown"])
    department = Department.objects.filter(slug=person.get("department", "")).first()
    role = Role.MEMBER if person["role"] == "staff" else person["role"]
    since = _plan().first_day
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
# Each takes what the story says of it; `acting` are the person and the moment.


@dataclass(frozen=True)
class Chains:
    """The steps of one kind of reviewed record, at the record and version that a person has before them.

    `owner`: whose chain the story names, `read`: what is typed, as the workflow takes it.
    """

    workflow: ReviewWorkflow[Any]
    owner: Callable[[Any], Any]
    read: Callable[..., Any] = dict

    def save(self, *, of: Any, year: int, by: User, now: datetime, **typed: Any) -> None:
        self.workflow.save(**self.place(of, year), data=self.read(**typed), by=by, now=now)

    def submit(self, *, of: Any, year: int, by: User, now: datetime, **typed: Any) -> None:
        self.workflow.submit(**self.place(of, year), data=self.read(**typed), by=by, now=now)

    def send_back(self, *, of: Any, year: int, **acting: Any) -> None:
        self.workflow.send_back(**self.seen(of, year), **acting)

    def publish(self, *, of: list[Any], year: int, **acting: Any) -> None:
        for one in of:
            self.workflow.publish(**self.seen(one, year), **acting)

    def change(self, *, of: Any, year: int, **acting: Any) -> None:
        self.workflow.open_change(owner=self.owner(of), year=year, **acting)

    def place(self, of: Any, year: int) -> dict[str, Any]:
        """The open record, or none yet."""
        owner = self.owner(of)
        record = self.workflow.current(owner, year)
        number, version = (record.number, record.version) if record else (1, 0)
        return {"owner": owner, "year": year, "number": number, "version": version}

    def seen(self, of: Any, year: int) -> dict[str, Any]:
        """The record that is decided on."""
        record = self.workflow.current(self.owner(of), year)
        assert record is not None, f"the story has nothing yet of {of} {year}"
        return {"record": record, "version": record.version}


def _entry(*, state: str = "", value: str | None = None, **typed: Any) -> workflow.Entry:
    return workflow.Entry(value_state=state, value=None if value is None else Decimal(value), **typed)


def _only_series(of: str) -> ComparisonSeries:
    """The indicator's only one."""
    return ComparisonSeries.objects.get(indicator=_indicator(of))


_VALUES = Chains(workflow.VALUES, _indicator, _entry)
_COMPARISONS = Chains(workflow.COMPARISONS, _only_series)
_SHEETS = Chains(workflow.SHEETS, lambda number: Measure.objects.get(plan=_plan(), number=number))
_COMMENTS = Chains(workflow.OUTSIDE_REVIEWS, _SHEETS.owner)


def _open_cycle(**said: Any) -> None:
    """`sheets`: the days of the evaluation sheets."""
    days = {name: date.fromisoformat(day) for name, day in said.pop("sheets", {}).items()}
    workflow.open_cycle(plan=_plan(), sheets=workflow.SheetDays(**days), **said)


def _close_cycle(*, year: int, **acting: Any) -> None:
    workflow.close_cycle(cycle=_plan().cycles.get(year=year), **acting)


def _attach(*, of: str, year: int, link: str, **acting: Any) -> None:
    place = _VALUES.place(of, year)
    workflow.attach_link(indicator=place["owner"], year=year, number=place["number"], url=link, **acting)


def _publish_batch(*, of: list[str], year: int, **said: Any) -> None:
    chosen = [_VALUES.seen(code, year) for code in of]
    _, refused = workflow.publish_many(
        chosen=[workflow.Chosen(one["record"], one["version"]) for one in chosen], **said
    )
    assert not refused, f"the story publishes what cannot go out: {refused}"


def _set_rule(
    model: type[DatedRule],
    *,
    value: str,
    drafted_by: str,
    by: User,
    now: datetime,
    of: str = "",
    **told: Any,
) -> None:
    """A rule of an indicator; of the plan where the story names none."""
    draft = workflow.draft_rule(
        model=model,
        owner=_indicator(of) if of else _plan(),
        data={**told, "value": Decimal(value)},
        by=User.objects.get(username=drafted_by),
        expected_versions=(),
        now=now,
    )
    workflow.publish_rule(rule=draft, by=by, now=now)


def _explain(
    model: type[Drafted], owner: Indicator | Measure, *, drafted_by: str, by: User, now: datetime, **told: Any
) -> None:
    """What is drafted by one and published by another without a year: a passport, the points of a figure."""
    author = User.objects.get(username=drafted_by)
    draft = workflow.draft_rule(model=model, owner=owner, data=told, by=author, expected_versions=(), now=now)
    workflow.publish_rule(rule=draft, by=by, now=now)


def _set_passport(*, of: str, **told: Any) -> None:
    _explain(Passport, _indicator(of), **told)


def _set_points(*, of: int, **told: Any) -> None:
    """`points`: pairs of label and value, in the figure's order."""
    points = [[str(label), "", str(value)] for label, value in told.pop("points")]
    _explain(FigurePoints, Measure.objects.get(plan=_plan(), number=of), points=points, **told)


def _set_interims(
    *, of: str, values: dict[int, str], drafted_by: str, by: User, now: datetime, **told: Any
) -> None:
    indicator = _indicator(of)
    decision = workflow.Decision(**told)
    drafts = workflow.draft_interims(
        indicator=indicator,
        points={year: Decimal(value) for year, value in values.items()},
        decision=decision,
        by=User.objects.get(username=drafted_by),
        expected_versions=(),
        now=now,
    )
    workflow.publish_interims(
        indicator=indicator,
        first_year=decision.first_year,
        by=by,
        expected_versions=[one.at_version for one in drafts],
        now=now,
    )


def _submit_comparison(
    *, of: str, values: dict[int, str], source: str, note: str = "", **acting: Any
) -> None:
    for year, value in values.items():
        _COMPARISONS.submit(of=of, year=year, value=Decimal(value), source=source, note=note, **acting)


def _publish_comparison(*, of: str, years: list[int], **acting: Any) -> None:
    for year in years:
        _COMPARISONS.publish(of=[of], year=year, **acting)


def _sheet_remark(*, of: int, year: int, **said: Any) -> None:
    unsaid = dict.fromkeys(SHEET_REMARKS, "")
    workflow.SHEETS.add_remarks(**_SHEETS.seen(of, year), **(unsaid | said))


def _set_contact(*, of: str, phone: str = "", mail: str = "", form_url: str = "", **acting: Any) -> None:
    department = Department.objects.get(slug=of)
    said = {"phone": phone, "mail": mail, "form_url": form_url}
    save_contacts({department: said}, **acting)


def _translate(
    *,
    texts: dict[str, str],
    readings: dict[str, str],
    easier: dict[str, str],
    by: User,
    drafted_by: str,
    now: datetime,
) -> None:
    """English, readings (市民《しみん》) and easier versions, by the plan's own text; confirmed by `by`."""
    plan = _plan()
    typed = {
        text: checked_versions(
            text,
            {
                "english": texts.get(text, ""),
                "reading": readings.get(text, ""),
                "easy": easier.get(text, ""),
            },
        )
        for text in {**texts, **readings, **easier}
    }
    save_translations(plan=plan, typed=typed, by=User.objects.get(username=drafted_by), now=now)
    confirm_translations(
        plan=plan, seen={one.pk: one.version for one in open_drafts(plan).values()}, by=by, now=now
    )


def _comment(*, of: str, **said: Any) -> None:
    workflow.add_comment(indicator=_indicator(of), **said)


def _prepare_transfer(*, of: str, day: date, departments: list[str], reason: str, **acting: Any) -> None:
    person = User.objects.get(username=of)
    planned = workflow.Planned(person=person, on=day, departments=tuple(departments), reason=reason)
    workflow.prepare_transfer(planned=planned, **acting)


def _prepare_rename(
    *, of: str, day: date, name: str, slug: str, reason: str, confirmed_by: str, **acting: Any
) -> None:
    change = workflow.DepartmentChange(
        kind=Reorganisation.Kind.RENAME,
        on=day,
        departments=[Department.objects.get(slug=of)],
        new=[workflow.NewDepartment(name=name, slug=slug)],
        reason=reason,
    )
    prepared = workflow.prepare_reorganisation(change=change, **acting)
    other = User.objects.get(username=confirmed_by)
    workflow.confirm_reorganisation(reorganisation=prepared, by=other, now=acting["now"])


# What the story says as a day, wherever it says it.
_DAYS = {"announced_on", "as_of", "day", "decided_on", "due_on", "expected_on", "held_on"}
_STEPS: dict[str, Callable[..., None]] = {
    "open_cycle": _open_cycle,
    "close_cycle": _close_cycle,
    "save": _VALUES.save,
    "submit": _VALUES.submit,
    "send_back": _VALUES.send_back,
    "publish": _VALUES.publish,
    "publish_batch": _publish_batch,
    "change": _VALUES.change,
    "attach": _attach,
    "set_target": partial(_set_rule, Target),
    "set_baseline": partial(_set_rule, Baseline),
    "set_threshold": partial(_set_rule, Threshold),
    "set_interims": _set_interims,
    "set_passport": _set_passport,
    "set_points": _set_points,
    "comparison_submit": _submit_comparison,
    "comparison_publish": _publish_comparison,
    "sheet_save": _SHEETS.save,
    "sheet_submit": _SHEETS.submit,
    "sheet_change": _SHEETS.change,
    "sheet_send_back": _SHEETS.send_back,
    "sheet_remark": _sheet_remark,
    "sheet_publish": _SHEETS.publish,
    "comments_save": _COMMENTS.save,
    "comments_submit": _COMMENTS.submit,
    "comments_change": _COMMENTS.change,
    "comments_publish": _COMMENTS.publish,
    "comment": _comment,
    "set_contact": _set_contact,
    "translate": _translate,
    "prepare_transfer": _prepare_transfer,
    "prepare_rename": _prepare_rename,
    **deed_steps(_plan),
    **money_steps(_plan),
}
