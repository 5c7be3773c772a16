"""What a value cannot be, and what deserves a comment before it is handed in (docs/input.md §4), with what it is held against."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from django.utils import timezone

from indicators.evidence.links import read_public_link
from indicators.frames import Row
from indicators.models import FOLLOWED_UP, Counting, Indicator, Kind, Publication, Result, WorkflowState
from indicators.plausibility import Compared, Said, part_refusals, refusals_of, warnings_for
from indicators.progress import Direction
from indicators.wording.days import write_day
from indicators.workflow.review.entries import Entry
from measures.fiscal_year import FiscalYear

CUMULATIVE = (Counting.CUMULATIVE, Counting.CUMULATIVE_FROM_ZERO)


def refusals(indicator: Indicator, said: Said, now: datetime | None = None) -> dict[str, str]:
    """Field → why no value of the indicator can be so at this moment."""
    today = timezone.localdate(now)
    found = refusals_of(said, indicator.bounds, decimals=indicator.decimals, unit=indicator.unit, today=today)
    found |= part_refusals(said, decimals=indicator.decimals, unit=indicator.unit)
    try:
        read_public_link(link) if (link := getattr(said, "source_url", "")) else ""
    except ValueError as refusal:
        found["source_url"] = str(refusal)
    return found


def past_day(
    indicator: Indicator, year: int, said: Result | Entry, kind: str, now: datetime | None = None
) -> dict[str, str]:
    """Field → why it is not handed in: a next publication that was due by today is late as soon as it is public.

    A 訂正 or 改定 may keep the day that citizens read already: it promises nothing anew.
    """
    day = said.expected_on
    if day is None or kind == Kind.SUPPLEMENT or not _has_come(said, now):
        return {}
    if Kind(kind).is_correction:
        public = Publication.objects.filter(indicator=indicator, year=year).order_by("-number")
        if public.values_list("expected_on", flat=True).first() == day:
            return {}
    return {"expected_on": "公表予定日には、きょうより後の日を入力してください。"}


def warnings_at_review(said: Result | Entry, now: datetime | None = None) -> tuple[str, ...]:
    """What has become of a record while it waited: the day that it promises has come."""
    day = said.expected_on
    if day is None or not _has_come(said, now):
        return ()
    passed = day < timezone.localdate(now)
    told = "過ぎています。公表すると" if passed else "きょうです。あすから"
    return (
        f"公表予定日（{write_day(day)}）{'が' if passed else 'は'}{told}、"
        "市民のページに「公表予定を過ぎています」と表示されます。新しい日にするときは、差し戻してください。",
    )


def _has_come(said: Result | Entry, now: datetime | None) -> bool:
    day = said.expected_on
    return day is not None and said.value_state in FOLLOWED_UP and day <= timezone.localdate(now)


def warnings_of(
    indicator: Indicator,
    year: int,
    said: Said,
    reason: str = "",
    going_out: Mapping[tuple[int, int], Decimal | None] = MappingProxyType({}),
) -> tuple[str, ...]:
    """Against the year before: what is published of it, else what is handed in, and never a mere draft.

    `reason`: of a change. `going_out`: by indicator and year, the figures that go out together with this one.
    """
    if (indicator.pk, year - 1) in going_out:
        previous, waits = going_out[indicator.pk, year - 1], False
    else:
        previous, waits = _before(indicator, year - 1)
    revised = indicator.baselines.in_force(year)
    baseline = (
        (indicator.baseline_year, indicator.baseline_value, indicator.baseline_label)
        if revised is None
        else (revised.baseline_year, revised.value, revised.label)
    )
    targets = indicator.targets.filter(published_at__isnull=False)
    target = (
        targets.filter(first_year__lte=year).order_by("-first_year").first()
        or targets.order_by("first_year").first()
    )
    against = _compared(
        indicator,
        year,
        previous,
        waits,
        baseline,
        () if target is None else (target.value, target.upper),
        indicator.recounts.filter(published_at__isnull=False, first_year__lte=year)
        .order_by("-first_year")
        .values_list("first_year", flat=True)
        .first(),
    )
    return warnings_for(said, against, reason=reason)


def warnings_of_row(row: Row, said: Said | None = None, reason: str = "") -> tuple[str, ...]:
    """The same from a row of a working frame: for lists, without a question to the database for each.

    `said`: what was typed, where the row is made of its figure alone.
    """
    baseline = (row.printed_baseline_year, row.printed_baseline, row.baseline_label)
    against = _compared(
        row,
        row.year,
        row.previous_value,
        row.previous_waits,
        baseline,
        (row.target, row.upper),
        row.own_break,
    )
    return warnings_for(said or row, against, reason=reason)


def _before(indicator: Indicator, year: int) -> tuple[Decimal | None, bool]:
    """The figure of `year`, and whether it is only handed in (as frames.Row.previous_waits)."""
    figures = dict(Result.objects.of(indicator, year).order_by("number").values_list("state", "value"))
    published = figures.get(WorkflowState.PUBLISHED)  # the newest of the chain
    handed_in = figures.get(WorkflowState.SUBMITTED)
    if published is not None:
        return published, False
    return handed_in, handed_in is not None


def _compared(
    measured: Indicator | Row,
    year: int,
    previous: Decimal | None,
    waits: bool,
    baseline: tuple[int | None, Decimal | None, str],
    target: tuple[Decimal | None, ...],
    broken: int | None,
) -> Compared:
    """Where counting restarts, the baseline belongs to another count: it is no year before.

    `waits`: nothing is published of the year before, and `previous` is what is handed in; the warning says so.
    There a first value far below both is as it should be, too: it begins at 0.
    `broken`: from which year on figures are of another kind; what lies before is held against nothing.
    """
    if broken == year:
        previous = None
    if broken is not None and (baseline[0] or 0) < broken:
        baseline = (None, None, "")
    own_year = measured.own_year
    label = ("提出済み（公表前）の" if waits else "") + FiscalYear(own_year(year - 1)).wareki
    restarts = measured.counting == Counting.CUMULATIVE_FROM_ZERO
    if previous is None and baseline[0] == year - 1 and not restarts:
        previous, label = baseline[1], f"現状値（{baseline[2]}）"
    given = tuple(figure for figure in target if figure is not None)
    return Compared(
        year=own_year(year),
        unit=measured.unit,
        cumulative=measured.counting in CUMULATIVE,
        previous=previous,
        previous_label=label,
        given=given if baseline[1] is None else (baseline[1], *given),
        far_below=not restarts,
        start=baseline[1] if not restarts and (baseline[0] or year) < year else None,
        kept=given if Direction(measured.direction).is_limit else (),
    )
