"""A year of 150 initiatives × 3 departments, and what it cost: in by file, table and form, reviewed, published, corrected, seen by a citizen.

People sit at real browsers, each with one of their own. What they would type 150 times over is put into the page's boxes by a
script, and the amounts of money come and go without a browser: their sums are what is held there.
"""

import csv
import io
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from playwright.sync_api import expect

from indicators.models import Deed, Spending
from indicators.wording.money import thousands, yen
from indicators.workflow import SPENDING
from measures.models import Initiative, InitiativeDepartment
from tests.indicators.factories import (
    make_cycle,
    make_department,
    make_indicator,
    make_measure,
    make_user,
)
from tests.indicators.pages import client_of, text_of
from tests.indicators.views.test_money import choose, give, step
from tests.journeys.doors import PASSWORD, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both, pytest.mark.slow]
MEASURES, EACH, BY_FORM = range(41, 56), 10, 2
CODES = [f"{measure}-{number}" for measure in MEASURES for number in range(1, EACH + 1)]
ALL = 3 * len(CODES)
# By department: how it stands.
STANDINGS = {"file": "on_schedule", "table": "late", "form": "on_schedule"}
LIST = "/office/deeds/?year=2024"


@pytest.fixture
def city(live_server: Any) -> SimpleNamespace:
    bob, carol = (
        make_user("bob", office=True, password=PASSWORD),
        make_user("carol", office=True, password=PASSWORD),
    )
    departments = {name: make_department(f"ka-{name}", f"{name}の課") for name in STANDINGS}
    initiatives = [
        Initiative(measure=make_measure(measure), number=number, name=f"取組その{measure}の{number}")
        for measure in MEASURES
        for number in range(1, EACH + 1)
    ]
    Initiative.objects.bulk_create(initiatives)
    InitiativeDepartment.objects.bulk_create(
        InitiativeDepartment(initiative=one, department=department, order=order)
        for one in Initiative.objects.all()
        for order, department in enumerate(departments.values(), 1)
    )
    make_indicator()
    make_cycle(2024, by=bob)
    staff = {
        name: make_user(name, departments=(one,), password=PASSWORD) for name, one in departments.items()
    }
    return SimpleNamespace(
        base=str(live_server.url), bob=client_of(bob), carol=client_of(carol), form=client_of(staff["form"])
    )


def by_file(page: Any, base: str) -> None:
    """The workbook that the page gives, filled in by a program, given back."""
    page.goto(f"{base}/entry/spreadsheet/2024/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Excel（.xlsx）").click()
    book = load_workbook(io.BytesIO(taken.value.path().read_bytes()))
    sheet = book["取組の実績"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        code = sheet.cell(row, 1).value
        for head, text in (
            ("進み具合", "予定どおり"),
            ("実施したこと", f"{code}をしました。"),
            ("数量", 3),
            ("数量の単位", "回"),
        ):
            sheet.cell(row, heads[head]).value = text
    saved = io.BytesIO()
    book.save(saved)
    kind = "application/octet-stream"
    page.set_input_files("#file", {"name": "取組.xlsx", "mimeType": kind, "buffer": saved.getvalue()})
    page.get_by_role("button", name="中身を確かめる").click()
    expect(page.get_by_role("table", name="取組の実績").locator("tbody tr")).to_have_count(len(CODES))
    page.get_by_role("button", name="選んだ行を提出する").click()
    expect(page.locator(".messages")).to_contain_text(f"{len(CODES)}件を提出しました")


def by_table(page: Any, base: str, codes: list[str], *, is_late: bool) -> None:
    page.goto(f"{base}/entry/deeds/2024/")
    page.evaluate(TYPE_ROWS, [codes, is_late])
    page.get_by_role("button", name="選んだ行を提出する").click()
    expect(page.locator(".messages")).to_contain_text(f"{len(codes)}件")


# A row is named by its code; as a person would, it is typed, chosen and ticked.
TYPE_ROWS = """([codes, is_late]) => {
    for (const code of codes) {
        const box = name => document.querySelector(`[name="${code}-${name}"]`);
        const texts = {done: `${code}をしました。`, quantity: "3", unit: "回"};
        if (is_late) Object.assign(texts, {cause: `${code}の理由`, next_step: "急ぎます。"});
        for (const [name, text] of Object.entries(texts)) box(name).value = text;
        document.querySelector(`[name="${code}-standing"][value="${is_late ? "late" : "on_schedule"}"]`).checked = true;
        document.querySelector(`[name="chosen"][value="${code}"]`).checked = true;
    }
}"""


def by_form(page: Any, address: str, code: str, quantity: str = "3") -> None:
    page.goto(address)
    page.get_by_role("radio", name="予定どおり").check()
    page.get_by_label("実施したこと").fill(f"{code}をしました。")
    page.get_by_role("textbox", name="数量", exact=True).fill(quantity)
    page.get_by_label("数量の単位").fill("回")
    page.get_by_role("button", name="提出する", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("提出しました")


def confirm(client: Client, address: str, **fields: Any) -> None:
    """A button of the office, through the page that shows what it would do."""
    page = client.post(address, fields).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen is not None, page[-3000:]
    assert client.post(address, {**fields, "seen": seen[1]}).status_code == 302


def test_a_year_goes_in_three_ways_and_out_to_the_citizen(city: SimpleNamespace, new_context: Any) -> None:
    base = city.base
    uploader, paster, typist, checker, publisher = (new_context().new_page() for _ in range(5))
    reader = new_context(viewport={"width": 360, "height": 740}).new_page()
    for page, name in ((uploader, "file"), (paster, "table"), (typist, "form")):
        sign_in(page, base, name, "/entry/")
    by_file(uploader, base)
    by_table(paster, base, CODES, is_late=True)
    for code in CODES[:BY_FORM]:
        by_form(typist, f"{base}/entry/deeds/{code}/ka-form/2024/", code)
    by_table(typist, base, CODES[BY_FORM:], is_late=False)
    assert Deed.objects.filter(state="submitted").count() == ALL
    reader.goto(f"{base}/initiatives/41-1/")
    expect(reader.locator("main")).not_to_contain_text("をしました")

    # One is sent back, mended and handed in again; then all of them go out together.
    sign_in(checker, base, "bob", "/office/")
    checker.goto(f"{base}/office/deeds/41-1/ka-table/2024/")
    checker.locator("summary", has_text="差し戻す").click()
    checker.get_by_label("差戻しの理由").fill("理由をくわしく")
    checker.get_by_role("button", name="差し戻す").click()
    expect(checker.locator(".messages")).to_contain_text("差し戻しました")
    paster.goto(f"{base}/entry/deeds/41-1/ka-table/2024/")
    expect(paster.locator("main")).to_contain_text("理由をくわしく")
    paster.locator('[name="cause"]').fill("台風のためです。")
    paster.get_by_role("button", name="提出する", exact=True).click()
    expect(paster.locator(".messages")).to_contain_text("提出しました")
    checker.goto(f"{base}{LIST}")
    expect(checker.locator('[name="chosen"]')).to_have_count(ALL)
    checker.evaluate(
        """() => document.querySelectorAll('[name="chosen"]').forEach(one => { one.checked = true; })"""
    )
    checker.get_by_role("button", name="選んだものを公表する").click()
    checker.get_by_role("button", name=f"{ALL}件を公表する").click()
    expect(checker.locator(".messages")).to_contain_text(f"{ALL}件")
    assert Deed.objects.filter(state="published").count() == ALL

    reader.goto(f"{base}/initiatives/41-1/")
    for words in ("担当の3課すべてが公表しました。", "台風のためです。", "41-1をしました。"):
        expect(reader.locator("main")).to_contain_text(words)
    expect(reader.locator(".deed.late"), "of the initiative, and of the part that is late").to_have_count(2)
    reader.goto(f"{base}/publications/")
    expect(reader.locator("main")).to_contain_text(f"担当課の{ALL}件")

    # One is corrected by its own department and published by another of the office.
    form = f"{base}/entry/deeds/41-1/ka-file/2024/"
    uploader.goto(form)
    uploader.get_by_label("変更の理由").fill("数え直しました。")
    uploader.get_by_role("button", name="変更を始める").click()
    expect(uploader.get_by_role("button", name="提出する", exact=True)).to_be_visible()
    by_form(uploader, form, "41-1", "4")
    sign_in(publisher, base, "carol", "/office/")
    publisher.goto(f"{base}/office/deeds/41-1/ka-file/2024/")
    publisher.get_by_role("button", name="公表する").click()
    publisher.locator("#confirm").get_by_role("button").click()
    expect(publisher.locator(".messages")).to_contain_text("公表しました")
    reader.goto(f"{base}/corrections/?kind=deed")
    for words in ("数え直しました。", "3回", "4回"):
        expect(reader.locator("main")).to_contain_text(words)

    # Every file says the same as was typed.
    citizen = Client()
    rows = rows_of(citizen, "deeds")
    assert len(rows) == ALL
    assert sum(float(row["quantity"]) for row in rows) == ALL * 3 + 1
    for name, standing in STANDINGS.items():
        own = [row for row in rows if row["department_slug"] == f"ka-{name}"]
        assert [row["initiative_code"] for row in own] == CODES
        assert {row["standing"] for row in own} == {standing}
    assert len(citizen.get("/open-data/deed-records.json").json()["rows"]) == ALL + 1
    reader.goto(f"{base}/departments/")
    expect(reader.locator("main")).to_contain_text(f"令和6年度の取組{len(CODES)}件：遅れ{len(CODES)}件")
    money_goes_in_by_file_and_form_and_is_the_same_everywhere(city, citizen)
    reader.goto(f"{base}/initiatives/41-1/")
    expect(reader.locator("main")).to_contain_text("広域の事業")


# --- What it cost ------------------------------------------------------------------------------------------

COSTS = "/office/money/?year=2024"
# Of five measures, by the code of its 事務事業: (budget, settled) in yen. The first of each measure is for two initiatives.
COSTING = CODES[: 5 * EACH]
ACCOUNTS = {str(1001 + at): (1_000_001 + 12_345 * at, 900_007 + 11_111 * at) for at in range(len(COSTING))}
TYPED = (7_000_003, 6_543_211)
WIDE = "41-1 33.33、42-1 33.33、43-1 33.34"


def accounts() -> str:
    """As the accounting system gives them, with its own sum below."""
    lines = ["事業コード,事業名,所属名,予算現額(円),支出済額(円),主な取組"]
    for code, (number, (budget, settled)) in zip(COSTING, ACCOUNTS.items(), strict=True):
        measure, _, own = code.partition("-")
        shares = f"{measure}-1 60、{measure}-2 40" if own == "1" else code
        lines.append(f"{number},{code}の事業,fileの課,{budget},{settled},{shares}")
    budget, settled = (sum(one) for one in zip(*ACCOUNTS.values(), strict=True))
    return "\n".join([*lines, f",合計,,{budget},{settled},", ""])


def by_accounting_file(client: Client) -> None:
    give(client, accounts())
    looked = choose(client).content.decode()
    assert "合計と合っています" in looked
    for total in map(sum, zip(*ACCOUNTS.values(), strict=True)):
        assert yen(total) in looked
    step(client, "submit")


def rows_of(client: Client, name: str) -> list[dict[str, str]]:
    text = client.get(f"/open-data/{name}.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def sums(rows: list[dict[str, str]]) -> tuple[int, int]:
    return sum(int(row["budget_yen"]) for row in rows), sum(int(row["settled_yen"]) for row in rows)


def is_everywhere(citizen: Client, costs: dict[str, tuple[int, int]]) -> None:
    """By the code of each 事務事業 what it cost: the same to the yen in each file and on each page, in 千円 on paper."""
    whole = (sum(one[0] for one in costs.values()), sum(one[1] for one in costs.values()))
    parts = rows_of(citizen, "initiative-costs")
    records = rows_of(citizen, "project-costs")
    assert sums([row for row in records if row["is_standing"] == "true"]) == sums(parts) == whole
    for code, cost in costs.items():
        assert sums([row for row in parts if row["project_code"] == code]) == cost
    own = [row for row in parts if row["initiative_code"] == "41-1"]
    page = text_of(citizen.get("/initiatives/41-1/"))
    for amount in (*(int(row["settled_yen"]) for row in own), *sums(own)):
        assert yen(amount) in page
    of_measure = [
        thousands(one) for one in sums([row for row in parts if row["initiative_code"].startswith("41-")])
    ]
    paper = text_of(citizen.get("/print/one-page/measures/41/?year=2024"))
    assert f"費用の合計 予算 {of_measure[0]}、決算 {of_measure[1]}" in paper
    assert "41-1をしました。" in paper, "deeds and money on one sheet"
    department = text_of(citizen.get("/departments/ka-file/"))
    for amount in (sum(one[at] for code, one in costs.items() if code in ACCOUNTS) for at in (0, 1)):
        assert thousands(amount) in department


def money_goes_in_by_file_and_form_and_is_the_same_everywhere(city: SimpleNamespace, citizen: Client) -> None:
    by_accounting_file(city.bob)
    typed = {"code": "9001", "name": "広域の事業", "unit": "円", "labour": "", "note": "", "shares": WIDE}
    typed |= {"budget": str(TYPED[0]), "settled": str(TYPED[1]), "version": "0", "record": ""}
    typed |= {"department": str(make_department("ka-form").pk), "action": "submit"}
    assert city.form.post("/entry/money/2024/new/", typed).status_code == 302
    waiting = list(Spending.objects.filter(state="submitted").values_list("pk", "version"))
    assert len(waiting) == len(ACCOUNTS) + 1
    assert "の事業" not in citizen.get("/initiatives/41-1/").content.decode()
    confirm(city.carol, COSTS, action="publish", chosen=[f"{pk}:{version}" for pk, version in waiting])
    is_everywhere(citizen, {**ACCOUNTS, "9001": TYPED})

    # The department corrects the one that three initiatives share; another of the office publishes it.
    one = Spending.objects.get(project__code="9001")
    form = f"/entry/money/{one.project_id}/2024/"
    city.form.post(form, {"action": "change", "reason": "精算しました。"})
    change = SPENDING.current(one.project, 2024)
    assert change is not None
    about = {"record": str(change.pk), "version": str(change.version)}
    again = {**typed, **about, "settled": str(TYPED[1] - 543_210), "reason": "精算しました。"}
    assert city.form.post(form, again).status_code == 302
    change.refresh_from_db()
    about["version"] = str(change.version)
    confirm(city.bob, f"/office/money/{one.project_id}/2024/", action="publish", **about)
    is_everywhere(citizen, {**ACCOUNTS, "9001": (TYPED[0], TYPED[1] - 543_210)})
    assert "精算しました。" in citizen.get("/corrections/?kind=money").content.decode()
