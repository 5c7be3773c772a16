"""The search of the export, which runs in the browser, finds what the server finds, and marks the same signs."""

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from unicodedata import category
from urllib.parse import urlencode

import pytest

from indicators.views.public.language.matching import fold
from indicators.views.public.language.variants import SAME
from indicators.views.public.site.explanations import explanations
from tests.browser.waiting import wait_until
from tests.demo import ExportedDemo
from tests.static_host import host

BASE = "/kpi/"
# Narrowed to one kind: with hits, without, and with hits of other kinds alone.
KINDS = [
    urlencode({"q": "市", "kind": "indicators"}),
    urlencode({"q": "見つからないことば", "kind": "measures"}),
    urlencode({"q": "オーガニック", "kind": "plans"}),
    urlencode({"q": "企画", "kind": ""}),
]
QUERIES = [
    "きょうどう",
    "けいかく しみん",
    "きょ",
    "廣域",
    "髙齢者",
    "オーガニック 見つからないことば",
    "移住 財政 公民館 脱炭素",
    "オ−ガニック",
    "オーガニック",
    "おーがにっく",
    "ｵｰｶﾞﾆｯｸ",
    "dx",
    "ＤＸ",
    "GX 脱炭素",
    "企画",
    "企画　課",
    "か",
    "が",
    "割合 市民",
    "ー",
    "・",
    "4",
    "４",
    "の",
    "推進 課",
    "<b>",
    "(a|b)*",
    "[",
    "\\",
    "a-b",
    "%",
    "&amp;",
    "見つからないことば",
    "   ",
    "",
    "一 二 三 四 五 六 七 八 九 十",
    "の" * 120,
    "𠮷野家",
    "ß",
    "ẞ",
    "Straße",
    "İ",
    "ﬀ",
    "①",
    "㌫",
    "は゛",
    "取り組み",
    "取組み 市民",
    "問合わせ",
    "3ヶ月",
    "サーバー",
    "剝",
    "𠮷",
    '"市民　活動"',
    "「市民 見つからないことば」 計画",
    '"市民',
    "葛\U000e0100城",
    "子供",
    "ば",
    "お問い合わせ 取りくみ",
    "ご意見",
    "1人ひとり",
    "第三次 45-A",
    "シティ・プロモーション",
    "SDGs",
    "sdgs\u3000ＳＤＧｓ",
    "\x1c",
    "市\x85民",
]
# What a reader sees of the results; addresses below the base path of their site.
SHOWN = """
base => {
  const below = link => {
    const url = new URL(link.href);
    return url.pathname.replace(base, "/") + url.search + url.hash;
  };
  const seen = one => [one.innerHTML.replace(/ (href|data-[a-z]+)="[^"]*"/g, "").replace(/\\s*\\n\\s*/g, ""), [...one.querySelectorAll("a")].map(below)];
  const shown = [...document.querySelectorAll("main .results, main .kinds, main .found, main .empty")];
  return {
    heading: document.querySelector("h1").textContent,
    title: document.title,
    field: document.querySelector("main input[name=q]").value,
    cut: [...document.querySelectorAll("main p.muted.small")].map(one => one.textContent.trim()),
    shown: shown.map(seen),
    labels: shown.map(one => one.getAttribute("aria-labelledby")),
    ways: document.querySelector("#ways")?.checkVisibility() ?? false,
  };
}
"""


@pytest.fixture
def sites(demo: str, exported_demo: ExportedDemo) -> Iterator[tuple[str, str]]:
    """The live site and its export, both served. The export's own address is asked for nowhere."""
    with host(exported_demo.base_path) as (origin, show):
        show(exported_demo.folder)
        yield f"{demo}/", f"{origin}{exported_demo.base_path}"


def _query(words: str) -> str:
    return urlencode({"q": words})


def _asked(page: Any, site: str, query: str, base: str) -> dict[str, Any]:
    page.goto(f"{site}search/?{query}")
    wait_until(page, "[...document.querySelectorAll('[data-search]')].every(one => one.dataset.ready)")
    return page.evaluate(SHOWN, base)


def test_the_same_hits_in_the_same_words(
    sites: tuple[str, str], page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for the pages that a copy cannot have (test_export.py): the live site is asked without them."""
    live, export = sites
    search = import_module("indicators.views.public.site.search")  # its package has a view of the same name
    monkeypatch.setattr(search, "explanations", lambda **_: explanations(with_server=False))
    found = 0
    for query in [*map(_query, QUERIES), *KINDS]:
        wanted = _asked(page, live, query, "/")
        assert _asked(page, export, query, BASE) == wanted, query
        found += len(wanted["labels"])
    assert found > len(QUERIES), "a corpus that finds nothing shows nothing"


def test_a_search_begins_on_any_page_and_leads_to_what_was_found(
    sites: tuple[str, str], page: Any, assert_accessible: Any
) -> None:
    _, export = sites
    page.goto(f"{export}search/")
    page.get_by_role("searchbox").fill("オーガニックアクション")
    page.get_by_role("searchbox").press("Enter")
    wait_until(page, "document.querySelector('[data-search]').dataset.ready === '1'")
    assert_accessible(page)
    page.locator(".results a").first.click()
    assert page.url.startswith(f"{export}indicators/")
    page.go_back()
    assert page.locator("main input[name=q]").input_value() == "オーガニックアクション"


def test_an_index_that_does_not_come_is_told_in_words(sites: tuple[str, str], page: Any, guard: Any) -> None:
    page.route("**/search/index.json", lambda route: route.fulfill(status=404))
    guard.expect("404")
    _asked(page, sites[1], _query("計画"), BASE)
    assert "検索の準備ができませんでした" in page.locator("main").inner_text()


def test_every_sign_is_folded_alike(sites: tuple[str, str], page: Any) -> None:
    """Each sign that this Python knows, searched for in itself, stands at the same place in both.

    Cherokee and a few old Cyrillic letters fold to other forms than here, to one form each all the same.
    """
    apart = [*range(0x13A0, 0x1400), *range(0x1C80, 0x1C89), *range(0xAB70, 0xABC0)]
    signs = [
        sign
        for number in range(0x20, 0x30000)
        if number not in apart and category(sign := chr(number)) not in ("Cn", "Cs", "Co")
    ]
    page.goto(f"{sites[1]}search/")
    script = (tmp := Path("static/js/search.js").read_text(encoding="utf-8"))[
        tmp.index("  // What Python") : tmp.index("  const cut =")
    ]
    tables = json.dumps({"same": SAME})
    page.evaluate(f"() => {{ const index = {tables}; {script} window.foldOf = text => fold(text).folded; }}")
    there = page.evaluate("signs => signs.map(sign => window.foldOf(sign))", signs)
    assert [
        (one, fold(one)[0], other) for one, other in zip(signs, there, strict=True) if fold(one)[0] != other
    ] == []
