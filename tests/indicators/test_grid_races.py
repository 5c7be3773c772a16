"""Races of tables and of evidence with real threads: all or none, and never for ever."""

import io
from collections import Counter
from functools import partial
from types import SimpleNamespace

import pytest

from indicators import workflow
from indicators.models import Event, Evidence, Indicator, Result
from indicators.workflow import GridEntry, Incomplete, ManyRefused, WrongState
from tests.indicators.bad_files import PDF
from tests.indicators.factories import make_alice, make_bob, make_cycle, make_indicator, said
from tests.indicators.test_races import ROUNDS, YEARS, at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> SimpleNamespace:
    bob = make_bob()
    make_cycle(2024, by=bob)
    indicators = [make_indicator(letter=letter) for letter in "ABCDEF"]
    return SimpleNamespace(indicators=indicators, alice=make_alice(), bob=bob)


def rows(indicators: list[Indicator], value: str) -> list[GridEntry]:
    return [GridEntry(indicator, said(value), 0) for indicator in indicators]


def test_two_saves_of_one_table(world: SimpleNamespace):
    """In opposite orders: one is saved whole, the other is told of every row, and neither waits for ever."""
    for year in YEARS:
        outcomes = at_once(
            partial(workflow.save_many, year=year, entries=rows(world.indicators, "1"), by=world.alice),
            partial(workflow.save_many, year=year, entries=rows(world.indicators[::-1], "2"), by=world.bob),
        )
        lost = [outcome for outcome in outcomes if isinstance(outcome, ManyRefused)]
        assert len(lost) == 1
        assert set(lost[0].taken) == {(indicator.pk, year) for indicator in world.indicators}
        assert len(set(Result.objects.filter(year=year).values_list("value", "edited_by"))) == 1
    assert Result.objects.count() == ROUNDS * len(world.indicators)
    assert Event.objects.count() == Result.objects.count()


def test_tables_that_share_one_row(world: SimpleNamespace):
    first, second = world.indicators[:4], world.indicators[3:]
    for year in YEARS:
        outcomes = at_once(
            partial(workflow.save_many, year=year, entries=rows(first, "1"), by=world.alice),
            partial(workflow.save_many, year=year, entries=rows(second, "2"), by=world.bob),
        )
        lost = [outcome for outcome in outcomes if isinstance(outcome, ManyRefused)]
        assert [set(refusal.taken) for refusal in lost] == [{(world.indicators[3].pk, year)}]
        saved = set(Result.objects.filter(year=year).values_list("indicator", flat=True))
        assert saved in ({one.pk for one in first}, {one.pk for one in second})


def test_a_table_against_a_single_form(world: SimpleNamespace):
    for year in YEARS:
        at_once(
            partial(workflow.save_many, year=year, entries=rows(world.indicators, "1"), by=world.alice),
            partial(workflow.save_draft, owner=world.indicators[2], year=year, data=said("9"), by=world.bob),
        )
        counts = Counter(Result.objects.filter(year=year).values_list("value", flat=True))
        assert counts in (Counter({1: 6}), Counter({9: 1}))


def test_ten_files_at_once_are_five(world: SimpleNamespace):
    steps = [
        partial(
            workflow.attach_file,
            indicator=world.indicators[0],
            year=2024,
            name="a.pdf",
            file=io.BytesIO(PDF + b"%d" % number),
            by=world.alice,
        )
        for number in range(10)
    ]
    outcomes = at_once(*steps)
    assert sum(isinstance(outcome, Incomplete) for outcome in outcomes) == 5
    assert Evidence.objects.count() == 5


def test_a_file_against_the_submission(world: SimpleNamespace):
    """Either it stands before the value is handed in, or it is refused: never beside what a reviewer looks at."""
    for year in YEARS:
        indicator = world.indicators[0]
        draft = workflow.save_draft(
            owner=indicator,
            year=year,
            data=said("1", note="受付を始めたのが年度の終わりのため"),
            by=world.alice,
        )
        told = {"year": year, "by": world.alice}
        outcomes = at_once(
            partial(workflow.attach_file, indicator=indicator, **told, name="a.pdf", file=io.BytesIO(PDF)),
            partial(workflow.submit, owner=indicator, **told, version=draft.version),
        )
        assert Result.objects.get(year=year).state == "submitted"
        log = list(Event.objects.filter(year=year).order_by("pk").values_list("action", flat=True))
        if isinstance(outcomes[0], WrongState):
            assert log == ["created", "submitted"]
        else:
            assert log == ["created", "attached", "submitted"]
