"""From where a verdict measures: the baseline in force, or for a revised target the last judged value (docs/progress.md §10)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from indicators.frames.reading import Record
from indicators.progress import Counting, Judgement, RuleError, ValueState, check_rule


class Trajectory:
    """The starting points of one indicator's verdicts, year by year in order.

    A revised target's line starts at the last judged value before its first year. The baseline in force starts it
    instead where its own year is not earlier than that value's, and where the value has passed the revised target
    already. Targets and baselines are records by their first years, published or assumed.
    """

    def __init__(
        self, plan_side: Record, targets: Sequence[Record], baselines: Sequence[Record] = ()
    ) -> None:
        self.plan_side = plan_side
        self.first = targets[0]
        self.baselines = baselines
        self.judged: list[tuple[int, Decimal]] = []

    def baseline_of(self, year: int) -> Record:
        """The baseline in force in a year, in the columns of Row: the plan's own before the first revision."""
        names = ("printed_baseline", "printed_baseline_year", "baseline_label")
        newest = next((one for one in reversed(self.baselines) if one["first_year"] <= year), None)
        if newest is None:
            printed = {name: self.plan_side[name] for name in names}
            return {**printed, "baseline_first_year": None, "baseline_decided_on": None}
        cells = (newest["value"], newest["baseline_year"], newest["label"])
        return {
            **dict(zip(names, cells, strict=True)),
            "baseline_first_year": newest["first_year"],
            "baseline_decided_on": newest["decided_on"],
        }

    def of(self, target: Record, year: int) -> dict[str, Any]:
        """counting, baseline and baseline_year, as judge() takes them, for the verdict of `year`."""
        given = self.baseline_of(year)
        counting = self.plan_side["counting"]
        road = {
            "counting": counting,
            "baseline": given["printed_baseline"],
            "baseline_year": given["printed_baseline_year"],
        }
        start = next((point for point in reversed(self.judged) if point[0] < target["first_year"]), None)
        if target is self.first or start is None or start[0] <= road["baseline_year"]:
            return road
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

    @property
    def newest(self) -> tuple[int, Decimal] | None:
        """The last judged value so far; where counting restarts, none of before the plan: it is another count."""
        first = self.plan_side["plan_first_year"]
        restarts = self.plan_side["counting"] == Counting.CUMULATIVE_FROM_ZERO
        point = self.judged[-1] if self.judged else None
        return None if point is None or (restarts and point[0] < first) else point

    def note(self, year: int, said: Record, verdict: Judgement) -> None:
        """Remember a judged value: a target that is revised later starts there."""
        if said["value"] is not None and verdict.applies and ValueState(said["value_state"]).is_judged:
            self.judged.append((year, said["value"]))


def in_force(dated: Sequence[Record], year: int) -> Record:
    """The newest that applies to `year`; years before the first are measured by the first."""
    return next((rule for rule in reversed(dated) if rule["first_year"] <= year), dated[0])
