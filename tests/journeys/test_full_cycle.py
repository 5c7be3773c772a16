"""A whole year in a city hall, in real browsers: opened, filled in three ways, checked, sent back, published, corrected.

Each person has a browser of their own, and nobody leaves the loopback. On the plan as it is printed (14 departments, 11
indicators); a city of 48 departments, with its approvals, is in test_city_year.py.
"""

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from indicators.models import Event, Indicator, Publication
from indicators.numbers import format_number, plain_number
from measures.fiscal_year import FiscalYear
from measures.models import Department
from tests.browser.pasting import paste
from tests.indicators.factories import load_fixtures, make_user
from tests.indicators.files import filled
from tests.journeys.doors import PASSWORD, sign_in

NOTE = "受付簿と台帳を数えた"  # no text of a year before, of which it would be asked whether it still holds
REASON = "内訳と合っていません"


@dataclass(frozen=True)
class CityHall:
    """Names of accounts by what they do. `teams`: three departments that lead two indicators or more."""

    base: str
    year: int
    staff: list[str]
    office: list[str]
    teams: list[list[Indicator]]

    @property
    def label(self) -> str:
        return FiscalYear(self.year).wareki


def teams_of(departments: list[Department]) -> list[list[Indicator]]:
    return [list(Indicator.objects.with_plan().filter(lead_department=one)) for one in departments]


def printed_plan(base: str) -> CityHall:
    load_fixtures()
    slugs = ("organic-city-suishin", "shimin-katsudo-shien", "keiei-kaikaku")
    departments = [Department.objects.get(slug=slug) for slug in slugs]
    for department in departments:
        make_user(department.slug, departments=(department,), password=PASSWORD)
    for name in ("bob", "carol"):
        make_user(name, office=True, password=PASSWORD)
    assert (Department.objects.count(), Indicator.objects.count()) == (14, 11)
    return CityHall(base, 2024, list(slugs), ["bob", "carol"], teams_of(departments))


def aim(indicator: Indicator) -> Decimal:
    """A figure that the plan can publish of it: what the plan aimed at first."""
    target = indicator.targets.order_by("first_year").first()
    assert target is not None
    return target.value


def in_public(page: Any, hall: CityHall) -> dict[str, str]:
    """Every figure of the year that citizens can have, by code, in the one file of everything."""
    body = page.request.get(f"{hall.base}/plan.csv?all_years=1").body().decode("utf-8-sig")
    found = csv.DictReader(io.StringIO(body))
    return {row["indicator_code"]: row["value"] for row in found if row["fiscal_year"] == str(hall.year)}


@pytest.mark.slow
def test_a_whole_year(live_server: Any, new_context: Any) -> None:
    hall = printed_plan(str(live_server.url))
    by_form, by_table, by_file = hall.teams
    first = by_form[0]
    ours = [first, *by_table, *by_file]
    figures = {one.code: plain_number(aim(one), decimals=one.decimals) for one in ours}
    typist, paster, uploader, checker, publisher, citizen = (new_context().new_page() for _ in range(6))

    # The office opens the year, with its days.
    sign_in(checker, hall.base, hall.office[0], "/office/")
    checker.goto(f"{hall.base}/office/cycles/")
    due = timezone.localdate() + timedelta(days=30)
    checker.get_by_label("年度", exact=False).first.select_option(str(hall.year))
    checker.get_by_label("入力の期限").fill(f"{due:%Y/%m/%d}")
    checker.get_by_role("button", name="始める").click()
    expect(checker.locator(".messages")).to_contain_text("始めました")

    # One types into the form …
    sign_in(typist, hall.base, hall.staff[0], "/entry/")
    expect(typist.locator("main")).to_contain_text(f"入力するもの {len(by_form)}件")
    type_into_form(typist, hall, first, figures[first.code])
    # … one pastes a block of a spreadsheet into the department's table …
    sign_in(paster, hall.base, hall.staff[1], "/entry/")
    paster.goto(f"{hall.base}/entry/grid/{hall.year}/")
    block = "".join(f"実績\t{figures[one.code]}\t\t\t{NOTE}\r\n" for one in by_table)
    assert not paste(paster, f'[name="{by_table[0].code}-value_state"]', block)
    paster.get_by_role("button", name="すべての行を選ぶ").click()
    paster.get_by_role("button", name="選んだ行を提出する").click()
    expect(paster.locator(".messages")).to_contain_text(f"{len(by_table)}件を提出しました")
    # … and one fills in the file that the page gave, and gives it back.
    sign_in(uploader, hall.base, hall.staff[2], "/entry/")
    uploader.goto(f"{hall.base}/entry/spreadsheet/{hall.year}/")
    with uploader.expect_download() as taken:
        uploader.get_by_role("link", name="Excel（.xlsx）").click()
    cells: dict[tuple[str, str], Any] = {}
    for one in by_file:
        cells |= {
            (one.code, "値の状態"): "実績",
            (one.code, "値"): float(figures[one.code]),
            (one.code, "説明"): NOTE,
        }
    book = filled(taken.value.path().read_bytes(), cells)
    uploader.set_input_files(
        "#file", {"name": "入力.xlsx", "mimeType": "application/octet-stream", "buffer": book}
    )
    uploader.get_by_role("button", name="中身を確かめる").click()
    expect(uploader.locator("main")).to_contain_text(f"{len(by_file)}件が変わります")
    uploader.get_by_role("button", name="選んだ行を提出する").click()
    expect(uploader.locator(".messages")).to_contain_text(f"{len(by_file)}件を提出しました")
    assert not any(in_public(citizen, hall).get(code) for code in figures)

    # The office looks through the queue, and sends one back with a reason; its department mends it.
    checker.goto(f"{hall.base}/office/queue/")
    expect(checker.locator("main")).to_contain_text(f"{len(ours)}件のうち{len(ours)}件を表示")
    checker.get_by_role("checkbox", name=first.code).check()
    checker.get_by_label("差戻しの理由").fill(REASON)
    checker.get_by_role("button", name="差し戻す").click()
    expect(checker.locator(".messages")).to_contain_text("1件を差し戻しました")
    typist.goto(f"{hall.base}/entry/")
    expect(typist.locator("main")).to_contain_text(REASON)
    step = Decimal(1).scaleb(-first.decimals)
    mended = plain_number(aim(first) + step, decimals=first.decimals)
    type_into_form(typist, hall, first, mended)
    figures[first.code] = mended

    # A second person of the office publishes all of it under one title, and citizens have all of it at once.
    sign_in(publisher, hall.base, hall.office[1], "/office/")
    publisher.goto(f"{hall.base}/office/queue/")
    publisher.get_by_role("button", name=f"公表できる{len(ours)}件をすべて選ぶ").click()
    expect(publisher.locator(".picked")).to_have_text(f"{len(ours)}件を選んでいます")
    assert not any(in_public(citizen, hall).get(code) for code in figures)
    title = f"{hall.label}実績の公表"
    expect(publisher.get_by_label("題名")).to_have_value(title)
    publisher.get_by_role("button", name="公表する・予約する").click()
    publisher.get_by_role("button", name=f"{len(ours)}件を公表する").click()
    expect(publisher.locator(".messages")).to_contain_text(f"「{title}」として{len(ours)}件を公表しました")
    seen = in_public(citizen, hall)
    assert {code: seen[code] for code in figures} == figures
    assert Publication.objects.filter(batch__title=title, year=hall.year).count() == len(ours)

    # A mistake is found: corrected by its department, published by the office, and citizens see both.
    typist.goto(f"{hall.base}/entry/{first.code}/{hall.year}/change/")
    typist.get_by_role("radio", name="訂正").check()
    typist.get_by_label("変更の理由").fill("二重に数えていた")
    with typist.expect_navigation():
        typist.locator("main button[type=submit]").first.click()
    right = plain_number(aim(first) - step, decimals=first.decimals)
    type_into_form(typist, hall, first, right)
    assert in_public(citizen, hall)[first.code] == mended
    publisher.goto(f"{hall.base}/office/{first.code}/{hall.year}/")
    publisher.get_by_role("button", name="公表する").click()
    expect(publisher.get_by_role("heading", name="この値を公表します")).to_be_visible()
    publisher.get_by_role("button", name="公表する").click()
    expect(publisher.locator(".messages")).to_contain_text("公表しました")
    assert in_public(citizen, hall)[first.code] == right
    citizen.goto(f"{hall.base}/indicators/{first.code}/")
    struck, stands = (
        format_number(Decimal(text), decimals=first.decimals, unit="") for text in (mended, right)
    )
    row = citizen.locator("main table tr", has_text=hall.label).first
    expect(row.locator("del").first).to_contain_text(struck)
    expect(row).to_contain_text(stands)
    expect(citizen.locator("main")).to_contain_text("二重に数えていた")
    log = Event.objects.filter(indicator=first, year=hall.year).order_by("pk")
    assert [event.action for event in log if event.action != "saved"] == [
        "created", "submitted", "sent_back", "submitted", "published", "created", "submitted", "published",
    ]  # fmt: skip


def type_into_form(page: Any, hall: CityHall, indicator: Indicator, figure: str) -> None:
    page.goto(f"{hall.base}/entry/{indicator.code}/{hall.year}/")
    page.get_by_role("radio", name="実績").check()
    page.get_by_role("textbox", name=f"{hall.label}の値").fill(figure)
    page.get_by_label("説明").fill(NOTE)
    page.get_by_role("button", name="提出する").click()
    page.wait_for_url(f"{hall.base}/entry/")
    expect(page.locator(".messages")).to_contain_text("提出しました")
