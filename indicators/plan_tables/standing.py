"""A plan as it stands, in its tables: what a workbook is filled with, and what another edition of it is held against."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.models import (
    DeedLead,
    Drafted,
    FigurePoints,
    Indicator,
    InitiativeAims,
    InterimTarget,
    Kind,
    Passport,
    Result,
    Rhythm,
    Target,
)
from indicators.models.vocabulary import plain
from indicators.plan_tables.columns import Cells, Column, Line, Lines, PlanTables, Table
from indicators.plan_tables.promises import INDICATORS
from indicators.plan_tables.tables import PASSPORTS, TABLES, VALUES
from indicators.plan_tables.wording import rows_of
from measures.documents import document_of, with_documents
from measures.models import Department, Initiative, Measure, Plan, ReferenceFigure, Translation
from measures.translations import NONE, Versions, translations_of

_OF_TARGET = ("value", "upper", "tolerance", "wording", "target_year", "label")


def tables_of(plan: Plan) -> PlanTables:
    """Every table; what is published of a rule before what waits, the plan's own target before those of later years."""
    rows: dict[str, list[Line]] = {table.key: [] for table in TABLES}
    for key, cells in _rows(plan):
        rows[key].append(Line(cells))
    return {key: Lines(lines) for key, lines in rows.items()}


def _rows(plan: Plan) -> Iterator[tuple[str, Cells]]:
    for policy in plan.policies.all():
        yield "policies", {"number": policy.number, "name": policy.name}
    for measure in with_documents(Measure.objects.filter(plan=plan).order_by("number")):
        yield from rows_of(measure.number, document_of(measure))
    for department in _departments(plan):
        yield "departments", {"name": department.name, "slug": department.slug}
    indicators = list(
        Indicator.objects.of_plan(plan)
        .with_plan()
        .select_related("successor__measure", "continues__measure__plan")
    )
    codes = {one.pk: one.code for one in indicators}
    targets = first_of(Target.objects.filter(indicator__in=codes).order_by("first_year", "pk"))
    rhythms = first_of(Rhythm.objects.filter(indicator__in=codes).order_by("first_year", "pk"))
    for one in indicators:
        yield "indicators", indicator_cells(one, targets.get(one.pk), rhythms.get(one.pk))
    yield from _interims(codes)
    yield from _values(codes)
    passports = newest_of(Passport.objects.filter(indicator__in=codes))
    for pk, code in codes.items():
        if pk in passports:
            yield "passports", {"code": code, **_plain(passports[pk], PASSPORTS)}
    yield from _figures(plan)
    yield from _settings(plan)
    yield from _translations(plan)


def _departments(plan: Plan) -> Iterator[Department]:
    """Those that live, and those that have ended and stand in the plan; of one name the living one."""
    printed = Department.objects.filter(initiatives__measure__plan=plan)
    leading = Department.objects.filter(led_indicators__measure__plan=plan)
    wanted = {*Department.objects.living(), *printed, *leading}
    seen: set[str] = set()
    for one in sorted(wanted, key=lambda one: (one.ended_on is not None, one.order, one.name, one.pk)):
        if one.name not in seen:
            seen.add(one.name)
            yield one


def first_of(rules: Iterable[Any]) -> dict[int, Any]:
    """By the owner's id the first one that is published, else the first draft."""
    found: dict[int, Any] = {}
    for rule in rules:
        owner = getattr(rule, f"{rule.chain[0]}_id")
        known = found.get(owner)
        if known is None or (known.published_at is None and rule.published_at is not None):
            found[owner] = rule
    return found


def newest_of(drafted: Iterable[Any]) -> dict[int, Any]:
    """By the owner's id the published edition that stands, else the newest draft."""
    rows = list(drafted)
    drafts = sorted((one for one in rows if one.published_at is None), key=lambda one: one.pk)
    out = sorted((one for one in rows if one.published_at), key=lambda one: (one.published_at, one.pk))
    return {getattr(one, f"{one.chain[0]}_id"): one for one in (*drafts, *out)}


def indicator_cells(indicator: Indicator, target: Target | None, rhythm: Rhythm | None) -> Cells:
    names = [column.name for column in INDICATORS.columns if hasattr(Indicator, column.name)]
    found = {name: _cell(getattr(indicator, name), INDICATORS.column(name)) for name in names}
    said = target or Target()
    promise = {
        name: _cell(getattr(said, name) if target else None, INDICATORS.column(name)) for name in _OF_TARGET
    }
    continued = indicator.continues
    return {
        **found,
        **promise,
        "code": indicator.code,
        "promised_from": said.first_year,
        "every": rhythm.every if rhythm else None,
        "survey_year": rhythm.survey_year if rhythm else None,
        "lead_department": indicator.lead_department.name,
        "successor": indicator.successor.code if indicator.successor else "",
        "continues": f"{continued.plan_key}/{continued.code}" if continued else "",
    }


def _interims(codes: dict[int, str]) -> Iterator[tuple[str, Cells]]:
    """Of each year the one in force: the published one that applies last, else the draft; one that was taken away is none."""
    newest: dict[tuple[int, int], InterimTarget] = {}
    for one in InterimTarget.objects.filter(indicator__in=codes).order_by("first_year", "pk"):
        place = (one.indicator_id, one.year)
        if place not in newest or one.published_at is not None or newest[place].published_at is None:
            newest[place] = one
    order = {pk: at for at, pk in enumerate(codes)}
    for (pk, year), one in sorted(newest.items(), key=lambda item: (order[item[0][0]], item[0][1])):
        if one.value is not None:
            yield (
                "interim_targets",
                {
                    "code": codes[pk],
                    "year": year,
                    "value": plain(one.value),
                    "promised_from": one.first_year,
                    "decided_on": one.decided_on.isoformat() if one.decided_on else "",
                    "reason": one.reason,
                },
            )


def _values(codes: dict[int, str]) -> Iterator[tuple[str, Cells]]:
    """The newest record of each chain, published or not; what was withdrawn is none."""
    newest: dict[tuple[int, int], Result] = {}
    for one in Result.objects.filter(indicator__in=codes).order_by("number"):
        newest[one.indicator_id, one.year] = one
    order = {pk: at for at, pk in enumerate(codes)}
    for (pk, year), one in sorted(newest.items(), key=lambda item: (order[item[0][0]], item[0][1])):
        if one.kind != Kind.WITHDRAWAL:
            yield "values", {"code": codes[pk], "year": year, **_plain(one, VALUES)}


def _figures(plan: Plan) -> Iterator[tuple[str, Cells]]:
    editions = newest_of(FigurePoints.objects.filter(measure__plan=plan))
    printed = ReferenceFigure.objects.filter(measure__plan=plan).select_related("measure")
    for figure in printed.prefetch_related("points").order_by("measure__number"):
        number, edition = figure.measure.number, editions.get(figure.measure_id)
        points = edition.points if edition else loaded_points(figure)
        chart = "shares" if figure.unit == "％" and points else "bars"
        said = edition or FigurePoints(chart=chart, unit=figure.unit, decimals=figure.decimals)
        yield (
            "figures",
            {
                "measure": number,
                "title": figure.title,
                "source": figure.source,
                "chart": said.chart,
                "unit": said.unit,
                "decimals": said.decimals,
                "note": figure.note,
            },
        )
        for label, series, value in points:
            cells = {"measure": number, "label": label, "series": series, "value": plain(Decimal(value))}
            yield "figure_points", cells


def _settings(plan: Plan) -> Iterator[tuple[str, Cells]]:
    """Of each initiative that the plan has: who gathers it and what it is meant to move, as it waits, else as it is published."""
    leads = _set_last(DeedLead.objects.filter(measure__plan=plan).select_related("department"))
    aims = _set_last(InitiativeAims.objects.filter(measure__plan=plan))
    if not leads and not aims:
        return
    told = Initiative.objects.filter(measure__plan=plan).order_by("measure__number", "number")
    for measure_id, measure, number in told.values_list("measure_id", "measure__number", "number"):
        code, place = f"{measure}-{number}", (measure_id, number)
        if lead := leads.get(place):
            name = lead.department.name if lead.department else ""
            yield "deed_leads", {"initiative": code, "department": name, "reason": lead.reason}
        for aim, first, last, why in aims[place].aims if place in aims else ():
            cells = {"code": aim, "first_year": first, "last_year": last, "why": why}
            yield "aims", {"initiative": code, **cells}


def _set_last(settings: Iterable[Any]) -> dict[tuple[int, int], Any]:
    """By the measure's id and the initiative's number."""
    rows = sorted(settings, key=lambda one: (one.published_at is None, one.published_at or 0, one.pk))
    return {(one.measure_id, one.initiative): one for one in rows}


def _translations(plan: Plan) -> Iterator[tuple[str, Cells]]:
    """What waits for a text, else what is confirmed; a text of which nothing is said has no row."""
    known = translations_of(plan).found
    drafts = Translation.objects.filter(plan=plan, published_at__isnull=True).order_by("pk")
    waiting = {one.original: Versions(one.reading, one.easy, one.english) for one in drafts}
    for original, versions in {**known, **waiting}.items():
        if versions != NONE:
            yield "translations", {"original": original, **versions._asdict()}


def loaded_points(figure: ReferenceFigure) -> list[list[str]]:
    """What came with the plan, where every value has its label: others are no points yet."""
    points = list(figure.points.all())
    if any(not one.label or one.value is None for one in points):
        return []
    return [[one.label, "", plain(one.value) or "0"] for one in points]


def _plain(row: Drafted | Result, table: Table) -> Cells:
    return {column.name: _cell(getattr(row, column.name), column) for column in table.content}


def _cell(said: Any, column: Column) -> Any:
    """A field as a cell keeps it."""
    if said is None:
        return column.empty
    if isinstance(said, Decimal):
        return plain(said) or ""
    if isinstance(said, date):
        return said.isoformat()
    return said
