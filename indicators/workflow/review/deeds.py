"""Deeds on their way to the public: a department's part of an initiative, or of a bullet, in one year (models/deed.py)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from indicators.evidence.links import read_public_link
from indicators.models import ENDING, Cycle, Deed, DeedLine, Standing
from indicators.models import WorkflowState as State
from indicators.models.vocabulary import plain
from indicators.numbers import MAX_DIGITS
from indicators.permissions import may_write_deed
from indicators.workflow.errors import Incomplete, StaleVersion, WrongState
from indicators.workflow.review.engine import ReviewWorkflow
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels
from measures.models import Department, InitiativeDepartment, InitiativeDetail, Measure
from measures.typed_text import one_line

MOST_PROJECTS, LONGEST_PROJECT, MOST_DECIMALS = 10, 100, 6
NEEDS_CAUSE = {
    Standing.LATE: "遅れている理由を入力してください。",
    Standing.REVIEWED: "見直した理由を入力してください。",
    Standing.STOPPED: "中止した理由を入力してください。次の年度からは、入力を求めなくなります。",
    Standing.FINISHED: "何をもって完了としたかを入力してください。次の年度からは、入力を求めなくなります。",
}
NEEDS_NEXT = (Standing.LATE, Standing.REVIEWED)


class DeedWorkflow(ReviewWorkflow[Deed]):
    """One deed a line and year. A line comes into being with its first deed: until then its owner has no id."""

    model = Deed
    key = "line"
    content = ("planned", "done", "quantity", "unit", "standing", "cause", "next_step", "projects")

    def name(self, owner: DeedLine, year: int) -> str:
        place = f"{owner.initiative_code}の内容{owner.detail}" if owner.detail else owner.initiative_code
        return f"取組{place}（{owner.department.name}）の{FiscalYear(year).wareki}の実績"

    def may_write(self, by: User, owner: DeedLine) -> bool:
        return may_write_deed(by, owner)

    def not_yours(self, owner: DeedLine) -> str:
        return f"取組{owner.code}の{owner.department.name}の分を書けるのは、その課と企画課です。"

    def check_time(self, owner: DeedLine, year: int, number: int) -> None:
        """A deed looks back, so it is written after its cycle was closed, too. A change of what is public always may."""
        if number == 1 and (why := self.why_not_asked(owner, year)):
            raise WrongState(why)

    def why_not_asked(self, owner: DeedLine, year: int) -> str:
        """Why a first deed of the year cannot be written; "" where it can."""
        plan = owner.measure.plan
        label = FiscalYear(year).wareki
        if year not in plan.years:
            return f"{label}は{plan.name}の期間にありません。"
        if not Cycle.objects.filter(plan=plan, year=year).exists():
            return f"{label}のサイクルが始まると、取組の実績を書けます。"
        if not _is_printed(owner):
            return f"いまの計画では、{owner.department.name}は{in_levels('主な取組')}{owner.code}の担当課ではありません。"
        if (end := ending_before(owner, year)) is not None:
            word, when = Standing(end.standing).label, FiscalYear(end.year).wareki
            return f"{when}に「{word}」と公表した取組です。続けるときは、{when}の記録を変更して公表してください。"
        return ""

    def columns(self, owner: DeedLine, data: Any, record: Deed | None, now: datetime) -> dict[str, Any]:
        found = super().columns(owner, data, record, now)
        if "unit" in found:
            found["unit"] = one_line(found["unit"]).strip()
        errors = {}
        if (quantity := found.get("quantity")) is not None and (message := _unfit(quantity)):
            errors["quantity"] = message
        if "projects" in found:
            found["projects"], message = read_projects(found["projects"])
            if message:
                errors["projects"] = message
        if errors:
            raise Incomplete(errors)
        return found

    def missing(self, record: Deed, now: datetime) -> dict[str, str]:
        errors = {}
        if not record.standing:
            return {"standing": "進み具合を選んでください。"}
        standing = Standing(record.standing)
        if not record.done and standing != Standing.STOPPED:
            errors["done"] = "実施したことを入力してください。していないときは、その旨を書きます。"
        if standing in NEEDS_CAUSE and not record.cause:
            errors["cause"] = NEEDS_CAUSE[standing]
        if standing in NEEDS_NEXT and not record.next_step:
            errors["next_step"] = "次にすることを入力してください。"
        if record.quantity is not None and not record.unit:
            errors["unit"] = "数量の単位を入力してください。"
        if record.unit and record.quantity is None:
            errors["quantity"] = "数量を入力してください。ないときは、単位も空にします。"
        if standing.ends and (later := _newest_year(record.line)) > record.year:
            label = FiscalYear(later).wareki
            errors["standing"] = (
                f"{label}の記録があるので、「{standing.label}」にできません。先に{label}の下書きを取りやめるか、その年度の記録で選んでください。"
            )
        return errors

    def lacking(self, owner: DeedLine, year: int, data: dict[str, Any]) -> dict[str, str]:
        """Field → what keeps these contents from being handed in; nothing is written."""
        return self.missing(Deed(line=owner, year=year, **data), timezone.now())

    def place(self, owner: DeedLine) -> dict[str, Any]:
        return {"line": owner}

    def snapshot(self, record: Deed) -> dict[str, Any]:
        said = {name: getattr(record, name) for name in self.content}
        return {**said, "quantity": plain(record.quantity), "projects": "、".join(written(record.projects))}

    def columns_at_publication(self, record: Deed, by: User, now: datetime) -> dict[str, Any]:
        """With what the plan says of the line on this day; an end that has become impossible is refused."""
        ended = "" if record.is_change else self.why_not_asked(record.line, record.year)
        if errors := {**self.missing(record, now), **({"": ended} if ended else {})}:
            raise WrongState(" ".join(errors.values()))
        return {**super().columns_at_publication(record, by, now), "about": words_of(record.line)}

    def keep(
        self,
        *,
        owner: DeedLine,
        year: int,
        data: Any,
        by: User,
        version: int = 0,
        record_id: int | None = None,
        reason: str | None = None,
        now: datetime | None = None,
    ) -> Deed | None:
        """A save while somebody types: the record as it stands afterwards; None where nothing was typed and nothing
        stands. Where the same words stand already, nothing is written. Refuses as save()."""
        self.check_person(by, owner)
        current = self.current(owner, year)
        said = self.columns(owner, data, current, now or timezone.now())
        if current is None and version == 0 and not any(said.values()):
            return None
        if (
            current is not None
            and current.is_editable
            and record_id in (None, current.pk)
            and (current.version == version or current.edited_by_id == by.pk)
            and all(getattr(current, name) == text for name, text in said.items())
            and (reason is None or reason.strip() == current.reason)
        ):
            return current
        return self.save(
            owner=owner,
            year=year,
            data=data,
            by=by,
            version=version,
            record_id=record_id,
            reason=reason,
            now=now,
        )

    def keep_owner(self, owner: DeedLine) -> None:
        place = {name: getattr(owner, name) for name in ("measure", "initiative", "detail", "department")}
        owner.pk = DeedLine.objects.get_or_create(**place)[0].pk


DEEDS = DeedWorkflow()


# --- Many at once ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DeedDraft:
    """What a person says of one line in a year's table: `data` None where nothing of it was touched."""

    line: DeedLine
    data: dict[str, Any] | None
    version: int
    record_id: int | None
    reason: str | None = None


class ManyDeedsRefused(Exception):
    """Nothing was written. `errors`: place of a line → field → message; `taken`: place → why somebody was first."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: dict[tuple[int, int, int, int], dict[str, str]] = {}
        self.taken: dict[tuple[int, int, int, int], StaleVersion | WrongState] = {}


def keep_deeds(
    *,
    year: int,
    drafts: Sequence[DeedDraft],
    submitted: Collection[DeedDraft] = (),
    by: User,
    now: datetime | None = None,
) -> list[Deed]:
    """Save all of them, and hand in those of `submitted`; all or none. NotAllowed, ManyDeedsRefused."""
    refused, done = ManyDeedsRefused(), []
    with transaction.atomic():
        for draft in drafts:
            step = DEEDS.submit if draft in submitted else DEEDS.save
            try:
                with transaction.atomic():
                    one = step(
                        owner=draft.line,
                        year=year,
                        data=draft.data,
                        by=by,
                        version=draft.version,
                        record_id=draft.record_id,
                        reason=draft.reason,
                        now=now,
                    )
                done.append(one)
            except Incomplete as missing:
                refused.errors[draft.line.place] = dict(missing.errors)
            except (StaleVersion, WrongState) as refusal:
                refused.taken[draft.line.place] = refusal
        if refused.errors or refused.taken:
            raise refused
    return done


# --- What a line is ---------------------------------------------------------------------------------------


def deed_line(measure: Measure, initiative: int, detail: int, department: Department) -> DeedLine:
    """The line as it is kept, or one that nobody has written of yet, without an id."""
    place = {"measure": measure, "initiative": initiative, "detail": detail, "department": department}
    found = DeedLine.objects.filter(**place).first()
    if found is None:
        return DeedLine(**place)
    found.measure, found.department = measure, department
    return found


def ending_before(line: DeedLine, year: int) -> Deed | None:
    """The public deed that ended the line, or its initiative as a whole, before that year."""
    chains = Deed.objects.filter(
        line__measure=line.measure_id,
        line__initiative=line.initiative,
        line__detail__in={0, line.detail},
        line__department=line.department_id,
        year__lt=year,
        state=State.PUBLISHED,
    )
    newest: dict[tuple[int, int], Deed] = {}
    for deed in chains.order_by("year", "number"):
        newest[deed.line_id, deed.year] = deed
    return next((deed for deed in newest.values() if deed.standing in ENDING), None)


def words_of(line: DeedLine) -> str:
    """What the plan says of it today: the bullet, or the initiative's name."""
    if line.detail:
        detail = InitiativeDetail.objects.filter(
            initiative__measure=line.measure_id, initiative__number=line.initiative, order=line.detail
        ).first()
        return detail.words if detail else ""
    names = line.measure.initiatives.filter(number=line.initiative).values_list("name", flat=True)
    return names.first() or ""


def read_projects(typed: Sequence[Sequence[str]]) -> tuple[list[list[str]], str]:
    """Names of 事務事業 with their links, tidied; and why they cannot be kept so, "" where they can."""
    found = []
    for name, link in typed:
        name, link = one_line(name).strip(), link.strip()
        if not name and not link:
            continue
        if not name:
            return [], "事務事業の名称を入力してください。"
        if len(name) > LONGEST_PROJECT:
            return [], f"事務事業の名称は{LONGEST_PROJECT}字までです。"
        try:
            found.append([name, read_public_link(link) if link else ""])
        except ValueError as refusal:
            return [], str(refusal)
    if len(found) > MOST_PROJECTS:
        return [], f"事務事業は{MOST_PROJECTS}件までです。"
    return found, ""


def written(projects: Sequence[Sequence[str]]) -> list[str]:
    """Each 事務事業 as it is typed in one line: name, and its link after a blank."""
    return [f"{name} {link}".strip() for name, link in projects]


def _is_printed(line: DeedLine) -> bool:
    """Whether the plan has the initiative, its bullet and the department in it today."""
    takes_part = InitiativeDepartment.objects.filter(
        initiative__measure=line.measure_id,
        initiative__measure__ended_on__isnull=True,
        initiative__number=line.initiative,
        department=line.department_id,
    )
    if line.detail:
        takes_part = takes_part.filter(initiative__details__order=line.detail)
    return takes_part.exists()


def _newest_year(line: DeedLine) -> int:
    """The newest year of which anything is written of the line; of an initiative as a whole, of its bullets too."""
    lines = DeedLine.objects.filter(
        measure=line.measure_id, initiative=line.initiative, department=line.department_id
    )
    if line.detail:
        lines = lines.filter(detail=line.detail)
    return Deed.objects.filter(line__in=lines).aggregate(last=Max("year"))["last"] or 0


def _unfit(quantity: Decimal) -> str:
    text = plain(quantity) or ""
    if len(text.partition(".")[2]) > MOST_DECIMALS:
        return f"小数は{MOST_DECIMALS}桁までです。"
    if sum(character.isdigit() for character in text.lstrip("-0.")) > MAX_DIGITS:
        return f"{MAX_DIGITS}桁までの数にしてください。"
    return ""
