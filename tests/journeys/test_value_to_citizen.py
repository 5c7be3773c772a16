"""The main job, in a real browser: from a typing mistake to a corrected figure on a citizen's screen.

Each person has a browser of their own, as in a city hall. The citizen looks before and after: at the chart's
data, the table, .json and .csv.
"""

import csv
import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from indicators import workflow
from indicators.models import Membership, Role
from measures.models import Department
from tests.browser.charts import reach
from tests.indicators.factories import load_fixtures
from tests.journeys.doors import PASSWORD, sign_in

CODE, YEAR = "43A", 2024
WRONG, RIGHT, CORRECTED = "1,234", "1235", "1240"


@pytest.fixture
def city_hall(live_server: Any) -> str:
    """The plan as loaded, one open cycle, one member of the lead department, two people of the plan office."""
    plan = load_fixtures()
    alice = User.objects.create_user("alice", password=PASSWORD, last_name="木更津", first_name="花子")
    Membership.objects.create(user=alice, department=Department.objects.get(slug="sangyo-shinko"))
    bob = User.objects.create_user("bob", password=PASSWORD, last_name="企画", first_name="一郎")
    Membership.objects.create(user=bob, role=Role.OFFICE)
    due_on: date = timezone.localdate() + timedelta(days=12)
    workflow.open_cycle(plan=plan, year=YEAR, due_on=due_on, by=bob)
    return str(live_server.url)


def what_a_citizen_sees(page: Any, base: str) -> dict[str, Any]:
    """The year's figure in the chart's data, the table, .json and .csv, each None where there is none."""
    page.goto(f"{base}/indicators/{CODE}/")
    reach(page)
    points = page.evaluate(
        """() => [...document.querySelectorAll('.plot .live')].flatMap(plot => (plot.data || []).flatMap(trace =>
             [...(trace.x || [])].map((x, i) => [String(x), trace.y[i], trace.meta || trace.name || ''])))"""
    )
    table = page.locator("main table").first.inner_text()
    request = page.request
    rows = list(
        csv.DictReader(io.StringIO(request.get(f"{base}/indicators/{CODE}.csv").body().decode("utf-8-sig")))
    )
    payload = json.loads(request.get(f"{base}/indicators/{CODE}.json").body())
    return {
        "points": points,
        "table": table,
        "csv": rows,
        "json": payload,
        "all": page.content()
        + json.dumps(payload, ensure_ascii=False)
        + json.dumps(rows, ensure_ascii=False),
    }


def shown(seen: dict[str, Any], figure: str) -> dict[str, bool]:
    """Where a figure (plain digits) stands."""
    number = int(figure)
    year = next(row for row in seen["csv"] if row["fiscal_year"] == str(YEAR))
    return {
        "chart": any(y == number for _, y, _ in seen["points"]),
        "table": f"{number:,}" in seen["table"],
        "csv": year["value"] == figure,
        "json": figure in json.dumps(seen["json"]),
    }


EVERYWHERE = {"chart": True, "table": True, "csv": True, "json": True}
NOWHERE = {"chart": False, "table": False, "csv": False, "json": False}


@pytest.mark.both
def test_from_a_mistake_to_a_corrected_figure(city_hall: str, new_context: Any) -> None:
    base = city_hall
    staff, office, citizen = (new_context().new_page() for _ in range(3))
    assert shown(what_a_citizen_sees(citizen, base), RIGHT) == NOWHERE

    # Staff types another unit, sees the error at the field, and mends it; nothing typed is lost.
    sign_in(staff, base, "alice", "/entry/")
    form = f"{base}/entry/{CODE}/{YEAR}/"
    staff.goto(form)
    staff.get_by_role("radio", name="実績").check()
    box = staff.get_by_role("textbox", name="令和6年度の値")
    box.fill("１，２３４件")
    staff.get_by_label("説明").fill("LINEの登録者数")
    staff.get_by_role("button", name="提出する").click()
    assert "人" in staff.locator("#id_value_error").inner_text()
    assert box.input_value() == "１，２３４件"
    assert staff.get_by_label("説明").input_value() == "LINEの登録者数"
    box.fill("１，２３４")
    staff.get_by_role("button", name="提出する").click()
    staff.wait_for_url(f"{base}/entry/")
    assert "提出しました" in staff.content()
    assert shown(what_a_citizen_sees(citizen, base), "1234") == NOWHERE

    # The office sends it back with a reason; staff mends and submits again.
    sign_in(office, base, "bob", "/office/")
    review = f"{base}/office/{CODE}/{YEAR}/"
    office.goto(review)
    assert WRONG in office.content()
    office.locator("summary", has_text="差し戻す").click()
    office.get_by_label("差戻しの理由").fill("3月末の名簿では1,235人です")
    with office.expect_navigation():
        office.get_by_role("button", name="差し戻す").click()
    staff.goto(f"{base}/entry/")
    assert "3月末の名簿では1,235人です" in staff.content()
    staff.goto(form)
    staff.get_by_role("textbox", name="令和6年度の値").fill("１２３５人")
    staff.get_by_role("button", name="提出する").click()
    staff.wait_for_url(f"{base}/entry/")
    assert shown(what_a_citizen_sees(citizen, base), RIGHT) == NOWHERE

    # The office publishes: the same figure everywhere at once, and the draft's earlier figure nowhere.
    office.goto(review)
    office.get_by_role("button", name="公表する").click()
    office.get_by_role("link", name="公表しないで戻る").wait_for()  # the page that shows what will go out
    with office.expect_navigation():
        office.get_by_role("button", name="公表する").click()
    seen = what_a_citizen_sees(citizen, base)
    assert shown(seen, RIGHT) == EVERYWHERE
    assert "1234" not in seen["all"].replace("1,234", "1234").replace("&quot;", '"')

    # A correction goes the same way, and both values are shown.
    staff.goto(f"{base}/entry/{CODE}/{YEAR}/change/")
    staff.get_by_role("radio", name="訂正").check()
    staff.get_by_label("変更の理由").fill("二重の登録を除いた")
    with staff.expect_navigation():
        staff.locator("main button[type=submit]").first.click()
    staff.wait_for_url(form)
    staff.get_by_role("textbox", name="令和6年度の値").fill(CORRECTED)
    staff.get_by_role("button", name="提出する").click()
    staff.wait_for_url(f"{base}/entry/")
    assert shown(what_a_citizen_sees(citizen, base), RIGHT) == EVERYWHERE
    office.goto(review)
    office.get_by_role("button", name="公表する").click()
    office.get_by_role("link", name="公表しないで戻る").wait_for()  # the page that shows what will go out
    with office.expect_navigation():
        office.get_by_role("button", name="公表する").click()
    seen = what_a_citizen_sees(citizen, base)
    assert shown(seen, CORRECTED) == EVERYWHERE
    struck = citizen.locator("main del").first
    assert "1,235" in struck.inner_text()
    assert "二重の登録を除いた" in seen["all"]
