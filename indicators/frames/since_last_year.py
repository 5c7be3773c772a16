"""The latest view of a day beside that of the same day a year before (docs/progress.md §13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from django.utils import timezone

from indicators.frames.figures import rows_each
from indicators.frames.kept import Memo, kept
from indicators.frames.row import Row
from indicators.frames.selection import newest
from indicators.frames.sources import Source
from indicators.models import Publication
from measures.models import Plan


@dataclass(frozen=True)
class SinceLastYear:
    """Two days, and each indicator as it stood then (None where it was not public) and as it stands."""

    before: date
    after: date
    pairs: tuple[tuple[Row | None, Row], ...]

    @cached_property
    def turned(self) -> tuple[tuple[Row, Row], ...]:
        """Those whose verdict is another one, in words: 達成 and 目標の水準に到達 are two."""
        return tuple(
            (old, row)
            for old, row in self.pairs
            if old is not None and old.has_record and row.has_record and old.label != row.label
        )


def since_last_year(
    rows: Sequence[Row], day: date, source: Source, plan: Plan | None = None
) -> SinceLastYear | None:
    """`rows`: the latest view of `day`, of the indicators of `source`. None where nothing was public on an earlier day.

    The earlier day is not before the first publication of the plan, which is found by the indicators unless it is given.
    """
    first = _first_publication(source, plan)
    if first is None:
        return None
    before = max(_a_year_before(day), timezone.localdate(first))
    if before >= day:
        return None
    moment = timezone.make_aware(datetime.combine(before, time.max))
    old = kept(source, "a year before", lambda memo: _newest_then(source.earlier(moment), memo))
    return SinceLastYear(before, day, tuple((old.get(row.indicator_id), row) for row in rows))


def _newest_then(earlier: Source, memo: Memo) -> dict[int, Row]:
    """Each indicator that was public at that moment, as it stood then."""
    return {pk: row for pk, (row,) in rows_each(earlier, memo=memo, pick=newest).items()}


def _first_publication(source: Source, plan: Plan | None) -> datetime | None:
    """The plan's, of which a source may know some indicators alone; None where it came later than the source's day."""
    first = kept(source, "first publication", lambda _: _first_of(source, plan))
    return None if first is None or (source.as_of is not None and first > source.as_of) else first


def _first_of(source: Source, plan: Plan | None) -> datetime | None:
    plan = source.plan or plan
    plans = {record["plan_id"] for record in source.indicators()} if plan is None else {plan.pk}
    out = Publication.objects.filter(indicator__measure__plan__in=plans).order_by("published_at")
    return out.values_list("published_at", flat=True).first()


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # February 29
        return day.replace(year=day.year - 1, day=28)
