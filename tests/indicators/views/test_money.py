"""Pages of money: the accounting system's table, the form, the office's list and review, what a citizen reads and takes away."""

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from indicators import workflow
from indicators.models import Event, MoneyUpload, RouteSeat, Spending
from indicators.views.public.site.addresses import of_plan
from indicators.wording.people import person as named
from indicators.workflow import SPENDING, WrongState
from measures.models import Plan
from tests.indicators.factories import (
    LONG_AGO,
    NOON,
    line_of,
    load_fixtures,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_department,
    make_user,
    publish_deed,
    publish_sheet,
    publish_spending,
    submit_sheet,
    submit_spending,
)
from tests.indicators.pages import confirm, text_of

pytestmark = pytest.mark.django_db
PAGE = "/entry/money/2024/file/"
# As an accounting system gives it: a title above, several rows a project, △ and brackets, a sum.
TABLE = """令和6年度 歳出予算執行状況,,,,,
事業コード,事業名,所属名,予算現額(円),支出済額(円),主な取組
１００１,移住相談事業,オーガニックシティ推進課,"12,500,000","１１,６００,００１",44-1 60、44-2 40
１００１,移住相談事業,オーガニックシティ推進課,△500000,"(100,000)",
1002,緑化事業,オーガニックシティ推進課,1000,2000,44-1
1003,庁舎清掃事業,契約課,9999,9000,
,合計,,"12,010,999","11,511,001",
"""


@pytest.fixture
def world() -> SimpleNamespace:
    load_fixtures()
    department = make_department("organic-city-suishin")
    people = {"alice": make_alice(department), "bob": make_bob(), "carol": make_carol()}
    clients = {}
    for name, person in people.items():
        clients[f"as_{name}"] = Client()
        clients[f"as_{name}"].force_login(person)
    return SimpleNamespace(plan=Plan.objects.get(), own=department, **people, **clients)


def give(client: Client, text: str, name: str = "R6.csv", encoding: str = "cp932") -> Any:
    file = SimpleUploadedFile(name, text.encode(encoding))
    return client.post(PAGE, {"action": "read", "file": file}, follow=True)


def step(client: Client, action: str, **typed: Any) -> Any:
    """A button of the page, with all that the page holds in its boxes."""
    page = client.get(PAGE).content.decode()
    boxes = dict(re.findall(r'name="((?:seal|shares-\d+))" value="([^"]*)"', page))
    upload = MoneyUpload.objects.get(plan=Plan.objects.get(), uploaded_by=client.session["_auth_user_id"])
    return client.post(PAGE, {**boxes, "upload": str(upload.pk), "action": action, **typed}, follow=True)


def choose(client: Client, **typed: str) -> Any:
    """The columns as they are proposed."""
    page = client.get(PAGE).content.decode()
    chosen = {
        name: re.search(r'value="([^"]*)" selected', box)[1]  # type: ignore[index]
        for name, box in re.findall(r'name="(column-\d+)">(.*?)</select>', page)
        if " selected" in box
    }
    heads = dict(re.findall(r'name="(first|last)"[^>]* value="(\d+)"', page))
    sheet = re.search(r'option value="([^"]*)" selected', page)
    assert sheet is not None
    return step(client, "columns", **{"sheet": sheet[1], "unit": "円", **chosen, **heads, **typed})


def posted(client: Client, path: str, page: str, **fields: Any) -> Any:
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen is not None, page
    return client.post(path, {**fields, "seen": seen[1]}, follow=True)


# --- The file ------------------------------------------------------------------------------------------------


def test_a_table_of_the_accounting_system_goes_in_to_the_yen(world: SimpleNamespace) -> None:
    for encoding in ("utf-8", "utf-8-sig", "cp932"):
        page = give(world.as_bob, TABLE, encoding=encoding).content.decode()
        if encoding == "utf-8":
            assert "列の選び方</h2>" in page or "列の選び方 <small" in page
            page = choose(world.as_bob).content.decode()
        for words in (
            "表の7行目の合計と合っています",
            "12,010,999円",  # of the file
            "12,001,000円",  # of what is for an initiative
            "9,999円",  # of what is not
            "44-1：予算7,200,000円、決算6,900,001円",
            "44-2：予算4,800,000円、決算4,600,000円",
            "2件を提出する",
        ):
            assert words in page, (encoding, words)
    assert not Spending.objects.exists(), "a look writes nothing"
    step(world.as_bob, "submit")
    found = Spending.objects.order_by("project__code")
    assert [
        (one.project.code, one.name, one.department, one.budget, one.settled, one.shares, one.state)
        for one in found
    ] == [
        (
            "1001",
            "移住相談事業",
            world.own,
            12_000_000,
            11_500_001,
            [["44-1", "60"], ["44-2", "40"]],
            "submitted",
        ),
        ("1002", "緑化事業", world.own, 1000, 2000, [["44-1", "100"]], "submitted"),
    ]
    assert not MoneyUpload.objects.exists()
    [line] = Event.objects.filter(action="money_filed")
    assert (line.detail["file_budget"], line.detail["taken_settled"]) == ("12010999", "11502001")


def test_columns_are_remembered_and_the_same_file_is_told(world: SimpleNamespace) -> None:
    give(world.as_bob, TABLE)
    choose(world.as_bob)
    step(world.as_bob, "draft")
    page = give(world.as_bob, TABLE, name="また.csv").content.decode()
    assert "列の選び方を変える" in page, "straight to what it would change"
    assert "同じファイルを、" in page
    assert "変わらない <b>2</b>件" in page
    page = give(
        world.as_bob, TABLE.replace("9999,9000", "9998,9000").replace("12,010,999", "12,010,998")
    ).content.decode()
    assert "同じファイルを、" not in page


def test_amounts_in_thousands_are_exact_to_the_yen(world: SimpleNamespace) -> None:
    text = '事務事業,予算額（千円）,取組\n移住相談事業,"12,000.123",44-1\n'
    give(world.as_bob, text)
    choose(world.as_bob, unit="千円", department=str(world.own.pk))
    step(world.as_bob, "draft")
    [one] = Spending.objects.all()
    assert (one.budget, one.settled, one.department, one.project.code) == (
        12_000_123,
        None,
        world.own,
        "移住相談事業",
    )
    # A later table without the budget leaves it as it stands.
    give(world.as_bob, "事務事業,決算額（円）,取組\n移住相談事業,11000001,\n", name="決算.csv")
    choose(world.as_bob)
    step(world.as_bob, "draft")
    [one] = Spending.objects.all()
    assert (one.budget, one.settled, one.shares) == (12_000_123, 11_000_001, [["44-1", "100"]])


# A row, where it is wrong (its own number comes from the table), and why.
WRONG = [
    ("1004,新事業,オーガニックシティ推進課,十万,0,44-1", "D", "数として読めません"),
    ("1005,新事業,オーガニックシティ推進課,1.5,0,44-1", "D", "円より細かい額は読めません"),
    ("1006,新事業,オーガニックシティ推進課,-,0,44-1", "D", "金額がないときは、空にしてください"),
    ("1002,別の名前,オーガニックシティ推進課,0,0,44-1", "B", "コードか名称を確かめてください"),
    ("1007,新事業,ない課,0,0,44-1", "C", "「ない課」という課がない"),
    ("1008,新事業,オーガニックシティ推進課,0,0,44の1", "F", "読めません"),
    (",,,5,0,", "B", "名称がありません"),
    ("1009,新事業,オーガニックシティ推進課,1,0,44-1", "", ""),
]


def test_what_is_wrong_is_told_by_its_cell_and_nothing_goes_in(world: SimpleNamespace) -> None:
    rows = "\n".join(row for row, _, _ in WRONG)
    give(world.as_bob, TABLE.replace(",合計,", f"{rows}\n,合計,"))
    page = choose(world.as_bob).content.decode()
    told = dict(re.findall(r'<b class="cell-address">([A-Z]+\d+)</b><span>(.*?)</span>', page))
    for number, (_, column, message) in enumerate(WRONG, 7):
        if column:
            assert message in told.pop(f"{column}{number}", ""), (column, number, page)
    assert "上の行を足すと12,011,000円です" in told.pop("D15")
    assert told == {}
    step(world.as_bob, "submit")
    assert not Spending.objects.exists()


def test_what_is_public_becomes_a_correction_with_its_reason(world: SimpleNamespace) -> None:
    publish_spending(by=world.alice, publisher=world.bob, department=world.own)
    give(world.as_bob, TABLE.replace("１１,６００,００１", "11,600,000").replace("11,511,001", "11,511,000"))
    page = choose(world.as_bob).content.decode()
    assert "公表したものの訂正 <b>1</b>件" in page
    assert "決算額　<del>11,500,001円</del> → <ins>11,500,000円</ins>" in page
    step(world.as_bob, "submit")
    assert Spending.objects.count() == 1, "a correction says why"
    step(world.as_bob, "submit", reason="決算の確定")
    assert list(
        Spending.objects.order_by("project__code", "number").values_list(
            "number", "settled", "reason", "state"
        )
    ) == [
        (1, 11_500_001, "", "published"),
        (2, 11_500_000, "決算の確定", "submitted"),
        (1, 2000, "", "submitted"),
    ]


def test_shares_can_be_typed_at_the_look_and_must_add_up(world: SimpleNamespace) -> None:
    give(world.as_bob, TABLE)
    choose(world.as_bob)
    page = step(world.as_bob, "look", **{"shares-0": "44-1 60、44-2 39.99"}).content.decode()
    assert "割合を合わせると99.99％です" in page
    assert not Spending.objects.exists()
    answer = step(world.as_bob, "submit", **{"shares-0": "44-1 60、44-2 39.99"})
    assert not Spending.objects.exists()
    answer = step(world.as_bob, "submit", **{"shares-0": "44-1 50、44-2 50", "shares-1": ""})
    assert answer.status_code == 200
    assert [(one.project.code, one.shares) for one in Spending.objects.all()] == [
        ("1001", [["44-1", "50"], ["44-2", "50"]])
    ]


def test_nothing_of_a_look_is_written_over_what_came_meanwhile(world: SimpleNamespace) -> None:
    give(world.as_bob, TABLE)
    choose(world.as_bob)
    page = world.as_bob.get(PAGE).content.decode()
    boxes = dict(re.findall(r'name="((?:seal|shares-\d+|upload))" value="([^"]*)"', page))
    submit_spending("1002", by=world.alice, department=world.own)
    answer = world.as_bob.post(PAGE, {**boxes, "action": "submit"})
    assert answer.status_code in (200, 409)
    assert Spending.objects.count() == 1


def test_a_department_brings_in_its_own_alone(world: SimpleNamespace) -> None:
    kikaku = make_department("kikaku")
    give(world.as_alice, TABLE.replace("オーガニックシティ推進課,1000", f"{kikaku.name},1000"))
    page = choose(world.as_alice).content.decode()
    assert f"「{kikaku.name}」という課がないか、あなたが入力できる課ではありません" in page


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"", "ファイルが空です"),
        ("a.xlsx", b"PK\x03\x04nothing", "。"),
        ("a.csv", b"\xff\xfea\x00", "UTF-16"),
        ("a.pdf", b"%PDF-1.4", "PDF"),
        ("a.csv", ("a,b\n" + "1,2\n" * 5_100).encode(), "行が多すぎます"),
    ],
)
def test_a_hostile_or_wrong_file_is_refused_in_words(
    world: SimpleNamespace, name: str, data: bytes, words: str
) -> None:
    answer = world.as_bob.post(PAGE, {"action": "read", "file": SimpleUploadedFile(name, data)})
    page = answer.content.decode()
    assert "1件も保存していません" in page
    assert words in page
    assert not MoneyUpload.objects.exists()


# --- On paper ---------------------------------------------------------------------------------------------


def test_deeds_money_and_results_of_a_year_stand_on_one_sheet(world: SimpleNamespace) -> None:
    """Of 44-1: 60 % of 12,000,000 and 11,500,001 yen, and all of 1,000 and 2,000. Of 44-2: the other 40 %, and 33.33 % of 1,000,000
    and 900,000, of which the rest is 45-1's."""
    for year in (2023, 2024):
        make_cycle(year, by=world.bob)
    own = {"by": world.alice, "publisher": world.bob}
    for year in (2023, 2024):
        publish_deed(line_of("44-1", world.own.slug), year, **own)
    out = NOON + timedelta(days=1)
    costs: dict[str, Any] = {**own, "department": world.own, "now": out}
    publish_spending(**costs)
    publish_spending("1002", **costs, name="緑化事業", budget=1_000, settled=2_000, shares=[("44-1", "100")])
    shared = [("44-2", "33.33"), ("45-1", "66.67")]
    wide: dict[str, Any] = {"name": "広域事業", "budget": 1_000_000, "shares": shared}
    publish_spending("1003", **costs, **wide, settled=900_000)
    submit_spending(
        "1004", by=world.alice, department=world.own, name="まだ見せない事業", shares=[("44-1", "100")]
    )
    paper = "/print/one-page/measures/44/"

    def sheet(query: str = "", at: str = paper) -> str:
        text = re.sub(r"<[^>]+>", "", Client().get(f"{at}{query}").content.decode())
        return text.partition("に行ったこと")[2].partition("その年度の目安")[0]

    told = sheet()
    first = "費用　予算 7,201千円、決算 6,902千円。予算の95.8％を使いました。（移住相談事業の60％を含みます）"
    total = "費用の合計　予算 12,334千円、決算 11,802千円。予算の95.7％を使いました。（広域事業の33.33％を含みます）"
    for words in (
        first,
        "費用　予算 5,133千円、決算 4,900千円。予算の95.5％を使いました。（移住相談事業の40％、広域事業の33.33％の分です）",
        total,
        "費用の多い少ないだけでは",
    ):
        assert words in told, words
    assert told.count("費用　") == 2, "44-3 cost nothing"
    assert total in sheet(at="/print/poster/measures/44/")
    assert "費用" not in sheet("?year=2023"), "a year without money"
    SPENDING.open_change(
        owner=workflow.project_of(world.plan, "1003"), year=2024, by=world.alice, reason="決算の前でした"
    )
    publish_spending("1003", **{**costs, "now": NOON + timedelta(days=30)}, **wide, settled=None)
    now = sheet()
    assert "費用の合計　予算 12,334千円、決算は3件のうち1件がまだです。（" in now
    assert first in now
    assert total in sheet(f"?as_of={out:%Y-%m-%d}"), "a past day keeps what was out then"
    before = sheet(f"?as_of={NOON:%Y-%m-%d}")
    assert ("相談会を10回" in before, "費用" in before) == (True, False)


def test_where_no_room_is_left_the_sheet_says_what_all_cost_together(world: SimpleNamespace) -> None:
    make_cycle(2024, by=world.bob)
    for code, department in (("44-1", world.own.slug), ("44-3", world.own.slug)):
        publish_deed(line_of(code, department), by=world.alice, publisher=world.bob)
    names = [f"とても長い名称の事務事業その{number}{'あ' * 80}" for number in range(1, 10)]
    for number, name in enumerate(names, 1001):
        publish_spending(str(number), by=world.alice, publisher=world.bob, department=world.own, name=name)
    page = Client().get("/print/one-page/measures/44/").content.decode()
    assert page.count("<b>費用</b>") == 0
    assert "予算 108,000千円、決算 103,500千円。予算の95.8％を使いました。取組ごとの費用は" in page
    assert len(re.findall('class="sheet-code"', page)) == 3, "all that was done stands on it still"


def test_a_year_of_which_money_alone_is_public_has_its_sheet(world: SimpleNamespace) -> None:
    for year in (2023, 2024):
        make_cycle(year, by=world.bob)
    costs: dict[str, Any] = {"by": world.alice, "department": world.own}
    submit_spending("1004", **costs, name="まだ見せない事業", shares=[("44-3", "100")])
    paper, of_year = "/print/one-page/measures/44/", "/print/one-page/measures/44/?year=2024"
    whole, its_year = "/measures/44/", "/measures/44/?year=2024"
    for address in (of_year, its_year):
        assert Client().get(address).status_code == 404, "nothing of it is public"
    publish_spending(**costs, publisher=world.bob, now=NOON + timedelta(days=1))
    for address in (paper, of_year):
        page = Client().get(address).content.decode()
        told = re.sub(r"<[^>]+>", "", page.partition('class="paper-did"')[2].partition("<footer")[0])
        assert "令和6年度の取組の費用" in told
        assert re.findall(r"44-\d", told) == ["44-1", "44-2"], "those that cost anything"
        assert (
            "予算 7,200千円、決算 6,900千円。予算の95.8％を使いました。（移住相談事業の60％の分です）" in told
        )
        assert "費用の合計　予算 12,000千円、決算 11,500千円。予算の95.8％を使いました。" in told
        assert f'href="{of_year}"' in page, "the years lead to it"
        assert "まだ見せない" not in page
        assert "行ったこと" not in page
    assert "令和6年度の取組の費用" in Client().get("/print/poster/measures/44/?year=2024").content.decode()
    assert Client().get(f"{of_year}&as_of={NOON:%Y-%m-%d}").status_code == 404
    assert Client().get("/print/one-page/measures/45/?year=2024").status_code == 404
    asked = {(one.name, one.args, one.query) for one in of_plan(world.plan)}
    assert ("one_page_measure", (44,), (("year", "2024"),)) in asked
    assert ("measure", (44,), (("year", "2024"),)) not in asked, "its page is that year's"

    def initiatives(address: str) -> str:
        page = Client().get(address).content.decode()
        return page.partition('aria-labelledby="initiatives"')[2].partition('aria-labelledby="plan"')[0]

    alone = "費用</b>　予算 7,200千円、決算 6,900千円。（移住相談事業の60％の分です）"
    for address in (whole, its_year):
        told = initiatives(address)
        assert ("令和6年度の費用" in told, alone in told, "まだ見せない" in told) == (True, True, False)
    # Where deeds of another year are public the page is theirs, as before.
    publish_deed(line_of("44-1", world.own.slug), 2023, by=world.alice, publisher=world.bob)
    assert "令和5年度に行ったこと" in Client().get(paper).content.decode()
    assert "令和6年度の取組の費用" in Client().get(of_year).content.decode()
    told = initiatives(whole)
    assert ("令和5年度に行ったこと" in told, f'href="{its_year}#initiatives"' in told) == (True, True)
    assert "費用</b>" not in told
    told = initiatives(its_year)
    assert (alone in told, f'href="{whole}#initiatives"' in told) == (True, True)
    assert ("measure", (44,), (("year", "2024"),)) in {
        (one.name, one.args, one.query) for one in of_plan(world.plan)
    }


def test_an_evaluation_sheet_keeps_the_costs_of_its_day(world: SimpleNamespace) -> None:
    """Of 44-1: 60 % of 12,000,000 and 11,500,001 yen and of 1.5 人工, and all of 1,000 and 2,000 yen. Of 44-2: the other 40 %."""
    make_cycle(2024, by=world.bob)
    own: dict[str, Any] = {"by": world.alice, "publisher": world.bob}
    measure = line_of("44-1", world.own.slug).measure
    costs: dict[str, Any] = {**own, "department": world.own, "now": NOON + timedelta(days=1)}
    publish_spending(**costs)
    green: dict[str, Any] = {"name": "緑化事業", "budget": 1_000, "settled": 2_000, "labour": None}
    publish_spending("1002", **costs, **green, shares=[("44-1", "100")])
    submit_spending("1004", by=world.alice, department=world.own, name="まだ見せない事業")
    address = "/measures/44/sheets/2024/"

    def sheet(query: str = "") -> tuple[str, str]:
        """What stands above the paper, and the paper."""
        page = re.sub(
            r"<(?!/?main|article|footer)[^>]+>", "", Client().get(f"{address}{query}").content.decode()
        )
        above, _, paper = page.partition("<article")
        return above, paper

    publish_sheet(measure, 2024, **own, now=NOON + timedelta(days=2))
    above, paper = sheet()
    first = "費用　予算 7,201千円、決算 6,902千円。予算の95.8％を使いました。かかった職員は0.9人工です（2件のうち1件の記録）。（移住相談事業の60％を含みます）"
    second = "費用　予算 4,800千円、決算 4,600千円。予算の95.8％を使いました。かかった職員は0.6人工です。（移住相談事業の40％の分です）"
    total = "費用の合計　予算 12,001千円、決算 11,502千円。予算の95.8％を使いました。かかった職員は1.5人工です（2件のうち1件の記録）。"
    for words in (
        "取組の費用",
        first,
        second,
        total,
        "費用の多い少ないだけでは",
        "指標の数値と取組の費用は、この日",
    ):
        assert words in paper, words
    assert "公表のあとに" not in above

    # Corrected, and of another initiative first told, after the sheet.
    SPENDING.open_change(
        owner=workflow.project_of(world.plan, "1001"), year=2024, by=world.alice, reason="決算の誤り"
    )
    late = {**costs, "now": NOON + timedelta(days=3)}
    publish_spending(**late, settled=13_000_001)
    publish_spending("1003", **late, name="後の事業", shares=[("44-3", "100")], settled=None)
    publish_deed(line_of("44-1", world.own.slug), **own, now=NOON + timedelta(days=3))
    above, paper = sheet()
    for words in (first, second, total):
        assert words in paper, words
    assert ("行ったこと" in paper or "相談会を10回" in paper, "後の事業" in paper) == (False, False)
    assert "決算 7,802千円。決算が予算を601千円上回りました。" in above, (
        "13,000,001 × 60 % + 2,000 of 7,201,000"
    )
    assert "取組44-3の費用　まだ公表されていません → 予算 12,000千円、決算はまだです。" in above
    book = load_workbook(io.BytesIO(Client().get("/measures/44/sheets/2024.xlsx").content)).worksheets[0]
    rows = [[cell.value for cell in row[:4]] for row in book.iter_rows()]
    found = {str(row[0]).partition("　")[0]: row[1:] for row in rows if isinstance(row[1], int)}
    assert found["44-1"] == [7_201_000, 6_902_001, 0.9]
    assert found["44-2"] == [4_800_000, 4_600_000, 0.6]
    assert found["合計"] == [12_001_000, 11_502_001, 1.5]

    # A new version has what is public now; the one before it keeps its own.
    workflow.SHEETS.open_change(owner=measure, year=2024, reason="書き足すため", by=world.alice)
    preview = re.sub(r"<[^>]+>", "", world.as_alice.get("/entry/sheets/44/2024/print/").content.decode())
    publish_sheet(measure, 2024, **own, now=NOON + timedelta(days=4))
    for now in (preview, sheet()[1]):
        assert "取組の実績と費用" in now
        assert "予算 24,001千円、決算は3件のうち1件がまだです。" in now
        assert "相談会を10回" in now
    assert first in sheet("?number=1")[1]
    assert "まだ見せない" not in "".join((preview, *sheet(), *sheet("?number=1"), str(rows)))


def test_who_writes_and_who_confirms_a_sheet_reads_what_its_initiatives_cost(world: SimpleNamespace) -> None:
    """Public: 60 % of 12,000,000 yen for 44-1 and 40 % for 44-2. What is not public, the department reads of its own, and the
    office confirms a sheet without it."""
    make_cycle(2024, by=world.bob)
    own: dict[str, Any] = {"by": world.alice, "department": world.own}
    publish_spending(publisher=world.bob, **own)
    submit_spending("1004", **own, budget=300_000, settled=None, shares=[("44-1", "100")])
    other = make_department("keiyaku", "契約課")
    submit_spending("1005", by=world.bob, department=other, budget=7_000_000, shares=[("44-1", "100")])
    public = "費用の合計 予算 12,000千円、決算 11,500千円。"
    form = text_of(world.as_alice.get("/entry/sheets/44/2024/"))
    assert "費用 予算 7,500千円、決算は2件のうち1件がまだです。" in form
    assert "（移住相談事業の60％を含みます） 公表前" in form
    assert "費用の合計 予算 12,300千円、決算は2件のうち1件がまだです。" in form

    sheet = submit_sheet(line_of("44-1", world.own.slug).measure, 2024, by=world.alice)
    page, pressed = (
        "/office/sheets/44/2024/",
        {"action": "publish", "version": sheet.version, "record": sheet.pk},
    )
    ticked = {"action": "publish", "chosen": f"{sheet.pk}:{sheet.version}"}
    many = text_of(world.as_carol.post("/office/sheets/?year=2024", ticked))
    asked = world.as_carol.post(page, pressed)
    for told in (text_of(world.as_carol.get(page)), text_of(asked), many):
        assert "取組の費用" in told
        assert "費用 予算 4,800千円、決算 4,600千円。" in told
        assert public in told
        assert "公表前" not in told.partition("取組の費用")[2].partition("費用の合計")[0]
    record = Spending.objects.get(project__code="1004")
    SPENDING.publish(record=record, version=record.version, by=world.carol)
    told = text_of(confirm(world.as_carol, asked))
    assert "確かめているあいだに、内容が変わりました" in told, "what was confirmed is what goes out"
    assert "費用の合計 予算 12,300千円、決算は2件のうち1件がまだです。" in told


# --- By hand, review ----------------------------------------------------------------------------------------


def test_from_the_form_to_the_citizen_and_a_correction(world: SimpleNamespace) -> None:
    typed = {
        "code": "",
        "name": "移住相談事業",
        "department": str(world.own.pk),
        "unit": "千円",
        "budget": "１２，０００千円",
        "settled": "11,500.001",
        "labour": "1.5",
        "shares": "44-1 60、44-2 40",
        "note": "",
        "version": "0",
        "record": "",
    }
    world.as_alice.post("/entry/money/2024/new/", {**typed, "action": "submit"})
    [one] = Spending.objects.all()
    assert (one.budget, one.settled, one.labour, one.state) == (
        12_000_000,
        11_500_001,
        Decimal("1.5"),
        "submitted",
    )
    again = world.as_alice.post("/entry/money/2024/new/", {**typed, "action": "submit"}).content.decode()
    assert "すでにあります" in again
    assert "移住相談事業" not in Client().get("/initiatives/44-1/").content.decode()
    review = f"/office/money/{one.project_id}/2024/"
    buttons = {"record": str(one.pk), "version": str(one.version), "action": "publish"}
    assert world.as_alice.get(review).status_code == 403
    page = world.as_bob.post(review, buttons).content.decode()
    assert "11,500,001円" in page
    posted(world.as_bob, review, page, **buttons)
    page = Client().get("/initiatives/44-1/").content.decode()
    for words in (
        "予算 7,200千円、決算 6,900千円。予算の95.8％を使いました。",
        "6,900,001円",
        "費用の60％を、この取組の分としています",
        "執行率は、予算のうち使った割合です",
        "費用の多い少ないだけでは",
    ):
        assert words in page, words
    form = f"/entry/money/{one.project_id}/2024/"
    world.as_alice.post(form, {"action": "change", "reason": "決算の誤り"})
    change = SPENDING.current(one.project, 2024)
    assert change is not None
    world.as_alice.post(
        form,
        {
            **typed,
            "settled": "13,000",
            "record": str(change.pk),
            "version": "1",
            "reason": "決算の誤り",
            "action": "submit",
        },
    )
    change.refresh_from_db()
    SPENDING.publish(record=change, version=change.version, by=world.carol)
    page = Client().get("/initiatives/44-1/").content.decode()
    assert "決算が予算を600千円上回りました" in page
    assert "決算11,500,001円</del>" in page
    assert "理由：決算の誤り" in page


def test_many_go_out_together_after_the_page_that_shows_them(world: SimpleNamespace) -> None:
    first = submit_spending("1001", by=world.alice, department=world.own)
    second = submit_spending("1002", by=world.alice, department=world.own, budget=1, settled=2)
    wanted = [f"{one.pk}:{one.version}" for one in (first, second)]
    page = world.as_bob.post(
        "/office/money/?year=2024", {"action": "publish", "chosen": wanted}
    ).content.decode()
    assert "12,000,001円" in page, "the sum of what goes out"
    assert "「移住相談事業」は、決算が予算を1円上回りました。" in page
    posted(world.as_bob, "/office/money/?year=2024", page, action="publish", chosen=wanted)
    assert set(Spending.objects.values_list("state", flat=True)) == {"published"}
    stale = world.as_bob.post("/office/money/?year=2024", {"action": "publish", "chosen": wanted})
    assert stale.status_code == 409
    told = stale.content.decode()
    assert told.count(f"すでに「公表済」になっています（{named(world.bob)}が") == 2
    assert "事務事業「移住相談事業」の令和6年度の費用：" in told


def test_a_department_with_a_route_approves_it_first(world: SimpleNamespace) -> None:
    chief = make_user("chief", departments=(world.own,))
    RouteSeat.objects.create(department=world.own, level=1, title="課長", user=chief, since=LONG_AGO)
    record = submit_spending(by=world.alice, department=world.own)
    assert record.approval_level == 1
    with pytest.raises(WrongState):
        SPENDING.publish(record=record, version=record.version, by=world.bob)
    listed = world.as_bob.get("/office/money/?year=2024").content.decode()
    assert ("課長の承認待ち" in listed, "選んだものを公表する" in listed) == (True, False)
    client = Client()
    client.force_login(chief)
    page = client.get(f"/approvals/project/{record.pk}/").content.decode()
    assert "12,000,000円" in page
    assert client.get(f"/approvals/project/{record.pk}/correct/").status_code == 200
    client.post(f"/approvals/project/{record.pk}/", {"action": "approve", "version": str(record.version)})
    record.refresh_from_db()
    assert record.approval_level == 0
    assert "移住相談事業" in world.as_bob.get("/office/").content.decode()
    listed = world.as_bob.get("/office/money/?year=2024").content.decode()
    assert ("課長の承認待ち" in listed, "選んだものを公表する" in listed) == (False, True)
    assert SPENDING.publish(record=record, version=record.version, by=world.bob)


# --- What citizens see -----------------------------------------------------------------------------------------


def test_the_same_figures_on_every_page_and_in_every_file(world: SimpleNamespace) -> None:
    publish_spending(by=world.alice, publisher=world.bob, department=world.own)
    publish_spending(
        "1002", name="緑化事業", by=world.alice, publisher=world.bob, department=world.own,
        budget=1000, settled=None, labour=None, shares=[("44-1", "100")],
    )  # fmt: skip
    citizen = Client()
    page = citizen.get("/initiatives/44-1/").content.decode()
    assert "予算 7,201千円、決算は2件のうち1件がまだです。" in page
    department = citizen.get("/departments/organic-city-suishin/").content.decode()
    assert "12,001千円" in department
    rows = list(
        csv.DictReader(
            io.StringIO(citizen.get("/open-data/initiative-costs.csv").content.decode("utf-8-sig"))
        )
    )
    assert [
        (one["initiative_code"], one["project_code"], one["budget_yen"], one["settled_yen"], one["labour"])
        for one in rows
    ] == [
        ("44-1", "1001", "7200000", "6900001", "0.90"),
        ("44-1", "1002", "1000", "", ""),
        ("44-2", "1001", "4800000", "4600000", "0.60"),
    ]
    costs = citizen.get("/api/v1/project-costs/?year=2024").json()
    assert sum(int(one["budget_yen"]) for one in rows) == sum(one["budget_yen"] for one in costs["items"])
    assert citizen.get("/initiatives/44-1/?as_of=2023-04-01").content.decode().count("予算 ") == 0


def test_a_redaction_reaches_the_name(world: SimpleNamespace) -> None:
    publish_spending(
        by=world.alice, publisher=world.bob, department=world.own, note="担当の山田太郎が行いました。"
    )
    asked = workflow.ask_redaction(passage="山田太郎", reason="法令", by=world.alice)
    places = workflow.places_of("山田太郎")
    assert any(place.model is Spending and place.is_public for place in places)
    workflow.carry_out_redaction(redaction=asked, by=world.bob)
    assert "山田太郎" not in Client().get("/initiatives/44-1/").content.decode()


def test_what_went_out_and_what_was_changed_is_told_everywhere(world: SimpleNamespace) -> None:
    """A settled cost that was open until then is news; another amount than before is a change, with both and the reason."""
    citizen, places = Client(), {"by": world.alice, "publisher": world.bob, "department": world.own}
    publish_spending(**places, settled=None)

    def change(day: int, reason: str, **fields: Any) -> None:
        at, project = NOON + timedelta(days=day), workflow.project_of(world.plan, "1001")
        SPENDING.open_change(owner=project, year=2024, by=world.alice, reason=reason, now=at)
        publish_spending(**places, now=at, **fields)

    change(1, "決算が出ました。")
    told = citizen.get("/publications/").content.decode()
    assert told.count('令和6年度の事務事業の費用 <small class="count">1件</small>') == 2
    assert 'href="/initiatives/44-2/#year-2024"' in told
    assert "事務事業の費用：令和6年度（1件）" in citizen.get("/feeds/publications.atom").content.decode()
    assert "事務事業の費用を1件公表" in citizen.get("/open-data/").content.decode()
    assert "移住相談事業" not in citizen.get("/corrections/").content.decode()
    change(2, "支出の計上漏れ", settled=11_600_002, shares=[("44-1", "50"), ("44-2", "50")])
    page = citizen.get("/corrections/?kind=money").content.decode()
    name = "事務事業1001「移住相談事業」（オーガニックシティ推進課）"
    assert f'<a href="/initiatives/44-1/#year-2024">{name}</a>' in page
    for words in ("支出の計上漏れ", "11,500,001円", "11,600,002円", "44-1 60、44-2 40", "44-1 50、44-2 50"):
        assert words in page
    assert "12,000,000円" not in page, "the budget stayed"
    assert "11,500,001円" in citizen.get("/feeds/corrections.atom").content.decode()
    easy = re.sub(r"<rt>.*?</rt>|<[^>]+>", "", citizen.get("/easy/corrections/").content.decode())
    assert "市役所の 仕事に 使った お金の 額を 直しました。" in easy
    day = NOON.date()
    file = citizen.get(f"/changes.json?from={day + timedelta(days=1)}&to={day + timedelta(days=2)}").json()
    found = {
        one["item"]: (one["was_ja"], one["is_ja"]) for one in file["changes"] if one["change"] == "money"
    }
    assert found["決算額"] == ("11,500,001円", "11,600,002円")
    assert set(found) == {"決算額", "取組と割合"}
    between = f"from={day - timedelta(days=1)}&to={day + timedelta(days=1)}"
    first = "予算額 12,000,000円、人工 1.5人工、取組と割合 44-1 60、44-2 40。相談会の会場代を含みます。"
    assert [
        (one["item"], one["was_ja"], one["is_ja"])
        for one in citizen.get(f"/changes.json?{between}").json()["changes"]
    ] == [(None, "なし", first), (None, "なし", "決算額 11,500,001円")], "a line of the table each"
    assert citizen.get(f"/changes/?{between}").content.decode().count(f">{name}</a>") == 2
    early = citizen.get(f"/corrections/?as_of={day + timedelta(days=1)}").content.decode()
    assert "支出の計上漏れ" not in early
