"""Costs of 事務事業: chains by project and year, what is each initiative's, past days, many at once."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from indicators import frames
from indicators.frames import Amounts
from indicators.models import Event, Project, Spending
from indicators.workflow import (
    SPENDING,
    Incomplete,
    ManySpendingsRefused,
    NotAllowed,
    SpendingDraft,
    WrongState,
    keep_spendings,
    project_of,
)
from tests.indicators.factories import (
    NOON,
    load_fixtures,
    make_alice,
    make_bob,
    make_dave,
    make_department,
    make_user,
    publish_spending,
    spending_said,
    submit_spending,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)


@pytest.fixture
def world() -> SimpleNamespace:
    plan = load_fixtures()
    own = make_department("organic-city-suishin")
    other = make_department("kikaku")
    return SimpleNamespace(
        plan=plan,
        own=own,
        other=other,
        alice=make_alice(own),
        bob=make_bob(),
        erin=make_user("erin", departments=(other,)),
    )


def out(world: SimpleNamespace, code: str = "1001", year: int = 2024, **said: Any) -> Spending:
    about: dict[str, Any] = {"by": world.alice, "publisher": world.bob, "department": world.own}
    return publish_spending(code, year, **{**about, **said})


def test_from_the_first_draft_to_the_public_and_into_the_log(world: SimpleNamespace) -> None:
    submitted = submit_spending(by=world.alice, department=world.own)
    assert Project.objects.get() == submitted.project
    with pytest.raises(NotAllowed):
        SPENDING.publish(record=submitted, version=submitted.version, by=world.alice)
    assert frames.spendings(world.plan) == (), "nothing before it is out"
    SPENDING.publish(record=submitted, version=submitted.version, by=world.bob, now=LATER)
    events = Event.objects.order_by("pk")
    assert [(one.action, one.project, one.year) for one in events] == [
        (action, submitted.project, 2024) for action in ("created", "submitted", "published")
    ]
    assert events[0].detail["after"] == {
        "name": "移住相談事業",
        "department": world.own.name,
        "budget": "12000000",
        "settled": "11500001",
        "labour": "1.5",
        "shares": "44-1 60、44-2 40",
        "note": "相談会の会場代を含みます。",
        "reason": "",
    }
    for change in ({"settled": 1}, {"shares": [["44-1", "100"]]}, {"name": "ほか"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Spending.objects.update(**change)


def test_each_initiative_has_its_part_to_the_yen_and_the_sums_are_the_cost(world: SimpleNamespace) -> None:
    out(world)
    out(world, "1002", name="緑化事業", budget=1_000, settled=2_000, labour=None, shares=[("44-1", "100")])
    out(world, "1003", name="まだの事業", budget=500, settled=None, labour=None, shares=[("44-2", "100")])
    found = frames.spendings(world.plan)
    money = frames.money_of_initiatives(found, 2024)
    assert {code: one.amounts for code, one in money.items()} == {
        "44-1": Amounts(7_201_000, 6_902_001, 90),
        "44-2": Amounts(4_800_500, None, 60),
    }
    assert money["44-2"].without_settled == 1
    assert [part.amounts.settled for part in found[0].parts] == [6_900_001, 4_600_000]
    assert [row.amounts.is_over for row in found] == [False, True, False]
    assert frames.money_of_initiatives(found, 2023) == {}


def test_a_correction_stays_beside_what_was_said_and_a_past_day_keeps_its_own(world: SimpleNamespace) -> None:
    out(world)
    project = project_of(world.plan, "1001")
    with pytest.raises(Incomplete):
        SPENDING.open_change(owner=project, year=2024, by=world.alice, reason=" ")
    SPENDING.open_change(owner=project, year=2024, by=world.alice, reason="決算の誤り")
    out(world, settled=11_000_000, now=LATER)
    [row] = frames.spendings(world.plan)
    assert (row.settled, row.number, row.reason) == (11_000_000, 2, "決算の誤り")
    [old] = row.superseded
    assert (old.amounts.settled, old.reason, old.replaced_at) == (11_500_001, "決算の誤り", LATER)
    [then] = frames.spendings(world.plan, as_of=NOON)
    assert (then.settled, then.superseded) == (11_500_001, ())
    records = frames.spending_records(world.plan)
    assert [(one["number"], one["settled"], one["is_standing"]) for one in records] == [
        (1, 11_500_001, False),
        (2, 11_000_000, True),
    ]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"budget": None, "settled": None}, "budget"),
        ({"shares": []}, "shares"),
        ({"shares": [("44-1", "60"), ("44-2", "39.99")]}, "shares"),
        ({"shares": [("99-1", "100")]}, "shares"),
        ({"settled": 10**15}, "settled"),
        ({"labour": Decimal(-1)}, "labour"),
    ],
)
def test_what_is_not_whole_is_not_handed_in(world: SimpleNamespace, said: dict[str, Any], field: str) -> None:
    with pytest.raises(Incomplete) as refused:
        submit_spending(by=world.alice, department=world.own, **said)
    assert list(refused.value.errors) == [field]
    assert not Spending.objects.exists()


def test_who_may_write_whose(world: SimpleNamespace) -> None:
    with pytest.raises(NotAllowed):
        submit_spending(by=world.erin, department=world.own)
    out(world)
    with pytest.raises(NotAllowed):
        SPENDING.open_change(owner=project_of(world.plan, "1001"), year=2024, by=world.erin, reason="理由")
    with pytest.raises(NotAllowed):
        submit_spending("1003", by=make_dave(), department=world.own)
    with pytest.raises(WrongState):
        submit_spending(year=2040, by=world.alice, department=world.own)
    assert submit_spending("1002", by=world.bob, department=world.own), "the office writes for all"


def draft(world: SimpleNamespace, code: str, **said: Any) -> SpendingDraft:
    project = project_of(world.plan, code)
    current = SPENDING.current(project, 2024)
    seen = (current.pk, current.version) if current else (None, 0)
    return SpendingDraft(project, spending_said(world.own, **said), seen)


def test_many_are_kept_together_or_not_at_all(world: SimpleNamespace) -> None:
    out(world)
    many: dict[str, Any] = {"year": 2024, "hands_in": True, "reason": "決算が確定したため", "by": world.alice}
    wrong = [draft(world, "1001", settled=1), draft(world, "1002", shares=[])]
    with pytest.raises(ManySpendingsRefused) as refused:
        keep_spendings(drafts=wrong, **many)
    assert list(refused.value.errors) == ["1002"]
    assert Spending.objects.count() == 1
    stale = draft(world, "1002")
    submit_spending("1002", by=world.alice, department=world.own)
    with pytest.raises(ManySpendingsRefused) as refused:
        keep_spendings(drafts=[stale], **many)
    assert "提出済" in refused.value.errors["1002"][""]
    keep_spendings(drafts=[draft(world, "1001", settled=1), draft(world, "1003")], **many)
    assert list(
        Spending.objects.order_by("project__code", "number").values_list("number", "state", "reason")
    ) == [
        (1, "published", ""),
        (2, "submitted", "決算が確定したため"),
        (1, "submitted", ""),
        (1, "submitted", ""),
    ]
