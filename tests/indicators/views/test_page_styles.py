"""What of the style sheets a public page carries (decisions/0028)."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from indicators.views.shared.page_styles import with_own_styles

pytestmark = [pytest.mark.django_db, pytest.mark.reads]
LINK = '<link rel="stylesheet" href="/static/css/site.css">'


def styles(html: str) -> str:
    found = re.search(r"<style>(.*)</style>", with_own_styles(html))
    assert found is not None
    return found[1]


def test_a_page_carries_the_rules_of_what_stands_in_it():
    plain = styles(LINK)
    assert ".track" not in plain
    assert ".verdict" not in plain
    both = styles(f'{LINK}<div class="track"><svg></svg></div>')
    assert ".track svg{" in both
    assert "@media print{" in both
    assert ".track-zone" not in both
    assert ".track svg{" in styles(f"{LINK}<div class=track><svg></svg></div>")
    assert "/*" not in both


def test_what_a_script_of_the_page_adds_has_its_look():
    assert ".chart-tools button" not in styles(LINK)
    tools = f'{LINK}<p class="chart-tools"><script src="/x/static/js/search.0123456789ab.js"></script>'
    assert ".chart-tools[hidden]" in styles(tools)
    assert "mark{" in styles(tools), "search.js marks what was looked for"


def test_words_of_a_text_bring_no_rules_and_icons_come_where_they_are_shown():
    assert ".track" not in styles(f"{LINK}<p>track verdict</p>")
    symbols = '<symbol id="i-a"><path/></symbol>\n<symbol id="i-b"><path/></symbol>'
    turned = with_own_styles(f'{LINK}<svg>{symbols}</svg><svg><use href="#i-b"/></svg>')
    assert 'id="i-b"' in turned
    assert 'id="i-a"' not in turned


def test_files_of_all_sheets_become_one_and_others_stay():
    page = f'{LINK}\n  <link rel="stylesheet" href="/static/css/rows.0123456789ab.css"><link rel="icon" href="a.svg">'
    turned = with_own_styles(page)
    assert turned.count("<style>") == 1
    assert "stylesheet" not in turned
    assert '<link rel="icon" href="a.svg">' in turned
    assert with_own_styles("<p>plain</p>") == "<p>plain</p>"


def test_citizens_get_them_within_the_page_and_staff_keep_the_files(client: Client):
    assert b"css/site.css" not in client.get("/about/").content
    client.force_login(User.objects.create_user("staff"))
    answer = client.get("/about/").content
    assert b"css/site.css" in answer
    assert b"css/staff.css" in answer


def test_names_that_stand_apart_bring_no_rule_of_both_together():
    """`.verdict.big` is one element with both, `.panel-head h2` a heading within the head of a panel."""
    apart = styles(f'{LINK}<div class="panel-head"></div><h2 class="big">a</h2><p class="verdict"></p>')
    assert ".verdict{" in apart
    assert ".verdict.big" not in apart
    assert ".panel-head h2" not in apart
    together = styles(f'{LINK}<div class="panel-head"><br><h2><span class="big verdict">a</span></h2></div>')
    assert ".verdict.big{" in together
    assert ".panel-head h2" in together
    # Beside each other is no nesting, and a place that bends with its own width is kept.
    assert ".initiative" not in apart
    assert "@container" in apart


def test_tokens_of_one_value_are_that_value_and_a_citys_own_colours_stay():
    sheets = f"{LINK.replace('site', 'tokens')}{LINK}<body><a>a</a>"
    plain = styles(sheets)
    assert "#1a1a1c" in plain
    assert "--ink" not in plain
    own = f"{sheets}<style>:root {{ --link: #123456; }}</style>"
    assert "var(--link)" in re.findall(r"<style>.*?</style>", with_own_styles(own))[0]


def test_a_rule_whose_selectors_hold_commas_in_brackets_is_whole():
    html = f'{LINK.replace("site", "measure")}<details class="fold"><div id="plans"><ul><li></li></ul></div></details><p class="fold-none"></p>'
    assert ".fold:has(#plans,#figure),.fold-none{" in styles(html)
