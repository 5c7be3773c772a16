"""What is read from the database: one query a kind of record, whatever the number of indicators."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeAlias

from django.db import connections
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from indicators.frames.lineage import FOLLOWS, with_lineage
from indicators.frames.names import as_they_were, series_as_they_were
from indicators.frames.once import Records, once, once_a_state
from indicators.frames.preparation import drafts_read_as_out, reads_drafts
from indicators.frames.reading import Record, read
from indicators.models import (
    BatchCorrection,
    ComparisonValue,
    DatedRule,
    Drafted,
    Indicator,
    Publication,
    PublicRevision,
    Result,
    Target,
    WorkflowState,
    YearKind,
)
from indicators.models.reviewed import OPEN_STATES
from measures.fiscal_year import CalendarYear
from measures.models import Plan, PlanRevision


def _has_written() -> bool:
    """Whether the transaction that reads has changed something. PostgreSQL counts the public revision up when it is
    committed, so that until then what it reads is not what the revision stands for."""
    reader = connections[PublicRevision.objects.db]
    if reader.vendor != "postgresql" or not reader.in_atomic_block:
        return False
    with reader.cursor() as cursor:
        cursor.execute("SELECT txid_current_if_assigned() IS NOT NULL")
        return bool(cursor.fetchone()[0])


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
    "year_kind": "year_kind",
    "first_year": "begins",
    "last_year": "ends",
    "end_reason": "end_reason",
    "ended_on": "ended_on",
    "successor__measure__number": "successor_measure",
    "successor__letter": "successor_letter",
    "continues_id": "continues_id",
    "same_basis": "same_basis",
    "follows": "follows",
    "lead_confirmed": "lead_confirmed",
    "lead_department__name": "department",
    "lead_department__slug": "department_slug",
    "measure__number": "measure_number",
    "measure__name": "measure_name",
    "measure__policy__number": "policy_number",
    "measure__policy__name": "policy_name",
    "measure__plan_id": "plan_id",
    "measure__plan__key": "plan_key",
    "measure__plan__name": "plan_name",
    "measure__plan__first_year": "plan_first_year",
    "measure__plan__last_year": "plan_last_year",
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
    "source",
    "source_url",
    "numerator",
    "denominator",
    "respondents",
    "shortfall_reason",
    "next_step",
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
BATCH_CORRECTION_FIELDS = (
    "batch_id",
    "old_title",
    "old_announced_on",
    "title",
    "announced_on",
    "reason",
    "published_at",
)


# What is called a year in a record, of whatever kind.
_YEARS = (
    *("year", "first_year", "target_year", "baseline_year", "survey_year"),
    *("printed_baseline_year", "begins", "ends"),
)


@dataclass(frozen=True)
class Source:
    """The records of a plan or of some indicators, as of a moment, None for now. `wide`: see read(); `later`: see earlier();
    `whole`: see part().

    Made for what one page asks, and given to each reader of frames that the page calls: so they speak of one moment, and
    what one of them read the next need not. It ends with the page.
    """

    about: "Plan | QuerySet[Indicator]"
    as_of: datetime | None = None
    wide: bool = False
    later: "Source | None" = None
    whole: "Source | None" = field(default=None, compare=False)
    known: dict[tuple[Any, ...], Records] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, asked: "Asked", as_of: datetime | None = None, *, wide: bool = False) -> "Source":
        """A source as it is; of a plan or of indicators the one that reads them, as of a moment."""
        return asked if isinstance(asked, Source) else cls(asked, as_of, wide)

    @property
    def plan(self) -> Plan | None:
        """None where some indicators are asked for, whatever plans they are of."""
        return self.about if isinstance(self.about, Plan) else None

    @property
    def plan_id(self) -> int | None:
        return None if self.plan is None else self.plan.pk

    def part(self, chosen: QuerySet[Indicator]) -> "Source":
        """Some of its indicators: out of what the process keeps of all of them, where it does, else read by themselves."""
        return Source(chosen, self.as_of, self.wide, whole=self)

    @cached_property
    def ids(self) -> frozenset[int]:
        """Of the indicators that are asked for."""
        return frozenset(self.chosen.values_list("pk", flat=True))

    def earlier(self, moment: datetime, codes: Collection[str] | None = None) -> "Source":
        """As of a moment before this one's, out of what this one reads: nothing is asked anew. `codes`: of these indicators alone.

        For rows alone, in the words of this one's day: verdicts hang on none of them.
        """
        found = replace(self, as_of=moment, later=self, whole=None, known={})
        if codes is not None:
            found.known[("indicators",)] = tuple(one for one in self.indicators() if one["code"] in codes)
        return found

    @property
    def state(self) -> tuple[tuple[int, str], date] | None:
        """The public state and day of what is read, asked for once; None where it is not a public plan's as a whole."""
        if ("state",) not in self.known:
            self.known[("state",)] = ({"state": self.state_now()},)
        found: tuple[tuple[int, str], date] | None = self.known[("state",)][0]["state"]
        return found

    def state_now(self) -> tuple[tuple[int, str], date] | None:
        """The same, asked for anew."""
        if self.plan is None or self.later or reads_drafts() or not self.plan.is_public:
            return None
        if _has_written():
            return None
        found = PublicRevision.objects.values_list("number", "stamp").first()
        return None if found is None else (found, self.day)

    @property
    def chosen(self) -> QuerySet[Indicator]:
        if isinstance(self.about, Plan):
            return Indicator.objects.filter(measure__plan=self.about)
        return self.about

    @property
    def day(self) -> date:
        """The day shown, in Japan: what is due is overdue from the day after."""
        return timezone.localdate(self.as_of)

    @once_a_state
    def indicators(self) -> Records:
        """Each with its measure, policy, plan and lead department, in the plan's order; in the words of then."""
        if self.later is not None:
            return self.later.indicators()
        ordered = self.chosen.order_by(
            "measure__plan__first_year", "measure__plan", "measure__number", "letter"
        )
        found = self._read(ordered.annotate(follows=FOLLOWS), INDICATOR_FIELDS)
        for record in found:
            if record["year_kind"] == YearKind.CALENDAR:
                _in_calendar_years(record)
            record["code"] = f"{record['measure_number']}{record.pop('letter')}"
            number, letter = record.pop("successor_measure"), record.pop("successor_letter")
            record["successor"] = "" if number is None else f"{number}{letter}"
        then = found if self.as_of is None else as_they_were(found, self.as_of)
        return tuple(with_lineage(then, self.as_of))

    @once_a_state
    def carried(self) -> Records:
        """Of an indicator that goes on counting as in the plan before, the last published figure there, by its own id."""
        going_on = {one["continues_id"]: one for one in self.indicators() if one["same_basis"]}
        if not going_on:
            return ()
        known = Publication.objects.filter(self._out(), indicator_id__in=going_on)
        said = self._read(known.order_by("year", "number"), _same(("indicator_id", "year", "value")))
        found = []
        for before in said:
            after = going_on[before["indicator_id"]]
            if any(one.comparable and one.year == before["year"] + 1 for one in after["breaks"]):
                found.append({**before, "indicator_id": after["indicator_id"]})
        return tuple(found)

    @once_a_state
    def publications(self) -> Records:
        """Every published record of the chains, oldest first, with the batch that it went out with.

        `said_anew`: title or day of that batch were corrected; the newest of them stand here.
        """
        if self.later is not None:
            return self._until(self.later.publications())
        found = self._of_chosen(Publication).filter(self._out()).order_by("indicator_id", "year", "number")
        corrected = Exists(BatchCorrection.objects.filter(self._out(), batch=OuterRef("batch_id")))
        batch = {"batch_id": "batch_id", "batch__title": "batch_title", "batch__announced_on": "announced_on"}
        columns = {**_same((*SAID_FIELDS, "published_at")), **batch, "said_anew": "said_anew"}
        records = self._read(found.annotate(said_anew=corrected), columns)
        is_any = any(record["said_anew"] for record in records)
        newest = {one["batch_id"]: one for one in self.batch_corrections()} if is_any else {}
        for record in records:
            if record["said_anew"]:
                said = newest[record["batch_id"]]
                record |= {"batch_title": said["title"], "announced_on": said["announced_on"]}
        return self._in_their_years(records)

    @once_a_state
    def revisions(self) -> Records:
        """Mid-plan revisions that are in, oldest first; where indicators are asked for, of every plan."""
        of_plan = Q() if self.plan is None else Q(plan=self.plan)
        known = PlanRevision.objects.filter(self._out(), of_plan).order_by("published_at", "pk")
        return self._read(known, _same(("title", "reason", "decided_on", "gathered", "published_at")))

    @once_a_state
    def batch_corrections(self) -> Records:
        """What batches were called and dated anew, oldest first."""
        found = BatchCorrection.objects.filter(self._out()).order_by("batch_id", "number")
        return self._read(found, _same(BATCH_CORRECTION_FIELDS))

    @once
    def open_results(self) -> Records:
        """The working records that are not published yet: at most one a value."""
        found = self._of_chosen(Result).filter(state__in=OPEN_STATES).order_by("indicator_id", "year")
        columns = {**_same((*SAID_FIELDS, "state")), "indicator__year_kind": "year_kind"}
        records = self._read(found, columns)
        for record in records:
            # Asked along, so that who knows the rest of an indicator need not read all of them for it.
            if record.pop("year_kind") == YearKind.CALENDAR:
                _in_calendar_years(record)
        return records

    @once_a_state
    def rules(self, kind: type[Drafted]) -> Records:
        """Published rows of one kind, by whose they are and the first year that they apply to, or when they went out.

        Of thresholds those of the plan, and of every plan where indicators are asked for; the plan's own baseline is the
        indicator's.
        """
        if self.later is not None:
            return self._until(self.later.rules(kind))
        owner = f"{kind.chain[0]}_id"
        if kind.chain[0] == "indicator":
            known = self._of_chosen(kind)
        else:
            owner_of = "plan" if kind.chain[0] == "plan" else f"{kind.chain[0]}__plan"
            of_plan = Q() if self.plan is None else Q(**{owner_of: self.plan})
            known = kind._default_manager.filter(of_plan)
        dated = ("first_year",) if issubclass(kind, DatedRule) else ("published_at", "pk")
        drafts = drafts_read_as_out(kind) if self.as_of is None else None
        out = self._out() if drafts is None else self._out() | drafts
        columns = _same((owner, *kind.content, *kind.decision, "published_at"))
        records = self._read(known.filter(out).order_by(owner, *kind.chain[1:], *dated), columns)
        for record in records if drafts is not None else ():
            record["published_at"] = record["published_at"] or timezone.now()
        return self._in_their_years(records)

    @once_a_state
    def comparisons(self) -> Records:
        """Every published figure of the indicators' series, oldest first.

        An indicator whose first target is still a draft is not public, and nothing beside it is.
        """
        return self._comparisons(Q())

    @once
    def comparisons_and_drafts(self) -> Records:
        """The open ones too."""
        return self._comparisons(Q(state__in=OPEN_STATES))

    def _comparisons(self, drafts: Q) -> Records:
        public = Target.objects.filter(self._out()).values("indicator_id")
        out = Q(state=WorkflowState.PUBLISHED) & self._out()
        found = ComparisonValue.objects.filter(out | drafts)
        found = found.filter(series__indicator__in=public)
        if self.plan is None:
            found = found.filter(series__indicator__in=self._ids())
        else:
            found = found.filter(series__indicator__measure__plan=self.plan)
        ordered = found.order_by("series__indicator_id", "series_id", "year", "number")
        records = self._in_their_years(self._read(ordered, COMPARISON_FIELDS))
        return records if self.as_of is None else tuple(series_as_they_were(records, self.as_of))

    def _in_their_years(self, records: Records) -> Records:
        """Years of what is counted by calendar year are CalendarYears, wherever they are shown."""
        calendar = {one["indicator_id"] for one in self.indicators() if one["year_kind"] == YearKind.CALENDAR}
        for record in records if calendar else ():
            if record.get("indicator_id") in calendar:
                _in_calendar_years(record)
        return records

    def _of_chosen(self, model: type[Any]) -> QuerySet[Any]:
        known: QuerySet[Any] = model.objects.all()
        if self.plan is None:
            return known.filter(indicator__in=self._ids())
        return known.filter(indicator__measure__plan=self.plan)

    def _ids(self) -> list[int] | QuerySet[Indicator]:
        # A short list, not a query within each query: that one is compiled, and planned, anew each time. Of an empty
        # list Django asks nothing, and how many queries a page makes would hang on its figures.
        return [record["indicator_id"] for record in self.indicators()] or self.chosen

    def _out(self) -> Q:
        """Published by then."""
        return Q(published_at__isnull=False) if self.as_of is None else Q(published_at__lte=self.as_of)

    def _until(self, records: Records) -> Records:
        return tuple(one for one in records if self.as_of is None or one["published_at"] <= self.as_of)

    def _read(self, queryset: QuerySet[Any], columns: Mapping[str, str]) -> Records:
        return tuple(read(queryset, columns, wide=self.wide))


Asked: TypeAlias = Plan | QuerySet[Indicator] | Source


def grouped(records: Iterable[Record], key: str) -> Mapping[Any, list[Record]]:
    groups: dict[Any, list[Record]] = {}
    for record in records:
        groups.setdefault(record[key], []).append(record)
    return groups


def _in_calendar_years(record: Record) -> None:
    record |= {name: CalendarYear(record[name]) for name in _YEARS if record.get(name) is not None}


def _same(fields: Iterable[str]) -> dict[str, str]:
    return {field: field for field in fields}
