"""What the rows of each indicator are worked out of: its records of every kind, out of one reading of all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from operator import attrgetter, itemgetter
from typing import Any

from indicators.frames.breaks import Break, BreakCause
from indicators.frames.reading import Record
from indicators.frames.sources import Source, grouped
from indicators.models import (
    RULE_KINDS,
    Baseline,
    DatedRule,
    InterimTarget,
    Recount,
    Rhythm,
    Target,
    Threshold,
)


@dataclass(frozen=True)
class Rules:
    """What one indicator is judged by: records of each kind, by first year."""

    targets: Sequence[Record]
    baselines: Sequence[Record]
    interims: Sequence[Record]
    rhythms: Sequence[Record]
    thresholds: Sequence[Record]
    recounts: Sequence[Record]


@dataclass(frozen=True)
class Inputs:
    """What the rows of one indicator are worked out of. `chain`: its publications; `carried`: see _rows_of()."""

    plan_side: Record
    rules: Rules
    chain: Sequence[Record]
    drafts: Mapping[int, Record]
    carried: Mapping[int, Decimal | None]

    def print_of(self, day: date) -> int:
        """A number that stands for all of it, and for the day that it is shown on. Of how it is written and not by Python's hash,
        to which −1 and −2 are the same."""
        rules = self.rules
        listed = (rules.targets, rules.baselines, rules.interims, rules.rhythms, rules.thresholds)
        said = (
            day,
            *self.plan_side.values(),
            *(tuple(record.values()) for of_kind in listed for record in of_kind),
            rules.recounts,
            *(tuple(record.values()) for record in self.chain),
            *(tuple(record.values()) for record in self.drafts.values()),
            *self.carried.items(),
        )
        return int.from_bytes(blake2b(repr(said).encode(), digest_size=16).digest())


def inputs_of(
    source: Source, drafts: Mapping[int, Mapping[int, Record]], assumed: Sequence[DatedRule]
) -> Iterator[Inputs]:
    """Of every indicator that is public, in the plan's order."""
    chains = grouped(source.publications(), "indicator_id")
    dated = {kind: _dated(kind, source, assumed) for kind in RULE_KINDS}
    recounts, carried = dated[Recount], grouped(source.carried(), "indicator_id")
    for plan_side in source.indicators():
        pk = plan_side["indicator_id"]
        if pk not in dated[Target]:
            continue  # an indicator whose first target is still a draft is not public, and has no road to show
        rules = Rules(
            dated[Target][pk],
            dated[Baseline].get(pk, ()),
            dated[InterimTarget].get(pk, ()),
            dated[Rhythm].get(pk, ()),
            dated[Threshold].get(plan_side["plan_id"], ()),
            recounts.get(pk, ()),
        )
        if breaks := [*plan_side["breaks"], *map(_recount, recounts.get(pk, ()))]:
            plan_side = {**plan_side, "breaks": tuple(sorted(breaks, key=attrgetter("year")))}
        before = {one["year"]: one["value"] for one in carried.get(pk, ())}
        yield Inputs(plan_side, rules, chains.get(pk, ()), drafts.get(pk, {}), before)


def _recount(record: Record) -> Break:
    return Break(record["first_year"], record["reason"].rstrip("。"), BreakCause.RECOUNT)


def _dated(kind: type[DatedRule], source: Source, assumed: Iterable[DatedRule]) -> Mapping[Any, list[Record]]:
    """Records of one kind by indicator (thresholds: by plan), each list by first year; drafts stand among them."""
    owner = f"{kind.chain[0]}_id"
    drafts = [
        {name: getattr(draft, name) for name in (owner, *kind.content, *kind.decision)}
        for draft in assumed
        if isinstance(draft, kind)
    ]
    return grouped(sorted([*source.rules(kind), *drafts], key=itemgetter("first_year")), owner)
