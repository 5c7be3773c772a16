"""What the table of values shows: its columns in the order of the file, the rows of a page, and the bar of what is missing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.forms.grid import CELLS, HEADS, REASON_HEAD
from indicators.models import ValueState, WorkflowState
from indicators.spreadsheets import department as file
from indicators.spreadsheets.department import file_columns, letters_of
from indicators.views.entry.file_lines import head_of_file
from indicators.views.entry.grid_carried import carried_of_table
from indicators.views.entry.lines import EntryRow
from indicators.views.entry.table_place import ALL, ALL_NAME, TablePlace, head_of
from indicators.views.shared.access import signed_in
from indicators.views.shared.approving import waits_of
from indicators.wording.approvals import order_in_words
from indicators.workflow import Entry

ROWS_A_PAGE = 100
# Of what is missing so many are named in the bar, the others are counted.
MOST_NAMED = 8
HEAD_OF = dict(zip(CELLS, HEADS, strict=True))


@dataclass(frozen=True)
class Lacking:
    """What keeps a row from being handed in: fields with an error, fields that are missing; `is_ready`: nothing does."""

    line: EntryRow
    wrong: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    is_ready: bool = False

    def _links(self, names: Iterable[str]) -> list[dict[str, str]]:
        key, form = self.line.key, self.line.form
        label = key.replace("-", " ")
        why = form.errors if form is not None and form.is_bound else {}
        return [
            {
                "at": f"id_{key}-{name}",
                "label": f"{label} {HEAD_OF[name]}",
                "why": " ".join(map(str, why.get(name, ()))),
            }
            for name in names
        ]

    @property
    def as_json(self) -> dict[str, Any]:
        links = {"wrong": self._links(self.wrong), "missing": self._links(self.missing)}
        return {**links, "ready": self.is_ready}


def lacking_of(line: EntryRow) -> Lacking:
    """Without making a form for a row into which nobody has typed: the bar asks it of every row of a city."""
    said = line.said if line.is_open else None
    if said is None:
        return Lacking(line)
    typed = line.form if line.form_is_bound else None
    wrong = [name for name in typed.errors if name in HEAD_OF] if typed else []
    missing = [name for name in line.missing if name not in wrong and name in HEAD_OF]
    is_said = said != Entry() or line.result is not None
    # What came back waits to be mended: it is no use to hand it in as it is.
    came_back = line.result is not None and line.result.state == WorkflowState.RETURNED
    mended = typed is not None and typed.is_touched
    return Lacking(line, wrong, missing, is_said and not wrong and not missing and (mended or not came_back))


@dataclass
class Bar:
    """What is to be mended, what is missing, and which rows are complete, over all pages of the table."""

    wrong: list[dict[str, str]]
    missing: list[dict[str, str]]
    ready: list[str]
    left: int


@dataclass(frozen=True)
class Column:
    """A head of the table. `letter`: its column in the file; "" for what the file has not. `name`: of the boxes below it."""

    head: str
    letter: str
    kind: str = ""
    name: str = ""


@dataclass(frozen=True)
class Chosen:
    """Which of a place's rows a page shows: by what is left to do, by words, by page."""

    place: TablePlace
    left: str
    words: str
    number: str

    @classmethod
    def of(cls, request: HttpRequest, place: TablePlace) -> "Chosen":
        left = request.GET.get("left", "")
        known = left if left in LEFT else ""
        return cls(place, known, request.GET.get("q", "").strip()[:60], request.GET.get("page", "1"))

    @cached_property
    def lines(self) -> list[EntryRow]:
        """Those that were refused stay in sight, whatever is chosen."""
        words = self.words.casefold()
        return [
            line
            for line in self.place.lines
            if line.refusal
            or (line.form_is_bound and line.form and line.form.errors)
            or (LEFT_TEST[self.left](line) and words in f"{line.code} {line.indicator.name}".casefold())
        ]

    @cached_property
    def page(self) -> Page[EntryRow]:
        return Paginator(self.lines, ROWS_A_PAGE).get_page(self.number)

    @property
    def here(self) -> str:
        return self.url(page=self.page.number if self.page.number > 1 else "")

    def url(self, **changed: Any) -> str:
        """This page's address with something else chosen."""
        asked = {"left": self.left, "q": self.words, "page": "", **changed}
        more = urlencode({name: value for name, value in asked.items() if value})
        return f"?{self.place.query}{'&' if more else ''}{more}"


def _is_to_mend(line: EntryRow) -> bool:
    came_back = line.result is not None and line.result.state == WorkflowState.RETURNED
    return line.is_open and (came_back or bool(line.missing))


LEFT = {"open": "まだのもの", "mend": "直すところがあるもの"}
LEFT_TEST = {"": lambda line: True, "open": lambda line: line.is_open, "mend": _is_to_mend}


def grid_page(
    request: HttpRequest, place: TablePlace, refusal: str = "", status: int = 200, unsaved: bool = False
) -> HttpResponse:
    if place.is_chosen:
        place.count_evidence()
    chosen = Chosen.of(request, place)
    _tell_levels(place.lines)
    lines = list(chosen.page)
    wrong = [line for line in lines if line.is_open and line.form_is_bound and line.form and line.form.errors]
    columns = file_columns(head_of_file(place, "")) if place.is_chosen else []
    context: dict[str, Any] = {
        **head_of(place, "entry:grid", "の表"),
        "chosen": chosen,
        "page": chosen.page,
        "pages": _pages(chosen),
        "filters": _filters(chosen),
        "chips": department_chips(place),
        "lines": lines,
        "with_groups": place.is_all,
        "heads": [head for head in HEADS if place.with_reasons or head != REASON_HEAD],
        "shown_columns": _columns(place, columns),
        "columns": "|".join(columns),
        "elsewhere": " ".join(sorted({line.code for line in place.lines} - {line.code for line in lines})),
        "states": [state.label for state in ValueState],
        "typeable": [line for line in lines if line.is_open],
        "unit_example": next((unit for line in lines if line.is_open and (unit := line.indicator.unit)), ""),
        "wrong": wrong,
        "taken": [line for line in lines if line.refusal],
        "refusal": refusal,
        "bar": _bar(chosen),
        "carried": carried_of_table(lines, request),
        "unsaved": unsaved,
        "most_named": MOST_NAMED,
        "order": order_of(place, signed_in(request)),
    }
    return render(request, "entry/grid.html", context, status=status)


def order_of(place: TablePlace, by: User) -> str:
    """Who looks at what is handed in from the table, in which order."""
    return order_in_words((line.indicator.lead_department_id for line in place.lines if line.is_open), by)


def _tell_levels(lines: Iterable[EntryRow]) -> None:
    """Where each record waits that its department still approves; nothing is asked where none does."""
    waits = waits_of([line.result for line in lines if line.result])
    for line in lines:
        if line.result and line.result.pk in waits:
            line.waits = waits[line.result.pk]


def _bar(chosen: Chosen) -> Bar:
    pages = {line.key: at // ROWS_A_PAGE + 1 for at, line in enumerate(chosen.lines)}
    here = chosen.page.number
    bar = Bar([], [], [], 0)
    for line in chosen.place.lines:
        if not line.is_open:
            continue
        bar.left += 1
        if line.said is None:
            continue
        lacking = lacking_of(line)
        page = pages.get(line.key, 0)
        before = "" if page == here else chosen.url(page=page) if page else chosen.url(left="", q=line.code)
        for found, links in (
            (bar.wrong, lacking.as_json["wrong"]),
            (bar.missing, lacking.as_json["missing"]),
        ):
            found += [{**link, "key": line.key, "url": f"{before}#{link['at']}"} for link in links]
        if lacking.is_ready:
            bar.ready.append(line.key)
    return bar


def _columns(place: TablePlace, columns: Sequence[str]) -> list[Column]:
    """In the order of the file. Of the years before the table shows the newest; the verdict stands beside its value, out of its
    place in the file, and so without a letter."""
    letters = letters_of(columns)

    def column(head: str, kind: str = "", name: str = "") -> Column:
        return Column(head, letters.get(head, ""), kind, name)

    found = [column(file.CODE, "code"), column(file.NAME, "name"), column(file.UNIT)]
    if place.is_of_years:
        found += [column(file.YEAR), column("前の年度の値", "n")]
    elif columns:
        found.append(column(columns[columns.index(file.TARGET) - 1], "n"))
    found += [column(file.TARGET, "n"), column(file.EXPECTED, "n"), column(file.PROGRESS)]
    for name, head in HEAD_OF.items():
        if head == file.SOURCE:
            found.append(Column("根拠", letters.get(file.LINKS, ""), "evidence"))
        if head != REASON_HEAD or place.with_reasons:
            found.append(column(head, name=name))
        if name == "value":
            found.append(Column(file.VERDICT, ""))
    return found


def _pages(chosen: Chosen) -> list[dict[str, Any]]:
    page = chosen.page
    return [
        {"number": number, "url": chosen.url(page=number), "current": number == page.number}
        for number in page.paginator.page_range
    ]


def _filters(chosen: Chosen) -> list[dict[str, Any]]:
    counts = {key: sum(map(test, chosen.place.lines)) for key, test in LEFT_TEST.items()}
    labels = {"": "すべて", **LEFT}
    return [
        {
            "label": f"{label}（{counts[key]}）",
            "url": chosen.url(left=key),
            "current": key == chosen.left,
        }
        for key, label in labels.items()
    ]


def department_chips(place: TablePlace) -> list[dict[str, Any]]:
    """Those that may be chosen, all of them first, and how many rows each has where they are shown."""
    if len(place.departments) < 2:
        return []
    counts = Counter(line.indicator.lead_department_id for line in place.lines)
    years = [("years", year) for year in place.years] if place.is_of_years else []

    def chip(slug: str, label: str, count: int) -> dict[str, Any]:
        return {
            "label": f"{label}（{count}）" if count else label,
            "url": f"?{urlencode([('department', slug), *years])}",
            "current": place.slug == slug,
        }

    each = [chip(one.slug, one.name, counts[one.pk] if place.is_all else 0) for one in place.departments]
    return [chip(ALL, ALL_NAME, len(place.lines) if place.is_all else 0), *each]
