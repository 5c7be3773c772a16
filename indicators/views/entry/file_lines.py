"""What stands of the rows of a table, as the rows of its file."""

from collections.abc import Iterable
from decimal import Decimal

from indicators.forms.grid import sum_of
from indicators.frames import Row
from indicators.models import Evidence, Kind, Result, ValueState, WorkflowState
from indicators.numbers import decimals_of
from indicators.plausibility import PARTS
from indicators.spreadsheets import department as file
from indicators.spreadsheets.department import Edition, FileRow, Head, earlier_heading, figure_cell
from indicators.spreadsheets.prefilled import Content
from indicators.views.entry.lines import EntryRow, Place
from indicators.views.entry.table_place import TablePlace
from indicators.wording.figures import (
    LIMITS,
    expected_shown,
    held_limit,
    later_limits,
    limit_word,
    state_word,
    verdict_label,
    with_unit,
)
from indicators.workflow import WHY, Entry
from measures.addresses import several_plans
from measures.fiscal_year import FiscalYear

# How many years before it a file shows.
YEARS_SHOWN = 3


def head_of_file(place: TablePlace, instructions: str) -> Head:
    return Head(
        department=place.name,
        slug=place.slug,
        years=place.years,
        year_name=place.year_name,
        earlier=[FiscalYear(year).wareki for year in _years_before(place.years[0])],
        with_reasons=place.with_reasons,
        instructions=instructions,
        plan=place.plan.name if several_plans() else "",
        with_leads=place.is_all,
    )


def _years_before(year: int) -> range:
    return range(year - YEARS_SHOWN, year)


def file_rows(place: TablePlace) -> list[FileRow]:
    entries = {line.place: standing_entry(line) for line in place.lines}
    typed = {one: (entry.value, entry.value_state) for one, entry in entries.items()}
    rows = place.as_typed(typed)
    links = links_of(place)
    place.count_evidence()
    shown = _years_before(place.years[0])
    return [
        FileRow(_cells(line, rows[line.place], links.get(line.place, []), shown), line.is_open)
        for line in place.lines
    ]


def standing_entry(line: EntryRow) -> Entry:
    return Entry.of(line.result) if line.result else Entry()


def standing_sum(line: EntryRow) -> str:
    return sum_of(standing_entry(line), line.result.reason if line.result else "")


def edition_of(line: EntryRow) -> Edition:
    return Edition.of(line.number, line.current_version, standing_sum(line))


def links_of(place: TablePlace) -> dict[Place, list[str]]:
    """The addresses that stand beside each line's record."""
    numbers = {line.place: line.number for line in place.lines}
    found: dict[Place, list[str]] = {}
    indicators = {pk for pk, _ in numbers}
    attached = Evidence.objects.attached().filter(indicator__in=indicators, year__in=place.years)
    for evidence in attached.exclude(url="").order_by("added_at", "pk"):
        one = (evidence.indicator_id, evidence.year)
        if evidence.number == numbers.get(one):
            found.setdefault(one, []).append(evidence.url)
    return found


def _cells(line: EntryRow, row: Row, links: Iterable[str], shown: Iterable[int]) -> dict[str, Content]:
    """By heading. `shown`: the years before, of which the file has a column each."""
    indicator, entry = line.indicator, standing_entry(line)
    if line.kind == Kind.SUPPLEMENT and line.is_open:  # its figure is not asked again
        entry = Entry(shortfall_reason=entry.shortfall_reason, next_step=entry.next_step)
    earlier = {other.year: other for other in line.earlier}
    return {
        file.CODE: line.code,
        file.NAME: indicator.name,
        file.UNIT: indicator.unit,
        file.YEAR: indicator.year_name(row.year),
        file.PROGRESS: _progress(line.result),
        file.TARGET: _target(row),
        file.EXPECTED: _expected(row),
        **{
            earlier_heading(FiscalYear(year).wareki): _earlier(earlier.get(year), indicator.decimals)
            for year in shown
        },
        file.STATE: ValueState(entry.value_state).label if entry.value_state else "",
        file.VALUE: figure_cell(entry.value, indicator.decimals),
        file.AS_OF: entry.as_of,
        file.EXPECTED_ON: entry.expected_on,
        file.NOTE: entry.note,
        file.REASON: line.result.reason if line.result else "",
        file.LINKS: "\n".join(links),
        file.EDITION: str(edition_of(line)),
        file.SOURCE: entry.source,
        file.SOURCE_URL: entry.source_url,
        **{head: _part(getattr(entry, name)) for head, name in zip(file.PART_HEADS, PARTS, strict=True)},
        **{head: getattr(entry, name) for head, name in zip(file.WHY_HEADS, WHY, strict=True)},
        file.PUBLIC_NOTE: (line.public.note or "") if line.public else "",
        file.LEAD: indicator.lead_department.name,
        file.VERDICT: verdict_label(row) if row.has_record else "",
        file.LAST_NOTE: line.last_note,
        file.EVIDENCE: line.evidence,
    }


def _part(part: Decimal | int | None) -> Content:
    if part is None:
        return ""
    exact = Decimal(part)
    return figure_cell(exact, decimals_of(exact.normalize()))


def _progress(result: Result | None) -> str:
    if result is None:
        return "未入力"
    change = f"（{result.get_kind_display()}）" if result.is_change and result.is_open else ""
    back = f"：{result.return_reason}" if result.state == WorkflowState.RETURNED else ""
    return f"{result.get_state_display()}{change}{back}"


def _earlier(row: Row | None, decimals: int) -> Content:
    """The value, or the word why there is none."""
    if row is not None and row.value is None:
        return state_word(row)
    return figure_cell(row.value if row else None, decimals)


def _target(row: Row) -> Content:
    """A limit that moves is that of the row's own year, with the later ones behind."""
    if row.direction in LIMITS and row.interim:
        later = later_limits(row)
        own = f"{limit_word(row)} {with_unit(held_limit(row), row)}"
        return f"{own}（このあと {later}）" if later else own
    if row.direction in LIMITS:
        return f"{LIMITS[row.direction]} {row.target_label}"
    return figure_cell(row.target, row.decimals)


def _expected(row: Row) -> Content:
    """As the pages show it; limits have none, and the target stands beside it anyway."""
    if row.expected is None or row.direction in LIMITS:
        return figure_cell(None, row.decimals)
    shown = expected_shown(row)
    return figure_cell(shown, max(row.decimals, decimals_of(shown)))
