"""Several evaluation sheets at once: ticked in the list, shown on one page, published together as they were shown."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import EvaluationSheet, OutsideReview
from indicators.wording.people import person
from indicators.workflow import SHEETS
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_indicator,
    make_measure,
    said,
    submit_comments,
    submit_sheet,
    submit_value,
)
from tests.indicators.pages import client_of, confirm, publish_by_hand, text_of

pytestmark = pytest.mark.django_db
YEAR = 2024
PAGE = f"/office/sheets/?year={YEAR}"


@pytest.fixture
def world() -> SimpleNamespace:
    """Three sheets of Alice, and one that Carol of the office handed in herself."""
    bob, carol = make_bob(), make_carol()
    make_cycle(YEAR, by=bob)
    alice = make_alice()
    measures = [make_measure(number) for number in (43, 44, 45, 46)]
    indicators = [make_indicator(measure=measure) for measure in measures]
    writers = (alice, alice, alice, carol)
    sheets = [
        submit_sheet(measure, YEAR, by=by, achievements=f"施策{measure.number}の成果です。")
        for measure, by in zip(measures, writers, strict=True)
    ]
    return SimpleNamespace(alice=alice, bob=bob, carol=carol, indicators=indicators, sheets=sheets)


def ticked(sheets: list[EvaluationSheet], action: str = "publish", **more: Any) -> dict[str, Any]:
    return {"action": action, "chosen": [f"{one.pk}:{one.version}" for one in sheets], **more}


def states() -> list[str]:
    return list(EvaluationSheet.objects.order_by("measure__number").values_list("state", flat=True))


def test_all_are_shown_on_one_page_and_go_out_together(world: SimpleNamespace) -> None:
    comments = submit_comments(world.sheets[0].measure, YEAR, by=world.bob)
    submit_value(world.indicators[2], YEAR, said("980"), by=world.alice)
    carol = client_of(world.carol)
    assert "公表できる3件をすべて選ぶ" in text_of(carol.get(PAGE))
    shown = text_of(carol.post(PAGE, ticked(world.sheets)))
    assert "評価シート2件を公表します、2件は残ります" in shown
    assert "施策43の成果です。" in shown
    assert comments.comments[0]["text"] in shown
    assert "の値がまだ公表されていません" in shown  # of 45
    assert states() == ["submitted"] * 4
    publish_by_hand(carol, PAGE, ticked(world.sheets))
    assert states() == ["published", "published", "submitted", "submitted"]
    assert EvaluationSheet.objects.filter(state="published", figures__isnull=False).count() == 2
    assert OutsideReview.objects.get().state == "published"
    assert "公表できるものがありません" in text_of(carol.post(PAGE, ticked(world.sheets[2:])))


def test_where_one_is_another_by_then_none_goes_out(world: SimpleNamespace) -> None:
    bob = client_of(world.bob)
    page = bob.post(PAGE, ticked(world.sheets[:2]))
    one = world.sheets[1]
    SHEETS.send_back(record=one, version=one.version, reason="直して", by=world.carol)
    answer = confirm(bob, page)
    assert answer.status_code == 409
    assert states() == ["submitted", "returned", "submitted", "submitted"]
    assert f"差し戻されています（{person(world.carol)}が" in text_of(answer)
    SHEETS.discard(record=one, version=one.version + 1, by=world.alice)
    told = text_of(bob.post(PAGE, ticked(world.sheets[:2])))
    assert "評価シート1件を公表します、1件は残ります" in told
    assert f"取りやめられています（{person(world.alice)}が" in told


def test_one_is_left_out_on_the_page_and_several_go_back_with_one_reason(world: SimpleNamespace) -> None:
    bob = client_of(world.bob)
    first, second, *_ = world.sheets
    left = bob.post(PAGE, ticked([first, second], leave=f"{second.pk}:{second.version}"))
    assert "今回は外しました" in text_of(left)
    confirm(bob, left)
    assert states() == ["published", "submitted", "submitted", "submitted"]
    assert "差戻しの理由を入力してください" in text_of(bob.post(PAGE, ticked(world.sheets[1:3], "send_back")))
    bob.post(PAGE, ticked(world.sheets[1:3], "send_back", return_reason="課題を書き足してください"))
    assert states() == ["published", "returned", "returned", "submitted"]


def test_the_page_asks_no_more_for_more_sheets(world: SimpleNamespace) -> None:
    bob = client_of(world.bob)
    bob.post(PAGE, ticked(world.sheets[:1]))
    counts = []
    for some in (world.sheets[:2], world.sheets):
        with CaptureQueriesContext(connection) as queries:
            bob.post(PAGE, ticked(some))
        counts.append(len(queries))
    assert counts[0] == counts[1]
