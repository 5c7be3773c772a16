"""Where the plan stands: what is behind, who owns it, who has not reported, what comes of it, what changed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from indicators.views.dashboard.access import for_readers
from indicators.views.dashboard.answers import A_LINE, SCREEN, Room, answers_of, moved_words
from indicators.views.dashboard.components import first, standing_of
from indicators.views.dashboard.entry_status import entry_status
from indicators.views.dashboard.filtered_view import FilteredView, read_filters, since_last_year_of
from indicators.views.dashboard.parts import PARTS, Asked, charts_in, has_entry, is_whole, parts_of
from indicators.views.dashboard.saved_views import MOST_CHIPS, Chip, chips_of
from indicators.views.shared.chart_page import page_with_charts
from measures.addresses import reverse, several_plans

# Pixels beside the switches at 1366; what is wider takes a line of its own.
ROOM_FOR_CHIPS = 440
# Of what is overdue so many are named.
MOST_OVERDUE = 20


@for_readers
def overview(request: HttpRequest) -> HttpResponse:
    """The first screen; below it all the rest, or the way to it (parts.py)."""
    view = read_filters(request)
    asked = Asked(request, view, standing_of(view))
    # A day that cannot be read is told beside its box, which is on this page in a small plan alone.
    shown = [*PARTS] if is_whole(view) else ["changes"] if request.GET.get("since") else []
    below = {name: told for key in shown for name, told in PARTS[key].made(asked).items()}

    def context() -> dict[str, Any]:
        saved = chips_of(request, view)
        return {
            **view.context(),
            **below,
            **_first_screen(request, asked, _room(view, saved)),
            "shown": shown,
            "saved": saved,
            "views_url": reverse("dashboard:views"),
            "save_url": view.filters.link(reverse("dashboard:views")),
            "briefing": view.filters.link(reverse("dashboard:briefing"), since=None),
        }

    status = 400 if "changes" in below and below["changes"].error else 200
    return page_with_charts(
        request, "dashboard/overview.html", context, charts_in(below), request.GET.dict(), status=status
    )


def _room(view: FilteredView, saved: Sequence[Chip]) -> Room:
    """What stands above the answers takes from their room: filters that are chosen, a second line of saved views, other plans."""
    chips = sum(min(len(chip.title), 13) * 15 + 32 for chip in saved[:MOST_CHIPS])
    lines = bool(view.filters.chosen) + (chips > ROOM_FOR_CHIPS) + several_plans()
    first, second, third = (whole - A_LINE * lines for whole in SCREEN.whole)
    return replace(SCREEN, whole=(first, second, third))


def _first_screen(request: HttpRequest, asked: Asked, room: Room) -> dict[str, Any]:
    view, standing = asked.view, asked.standing
    shown = first(view, standing)
    entry = entry_status(view.history) if has_entry(view) else []
    answers = answers_of(view, standing, entry, room)
    overdue = [row for row in view.rows if row.overdue]
    parts = parts_of(view, with_entry=bool(entry))
    return {
        **shown,
        "answers": answers,
        "late_after": shown["late"][len(answers.behind) :],
        "today": timezone.localdate(),
        "moved": moved_words(view, since_last_year_of(request, view)),
        "overdue": overdue[:MOST_OVERDUE],
        "overdue_count": len(overdue),
        "entry": entry,
        "parts": parts,
        "part_urls": {one["key"]: one["url"] for one in parts},
    }
