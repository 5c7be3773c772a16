"""起案用紙: a selection of values on A4 and as a workbook, for who may read each of them (docs/input.md)."""

import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from indicators import workflow
from indicators.models import Evidence, Result, RouteSeat
from indicators.spreadsheets.fields import JAPAN
from indicators.workflow import VALUES
from tests.indicators.city import City
from tests.indicators.factories import (
    NOON,
    make_carol,
    make_department,
    make_user,
    publish_value,
    said,
)
from tests.indicators.pages import confirm, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def values(city: City) -> str:
    """43A is handed in with all that a paper says, 44A a draft; as the address names them."""
    one, other = city.indicator("43A"), city.indicator("44A")
    publish_value(one, 2023, said("900"), by=city.bob, publisher=make_carol())
    entry = said(
        "700", note="=SUM(A1)の説明", shortfall_reason="周知が足りません。", next_step="窓口を増やします。"
    )
    before = VALUES.current(one, 2024)
    assert before is not None
    back = workflow.send_back(record=before, version=before.version, reason="確認", by=city.bob, now=NOON)
    workflow.submit(owner=one, year=2024, by=city.alice, version=back.version, data=entry, now=NOON)
    workflow.save_draft(owner=other, year=2024, data=said("60.1"), by=city.alice, now=NOON)
    Evidence.objects.create(
        indicator=one, year=2024, url="https://example.jp/shukei", added_by=city.alice, added_at=NOON
    )
    return f"2024:{one.pk},{other.pk}"


def _client(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


def test_the_paper_says_all_of_each_value(city: City, values: str) -> None:
    asked = {"values": values, "title": "令和6年度の公表", "number": "木企第12号", "day": "2025-06-02"}
    answer = _client(city.bob).get("/entry/paper/", asked)
    page = text_of(answer)
    for words in (
        "木企第12号", "2025年6月2日", "令和6年度の公表", "43A", "44A", "700", "900", "−200", "2,000", "遅れ",
        "周知が足りません。", "窓口を増やします。", "=SUM(A1)の説明", "https://example.jp/shukei", "提出前の値を含みます",
        "係長", "課長",
    ):  # fmt: skip
        assert words in page, words
    assert answer["Cache-Control"].count("no-store") == 1


def test_who_may_not_read_one_of_them_gets_none(city: City, values: str) -> None:
    erin = make_user("erin", departments=(make_department("zaisei", "財政課"),))
    for person, status in ((city.alice, 200), (city.bob, 200), (city.dave, 200), (erin, 403)):
        for address in ("/entry/paper/", "/entry/paper/approval-paper.xlsx"):
            assert _client(person).get(address, {"values": values}).status_code == status, (person, address)
    assert Client().get("/entry/paper/", {"values": values}).status_code == 302


def test_what_was_ticked_in_a_list_leads_to_the_paper(city: City, values: str) -> None:
    bob = _client(city.bob)
    _, _, ids = values.partition(":")
    one, other = ids.split(",")
    chosen = [f"{one}-2024", f"{other}-2024", "x", "9:y"]
    assert bob.post("/entry/paper/", {"chosen": chosen})["Location"] == f"/entry/paper/?values={values}"
    assert bob.post("/entry/paper/", {"chosen": ["x"]})["Location"] == "/entry/"
    for wrong in ("", "x", "2024:", "2024:99999", "2024:1,2;x:y", "1" * 400):
        assert bob.get("/entry/paper/", {"values": wrong}).status_code == 404, wrong
    # The lists offer it: the queue by record and all that is shown, the board all, one's own what was handed in.
    queue = bob.get("/office/queue/").content.decode()
    assert 'formaction="/entry/paper/"' in queue
    assert f'href="/entry/paper/?values=2024:{one}"' in queue
    [key] = [part.partition('"')[0] for part in queue.split('name="chosen" value="')[1:]]
    assert bob.post("/entry/paper/", {"chosen": [key]})["Location"] == f"/entry/paper/?values=2024:{one}"
    assert f'href="/entry/paper/?values=2024:{one}"' in bob.get("/office/").content.decode()
    assert f'name="chosen" value="{one}-2024"' in _client(city.alice).get("/entry/").content.decode()


def test_the_workbook_has_figures_as_figures_and_every_text_as_text(city: City, values: str) -> None:
    answer = _client(city.bob).get(
        "/entry/paper/approval-paper.xlsx", {"values": values, "title": "=1+1", "number": "@木企第12号"}
    )
    page = load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    texts = [str(cell.value) for cell in cells]
    assert "件名：=1+1" in texts
    assert "=SUM(A1)の説明" in texts
    [line] = [[cell.value for cell in row] for row in page.iter_rows() if str(row[0].value).startswith("43A")]
    assert line[3:6] == [Decimal(700), Decimal(900), Decimal(-200)]
    head = next(row[0].row for row in page.iter_rows() if row[0].value == "指標")
    assert page.print_title_rows == f"${head}:${head}"
    assert (page.page_setup.paperSize, page.page_setup.fitToHeight) == (9, 0)


def test_the_number_of_the_decision_is_kept_with_each_value_until_it_is_public(
    city: City, values: str
) -> None:
    alice, bob = _client(city.alice), _client(city.bob)
    alice.post("/entry/paper/", {"values": values, "keep": "1", "number": "木企第12号"})
    assert set(
        Result.objects.filter(year=2024, decision_number="木企第12号").values_list("state", flat=True)
    ) == {
        "submitted",
        "draft",
    }
    assert "木企第12号" in text_of(bob.get("/entry/paper/", {"values": values}))
    # With the publication, too; and no citizen reads it.
    one = Result.objects.get(indicator=city.indicator("43A"), year=2024)
    said_of_all = {
        "title": "令和6年度",
        "announced_on": "2025-05-01",
        "when": "now",
        "decision_number": "木企第13号",
    }
    asked = {"action": "publish", "chosen": f"{one.pk}:{one.version}", **said_of_all}
    with time_machine.travel(NOON, tick=False):
        confirm(bob, bob.post("/office/queue/", asked))
    one.refresh_from_db()
    assert (one.state, one.decision_number) == ("published", "木企第13号")
    assert "木企第" not in Client().get("/indicators/43A/").content.decode()
    alice.post("/entry/paper/", {"values": values, "keep": "1", "number": "木企第14号"})
    assert not Result.objects.filter(decision_number="木企第14号").exists(), "all or none, and never after"


def test_many_values_cost_as_many_questions_as_few(city: City, values: str) -> None:
    bob, asked = _client(city.bob), []
    few = values.partition(",")[0]
    for chosen in (few, values):
        with CaptureQueriesContext(connection) as queries:
            assert bob.get("/entry/paper/", {"values": chosen}).status_code == 200
        asked.append(len(queries))
    assert asked[1] <= asked[0], "of several departments there is no route to read"


def test_the_boxes_follow_the_route_of_the_department_and_say_what_was_approved(
    city: City, values: str
) -> None:
    one = city.indicator("43A")
    department = one.lead_department
    alone = f"2024:{one.pk}"
    before = text_of(_client(city.bob).get("/entry/paper/", {"values": alone}))
    assert "係長" in before, "by custom, where a department has no route"
    chief = make_user("chief", departments=(department,), last_name="佐藤", first_name="花子")
    head = make_user("head", departments=(department,), last_name="鈴木", first_name="一郎")
    since = date(2020, 4, 1)
    for level, title, user in ((1, "主幹", chief), (2, "部長", head)):
        RouteSeat.objects.create(department=department, level=level, title=title, user=user, since=since)
    handed = Result.objects.get(indicator=one, year=2024)
    back = workflow.send_back(record=handed, version=handed.version, reason="確認", by=city.bob, now=NOON)
    handed = workflow.submit(owner=one, year=2024, by=city.alice, version=back.version, now=NOON)
    with time_machine.travel(NOON, tick=False):
        found = text_of(_client(chief).get("/approvals/"))
        assert "選んだ値の起案用紙" in found
        key = f"indicator:{handed.pk}:{handed.version}"
        led = _client(chief).post("/entry/paper/", {"chosen": [key], "list": "approvals"})
        assert led["Location"] == f"/entry/paper/?values={alone}"
        assert _client(chief).post("/entry/paper/", {"list": "approvals"})["Location"] == "/approvals/"
        VALUES.approve(record=handed, version=handed.version, by=chief, now=NOON)
        page = text_of(_client(head).get("/entry/paper/", {"values": alone}))
        answer = _client(head).get("/entry/paper/approval-paper.xlsx", {"values": alone})
    day = f"{NOON.astimezone(JAPAN):%-m月%-d日}"
    for words in ("主幹", "部長", "鈴木 一郎", f"{day}承認", f"承認 主幹 佐藤 花子（{day}）"):
        assert words in page, words
    assert "係長" not in page
    cells = [
        cell.value for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows() for cell in row
    ]
    assert {"主幹", "佐藤 花子", f"{day}承認", "部長"} <= set(cells)
