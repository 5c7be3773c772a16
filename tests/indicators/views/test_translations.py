"""The office's page of readings, easier versions and English (docs/publication.md §15)."""

import csv
import html
import io
import re
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from indicators.forms.plan_file.workbook import read_sheets, read_workbook
from indicators.models import Event
from indicators.plan_tables import tables_of
from indicators.plan_texts import texts_of_plan
from indicators.reading_proposals import proposed_reading
from indicators.views.office.plan.translations import key_of
from indicators.workflow import NotAllowed, StaleVersion
from indicators.workflow.plan_file import check_file
from indicators.workflow.plan_file.writing import Writing
from indicators.workflow.translations import (
    confirm_translations,
    save_translations,
    standing_of,
)
from measures.models import Measure, Plan, Translation
from measures.ruby import plain
from measures.translations import Versions, translations_of
from tests.indicators.city import City
from tests.indicators.factories import NOON, make_carol

pytestmark = pytest.mark.django_db
PAGE = "/office/plan/3/translations/"


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def plan(city: City) -> Plan:
    return city.indicator("43A").measure.plan


def _name(plan: Plan, number: int = 43) -> str:
    return Measure.objects.get(plan=plan, number=number).name


def _typed(original: str, version: int = 0, **said: str) -> dict[str, str]:
    boxes = {"reading": "", "easy": "", "english": "", **said}
    key = key_of(original)
    return {
        **{f"{name}-{key}": text for name, text in boxes.items()},
        f"version-{key}": str(version),
        "action": "save",
    }


def test_a_reading_and_english_go_out_by_two_people(client: Client, city: City, plan: Plan):
    name, reading = _name(plan), proposed_reading(_name(plan))
    assert plain(reading) == name
    before = standing_of(plan)
    client.force_login(city.bob)
    page = client.get(PAGE).content.decode()
    assert reading in page
    assert not Translation.objects.exists(), "a proposal is no draft"
    answer = client.post(PAGE, _typed(name, reading=reading, english="Promote the city"), follow=True)
    assert "1件の下書きを保存しました" in answer.content.decode()
    draft = Translation.objects.get()
    assert translations_of(plan).english(name) is None
    shown = {"action": "confirm", "seen": f"{draft.pk}:{draft.version}"}
    assert client.post(PAGE, shown).status_code == 403
    assert f'value="{draft.pk}:1"' not in client.get(PAGE).content.decode(), "one's own draft has no button"

    client.force_login(make_carol())
    page = client.get(PAGE).content.decode()
    assert "<ruby>" in page
    assert f'value="{draft.pk}:1"' in page
    client.post(PAGE, shown)
    assert translations_of(plan).english(name) == "Promote the city"
    after = standing_of(plan)
    assert (after.without_reading, after.without_english) == (
        before.without_reading - 1,
        before.without_english - 1,
    )
    actions = (
        Event.objects.filter(action__startswith="words_").order_by("pk").values_list("action", flat=True)
    )
    assert list(actions) == ["words_drafted", "words_set"]


def test_what_is_confirmed_later_is_told_as_other_changes_of_words_are(
    client: Client, city: City, plan: Plan
):
    """Who reads /en/ or /easy/ reads when it was changed, as of the Japanese words (docs/publication.md §5)."""
    name, carol = _name(plan), make_carol()
    assert '"translation"' not in client.get("/open-data/text-changes.json").content.decode()
    for english in ("Promote", "Promote the city"):
        save_translations(plan=plan, typed={name: Versions(english=english)}, by=city.bob)
        draft = Translation.objects.get(published_at__isnull=True)
        assert english not in client.get("/feeds/corrections.atom").content.decode(), "a draft"
        confirm_translations(plan=plan, seen={draft.pk: 1}, by=carol)
    for address in (
        "/corrections/",
        "/corrections/?kind=translation",
        "/feeds/corrections.atom",
        "/changes/",
    ):
        page = client.get(address).content.decode()
        assert "読みと訳" in page, address
        assert f"{name}（英語）" in page, address
        assert "Promote the city" in page, address
    easy = html.unescape(
        re.sub(r"<rt>.*?</rt>|<[^>]+>", "", client.get("/easy/corrections/").content.decode())
    )
    assert "英語を 新しく 書きました（1個）。" in easy
    assert "英語を 変えました（1個）。" in easy
    assert f"{name} → Promote the city" in easy, "of which text"
    first, second = [
        line
        for line in csv.DictReader(
            client.get("/open-data/text-changes.csv").content.decode("utf-8-sig").splitlines()
        )
        if line["kind"] == "translation"
    ]
    assert (first["text_before"], first["text_after"]) == ("", "Promote")
    assert (second["text_before"], second["text_after"]) == ("Promote", "Promote the city")
    assert (second["subject"], second["item"]) == ("translations", f"{name}（英語）")
    save_translations(plan=plan, typed={name: Versions(easy="市《し》を 広《ひろ》める")}, by=city.bob)
    draft = Translation.objects.get(published_at__isnull=True)
    confirm_translations(plan=plan, seen={draft.pk: 1}, by=carol)
    assert "《" not in client.get("/easy/corrections/").content.decode()


def test_what_is_wrong_is_told_at_its_box_and_kept(client: Client, city: City, plan: Plan):
    client.force_login(city.bob)
    answer = client.post(PAGE, _typed(_name(plan), reading="べつの《べつ》", english="まち"))
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("原文と違います", "日本語の文字があります", ">まち</textarea>"):
        assert words in page
    assert not Translation.objects.exists()


def test_a_reading_in_kana_is_laid_upon_its_kanji(client: Client, city: City, plan: Plan):
    client.force_login(city.bob)
    client.post(PAGE, _typed(plan.city, reading="きさらづし"))
    assert Translation.objects.get().reading == "木更津市《きさらづし》"


def test_signs_that_turn_letters_round_are_not_kept(client: Client, city: City, plan: Plan):
    client.force_login(city.bob)
    client.post(PAGE, _typed(plan.city, reading="きさ\u202eらづし", english="Ki\u202esarazu\u2066 City"))
    draft = Translation.objects.get()
    assert (draft.reading, draft.english) == ("木更津市《きさらづし》", "Kisarazu City")


def test_a_text_that_changed_shows_none_and_is_told(client: Client, city: City, plan: Plan):
    name = _name(plan)
    save_translations(plan=plan, typed={name: Versions(english="Promote")}, by=city.bob)
    draft = Translation.objects.get()
    confirm_translations(plan=plan, seen={draft.pk: 1}, by=make_carol())
    Measure.objects.filter(plan=plan, number=43).update(name="新しい名称")
    assert translations_of(plan).english("新しい名称") is None
    assert standing_of(plan).stale == (name,)
    client.force_login(city.bob)
    assert "使えなくなった" in client.get("/office/plan/3/").content.decode()
    assert name in client.get(PAGE).content.decode().partition('id="stale"')[2]


def test_a_step_on_another_version_is_refused(city: City, plan: Plan):
    name, carol = _name(plan), make_carol()
    save_translations(plan=plan, typed={name: Versions(english="One")}, by=city.bob, seen={})
    with pytest.raises(StaleVersion):
        save_translations(plan=plan, typed={name: Versions(english="Two")}, by=carol, seen={})
    draft = Translation.objects.get()
    save_translations(plan=plan, typed={name: Versions(english="Two")}, by=carol, seen={name: 1})
    with pytest.raises(StaleVersion):
        confirm_translations(plan=plan, seen={draft.pk: 1}, by=carol)
    with pytest.raises(NotAllowed):  # both wrote it
        confirm_translations(plan=plan, seen={draft.pk: 2}, by=carol)


def test_what_stands_already_leaves_no_draft(city: City, plan: Plan):
    name, said = _name(plan), Versions(english="One")
    save_translations(plan=plan, typed={name: said}, by=city.bob)
    confirm_translations(plan=plan, seen={Translation.objects.get().pk: 1}, by=make_carol())
    assert save_translations(plan=plan, typed={name: Versions(english="Two")}, by=city.bob) == 1
    assert save_translations(plan=plan, typed={name: said}, by=city.bob) == 1
    assert not Translation.objects.filter(published_at__isnull=True).exists()


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("万人", "万人《まんにん》"),
        ("千人", "千人《せんにん》"),
        ("百件", "百件《ひゃっけん》"),
        ("百社", "百社《ひゃくしゃ》"),
        ("千冊", "千冊《せんさつ》"),
        ("万台", "万台《まんだい》"),
        ("百万円", "百万円《ひゃくまんえん》"),
        ("人", "人《にん》"),
        ("人/日", "人《にん》/日《にち》"),
        ("店", "店《てん》"),
        ("位", "位《い》"),
        ("数", "数《かず》"),
        ("企業の数", "企業《きぎょう》の数《かず》"),
        (
            "新しくできた企業の数（累計）",
            "新《あたら》しくできた企業《きぎょう》の数《かず》（累計《るいけい》）",
        ),
        ("入込客（万人）", "入込《いりこみ》客《きゃく》（万人《まんにん》）"),
        ("年間10万人", "年間《ねんかん》10万人《まんにん》"),
        ("3千人以上", "3千人《ぜんにん》以上《いじょう》"),
        ("6百回", "6百回《ぴゃっかい》"),
        ("1人", "｜1人《ひとり》"),
        ("外国人の数", "外国人《がいこくじん》の数《かず》"),
        # The same signs where they are read otherwise.
        ("万人のためのまち", "万人《ばんにん》のためのまち"),
        ("数か月", "数《すう》か月《げつ》"),
        ("企業の数値", "企業《きぎょう》の数値《すうち》"),
        ("企業数", "企業《きぎょう》数《すう》"),
        ("人とまち", "人《ひと》とまち"),
    ],
)
def test_units_and_numbers_are_proposed_as_they_are_counted(text: str, reading: str):
    assert proposed_reading(text) == reading


def test_without_the_dictionary_nothing_is_proposed(monkeypatch: Any):
    monkeypatch.setitem(__import__("sys").modules, "sudachipy", None)
    from indicators import reading_proposals

    reading_proposals._tokenizer.cache_clear()
    assert proposed_reading("市民") == ""
    reading_proposals._tokenizer.cache_clear()


def test_the_workbook_and_yaml_carry_them_out_and_in_unchanged(client: Client, city: City, plan: Plan):
    name, carol = _name(plan), make_carol()
    reading = proposed_reading(name)
    said = Versions(reading, "まちの《まちの》 名《な》", "Promote the city")
    save_translations(plan=plan, typed={name: said}, by=city.bob)
    confirm_translations(plan=plan, seen={Translation.objects.get().pk: 1}, by=carol)
    client.force_login(city.bob)
    data = client.get("/office/plan/3/file/filled/").content
    sheet = load_workbook(io.BytesIO(data))["読み・英語"]
    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == ["原文", "読み", "やさしい日本語", "英語"]
    assert [name, *said] in rows
    assert [row[0] for row in rows[1:]] == list(texts_of_plan(plan)), "every text, in the plan's order"
    assert _changes(plan, read_workbook(plan, read_sheets("plan.xlsx", data), tables_of(plan))) == {}
    yaml = client.get("/office/plan/3/file/yaml/").content.decode()
    assert "Promote the city" in yaml


def test_a_file_drafts_them_and_tells_what_is_wrong_by_its_cell(client: Client, city: City, plan: Plan):
    client.force_login(city.bob)
    book = load_workbook(io.BytesIO(client.get("/office/plan/3/file/filled/").content))
    sheet = book["読み・英語"]
    place = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=2)}
    sheet.cell(place[plan.city], 2, "きさらづし")
    sheet.cell(place[_name(plan)], 4, "日本語")
    sheet.cell(sheet.max_row + 1, 1, "計画にない名前")
    sheet.cell(sheet.max_row, 4, "Nothing")
    file = _read(plan, book)
    wrong = check_file(plan, tables_of(plan), file.tables, deletes=False, errors=file.errors)
    assert {(one.place, one.column) for one in wrong.errors.found} == {
        (f"読み・英語!D{place[_name(plan)]}", "英語"),
        (f"読み・英語!A{sheet.max_row}", "原文"),
    }
    sheet.cell(place[_name(plan)], 4, "Promote")
    sheet.delete_rows(sheet.max_row)
    checked = check_file(plan, tables_of(plan), _read(plan, book).tables, deletes=False)
    assert not checked.errors
    carol = make_carol()
    Writing(plan, checked, city.bob, NOON, publisher=carol).write()
    known = translations_of(plan)
    assert known.found[plan.city].reading == "木更津市《きさらづし》"
    assert known.english(_name(plan)) == "Promote"


def _read(plan: Plan, book: Any) -> Any:
    made = io.BytesIO()
    book.save(made)
    return read_workbook(plan, read_sheets("plan.xlsx", made.getvalue()), tables_of(plan))


def _changes(plan: Plan, file: Any) -> dict[str, int]:
    checked = check_file(plan, tables_of(plan), file.tables, deletes=False)
    return {one.table.key: len(one.changes) for one in checked.changes}
