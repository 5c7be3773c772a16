"""The dashboard of one measure and of one department: what stands there, for whom, and at what cost."""

import html
import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators import workflow
from indicators.models import Comment, Cycle, Indicator, Kind
from measures.models import Department, Plan
from tests.indicators.city import SECRET, City
from tests.indicators.factories import (
    NOON,
    make_cycle,
    make_department,
    make_indicator,
    make_measure,
    make_user,
    publish_sheet,
    said,
    submit_sheet,
    submit_value,
)
from tests.indicators.generated import generate
from tests.indicators.generated.plan import FIRST_MEASURE

pytestmark = [pytest.mark.django_db, pytest.mark.reads]


def page_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def words(page: str) -> str:
    """The page's text, a blank for every tag, without the charts' data."""
    page = re.sub(r"<script.*?</script>|<svg.*?</svg>", "", page, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def part(page: str, heading: str) -> str:
    """The section whose heading has this id."""
    found = re.search(rf'<section[^>]*aria-labelledby="{heading}".*?</section>', page, flags=re.S)
    assert found is not None, heading
    return found[0]


def panel(page: str, code: str) -> str:
    found = re.search(rf'<article[^>]*id="indicator-{code}".*?</article>', page, flags=re.S)
    assert found is not None, code
    return found[0]


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


# --- Panels -------------------------------------------------------------------------------------------


def test_a_panel_says_what_the_public_page_says_of_published_figures(manager: Client) -> None:
    """Sentence, steps and table of years are the same text in both places, for every indicator."""
    parts = (r'<p class="say">(.*?)</p>', r'<ul class="calc">(.*?)</ul>', r"<tbody>(.*?)</tbody>")
    for indicator in Indicator.objects.with_plan():
        staff = panel(
            page_of(manager, f"/dashboard/measures/{indicator.measure.number}/?scope=published"),
            indicator.code,
        )
        public = page_of(Client(), f"/indicators/{indicator.code}/")
        for pattern in parts:
            told = [re.search(pattern, text, flags=re.S) for text in (staff, public)]
            assert told[0] is not None
            assert told[1] is not None
            # How each year stood, one after another, and 参考推計 are for staff alone: the page says it of its own year.
            alone = re.sub(r'<span class="stands">.*?</span> ', "", told[0][1])
            inside = re.sub(r"参考推計 .*?） ", "", words(alone))
            assert inside == words(told[1][1]), indicator.code


def test_the_year_before_stands_beside_the_year(city: City, manager: Client) -> None:
    city.publish("44A", 2023, "65.2")
    submit_value(city.indicator("44A"), 2024, said("57.1"), by=city.alice)
    both = words(panel(page_of(manager, "/dashboard/measures/44/?year=2024"), "44A"))
    assert (
        "前の年度 令和5年度 65.2 ％ 判定 やや遅れ この年度 令和6年度 57.1 ％ 判定 後退 前年度から −8.1ポイント"
        in both
    )
    first = words(panel(page_of(manager, "/dashboard/measures/44/?year=2023"), "44A"))
    assert "前の年度 令和4年度 — 記録なし この年度 令和5年度 65.2 ％" in first
    public = words(panel(page_of(manager, "/dashboard/measures/44/?year=2024&scope=published"), "44A"))
    assert "57.1" not in public


@time_machine.travel(datetime(2026, 6, 10, 3, tzinfo=UTC), tick=False)
def test_the_outlook_is_the_same_in_panel_and_pace_table_of_every_year(city: City, manager: Client) -> None:
    make_cycle(2025, by=city.bob)
    city.publish("44B", 2025, "119")
    found = []
    for year in (2024, 2025):
        page = page_of(manager, f"/dashboard/measures/44/?year={year}")
        sentence = re.search(
            r"このまま進むと令和8年度は約(\d+)件（(\d+)〜(\d+)件）", words(panel(page, "44B"))
        )
        table = re.search(r"年度 (\d+) 件 (\d+)〜(\d+)", words(part(page, "pace")))
        assert sentence is not None
        assert table is not None
        assert sentence.groups() == table.groups()
        found.append(sentence.groups())
    # Each year says what was known in it.
    assert found[0] != found[1]
    early = page_of(manager, "/dashboard/measures/44/?year=2023")
    assert "このまま進むと令和8年度" not in words(panel(early, "44B"))
    assert "参考推計" not in page_of(Client(), "/indicators/44B/")


def test_an_unpublished_value_is_marked_in_its_panel(manager: Client) -> None:
    told = panel(page_of(manager, "/dashboard/measures/43/"), "43A")
    assert SECRET in words(told)
    assert told.count("未公表</span>") >= 2
    hidden = page_of(manager, "/dashboard/measures/43/?scope=published")
    assert SECRET not in words(hidden)
    assert "1987" not in hidden


def test_files_carry_the_page_s_own_filter(manager: Client) -> None:
    page = html.unescape(page_of(manager, "/dashboard/measures/44/?year=2024"))
    assert "/dashboard/figures.csv?year=2024&measure=44" in page
    rows = manager.get("/dashboard/figures.json?year=2024&measure=44").json()["rows"]
    assert [row["indicator_code"] for row in rows] == ["44A", "44B"]
    page = html.unescape(page_of(manager, "/dashboard/departments/kikaku/?scope=published"))
    assert "/dashboard/figures.xlsx?scope=published&department=kikaku" in page


@pytest.mark.parametrize(
    "address", ["/dashboard/measures/99/", "/dashboard/departments/nobody/", "/dashboard/measures/44/?page=x"]
)
def test_what_there_is_not_is_not_found_in_the_site_s_look(manager: Client, address: str) -> None:
    assert 'class="site-head"' in page_of(manager, address, status=404)


def test_filters_leave_nothing_and_say_the_way_back(manager: Client) -> None:
    page = page_of(manager, "/dashboard/measures/44/?verdict=worse")
    assert "条件に合う指標はありません" in page
    assert 'href="/dashboard/measures/44/"' in page
    assert 'id="sheets"' in page


# --- Open tasks ---------------------------------------------------------------------------------------


def test_open_tasks_say_who_has_it_since_when_and_until_when(city: City) -> None:
    indicator = city.indicator("43A")
    bob = signed_in(city.bob)
    submitted = words(panel(page_of(bob, "/dashboard/measures/43/"), "43A"))
    assert "提出済 令和6年度 実績" in submitted
    assert "2025年5月1日にアリスが提出" in submitted
    result = workflow.current_result(indicator, 2024)
    assert result is not None
    later = datetime(2025, 5, 8, 3, tzinfo=UTC)
    workflow.send_back(record=result, version=result.version, reason="単位の確認", by=city.bob, now=later)
    returned = words(panel(page_of(bob, "/dashboard/measures/43/"), "43A"))
    assert "2025年5月8日にボブが差戻し" in returned
    assert "差戻しの理由：単位の確認" in returned
    assert "期限 2025年5月31日" in returned
    assert "日過ぎています" in returned
    # Nothing typed yet, in the cycle of fiscal 2023 too; what is published is no task.
    assert "2024年4月1日にサイクル開始、まだ入力がありません" in returned
    assert "動いている入力と確認" not in words(panel(page_of(bob, "/dashboard/measures/44/"), "44B"))


def test_a_change_of_a_published_value_is_a_task_without_a_due_day(city: City, manager: Client) -> None:
    workflow.open_change(
        owner=city.indicator("44B"),
        year=2024,
        kind=Kind.CORRECTION,
        reason="二重に数えた",
        by=city.alice,
        now=NOON,
    )
    told = panel(page_of(manager, "/dashboard/measures/44/"), "44B")
    tasks = words(told[told.index('id="tasks-44B"') :])
    assert "下書き 令和6年度 訂正 2025年5月1日にアリスが保存" in tasks
    assert "期限" not in tasks.split("コメント")[0]


def test_only_those_who_may_are_led_to_the_form_and_the_review(city: City) -> None:
    both = make_user("erin", manager=True, departments=(make_department("sangyo-shinko"),))
    for person, entry, review in ((city.dave, False, False), (both, True, False), (city.bob, False, True)):
        told = panel(page_of(signed_in(person), "/dashboard/measures/43/"), "43A")
        assert ('href="/entry/43A/2024/"' in told) == entry, person
        assert ('href="/office/43A/2024/"' in told) == review, person
        # What nobody typed yet is the department's, or the plan office's for it.
        assert ('href="/entry/43A/2023/"' in told) == (person != city.dave)


def test_tasks_of_a_department_put_what_is_late_first(city: City, manager: Client) -> None:
    Cycle.objects.filter(year=2024).update(due_on=date(2099, 5, 31))
    tasks = part(page_of(manager, "/dashboard/departments/organic-city-suishin/"), "tasks")
    lines = [words(line) for line in re.findall(r"<li>.*?</li>", tasks, flags=re.S)]
    assert ["令和5年度" in line and "過ぎています" in line for line in lines[:1]] == [True]
    assert any("施策44" in line and "令和6年度 評価シート" in line for line in lines)
    assert not any("44B" in line for line in lines)


def test_the_view_of_citizens_has_no_task_and_no_comment(city: City, manager: Client) -> None:
    workflow.add_comment(indicator=city.indicator("44B"), year=2024, body="なぜですか", by=city.dave)
    for address in ("/dashboard/measures/44/", "/dashboard/departments/organic-city-suishin/"):
        inside, outside = page_of(manager, address), page_of(manager, f"{address}?scope=published")
        assert "なぜですか" in inside
        assert "なぜですか" not in outside
        assert "コメントを書く" not in outside
        assert "動いている入力と確認" not in outside


# --- Comments -----------------------------------------------------------------------------------------


@pytest.mark.both
def test_a_question_is_asked_on_the_page_and_the_browser_comes_back_to_it(
    city: City, manager: Client
) -> None:
    address = "/dashboard/measures/44/?year=2024"
    told = panel(page_of(manager, address), "44B")
    back = re.search(r'name="next" value="([^"]*)"', told)
    assert back is not None
    assert html.unescape(back[1]) == f"{address}#comments-44B"
    answer = manager.post("/comments/44B/2024/", {"body": "なぜですか", "next": html.unescape(back[1])})
    assert answer["Location"] == f"{address}#comments-44B"
    again = words(panel(page_of(manager, address), "44B"))
    assert "管理職 デイブ" in again
    assert "なぜですか" in again
    # Of another year the panel says only that there is one.
    other = words(panel(page_of(manager, "/dashboard/measures/44/?year=2023"), "44B"))
    assert "なぜですか" not in other
    assert "ほかの年度のコメント： 令和6年度（1件）" in other
    assert "なぜですか" in part(page_of(manager, "/dashboard/departments/organic-city-suishin/"), "comments")


# --- Measures: sheets, departments ---------------------------------------------------------------------


def test_a_measure_s_page_says_where_each_evaluation_sheet_stands(city: City, manager: Client) -> None:
    measure = city.indicator("44B").measure
    publish_sheet(measure, 2023, by=city.alice, publisher=city.bob)
    submit_sheet(measure, 2024, by=city.alice)
    sheets = words(part(page_of(manager, "/dashboard/measures/44/"), "sheets"))
    assert "令和6年度 提出済 C 想定をやや下回る — 内容を見る" in sheets
    assert "令和5年度 公表済 C 想定をやや下回る 公表したシート" in sheets
    office = part(page_of(signed_in(city.bob), "/dashboard/measures/44/"), "sheets")
    assert 'href="/office/sheets/44/2024/"' in office
    public = part(page_of(manager, "/dashboard/measures/44/?scope=published"), "sheets")
    assert "令和6年度" not in public
    assert "/entry/" not in public


def test_a_measure_s_page_names_its_initiatives_with_their_departments(manager: Client) -> None:
    told = part(page_of(manager, "/dashboard/measures/44/"), "initiatives")
    assert re.findall(r"<b>(44-\d)</b>", told) == ["44-1", "44-2", "44-3"]
    assert 'href="/dashboard/departments/kankyo-seisaku/"' in told


# --- Departments ----------------------------------------------------------------------------------------


def test_a_department_sees_the_measures_it_works_for_and_who_shares_them(manager: Client) -> None:
    page = page_of(manager, "/dashboard/departments/organic-city-suishin/")
    joined = words(part(page, "joined"))
    assert "44-2" in joined
    assert "ともに取り組む課： 環境政策課" in joined
    assert "令和6年度、主担当 オーガニックシティ推進課" in joined


def test_a_department_that_leads_nothing_sees_how_its_measures_stand(city: City, manager: Client) -> None:
    found = Department.objects.get(slug="kankyo-seisaku")
    assert not found.led_indicators.exists()
    page = page_of(manager, "/dashboard/departments/kankyo-seisaku/")
    told = words(page)
    assert "主に担当する指標はありません。関わる施策の指標を見ています。" in told
    assert "2件のうち1件を判定しました" in told
    assert "44-2" in part(page, "joined")
    assert "主担当 オーガニックシティ推進課" in words(part(page, "joined"))
    heat = words(part(page, "heat"))
    assert "44B" in heat
    assert "97 件 順調 121 件 目標の水準に到達" in heat
    # Values and panels are of those who lead them.
    assert '<article class="panel' not in page
    assert "いま動いている入力や確認はありません。" in told
    assert "figures.csv" not in page
    of_2023 = page_of(manager, "/dashboard/departments/kankyo-seisaku/?year=2023&scope=published")
    assert "令和5年度・公表のみ" in words(of_2023)
    assert "97 件" in words(part(of_2023, "joined"))
    assert "121" not in words(part(of_2023, "joined"))
    assert "令和9年度は、計画の期間" in page_of(
        manager, "/dashboard/departments/kankyo-seisaku/?year=2027", status=404
    )


def test_a_department_without_any_part_still_has_a_page(manager: Client) -> None:
    make_department("kaikei", "会計課")
    page = page_of(manager, "/dashboard/departments/kaikei/")
    assert "この課が関わる指標はありません" in page
    assert "この課が関わる取組はありません" in page


def test_panels_come_page_by_page_and_each_is_on_one_of_them(city: City, manager: Client) -> None:
    kikaku = make_department("kikaku")
    for letter in "BCDEFGHIJKLMNOPQRSTUVW":
        make_indicator(measure=make_measure(60), letter=letter, department=kikaku)
    first = page_of(manager, "/dashboard/departments/kikaku/")
    assert len(re.findall(r'<article class="panel', first)) == 10
    # Charts of this page's panels alone, by the address that the page names.
    [figures] = re.findall(r'data-figures="([^"]+)"', first)
    drawn = manager.get(html.unescape(figures)).json()
    assert len(drawn) == 10
    found: list[str] = []
    address = "/dashboard/departments/kikaku/"
    while address:
        page = page_of(manager, address)
        found += re.findall(r'id="indicator-(\w+)"', page)
        following = re.search(r'rel="next" href="([^"#]*)#indicators"', page)
        address = html.unescape(following[1]) if following else ""
    assert sorted(found) == sorted(
        indicator.code for indicator in Indicator.objects.with_plan().filter(lead_department=kikaku)
    )
    # A measure's page is whole: a link to any of its indicators arrives.
    whole = page_of(manager, "/dashboard/measures/60/")
    assert len(re.findall(r'<article class="panel', whole)) == 22


# --- Cost -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_two_hundred_indicators_cost_as_many_queries_as_eleven(city: City, manager: Client) -> None:
    kikaku = make_department("kikaku")
    for letter in "AB":
        made = make_indicator(measure=make_measure(60), letter=letter, department=kikaku)
        workflow.add_comment(indicator=made, year=2024, body="なぜですか", by=city.alice)
    for code in ("44B", "41A"):
        workflow.add_comment(indicator=city.indicator(code), year=2024, body="なぜですか", by=city.alice)
    result = submit_value(city.indicator("41A"), 2024, said("20"), by=city.alice)
    workflow.send_back(record=result, version=result.version, reason="確認", by=city.bob, now=NOON)
    plan = Plan.objects.get()
    small = generate(departments=3, indicators=5, years=2, plan=plan)
    theirs = Indicator.objects.filter(measure__number__gte=FIRST_MEASURE)
    theirs.update(lead_department=kikaku)
    for made in theirs.all():
        workflow.add_comment(indicator=made, year=2024, body="なぜですか", by=city.alice)
    addresses = [
        f"/dashboard/measures/{FIRST_MEASURE}/?year=2024",
        "/dashboard/departments/kikaku/",
        "/dashboard/departments/kikaku/?scope=published&year=2024",
        "/dashboard/departments/kominkan/",
        "/comments/44B/2024/",
    ]
    few, many = [], []
    for address in addresses:
        manager.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert manager.get(address).status_code == 200
        few.append(len(asked))
    more = generate(indicators=182, years=2, plan=plan).indicators
    for letter, moved in zip("FGHIJKLMNOPQRST", more, strict=False):
        Indicator.objects.filter(pk=moved.pk).update(measure=small.indicators[0].measure, letter=letter)
    assert Indicator.objects.count() == 200
    theirs.update(lead_department=kikaku)
    Comment.objects.bulk_create(
        Comment(indicator=indicator, year=2024, body="なぜですか", by=city.alice, at=NOON)
        for indicator in Indicator.objects.all()
    )
    # The department with four against nearly all of them.
    for address in addresses:
        manager.get(address)  # what a public state is asked for once is kept (frames/kept.py)
        with CaptureQueriesContext(connection) as asked:
            page = manager.get(address)
        assert page.status_code == 200
        assert len(page.content) < 1_500_000, address
        many.append(len(asked))
    # For whom values wait is asked once a page, by five questions, and only where one waits, as among the many.
    assert all(more - less in (0, 5) for more, less in zip(many, few, strict=True)), (few, many)
