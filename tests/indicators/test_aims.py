"""Which indicators an initiative is meant to move: set by two, dated, taken back, as of a day; what is missing beside deeds."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from indicators import frames, workflow
from indicators.models import Event, Indicator, InitiativeAims
from indicators.open_data.text_changes import changed_texts
from indicators.workflow import Incomplete, NotAllowed
from measures.models import Department
from measures.texts import initiatives
from tests.indicators.factories import (
    NOON,
    line_of,
    load_fixtures,
    make_aims,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_department,
    make_indicator,
    publish_deed,
    publish_spending,
    publish_value,
    said,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)
WHY = "会場に来る人が増えるため"


@pytest.fixture
def world() -> SimpleNamespace:
    plan = load_fixtures()
    bob = make_bob()
    make_cycle(2024, by=bob)
    return SimpleNamespace(plan=plan, bob=bob, carol=make_carol())


def set_aims(world: SimpleNamespace, code: str, aims: list[list[Any]], **given: Any) -> Any:
    return make_aims(code, aims, **{"by": world.bob, "publisher": world.carol} | given)


def holes(world: SimpleNamespace, year: int = 2024) -> frames.Holes:
    told = frames.year_of_initiatives(initiatives(world.plan.pk), frames.deeds(world.plan), {}, year)
    rows = frames.of_year(frames.published(world.plan), year)
    money = frames.money_of_initiatives(frames.spendings(world.plan), year)
    return frames.holes_of(told, rows, frames.aims(world.plan), year, money)


def test_an_aim_is_set_by_two_and_holds_in_its_years(world: SimpleNamespace) -> None:
    draft = set_aims(world, "44-1", [["44B", 2024, 2025, WHY]], publisher=None)
    assert frames.aims(world.plan) == {}, "a draft is nothing that citizens see"
    with pytest.raises(NotAllowed):
        workflow.publish_rule(rule=draft, by=world.bob)
    workflow.publish_rule(rule=draft, by=world.carol, now=NOON)
    [edition] = frames.aims(world.plan)["44-1"]
    assert (edition.number, edition.reason, edition.published_at) == (1, "ねらいを決めた", NOON)
    assert [bool(edition.of_year(year)) for year in (2023, 2024, 2025, 2026)] == [False, True, True, False]
    assert Event.objects.get(action="aims_set").detail["after"]["aims"] == [["44B", 2024, 2025, WHY]]


def test_what_was_set_is_taken_back_by_a_new_record(world: SimpleNamespace) -> None:
    set_aims(world, "44-1", [["44B", 2023, None, WHY], ["45A", 2023, None, WHY]])
    set_aims(world, "44-1", [["45A", 2023, None, WHY]], reason="来場を数えない", now=LATER)
    set_aims(world, "44-1", [], reason="指標では測らない", now=LATER + timedelta(days=1))
    first, second, third = frames.aims(world.plan)["44-1"]
    assert [[one.code for one in said.aims] for said in (first, second, third)] == [
        ["44B", "45A"],
        ["45A"],
        [],
    ]
    assert frames.initiatives_aiming(frames.aims(world.plan)) == {}
    before = frames.aims(world.plan, LATER - timedelta(days=1))
    assert list(frames.initiatives_aiming(before, 2024)) == ["44B", "45A"], "a past day keeps its own"
    kinds = [(one.kind, one.reason) for one in frames.corrections(world.plan) if one.kind == "aims"]
    assert kinds == [
        ("aims", "指標では測らない"),
        ("aims", "来場を数えない"),
        ("aims", "ねらいを決めた"),
    ], "the plan says nothing of it, so that the first is news, too"
    changed = [
        (one.subject, one.item, one.was, one.now)
        for one in changed_texts(frames.Source(world.plan))
        if one.kind == "aims"
    ]
    words = f"令和5年度から。{WHY}"
    assert changed == [
        ("initiative-44-1", "指標44B", "", words),
        ("initiative-44-1", "指標45A", "", words),
        ("initiative-44-1", "指標44B", words, ""),
        ("initiative-44-1", "指標45A", words, ""),
    ]
    of_45a = frames.Source(Indicator.objects.filter(measure__number=45, letter="A"))
    assert len([one for one in frames.corrections(of_45a) if one.kind == "aims"]) == 3
    of_43a = frames.Source(Indicator.objects.filter(measure__number=43, letter="A"))
    assert not [one for one in frames.corrections(of_43a) if one.kind == "aims"]


@pytest.mark.parametrize(
    ("aims", "field"),
    [
        ([["99A", 2024, None, WHY]], "aims-0"),
        ([["44B", 2024, None, WHY], ["44B", 2025, None, WHY]], "aims-1"),
        ([["44B", 2022, None, WHY]], "aims-0"),
        ([["44B", 2024, 2040, WHY]], "aims-0"),
        ([["44B", 2025, 2024, WHY]], "aims-0"),
        ([["44B", 2024, None, " "]], "aims-0"),
        ([["44B", 2024, None, "字" * 201]], "aims-0"),
        ([["44B", 2024, None, WHY]] * 13, "aims"),
    ],
)
def test_what_cannot_be_set(world: SimpleNamespace, aims: list[list[Any]], field: str) -> None:
    with pytest.raises(Incomplete) as refused:
        set_aims(world, "44-1", aims)
    assert field in refused.value.errors
    assert not InitiativeAims.objects.exists()


def test_no_aim_without_an_initiative_or_at_what_is_not_public(world: SimpleNamespace) -> None:
    with pytest.raises(Incomplete):
        set_aims(world, "44-9", [["44B", 2024, None, WHY]])
    own = Indicator.objects.get(measure__number=44, letter="B")
    hidden = make_indicator(measure=own.measure, letter="Z", department=own.lead_department, target=None)
    with pytest.raises(Incomplete):
        set_aims(world, "44-1", [[hidden.code, 2024, None, WHY]])
    with pytest.raises(NotAllowed):
        set_aims(world, "44-1", [], by=make_alice(Department.objects.all()[0]))


def test_a_name_that_must_go_goes_from_a_published_reason(world: SimpleNamespace) -> None:
    set_aims(world, "44-1", [["44B", 2024, None, "山田太郎さんの案による"]], reason="山田太郎さんの案")
    asked = workflow.ask_redaction(passage="山田太郎", reason="個人の名前", by=world.bob)
    workflow.carry_out_redaction(redaction=asked, by=world.carol)
    [edition] = frames.aims(world.plan)["44-1"]
    assert "山田" not in f"{edition}{list(Event.objects.values_list('detail', 'reason'))}"
    assert edition.aims[0].code == "44B"


def test_what_is_missing_between_deeds_and_results(world: SimpleNamespace) -> None:
    """By hand: 18 initiatives and 11 indicators; 44-1 is meant to move 44B, 44-2 is set to move none."""
    found = holes(world)
    assert (found.initiatives, len(found.unaimed)) == (18, 18)
    assert (found.indicators, len(found.unmoved), found.undone) == (11, 11, ())
    set_aims(world, "44-1", [["44B", 2024, None, WHY]])
    set_aims(world, "44-2", [], reason="数えられないため")
    found = holes(world)
    assert len(found.unaimed) == 17
    assert [one.said.reason for one in found.unaimed if one.said] == ["数えられないため"]
    assert len(found.unmoved) == 10
    assert found.undone == (), "without a value there is no result that lacks a deed"
    assert len(holes(world, 2023).unaimed) == 18, "an aim holds in its years alone"
    events = Indicator.objects.get(measure__number=44, letter="B")
    publish_value(events, 2024, said("2000", note="数え直し"), by=world.bob, publisher=world.carol)
    [gap] = holes(world).undone
    assert (gap.row.code, [one.code for one in gap.initiatives]) == ("44B", ["44-1"])
    departments = next(one for one in initiatives(world.plan.pk) if one.code == "44-1").departments_in_order
    publish_deed(line_of("44-1", departments[0].slug), 2024, by=world.bob, publisher=world.carol)
    assert holes(world).undone == (), "the deed of one department is a deed"


def test_money_without_a_deed_or_a_result(world: SimpleNamespace) -> None:
    """A cost of 44-1 and 44-2 that is settled, of 45-1 that is not, of 45-2 of 0 yen; 44-1 and 44-2 are meant to move 44B."""
    own = {"by": world.bob, "publisher": world.carol}
    for code, settled, shares in (
        ("1001", 900, [("44-1", "50"), ("44-2", "50")]),
        ("1002", None, [("45-1", "100")]),
        ("1003", 0, [("45-2", "100")]),
    ):
        publish_spending(
            code, **own, department=make_department("kikaku"), budget=1_000, settled=settled, shares=shares
        )
    for code in ("44-1", "44-2"):
        set_aims(world, code, [["44B", 2024, None, WHY]])
    publish_deed(line_of("44-1", "organic-city-suishin"), 2024, **own)

    def found() -> tuple[list[str], list[str]]:
        gaps = holes(world)
        assert gaps.count == 16 + 10 + len(gaps.undone) + len(gaps.spent_undone) + len(gaps.spent_unmeasured)
        return [one.one.code for one in gaps.spent_undone], [one.one.code for one in gaps.spent_unmeasured]

    assert found() == (["44-2"], ["44-1", "44-2"])
    events = Indicator.objects.get(measure__number=44, letter="B")
    unmeasured = said(value_state="not_surveyed", note="調査のない年です。")
    publish_value(events, 2024, unmeasured, **own)
    assert found() == (["44-2"], []), "no value is due of a year without a survey"
