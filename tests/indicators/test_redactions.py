"""A passage that must go by law goes everywhere; figures, and that it went, stay (docs/publication.md §10)."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from types import SimpleNamespace as World
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F

from indicators import frames, outbox, workflow
from indicators.models import (
    Comment,
    ComparisonSeries,
    Duty,
    Event,
    Evidence,
    Kind,
    Mail,
    Publication,
    RedactedText,
    Redaction,
    Result,
    Target,
)
from indicators.workflow import Incomplete, NotAllowed, StaleVersion, WrongState
from indicators.workflow.redactions.passage import pattern_of
from indicators.workflow.redactions.places import places_of, seal_of, text_columns
from measures.models import Statement, WordingDraft
from measures.models.unit_field import UnitField
from measures.typed_text import _NO_WIDTH
from tests.indicators.canary import make_rows, unguarded
from tests.indicators.city import City
from tests.indicators.factories import (
    EVERY,
    NOON,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_department,
    make_indicator,
    make_target,
    make_threshold,
    make_user,
    publish_comparison,
    publish_sheet,
    publish_value,
    said,
)

NAME = "架空 花子"
NOTE = f"窓口の{NAME}さんが集計しました。"
BLANKED = "窓口の［削除］さんが集計しました。"
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


def _ask(world: World, **more: Any) -> Redaction:
    asked = {"passage": NAME, "reason": "個人の名前のため", "by": world.alice, "now": LATER, **more}
    return workflow.ask_redaction(**asked)


def _redact(world: World, **more: Any) -> Redaction:
    return workflow.carry_out_redaction(redaction=_ask(world, **more), by=world.bob, now=LATER)


def _database() -> Iterator[tuple[str, str]]:
    """Every cell of every table, as the database writes it: table.column, and the text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, cell in zip(columns, row, strict=True):
                    yield (
                        f"{table}.{column}",
                        cell if isinstance(cell, str) else json.dumps(cell, default=str),
                    )


def _where(passage: str) -> set[str]:
    """The columns that hold it, however it is written: plain, in an address, escaped as some JSON is."""
    written = {passage, quote(passage), json.dumps(passage)[1:-1]}
    return {place for place, text in _database() if any(one in text for one in written)}


def _figures() -> list[Any]:
    columns = ("number", "kind", "value", "value_state", "as_of", "published_at", "published_by")
    return list(Publication.objects.order_by("pk").values_list(*columns))


def test_the_passage_goes_everywhere_and_figures_stay(world: World):
    figures, before = _figures(), [(p.pk, p.note) for p in Publication.objects.order_by("pk")]
    done = _redact(world)
    assert _where(NAME) == set()
    assert _figures() == figures
    assert [p.note for p in Publication.objects.all()] == [BLANKED] * 2
    assert Publication.objects.get(number=2).reason == "［削除］さんの数え違い"
    assert Comment.objects.get().body == "［削除］さんに確認"
    row = next(row for row in frames.published(EVERY) if row.year == 2024)
    assert (row.value, row.note) == (985, BLANKED)
    # That it went, when, by whom and why, and what each text was, for whoever holds the text itself.
    assert (done.carried_out_by, done.closed_at, done.reason) == (world.bob, LATER, "個人の名前のため")
    for pk, note in before:
        text = done.texts.get(table_name="indicators_publication", row_id=str(pk), column_name="note")
        assert text.sha256 == sha256(note.encode()).hexdigest()
        assert (text.indicator, text.year, text.is_public) == (world.indicator, 2024, True)
    asked, *gone = Event.objects.filter(action__startswith="redact").order_by("pk")
    assert (asked.action, asked.by) == ("redaction_asked", world.alice)
    assert {(event.action, event.by, event.indicator, event.year) for event in gone} == {
        ("redacted", world.bob, world.indicator, 2024)
    }


# --- Every text of every table ------------------------------------------------------------------------


def _text_for(field: "models.Field[Any, Any]") -> Any:
    """What the column would hold; short ones take the name alone."""
    if isinstance(field, models.JSONField):
        return {"note": NOTE, "rows": [{"name": NAME, "value": "97", "unit": "人"}, NOTE], "value": "97"}
    if field.name.endswith("url"):
        return f"https://example.jp/{quote(NAME)}/97"
    text = json.dumps([NOTE]) if field.name == "change_message" else NOTE
    return text if field.max_length is None or len(text) <= field.max_length else NAME


def _plant(model: type[models.Model], field: "models.Field[Any, Any]") -> Any:
    """Put the name into the column of the newest row that may hold it; its id. None where a constraint wants more."""
    rows = list(model._base_manager.order_by("-pk").values_list("pk", field.name))
    assert rows, f"no row of {model.__name__}: let a city have one, in canary.py or here"
    for pk, old in rows:
        new = _text_for(field)
        new = {**old, **new} if isinstance(old, dict) else new
        with suppress(IntegrityError), transaction.atomic():  # a link has no name of a file, and so on
            model._base_manager.filter(pk=pk).update(**{field.name: new})
            return pk
    return None


@pytest.fixture
def full_city(db: None) -> City:
    """A city with a row in every table that holds texts."""
    city = City()
    make_rows(city)
    Duty.objects.create(name="mails", looked_at=NOON)
    LogEntry.objects.create(user=city.bob, action_flag=CHANGE, object_repr="x", change_message="[]")
    Redaction.objects.all().delete()
    done = Redaction.objects.create(
        reason="前の削除", proposed_at=NOON, proposed_by=city.alice,
        carried_out_at=NOON, carried_out_by=city.bob, closed_at=NOON,
    )  # fmt: skip
    assert done.closed_at
    return city


def test_the_word_is_nowhere_in_any_column_of_any_table(full_city: City):
    """A new table, or a new column for text, is planted and walked by itself; its row is made in canary.py or above."""
    with unguarded():
        planted = {
            (model, field.name): pk
            for model, columns in text_columns().items()
            for field in columns
            if (pk := _plant(model, field)) is not None
        }
        assert {model for model, _ in planted} == set(text_columns())
    assert len(_where(NAME)) == len(planted)
    figures = _figures()
    asked = workflow.ask_redaction(passage=NAME, reason="個人の名前のため", by=full_city.bob, now=LATER)
    carol = get_user_model().objects.get(username="carol")
    done = workflow.carry_out_redaction(redaction=asked, by=carol, now=LATER)
    assert _where(NAME) == set()
    assert _figures() == figures
    for (model, column), pk in planted.items():
        cell = model._base_manager.values_list(column, flat=True).get(pk=pk)
        field = model._meta.get_field(column)
        if isinstance(cell, dict):
            row = {"name": "［削除］", "value": "97", "unit": "人"}
            assert cell == {**cell, "note": BLANKED, "rows": [row, BLANKED], "value": "97"}
        elif column.endswith("url"):
            assert cell == "https://example.jp/［削除］/97"
        elif column == "change_message":
            assert json.loads(cell) == [BLANKED]
        else:
            assert cell in (BLANKED, "［削除］"), field
        assert done.texts.filter(table_name=model._meta.db_table, row_id=str(pk), column_name=column).exists()
    assert done.texts.count() == len(planted)


LEFT_OUT = """
basicpolicy.number historicalbasicpolicy.number indicator.letter historicalindicator.letter
directoryname.name directoryname.subject duty.name event.from_state event.to_state evidence.content_type evidence.sha256
keeperlease.holder notice.key notice.detail noticecursor.seen logentry.object_id moneyupload.sha256 passwordrequest.address publicrevision.stamp
redactedtext.table_name redactedtext.row_id redactedtext.column_name redactedtext.sha256
redaction.kept redaction.passage savedview.query sitesettings.brand_colour sitesettings.link_colour planpublication.edition wordingdraft.part
"""


def test_what_is_left_out_of_the_walk_holds_nobodys_words():
    """Accounts and sessions; choices, slugs, addresses of mails, units; and these columns, each looked at by somebody."""
    walked = {(model, field.name) for model, columns in text_columns().items() for field in columns}
    left_out = {
        f"{model._meta.model_name}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ("admin", "indicators", "measures")
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not isinstance(field, models.SlugField | models.EmailField | UnitField)
        and not field.choices
        and (model, field.name) not in walked
    }
    assert left_out == set(LEFT_OUT.split())


# --- What is a passage --------------------------------------------------------------------------------


def test_a_figure_stays_whole_in_texts_and_in_the_log(world: World):
    """The 9番 of a room, not of 99番, 1,9番 or 97.9番: those are longer numbers, and nobody's name."""
    note = "9番窓口で 980人、1,9番、97.9番、９9番、99番を確かめました。窓口は9 番です。"
    make_cycle(2023, by=world.bob)
    publish_value(world.indicator, 2023, said("9", note=note), by=world.alice, publisher=world.bob)
    Evidence.objects.create(
        indicator=world.indicator, year=2023, name="9番 99.pdf", sha256="9" * 64, content_type="application/pdf", size=9,
        added_by=world.alice, added_at=NOON,
    )  # fmt: skip
    _redact(world, passage="9番", reason="部屋の番号")
    blanked = "［削除］窓口で 980人、1,9番、97.9番、９9番、99番を確かめました。窓口は［削除］です。"
    published = Publication.objects.get(year=2023)
    assert (published.value, published.note) == (9, blanked)
    assert Evidence.objects.get().name == "［削除］ 99.pdf"
    events = [event.detail["after"] for event in Event.objects.filter(year=2023, action="published")]
    assert [(after["value"], after["note"]) for after in events] == [("9", blanked)]
    with pytest.raises(Incomplete):
        _ask(world, passage="97", by=world.bob)


@pytest.mark.parametrize(
    ("passage", "text", "found"),
    [
        ("架空 花子", "架空　花子さん", True),
        ("架空 花子", "架空花子さん", True),
        ("架空　花子", "架空\n花子さん", True),
        ("架空花子", "架空 花子さん", True),
        ("蟹江太郎左衛門", "蟹江 太郎左衛門", True),
        ("蟹江太郎左衛門", "蟹江太郎\n左衛門", True),
        ("蟹江 太郎左衛門", "蟹 江太郎\r\n　左衛門", True),
        ("猪熊虎次郎", "担当の 猪熊 虎次郎 さん", True),
        ("猪熊虎次郎", "猪\u200b熊\u00ad虎\u2060次\ufeff郎", True),
        ("猪熊\u200b虎次郎", "猪熊虎次郎", True),
        ("葛城", "葛\U000e0100城", True),
        ("架空花子", "https://example.jp/" + quote("架空 花子"), True),
        ("架空花子", "https://example.jp/" + quote("架空　花\n子"), True),
        ("架空花子", "https://example.jp/?q=" + quote_plus("架空 花子"), True),
        ("架空花子", "https://example.jp/架空%20花子", True),
        ("架空花子", json.dumps("架空　花\u200b\n子"), True),
        ("架空花子", json.dumps("架空\n花子", ensure_ascii=False), True),
        ("TaroKaku", "Taro\nKaku", True),
        ("架空花子", "架空の花子", False),
        ("架空花子", "架空、花子", False),
        ("花7", "花 7", True),
        ("花7", "花 75", False),
        ("花7", "花 7.5", False),
        ("花7", "花7\u200b5", False),
        ("花7", quote("花 75"), False),
        ("花7", json.dumps("花 75"), False),
        ("7番", "9 7番", True),
        ("7番", "9\u200b7番", False),
        ("7番", quote("97番"), False),
        ("7番", quote("第 7番"), True),
        ("7番", json.dumps("9.7番"), False),
        ("7番", json.dumps("第7番"), True),
        ("７番", quote("９７番"), False),
        ("７番", json.dumps("９７番"), False),
        ("花子", "https://example.jp/%e8%8a%b1%E5%AD%90", True),
        ("花子", '["\\u82b1\\u5b50"]', True),
        ("7", "97", False),
        ("7", "7.5", False),
        ("7", "7、5", True),
        ("03-1234", "03-12345", False),
        ("a.b", "axb", False),
    ],
)
def test_how_a_passage_is_found(passage: str, text: str, found: bool):
    assert bool(pattern_of(passage).search(text)) is found


def test_whatever_is_not_seen_may_stand_between_two_signs():
    """Every space, and every sign of no width that typed texts lose, as it is and as links and JSON write it."""
    signs = [chr(code) for code in (*range(0xD800), *range(0xE000, 0x10000), *range(0xE0000, 0xE1000))]
    unseen = [sign for sign in signs if sign.isspace() or _NO_WIDTH.match(sign)]
    assert len(unseen) > 100
    for sign in unseen:
        for text in (f"架空{sign}花子", quote(f"架空{sign}花子"), json.dumps(f"架空{sign}花子")):
            assert pattern_of("架空花子").sub("x", text) in ("x", '"x"'), (hex(ord(sign)), text)


def test_the_longest_passage_is_found_too():
    passage = "架空花子" * 75
    assert pattern_of(passage).fullmatch(" ".join(passage))
    assert not pattern_of(passage).search(" ".join(passage[:-1]))


def test_a_name_goes_however_the_texts_space_it(world: World):
    """In columns for text, in what is kept as JSON, and where the log escapes it."""
    note = "担当は蟹江 太郎左衛門、蟹江太郎\n左衛門、蟹江　太郎 左衛門です。"
    make_cycle(2023, by=world.bob)
    publish_value(world.indicator, 2023, said("970", note=note), by=world.alice, publisher=world.bob)
    entry = LogEntry.objects.create(
        user=world.bob, action_flag=CHANGE, object_repr="x", change_message=json.dumps([note])
    )
    _redact(world, passage="蟹江太郎左衛門")
    blanked = "担当は［削除］、［削除］、［削除］です。"
    assert Publication.objects.get(year=2023).note == blanked
    assert [
        event.detail["after"]["note"] for event in Event.objects.filter(year=2023, action="published")
    ] == [blanked]
    entry.refresh_from_db()
    assert json.loads(entry.change_message) == [blanked]
    assert places_of("蟹江太郎左衛門") == []


def test_where_the_word_gone_finds_no_room_a_black_square_stands(world: World):
    """The column of a target's label takes 40 letters: nothing else of the text is lost."""
    label = "あ" * 37 + "花5枚"
    Target.objects.filter(published_at__isnull=True).delete()
    make_target(world.indicator, "9", published=False, first_year=2025, label=label, reason="見直し")
    _redact(world, passage="5枚", reason="番号", by=world.carol)
    assert Target.objects.get(published_at__isnull=True).label == "あ" * 37 + "花■"


# --- Who, and what is left ----------------------------------------------------------------------------


def test_who_asked_does_not_do_it(world: World):
    asked = _ask(world, by=world.bob)
    before = sorted(_database())
    for person in (world.bob, world.alice, world.dave):
        with pytest.raises(NotAllowed):
            workflow.carry_out_redaction(redaction=asked, by=person)
    assert sorted(_database()) == before
    workflow.carry_out_redaction(redaction=asked, by=world.carol)
    assert _where(NAME) == set()


def test_it_is_done_once(world: World):
    asked = _ask(world)
    workflow.carry_out_redaction(redaction=asked, by=world.bob)
    with pytest.raises(WrongState):
        workflow.carry_out_redaction(redaction=asked, by=world.carol)
    with pytest.raises(WrongState):
        workflow.withdraw_redaction(redaction=asked, by=world.alice)


def test_what_was_asked_can_be_given_up_and_the_log_says_so(world: World):
    asked = _ask(world)
    with pytest.raises(NotAllowed):
        workflow.withdraw_redaction(redaction=asked, by=world.dave)
    workflow.withdraw_redaction(redaction=asked, by=world.alice)
    assert not Redaction.objects.exists()
    newest = Event.objects.order_by("pk").last()
    assert newest is not None
    assert (newest.action, newest.by, newest.reason) == ("redaction_drop", world.alice, "個人の名前のため")


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"passage": "  "}, "passage"),
        ({"passage": "いない人"}, "passage"),
        ({"passage": "削除"}, "passage"),
        ({"passage": "削 除"}, "passage"),
        ({"passage": "985"}, "passage"),
        ({"passage": "\u200b"}, "passage"),
        ({"reason": " "}, "reason"),
        ({"reason": f"{NAME}さんの求めによる"}, "reason"),
    ],
)
def test_only_a_passage_of_a_text_and_a_reason_without_it(world: World, data: dict[str, str], field: str):
    with pytest.raises(Incomplete) as refusal:
        _ask(world, **data)
    assert list(refusal.value.errors) == [field]
    assert not Redaction.objects.exists()


@pytest.mark.parametrize("passage", ["3", "33", "３", "%", "97.9％", "1,234,567,890", "2024-04-01", "→", "①"])
def test_figures_and_signs_alone_are_refused_though_a_text_has_them(world: World, passage: str):
    Comment.objects.create(
        indicator=world.indicator, year=2024, body=f"計 {passage} 。", at=NOON, by=world.bob
    )
    with pytest.raises(Incomplete) as refusal:
        workflow.check_redaction(passage=passage, reason="番号のため", by=world.bob)
    assert list(refusal.value.errors) == ["passage"]
    assert "数字や記号だけ" in refusal.value.errors["passage"]


@pytest.mark.parametrize("passage", ["03-0000-1234", "０９０００００１２３４"])
def test_a_number_of_a_person_goes(world: World, passage: str):
    Comment.objects.create(
        indicator=world.indicator, year=2023, body=f"電話は{passage}。", at=NOON, by=world.bob
    )
    _redact(world, passage=passage, by=world.carol)
    assert Comment.objects.get(year=2023).body == "電話は［削除］。"


def test_a_department_asks_about_what_citizens_read_of_its_own(world: World):
    with pytest.raises(NotAllowed):
        _ask(world, by=world.dave)  # a manager
    others = make_user("erin", departments=(make_department("zaisei", "財政課"),))
    make_indicator(letter="B", department=others.memberships.get().department)
    for passage in (NAME, "に確認"):
        with pytest.raises(Incomplete):
            _ask(world, by=others, passage=passage)
    with pytest.raises(Incomplete):
        _ask(world, passage="に確認")  # a comment is read by staff alone
    assert _ask(world, passage="に確認", by=world.bob).pk


def test_a_thing_that_means_another_keeps_its_words(world: World):
    """架空 花子 is a heading of the plan, too: that stays, with its history, whoever of the two leaves it."""
    line = Statement.objects.create(
        measure=world.indicator.measure, section="issue", order=1, summary=f"{NAME}記念館の老朽化"
    )
    others = make_indicator(letter="B")
    publish_value(others, 2024, said("5", note=NOTE), by=world.alice, publisher=world.bob)
    asked = _ask(world, by=world.bob, kept=[f"measures_statement-{line.pk}"])
    workflow.carry_out_redaction(
        redaction=asked, by=world.carol, kept=[f"indicator-{others.pk}-2024"], now=LATER
    )
    line.refresh_from_db()
    assert line.summary == f"{NAME}記念館の老朽化"
    assert {text.table_name for text in RedactedText.objects.filter(measure__isnull=False)} == set()
    assert Publication.objects.get(indicator=others).note == NOTE
    assert {place.thing.label for place in places_of(NAME)} == {
        f"現状・課題・方向性 {line}",
        f"{others} 令和6年度",
    }
    with pytest.raises(Incomplete):
        _ask(world, by=world.bob, kept={place.thing.key for place in places_of(NAME)})


def test_nothing_goes_that_the_second_person_has_not_seen(world: World):
    asked = _ask(world)
    seen = seal_of(places_of(NAME))
    Comment.objects.create(indicator=world.indicator, year=2023, body=NOTE, at=NOON, by=world.alice)
    with pytest.raises(StaleVersion):
        workflow.carry_out_redaction(redaction=asked, by=world.bob, seal=seen)
    assert Comment.objects.get(year=2023).body == NOTE
    workflow.carry_out_redaction(redaction=asked, by=world.bob, seal=seal_of(places_of(NAME)))
    assert _where(NAME) == set()


def test_a_form_with_the_old_text_does_not_bring_it_back(world: World):
    make_cycle(2023, by=world.bob)
    draft = workflow.save_draft(
        owner=world.indicator, year=2023, version=0, data=said("970", note=NOTE), by=world.alice
    )
    _redact(world)
    with pytest.raises(StaleVersion):
        workflow.save_draft(
            owner=world.indicator,
            year=2023,
            version=draft.version,
            data=said("971", note=NOTE),
            by=world.alice,
        )
    assert Result.objects.get(year=2023).note == BLANKED


def test_a_mail_that_waits_goes_out_without_it(world: World):
    world.alice.email = "alice@example.jp"
    world.alice.save()
    outbox.post(world.alice, Mail.Kind.NOTICE, subject=f"{NAME}さん", body=NOTE, now=NOON)
    _redact(world)
    outbox.deliver(now=LATER)
    assert [(one.subject, one.body) for one in mail.outbox] == [("［削除］さん", BLANKED)]


def test_names_that_would_become_one_are_told(world: World):
    for name in ("架空 花子", "架空花子"):
        ComparisonSeries.objects.create(indicator=world.indicator, name=name)
    asked = _ask(world)
    before = sorted(_database())
    with pytest.raises(WrongState, match="保存できない場所があります"):
        workflow.carry_out_redaction(redaction=asked, by=world.bob)
    assert sorted(_database()) == before


def test_citizens_read_of_each_thing_that_it_lost_words(world: World):
    """Once for a value, a series beside it, a sheet, the plan's texts of a measure; never of what only staff read."""
    series = ComparisonSeries.objects.create(indicator=world.indicator, name="近隣市の平均")
    publish_comparison(series, 2024, "88", by=world.alice, publisher=world.bob, note=NOTE)
    sheet = publish_sheet(world.indicator.measure, 2024, by=world.alice, publisher=world.bob)
    assert sheet.figures is not None
    assert sheet.figures[0]["note"] == NOTE
    line = Statement.objects.create(
        measure=world.indicator.measure, section="issue", order=1, summary="x", original=NOTE
    )
    Comment.objects.create(indicator=world.indicator, year=2021, body=NOTE, at=NOON, by=world.alice)
    measure = world.indicator.measure
    WordingDraft.objects.create(
        plan=measure.plan, part=f"measure-{measure.number}", content={}, reason=NOTE, edited_at=NOON, published_at=NOON
    )  # fmt: skip
    _redact(world)
    wording = RedactedText.objects.get(table_name="measures_wordingdraft")
    assert (wording.measure, wording.is_public) == (measure, True)
    sheet.refresh_from_db()
    assert sheet.figures[0]["note"] == BLANKED
    assert frames.thaw(sheet.figures)[0].value == 985
    assert {one.original for one in line.history.all()} == {BLANKED}
    code, number = world.indicator.code, world.indicator.measure.number
    found = frames.redactions(EVERY)
    assert sorted((one.code, one.series, one.measure_number or 0, one.year or 0) for one in found) == [
        ("", "", number, 0),
        ("", "", number, 2024),
        (code, "", 0, 2024),
        (code, "近隣市の平均", 0, 2024),
    ]
    assert {(one.reason, one.done_at) for one in found} == {("個人の名前のため", LATER)}
    assert [one.kind for one in frames.corrections(EVERY)].count("redaction") == 4
    assert [one.code for one in frames.value_corrections(EVERY) if one.kind == "redaction"] == [code]
    assert frames.redactions(EVERY, as_of=LATER - timedelta(days=1)) == []


def test_the_guards_open_for_the_texts_whose_hash_is_kept_alone(world: World):
    """By hand, as in the middle of a redaction: figures, other texts and other rows stay fixed."""
    other = make_indicator(letter="B")
    publish_value(other, 2024, said("5", note="窓口の休止"), by=world.carol, publisher=world.bob)
    asked = _ask(world)
    own = Publication.objects.filter(indicator=world.indicator)

    def refused(statement: Any) -> None:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            statement()

    def keep_hash(row: int, table: str = "indicators_publication", column: str = "note") -> None:
        RedactedText.objects.create(
            redaction=asked, table_name=table, row_id=str(row), column_name=column, sha256="0" * 64
        )

    first, second = own.order_by("number")
    refused(lambda: own.update(note="x"))
    keep_hash(first.pk)
    refused(lambda: own.filter(pk=first.pk).update(note="x"))
    Redaction.objects.filter(pk=asked.pk).update(carried_out_at=LATER, carried_out_by=world.bob)
    own.filter(pk=first.pk).update(note="x")
    for statement in (
        lambda: own.filter(pk=first.pk).update(value=F("value") + 1),
        lambda: own.filter(pk=first.pk).update(note="y", value_state="estimate"),
        lambda: own.filter(pk=first.pk).update(reason="y"),
        lambda: own.filter(pk=first.pk).delete(),
        lambda: own.filter(pk=second.pk).update(note="x"),
        lambda: Event.objects.filter(indicator=world.indicator).update(at=NOON),
        lambda: Event.objects.filter(indicator=other).update(detail={}),
        lambda: RedactedText.objects.update(sha256="1" * 64),
    ):
        refused(statement)
    Redaction.objects.filter(pk=asked.pk).update(closed_at=LATER, passage="")
    refused(lambda: own.filter(pk=first.pk).update(note="z"))
