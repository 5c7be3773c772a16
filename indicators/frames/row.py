"""Row: one indicator in one fiscal year, with all that a page says of it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from indicators.frames.breaks import Break, own_break
from indicators.frames.calculation import Calculation
from indicators.progress import (
    SLIGHTLY_BEHIND_FROM,
    Direction,
    Rule,
    Verdict,
    progress_display,
    survey_error,
    within_error,
)
from measures.fiscal_year import CalendarYear, FiscalYear, by_calendar

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
class Why:
    """Why a promise is missed and what comes next, in the department's words; None where it has not said so yet."""

    reason: str | None
    next_step: str | None

    @property
    def is_whole(self) -> bool:
        return self.reason is not None and self.next_step is not None


@dataclass(frozen=True, slots=True)  # a process may keep a hundred thousand of them: a third of the memory
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
    `baseline` and `baseline_year` are None where nothing is known yet from which a way could begin, and `starts_at_value`
    says that they are a judged value's. `lower_limit`, `upper_limit`: of this year; `upper` is the target's own beside
    `target`, the lower one of a range. `begins` and `ends`: the indicator's first and last year; `absent` is "not_begun" or "ended" in a
    year outside them, and after newest() where the indicator had ended on the day shown (`ended_by_day`). `day_year`: the year of that day, by which the indicator is counted.
    `continues`: the code that the indicator had in the plan `continues_plan`, `predecessors` those of its own plan that it
    replaced; `breaks`, by year, are all that its line shows, and nothing is computed across (docs/progress.md §19).
    `survey_every` and `survey_from`: the rhythm of the survey in force in this year, every so many years from that one on;
    `shortfall_reason` and `next_step` are as the record says them, whatever its verdict is; pages show `why`.
    `previous_waits`: nothing is out of the year before, and `previous_value` is what is handed in of it.
    `off_survey`: it passes over this year, of which nothing else is said: 調査年外 by itself.
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
    printed_baseline: Decimal | None
    printed_baseline_year: int | None
    baseline: Decimal | None
    baseline_label: str
    baseline_year: int | None
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
    trace: Calculation
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
    upper: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    wording: str = "limit"
    lower_limit: Decimal | None = None
    upper_limit: Decimal | None = None
    promise_first_year: int | None = None
    starts_at_value: bool = False
    year_kind: str = "fiscal"
    begins: int | None = None
    ends: int | None = None
    end_reason: str = ""
    ended_on: date | None = None
    successor: str = ""
    successor_name: str = ""
    absent: str = ""
    ended_by_day: bool = False
    day_year: int | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    respondents: int | None = None
    plan_id: int = 0
    plan_key: str = ""
    plan_name: str = ""
    survey_every: int | None = None
    survey_from: int | None = None
    off_survey: bool = False
    continues_id: int | None = None
    continues: str = ""
    continues_plan: str = ""
    same_basis: bool = False
    predecessors: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()
    shortfall_reason: str = ""
    next_step: str = ""
    previous_waits: bool = False

    @property
    def series_break(self) -> str:
        """Why the line is broken before this very year; "" where it is not."""
        return "。".join(one.reason for one in self.breaks if one.year == self.year)

    @property
    def own_break(self) -> int | None:
        """The newest year up to this one from which the indicator's own figures are of another kind than before."""
        return own_break(self.breaks, self.year)

    @property
    def is_limit(self) -> bool:
        """A ceiling, a floor or a range: it has a margin, and no way from a baseline to a target."""
        return Direction(self.direction).is_limit

    @property
    def is_calendar(self) -> bool:
        """Counted from January to December."""
        return self.year_kind == "calendar"

    def own_year(self, year: int) -> int:
        """The same number, in the words of the kind of year by which the indicator is counted."""
        return CalendarYear(year) if self.is_calendar else year

    @property
    def start(self) -> Decimal | None:
        """The baseline as it is drawn: 0 where counting restarts (docs/progress.md §3), else as printed."""
        return Decimal(0) if self.counting == "cumulative_from_zero" else self.printed_baseline

    @property
    def has_line(self) -> bool:
        """Whether a line leads from the start to the target: with none there is no percentage (docs/progress.md §3)."""
        if self.is_limit or self.baseline is None or self.baseline_year is None:
            return False
        return self.baseline_year < self.target_year and (
            Direction(self.direction).sign * (self.target - self.baseline) > 0
        )

    def margin_of(self, value: Decimal) -> Decimal | None:
        """To the nearer limit of the year, negative outside; None for an increase or a decrease."""
        sides = [] if self.lower_limit is None else [value - self.lower_limit]
        sides += [] if self.upper_limit is None else [self.upper_limit - value]
        return min(sides) if sides else None

    @property
    def nearer_limit(self) -> Decimal | None:
        """Of the year's limits the one that is broken, or nearer; None without a value that is held against one."""
        lower, upper = self.lower_limit, self.upper_limit
        if lower is None or upper is None or self.value is None:
            return lower if upper is None else upper if lower is None else None
        return lower if self.value - lower < upper - self.value else upper

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
        """Something was said of this year: a value, a state, or that it was withdrawn. A rhythm says nothing of one year."""
        return not self.off_survey and (self.has_value or bool(self.value_state) or self.is_withdrawn)

    @property
    def is_asked(self) -> bool:
        """Whether a value of this year is due: not outside the indicator's first and last year, nor between two surveys,
        unless one is there already."""
        is_due = not (self.absent or self.off_survey)
        return is_due or self.has_record or bool(self.workflow_state)

    @property
    def is_missing(self) -> bool:
        """Whether no first value of this year was handed in, be it asked or not: nobody typed it, or its department has it."""
        return not self.number and self.workflow_state in ("", "draft", "returned")

    @property
    def is_counted(self) -> bool:
        """Whether files, tables and charts have this year: not outside the indicator's first and last year, unless
        something is said of it."""
        return not self.absent or self.has_record or bool(self.workflow_state)

    @property
    def waits(self) -> bool:
        """Whether a record of this year is handed in and not out yet."""
        return self.unpublished and self.workflow_state == "submitted"

    @property
    def ends_short(self) -> bool:
        """Whether it ends before its target's year: nothing is expected of the years behind."""
        return self.ends is not None and self.ends < self.target_year

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
    def place(self) -> str | None:
        """Where progress.roll_up() counts it: what had ended in no denominator, what had not begun nowhere."""
        if self.absent:
            return None if self.absent == "not_begun" else self.absent
        return self.verdict if self.applies else "not_applicable"

    @property
    def why(self) -> Why | None:
        """Of a missed promise; None of one that is on its way, kept, or not judged."""
        if not Verdict(self.verdict).is_missed:
            return None
        return Why(self.shortfall_reason or None, self.next_step or None)

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
        if self.value is None or self.expected is None or self.is_limit or self.verdict == Verdict.UNJUDGED:
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
            return self._shortfall_of_way
        limit = self.nearer_limit
        if not limit:
            return Decimal((self.margin > 0) - (self.margin < 0))
        return min(max(self.margin / abs(limit), _LEAST), _MOST)

    @property
    def _shortfall_of_way(self) -> Decimal | None:
        """Where no line leads to the target the way is not known: what of the target itself is missing stands for it."""
        if self.progress_gap is not None:
            return min(max(self.progress_gap, _LEAST), _MOST)
        if self.rule != Rule.TARGET_ALONE or self.gap is None:
            return None
        if not self.target:
            return _LEAST
        return max(Direction(self.direction).sign * self.gap / abs(self.target), _LEAST)

    @property
    def survey_error(self) -> Decimal | None:
        """Half-width of the 95 % interval of a survey's share, in points; None where no number of answers is known."""
        return survey_error(self.value, self.respondents) if self.unit == "％" else None

    @property
    def is_within_error(self) -> bool:
        """Whether the distance to the expected value, or to the limit, is no larger than the survey's error."""
        mark = self.nearer_limit if self.is_limit else self.expected
        if self.survey_error is None or mark is None or self.verdict == Verdict.UNJUDGED:
            return False
        return within_error(self.value, self.respondents, mark)

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
        """令和7年度; of what is counted by calendar year 令和7年."""
        words = FiscalYear(self.year).wareki
        return by_calendar(words) if self.is_calendar else words
