"""What a page of the dashboard shows: its figures through its filters, read once, with the filters' counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from indicators import frames
from indicators.forms import read_day
from indicators.frames import Row
from indicators.models import Indicator
from indicators.progress import RollUp
from indicators.views.shared.facets import Facet, Vocabulary, facets_of, narrowed
from indicators.views.shared.filters import FILTERS, OF_DEEDS, SCOPES, BadAddress, Filters, read_year
from indicators.views.shared.plan import about, plan_of
from indicators.wording.aims import DEEDS
from indicators.wording.days import japanese_date
from measures.fiscal_year import CalendarYear, FiscalYear

ANY_YEAR = range(1, 10_000)
# So many years stand beside each other; of more the newest, and the others folded.
MOST_YEARS, NEWEST_YEARS = 5, 3


@dataclass(frozen=True)
class FilteredView:
    """One reading of the figures: `history` every year of the indicators that the filters leave, `rows` one row each.

    `everything` and `total`: what the page has before any filter and how many indicators, `reached`: the plan's years up to their newest record,
    all of them before the first.
    """

    path: str
    filters: Filters
    history: Sequence[Row]
    rows: Sequence[Row]
    total: int
    facets: list[Facet]
    years: list[int]
    reached: list[int]
    everything: Sequence[Row]
    year_counts: Mapping[int | None, int]
    # What a page works out of the rows, by name: a view may be shown many times.
    known: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def worst_first(self) -> list[Row]:
        return frames.worst_first(self.rows)

    @cached_property
    def current_year(self) -> int:
        """The fiscal year of today in Japan: the dashboard knows no past days."""
        return FiscalYear.from_date(timezone.localdate()).year

    @cached_property
    def counts(self) -> RollUp:
        return frames.roll_up(self.rows)

    @cached_property
    def of_indicator(self) -> dict[int, list[Row]]:
        """Every year of each indicator, in the plan's order."""
        found: dict[int, list[Row]] = {row.indicator_id: [] for row in self.rows}
        for row in self.history:
            found[row.indicator_id].append(row)
        return found

    @property
    def indicators(self) -> QuerySet[Indicator]:
        return Indicator.objects.filter(pk__in=[row.indicator_id for row in self.rows])

    @cached_property
    def _near_years(self) -> list[int | None]:
        """Those that one click away: all, or the newest that something was recorded of, with the one shown; None is 最新."""
        if len(self.years) <= MOST_YEARS:
            return [*self.years, None]
        near = set(self.reached[-NEWEST_YEARS:]) | ({self.filters.year} - {None})
        return [*sorted(year for year in near if year is not None), None]

    def _year_links(self, years: Iterable[int | None]) -> list[dict[str, Any]]:
        return [
            {
                "label": FiscalYear(year).wareki if year else "最新",
                "short": FiscalYear(year).short if year else "最新",
                "count": self.year_counts[year],
                "url": self.filters.link(self.path, year=year),
                "current": year == self.filters.year,
            }
            for year in years
        ]

    def context(self) -> dict[str, Any]:
        """What every page of the dashboard hands to its template."""
        return {
            "view": self,
            "filters": self.filters,
            "choice": self.filters,
            "counts": self.counts,
            "rows": self.rows,
            "facets": self.facets,
            "chips": self.filters.chips(partial(self.filters.link, self.path)),
            "reset_url": self.filters.link(self.path, **dict.fromkeys([*FILTERS, *OF_DEEDS])),
            "years": self._year_links(self._near_years),
            "far_years": self._year_links([year for year in self.years if year not in self._near_years]),
            "scopes": [
                {
                    "label": label,
                    "url": self.filters.link(self.path, scope=scope),
                    "current": scope == self.filters.scope,
                }
                for scope, label in SCOPES.items()
            ],
            "files": {name: self.filters.file(name) for name in ("csv", "xlsx", "json")},
            "files_all_years": {name: self.filters.file(name, all_years=1) for name in ("csv", "json")},
        }


def read_filters(
    request: HttpRequest,
    indicators: QuerySet[Indicator] | None = None,
    *,
    fixed: Mapping[str, Any] | None = None,
) -> FilteredView:
    """The figures that the address asks for; BadAddress where it says what there is not.

    `indicators` are the page's own, before any filter. `fixed` names the filters that the page stands for, with their
    word ({"measure": 44}): they are offered to nobody, and the page's files carry them.
    """
    given = {name: str(word) for name, word in (fixed or {}).items()}
    scope = request.GET.get("scope") or "all"
    if scope not in SCOPES:
        raise BadAddress("scope", scope, "範囲は、all（未公表を含む）か published（公表のみ）です。")
    vocabulary = Vocabulary.read(plan_of(request))
    asked = {
        name: vocabulary.read_filter(name, request.GET.get(name, "")) for name in FILTERS if name not in given
    }
    read = frames.published if scope == "published" else frames.working
    asked_of = about(request) if indicators is None else indicators
    source, everything = frames.Source(asked_of), read(asked_of, wide=True)
    spans = frames.beside(source, ("spans", scope), everything, lambda: _years_of(everything))
    asked_year = _year(request.GET.get("year", ""), spans)
    of_deeds = _of_deeds(request, vocabulary)
    filters = Filters(
        year=None if asked_year is None else type(spans[0])(asked_year) if spans else asked_year,
        scope=scope,
        **asked,
        **{name: word for name, (word, _) in of_deeds.items()},
        since=_since(request.GET.get("since", "")),
        fixed=given,
        named={
            **{name: vocabulary.words[name][word] for name, word in asked.items() if word},
            **{name: label for name, (_, label) in of_deeds.items() if label},
        },
    )
    return frames.beside(
        source,
        ("view", request.path, repr(filters)),
        everything,
        lambda: _view(request.path, filters, vocabulary, everything, spans),
    )


def _of_deeds(request: HttpRequest, vocabulary: Vocabulary) -> dict[str, tuple[str, str]]:
    """What narrows the table of initiatives: each word of the address and its word for people; BadAddress for another one."""
    doing, deed = request.GET.get("doing", ""), request.GET.get("deed", "")
    departments = vocabulary.words["department"]
    doing = vocabulary.moved.get(doing, doing)
    if doing and doing not in departments:
        raise BadAddress("doing", doing, "取組の担当課には、課の名前（ローマ字）を入れてください。")
    if deed and deed not in DEEDS:
        raise BadAddress("deed", deed, f"主な取組には、{'、'.join(DEEDS)}のどれかを入れてください。")
    return {"doing": (doing, departments.get(doing, "")), "deed": (deed, DEEDS.get(deed, ""))}


def _years_of(everything: Sequence[Row]) -> list[int]:
    """The whole plan's years are called calendar years only where every figure is counted so."""
    own: type[int] = CalendarYear if everything and all(row.is_calendar for row in everything) else int
    spans = {plan_years(row) for row in everything}
    return sorted({own(year) for span in spans for year in span})


def _view(
    path: str, filters: Filters, vocabulary: Vocabulary, everything: Sequence[Row], years: list[int]
) -> FilteredView:
    newest = frames.newest(everything)
    of_year: dict[int | None, list[Row]] = {year: [] for year in years}
    for row in everything:
        of_year.setdefault(row.year, []).append(row)
    of_year[None] = list(newest)
    before = of_year.get(filters.year, [])
    rows = narrowed(before, filters, vocabulary)
    kept = {row.indicator_id for row in rows}
    return FilteredView(
        path=path,
        filters=filters,
        history=[row for row in everything if row.indicator_id in kept],
        rows=rows,
        total=len(newest),
        facets=facets_of(before, filters, vocabulary, lambda **changes: filters.link(path, **changes)),
        years=years,
        reached=_reached(everything),
        everything=everything,
        year_counts={year: len(narrowed(of_year[year], filters, vocabulary)) for year in (*years, None)},
    )


def since_last_year_of(request: HttpRequest, view: FilteredView) -> frames.SinceLastYear | None:
    """The rows that are shown beside what was public a year before; None of a year that is shown, or of no rows."""
    plan = plan_of(request)
    if view.filters.year is not None or not view.rows or plan is None:
        return None
    return frames.since_last_year(view.rows, timezone.localdate(), frames.Source(plan))


def plan_years(row: Row) -> range:
    """A target may lie after the plan's end: then the years up to it are the indicator's, too."""
    return range(row.plan_first_year, max(row.plan_last_year, row.target_year) + 1)


def _reached(rows: Iterable[Row]) -> list[int]:
    of_plan = [row for row in rows if row.year in plan_years(row)]
    newest = max((row.year for row in of_plan if row.workflow_state or row.has_record), default=None)
    return frames.years(row for row in of_plan if newest is None or row.year <= newest)


def _year(typed: str, years: list[int]) -> int | None:
    def outside(year: FiscalYear) -> str:
        first, last = FiscalYear(years[0]).wareki, FiscalYear(years[-1]).wareki
        return f"{year.wareki}は、計画の期間（{first}〜{last}）にありません。"

    # Without any indicator there is no period yet: whatever year is asked for, the page says so itself.
    return read_year(typed, years or ANY_YEAR, outside)


def read_since(typed: str) -> date:
    """The day that `since` names; ValueError with a message for a day that is none or has not come."""
    day = read_day(typed)
    today = timezone.localdate()
    if day > today:
        raise ValueError(
            f"{japanese_date(day)}は、まだ来ていない日です。{japanese_date(today)}までの日を入れてください。"
        )
    return day


def _since(typed: str) -> date | None:
    """What links carry on. Of a day that cannot be read the section of changes speaks, and the page stays whole."""
    try:
        return read_since(typed) if typed else None
    except ValueError:
        return None
