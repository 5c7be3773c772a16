"""The pages of an evaluation sheet: writing, review, the public page and its file; what never leaks, what is never lost."""

import io
import re
import time
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from indicators.models import EvaluationSheet, Event, Kind
from indicators.workflow import SHEETS, publish
from tests.indicators.factories import (
    NOON,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_department,
    make_indicator,
    make_measure,
    make_user,
    publish_change,
    publish_sheet,
    publish_value,
    said,
    sheet_said,
    submit_sheet,
    submit_value,
)
from tests.indicators.pages import publish_by_hand

pytestmark = pytest.mark.django_db
YEAR = 2024
PUBLIC = f"/measures/43/sheets/{YEAR}/"
ENTRY = f"/entry/sheets/43/{YEAR}/"
OFFICE = f"/office/sheets/43/{YEAR}/"
CANARY = "カナリア鳥の下書き"


@pytest.fixture
def world() -> SimpleNamespace:
    bob = make_bob()
    make_cycle(2023, by=bob)
    make_cycle(YEAR, by=bob)
    return SimpleNamespace(
        indicator=make_indicator(),
        measure=make_measure(),
        alice=make_alice(),
        bob=bob,
        carol=make_carol(),
        dave=make_dave(),
    )


def client_of(user: User | None = None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def form_of(sheet: EvaluationSheet | None, **fields: str) -> dict[str, str]:
    """What a browser sends from the form as it stands."""
    seen = {"record": str(sheet.pk), "version": str(sheet.version)} if sheet else {"version": "0"}
    return {**seen, "action": "draft", **sheet_said(), **fields}


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def rows_of(table: type[Any]) -> list[tuple[Any, ...]]:
    return list(table.objects.order_by("pk").values_list())


# --- Writing ------------------------------------------------------------------------------------------


def test_a_draft_then_a_submission(world: SimpleNamespace):
    alice = client_of(world.alice)
    page = text_of(alice.get(ENTRY))
    assert "施策評価シート" in page
    assert "0字／2,000字まで" in page or "0字／2000字まで" in page
    response = alice.post(ENTRY, form_of(None, challenges="", rating=""))
    assert response["Location"] == ENTRY
    draft = EvaluationSheet.objects.get()
    assert (draft.state, draft.challenges, draft.entered_by) == ("draft", "", world.alice)

    refused = alice.post(ENTRY, form_of(draft, action="submit", challenges="", rating=""))
    assert refused.status_code == 200
    assert "課題を入力してください。" in text_of(refused)
    assert "自己評価を選んでください。" in text_of(refused)
    assert EvaluationSheet.objects.get().state == "draft"

    assert alice.post(ENTRY, form_of(draft, action="submit"))["Location"] == reverse("entry:tasks")
    sheet = EvaluationSheet.objects.get()
    assert sheet.state == "submitted"
    record = text_of(alice.get(ENTRY))
    assert "提出済みです" in record
    assert "<textarea" not in record


def test_texts_that_cannot_be_kept(world: SimpleNamespace):
    alice = client_of(world.alice)
    page = text_of(alice.post(ENTRY, form_of(None, achievements="あ" * 2001)))
    assert "2000字までで入力してください（いま2001字です）。" in page
    assert "あ" * 2001 in page
    assert "先頭に見えない文字（U+0007）があります" in text_of(
        alice.post(ENTRY, form_of(None, challenges="\x07"))
    )
    assert "選んでください" in text_of(alice.post(ENTRY, form_of(None, rating="E")))
    assert not EvaluationSheet.objects.exists()
    alice.post(ENTRY, form_of(None, achievements="い" * 2000))
    assert EvaluationSheet.objects.get().achievements == "い" * 2000


def test_the_figures_of_the_year_and_last_years_sheet_stand_beside(world: SimpleNamespace):
    publish_value(world.indicator, 2023, said("700"), by=world.alice, publisher=world.bob)
    submit_value(world.indicator, YEAR, said("980"), by=world.alice)
    publish_sheet(world.measure, 2023, by=world.alice, publisher=world.bob, achievements="去年の成果でした。")
    page = text_of(client_of(world.alice).get(ENTRY))
    assert "去年の成果でした。" in page
    assert "980" in page
    assert "公表前" in page
    assert "＋280人" in page


def test_a_lost_edit_is_told_and_nothing_is_lost(world: SimpleNamespace):
    alice, bob = client_of(world.alice), client_of(world.bob)
    alice.post(ENTRY, form_of(None))
    seen = EvaluationSheet.objects.get()
    bob.post(ENTRY, form_of(seen, achievements="ボブが先に書いた成果", rating="A"))
    response = alice.post(ENTRY, form_of(seen, achievements="アリスが書いた成果", action="submit"))
    page = text_of(response)
    assert response.status_code == 409
    assert "保存していません" in page
    assert "アリスが書いた成果</textarea>" in page
    assert "ボブが先に書いた成果" in page
    assert "A 想定を上回る" in page
    standing = EvaluationSheet.objects.get()
    assert (standing.achievements, standing.state) == ("ボブが先に書いた成果", "draft")

    # The form of that page is on top of what stands: sending it again is a decision, and goes through.
    again = re.search(r'name="version" value="(\d+)"', page)
    assert again
    assert int(again[1]) == standing.version
    alice.post(ENTRY, form_of(standing, achievements="アリスが書いた成果"))
    assert EvaluationSheet.objects.get().achievements == "アリスが書いた成果"


@pytest.mark.parametrize("then", ["submitted", "published", "discarded"])
def test_what_was_typed_stays_when_the_sheet_went_on(world: SimpleNamespace, then: str):
    alice = client_of(world.alice)
    alice.post(ENTRY, form_of(None))
    seen = EvaluationSheet.objects.get()
    if then == "discarded":
        SHEETS.discard(record=seen, version=1, by=world.bob)
    else:
        sheet = submit_sheet(world.measure, by=world.alice)
        if then == "published":
            SHEETS.publish(record=sheet, version=sheet.version, by=world.bob)
    before = rows_of(EvaluationSheet)
    response = alice.post(ENTRY, form_of(seen, achievements="打ったばかりの文"))
    assert response.status_code == 409
    assert "打ったばかりの文" in text_of(response)
    assert rows_of(EvaluationSheet) == before


def test_a_page_of_the_draft_before_does_not_write_over_the_new_one(world: SimpleNamespace):
    alice = client_of(world.alice)
    alice.post(ENTRY, form_of(None))
    old = EvaluationSheet.objects.get()
    SHEETS.discard(record=old, version=1, by=world.alice)
    SHEETS.save(owner=world.measure, year=YEAR, by=world.bob, data=sheet_said(achievements="新しい下書き"))
    assert alice.post(ENTRY, form_of(old)).status_code == 409
    assert EvaluationSheet.objects.get().achievements == "新しい下書き"


def test_a_change_and_its_reason(world: SimpleNamespace):
    publish_sheet(world.measure, by=world.alice, publisher=world.bob)
    alice = client_of(world.alice)
    assert "このシートを変更する" in text_of(alice.get(ENTRY))
    assert "変更の理由を入力してください。" in text_of(
        alice.post(f"{ENTRY}change/", {"version": "0", "reason": ""})
    )
    alice.post(f"{ENTRY}change/", {"version": "0", "reason": "数の誤り"})
    change = EvaluationSheet.objects.get(number=2)
    assert (change.state, change.reason) == ("draft", "数の誤り")
    assert "変更（第2版）" in text_of(alice.get(ENTRY))
    assert "数の誤り" in text_of(alice.get(ENTRY))
    second = alice.post(f"{ENTRY}change/", {"version": "0", "reason": "もう一度"})
    assert second.status_code == 409
    assert (
        alice.post(ENTRY, form_of(change, reason="数の誤りを直しました", action="submit")).status_code == 302
    )
    change.refresh_from_db()
    assert (change.state, change.reason) == ("submitted", "数の誤りを直しました")
    assert client_of().get(PUBLIC).status_code == 200


def test_fields_that_a_form_does_not_have(world: SimpleNamespace):
    alice = client_of(world.alice)
    alice.post(ENTRY, form_of(None, reason="理由", office_remark="所見", state="published", figures="[]"))
    draft = EvaluationSheet.objects.get()
    alice.post(ENTRY, form_of(draft, reason="理由", office_remark="所見", state="published", number="7"))
    draft.refresh_from_db()
    assert (draft.reason, draft.office_remark, draft.state, draft.number, draft.figures) == (
        "",
        "",
        "draft",
        1,
        None,
    )


def test_a_draft_is_given_up_only_as_it_was_seen(world: SimpleNamespace):
    alice = client_of(world.alice)
    alice.post(ENTRY, form_of(None))
    seen = EvaluationSheet.objects.get()
    assert "取りやめ" in text_of(alice.get(f"{ENTRY}discard/"))
    client_of(world.bob).post(ENTRY, form_of(seen, achievements="ボブ"))
    stale = alice.post(f"{ENTRY}discard/", {"record": seen.pk, "version": seen.version})
    assert stale.status_code == 409
    now = EvaluationSheet.objects.get()
    alice.post(f"{ENTRY}discard/", {"record": now.pk, "version": now.version})
    assert not EvaluationSheet.objects.exists()


def test_who_may_not_open_the_form(world: SimpleNamespace):
    eve = make_user("eve", departments=(make_department("zaisei", "財政課"),))
    submit_sheet(world.measure, by=world.alice)
    before = rows_of(EvaluationSheet)
    for person, status in ((None, 302), (eve, 403), (world.dave, 403)):
        client = client_of(person)
        assert client.get(ENTRY).status_code == status
        posted = client.post(ENTRY, form_of(EvaluationSheet.objects.get()))
        assert posted.status_code == 403
        assert client.get(f"{ENTRY}change/").status_code == status
        assert client.get(f"{ENTRY}discard/").status_code == status
        assert client.get(OFFICE).status_code == status
        assert client.get("/office/sheets/").status_code == status
    assert rows_of(EvaluationSheet) == before
    assert client_of(world.alice).get(OFFICE).status_code == 403
    # A manager reads what is on its way, an outsider of the measure does not.
    assert client_of(world.dave).get(f"{ENTRY}print/").status_code == 200
    assert client_of(world.dave).get(f"{ENTRY}sheet.xlsx").status_code == 200
    assert client_of(eve).get(f"{ENTRY}print/").status_code == 403
    assert client_of(eve).get(f"{ENTRY}sheet.xlsx").status_code == 403


def test_years_and_measures_that_are_not(world: SimpleNamespace):
    alice = client_of(world.alice)
    assert alice.get("/entry/sheets/99/2024/").status_code == 404
    assert alice.get("/entry/sheets/43/2031/").status_code == 404
    assert "サイクルを始める" in text_of(alice.get("/entry/sheets/43/2026/"))
    refused = alice.post("/entry/sheets/43/2026/", form_of(None, achievements="早すぎた文"))
    assert refused.status_code == 409
    assert "早すぎた文" in text_of(refused)
    assert alice.get(f"{ENTRY}print/").status_code == 404
    assert client_of(world.bob).get(OFFICE).status_code == 404
    assert not EvaluationSheet.objects.exists()


def test_a_look_writes_nothing(world: SimpleNamespace):
    sheet = submit_sheet(world.measure, by=world.alice)
    # But for this: who handed it in takes it back until the office has opened it.
    SHEETS.look(sheet, world.bob)
    before = (rows_of(EvaluationSheet), rows_of(Event))
    bob = client_of(world.bob)
    for address in (
        ENTRY,
        f"{ENTRY}print/",
        f"{ENTRY}sheet.xlsx",
        f"{ENTRY}change/",
        f"{ENTRY}discard/",
        OFFICE,
        "/office/sheets/",
        "/office/",
        "/entry/",
    ):
        assert bob.get(address).status_code == 200, address
    assert (rows_of(EvaluationSheet), rows_of(Event)) == before


def test_my_tasks_list_the_sheets(world: SimpleNamespace):
    page = text_of(client_of(world.alice).get("/entry/"))
    assert page.count("の評価シート）</span>") == 2
    sheet = submit_sheet(world.measure, by=world.alice)
    SHEETS.send_back(record=sheet, version=sheet.version, reason="数を確かめて", by=world.bob)
    page = text_of(client_of(world.alice).get("/entry/"))
    assert "数を確かめて" in page
    assert "直す" in page


# --- Review -------------------------------------------------------------------------------------------


def decide(sheet: EvaluationSheet, action: str, **fields: str) -> dict[str, str]:
    return {"action": action, "record": str(sheet.pk), "version": str(sheet.version), **fields}


def test_review_remarks_and_publication_by_two(world: SimpleNamespace):
    sheet = submit_sheet(world.measure, by=world.alice)
    bob, carol = client_of(world.bob), client_of(world.carol)
    assert "公表する</button>" in text_of(bob.get(OFFICE))
    texts = {"external_evaluation": "審議会の評価です。", "office_remark": "所見です。"}
    assert bob.post(OFFICE, decide(sheet, "remarks", **texts)).status_code == 302
    sheet.refresh_from_db()
    assert (sheet.external_evaluation, sheet.office_remark) == ("審議会の評価です。", "所見です。")
    page = text_of(bob.get(OFFICE))
    assert "あなたには公表できません" in page
    assert "公表する</button>" not in page
    assert publish_by_hand(bob, OFFICE, decide(sheet, "publish")).status_code == 403
    assert publish_by_hand(carol, OFFICE, decide(sheet, "publish"))["Location"] == reverse("office:sheets")
    sheet.refresh_from_db()
    assert (sheet.state, sheet.published_by) == ("published", world.carol)
    page = text_of(client_of().get(PUBLIC))
    assert "審議会の評価です。" in page
    assert "所見です。" in page


def test_review_sends_back_with_a_reason(world: SimpleNamespace):
    sheet = submit_sheet(world.measure, by=world.alice)
    bob = client_of(world.bob)
    assert "差戻しの理由を入力してください。" in text_of(bob.post(OFFICE, decide(sheet, "send_back")))
    bob.post(OFFICE, decide(sheet, "send_back", return_reason="数を確かめてください。"))
    sheet.refresh_from_db()
    assert (sheet.state, sheet.return_reason) == ("returned", "数を確かめてください。")
    page = text_of(client_of(world.alice).get(ENTRY))
    assert "数を確かめてください。" in page
    assert "<textarea" in page


def test_review_waits_for_the_values(world: SimpleNamespace):
    sheet = submit_sheet(world.measure, by=world.alice)
    submit_value(world.indicator, YEAR, said("980"), by=world.alice)
    bob = client_of(world.bob)
    page = text_of(bob.get(OFFICE))
    assert "先に公表する値があります" in page
    assert "公表する</button>" not in page
    refused = publish_by_hand(bob, OFFICE, decide(sheet, "publish"))
    assert refused.status_code == 409
    assert "移住・定住相談窓口利用登録者数" in text_of(refused)
    sheet.refresh_from_db()
    assert sheet.state == "submitted"


def test_review_of_what_has_changed(world: SimpleNamespace):
    seen = submit_sheet(world.measure, by=world.alice)
    bob = client_of(world.bob)
    client_of(world.carol).post(OFFICE, decide(seen, "remarks", office_remark="キャロルの所見"))
    for action, fields in (
        ("publish", {}),
        ("send_back", {"return_reason": "書いた理由"}),
        ("remarks", {"office_remark": "ボブの所見"}),
    ):
        before = rows_of(EvaluationSheet)
        response = bob.post(OFFICE, decide(seen, action, **fields))
        assert response.status_code == 409
        assert "キャロルの所見" in text_of(response)
        assert all(text in text_of(response) for text in fields.values())
        assert rows_of(EvaluationSheet) == before
    other = EvaluationSheet.objects.get()
    assert bob.post(OFFICE, {**decide(other, "publish"), "record": "999999"}).status_code == 409
    assert bob.post(OFFICE, {"action": "publish"}).status_code == 409
    assert bob.post(OFFICE, decide(other, "explode")).status_code == 400


def test_the_board_and_the_list_show_what_waits(world: SimpleNamespace):
    bob = client_of(world.bob)
    assert "確認を待っているものはありません" in text_of(bob.get("/office/"))
    submit_sheet(world.measure, by=world.alice)
    page = text_of(bob.get("/office/"))
    assert "評価シート 施策43" in page.replace("　", " ")
    assert OFFICE in page
    page = text_of(bob.get("/office/sheets/"))
    assert "確認する" in page
    assert "C 想定をやや下回る" in page
    assert "代わりに書く" in text_of(bob.get("/office/sheets/?year=2023"))
    assert bob.get("/office/sheets/?year=2031").status_code == 404


def remarked(sheet: EvaluationSheet, by: User) -> EvaluationSheet:
    texts: Any = {"external_evaluation": "", "office_remark": "所見"}
    return SHEETS.add_remarks(record=sheet, version=sheet.version, by=by, **texts)


def test_lists_ask_the_same_number_of_questions_for_many_measures(world: SimpleNamespace):
    bob, alice = client_of(world.bob), client_of(world.alice)

    def asked(client: Client, address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    remarked(submit_sheet(world.measure, by=world.alice), world.carol)
    first = [asked(bob, "/office/"), asked(bob, "/office/sheets/"), asked(alice, "/entry/")]
    for number in range(60, 72):
        make_indicator(measure=make_measure(number))
        remarked(submit_sheet(make_measure(number), by=world.alice), world.carol)
    assert [asked(bob, "/office/"), asked(bob, "/office/sheets/"), asked(alice, "/entry/")] == first


# --- What citizens see --------------------------------------------------------------------------------


def test_nothing_is_public_before_publication(world: SimpleNamespace):
    citizen = client_of()
    texts: Any = sheet_said(achievements=CANARY, challenges=CANARY, next_steps=CANARY)
    addresses = (PUBLIC, f"/measures/43/sheets/{YEAR}.xlsx", f"{PUBLIC}?number=1")
    steps: list[Callable[[], Any]] = [
        lambda: SHEETS.save(owner=world.measure, year=YEAR, by=world.alice, data=texts),
        lambda: submit_sheet(world.measure, by=world.alice, **texts),
        lambda: SHEETS.send_back(
            record=EvaluationSheet.objects.get(), version=3, reason=CANARY, by=world.bob
        ),
    ]
    before = citizen.get("/measures/43/").content
    for step in steps:
        step()
        for address in addresses:
            assert citizen.get(address).status_code == 404
            assert CANARY not in text_of(citizen.get(address))
            # Nor by the public address for somebody who may read it elsewhere.
            assert client_of(world.bob).get(address).status_code == 404
        assert citizen.get("/measures/43/").content == before
    assert "評価シート" not in before.decode()


def test_a_change_in_the_works_changes_no_public_byte(world: SimpleNamespace):
    publish_value(world.indicator, YEAR, said("980"), by=world.alice, publisher=world.bob)
    publish_sheet(world.measure, by=world.alice, publisher=world.bob)
    citizen = client_of()
    addresses = ("/measures/43/", PUBLIC, f"/measures/43/sheets/{YEAR}.xlsx")
    before = [citizen.get(address).content for address in addresses]
    SHEETS.open_change(owner=world.measure, year=YEAR, reason=CANARY, by=world.alice)
    submit_sheet(world.measure, by=world.alice, achievements=CANARY)
    change = EvaluationSheet.objects.get(number=2)
    SHEETS.add_remarks(
        record=change,
        version=change.version,
        external_evaluation=CANARY,
        office_remark=CANARY,
        by=world.bob,
    )
    assert [citizen.get(address).content for address in addresses] == before
    assert citizen.get(f"{PUBLIC}?number=2").status_code == 404


def test_the_public_page_says_everything(world: SimpleNamespace):
    publish_value(world.indicator, 2023, said("700"), by=world.alice, publisher=world.bob)
    publish_value(world.indicator, YEAR, said("980", note="窓口の集計"), by=world.alice, publisher=world.bob)
    publish_sheet(world.measure, by=world.alice, publisher=world.bob, challenges="一行目\n\n<b>二行目</b>")
    page = text_of(client_of().get(PUBLIC))
    for text in (
        "施策その43",
        "めざす姿",
        "令和6年度（2024年度）",
        "産業振興課",
        "移住・定住相談窓口利用登録者数",
        "980",
        "遅れ",
        "＋280人",
        "1,292",
        "計算のしかた",
        "相談会を開きました。",
        "案内を見直します。",
        "この施策の自己評価",
        "&lt;b&gt;二行目&lt;/b&gt;",
        "2025年5月1日公表",
        "2025年5月1日 12:00）に公表していたものです",
    ):
        assert text in page, text
    assert "変わった数値があります" not in page
    assert PUBLIC in text_of(client_of().get("/measures/43/"))


def test_reasons_of_a_missed_promise_stand_as_they_were_published_with_the_sheet(world: SimpleNamespace):
    """980 is below the 1,292 of 令和6年度; what comes next is said only after the sheet went out."""
    said_why = said("980", shortfall_reason="窓口の案内が足りませんでした。")
    publish_value(world.indicator, YEAR, said_why, by=world.alice, publisher=world.bob)
    sheet = submit_sheet(world.measure, by=world.alice)
    draft = text_of(client_of(world.bob).get(f"{ENTRY}print/"))
    assert "<b>理由</b> 窓口の案内が足りませんでした。" in draft
    assert "<b>次に</b> まだ説明がありません" in draft
    SHEETS.publish(record=sheet, version=sheet.version, by=world.bob, now=NOON)
    later = said("980", shortfall_reason="案内の不足です。", next_step="毎月開きます。")
    publish_change(
        world.indicator, YEAR, Kind.SUPPLEMENT, later, by=world.alice, publisher=world.bob, reason=""
    )
    page = text_of(client_of().get(PUBLIC))
    assert "<b>理由</b> 窓口の案内が足りませんでした。" in page
    assert "<b>次に</b> 公表した時に説明はありませんでした" in page
    assert "毎月開きます。" not in page
    cells = [cell.value for row in workbook(client_of().get(f"{PUBLIC[:-1]}.xlsx").content) for cell in row]
    assert "43A 理由：窓口の案内が足りませんでした。" in cells
    assert "43A 次に：公表した時に説明はありませんでした" in cells


def test_figures_of_that_day_and_what_changed_since(world: SimpleNamespace):
    publish_value(world.indicator, YEAR, said("980"), by=world.alice, publisher=world.bob)
    publish_sheet(world.measure, by=world.alice, publisher=world.bob)
    publish_change(world.indicator, YEAR, Kind.CORRECTION, said("1300"), by=world.alice, publisher=world.bob)
    page = text_of(client_of().get(PUBLIC))
    since, _, paper = page.partition('<article class="sheet')
    assert "変わった数値があります" in since
    assert re.search(r"値：.*980.*→.*1,300", since)
    assert re.search(r"判定：.*遅れ.*→.*順調", since)
    assert "980" in paper
    assert "1,300" not in paper


def test_earlier_versions_keep_their_own_figures(world: SimpleNamespace):
    publish_value(world.indicator, YEAR, said("980"), by=world.alice, publisher=world.bob)
    publish_sheet(world.measure, by=world.alice, publisher=world.bob)
    publish_change(world.indicator, YEAR, Kind.CORRECTION, said("1300"), by=world.alice, publisher=world.bob)
    SHEETS.open_change(owner=world.measure, year=YEAR, reason="値の訂正のため", by=world.alice)
    change = submit_sheet(world.measure, by=world.alice, rating="A")
    SHEETS.publish(record=change, version=change.version, by=world.bob, now=NOON + timedelta(days=40))
    citizen = client_of()
    page = text_of(citizen.get(PUBLIC))
    assert "1,300" in page
    assert "980人" not in re.sub("<[^>]+>", "", page)
    assert "理由：値の訂正のため" in page
    assert f"{PUBLIC}?number=1" in page
    first = text_of(citizen.get(f"{PUBLIC}?number=1"))
    assert "これは前の版です" in first
    assert "980" in first
    for wrong in ("0", "3", "x", "", "１"):
        assert citizen.get(PUBLIC, {"number": wrong}).status_code == 404, wrong


def test_a_published_sheet_tells_its_own_name_of_the_measure_to_machines_too(world: SimpleNamespace):
    publish_sheet(world.measure, by=world.alice, publisher=world.bob)
    before, world.measure.name = world.measure.name, "あとからの施策名"
    world.measure.save()
    head = client_of().get(PUBLIC).content.decode().partition("</head>")[0]
    assert "あとからの施策名" not in head
    assert f"「{before}」" in head


def test_the_measure_page_lists_sheets_and_addresses_without_one_are_not_found(world: SimpleNamespace):
    citizen = client_of()
    assert citizen.get("/measures/43/sheets/2023/").status_code == 404
    assert citizen.get("/measures/99/sheets/2024/").status_code == 404
    assert citizen.post(PUBLIC).status_code == 405
    publish_sheet(world.measure, 2023, by=world.alice, publisher=world.bob)
    publish_sheet(world.measure, YEAR, by=world.alice, publisher=world.bob)
    page = text_of(citizen.get(PUBLIC))
    assert "/measures/43/sheets/2023/" in page
    assert "/measures/43/sheets/2023/</loc>" in text_of(citizen.get("/sitemap.xml"))
    assert citizen.get(PUBLIC)["Cache-Control"] == "public, no-cache"


def test_a_preview_says_that_it_is_a_draft(world: SimpleNamespace):
    submit_value(world.indicator, YEAR, said("980"), by=world.alice)
    sheet = submit_sheet(world.measure, by=world.alice)
    page = text_of(client_of(world.alice).get(f"{ENTRY}print/"))
    assert "公表していません" in page
    assert "公表前" in page
    assert "980" in page
    result = world.indicator.results.get()
    publish(record=result, version=result.version, by=world.bob)
    SHEETS.publish(record=sheet, version=sheet.version, by=world.bob)
    assert "公表していません" not in text_of(client_of(world.alice).get(f"{ENTRY}print/"))


# --- The file -----------------------------------------------------------------------------------------


def workbook(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content)).active


def test_the_workbook_says_what_the_page_says(world: SimpleNamespace):
    publish_value(world.indicator, YEAR, said("980.5"), by=world.alice, publisher=world.bob)
    publish_sheet(
        world.measure,
        by=world.alice,
        publisher=world.bob,
        achievements='=HYPERLINK("http://evil.example")',
        challenges="#N/A",
        next_steps="@SUM(A1)\n+1\n-1",
    )
    response = client_of().get(f"/measures/43/sheets/{YEAR}.xlsx")
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
    assert "basic-plan-sheet-43-2024-1.xlsx" in response["Content-Disposition"]
    page = workbook(response.content)
    cells = {cell.coordinate: cell for row in page.iter_rows() for cell in row if cell.value is not None}
    texts = [cell.value for cell in cells.values() if isinstance(cell.value, str)]
    for text in ('=HYPERLINK("http://evil.example")', "#N/A", "@SUM(A1)\n+1\n-1", "C 想定をやや下回る"):
        (found,) = [cell for cell in cells.values() if cell.value == text]
        assert (found.data_type, found.quotePrefix, found.alignment.wrap_text) == ("s", True, True)
    assert not [cell for cell in cells.values() if cell.data_type in ("f", "e")]
    assert any("施策その43" in text for text in texts)
    numbers = {str(cell.value): cell.number_format for cell in cells.values() if cell.data_type == "n"}
    assert numbers["980.5"] == '#,##0"人"'
    assert {"1292", "2000", "584"} <= set(numbers)
    assert (page.page_setup.paperSize, page.page_setup.orientation, page.page_setup.fitToWidth) == (
        9,
        "portrait",
        1,
    )
    assert not any("公表していません" in text for text in texts)


def test_a_long_text_is_cut_into_rows_that_can_be_shown(world: SimpleNamespace):
    long = "\n".join(f"{number}行目：" + "あ" * 90 for number in range(20))
    assert 1800 < len(long) <= 2000
    unbroken = "い" * 2000
    publish_sheet(world.measure, by=world.alice, publisher=world.bob, achievements=long, challenges=unbroken)
    page = workbook(client_of().get(f"/measures/43/sheets/{YEAR}.xlsx").content)
    pieces = [page.cell(at, 1).value for at in range(1, page.max_row + 1)]
    assert "\n".join(piece for piece in pieces if piece and "行目：" in piece) == long
    assert (
        "".join(piece for piece in pieces if piece and set(piece) <= {"い", "\n"}).replace("\n", "")
        == unbroken
    )
    assert max(page.row_dimensions[at].height or 0 for at in range(1, page.max_row + 1)) <= 409


def test_the_file_of_a_published_sheet_is_the_same_each_time(world: SimpleNamespace):
    publish_value(world.indicator, YEAR, said("980"), by=world.alice, publisher=world.bob)
    publish_sheet(world.measure, by=world.alice, publisher=world.bob)
    address = f"/measures/43/sheets/{YEAR}.xlsx"
    first = client_of().get(address).content
    time.sleep(1.1)  # a zip keeps seconds
    publish_change(world.indicator, YEAR, Kind.CORRECTION, said("1300"), by=world.alice, publisher=world.bob)
    assert client_of(world.bob).get(address).content == first
    assert ZipFile(io.BytesIO(first)).testzip() is None


def test_the_file_of_a_draft_says_so_and_is_for_staff(world: SimpleNamespace):
    submit_value(world.indicator, YEAR, said("980"), by=world.alice)
    submit_sheet(world.measure, by=world.alice)
    assert client_of().get(f"{ENTRY}sheet.xlsx").status_code == 302
    response = client_of(world.alice).get(f"{ENTRY}sheet.xlsx")
    assert "draft" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    texts = [str(cell.value) for row in workbook(response.content).iter_rows() for cell in row if cell.value]
    assert any("公表していません" in text for text in texts)
    assert any("公表前の値" in text for text in texts)


def test_the_log_tells_what_was_written(world: SimpleNamespace):
    sheet = submit_sheet(world.measure, by=world.alice)
    client_of(world.bob).post(OFFICE, decide(sheet, "remarks", office_remark="所見"))
    sheet.refresh_from_db()
    client_of(world.bob).post(OFFICE, decide(sheet, "send_back", return_reason="数を確かめて"))
    sheet.refresh_from_db()
    client_of(world.alice).post(ENTRY, form_of(sheet, rating="A"))
    page = text_of(client_of(world.alice).get(ENTRY))
    for line in (
        "入力を始めました（成果を入力、課題を入力、今後の方向性を入力、自己評価 C）",
        "提出しました",
        "保存しました（企画課の所見を入力）",
        "差し戻しました",
        "理由：数を確かめて",
        "保存しました（自己評価 C → A）",
    ):
        assert line in page, line
