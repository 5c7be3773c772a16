"""At 100,000 published values no page reads the table of values from end to end: what PostgreSQL plans for each query.

The values are made in the database itself, past its triggers, since only their number and their spread matter here.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.frames import Source, since_last_year, touched_since
from indicators.models import Event, Indicator, Publication, Result, Target
from measures.models import Measure
from tests.indicators.generated import GeneratedCity, generate
from tests.indicators.pages import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.postgres, pytest.mark.slow]
INDICATORS, FIRST_YEAR, LAST_YEAR = 10_000, 2015, 2024
VALUES = ("indicators_publication", "indicators_result", "indicators_event")
# Those by which somebody looks at one thing, or a department at its own; the staff's and the citizens'.
PUBLIC = (
    "/indicators/101A/",
    "/indicators/101A.json",
    "/indicators/101A.csv",
    "/measures/101/",
    "/measures/101.csv",
    "/embed/indicators/101A/",
)
STAFF = (
    "/entry/101A/2024/",
    "/entry/101A/2024/history/",
    "/office/101C/2025/",
    "/comments/101A/2024/",
    "/office/people/",
    "/dashboard/measures/101/",
)


@pytest.fixture
def large() -> GeneratedCity:
    city = generate(departments=3, indicators=30, years=2)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        every, each_year = (
            f"generate_series(1, {INDICATORS}) AS i",
            f"generate_series({FIRST_YEAR}, {LAST_YEAR}) AS y",
        )
        one = city.indicators[0]
        _copy(Measure, one.measure_id, every, id="1000000 + i", number="1000 + i")
        _copy(Indicator, one.pk, every, id="1000000 + i", measure_id="1000000 + i")
        target = Target.objects.filter(indicator=one).earliest("pk")
        _copy(Target, target.pk, every, id="1000000 + i", indicator_id="1000000 + i")
        said = Publication.objects.filter(indicator=one).earliest("pk")
        place = {"id": f"1000000 + i * 10 + y - {FIRST_YEAR}", "indicator_id": "1000000 + i", "year": "y"}
        _copy(Result, said.result_id, f"{every}, {each_year}", **place)
        at = "TIMESTAMPTZ '2015-07-01 00:00+09' + (y - 2015) * INTERVAL '1 year'"
        _copy(Publication, said.pk, f"{every}, {each_year}", **place, result_id=place["id"], published_at=at)
        line = Event.objects.filter(indicator=one).earliest("pk")
        del place["id"]
        _copy(
            Event, line.pk, f"{every}, {each_year}", **place, at=at, id=f"1000000 + i * 10 + y - {FIRST_YEAR}"
        )
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL session_replication_role = origin")
    return city


def _copy(model: type[models.Model], pk: int | None, series: str, **changed: str) -> None:
    """So many rows like one; `changed`: an expression of SQL a column."""
    columns = [str(field.column) for field in model._meta.concrete_fields]
    cells = ", ".join(changed.get(column, f"one.{column}") for column in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {cells} FROM {table} AS one, {series} WHERE one.id = {pk}"
        )


def reads_whole(ask: Callable[[], object]) -> Iterator[tuple[str, str]]:
    """The queries whose plan reads a table of values from end to end, with that plan."""
    with CaptureQueriesContext(connection) as asked:
        ask()
    for sql in (query["sql"] for query in asked):
        if not sql.startswith("SELECT") or not any(table in sql for table in VALUES):
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {sql.replace('%', '%%')}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
        if re.search(rf"Seq Scan on ({'|'.join(VALUES)})", plan):
            yield sql, plan


def test_what_is_asked_of_few_reads_no_table_of_values_whole(large: GeneratedCity) -> None:
    """The ten heaviest of one thing, and what each page of the whole plan asks whatever is kept of it (frames/kept.py)."""
    assert Publication.objects.count() > 100_000
    citizen, office = Client(), client_of(large.office[0])
    source = Source(large.plan)
    asks: dict[str, Callable[[], object]] = {
        **{address: partial(citizen.get, address) for address in PUBLIC},
        **{address: partial(office.get, address) for address in STAFF},
        "open records of the plan": source.open_results,
        "first publication": lambda: since_last_year(
            (), date(2025, 1, 1), Source(Indicator.objects.none()), large.plan
        ),
        "moves since": lambda: list(
            Event.objects.filter(
                at__gt=datetime(2024, 12, 1, tzinfo=UTC), action__in=["submitted", "sent_back"]
            )
        ),
        "touched since": lambda: list(touched_since(datetime(2024, 6, 1, tzinfo=UTC))[:50]),
    }
    found = {(name, sql): plan for name, ask in asks.items() for sql, plan in reads_whole(ask)}
    assert not found, "\n\n".join(f"{name}\n{sql}\n{plan}" for (name, sql), plan in found.items())
    for address in (*PUBLIC, *STAFF):
        client = citizen if address in PUBLIC else office
        assert client.get(address).status_code == 200, address
