"""The generated city of tests and benchmarks: as large as it says, the same each time, and sound to the last row."""

from collections import Counter

import pytest
from django.db import transaction

from indicators.frames import published, working
from indicators.models import Event, Indicator, Publication, Result
from indicators.progress import Verdict
from tests.indicators.factories import EVERY
from tests.indicators.generated import GeneratedCity, generate
from tests.indicators.generated.plan import SHAPES

pytestmark = pytest.mark.django_db


@pytest.mark.slow
@pytest.mark.reads
def test_it_is_as_large_as_it_says(generated_city: GeneratedCity):
    city = generated_city
    assert (len(city.departments), len(city.indicators)) == (48, 400)
    assert all(len(people) == 2 for people in city.staff.values())
    assert {(one.direction, one.counting, one.decimals) for one in city.indicators} == {
        (shape.direction, shape.counting, shape.decimals) for shape in SHAPES
    }
    found = working(EVERY)
    # Ten years of values, every one with its record, and the year under way in every state that there is.
    of_years = Counter(row.year for row in found if row.has_record)
    assert [of_years[year] for year in range(2015, 2025)] == [400] * 10
    assert {row.workflow_state for row in found if row.year == city.year} == {
        "", "draft", "returned", "submitted", "published",
    }  # fmt: skip
    assert {Verdict(row.verdict) for row in found} == set(Verdict) - {Verdict.TOO_EARLY}
    assert {row.value_state for row in found} >= {
        "actual",
        "provisional",
        "estimate",
        "unpublished",
        "not_surveyed",
    }


def test_every_record_has_its_lines_in_the_log():
    generate(departments=4, indicators=26, years=3)
    lines = Counter(Event.objects.values_list("indicator", "year", "number"))
    records = Result.objects.values_list("indicator", "year", "number", "version")
    assert {(pk, year, number): edit for pk, year, number, edit in records} == lines
    assert Publication.objects.filter(number=2).count() > 0
    for publication in Publication.objects.select_related("result"):
        assert publication.published_by_id not in publication.result.author_ids


def test_the_same_seed_gives_the_same_city():
    def told() -> list[tuple]:
        return [(row.code, row.name, row.year, row.value, row.verdict) for row in published(EVERY)]

    cities = []
    for seed in (1, 1, 2):
        try:
            with transaction.atomic():
                generate(departments=4, indicators=26, years=3, seed=seed)
                cities.append(told())
                raise LookupError
        except LookupError:
            assert not Indicator.objects.exists()
    assert cities[0] == cities[1]
    assert cities[0] != cities[2]


def test_it_grows_where_there_is_a_plan_already():
    small = generate(departments=2, indicators=13, years=3)
    large = generate(departments=3, indicators=26, years=3)
    assert small.plan == large.plan
    assert small.office == large.office
    assert (
        Indicator.objects.count()
        == len({one.code for one in Indicator.objects.select_related("measure")})
        == 39
    )
    assert published(EVERY)
