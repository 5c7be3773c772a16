"""A year of 150 initiatives × 3 departments, and what it cost: in by file, table and form, reviewed, published, corrected, seen by a citizen."""

import csv
import io
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from indicators.models import Deed, DeedLine, Spending
from indicators.wording.money import thousands, yen
from indicators.workflow import DEEDS, SPENDING
from measures.models import Initiative, InitiativeDepartment
from tests.indicators.factories import (
    make_bob,
    make_carol,
    make_cycle,
    make_department,
    make_indicator,
    make_measure,
    make_user,
)
from tests.indicators.files import confirmed, given, problems, taken
from tests.indicators.pages import client_of, text_of
from tests.indicators.views.test_money import choose, give, step

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.slow]
MEASURES, EACH, BY_FORM = range(41, 56), 10, 5
CODES = [f"{measure}-{number}" for measure in MEASURES for number in range(1, EACH + 1)]
# By department: how it stands, and how many of the 450.
STANDINGS = {"file": "on_schedule", "table": "late", "form": "on_schedule"}
LIST = "/office/deeds/?year=2024"


@pytest.fixture
def city() -> SimpleNamespace:
    bob, carol = make_bob(), make_carol()
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
    staff = {name: client_of(make_user(name, departments=(one,))) for name, one in departments.items()}
    return SimpleNamespace(bob=client_of(bob), carol=client_of(carol), **staff)


def said(code: str, standing: str) -> dict[str, str]:
    why = {"cause": f"{code}の理由", "next_step": "急ぎます。"} if standing == "late" else {}
    return {"standing": standing, "done": f"{code}をしました。", "quantity": "3", "unit": "回", **why}


def by_file(client: Client) -> None:
    page = "/entry/spreadsheet/2024/"
    book = load_workbook(io.BytesIO(taken(client, page=page)))
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
    answer = given(client, saved.getvalue(), page=page)
    assert problems(answer) == []
    assert confirmed(client, answer, "submit", page=page, chosen=CODES).status_code == 302


def by_table(client: Client, codes: list[str], standing: str) -> None:
    typed: dict[str, Any] = {"action": "submit", "chosen": codes}
    for code in codes:
        texts = {"version": "0", "record": "", **said(code, standing)}
        typed |= {f"{code}-{name}": text for name, text in texts.items()}
    assert client.post("/entry/deeds/2024/", typed).status_code == 302


def by_form(client: Client, codes: list[str], standing: str) -> None:
    for code in codes:
        typed = {"version": "0", "record": "", "action": "submit", **said(code, standing)}
        assert client.post(f"/entry/deeds/{code}/ka-form/2024/", typed).status_code == 302


def confirm(client: Client, address: str, **fields: Any) -> None:
    """A button of the office, through the page that shows what it would do."""
    page = client.post(address, fields).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen is not None, page[-3000:]
    assert client.post(address, {**fields, "seen": seen[1]}).status_code == 302


def test_a_year_goes_in_three_ways_and_out_to_the_citizen(city: SimpleNamespace) -> None:
    by_file(city.file)
    by_table(city.table, CODES, "late")
    by_form(city.form, CODES[:BY_FORM], "on_schedule")
    by_table(city.form, CODES[BY_FORM:], "on_schedule")
    assert Deed.objects.filter(state="submitted").count() == 3 * len(CODES)
    citizen = Client()
    assert "をしました" not in citizen.get("/initiatives/41-1/").content.decode()

    # One is sent back, mended and handed in again; then all of them go out together.
    back = Deed.objects.get(line__initiative=1, line__measure__number=41, line__department__slug="ka-table")
    review = "/office/deeds/41-1/ka-table/2024/"
    about = {"record": str(back.pk), "version": str(back.version)}
    city.bob.post(review, {"action": "send_back", "return_reason": "理由をくわしく", **about})
    back.refresh_from_db()
    assert back.state == "returned"
    mended = {**said("41-1", "late"), "cause": "台風のためです。", "action": "submit"}
    about = {"record": str(back.pk), "version": str(back.version)}
    assert city.table.post("/entry/deeds/41-1/ka-table/2024/", {**mended, **about}).status_code == 302
    assert city.bob.get(LIST).content.decode().count('name="chosen"') == 450
    waiting = Deed.objects.filter(state="submitted").values_list("pk", "version")
    confirm(city.bob, LIST, action="publish", chosen=[f"{pk}:{version}" for pk, version in waiting])
    assert Deed.objects.filter(state="published").count() == 450

    page = citizen.get("/initiatives/41-1/").content.decode()
    for words in ("担当の3課すべてが公表しました。", "台風のためです。", "41-1をしました。"):
        assert words in page
    assert "担当課の450件" in citizen.get("/publications/").content.decode()
    assert page.count('class="deed late"') == 2, "of the initiative, and of the part that is late"

    # One is corrected by its own department and published by another of the office.
    form = "/entry/deeds/41-1/ka-file/2024/"
    assert city.file.post(form, {"action": "change", "reason": "数え直しました。"}).status_code == 302
    line = DeedLine.objects.get(initiative=1, measure__number=41, department__slug="ka-file")
    change = DEEDS.current(line, 2024)
    assert change is not None
    about = {"record": str(change.pk), "version": str(change.version)}
    again = {**said("41-1", "on_schedule"), "quantity": "4", "reason": "数え直しました。", "action": "submit"}
    assert city.file.post(form, {**again, **about}).status_code == 302
    change.refresh_from_db()
    about = {"record": str(change.pk), "version": str(change.version)}
    confirm(city.carol, "/office/deeds/41-1/ka-file/2024/", action="publish", **about)
    told = citizen.get("/corrections/?kind=deed").content.decode()
    assert "数え直しました。" in told
    assert "3回" in told
    assert "4回" in told

    # Every file says the same as was typed.
    rows = list(csv.DictReader(io.StringIO(citizen.get("/open-data/deeds.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 450
    assert sum(float(row["quantity"]) for row in rows) == 450 * 3 + 1
    for name, standing in STANDINGS.items():
        own = [row for row in rows if row["department_slug"] == f"ka-{name}"]
        assert [row["initiative_code"] for row in own] == CODES
        assert {row["standing"] for row in own} == {standing}
    assert len(citizen.get("/open-data/deed-records.json").json()["rows"]) == 451
    listed = citizen.get("/departments/").content.decode()
    assert "令和6年度の取組150件：遅れ150件" in listed
    money_goes_in_by_file_and_form_and_is_the_same_everywhere(city, citizen)


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
