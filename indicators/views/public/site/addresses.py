"""Every address of the public site, pages and files, as the published state makes them.

The site map, the static export, the link checker and the tests read this one list. A new address of the public site
belongs here, or with its reason into LEFT_OUT: a test holds the list against the URL patterns.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from indicators import frames
from indicators.frames import Row
from indicators.models import Indicator
from indicators.open_data.datasets import DATASETS
from indicators.views.public.figures.indicator_list import A_PAGE as INDICATORS_A_PAGE
from indicators.views.public.figures.sorting import ORDERS
from indicators.views.public.figures.years import published_years
from indicators.views.public.history.news import A_PAGE, went_out
from indicators.views.public.plan.departments import PANELS_A_PAGE
from indicators.views.public.plan.home import MEASURES_A_PAGE, policies_at, policies_with
from indicators.views.public.plan.initiatives import A_PAGE as INITIATIVES_A_PAGE
from indicators.views.public.plan.initiatives import deed_years_of_measures, initiative_codes
from indicators.views.public.plan.sheets import published_versions
from indicators.views.shared.languages import EASIER, NO_EASIER, WITH_EASIER
from measures.addresses import naming, reverse
from measures.models import Department, Measure, Plan, SiteSettings
from measures.plans import in_force_among, published_plans
from measures.texts import initiatives, not_there_yet

# Pages that stand for themselves; all of them are in the site map.
PAGES = (
    "home",
    "measures",
    "initiatives",
    "indicators",
    "departments",
    "open_data",
    "dictionary",
    "api_guide",
    "publications",
    "changes",
    "corrections",
    "glossary",
    "how_to_read",
    "site_map",
    "about",
    "accessibility",
    "en_home",
)
# Pages that no search engine needs: they answer a question, help on the way, or say again what another page says.
UNLISTED_PAGES = ("search", "one_page", "poster")
# How the home page of a year leads to all that is behind. The table's filters are not in the list: they have no end.
LATE_FIRST = ("sort", "gap")
FILES = (
    "plan_json",
    "plan_csv",
    "datapackage",
    "catalog_jsonld",
    "catalog_ttl",
    "workbook",
    "changes_json",
    "changes_csv",
    "awaited",
    "publications_feed",
    "corrections_feed",
    "home_card",
    "robots",
    "sitemap",
)
# What there is once a site, whatever plans it has.
OF_THE_SITE = ("robots", "sitemap", "logo")
# Name of a URL pattern of the public site, or of a whole namespace → why no address of it is in the list.
LEFT_OUT = {"api": "it answers questions, without end; its own openapi.json says which"}
# Name of a public page or file → why a host without a server cannot have it.
SERVER_ONLY = {
    "api_guide": "it says how to ask the API, which needs a server; the open data files hold the same",
    **dict.fromkeys(
        ("changes", "changes_json", "changes_csv"),
        "it compares any two days that somebody asks for; the list of changes after publication is there",
    ),
    **dict.fromkeys(("easy_api_guide", "easy_changes"), "the page that it leads to is not there"),
}


@dataclass(frozen=True)
class Address:
    """One page or file. `key`: the plan that its address names, "" for a short one. `listed`: in the site map; `moved`: it answers with the way to another address."""

    name: str
    args: tuple[str | int, ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    key: str = ""
    listed: bool = field(default=False, compare=False)
    moved: bool = field(default=False, compare=False)

    @property
    def path(self) -> str:
        with naming(self.key):
            return reverse(f"public:{self.name}", args=self.args)

    @property
    def url(self) -> str:
        """As a link writes it, below the script prefix."""
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path


def public_addresses(as_of: datetime | None = None) -> list[Address]:
    """Every address that a citizen can open, now or as of a past moment; each once, in the site's order.

    The plan in force is there by its short addresses, every other one by those that name it.
    """
    plans = published_plans(as_of)
    current = in_force_among(plans, timezone.localdate(as_of))
    found = [*of_plan(current, as_of), *_logos()]
    for plan in plans:
        if plan != current:
            named = (
                replace(one, key=plan.key) for one in of_plan(plan, as_of) if one.name not in OF_THE_SITE
            )
            found += named
    return found


def _logos() -> Iterator[Address]:
    """Each that any edition of the settings has: pages of past days show theirs."""
    editions = SiteSettings.objects.filter(published_at__isnull=False)
    for name in dict.fromkeys(one.logo_name for one in editions):
        if name:
            yield Address("logo", (name,))


def of_plan(plan: Plan | None, as_of: datetime | None = None) -> list[Address]:
    """The short addresses of one plan, in force or not."""
    source = frames.Source(plan or Indicator.objects.none(), as_of)
    every = frames.published(source)
    rows = frames.newest(every)
    policies = policies_with(policies_at(plan, as_of), rows, as_of, with_lines=False)
    found = [
        *(Address(name, listed=True) for name in PAGES),
        *_by_year(published_years(every), len(rows)),
        *_list(len(rows)),
        *(Address(name) for name in (*UNLISTED_PAGES, *FILES)),
        *(
            Address(f"dataset_{kind}", (dataset.name,))
            for dataset in DATASETS
            for kind in ("csv", "json", "xlsx")
        ),
        *_policies(policies),
        *_news(source),
        *_measures(plan, as_of),
        *_initiatives(plan, as_of),
        *_sheets(plan, as_of),
        *_indicators(rows, source),
        *_departments(rows, as_of),
    ]
    return [*found, *_easier(found)]


def _easier(found: Iterable[Address]) -> Iterator[Address]:
    """The easier page of each that has one; of what says nothing easier, which the site map leaves out, that it does not."""
    for one in found:
        if one.name in (*WITH_EASIER, *NO_EASIER) and not one.query:
            listed = one.listed and one.name in WITH_EASIER
            yield replace(one, name=EASIER[one.name], listed=listed)


def listed_addresses(*, with_server: bool = True) -> list[Address]:
    """The pages that a search engine should know; of a site with a server behind it, or of a static copy.

    By the address that each page calls its own (rel=canonical): that of its plan. Pages of a copy name none.
    """
    left_out = () if with_server else SERVER_ONLY
    current = in_force_among(published_plans(), timezone.localdate()) if with_server else None
    key = "" if current is None else current.key
    return [
        replace(address, key=address.key or key)
        for address in public_addresses()
        if address.listed and address.name not in left_out
    ]


def _by_year(years: Iterable[int], indicators: int) -> Iterator[Address]:
    for year in years:
        asked = ("year", str(year))
        yield Address("home", query=(asked,))
        for query in ((asked,), (asked, LATE_FIRST)):
            yield Address("indicators", query=query)
            yield from _pages("indicators", indicators, query, INDICATORS_A_PAGE)


def _policies(policies: list[dict[str, Any]]) -> Iterator[Address]:
    """With the further pages of the measures of each, and of all."""
    of_each = {group["policy"].number: len(group["measures"]) for group in policies}
    yield from _pages("measures", sum(of_each.values()), a_page=MEASURES_A_PAGE)
    for number, count in of_each.items():
        yield Address("policy", (number,), listed=True)
        for one in _pages("policy", count, a_page=MEASURES_A_PAGE):
            yield replace(one, args=(number,))


def _list(indicators: int) -> Iterator[Address]:
    """The table of all in each order, page by page."""
    yield from _pages("indicators", indicators, a_page=INDICATORS_A_PAGE)
    for order in ORDERS:
        if not order.is_default:
            query = (("sort", order.value),)
            yield Address("indicators", query=query)
            yield from _pages("indicators", indicators, query, INDICATORS_A_PAGE)


def _news(source: frames.Source) -> Iterator[Address]:
    """The further pages of what went out, and of what was changed: all of it, and each kind for itself."""
    yield from _pages("publications", len(went_out(source)))
    found = Counter(one.kind for one in frames.corrections(source))
    yield from _pages("corrections", found.total())
    for kind in frames.CORRECTIONS:
        yield Address("corrections", query=(("kind", kind),))
        yield from _pages("corrections", found[kind], (("kind", kind),))


def _pages(
    name: str, count: int, query: tuple[tuple[str, str], ...] = (), a_page: int = A_PAGE
) -> Iterator[Address]:
    for page in range(2, 1 + ceil(count / a_page)):
        yield Address(name, query=(*query, ("page", str(page))))


def _measures(plan: Plan | None, as_of: datetime | None) -> Iterator[Address]:
    deeds_of = deed_years_of_measures(plan, as_of)
    costs_of = frames.money_years_of_measures(frames.spendings(plan, as_of=as_of))
    later = not_there_yet(None if plan is None else plan.pk, as_of)
    for number in (
        Measure.objects.filter(plan=plan).exclude(number__in=later).values_list("number", flat=True)
    ):
        yield Address("measure", (number,), listed=True)
        with_deeds = deeds_of.get(number, [])
        years = sorted({*with_deeds, *costs_of.get(number, [])}, reverse=True)
        # The newest year of deeds, else of costs, is the page itself.
        for year in years:
            if year != (with_deeds or years)[0]:
                yield Address("measure", (number,), (("year", str(year)),))
        yield Address("en_measure", (number,), listed=True)
        yield Address("one_page_measure", (number,))
        yield Address("poster_measure", (number,))
        for year in years:
            yield Address("one_page_measure", (number,), (("year", str(year)),))
            yield Address("poster_measure", (number,), (("year", str(year)),))
        yield Address("measure_figures", (number,))
        yield Address("measure_json", (number,))
        yield Address("measure_csv", (number,))
        yield Address("measure_card", (number,))


def _initiatives(plan: Plan | None, as_of: datetime | None) -> Iterator[Address]:
    """Each with its page, and the further pages of the list, of each year of which something is public."""
    codes = initiative_codes(plan, as_of)
    years = frames.deed_years(frames.deeds(plan, as_of=as_of))
    listed = sum(one.measure.ended_on is None for one in initiatives(plan.pk, as_of)) if plan else 0
    for query in ((), *((("year", str(year)),) for year in years)):
        if query:
            yield Address("initiatives", query=query)
        yield from _pages("initiatives", listed, query, INITIATIVES_A_PAGE)
    for code in codes:
        yield Address("initiative", (code,), listed=True)


def _sheets(plan: Plan | None, as_of: datetime | None) -> Iterator[Address]:
    """Each sheet in its newest version, and under ?number= in its earlier ones."""
    for (number, year), versions in published_versions(plan, as_of).items():
        yield Address("sheet", (number, year), listed=True)
        yield Address("sheet_xlsx", (number, year))
        for version in versions[1:]:
            query = (("number", str(version)),)
            yield Address("sheet", (number, year), query)
            yield Address("sheet_xlsx", (number, year), query)


def _indicators(rows: Iterable[Row], source: frames.Source) -> Iterator[Address]:
    held_beside = {one.indicator_id for one in frames.comparisons(source)}
    for row in rows:
        yield Address("indicator", (row.code,), listed=True)
        yield Address("en_indicator", (row.code,), listed=True)
        yield Address("indicator_figures", (row.code,))
        yield Address("indicator_json", (row.code,))
        yield Address("indicator_csv", (row.code,))
        yield Address("indicator_card", (row.code,))
        yield Address("embed", (row.code,))
        if row.indicator_id in held_beside:
            yield Address("indicator_comparisons", (row.code,))


def _departments(rows: Iterable[Row], as_of: datetime | None) -> Iterator[Address]:
    """An ended one keeps its page; where a single one goes on with its work, the page leads there."""
    day = None if as_of is None else timezone.localdate(as_of)
    followed = Department.objects.now_called(day)
    living = {one.pk for one in Department.objects.living_on(day)}
    led = Counter(row.department_slug for row in rows)
    for department in Department.objects.filter(pk__in=frames.public_departments(as_of)):
        args, lives = (department.slug,), department.pk in living
        if not lives and department.pk not in followed:
            continue  # on that day it was not there yet
        moved = not lives and len(followed[department.pk]) == 1
        yield Address("department", args, listed=lives, moved=moved)
        if lives:
            yield Address("department_figures", args)
        for page in range(2, 1 + ceil(led[department.slug] / PANELS_A_PAGE)):
            yield Address("department", args, (("page", str(page)),))
            yield Address("department_figures", args, (("page", str(page)),))
        if led[department.slug] and not moved:
            yield Address("one_page_department", args)
            yield Address("poster_department", args)
        if not moved:
            yield Address("department_json", args)
            yield Address("department_csv", args)
