"""Builds the rows: what was published or typed, beside the plan's figures, with the verdict of each year."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from itertools import chain, pairwise
from typing import Any

from django.db.models import QuerySet

from indicators.frames.asked_years import absent_of, passes_over, survey_columns
from indicators.frames.breaks import own_break
from indicators.frames.calculation import Calculation
from indicators.frames.inputs import Inputs, Rules, inputs_of
from indicators.frames.interim_targets import Interim
from indicators.frames.interim_targets import in_force as interims_in_force
from indicators.frames.kept import Memo, held, kept, most_rows, shelf_of
from indicators.frames.reading import Record
from indicators.frames.revision_notes import revisions_of
from indicators.frames.row import Overdue, Row, Superseded
from indicators.frames.sources import Asked, Source, grouped
from indicators.frames.trajectory import Trajectory, computed_start, in_force
from indicators.frames.year_before import figure_before
from indicators.models import (
    DatedRule,
    Indicator,
    Kind,
    YearKind,
)
from indicators.progress import (
    SLIGHTLY_BEHIND_FROM,
    Judgement,
    ValueState,
    effective_baseline,
    judge,
    next_due,
)
from measures.fiscal_year import CalendarYear, FiscalYear, by_calendar
from measures.models import Plan

# A verdict is the same whenever it is asked for, and a page asks for every year of every indicator: those that were
# judged before are kept, as many as four plans of 400 indicators and ten years have.
_judge = lru_cache(maxsize=2**14)(judge)
NOTHING_SAID: Record = {
    "value": None,
    "value_state": "",
    "note": "",
    "as_of": None,
    "expected_on": None,
    "source": "",
    "source_url": "",
    "numerator": None,
    "denominator": None,
    "respondents": None,
    "shortfall_reason": "",
    "next_step": "",
    "kind": "",
    "number": 0,
    "reason": "",
    "published_at": None,
}
# A year that the published rhythm of a survey passes over, as long as nothing else is said of it.
OFF_SURVEY: Record = {**NOTHING_SAID, "value_state": ValueState.NOT_SURVEYED.value}
# So many drafts that are new are asked for by name; of more the whole plan is read.
MOST_ASKED = 200
NO_DRAFTS: Mapping[int, Mapping[int, Record]] = {}


def published(asked: Asked, *, as_of: datetime | None = None, wide: bool = False) -> tuple[Row, ...]:
    """What citizens see, as of a moment: publications and published rules, nothing else.

    Every year of every indicator, by the plan's order and year. `wide`: see reading.read().
    """
    source = Source.of(asked, as_of, wide=wide)
    return kept(
        source,
        "rows",
        lambda _: _joined(public_rows(source)),
        is_small=lambda rows: len(rows) <= most_rows(source),
    )


def working(asked: Plan | QuerySet[Indicator], *, wide: bool = False) -> tuple[Row, ...]:
    """What staff see: the open record where there is one, else what is published."""
    source = Source(asked, wide=wide)
    of_each = grouped(source.open_results(), "indicator_id")
    drafts = {pk: {record["year"]: record for record in of_one} for pk, of_one in of_each.items()}
    shelf = shelf_of(source)
    if shelf is None:
        return rows_of(source, drafts)
    with shelf.lock:
        found = public_rows(source)
        before = kept(source, "drafts", lambda _: dict[int, tuple[Any, tuple[Row, ...]]]())
        changed = {
            pk: of_one
            for pk, of_one in drafts.items()
            if pk in found and before.get(pk, (None,))[0] != of_one
        }
        gone = before.keys() - drafts.keys()
        if changed:
            few = len(changed) <= MOST_ASKED
            only = Source(Indicator.objects.filter(pk__in=changed), wide=wide) if few else source
            anew = rows_each(only, changed, wanted=changed)
            before |= {pk: (of_one, _shared(found[pk], anew[pk])) for pk, of_one in changed.items()}
        for pk in gone:
            del before[pk]
        # The same tuple as long as nothing in it changes: what is made of it is kept beside it.
        if changed or gone:
            shelf.answers.pop("working", None)
        rows = {pk: before[pk][1] if pk in drafts else public for pk, public in found.items()}
        return kept(
            source, "working", lambda _: _joined(rows), is_small=lambda rows: len(rows) <= most_rows(source)
        )


def public_rows(source: Source) -> dict[int, tuple[Row, ...]]:
    """What citizens see of each indicator, by its id, in the plan's order."""
    of_whole = None if source.whole is None else held(source.whole, "public")
    if of_whole is not None:
        return {pk: rows for pk, rows in of_whole.items() if pk in source.ids}
    return kept(
        source,
        "public",
        lambda memo: rows_each(source, memo=memo),
        is_small=lambda found: sum(map(len, found.values())) <= most_rows(source),
    )


def rows_of(
    source: Source, drafts: Mapping[int, Mapping[int, Record]] = NO_DRAFTS, assumed: Sequence[DatedRule] = ()
) -> tuple[Row, ...]:
    return _joined(rows_each(source, drafts, assumed))


def rows_each(
    source: Source,
    drafts: Mapping[int, Mapping[int, Record]] = NO_DRAFTS,
    assumed: Sequence[DatedRule] = (),
    memo: Memo | None = None,
    pick: Callable[[Iterable[Row]], tuple[Row, ...]] = tuple,
    wanted: Collection[int] | None = None,
) -> dict[int, tuple[Row, ...]]:
    """By the indicator's id, in the plan's order, those that `pick` takes of each (`wanted`: of these alone). With a `memo` only those are judged whose
    records are other ones than before.
    """
    found = {}
    for inputs in inputs_of(source, drafts, assumed):
        pk = inputs.plan_side["indicator_id"]
        if wanted is not None and pk not in wanted:
            continue
        print_ = 0 if memo is None else inputs.print_of(source.day)
        before = None if memo is None else memo.get(pk)
        if before is None or before[0] != print_:
            before = (print_, pick(_rows_of(inputs, source.day)))
        found[pk] = before[1]
        if memo is not None:
            memo[pk] = before
    return found


def _joined(rows: Mapping[int, tuple[Row, ...]]) -> tuple[Row, ...]:
    return tuple(chain.from_iterable(rows.values()))


def _shared(known: tuple[Row, ...], anew: tuple[Row, ...]) -> tuple[Row, ...]:
    """Of equal rows those that are known already: a draft changes one year of many."""
    of_year = {row.year: row for row in known}
    return tuple(
        before if (before := of_year.get(row.year)) is not None and before == row else row for row in anew
    )


def _rows_of(inputs: Inputs, day: date) -> Iterator[Row]:
    """All years of one indicator, in order: those to enter, and every other year with a record.

    `carried`: the figure of a year of the plan before that the first of this one may be compared with.
    """
    plan_side, rules, drafts, carried = inputs.plan_side, inputs.rules, inputs.drafts, inputs.carried
    chains = grouped(inputs.chain, "year")
    first, last = plan_side["plan_first_year"], plan_side["plan_last_year"]
    # A target may lie after the plan's end: then the years up to it are entered too, if the indicator does not end before.
    last = max(last, *(_entered_until(target["target_year"], plan_side["ends"]) for target in rules.targets))
    known = {
        year: _said(chains.get(year, ()), drafts.get(year), rules.rhythms, year)
        for year in sorted({*range(first, last + 1), *chains, *drafts})
    }
    trajectory = Trajectory(
        plan_side, rules.targets, rules.baselines, partial(computed_start, known, first), rules.recounts
    )
    this_year = current_year(day, plan_side["year_kind"])
    own_year = CalendarYear if plan_side["year_kind"] == YearKind.CALENDAR else int
    for year, said in known.items():
        records, draft = chains.get(year, ()), drafts.get(year)
        target, given = in_force(rules.targets, year), trajectory.baseline_of(year)
        road = trajectory.of(target, year)
        verdict, interim, promised = _judged(plan_side, rules, target, road, said, year)
        broken = own_break(plan_side["breaks"], year)
        judged_before = trajectory.newest_since(broken)
        trajectory.note(year, said, verdict)
        before, waits = figure_before(chains, drafts, carried, year) if broken != year else (None, False)
        absent = absent_of(plan_side, year)
        yield Row(
            **{**plan_side, **given},  # a revised baseline instead of the plan's own
            **_start_columns(road),
            **_target_columns(target, rules.targets[0]),
            slightly_behind_from=_threshold(rules.thresholds, year),
            **_printed(plan_side, rules.targets[0]),
            year=own_year(year),
            **{name: said[name] for name in SAID_COLUMNS},
            **_verdict_columns(
                verdict,
                said,
                plan_side,
                revisions_of(plan_side, road, given, rules.targets[0], target),
                absent,
            ),
            **_published_columns(records, year, day),
            workflow_state=draft["state"] if draft else ("published" if records else ""),
            unpublished=draft is not None,
            previous_value=before,
            previous_waits=waits,
            change=None if before is None or said["value"] is None else said["value"] - before,
            interim=interim,
            promise_first_year=promised,
            judged_before=judged_before,
            ended_by_day=plan_side["ends"] is not None and plan_side["ends"] < this_year,
            day_year=this_year,
            **survey_columns(rules.rhythms, year),
            off_survey=said is OFF_SURVEY,
        )


def _entered_until(target_year: int, ends: int | None) -> int:
    return target_year if ends is None else min(target_year, ends)


# What stands in the row of the year; the rest is of the published record (_published_columns).
SAID_COLUMNS = tuple(
    name for name in NOTHING_SAID if name not in ("kind", "number", "reason", "published_at")
)


def current_year(day: date, year_kind: str) -> int:
    """The year in which a day lies, by which an indicator is counted."""
    return day.year if year_kind == YearKind.CALENDAR else FiscalYear.from_date(day).year


def _start_columns(road: Record) -> Record:
    """From where the verdict measures: 0 where counting restarts, the printed baseline, or a judged value."""
    start = road.get("start")
    if start is not None:
        return {"baseline_year": start[0], "baseline": start[1], "starts_at_value": True}
    baseline = effective_baseline(counting=road["counting"], baseline=road.get("baseline"))
    return {"baseline_year": road.get("baseline_year"), "baseline": baseline}


def _target_columns(target: Record, first: Record) -> Record:
    return {
        "target": target["value"],
        "target_year": target["target_year"],
        "target_label": target["label"],
        "target_first_year": target["first_year"],
        "target_decided_on": None if target is first else target["decided_on"],
        **{name: target[name] for name in ("upper", "tolerance", "wording")},
    }


def _printed(plan_side: Record, first: Record) -> Record:
    """What the plan prints: the baseline of the indicator itself, and the target that applied first."""
    return {
        "plan_baseline": plan_side["printed_baseline"],
        # One that counts from zero has a year to begin after, and the plan may print none.
        "plan_baseline_year": None
        if plan_side["printed_baseline"] is None
        else plan_side["printed_baseline_year"],
        "plan_baseline_label": plan_side["baseline_label"],
        "plan_target": first["value"],
        "plan_target_year": first["target_year"],
        "plan_target_label": first["label"],
    }


def _said(chain: Sequence[Record], draft: Record | None, rhythms: Sequence[Record], year: int) -> Record:
    """What is said of a year: by the draft, else by the newest of its chain, else by the rhythm of the survey."""
    if not chain and draft is None and passes_over(rhythms, year):
        return OFF_SURVEY
    said = {**NOTHING_SAID, **(chain[-1] if chain else {}), **(draft or {})}
    if said["value"] is not None and not said["value_state"]:
        said["value_state"] = ValueState.ACTUAL.value  # a draft whose state is not chosen yet: judged as one
    return said


def _judged(
    plan_side: Record, rules: Rules, target: Record, road: Record, said: Record, year: int
) -> tuple[Judgement, Interim, int]:
    """The verdict of a year, the interim targets that it went by, and the first year for which something was promised."""
    interim = interims_in_force(
        rules.interims,
        direction=plan_side["direction"],
        target=target,
        baseline_year=road.get("baseline_year") or (road.get("start") or (None,))[0],
        year=year,
    )
    promised = max(plan_side["plan_first_year"], rules.targets[0]["first_year"], plan_side["begins"] or 0)
    verdict = _judge(
        direction=plan_side["direction"],
        target=target["value"],
        target_year=target["target_year"],
        upper=target["upper"],
        tolerance=target["tolerance"],
        first_year=promised,
        value=said["value"],
        year=year,
        state=said["value_state"] or ValueState.ACTUAL,
        interim=interim,
        slightly_behind_from=_threshold(rules.thresholds, year),
        **road,
    )
    return verdict, interim, promised


def _published_columns(chain: Sequence[Record], year: int, day: date) -> Record:
    """Of the record that citizens see, whatever draft lies on top of it. `day`: on which it is shown."""
    record = chain[-1] if chain else NOTHING_SAID
    due = next_due(record["value_state"], year, record["expected_on"])
    return {
        "kind": record["kind"],
        "number": record["number"],
        "change_reason": record["reason"],
        "published_at": record["published_at"],
        "superseded": _superseded(chain),
        "due_on": due,
        "overdue": () if due is None or day <= due else (Overdue(year, due),),
    }


def _threshold(thresholds: Sequence[Record], year: int) -> Decimal:
    return in_force(thresholds, year)["value"] if thresholds else SLIGHTLY_BEHIND_FROM


def _verdict_columns(
    verdict: Judgement, said: Record, plan_side: Record, revisions: tuple[str, ...], absent: str
) -> Record:
    lower, upper = verdict.limits or (None, None)
    columns: Record = {
        "verdict": verdict.verdict.value,
        "rule": verdict.rule.value,
        "reason": verdict.reason,
        "expected": verdict.expected,
        "progress": verdict.progress,
        "expected_progress": verdict.expected_progress,
        "margin": verdict.margin,
        "lower_limit": lower,
        "upper_limit": upper,
        "trace": Calculation(revisions, verdict.case),
        "applies": verdict.applies and not absent,
        "absent": absent,
    }
    if absent and _is_silent(said):
        columns |= _nothing_promised(absent)
    if plan_side["year_kind"] == YearKind.CALENDAR:
        # The rule knows one kind of year; here its number is a calendar year's.
        columns["reason"] = by_calendar(verdict.reason)
        columns["trace"] = replace(columns["trace"], in_calendar_years=True)
    if said["kind"] == Kind.WITHDRAWAL and said["value"] is None:
        columns["reason"] = "値は取り下げられました。"
    return columns


def _is_silent(said: Record) -> bool:
    return said is OFF_SURVEY or not (said["value_state"] or said["kind"] == Kind.WITHDRAWAL)


def _nothing_promised(absent: str) -> Record:
    """Of a year outside of the indicator's own, of which nothing is said either: no 目安 and no limit holds in it."""
    when = "最後の年度より後" if absent == "ended" else "最初の年度より前"
    reason = f"指標の{when}のため判定しない"
    return {
        **dict.fromkeys(("expected", "lower_limit", "upper_limit")),
        "reason": reason,
        "trace": Calculation((reason,), None),
    }


def _superseded(chain: Sequence[Record]) -> tuple[Superseded, ...]:
    """Each record whose successor corrected, revised or withdrew it; 確定 and 更新 strike nothing."""
    return tuple(
        Superseded(old["value"], old["value_state"], new["kind"], new["published_at"])
        for old, new in pairwise(chain)
        if Kind(new["kind"]).is_correction
    )
