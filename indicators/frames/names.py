"""Names and other words beside the figures, as they were on a past day: read from the history of their rows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models

from indicators.models import Indicator
from measures.models import BasicPolicy, Department, Measure

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
)


def as_they_were(records: list[Record], as_of: datetime) -> list[Record]:
    """The records of sources.indicator_records() in the words of that moment; five queries, however many there are.

    What has no history that far back is in the oldest words that are known.
    """
    indicators = _states(Indicator, INDICATOR, as_of)
    measures = _states(Measure, ("name",), as_of)
    policies = _states(BasicPolicy, ("name",), as_of)
    departments = _states(Department, ("name", "slug"), as_of)
    places = {pk: place for pk, *place in Indicator.objects.values_list("pk", "measure", "measure__policy")}
    found = []
    for record in records:
        pk = record["indicator_id"]
        measure, policy = places[pk]
        words = dict(indicators.get(pk, {}))
        lead = departments.get(words.pop("lead_department_id", None), {})
        found.append(
            {
                **record,
                **words,
                **_as({"measure_name": "name"}, measures.get(measure, {})),
                **_as({"policy_name": "name"}, policies.get(policy, {})),
                **_as({"department": "name", "department_slug": "slug"}, lead),
            }
        )
    return found


def _states(
    model: type[models.Model], fields: tuple[str, ...], as_of: datetime
) -> Mapping[int | None, Record]:
    """Each row's id → its fields as they stood then, by one query."""
    history: Any = getattr(model, "history")  # noqa: B009 (django-stubs does not know it)
    found: dict[int | None, Record] = {}
    for record in history.order_by("history_date", "history_id").values("id", "history_date", *fields):
        pk, since = record.pop("id"), record.pop("history_date")
        if pk not in found or since <= as_of:
            found[pk] = record
    return found


def _as(names: Mapping[str, str], state: Record) -> Record:
    return {name: state[field] for name, field in names.items() if field in state}
