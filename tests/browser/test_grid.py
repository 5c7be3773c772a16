"""Typing in a real browser: the table with paste, undo and keys; the draft that keeps itself; files; phones."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from indicators import workflow
from indicators.models import EvaluationSheet, Evidence, Indicator, Result
from indicators.workflow.wording import save_wording
from measures.models import WordingDraft
from tests.browser.pasting import paste
from tests.browser.waiting import wait_until
from tests.indicators.bad_files import HTML, PDF
from tests.indicators.factories import said

GRID = "/entry/grid/2025/?department=kikaku"
KEPT = re.compile("^下書きを保存しました")


@pytest.fixture
def kikaku(demo: str) -> User:
    """企画課 leads 41A, of which there is a draft, and 47A, of which there is nothing."""
    return User.objects.get(username="kikaku-nyuryoku")


@pytest.fixture
def page(demo: str, kikaku: User, sign_in: Any, new_context: Any) -> Any:
    context = new_context(viewport={"width": 1440, "height": 900})
    sign_in(context, kikaku)
    return context.new_page()


def box(page: Any, code: str, name: str) -> Any:
    return page.locator(f'[name="{code}-{name}"]')


def values(page: Any) -> list[list[str]]:
    """What stands in the boxes from the state to the text; those that came later stand behind them."""
    found: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('#grid tr[data-open]')]"
        ".map(row => [...row.querySelectorAll('.cell :is(input, textarea)')].slice(0, 5).map(box => box.value))"
    )
    return found


def focused(page: Any) -> str:
    name: str = page.evaluate("document.activeElement.name")
    return name


def test_a_block_of_excel_is_pasted_undone_and_saved(page: Any, demo: str) -> None:
    page.goto(demo + GRID)
    before = values(page)
    block = (
        '実績\t４５テーマ\tR8.3.31\t\t"一行目\n二行目 ""引用"""\r\n速報\t1\t2026/3/31\t\t\r\nはみ出し\t2\r\n'
    )
    assert not paste(page, '[name="41A-value_state"]', block)
    assert values(page) == [
        ["実績", "４５テーマ", "R8.3.31", "", '一行目\n二行目 "引用"'],
        ["速報", "1", "2026/3/31", "", ""],
    ]
    assert "はみ出した分" in page.locator("#grid-said").inner_text()
    page.keyboard.press("Control+z")
    assert values(page) == before
    page.keyboard.press("Control+y")
    assert values(page)[0][1] == "４５テーマ"
    page.get_by_role("button", name="元に戻す").click()
    assert values(page) == before
    page.get_by_role("button", name="やり直す").click()
    with page.expect_navigation():
        page.get_by_role("button", name="すべて下書き保存").click()
    assert "2件を下書きに保存しました" in page.locator(".messages").inner_text()
    saved = {one.indicator.code: one for one in Result.objects.filter(year=2025, number=1)}
    assert (saved["41A"].value, saved["41A"].note) == (45, '一行目\n二行目 "引用"')
    assert (saved["47A"].value, saved["47A"].value_state) == (1, "provisional")


def test_a_paste_of_one_text_is_left_to_the_browser(page: Any, demo: str) -> None:
    page.goto(demo + GRID)
    assert paste(page, '[name="41A-value"]', "45")
    assert paste(page, '[name="41A-note"]', "一行目\n二行目")
    # A column of a spreadsheet goes down the rows, into notes too.
    assert not paste(page, '[name="41A-note"]', "上\n下\n", "<table><tr><td>上</td></tr></table>")
    assert [row[4] for row in values(page)] == ["上", "下"]
    assert not paste(page, '[name="41A-value"]', "45\n1")
    assert [row[1] for row in values(page)] == ["45", "1"]


MARKED = "実績\t21.8\t{}\t2023/3/31\r\n実績\t136\t{}\t2023/3/31\r\n"


def test_marks_at_the_beginning_of_a_cell_are_letters(page: Any, demo: str) -> None:
    """Excel quotes a cell with a line break alone; a mark that stands first otherwise swallows nothing."""
    page.goto(demo + GRID)
    before = values(page)
    for first, second in (('"', "説明二"), ('"声"を反映', "説明二"), ('"', '"'), ('"声"', '"'), ("", '"声')):
        assert not paste(page, '[name="41A-value_state"]', MARKED.format(first, second), "<table></table>")
        assert [row[:4] for row in values(page)] == [
            ["実績", "21.8", first, "2023/3/31"],
            ["実績", "136", second, "2023/3/31"],
        ]
        page.keyboard.press("Control+z")
        assert values(page) == before
    # The table beside the text tells a quoted cell from two cells that begin and end with a mark.
    notes = '"上\n下"'
    table = "<table>{}</table>".format
    one, two = table("<tr><td>上<br>下</td></tr>"), table('<tr><td>"上</td></tr><tr><td>下"</td></tr>')
    paste(page, '[name="41A-note"]', notes, one)
    assert [row[4] for row in values(page)] == ["上\n下", before[1][4]]
    paste(page, '[name="41A-note"]', notes, two)
    assert [row[4] for row in values(page)] == ['"上', '下"']


def test_a_block_with_codes_or_headings_is_matched_by_them(page: Any, demo: str) -> None:
    page.goto(demo + GRID)
    before = values(page)
    said_of = page.locator("#grid-said")
    headed = (
        "コード\t説明\t単位\t値\r\n47A\t下の行\t件\t2\r\n41A\t上の行\tテーマ\t46\r\n99Z\tよその行\t件\t3\r\n"
    )
    paste(page, '[name="47A-note"]', headed)
    assert [(row[1], row[4]) for row in values(page)] == [("46", "上の行"), ("2", "下の行")]
    assert "見出しとコードに合わせて、47A・41Aの4個のセル" in said_of.inner_text()
    assert "この表にない行（99Z）" in said_of.inner_text()
    page.keyboard.press("Control+z")
    # The file's own rows without its headings: a code, a name, and then as the file stands.
    columns = page.locator("#grid").get_attribute("data-columns").split("|")
    name = page.locator('#grid tr[data-code="47A"] th a').inner_text()
    row = {
        "コード": "47A",
        "指標": name,
        "年度": "令和7年度",
        "値": "3",
        "説明": "ファイルから",
        "版": "v1-0-0",
    }
    paste(page, '[name="41A-value_state"]', "\t".join(row.get(column, "") for column in columns))
    assert values(page) == [before[0], ["", "3", "", "", "ファイルから"]]
    page.keyboard.press("Control+z")
    for block, why in (
        ("\t".join({**row, "年度": "令和6年度"}.get(column, "") for column in columns), "令和6年度の表です"),
        ("コード\t値\r\n41A\t1\r\n41A\t2", "41Aの行が2つあります"),
        ("値\t値\r\n1\t2", "見出し「値」の列が2つあります"),
        ("コード\t令和6年度の値\r\n41A\t9", "この表に入れる列がありません"),
        ("実績\t1\tR8.3.31\t\t説明\t多い", "1列が、表からはみ出します"),
    ):
        paste(page, '[name="41A-value_state"]', block)
        assert values(page) == before
        assert "何も貼り付けていません" in said_of.inner_text()
        assert why in said_of.inner_text()

    # One code or name is enough: no row goes by its place then, and what has none is told of.
    names = [page.locator(f'#grid tr[data-code="{code}"] th a').inner_text() for code in ("41A", "47A")]
    both = [["実績", "46"], ["速報", "2"]]
    for block, left in (
        ("47A\t速報\t2\r\n\t\t\r\n41A\t実績\t46", ""),
        ("41A\t実績\t46\r\n47A\t速報\t2\r\n合計\t\t48", "この表にない行（合計）"),
        ("47a\t速報\t2\r\n４１ａ\t実績\t46", ""),
        ("指標47A\t速報\t2\r\n指標 ４１Ａ\t実績\t46", ""),
        (f"47A {names[1]}\t速報\t2\r\n41A：略した名前\t実績\t46", ""),
        (f"{names[1]}\t速報\t2\r\n{names[0]}\t実績\t46\r\n計\t\t48", "この表にない行（計）"),
        (f"47A\t{names[1]}\t速報\t2\r\n41A\t{names[0]}\t実績\t46", ""),
        ("課の表\r\n\r\nコード\t値の状態\t値\r\n47A\t速報\t2\r\n41A\t実績\t46", "この表にない行（課の表）"),
        ("指標\t値の状態\t令和7年度の値\r\n" + f"{names[1]}\t速報\t2\r\n{names[0]}\t実績\t46", ""),
        ("実績\t46\r\n速報\t2\r\n\t\r\n\t\r\n\r\n", ""),
        (
            "コード\t単位\t目標\t値の状態\t値\r\n47A\t件\t9\t速報\t2\r\n41A\t回\t60\t実績\t46",
            "灰色のセル（47Aの目標・41Aの単位）",
        ),
    ):
        paste(page, '[name="41A-value_state"]', block)
        assert [row[:2] for row in values(page)] == both, block
        assert said_of.inner_text().partition("まだ保存していません。")[2].partition("は貼り")[0] == left, (
            block
        )
        page.keyboard.press("Control+z")
        assert values(page) == before
    # A note that names a code is a note.
    paste(page, '[name="41A-note"]', "47Aと同じ\r\n41A を見る", "<table></table>")
    assert [row[4] for row in values(page)] == ["47Aと同じ", "41A を見る"]
    page.keyboard.press("Control+z")
    # The file's columns from the state to its links, without headings.
    paste(page, '[name="41A-value_state"]', "実績\t46\t\t\t説明\thttps://example.jp/a\r\n速報\t2\t\t\t\t")
    assert [row[:2] for row in values(page)] == both
    assert "この表にない列（根拠リンク）は貼り付けていません。" in said_of.inner_text()


CONVERTED = """(event) => {
  const box = document.activeElement;
  box.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
  box.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
  const press = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...event });
  return [box.dispatchEvent(press), document.activeElement === box];
}"""


def test_enter_that_ends_a_conversion_stays(page: Any, demo: str) -> None:
    """Safari tells of the end of a conversion before its key, which then says 229 and no more of composing."""
    page.goto(demo + GRID)
    for event in ({"keyCode": 229}, {"isComposing": True}):
        box(page, "41A", "note").focus()
        assert page.evaluate(CONVERTED, event) == [True, True]
    assert page.evaluate(CONVERTED, {"keyCode": 13}) == [False, False]


def test_keys_alone_are_enough(page: Any, demo: str) -> None:
    page.goto(demo + GRID)
    first = box(page, "41A", "value")
    first.focus()
    first.fill("46")
    page.keyboard.press("Enter")
    assert focused(page) == "47A-value"
    page.keyboard.press("Shift+Enter")
    assert focused(page) == "41A-value"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "47A-value"
    page.keyboard.press("ArrowLeft")
    assert focused(page) == "47A-value_state"
    page.keyboard.press("ArrowRight")
    page.keyboard.type("2")
    page.keyboard.press("ArrowLeft")
    assert focused(page) == "47A-value", "within a text the arrow moves the caret"
    page.keyboard.press("ArrowLeft")
    assert focused(page) == "47A-value_state"
    page.keyboard.press("Tab")
    assert focused(page) == "47A-value"
    box(page, "47A", "note").focus()
    page.keyboard.type("上")
    page.keyboard.press("Alt+Enter")
    page.keyboard.type("下")
    assert box(page, "47A", "note").input_value() == "上\n下"
    # Typing in a box is one step, and so are two boxes two.
    page.keyboard.press("Control+z")
    assert box(page, "47A", "note").input_value() == ""
    page.keyboard.press("Control+z")
    assert box(page, "47A", "value").input_value() == ""
    page.keyboard.press("Control+Shift+z")
    assert box(page, "47A", "value").input_value() == "2"
    page.get_by_role("button", name="値だけの行を「実績」にする").press("Enter")
    assert box(page, "47A", "value_state").input_value() == "実績"
    with page.expect_navigation():
        page.get_by_role("button", name="すべて下書き保存").press("Enter")
    assert Result.objects.get(year=2025, indicator__measure__number=47).value == 2


def test_errors_stand_in_their_cells(page: Any, demo: str, assert_accessible: Any) -> None:
    page.goto(demo + GRID)
    box(page, "41A", "value").fill("12件")
    box(page, "47A", "value_state").fill("実積")
    with page.expect_navigation():
        page.get_by_role("button", name="すべて下書き保存").click()
    summary = page.locator(".error-summary")
    assert summary.evaluate("box => box === document.activeElement")
    summary.get_by_role("link", name="41A 値").click()
    assert focused(page) == "41A-value"
    described = box(page, "41A", "value").get_attribute("aria-describedby")
    assert "単位は「テーマ」" in page.locator(f'[id="{described}"]').inner_text()
    assert box(page, "47A", "value_state").input_value() == "実積"
    assert_accessible(page)


def test_a_row_of_somebody_else_is_shown_beside_ones_own(
    page: Any, demo: str, guard: Any, assert_accessible: Any
) -> None:
    guard.expect("status of 409")
    page.goto(demo + GRID)
    box(page, "47A", "value").fill("1")
    box(page, "47A", "value_state").fill("実績")
    indicator = Indicator.objects.get_by_code("47A")
    office = User.objects.get(username="kikaku1")
    workflow.save_draft(owner=indicator, year=2025, data=said("2"), by=office)
    with page.expect_navigation():
        page.get_by_role("button", name="すべて下書き保存").click()
    assert "2件" in page.locator("#taken-47A .before").inner_text()
    assert_accessible(page)
    page.get_by_label("自分の値で上書きする").check()
    with page.expect_navigation():
        page.get_by_role("button", name="すべて下書き保存").click()
    assert Result.objects.get(indicator=indicator, year=2025).value == 1


def test_the_table_without_javascript(demo: str, kikaku: User, sign_in: Any, new_context: Any) -> None:
    context = new_context(java_script_enabled=False)
    sign_in(context, kikaku)
    page = context.new_page()
    page.goto(demo + GRID)
    assert page.locator(".grid-tools").is_hidden()
    box(page, "47A", "value_state").fill("実績")
    box(page, "47A", "value").fill("1")
    page.get_by_role("checkbox", name="47A").check()
    page.get_by_role("button", name="選んだ行を提出する").click()
    assert "1件を提出しました" in page.locator(".messages").inner_text()


def test_table_form_and_history_are_whole_and_accessible(
    demo: str, kikaku: User, sign_in: Any, new_context: Any, assert_accessible: Any
) -> None:
    indicator = Indicator.objects.get_by_code("41A")
    workflow.attach_link(indicator=indicator, year=2025, url="https://example.jp/" + "a" * 300, by=kikaku)
    context = new_context()
    sign_in(context, kikaku)
    page = context.new_page()
    for address in (GRID, "/entry/41A/2025/", "/entry/47A/2025/", "/entry/41A/2025/history/"):
        page.goto(demo + address)
        for width in (1440, 768, 360):
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, f"{address}: {wide} px wider than {width} px"
            assert_accessible(page)


# --- The form ---------------------------------------------------------------------------------------


def test_a_draft_keeps_itself(page: Any, demo: str) -> None:
    page.goto(demo + "/entry/47A/2025/")
    page.locator("[name=value]").fill("１")
    expect(page.locator("#autosave")).to_have_text(KEPT)
    result = Result.objects.get(indicator__measure__number=47, year=2025)
    assert (result.value, result.version) == (1, 1)
    page.locator("[name=note]").fill("水道の見直し")
    expect(page.locator("[name=version]")).to_have_value("2")
    # It goes on from there: no conflict with oneself, even while a save is on its way.
    page.locator("[name=value_state][value=actual]").check()
    page.locator("[name=note]").fill("水道の見直しを終えました")
    page.wait_for_timeout(2400)
    page.get_by_role("button", name="提出する").click()
    page.wait_for_url("**/entry/")
    result.refresh_from_db()
    assert (result.state, result.note) == ("submitted", "水道の見直しを終えました")


def test_a_draft_never_covers_what_somebody_else_saved(
    page: Any, demo: str, guard: Any, assert_accessible: Any
) -> None:
    guard.expect("status of 409")
    indicator = Indicator.objects.get_by_code("41A")
    office = User.objects.get(username="kikaku1")
    page.goto(demo + "/entry/41A/2025/")
    draft = workflow.current_result(indicator, 2025)
    workflow.save_draft(owner=indicator, year=2025, data=said("50"), by=office, version=draft.version)
    page.locator("[name=value]").fill("51")
    shown = page.locator("#conflict-box")
    shown.wait_for()
    assert "50" in shown.locator(".before").inner_text()
    assert "51" in shown.locator(".after").inner_text()
    assert page.locator("[name=value]").input_value() == "51"
    assert_accessible(page)
    page.locator("[name=value]").fill("52")
    page.wait_for_timeout(3200)
    assert Result.objects.get(indicator=indicator, year=2025).value == 50, "it has stopped"
    page.get_by_role("button", name="自分の値で上書きを続ける").click()
    expect(page.locator("#autosave")).to_have_text(KEPT)
    assert Result.objects.get(indicator=indicator, year=2025).value == 52
    assert shown.is_hidden()


def test_the_draft_of_a_measures_wording_keeps_itself_and_covers_nothing(
    demo: str, sign_in: Any, new_context: Any, guard: Any, assert_accessible: Any
) -> None:
    guard.expect("status of 409")
    first, second = (User.objects.get(username=name) for name in ("kikaku1", "kikaku2"))
    context = new_context(viewport={"width": 1440, "height": 900})
    sign_in(context, first)
    page = context.new_page()
    page.goto(demo + "/office/plan/3/measures/44/")
    text = page.locator("[name=situation-0-summary]")
    text.fill("オーガニックの取組が広がる現状")
    expect(page.locator("#autosave")).to_have_text(KEPT)
    draft = WordingDraft.objects.get(part="measure-44", published_at=None)
    assert (draft.version, draft.content["situation"][0]["summary"]) == (1, "オーガニックの取組が広がる現状")
    text.fill("オーガニックの取組がさらに広がる現状")
    expect(page.locator(".wording-form [name=version]")).to_have_value("2")
    assert_accessible(page)
    draft.refresh_from_db()
    theirs = {**draft.content, "name": "ほかの人の名称"}
    save_wording(plan=draft.plan, part=draft.part, content=theirs, by=second, version=2)
    text.fill("三つめの文")
    shown = page.locator("#conflict-box")
    shown.wait_for()
    assert "ほかの人の名称" in shown.inner_text()
    assert text.input_value() == "三つめの文"
    assert_accessible(page)
    page.get_by_role("button", name="自分の値で上書きを続ける").click()
    expect(page.locator(".wording-form [name=version]")).to_have_value("4")
    draft.refresh_from_db()
    assert draft.content["situation"][0]["summary"] == "三つめの文"


PASSWORD = "correct horse battery"
SHEET = "/entry/sheets/41/2025/"
TEXTS = {
    "achievements": "成果の文。" * 390,
    "challenges": "課題の文。" * 390,
    "next_steps": "方向性の文。" * 320,
}
KEPT_HERE = "Object.keys(localStorage).filter((key) => key.startsWith('typed/')).length"


def with_password(username: str) -> User:
    user = User.objects.get(username=username)
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in_here(page: Any, username: str) -> None:
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("利用者名").fill(username)
    dialog.get_by_label("パスワード").fill(PASSWORD)
    dialog.get_by_role("button", name="ログインして続ける").click()


def test_who_is_signed_out_signs_in_on_the_page_and_goes_on(
    page: Any, demo: str, kikaku: User, sign_in: Any, assert_accessible: Any, guard: Any
) -> None:
    guard.expect("status of 403")  # a draft that keeps itself while the other tab has just got another token
    kikaku, office = with_password(kikaku.username), with_password("kikaku1")
    sign_in(page.context, kikaku)  # a new password ends the sessions of before
    page.goto(demo + SHEET)
    for name, text in TEXTS.items():
        page.locator(f"[name={name}]").fill(text)
    page.context.clear_cookies()
    page.get_by_role("button", name="下書き保存").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("ログインの有効時間が過ぎました")
    assert_accessible(page)
    log_in_here(page, office.username)
    expect(dialog).to_contain_text(f"いまは{office.last_name}")
    assert {name: page.locator(f"[name={name}]").input_value() for name in TEXTS} == TEXTS
    with page.expect_navigation():
        log_in_here(page, kikaku.username)
    assert "下書きを保存しました" in page.locator(".messages").inner_text()
    sheet = EvaluationSheet.objects.get(measure__number=41, year=2025)
    assert {name: getattr(sheet, name) for name in TEXTS} == TEXTS
    assert sheet.edited_by == kikaku
    assert page.evaluate(KEPT_HERE) == 0
    # And logged in again in another tab: the token is fetched, and nobody is asked anything.
    other = page.context.new_page()
    page.locator("[name=achievements]").fill("書き直した成果")
    page.context.clear_cookies(name="sessionid")
    other.goto(demo + "/login/")
    other.get_by_label("利用者名").fill(kikaku.username)
    other.get_by_label("パスワード").fill(PASSWORD)
    with other.expect_navigation():
        other.get_by_role("button", name="ログイン").click()
    with page.expect_navigation():
        page.get_by_role("button", name="下書き保存").click()
    sheet.refresh_from_db()
    assert sheet.achievements == "書き直した成果"
    # The draft that keeps itself asks nobody in the middle of a word.
    page.goto(demo + "/entry/47A/2025/")
    page.context.clear_cookies()
    page.locator("[name=note]").fill("書きかけの説明")
    page.get_by_role("button", name="ここでログインして続ける").click()
    log_in_here(page, kikaku.username)
    expect(page.locator("#autosave")).to_have_text(KEPT)
    assert Result.objects.get(indicator__measure__number=47, year=2025).note == "書きかけの説明"


def test_long_texts_are_kept_in_the_browser_for_their_own_person(
    page: Any, demo: str, kikaku: User, sign_in: Any
) -> None:
    asked: list[str] = []

    def leave(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.goto(demo + SHEET)
    for name, text in TEXTS.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=rating][value=B]").check()
    page.goto(demo + "/entry/")
    assert asked == ["beforeunload"]
    page.goto(demo + SHEET)
    expect(page.locator(".kept-text")).to_contain_text("保存していない入力が、このパソコンに残っています")
    page.get_by_role("button", name="その入力を戻す").click()
    assert {name: page.locator(f"[name={name}]").input_value() for name in TEXTS} == TEXTS
    assert page.locator("[name=rating][value=B]").is_checked()
    with page.expect_navigation():
        page.get_by_role("button", name="下書き保存").click()
    assert page.evaluate(KEPT_HERE) == 0
    # Nobody else at this computer is shown it, and where somebody else signs in it goes; so does what is two weeks old.
    old = "{ at: Date.now() - 15 * 864e5, version: '', typed: [] }"
    page.evaluate(f"localStorage.setItem(`typed/${{signedIn.person}}/old`, JSON.stringify({old}))")
    page.goto(demo + SHEET)
    assert page.evaluate(KEPT_HERE) == 0
    page.locator("[name=achievements]").fill("これは本人だけの下書き")
    wait_until(page, f"{KEPT_HERE} === 1")
    asked.clear()
    sign_in(page.context, User.objects.get(username="kikaku1"))
    page.goto(demo + SHEET)
    assert page.locator(".kept-text").count() == 0
    assert page.evaluate(KEPT_HERE) == 0
    sign_in(page.context, kikaku)
    # A comment, too; and it goes at logout.
    page.goto(demo + "/comments/41A/2025/")
    page.locator("[name=body]").fill("書きかけのコメント")
    wait_until(page, f"{KEPT_HERE} === 1")
    with page.expect_navigation():
        page.get_by_role("button", name="ログアウト").click()
    assert page.evaluate(KEPT_HERE) == 0


def test_what_cannot_be_read_is_not_kept_and_leaving_is_warned_of(page: Any, demo: str, guard: Any) -> None:
    guard.expect("status of 422")
    page.goto(demo + "/entry/47A/2025/")
    page.locator("[name=value]").fill("12人")
    expect(page.locator("#autosave.problem")).to_be_visible()
    warned: list[str] = []

    def stay(dialog: Any) -> None:
        warned.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.evaluate("location.href = '/entry/'")
    page.wait_for_timeout(500)
    assert warned == ["beforeunload"]
    assert page.locator("[name=value]").input_value() == "12人"
    page.locator("[name=value]").fill("1")
    expect(page.locator("#autosave")).to_have_text(KEPT)
    page.goto(demo + "/entry/")
    assert warned == ["beforeunload"]


def test_a_state_asks_for_its_own_fields(page: Any, demo: str) -> None:
    page.goto(demo + "/entry/41A/2025/")
    value, expected, as_of = (page.locator(f"[name={name}]") for name in ("value", "expected_on", "as_of"))
    assert value.is_visible()
    assert as_of.is_visible()
    assert expected.is_hidden()
    typed = value.input_value()
    page.locator("[name=value_state][value=unpublished]").check()
    assert value.is_hidden()
    assert as_of.is_hidden()
    assert expected.is_visible()
    expect(page.locator("#note-need")).to_contain_text("未公表")
    page.locator("[name=value_state][value=actual]").check()
    assert value.input_value() == typed
    as_of.fill("")
    page.get_by_role("button", name="と入れる").click()
    assert as_of.input_value() == "令和8年3月31日"


def test_a_form_without_javascript_shows_all_fields(
    demo: str, kikaku: User, sign_in: Any, new_context: Any
) -> None:
    context = new_context(java_script_enabled=False)
    sign_in(context, kikaku)
    page = context.new_page()
    page.goto(demo + "/entry/47A/2025/")
    for name in ("value", "expected_on", "as_of", "note", "link", "uploads"):
        assert page.locator(f"[name={name}]").is_visible(), name
    page.locator("[name=value]").fill("1")
    page.get_by_role("button", name="この値を確かめる").click()
    assert "読み取った値" in page.locator("#reading").inner_text()


def test_files_are_chosen_refused_and_handed_out(page: Any, demo: str) -> None:
    page.goto(demo + "/entry/47A/2025/")
    page.locator("[name=value]").fill("1")
    page.locator("[name=uploads]").set_input_files(
        [
            {"name": "決定書.pdf", "mimeType": "application/pdf", "buffer": PDF},
            {"name": "偽物.pdf", "mimeType": "application/pdf", "buffer": HTML},
        ]
    )
    with page.expect_navigation():
        page.get_by_role("button", name="資料を加える").click()
    assert "偽物.pdf" in page.locator("#id_uploads_error").inner_text()
    assert page.locator("[name=value]").input_value() == "1"
    with page.expect_download() as download:
        page.get_by_role("link", name="決定書.pdf", exact=True).click()
    assert download.value.suggested_filename == "決定書.pdf"
    assert Path(download.value.path()).read_bytes() == PDF
    with page.expect_navigation():
        page.get_by_role("button", name="外す").click()
    assert Evidence.objects.get(name="決定書.pdf").removed_at is not None
    assert page.locator("[name=value]").input_value() == "1"


# --- Changes of published values in the table -------------------------------------------------------


def test_a_row_without_some_boxes_keeps_the_places_of_the_others(
    demo: str, sign_in: Any, new_context: Any
) -> None:
    """44A is withdrawn and has a reason only; what is pasted or moved to stays in its column."""
    office = User.objects.get(username="kikaku1")
    for code, kind in (("44A", "withdrawal"), ("44B", "correction")):
        workflow.open_change(
            owner=Indicator.objects.get_by_code(code), year=2024, kind=kind, reason="誤り", by=office
        )
    context = new_context(viewport={"width": 1440, "height": 900})
    sign_in(context, office)
    page = context.new_page()
    page.goto(demo + "/entry/grid/2024/?department=organic-city-suishin")
    assert box(page, "44A", "value").count() == 0
    assert not paste(page, '[name="44A-reason"]', "重複\r\n二重", "<table></table>")
    assert [box(page, code, "reason").input_value() for code in ("44A", "44B")] == ["重複", "二重"]
    paste(page, '[name="44B-value_state"]', "速報\t120\tR7.3.31\t\t説明\t数え直し")
    assert box(page, "44B", "value").input_value() == "120"
    assert box(page, "44B", "reason").input_value() == "数え直し"
    box(page, "44B", "reason").focus()
    page.keyboard.press("ArrowUp")
    assert focused(page) == "44A-reason"
    box(page, "44B", "value").focus()
    page.keyboard.press("ArrowUp")
    assert focused(page) == "44B-value"
    with page.expect_navigation():
        page.get_by_role("button", name="すべて下書き保存").click()
    assert "2件を下書きに保存しました" in page.locator(".messages").inner_text()
