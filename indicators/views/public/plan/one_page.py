"""One sheet of paper of the plan, a measure or a department, for 広報紙, 公民館 and 議会: A4, or A3 in large print."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, NamedTuple
from unicodedata import east_asian_width

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.html import strip_tags

from indicators import charts, frames
from indicators.charts import Drawn
from indicators.frames import Row
from indicators.numbers import format_number
from indicators.views.public.plan.departments import lives, moved_to
from indicators.views.public.plan.measures import asked_deed_year, measure_of
from indicators.views.shared.answers import crumbs, public_page
from indicators.views.shared.deeds import deeds_of_measure
from indicators.views.shared.moment import as_of, current_year, shown_day
from indicators.views.shared.money import paper_money
from indicators.views.shared.panels import panels_of
from indicators.views.shared.plan import plan_of, source_of
from indicators.views.shared.qr import qr_of
from indicators.views.shared.static_copy import static_copy_of, whole_address
from indicators.wording.cells import target_cell, value_cell
from indicators.wording.counts import headline, named_turn, since_sentence
from indicators.wording.deeds import part_words
from indicators.wording.few import few_stand
from indicators.wording.money import ELSEWHERE, IN_SHORT
from indicators.wording.sentences import stands
from indicators.wording.shortfalls import shortfall_lines
from measures.addresses import naming, reverse
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels
from measures.models import Department
from measures.past import as_worded
from measures.texts import initiatives_of_measure

# Size → how the names of its addresses begin, and what it is called.
PAPERS = {"a4": ("one_page", "A4"), "a3": ("poster", "A3の大きな文字")}
_OF = {"home": "", "measure": "_measure", "department": "_department"}
# Heights and lengths of a line of static/css/one_page.css on A4, in CSS pixels and full-width letters: measured in Chromium with
# Noto Sans CJK on sheets of 1, 11, 30 and 60 indicators. The poster is the same sheet, larger.
PAGE, RESERVE = 1077, 20
ROW, TRACK, DRAWING = 4, 44, 340
# The 目安 stands under its tick. Start and target of a ものさし stand in one line of so many letters, else in two.
DUE_WORD, ENDS, SECOND_LINE = 13, 16, 12
SAYS_MORE = 33
# Above what was done, around each initiative, and around what all of them cost.
DID_HEAD, DID_EDGE, COST_EDGE = 60, 8, 10
# So few indicators have room for their charts.
WITH_CHART = 2


class Print(NamedTuple):
    """A size of print: how many full-width letters stand in a line, and how high one is."""

    letters: float
    height: float

    def takes(self, *texts: str) -> float:
        """A letter too many for a line costs a whole one; words that stay together leave up to two letters free."""
        return sum(max(1, ceil(_letters(text) / (self.letters - 1))) * self.height for text in texts)


NAME, SMALL = Print(21.9, 19), Print(23.6, 19)
TOLD, TOLD_BESIDE_CHART = Print(50, 17.6), Print(27, 22)
# What stands above and below the rows.
MARK, TITLE, HEADLINE = Print(17, 32), Print(29, 31.5), Print(25, 34)
SAY, GOAL, SINCE, FOOT = Print(40, 25.5), Print(49, 20.5), Print(49, 20.5), Print(48, 18)
MARK_EDGE, TALLY, COUNTS, QR = 26, 44, 34, 92
# So many verdicts have a line of their counts.
COUNTS_OF = 6


@dataclass(frozen=True)
class Line:
    """One indicator on paper; `names_measure` where its measure is named above it, `is_told` where there is room to say
    how it stands and why, `drawing` its chart where there is room for that, too."""

    row: Row
    names_measure: bool
    is_told: bool
    drawing: Drawn | None = None

    @property
    def height(self) -> float:
        """Without what is told, rather too much than too little."""
        row = self.row
        start = "" if row.baseline is None else format_number(row.baseline, decimals=row.decimals)
        ends = strip_tags(f"現状値{start}目標{target_cell(row)}")
        track = TRACK if row.is_limit or _letters(ends) <= ENDS else TRACK + SECOND_LINE
        if row.expected is not None and not row.is_limit:
            track += DUE_WORD
        return ROW + max(track, self._named)

    @property
    def told(self) -> float:
        """What it takes to tell how it stands, and why, across the sheet."""
        return TOLD.takes(*self._telling)

    @property
    def drawn(self) -> float:
        """With its chart, and everything else beside that."""
        return max(DRAWING, self._named + TOLD_BESIDE_CHART.takes(*self._telling) + 45)

    @property
    def _named(self) -> float:
        row = self.row
        texts = [row.name, *([row.measure_name] if self.names_measure else [])]
        return NAME.takes(*texts) + SMALL.takes(
            f"{row.wareki} {strip_tags(value_cell(row))}／{row.department}"
        )

    @property
    def _telling(self) -> list[str]:
        return [stands(self.row), *(f"{head}　{text}" for head, text in shortfall_lines(self.row))]


def _letters(text: str) -> float:
    """Full-width ones; a narrow one is a little more than half of it."""
    return sum(1 if east_asian_width(letter) in "WFA" else 0.6 for letter in text)


@public_page
def one_page(request: HttpRequest, paper: str) -> HttpResponse:
    if plan_of(request) is None:
        return render(request, "public/no_plan.html")
    source = source_of(request)
    every = frames.published(source)
    rows = frames.newest(every)
    since, counts = frames.since_last_year(rows, shown_day(request), source), frames.roll_up(rows)
    sheet = {
        "title": "1枚で見る基本計画",
        "headline": headline(counts, anything_published=_newest_day(every) is not None),
        "since": since,
        "since_words": "" if since is None else since_sentence(since, counts),
        "turned": "" if since is None else named_turn(since),
    }
    return _on_paper(request, paper, sheet, every, "home")


@public_page
def one_page_measure(request: HttpRequest, paper: str, number: int) -> HttpResponse:
    """With what was done and what it cost: of the year of the address its results, too; else the newest of each."""
    found = measure_of(request, number)
    every = tuple(row for row in frames.published(source_of(request)) if row.measure_number == number)
    year = asked_deed_year(request, found)
    rows = frames.newest(every) if year is None else frames.of_year(every, year)
    told = initiatives_of_measure(found, as_of(request))
    costs = frames.spendings(found.plan, as_of=as_of(request))
    cost_years = frames.money_years_of_measures(costs).get(number, [])
    deeds = deeds_of_measure(found, told, as_of(request), year, cost_years)
    did = [deeds.by_code[one.code] for one in told if one.code in deeds.by_code]
    money = paper_money(costs, number, deeds.year)
    sheet = {
        "title": f"1枚で見る{in_levels('施策')}{number}",
        "measure": found,
        "headline": few_stand(rows),
        "is_told": True,
        "year": year,
        "deed_year": deeds.year,
        "has_deeds": bool(did),
        "did": money.beside(did, told, found),
        "cost": money.total,
        "cost_means": IN_SHORT,
        "years": _years(paper, number, deeds.years, year),
    }
    return _on_paper(request, paper, sheet, every, "measure", number, rows=rows)


def _years(paper: str, number: int, years: Sequence[int], year: int | None) -> list[dict[str, Any]]:
    """The same sheet of each year of which a deed or a cost is public; the newest of each figure without one."""
    address = reverse(f"public:{PAPERS[paper][0]}_measure", args=[number])
    newest = {"label": "いちばん新しい値", "url": address, "current": year is None}
    found = [
        {"label": FiscalYear(one).wareki, "url": f"{address}?year={one}", "current": one == year}
        for one in years
    ]
    return [newest, *found] if found else []


@public_page
def one_page_department(request: HttpRequest, paper: str, slug: str) -> HttpResponse:
    """Of one that leads indicators; 404 of any other."""
    found = get_object_or_404(Department, slug=slug, pk__in=frames.public_departments(as_of(request)))
    if not lives(request, found):
        if (answer := moved_to(request, found)) is None:
            raise Http404("department")
        return answer
    every = tuple(row for row in frames.published(source_of(request)) if row.department_slug == slug)
    if not every:
        raise Http404("department")
    [found] = as_worded([found], as_of(request))
    sheet = {
        "title": f"1枚で見る{found.name}",
        "department": found,
        "headline": few_stand(frames.newest(every)),
        "is_told": True,
    }
    return _on_paper(request, paper, sheet, every, "department", slug)


def _on_paper(
    request: HttpRequest,
    paper: str,
    sheet: dict[str, Any],
    every: Sequence[Row],
    page: str,
    *args: object,
    rows: Sequence[Row] | None = None,
) -> HttpResponse:
    """`page`, `args`: the page that the sheet is of, to which its QR code leads. `rows`: what is shown, where it is not
    the newest of each."""
    rows = [row for row in (frames.newest(every) if rows is None else rows) if not row.absent]
    address = _address(request, page, args)
    room = PAGE - RESERVE - _around(sheet, address, len({row.verdict for row in rows}))
    did, did_more, cost, room = _did(sheet, rows, room)
    lines, more = _lines_of(rows, room, is_told=sheet.get("is_told", False), names_measure=page != "measure")
    if page != "home" and len(rows) <= WITH_CHART and sum(line.drawn for line in lines) <= room:
        lines = _drawn(request, lines, every)
    context = {
        **sheet,
        "did": did,
        "did_more": did_more,
        "cost": cost,
        "paper": paper,
        "others": [
            (name, reverse(f"public:{begins}{_OF[page]}", args=args))
            for size, (begins, name) in PAPERS.items()
            if size != paper
        ],
        "counts": frames.roll_up(rows),
        "lines": lines,
        "more": more,
        "published_on": _newest_day(every),
        "is_first_setting": any(not line.row.lead_confirmed for line in lines),
        "address": address,
        "qr": qr_of(address),
        "whole": reverse(f"public:{page}", args=args),
        "crumbs": crumbs((sheet["title"], "")),
    }
    return render(request, "public/one_page.html", context)


def _did(
    sheet: Mapping[str, Any], rows: Sequence[Row], room: float
) -> tuple[list[dict[str, Any]], int, str, float]:
    """What was done, initiative by initiative, as far as there is room beside the rows, and how many more there are; what all of them
    cost; the room that is left.

    What each of them cost stands where there is room for all, with all that was done.
    """
    told, cost = sheet.get("did", []), sheet.get("cost", "")
    if not told:
        return [], 0, "", room
    left = room - sum(line.height for line in _named(rows, False)) - DID_HEAD
    if sum(_high(one) for one in told) > left - _under(cost) and any(one["money"] for one in told):
        # Without it nothing is left of those of which nothing else is told.
        told = [{**one, "money": ""} for one in told if one["one"].parts]
        cost = f"{cost}{ELSEWHERE}"
    left -= _under(cost)
    kept = []
    for one in told:
        if (high := _high(one)) > left:
            break
        left -= high
        room -= high
        kept.append(one)
    return kept, len(told) - len(kept), cost, room - DID_HEAD - _under(cost)


def _under(cost: str) -> float:
    """What the cost of all of them takes, with what it means."""
    return COST_EDGE + TOLD.takes(f"費用の合計　{cost}", IN_SHORT) if cost else 0


def _high(told: Mapping[str, Any]) -> float:
    """What an initiative takes: its name, each department's part, what it cost."""
    parts = told["one"].parts
    return (
        DID_EDGE
        + TOLD.takes(f"{told['one'].code} {told['one'].initiative.name}{told['word']}")
        + sum(TOLD.takes(f"{part.department.name}　{part_words(part)}") for part in parts)
        + (TOLD.takes(f"費用　{told['money']}") if told["money"] else 0)
    )


def _around(sheet: Mapping[str, Any], address: str, verdicts: int) -> float:
    """What stands above and below the rows, but for the words about what has no room."""
    said = strip_tags("".join(sheet["headline"]))
    tall = MARK.takes(sheet["title"]) + MARK_EDGE + TALLY + ceil(verdicts / COUNTS_OF) * COUNTS
    if measure := sheet.get("measure"):
        tall += TITLE.takes(f"施策{measure.number} {measure.name}") + SAY.takes(said)
        tall += GOAL.takes(f"目標　{measure.goal_words}")
    elif department := sheet.get("department"):
        tall += TITLE.takes(department.name) + SAY.takes(f"主に担当する{said}")
    else:
        tall += HEADLINE.takes(said) + SINCE.takes(strip_tags(f"{sheet['since_words']}{sheet['turned']}"))
    # What it is of and where to ask take three lines beside the address.
    return tall + max(QR, 4 * FOOT.height + FOOT.takes(address) + 7)


def _lines_of(
    rows: Sequence[Row], room: float, *, is_told: bool, names_measure: bool
) -> tuple[list[Line], int]:
    """All in the plan's order where they fit on the sheet; else the worst, as many as fit, and how many more there are.

    Where `is_told`, how they stand and why is told of the worst first, while there is room for that.
    """
    ordered, worst = _named(rows, names_measure), _named(frames.worst_first(rows), names_measure)
    left = room - sum(line.height for line in ordered)
    if left < 0:
        kept = _fitting(worst, room - SAYS_MORE)
        return kept, len(worst) - len(kept)
    told = set()
    for line in worst if is_told else ():
        if line.told <= left:
            told.add(line.row.code)
            left -= line.told
    return [replace(line, is_told=line.row.code in told) for line in ordered], 0


def _fitting(lines: list[Line], room: float) -> list[Line]:
    """As many of the first as there is room for, one at least."""
    kept = lines[:1]
    for line in lines[1:]:
        if sum(one.height for one in kept) + line.height > room:
            break
        kept.append(line)
    return kept


def _named(rows: Iterable[Row], names_measure: bool) -> list[Line]:
    lines: list[Line] = []
    for row in rows:
        is_new = not lines or lines[-1].row.measure_number != row.measure_number
        lines.append(Line(row, names_measure and is_new, is_told=False))
    return lines


def _drawn(request: HttpRequest, lines: list[Line], every: Sequence[Row]) -> list[Line]:
    """With the chart of each, as its own page has it."""
    panels = panels_of(
        every, current_year=current_year(request), earlier=frames.earlier_series(every, source_of(request))
    )
    chart_of = {panel.row.code: panel.chart for panel in panels}
    return [replace(line, is_told=True, drawing=charts.drawn(chart_of[line.row.code])) for line in lines]


def _newest_day(every: Iterable[Row]) -> Any:
    """The day of the newest publication among the rows; None where nothing was published yet."""
    days = [row.published_at for row in every if row.published_at is not None]
    return timezone.localdate(max(days)) if days else None


def _address(request: HttpRequest, page: str, args: Sequence[object]) -> str:
    """Paper keeps: its address names the plan. A copy holds the plan in force by its short addresses."""
    plan = plan_of(request)
    if plan is None or static_copy_of(request) is not None:
        return whole_address(request, reverse(f"public:{page}", args=args))
    with naming(plan.key):
        return whole_address(request, reverse(f"public:{page}", args=args))
