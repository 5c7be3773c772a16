"""What is read from the database: one query a kind of record, whatever the number of indicators."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from indicators.frames.names import as_they_were, series_as_they_were
from indicators.frames.reading import Record, read
from indicators.models import (
    RULES_OF_INDICATOR,
    ComparisonValue,
    DatedRule,
    Indicator,
    Publication,
    Result,
    Target,
    WorkflowState,
)
from indicators.models.reviewed import OPEN_STATES

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
# What every dated rule says of itself.
DECIDED = ("first_year", "decided_on", "reason", "published_at")


@dataclass(frozen=True)
class Source:
    """The records of some indicators, all where none are named, as of a moment, None for now. `wide`: see read()."""

    only: QuerySet[Indicator] | None = None
    as_of: datetime | None = None
    wide: bool = False

    @property
    def chosen(self) -> QuerySet[Indicator]:
        return Indicator.objects.all() if self.only is None else self.only

    def indicators(self) -> list[Record]:
        """Each with its measure, policy, plan and lead department, in the plan's order; in the words of then."""
        found = self._read(self.chosen.order_by("measure__number", "letter"), INDICATOR_FIELDS)
        for record in found:
            record["code"] = f"{record['measure_number']}{record.pop('letter')}"
        return found if self.as_of is None else as_they_were(found, self.as_of)

    def publications(self) -> list[Record]:
        """Every published record of the chains, oldest first, with the batch that it went out with."""
        found = self._of_chosen(Publication).filter(self._out()).order_by("indicator_id", "year", "number")
        batch = {"batch_id": "batch_id", "batch__title": "batch_title", "batch__announced_on": "announced_on"}
        return self._read(found, {**_same((*SAID_FIELDS, "published_at")), **batch})

    def open_results(self) -> list[Record]:
        """The working records that are not published yet: at most one a value."""
        found = self._of_chosen(Result).filter(state__in=OPEN_STATES).order_by("indicator_id", "year")
        return self._read(found, _same((*SAID_FIELDS, "state")))

    def rules(self, kind: type[DatedRule]) -> list[Record]:
        """Published rules of one kind, by what they are rules of and the first year that they apply to.

        Of thresholds every plan's; the plan's own baseline is the indicator's.
        """
        owner = f"{kind.chain[0]}_id"
        known = self._of_chosen(kind) if kind in RULES_OF_INDICATOR else kind._default_manager.all()
        found = known.filter(self._out()).order_by(owner, *kind.chain[1:], "first_year")
        return self._read(found, _same((owner, *kind.content, *DECIDED)))

    def comparisons(self, *, drafts: bool = False) -> list[Record]:
        """Every published figure of the indicators' series, oldest first; with `drafts` the open ones too.

        An indicator whose first target is still a draft is not public, and nothing beside it is.
        """
        public = Target.objects.filter(self._out()).values("indicator_id")
        out = Q(state=WorkflowState.PUBLISHED) & self._out()
        found = ComparisonValue.objects.filter(
            out | Q(state__in=OPEN_STATES) if drafts else out,
            series__indicator__in=self.chosen,
        ).filter(series__indicator__in=public)
        ordered = found.order_by("series__indicator_id", "series_id", "year", "number")
        records = self._read(ordered, COMPARISON_FIELDS)
        return records if self.as_of is None else series_as_they_were(records, self.as_of)

    def _of_chosen(self, model: type[Any]) -> QuerySet[Any]:
        known: QuerySet[Any] = model.objects.all()
        return known if self.only is None else known.filter(indicator__in=self.only)

    def _out(self) -> Q:
        """Published by then."""
        return Q(published_at__isnull=False) if self.as_of is None else Q(published_at__lte=self.as_of)

    def _read(self, queryset: QuerySet[Any], columns: Mapping[str, str]) -> list[Record]:
        return read(queryset, columns, wide=self.wide)


def grouped(records: Iterable[Record], key: str) -> Mapping[Any, list[Record]]:
    groups: dict[Any, list[Record]] = {}
    for record in records:
        groups.setdefault(record[key], []).append(record)
    return groups


def _same(fields: Iterable[str]) -> dict[str, str]:
    return {field: field for field in fields}
