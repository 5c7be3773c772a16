"""Rows as they would be: with a value that is typed, with records or drafts of rules out. Nothing is stored."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db.models import QuerySet

from indicators.frames.figures import NOTHING_SAID, rows_of
from indicators.frames.preparation import reads_drafts
from indicators.frames.reading import Record, without_padding
from indicators.frames.row import Row
from indicators.frames.sources import Asked, Source
from indicators.models import DatedRule, Indicator, Result, WorkflowState


def preview(
    indicator: Indicator,
    year: int,
    value: Decimal | None,
    value_state: str,
    *,
    after_waiting: bool = False,
) -> Row:
    """The row that a typed value would get; nothing is stored. Its year before is the published one.

    `after_waiting`: as if what is handed in of the years before had gone out first.
    """
    typed = {indicator.pk: (value, value_state)}
    one = Indicator.objects.filter(pk=indicator.pk)
    return previews(one, year, typed, after_waiting=after_waiting)[indicator.pk]


def previews(
    indicators: QuerySet[Indicator],
    year: int,
    typed: Mapping[int, tuple[Decimal | None, str]],
    *,
    after_waiting: bool = False,
) -> dict[int, Row]:
    """The same of many: by the indicator's id, value and state as typed. As many queries as for one."""
    drafts: dict[int, dict[int, Record]] = {
        pk: {
            year: {
                **NOTHING_SAID,
                "value": value and without_padding(value),
                "value_state": state,
                "state": "draft",
            }
        }
        for pk, (value, state) in typed.items()
    }
    source = Source(indicators.filter(pk__in=typed))
    if after_waiting:
        for record in source.open_results():
            if record["year"] < year and record["state"] == WorkflowState.SUBMITTED:
                drafts[record["indicator_id"]][record["year"]] = {**record, "goes_out": True}
    found = rows_of(source, drafts)
    return {row.indicator_id: row for row in found if row.year == year}


def publishing(asked: Asked, results: Iterable[Result]) -> tuple[Row, ...]:
    """The published rows as they would be with these records out; nothing is stored."""
    drafts: dict[int, dict[int, Record]] = {}
    for result in results:
        said = {name: getattr(result, name) for name in NOTHING_SAID if name != "published_at"}
        for name in ("value", "numerator", "denominator"):
            said[name] = None if said[name] is None else without_padding(said[name])
        drafts.setdefault(result.indicator_id, {})[result.year] = {
            **said,
            "state": result.state,
            "goes_out": True,
        }
    return rows_of(Source.of(asked), drafts)


def assuming(indicators: QuerySet[Indicator], drafts: Sequence[DatedRule]) -> tuple[Row, ...]:
    """The published rows as they would be with these drafts of rules published; nothing is stored.

    RuleError where the rule refuses them. Of a plan in preparation every draft is read as if it were out already.
    """
    return rows_of(Source(indicators), assumed=() if reads_drafts() else drafts)
