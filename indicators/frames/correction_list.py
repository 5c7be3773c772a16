"""Every change after publication, as citizens read it: of values, of rules, of words, and of texts that went by law (docs/publication.md §5)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from indicators.frames.chains import Record, history
from indicators.frames.comparison_series import Comparison, comparisons
from indicators.frames.decisions import (
    RuleRecord,
    baselines,
    interims,
    recounts,
    rhythms,
    targets,
    thresholds,
)
from indicators.frames.deed_editions import DEED, deed_editions
from indicators.frames.money_editions import MONEY, money_editions
from indicators.frames.redacted_texts import RedactionRecord, redactions
from indicators.frames.releases import Announcement, SaidAnew, announcements
from indicators.frames.sources import Asked, Source
from indicators.frames.text_editions import DEPARTMENT, TRANSLATION, WORDING, TextEdition, text_editions
from indicators.frames.turned import TurnedVerdict, turned_at, turned_by_starts, turned_by_value
from indicators.models import (
    Baseline,
    EvaluationSheet,
    FigurePoints,
    InitiativeAims,
    InterimTarget,
    Kind,
    OutsideReview,
    Passport,
    Recount,
    Rhythm,
    Target,
    Threshold,
    WorkflowState,
)
from indicators.progress import rhythm_label
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels
from measures.past import as_worded

# In the order in which a page lists them.
CORRECTIONS = {
    Kind.FINAL.value: "確定",
    Kind.CORRECTION.value: "訂正",
    Kind.REVISION.value: "改定",
    Kind.WITHDRAWAL.value: "取下げ",
    "target": "目標の見直し",
    "interim": "中間目標",
    "baseline": "現状値の見直し",
    "start": "起点の変化",
    "rhythm": "調査の間隔",
    "recount": "数え方の区切り",
    "threshold": "やや遅れの基準",
    "midterm": "中間見直し",
    "comparison": "比較値",
    "sheet": "評価シート",
    "outside_review": "外部評価の意見",
    DEED: "取組の実績",
    MONEY: "事務事業の費用",
    "announcement": "公表の題名と日付",
    "redaction": "文の削除",
    WORDING: "計画の文",
    Passport.key: "指標の説明",
    FigurePoints.key: "参考図表の数値",
    InitiativeAims.key: "取組がねらう指標",
    DEPARTMENT: "課と問い合わせ先",
    TRANSLATION: "読みと訳",
}

# Rules that can turn verdicts: of every indicator, and of their own.
_OF_ALL = (Threshold.key, "midterm")
_OF_ONE = (Target.key, InterimTarget.key, Baseline.key, Rhythm.key, Recount.key)
# Kinds of which the first is news, too, where the plan went out without.
ALONE = (InterimTarget.key, Rhythm.key, Recount.key)


@dataclass(frozen=True)
class Correction:
    """One change. `record`: the publication of a changed value, with what it replaced; else None.

    `old` and `new` are figures in the indicator's unit (a threshold's are shares), None where there was or is none;
    `year` is the fiscal year of a value, an interim target, a removed text or a sheet. A threshold belongs to no one
    indicator, a sheet to a measure; `series` is what a figure of others is of. A text that went by law may belong to an
    indicator, a measure, or to neither (RedactionRecord). `said_anew`: what an
    announcement is called and dated now and was before; its `name` is the title. `edition`: of words, what they are and
    were. `turned`: verdicts that it turned, after with_turned().
    """

    kind: str
    at: datetime
    reason: str
    code: str = ""
    name: str = ""
    unit: str = ""
    decimals: int = 0
    year: int | None = None
    record: Record | None = None
    old: Decimal | None = None
    new: Decimal | None = None
    old_label: str = ""
    new_label: str = ""
    first_year: int | None = None
    decided_on: date | None = None
    series: str = ""
    measure_number: int | None = None
    said_anew: SaidAnew | None = None
    edition: TextEdition | None = None
    turned: tuple[TurnedVerdict, ...] = ()

    @property
    def day_before(self) -> date:
        """The last day whose page shows what stood before."""
        return localdate(self.at) - timedelta(days=1)

    @property
    def kind_label(self) -> str:
        return CORRECTIONS[self.kind]


def corrections(asked: Asked, *, as_of: datetime | None = None) -> list[Correction]:
    """Newest first; as of a moment if one is given. What the plan itself set and first values are no changes."""
    source = Source.of(asked, as_of)
    found = [
        *_of_values(history(source)),
        *_of_texts(redactions(source)),
        *_of_all_rules(source),
        *_of_starts(source),
        *_of_comparisons(comparisons(source)),
        *_of_sheets(source, EvaluationSheet, "sheet"),
        *_of_sheets(source, OutsideReview, "outside_review"),
        *_of_announcements(announcements(source)),
        *_of_editions([*text_editions(source), *deed_editions(source), *money_editions(source)]),
    ]
    # What went in with a revision is told by its one entry: all of it at the same moment.
    revised = {one["published_at"] for one in source.revisions()}
    found = [one for one in found if one.at not in revised] + list(map(_of_revision, source.revisions()))
    return sorted(found, key=lambda one: one.at, reverse=True)


def with_turned(source: Source, found: Iterable[Correction]) -> list[Correction]:
    """The same changes, each with the verdicts that it turned; of a value those of other years."""
    return [replace(one, turned=_turned(source, one)) for one in found]


def _turned(source: Source, one: Correction) -> tuple[TurnedVerdict, ...]:
    if one.kind in _OF_ALL:
        return turned_at(source, one.at)
    if one.kind in _OF_ONE:
        return turned_at(source, one.at, {one.code})
    if one.record is not None and one.year is not None:
        return turned_by_value(source, one.at, one.code, one.year)
    return one.turned


def value_corrections(asked: Asked, *, as_of: datetime | None = None) -> list[Correction]:
    """Those of values and of the texts beside them, newest first."""
    source = Source.of(asked, as_of)
    beside = (gone for gone in redactions(source) if gone.code and gone.year is not None and not gone.series)
    found = [*_of_values(history(source)), *_of_texts(beside)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _of_revision(revision: Mapping[str, Any]) -> Correction:
    """`name` is its title, `new_label` all that it changed."""
    return Correction(
        "midterm",
        revision["published_at"],
        revision["reason"],
        name=revision["title"],
        new_label="、".join(what for _, what in revision["gathered"]),
        decided_on=revision["decided_on"],
    )


def _of_values(records: Iterable[Record]) -> Iterator[Correction]:
    for record in records:
        # 更新 and 補足 go on from what stood: they correct nothing.
        if record.kind not in (Kind.FIRST, Kind.UPDATE, Kind.SUPPLEMENT):
            yield Correction(
                record.kind,
                record.published_at,
                record.reason,
                code=record.code,
                name=record.name,
                unit=record.unit,
                decimals=record.decimals,
                year=record.year,
                record=record,
                old=record.before.value if record.before else None,
                new=record.value,
            )


def _of_starts(source: Source) -> Iterator[Correction]:
    for said, turned in turned_by_starts(source):
        own = {name: said[name] for name in ("code", "name", "year")}
        yield Correction("start", said["published_at"], said["reason"], turned=turned, **own)


def _of_texts(redacted: Iterable[RedactionRecord]) -> Iterator[Correction]:
    for gone in redacted:
        own = {field.name: getattr(gone, field.name) for field in fields(gone) if field.name != "done_at"}
        yield Correction("redaction", gone.done_at, **own)


def _of_comparisons(found: Iterable[Comparison]) -> Iterator[Correction]:
    for one in found:
        figures = [*(old.value for old in one.superseded), one.value]
        for old, (before, after) in zip(one.superseded, pairwise(figures), strict=True):
            own = {name: getattr(one, name) for name in ("code", "unit", "decimals", "year", "series")}
            yield Correction(
                "comparison",
                old.replaced_at,
                old.reason,
                name=one.indicator_name,
                **own,
                old=before,
                new=after,
            )


def _of_sheets(
    source: Source, model: type[EvaluationSheet | OutsideReview], kind: str
) -> Iterator[Correction]:
    """Each further version of a sheet, or of what a council said of it; what it says differently is on the sheet's page."""
    found: QuerySet[Any] = model._default_manager.filter(state=WorkflowState.PUBLISHED, number__gt=1)
    if source.plan is None:
        found = found.filter(measure__indicators__in=source.chosen)
    else:
        found = found.filter(measure__plan=source.plan)
    if source.as_of is not None:
        found = found.filter(published_at__lte=source.as_of)
    sheets = list(found.select_related("measure").distinct())
    measures = as_worded((sheet.measure for sheet in sheets), source.as_of)
    for sheet, measure in zip(sheets, measures, strict=True):
        if sheet.published_at is not None:
            yield Correction(
                kind,
                sheet.published_at,
                sheet.reason,
                name=f"{in_levels('施策')}{measure.number} {measure.name}",
                year=sheet.year,
                measure_number=measure.number,
            )


def _of_announcements(found: Iterable[Announcement]) -> Iterator[Correction]:
    for announced in found:
        for one in announced.said_anew:
            yield Correction("announcement", one.published_at, one.reason, name=one.title, said_anew=one)


def _of_editions(found: Iterable[TextEdition]) -> Iterator[Correction]:
    for one in found:
        own = {name: getattr(one, name) for name in ("name", "code", "measure_number", "decided_on", "year")}
        yield Correction(one.kind, one.at, one.reason, edition=one, **own)


def _of_all_rules(source: Source) -> Iterator[Correction]:
    """Of every kind. What went out with an indicator's first target is what the plan promised, and changed nothing."""
    promised: dict[str, datetime] = {}
    for rule in targets(source):
        if rule.published_at is not None:
            promised[rule.code] = min(promised.get(rule.code, rule.published_at), rule.published_at)
    for read in (targets, baselines, interims, rhythms, recounts, thresholds):
        yield from _of_rules(read(source), promised)


def _of_rules(rules: Iterable[RuleRecord], promised: Mapping[str, datetime]) -> Iterator[Correction]:
    """Each rule beside the one that its first year had before. A first one is a change where the plan had none.

    `promised`: when each indicator's first target went out, by code.
    """
    for _, group in groupby(sorted(rules, key=_whose), key=_whose):
        known: list[RuleRecord] = []
        for rule in sorted(group, key=_moment):
            at, out = rule.published_at, promised.get(rule.code)
            if at is not None and (out is None or at > out) and (known or rule.kind in ALONE):
                yield _of_rule(rule, at, _before(known, rule))
            known.append(rule)


def _of_rule(rule: RuleRecord, at: datetime, before: RuleRecord | None) -> Correction:
    return Correction(
        rule.kind,
        at,
        rule.reason,
        code=rule.code,
        name=rule.name,
        unit=rule.unit,
        decimals=rule.decimals,
        year=rule.year if rule.kind == InterimTarget.key else None,
        old=before.value if before else None,
        new=rule.value,
        old_label=_label(before),
        new_label=_label(rule),
        first_year=rule.first_year,
        decided_on=rule.decided_on,
    )


def _label(rule: RuleRecord | None) -> str:
    """By when a target is to be reached, from when a baseline is, what a rhythm says; "" where the figure says all."""
    if rule is None or rule.kind == Recount.key:
        return ""
    if rule.kind == Target.key and rule.year is not None:
        return f"{FiscalYear(rule.year).wareki}まで"
    if rule.every is not None and rule.year is not None:
        return rhythm_label(rule.every, rule.year)
    return rule.label


def _before(known: Iterable[RuleRecord], rule: RuleRecord) -> RuleRecord | None:
    """Which of those that were out already applied to the first year of `rule`: the newest, else the earliest."""
    by_year = sorted(known, key=lambda one: one.first_year or 0)
    applied = [one for one in by_year if (one.first_year or 0) <= (rule.first_year or 0)]
    if applied:
        return applied[-1]
    return None if rule.kind in ALONE else next(iter(by_year), None)


def _whose(rule: RuleRecord) -> tuple[int, str, int]:
    """An indicator's, a plan's; of interim targets those of a year."""
    of_year = rule.year if rule.kind == InterimTarget.key else None
    return rule.plan_id or 0, rule.code, of_year or 0


def _moment(rule: RuleRecord) -> tuple[bool, datetime | None, int]:
    return (rule.published_at is not None, rule.published_at, rule.first_year or 0)
