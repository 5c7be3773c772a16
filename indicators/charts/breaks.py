"""Where the line of an indicator is broken, and the lines of those that it follows (docs/progress.md §19)."""

from collections.abc import Container, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from indicators.charts.axis import Scale
from indicators.charts.chart import INK, PAPER, QUIET, VALUE, Trace, plain, scatter, word_at
from indicators.charts.labels import label_of, with_unit
from indicators.charts.names import lines, wrapped
from indicators.frames import Break, Earlier, Row
from indicators.progress import ValueState

# Of the name of an earlier indicator's plan; the table below has it whole.
_NAME_LENGTH = 8
OTHER_BASIS = "数え方が<br>違います"
# From its year the mark stands as far to the left: between it and the year before.
HALF = 0.5


def earlier_lines(earlier: Sequence[Earlier], own: Sequence[Row]) -> list[Trace]:
    """The values of each earlier indicator: small marks, the newest with its figure, and the way on where both count alike."""
    found = []
    for one in earlier:
        known = [(row, row.value) for row in one.rows if row.value is not None]
        if one.is_drawn and known:
            found += [*_way(one, known, own), _marks(one, known, own)]
    return found


def lines_through(
    drawn: Mapping[int, tuple[Decimal | None, bool]],
    broken: Container[int] = (),
    *,
    width: int,
    role: str = "line",
    of: str = "",
) -> list[Trace]:
    """Between neighbouring years, solid where both are firm, else dotted; none to a year in which the line is broken.

    `drawn`: year → figure and whether it is firm.
    """
    solid: list[tuple[int | None, Decimal | None]] = []
    dotted: list[tuple[int | None, Decimal | None]] = []
    for before, after in pairwise(sorted(drawn)):
        if after - before > 1 or after in broken:
            continue
        firm = drawn[before][1] and drawn[after][1]
        (solid if firm else dotted).extend(
            [(year, drawn[year][0]) for year in (before, after)] + [(None, None)]
        )
    kinds = (("推移", solid, width, "solid"), ("未確定の推移", dotted, 2, "dot"))
    return [
        scatter(
            f"{of}{name}",
            role,
            points,
            "lines",
            line={"color": VALUE, "width": thick, "dash": dash},
            connectgaps=False,
        )
        for name, points, thick, dash in kinds
        if points
    ]


def _way(one: Earlier, known: Sequence[tuple[Row, Decimal]], own: Sequence[Row]) -> list[Trace]:
    points: dict[int, tuple[Decimal | None, bool]] = {
        row.year: (value, _is_firm(row)) for row, value in known
    }
    begins = one.relative.takes_over
    if one.relative.same_basis and own[0].printed_baseline_year != begins - 1:
        points |= {
            row.year: (row.value, _is_firm(row)) for row in own if row.year == begins and row.has_value
        }
    return lines_through(points, width=2, role="earlier-line", of=f"{plain(_name(one))}の")


def _is_firm(row: Row) -> bool:
    return not row.unpublished and not ValueState(row.value_state).is_preliminary


def _marks(one: Earlier, known: Sequence[tuple[Row, Decimal]], own: Sequence[Row]) -> Trace:
    last = known[-1][0]
    begins = own[0].printed_baseline_year
    # The label of the baseline has the room beside it.
    is_free = begins is None or abs(begins - last.year) > 1
    return scatter(
        plain(_name(one)),
        "earlier",
        [(row.year, value) for row, value in known],
        "markers+text",
        decimals=last.decimals,
        marker={
            "symbol": "circle",
            "size": 8,
            "color": [VALUE if _is_firm(row) else PAPER for row, _ in known],
            "line": {"width": 2, "color": VALUE},
        },
        text=[label_of(row, value) if row is last and is_free else "" for row, value in known],
        textposition="top center",
        textfont=QUIET,
        hover=[
            f"{plain(_name(one))}<br>{row.wareki}：{with_unit(row, value)}<br>判定 {row.label}（その指標の目標による）"
            for row, value in known
        ],
        cliponaxis=False,
    )


def _name(one: Earlier) -> str:
    where = "" if one.relative.is_replaced else f"{one.relative.plan_name}の"
    return f"{where}指標{one.relative.code}"


def break_lines(breaks: Sequence[Break], scale: Scale) -> list[Trace]:
    """An upright dotted line between two years each, with its reason for a pointer."""
    return [
        scatter(
            "区切り",
            "break",
            [(year - HALF, scale.low), (year - HALF, scale.high)],
            "lines",
            line={"color": INK, "width": 1.5, "dash": "dot"},
            hover=[plain("。".join(reasons))] * 2,
        )
        for year, reasons in _by_year(breaks).items()
    ]


def _by_year(breaks: Sequence[Break]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for one in breaks:
        found.setdefault(one.year, []).append(one.reason)
    return found


def name_breaks(breaks: Sequence[Break], earlier: Sequence[Earlier], scale: Scale) -> list[Trace]:
    """On the left of a mark whose figures those are, on its right that they are counted otherwise; from its top down."""
    found = []
    for one in earlier:
        if one.is_drawn and one.rows:
            relative = one.relative
            name = relative.code if relative.is_replaced else f"{relative.plan_name} {relative.code}"
            text, at = lines(wrapped(name, length=_NAME_LENGTH)), (relative.takes_over - HALF, scale.high)
            found.append(word_at(f"{_name(one)}の名札", text, at, "middle left"))
    for year in {one.year for one in breaks if not one.comparable}:
        at = (year - HALF, scale.high)
        found.append(word_at("区切りの名札", OTHER_BASIS, at, "middle right"))
    return found
