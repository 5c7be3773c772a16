"""The dashboard: who may open it, what the address asks for, and that its parts agree (docs/product.md §4)."""

import html
import re
from string import ascii_uppercase
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators import frames, workflow
from indicators.models import Cycle, Indicator, Kind
from tests.indicators.city import SECRET, City
from tests.indicators.factories import (
    EVERY,
    NOON,
    make_department,
    make_indicator,
    make_measure,
    make_user,
    publish_change,
    publish_value,
    said,
)
from tests.indicators.generated import generate

pytestmark = [pytest.mark.django_db, pytest.mark.reads]
PAGES = ["/dashboard/", "/dashboard/measures/44/", "/dashboard/departments/kikaku/"]
NOT_FOUND = ("ページが見つかりません", "アドレス（URL）を読み取れません")


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, f"{address}: {response.status_code}"
    return response.content.decode()


def words(page: str) -> str:
    """The page's text, a blank for every tag, without the charts' data."""
    page = re.sub(r"<script.*?</script>|<svg.*?</svg>", "", page, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def figure(client: Client, page: str, chart_id: str) -> dict[str, Any]:
    """From the address that the page names."""
    found = re.search(r'data-figures="([^"]+)"', page)
    assert found is not None
    read: dict[str, Any] = client.get(html.unescape(found[1])).json()[f"{chart_id}-data"]
    return read


def drawn(client: Client, page: str, chart_id: str) -> dict[int, str]:
    """Fiscal year → figure of every mark of a trend chart."""
    marks = [trace for trace in figure(client, page, chart_id)["data"] if trace["meta"] == "value"]
    return {year: text for trace in marks for year, text in trace["customdata"]}


# --- Who may open it ----------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_readers_are_managers_and_the_plan_office(city: City, address: str) -> None:
    client = Client()
    assert client.get(address)["Location"].startswith("/login/?next=/dashboard/")
    for user, status in ((city.alice, 403), (make_user("erin"), 403), (city.dave, 200), (city.bob, 200)):
        client.force_login(user)
        response = client.get(address)
        assert response.status_code == status, user
        if status == 200:
            assert "no-store" in response["Cache-Control"]
        else:
            assert "管理職と企画課" in response.content.decode()
            assert SECRET not in response.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_a_post_is_refused(manager: Client, address: str) -> None:
    assert manager.post(address).status_code == 405


# --- What the address asks for ------------------------------------------------------------------------


def test_scope_decides_whether_unpublished_values_are_there(manager: Client) -> None:
    everything = text_of(manager, "/dashboard/")
    assert SECRET in words(everything)
    assert "未公表を含む" in words(everything)
    assert "11件のうち3件を判定" in words(everything)
    public = text_of(manager, "/dashboard/?scope=published")
    assert SECRET not in words(public)
    assert "1987" not in public
    assert "11件のうち2件を判定" in words(public)


def test_a_fixed_year_uses_exactly_that_year(manager: Client) -> None:
    assert "11件のうち1件を判定" in words(text_of(manager, "/dashboard/?year=2023"))
    assert "11件のうち3件を判定" in words(text_of(manager, "/dashboard/?year=2024"))
    assert "11件のうち0件を判定" in words(text_of(manager, "/dashboard/?year=2026"))
    assert "令和6年度・未公表を含む" in words(text_of(manager, "/dashboard/?year=R6"))


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    "query",
    [
        "year=abc",
        "year=1800",
        "year=2031",
        "year=99999999999999999999",
        "year=%00",
        "year=２０２５年６月",
        "scope=x",
    ],
)
def test_what_there_is_not_is_not_found_in_words(manager: Client, address: str, query: str) -> None:
    page = text_of(manager, f"{address}?{query}", status=404)
    assert any(words in page for words in NOT_FOUND)


@pytest.mark.parametrize("address", PAGES)
def test_empty_queries_fall_back(manager: Client, address: str) -> None:
    assert "最新・未公表を含む" in words(text_of(manager, f"{address}?year=&scope=&other=1"))


@pytest.mark.parametrize("address", ["/dashboard/measures/40/", "/dashboard/departments/nobody/"])
def test_an_unknown_measure_or_department_is_not_found(manager: Client, address: str) -> None:
    text_of(manager, address, status=404)


def test_links_keep_the_choice(manager: Client) -> None:
    page = text_of(manager, "/dashboard/?year=2024&scope=published")
    assert 'href="/dashboard/measures/44/?year=2024&amp;scope=published#indicator-44B"' in page
    assert 'href="/dashboard/departments/kikaku/?year=2024&amp;scope=published"' in page
    assert 'href="/dashboard/?scope=published"' in page  # 最新
    assert 'href="/dashboard/?year=2024"' in page  # 未公表を含む


# --- What it shows ------------------------------------------------------------------------------------


def test_the_late_ones_are_named_with_their_owners(manager: Client) -> None:
    page = text_of(manager, "/dashboard/?scope=published")
    late = words(page[page.index('id="late"') : page.index('id="expected"')])
    assert "1件" in late
    assert "47A 広域的な連携や共同処理による事務の見直し（累計） 遅れ 主担当 企画課" in late
    assert "計算のしかた" in late
    assert "44B" not in late
    assert "目安に届いていないのは1件です。目安から最も遠いのは47A" in words(page)
    assert "46A 経常収支比率（値なし）" not in words(page)  # a limit is named as one
    assert "46A 経常収支比率（上限で判定し、割合にしない）" in words(page)


def test_the_chart_and_its_table_tell_the_same(manager: Client) -> None:
    page = text_of(manager, "/dashboard/")
    progress = next(
        trace
        for trace in figure(manager, page, "progress-against-expected")["data"]
        if trace["meta"] == "progress"
    )
    rows = {row.code: row for row in frames.newest(frames.working(EVERY)) if row.gap is not None}
    assert {code: text for code, _, text in progress["customdata"]} == {
        code: str(row.progress) for code, row in rows.items()
    }
    table = page[page.index('id="expected"') : page.index('id="policies"')]
    order = re.findall(r'<th scope="row">(\w+) ', table)
    assert [code for code in order if code in rows] == [code for code, _, _ in progress["customdata"]]
    assert set(order) == {row.code for row in frames.newest(frames.working(EVERY))}


def test_the_heat_map_has_a_cell_for_every_indicator_and_year(manager: Client) -> None:
    page = text_of(manager, "/dashboard/")
    heat = page[page.index('<table class="heat">') : page.index('id="pace"')]
    assert re.findall(r"<abbr[^>]*>(\w+)</abbr>", heat) == ["R5", "R6"]
    lines = {
        code: words(line) for code, line in re.findall(r'<th scope="row">(\w+) (.*?)</tr>', heat, flags=re.S)
    }
    assert len(lines) == 11
    assert "97 件 順調 121 件 目標の水準に到達" in lines["44B"]
    assert "未入力 0 件 遅れ" in lines["47A"]
    assert f"未入力 {SECRET} 人 順調 未公表 企画課の確認待ち" in lines["43A"]


def test_groups_have_their_counts_in_chart_and_table(manager: Client) -> None:
    page = text_of(manager, "/dashboard/")
    bars = {trace["meta"]: sum(trace["x"]) for trace in figure(manager, page, "by-departments")["data"]}
    assert bars == {"achieved": 1, "on_track": 1, "behind": 1, "unjudged": 8}
    table = words(page[page.index("主担当課ごとの判定（指標の数）") :])
    assert "企画課 0 0 0 1 0 0 1 2件のうち1件を判定" in table


def test_entry_status_counts_the_first_values_of_the_open_cycle(manager: Client) -> None:
    page = text_of(manager, "/dashboard/")
    entry = words(page[page.index('id="entry"') :])
    assert "令和6年度の入力の進み" in entry
    # 未入力, 下書き, 差戻し, 提出済, 公表済
    assert "産業振興課 提出を終えました 0 0 0 1 0" in entry
    assert "企画課 期限を過ぎて未提出 1件 1 0 0 0 1" in entry


def test_without_an_open_cycle_there_is_no_entry_status(city: City, manager: Client) -> None:
    for cycle in Cycle.objects.all():
        workflow.close_cycle(cycle=cycle, by=city.bob, now=NOON)
    assert 'id="entry"' not in text_of(manager, "/dashboard/")


def test_a_measure_s_page_has_each_chart_with_its_facts_table_and_steps(manager: Client) -> None:
    page = text_of(manager, "/dashboard/measures/44/")
    assert drawn(manager, page, "trend-44B") == {2023: "97", 2024: "121"}
    assert drawn(manager, page, "trend-44A") == {}
    assert (
        "前の年度 令和5年度 97 件 判定 順調 最新 令和6年度 121 件 判定 目標の水準に到達 前年度から ＋24件"
        in words(page)
    )
    assert page.count("計算のしかた（令和") == 2
    assert 'id="indicator-44A"' in page
    assert 'id="indicator-44B"' in page


def test_an_unpublished_value_is_marked_wherever_it_stands(manager: Client) -> None:
    page = text_of(manager, "/dashboard/departments/sangyo-shinko/")
    assert drawn(manager, page, "trend-43A") == {2024: "1987"}
    panel = page[page.index('id="indicator-43A"') : page.index("</article>")]
    assert panel.count("未公表</span>") == 2  # beside the verdict, and in the table of years
    whole = figure(manager, page, "trend-43A")
    assert any(trace["name"] == "未公表の値" for trace in whole["data"])
    for drawing in ("wide", "narrow"):
        written = [note["text"] for note in whole[drawing]["annotations"]]
        assert any("未公表" in text for text in written), written
    published = text_of(manager, "/dashboard/departments/sangyo-shinko/?scope=published")
    assert drawn(manager, published, "trend-43A") == {}
    assert SECRET not in words(published)


def test_a_correction_shows_both_values(city: City, manager: Client) -> None:
    publish_change(
        city.indicator("44B"), 2024, Kind.CORRECTION, said("119"), by=city.alice, publisher=city.bob
    )
    page = text_of(manager, "/dashboard/measures/44/")
    assert drawn(manager, page, "trend-44B") == {2023: "97", 2024: "119"}
    assert re.search(r"<del>.*?121.*?</del>", page, flags=re.S)


def test_a_department_that_leads_nothing_still_has_its_initiatives(manager: Client) -> None:
    page = text_of(manager, "/dashboard/departments/kominkan/")
    assert "主に担当する指標はありません" in page
    assert len(re.findall(r"<b>\d\d-\d</b>", page)) >= 1


# --- Cost ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", [*PAGES, *(f"/dashboard/parts/{key}/" for key in ("expected", "heat", "pace", "changes"))]
)
def test_as_many_queries_for_sixty_indicators_as_for_eleven(
    city: City, manager: Client, address: str
) -> None:
    manager.get(address)
    with CaptureQueriesContext(connection) as asked:
        manager.get(address)
    few = len(asked)  # counted now: the next request outside of a capture empties the list
    kikaku = make_department("kikaku")
    for number in range(60, 67):
        for letter in ascii_uppercase[:6]:
            make_indicator(measure=make_measure(number), letter=letter, department=kikaku)
    for letter in ascii_uppercase[2:9]:
        make_indicator(measure=make_measure(44), letter=letter, department=kikaku)
    assert Indicator.objects.count() == 60
    for indicator in Indicator.objects.filter(letter="C"):
        publish_value(indicator, 2024, said("980"), by=city.alice, publisher=city.bob)
    manager.get(address)  # what is kept of a public state is worked out once, before as after
    with CaptureQueriesContext(connection) as asked:
        manager.get(address)
    if address == "/dashboard/":  # of sixty it is its first screen
        assert len(asked) < few
    else:
        assert len(asked) == few


def test_of_many_indicators_the_page_is_its_first_screen_and_leads_to_the_rest(client: Client) -> None:
    """However many there are: what stood below has a page of its own, with the same view and figures."""
    city = generate(departments=3, indicators=30, years=3)
    client.force_login(city.managers[0])
    page = text_of(client, "/dashboard/?scope=published")
    assert len(page.encode()) < 100_000
    assert '<table class="heat">' not in page
    assert "<svg class=drawn" not in page
    links = re.findall(r'href="(/[^"]*dashboard/parts/(\w+)/\?scope=published)"', page)
    found = {key: address for address, key in links}
    assert set(found) == {"expected", "groups", "heat", "pace", "changes", "deeds", "more"}
    said = {key: text_of(client, address) for key, address in found.items()}
    assert said["heat"].count('<th scope="row">') == 30
    assert figure(client, said["expected"], "progress-against-expected")["data"]
    assert figure(client, said["groups"], "by-departments")["data"]
    assert client.get("/dashboard/parts/none/").status_code == 404
