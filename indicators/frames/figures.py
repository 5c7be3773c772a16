"""Builds the rows: what was published or typed, beside the plan's figures, with the verdict of each year."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet

from indicators.frames.interim_targets import Interim
from indicators.frames.interim_targets import in_force as interims_in_force
from indicators.frames.reading import Record, without_padding
from indicators.frames.row import Overdue, Row, Superseded
from indicators.frames.sources import Asked, Source, grouped
from indicators.frames.trajectory import Trajectory, in_force
from indicators.models import (
    RULE_KINDS,
    Baseline,
    DatedRule,
    Indicator,
    InterimTarget,
    Kind,
    Result,
    Target,
    Threshold,
)
from indicators.numbers import format_number
from indicators.progress import (
    SLIGHTLY_BEHIND_FROM,
    Judgement,
    ValueState,
    effective_baseline,
    judge,
    next_due,
)
from measures.fiscal_year import FiscalYear

REVISED_ROAD = "目標が改定されたので、改定の前の最後の実績を起点にして測る"
# A verdict is the same whenever it is asked for, and a page asks for every year of every indicator: those that were
# judged before are kept, as many as four plans of 400 indicators and ten years have.
_judge = lru_cache(maxsize=2**14)(judge)
_baseline = lru_cache(maxsize=2**11)(effective_baseline)
# What a record says of its value and its row shows as it is.
SAID = ("value", "value_state", "note", "as_of", "expected_on", "source", "source_url")
NOTHING_SAID: Record = {
    "value": None,
    "value_state": "",
    "note": "",
    "as_of": None,
    "expected_on": None,
    "source": "",
    "source_url": "",
    "kind": "",
    "number": 0,
    "reason": "",
    "published_at": None,
}
NO_DRAFTS: Mapping[int, Mapping[int, Record]] = {}


@dataclass(frozen=True)
class Rules:
    """What one indicator is judged by: records of each kind, by first year."""

    targets: Sequence[Record]
    baselines: Sequence[Record]
    interims: Sequence[Record]
    thresholds: Sequence[Record]


def published(asked: Asked = None, *, as_of: datetime | None = None, wide: bool = False) -> tuple[Row, ...]:
    """What citizens see, as of a moment: publications and published rules, nothing else.

    Every year of every indicator, all where none are named, by the plan's order and year. `wide`: see reading.read().
    """
    return _rows(asked if isinstance(asked, Source) else Source(asked, as_of, wide))


def working(indicators: QuerySet[Indicator] | None = None, *, wide: bool = False) -> tuple[Row, ...]:
    """What staff see: the open record where there is one, else what is published."""
    source = Source(indicators, wide=wide)
    of_each = grouped(source.open_results(), "indicator_id")
    drafts = {pk: {record["year"]: record for record in of_one} for pk, of_one in of_each.items()}
    return _rows(source, drafts)


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
    found = _rows(Source(indicators.filter(pk__in=typed)), drafts)
    return {row.indicator_id: row for row in found if row.year == year}


def publishing(results: Iterable[Result]) -> tuple[Row, ...]:
    """Every published row as it would be with these records out; nothing is stored."""
    drafts: dict[int, dict[int, Record]] = {}
    for result in results:
        said = {name: getattr(result, name) for name in NOTHING_SAID if name != "published_at"}
        said["value"] = None if result.value is None else without_padding(result.value)
        drafts.setdefault(result.indicator_id, {})[result.year] = {**said, "state": result.state}
    return _rows(Source(), drafts)


def assuming(indicators: QuerySet[Indicator], drafts: Sequence[DatedRule]) -> tuple[Row, ...]:
    """The published rows as they would be with these drafts of rules published; nothing is stored.

    RuleError where the rule refuses them.
    """
    return _rows(Source(indicators), assumed=drafts)


def _dated(kind: type[DatedRule], source: Source, assumed: Iterable[DatedRule]) -> Mapping[Any, list[Record]]:
    """Records of one kind by indicator (thresholds: by plan), each list by first year; drafts stand among them."""
    owner = f"{kind.chain[0]}_id"
    drafts = [
        {name: getattr(draft, name) for name in (owner, *kind.content, "first_year", "decided_on")}
        for draft in assumed
        if isinstance(draft, kind)
    ]
    return grouped(sorted([*source.rules(kind), *drafts], key=itemgetter("first_year")), owner)


def _rows(
    source: Source, drafts: Mapping[int, Mapping[int, Record]] = NO_DRAFTS, assumed: Sequence[DatedRule] = ()
) -> tuple[Row, ...]:
    chains = grouped(source.publications(), "indicator_id")
    dated = {kind: _dated(kind, source, assumed) for kind in RULE_KINDS}
    found: list[Row] = []
    for plan_side in source.indicators():
        pk = plan_side["indicator_id"]
        if pk not in dated[Target]:
            continue  # an indicator whose first target is still a draft is not public, and has no road to show
        rules = Rules(
            dated[Target][pk],
            dated[Baseline].get(pk, ()),
            dated[InterimTarget].get(pk, ()),
            dated[Threshold].get(plan_side["plan_id"], ()),
        )
        shown = {name: cell for name, cell in plan_side.items() if name != "plan_id"}
        found += _rows_of(shown, rules, grouped(chains.get(pk, ()), "year"), drafts.get(pk, {}), source.day)
    return tuple(found)


def _rows_of(
    plan_side: Record,
    rules: Rules,
    chains: Mapping[int, Sequence[Record]],
    drafts: Mapping[int, Record],
    day: date,
) -> Iterator[Row]:
    """All years of one indicator, in order: the plan's, and every other year with a record."""
    plan_years = range(plan_side["plan_first_year"], plan_side["plan_last_year"] + 1)
    trajectory = Trajectory(plan_side, rules.targets, rules.baselines)
    values: dict[int, Decimal | None] = {}
    for year in sorted({*plan_years, *chains, *drafts}):
        chain, draft = chains.get(year, ()), drafts.get(year)
        said = _said(chain, draft)
        target, given = in_force(rules.targets, year), trajectory.baseline_of(year)
        road = trajectory.of(target, year)
        verdict, interim = _judged(plan_side, rules, target, road, said, year)
        judged_before = trajectory.newest
        trajectory.note(year, said, verdict)
        values[year] = said["value"]
        before = values.get(year - 1)
        yield Row(
            **{**plan_side, **given},  # a revised baseline instead of the plan's own
            baseline=_baseline(counting=road["counting"], baseline=road["baseline"]),
            baseline_year=road["baseline_year"],
            target=target["value"],
            target_year=target["target_year"],
            target_label=target["label"],
            target_first_year=target["first_year"],
            target_decided_on=None if target is rules.targets[0] else target["decided_on"],
            slightly_behind_from=_threshold(rules.thresholds, year),
            **_printed(plan_side, rules.targets[0]),
            year=year,
            **{name: said[name] for name in SAID},
            **_verdict_columns(verdict, said, road, given, _revisions(plan_side, road, given, rules, target)),
            **_published_columns(chain, year, day),
            workflow_state=draft["state"] if draft else ("published" if chain else ""),
            unpublished=draft is not None,
            previous_value=before,
            change=None if before is None or said["value"] is None else said["value"] - before,
            interim=interim,
            judged_before=judged_before,
        )


def _printed(plan_side: Record, first: Record) -> Record:
    """What the plan prints: the baseline of the indicator itself, and the target that applied first."""
    return {
        "plan_baseline": plan_side["printed_baseline"],
        "plan_baseline_year": plan_side["printed_baseline_year"],
        "plan_baseline_label": plan_side["baseline_label"],
        "plan_target": first["value"],
        "plan_target_year": first["target_year"],
        "plan_target_label": first["label"],
    }


def _said(chain: Sequence[Record], draft: Record | None) -> Record:
    """What is said of a year: by the draft, else by the newest of its chain."""
    said = {**NOTHING_SAID, **(chain[-1] if chain else {}), **(draft or {})}
    if said["value"] is not None and not said["value_state"]:
        said["value_state"] = ValueState.ACTUAL.value  # a draft whose state is not chosen yet: judged as one
    return said


def _judged(
    plan_side: Record, rules: Rules, target: Record, road: Record, said: Record, year: int
) -> tuple[Judgement, Interim]:
    """The verdict of a year, and the interim targets that it went by."""
    interim = interims_in_force(
        rules.interims,
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
        slightly_behind_from=_threshold(rules.thresholds, year),
        **road,
    )
    return verdict, interim


def _published_columns(chain: Sequence[Record], year: int, day: date) -> Record:
    """Of the record that citizens see, whatever draft lies on top of it. `day`: on which it is shown."""
    record = chain[-1] if chain else NOTHING_SAID
    due = next_due(record["value_state"], year, record["expected_on"])
    return {
        "kind": record["kind"],
        "number": record["number"],
        "change_reason": record["reason"],
        "published_at": record["published_at"],
        "superseded": _superseded(chain),
        "due_on": due,
        "overdue": () if due is None or day <= due else (Overdue(year, due),),
    }


def _threshold(thresholds: Sequence[Record], year: int) -> Decimal:
    return in_force(thresholds, year)["value"] if thresholds else SLIGHTLY_BEHIND_FROM


def _verdict_columns(
    verdict: Judgement, said: Record, road: Record, given: Record, revisions: tuple[str, ...]
) -> Record:
    columns: Record = {
        "verdict": verdict.verdict.value,
        "rule": verdict.rule.value,
        "reason": verdict.reason,
        "expected": verdict.expected,
        "progress": verdict.progress,
        "expected_progress": verdict.expected_progress,
        "margin": verdict.margin,
        "trace": (*revisions, *verdict.trace),
        "applies": verdict.applies,
    }
    if _starts_anew(road, given):
        # The rule knows one starting point and calls it 現状値; here it is a later value than the baseline.
        columns["reason"] = verdict.reason.replace("現状値", "起点")
        columns["trace"] = (*revisions, *(line.replace("現状値", "起点") for line in verdict.trace))
    if said["kind"] == Kind.WITHDRAWAL and said["value"] is None:
        columns["reason"] = "値は取り下げられました。"
    return columns


def _starts_anew(road: Record, given: Record) -> bool:
    return bool(road["baseline_year"] != given["printed_baseline_year"])


def _revisions(
    plan_side: Record, road: Record, given: Record, rules: Rules, target: Record
) -> tuple[str, ...]:
    """What of the verdict's figures is not as the plan prints it: since when, from which day, and what is printed."""
    first, decimals = rules.targets[0], plan_side["decimals"]
    lines = []
    if _starts_anew(road, given):
        lines.append(REVISED_ROAD)
    elif given["baseline_first_year"] is not None:
        printed = format_number(plan_side["printed_baseline"], decimals=decimals)
        since = _since(given["baseline_first_year"], given["baseline_decided_on"])
        lines.append(f"現状値は、{since}（計画に書かれた現状値は {printed}、{plan_side['baseline_label']}）")
    if target is not first:
        printed = format_number(first["value"], decimals=decimals)
        until = FiscalYear(first["target_year"]).wareki
        since = _since(target["first_year"], target["decided_on"])
        lines.append(f"目標は、{since}（計画に書かれた目標は {printed}、{until}）")
    return tuple(lines)


def _since(first_year: int, decided_on: date | None) -> str:
    day = f"{decided_on.year}年{decided_on.month}月{decided_on.day}日に決め、" if decided_on else ""
    return f"{day}{FiscalYear(first_year).wareki}の判定から見直された値"


def _superseded(chain: Sequence[Record]) -> tuple[Superseded, ...]:
    """Each record whose successor corrected, revised or withdrew it; 確定 and 更新 strike nothing."""
    return tuple(
        Superseded(old["value"], old["value_state"], new["kind"], new["published_at"])
        for old, new in pairwise(chain)
        if Kind(new["kind"]).is_correction
    )
