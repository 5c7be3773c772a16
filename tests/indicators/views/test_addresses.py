"""One list of every public address: complete against the URL patterns, alive on the site, and nothing of the staff's."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, set_script_prefix

from indicators.models import ComparisonSeries
from indicators.views.public.site import addresses
from indicators.views.public.site.addresses import LEFT_OUT, Address, listed_addresses, public_addresses
from indicators.workflow import SHEETS
from measures.models import Department, SiteSettings
from tests.crawling import few_of_each
from tests.indicators import factories
from tests.indicators.bad_files import png
from tests.indicators.city import City

pytestmark = [pytest.mark.django_db, pytest.mark.reads]

# Rooms of the site that no citizen needs; everything else is public and belongs into the list.
STAFF_ROOMS = {"entry/", "office/", "dashboard/", "comments/", "approvals/", "manual/", "admin/"}
STAFF_MODULES = {"indicators.views.people", "indicators.views.health"}  # health: for the machine that watches


def _names(resolver: URLResolver) -> Iterator[str]:
    """Names of the patterns of the public namespace; of any other room that is not the staff's, its namespace."""
    for found in resolver.url_patterns:
        if isinstance(found, URLPattern):
            yield str(found.name)
        elif found.namespace and found.namespace != "public" and str(found.pattern) not in STAFF_ROOMS:
            yield found.namespace
        elif str(found.pattern) not in STAFF_ROOMS and _module(found) not in STAFF_MODULES:
            yield from _names(found)


def _module(resolver: URLResolver) -> str:
    return getattr(resolver.urlconf_name, "__name__", str(resolver.urlconf_name))


@pytest.fixture
def series(city: City) -> ComparisonSeries:
    return ComparisonSeries.objects.create(indicator=city.indicator("44B"), name="近隣市の平均")


@pytest.fixture
def whole(city: City, series: ComparisonSeries) -> City:
    """A city with every kind of public address: a sheet in two versions, comparison values, a logo."""
    drawn = {"logo": png(), "logo_words": "試験市"}
    SiteSettings.objects.create(city="試験市", reason="定めた", published_at=factories.NOON, **drawn)
    factories.publish_comparison(series, 2024, "88", by=city.alice, publisher=city.bob)
    measure = city.indicator("44B").measure
    factories.publish_sheet(measure, 2024, by=city.alice, publisher=city.bob)
    SHEETS.open_change(owner=measure, year=2024, reason="課題を書き足すため", by=city.alice)
    factories.publish_sheet(measure, 2024, by=city.alice, publisher=city.bob)
    return city


def test_every_public_pattern_is_in_the_list_or_left_out_with_a_reason(whole: City):
    names = set(_names(get_resolver()))
    listed = {address.name for address in public_addresses()}
    assert names - listed == set(LEFT_OUT), "in neither list, or left out and there all the same"
    assert listed <= names
    assert all(reason for reason in LEFT_OUT.values())


def test_no_address_stands_twice(whole: City):
    """That each answers is asked in the demo and in a generated city, of now and of a past day: test_both_databases.py."""
    found = public_addresses()
    assert len(found) == len(set(found))


def test_the_site_map_has_pages_alone(whole: City, client: Client):
    for address in few_of_each(listed_addresses(), 4):
        assert client.get(address.url)["Content-Type"].startswith("text/html"), address.url


def test_a_year_and_an_earlier_version_have_addresses_of_their_own(whole: City):
    urls = {address.url for address in public_addresses()}
    assert {"/measures/44/sheets/2024/?number=1", "/measures/44/sheets/2024.xlsx?number=1"} <= urls
    assert "/measures/44/sheets/2024/?number=2" not in urls, (
        "the newest stands at the address without a number"
    )
    assert "/?year=2024" in urls
    assert "/?year=2025" not in urls, "nothing of that year was published"


def test_what_is_not_published_has_no_address(city: City, series: ComparisonSeries):
    urls = {address.url for address in public_addresses()}
    assert "/indicators/44B/comparisons.csv" not in urls
    assert not any("/sheets/" in url for url in urls)
    factories.submit_comparison(series, 2024, "88", by=city.alice)
    factories.submit_sheet(city.indicator("44B").measure, 2024, by=city.alice)
    assert {address.url for address in public_addresses()} == urls


def test_an_ended_department_leads_on_or_names_its_successors(city: City, client: Client):
    old, split = factories.make_department("kikaku"), factories.make_department("zaisei")
    new, other = factories.make_department("shin", "新しい課"), factories.make_department("ato", "あとの課")
    Department.objects.filter(pk__in=[old.pk, split.pk]).update(ended_on=date(2026, 4, 1))
    old.successors.add(new)
    split.successors.add(new, other)
    by_url = {address.url: address for address in public_addresses()}
    assert by_url["/departments/kikaku/"].moved
    assert "/departments/kikaku.csv" not in by_url
    assert not by_url["/departments/zaisei/"].moved
    assert not by_url["/departments/zaisei/"].listed
    assert "/departments/zaisei.csv" in by_url
    then = datetime(2026, 3, 1, tzinfo=UTC)
    before = {address.url: address for address in public_addresses(then)}
    assert before["/departments/kikaku/"].listed
    assert "/departments/kikaku.csv" in before
    for url in (url for url in before if url.startswith(("/departments/", "/indicators/44", "/measures/44"))):
        answer = client.get(url, {**dict(before[url].query), "as_of": "2026-03-01"})
        assert answer.status_code == 200, url


def test_addresses_of_a_past_day_are_those_of_that_day(whole: City, client: Client):
    then = datetime(2020, 1, 1, tzinfo=UTC)
    urls = {address.url for address in public_addresses(then)}
    assert not any(url.startswith("/indicators/4") for url in urls)
    assert "/measures/44/" in urls


def test_an_address_is_written_below_the_script_prefix():
    set_script_prefix("/kpi/")
    try:
        assert (
            Address("sheet", (44, 2024), (("number", "1"),)).url == "/kpi/measures/44/sheets/2024/?number=1"
        )
    finally:
        set_script_prefix("/")


def test_the_list_of_pages_has_no_name_twice():
    names = [*addresses.PAGES, *addresses.UNLISTED_PAGES, *addresses.FILES, *LEFT_OUT]
    assert len(names) == len(set(names))
