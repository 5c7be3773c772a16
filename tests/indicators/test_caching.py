"""The public revision: every change that a citizen can see counts, and no other (docs/publication.md §11)."""

import json
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections, transaction
from django.test import Client

from indicators import workflow
from indicators.caching.public_revision import public_etag, revision
from indicators.guards import COUNTED
from indicators.models import Indicator, Membership, PublicRevision
from measures.models import Department, Measure, Statement
from tests.indicators import factories
from tests.indicators.factories import said
from tests.indicators.test_races import at_once


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
    # What the office works on: no citizen sees it. A withdrawal is counted by the plan that it takes away.
    drafts = {"measures_textsource", "measures_wordingdraft", "measures_planwithdrawal"}
    tables = {
        table
        for table in connection.introspection.table_names()
        if table.startswith("measures_") and not table.startswith("measures_historical")
    }
    assert tables - drafts == {table for table in COUNTED if table.startswith("measures_")}


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

    workflow.publish(record=result, version=result.version, by=bob)
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
            'INSERT INTO measures_department (name, slug, "order", phone, mail, form_url) '
            "SELECT '課' || n, 'ka-' || n, n, '', '', '' FROM generate_series(1, 50) n"
        )
    assert revision()[0] == before[0] + 1


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

    workflow.publish(record=result, version=result.version, by=bob)
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


@pytest.mark.django_db(transaction=True)
def test_numbers_that_come_again_after_a_restored_backup_are_other_revisions():
    """The number runs again from where the backup stood; the content behind it is another one."""
    department = factories.make_department()
    kept = PublicRevision.objects.values().get()
    seen = set()
    for name in ("失われた名前", "書き直した名前"):
        PublicRevision.objects.update(**kept)
        Department.objects.filter(pk=department.pk).update(name=name)
        seen.add(revision())
    assert {number for number, _ in seen} == {kept["number"] + 1}
    assert len(seen) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_the_count_waits_for_nobody_while_it_holds_the_revision():
    """Two transactions that both count; the first one's foreign key check waits for a row that the second holds.

    Counted among the checks of its commit, the first would hold the revision meanwhile: a deadlock.
    """
    person, changed = factories.make_user("frank"), factories.make_department()
    own = factories.make_department("zaisei", "財政課")
    before = revision()[0]
    began = Event()

    def first() -> None:
        try:
            with transaction.atomic():
                Department.objects.filter(pk=changed.pk).update(name="先に変えた課")
                Membership.objects.create(user=person, department=own)
                began.set()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads, transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        waiting = threads.submit(first)
        assert began.wait(timeout=30)
        _wait_until_it_waits_for_a_lock(waiting)
        Department.objects.filter(pk=own.pk).update(name="後に変えた課")
    waiting.result(timeout=30)
    assert revision()[0] == before + 2


def _wait_until_it_waits_for_a_lock(thread: "Future[None]") -> None:
    with connection.cursor() as cursor:
        while not thread.done():
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return


@pytest.mark.django_db(transaction=True)
def test_publishers_and_a_batch_at_once_all_count(client: Client):
    """Two publishers, a department's new name and a plan edit at the same moment, with connections of their own."""
    alice, bob, carol = factories.make_alice(), factories.make_bob(), factories.make_carol()
    factories.make_cycle(2024, by=bob)
    one, other = factories.make_indicator(), factories.make_indicator(letter="B")
    results = [factories.submit_value(each, 2024, said("980"), by=alice) for each in (one, other)]
    before = revision()[0]
    outcomes = at_once(
        *(
            partial(workflow.publish, record=result, version=result.version, by=who)
            for result, who in zip(results, (bob, carol), strict=True)
        ),
        partial(Department.objects.update, name="改めた課"),
        partial(Measure.objects.update, goal="書き直した目標"),
    )
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert revision()[0] >= before + 4
    page = client.get("/indicators/43A/")
    assert "980人" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_page_is_never_older_than_its_etag(client: Client):
    """Readers ask on and on while one value after the other is published: what an ETag was given for, or newer.

    A page with new content under an old ETag is asked for again; one with old content under a new ETag would stay.
    """
    alice, bob, carol = factories.make_alice(), factories.make_bob(), factories.make_carol()
    factories.make_cycle(2024, by=bob)
    indicator = factories.make_indicator()
    values = [980, 981, 982, 983, 984, 985]
    known: dict[str, int] = {}  # ETag → how many were public when it became the current one
    over = Event()

    def publish_all() -> None:
        try:
            known[public_etag()] = 0
            for count, value in enumerate(values, 1):
                entry = said(str(value))
                if count == 1:
                    factories.publish_value(indicator, 2024, entry, by=alice, publisher=bob)
                else:
                    factories.publish_change(
                        indicator, 2024, "correction", entry, by=alice, publisher=carol, reason="直し"
                    )
                known[public_etag()] = count
        finally:
            over.set()

    def read() -> list[tuple[str, str | None]]:
        found = []
        while not over.is_set():
            answer = Client().get("/indicators/43A.json")
            rows = json.loads(answer.content)["rows"]
            found.append((answer["ETag"], next(row["value"] for row in rows if row["fiscal_year"] == 2024)))
        return found

    *_, first, second = at_once(publish_all, read, read)
    assert isinstance(first, list)
    assert isinstance(second, list)
    assert first + second
    for etag, value in first + second:
        if known.get(etag):
            assert value is not None
            assert int(value) >= values[known[etag] - 1]


@pytest.mark.django_db(transaction=True)
def test_head_and_conditional_head_answer_like_get(client: Client):
    factories.make_indicator()
    for address in ("/indicators/43A/", "/indicators/43A.csv", "/search/?q=移住"):
        got, head = client.get(address), client.head(address)
        assert (head.status_code, head["ETag"], head.content) == (200, got["ETag"], b"")
        assert client.head(address, headers={"if-none-match": got["ETag"]}).status_code == 304


@pytest.mark.django_db(transaction=True)
def test_what_a_page_says_of_its_place_is_in_its_etag(settings: Any):
    before = public_etag()
    settings.SITE_URL = "https://plan.city.example.jp"
    assert public_etag() != before
