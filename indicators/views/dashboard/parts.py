"""What the dashboard tells below its first screen, part by part: on the page itself of few indicators, each on a page of its
own of many, so that the first screen stays as light as it was (docs/product.md §4)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from indicators import charts, frames
from indicators.charts import Chart
from indicators.frames import LATE, Row, worst_first
from indicators.progress import RollUp, Verdict
from indicators.views.dashboard.access import for_readers
from indicators.views.dashboard.components import (
    MOST_LATE,
    Standing,
    compared,
    paces,
    standing_of,
    years,
)
from indicators.views.dashboard.deeds import deeds_of
from indicators.views.dashboard.diff import changes_of
from indicators.views.dashboard.entry_status import entry_status
from indicators.views.dashboard.filtered_view import FilteredView, read_filters
from indicators.views.dashboard.paging import page_of
from indicators.views.shared.chart_page import page_with_charts
from indicators.views.shared.plan import plan_of
from measures.addresses import reverse
from measures.levels import in_levels
from measures.models import Department, Measure

# Up to so many indicators all of it stands on one page.
MOST_ON_ONE_PAGE = 12
# From so many groups on the bars are sorted: nobody looks for a name among 48.
MANY_GROUPS = 12
CHANGES_ON_A_PAGE = 20
Context = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """`key`: of its address, and where it stands on the page; `title`: of its heading and in the list of the page's parts."""

    key: str
    title: str
    made: Callable[["Asked"], Context]

    @property
    def label(self) -> str:
        return in_levels(self.title)


@dataclass(frozen=True)
class Asked:
    """What every part is made from."""

    request: HttpRequest
    view: FilteredView
    standing: Standing
    heat: str = "page"


def is_whole(view: FilteredView) -> bool:
    """Whether the parts stand on the overview itself."""
    return len(view.rows) <= MOST_ON_ONE_PAGE


def parts_of(view: FilteredView, *, with_entry: bool) -> list[dict[str, str]]:
    """The way to each part."""
    return [
        {"key": one.key, "label": one.label, "url": way_to(view, one.key)}
        for one in PARTS.values()
        if with_entry or one.key != "entry"
    ]


def way_to(view: FilteredView, key: str, overview: str = "") -> str:
    """From the overview, or from a page that has its address."""
    return f"{overview}#{key}" if is_whole(view) else view.filters.link(reverse("dashboard:part", args=[key]))


@for_readers
def part(request: HttpRequest, key: str) -> HttpResponse:
    """One part by itself, or the figures of its charts."""
    found = PARTS.get(key)
    if found is None:
        raise Http404(key)
    view = read_filters(request)
    told = found.made(Asked(request, view, standing_of(view)))
    overview = view.filters.link(reverse("dashboard:overview"))

    def context() -> Context:
        return {
            **view.context(),
            **told,
            "part": found,
            "parts": parts_of(view, with_entry=has_entry(view)),
            "overview": overview,
            "crumbs": [{"label": "ダッシュボード", "url": overview}, {"label": found.label, "url": ""}],
        }

    status = 400 if told.get("changes") and told["changes"].error else 200
    return page_with_charts(
        request, "dashboard/part.html", context, charts_in(told), request.GET.dict(), status=status
    )


def charts_in(told: Mapping[str, Any]) -> list[Chart]:
    """Of the parts that a page shows."""
    found = [told["chart"]] if "chart" in told else []
    return found + [group["chart"] for group in told.get("roll_ups", ())]


def has_entry(view: FilteredView) -> bool:
    """What is being typed is no affair of a view that shows what citizens see."""
    return not view.filters.is_published_only


def _compared(asked: Asked) -> Context:
    rows = asked.view.rows
    others = [row for row in worst_first(rows) if row.verdict not in LATE][:MOST_LATE]
    return {**compared(asked.request, asked.view), "others": others}


def _groups(asked: Asked) -> Context:
    rows = asked.view.rows
    policies = _roll_ups(
        "policies", in_levels("基本政策"), rows, lambda row: f"{row.policy_number} {row.policy_name}"
    )
    return {"roll_ups": [policies, _roll_ups("departments", "主担当課", rows, lambda row: row.department)]}


def _roll_ups(key: str, title: str, rows: Sequence[Row], name: Callable[[Row], str]) -> Context:
    """Verdicts of each group, as a chart and as the table beneath it."""
    members: dict[str, list[Row]] = {}
    for row in rows:
        members.setdefault(name(row), []).append(row)
    groups = {label: frames.roll_up(found) for label, found in members.items()}
    if len(groups) > MANY_GROUPS:
        groups = dict(sorted(groups.items(), key=lambda item: -_behind(item[1])))
    return {
        "key": key,
        "title": title,
        "sorted": len(groups) > MANY_GROUPS,
        "chart": charts.verdicts_by(groups, chart_id=f"by-{key}"),
        "verdicts": list(Verdict),
        "lines": [
            {"label": label, "counts": list(counts.counts.values()), "sentence": counts.sentence}
            for label, counts in groups.items()
        ],
    }


def _behind(counts: RollUp) -> int:
    return counts.slightly_behind + counts.behind + counts.worse


def _years(asked: Asked) -> Context:
    return years(asked.request, asked.view, asked.heat)


def _paces(asked: Asked) -> Context:
    return paces(asked.request, asked.view, asked.standing)


def _deeds(asked: Asked) -> Context:
    return {"deeds": deeds_of(asked.request, asked.view)}


def _entry(asked: Asked) -> Context:
    return {
        "entry": entry_status(asked.view.history) if has_entry(asked.view) else [],
        "today": timezone.localdate(),
    }


def _changes(asked: Asked) -> Context:
    request, view = asked.request, asked.view
    found = changes_of(request, view)
    size = CHANGES_ON_A_PAGE
    return {
        "changes": found,
        "change_page": page_of(found.lines, request, view.filters, "changes", "changes", size=size),
        "turn_page": page_of(found.turns, request, view.filters, "turns", "changes", size=size),
    }


def _pages(asked: Asked) -> Context:
    return {
        "measures": Measure.objects.filter(plan=plan_of(asked.request)).order_by("number"),
        "departments": Department.objects.living(),
    }


PARTS = {
    one.key: one
    for one in (
        Part("expected", "目安との差", _compared),
        Part("groups", "基本政策・主担当課ごと", _groups),
        Part("heat", "年度ごとの判定", _years),
        Part("pace", "ペースと参考推計", _paces),
        Part("deeds", "主な取組", _deeds),
        Part("entry", "入力の進み", _entry),
        Part("changes", "最近の変化", _changes),
        Part("more", "施策・課のページ", _pages),
    )
}
