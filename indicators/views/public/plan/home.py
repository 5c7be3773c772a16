"""The plan at a glance, and each basic policy."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from indicators import frames
from indicators.frames import Row, late_first
from indicators.models import Indicator
from indicators.progress import RollUp
from indicators.views.public.figures.years import published_years, year_switch
from indicators.views.public.language.terms import BULLET_CHART_WORDS, terms_of
from indicators.views.shared.aims import standings_of
from indicators.views.shared.answers import crumbs, public_file, public_page
from indicators.views.shared.files import figures_file
from indicators.views.shared.filters import BadAddress, read_year
from indicators.views.shared.moment import as_of, shown_day
from indicators.views.shared.panels import lines_of
from indicators.views.shared.plan import plan_of, source_of
from indicators.views.shared.years_table import years_table
from indicators.wording.aims import as_planned_in_short
from indicators.wording.counts import (
    begins,
    counts_then,
    coverage,
    headline,
    kept_words,
    named_turn,
    since_sentence,
)
from indicators.wording.follow_up import how_many_overdue
from indicators.wording.sentences import turns_in_words
from indicators.wording.shortfalls import shortfall_lines
from measures.addresses import reverse
from measures.levels import in_levels
from measures.models import BasicPolicy, Measure, Plan
from measures.past import as_worded
from measures.texts import not_there_yet, policies_not_there_yet

NEWEST = 2
# What is missed and named, and what is due and named; the rest is behind a link.
MOST_LATE = 7
MOST_AWAITED = 2
# What is missed takes so many lines of a phone at most, three promises at least; so many letters stand in one, and a reason or a
# next step has two (home.css). Measured at 360 px: with these the page ends within three screens.
LATE_LINES, LEAST_LATE, LETTERS = 36, 3, 19
# Verdict, figure and ものさし of one.
LINES_OF_ONE = 4
# Of more indicators the table of all years would be most of the page: it stands on the pages of policies and departments, and
# each policy is told by its counts instead of its measures.
MOST_IN_TABLE = 120
MEASURES_A_PAGE = 60
# So many policies stand open; of more all but the last of these, and the others in a fold that takes its place.
MOST_POLICIES = 5
# From so many measures on the policies take the whole width.
MANY = 17


@public_page
def home(request: HttpRequest) -> HttpResponse:
    if plan_of(request) is None:
        return render(request, "public/no_plan.html")
    then = as_of(request)
    source = source_of(request)
    every = frames.published(source)
    years = frames.kept(source, "published years", lambda _: published_years(every))
    year = _wanted_year(request, years)
    rows = frames.latest(source) if year is None else frames.of_year(every, year)
    is_long = len(rows) > MOST_IN_TABLE
    counts = frames.roll_up(rows)
    late = late_first(rows)
    named = _with_room(late)
    newest = frames.kept(source, "newest announcements", lambda _: frames.announcements(source)[:NEWEST])
    # Of the latest view: a view of one year speaks of that year alone.
    since = None if year else _since(source, rows, shown_day(request))
    policies = policies_with(policies_of(request), rows, then, with_lines=False)
    open_ones = MOST_POLICIES if len(policies) <= MOST_POLICIES else MOST_POLICIES - 1
    context = {
        "headline": headline(counts, anything_published=bool(newest)),
        "coverage": coverage(counts, year),
        "counts": counts,
        "year": year,
        "years": year_switch(years, year, _address),
        "late": named,
        "late_more": len(late) - len(named),
        "late_url": _late_address(year),
        "since": _beside_a_year_ago(since, counts),
        "years_table": None if is_long else years_table(every, since),
        "is_long": is_long,
        "policies": policies[:open_ones],
        "more_policies": policies[open_ones:],
        "many": sum(len(one["measures"]) for one in policies) >= MANY,
        "terms": terms_of(named if is_long else rows, BULLET_CHART_WORDS),
        "as_planned": _as_planned(source, year),
        **frames.kept(source, "awaited", lambda _: _awaited(source)),
        "newest": newest,
    }
    return render(request, "public/home.html", context)


def _since(source: frames.Source, rows: tuple[Row, ...], day: date) -> frames.SinceLastYear | None:
    """Kept beside the rows: to hold ten thousand against those of a year ago takes longer than the rest of the page."""
    return frames.beside(source, "home since", rows, lambda: frames.since_last_year(rows, day, source))


def _with_room(late: Sequence[Row]) -> Sequence[Row]:
    """The first of what is missed: as many as a phone has room for, with their names and reasons."""
    left, fitting = LATE_LINES, 0
    for row in late[:MOST_LATE]:
        said = [text for _, text in shortfall_lines(row)]
        left -= (
            LINES_OF_ONE
            + -(-len(row.name) // LETTERS)
            + sum(min(2, -(-len(text) // LETTERS)) for text in said)
        )
        if left < 0 and fitting >= LEAST_LATE:
            break
        fitting += 1
    return late[:fitting]


def _as_planned(source: frames.Source, year: int | None) -> dict[str, Any] | None:
    """How many initiatives go as planned in the newest year of deeds, or in the one that is shown."""
    found = standings_of(source, year)
    if found is None:
        return None
    whole, rest = as_planned_in_short(found[1], found[0])
    return {"whole": whole, "rest": rest, "year": found[0]}


def _awaited(source: frames.Source) -> dict[str, Any]:
    """How many days have passed, and what is due next; where nothing is, the overdue ones themselves."""
    found = frames.awaited(source)
    coming = [one for one in found if not one.overdue]
    return {"overdue": how_many_overdue(found), "awaited": (coming or found)[:MOST_AWAITED]}


def _beside_a_year_ago(since: frames.SinceLastYear | None, counts: RollUp) -> dict[str, Any] | None:
    """How many were kept then and are now; None where there is no earlier day, or nothing to be judged yet."""
    if since is None or not counts.judged:
        return None
    then = counts_then(since)
    is_year = begins(since) == "昨年度"
    return {
        "sentence": since_sentence(since, counts),
        "named": named_turn(since),
        "turned": turns_in_words(since),
        "days": [
            {
                "word": "昨年度" if is_year else "",
                "day": since.before,
                "kept": kept_words(then),
                "counts": then,
            },
            {
                "word": "今年度" if is_year else "",
                "day": since.after,
                "kept": kept_words(counts),
                "counts": counts,
            },
        ],
    }


@public_page
def policy(request: HttpRequest, number: str) -> HttpResponse:
    found, then = get_object_or_404(policies_of(request), number=number), as_of(request)
    source = source_of_policy(found, then)
    every = frames.published(source)
    rows = frames.newest(every)
    since = frames.since_last_year(rows, shown_day(request), source, found.plan)
    others = policies_of(request).exclude(pk=found.pk)
    own = BasicPolicy.objects.filter(pk=found.pk)
    [group], page = measures_paged(request, policies_with(own, rows, then, with_lines=False))
    numbers = {item["measure"].number for item in group["measures"]}
    context = {
        "policy": group,
        "page_obj": page,
        "counts": frames.roll_up(rows),
        "years_table": years_table((row for row in every if row.measure_number in numbers), since),
        "terms": terms_of(
            (row for row in rows if row.measure_number in numbers), BULLET_CHART_WORDS, found.name
        ),
        "others": as_worded(others, then),
        "crumbs": crumbs(
            (in_levels("施策"), reverse("public:measures")), (f"{in_levels('基本政策')}{found.number}", "")
        ),
    }
    return render(request, "public/policy.html", context)


def source_of_policy(policy: BasicPolicy, then: datetime | None) -> frames.Source:
    """The figures of its measures; on a past day, of those that it had then."""
    if then is None:
        return frames.Source(Indicator.objects.filter(measure__policy=policy))
    whole = frames.Source(policy.plan, then).indicators()
    own = [one["indicator_id"] for one in whole if one["policy_number"] == policy.number]
    return frames.Source(Indicator.objects.filter(pk__in=own), then)


@public_file
def plan_file(request: HttpRequest, ending: str) -> HttpResponse:
    source = source_of(request, wide=True)
    return figures_file(request, frames.published(source), "all", ending, source)


def policies_of(request: HttpRequest) -> QuerySet[BasicPolicy]:
    """Those of the plan that the page is of, as of its day."""
    return policies_at(plan_of(request), as_of(request))


def policies_at(plan: Plan | None, then: datetime | None) -> QuerySet[BasicPolicy]:
    """Those that the plan had then, in the words of today."""
    found = BasicPolicy.objects.filter(plan=plan)
    later = policies_not_there_yet(plan, then)
    return found.exclude(pk__in=later) if later else found


def policies_with(
    policies: QuerySet[BasicPolicy],
    rows: Iterable[Row],
    then: datetime | None = None,
    *,
    with_lines: bool = True,
) -> list[dict[str, Any]]:
    """Policies with their counts, their measures, and the line of each indicator: three levels for the template, in the words of then."""
    of_measure: dict[int, list[Row]] = {}
    for row in rows:
        of_measure.setdefault(row.measure_number, []).append(row)
    measures = as_worded(
        Measure.objects.filter(plan__policies__in=policies).distinct().order_by("number"), then
    )
    later = not_there_yet(measures[0].plan_id, then) if measures else set()
    of_policy: dict[int, list[Measure]] = {}
    for measure in measures:
        if measure.number not in later:
            of_policy.setdefault(measure.policy_id, []).append(measure)
    return [
        {
            "policy": policy,
            "measures": [
                {
                    "measure": measure,
                    "rows": of_measure.get(measure.number, ()),
                    "lines": lines_of(of_measure.get(measure.number, ())) if with_lines else [],
                }
                for measure in own
            ],
            "counts": frames.roll_up(row for one in own for row in of_measure.get(one.number, ())),
        }
        for policy in as_worded(policies, then)
        for own in [of_policy.get(policy.pk, [])]
    ]


def measures_paged(
    request: HttpRequest, policies: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], Page[Any]]:
    """The groups of policies_with() with the measures of one page, and their lines; that page."""
    flat = [(group, item) for group in policies for item in group["measures"]]
    page: Page[Any] = Paginator(flat, MEASURES_A_PAGE).get_page(request.GET.get("page"))
    here = {item["measure"].pk for _, item in page}
    shown = [
        {
            **group,
            "measures": [
                {**item, "lines": lines_of(item["rows"])}
                for item in group["measures"]
                if item["measure"].pk in here
            ],
        }
        for group in policies
    ]
    return [group for group in shown if group["measures"] or not page.has_other_pages()], page


def _late_address(year: int | None) -> str:
    """The table of all indicators, the farthest behind first."""
    asked = {"year": year, "sort": "gap"} if year else {"sort": "gap"}
    return f"{reverse('public:indicators')}?{urlencode(asked)}"


def _wanted_year(request: HttpRequest, years: list[int]) -> int | None:
    """The year of the address, typed as a person may (2024, R6, 令和6年度); None is the newest of each."""
    try:
        return read_year(request.GET.get("year", ""), years, str)
    except BadAddress:
        raise Http404("year") from None


def _address(year: int | None) -> str:
    return f"{reverse('public:home')}{f'?year={year}' if year else ''}"
