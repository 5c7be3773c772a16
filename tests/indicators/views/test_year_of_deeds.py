"""A year of 150 initiatives × 3 departments: in by file, table and form, reviewed, published, corrected, seen by a citizen."""

import csv
import io
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from indicators.models import Deed, DeedLine
from indicators.workflow import DEEDS
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
from tests.indicators.pages import client_of

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
