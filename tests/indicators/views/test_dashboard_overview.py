"""The overview's sections: who is late, the pace, the entry, what changed, and that numbers are those of other pages."""

import html
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from indicators import frames, workflow
from indicators.models import Cycle, Event, Kind
from tests.indicators.city import City
from tests.indicators.factories import (
    EVERY,
    make_baseline,
    make_carol,
    make_cycle,
    make_department,
    make_indicator,
    make_interim,
    make_target,
    make_threshold,
    make_user,
    publish_change,
    publish_value,
    said,
    submit_value,
)

pytestmark = [pytest.mark.django_db, pytest.mark.reads]
JUNE = datetime(2025, 6, 10, 3, tzinfo=UTC)


def page_of(client: Client, query: str = "", status: int = 200) -> str:
    answer = client.get(f"/dashboard/{query}")
    assert answer.status_code == status, query
    return answer.content.decode()


def words(page: str) -> str:
    page = re.sub(r"<script.*?</script>|<svg.*?</svg>", "", page, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def section(page: str, name: str) -> str:
    start = page.index(f'aria-labelledby="{name}"')
    return page[start : page.index("</section>", start)]


# --- The first screen ---------------------------------------------------------------------------------


def test_the_first_words_say_how_many_are_judged_and_who_is_behind(city: City, manager: Client) -> None:
    city.publish("44A", 2024, "57.1")
    page = page_of(manager)
    head = words(page[page.index("<h1>") : page.index('class="lens-switches')])
    assert "11件のうち4件を判定、 2件が目安に届いていません" in head
    assert "後退 1 件" in head
    assert "やや遅れ 0 件 遅れ 1 件" in head
    assert (
        head.index("44A") < head.index("オーガニックシティ推進課") < head.index("47A") < head.index("企画課")
    )


@time_machine.travel(JUNE, tick=False)
def test_a_late_one_says_what_it_would_take(city: City, manager: Client) -> None:
    late = words(section(page_of(manager), "late"))
    row = next(row for row in frames.newest(frames.working(EVERY)) if row.code == "47A")
    assert frames.pace_of(row, current_year=2025).needed == 1
    assert "目安との差 −1 件 目安を下回る 0 件 R6" in late
    assert "残り2年度で必要な変化 ＋1 件 ／年度" in late
    for line in row.trace:
        assert line in late


def test_counts_lead_to_what_they_count(manager: Client) -> None:
    page = html.unescape(page_of(manager, "?department=kikaku"))
    kpis = page[page.index('<ul class="kpis">') : page.index('id="late"')]
    assert 'href="/dashboard/?department=kikaku&verdict=behind"' in kpis
    chosen = html.unescape(page_of(manager, "?department=kikaku&verdict=behind"))
    # The chosen one leads back, and the others still tell their own counts.
    kpis = chosen[chosen.index('<ul class="kpis">') : chosen.index('id="late"')]
    assert 'href="/dashboard/?department=kikaku" aria-current="true"' in kpis
    assert "判定なし 1 件" in words(kpis)


# --- Pace ---------------------------------------------------------------------------------------------


@time_machine.travel(JUNE, tick=False)
def test_the_pace_table_is_worst_first_and_names_those_without(city: City, manager: Client) -> None:
    city.publish("44A", 2024, "57.1")
    city.publish("41A", 2023, "12")
    city.publish("41A", 2024, "28")
    table = section(page_of(manager), "pace")
    assert re.findall(r'<th scope="row">(\w+) ', table) == ["44A", "47A", "41A", "43A", "44B"]
    text = words(table)
    assert "ペースを比べられる5件のうち3件は" in text
    assert (
        "41A 市民参加型ワークショップの開催数 企画課 28 テーマ 令和6年度 60 テーマ 令和8年度 ＋16 テーマ ＋12 テーマ"
        in text
    )
    assert "上限・下限で判定する指標（1年ごとの道のりがありません） 46A 経常収支比率" in text
    assert "判定できる実績がない指標 42A" in text
    outlook = frames.outlook_of(
        [row for row in frames.working(EVERY) if row.code == "41A"], current_year=2025
    )
    shown = [f"{figure:.0f}" for figure in (outlook.value, outlook.low, outlook.high)]
    assert f"{shown[0]} テーマ {shown[1]}〜{shown[2]}" in text
    assert "必要な変化 ＝" in text


@time_machine.travel(JUNE, tick=False)
def test_equal_looking_changes_a_year_get_one_decimal_more(city: City, manager: Client) -> None:
    indicator = city.indicator("44B")
    publish_change(indicator, 2024, Kind.CORRECTION, said("101"), by=city.alice, publisher=city.bob)
    row = next(row for row in frames.newest(frames.working(EVERY)) if row.code == "44B")
    found = frames.pace_of(row, current_year=2025)
    assert (found.needed, found.mean) == (Decimal("9.5"), Decimal("10.5"))
    text = words(section(page_of(manager), "pace"))
    assert "＋10 件 ＋11 件" in text  # half up, and still different
    publish_change(indicator, 2024, Kind.CORRECTION, said("100"), by=city.alice, publisher=city.bob)
    assert "＋10 件 ＋10 件" in words(section(page_of(manager), "pace"))  # equal indeed


def test_a_fall_stands_in_the_outlook_s_own_sentence(city: City, manager: Client) -> None:
    """44B: 80, 97, 121, 119; the target is 120 in fiscal 2026."""
    make_cycle(2025, by=city.bob)
    city.publish("44B", 2025, "119")
    with time_machine.travel("2026-11-29T12:00:00+09:00", tick=False):
        text = words(section(page_of(manager, "?scope=published"), "pace"))
        panel = words(page_of(manager, "measures/44/"))
    assert "平均は足りるが、直近は逆方向" in text
    assert "必要なペース以上" not in text
    assert "平均は足りていても、直近は逆方向のものが1件あります。" in text
    # Slopes 17, 20.5, 13, 24, 11, −2: the median is 15; 80 + 60, 97 + 45, 121 + 30, 119 + 15: 140, 142, 151, 134, so 141.
    assert re.search(r"141 件 \d+〜\d+ 前年度は−2件", text)
    assert re.search(
        r"令和8年度は約141件（[^）]+）で、目標の120件を21件上回りますが、前年度は−2件です。", panel
    )


@pytest.mark.parametrize("judged", ["89.4", "89.1"])
def test_a_limit_that_may_be_left_is_named(city: City, manager: Client, judged: str) -> None:
    """46A: 89.9 of 2025 is an estimate; it leaves 0.1 of 0.6 or 0.9 up to the ceiling of 90."""
    make_cycle(2025, by=city.bob)
    city.alice = make_user("zaisei", departments=(make_department("zaisei"),))
    city.publish("46A", 2024, judged)
    assert 'aria-labelledby="risks"' not in page_of(manager)
    entry = said("89.9", value_state="estimate", note="決算の前の見込みです。")
    publish_value(city.indicator("46A"), 2025, entry, by=city.alice, publisher=city.bob)
    text = words(section(page_of(manager), "risks"))
    assert "範囲を出るおそれ 1件" in text
    margin = Decimal(90) - Decimal(judged)
    assert (
        f"令和7年度の見込89.9％は、上限の90.0％まで0.1ポイントです（令和6年度は{margin}ポイントの余裕がありました）。"
        in text
    )
    assert "順調" in text  # the verdict stays
    assert 'aria-labelledby="risks"' not in page_of(manager, "?year=2024")
    assert 'aria-labelledby="risks"' in page_of(manager, "measures/46/")


def test_the_outlook_of_a_ceiling_may_lead_out_of_it(city: City, manager: Client) -> None:
    city.alice = make_user("zaisei", departments=(make_department("zaisei"),))
    make_cycle(2025, by=city.bob)
    # A limit is judged from the plan's first year on, and the outlook goes through three judged years.
    for year, value in ((2023, "89.0"), (2024, "89.5"), (2025, "89.9")):
        city.publish("46A", year, value)
    with time_machine.travel(JUNE.replace(year=2026), tick=False):
        text = words(section(page_of(manager), "risks"))
    # Slopes 0.5, 0.4, 0.45; the upper quartile 0.475 leads from 89.0, 89.5, 89.9 to 90.425, 90.45, 90.375 in 2026.
    assert "参考推計の幅は、令和8年度に90.4％までで、上限を越えることがあります。" in text


def test_the_outlook_of_a_floor_tells_what_rounding_would_hide(city: City, manager: Client) -> None:
    measure, lead = city.indicator("46A").measure, make_department("zaisei")
    days = {"unit": "日", "direction": "at_least", "baseline_value": Decimal(305)}
    make_indicator(measure=measure, letter="C", department=lead, target="300", **days)
    city.alice = make_user("zaisei", departments=(lead,))
    make_cycle(2025, by=city.bob)
    for year, value in ((2023, "302"), (2024, "301"), (2025, "301")):
        city.publish("46C", year, value)
    with time_machine.travel(JUNE.replace(year=2026), tick=False):
        text = words(section(page_of(manager), "risks"))
    # Slopes -1, 0, -0.5; the lower quartile -0.75 leads from 302, 301, 301 to 299.75, 299.5, 300.25 in 2026.
    assert "参考推計の幅は、令和8年度に299.8日までで、下限を下回ることがあります。" in text


# --- Entry --------------------------------------------------------------------------------------------


@time_machine.travel(datetime(2025, 6, 10, 3, tzinfo=UTC), tick=False)
def test_entry_names_the_late_departments_and_what_is_missing(city: City, manager: Client) -> None:
    Cycle.objects.filter(year=2023).delete()
    entry = section(page_of(manager), "entry")
    text = words(entry)
    assert "11件のうち3件を提出済みです" in text
    assert "期限を過ぎて未提出なのは" in text
    assert "2025年5月31日（10日過ぎています）" in text
    assert "企画課 期限を過ぎて未提出 1件 1 0 0 0 1" in text
    assert "産業振興課 提出を終えました 0 0 0 1 0" in text
    missing = words(entry[entry.index("まだ提出されていない指標") :])
    assert "企画課 （1件） 未入力 41A" in missing
    assert "43A" not in missing


def test_every_open_cycle_has_its_table(manager: Client) -> None:
    text = words(section(page_of(manager), "entry"))
    assert "令和6年度の入力の進み" in text
    assert "令和5年度の入力の進み" in text


# --- What changed -------------------------------------------------------------------------------------


def changes(client: Client, query: str) -> str:
    return words(section(page_of(client, query), "changes"))


def test_two_weeks_are_asked_where_the_address_names_no_day(city: City, manager: Client) -> None:
    day = timezone.localdate() - timedelta(days=14)
    page = page_of(manager)
    assert f'name="since" value="{day:%Y-%m-%d}"' in page
    assert f"{day.year}年{day.month}月{day.day}日のあと" in changes(manager, "")
    assert "この日のあとの変化はありません" in changes(manager, "")


def test_publications_since_a_day_with_what_they_replaced(city: City, manager: Client) -> None:
    publish_change(
        city.indicator("44B"),
        2024,
        Kind.CORRECTION,
        said("99"),
        by=city.alice,
        publisher=city.bob,
        reason="重複を除いた",
        now=JUNE,
    )
    text = changes(manager, "?since=2025-05-31")
    assert "訂正 44B オーガニックアクション宣言企業認定数（累計） 令和6年度 前の値 121 件 → 99 件" in text
    assert "理由：重複を除いた" in text
    assert "47A" not in text  # published on May 1
    assert "判定が変わったのは1件（悪化1件、改善0件）" in text
    assert "目標の水準に到達 令和6年度 121 件" in text
    everything = changes(manager, "?since=2025-04-30")
    assert "公表 47A" in everything
    assert "提出 43A" in everything
    # The end of the day in Japan: what was published on it is part of the state that is compared.
    assert "公表 47A" not in changes(manager, "?since=2025-05-01")


def test_a_published_view_of_changes_has_no_handing_in(manager: Client) -> None:
    assert "提出 43A" in changes(manager, "?since=2025-04-30")
    text = changes(manager, "?since=2025-04-30&scope=published")
    assert "提出 43A" not in text
    assert "公表 47A" in text


def test_filters_narrow_the_changes(manager: Client) -> None:
    text = changes(manager, "?since=2025-04-30&measure=44")
    assert "公表 44B" in text
    assert "47A" not in text
    assert "43A" not in text


def test_targets_thresholds_cycles_and_sent_back_are_told(city: City, manager: Client) -> None:
    indicator = city.indicator("44B")
    make_target(indicator, "150", first_year=2024, published=False, published_at=JUNE, reason="見直し")
    make_interim(indicator, 2025, "130", published=False, published_at=JUNE, reason="途中の目標")
    make_threshold(indicator.measure.policy.plan, "0.9", first_year=2024, published=False, published_at=JUNE)
    result = workflow.current_result(city.indicator("43A"), 2024)
    assert result is not None
    workflow.send_back(record=result, version=result.version, reason="確かめて", by=city.bob, now=JUNE)
    cycle = Cycle.objects.get(year=2023)
    workflow.close_cycle(cycle=cycle, by=make_carol(), now=JUNE)
    text = changes(manager, "?since=2025-05-31")
    assert "目標 44B オーガニックアクション宣言企業認定数（累計） 令和8年度の目標 150件 理由：見直し" in text
    assert "中間目標 44B" in text
    assert "令和7年度 130件" in text
    assert "やや遅れの基準 計画全体 やや遅れの基準 90％（令和6年度から）" in text
    assert (
        "差戻し 43A 移住・定住相談窓口利用登録者数 令和6年度の値（主担当 産業振興課、差戻し ボブ） 理由：確かめて"
        in text
    )
    assert "サイクル締め 令和5年度の入力 キャロル" in text
    # A target can turn a verdict without any value.
    assert "判定が変わったのは1件（悪化1件、改善0件）" in text
    assert Event.objects.filter(action=Event.Action.SENT_BACK).count() == 1


def test_a_revised_baseline_is_told_with_the_verdict_that_it_turned(city: City, manager: Client) -> None:
    """2 workshops are fewer than the plan's baseline had, and more than the revised one."""
    city.publish("41A", 2024, "2")
    make_baseline(
        city.indicator("41A"), "1", baseline_year=2023, first_year=2024, published=False, published_at=JUNE
    )
    text = changes(manager, "?since=2025-05-31")
    assert "現状値 41A" in text
    assert "1テーマ（令和6年度の判定から） 理由：数え方の誤りを直した" in text
    assert "後退 令和6年度 2 テーマ 遅れ 令和6年度 2 テーマ 改善" in text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2025-02-30", "「2025-02-30」という日はありません"),
        ("きのう", "「きのう」を日付として読めません"),
        ("2099-01-01", "2099年1月1日は、まだ来ていない日です"),
        ("1900-01-01", "扱える期間"),
        ("9" * 300, "日付として読めません"),
        ("%00", "日付として読めません"),
    ],
)
def test_a_day_that_cannot_be_is_told_at_its_field(manager: Client, typed: str, message: str) -> None:
    page = page_of(manager, f"?since={typed}", status=400)
    assert message in html.unescape(section(page, "changes"))
    assert 'aria-describedby="since-error"' in page
    assert "目安に届いていない指標と主担当" in page  # the rest of the page is whole


def test_a_day_may_be_typed_as_people_write_it(manager: Client) -> None:
    assert "2025年4月30日のあと" in changes(manager, "?since=令和7年4月30日")


def test_links_of_the_page_keep_the_day(manager: Client) -> None:
    page = html.unescape(page_of(manager, "?since=2025-04-30&department=kikaku"))
    assert 'href="/dashboard/?year=2024&department=kikaku&since=2025-04-30"' in page
    assert 'href="/dashboard/figures.csv?department=kikaku"' in page


# --- Numbers are those of the other pages -------------------------------------------------------------


def test_the_table_says_what_the_indicator_s_own_page_and_file_say(city: City, manager: Client) -> None:
    for code, year, value in (("44A", 2024, "57.1"), ("41A", 2024, "28")):
        city.publish(code, year, value)
    page = page_of(manager, "?scope=published&year=2024")
    expected = section(page, "expected")
    lines = dict(re.findall(r'<tr><th scope="row">(\w+) (.*?)</tr>', expected, flags=re.S))
    assert len(lines) == 11
    for code in ("41A", "44A", "44B", "47A"):
        told = manager.get(f"/indicators/{code}.json").json()["rows"]
        row = next(row for row in told if row["fiscal_year"] == 2024)
        own = words(manager.get(f"/indicators/{code}/").content.decode())
        cells = [words(cell) for cell in re.findall(r"<td.*?</td>", lines[code], flags=re.S)]
        assert cells[2].split()[0].replace(",", "") == row["value"]
        assert cells[4].split()[0].replace(",", "") == row["target"]
        assert cells[2] in own
        assert cells[5] in own  # the share
        assert cells[7] == row["verdict_ja"]


def test_lists_are_cut_into_pages_with_addresses(
    city: City, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indicators.views.dashboard.paging.page_of.__defaults__", (4,))
    page = html.unescape(page_of(manager, "?year=2024&page=2"))
    heat = section(page, "heat")
    assert len(re.findall(r'<th scope="row">', heat)) == 4
    assert "11件のうち5〜8件目（全3ページ）" in heat
    assert 'href="/dashboard/?year=2024#heat"' in heat
    assert 'href="/dashboard/?year=2024&page=3#heat"' in heat
    assert "11件のうち9〜11件目" in section(page_of(manager, "?page=99"), "heat")


def test_days_are_japan_s(city: City, manager: Client) -> None:
    """A publication at 0:30 of May 3 in Japan is one after May 2, though it is still May 2 elsewhere."""
    at = datetime(2025, 5, 2, 15, 30, tzinfo=UTC)
    submit_value(city.indicator("41A"), 2024, said("28"), by=city.alice, now=at)
    result = workflow.current_result(city.indicator("41A"), 2024)
    assert result is not None
    workflow.publish(record=result, version=result.version, by=city.bob, now=at)
    assert "公表 41A" in changes(manager, "?since=2025-05-02")
    assert "公表 41A" not in changes(manager, "?since=2025-05-03")
    assert date(2025, 5, 3) == timezone.localdate(at)


def test_a_value_nobody_published_turns_no_verdict(city: City, manager: Client) -> None:
    text = changes(manager, "?since=2025-05-01")
    submit_value(city.indicator("41A"), 2024, said("2", note="少ない"), by=city.alice, now=JUNE)
    after = changes(manager, "?since=2025-05-01")
    assert "判定が変わった指標はありません" in after
    assert "提出 41A" in after
    assert "提出 41A" not in text
    publish_value(city.indicator("44A"), 2024, said("57.1"), by=city.alice, publisher=city.bob, now=JUNE)
    assert "判定が変わったのは1件" in changes(manager, "?since=2025-05-01")
