"""Each role's task, done by the words of the manual alone: what is pressed must stand in its section, and its pictures hold.

`--remake-pictures` makes the pictures anew. The plan is one of a made-up city, as the manual is every city's.
"""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from indicators.models import Result, RouteSeat
from measures.models import Measure
from tests.browser.manual_pictures import ManualPictures
from tests.indicators.factories import (
    make_department,
    make_indicator,
    make_measure,
    make_plan,
    make_user,
)
from tests.journeys.doors import PASSWORD, sign_in

YEAR = 2024


class Reader:
    """A person who knows the manual and nothing else: presses only what its section names."""

    def __init__(self, page: Any, base: str, pictures: ManualPictures) -> None:
        self.page, self.base, self.pictures = page, base, pictures
        self.said = ""

    def reads(self, slug: str, place: str) -> None:
        """The section of that place, up to the next heading of its kind."""
        self.page.goto(f"{self.base}/manual/{slug}/")
        self.said = self.page.evaluate(
            """(place) => {
              let one = document.getElementById(place), said = one.innerText;
              const level = one.tagName;
              while ((one = one.nextElementSibling) && one.tagName !== level) said += '\\n' + one.innerText;
              return said;
            }""",
            place,
        )

    def finds(self, word: str, kind: str = "button", said: str = "") -> Any:
        """`said`: as the manual writes it, where the page's word has more to it."""
        assert f"「{said or word}」" in self.said, f"the manual does not say 「{said or word}」: {self.said}"
        # A word for readers of the screen alone may follow it (（相談窓口の利用者数）).
        found = self.page.get_by_role(kind, name=re.compile(f"^{re.escape(word)}(\\s*（.*）)?$")).first
        expect(found).to_be_visible()
        return found

    def presses(self, word: str, kind: str = "button", said: str = "") -> None:
        self.finds(word, kind, said).click()

    def sees(self, name: str, selector: str) -> None:
        self.pictures.take(name, self.page.locator(selector).first)


@pytest.fixture
def city() -> None:
    """みほん市: one department with a level of approval, two planners, a manager; two indicators."""
    plan = make_plan(slug="mihon-1", name="第1次基本計画", city="みほん市")
    measure: Measure = make_measure(1, plan=plan)
    measure.name = "移住と定住"
    measure.save()
    desk = make_department("shimin", "市民相談課")
    for letter, name in (("A", "相談窓口の利用者数"), ("B", "説明会の参加者数")):
        make_indicator(measure=measure, letter=letter, name=name, department=desk)
    make_user("tanto", departments=(desk,), password=PASSWORD, last_name="入力", first_name="花子")
    chief = make_user("kacho", departments=(desk,), password=PASSWORD, last_name="課長", first_name="一郎")
    RouteSeat.objects.create(department=desk, level=1, title="課長", user=chief, since=date(2020, 4, 1))
    for name in ("kikaku-a", "kikaku-b"):
        make_user(name, office=True, password=PASSWORD, last_name="企画", first_name=name[-1])
    make_user("bucho", manager=True, password=PASSWORD, last_name="部長", first_name="次郎")


def test_each_role_does_its_task_by_the_manual_alone(
    live_server: Any, city: None, new_context: Any, guard: Any, request: pytest.FixtureRequest
) -> None:
    base = str(live_server.url)
    pictures = ManualPictures(remakes=bool(request.config.getoption("remake_pictures")))
    if pictures.remakes:
        guard.expect("status of 404")  # the manual is read before its pictures are there

    def person(name: str, after: str) -> Reader:
        page = new_context(viewport={"width": 1040, "height": 760}).new_page()
        sign_in(page, base, name, after)
        return Reader(page, base, pictures)

    office, other = person("kikaku-a", "/office/"), person("kikaku-b", "/office/")
    clerk, chief = person("tanto", "/entry/"), person("kacho", "/entry/")

    # 計画担当: the year begins.
    office.reads("office", "cycle")
    office.page.goto(f"{base}/office/")
    office.presses("年度（サイクル）", "link")
    office.page.get_by_label("年度", exact=False).first.select_option(str(YEAR))
    assert "「入力の期限」" in office.said
    office.page.get_by_label("入力の期限").fill(f"{timezone.localdate() + timedelta(days=30):%Y/%m/%d}")
    office.sees("office-cycle", ".panel.soft:has(form)")
    office.presses("始める")
    expect(office.page.locator(".messages")).to_contain_text("始めました")

    # 入力担当: a value, by the link beside its box as well.
    clerk.reads("entry", "value")
    clerk.page.goto(f"{base}/entry/")
    clerk.sees("entry-tasks", "main section")
    clerk.presses("入力する", "link")
    form = clerk.page
    form.get_by_role("radio", name="実績").check()
    form.get_by_role("textbox", name="の値").fill("1300")
    form.locator("[name=note]").fill("窓口の受付簿を数えました。")
    expect(form.locator("#need")).to_contain_text("提出できます")
    clerk.sees("entry-form", ".value-form")
    with form.expect_popup() as beside:
        form.get_by_role("link", name=re.compile("手引き.*値の状態")).click()
    expect(beside.value.locator("#state")).to_be_in_viewport()
    clerk.presses("提出する")
    form.wait_for_url(f"{base}/entry/")
    # … taken back while nobody has looked, and handed in again.
    clerk.reads("entry", "back")
    form.goto(f"{base}/entry/1A/{YEAR}/")
    clerk.presses("引き戻す")
    expect(form.locator("[name=value]")).to_have_value(re.compile("1,?300"))
    clerk.reads("entry", "value")
    form.goto(f"{base}/entry/1A/{YEAR}/")
    clerk.presses("提出する")
    form.wait_for_url(f"{base}/entry/")

    # 承認する人.
    chief.reads("approver", "approve")
    chief.page.goto(f"{base}/entry/")
    chief.presses("承認", "link")
    chief.sees("approver-list", ".approvals form")
    chief.presses("選んだものを承認する")
    expect(chief.page.locator(".messages")).to_contain_text("承認しました")

    # 計画担当: seen, confirmed, published by the other of them.
    other.reads("office", "publish")
    other.page.goto(f"{base}/office/")
    other.presses("まとめて確認・公表", "link")
    other.presses("公表できる1件をすべて選ぶ", said="公表できる…件をすべて選ぶ")
    other.finds("日時を予約する", "radio")
    other.sees("office-queue", "main form[method=post]")
    other.presses("公表する・予約する")
    other.sees("office-confirm", "main article.panel")
    other.page.get_by_role("button", name="1件を公表する").click()
    expect(other.page.locator(".messages")).to_contain_text("公表しました")
    assert Result.objects.get().state == "published"

    # … and where the seldom begins.
    other.reads("office", "people")
    other.page.goto(f"{base}/office/people/")
    other.finds("リストで招待する", "link")
    other.presses("招待する", "link")
    other.finds("招待する")
    other.reads("office", "close")
    other.page.goto(f"{base}/office/cycles/")
    other.presses("締める", "link")
    expect(other.page.locator("h1")).to_contain_text("締め")

    # 管理職.
    manager = person("bucho", "/dashboard/")
    manager.reads("manager", "late")
    assert "「" not in manager.said
    manager.page.goto(f"{base}/dashboard/")
    manager.sees("manager-dashboard", ".dash-head")
    manager.reads("manager", "paper")
    manager.page.goto(f"{base}/dashboard/")
    manager.presses("A4 1枚の報告", "link")
    expect(manager.page.locator("h1")).to_be_visible()
    pictures.end()


def test_the_manual_is_read_on_any_width(
    live_server: Any, city: None, new_context: Any, assert_accessible: Any
) -> None:
    page = new_context().new_page()
    sign_in(page, str(live_server.url), "tanto", "/entry/")
    for slug in ("", "entry/", "trouble/"):
        page.goto(f"{live_server.url}/manual/{slug}")
        for width in (1040, 360):
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert over <= 0, (slug, width)
        assert_accessible(page)
