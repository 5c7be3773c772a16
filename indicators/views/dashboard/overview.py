"""Where the plan stands: what is behind, who owns it, who has not reported, what comes of it, what changed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from indicators import charts, frames
from indicators.frames import LATE, Row, worst_first
from indicators.progress import RollUp, Verdict
from indicators.views.dashboard.access import for_readers
from indicators.views.dashboard.answers import A_LINE, SCREEN, Room, answers_of, moved_words
from indicators.views.dashboard.components import MOST_LATE, components, standing_of
from indicators.views.dashboard.diff import changes_of
from indicators.views.dashboard.entry_status import entry_status
from indicators.views.dashboard.filtered_view import FilteredView, read_filters, since_last_year_of
from indicators.views.dashboard.paging import page_of
from indicators.views.dashboard.saved_views import MOST_CHIPS, Chip, chips_of
from indicators.views.shared.plan import plan_of
from measures.addresses import reverse, several_plans
from measures.levels import in_levels
from measures.models import Department, Measure

# From so many groups on the bars are sorted: nobody looks for a name among 48.
MANY_GROUPS = 12
CHANGES_ON_A_PAGE = 20
# Pixels beside the switches at 1366; what is wider takes a line of its own.
ROOM_FOR_CHIPS = 440


@for_readers
def overview(request: HttpRequest) -> HttpResponse:
    view = read_filters(request)
    changes = changes_of(request, view)
    saved = chips_of(request, view)
    context = {
        **view.context(),
        **_sections(request, view, _room(view, saved)),
        "saved": saved,
        "views_url": reverse("dashboard:views"),
        "save_url": view.filters.link(reverse("dashboard:views")),
        "briefing": view.filters.link(reverse("dashboard:briefing"), since=None),
        "changes": changes,
        "change_page": page_of(
            changes.lines, request, view.filters, "changes", "changes", size=CHANGES_ON_A_PAGE
        ),
        "turn_page": page_of(
            changes.turns, request, view.filters, "turns", "changes", size=CHANGES_ON_A_PAGE
        ),
        "measures": Measure.objects.filter(plan=plan_of(request)).order_by("number"),
        "departments": Department.objects.living(),
    }
    return render(request, "dashboard/overview.html", context, status=400 if changes.error else 200)


def _room(view: FilteredView, saved: Sequence[Chip]) -> Room:
    """What stands above the answers takes from their room: filters that are chosen, a second line of saved views, other plans."""
    chips = sum(min(len(chip.title), 13) * 15 + 32 for chip in saved[:MOST_CHIPS])
    lines = bool(view.filters.chosen) + (chips > ROOM_FOR_CHIPS) + several_plans()
    first, second, third = (whole - A_LINE * lines for whole in SCREEN.whole)
    return replace(SCREEN, whole=(first, second, third))


def _sections(request: HttpRequest, view: FilteredView, room: Room) -> dict[str, Any]:
    standing = standing_of(view)
    shown = components(request, view, standing, heat="page")
    # What is being typed is no affair of a view that shows what citizens see.
    entry = [] if view.filters.is_published_only else entry_status(view.history)
    answers = answers_of(view, standing, entry, room)
    return {
        **shown,
        "answers": answers,
        "late_after": shown["late"][len(answers.behind) :],
        "today": timezone.localdate(),
        "moved": moved_words(view, since_last_year_of(request, view)),
        "others": [row for row in worst_first(view.rows) if row.verdict not in LATE][:MOST_LATE],
        "overdue": [row for row in view.rows if row.overdue],
        "roll_ups": [
            _roll_ups(
                "policies",
                in_levels("基本政策"),
                view.rows,
                lambda row: f"{row.policy_number} {row.policy_name}",
            ),
            _roll_ups("departments", "主担当課", view.rows, lambda row: row.department),
        ],
        "entry": entry,
    }


def _roll_ups(key: str, title: str, rows: Sequence[Row], name: Callable[[Row], str]) -> dict[str, Any]:
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
