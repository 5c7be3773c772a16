"""Builds the frame: what was published or typed, beside the plan's figures, with the verdict of each year."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import Any

import pandas as pd
from django.db.models import QuerySet

from indicators.frames import sources
from indicators.frames.interims import in_force
from indicators.frames.narrow import rows
from indicators.frames.row import COLUMNS, Row, Struck
from indicators.frames.sources import Record, grouped
from indicators.models import Indicator, InterimTarget, Kind, Target
from indicators.progress import (
    SLIGHTLY_BEHIND_FROM,
    Counting,
    Judgement,
    RuleError,
    ValueState,
    check_rule,
    effective_baseline,
    judge,
)

REVISED_ROAD = "目標が改定されたので、改定の前の最後の実績を起点にして測る"
# A verdict is the same whenever it is asked for, and a page asks for every year of every indicator: those that were
# judged before are kept, as many as four plans of 400 indicators and ten years have.
_judge = lru_cache(maxsize=2**14)(judge)
_baseline = lru_cache(maxsize=2**11)(effective_baseline)
NOTHING_SAID: Record = {
    "value": None,
    "value_state": "",
    "note": "",
    "as_of": None,
    "expected_on": None,
    "kind": "",
    "number": 0,
    "reason": "",
    "published_at": None,
}


def published(
    indicators: QuerySet[Indicator] | None = None, *, as_of: datetime | None = None
) -> pd.DataFrame:
    """What citizens see, as of a moment: publications, published targets and thresholds, nothing else."""
    return _frame(_all_if_none(indicators), drafts={}, as_of=as_of)


def working(indicators: QuerySet[Indicator] | None = None) -> pd.DataFrame:
    """What staff see: the open record where there is one, else what is published."""
    chosen = _all_if_none(indicators)
    of_each = grouped(sources.open_result_records(chosen), "indicator_id")
    drafts = {pk: {record["year"]: record for record in of_one} for pk, of_one in of_each.items()}
    return _frame(chosen, drafts=drafts, as_of=None)


def preview(indicator: Indicator, year: int, value: Decimal | None, value_state: str) -> Row:
    """The row that a typed value would get; nothing is stored. Its year before is the published one."""
    typed = {indicator.pk: (value, value_state)}
    return previews(Indicator.objects.filter(pk=indicator.pk), year, typed)[indicator.pk]


def previews(
    indicators: QuerySet[Indicator], year: int, typed: Mapping[int, tuple[Decimal | None, str]]
) -> dict[int, Row]:
    """The same of many: by the indicator's id, value and state as typed. As many queries as for one."""
    drafts = {
        pk: {year: {**NOTHING_SAID, "value": value, "value_state": state, "state": "draft"}}
        for pk, (value, state) in typed.items()
    }
    frame = _frame(indicators.filter(pk__in=typed), drafts=drafts, as_of=None)
    return {row.indicator_id: row for row in rows(frame) if row.year == year}


def assuming(
    indicator: Indicator, *, targets: Iterable[Target] = (), interims: Iterable[InterimTarget] = ()
) -> list[Row]:
    """The published rows as they would be with these drafts of rules published; nothing is stored.

    RuleError where the rule refuses them.
    """
    frame = _frame(
        Indicator.objects.filter(pk=indicator.pk),
        drafts={},
        as_of=None,
        more_targets=[
            {
                "indicator_id": indicator.pk,
                **{name: getattr(draft, name) for name in ("value", "target_year", "label", "first_year")},
            }
            for draft in targets
        ],
        more_interims=[
            {
                "indicator_id": indicator.pk,
                "year": draft.year,
                "value": draft.value,
                "first_year": draft.first_year,
            }
            for draft in interims
        ],
    )
    return rows(frame)


def _all_if_none(indicators: QuerySet[Indicator] | None) -> QuerySet[Indicator]:
    return Indicator.objects.all() if indicators is None else indicators


def _frame(
    indicators: QuerySet[Indicator],
    *,
    drafts: Mapping[int, Mapping[int, Record]],
    as_of: datetime | None,
    more_targets: Sequence[Record] = (),
    more_interims: Sequence[Record] = (),
) -> pd.DataFrame:
    chains = grouped(sources.publication_records(indicators, as_of), "indicator_id")
    targets = grouped(
        sorted([*sources.target_records(indicators, as_of), *more_targets], key=itemgetter("first_year")),
        "indicator_id",
    )
    interims = grouped([*sources.interim_records(indicators, as_of), *more_interims], "indicator_id")
    thresholds = grouped(sources.threshold_records(as_of), "plan_id")
    records: list[Record] = []
    for plan_side in sources.indicator_records(indicators, as_of):
        pk = plan_side["indicator_id"]
        if pk not in targets:
            continue  # an indicator whose first target is still a draft is not public, and has no road to show
        rules = thresholds.get(plan_side["plan_id"], [])
        of_years = grouped(chains.get(pk, []), "year")
        records += _rows_of(plan_side, targets[pk], interims.get(pk, ()), rules, of_years, drafts.get(pk, {}))
    return pd.DataFrame(records, columns=list(COLUMNS), dtype=object)


def _rows_of(
    plan_side: Record,
    targets: Sequence[Record],
    interims: Sequence[Record],
    thresholds: Sequence[Record],
    chains: Mapping[int, Sequence[Record]],
    drafts: Mapping[int, Record],
) -> list[Record]:
    """All years of one indicator, in order: the plan's, and every other year with a record."""
    plan_years = range(plan_side["plan_first_year"], plan_side["plan_last_year"] + 1)
    roads = _Roads(plan_side, targets)
    own = {name: cell for name, cell in plan_side.items() if name != "plan_id"}
    found: list[Record] = []
    values: dict[int, Decimal | None] = {}
    for year in sorted({*plan_years, *chains, *drafts}):
        chain, draft = chains.get(year, ()), drafts.get(year)
        said = {**NOTHING_SAID, **(chain[-1] if chain else {}), **(draft or {})}
        if said["value"] is not None and not said["value_state"]:
            said["value_state"] = (
                ValueState.ACTUAL.value
            )  # a draft whose state is not chosen yet: judged as one
        target = _in_force(targets, year)
        road = roads.of(target)
        interim = in_force(
            interims,
            direction=plan_side["direction"],
            target=target,
            baseline_year=road["baseline_year"],
            year=year,
        )
        verdict = _judge(
            direction=plan_side["direction"],
            target=target["value"],
            target_year=target["target_year"],
            value=said["value"],
            year=year,
            state=said["value_state"] or ValueState.ACTUAL,
            interim=interim,
            slightly_behind_from=_threshold(thresholds, year),
            **road,
        )
        roads.note(year, said, verdict)
        values[year] = said["value"]
        before = values.get(year - 1)
        published_record = chain[-1] if chain else NOTHING_SAID
        found.append(
            {
                **own,
                "baseline": _baseline(counting=road["counting"], baseline=road["baseline"]),
                "baseline_year": road["baseline_year"],
                "target": target["value"],
                "target_year": target["target_year"],
                "target_label": target["label"],
                "target_first_year": target["first_year"],
                "year": year,
                **{name: said[name] for name in ("value", "value_state", "note", "as_of", "expected_on")},
                **_verdict_columns(
                    verdict, said, revised=road["baseline_year"] != plan_side["printed_baseline_year"]
                ),
                "kind": published_record["kind"],
                "number": published_record["number"],
                "change_reason": published_record["reason"],
                "published_at": published_record["published_at"],
                "struck": _struck(chain),
                "workflow_state": draft["state"] if draft else ("published" if chain else ""),
                "unpublished": draft is not None,
                "previous_value": before,
                "change": None if before is None or said["value"] is None else said["value"] - before,
                "newer_year": None,
                "newer_state": "",
                "interim": interim,
            }
        )
    return found


class _Roads:
    """From where the expected line starts: the plan's baseline, or for a revised target the last judged value
    before its first year (figures.md §5), unless that value has passed the revised target already."""

    def __init__(self, plan_side: Record, targets: Sequence[Record]) -> None:
        self.plan_side = plan_side
        self.first = targets[0]
        self.judged: list[tuple[int, Decimal]] = []

    def of(self, target: Record) -> dict[str, Any]:
        road = {
            "counting": self.plan_side["counting"],
            "baseline": self.plan_side["printed_baseline"],
            "baseline_year": self.plan_side["printed_baseline_year"],
        }
        start = next((point for point in reversed(self.judged) if point[0] < target["first_year"]), None)
        if target is self.first or start is None:
            return road
        counting = self.plan_side["counting"]
        revised: dict[str, Any] = {
            "counting": Counting.CUMULATIVE if counting == Counting.CUMULATIVE_FROM_ZERO else counting,
            "baseline": start[1],
            "baseline_year": start[0],
        }
        try:
            check_rule(
                direction=self.plan_side["direction"],
                target=target["value"],
                target_year=target["target_year"],
                **revised,
            )
        except RuleError:
            return road
        return revised

    def note(self, year: int, said: Record, verdict: Judgement) -> None:
        if said["value"] is not None and verdict.applies and ValueState(said["value_state"]).is_judged:
            self.judged.append((year, said["value"]))


def _in_force(dated: Sequence[Record], year: int) -> Record:
    """The newest that applies to `year`; years before the first are measured by the first."""
    return next((rule for rule in reversed(dated) if rule["first_year"] <= year), dated[0])


def _threshold(thresholds: Sequence[Record], year: int) -> Decimal:
    return _in_force(thresholds, year)["value"] if thresholds else SLIGHTLY_BEHIND_FROM


def _verdict_columns(verdict: Judgement, said: Record, *, revised: bool) -> Record:
    columns: Record = {
        "verdict": verdict.verdict.value,
        "rule": verdict.rule.value,
        "reason": verdict.reason,
        "expected": verdict.expected,
        "progress": verdict.progress,
        "expected_progress": verdict.expected_progress,
        "margin": verdict.margin,
        "trace": verdict.trace,
        "applies": verdict.applies,
    }
    if revised:
        # The rule knows one starting point and calls it 現状値; here it is a later value than the plan's.
        columns["reason"] = verdict.reason.replace("現状値", "起点")
        columns["trace"] = (REVISED_ROAD, *(line.replace("現状値", "起点") for line in verdict.trace))
    if said["kind"] == Kind.WITHDRAWAL and said["value"] is None:
        columns["reason"] = "値は取り下げられました。"
    return columns


def _struck(chain: Sequence[Record]) -> tuple[Struck, ...]:
    """Each record whose successor corrected, revised or withdrew it; 確定 strikes nothing."""
    return tuple(
        Struck(old["value"], old["value_state"], new["kind"], new["published_at"])
        for old, new in pairwise(chain)
        if new["kind"] != Kind.FINAL
    )
