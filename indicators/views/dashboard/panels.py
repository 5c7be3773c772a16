"""One indicator on a narrowed page: its figures as everywhere else, the year before, what is open, what was said."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User

from indicators import frames
from indicators.frames import Row
from indicators.models import Indicator
from indicators.views.dashboard.filtered_view import FilteredView
from indicators.views.dashboard.open_tasks import OpenTasks, Task
from indicators.views.shared.comment_threads import Thread, threads_of
from indicators.views.shared.panels import Panel, panels_of


@dataclass(frozen=True)
class StaffPanel:
    """`thread` is None in a view that shows what citizens see."""

    panel: Panel
    tasks: list[Task]
    thread: Thread | None

    @property
    def row(self) -> Row:
        return self.panel.row


def staff_panels(
    view: FilteredView, rows: Sequence[Row], tasks: OpenTasks, user: User, back: str
) -> list[StaffPanel]:
    """A panel for each of `rows`, the page's part of view.rows, in their order. `back` is this page's address."""
    history = [earlier for row in rows for earlier in view.of_indicator[row.indicator_id]]
    inside = not view.filters.is_published_only
    only = Indicator.objects.filter(pk__in=[row.indicator_id for row in rows])
    panels = panels_of(
        history,
        shown=rows,
        current_year=view.current_year,
        comparisons=frames.comparisons(only, drafts=inside),
        with_outlook=True,
        earlier=frames.earlier_series(history, frames.Source(only)),
    )
    threads: dict[int, Thread] = {}
    if inside:
        threads = threads_of(((row.indicator_id, row.code, row.name, row.year) for row in rows), user, back)
    return [
        StaffPanel(
            panel=panel,
            tasks=tasks.of_indicator(panel.row.indicator_id),
            thread=threads.get(panel.row.indicator_id),
        )
        for panel in panels
    ]
