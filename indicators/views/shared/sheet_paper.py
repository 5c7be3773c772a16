"""What an evaluation sheet shows, on the screen, on paper and in a file; and what has changed since it was published."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.frames import (
    OutsideComments,
    Row,
    counted,
    of_year,
    outside_comments_of,
    published,
    said_outside,
    thaw,
    working,
)
from indicators.models import Cycle, EvaluationSheet, Indicator
from indicators.models import WorkflowState as State
from indicators.spreadsheets.evaluation_sheet import sheet_workbook
from indicators.views.shared.files import XLSX
from indicators.views.shared.sheet_did import NOTHING_DONE, Did, did_in_year, did_of_measures
from indicators.wording.cells import expected, number, value_cell
from indicators.wording.follow_up import overdue_words
from indicators.wording.shortfalls import UNSAID, UNSAID_THEN
from indicators.workflow import OUTSIDE_REVIEWS, SHEETS
from measures.models import Department, Measure, Plan
from measures.past import as_worded, with_policy

TEXTS = {
    "achievements": "成果",
    "challenges": "課題",
    "next_steps": "今後の方向性",
}
REMARKS = {
    "external_evaluation": "外部評価（審議会）",
    "office_remark": "企画課の所見",
}
# The labels of a sheet's contents in its log.
FIELDS = {**TEXTS, "rating": "自己評価", **REMARKS}


@dataclass(frozen=True)
class Part:
    """One text under its label; a text that nobody has written yet is ""."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class Paper:
    """One sheet with its figures: frozen ones where it is published, today's for staff before that."""

    measure: Measure
    year: int
    sheet: EvaluationSheet | None
    rows: Sequence[Row]
    departments: list[str]
    texts: list[Part] = field(default_factory=list)
    remarks: list[Part] = field(default_factory=list)
    # What a council said of it: a record of its own, which the public pages read as it is published.
    outside: OutsideComments | None = None
    # As it was public when the sheet went out: that moment reads it for ever.
    did: Did = NOTHING_DONE

    @property
    def is_published(self) -> bool:
        return self.sheet is not None and self.sheet.state == State.PUBLISHED

    @property
    def unsaid(self) -> str:
        """What stands for a reason that nobody gave."""
        return UNSAID_THEN if self.is_published else UNSAID

    @property
    def rating(self) -> str:
        return self.sheet.rating if self.sheet else ""

    @property
    def ratings(self) -> list[tuple[str, str, bool]]:
        """Each step of the scale: letter, words, whether it is this sheet's."""
        return [
            (choice.value, choice.label.removeprefix(f"{choice.value} "), choice.value == self.rating)
            for choice in EvaluationSheet.Rating
        ]


def paper_of(
    measure: Measure,
    year: int,
    sheet: EvaluationSheet | None,
    outside: OutsideComments | None = None,
) -> Paper:
    """A published sheet with the figures that it was published with, an open one with those of now."""
    if sheet is not None and sheet.state == State.PUBLISHED:
        found: Sequence[Row] = thaw(sheet.figures)
        # Frozen with its figures: the words beside them, too.
        measure, then = with_policy(measure, sheet.published_at), sheet.published_at
    else:
        found, then = rows_in_the_works(measure, year), None
    return Paper(
        measure=measure,
        year=year,
        sheet=sheet,
        rows=found,
        departments=_departments(measure, found),
        texts=[Part(name, label, getattr(sheet, name, "")) for name, label in TEXTS.items()],
        remarks=[Part(name, label, getattr(sheet, name, "")) for name, label in REMARKS.items()],
        outside=outside,
        did=did_in_year(measure, year, then),
    )


def papers_of(cycle: Cycle, sheets: Sequence[EvaluationSheet]) -> dict[int, Paper]:
    """Id → each sheet of a cycle that is not out yet, with the figures of now, in a fixed number of queries."""
    indicators = Indicator.objects.filter(measure__in=[sheet.measure_id for sheet in sheets])
    public = {row.indicator_id: row for row in counted(of_year(published(indicators), cycle.year))}
    rows: dict[int, list[Row]] = {}
    for row in counted(of_year(working(indicators), cycle.year)):
        shown = public[row.indicator_id] if row.number and row.indicator_id in public else row
        rows.setdefault(row.measure_number, []).append(shown)
    alone = [sheet.measure_id for sheet in sheets if sheet.measure.number not in rows]
    joined: dict[int, list[str]] = {}
    departments = Department.objects.filter(initiatives__measure__in=alone).distinct().order_by("order")
    for measure, name in departments.values_list("initiatives__measure", "name"):
        joined.setdefault(measure, []).append(name)
    did = did_of_measures(cycle.plan, cycle.year, [sheet.measure for sheet in sheets])
    return {
        sheet.pk: Paper(
            measure=sheet.measure,
            year=cycle.year,
            sheet=sheet,
            rows=(found := rows.get(sheet.measure.number, [])),
            departments=list(dict.fromkeys(row.department for row in found))
            or joined.get(sheet.measure_id, []),
            texts=[Part(name, label, getattr(sheet, name, "")) for name, label in TEXTS.items()],
            remarks=[Part(name, label, getattr(sheet, name, "")) for name, label in REMARKS.items()],
            did=did[sheet.measure.number],
        )
        for sheet in sheets
    }


def outside_in_the_works(measure: Measure, year: int) -> OutsideComments | None:
    """The newest record of the comments, published or not: for staff."""
    current = OUTSIDE_REVIEWS.current(measure, year)
    return said_outside(current) if current else None


def rows_today(measure: Measure, year: int, *, as_of: datetime | None = None) -> tuple[Row, ...]:
    """What citizens see of the measure's indicators in that year."""
    return counted(of_year(published(Indicator.objects.filter(measure=measure), as_of=as_of), year))


def rows_in_the_works(measure: Measure, year: int) -> list[Row]:
    """What would go out with the sheet: published figures, and first values on their way, which are marked."""
    public = {row.indicator_id: row for row in rows_today(measure, year)}
    typed = counted(of_year(working(Indicator.objects.filter(measure=measure)), year))
    return [public[row.indicator_id] if row.number and row.indicator_id in public else row for row in typed]


def newest_sheets(
    measures: Iterable[Measure], years: Sequence[int]
) -> dict[tuple[int, int], EvaluationSheet]:
    """The newest record of each measure and year, in one query."""
    found = EvaluationSheet.objects.filter(measure__in=list(measures), year__in=years)
    people = found.select_related("measure", "submitted_by", "edited_by", "entered_by", "published_by")
    return {(sheet.measure_id, sheet.year): sheet for sheet in people.order_by("number")}


def published_sheets(as_of: datetime | None = None) -> QuerySet[EvaluationSheet]:
    """Every published record, now or as of a moment."""
    found = EvaluationSheet.objects.filter(state=State.PUBLISHED)
    return found if as_of is None else found.filter(published_at__lte=as_of)


def versions_of(measure: Measure, year: int, as_of: datetime | None = None) -> list[EvaluationSheet]:
    """The published records of a sheet, newest first."""
    found = published_sheets(as_of).filter(measure=measure, year=year)
    return list(found.select_related("published_by").order_by("-number"))


def last_years(measure: Measure, year: int) -> Paper | None:
    """The sheet of the year before, as far as it was written, to write this year's beside it."""
    before = SHEETS.current(measure, year - 1)
    outside = outside_comments_of(measure, year - 1)
    return paper_of(measure, year - 1, before, outside) if before else None


def workbook_of(paper: Paper) -> HttpResponse:
    """The sheet as .xlsx to be saved; its name says the version, or that it is a draft."""
    content = sheet_workbook(
        measure=paper.measure,
        year=paper.year,
        sheet=paper.sheet,
        rows=paper.rows,
        departments=paper.departments,
        outside=paper.outside,
        deeds=[one["one"] for one in paper.did.deeds if one["one"].parts],
        costs=paper.did.costs,
    )
    version = paper.sheet.number if paper.sheet and paper.is_published else "draft"
    name = f"{'demo-' if settings.DEMO else ''}basic-plan-sheet-{paper.measure.number}-{paper.year}-{version}"
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


# --- What has changed since ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """One thing of one indicator that the public pages say otherwise today."""

    row: Row
    what: str
    was: str
    now: str


def differences(then: Iterable[Row], now: Iterable[Row]) -> list[Difference]:
    """Where today's published figures are not those of the sheet: was → is, as a reader sees both."""
    today = {row.indicator_id: row for row in now}
    frozen = {row.indicator_id: row for row in then}
    found = []
    for pk, old in frozen.items():
        new: Any = today.get(pk)
        if new is None:
            found.append(Difference(old, "指標", _said(old), "いまは公表されていません"))
            continue
        found += [
            Difference(old, what, was, is_now)
            for what, was, is_now in (
                ("値", _said(old), _said(new)),
                ("公表予定", _due(old), _due(new)),
                ("目安", expected(old), expected(new)),
                ("目標", number(old.target, old), number(new.target, new)),
                ("判定", old.label, new.label),
            )
            if was != is_now
        ]
    for pk, new in today.items():
        if pk not in frozen:
            found.append(Difference(new, "指標", "ありませんでした", _said(new)))
    return found


def _said(row: Any) -> SafeString:
    return (
        format_html('<span class="value-word">{}</span>', "取下げ") if row.is_withdrawn else value_cell(row)
    )


def _due(row: Row) -> str:
    return "、".join(overdue_words(row)) or "過ぎていません"


def _departments(measure: Measure, found: Sequence[Row]) -> list[str]:
    """Who leads the indicators; without any, who takes part in the measure."""
    if found:
        return list(dict.fromkeys(row.department for row in found))
    joined = Department.objects.filter(initiatives__measure=measure).distinct()
    return list(joined.order_by("order").values_list("name", flat=True))


def sheets_of_measures(
    plan: Plan | None, numbers: Collection[int], as_of: datetime | None = None
) -> list[tuple[int, str, int]]:
    """Number and name of the measure and the year of each sheet that is public, the newest year first. Names of the moment."""
    found = published_sheets(as_of).filter(measure__plan=plan, measure__number__in=numbers)
    sheets = list(found.select_related("measure"))
    measures = as_worded((sheet.measure for sheet in sheets), as_of)
    known = {
        (measure.number, measure.name, sheet.year) for sheet, measure in zip(sheets, measures, strict=True)
    }
    return sorted(known, key=lambda one: (-one[2], one[0]))


def years_with_sheets(
    measure: Measure, *, but: int | None = None, as_of: datetime | None = None
) -> list[int]:
    """The years of which a sheet is public, newest first."""
    years = published_sheets(as_of).filter(measure=measure).values_list("year", flat=True)
    return sorted(set(years) - {but}, reverse=True)
