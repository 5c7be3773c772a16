"""Pages of what was done: the form and the table of a department, the office's list and review, what a citizen reads."""

import io
import re
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from indicators import frames
from indicators.models import Deed, DeedLine
from indicators.wording.people import person as named
from indicators.workflow import DEEDS
from measures.models import Plan
from tests.indicators.factories import (
    NOON,
    line_of,
    load_fixtures,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_department,
    publish_deed,
    publish_deed_change,
    publish_sheet,
    submit_deed,
)

pytestmark = pytest.mark.django_db
FORM = "/entry/deeds/44-1/organic-city-suishin/2024/"
LATER = NOON + timedelta(days=30)
TABLE = "/entry/deeds/2024/?department=organic-city-suishin"
REVIEW = "/office/deeds/44-1/organic-city-suishin/2024/"
SAID = {
    "planned": "相談会を12回開きます。",
    "done": "相談会を10回開きました。",
    "quantity": "１０回",
    "unit": "回",
    "standing": "late",
    "cause": "台風で2回を中止したためです。",
    "next_step": "オンラインの相談会を加えます。",
    "projects": "移住相談事業　https://example.jp/iju\n広報事業",
}


@pytest.fixture
def world() -> SimpleNamespace:
    load_fixtures()
    bob = make_bob()
    for year in (2023, 2024):
        make_cycle(year, by=bob)
    department = make_department("organic-city-suishin")
    people = {"alice": make_alice(department), "bob": bob, "carol": make_carol()}
    clients = {}
    for name, person in people.items():
        clients[f"as_{name}"] = Client()
        clients[f"as_{name}"].force_login(person)
    return SimpleNamespace(line=line_of("44-1", department.slug), **people, **clients)


def typed(**changes: Any) -> dict[str, Any]:
    return {**SAID, "version": "0", "record": "", "action": "draft", **changes}


def posted(client: Client, path: str, page: str, **fields: Any) -> Any:
    """A button of a page of confirmation: what it showed goes with it."""
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen is not None, page
    return client.post(path, {**fields, "seen": seen[1]})


# --- The form ------------------------------------------------------------------------------------------------


def test_from_the_form_to_the_citizen(world: SimpleNamespace) -> None:
    early: dict[str, Any] = {
        "done": "前の年度にしたこと",
        "standing": "on_schedule",
        "cause": "",
        "next_step": "",
    }
    publish_deed(world.line, 2023, by=world.alice, publisher=world.bob, **early)
    assert "前の年度にしたこと" in world.as_alice.get(FORM).content.decode(), "last year's text stands beside"
    assert world.as_alice.post(FORM, typed()).status_code == 302
    deed = Deed.objects.get(year=2024)
    assert (deed.quantity, deed.projects) == (
        Decimal(10),
        [["移住相談事業", "https://example.jp/iju"], ["広報事業", ""]],
    )
    poor = typed(action="submit", version="1", record=str(deed.pk), cause="")
    assert "遅れている理由を入力してください" in world.as_alice.post(FORM, poor).content.decode()
    world.as_alice.post(FORM, typed(action="submit", version="1", record=str(deed.pk)))
    deed.refresh_from_db()
    assert deed.state == "submitted"
    public = "/initiatives/44-1/"
    assert "オンラインの相談会" not in Client().get(public).content.decode()
    assert "44-1" in world.as_bob.get("/office/").content.decode()
    about = {"record": str(deed.pk), "version": str(deed.version)}
    shown = world.as_bob.post(REVIEW, {"action": "publish", **about}).content.decode()
    assert posted(world.as_bob, REVIEW, shown, action="publish", **about).status_code == 302
    page = Client().get(public).content.decode()
    for words in (
        "相談会を10回開きました。",
        "<dd>10回</dd>",
        "遅れ",
        "台風で2回",
        "オンラインの相談会",
        "広報事業",
    ):
        assert words in page
    assert 'href="https://example.jp/iju"' in page
    assert "担当分" not in page
    measure = Client().get("/measures/44/").content.decode()
    assert re.search(r'<span class="deed late">遅れ</span>\s*相談会を10回開きました。</p>', measure)
    assert 'href="/initiatives/44-1/"' in measure


def test_a_draft_keeps_itself_and_covers_nothing(world: SimpleNamespace) -> None:
    def keep(client: Client, **fields: Any) -> Any:
        return client.post(FORM, typed(**fields), headers={"accept": "application/json"})

    first = keep(world.as_alice, cause="")
    assert (first.status_code, first.json()["version"]) == (200, 1)
    assert keep(world.as_alice, quantity="十").status_code == 422
    taken = keep(world.as_bob, done="別の文")
    assert taken.status_code == 409
    assert "相談会を10回開きました。" in taken.json()["box"]
    assert taken.json()["again"]["version"] == 1
    assert Deed.objects.get().version == 1
    late = world.as_bob.post(FORM, typed(done="別の文"))
    assert late.status_code == 409
    assert "別の文" in late.content.decode(), "what was typed is not lost"


def test_a_change_begins_on_the_form_and_can_be_given_up(world: SimpleNamespace) -> None:
    publish_deed(world.line, by=world.alice, publisher=world.bob)
    assert world.as_alice.post(FORM, {"action": "change", "reason": ""}).status_code == 200
    assert world.as_alice.post(FORM, {"action": "change", "reason": "数え漏れ"}).status_code == 302
    change = DEEDS.current(world.line, 2024)
    assert change is not None
    assert change.number == 2
    gone = {"record": str(change.pk), "version": str(change.version)}
    assert world.as_alice.post(f"{FORM}discard/", gone).status_code == 302
    assert Deed.objects.count() == 1


@pytest.mark.parametrize(
    "path",
    [
        "/entry/deeds/44-9/organic-city-suishin/2024/",
        "/entry/deeds/44-1.99/organic-city-suishin/2024/",
        "/entry/deeds/44-1/zaisei/2024/",
        "/entry/deeds/44-1/organic-city-suishin/2030/",
        "/entry/deeds/x/organic-city-suishin/2024/",
        "/entry/deeds/2030/",
        "/initiatives/44-9/",
        "/initiatives/44-1.1/",
        "/initiatives/99999-1/",
        "/office/deeds/44-1.1/lead/",
    ],
)
def test_what_is_not_there(world: SimpleNamespace, path: str) -> None:
    assert world.as_bob.get(path).status_code == 404
    assert not DeedLine.objects.exists()


# --- The table -----------------------------------------------------------------------------------------------


def of_row(code: str, **changes: Any) -> dict[str, Any]:
    return {
        f"{code}-{name}": text for name, text in {**SAID, "version": "0", "record": "", **changes}.items()
    }


def test_a_year_in_one_table(world: SimpleNamespace) -> None:
    early: dict[str, Any] = {"done": "前の年度にしたこと", "cause": "前の理由", "next_step": "前の次"}
    publish_deed(world.line, 2023, by=world.alice, publisher=world.bob, **early)
    page = world.as_alice.get(TABLE).content.decode()
    assert "前の年度にしたこと" in page
    assert 'name="44-1.1-done"' in page
    both = {**of_row("44-1"), **of_row("44-1.1", cause=""), "chosen": ["44-1", "44-1.1"], "action": "submit"}
    refused = world.as_alice.post(TABLE, both).content.decode()
    assert "1件も保存していません" in refused
    assert not Deed.objects.filter(year=2024).exists()
    done = world.as_alice.post(TABLE, {**both, "chosen": ["44-1"]})
    assert done.status_code == 302
    stands = Deed.objects.filter(year=2024).order_by("line__detail").values_list("line__detail", "state")
    assert list(stands) == [(0, "submitted"), (1, "draft")]
    again = {**of_row("44-1.1", done="別の文"), "action": "draft"}
    taken = world.as_bob.post(TABLE, again)
    assert taken.status_code == 409
    assert "先に保存しました" in taken.content.decode()
    untouched = {**of_row("44-2", **dict.fromkeys(SAID, "")), "action": "draft"}
    assert world.as_alice.post(TABLE, untouched).status_code == 302
    assert Deed.objects.filter(year=2024).count() == 2


def test_a_table_keeps_itself_row_by_row_and_covers_nothing(world: SimpleNamespace) -> None:
    def keep(client: Client, *rows: dict[str, Any]) -> Any:
        data = {"action": "draft"} | {name: text for row in rows for name, text in row.items()}
        return client.post(TABLE, data, headers={"accept": "application/json"})

    first = keep(world.as_alice, of_row("44-1", cause=""), of_row("44-1.1", quantity="十"))
    assert first.status_code == 422, "one row has to be mended"
    whole = Deed.objects.get()
    assert first.json()["rows"] == {"44-1": {"version": 1, "record": whole.pk}}
    assert list(first.json()["errors"]) == ["44-1.1"]
    taken = keep(world.as_bob, of_row("44-1", done="別の文"), of_row("44-2"))
    assert taken.status_code == 409
    assert "相談会を10回開きました。" in taken.json()["box"]
    assert taken.json()["again"]["rows"]["44-1"]["version"] == 1
    assert list(taken.json()["rows"]) == ["44-2"], "the other row is kept all the same"
    mine = {"version": "1", "record": str(whole.pk), "done": "別の文"}
    assert keep(world.as_bob, of_row("44-1", **mine)).json()["rows"]["44-1"]["version"] == 2


def test_a_text_of_last_year_is_taken_over_and_asked_about(world: SimpleNamespace) -> None:
    publish_deed(
        world.line, 2023, by=world.alice, publisher=world.bob, done="毎月の相談会", next_step="夜も開く"
    )
    blank = dict.fromkeys(SAID, "")
    page = world.as_alice.post(FORM, typed(**blank, take="done")).content.decode()
    assert "毎月の相談会</textarea>" in page
    page = world.as_alice.post(FORM, typed(**blank, take="planned")).content.decode()
    assert "夜も開く</textarea>" in page, "what was to come next is what was planned"
    page = world.as_alice.post(TABLE, {**of_row("44-1", **blank), "take": "44-1-done"}).content.decode()
    assert "毎月の相談会</textarea>" in page
    assert not Deed.objects.filter(year=2024).exists(), "nothing is saved"
    same = typed(action="submit", done="毎月の相談会", cause="ほかの理由", next_step="ほかのこと")
    assert "令和5年度の実施したことのままです" in world.as_alice.post(FORM, same).content.decode()
    row = of_row("44-1", done="毎月の相談会", cause="ほかの理由", next_step="ほかのこと")
    many = {**row, "action": "submit", "chosen": ["44-1"]}
    assert "令和5年度の実施したことのままです" in world.as_alice.post(TABLE, many).content.decode()
    assert world.as_alice.post(TABLE, {**many, "confirmed": "44-1-done"}).status_code == 302
    assert Deed.objects.get(year=2024).state == "submitted"


def test_my_tasks_ask_for_what_is_not_written(world: SimpleNamespace) -> None:
    page = world.as_alice.get("/entry/").content.decode()
    assert FORM in page
    submit_deed(world.line, by=world.alice)
    publish_deed(
        line_of("44-3", "organic-city-suishin"),
        2023,
        by=world.alice,
        publisher=world.bob,
        standing="finished",
    )
    page = world.as_alice.get("/entry/").content.decode()
    assert FORM not in page
    assert "/entry/deeds/44-3/organic-city-suishin/2024/" not in page, "it ended the year before"


# --- The office ----------------------------------------------------------------------------------------------


def test_many_go_out_as_they_were_seen(world: SimpleNamespace) -> None:
    first = submit_deed(world.line, by=world.alice)
    second = submit_deed(line_of("44-3", "organic-city-suishin"), by=world.alice, standing="finished")
    where = "/office/deeds/?year=2024"
    chosen = [f"{one.pk}:{one.version}" for one in (first, second)]
    assert all(f'value="{one}"' in world.as_bob.get(where).content.decode() for one in chosen)
    fields = {"action": "publish", "chosen": chosen}
    shown = world.as_bob.post(where, fields).content.decode()
    assert "2件を公表する" in shown
    assert "次の年度からの入力がなくなります" in shown
    DEEDS.send_back(record=second, version=second.version, reason="理由", by=world.carol)
    answer = posted(world.as_bob, where, shown, **fields)
    told = answer.content.decode()
    assert answer.status_code == 409
    assert not Deed.objects.filter(state="published").exists()
    # It says which one, what it is now, who did it; the other stays ticked.
    assert re.search(
        rf"取組44-3（[^）]+）の令和6年度の実績：[^<]*差し戻されています（{named(world.carol)}が[^）]*に差し戻しました）。いまは「差戻し」です",
        told,
    ), told
    assert f'value="{chosen[0]}" checked' in told
    returned = DEEDS.current(second.line, 2024)
    assert returned is not None
    DEEDS.discard(record=returned, version=returned.version, by=world.alice)
    told = world.as_bob.post(where, fields).content.decode()
    assert re.search(rf"取組44-3[^<]*取りやめられています（{named(world.alice)}が", told), told
    fields = {"action": "publish", "chosen": chosen[:1]}
    shown = world.as_bob.post(where, fields).content.decode()
    assert posted(world.as_bob, where, shown, **fields).status_code == 302
    assert Deed.objects.filter(state="published").count() == 1
    assert "公表するものを選んでください" in world.as_bob.post(where, {"action": "publish"}).content.decode()


def test_who_gathers_is_published_by_another(world: SimpleNamespace) -> None:
    where = "/office/deeds/46-1/lead/"
    chosen = make_department("keiei-kaikaku")
    draft = {"action": "draft", "department": str(chosen.pk), "reason": "とりまとめを決めた"}
    assert world.as_bob.post(where, draft).status_code == 302
    assert world.as_bob.post(where, {"action": "publish"}).status_code == 403
    shown = world.as_carol.post(where, {"action": "publish"}).content.decode()
    assert posted(world.as_carol, where, shown, action="publish").status_code == 302
    assert frames.deed_leads(Plan.objects.get())["46-1"].department_id == chosen.pk
    assert "企画課が設定" in Client().get("/initiatives/46-1/").content.decode()


# --- What a citizen reads ---------------------------------------------------------------------------------------


def test_a_part_that_is_missing_is_named_and_a_correction_stays_readable(world: SimpleNamespace) -> None:
    publish_deed(line_of("44-2", "organic-city-suishin"), by=world.alice, publisher=world.bob)
    page = Client().get("/initiatives/44-2/").content.decode()
    assert "2課のうち1課が公表しました（環境政策課は、これからです）" in page
    publish_deed_change(
        line_of("44-2", "organic-city-suishin"),
        by=world.alice,
        publisher=world.bob,
        reason="数え漏れがありました。",
        done="相談会を12回開きました。",
        quantity=Decimal(12),
    )
    page = Client().get("/initiatives/44-2/").content.decode()
    assert re.search(r"<del>[^<]*相談会を10回開きました。[^<]*</del>", page)
    assert "数え漏れがありました。" in page
    before = Client().get("/initiatives/44-2/?as_of=2025-04-30").content.decode()
    assert "相談会を" not in before
    assert NOON.year == 2025


def test_nothing_unpublished_is_on_a_page(world: SimpleNamespace) -> None:
    publish_deed(world.line, by=world.alice, publisher=world.bob)
    DEEDS.open_change(owner=world.line, year=2024, reason="秘密の理由", by=world.alice)
    submit_deed(world.line, by=world.alice, done="秘密のこと")
    for path in (
        "/measures/44/",
        "/initiatives/44-1/",
        "/easy/initiatives/44-1/",
        "/plans/3/initiatives/44-1/",
    ):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert "秘密" not in answer.content.decode()


# --- What is told of changes -----------------------------------------------------------------------------------


def test_what_went_out_and_what_was_changed_is_told_everywhere(world: SimpleNamespace) -> None:
    publish_deed(world.line, by=world.alice, publisher=world.bob)
    citizen = Client()
    told = citizen.get("/publications/").content.decode()
    assert "令和6年度の取組の実績" in told
    assert 'href="/initiatives/44-1/#year-2024"' in told
    assert "取組の実績：令和6年度" in citizen.get("/feeds/publications.atom").content.decode()
    assert "取組の実績" not in citizen.get("/feeds/corrections.atom").content.decode().partition("<entry>")[2]
    publish_deed_change(
        world.line,
        by=world.alice,
        publisher=world.carol,
        reason="数え漏れ",
        now=LATER,
        quantity=Decimal(12),
        done="相談会を12回開きました。",
    )
    changed = citizen.get("/corrections/?kind=deed").content.decode()
    for words in ("主な取組44-1（", "数え漏れ", "10回", "12回", "相談会を12回開きました。"):
        assert words in changed
    assert "10回" in citizen.get("/feeds/corrections.atom").content.decode()
    easy = re.sub(r"<rt>.*?</rt>|<[^>]+>", "", citizen.get("/easy/corrections/").content.decode())
    assert "市役所の 課が したことの 文か 数を 直しました。" in easy
    span = f"?from={NOON.date() - timedelta(days=1)}&to={LATER.date()}"
    page = citizen.get(f"/changes/{span}").content.decode()
    assert page.count("主な取組44-1（") == 3, "first, and both texts that were changed"
    assert 'href="/initiatives/44-1/"' in page
    file = citizen.get(f"/changes.json{span}").json()
    assert {one["change"] for one in file["changes"] if one["item"] in ("数量", "実施したこと")} == {"deed"}
    early = f"?from={NOON.date() - timedelta(days=1)}&to={NOON.date()}"
    assert citizen.get(f"/changes/{early}").content.decode().count("主な取組44-1（") == 1


# --- Where else a citizen reads it -------------------------------------------------------------------------------


def test_each_year_of_a_measure_and_each_department_s_part(world: SimpleNamespace) -> None:
    publish_deed(
        world.line, 2023, by=world.alice, publisher=world.bob, done="前の年度のこと", standing="reviewed"
    )
    publish_deed(world.line, by=world.alice, publisher=world.bob)
    submit_deed(line_of("44-2", world.line.department.slug), by=world.alice, done="まだ見せないこと")
    citizen = Client()
    newest = citizen.get("/measures/44/").content.decode()
    assert "令和6年度に行ったこと" in newest
    assert 'href="/measures/44/?year=2023#initiatives"' in newest
    early = citizen.get("/measures/44/?year=2023").content.decode()
    assert ("前の年度のこと" in early, "相談会を10回" in early) == (True, False)
    for wrong in ("2025", "2030", "x"):
        assert citizen.get(f"/measures/44/?year={wrong}").status_code == 404
    department = citizen.get(f"/departments/{world.line.department.slug}/").content.decode()
    assert "令和6年度の取組4件：遅れ1件、未公表3件。" in department
    assert "相談会を10回開きました。" in department
    # Only where the page of the initiative has something of that year is its year led to.
    led = set(re.findall(r'href="/initiatives/(44-\d)/(#year-2024)?"', department))
    assert ("44-1", "#year-2024") in led
    assert ("44-3", "") in led
    assert {code for code, year in led if year} == {"44-1"}
    assert "令和6年度の取組4件：遅れ1件、未公表3件" in citizen.get("/departments/").content.decode()
    paper = citizen.get("/print/one-page/measures/44/").content.decode()
    assert "遅れ：相談会を10回開きました。（10回）" in paper
    assert "見直し：前の年度のこと" in citizen.get("/print/one-page/measures/44/?year=2023").content.decode()
    easy = re.sub(r"<rt>.*?</rt>|<[^>]+>", "", citizen.get("/easy/measures/44/").content.decode())
    assert "予定より 遅れて います。" in easy
    english = citizen.get("/en/measures/44/").content.decode()
    assert "FY2024 (Reiwa 6): 1 late, 2 not reported yet." in english
    pages = (newest, early, department, paper, easy, english)
    assert not any("まだ見せないこと" in page for page in pages)


def test_a_sheet_keeps_the_deeds_of_its_day(world: SimpleNamespace) -> None:
    measure = world.line.measure
    publish_deed(world.line, by=world.alice, publisher=world.bob)
    publish_sheet(measure, 2024, by=world.alice, publisher=world.bob, now=NOON + timedelta(days=1))
    publish_deed_change(
        world.line, by=world.alice, publisher=world.carol, now=LATER, done="相談会を12回開きました。"
    )
    submit_deed(line_of("44-2", world.line.department.slug), by=world.alice, done="まだ見せないこと")
    page = Client().get("/measures/44/sheets/2024/").content.decode()
    paper = page.partition('class="sheet-desk"')[2]
    assert "相談会を10回開きました。（10回）" in paper
    assert "12回" not in paper
    told = page.partition('class="sheet-desk"')[0]
    assert "相談会を12回開きました。" in told, "what was changed since stands above it"
    assert "まだ見せないこと" not in page
    book = load_workbook(io.BytesIO(Client().get(reverse("public:sheet_xlsx", args=[44, 2024])).content))
    texts = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert any("相談会を10回開きました。（10回）" in text for text in texts)
    beside = world.as_alice.get("/entry/sheets/44/2024/").content.decode()
    assert "まだ見せないこと" in beside


def test_deeds_and_every_record_of_them_are_open_data(world: SimpleNamespace) -> None:
    publish_deed(world.line, by=world.alice, publisher=world.bob)
    publish_deed_change(
        world.line,
        by=world.alice,
        publisher=world.carol,
        reason="数え漏れ",
        now=LATER,
        quantity=Decimal("12.50"),
    )
    citizen = Client()
    [row] = citizen.get("/open-data/deeds.json").json()["rows"]
    assert (row["initiative_code"], row["detail"], row["quantity"], row["standing"]) == (
        "44-1",
        0,
        "12.5",
        "late",
    )
    assert row["projects"] == "移住相談事業 https://example.jp/iju"
    records = citizen.get("/open-data/deed-records.json").json()["rows"]
    assert [(one["number"], one["quantity"], one["is_standing"]) for one in records] == [
        (1, "10", False),
        (2, "12.5", True),
    ]
    [then] = citizen.get(f"/open-data/deeds.json?as_of={NOON.date()}").json()["rows"]
    assert then["quantity"] == "10"
    asked = citizen.get("/api/v1/deeds/?initiative=44-1&standing=late").json()
    assert asked["count"] == 1
    assert citizen.get("/api/v1/deeds/?standing=stopped").json()["count"] == 0
    assert "取組の実績を1件公表" in citizen.get("/open-data/").content.decode()
