"""The evaluation sheets of a measure, year by year: where each stands, and what the reader can do with it."""

from dataclasses import dataclass

from indicators.models import Cycle
from indicators.models import WorkflowState as State
from indicators.views.dashboard.filtered_view import FilteredView
from indicators.views.dashboard.open_tasks import TaskRights
from indicators.views.shared.sheet_paper import newest_sheets, years_with_sheets
from measures.addresses import reverse
from measures.models import Measure


@dataclass(frozen=True)
class SheetYear:
    """`rating` of the newest record; `public_url` where one is out, `url` where the reader can do something."""

    year: int
    state: str
    rating: str
    is_change: bool
    public_url: str
    url: str
    action: str


def sheets_of(measure: Measure, view: FilteredView, rights: TaskRights) -> list[SheetYear]:
    """Newest first: of every year whose cycle was opened; of the public ones alone where citizens' view is shown."""
    public = set(years_with_sheets(measure))
    if view.filters.is_published_only:
        years = public
    else:
        years = public | set(Cycle.objects.filter(plan=measure.policy.plan_id).values_list("year", flat=True))
    found = newest_sheets([measure], sorted(years))
    lines = []
    for year in sorted(years, reverse=True):
        sheet = found.get((measure.pk, year))
        out = reverse("public:sheet", args=[measure.number, year]) if year in public else ""
        if view.filters.is_published_only:
            lines.append(SheetYear(year, State.PUBLISHED, "", False, out, "", ""))
            continue
        state = sheet.state if sheet else ""
        url, action = ("", "") if state == State.PUBLISHED else rights.sheet_link(measure, year, state)
        lines.append(
            SheetYear(
                year=year,
                state=state,
                rating=sheet.get_rating_display() if sheet and sheet.rating else "",
                is_change=sheet is not None and sheet.is_change and state != State.PUBLISHED,
                public_url=out,
                url=url,
                action=action,
            )
        )
    return lines
