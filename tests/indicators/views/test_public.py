"""What a citizen sees, and what nobody sees before it is published."""

import io
import json
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import cycle

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators import workflow
from indicators.models import Cycle, Indicator
from indicators.open_data.datasets import DATASETS
from measures.models import BasicPolicy, Department, Measure, Statement
from tests.indicators import factories
from tests.indicators.factories import said

pytestmark = [pytest.mark.django_db, pytest.mark.reads]

PAGES = [
    "/",
    "/?year=2024",
    "/policies/03/",
    "/measures/",
    "/measures/41/",
    "/measures/44/",
    "/measures/45/",
    "/measures/46/",
    "/measures/47/",
    "/indicators/",
    "/indicators/44B/",
    "/indicators/45A/",
    "/indicators/46A/",
    "/indicators/47A/",
    "/departments/",
    "/departments/kikaku/",
    "/departments/kominkan/",
    "/print/one-page/",
    "/print/poster/measures/44/",
    "/print/one-page/departments/kikaku/",
    "/search/",
    "/search/?q=オーガニック",
    "/search/?q=どこにもないことば",
    "/search/?q=市&kind=texts",
    "/indicators/?sort=-gap&verdict=behind&year=2024",
    "/open-data/",
    "/open-data/dictionary/",
    "/open-data/api/",
    "/corrections/",
    "/publications/",
    "/glossary/",
    "/how-to-read/",
    "/site-map/",
    "/accessibility/",
    "/about/",
]
FILES = [
    "/plan.csv",
    "/plan.json",
    "/measures/44.csv",
    "/measures/44.json",
    "/measures/44/figures.json",
    "/indicators/44B/figures.json",
    "/departments/kikaku/figures.json",
    "/indicators/44B.csv",
    "/indicators/44B.json",
    "/departments/kikaku.csv",
    "/departments/kikaku.json",
    "/robots.txt",
    "/sitemap.xml",
    # Each in one of its shapes: test_open_data.py holds that all of them say the same.
    *(
        f"/open-data/{one.name}.{ending}"
        for one, ending in zip(DATASETS, cycle(("csv", "json", "xlsx")), strict=False)
    ),
    "/open-data/all.xlsx",
    "/open-data/datapackage.json",
    "/open-data/catalog.jsonld",
    "/open-data/catalog.ttl",
    "/publications/awaited.ics",
    "/feeds/publications.atom",
    "/feeds/corrections.atom",
    "/embed/indicators/43A/",
    "/embed/indicators/44B/",
    "/embed/indicators/45B/",
    "/cards/home.png",
    "/cards/measures/44.png",
    "/cards/indicators/44B.png",
]
# Answers of the API; it refuses what it cannot give in a way of its own (test_api.py).
API = [
    "/api/v1/",
    "/api/v1/openapi.json",
    *(f"/api/v1/{dataset.name}/?page_size=1000" for dataset in DATASETS),
    "/api/v1/indicators/44B/",
    "/api/v1/values/43A/2024/",
    "/api/v1/values/44B/2024/",
    "/api/v1/measures/44/",
    "/api/v1/departments/kikaku/",
]


class City:
    """The real plan, its people, and a short way to publish."""

    def __init__(self):
        self.plan = factories.load_fixtures()
        self.alice = factories.make_alice(*Department.objects.all())
        self.bob = factories.make_bob()
        for year in (2023, 2024, 2025):
            factories.make_cycle(year, by=self.bob)

    def indicator(self, code):
        return Indicator.objects.with_plan().get_by_code(code)

    def publish(self, code, year, value=None, state="", **fields):
        fields.setdefault("note", "集計を確かめた値です。")
        entry = said(value, state, **fields)
        return factories.publish_value(self.indicator(code), year, entry, by=self.alice, publisher=self.bob)

    def change(self, code, year, kind, value=None, **fields):
        entry = said(value, note="数え直した値です。") if value else workflow.Entry()
        return factories.publish_change(
            self.indicator(code), year, kind, entry, by=self.alice, publisher=self.bob, **fields
        )


@pytest.fixture
def city(db):
    return City()


@pytest.fixture
def published(city):
    """Values of two years: a real 0, a ceiling, a year without a survey, history, and each kind of change."""
    for code, first, second in (
        ("41A", "12", "28"),
        ("44A", "58.9", "57.1"),
        ("44B", "97", "112"),
        ("46A", "90.4", "89.1"),
        ("47A", "0", "0"),
        ("48A", "1204", "1402"),
    ):
        city.publish(code, 2023, first)
        city.publish(code, 2024, second)
    city.publish("45A", 2023, "21.8")
    city.publish("45A", 2024, state="not_surveyed", note="市民アンケートは2年に1度です。")
    city.publish("46A", 2019, "90.5")
    city.publish("42A", 2024, "0.31")
    changed = datetime(2026, 8, 3, 1, tzinfo=UTC)
    city.change("44B", 2024, "correction", "121", reason="集計漏れが見つかったため", now=changed)
    city.change("42A", 2024, "withdrawal", reason="集計方法を見直すため", now=changed)
    return city


def text_of(html):
    """What a reader reads: no tags, no scripts, no double spaces."""
    without_scripts = re.sub(r"(?s)<script.*?</script>|<svg.*?</svg>", "", html)
    return re.sub(r"\s+", " ", re.sub(r"(?s)<[^>]+>", "", without_scripts))


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


# --- Every page -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_page_has_one_heading_a_title_and_a_way_back(published, client):
    for address in PAGES:
        html = read(client, address)

        assert '<html lang="ja">' in html, address
        assert len(re.findall(r"<h1[ >]", html)) == 1, address
        assert re.search(r"<title>[^<]+｜[^<]+</title>", html), address
        assert ('aria-label="現在の位置"' in html) is (address.split("?")[0] != "/"), address
        ids = re.findall(r' id="([^"]+)"', html)
        assert sorted(set(ids)) == sorted(ids), address


def test_nobody_gets_a_cookie_and_nothing_is_kept_too_long(published, client):
    for address in [*PAGES, *FILES]:
        response = client.get(address)

        assert not response.cookies, address
        assert response["Cache-Control"] == "public, no-cache", address
        assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304, address
        assert client.post(address).status_code == 405, address


def test_a_signed_in_person_s_page_stays_their_own(published, client):
    client.force_login(published.alice)

    assert client.get("/")["Cache-Control"] == "private, no-cache"
    assert "アリス" in read(client, "/")


def test_the_site_map_lists_pages_that_exist(published, client):
    addresses = re.findall(r"<loc>http://testserver([^<]+)</loc>", read(client, "/sitemap.xml"))

    # Pages, policies, measures, indicators, departments, initiatives; the easy ones, but for search, changes, dictionary and API; in
    # English the plan, its measures and indicators.
    assert len(addresses) == (16 + 5 + 8 + 11 + 14 + 18) + (12 + 5 + 8 + 11 + 14) + (1 + 8 + 11)
    for address in addresses[::4]:  # each as the page itself calls it
        assert f'<link rel="canonical" data-now href="http://testserver{address}">' in read(client, address)
    assert "Sitemap: http://testserver/sitemap.xml" in read(client, "/robots.txt")


def test_what_is_not_there_is_a_404_in_the_look_of_the_site(published, client):
    for address in (
        "/measures/99/",
        "/policies/99/",
        "/indicators/44Z/",
        "/indicators/organic/",
        "/indicators/99A.csv",
        "/departments/none/",
        "/?year=1999",
        "/?year=abc",
        "/?year=2026",
    ):
        response = client.get(address)

        assert response.status_code == 404, address
        assert "ページが見つかりません" in response.content.decode(), address


# --- Nothing leaks ----------------------------------------------------------------------------------


EVERY = [*PAGES, *FILES, *API]


def text_within(content):
    """All that can be read in a page or file; what a workbook packs is unpacked."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


@pytest.mark.slow
def test_no_draft_is_in_any_page_or_file(published, client, settings):
    """Marker values and notes in every unpublished state; the bytes stay the same while they are edited."""
    settings.API_REQUESTS_A_MINUTE = 0
    before = {address: client.get(address).content for address in EVERY}
    city = published
    draft = workflow.save_draft(
        owner=city.indicator("43A"), year=2024, data=said("731946", note="秘密の下書き"), by=city.alice
    )
    factories.submit_value(city.indicator("45B"), 2024, said("582731", note="秘密の提出"), by=city.alice)
    returned = factories.submit_value(
        city.indicator("48B"), 2024, said("461829", note="秘密の差戻し"), by=city.alice
    )
    workflow.send_back(record=returned, version=returned.version, reason="秘密の理由", by=city.bob)
    change = workflow.open_change(
        owner=city.indicator("44B"), year=2024, kind="correction", reason="秘密の訂正", by=city.alice
    )
    workflow.save_draft(
        owner=city.indicator("44B"),
        year=2024,
        number=change.number,
        version=change.version,
        data=said("918273", note="秘密の変更"),
        by=city.alice,
    )
    factories.make_target(
        city.indicator("44B"), "645128", published=False, first_year=2025, reason="秘密の目標"
    )

    for address, content in before.items():
        answer = client.get(address)
        assert answer.content == content, address
        shown = text_within(answer.content) + str(answer.headers)
        for marker in ("731946", "582731", "461829", "918273", "645128", "秘密"):
            assert marker not in shown.replace(",", ""), address
    workflow.save_draft(
        owner=city.indicator("43A"),
        year=2024,
        version=draft.version,
        data=said("731947"),
        by=city.alice,
    )
    assert {address: client.get(address).content for address in before} == before


def test_an_indicator_without_a_published_target_is_not_public(city, client):
    indicator = factories.make_indicator(measure=Measure.objects.get(number=43), letter="B", target=None)
    factories.make_target(indicator, published=False)

    assert client.get("/indicators/43B/").status_code == 404
    assert client.get("/indicators/43B.csv").status_code == 404
    assert "43B" not in read(client, "/indicators/")


def test_unverified_points_of_a_printed_chart_are_for_staff(city, client):
    assert "図の数値は確認中" not in read(client, "/measures/41/")
    assert "1,295,168" not in read(client, "/measures/41/")

    client.force_login(city.alice)

    assert "1,295,168" in read(client, "/measures/41/")
    assert "未確認" in read(client, "/measures/41/")


# --- Home -------------------------------------------------------------------------------------------


def test_a_fresh_install_says_what_will_come(city, client):
    html = read(client, "/")

    assert "11の目標を公表しています。実績はこれから公表します。" in text_of(html).replace(" ", "")
    assert "まだ公表した実績はありません" in html
    assert "年度の切替" not in html


def test_home_counts_and_says_as_of_when(published, client):
    text = text_of(read(client, "/"))

    # 44B 達成, 46A 順調, 48A 順調; 41A やや遅れ, 45A やや遅れ, 44A 後退, 47A 遅れ
    assert (
        "判定できた7つのうち3つが順調か達成、4つは目安に届いていません。（4つはまだ判定できません）"
        in text.replace(" ", "")
    )
    assert "11件のうち7件を判定しました。" in text
    longer = text_of(read(client, "/measures/"))
    assert "令和6年度は調査のない年です" in longer
    assert "前年度から ＋24件" in longer


def test_a_year_ago_stands_beside_today(city, client):
    """The latest view of both days; the first publication is the earliest day."""
    for day, year, value in (
        ("2025-06-10", 2023, "97"),
        ("2026-06-10", 2024, "98"),
        ("2026-07-10", 2025, "130"),
    ):
        if not Cycle.objects.filter(year=year).exists():
            factories.make_cycle(year, by=city.bob)
        factories.publish_value(
            Indicator.objects.get_by_code("44B"),
            year,
            said(value, note="事情"),
            by=city.alice,
            publisher=city.bob,
            now=datetime.fromisoformat(f"{day}T12:00:00+09:00"),
        )

    def since(day, address="/"):
        with time_machine.travel("2026-07-20T15:00:00+09:00", tick=False):
            page = read(client, f"{address}?as_of={day}" if day else address)
        start = page.find('aria-labelledby="since"' if "measures" in address else 'class="then-and-now"')
        return text_of(page[start : page.index("</section>", start)]) if start >= 0 else ""

    assert since("2025-06-10") == ""
    may = since("2026-05-01")
    assert "昨年度 1つ 2025年6月10日今年度 1つ 2026年5月1日" in may
    assert "昨年度から数は変わっていません。" in may
    assert "判定が変わった指標はありません。" in may
    june = since("2026-06-20")
    # 80 → 120 from 2022 to 2026: 97 reaches 90 in 2023, 98 has come 18 of the 20 up to 100 in 2024.
    assert "昨年度 1つ 2025年6月20日今年度 0つ 2026年6月20日" in june
    assert "昨年度から1つ減りました。" in june
    name = "オーガニックアクション宣言企業認定数（累計）"
    assert f"「{name}」が「順調」から「やや遅れ」に変わりました。" in june
    assert "判定が変わった指標は1件です。" in june
    assert "判定は「順調」から「目標の水準に到達」に変わりました。" in since("", "/measures/44/")
    assert since("", "/?year=2024") == ""


def test_a_year_is_exactly_that_year(published, client):
    text = text_of(read(client, "/?year=R6"))

    assert "令和6年度の実績で数えています。11件のうち6件を判定しました。" in text
    assert "調査年外" in text
    assert "21.8" not in text
    assert '<a href="/?year=2024" aria-current="true">令和6年度</a>' in read(client, "/?year=2024")


def test_home_lists_what_was_published_last(published, client):
    newest = read(client, "/").split('id="newest"')[1].partition("</section>")[0]

    # The two newest records of the nineteen: both changes of the same day.
    assert newest.count('class="when"') == newest.count("2026年8月3日") == 2
    assert re.search("取下げ.*値を取り下げました", text_of(newest))
    assert re.search("取り消した値 112件 → 121件", text_of(newest))


def test_home_names_what_is_missed_the_worst_first_with_its_owner(published, client):
    html = read(client, "/")
    missed = html.split('id="missed"')[1].partition("</section>")[0]

    # 44A has fallen below its baseline (58.0 of 令和3年度, 71.2 due by 令和6年度), 47A has come 0 of 1; of the way 41A lacks 4.5 of 55, 45A 0.8 of 12.4.
    assert re.findall(r'data-of="(\w+)-(\d+)-value"', missed) == [
        ("44A", "2024"),
        ("47A", "2024"),
        ("41A", "2024"),
        ("45A", "2023"),
    ]
    text = text_of(missed)
    assert "令和6年度 57.1％、目安まであと14.1ポイント" in text
    assert text.count("まだ説明がありません") == 8
    assert 'href="/departments/organic-city-suishin/"' in missed
    assert "ほか" not in text


def test_home_shows_the_verdict_of_every_year(published, client):
    with time_machine.travel("2026-11-29T12:00:00+09:00", tick=False):
        html = read(client, "/").split('class="fold"')[1].partition("</table>")[0]
    rows = {
        text_of(re.findall("<th scope=.row.>(.*?)</th>", row)[0]): [
            text_of(cell).strip() for cell in re.findall("<td[^>]*>(.*?)</td>", row, re.S)
        ]
        for row in html.split("<tr>")[2:]
    }

    assert len(rows) == 11
    # The latest views of 2025-11-29 and of today: only 44B's correction, of 112 to 121, turned a verdict.
    assert rows["市民参加型ワークショップの開催数"] == ["遅れ", "やや遅れ", "変わらず"]
    assert rows["オーガニックアクション宣言企業認定数（累計）"] == [
        "順調",
        "目標の水準に到達",
        "順調 → 目標の水準に到達",
    ]
    assert rows["市民活動に参加している市民の割合"] == ["やや遅れ", "調査年外", "変わらず"]
    assert rows["インターネット広告（ディスプレイ広告）のクリック率"] == [
        "—なし",
        "取下げ",
        "順調 → 判定なし",
    ]
    assert rows["移住・定住相談窓口利用登録者数"] == ["—なし", "—なし", "—"]


def test_home_folds_the_policies_it_has_no_room_for(published, client):
    """Five stand open; of ten four do, and a line for the other six takes the place of the fifth."""
    home = read(client, "/")
    assert "ほかの基本政策" not in home
    plan = BasicPolicy.objects.get(number="05").plan
    for number in range(6, 11):
        BasicPolicy.objects.create(plan=plan, number=f"{number:02}", name=f"増やした政策{number}")
    opened, folded = read(client, "/").split("ほかの基本政策<small>6件</small>")
    assert 'href="/policies/04/"' in opened
    assert 'href="/policies/05/"' not in opened
    assert all(f'href="/policies/{number:02}/"' in folded for number in range(5, 11))


def test_home_asks_the_database_as_often_for_sixty_indicators_as_for_eleven(published, client):
    def asked_twice() -> list[int]:
        """After a change, and when nothing changed any more."""
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                client.get("/")
            counts.append(len(asked))
        return counts

    client.get("/")
    carol = factories.make_carol()
    one = factories.make_indicator(measure=Measure.objects.get(number=41), letter="B")
    factories.publish_value(one, 2024, said("900"), by=carol, publisher=published.bob)
    few = asked_twice()
    # Policies, measures, the plan and the site's settings; the public revision for the figures, and before and after.
    assert few[1] == 8
    for number in (41, 42):
        for letter in "CDEFGHIJKLMNOPQRSTUVWXYZ":
            extra = factories.make_indicator(
                measure=Measure.objects.get(number=number),
                letter=letter,
                name=f"増やした指標{number}{letter}",
            )
            factories.publish_value(extra, 2024, said("900"), by=carol, publisher=published.bob)

    assert asked_twice() == few
    html = client.get("/").content.decode()
    assert "増やした指標42Z" in html
    # The forty-nine have come 316 of the 708 that were due: they are behind, as the four were before.
    missed = html.split('id="missed"')[1].partition("</section>")[0]
    # 36 lines of a phone: seven for a short name without reasons.
    assert missed.count("<li>") == 5
    assert "ほか48件" in missed


# --- Measures, departments --------------------------------------------------------------------------


def test_a_measure_shows_the_plan_s_texts(published, client):
    text = text_of(read(client, "/measures/45/"))

    for words in (
        "現状",
        "課題解決に向けた方向性",
        "市民等の取組",
        "DXの視点",
        "45-2",
        "市民活動支援課",
        "関連する個別計画",
    ):
        assert words in text
    assert "出所：令和３年度魅力あるまちづくりに関する市民アンケート" in text
    assert re.search(r"合計 ?100\.0％", text)
    assert "出所：魅力あるまちづくりに関する市民アンケート" in read(client, "/measures/42/")
    assert "未登録" not in read(client, "/measures/42/")


def test_a_measure_of_many_indicators_has_lower_charts_in_pairs(published, client):
    """Of three each chart has its usual height, of four all are lower, so that paper holds them in pairs."""
    measure = Measure.objects.get(number=44)
    heights = {}
    for letter, (number, own) in zip("CD", [(41, "A"), (43, "A")], strict=True):
        Indicator.objects.filter(measure__number=number, letter=own).update(measure=measure, letter=letter)
        html = read(client, "/measures/44/")
        heights[letter] = max(map(int, re.findall(r'<svg class="?drawn"? viewBox="0 0 640 (\d+)"', html)))
        assert ('class="panels many"' in html) == (letter == "D")
    assert heights["C"] >= 340
    assert 220 <= heights["D"] < 300


def test_the_plan_s_own_wording_is_shown_where_the_city_has_loaded_it(city, client):
    assert "原文" not in read(client, "/measures/41/")
    Statement.objects.filter(measure__number=41, section="issue", order=1).update(original="計画の文そのもの")

    html = read(client, "/measures/41/")

    assert "計画の文そのもの" in html
    assert "<summary>原文</summary>" in html


def test_a_department_without_an_indicator_says_so(published, client):
    assert "この課が主に担当する指標はありません。" in read(client, "/departments/kominkan/")
    assert "48-1" in read(client, "/departments/kominkan/")


def test_a_department_without_anything_says_so(city, client):
    former = factories.make_department("kyu-ka", "もとの課")
    assert client.get("/departments/kyu-ka/").status_code == 404, "no public plan names it"
    former.successors.add(Department.objects.get(slug="kominkan"))

    text = text_of(read(client, "/departments/kyu-ka/"))

    assert "この課が主に担当する指標はありません。" in text
    assert "この課が関わる取組はありません。" in text


def test_a_first_setting_of_the_lead_department_is_called_one(city, client):
    assert "（初期設定）" in read(client, "/indicators/44B/")
    Indicator.objects.filter(letter="B", measure__number=44).update(lead_confirmed=True)
    assert "（初期設定）" not in read(client, "/indicators/44B/")


# --- Indicators -------------------------------------------------------------------------------------


def yearly_rows(html):
    """The table of years: each line's cells as text, with the words below a year as its last cell."""
    table = re.search(r'(?s)年度ごとの表"><table[^>]*>(.*?)</table>', html)
    assert table is not None
    lines = re.findall(
        r'(?s)<tr(?: class="given")?>(.*?)</tr>(?:\s*<tr class="year-words">(.*?)</tr>)?',
        table[1].split("<tbody>")[1],
    )
    return [
        [text_of(cell).strip() for cell in re.findall(r"(?s)<t[hd][^>]*>(.*?)</t[hd]>", "".join(line))]
        for line in lines
    ]


def test_the_table_holds_baseline_values_and_verdicts(published, client):
    rows = yearly_rows(read(client, "/indicators/44B/"))

    assert rows[0][:2] == ["現状値令和４年12月末", "80件"]
    assert rows[1][:5] == ["令和5年度2023年度", "97件", "90件", "42.5％", "順調"]
    assert rows[2][0] == "令和6年度2024年度"
    assert rows[2][2:5] == ["100件", "102.5％", "目標の水準に到達"]
    assert "121件" in rows[2][1]
    assert "112件" in rows[2][1]
    assert rows[3][1].startswith("—")
    assert rows[3][6] == "令和7年度の説明 まだ公表していません"
    assert rows[4][2].startswith("120件")


def test_a_correction_shows_both_values_and_the_reason(published, client):
    html = read(client, "/indicators/44B/")

    assert re.search(r"<ins>.*?121<small>件</small>(</span>)+</ins>", html)
    assert re.search(r"<del>.*?112<small>件</small></span></del>", html)
    assert "理由：集計漏れが見つかったため" in html
    assert "集計漏れが見つかったため" in read(client, "/corrections/")


def test_a_withdrawn_value_says_when_and_why(published, client):
    text = text_of(read(client, "/indicators/42A/"))

    assert "令和6年度の値は取り下げられました。" in text
    assert "2026年8月3日に取下げ：集計方法を見直すため" in text
    assert "理由：集計方法を見直すため" in text_of(read(client, "/corrections/"))


def test_a_real_zero_is_a_zero(published, client):
    rows = yearly_rows(read(client, "/indicators/47A/"))

    assert rows[0][:2] == ["起点", "0件"]
    assert rows[1][1:5] == ["0件", "0.5件", "0.0％", "遅れ"]
    assert "令和6年度は0件。" in text_of(read(client, "/indicators/47A/"))


def test_a_baseline_equal_to_the_target_is_explained(published, client):
    text = text_of(read(client, "/indicators/47A/"))

    assert "令和5年度に0へ戻して数え直す" in text
    assert "数が同じでも達成済みではありません" in text
    assert "2件（平成27～令和４年度）" in text


def test_a_ceiling_never_has_a_progress(published, client):
    for address in ("/indicators/46A/", "/measures/46/"):
        text = text_of(read(client, address))

        assert "進捗" not in text.replace("進捗の割合は計算しません", ""), address
        assert "上限の90.0％より0.9ポイント低く、範囲内です。" in text, address


def test_history_before_the_plan_is_shown_with_its_era(published, client):
    rows = yearly_rows(read(client, "/indicators/46A/"))

    assert rows[0][:2] == ["令和元年度2019年度", "90.5％"]
    assert rows[1][0] == "現状値令和３年度"
    assert "平成31年度" not in text_of(read(client, "/indicators/46A/"))


def test_a_year_without_a_survey_says_so(published, client):
    rows = yearly_rows(read(client, "/indicators/45A/"))

    assert rows[2][1] == "調査年外"
    assert "市民アンケートは2年に1度です。" in rows[2][6]


def test_an_unpublished_value_names_the_date_that_is_expected(city, client):
    city.publish(
        "46A", 2024, state="unpublished", note="決算の確定を待っています。", expected_on=date(2099, 9, 30)
    )

    assert "次の公表予定は2099年9月30日です。" in read(client, "/indicators/46A/")


def test_a_revised_target_is_in_the_target_history(published, client):
    factories.make_target(
        published.indicator("44B"),
        "150",
        first_year=2025,
        label="150件",
        reason="計画の見直し",
        decided_on=date(2025, 3, 1),
    )

    text = text_of(read(client, "/indicators/44B/"))

    assert "令和7年度から 150件" in text.replace("150 件", "150件") or "令和7年度から150件" in text
    assert "2025年3月1日計画の見直し" in text.replace(" ", "")


def test_the_verdict_explains_itself(published, client):
    text = text_of(read(client, "/indicators/44B/"))

    assert "目安 ＝ 80 ＋（120 − 80）× 2年 ÷ 4年 ＝ 100" in text
    assert "121 ≧ 120（目標）なので、目標の水準に到達" in text


def test_another_spelling_of_a_code_moves_to_the_one_address(city, client):
    for typed, moved in {
        "44b/": "44B/",
        "44b.json": "44B.json",
        "44b.csv": "44B.csv",
        "044B/": "44B/",
    }.items():
        response = client.get(f"/indicators/{typed}")

        assert (response.status_code, response["Location"]) == (301, f"/indicators/{moved}")


# --- Files ------------------------------------------------------------------------------------------


def test_files_hold_what_the_page_shows(published, client):
    csv = client.get("/indicators/44B.csv")
    payload = json.loads(client.get("/indicators/44B.json").content)

    assert csv["Content-Disposition"] == 'attachment; filename="basic-plan-44B.csv"'
    assert csv["Content-Type"] == "text/csv; charset=utf-8"
    assert "121" in csv.content.decode("utf-8-sig")
    assert "121" in json.dumps(payload)
    assert '<link rel="alternate" type="text/csv" href="/indicators/44B.csv"' in read(
        client, "/indicators/44B/"
    )


def test_files_of_the_demo_are_named_so(city, client, settings):
    settings.DEMO = True

    assert "demo-basic-plan-all.csv" in client.get("/plan.csv")["Content-Disposition"]


def test_a_measure_s_file_holds_its_own_indicators_only(published, client):
    text = client.get("/measures/44.csv").content.decode("utf-8-sig")

    assert "44A" in text
    assert "44B" in text
    assert "41A" not in text


# --- Search -----------------------------------------------------------------------------------------


def test_search_knows_no_width_and_no_kind_of_kana(city, client):
    for query in ("オーガニック", "ｵｰｶﾞﾆｯｸ", "おーがにっく", "オーガニック　認知度"):
        html = client.get("/search/", {"q": query}).content.decode()

        assert "/indicators/44A/" in html, query
        assert "<mark>オーガニック</mark>" in html, query


def test_search_finds_names_texts_departments_and_indicators(city, client):
    for query, address in {
        "dx": "/measures/48/",
        "公民館": "/departments/kominkan/",
        "クリック率": "/indicators/42A/",
        "YOUTUBE": "/measures/41/",
        "広域連携": "/measures/47/",
    }.items():
        assert f'href="{address}' in client.get("/search/", {"q": query}).content.decode(), query


def test_search_without_a_hit_shows_a_way_back(city, client):
    html = client.get("/search/", {"q": "どこにもないことば"}).content.decode()

    assert "見つかりませんでした" in html
    assert 'href="/measures/"' in html


def test_search_takes_whatever_is_typed(city, client):
    for query in ("<script>alert(1)</script>", "あ" * 5000, "\x00", "%", "(", "か\u3099", "\u202e", "   "):
        response = client.get("/search/", {"q": query})

        assert response.status_code == 200, query
        assert "<script>alert" not in response.content.decode()


def test_a_mark_never_breaks_what_it_marks(city, client):
    Statement.objects.filter(measure__number=41, order=1, section="issue").update(summary="<b>市民</b>&ガス")

    html = client.get("/search/", {"q": "b>市民"}).content.decode()

    assert "&lt;<mark>b&gt;市民</mark>&lt;/b&gt;&amp;ガス" in html


def test_a_sign_is_not_found_inside_another(city, client):
    Statement.objects.filter(measure__number=41, order=1, section="issue").update(summary="ゾガゾ")

    assert "ゾガゾ" not in client.get("/search/", {"q": "ソカ"}).content.decode()
    assert "<mark>ゾガ</mark>ゾ" in client.get("/search/", {"q": "ぞが"}).content.decode()


# --- Guide ------------------------------------------------------------------------------------------


def test_the_glossary_works_its_examples_by_the_rule(city, client):
    text = text_of(read(client, "/glossary/"))

    assert "目安までの割合 ＝（98 − 80）÷（100 − 80）＝ 90％" in text
    assert "90％ ≧ 80％（やや遅れの基準）なので、やや遅れ" in text
    assert "89 ≦ 90（上限）で範囲の内なので、順調" in text
    assert "起点 0（令和4年度）" in text
    assert "値はすべて、説明のために仮に置いたものです" in text


def test_the_glossary_stands_without_indicators(client):
    factories.make_plan()

    assert "判定のことば" in read(client, "/glossary/")


def test_no_conformance_is_claimed(city, client):
    text = text_of(read(client, "/accessibility/"))

    assert "準拠は宣言していません" in text


def test_corrections_name_only_changes(published, client):
    html = read(client, "/corrections/")

    # Both of one day.
    assert html.count('class="when"') == 1
    assert html.count('<b class="tag corrected">') == 2


def test_nothing_to_correct_is_said(city, client):
    assert "この種類の変更はありません" in read(Client(), "/corrections/")


def test_decimals_stay_as_they_are(city, client):
    city.publish("42A", 2024, Decimal("0.30"))

    assert "0.30<small>％</small>" in read(client, "/indicators/42A/")
