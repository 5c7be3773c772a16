"""One sheet of paper of the plan, a measure or a department, for 広報紙, 公民館 and 議会: A4, or A3 in large print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.html import strip_tags

from indicators import charts, frames
from indicators.charts import Drawn
from indicators.frames import Row
from indicators.views.public.plan.departments import lives, moved_to
from indicators.views.public.plan.measures import measure_of
from indicators.views.shared.answers import crumbs, public_page
from indicators.views.shared.moment import as_of, current_year, shown_day
from indicators.views.shared.panels import panels_of
from indicators.views.shared.plan import plan_of, source_of
from indicators.views.shared.qr import qr_of
from indicators.views.shared.static_copy import static_copy_of, whole_address
from indicators.wording.cells import value_cell
from indicators.wording.counts import headline, named_turn, since_sentence
from indicators.wording.few import few_stand
from indicators.wording.sentences import stands
from measures.addresses import naming, reverse
from measures.levels import in_levels
from measures.models import Department
from measures.past import as_worded

# Size → how the names of its addresses begin, and what it is called.
PAPERS = {"a4": ("one_page", "A4"), "a3": ("poster", "A3の大きな文字")}
_OF = {"home": "", "measure": "_measure", "department": "_department"}
# What the rows of a sheet may take, in lines of its small print, and how many full-width letters stand in one. Measured in
# Chromium with Noto Sans CJK on the sheet of the plan, with a reserve; a letter too many for a line costs a whole one.
LINES = 38
LETTERS = 21
# A track with its words is as high as three lines.
LEAST = 3
# So few indicators have room for their charts, where what is said beside each is no longer than this.
WITH_CHART = 2
BESIDE_CHART = 14
# What it takes to say how many more there are.
SAYS_MORE = 2


@dataclass(frozen=True)
class Line:
    """One indicator on paper; `names_measure` where its measure is named above it, `is_told` where there is room to say
    how it stands and why, `drawing` its chart where there is room for that, too."""

    row: Row
    names_measure: bool
    is_told: bool
    drawing: Drawn | None = None

    @property
    def height(self) -> int:
        """In lines of small print, rather too many than too few."""
        row = self.row
        texts = [row.name, f"{row.wareki} {strip_tags(value_cell(row))}／{row.department}"]
        if self.names_measure:
            texts.append(row.measure_name)
        if self.is_told:
            why = row.why
            texts += [stands(row), *((f"理由　{why.reason}", f"次に　{why.next_step}") if why else ())]
        return max(LEAST, sum(max(1, ceil(_letters(text) / LETTERS)) for text in texts))


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
    found = measure_of(request, number)
    every = tuple(row for row in frames.published(source_of(request)) if row.measure_number == number)
    sheet = {
        "title": f"1枚で見る{in_levels('施策')}{number}",
        "measure": found,
        "headline": few_stand(frames.newest(every)),
        "is_told": True,
    }
    return _on_paper(request, paper, sheet, every, "measure", number)


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
    request: HttpRequest, paper: str, sheet: dict[str, Any], every: Sequence[Row], page: str, *args: object
) -> HttpResponse:
    """`page`, `args`: the page that the sheet is of, to which its QR code leads."""
    rows = [row for row in frames.newest(every) if not row.absent]
    lines, more = _lines_of(rows, is_told=sheet.get("is_told", False), names_measure=page != "measure")
    if page != "home" and len(rows) <= WITH_CHART and all(line.height <= BESIDE_CHART for line in lines):
        lines = _drawn(request, lines, every)
    address = _address(request, page, args)
    context = {
        **sheet,
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


def _lines_of(rows: Iterable[Row], *, is_told: bool, names_measure: bool) -> tuple[list[Line], int]:
    """All in the plan's order where they fit on the sheet; else the worst, as many as fit, and how many more there are."""
    ordered = _named(rows, is_told, names_measure)
    if sum(line.height for line in ordered) <= LINES:
        return ordered, 0
    worst = _named(frames.worst_first(rows), is_told, names_measure)
    room, fitting = LINES - SAYS_MORE, 0
    for line in worst:
        room -= line.height
        if room < 0:
            break
        fitting += 1
    kept = worst[: max(1, fitting)]
    return kept, len(worst) - len(kept)


def _named(rows: Iterable[Row], is_told: bool, names_measure: bool) -> list[Line]:
    lines: list[Line] = []
    for row in rows:
        is_new = not lines or lines[-1].row.measure_number != row.measure_number
        lines.append(Line(row, names_measure and is_new, is_told))
    return lines


def _drawn(request: HttpRequest, lines: list[Line], every: Sequence[Row]) -> list[Line]:
    """With the chart of each, as its own page has it."""
    panels = panels_of(
        every, current_year=current_year(request), earlier=frames.earlier_series(every, source_of(request))
    )
    chart_of = {panel.row.code: panel.chart for panel in panels}
    return [replace(line, drawing=charts.drawn(chart_of[line.row.code])) for line in lines]


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
