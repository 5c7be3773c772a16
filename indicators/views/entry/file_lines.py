"""What stands of a department's year, as the rows of its file."""

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
from indicators.views.entry.lines import EntryRow, TablePlace
from indicators.wording.figures import (
    LIMITS,
    expected_shown,
    held_limit,
    later_limits,
    limit_word,
    state_word,
    with_unit,
)
from indicators.workflow import WHY, Entry
from measures.addresses import several_plans
from measures.fiscal_year import FiscalYear

# How many years before it a file shows.
YEARS_SHOWN = 3


def head_of_file(place: TablePlace, instructions: str) -> Head:
    years = range(place.year - YEARS_SHOWN, place.year)
    return Head(
        department=place.chosen.name,
        slug=place.chosen.slug,
        year=place.year,
        year_name=FiscalYear(place.year).wareki,
        earlier=[FiscalYear(year).wareki for year in years],
        with_reasons=place.with_reasons,
        instructions=instructions,
        plan=place.plan.name if several_plans() else "",
    )


def file_rows(place: TablePlace) -> list[FileRow]:
    entries = {line.indicator.pk: standing_entry(line) for line in place.lines}
    typed = {pk: (entry.value, entry.value_state) for pk, entry in entries.items()}
    rows = place.as_typed(typed)
    links = links_of(place)
    return [
        FileRow(_cells(line, rows[line.indicator.pk], links.get(line.indicator.pk, [])), line.is_open)
        for line in place.lines
    ]


def standing_entry(line: EntryRow) -> Entry:
    return Entry.of(line.result) if line.result else Entry()


def standing_sum(line: EntryRow) -> str:
    return sum_of(standing_entry(line), line.result.reason if line.result else "")


def edition_of(line: EntryRow) -> Edition:
    return Edition.of(line.number, line.current_version, standing_sum(line))


def links_of(place: TablePlace) -> dict[int, list[str]]:
    """The addresses that stand beside each line's record, by the indicator's id."""
    numbers = {line.indicator.pk: line.number for line in place.lines}
    found: dict[int, list[str]] = {}
    attached = Evidence.objects.attached().filter(indicator__in=numbers, year=place.year).exclude(url="")
    for evidence in attached.order_by("added_at", "pk"):
        if evidence.number == numbers[evidence.indicator_id]:
            found.setdefault(evidence.indicator_id, []).append(evidence.url)
    return found


def _cells(line: EntryRow, row: Row, links: Iterable[str]) -> dict[str, Content]:
    """By heading; the year, which all rows share, stands in the head of the file."""
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
            for year in range(row.year - YEARS_SHOWN, row.year)
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
