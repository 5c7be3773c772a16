"""A year of a city of 48 departments and 430 indicators, each step by the person whose step it is, in real browsers.

The office invites by a list; a department approves by two levels, one of them through a deputy; a value is handed in by form,
by table and by file, sent back, followed from 速報 to 確定; a sheet goes the same way; what is reserved goes out on its day;
the year is closed, and a successor finds what was kept for them.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from indicators import outbox, workflow
from indicators.models import Deputy, Event, Indicator, Result, RouteSeat
from indicators.numbers import plain_number
from measures.models import Department
from tests.browser.pasting import paste
from tests.indicators.files import filled
from tests.indicators.generated import generate
from tests.journeys.doors import PASSWORD, sign_in
from tests.journeys.test_full_cycle import NOTE as COUNTED
from tests.journeys.test_full_cycle import CityHall, aim, in_public, teams_of, type_into_form

REASON = "内訳と合っていません"
LATE = "集計が遅れています"
LINK = re.compile(r"https?://[^/\s]+(/password/reset/\S+)")


def invited(planner: Page, hall: CityHall, lines: list[str], open_page: Callable[[], Page]) -> None:
    """A list is pasted, looked at and invited; each person finds a link in their mail and sets a password of their own."""
    planner.goto(f"{hall.base}/office/people/list/")
    planner.get_by_label("貼り付ける").fill("\n".join(["氏名\t課\tメール\t役割\t利用者名", *lines]))
    planner.get_by_role("button", name="内容を確かめる").click()
    expect(planner.get_by_role("heading", level=1)).to_have_text(f"この{len(lines)}人を招待します")
    planner.get_by_role("button", name=f"{len(lines)}人を招待する").click()
    expect(planner.locator(".messages")).to_contain_text(f"{len(lines)}人に、招待のメールを送ります")
    outbox.deliver(now=timezone.now() + timedelta(minutes=1))
    links = [found[0] for one in mail.outbox if (found := LINK.findall(str(one.body)))]
    assert len(links) == len(lines)
    for link in links:
        person = open_page()
        person.goto(f"{hall.base}{link}")
        for field in person.locator("main input[type=password]").all():
            field.fill(PASSWORD)
        person.locator("main button[type=submit]").first.click()
        expect(person.locator("main")).to_contain_text("パスワード")
        person.context.close()


def on_the_route(planner: Page, hall: CityHall, slug: str, level: str, title: str, name: str) -> None:
    planner.goto(f"{hall.base}/office/departments/route/{slug}/")
    add = planner.locator("form", has=planner.get_by_role("button", name="この段に加える"))
    add.get_by_label("段").first.select_option(level)
    add.get_by_label("役職").fill(title)
    add.locator("select[name=user]").select_option(str(User.objects.get(username=name).pk))
    add.get_by_role("button", name="この段に加える").click()
    expect(planner.get_by_role("heading", name=f"第{level}段　{title}")).to_be_visible()


def approved(page: Page, hall: CityHall, many: int) -> None:
    """All that waits for this person, with one press."""
    page.goto(f"{hall.base}/approvals/")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"承認を待つものが{many}件あります")
    page.get_by_role("button", name="選んだものを承認する").click()
    expect(page.locator(".messages")).to_contain_text(f"{many}件を承認しました")


@pytest.mark.slow
@pytest.mark.postgres
def test_a_year_of_a_whole_city(live_server: Any, new_context: Any) -> None:
    city = generate(indicators=430, years=3, under_way=False)
    assert (Department.objects.count(), Indicator.objects.count()) == (48, 430)
    ours, tables, files = city.departments[:3]
    hall = CityHall(
        str(live_server.url),
        city.year,
        ["shinjin", *(city.staff[one.slug][0].username for one in (tables, files))],
        [person.username for person in city.office[:2]],
        teams_of([ours, tables, files]),
    )
    by_form, by_table, by_file = hall.teams
    first, second = by_form[:2]
    figures = {
        one.code: plain_number(aim(one), decimals=one.decimals)
        for one in (first, second, *by_table, *by_file)
    }

    def open_page() -> Page:
        return new_context().new_page()

    planner, checker = open_page(), open_page()
    sign_in(planner, hall.base, hall.office[0], "/office/")
    sign_in(checker, hall.base, hall.office[1], "/office/")

    # Four people who were not there yesterday, by one list; the levels of their department, and the year.
    invited(
        planner,
        hall,
        [
            f"新人 一郎\t{ours.name}\tshinjin@city.example.jp\t\tshinjin",
            f"係 二子\t{ours.name}\tkakari@city.example.jp\t\tkakari",
            f"課長 三夫\t{ours.name}\tkacho@city.example.jp\t管理職\tkacho",
            f"補佐 四子\t{ours.name}\thosa@city.example.jp\t\thosa",
        ],
        open_page,
    )
    on_the_route(planner, hall, ours.slug, "1", "係長", "kakari")
    on_the_route(planner, hall, ours.slug, "2", "課長", "kacho")
    assert RouteSeat.objects.count() == 2
    planner.goto(f"{hall.base}/office/cycles/")
    today = timezone.localdate()
    planner.get_by_label("年度", exact=False).first.select_option(str(hall.year))
    planner.get_by_label("入力の期限").fill(f"{today + timedelta(days=30):%Y/%m/%d}")
    planner.get_by_role("button", name="始める").click()
    expect(planner.locator(".messages")).to_contain_text("始めました")

    # The head of the department is away, and says who stands in.
    head = open_page()
    sign_in(head, hall.base, "kacho", "/approvals/")
    head.get_by_role("link", name="休むときの代理を決める").click()
    head.locator("main select[name=user]").select_option(str(User.objects.get(username="hosa").pk))
    head.get_by_label("いつから").fill(f"{today:%Y/%m/%d}")
    head.get_by_label("いつまで").fill(f"{today + timedelta(days=90):%Y/%m/%d}")
    head.get_by_role("button", name="代理を決める").click()
    expect(head.get_by_role("button", name="取りやめる")).to_be_visible()
    assert Deputy.objects.count() == 1

    # By form: a final value, and a 速報 with the day of the final one; by table; by file.
    clerk = open_page()
    sign_in(clerk, hall.base, "shinjin", "/entry/")
    type_into_form(clerk, hall, first, figures[first.code])
    clerk.goto(f"{hall.base}/entry/{second.code}/{hall.year}/")
    clerk.get_by_role("radio", name="速報").check()
    clerk.get_by_role("textbox", name=f"{hall.label}の値").fill(figures[second.code])
    clerk.get_by_label("公表予定日").fill(f"{today + timedelta(days=20):%Y/%m/%d}")
    clerk.get_by_label("説明").fill(LATE)
    clerk.get_by_role("button", name="提出する", exact=True).click()
    clerk.wait_for_url(f"{hall.base}/entry/")
    paster = open_page()
    sign_in(paster, hall.base, hall.staff[1], f"/entry/grid/{hall.year}/")
    block = "".join(f"実績\t{figures[one.code]}\t\t\t{COUNTED}\r\n" for one in by_table)
    assert not paste(paster, f'[name="{by_table[0].code}-value_state"]', block)
    paster.get_by_role("button", name="すべての行を選ぶ").click()
    paster.get_by_role("button", name="選んだ行を提出する").click()
    expect(paster.locator(".messages")).to_contain_text(f"{len(by_table)}件を提出しました")
    uploader = open_page()
    sign_in(uploader, hall.base, hall.staff[2], f"/entry/spreadsheet/{hall.year}/")
    with uploader.expect_download() as taken:
        uploader.get_by_role("link", name="Excel（.xlsx）").click()
    cells: dict[tuple[str, str], Any] = {}
    for one in by_file:
        cells |= {(one.code, "値の状態"): "実績", (one.code, "値"): float(figures[one.code])}
        cells[one.code, "説明"] = COUNTED
    book = filled(taken.value.path().read_bytes(), cells)
    uploader.set_input_files(
        "#file", {"name": "入力.xlsx", "mimeType": "application/octet-stream", "buffer": book}
    )
    uploader.get_by_role("button", name="中身を確かめる").click()
    uploader.get_by_role("button", name="選んだ行を提出する").click()
    expect(uploader.locator(".messages")).to_contain_text(f"{len(by_file)}件を提出しました")

    # The measure's evaluation sheet, by the same clerk.
    number = first.measure.number
    clerk.goto(f"{hall.base}/entry/sheets/{number}/{hall.year}/")
    for box in clerk.locator("main form.sheet-form textarea:visible").all():
        box.fill("相談の日を増やしました。")
    clerk.locator("main form.sheet-form input[name=rating]").first.check()
    clerk.get_by_role("button", name="提出する", exact=True).click()
    expect(clerk.locator(".messages")).to_contain_text("提出しました")

    # The first level sends one back; its clerk mends it; the first level, then the deputy of the second let all three go.
    chief, deputy = open_page(), open_page()
    sign_in(chief, hall.base, "kakari", "/approvals/")
    waiting = Result.objects.get(indicator=first, year=hall.year)
    chief.goto(f"{hall.base}/approvals/indicator/{waiting.pk}/")
    chief.get_by_text("差し戻す", exact=True).first.click()
    chief.get_by_label("差戻しの理由").fill(REASON)
    chief.get_by_role("button", name="差し戻す").click()
    expect(chief.locator(".messages")).to_contain_text("差し戻しました")
    clerk.goto(f"{hall.base}/entry/")
    expect(clerk.locator("main")).to_contain_text(REASON)
    type_into_form(clerk, hall, first, figures[first.code])
    approved(chief, hall, 3)
    planner.goto(f"{hall.base}/office/queue/")
    expect(planner.locator("main")).not_to_contain_text(first.code)
    sign_in(deputy, hall.base, "hosa", "/approvals/")
    expect(deputy.locator("main")).to_contain_text("さんの代理")
    approved(deputy, hall, 3)

    # One of the office reserves all values for a day; on that day they are out, each once, and the sheet follows.
    total = len(figures)
    later = timezone.localtime() + timedelta(days=2)
    checker.goto(f"{hall.base}/office/queue/")
    checker.get_by_role("button", name=f"公表できる{total}件をすべて選ぶ").click()
    checker.get_by_role("radio", name="日時を予約する").check()
    checker.get_by_label("予約する日").fill(f"{later:%Y/%m/%d}")
    checker.get_by_label("予約する時刻").fill("9:00")
    checker.get_by_role("button", name="公表する・予約する").click()
    checker.get_by_role("button", name=f"{total}件の公表を予約する").click()
    expect(checker.locator(".messages")).to_contain_text("予約しました")
    citizen = open_page()
    assert not any(in_public(citizen, hall).get(code) for code in figures)
    [(_, behind)] = workflow.publish_due(now=later.replace(hour=9, minute=0, second=0, microsecond=0))
    assert not behind
    seen = in_public(citizen, hall)
    assert {code: float(seen[code]) for code in figures} == {
        code: float(told) for code, told in figures.items()
    }
    checker.goto(f"{hall.base}/office/sheets/{number}/{hall.year}/")
    checker.get_by_role("button", name="公表する").click()
    expect(checker.get_by_role("link", name="公表しないで戻る")).to_be_visible()
    checker.get_by_role("button", name="公表する").click()
    expect(checker.locator(".messages")).to_contain_text("公表しました")
    citizen.goto(f"{hall.base}/measures/{number}/sheets/{hall.year}/")
    expect(citizen.locator("main")).to_contain_text("相談の日を増やしました。")

    # The 速報 is followed until it is final, by the same two levels.
    planner.goto(f"{hall.base}/office/follow-up/")
    expect(planner.locator("main table")).to_contain_text(second.code)
    clerk.goto(f"{hall.base}/entry/{second.code}/{hall.year}/change/")
    clerk.locator("input[name=kind][value=final]").check()
    with clerk.expect_navigation():
        clerk.locator("main button[type=submit]").first.click()
    type_into_form(clerk, hall, second, figures[second.code])
    approved(chief, hall, 1)
    approved(deputy, hall, 1)
    checker.goto(f"{hall.base}/office/{second.code}/{hall.year}/")
    checker.get_by_role("button", name="公表する").click()
    expect(checker.get_by_role("link", name="公表しないで戻る")).to_be_visible()
    checker.get_by_role("button", name="公表する").click()
    expect(checker.locator(".messages")).to_contain_text("公表しました")
    planner.goto(f"{hall.base}/office/follow-up/")
    expect(planner.locator("main")).not_to_contain_text(second.code)

    # The year is closed with what is missing; the clerk keeps a note, is moved, and the successor reads it.
    planner.goto(f"{hall.base}/office/cycles/{hall.year}/close/")
    planner.get_by_role("button", name="締める").click()
    expect(planner.locator(".messages")).to_contain_text("締めました")
    clerk.goto(f"{hall.base}/entry/notes/{first.code}/")
    clerk.locator("main textarea, main input[type=text]").first.fill("窓口の台帳の3枚目")
    clerk.get_by_role("button", name="保存する").click()
    expect(clerk.locator(".messages")).to_contain_text("保存しました")
    successor = open_page()
    sign_in(successor, hall.base, city.staff[ours.slug][1].username, "/entry/handover/")
    expect(successor.locator("main")).to_contain_text("窓口の台帳の3枚目")
    expect(successor.locator("main")).to_contain_text(first.name)
    moves = today + timedelta(days=100)
    planner.goto(f"{hall.base}/office/people/transfers/?on={moves:%Y/%m/%d}&department={ours.slug}")
    row = planner.locator("tr", has_text="新人")
    row.locator("select").select_option(label=tables.name)
    planner.get_by_role("button", name="まとめて保存する").click()
    expect(planner.locator(".messages")).to_contain_text("1人分")
    planner.goto(f"{hall.base}/office/people/shinjin/")
    expect(planner.locator("main")).to_contain_text(tables.name)
    chain = Event.objects.filter(indicator=first, year=hall.year).exclude(action="saved").order_by("pk")
    assert [(one.action, one.by.username if one.by else "") for one in chain] == [
        ("created", "shinjin"),
        ("submitted", "shinjin"),
        ("sent_back", "kakari"),
        ("submitted", "shinjin"),
        ("approved", "kakari"),
        ("approved", "hosa"),
        ("published", hall.office[1]),
    ]
