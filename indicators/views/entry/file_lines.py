"""What stands of a department's year, as the rows of its file."""

from collections.abc import Iterable
from decimal import Decimal

from indicators import frames
from indicators.forms.grid import sum_of
from indicators.frames import Row
from indicators.models import Evidence, Result, ValueState, WorkflowState
from indicators.spreadsheets.department import Edition, FileLine, Head
from indicators.views.entry.lines import EntryRow, TablePlace, led_by
from indicators.wording.figures import LIMITS, expected_shown, state_word
from indicators.workflow import Entry
from measures.fiscal_year import FiscalYear
from measures.models import Department

# How many years before it a file shows.
YEARS_SHOWN = 3


def head_of_file(place: TablePlace, department: Department, instructions: str) -> Head:
    years = range(place.year - YEARS_SHOWN, place.year)
    return Head(
        department=department.name,
        slug=department.slug,
        year=place.year,
        year_name=FiscalYear(place.year).wareki,
        earlier=[FiscalYear(year).wareki for year in years],
        with_reasons=place.with_reasons,
        instructions=instructions,
    )


def file_lines(place: TablePlace, department: Department) -> list[FileLine]:
    entries = {line.indicator.pk: standing_entry(line) for line in place.lines}
    typed = {pk: (entry.value, entry.value_state) for pk, entry in entries.items()}
    rows = frames.previews(led_by(department, place.year), place.year, typed)
    links = links_of(place)
    return [
        _file_line(line, rows[line.indicator.pk], links.get(line.indicator.pk, [])) for line in place.lines
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


def _file_line(line: EntryRow, row: Row, links: Iterable[str]) -> FileLine:
    indicator, entry = line.indicator, standing_entry(line)
    earlier = {other.year: other for other in line.earlier}
    years = range(row.year - YEARS_SHOWN, row.year)
    return FileLine(
        code=line.code,
        name=indicator.name,
        unit=indicator.unit,
        decimals=indicator.decimals,
        progress=_progress(line.result),
        target=_target(row),
        expected=_expected(row),
        earlier=[_earlier(earlier.get(year)) for year in years],
        state=ValueState(entry.value_state).label if entry.value_state else "",
        value=entry.value,
        as_of=entry.as_of,
        expected_on=entry.expected_on,
        note=entry.note,
        reason=line.result.reason if line.result else "",
        links=list(links),
        edition=edition_of(line),
        is_open=line.is_open,
    )


def _progress(result: Result | None) -> str:
    if result is None:
        return "未入力"
    change = f"（{result.get_kind_display()}）" if result.is_change and result.is_open else ""
    back = f"：{result.return_reason}" if result.state == WorkflowState.RETURNED else ""
    return f"{result.get_state_display()}{change}{back}"


def _earlier(row: Row | None) -> Decimal | str | None:
    """The value, or the word why there is none."""
    if row is None:
        return None
    return row.value if row.value is not None else state_word(row)


def _target(row: Row) -> Decimal | str:
    if row.direction in LIMITS:
        return f"{LIMITS[row.direction]} {row.target_label}"
    return row.target


def _expected(row: Row) -> Decimal | None:
    """As the pages show it; limits have none, and the target stands beside it anyway."""
    if row.expected is None or row.direction in LIMITS:
        return None
    return expected_shown(row)
