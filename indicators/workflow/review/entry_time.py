"""Until when a first value may be typed: its cycle, and what was agreed when that was closed."""

from collections.abc import Collection

from django.db import connection

from indicators.models import Counting, Cycle, Indicator, Result
from indicators.models import WorkflowState as State
from indicators.models.vocabulary import YEAR_FROM

OpenYears = Collection[tuple[int, int]]  # plan's id and year of each open cycle


def entry_is_open(indicator: Indicator, year: int, open_years: OpenYears | None = None) -> bool:
    """Whether a first value may be typed: its cycle is open, or the year lies before the plan (history).

    An indicator that counts from zero has no history: its earlier values belong to another count. Nor may one of a year
    before the indicator's first or after its last.
    """
    plan = indicator.measure.policy.plan
    if year < plan.first_year:
        return year >= YEAR_FROM and indicator.counting != Counting.CUMULATIVE_FROM_ZERO
    if why_not_counted(indicator, year):
        return False
    if open_years is not None:
        return (plan.pk, year) in open_years
    return Cycle.objects.filter(plan=plan, year=year, closed_at__isnull=True).exists()


def why_not_counted(indicator: Indicator, year: int) -> str:
    """That a year lies before the indicator's first or after its last; "" where it does not, and for the years before the plan."""
    first, last = indicator.first_year, indicator.last_year
    if last is not None and year > last:
        return f"{indicator.year_name(last)}で終了した指標です"
    if first is not None and indicator.measure.policy.plan.first_year <= year < first:
        return f"{indicator.year_name(first)}から数える指標です"
    return ""


def may_go_on(
    result: Result | None, indicator: Indicator, year: int, open_years: OpenYears | None = None
) -> bool:
    """Whether a record may be typed into now: a change always, a first value while its year is open, and after it
    what was kept open when it was closed or was sent back."""
    if result is not None and (result.is_change or result.kept_open or result.state == State.RETURNED):
        return True
    return entry_is_open(indicator, year, open_years)


def hold_cycle(indicator: Indicator, year: int) -> None:
    """Until this transaction ends nobody closes the year: a closing asks about every draft, and must not miss this one.

    Any number of people hold it together. On SQLite there is one writer at a time anyway.
    """
    if connection.features.has_select_for_update:
        plan = indicator.measure.policy.plan_id
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 1 FROM {Cycle._meta.db_table} WHERE plan_id = %s AND year = %s FOR SHARE",
                [plan, year],
            )
