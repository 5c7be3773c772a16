"""Ten years of values for a generated city: results, publications in yearly batches, corrections, and their log."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.contrib.auth.models import User

from indicators.frames.sources import SAID_FIELDS
from indicators.models import (
    Batch,
    Counting,
    Cycle,
    Direction,
    Event,
    Indicator,
    Kind,
    Publication,
    Result,
    Target,
    ValueState,
)
from indicators.models import WorkflowState as State
from indicators.workflow.review.values import snapshot
from measures.fiscal_year import FiscalYear
from measures.models import Plan
from tests.indicators.generated.plan import shape_of

Said = dict[str, Any]
CORRECTED_EVERY = 37
# Of ten values of the year that is under way: how far they are.
UNDER_WAY = ("", "", State.DRAFT, State.DRAFT, State.RETURNED, *[State.SUBMITTED] * 3, *[State.PUBLISHED] * 2)


def make_values(
    plan: Plan,
    indicators: list[Indicator],
    years: Sequence[int],
    staff: dict[str, list[User]],
    office: list[User],
    chance: Random,
    *,
    under_way: bool,
) -> None:
    """Every year published as one batch, every 37th value corrected afterwards; the next year in all states."""
    batches = _make_batches(plan, years, office[0])
    at_start = Target.objects.filter(indicator__in=indicators, first_year=plan.first_year)
    targets = dict(at_start.values_list("indicator", "value"))
    results = []
    for place, indicator in enumerate(indicators):
        worker = staff[indicator.lead_department.slug][place % 2]
        said = _sayings(plan, indicator, targets[indicator.pk], [*years, years[-1] + 1], chance)
        for year, of_year in said.items():
            if year in years:
                results.append(_result(indicator, year, worker, State.PUBLISHED, place, **of_year))
            elif under_way and (state := UNDER_WAY[place % len(UNDER_WAY)]):
                results.append(_result(indicator, year, worker, state, place, **of_year))
    results = Result.objects.bulk_create(results)
    out = [result for result in results if result.state == State.PUBLISHED]
    wrong = [result for result in out if result.year in years and result.value is not None]
    changes = Result.objects.bulk_create(_change(result) for result in wrong[::CORRECTED_EVERY])
    publisher = office[1]
    Publication.objects.bulk_create(
        _publication(result, publisher, None if result.number > 1 else batches.get(result.year))
        for result in [*out, *changes]
    )
    Event.objects.bulk_create(line for result in [*results, *changes] for line in _log(result, publisher))
    if under_way:
        _open_cycle(plan, years[-1] + 1, office[0])


def _make_batches(plan: Plan, years: Iterable[int], by: User) -> dict[int, Batch]:
    """One announcement a year, and the closed cycle of each year of the plan."""
    for year in set(years) & set(plan.years):
        _open_cycle(plan, year, by, closed_at=_published_at(year) + timedelta(days=1))
    batches = Batch.objects.bulk_create(
        Batch(
            title=f"{FiscalYear(year).wareki}実績の公表",
            announced_on=_published_at(year).date(),
            created_at=_published_at(year),
            created_by=by,
            published_at=_published_at(year),
        )
        for year in years
    )
    return dict(zip(years, batches, strict=True))


def _open_cycle(plan: Plan, year: int, by: User, closed_at: datetime | None = None) -> None:
    told = {
        "due_on": date(year + 1, 5, 31),
        "opened_at": datetime(year + 1, 4, 1, tzinfo=UTC),
        "opened_by": by,
        "closed_at": closed_at,
        "closed_by": closed_at and by,
    }
    Cycle.objects.get_or_create(plan=plan, year=year, defaults=told)


def _typed_at(year: int) -> datetime:
    return datetime(year + 1, 5, 11, 3, tzinfo=UTC)


def _published_at(year: int) -> datetime:
    return datetime(year + 1, 6, 30, 6, tzinfo=UTC)


def _sayings(
    plan: Plan, indicator: Indicator, target: Decimal, years: list[int], chance: Random
) -> dict[int, Said]:
    """What is said of each year: along the road, each indicator at a pace of its own, with some noise."""
    shape = shape_of(indicator)
    restarts = indicator.counting == Counting.CUMULATIVE_FROM_ZERO
    counts = restarts or indicator.counting == Counting.CUMULATIVE
    assert indicator.baseline_value is not None
    assert indicator.baseline_year is not None
    start = Decimal(0) if restarts else indicator.baseline_value
    pace = Decimal(chance.randint(-20, 130)) / 100
    span = plan.last_year - indicator.baseline_year
    step = Decimal(1).scaleb(-shape.decimals)
    said: dict[int, Said] = {}
    value = start
    for year in years:
        if restarts and year < plan.first_year:
            continue
        if indicator.direction in (Direction.AT_MOST, Direction.AT_LEAST):
            value = target * Decimal(chance.randint(960, 1030)) / 1000
        else:
            noise = Decimal(chance.randint(0, 60)) / 1000
            share = (abs(pace) if counts else pace) * (year - indicator.baseline_year) / span + noise
            value = (
                max(value, start + (target - start) * share) if counts else start + (target - start) * share
            )
        said[year] = _saying(year, value.quantize(step), shape.every, chance, newest=year == years[-1])
    return said


def _saying(year: int, value: Decimal, every: int, chance: Random, *, newest: bool) -> Said:
    if year % every:
        return {"value_state": ValueState.NOT_SURVEYED, "note": "調査のない年度のため"}
    roll = chance.randint(1, 1000)
    if roll <= 10:
        return {"value_state": ValueState.UNMEASURABLE, "note": "台帳を失ったため"}
    if roll <= 15:
        return {"value_state": ValueState.NOT_APPLICABLE, "note": "事業を休んだため"}
    if newest and roll <= 60:
        return {
            "value_state": ValueState.UNPUBLISHED,
            "note": "県の公表を待つため",
            "expected_on": date(year + 1, 12, 20),
        }
    note = "台帳を数えた" if roll % 3 == 0 else ""
    found: Said = {
        "value_state": ValueState.ACTUAL,
        "value": value,
        "note": note,
        "as_of": date(year + 1, 3, 31),
    }
    if newest and roll <= 160:
        state = ValueState.PROVISIONAL if roll <= 120 else ValueState.ESTIMATE
        found |= {"value_state": state, "expected_on": date(year + 1, 9, 30)}
    return found


def _result(indicator: Indicator, year: int, worker: User, state: str, place: int, **said: Any) -> Result:
    sent_in = state != State.DRAFT
    at = _typed_at(year)
    return Result(
        indicator=indicator,
        year=year,
        number=1,
        kind=Kind.FIRST,
        state=state,
        version={State.DRAFT: 1, State.SUBMITTED: 2, State.RETURNED: 3, State.PUBLISHED: 3}[State(state)],
        entered_by=worker,
        edited_by=worker,
        edited_at=at,
        submitted_by=worker if sent_in else None,
        submitted_at=at + timedelta(minutes=place) if sent_in else None,
        return_reason="内訳を確かめてください" if state == State.RETURNED else "",
        **said,
    )


def _change(wrong: Result) -> Result:
    """A published 訂正 of it, one step of its last digit away, of the autumn after."""
    assert wrong.value is not None
    at = _published_at(wrong.year) + timedelta(days=100)
    return Result(
        indicator=wrong.indicator,
        year=wrong.year,
        number=2,
        kind=Kind.CORRECTION,
        reason="二重に数えていた",
        state=State.PUBLISHED,
        value_state=wrong.value_state,
        value=wrong.value + Decimal(1).scaleb(-wrong.indicator.decimals),
        note=wrong.note,
        as_of=wrong.as_of,
        version=3,
        entered_by=wrong.entered_by,
        edited_by=wrong.edited_by,
        edited_at=at,
        submitted_by=wrong.submitted_by,
        submitted_at=at,
    )


def _publication(result: Result, publisher: User, batch: Batch | None) -> Publication:
    at = result.edited_at + timedelta(days=2) if batch is None else _published_at(result.year)
    return Publication(
        **{name: getattr(result, name) for name in SAID_FIELDS},
        result=result,
        batch=batch,
        published_at=at,
        published_by=publisher,
    )


def _log(result: Result, publisher: User) -> list[Event]:
    """The lines of its way so far, as workflow/review/ writes them."""
    way: list[tuple[Event.Action, str, str, User | None]] = [
        (Event.Action.CREATED, "", State.DRAFT, result.entered_by)
    ]
    if result.state != State.DRAFT:
        way.append((Event.Action.SUBMITTED, State.DRAFT, State.SUBMITTED, result.submitted_by))
    if result.state == State.RETURNED:
        way.append((Event.Action.SENT_BACK, State.SUBMITTED, State.RETURNED, publisher))
    if result.state == State.PUBLISHED:
        way.append((Event.Action.PUBLISHED, State.SUBMITTED, State.PUBLISHED, publisher))
    detail = {"after": snapshot(result)}
    return [
        Event(
            at=result.edited_at + timedelta(minutes=minutes),
            by=who,
            action=action,
            indicator=result.indicator,
            year=result.year,
            number=result.number,
            from_state=before,
            to_state=after,
            reason=result.reason or (result.return_reason if action == Event.Action.SENT_BACK else ""),
            detail=detail,
        )
        for minutes, (action, before, after, who) in enumerate(way)
    ]
