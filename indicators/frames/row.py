"""Row: one indicator in one fiscal year, with all that a page says of it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from indicators.progress import SLIGHTLY_BEHIND_FROM, Rule, Verdict, progress_display
from measures.fiscal_year import FiscalYear

_LEAST, _MOST = Decimal(-1), Decimal(1)


@dataclass(frozen=True)
class Superseded:
    """An earlier published record that 訂正, 改定 or 取下げ replaced; shown struck through."""

    value: Decimal | None
    value_state: str
    kind: str
    published_at: datetime


@dataclass(frozen=True)
class Overdue:
    """A published value that is not final and whose next record was due on a day that has passed."""

    year: int
    due_on: date


@dataclass(frozen=True)
class Row:
    """Figures in the indicator's unit, years fiscal, progress 1 at the target. None or "" where there is nothing.

    `baseline` is the one that the verdict uses (0 where counting restarts, the last judged value before a
    revised target), `printed_baseline` the one in force as its document prints it: the plan's, or from
    `baseline_first_year` on a published revision. `number`, `kind`, `published_at` tell of the published
    record, `workflow_state` of the working one; `unpublished` marks a value that citizens cannot see.
    `due_on` is the day by which the next record of a published value is due, `overdue` says that it had passed on the
    day shown: of this year, and after newest() of every year of the indicator.
    `newer_year` and `newer_state` are set by newest() alone (docs/progress.md §13). `interim`: every interim target that
    the verdict went by, (year, figure) by year. `judged_before`: the newest judged value before this year, (year, figure);
    where counting restarts, of the plan's years alone. `plan_…` is what the plan prints, whatever was revised since;
    `…_decided_on` the day of the revision that the verdict went by, None where the plan's own holds.
    """

    indicator_id: int
    code: str
    name: str
    unit: str
    decimals: int
    direction: str
    counting: str
    meaning: str
    remark: str
    measure_number: int
    measure_name: str
    policy_number: str
    policy_name: str
    department: str
    department_slug: str
    lead_confirmed: bool
    plan_first_year: int
    plan_last_year: int
    printed_baseline: Decimal
    printed_baseline_year: int
    baseline: Decimal
    baseline_label: str
    baseline_year: int
    target: Decimal
    target_year: int
    target_label: str
    target_first_year: int
    year: int
    value: Decimal | None
    value_state: str
    note: str
    as_of: date | None
    expected_on: date | None
    verdict: str
    rule: str
    reason: str
    expected: Decimal | None
    progress: Decimal | None
    expected_progress: Decimal | None
    margin: Decimal | None
    trace: tuple[str, ...]
    applies: bool
    kind: str
    number: int
    change_reason: str
    published_at: datetime | None
    superseded: tuple[Superseded, ...]
    workflow_state: str
    unpublished: bool
    previous_value: Decimal | None
    change: Decimal | None
    newer_year: int | None = None
    newer_state: str = ""
    interim: tuple[tuple[int, Decimal], ...] = ()
    baseline_first_year: int | None = None
    judged_before: tuple[int, Decimal] | None = None
    due_on: date | None = None
    overdue: tuple[Overdue, ...] = ()
    plan_baseline: Decimal | None = None
    plan_baseline_year: int | None = None
    plan_baseline_label: str = ""
    plan_target: Decimal | None = None
    plan_target_year: int | None = None
    plan_target_label: str = ""
    baseline_decided_on: date | None = None
    target_decided_on: date | None = None
    slightly_behind_from: Decimal = SLIGHTLY_BEHIND_FROM
    source: str = ""
    source_url: str = ""

    @property
    def start(self) -> Decimal:
        """The baseline as it is drawn: 0 where counting restarts (docs/progress.md §3), else as printed."""
        return Decimal(0) if self.counting == "cumulative_from_zero" else self.printed_baseline

    @property
    def target_is_revised(self) -> bool:
        """Whether the verdict went by another target than the plan prints."""
        printed = (self.plan_target, self.plan_target_year, self.plan_target_label)
        return self.plan_target is not None and printed != (self.target, self.target_year, self.target_label)

    @property
    def has_value(self) -> bool:
        """A real 0 is a value."""
        return self.value is not None

    @property
    def has_record(self) -> bool:
        """Something was said of this year: a value, a state, or that it was withdrawn."""
        return self.has_value or bool(self.value_state) or self.is_withdrawn

    @property
    def is_withdrawn(self) -> bool:
        return self.kind == "withdrawal" and not self.unpublished

    @property
    def is_overdue(self) -> bool:
        """Of this very year."""
        return any(one.year == self.year for one in self.overdue)

    @property
    def is_judged(self) -> bool:
        return Verdict(self.verdict).is_judged

    @property
    def newest_change(self) -> Decimal | None:
        """From the judged value before it to this one, however many years lie between."""
        if self.value is None or self.judged_before is None:
            return None
        return self.value - self.judged_before[1]

    @property
    def interim_target(self) -> Decimal | None:
        """The interim target of this very year, where it has one."""
        return dict(self.interim).get(self.year)

    @property
    def gap(self) -> Decimal | None:
        """目安との差: A − E, in the indicator's unit. None for limits, without E, and where nothing is judged."""
        if self.value is None or self.expected is None or self.progress is None:
            return None
        return self.value - self.expected

    @property
    def progress_gap(self) -> Decimal | None:
        """進み具合の差: progress minus expected progress, as a share of the way. None where `gap` is."""
        if self.progress is None or self.expected_progress is None:
            return None
        return self.progress - self.expected_progress

    @property
    def shortfall(self) -> Decimal | None:
        """How a verdict's figure stands for lists that have the worst first, held within −1 and 1: below 0 is behind.

        s(A − E) ÷ |T − B|, which is the difference of the progress; of a limit its margin ÷ |limit| (docs/progress.md §13).
        """
        if self.margin is None:
            return None if self.progress_gap is None else min(max(self.progress_gap, _LEAST), _MOST)
        if not self.target:
            return Decimal((self.margin > 0) - (self.margin < 0))
        return min(max(self.margin / abs(self.target), _LEAST), _MOST)

    @property
    def label(self) -> str:
        """The verdict in words; 達成 before the target year says that the figure can fall back."""
        return Rule(self.rule).words or Verdict(self.verdict).label

    @property
    def progress_percent(self) -> Decimal | None:
        """For the eye, to 0.1 (docs/progress.md §11)."""
        return None if self.progress is None else progress_display(self.progress, self.verdict)

    @property
    def wareki(self) -> str:
        return FiscalYear(self.year).wareki
