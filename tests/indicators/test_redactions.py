"""A passage that must go by law goes everywhere; figures, and that it went, stay (docs/publication.md §10)."""

from datetime import timedelta
from hashlib import sha256
from types import SimpleNamespace as World
from typing import Any

import pytest
from django.core import serializers
from django.db import IntegrityError, transaction
from django.db.models import F

from indicators import frames, workflow
from indicators.models import Comment, Event, Evidence, Kind, Publication, Redaction, Result
from indicators.workflow import Incomplete, NotAllowed, WrongState
from tests.indicators.factories import (
    NOON,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_indicator,
    make_threshold,
    publish_value,
    said,
)

NAME = "架空 花子"
NOTE = f"窓口の{NAME}さんが集計しました。"
LATER = NOON + timedelta(days=3)


@pytest.fixture
def world(db: None) -> World:
    """A value whose note names a person: published, then corrected with a reason that names them again."""
    world = World(alice=make_alice(), bob=make_bob(), carol=make_carol(), dave=make_dave())
    make_threshold()
    world.indicator = make_indicator()
    make_cycle(2024, by=world.bob)
    publish_value(world.indicator, 2024, said("980", note=NOTE), by=world.alice, publisher=world.bob)
    change = workflow.open_change(
        owner=world.indicator,
        year=2024,
        kind=Kind.CORRECTION,
        reason=f"{NAME}さんの数え違い",
        by=world.alice,
        now=NOON,
    )
    submitted = workflow.submit(
        owner=world.indicator,
        year=2024,
        number=2,
        version=change.version,
        data=said("985", note=NOTE),
        by=world.alice,
        now=NOON,
    )
    workflow.publish(record=submitted, version=submitted.version, by=world.bob, now=NOON)
    Comment.objects.create(
        indicator=world.indicator, year=2024, body=f"{NAME}さんに確認", at=NOON, by=world.alice
    )
    return world


def _ask(world: World, **told: Any) -> Redaction:
    asked = {"passage": NAME, "reason": "個人の名前のため", "by": world.alice, "now": LATER, **told}
    return workflow.ask_redaction(indicator=world.indicator, year=2024, **asked)


def _everything() -> str:
    return "".join(
        serializers.serialize("json", model._default_manager.order_by("pk"), ensure_ascii=False)
        for model in (Publication, Result, Event, Comment, Redaction)
    )


def _figures() -> list[Any]:
    columns = ("number", "kind", "value", "value_state", "as_of", "published_at", "published_by")
    return list(Publication.objects.order_by("pk").values_list(*columns))


def test_the_passage_goes_everywhere_and_figures_stay(world: World):
    figures, before = _figures(), [(p.pk, p.note) for p in Publication.objects.order_by("pk")]
    done = workflow.carry_out_redaction(redaction=_ask(world), by=world.bob, now=LATER)
    assert NAME not in _everything()
    assert _figures() == figures
    assert [p.note for p in Publication.objects.all()] == ["窓口の［削除］さんが集計しました。"] * 2
    assert Publication.objects.get(number=2).reason == "［削除］さんの数え違い"
    assert Comment.objects.get().body == "［削除］さんに確認"
    row = next(row for row in frames.published() if row.year == 2024)
    assert (row.value, row.note) == (985, "窓口の［削除］さんが集計しました。")
    # That it went, when, by whom and why, and what each text was, for whoever holds the text itself.
    assert (done.carried_out_by, done.closed_at, done.reason) == (world.bob, LATER, "個人の名前のため")
    for pk, note in before:
        assert f"publication {pk} note {sha256(note.encode()).hexdigest()}" in done.hashes
    assert [event.action for event in Event.objects.order_by("-pk")[:2]] == ["redacted", "redaction_asked"]


def test_a_figure_stays_whole_in_texts_and_in_the_log(world: World):
    """The 9 of a room, not of 980, 1,985, 97.9 or a day: those are figures, and nobody's name."""
    note = "9番窓口で 980人、1,985人、97.9％、９９人を確かめました。窓口は9番です。"
    make_cycle(2023, by=world.bob)
    publish_value(world.indicator, 2023, said("989", note=note), by=world.alice, publisher=world.bob)
    Evidence.objects.create(
        indicator=world.indicator, year=2023, name="9番 99.pdf", sha256="9" * 64, content_type="application/pdf", size=9,
        added_by=world.alice, added_at=NOON,
    )  # fmt: skip
    logged = [event.detail["after"]["value"] for event in Event.objects.filter(year=2023, action="published")]
    asked = workflow.ask_redaction(
        indicator=world.indicator, year=2023, passage="9", reason="部屋の番号", by=world.alice, now=LATER
    )
    workflow.carry_out_redaction(redaction=asked, by=world.bob, now=LATER)
    blanked = "［削除］番窓口で 980人、1,985人、97.9％、９９人を確かめました。窓口は［削除］番です。"
    published = Publication.objects.get(year=2023)
    assert (published.value, published.note) == (989, blanked)
    assert Evidence.objects.get().name == "［削除］番 99.pdf"
    events = [event.detail["after"] for event in Event.objects.filter(year=2023, action="published")]
    assert [after["value"] for after in events] == logged == ["989"]
    assert [after["note"] for after in events] == [blanked]
    with pytest.raises(Incomplete):
        workflow.ask_redaction(
            indicator=world.indicator, year=2023, passage="97", reason="x", by=world.alice, now=LATER
        )


def test_who_asked_does_not_do_it(world: World):
    asked = _ask(world, by=world.bob)
    before = _everything()
    for person in (world.bob, world.alice, world.dave):
        with pytest.raises(NotAllowed):
            workflow.carry_out_redaction(redaction=asked, by=person)
    assert _everything() == before
    workflow.carry_out_redaction(redaction=asked, by=world.carol)
    assert NAME not in _everything()


def test_it_is_done_once(world: World):
    asked = _ask(world)
    workflow.carry_out_redaction(redaction=asked, by=world.bob)
    with pytest.raises(WrongState):
        workflow.carry_out_redaction(redaction=asked, by=world.carol)
    with pytest.raises(WrongState):
        workflow.withdraw_redaction(redaction=asked, by=world.alice)


def test_what_was_asked_can_be_given_up(world: World):
    asked = _ask(world)
    with pytest.raises(NotAllowed):
        workflow.withdraw_redaction(redaction=asked, by=world.dave)
    workflow.withdraw_redaction(redaction=asked, by=world.alice)
    assert not Redaction.objects.exists()


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"passage": "  "}, "passage"),
        ({"passage": "いない人"}, "passage"),
        ({"passage": "削除"}, "passage"),
        ({"passage": "985"}, "passage"),
        ({"reason": " "}, "reason"),
    ],
)
def test_only_a_passage_of_a_published_text(world: World, told: dict[str, str], field: str):
    with pytest.raises(Incomplete) as refusal:
        _ask(world, **told)
    assert list(refusal.value.errors) == [field]
    assert not Redaction.objects.exists()


def test_managers_and_other_departments_do_not_ask(world: World):
    with pytest.raises(NotAllowed):
        _ask(world, by=world.dave)


def test_the_guards_open_for_this_value_s_texts_alone(world: World):
    """By hand, as in the middle of a redaction: figures and other values stay fixed."""
    other = make_indicator(letter="B")
    publish_value(other, 2024, said("5"), by=world.carol, publisher=world.bob)
    asked = _ask(world)
    own = Publication.objects.filter(indicator=world.indicator)

    def refused(statement: Any) -> None:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            statement()

    refused(lambda: own.update(note="x"))
    Redaction.objects.filter(pk=asked.pk).update(carried_out_at=LATER, carried_out_by=world.bob)
    own.update(note="x")
    for statement in (
        lambda: own.update(value=F("value") + 1),
        lambda: own.update(note="y", value_state="estimate"),
        lambda: own.filter(number=1).delete(),
        lambda: Publication.objects.filter(indicator=other).update(note="x"),
        lambda: Event.objects.filter(indicator=world.indicator).update(at=NOON),
        lambda: Event.objects.filter(indicator=other).update(detail={}),
    ):
        refused(statement)
    Redaction.objects.filter(pk=asked.pk).update(closed_at=LATER, passage="")
    refused(lambda: own.update(note="z"))
