"""What is read from the database: one query a source, whatever the number of indicators.

read_frame of django-pandas with `verbose=False` (it would cache str() of foreign keys) and explicit field
names; figures stay Decimal and lose the zeros that the column adds.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django_pandas.io import read_frame

from indicators.frames.names import as_they_were, series_as_they_were
from indicators.models import (
    Baseline,
    ComparisonValue,
    Indicator,
    InterimTarget,
    Publication,
    Result,
    Target,
    Threshold,
    WorkflowState,
)
from indicators.models.result import OPEN_STATES

Record = dict[str, Any]

INDICATOR_FIELDS = {
    "pk": "indicator_id",
    "letter": "letter",
    "name": "name",
    "unit": "unit",
    "decimals": "decimals",
    "direction": "direction",
    "counting": "counting",
    "meaning": "meaning",
    "remark": "remark",
    "baseline_value": "printed_baseline",
    "baseline_label": "baseline_label",
    "baseline_year": "printed_baseline_year",
    "lead_confirmed": "lead_confirmed",
    "lead_department__name": "department",
    "lead_department__slug": "department_slug",
    "measure__number": "measure_number",
    "measure__name": "measure_name",
    "measure__policy__number": "policy_number",
    "measure__policy__name": "policy_name",
    "measure__policy__plan_id": "plan_id",
    "measure__policy__plan__first_year": "plan_first_year",
    "measure__policy__plan__last_year": "plan_last_year",
}
SAID_FIELDS = (
    "indicator_id",
    "year",
    "number",
    "kind",
    "reason",
    "value_state",
    "value",
    "note",
    "as_of",
    "expected_on",
)

# What every dated rule says of itself.
DECIDED = ("first_year", "decided_on", "reason", "published_at")


def indicator_records(indicators: QuerySet[Indicator], as_of: datetime | None = None) -> list[Record]:
    """Every indicator with its measure, policy, plan and lead department, in the plan's order; in the words of then."""
    ordered = indicators.order_by("measure__number", "letter")
    found = _read(ordered, tuple(INDICATOR_FIELDS), tuple(INDICATOR_FIELDS.values()))
    for record in found:
        record["code"] = f"{record['measure_number']}{record.pop('letter')}"
    return found if as_of is None else as_they_were(found, as_of)


def publication_records(indicators: QuerySet[Indicator], as_of: datetime | None) -> list[Record]:
    """Every published record of the chains, oldest first, with the batch that it went out with."""
    publications = Publication.objects.filter(indicator__in=indicators)
    if as_of is not None:
        publications = publications.filter(published_at__lte=as_of)
    fields = (*SAID_FIELDS, "published_at", "batch_id", "batch__title", "batch__announced_on")
    names = (*SAID_FIELDS, "published_at", "batch_id", "batch_title", "announced_on")
    return _read(publications.order_by("indicator_id", "year", "number"), fields, names)


def open_result_records(indicators: QuerySet[Indicator]) -> list[Record]:
    """The working records that are not published yet: at most one a value."""
    results = Result.objects.filter(indicator__in=indicators, state__in=OPEN_STATES)
    return _read(results.order_by("indicator_id", "year"), (*SAID_FIELDS, "state"))


def target_records(indicators: QuerySet[Indicator], as_of: datetime | None) -> list[Record]:
    """Published targets, by the first year that they apply to."""
    targets = Target.objects.filter(_published(as_of), indicator__in=indicators)
    fields = ("indicator_id", "value", "target_year", "label", *DECIDED)
    return _read(targets.order_by("indicator_id", "first_year"), fields)


def baseline_records(indicators: QuerySet[Indicator], as_of: datetime | None) -> list[Record]:
    """Published revisions of baselines, by the first year that they apply to; the plan's own is the indicator's."""
    baselines = Baseline.objects.filter(_published(as_of), indicator__in=indicators)
    fields = ("indicator_id", "value", "baseline_year", "label", *DECIDED)
    return _read(baselines.order_by("indicator_id", "first_year"), fields)


def interim_records(indicators: QuerySet[Indicator], as_of: datetime | None) -> list[Record]:
    """Published interim targets, by the year that they are for and the first year that they apply to."""
    interims = InterimTarget.objects.filter(_published(as_of), indicator__in=indicators)
    fields = ("indicator_id", "year", "value", *DECIDED)
    return _read(interims.order_by("indicator_id", "year", "first_year"), fields)


COMPARISON_FIELDS = {
    "series__indicator_id": "indicator_id",
    "series_id": "series_id",
    "series__name": "series",
    "series__source": "series_source",
    "year": "year",
    "number": "number",
    "value": "value",
    "source": "source",
    "note": "note",
    "reason": "reason",
    "state": "state",
    "published_at": "published_at",
}


def comparison_records(
    indicators: QuerySet[Indicator], as_of: datetime | None, *, drafts: bool = False
) -> list[Record]:
    """Every published figure of the indicators' series, oldest first; with `drafts` the open ones too.

    An indicator whose first target is still a draft is not public, and nothing beside it is.
    """
    public = Target.objects.filter(_published(as_of)).values("indicator_id")
    known = ComparisonValue.objects.filter(series__indicator__in=indicators).filter(
        series__indicator__in=public
    )
    out = Q(state=WorkflowState.PUBLISHED) & _published(as_of)
    known = known.filter(out | Q(state__in=OPEN_STATES)) if drafts else known.filter(out)
    ordered = known.order_by("series__indicator_id", "series_id", "year", "number")
    found = _read(ordered, tuple(COMPARISON_FIELDS), tuple(COMPARISON_FIELDS.values()))
    return found if as_of is None else series_as_they_were(found, as_of)


def threshold_records(as_of: datetime | None) -> list[Record]:
    """Published thresholds of every plan, by the first year that they apply to."""
    thresholds = Threshold.objects.filter(_published(as_of))
    return _read(thresholds.order_by("plan_id", "first_year"), ("plan_id", "value", *DECIDED))


def grouped(records: Iterable[Record], key: str) -> Mapping[Any, list[Record]]:
    groups: dict[Any, list[Record]] = {}
    for record in records:
        groups.setdefault(record[key], []).append(record)
    return groups


def _published(as_of: datetime | None) -> Q:
    return Q(published_at__isnull=False) if as_of is None else Q(published_at__lte=as_of)


def _read(queryset: QuerySet[Any], fields: tuple[str, ...], names: tuple[str, ...] = ()) -> list[Record]:
    frame = read_frame(
        queryset.values_list(*fields),
        fieldnames=fields,
        column_names=names or None,
        verbose=False,
        coerce_float=False,
    )
    return [
        {name: _plain(cell) for name, cell in record.items()}
        for record in frame.astype(object).to_dict(orient="records")
    ]


def _plain(cell: Any) -> Any:
    """Python's own values: pandas marks what is missing by NaN or NaT, and dates by its Timestamp."""
    if isinstance(cell, Decimal):
        return _without_padding(cell)
    if cell is None or cell != cell:
        return None
    if isinstance(cell, float):
        return int(cell)  # an id beside missing ones; figures are Decimals and never come as floats
    return cell.to_pydatetime() if hasattr(cell, "to_pydatetime") else cell


def _without_padding(figure: Decimal) -> Decimal:
    """120.000000 → 120, 0.310000 → 0.31; the figure is the same, the column's zeros are gone."""
    if figure == figure.to_integral_value():
        return figure.quantize(Decimal(1))
    return figure.normalize()
