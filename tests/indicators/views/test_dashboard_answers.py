"""The first screen's three answers, the briefing, and that page, table, sheet, mail and file say the same of each figure."""

import html
import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from indicators import frames
from indicators.models import Cycle, Indicator
from measures.models import Plan
from tests.indicators.city import SECRET, City
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_indicator,
    make_rhythm,
    publish_value,
    said,
)
from tests.indicators.generated import generate

pytestmark = [pytest.mark.django_db, pytest.mark.reads]
JUNE = datetime(2025, 6, 10, 3, tzinfo=UTC)


def page_of(client: Client, address: str = "/dashboard/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def words(page: str) -> str:
    page = re.sub(r"<script.*?</script>|<svg.*?</svg>", "", page, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def section(page: str, name: str) -> str:
    start = page.index(f'aria-labelledby="{name}"')
    return page[start : page.index("</section>", start)]


@time_machine.travel(JUNE, tick=False)
def test_who_has_not_reported_since_how_many_days(city: City, manager: Client) -> None:
    Cycle.objects.filter(year=2023).delete()
    Cycle.objects.filter(year=2024).update(due_on=date(2025, 5, 30))
    entry = said("1.5", value_state="provisional", expected_on=date(2025, 6, 1), note="速報")
    publish_value(city.indicator("42A"), 2024, entry, by=city.bob, publisher=make_carol())
    reports = words(section(page_of(manager), "reports"))
    # 44B and 47A are out, 42A as 速報, 43A is handed in: seven of eleven are not, eleven days after May 30.
    assert reports.startswith('aria-labelledby="reports"> 報告が届いていない 7件')
    assert "企画課 11 日 41A 市民参加型ワークショップの開催数 未入力" in reports
    # What has no room is counted, and leads to the whole.
    assert "次の値の予定日を過ぎたもの" in reports
    assert "提出済みで、承認・確認を待つもの" in reports
    narrowed = words(section(page_of(manager, "/dashboard/?policy=01"), "reports"))
    assert "次の値の予定日を過ぎたもの 1件 42A" in narrowed
    assert "速報 9 日" in narrowed
    assert "43A 移住・定住相談窓口利用登録者数 産業振興課 提出済 40 日" in narrowed
    assert "46A" not in narrowed


@time_machine.travel(datetime(2025, 5, 20, 3, tzinfo=UTC), tick=False)
def test_before_the_due_day_nobody_is_late(city: City, manager: Client) -> None:
    Cycle.objects.filter(year=2023).delete()
    reports = words(section(page_of(manager), "reports"))
    assert "報告が届いていない 0件" in reports
    assert "期限前で未提出 8件（令和6年度、期限 2025年5月31日、あと11日）" in reports


@time_machine.travel(JUNE, tick=False)
def test_citizens_view_tells_nothing_of_what_is_typed(city: City, manager: Client) -> None:
    for address in ("/dashboard/?scope=published", "/dashboard/briefing/?scope=published"):
        page = page_of(manager, address)
        assert SECRET not in words(page)
        reports = words(section(page, "reports"))
        assert "報告が届いていない 0件" in reports
        for told in ("43A", "提出済", "未入力"):
            assert told not in reports
    assert SECRET in words(page_of(manager, "/dashboard/?measure=43"))


@time_machine.travel(JUNE, tick=False)
def test_what_moved_since_the_year_before_is_in_the_headline(city: City, manager: Client) -> None:
    """44B: 97 of 80 → 120 is ahead of 90 in fiscal 2023, and 121 in 2024 is beyond the target: one up."""
    head = words(page_of(manager, "/dashboard/?year=2024&scope=published"))
    assert "令和5年度から、判定が上がったもの1件（44B）" in head


def test_nothing_false_is_said_where_nothing_is_behind(city: City, manager: Client) -> None:
    page = words(page_of(manager, "/dashboard/?measure=44"))
    assert "2件のうち1件を判定、目安に届いていない指標はありません" in page
    assert "判定できた指標は、どれも目安に届いています。" in page
    page = words(page_of(manager, "/dashboard/?measure=46"))
    assert "1件のうち0件を判定" in page
    assert "判定できた指標がまだありません。" in page
    assert "どれも目安に" not in page


@time_machine.travel(JUNE, tick=False)
def test_first_screen_and_briefing_say_the_same_of_what_is_behind(city: City, manager: Client) -> None:
    """Each number of both against the file of the view: test_dashboard_numbers.py; here by hand.

    47A: 0 where 1 is expected; 44A: 57.1 where 71.2 is, three of five years from 58.0 to 80.0; 41A: 28 where 32.5 is, halfway from 5 to 60.
    """
    for code, value in (("44A", "57.1"), ("41A", "28")):
        city.publish(code, 2024, value)
    for address in ("/dashboard/", "/dashboard/briefing/"):
        page = page_of(manager, address)
        late = words(section(page, "late"))
        assert "11件のうち5件を判定、 3件が目安に届いていません" in words(page)
        places = [late.index(code) for code in ("44A", "47A", "41A")]
        assert places == sorted(places)
        for told in ("後退", "−14.1 ポイント", "57.1 ％", "−1 件", "−4.5 テーマ", "28 テーマ", "やや遅れ"):
            assert told in late, (address, told)


@time_machine.travel(JUNE, tick=False)
def test_the_briefing_has_owners_reasons_and_next_steps(city: City, manager: Client) -> None:
    entry = said(
        "57.1", note="事情", shortfall_reason="周知が足りませんでした。", next_step="転入の窓口で知らせます。"
    )
    publish_value(city.indicator("44A"), 2024, entry, by=city.alice, publisher=city.bob)
    sheet = words(page_of(manager, "/dashboard/briefing/?department=organic-city-suishin"))
    assert (
        "オーガニックシティ推進課 57.1 ％ 令和6年度 −14.1 ポイント 理由 周知が足りませんでした。 次に 転入の窓口で知らせます。"
        in sheet
    )
    assert "主担当課：オーガニックシティ推進課" in sheet
    assert "企画課" not in sheet
    assert "/dashboard/?department=organic-city-suishin" in sheet


@pytest.mark.slow
def test_a_large_plan_is_counted_where_it_has_no_room(city: City, manager: Client) -> None:
    generate(indicators=49, years=2, plan=Plan.objects.get())
    assert Indicator.objects.count() == 60
    for address in ("/dashboard/", "/dashboard/briefing/"):
        page = page_of(manager, address)
        told = re.search(r'id="late">.*?<span class="count">(\d+)件', page, flags=re.S)
        assert told is not None
        late = int(told[1])
        shown = page.count('class="behind-row"') or page.count('class="brief-why"')
        assert 3 <= shown < late
        assert f"ほか{late - shown}件" in page
        assert len(page.encode()) < 100_000


def test_ten_years_are_folded_but_for_the_newest(city: City, manager: Client) -> None:
    Plan.objects.update(last_year=2034)
    page = page_of(manager, "/dashboard/?year=2023")
    near = words(page[page.index('aria-label="年度の切替"') : page.index('class="far-years"')])
    assert near.split("> ")[1].split()[:3] == ["R5", "R6", "最新"]
    far = words(page[page.index('class="far-years"') : page.index('aria-label="範囲の切替"')])
    assert "ほかの年度（10）" in far
    assert "令和7年度" in far
    assert "令和16年度" in far


@pytest.mark.parametrize(("day", "late"), [(date(2026, 5, 20), 0), (date(2026, 6, 10), 1)])
def test_dashboard_board_cycles_and_tasks_name_the_same_as_missing(day: date, late: int) -> None:
    """Of 2025 nothing is asked of what ended in 2024, is not surveyed, or begins in 2026: 43E is out, 43A alone is missing."""
    make_indicator(name="続いている指標")
    make_indicator(letter="B", last_year=2024, end_reason="統計の廃止", ended_on=date(2025, 3, 1))
    make_rhythm(make_indicator(letter="C"))
    make_indicator(letter="D", first_year=2026)
    done = make_indicator(letter="E")
    alice, bob, dave = make_alice(done.lead_department), make_bob(), make_dave()
    cycle = make_cycle(2025, by=bob)
    publish_value(done, 2025, said("1700"), by=alice, publisher=bob)
    client = Client()
    with time_machine.travel(datetime(day.year, day.month, day.day, 3, tzinfo=UTC), tick=False):
        client.force_login(bob)
        board = client.get("/office/?year=2025").context
        cycles = client.get("/office/cycles/").context["cycles"]
        left = client.get("/office/cycles/2025/close/").context["left"]
        client.force_login(alice)
        [mine] = client.get("/entry/").context["rounds"]
        client.force_login(dave)
        overview = client.get("/dashboard/")
        [entry] = overview.context["entry"]
        reports = overview.context["answers"].reports
        sheet = client.get("/dashboard/briefing/").context["reports"]
        tasks = client.get("/dashboard/measures/43/").context["tasks"]
        told = frames.missed_cycles([cycle.plan], date(2026, 5, 1), day)
    named = {
        "board": [row.code for row in board["missing"]],
        "cycles": [row.code for row in left],
        "tasks": [task.row.code for task in mine.due],
        "entry": [row.code for line in entry.behind for row, _ in line.missing],
        "open": [task.code for task in tasks.lines if task.code],
    }
    assert set(map(tuple, named.values())) == {("43A",)}, named
    totals = (board["table"][-1]["total"], cycles[0]["total"], entry.total, len(mine.due + mine.done))
    assert totals == (2, 2, 2, 2)
    assert entry.sentence.startswith("2件のうち1件を提出済みです。")
    page = words(overview.content.decode())
    for said_of in (reports, sheet):
        assert [line.row.code for group in said_of.late.groups for line in group.lines] == ["43A"] * late
        assert [one.split("（")[0] for one in said_of.early] == ["期限前で未提出 1件"] * (1 - late)
    assert [row.code for one in told for row in one.rows] == ["43A"] * late
    assert f"報告が届いていない {late}件" in page
