"""Rows for tests, and the people of the city hall: Alice of a department, Bob and Carol of the plan office, Dave.

Plain functions with defaults; each row that they make passes every constraint. Values go through workflow.py,
as everywhere else.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction

from indicators import workflow
from indicators.models import (
    Baseline,
    Batch,
    BatchCorrection,
    ComparisonSeries,
    ComparisonValue,
    Counting,
    Cycle,
    Deed,
    DeedLine,
    Direction,
    EvaluationSheet,
    FigurePoints,
    Indicator,
    InitiativeAims,
    InterimTarget,
    Kind,
    Membership,
    OutsideReview,
    Passport,
    Publication,
    PublicRevision,
    Recount,
    Result,
    Rhythm,
    Role,
    Spending,
    Target,
    Threshold,
    ValueState,
    WorkflowState,
)
from measures.models import BasicPolicy, Department, Measure, Plan, PlanPublication

PLAN_PUBLISHED_AT = datetime(2023, 3, 31, 15, tzinfo=UTC)  # 2023-04-01 in Japan
LONG_AGO = date(2020, 4, 1)
EVERY = Indicator.objects.all()  # of whatever plan, for frames
NOON = datetime(2025, 5, 1, 3, tzinfo=UTC)  # 2025-05-01 12:00 in Japan: in the cycle of fiscal 2024


_plan_rows: dict[type[models.Model], list[models.Model]] = {}  # what load_plan wrote, histories too


def load_fixtures() -> Plan:
    """The real plan with its eleven indicators, as load_plan loads it.

    load_plan itself runs once a process (1,359 statements); from then on its rows are written again as they were.
    The public revision is not among them: the triggers count it.
    """
    is_empty = not Plan.objects.exists() and not Department.objects.exists()
    if is_empty and _plan_rows:
        _write_rows(_plan_rows)
    else:
        call_command("load_plan", verbosity=0)
        if is_empty:
            _plan_rows.update(_read_rows())
    return Plan.objects.get()


def _read_rows() -> dict[type[models.Model], list[models.Model]]:
    """Every row of the two apps, by model."""
    known = [
        model for app in ("measures", "indicators") for model in apps.get_app_config(app).get_models(True)
    ]
    return {
        model: rows
        for model in known
        if model is not PublicRevision and (rows := list(model._base_manager.all()))
    }


def _write_rows(rows: dict[type[models.Model], list[models.Model]]) -> None:
    """Write rows with the ids that they had; ids that the database gives next come after them."""
    with transaction.atomic():  # foreign keys are looked at when it ends, so that the order is free
        for model, known in rows.items():
            model._base_manager.bulk_create(known)
        with connection.cursor() as cursor:  # PostgreSQL only; SQLite keeps count by itself
            for statement in connection.ops.sequence_reset_sql(no_style(), list(rows)):
                cursor.execute(statement)


# --- The plan ---------------------------------------------------------------------------------------


def make_plan(*, published_at: datetime | None = PLAN_PUBLISHED_AT, **fields: Any) -> Plan:
    """The plan of fiscal 2023 to 2026; the same row when asked again. Public, unless `published_at` is None."""
    slug = fields.pop("slug", "kisarazu-3")
    told = {"key": slug.removeprefix("kisarazu-"), "city": "木更津市", "name": "第3次基本計画"}
    years = {"first_year": 2023, "last_year": 2026}
    plan, made = Plan.objects.get_or_create(slug=slug, defaults={**told, **years, **fields})
    if made and published_at is not None:
        PlanPublication.objects.create(
            plan=plan, in_force_on=plan.first_day, reason="策定", published_at=published_at
        )
    return plan


def make_department(slug: str = "sangyo-shinko", name: str = "産業振興課") -> Department:
    return Department.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def make_measure(number: int = 43, *, plan: Plan | None = None) -> Measure:
    plan = plan or make_plan()
    policy, _ = BasicPolicy.objects.get_or_create(
        plan=plan, number="01", defaults={"name": "市民参加の推進・情報発信力の強化"}
    )
    defaults = {"policy": policy, "name": f"施策その{number}", "goal": "めざす姿"}
    return Measure.objects.get_or_create(plan=plan, number=number, defaults=defaults)[0]


def make_indicator(
    *,
    measure: Measure | None = None,
    letter: str = "A",
    department: Department | None = None,
    target: str | None = "2000",
    **fields: Any,
) -> Indicator:
    """43A: 584人 in fiscal 2022 to 2,000人 in fiscal 2026, led by 産業振興課. `target` None: no target yet."""
    indicator = Indicator.objects.create(
        **{
            "measure": measure or make_measure(),
            "letter": letter,
            "name": "移住・定住相談窓口利用登録者数",
            "unit": "人",
            "direction": Direction.INCREASE,
            "counting": Counting.POINT,
            "baseline_value": Decimal(584),
            "baseline_label": "令和４年12月末",
            "baseline_year": 2022,
            "lead_department": department or make_department(),
            **fields,
        }
    )
    if target is not None:
        make_target(indicator, target)
    return indicator


def make_target(
    indicator: Indicator, value: str = "2000", *, published: bool = True, **fields: Any
) -> Target:
    return Target.objects.create(
        **{
            "indicator": indicator,
            "value": Decimal(value),
            "target_year": 2026,
            "label": f"{value}{indicator.unit}",
            "first_year": 2023,
            "reason": "計画策定時の目標",
            "published_at": PLAN_PUBLISHED_AT if published else None,
            **fields,
        }
    )


def make_interim(
    indicator: Indicator,
    year: int = 2024,
    value: str | None = "1000",
    *,
    published: bool = True,
    **fields: Any,
) -> InterimTarget:
    return InterimTarget.objects.create(
        **{
            "indicator": indicator,
            "year": year,
            "value": None if value is None else Decimal(value),
            "first_year": 2023,
            "reason": "年度ごとの計画",
            "published_at": PLAN_PUBLISHED_AT if published else None,
            **fields,
        }
    )


def make_baseline(
    indicator: Indicator, value: str = "600", *, published: bool = True, **fields: Any
) -> Baseline:
    return Baseline.objects.create(
        **{
            "indicator": indicator,
            "value": Decimal(value),
            "baseline_year": 2022,
            "label": "令和４年度末（再集計）",
            "first_year": 2024,
            "reason": "数え方の誤りを直した",
            "published_at": PLAN_PUBLISHED_AT if published else None,
            **fields,
        }
    )


def make_rhythm(
    indicator: Indicator, every: int = 2, survey_year: int = 2022, *, published: bool = True, **fields: Any
) -> Rhythm:
    """Every two years from 2022 on: 2024 and 2026, not 2023 and 2025."""
    return Rhythm.objects.create(
        **{
            "indicator": indicator,
            "every": every,
            "survey_year": survey_year,
            "first_year": 2023,
            "reason": "市民アンケートの間隔",
            "published_at": PLAN_PUBLISHED_AT if published else None,
            **fields,
        }
    )


def make_recount(indicator: Indicator, first_year: int, **fields: Any) -> Recount:
    """Counted by another tool from that year on."""
    told = {"reason": "登録を数える道具を変えた", "published_at": PLAN_PUBLISHED_AT, **fields}
    return Recount.objects.create(indicator=indicator, first_year=first_year, **told)


def make_threshold(
    plan: Plan | None = None, value: str = "0.8", *, published: bool = True, **fields: Any
) -> Threshold:
    return Threshold.objects.create(
        **{
            "plan": plan or make_plan(),
            "value": Decimal(value),
            "first_year": 2023,
            "reason": "初期設定",
            "published_at": PLAN_PUBLISHED_AT if published else None,
            **fields,
        }
    )


def make_passport(indicator: Indicator, *, published: bool = True, **fields: Any) -> Passport:
    return Passport.objects.create(
        **{
            "indicator": indicator,
            "definition": "窓口で登録した人の数",
            "reason": "はじめての登録",
            "published_at": PLAN_PUBLISHED_AT if published else None,
            **fields,
        }
    )


def make_figure_points(measure: Measure, *, published: bool = True, **fields: Any) -> FigurePoints:
    return FigurePoints.objects.create(
        **{
            "measure": measure,
            "chart": "bars",
            "unit": "件",
            "points": [["令和2年度", "", "120"], ["令和3年度", "", "150"]],
            "reason": "印刷物と照らし合わせた",
            "published_at": PLAN_PUBLISHED_AT if published else None,
            **fields,
        }
    )


def correct_batch(
    batch: Batch, *, by: User, publisher: User, now: datetime | None = None, **data: Any
) -> BatchCorrection:
    """Title and day said anew by one person, published by another."""
    told = {"title": "令和6年度の実績", "announced_on": batch.announced_on, "reason": "題名の誤り", **data}
    draft = workflow.draft_correction(batch=batch, data=told, by=by, expected_versions=[], now=now)
    return workflow.publish_rule(rule=draft, by=publisher, now=now)


# --- People -----------------------------------------------------------------------------------------


def make_user(
    username: str,
    *,
    departments: tuple[Department, ...] = (),
    office: bool = False,
    manager: bool = False,
    **fields: Any,
) -> User:
    """With these memberships since long ago."""
    fields.setdefault("password", "somebody's own")  # without one a person of the office does not count
    user = User.objects.create_user(username, **fields)
    roles = [role for role, has in ((Role.OFFICE, office), (Role.MANAGER, manager)) if has]
    told: list[dict[str, Any]] = [{"role": role} for role in roles]
    told += [{"department": department} for department in departments]
    for one in told:
        Membership.objects.create(user=user, since=LONG_AGO, **one)
    return user


def make_alice(*departments: Department) -> User:
    """Staff of a department (産業振興課 unless told)."""
    return make_user("alice", departments=departments or (make_department(),), first_name="アリス")


def make_bob() -> User:
    """The plan office's first person; may use the admin."""
    return make_user("bob", office=True, first_name="ボブ")


def make_carol() -> User:
    """The plan office's second person; may use the admin."""
    return make_user("carol", office=True, first_name="キャロル")


def make_dave() -> User:
    """A manager: reads everything, changes nothing."""
    return make_user("dave", manager=True, first_name="デイブ")


# --- Values -----------------------------------------------------------------------------------------


def make_cycle(year: int = 2024, *, plan: Plan | None = None, by: User, closed: bool = False) -> Cycle:
    return Cycle.objects.create(
        plan=plan or make_plan(),
        year=year,
        due_on=date(year + 1, 5, 31),
        opened_at=datetime(year + 1, 4, 1, tzinfo=UTC),
        opened_by=by,
        closed_at=datetime(year + 1, 7, 1, tzinfo=UTC) if closed else None,
        closed_by=by if closed else None,
    )


def said(value: str | None = None, value_state: str = "", **fields: Any) -> workflow.Entry:
    """What a person typed: said("980") is 実績 980, said(value_state="not_surveyed", note="…") has no value."""
    figure = None if value is None else Decimal(value)
    state = value_state or (ValueState.ACTUAL if figure is not None else "")
    if figure is not None and state != ValueState.ACTUAL:  # not final: due some day, far off unless told
        fields["expected_on"] = fields.get("expected_on") or date(2099, 9, 30)
    return workflow.Entry(value_state=state, value=figure, **fields)


def submit_value(
    indicator: Indicator, year: int, entry: workflow.Entry, *, by: User, now: datetime = NOON
) -> Result:
    """Draft and submit a first value through the workflow."""
    draft = workflow.save_draft(owner=indicator, year=year, data=entry, by=by, now=now)
    return workflow.submit(owner=indicator, year=year, by=by, version=draft.version, now=now)


def publish_value(
    indicator: Indicator,
    year: int,
    entry: workflow.Entry,
    *,
    by: User,
    publisher: User,
    now: datetime = NOON,
) -> Publication:
    """Draft, submit and publish a first value through the workflow."""
    result = submit_value(indicator, year, entry, by=by, now=now)
    return workflow.publish(record=result, version=result.version, by=publisher, now=now)


def publish_change(
    indicator: Indicator,
    year: int,
    kind: str,
    entry: workflow.Entry | None = None,
    *,
    by: User,
    publisher: User,
    reason: str = "集計の誤り",
    now: datetime = NOON,
) -> Publication:
    """Open, submit and publish 確定, 訂正, 改定 or 取下げ through the workflow."""
    change = workflow.open_change(owner=indicator, year=year, kind=kind, by=by, reason=reason, now=now)
    result = workflow.submit(
        owner=indicator,
        year=year,
        by=by,
        number=change.number,
        version=change.version,
        data=entry,
        now=now,
    )
    return workflow.publish(record=result, version=result.version, by=publisher, now=now)


# --- Evaluation sheets ------------------------------------------------------------------------------


def sheet_said(**fields: str) -> dict[str, str]:
    """What a department typed: a complete sheet unless told otherwise."""
    return {
        "achievements": "相談会を開きました。",
        "challenges": "登録が目安に届いていません。",
        "next_steps": "案内を見直します。",
        "rating": "C",
        **fields,
    }


def submit_sheet(
    measure: Measure, year: int = 2024, *, by: User, now: datetime = NOON, **fields: str
) -> EvaluationSheet:
    """Save and submit the open sheet, or the first one, through the desk."""
    found = workflow.SHEETS.current(measure, year)
    version = found.version if found else 0
    return workflow.SHEETS.submit(
        owner=measure, year=year, by=by, version=version, data=sheet_said(**fields), now=now
    )


def publish_sheet(
    measure: Measure, year: int = 2024, *, by: User, publisher: User, now: datetime = NOON, **fields: str
) -> EvaluationSheet:
    sheet = submit_sheet(measure, year, by=by, now=now, **fields)
    return workflow.SHEETS.publish(record=sheet, version=sheet.version, by=publisher, now=now)


def comments_said(**fields: Any) -> dict[str, Any]:
    """What the office typed of a meeting: one comment with its answer unless told otherwise."""
    one = {"speaker": "委員", "text": "数だけではわかりません。", "answer": "中身も載せます。"}
    return {"meeting": "第1回審議会", "held_on": date(2025, 8, 20), "comments": [one], **fields}


def submit_comments(
    measure: Measure, year: int, *, by: User, now: datetime = NOON, **fields: Any
) -> OutsideReview:
    """Save and submit the open record of a council's comments, or the first one."""
    found = workflow.OUTSIDE_REVIEWS.current(measure, year)
    version = found.version if found and found.is_editable else 0
    return workflow.OUTSIDE_REVIEWS.submit(
        owner=measure, year=year, by=by, version=version, data=comments_said(**fields), now=now
    )


def publish_comments(
    measure: Measure, year: int, *, by: User, publisher: User, now: datetime = NOON, **fields: Any
) -> OutsideReview:
    """The sheet of the year must be out."""
    record = submit_comments(measure, year, by=by, now=now, **fields)
    done: OutsideReview = workflow.OUTSIDE_REVIEWS.publish(
        record=record, version=record.version, by=publisher, now=now
    )
    return done


# --- Figures of others ------------------------------------------------------------------------------


def submit_comparison(
    series: ComparisonSeries, year: int, value: str | None, *, by: User, now: datetime = NOON, **fields: str
) -> ComparisonValue:
    """Save and submit the open figure, or the first one, through the desk."""
    found = workflow.COMPARISONS.current(series, year)
    figure = None if value is None else Decimal(value)
    return workflow.COMPARISONS.submit(
        owner=series,
        year=year,
        by=by,
        version=found.version if found else 0,
        data={"value": figure, "source": "決算の概要", "note": "", **fields},
        now=now,
    )


def publish_comparison(
    series: ComparisonSeries,
    year: int,
    value: str | None,
    *,
    by: User,
    publisher: User,
    now: datetime = NOON,
    **fields: str,
) -> ComparisonValue:
    record = submit_comparison(series, year, value, by=by, now=now, **fields)
    return workflow.COMPARISONS.publish(record=record, version=record.version, by=publisher, now=now)


# --- Deeds --------------------------------------------------------------------------------------------


def line_of(code: str = "43-1", slug: str = "sangyo-shinko") -> DeedLine:
    """A line of the plan's fixtures, kept or not yet: 43-1, of its second bullet 43-1.2."""
    initiative, _, detail = code.partition(".")
    measure, number = map(int, initiative.split("-"))
    of_plan = Measure.objects.select_related("plan").get(number=measure)
    return workflow.deed_line(of_plan, number, int(detail or 0), Department.objects.get(slug=slug))


def deed_said(**fields: Any) -> dict[str, Any]:
    """What a department typed: a complete deed unless told otherwise."""
    return {
        "planned": "相談会を12回開きます。",
        "done": "相談会を10回開きました。",
        "quantity": Decimal(10),
        "unit": "回",
        "standing": "late",
        "cause": "台風で2回を中止したためです。",
        "next_step": "オンラインの相談会を加えます。",
        "projects": [["移住相談事業", "https://example.jp/iju"]],
        **fields,
    }


def submit_deed(line: DeedLine, year: int = 2024, *, by: User, now: datetime = NOON, **fields: Any) -> Deed:
    """Save and submit the open deed, or the first one, through the desk."""
    found = workflow.DEEDS.current(line, year)
    version = found.version if found else 0
    return workflow.DEEDS.submit(
        owner=line, year=year, by=by, version=version, data=deed_said(**fields), now=now
    )


def publish_deed(
    line: DeedLine, year: int = 2024, *, by: User, publisher: User, now: datetime = NOON, **fields: Any
) -> Deed:
    deed = submit_deed(line, year, by=by, now=now, **fields)
    return workflow.DEEDS.publish(record=deed, version=deed.version, by=publisher, now=now)


def publish_deed_change(
    line: DeedLine,
    year: int = 2024,
    *,
    by: User,
    publisher: User,
    reason: str = "誤り",
    now: datetime = NOON,
    **fields: Any,
) -> Deed:
    workflow.DEEDS.open_change(owner=line, year=year, by=by, reason=reason, now=now)
    return publish_deed(line, year, by=by, publisher=publisher, now=now, **fields)


# --- Money --------------------------------------------------------------------------------------------


def spending_said(department: Department, **fields: Any) -> dict[str, Any]:
    """What somebody typed of a 事務事業's year: complete unless told otherwise, shared by two initiatives."""
    return {
        "name": "移住相談事業",
        "department": department,
        "budget": 12_000_000,
        "settled": 11_500_001,
        "labour": Decimal("1.5"),
        "shares": [("44-1", "60"), ("44-2", "40")],
        "note": "相談会の会場代を含みます。",
        **fields,
    }


def submit_spending(
    code: str = "1001",
    year: int = 2024,
    *,
    by: User,
    department: Department,
    now: datetime = NOON,
    **fields: Any,
) -> Spending:
    """Save and submit the open record, or the first one, through the desk."""
    project = workflow.project_of(Plan.objects.get(), code)
    found = workflow.SPENDING.current(project, year)
    return workflow.SPENDING.submit(
        owner=project,
        year=year,
        by=by,
        version=found.version if found else 0,
        data=spending_said(department, **fields),
        now=now,
    )


def publish_spending(
    code: str = "1001",
    year: int = 2024,
    *,
    by: User,
    publisher: User,
    department: Department,
    now: datetime = NOON,
    **fields: Any,
) -> Spending:
    record = submit_spending(code, year, by=by, department=department, now=now, **fields)
    return workflow.SPENDING.publish(record=record, version=record.version, by=publisher, now=now)


def make_aims(
    code: str,
    aims: list[list[Any]],
    *,
    by: User,
    publisher: User | None,
    reason: str = "ねらいを決めた",
    now: datetime = NOON,
) -> InitiativeAims:
    """Which indicators an initiative (41-2) is meant to move; without a publisher a draft."""
    number, initiative = map(int, code.split("-"))
    measure = Measure.objects.get(number=number)
    waiting = workflow.drafts_of(InitiativeAims, measure)
    draft = workflow.draft_rule(
        model=InitiativeAims,
        owner=measure,
        data={"initiative": initiative, "aims": aims, "reason": reason},
        by=by,
        expected_versions=[one.at_version for one in waiting],
        now=now,
    )
    return draft if publisher is None else workflow.publish_rule(rule=draft, by=publisher, now=now)


def result_fields(indicator: Indicator, by: User, **fields: Any) -> dict[str, Any]:
    """Fields of a sound draft, for tests that write rows past the workflow on purpose."""
    return {
        "indicator": indicator,
        "year": 2024,
        "number": 1,
        "kind": Kind.FIRST,
        "state": WorkflowState.DRAFT,
        "value_state": ValueState.ACTUAL,
        "value": Decimal(980),
        "entered_by": by,
        "edited_by": by,
        "edited_at": NOON,
        **fields,
    }
