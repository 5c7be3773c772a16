"""The public revision: every change that a citizen can see counts, and no other (trust.md, issue: caching)."""

from importlib import import_module

import pytest
from django.db import connection, transaction
from django.test import Client

from indicators import workflow
from indicators.caching import public_etag, revision
from indicators.models import Indicator, PublicRevision
from measures.models import Department, Measure, Statement
from tests.indicators import factories
from tests.indicators.factories import said

COUNTED = import_module("indicators.migrations.0011_public_revision").COUNTED


def _triggers() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {name for (name,) in cursor.fetchall() if "_revision_" in name}


@pytest.mark.django_db
def test_every_table_that_citizens_see_is_counted_after_all_migrations():
    events = ("insert", "update", "delete")
    assert _triggers() == {f"{table}_revision_{event}" for table in COUNTED for event in events}


@pytest.mark.django_db
def test_every_table_of_the_plan_is_counted():
    tables = {
        table
        for table in connection.introspection.table_names()
        if table.startswith("measures_") and not table.startswith("measures_historical")
    }
    assert tables == {table for table in COUNTED if table.startswith("measures_")}


@pytest.mark.django_db(transaction=True)
def test_what_citizens_can_see_counts_and_drafts_do_not():
    alice, bob, carol = factories.make_alice(), factories.make_bob(), factories.make_carol()
    factories.make_cycle(2024, by=carol)
    indicator = factories.make_indicator()

    before = revision()
    result = factories.submit_value(indicator, 2024, said("980"), by=alice)
    factories.make_target(indicator, "3000", published=False, first_year=2025)
    factories.make_interim(indicator, published=False)
    assert revision() == before, "a draft was counted"

    workflow.publish(result=result, edit_number=result.edit_number, by=bob)
    assert revision() > before

    for change in (
        lambda: Measure.objects.update(goal="書き直した目標"),
        lambda: Department.objects.update(name="改称した課"),
        lambda: Indicator.objects.update(meaning="わかること"),
        lambda: factories.make_interim(indicator),
        lambda: Statement.objects.create(
            measure=indicator.measure, section=Statement.Section.choices[0][0], order=9, summary="要約"
        ),
        lambda: Statement.objects.all().delete(),
    ):
        before = revision()
        change()
        assert revision() > before


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_one_transaction_counts_once_on_postgresql():
    factories.make_department()
    before = revision()
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO measures_department (name, slug, "order") '
            "SELECT '課' || n, 'ka-' || n, n FROM generate_series(1, 50) n"
        )
    assert revision() == before + 1


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_does_not_count():
    factories.make_department()
    before = revision()
    with transaction.atomic():
        Department.objects.update(name="なかったこと")
        transaction.set_rollback(True)
    assert revision() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "address", ["/", "/measures/43/", "/indicators/43A/", "/indicators/43A.json", "/plan.csv"]
)
def test_a_conditional_request_costs_one_small_query_until_something_is_published(
    client: Client, django_assert_num_queries, address: str
):
    alice, bob, carol = factories.make_alice(), factories.make_bob(), factories.make_carol()
    factories.make_cycle(2024, by=carol)
    indicator = factories.make_indicator()
    result = factories.submit_value(indicator, 2024, said("980"), by=alice)

    first = client.get(address)
    assert first["Cache-Control"] == "public, no-cache"
    with django_assert_num_queries(1):
        again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304

    workflow.publish(result=result, edit_number=result.edit_number, by=bob)
    new = client.get(address, headers={"if-none-match": first["ETag"]})
    assert new.status_code == 200
    assert new["ETag"] != first["ETag"]
    assert "980" in new.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_page_of_a_signed_in_person_is_nobody_elses(client: Client):
    factories.make_indicator()
    client.force_login(factories.make_bob())
    answer = client.get("/")
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["ETag"] != public_etag()


@pytest.mark.django_db
def test_the_revision_is_one_row():
    factories.make_department()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    factories.make_department("zaisei", "財政課")
    assert PublicRevision.objects.count() == 1
