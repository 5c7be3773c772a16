"""One sheet of paper of the plan, a measure and a department: what stands on it, and that it stays one sheet's worth."""

import re

import pytest
import segno
from django.test import Client

from indicators.models import Indicator
from measures.models import Measure
from tests.indicators import factories
from tests.indicators.factories import said
from tests.indicators.views.test_public import City, published, read, text_of

__all__ = ["published"]

pytestmark = [pytest.mark.django_db, pytest.mark.reads]


@pytest.fixture
def city(db: None) -> City:
    return City()


def rows_on(html: str) -> list[str]:
    """The text of each indicator's row, in the order of the sheet."""
    rows = html.split('<ul class="paper-rows">')[1].split("<footer")[0]
    return [text_of(row).strip() for row in re.findall(r"(?s)<li[ >].*?</li>", rows)]


def test_the_plan_stands_on_one_sheet_in_its_own_order(published: City, client: Client) -> None:
    html = read(client, "/print/one-page/")
    rows = rows_on(html)

    assert len(rows) == 11
    assert rows[0].startswith("41市民参加の推進市民参加型ワークショップの開催数")
    assert "令和6年度 28テーマ／企画課" in rows[0]
    assert "やや遅れ" in rows[0]
    # A measure is named once, above the first of its indicators.
    assert sum("オーガニックなまちづくりの推進" in row for row in rows) == 1
    text = text_of(html)
    assert "目安に届いていません。" in text
    assert "2026年8月3日までに公表した、いちばん新しい値です。" in text
    assert "件は、下のQRコード" not in text


@pytest.mark.parametrize(
    ("sheet", "page"),
    [
        ("/print/one-page/", "/"),
        ("/print/poster/measures/44/", "/measures/44/"),
        ("/print/one-page/departments/kikaku/", "/departments/kikaku/"),
    ],
)
def test_the_code_leads_to_the_page_of_its_plan_on_the_day_of_the_sheet(
    published: City, client: Client, sheet: str, page: str
) -> None:
    for asked, moment in (("", ""), ("?as_of=2026-08-10", "2026年8月10日の終わりの時点")):
        html = read(client, f"{sheet}{asked}")
        there = f"http://testserver/plans/3{page}{asked}"
        assert f"　{there}</p>" in html, "in words: a link would lead out of a static copy"
        assert (
            segno.make(there, error="m", micro=False).svg_inline(omitsize=True, border=4, light="#fff")
            in html
        )
        assert moment in text_of(html)


def test_a_measure_says_how_each_stands_and_why(published: City, client: Client) -> None:
    text = text_of(read(client, "/print/one-page/measures/44/"))

    assert "施策44 オーガニックなまちづくりの推進" in text
    assert "令和6年度 57.1％／オーガニックシティ推進課" in text
    # 58.0 → 80.0 from 令和3年度 to 8年度: 71.2 in the third year, and 71.2 − 57.1 = 14.1.
    assert "現状値の58.0％を下回り、この年度の目安（71.2％）まで、あと14.1ポイントです。" in text
    assert "理由 まだ説明がありません" in text.replace("　", " ")


def test_what_is_not_there_has_no_sheet(published: City, client: Client) -> None:
    for address in (
        "/print/one-page/measures/99/",
        "/print/one-page/departments/kominkan/",  # it leads nothing
        "/print/one-page/departments/nowhere/",
    ):
        assert client.get(address).status_code == 404, address


def test_before_the_first_publication_the_sheet_says_so(city: City, client: Client) -> None:
    text = text_of(read(client, "/print/one-page/"))

    assert "11の目標を公表しています。実績はこれから公表します。" in text
    assert "まだ公表した実績はありません。" in text


def test_of_many_the_worst_stand_on_the_sheet_and_the_others_are_counted(
    published: City, client: Client
) -> None:
    measure = Measure.objects.get(number=41)
    for letter in "BCDEFGHIJKLMNOPQRSTUVWXYZ":
        factories.make_indicator(measure=measure, letter=letter, name=f"増やした指標{letter}")
    last = Indicator.objects.get_by_code("41Z")
    factories.publish_value(
        last, 2024, said("1", note="事情"), by=factories.make_carol(), publisher=published.bob
    )

    html = read(client, "/print/one-page/")
    rows = rows_on(html)

    assert len(rows) < 36
    found = re.search(r"目安から遠い順に、(\d+)件を載せています。ほか(\d+)件は", text_of(html))
    assert found
    assert (int(found[1]), int(found[1]) + int(found[2])) == (len(rows), 36)
    first = [row for row in rows if "後退" in row]
    assert rows[: len(first)] == first
    assert any("増やした指標Z" in row for row in first)
    # The tally counts all of them.
    assert f"後退 {len(first)}件" in text_of(html)


def test_a_sheet_of_a_past_day_has_the_figures_of_that_day(published: City, client: Client) -> None:
    before = text_of(read(client, "/print/one-page/measures/44/?as_of=2026-07-01"))
    after = text_of(read(client, "/print/one-page/measures/44/?as_of=2026-08-03"))

    assert "令和6年度 112件" in before
    assert "令和6年度 121件" in after
