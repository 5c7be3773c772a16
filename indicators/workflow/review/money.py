"""Costs on their way to the public: budget, settled cost and labour of a 事務事業 in one year, and whose they are (models/money.py)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from indicators.models import Project, Spending
from indicators.models.money import MOST_YEN
from indicators.models.vocabulary import plain
from indicators.permissions import is_plan_office, may_write_spending, printed_department_ids
from indicators.shares import written_shares, wrong_with
from indicators.workflow.errors import Incomplete, NotAllowed, StaleVersion, WrongState
from indicators.workflow.review.engine import ReviewWorkflow
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels
from measures.models import Department, Initiative, Plan
from measures.typed_text import one_line

LONGEST_NAME = 100
MOST_LABOUR = Decimal("9999999.99")
NOT_YOURS = "事務事業の費用を入力できるのは、その担当課と企画課です。"


class SpendingWorkflow(ReviewWorkflow[Spending]):
    """One record a project and year. A project comes into being with its first record: until then its owner has no id."""

    model = Spending
    key = "project"
    content = ("name", "department", "budget", "settled", "labour", "shares", "note")

    def name(self, owner: Project, year: int) -> str:
        newest = newest_of(owner)
        return f"事務事業「{(newest.name if newest else '') or owner.code}」の{FiscalYear(year).wareki}の費用"

    def may_write(self, by: User, owner: Project) -> bool:
        newest = newest_of(owner)
        return may_write_spending(by, newest.department_id if newest else None)

    def not_yours(self, owner: Project) -> str:
        return NOT_YOURS

    def check_time(self, owner: Project, year: int, number: int) -> None:
        """Accounts come when they come: no cycle, any year of the plan."""
        if year not in owner.plan.years:
            raise WrongState(f"{FiscalYear(year).wareki}は{owner.plan.name}の期間にありません。")

    def save(
        self,
        *,
        owner: Any,
        year: int,
        data: Any,
        by: User,
        version: int = 0,
        number: int | None = None,
        record_id: int | None = None,
        reason: str | None = None,
        now: datetime | None = None,
    ) -> Spending:
        """As save() of every kind; nobody writes a cost for a department that is not theirs."""
        department: Department = data["department"]
        if not may_write_spending(by, department.pk):
            raise NotAllowed(NOT_YOURS)
        return super().save(
            owner=owner,
            year=year,
            data=data,
            by=by,
            version=version,
            number=number,
            record_id=record_id,
            reason=reason,
            now=now,
        )

    def columns(self, owner: Project, data: Any, record: Spending | None, now: datetime) -> dict[str, Any]:
        found = super().columns(owner, data, record, now)
        found["name"] = one_line(found["name"]).strip()
        found["shares"] = [list(share) for share in found["shares"]]
        errors = {}
        if len(found["name"]) > LONGEST_NAME:
            errors["name"] = f"事務事業名は{LONGEST_NAME}字までです。"
        for column in ("budget", "settled"):
            if (amount := found[column]) is not None and abs(amount) > MOST_YEN:
                errors[column] = "15桁までの額にしてください。"
        if (labour := found["labour"]) is not None and not 0 <= labour <= MOST_LABOUR:
            errors["labour"] = "人工は0以上の数にしてください。"
        if errors:
            raise Incomplete(errors)
        return found

    def missing(self, record: Spending, now: datetime) -> dict[str, str]:
        errors = {}
        if not record.name:
            errors["name"] = "事務事業名を入力してください。"
        if record.budget is None and record.settled is None:
            errors["budget"] = "予算額か決算額を入力してください。"
        if wrong := wrong_with(record.shares) or unknown_in(record.shares, initiative_codes(record.project)):
            errors["shares"] = wrong
        return errors

    def place(self, owner: Project) -> dict[str, Any]:
        return {"project": owner}

    def snapshot(self, record: Spending) -> dict[str, Any]:
        return {
            "name": record.name,
            "department": record.department.name,
            "budget": None if record.budget is None else str(record.budget),
            "settled": None if record.settled is None else str(record.settled),
            "labour": plain(record.labour),
            "shares": written_shares(record.shares),
            "note": record.note,
        }

    def columns_at_publication(self, record: Spending, by: User, now: datetime) -> dict[str, Any]:
        if errors := self.missing(record, now):
            raise WrongState(" ".join(errors.values()))
        return super().columns_at_publication(record, by, now)

    def keep_owner(self, owner: Project) -> None:
        owner.pk = Project.objects.get_or_create(plan=owner.plan, code=owner.code)[0].pk

    def _chain(self, owner: Any, year: int) -> Any:
        return super()._chain(owner, year).select_related("department", *self.people)


SPENDING = SpendingWorkflow()


# --- What a project is ------------------------------------------------------------------------------------


def project_of(plan: Plan, code: str) -> Project:
    """The project as it is kept, or one that nobody has written of yet, without an id."""
    found = Project.objects.filter(plan=plan, code=code).first() or Project(plan=plan, code=code)
    found.plan = plan
    return found


def newest_of(project: Project) -> Spending | None:
    """Its newest record of any year, which says its name and whose it is."""
    if project._state.adding:
        return None
    return project.spendings.select_related("department").order_by("-year", "-number").first()


def initiative_codes(project: Project) -> set[str]:
    """Codes of the initiatives that the plan has today."""
    found = Initiative.objects.filter(measure__plan=project.plan_id, measure__ended_on__isnull=True)
    return {f"{measure}-{number}" for measure, number in found.values_list("measure__number", "number")}


def unknown_in(shares: Sequence[Sequence[str]], known: Collection[str]) -> str:
    """Why one of them names nothing of the plan; "" where all do."""
    gone = next((code for code, _ in shares if code not in known), "")
    return f"いまの計画に{in_levels('主な取組')}{gone}はありません。" if gone else ""


# --- Many at once -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SpendingDraft:
    """What a file says of one project. `data`: as save() takes it; `seen`: the record and version that were looked at,
    (None, 0) where nothing stood."""

    project: Project
    data: Mapping[str, Any]
    seen: tuple[int | None, int]


@dataclass
class ManySpendingsRefused(Exception):
    """Nothing was written. `errors`: code of a project → field → message, "" of a field that nobody types."""

    errors: dict[str, dict[str, str]] = field(default_factory=dict)


def keep_spendings(
    *,
    year: int,
    drafts: Sequence[SpendingDraft],
    hands_in: bool,
    reason: str,
    by: User,
    now: datetime | None = None,
) -> list[Spending]:
    """Save all of them, and hand them in; all or none. What is public already becomes a change with the `reason`. NotAllowed,
    ManySpendingsRefused."""
    refused, done = ManySpendingsRefused(), []
    with transaction.atomic():
        for draft in drafts:
            try:
                with transaction.atomic():
                    one = _keep(draft, year, hands_in, reason, by, now)
                done.append(one)
            except Incomplete as missing:
                refused.errors[draft.project.code] = dict(missing.errors)
            except (StaleVersion, WrongState) as refusal:
                refused.errors[draft.project.code] = {"": str(refusal)}
        if refused.errors:
            raise refused
    return done


def _keep(
    draft: SpendingDraft, year: int, hands_in: bool, reason: str, by: User, now: datetime | None
) -> Spending:
    owner, data = draft.project, dict(draft.data)
    current = SPENDING.current(owner, year)
    if draft.seen != ((current.pk, current.version) if current else (None, 0)):
        raise SPENDING.conflict(owner, year, by)
    if current is not None and not current.is_open:
        current = SPENDING.open_change(owner=owner, year=year, by=by, reason=reason, now=now)
    step = SPENDING.submit if hands_in else SPENDING.save
    return step(
        owner=owner,
        year=year,
        data=data,
        by=by,
        version=current.version if current else 0,
        record_id=current.pk if current else None,
        reason=reason if current and current.is_change else None,
        now=now,
    )


def departments_to_spend(by: User) -> list[Department]:
    """Those for whose projects the person types costs."""
    found = Department.objects.order_by("order", "name")
    return list(found if is_plan_office(by) else found.filter(pk__in=printed_department_ids(by)))
