"""A table at once (workflow/grid.py), and a draft that keeps itself (workflow/review/values.py)."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from indicators import workflow
from indicators.models import Event, Indicator, Result
from indicators.workflow import (
    Entry,
    GridEntry,
    Incomplete,
    ManyRefused,
    NotAllowed,
    StaleVersion,
    WrongState,
)
from tests.indicators.factories import (
    NOON,
    make_alice,
    make_bob,
    make_cycle,
    make_dave,
    make_department,
    make_indicator,
    make_measure,
    publish_value,
    said,
    submit_value,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> SimpleNamespace:
    bob = make_bob()
    make_cycle(2024, by=bob)
    first, second, third = (make_indicator(letter=letter) for letter in "ABC")
    other = make_indicator(measure=make_measure(46), department=make_department("zaisei", "財政課"))
    return SimpleNamespace(
        first=first, second=second, third=third, other=other, alice=make_alice(), bob=bob, dave=make_dave()
    )


def row(indicator: Any, value: str | None = None, version: int = 0, **fields: Any) -> GridEntry:
    return GridEntry(indicator, said(value, **fields), version)


def everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Result, Event)]


def test_all_rows_are_saved_each_with_its_line_in_the_log(world: SimpleNamespace):
    rows = [row(world.second, "602"), row(world.first, "601")]
    saved = workflow.save_many(year=2024, entries=rows, by=world.alice)
    assert {(one.indicator, one.value, one.state) for one in saved} == {
        (world.first, Decimal(601), "draft"),
        (world.second, Decimal(602), "draft"),
    }
    assert Event.objects.filter(action="created").count() == 2


@pytest.fixture
def rows_of_all_kinds(world: SimpleNamespace) -> list[GridEntry]:
    """New, new after one that was given up, mended, sent back, mended within a correction, a share worked out."""
    gone, mended, back, change = (make_indicator(letter=letter) for letter in "DEFG")
    share = make_indicator(letter="H", unit="％", decimals=1, baseline_value=Decimal(10), target="60")
    given_up = workflow.save_draft(owner=gone, year=2024, data=said("1"), by=world.alice)
    workflow.discard(record=given_up, version=given_up.version, by=world.alice)
    workflow.save_draft(owner=mended, year=2024, data=said("605"), by=world.bob)
    handed_in = submit_value(back, 2024, said("606"), by=world.alice)
    workflow.send_back(record=handed_in, version=handed_in.version, reason="確認", by=world.bob)
    publish_value(change, 2024, said("607"), by=world.alice, publisher=world.bob)
    workflow.open_change(owner=change, year=2024, kind="correction", reason="集計の誤り", by=world.alice)
    standing = {one.indicator_id: one for one in Result.objects.order_by("number")}

    def entry(owner: Any, data: Entry, reason: str | None = None) -> GridEntry:
        record = standing.get(owner.pk)
        version, number = (record.version, record.number) if record else (0, 1)
        return GridEntry(owner, data, version, number, reason)

    parts = Entry(value_state="actual", numerator=Decimal(1), denominator=Decimal(3), note=" 回収した票から ")
    return [
        entry(share, parts),
        entry(change, said("617"), reason=" 二重に数えていました "),
        entry(world.second, said(None, "unpublished", note="集計中", expected_on=NOON.date())),
        *(entry(owner, said("611")) for owner in (gone, mended, back)),
    ]


def test_many_at_once_write_what_each_for_itself_would(
    world: SimpleNamespace, rows_of_all_kinds: list[GridEntry]
):
    def written(step: Callable[[], object]) -> list[Any]:
        with transaction.atomic():
            step()
            rows = [
                {name: said for name, said in one.items() if name not in ("id", "result_id")}
                for model in (Result, Event)
                for one in model.objects.order_by("indicator", "number", "pk").values()
            ]
            transaction.set_rollback(True)
        return rows

    def each() -> None:
        for one in rows_of_all_kinds:
            workflow.save_draft(
                owner=one.indicator, year=2024, data=one.entry, by=world.bob, version=one.version,
                number=one.number, reason=one.reason, now=NOON,
            )  # fmt: skip

    def many() -> None:
        workflow.save_many(year=2024, entries=rows_of_all_kinds, by=world.bob, now=NOON)

    assert written(many) == written(each)


def test_many_are_refused_in_the_words_that_each_for_itself_gets(
    world: SimpleNamespace, rows_of_all_kinds: list[GridEntry]
):
    """Stale, closed, impossible, without a reason: each row by itself and beside the others."""
    submit_value(world.first, 2024, said("605"), by=world.alice)
    share, change, _, _, mended, back = rows_of_all_kinds
    early = make_indicator(letter="I", first_year=2025)
    wrong = [
        row(world.first, "1"),
        row(world.third, "1", version=3),
        row(early, "1"),
        replace(share, entry=replace(share.entry or Entry(), value=Decimal("33.4"))),
        replace(change, reason=" "),
        replace(mended, version=mended.version + 1),
        replace(mended, number=2),
        replace(back, entry=said("-5")),
    ]
    for one in wrong:
        with pytest.raises((StaleVersion, WrongState, Incomplete)) as alone:
            workflow.save_draft(
                owner=one.indicator, year=2024, data=one.entry, by=world.alice, version=one.version,
                number=one.number, reason=one.reason, now=NOON,
            )  # fmt: skip
        before = everything()
        with pytest.raises(ManyRefused) as refused:
            workflow.save_many(year=2024, entries=[one, row(world.second, "2")], by=world.alice, now=NOON)
        assert everything() == before
        told = {**refused.value.taken, **refused.value.errors}
        assert set(told) == {(one.indicator.pk, 2024)}
        said_alone = alone.value.errors if isinstance(alone.value, Incomplete) else alone.value.message
        of_many = told[one.indicator.pk, 2024]
        assert getattr(of_many, "message", of_many) == said_alone


def test_a_hundred_rows_ask_the_database_no_more_often_than_two(
    world: SimpleNamespace, django_assert_max_num_queries: Any
):
    for at in range(100):
        make_indicator(measure=make_measure(100 + at))
    owners = list(Indicator.objects.with_plan().filter(measure__number__gte=100))
    with CaptureQueriesContext(connection) as few:
        workflow.save_many(year=2024, entries=[row(one, "1") for one in owners[:2]], by=world.bob)
    # SQLite takes at most 999 figures and texts in one statement: 34 records, or 76 lines of the log.
    batches = 4 if connection.vendor == "sqlite" else 0
    with django_assert_max_num_queries(len(few) + batches):
        workflow.save_many(year=2024, entries=[row(one, "1") for one in owners[2:]], by=world.bob)


def test_one_row_of_somebody_else_and_none_is_saved(world: SimpleNamespace):
    draft = workflow.save_draft(owner=world.second, year=2024, data=said("605"), by=world.bob)
    before = everything()
    rows = [row(world.first, "601"), row(world.second, "602"), row(world.third, "603")]
    with pytest.raises(ManyRefused) as refusal:
        workflow.save_many(year=2024, entries=rows, by=world.alice)
    assert everything() == before
    assert set(refusal.value.taken) == {(world.second.pk, 2024)}
    taken = refusal.value.taken[world.second.pk, 2024]
    assert isinstance(taken, StaleVersion)
    assert taken.current == draft


def test_every_row_that_cannot_be_saved_is_told_at_once(world: SimpleNamespace):
    submit_value(world.first, 2024, said("605"), by=world.alice)
    rows = [row(world.first, "601"), row(world.second, "602", version=7), row(world.third, "603")]
    with pytest.raises(ManyRefused) as refusal:
        workflow.save_many(year=2024, entries=rows, by=world.alice)
    assert set(refusal.value.taken) == {(world.first.pk, 2024), (world.second.pk, 2024)}


def test_changes_and_links_go_with_the_other_rows(world: SimpleNamespace):
    publish_value(world.first, 2024, said("601"), by=world.alice, publisher=world.bob)
    change = workflow.open_change(
        owner=world.first, year=2024, kind="correction", reason="誤り", by=world.alice
    )
    rows = [
        GridEntry(world.first, said("602"), change.version, number=2, reason="数え直し"),
        GridEntry(world.second, said("603"), 0, links=("https://example.jp/a", "https://example.jp/b")),
    ]
    workflow.submit_many(year=2024, chosen=rows, by=world.alice)
    found = {one.indicator: one for one in Result.objects.filter(state="submitted")}
    assert (found[world.first].number, found[world.first].value) == (2, 602)
    assert found[world.first].reason == "数え直し"
    assert [one.url for one in workflow.evidence_of(world.second, 2024)] == [
        "https://example.jp/a",
        "https://example.jp/b",
    ]


def test_a_link_that_cannot_be_attached_keeps_every_row_back(world: SimpleNamespace):
    before = everything()
    rows = [row(world.first, "601"), GridEntry(world.second, said("603"), 0, links=("ftp://example.jp/",))]
    with pytest.raises(ManyRefused) as refusal:
        workflow.save_many(year=2024, entries=rows, by=world.alice)
    assert set(refusal.value.errors) == {(world.second.pk, 2024)}
    assert set(refusal.value.errors[world.second.pk, 2024]) == {"link"}
    assert everything() == before


def test_a_reason_is_not_lost_in_a_table(world: SimpleNamespace):
    publish_value(world.first, 2024, said("601"), by=world.alice, publisher=world.bob)
    told: dict[str, Any] = {"owner": world.first, "year": 2024, "by": world.alice}
    change = workflow.open_change(**told, kind="correction", reason="誤り")
    place: dict[str, Any] = {"version": change.version, "number": 2}
    with pytest.raises(ManyRefused) as refusal:
        workflow.save_many(
            year=2024, entries=[GridEntry(world.first, said("602"), reason=" ", **place)], by=world.alice
        )
    assert set(refusal.value.errors[world.first.pk, 2024]) == {"reason"}
    workflow.save_many(year=2024, entries=[GridEntry(world.first, said("602"), **place)], by=world.alice)
    assert Result.objects.get(number=2).reason == "誤り"


def test_a_row_of_another_department_refuses_the_whole(world: SimpleNamespace):
    before = everything()
    for who in (world.alice, world.dave):
        with pytest.raises(NotAllowed):
            workflow.save_many(year=2024, entries=[row(world.first, "601"), row(world.other, "601")], by=who)
    assert everything() == before


def test_a_year_that_is_not_open(world: SimpleNamespace):
    with pytest.raises(ManyRefused) as refusal:
        workflow.save_many(year=2025, entries=[row(world.first, "601")], by=world.alice)
    assert isinstance(refusal.value.taken[world.first.pk, 2025], WrongState)


def test_chosen_rows_are_handed_in_and_the_others_kept(world: SimpleNamespace):
    draft = workflow.save_draft(owner=world.second, year=2024, data=said("605"), by=world.alice)
    workflow.submit_many(
        year=2024,
        chosen=[row(world.first, "601"), GridEntry(world.second, None, draft.version)],
        others=[row(world.third, "603")],
        by=world.alice,
    )
    states = dict(Result.objects.values_list("indicator", "state"))
    assert states == {
        world.first.pk: "submitted",
        world.second.pk: "submitted",
        world.third.pk: "draft",
    }
    # What was handed in as it stood was not saved once more.
    assert not Event.objects.filter(indicator=world.second, action="saved").exists()


def test_all_that_is_missing_is_told_and_nothing_handed_in(world: SimpleNamespace):
    rows = [
        row(world.first, "601"),
        row(world.second, value_state="unpublished"),
        GridEntry(world.third, Entry(value=Decimal(601)), 0),
    ]
    with pytest.raises(ManyRefused) as refusal:
        workflow.submit_many(year=2024, chosen=rows, by=world.alice)
    assert {one: set(found) for one, found in refusal.value.errors.items()} == {
        (world.second.pk, 2024): {"note", "expected_on"},
        (world.third.pk, 2024): {"value_state"},
    }
    assert not Result.objects.exists()
    assert not Event.objects.exists()


# --- The draft that keeps itself ------------------------------------------------------------------------


def keep(world: SimpleNamespace, entry: Entry, version: int = 0, **fields: Any) -> Result | None:
    told = {"owner": world.first, "year": 2024, "by": world.alice}
    return workflow.keep_draft(**{**told, "data": entry, "version": version, **fields})


def test_nothing_typed_keeps_nothing(world: SimpleNamespace):
    assert keep(world, Entry()) is None
    assert not Event.objects.exists()


def test_the_same_words_again_leave_no_line(world: SimpleNamespace):
    draft = keep(world, said("605", note=" 窓口 "))
    again = keep(world, said("605.0", note="窓口"), draft.version)
    assert again.version == draft.version
    assert Event.objects.count() == 1
    other = keep(world, said("606", note="窓口"), draft.version)
    assert other.version == draft.version + 1
    assert Event.objects.count() == 2


def test_an_answer_that_was_lost_is_given_again(world: SimpleNamespace):
    draft = keep(world, said("605"))
    assert keep(world, said("605"), 0).version == draft.version
    assert Event.objects.count() == 1


def test_it_never_covers_what_another_person_saved(world: SimpleNamespace):
    draft = keep(world, said("605"))
    workflow.save_draft(owner=world.first, year=2024, data=said("606"), by=world.bob, version=draft.version)
    for entry in (said("605"), said("606")):
        with pytest.raises(StaleVersion) as refusal:
            keep(world, entry, draft.version)
        assert refusal.value.current.value == 606
    assert Result.objects.get().edited_by == world.bob


def test_it_does_not_go_behind_a_submission(world: SimpleNamespace):
    result = submit_value(world.first, 2024, said("605"), by=world.alice)
    with pytest.raises(StaleVersion):
        keep(world, said("605"), result.version)


def test_only_who_may_enter(world: SimpleNamespace):
    with pytest.raises(NotAllowed):
        keep(world, Entry(), by=world.dave)
