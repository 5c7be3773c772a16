"""What changed since a day: verdicts, publications, targets, cycles, sheets, and what moved on the way there.

The day is compared as it ended in Japan; everything published is read from the published side alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from indicators import frames
from indicators.frames import Record as Said
from indicators.frames import Row
from indicators.models import (
    RULE_KINDS,
    Baseline,
    ComparisonValue,
    EvaluationSheet,
    Event,
    Indicator,
    InterimTarget,
    Publication,
    Recount,
    Rhythm,
    Target,
    Threshold,
)
from indicators.numbers import percent_number
from indicators.progress import Verdict, rhythm_label
from indicators.views.dashboard.filtered_view import FilteredView, read_since
from indicators.wording.figures import with_unit
from indicators.wording.people import person
from indicators.workflow import is_about_outside_review
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels

DEFAULT_DAYS = 14
# Better first; what is not judged stands in no order to the others.
RANKS = [Verdict.ACHIEVED, Verdict.ON_TRACK, Verdict.SLIGHTLY_BEHIND, Verdict.BEHIND, Verdict.WORSE]
CYCLES = {Event.Action.CYCLE_OPENED: "サイクル開始", Event.Action.CYCLE_CLOSED: "サイクル締め"}
MOVES = {Event.Action.SUBMITTED: "提出", Event.Action.SENT_BACK: "差戻し"}


@dataclass(frozen=True)
class Turn:
    """A verdict that is another one now."""

    before: Row
    after: Row

    @property
    def word(self) -> str:
        old, new = Verdict(self.before.verdict), Verdict(self.after.verdict)
        if old not in RANKS or new not in RANKS:
            return ""
        return "悪化" if RANKS.index(new) > RANKS.index(old) else "改善"


@dataclass(frozen=True)
class Change:
    """One line: what kind of change, of what, what it says. `said` is the publication behind it, if one is."""

    at: datetime
    tag: str
    name: str
    measure_number: int | None = None
    code: str = ""
    text: str = ""
    why: str = ""
    said: Said | None = None


@dataclass(frozen=True)
class Changes:
    """`error` where the day could not be read; `typed` is what stood in the address."""

    since: date | None
    typed: str
    error: str
    turns: list[Turn]
    lines: list[Change]

    @property
    def sentence(self) -> str:
        if not self.turns and not self.lines:
            return "この日のあとの変化はありません。"
        worse = sum(turn.word == "悪化" for turn in self.turns)
        better = sum(turn.word == "改善" for turn in self.turns)
        told = f"判定が変わったのは{len(self.turns)}件" if self.turns else "判定が変わった指標はありません"
        if worse or better:
            told += f"（悪化{worse}件、改善{better}件）"
        return f"{told}。公表や入力などの動きは{len(self.lines)}件です。"


def changes_of(request: HttpRequest, view: FilteredView) -> Changes:
    """Of the indicators that the page shows; a day that says nothing gives its message and no list."""
    typed = request.GET.get("since", "")
    try:
        since = read_since(typed) if typed else timezone.localdate() - timedelta(days=DEFAULT_DAYS)
    except ValueError as refusal:
        return Changes(None, typed, str(refusal), [], [])
    moment = _end_of(since)
    lines = sorted(_lines(moment, view), key=lambda line: line.at, reverse=True)
    return Changes(since, typed, "", _turns(moment, view), lines)


def _end_of(day: date) -> datetime:
    """The last moment of that day in Japan."""
    return timezone.make_aware(datetime.combine(day, time.max))


def _turns(moment: datetime, view: FilteredView) -> list[Turn]:
    """Only what was published can turn a published verdict, so only such indicators are judged again."""
    touched = frames.touched_since(moment)
    before, now = (_shown(touched, view, as_of) for as_of in (moment, None))
    turns = [
        Turn(before[pk], row)
        for pk, row in now.items()
        if pk in before and before[pk].verdict != row.verdict and pk in view.of_indicator
    ]
    return sorted(turns, key=lambda turn: ["悪化", "", "改善"].index(turn.word))


def _shown(indicators: QuerySet[Indicator], view: FilteredView, as_of: datetime | None) -> dict[int, Row]:
    rows = frames.published(indicators, as_of=as_of)
    year = view.filters.year
    shown = frames.newest(rows) if year is None else frames.of_year(rows, year)
    return {row.indicator_id: row for row in shown}


def _lines(moment: datetime, view: FilteredView) -> Iterator[Change]:
    codes = {row.code for row in view.rows}
    measures = {row.measure_number for row in view.rows}
    yield from _publications(moment, codes)
    yield from _rules(moment, view)
    yield from _sheets_and_comparisons(moment, view, measures)
    yield from _events(moment, view, measures)


def _publications(moment: datetime, codes: set[str]) -> Iterator[Change]:
    newer = Publication.objects.filter(published_at__gt=moment).values("indicator")
    for said in frames.history(Indicator.objects.filter(pk__in=newer)):
        if said.published_at > moment and said.code in codes:
            yield Change(
                at=said.published_at,
                tag="公表" if said.kind == "first" else said.kind_label,
                name=said.name,
                measure_number=said.measure_number,
                code=said.code,
                why=said.reason,
                said=said,
            )


def _rules(moment: datetime, view: FilteredView) -> Iterator[Change]:
    rows = {row.indicator_id: row for row in view.rows}
    for kind in RULE_KINDS:
        published: Any = kind._default_manager.filter(published_at__gt=moment)
        for rule in published:
            if kind is Threshold:
                share = f"やや遅れの基準 {percent_number(rule.value)}％"
                text = f"{share}（{FiscalYear(rule.first_year).wareki}から）"
                yield Change(rule.published_at, rule.word, "計画全体", text=text, why=rule.reason)
            elif (row := rows.get(rule.indicator_id)) is not None:
                yield _of_row(row, rule.published_at, rule.word, _say(rule, row), rule.reason)


def _say(rule: Target | Baseline | InterimTarget | Rhythm | Recount, row: Row) -> str:
    def year(number: int) -> str:
        return FiscalYear(row.own_year(number)).wareki

    if isinstance(rule, Recount):
        return f"{year(rule.first_year)}から"
    if isinstance(rule, Rhythm):
        words = rhythm_label(rule.every, row.own_year(rule.survey_year))
        return f"調査は{words}（{year(rule.first_year)}から）"
    if isinstance(rule, Target):
        return f"{year(rule.target_year)}の目標 {rule.label}"
    figure = "取りやめ" if rule.value is None else with_unit(rule.value, row)
    if isinstance(rule, Baseline):
        return f"{rule.label} {figure}（{year(rule.first_year)}の判定から）"
    return f"{year(rule.year)} {figure}"


def _of_row(row: Row, at: datetime, tag: str, text: str, why: str = "") -> Change:
    return Change(at, tag, row.name, row.measure_number, row.code, text, why)


def _sheets_and_comparisons(moment: datetime, view: FilteredView, measures: set[int]) -> Iterator[Change]:
    sheets = EvaluationSheet.objects.filter(published_at__gt=moment).select_related("measure")
    for sheet in sheets:
        if sheet.measure.number in measures and sheet.published_at:
            number = sheet.measure.number
            text = f"{FiscalYear(sheet.year).wareki}の{in_levels('施策')}評価シートを公表"
            name = f"{in_levels('施策')}{number} {sheet.measure.name}"
            yield Change(sheet.published_at, "評価シート", name, number, text=text, why=sheet.reason)
    rows = {row.indicator_id: row for row in view.rows}
    for value in ComparisonValue.objects.filter(published_at__gt=moment).select_related("series"):
        row = rows.get(value.series.indicator_id)
        if row is not None and value.published_at:
            figure = "取下げ" if value.value is None else with_unit(value.value, row)
            text = f"{value.series.name}の{FiscalYear(row.own_year(value.year)).wareki} {figure}"
            yield _of_row(row, value.published_at, "比較値", text, value.reason)


def _events(moment: datetime, view: FilteredView, measures: set[int]) -> Iterator[Change]:
    """Cycles, and for those who look at unpublished figures what was handed in and sent back."""
    actions = {**CYCLES} if view.filters.is_published_only else {**CYCLES, **MOVES}
    events = Event.objects.filter(at__gt=moment, action__in=list(actions)).select_related(
        "by", "measure", "series"
    )
    rows = {row.indicator_id: row for row in view.rows}
    for event in events:
        action = Event.Action(event.action)
        year = FiscalYear(event.year).wareki if event.year else ""
        if action in CYCLES:
            yield Change(event.at, CYCLES[action], f"{year}の入力", text=person(event.by))
        elif event.measure is not None:
            if event.measure.number in measures:
                name = f"{in_levels('施策')}{event.measure.number} {event.measure.name}"
                what = "外部評価の意見" if is_about_outside_review(event) else "評価シート"
                text = f"{year}の{what}（{MOVES[action]} {person(event.by)}）"
                yield Change(event.at, MOVES[action], name, event.measure.number, text=text, why=event.reason)
        else:
            series = event.series
            row = rows.get(series.indicator_id if series else event.indicator_id or 0)
            if row is not None:
                of = f"{series.name}の" if series else ""
                text = f"{of}{year}の値（主担当 {row.department}、{MOVES[action]} {person(event.by)}）"
                yield _of_row(row, event.at, MOVES[action], text, event.reason)
