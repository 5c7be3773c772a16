"""A plan as large as a city's: generated in bulk, past the workflow, so that a test can count and time its pages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from string import ascii_uppercase

from django.contrib.auth.models import User
from django.db import connection

from indicators.models import (
    Counting,
    Cycle,
    Direction,
    Indicator,
    Kind,
    Publication,
    Result,
    Target,
    ValueState,
    WorkflowState,
)
from measures.models import BasicPolicy, Department, Measure, Plan, Viewpoint
from tests.indicators.factories import PLAN_PUBLISHED_AT, make_plan

LETTERS = ascii_uppercase[:20]
PUBLISHED_AT = datetime(2025, 6, 30, 6, tzinfo=UTC)
TYPED_AT = datetime(2026, 5, 11, 3, tzinfo=UTC)
FIRST_MEASURE = 101


def make_many(count: int, *, by: User, publisher: User, policies: int = 10, departments: int = 48) -> Plan:
    """`count` indicators, 20 a measure: fiscal 2023 and 2024 published, of 2025 every other one typed and not yet out."""
    plan = make_plan()
    numbers = range(FIRST_MEASURE, FIRST_MEASURE + -(-count // len(LETTERS)))
    found = BasicPolicy.objects.bulk_create(
        BasicPolicy(plan=plan, number=f"{50 + place}", name=f"基本政策その{place}")
        for place in range(policies)
    )
    leads = Department.objects.bulk_create(
        Department(slug=f"ka-{place}", name=f"第{place}課", order=100 + place) for place in range(departments)
    )
    measures = Measure.objects.bulk_create(
        Measure(policy=found[number % policies], number=number, name=f"施策その{number}", goal="めざす姿")
        for number in numbers
    )
    Viewpoint.objects.bulk_create(
        Viewpoint(measure=measure, kind="dx", order=1, text="電子申請") for measure in measures[::2]
    )
    indicators = Indicator.objects.bulk_create(
        Indicator(
            measure=measures[place // len(LETTERS)],
            letter=LETTERS[place % len(LETTERS)],
            name=f"ある事業に参加した人の数その{place}",
            unit="人",
            direction=Direction.AT_MOST if place % 17 == 0 else Direction.INCREASE,
            counting=Counting.POINT,
            baseline_value=Decimal(100),
            baseline_label="令和４年度",
            baseline_year=2022,
            lead_department=leads[place % departments],
        )
        for place in range(count)
    )
    Target.objects.bulk_create(
        Target(
            indicator=indicator,
            value=Decimal(200),
            target_year=2026,
            label="200人",
            first_year=2023,
            reason="計画策定時の目標",
            published_at=PLAN_PUBLISHED_AT,
        )
        for indicator in indicators
    )
    Cycle.objects.get_or_create(
        plan=plan,
        year=2025,
        defaults={"due_on": date(2026, 5, 31), "opened_at": TYPED_AT, "opened_by": by},
    )
    _make_values(indicators, by, publisher)
    if connection.vendor == "postgresql":
        # A server does this by itself within a minute; without it, it plans for empty tables.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return plan


def _make_values(indicators: list[Indicator], by: User, publisher: User) -> None:
    said = [
        (indicator, year, Decimal(95 + (place * 7 + year) % 80), year < 2025)
        for place, indicator in enumerate(indicators)
        for year in (2023, 2024, 2025)
        if year < 2025 or place % 2
    ]
    results = Result.objects.bulk_create(
        Result(
            indicator=indicator,
            year=year,
            state=WorkflowState.PUBLISHED if is_out else WorkflowState.SUBMITTED,
            value_state=ValueState.ACTUAL,
            value=value,
            entered_by=by,
            edited_by=by,
            edited_at=TYPED_AT,
            submitted_by=by,
            submitted_at=TYPED_AT,
        )
        for indicator, year, value, is_out in said
    )
    Publication.objects.bulk_create(
        Publication(
            indicator=result.indicator,
            year=result.year,
            number=1,
            kind=Kind.FIRST,
            value_state=result.value_state,
            value=result.value,
            result=result,
            published_at=PUBLISHED_AT,
            published_by=publisher,
        )
        for result in results
        if result.state == WorkflowState.PUBLISHED
    )
