"""Entering counted as a person does it: presses, scrolling, one screen of 1366×768; the table of all departments by keys."""

import re
from typing import Any

from django.contrib.auth.models import User
from playwright.sync_api import expect

from indicators.models import Result
from tests.browser.pasting import paste

ALL = "/entry/grid/2025/?department=all"
COUNT = """() => {
  for (const kind of ["pointerdown", "scroll"]) {
    addEventListener(kind, () => {
      sessionStorage.setItem(kind, Number(sessionStorage.getItem(kind) || 0) + 1);
    }, { capture: true, passive: true });
  }
}"""


def opened(demo: str, new_context: Any, sign_in: Any, who: str) -> Any:
    context = new_context(viewport={"width": 1366, "height": 768})
    sign_in(context, User.objects.get(username=who))
    page = context.new_page()
    page.add_init_script(f"({COUNT})()")
    return page


def counted(page: Any, kind: str) -> int:
    return int(page.evaluate("kind => Number(sessionStorage.getItem(kind) || 0)", kind))


def is_in_sight(page: Any, selector: str) -> bool:
    """Whether all of it can be seen now, under nothing else."""
    found: bool = page.evaluate(
        """(selector) => {
          const one = document.querySelector(selector), box = one.getBoundingClientRect();
          const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
          return box.top >= 0 && box.bottom <= innerHeight && (one.contains(top) || top.contains(one));
        }""",
        selector,
    )
    return found


def test_a_value_takes_three_presses_and_no_scrolling(demo: str, new_context: Any, sign_in: Any) -> None:
    """From the list of tasks: entered, seen with its verdict, handed in."""
    page = opened(demo, new_context, sign_in, "kikaku-nyuryoku")
    page.goto(f"{demo}/entry/")
    assert is_in_sight(page, '.task .btn[href*="/47A/"]')
    page.locator('.task .btn[href*="/47A/"]').click()
    expect(page.locator("#id_value")).to_be_focused()
    assert page.locator('[name="value_state"]:checked').get_attribute("value") == "actual"
    page.keyboard.type("1")
    expect(page.locator("#preview .verdict")).to_be_visible()
    expect(page.locator("#need")).to_contain_text("提出できます")
    for selector in (
        ".value-form .states",
        "#id_value",
        "#id_as_of",
        "#preview .verdict",
        ".sticky-bar .btn:last-child",
    ):
        assert is_in_sight(page, selector), selector
    with page.expect_navigation():
        page.get_by_role("button", name="提出する", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("提出しました")
    record = Result.objects.get(indicator__measure__number=47, indicator__letter="A", year=2025)
    assert (record.value, record.value_state, record.state) == (1, "actual", "submitted")
    assert counted(page, "pointerdown") <= 3
    assert counted(page, "scroll") == 0


def test_what_is_missing_is_linked_and_ctrl_s_keeps_the_draft(
    demo: str, new_context: Any, sign_in: Any
) -> None:
    page = opened(demo, new_context, sign_in, "kikaku-nyuryoku")
    page.goto(f"{demo}/entry/47A/2025/")
    page.get_by_label("未公表").check()
    need = page.locator("#need")
    expect(need).to_contain_text("あと2つ")
    need.get_by_role("link", name="公表予定日").click()
    expect(page.locator("#id_expected_on")).to_be_focused()
    page.keyboard.type("令和八十一年三月末")
    need.get_by_role("link", name="説明").click()
    page.keyboard.type("集計しています。")
    expect(need).to_contain_text("提出できます")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    record = Result.objects.get(indicator__measure__number=47, indicator__letter="A", year=2025)
    assert (record.state, str(record.expected_on)) == ("draft", "2099-03-31")


def test_the_calendar_writes_the_day_as_words(demo: str, new_context: Any, sign_in: Any) -> None:
    page = opened(demo, new_context, sign_in, "kikaku-nyuryoku")
    page.goto(f"{demo}/entry/47A/2025/")
    button = page.get_by_role("button", name="から時点を選ぶ")
    page.locator("#id_as_of").focus()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    # The browser's own window cannot be reached from here: its box is given a day as the window would.
    page.locator(".calendar input").nth(1).evaluate(
        "box => { box.value = '2026-03-31'; box.dispatchEvent(new Event('change', { bubbles: true })); }"
    )
    days = {page.locator(f"#id_{name}").input_value() for name in ("as_of", "expected_on")}
    assert "令和8年3月31日" in days


def test_eleven_values_of_all_departments_stand_on_one_sheet(
    demo: str, new_context: Any, sign_in: Any
) -> None:
    """A block of several departments is pasted by its codes, judged as it stands there, filled down, found, saved by keys."""
    page = opened(demo, new_context, sign_in, "kikaku1")
    page.goto(demo + ALL)
    assert page.locator("#grid tr[data-code]").count() == 11
    letters = page.locator("#grid thead .letter").all_inner_texts()
    columns = page.locator("#grid").get_attribute("data-columns").split("|")
    heads = page.locator("#grid thead th:has(.letter) .head-word").all_inner_texts()
    places = [columns.index("根拠リンク" if head == "根拠" else head) for head in heads]
    assert places == sorted(places)
    assert letters == [("" if at < 26 else "A") + chr(65 + at % 26) for at in places]
    block = 'コード\t値の状態\t値\t説明\r\n47A\t実績\t1\t\r\n41A\t実績\t45\t"二行の\n説明"\r\n'
    first = page.locator("#grid tr[data-open] .value_state input").first.get_attribute("name")
    assert not paste(page, f'[name="{first}"]', block)
    expect(page.locator('tr[data-key="47A"] .judgement .verdict')).to_be_visible()
    assert page.locator('[name="41A-note"]').input_value() == "二行の\n説明"
    assert "47A" in page.locator('[name="ready"]').input_value()
    page.locator("#find").fill("41a")
    expect(page.locator("#found")).to_contain_text("1件中1件目")
    # F2 goes into the text, Escape brings back what stood there, Ctrl+D takes what stands above.
    page.locator('[name="47A-source"]').focus()
    page.keyboard.type("出典その1")
    page.keyboard.press("F2")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("x")
    assert page.locator('[name="47A-source"]').input_value() == "出典そのx1"
    page.keyboard.press("Escape")
    assert page.locator('[name="47A-source"]').input_value() == ""
    page.locator('[name="41A-source"]').fill("同じ出典")
    page.locator('[name="47A-source"]').focus()
    page.keyboard.press("Control+d")
    assert page.locator('[name="47A-source"]').input_value() == "同じ出典"
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert re.search("[2-9]件を下書きに保存しました", page.locator(".messages").inner_text())
    expect(page.locator('[name="47A-source"]')).to_be_focused()
    kept = Result.objects.get(indicator__measure__number=47, indicator__letter="A", year=2025)
    assert (kept.value, kept.source, kept.state) == (1, "同じ出典", "draft")


def test_line_breaks_within_cells_make_no_rows(demo: str, new_context: Any, sign_in: Any) -> None:
    """Excel quotes such a cell; Word and browsers do not, and give a table beside the text."""
    page = opened(demo, new_context, sign_in, "kikaku-nyuryoku")
    page.goto(f"{demo}/entry/grid/2025/?department=kikaku")
    table = (
        "<table><tr><td>実績</td><td>45</td><td></td><td></td><td><p>上の行</p><p>下の行</p></td></tr>"
        "<tr><td>実績</td><td>1</td><td></td><td></td><td>次</td></tr></table>"
    )
    for text in (
        "実績\t45\t\t\t上の行\n下の行\n実績\t1\t\t\t次\n",
        '実績\t45\t\t\t"上の行\n下の行"\n実績\t1\t\t\t次\n',
    ):
        assert not paste(page, '[name="41A-value_state"]', text, table)
        assert page.locator('[name="41A-note"]').input_value() == "上の行\n下の行"
        assert page.locator('[name="47A-note"]').input_value() == "次"
        page.keyboard.press("Control+z")
    # A box of one line takes it as a space.
    assert not paste(page, '[name="41A-source"]', '"一行目\n二行目"\t\n', "<table></table>")
    assert page.locator('[name="41A-source"]').input_value() == "一行目 二行目"
