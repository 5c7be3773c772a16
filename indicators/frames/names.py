"""Names and other words beside the figures, as they were on a past day: read from the history of their rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from indicators.models import ComparisonSeries, Indicator
from measures.models import BasicPolicy, Department, Measure
from measures.past import words

Record = dict[str, Any]

INDICATOR = (
    "name",
    "unit",
    "decimals",
    "direction",
    "counting",
    "meaning",
    "remark",
    "lead_confirmed",
    "lead_department_id",
    "year_kind",
    "first_year",
    "last_year",
    "end_reason",
    "ended_on",
    "successor_id",
    "continues_id",
    "same_basis",
)


# What a row calls the first and the last year of an indicator: a rule's first year stands there too.
_YEARS = {"begins": "first_year", "ends": "last_year"}


def series_as_they_were(records: Sequence[Record], as_of: datetime) -> Sequence[Record]:
    """Records of Source.comparisons() with name and source of their series in the words of that moment."""
    if not records:
        return records
    states = words(ComparisonSeries, ("name", "source"), as_of)
    named = {"series": "name", "series_source": "source"}
    return [{**record, **_as(named, states.get(record["series_id"], {}))} for record in records]


def as_they_were(records: Sequence[Record], as_of: datetime) -> Sequence[Record]:
    """The records of Source.indicators() in the words of that moment; five queries, however many there are.

    What has no history that far back is in the oldest words that are known.
    """
    indicators = words(Indicator, INDICATOR, as_of)
    measures = words(Measure, ("name", "policy_id"), as_of)
    policies = words(BasicPolicy, ("name", "number"), as_of)
    departments = words(Department, ("name", "slug"), as_of)
    asked = ("pk", "measure", "measure__policy", "measure__number", "letter")
    places = {pk: place for pk, *place in Indicator.objects.values_list(*asked)}
    followed = {state["successor_id"] for state in indicators.values()}
    found = []
    for record in records:
        pk = record["indicator_id"]
        measure, policy, *_ = places[pk]
        own, then = dict(indicators.get(pk, {})), measures.get(measure, {})
        lead = departments.get(own.pop("lead_department_id", None), {})
        own |= {name: own.pop(field) for name, field in _YEARS.items() if field in own}
        if "successor_id" in own:
            _, _, number, letter = places.get(own.pop("successor_id"), (None, None, "", ""))
            own["successor"] = f"{number}{letter}"
        found.append(
            {
                **record,
                **own,
                "follows": record["follows"] or pk in followed,
                **_as({"measure_name": "name"}, then),
                **_as(
                    {"policy_name": "name", "policy_number": "number"},
                    policies.get(then.get("policy_id", policy), {}),
                ),
                **_as({"department": "name", "department_slug": "slug"}, lead),
            }
        )
    return found


def _as(names: Mapping[str, str], state: Record) -> Record:
    return {name: state[field] for name, field in names.items() if field in state}
