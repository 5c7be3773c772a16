"""The view of the dashboard on one sheet of A4, to be printed or saved as PDF: for a meeting, with reasons and next steps."""

from dataclasses import replace
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from indicators.views.dashboard.access import for_readers
from indicators.views.dashboard.answers import Room, ahead_of, cut_reports, fitting, moved_words, reports_of
from indicators.views.dashboard.components import Late, standing_of
from indicators.views.dashboard.entry_status import entry_status
from indicators.views.dashboard.filtered_view import read_filters, since_last_year_of
from indicators.views.dashboard.parts import way_to
from measures.addresses import reverse

# In pixels of paper, as Room counts those of a screen: measured in Chromium with Noto Sans CJK, with a reserve.
PAPER = Room(
    whole=(0, 340, 340),
    letters=(0, 21, 24),
    line=17,
    least=(0, 5, 24),
    lowest=(0, 22, 42),
    heading=24,
    risk=92,
    own_line=27,
    own_letters=27,
)
# What is behind has the upper half. Full-width letters in a line of a name, and of a reason or a next step.
_LATE, _NAME, _WORDS = 440, 16, 23
# What it takes to say that something was not explained.
_UNSAID = "まだ説明がありません"


@for_readers
def briefing(request: HttpRequest) -> HttpResponse:
    view = read_filters(request)
    standing = standing_of(view)
    entry = [] if view.filters.is_published_only else entry_status(view.history)
    kept = fitting(standing.late, _LATE, _height)
    # What the upper half leaves is the lower one's.
    left = max(0, _LATE - sum(_height(late) for late in kept))
    room = replace(PAPER, whole=(0, PAPER.whole[1] + left, PAPER.whole[2] + left))
    overview = view.filters.link(reverse("dashboard:overview"))
    context = {
        **view.context(),
        "late": kept,
        "late_count": len(standing.late),
        "more_behind": len(standing.late) - len(kept),
        "reports": cut_reports(reports_of(view, entry), room),
        "risks": standing.risks,
        "paces": standing.paces,
        "ahead": ahead_of(standing, room),
        "moved": moved_words(view, since_last_year_of(request, view)),
        "now": timezone.localtime(),
        "overview": overview,
        "pace_url": way_to(view, "pace", overview),
        "address": request.build_absolute_uri(overview),
        "crumbs": [{"label": "ダッシュボード", "url": overview}, {"label": "A4 1枚の報告", "url": ""}],
    }
    return render(request, "dashboard/briefing.html", context)


def _height(late: Late) -> int:
    """Of an indicator with whose it is, why, and what comes next; rather too much than too little."""
    why = late.row.why
    said = [why.reason or _UNSAID, why.next_step or _UNSAID] if why else []
    words = sum(ceil((len(text) + 3) / _WORDS) for text in said)
    return max(2, ceil((len(late.row.name) + 2) / _NAME) + 1, words) * PAPER.line + 9
