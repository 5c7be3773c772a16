"""From where a verdict measures: the baseline in force, or for a revised target the last judged value (docs/progress.md §10)."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from indicators.frames.reading import Record
from indicators.progress import Counting, Direction, Judgement, ValueState

Point = tuple[int, Decimal]  # year and figure


class Trajectory:
    """The starting points of one indicator's verdicts, year by year in order.

    A value that was counted otherwise starts no line across a recount: its figure in the new way does, where there is one.

    A revised target's line starts at the last judged value before its first year; the baseline in force starts it
    instead where its own year is not earlier than that value's. Where no baseline is in force a judged value is the start,
    `computed`. Targets and baselines are records by their first years, published or assumed. A limit knows no start.
    """

    def __init__(
        self,
        plan_side: Record,
        targets: Sequence[Record],
        baselines: Sequence[Record] = (),
        computed: Callable[[int], Point | None] = lambda since: None,
        recounts: Sequence[Record] = (),
    ) -> None:
        self.plan_side = plan_side
        self.first = targets[0]
        self.baselines = baselines
        self.computed = computed
        self.recounts = recounts
        self.judged: list[Point] = []

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
        """counting, and baseline with its year or start, as judge() takes them, for the verdict of `year`."""
        given = self.baseline_of(year)
        counting = self.plan_side["counting"]
        restarts = counting == Counting.CUMULATIVE_FROM_ZERO
        road: dict[str, Any] = {
            "counting": counting,
            "baseline": given["printed_baseline"],
            "baseline_year": given["printed_baseline_year"],
        }
        if Direction(self.plan_side["direction"]).is_limit:
            return road
        if restarts and road["baseline_year"] is None:
            road["baseline_year"] = self.plan_side["plan_first_year"] - 1
        before = (
            self.rebased(point, year) for point in reversed(self.judged) if point[0] < target["first_year"]
        )
        start = next(filter(None, before), None)
        if target is not self.first and start is not None and start[0] > (road["baseline_year"] or 0):
            return {"counting": Counting.CUMULATIVE if restarts else counting, "start": start}
        if road["baseline"] is None and not restarts:
            broken = self._recount(year)
            start = self.computed(0)
            if start is not None and start[0] <= year:
                start = self.rebased(start, year) or self.computed(broken["first_year"] if broken else 0)
            return {"counting": counting, "start": start}
        return road

    def rebased(self, point: Point, year: int) -> Point | None:
        """A judged value as it is counted in `year`: what the source counted anew, where it was counted otherwise, or None."""
        broken = self._recount(year)
        if broken is None or point[0] >= broken["first_year"]:
            return point
        anew = next((said for of, said in broken["rebased"] if of == point[0]), None)
        return None if anew is None else (point[0], Decimal(anew))

    def _recount(self, year: int) -> Record | None:
        """The newest that a year's figures are counted by."""
        return next((one for one in reversed(self.recounts) if one["first_year"] <= year), None)

    def newest_since(self, year: int | None) -> tuple[int, Decimal] | None:
        """The last judged value so far, none of before `year`, from which figures are of another kind (None: all are of one).

        Where counting restarts, none of before the plan: it is another count.
        """
        restarts = self.plan_side["counting"] == Counting.CUMULATIVE_FROM_ZERO
        first = max(self.plan_side["plan_first_year"] if restarts else 0, year or 0)
        point = self.judged[-1] if self.judged else None
        return None if point is None or point[0] < first else point

    def note(self, year: int, said: Record, verdict: Judgement) -> None:
        """Remember a judged value: a target that is revised later starts there."""
        if said["value"] is not None and verdict.applies and ValueState(said["value_state"]).is_judged:
            self.judged.append((year, said["value"]))


def in_force(dated: Sequence[Record], year: int) -> Record:
    """The newest that applies to `year`; years before the first are measured by the first."""
    return next((rule for rule in reversed(dated) if rule["first_year"] <= year), dated[0])


def computed_start(said: Mapping[int, Record], plan_first_year: int, since: int = 0) -> Point | None:
    """Where no baseline is printed: the newest judged value of before the plan, else the earliest of its years.

    None of before `since`: it was counted otherwise.
    """
    judged = [
        (year, one["value"])
        for year, one in sorted(said.items())
        if year >= since and one["value"] is not None and ValueState(one["value_state"]).is_judged
    ]
    before = [point for point in judged if point[0] < plan_first_year]
    return before[-1] if before else judged[0] if judged else None
