"""The geometry of the bullet chart (docs/look.md §2): where its marks stand on a line of 0–100. Floats are coordinates only."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.progress import Direction

# Where the limit stands on its bullet chart, in per cent: the allowed side gets more room.
_LIMIT_AT = {"at_most": 62.0, "at_least": 38.0}
# The two limits of a range.
_RANGE_AT = (33.0, 67.0)
# A limit's scale spans at least this share of the limit to its narrow side: 89.8 beside 90 looks near.
_LEAST_SPAN = 0.05
_HEADROOM = 1.25


@dataclass(frozen=True, slots=True)
class BulletChart:
    """Places on a line of 0–100: `ring` the value, `due` the expected value, `goal` the target or the limit, `other_goal` the
    upper one of a range.

    `out` is "low" or "high" where the value lies beyond an end and the ring stands on that end; `allowed` is
    the allowed side of a limit, (start, width), and None on a road from baseline to target.
    """

    ring: float | None
    due: float | None
    goal: float
    out: str = ""
    allowed: tuple[float, float] | None = None
    other_goal: float | None = None


def lay_bullet_chart(
    *,
    direction: str,
    baseline: Decimal | None,
    target: Decimal,
    value: Decimal | None,
    expected: Decimal | None,
    upper: Decimal | None = None,
) -> BulletChart:
    """Where the marks of a bullet chart stand. Never divides by zero, never leaves 0–100.

    `baseline` None: no line leads to the target, and nothing stands on it but the target. `target`: of a limit the one
    of the year; of a range the lower one.
    """
    if upper is not None:
        return _lay_range(target, upper, value)
    if Direction(direction).is_limit:
        goal = _LIMIT_AT[direction]
        allowed = (0.0, goal) if direction == "at_most" else (goal, 100.0 - goal)
        if value is None:
            return BulletChart(ring=None, due=None, goal=goal, allowed=allowed)
        limit, figure = float(target), float(value)
        start = limit if baseline is None else float(baseline)
        apart = max(abs(figure - limit), abs(start - limit)) * _HEADROOM
        span = max(apart, abs(limit) * _LEAST_SPAN) or 1.0
        narrow = min(goal, 100.0 - goal)
        ring, out = _clamp(goal + (figure - limit) / span * narrow)
        return BulletChart(ring=ring, due=None, goal=goal, out=out, allowed=allowed)
    if baseline is None:
        return BulletChart(ring=None, due=None, goal=100.0)
    due = None if expected is None else _clamp(_along(expected, baseline, target))[0]
    if value is None:
        return BulletChart(ring=None, due=due, goal=100.0)
    ring, out = _clamp(_along(value, baseline, target))
    return BulletChart(ring=ring, due=due, goal=100.0, out=out)


def _lay_range(lower: Decimal, upper: Decimal, value: Decimal | None) -> BulletChart:
    """A band in the middle, and as much room on either side of it as a value needs, up to the band's own width."""
    low, high = _RANGE_AT
    allowed = (low, high - low)
    if value is None:
        return BulletChart(ring=None, due=None, goal=low, allowed=allowed, other_goal=high)
    ring, out = _clamp(low + float((value - lower) / (upper - lower)) * (high - low))
    return BulletChart(ring=ring, due=None, goal=low, out=out, allowed=allowed, other_goal=high)


def _along(figure: Decimal, start: Decimal, end: Decimal) -> float:
    """How far along the road, in per cent; a road without length has only its two ends."""
    if start == end:
        return 100.0 if figure >= end else 0.0
    return float((figure - start) / (end - start)) * 100


def _clamp(place: float) -> tuple[float, str]:
    if place < 0:
        return 0.0, "low"
    if place > 100:
        return 100.0, "high"
    return place, ""
