"""A department's file in a real browser: taken, filled in as Excel would, sent back, mended, looked at, handed in."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from indicators import workflow
from indicators.models import Event, Evidence, Indicator, Result
from tests.indicators.factories import said
from tests.indicators.files import address_of, csv_filled, filled

PAGE = "/entry/spreadsheet/2025/?department=kikaku"


@pytest.fixture
def kikaku(demo: str) -> User:
    """企画課 leads 41A, of which there is a draft, and 47A, of which there is nothing."""
    return User.objects.get(username="kikaku-nyuryoku")


def open_page(demo: str, user: User, sign_in: Any, new_context: Any, **how: Any) -> Any:
    context = new_context(viewport={"width": 1440, "height": 900}, **how)
    sign_in(context, user)
    page = context.new_page()
    page.goto(demo + PAGE)
    return page


@pytest.fixture
def page(demo: str, kikaku: User, sign_in: Any, new_context: Any) -> Any:
    return open_page(demo, kikaku, sign_in, new_context)


def taken(page: Any, name: str = "Excel（.xlsx）") -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def give(page: Any, data: bytes, name: str = "企画課.xlsx") -> None:
    page.locator("[name=file]").set_input_files({"name": name, "mimeType": "", "buffer": data})
    with page.expect_navigation():
        page.get_by_role("button", name="中身を確かめる").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_task_list_to_the_plan_office(
    demo: str, kikaku: User, sign_in: Any, new_context: Any, assert_accessible: Any, scripts: bool
) -> None:
    page = open_page(demo, kikaku, sign_in, new_context, java_script_enabled=scripts)
    page.goto(demo + "/entry/")
    page.get_by_role("link", name="Excel・CSVのファイルで入力する").first.click()
    name, blank = taken(page)
    assert name == "demo-entry-2025-kikaku.xlsx"
    # What went out changes nothing.
    before = Event.objects.count()
    give(page, blank)
    assert "変わるところはありません" in page.locator("main").inner_text()
    # Two slips, each told by its cell.
    wrong = {("41A", "値"): "４５件", ("47A", "値の状態"): "実積", ("47A", "値"): 1}
    give(page, filled(blank, wrong))
    told = page.locator(".problems li").all_inner_texts()
    assert [text.split()[0] for text in told] == [
        address_of(blank, "41A", "値"),
        address_of(blank, "47A", "値の状態"),
    ]
    if scripts:
        assert page.locator(".error-summary").evaluate("box => box === document.activeElement")
        assert_accessible(page)
    # Mended.
    right = {
        ("41A", "値"): "４５テーマ",
        ("47A", "値の状態"): "実績",
        ("47A", "値"): 1,
        ("47A", "時点"): "R8.3.31",
    }
    give(page, filled(blank, right))
    row = page.locator(".seen-rows tbody tr").filter(has_text="41A")
    assert "44テーマ" in row.inner_text()
    assert "45テーマ" in row.inner_text()
    assert row.locator(".verdict").inner_text().strip()
    assert Event.objects.count() == before, "nothing is saved yet"
    page.get_by_role("checkbox", name="41A").uncheck()
    with page.expect_navigation():
        page.get_by_role("button", name="選んだ行を提出する").click()
    assert "1件を提出しました" in page.locator(".messages").inner_text()
    assert "1件を下書きに保存" in page.locator(".messages").inner_text()
    saved = {one.indicator.code: one for one in Result.objects.filter(year=2025, indicator__in=_led(kikaku))}
    assert {code: (one.value, one.state) for code, one in saved.items()} == {
        "41A": (45, "draft"),
        "47A": (1, "submitted"),
    }
    assert Evidence.objects.attached().filter(indicator=saved["41A"].indicator).count() == 1


def _led(user: User) -> Any:
    return Indicator.objects.filter(lead_department__memberships__user=user)


def test_the_same_as_csv(page: Any) -> None:
    name, blank = taken(page, "CSV（.csv。値だけ）")
    assert name == "demo-entry-2025-kikaku.csv"
    give(page, csv_filled(blank, {("47A", "値の状態"): "実績", ("47A", "値"): "１"}, "cp932"), "企画課.csv")
    with page.expect_navigation():
        page.get_by_role("button", name="すべて下書き保存").click()
    assert Result.objects.get(indicator__measure__number=47, year=2025).value == 1


def test_a_row_of_somebody_else_is_decided_upon(
    page: Any, demo: str, guard: Any, assert_accessible: Any
) -> None:
    guard.expect("status of 409")
    _, blank = taken(page)
    give(page, filled(blank, {("47A", "値の状態"): "実績", ("47A", "値"): 1}))
    indicator = Indicator.objects.get_by_code("47A")
    office = User.objects.get(username="kikaku1")
    workflow.save_draft(owner=indicator, year=2025, data=said("2"), by=office)
    with page.expect_navigation():
        page.get_by_role("button", name="すべて下書き保存").click()
    assert "2件" in page.locator("#taken-47A .before").inner_text()
    assert "1件" in page.locator("#taken-47A .after").inner_text()
    assert_accessible(page)
    page.get_by_label("自分の値で上書きする").check()
    with page.expect_navigation():
        page.get_by_role("button", name="すべて下書き保存").click()
    assert Result.objects.get(indicator=indicator, year=2025).value == 1


def test_a_double_click_saves_once(page: Any) -> None:
    _, blank = taken(page)
    give(page, filled(blank, {("47A", "値の状態"): "実績", ("47A", "値"): 1}))
    page.get_by_role("button", name="すべて下書き保存").dblclick()
    page.wait_for_url("**/entry/grid/**")
    result = Result.objects.get(indicator__measure__number=47, year=2025)
    assert result.version == 1
    assert Event.objects.filter(indicator=result.indicator, year=2025, action="created").count() == 1
    assert not Event.objects.filter(indicator=result.indicator, year=2025, action="saved").exists()


def test_every_state_of_the_page_is_whole_and_accessible(
    demo: str, sign_in: Any, new_context: Any, assert_accessible: Any, guard: Any
) -> None:
    """Each is looked at as wide as on a desk, on a tablet and on a phone, where the next button is pressed."""
    guard.expect("status of 409")
    office = User.objects.get(username="kikaku1")
    context = new_context()
    sign_in(context, office)
    page = context.new_page()

    def look() -> None:
        for width in (1440, 768, 360):
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, f"{page.url}: {wide} px wider than {width} px"
            assert page.locator("h1").count() == 1
            assert_accessible(page)

    for address in (
        "/entry/spreadsheet/2025/",
        "/entry/spreadsheet/2024/?department=kikaku",
        "/entry/grid/2024/?department=sangyo-shinko",  # under change
        PAGE,
    ):
        page.goto(demo + address)
        look()
    for folded in page.locator(".section summary").all():  # the other years, and those that are many
        folded.click()
    look()
    _, blank = taken(page)
    long = "https://example.jp/" + "a" * 300
    give(
        page,
        filled(
            blank,
            {("41A", "値"): "9" * 200, ("47A", "値の状態"): "実積", ("47A", "根拠リンク"): "ftp:" + long},
        ),
    )
    look()
    cells = {
        ("41A", "値"): 45,
        ("41A", "説明"): "あ" * 900,
        ("41A", "根拠リンク"): long,
        ("47A", "値の状態"): "実績",
        ("47A", "値"): 0,
    }
    give(page, filled(blank, cells))
    look()
    indicator = Indicator.objects.get_by_code("47A")
    workflow.save_draft(owner=indicator, year=2025, data=said("2", note="い" * 900), by=office)
    with page.expect_navigation():
        page.get_by_role("button", name="すべて下書き保存").click()
    look()
