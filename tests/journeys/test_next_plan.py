"""The next plan (令和9〜12年度, made up): prepared, looked at, published by a second person, reported on beside this one.

Three indicators are continued, one is replaced by another count, one ends. Of this plan every file of a past day is the
same before and after, byte for byte.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from indicators.models import Indicator
from indicators.open_data.api.resources import RESOURCES
from indicators.views.public.site.addresses import public_addresses
from measures.models import Department, Plan
from tests.indicators.factories import load_fixtures, make_cycle, make_user, publish_value, said
from tests.journeys.doors import PASSWORD, sign_in

PREPARING = datetime(2027, 1, 20, 1, tzinfo=UTC)
BETWEEN = datetime(2027, 3, 1, 1, tzinfo=UTC)  # both are public, this plan is in force
AFTER = datetime(2028, 5, 8, 1, tzinfo=UTC)  # the values of 令和9年度 come in
A_DAY = "2027-01-10"
# Number, name, what of this plan it continues, and whether by the same count: (measure, indicator, target, from, same).
NEXT = (
    (41, "広報と公聴", "職員の研修の数", 90, "41A", True),
    (43, "移住の支援", "移住相談の登録者数", 3000, "43A", True),
    (45, "市民活動の支援", "市民活動団体の数", 220, "45B", True),
    (47, "計画の見直し", "見直した事業の数", 40, "47A", False),
)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Of the server; the browser has its own clock."""
    with time_machine.travel(moment, tick=True):
        yield


def files_of_a_past_day(prefix: str) -> dict[str, bytes]:
    """Every file and answer of the API of this plan, as of A_DAY; of those that name it, which are the same, one of five."""
    day = timezone.make_aware(datetime.fromisoformat(f"{A_DAY}T23:59:59"))
    found = {one.path for one in public_addresses(day) if not one.key and "." in one.path.rsplit("/", 1)[-1]}
    # These have no past day: what is to be found now, and the two days that somebody asks for.
    found -= {"/robots.txt", "/sitemap.xml", "/changes.csv", "/changes.json"}
    found |= {f"/api/v1/{name}/" for name in RESOURCES}
    client, answers = Client(), {}
    for path in sorted(one for one in found if not one.endswith(".png"))[:: 5 if prefix else 1]:
        answer = client.get(f"{prefix}{path}", {"as_of": A_DAY})
        assert answer.status_code == 200, path
        answers[path] = b"".join(answer) if answer.streaming else answer.content
    return answers


@pytest.mark.slow
def test_the_next_plan_begins_beside_this_one(live_server: Any, new_context: Callable[..., Any]) -> None:
    base = str(live_server.url)
    load_fixtures()
    staff = make_user("sangyo", departments=tuple(Department.objects.all()), password=PASSWORD)
    bob, carol = (make_user(name, office=True, password=PASSWORD) for name in ("bob", "carol"))
    make_cycle(2024, by=bob)
    for code, value in (("43A", "980"), ("45B", "150"), ("47A", "1"), ("48A", "10")):
        publish_value(
            Indicator.objects.with_plan().get_by_code(code),
            2024,
            said(value, note="事情"),
            by=staff,
            publisher=bob,
        )
    writer, reader, citizen = (new_context().new_page() for _ in range(3))
    with at(PREPARING):
        before = {prefix: files_of_a_past_day(prefix) for prefix in ("", "/plans/3")}
        assert len(before[""]) > 100
        sign_in(writer, base, "bob", "/office/plan/")
        prepare(writer, base)
        look_at_it(writer, citizen, base)
        draft_publication(writer, base)
        sign_in(reader, base, "carol", "/office/")
        publish(reader, base)
        assert Plan.objects.get(key="4").publication.published_by == carol
    with at(BETWEEN):
        sign_in(writer, base, "bob", "/office/")
        sign_in(reader, base, "carol", "/office/")
        end_an_indicator(writer, reader, base)
    with at(AFTER):
        report_on_it(new_context().new_page(), new_context().new_page(), new_context().new_page(), base)
        citizen.goto(f"{base}/indicators/43A/")
        expect(citizen.locator("h1")).to_contain_text("移住相談の登録者数")
        expect(citizen.locator("main")).to_contain_text("2,100")
        expect(citizen.locator("main")).to_contain_text("980")  # of the plan before, on the same line
        citizen.goto(f"{base}/plans/3/indicators/43A/")
        expect(citizen.locator("main")).to_contain_text("980")
        expect(citizen.locator("body")).to_contain_text("現在の計画は、第4次基本計画です")
        citizen.goto(f"{base}/plans/3/indicators/48A/")
        expect(citizen.locator("main")).to_contain_text("事業が終わったため")
        for prefix, were in before.items():
            are = files_of_a_past_day(prefix)
            assert {path for path in were if are[path] != were[path]} == set(), prefix


def prepare(page: Any, base: str) -> None:
    page.get_by_role("link", name="新しい計画を準備する").click()
    expect(page.get_by_label("計画の名称")).to_have_value("第4次基本計画")
    page.get_by_role("button", name="登録する").click()
    expect(page.locator(".messages")).to_contain_text("第4次基本計画を保存しました")
    page.goto(f"{base}/office/plan/4/policies/")
    page.locator("#policies-0-number").fill("01")
    page.locator("#policies-0-name").fill("ともにつくるまち")
    put_in(page)
    for number, name, *_ in NEXT:
        page.goto(f"{base}/office/plan/4/measures/{number}/")
        page.get_by_label("基本政策", exact=True).select_option("01")
        page.locator("#name").fill(name)
        page.locator("#goal").fill("だれもが参加し、ともにつくるまちにする")
        page.locator("#initiatives-0-number").fill("1")
        page.locator("#initiatives-0-name").fill(f"{name}の推進")
        page.locator("#initiatives-0-departments").fill("企画課")
        put_in(page)
    for number, name, indicator, target, before, same in NEXT:
        add_indicator(page, base, f"施策{number} {name}", indicator, target, before, same=same)


def put_in(page: Any) -> None:
    """Save the draft, then let the plan take it."""
    page.get_by_role("button", name="下書きを保存する").click()
    expect(page.locator(".messages")).to_contain_text("下書きを保存しました")
    page.get_by_role("button", name="この下書きを計画に反映する").click()
    expect(page.locator(".messages")).to_contain_text("計画に反映しました")


def add_indicator(
    page: Any, base: str, measure: str, name: str, target: int, before: str, *, same: bool
) -> None:
    old = Indicator.objects.with_plan().get(
        measure__plan__key="3", measure__number=before[:2], letter=before[2:]
    )
    page.goto(f"{base}/office/plan/4/indicators/new/")
    page.get_by_label("施策", exact=False).first.select_option(label=measure)
    page.get_by_label("指標名").fill(name)
    page.get_by_label("単位").fill(old.unit)
    page.locator("#id_counting").select_option(old.counting if same else "annual")
    page.locator("#id_lead_department").select_option(label="産業振興課")
    page.locator("#id_continues").select_option(label=f"第3次基本計画 {old}")
    if same:
        page.locator("#id_same_basis").check()
    page.locator("#id_promise").select_option("increase")
    page.locator("#id_value").fill(str(target))
    page.locator("#id_baseline_value").fill("30")
    page.locator("#id_baseline_label").fill("令和8年度")
    page.locator("#id_baseline_year").select_option("2026")
    page.locator("#id_target_year").select_option("2030")
    page.locator("#id_label").fill(f"{target:,}{old.unit}")
    page.get_by_role("button", name="保存する", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("を保存しました")


def look_at_it(page: Any, citizen: Any, base: str) -> None:
    """As it will stand, for staff alone: from 30 in 2026 to 3,000 in 2030, half of the way is 1,515."""
    page.goto(f"{base}/office/plan/4/publication/")
    page.get_by_text("指標のページ").click()
    page.get_by_role("link", name="43A 移住相談の登録者数").click()
    expect(page.locator("main")).to_contain_text("1,515")
    expect(page.locator("body")).to_contain_text("公表前の計画の確認用のページです")
    assert citizen.request.get(f"{base}/plans/4/indicators/43A/").status == 404
    assert "第4次" not in citizen.request.get(f"{base}/").text()


def draft_publication(page: Any, base: str) -> None:
    page.goto(f"{base}/office/plan/4/publication/")
    expect(page.locator("main")).to_contain_text("公表できます")
    page.get_by_label("決定日").fill("令和9年1月15日")
    page.get_by_label("説明").fill("議会の議決を経て策定しました。")
    page.get_by_role("button", name="内容を確かめたので、下書きを保存する").click()
    expect(page.locator("main")).to_contain_text("この下書きは、あなたには公表できません")


def publish(page: Any, base: str) -> None:
    expect(page.locator("main")).to_contain_text("計画の公表：木更津市第4次基本計画")
    page.get_by_role("link", name="計画の公表：木更津市第4次基本計画").click()
    page.get_by_role("button", name="公表する", exact=True).click()
    expect(page.get_by_role("heading", name="第4次基本計画を公表します")).to_be_visible()
    page.get_by_role("button", name="計画を公表する").click()
    expect(page.locator(".messages")).to_contain_text("第4次基本計画を公表しました")


def end_an_indicator(writer: Any, reader: Any, base: str) -> None:
    """48A of this plan ends with 令和8年度, while the plan is still in force."""
    page = f"{base}/office/plan/3/indicators/48A/wording/"
    writer.goto(page)
    writer.get_by_label("最後の年度").select_option("2026")
    writer.get_by_label("終了の理由").fill("事業が終わったため")
    writer.get_by_label("終了を決めた日").fill("令和9年2月20日")
    writer.get_by_label("理由", exact=True).fill("次の計画では数えないため")
    writer.get_by_role("button", name="下書きを保存する").click()
    expect(writer.locator(".messages")).to_contain_text("下書きを保存しました")
    reader.goto(page)
    reader.get_by_role("button", name="この下書きを計画に反映する").click()
    reader.get_by_role("button", name="計画に反映して公表する").click()
    expect(reader.locator(".messages")).to_contain_text("計画に反映しました")


def report_on_it(typist: Any, publisher: Any, opener: Any, base: str) -> None:
    """令和9年度 of the new plan: opened, typed by its department, published by the office."""
    sign_in(opener, base, "bob", "/office/")
    opener.goto(f"{base}/office/cycles/")
    opener.get_by_label("年度", exact=False).first.select_option("2027")
    opener.get_by_label("入力の期限").fill("2028/6/30")
    opener.get_by_role("button", name="始める").click()
    expect(opener.locator(".messages")).to_contain_text("始めました")
    sign_in(typist, base, "sangyo", "/entry/")
    typist.goto(f"{base}/entry/43A/2027/")
    typist.get_by_role("radio", name="実績").check()
    typist.get_by_role("textbox", name="令和9年度の値").fill("2100")
    typist.get_by_label("説明").fill("台帳を数えた")
    typist.get_by_role("button", name="提出する").click()
    expect(typist.locator(".messages")).to_contain_text("提出しました")
    sign_in(publisher, base, "carol", "/office/")
    publisher.goto(f"{base}/office/43A/2027/")
    publisher.get_by_role("button", name="公表する").click()
    expect(publisher.get_by_role("link", name="公表しないで戻る")).to_be_visible()
    publisher.get_by_role("button", name="公表する").click()
    expect(publisher.locator(".messages")).to_contain_text("公表しました")
