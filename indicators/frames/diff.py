"""What changed in public between two moments: every record that went out, and every verdict that became another one.

Both sides are the published rows, as of the two moments; names are those of the later one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from indicators.frames.correction_list import Correction, corrections, with_turned
from indicators.frames.deed_editions import DEED, deed_editions
from indicators.frames.diff_lines import BESIDE, NOTHING, WHOLE_PLAN, DiffKind, DiffLine
from indicators.frames.figures import published
from indicators.frames.money_editions import MONEY, money_editions
from indicators.frames.reading import Record
from indicators.frames.releases import SaidAnew
from indicators.frames.row import Row
from indicators.frames.sources import Source
from indicators.frames.text_editions import TextEdition, text_editions
from indicators.models import (
    Baseline,
    Indicator,
    InterimTarget,
    Kind,
    Recount,
    Rhythm,
    Target,
    Threshold,
    ValueState,
)
from indicators.numbers import format_number, percent_number
from indicators.progress import rhythm_label
from measures.documents import Difference
from measures.fiscal_year import FiscalYear
from measures.models import Plan

_OF_VALUES = frozenset(Kind.values)


def changes_between(
    about: Plan | QuerySet[Indicator],
    start: datetime,
    end: datetime,
    texts_of: Callable[[TextEdition], Iterable[Difference]],
) -> list[DiffLine]:
    """What concerns the whole plan, then by measure and by the plan's order of indicators, the newest fiscal year first, and by kind.

    `texts_of`: an edition of words, told text by text.
    """
    before = {(row.code, row.year): row for row in published(about, as_of=start)}
    source = Source(about, end)
    after = published(source)
    public = {row.indicator_id: row for row in after}
    records = list(_records(start, source, public))
    found = [
        *records,
        *_thresholds(start, source),
        *_with_reasons(_compared(before, after), records, start, source),
        *_in_words(start, source, texts_of),
    ]
    places = {code: place for place, code in enumerate(dict.fromkeys(row.code for row in after))}
    kinds = list(DiffKind)
    return sorted(
        found,
        key=lambda one: (
            places.get(one.code, -1),
            one.measure_number or 0,
            "" if one.code or one.name == WHOLE_PLAN else one.name,
            -(one.year or 0),
            kinds.index(one.kind),
            one.at.isoformat() if one.at else "",
        ),
    )


# --- Records that went out ----------------------------------------------------------------------------


def _records(start: datetime, source: Source, public: Mapping[int, Row]) -> Iterator[DiffLine]:
    """Of indicators that were public at the end: each published record of a value or rule, beside what it replaced."""
    for records, key, kind_of, year, words in (
        (source.publications(), ("year",), _kind_of_value, "year", _value),
        (source.rules(Target), (), DiffKind.TARGET, "target_year", _target),
        (source.rules(Baseline), (), DiffKind.BASELINE, "baseline_year", _baseline),
        (source.rules(InterimTarget), ("year",), DiffKind.INTERIM, "year", _interim),
        (source.rules(Rhythm), (), DiffKind.RHYTHM, "first_year", _rhythm),
        (source.rules(Recount), ("first_year",), DiffKind.RECOUNT, "first_year", _recount),
        (source.comparisons(), ("series_id", "year"), DiffKind.COMPARISON, "year", _comparison),
    ):
        for was, said in _replacements(records, ("indicator_id", *key), start):
            row = public.get(said["indicator_id"])
            if row is not None:
                of_kind = _why if said.get("kind") == Kind.SUPPLEMENT else words
                yield DiffLine(
                    kind=kind_of if isinstance(kind_of, DiffKind) else kind_of(said),
                    code=row.code,
                    name=row.name,
                    year=said[year],
                    was=NOTHING if was is None else of_kind(was, row),
                    now=of_kind(said, row),
                    unit=row.unit,
                    decimals=row.decimals,
                    was_figure=None if was is None else was.get("value"),
                    is_figure=said.get("value"),
                    reason=said["reason"],
                    at=said["published_at"],
                )


def _replacements(
    records: Iterable[Record], key: tuple[str, ...], start: datetime
) -> Iterator[tuple[Record | None, Record]]:
    """Each record that went out after `start`, with the one of the same key that stood before it."""
    current: dict[tuple[Any, ...], Record] = {}
    for said in sorted(records, key=lambda record: (record["published_at"], record.get("number", 0))):
        place = tuple(said[name] for name in key)
        if said["published_at"] > start:
            yield current.get(place), said
        current[place] = said


def _kind_of_value(said: Record) -> DiffKind:
    return DiffKind(Kind(said["kind"]).value)


def _value(said: Record, row: Row) -> str:
    if said["value"] is not None:
        state = ValueState(said["value_state"])
        return f"{_figure(said['value'], row)}{f'（{state.label}）' if state.is_followed_up else ''}"
    if said["kind"] == Kind.WITHDRAWAL:
        return DiffKind.WITHDRAWAL.label
    return str(ValueState(said["value_state"]).label) if said["value_state"] else NOTHING


def _why(said: Record, row: Row) -> str:
    """What a 補足 says anew; the figure stays."""
    told = (("理由", said["shortfall_reason"]), ("次に", said["next_step"]))
    return (
        "".join(f"{word}：{text if text.endswith('。') else f'{text}。'}" for word, text in told if text)
        or NOTHING
    )


def _target(said: Record, row: Row) -> str:
    until, first = FiscalYear(said["target_year"]).wareki, FiscalYear(said["first_year"]).wareki
    return f"{_figure(said['value'], row)}（{until}まで、{first}の判定から）"


def _baseline(said: Record, row: Row) -> str:
    of, first = FiscalYear(said["baseline_year"]).wareki, FiscalYear(said["first_year"]).wareki
    return f"{_figure(said['value'], row)}（{of}、{first}の判定から）"


def _interim(said: Record, row: Row) -> str:
    return "取りやめ" if said["value"] is None else _figure(said["value"], row)


def _rhythm(said: Record, row: Row) -> str:
    return rhythm_label(said["every"], said["survey_year"])


def _recount(said: Record, row: Row) -> str:
    return f"{FiscalYear(said['first_year']).wareki}から：{said['reason']}"


def _comparison(said: Record, row: Row) -> str:
    figure = DiffKind.WITHDRAWAL.label if said["value"] is None else _figure(said["value"], row)
    return f"{said['series']} {figure}"


def _figure(value: Decimal, row: Row) -> str:
    return format_number(value, decimals=row.decimals, unit=row.unit)


def _thresholds(start: datetime, source: Source) -> Iterator[DiffLine]:
    for was, rule in _replacements(source.rules(Threshold), ("plan_id",), start):
        yield DiffLine(
            kind=DiffKind.THRESHOLD,
            code="",
            name=WHOLE_PLAN,
            year=None,
            was=NOTHING if was is None else _threshold(was),
            now=_threshold(rule),
            decimals=2,
            was_figure=None if was is None else was["value"],
            is_figure=rule["value"],
            reason=rule["reason"],
            at=rule["published_at"],
        )


def _threshold(rule: Record) -> str:
    return f"やや遅れの基準 {percent_number(rule['value'])}％（{FiscalYear(rule['first_year']).wareki}の判定から）"


# --- Words ----------------------------------------------------------------------------------------------


def _in_words(
    start: datetime, source: Source, texts_of: Callable[[TextEdition], Iterable[Difference]]
) -> Iterator[DiffLine]:
    """What is told of words (those of a revision, too), sheets, announcements and what went by law."""
    of_initiatives = (*deed_editions(source, since=start), *money_editions(source, since=start))
    for edition in (*text_editions(source), *of_initiatives):
        if edition.at > start:
            line = replace(_line_of(edition, DiffKind(edition.kind)), year=edition.year)
            if edition.kind in (DEED, MONEY):
                line = replace(line, initiative=edition.part)
            for text in texts_of(edition):
                yield replace(line, item=text.where, was=text.was or NOTHING, now=text.now or NOTHING)
    for one in corrections(source):
        if one.at <= start or one.kind not in {kind.value for kind in BESIDE}:
            continue
        line = replace(_line_of(one, DiffKind(one.kind)), year=one.year)
        if one.said_anew is not None:
            was, now = _titles(one.said_anew)
            yield replace(line, name=WHOLE_PLAN, was=was, now=now)
        elif one.kind in (DiffKind.SHEET.value, DiffKind.OUTSIDE_REVIEW.value):
            yield replace(line, was="前の版", now="新しい版")
        else:
            yield replace(line, was="文の一部", now="法令により削除")


def _line_of(one: TextEdition | Correction, kind: DiffKind) -> DiffLine:
    """What both say alike; what it was and is, is to come."""
    return DiffLine(
        kind=kind,
        code=one.code,
        name=one.name or WHOLE_PLAN,
        year=None,
        was=NOTHING,
        now="",
        reason=one.reason,
        at=one.at,
        measure_number=one.measure_number,
    )


def _titles(said: SaidAnew) -> tuple[str, str]:
    """「…」（2026年6月30日), before and after."""
    both = ((said.old_title, said.old_announced_on), (said.title, said.announced_on))
    was, now = (f"「{title}」（{day.year}年{day.month}月{day.day}日）" for title, day in both)
    return was, now


# --- What followed from them --------------------------------------------------------------------------


def _compared(before: Mapping[tuple[str, int], Row], after: Iterable[Row]) -> Iterator[DiffLine]:
    """Verdicts year by year, and once an indicator its name and its lead department."""
    told: set[str] = set()
    for row in after:
        old = before.get((row.code, row.year))
        yield from _verdict(old, row)
        if old is not None and row.code not in told:
            told.add(row.code)
            yield from _differences(DiffKind.NAME, old, row, lambda one: one.name)
            yield from _differences(DiffKind.LEAD, old, row, lambda one: one.department)


def _verdict(old: Row | None, row: Row) -> Iterator[DiffLine]:
    """A year of which nothing was said has no verdict that could change."""
    was, now = (one if one is not None and one.has_record else None for one in (old, row))
    words = tuple(NOTHING if one is None else one.label for one in (was, now))
    if words[0] != words[1]:
        yield DiffLine(
            kind=DiffKind.VERDICT,
            code=row.code,
            name=row.name,
            year=row.year,
            was=words[0],
            now=words[1],
            was_verdict="" if was is None else was.verdict,
            is_verdict="" if now is None else now.verdict,
        )


def _with_reasons(
    lines: Iterable[DiffLine], records: Iterable[DiffLine], start: datetime, source: Source
) -> list[DiffLine]:
    """Verdicts whose own year's value stayed with what turned them; of the others the value is told beside them."""
    told = {(one.code, one.year) for one in records if one.kind.value in _OF_VALUES}
    found = list(lines)
    if all((one.code, one.year) in told for one in found if one.kind == DiffKind.VERDICT):
        return found
    why: dict[tuple[str, int], str] = {}
    since = [one for one in corrections(source) if one.at > start]
    for change in reversed(with_turned(source, since)):
        reason = f"：{change.reason}" if change.reason else ""
        why |= {(one.code, one.year): f"{change.kind_label}{reason}" for one in change.turned}
    return [
        replace(one, turned_by=why.get((one.code, one.year or 0), ""))
        if one.kind == DiffKind.VERDICT and (one.code, one.year) not in told
        else one
        for one in found
    ]


def _differences(kind: DiffKind, old: Row, row: Row, word: Callable[[Row], str]) -> Iterator[DiffLine]:
    if word(old) != word(row):
        yield DiffLine(kind, row.code, row.name, None, word(old), word(row))
