"""Worked examples for the glossary: the plan's figures, made-up values, the same rule as everywhere."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from indicators import frames
from indicators.frames import Row
from indicators.frames.calculation import Calculation
from indicators.models import Indicator
from indicators.progress import judge
from measures.models import Plan


def road_examples(plan: Plan | None, as_of: datetime | None = None) -> list[Row]:
    """Every verdict, on an indicator that grows from its baseline to its target; none without one."""
    row = _row_where(plan, as_of, direction="increase", counting="cumulative", baseline_value__isnull=False)
    return [] if row is None else list(_along(row))


def limit_examples(plan: Plan | None, as_of: datetime | None = None) -> list[Row]:
    """Inside and outside, on an indicator with a ceiling."""
    row = _row_where(plan, as_of, direction="at_most")
    if row is None:
        return []
    step = Decimal(1)
    return [_example(row, row.plan_first_year, value) for value in (row.target - step, row.target + step)]


def restart_examples(plan: Plan | None, as_of: datetime | None = None) -> list[Row]:
    """Half way, on an indicator that counts from zero in each plan."""
    row = _row_where(plan, as_of, counting="cumulative_from_zero")
    return [] if row is None else [_example(row, row.plan_first_year + 1, row.target / 2)]


def _along(row: Row) -> Iterator[Row]:
    year = row.plan_first_year + 1
    due, start = _example(row, year, None).expected, row.baseline
    assert due is not None  # the year lies behind the baseline's
    assert start is not None
    assert row.baseline_year is not None
    way, unit = due - start, Decimal(1).scaleb(-row.decimals)
    yield _example(row, row.target_year, row.target)
    yield _example(row, year, row.target)
    yield _example(
        row, year, due.quantize(unit, ROUND_CEILING)
    )  # the least that the indicator's decimals can say
    for share in ("0.9", "0.5", "-0.1"):
        yield _example(row, year, (start + way * Decimal(share)).quantize(unit, ROUND_HALF_UP))
    yield _example(row, row.baseline_year, start)
    yield _example(row, year, None)


def _row_where(plan: Plan | None, as_of: datetime | None, **wanted: object) -> Row | None:
    rows = frames.newest(frames.published(Indicator.objects.of_plan(plan).filter(**wanted), as_of=as_of))
    return rows[0] if rows else None


def _example(row: Row, year: int, value: Decimal | None) -> Row:
    """The row of an indicator as it would be with a made-up value in that year, judged from the plan's own figures."""
    judged = judge(
        direction=row.direction,
        counting=row.counting,
        baseline=row.printed_baseline,
        baseline_year=row.printed_baseline_year,
        target=row.target,
        target_year=row.target_year,
        upper=row.upper,
        tolerance=row.tolerance,
        value=value,
        year=year,
    )
    lower, upper = judged.limits or (None, None)
    told = {field.name: getattr(judged, field.name) for field in fields(row) if hasattr(judged, field.name)}
    columns = {
        **told,
        "verdict": judged.verdict.value,
        "rule": judged.rule.value,
        "trace": Calculation((), judged.case),
    }
    columns |= {"lower_limit": lower, "upper_limit": upper}
    return replace(
        row,
        **columns,
        year=year,
        value=value,
        value_state="" if value is None else "actual",
        previous_value=None,
        change=None,
        kind="",
    )
