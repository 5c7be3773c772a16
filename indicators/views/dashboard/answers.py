"""The three answers that a manager gets without scrolling: what is behind, who has not reported, where it leads.

The first screen and the briefing are made of them. What has no room is counted (ほかN件), and stands further down the page.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from math import ceil
from typing import TypeVar

from django.utils import timezone

from indicators import frames
from indicators.frames import Row, SinceLastYear
from indicators.models import Result, WorkflowState
from indicators.progress import PaceKind, Verdict
from indicators.views.dashboard.components import Late, Standing
from indicators.views.dashboard.diff import RANKS
from indicators.views.dashboard.entry_status import CycleEntries
from indicators.views.dashboard.filtered_view import FilteredView
from indicators.views.dashboard.limit_risk import RiskLine
from indicators.views.dashboard.required_pace import PaceLine
from indicators.wording.counts import begins
from indicators.wording.days import japanese_date
from indicators.wording.figures import STATES
from measures.fiscal_year import FiscalYear

# So many codes are named of those that moved; the rest is counted.
MOST_MOVED = 4
Item = TypeVar("Item")
FALLS_SHORT = (PaceKind.WRONG_WAY, PaceKind.FLAT, PaceKind.TOO_SLOW)


@dataclass(frozen=True)
class Room:
    """How much one answer holds, in the pixels of its type: measured in Chromium at 1366 × 768, rather too little than too much.

    `letters`: full-width ones in a line of a name. `line`: how high one is. `least`: what stands below the name in an item of each
    answer, and what lies between two; `heading`: of a department or of a part; `own_line`, `own_letters`: where an
    indicator's department stands below its name; `risk`: of a limit that may be left, beside its sentences.
    """

    whole: tuple[int, int, int] = (470, 480, 480)
    letters: tuple[int, int, int] = (27, 17, 20)
    line: int = 20
    least: tuple[int, int, int] = (69, 7, 35)
    lowest: tuple[int, int, int] = (89, 27, 55)
    heading: int = 33
    risk: int = 118
    own_line: int = 35
    own_letters: int = 22

    def of_name(self, row: Row, answer: int) -> int:
        lines = ceil((len(row.name) + 1.5) / self.letters[answer])
        return max(self.lowest[answer], lines * self.line + self.least[answer])

    def of_line(self, line: "Line") -> int:
        """Below its department, beside its state."""
        return self.of_name(line.row, 1)

    def of_own_line(self, line: "Line") -> int:
        """With its department below its name, which has the whole width."""
        lines = ceil((len(line.row.name) + 1.5) / self.own_letters)
        return lines * self.line + self.own_line


SCREEN = Room()
# A line of buttons above the answers.
A_LINE = 58


@dataclass(frozen=True)
class Line:
    """One indicator that something is waited for; `state` of its record, or `word` for a published one that is not final."""

    row: Row
    state: str = ""
    word: str = ""


@dataclass(frozen=True)
class Waiting:
    """A department, for how many days something of it has been waited for, and of what; the longest first."""

    department: str
    slug: str
    days: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Part:
    """One part of who has not reported; `more` of its lines have no room. `is_grouped`: its departments are headings."""

    title: str
    groups: tuple[Waiting, ...]
    more: int = 0
    is_grouped: bool = False

    @property
    def count(self) -> int:
        return self.more + sum(len(group.lines) for group in self.groups)


@dataclass(frozen=True)
class Reports:
    """`late`: no first value though the cycle's day has passed; `overdue`: a published value's next record is; `submitted`: waits for
    an approval or for the office. `early` says how many are still within their time, until when."""

    late: Part
    overdue: Part
    submitted: Part
    early: tuple[str, ...]

    @property
    def parts(self) -> list[Part]:
        return [part for part in (self.late, self.overdue, self.submitted) if part.count]


@dataclass(frozen=True)
class Ahead:
    """What comes of it: limits that may be left, then those that do not get there, the worst first."""

    risks: tuple[RiskLine, ...]
    more_risks: int
    lines: tuple[PaceLine, ...]
    more: int

    @property
    def count(self) -> int:
        return len(self.lines) + self.more


@dataclass(frozen=True)
class Answers:
    """`behind`: `more_behind` of them have no room."""

    behind: tuple[Late, ...]
    more_behind: int
    reports: Reports
    ahead: Ahead


def answers_of(view: FilteredView, standing: Standing, entry: Sequence[CycleEntries], room: Room) -> Answers:
    """`entry`: the open cycles, none in citizens' view."""
    behind = fitting(standing.late, room.whole[0], lambda late: room.of_name(late.row, 0))
    return Answers(
        behind=behind,
        more_behind=len(standing.late) - len(behind),
        reports=cut_reports(reports_of(view, entry), room),
        ahead=ahead_of(standing, room),
    )


def fitting(
    items: Sequence[Item], whole: int, height: Callable[[Item], int], least: int = 1
) -> tuple[Item, ...]:
    """As many as fit, the first `least` in any case."""
    kept: list[Item] = []
    for item in items:
        whole -= height(item)
        if whole < 0 and len(kept) >= least:
            break
        kept.append(item)
    return tuple(kept)


# --- Who has not reported -----------------------------------------------------------------------------


def reports_of(view: FilteredView, entry: Sequence[CycleEntries]) -> Reports:
    today = timezone.localdate()
    late = [
        (row, (today - one.cycle.due_on).days, Line(row, state=state))
        for one in entry
        if one.late
        for department in one.lines
        for row, state in department.missing
    ]
    early = tuple(
        f"期限前で未提出 {missing}件（{FiscalYear(one.cycle.year).wareki}、期限 {japanese_date(one.cycle.due_on)}、{one.left}）"
        for one in entry
        if not one.late and (missing := one.total - one.handed_in)
    )
    return Reports(
        late=Part("報告の期限を過ぎたもの", _by_department(late), is_grouped=True),
        overdue=Part("次の値の予定日を過ぎたもの", _by_department(_overdue(view, today))),
        submitted=Part("提出済みで、承認・確認を待つもの", _by_department(_submitted(view, today))),
        early=early,
    )


def _by_department(found: Iterable[tuple[Row, int, Line]]) -> tuple[Waiting, ...]:
    """Department by department: who has been waited for longest comes first, and so do their indicators."""
    ordered = sorted(found, key=lambda one: (-one[1], one[0].department_slug, one[0].code))
    groups = [
        Waiting(lines[0][0].department, slug, days, tuple(line for _, _, line in lines))
        for (days, slug), members in groupby(ordered, key=lambda one: (one[1], one[0].department_slug))
        if (lines := list(members))
    ]
    return tuple(groups)


def _overdue(view: FilteredView, today: date) -> list[tuple[Row, int, Line]]:
    found = []
    for row in (row for row in view.rows if row.overdue):
        of_year = {other.year: other for other in view.of_indicator[row.indicator_id]}
        for one in row.overdue:
            said = of_year[one.year]
            found.append((said, (today - one.due_on).days, Line(said, word=STATES[said.value_state])))
    return found


def _submitted(view: FilteredView, today: date) -> list[tuple[Row, int, Line]]:
    """Nothing that is typed is any affair of a view that shows what citizens see."""
    if view.filters.is_published_only:
        return []
    records = Result.objects.filter(state=WorkflowState.SUBMITTED)
    return [
        (row, (today - timezone.localdate(at)).days, Line(row, state=WorkflowState.SUBMITTED))
        for indicator, year, at in records.values_list("indicator", "year", "submitted_at")
        for row in view.of_indicator.get(indicator, ())
        if row.year == year
    ]


def cut_reports(reports: Reports, room: Room) -> Reports:
    """What of it fits; where something does not, the line that says so takes its own."""
    left = room.whole[1] - room.heading * len(reports.parts) - room.line * len(reports.early)
    cut = _cut_parts(reports, room, left)
    if any(part.more and part.groups for part in cut):
        cut = _cut_parts(reports, room, left - room.heading)
    return replace(reports, late=cut[0], overdue=cut[1], submitted=cut[2])


def _cut_parts(reports: Reports, room: Room, left: int) -> list[Part]:
    cut = []
    for part in (reports.late, reports.overdue, reports.submitted):
        kept: list[Waiting] = []
        for group in part.groups:
            left -= room.heading if part.is_grouped else 0
            height = room.of_line if part.is_grouped else room.of_own_line
            lines = fitting(group.lines, left, height, least=0)
            left -= sum(height(line) for line in lines)
            if lines:
                kept.append(replace(group, lines=lines))
            if len(lines) < len(group.lines):
                left = 0
                break
        shown = sum(len(group.lines) for group in kept)
        cut.append(replace(part, groups=tuple(kept), more=part.count - shown))
    return cut


# --- Where it leads -----------------------------------------------------------------------------------


def ahead_of(standing: Standing, room: Room) -> Ahead:
    """A limit that may be left takes as much as two that are slow; however many there are, some of these are named."""
    short = [line for line in standing.paces.lines if line.pace.kind in FALLS_SHORT]
    risks = standing.risks
    named = tuple(risks[:1])
    left = room.whole[2] - sum(
        room.risk + room.line * ceil(len("".join(risk.sentences)) / 22) for risk in named
    )
    kept = fitting(
        short,
        left - 2 * room.heading + 12 - (24 if len(risks) > 1 else 0),
        lambda line: room.of_name(line.row, 2),
    )
    return Ahead(named, len(risks) - len(named), kept, len(short) - len(kept))


# --- What moved since last year -----------------------------------------------------------------------


def moved_words(view: FilteredView, since: SinceLastYear | None) -> str:
    """昨年度から、判定が上がったもの2件（43A・48B）、下がったもの1件（44B）; of a year that is shown, since the year before it.

    "" where there is nothing to compare with.
    """
    year = view.filters.year
    if year is None:
        pairs = [] if since is None else [(old, row) for old, row in since.pairs if old is not None]
        start = "" if since is None else begins(since)
    else:
        before = {row.indicator_id: row for row in frames.of_year(view.history, year - 1)}
        pairs = [(before[row.indicator_id], row) for row in view.rows if row.indicator_id in before]
        pairs = [(old, row) for old, row in pairs if old.has_record]
        start = FiscalYear(type(year)(year - 1)).wareki
    if not pairs:
        return ""
    better, worse = (_codes(pairs, better=better) for better in (True, False))
    if not better and not worse:
        return f"{start}から、判定が上がったものも下がったものもありません"
    told = [f"上がったもの{better}"] if better else []
    told += [f"下がったもの{worse}"] if worse else []
    return f"{start}から、判定が{'、'.join(told)}"


def _codes(pairs: Iterable[tuple[Row, Row]], *, better: bool) -> str:
    """2件（43A・48B); "" for none."""
    found = []
    for old, row in pairs:
        then, now = Verdict(old.verdict), Verdict(row.verdict)
        if then not in RANKS or now not in RANKS or then == now:
            continue
        if (RANKS.index(now) < RANKS.index(then)) == better:
            found.append(row.code)
    more = "ほか" if len(found) > MOST_MOVED else ""
    return f"{len(found)}件（{'・'.join(found[:MOST_MOVED])}{more}）" if found else ""
