"""The table of all indicators: filtered and sorted by its address alone."""

import re

import pytest
from django.test import Client

from indicators.models import Indicator
from measures.models import Department
from tests.indicators import factories
from tests.indicators.factories import said

pytestmark = [pytest.mark.django_db, pytest.mark.reads]


@pytest.fixture(autouse=True)
def city() -> None:
    """41A やや遅れ, 44A 後退, 44B 達成の水準, 46A 順調 (a ceiling), 47A 遅れ (a real 0), all of fiscal 2024."""
    factories.load_fixtures()
    alice, bob = factories.make_alice(*Department.objects.all()), factories.make_bob()
    for year in (2023, 2024):
        factories.make_cycle(year, by=bob)
    for code, value in (("41A", "28"), ("44A", "57.1"), ("44B", "121"), ("46A", "89.1"), ("47A", "0")):
        indicator = Indicator.objects.with_plan().get_by_code(code)
        factories.publish_value(
            indicator, 2024, said(value, note="確かめた値です。"), by=alice, publisher=bob
        )


def read(client: Client, query: str = "", status: int = 200) -> str:
    answer = client.get(f"/indicators/{query}")
    assert answer.status_code == status
    return answer.content.decode()


def codes(html: str) -> list[str]:
    return re.findall(r'<td class="code">(\w+)</td>', html)


EVERY = ["41A", "42A", "43A", "44A", "44B", "45A", "45B", "46A", "47A", "48A", "48B"]


def test_the_plan_s_order_is_the_first(client: Client):
    assert codes(read(client)) == EVERY
    assert codes(read(client, "?sort=code")) == EVERY
    assert codes(read(client, "?sort=-code")) == EVERY[::-1]


def test_what_is_behind_comes_first_and_what_has_no_figure_last(client: Client):
    up, down = codes(read(client, "?sort=gap")), codes(read(client, "?sort=-gap"))
    # 46A is inside its limit: 順調, as 41A is, and nearer to the line.
    assert up[:5] == ["44A", "47A", "41A", "46A", "44B"]
    assert down[:5] == ["44B", "46A", "41A", "47A", "44A"]
    assert set(up[5:]) == set(down[5:]) == set(EVERY) - {"41A", "44A", "44B", "46A", "47A"}


def test_verdicts_are_sorted_by_their_urgency(client: Client):
    assert codes(read(client, "?sort=verdict"))[:5] == ["44A", "47A", "41A", "46A", "44B"]
    assert codes(read(client, "?sort=-verdict"))[:5] == ["44B", "46A", "41A", "47A", "44A"]


@pytest.mark.parametrize("sort", ["name", "year", "progress", "department"])
def test_every_order_keeps_every_indicator(client: Client, sort: str):
    for query in (f"?sort={sort}", f"?sort=-{sort}"):
        assert sorted(codes(read(client, query))) == EVERY


def test_the_column_in_force_says_so_and_turns_around(client: Client):
    html = read(client, "?sort=gap&verdict=behind")
    assert html.count("aria-sort=") == 1
    assert re.search(
        r'aria-sort="ascending"><button type="submit" form="sort" name="sort" value="-gap"', html
    )
    assert '<input type="hidden" name="verdict" value="behind">' in html.split('id="sort"')[1]
    assert 'aria-sort="descending"' in read(client, "?sort=-gap")


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("?verdict=behind", ["47A"]),
        ("?measure=44", ["44A", "44B"]),
        ("?policy=01", ["41A", "42A", "43A"]),
        ("?department=zaisei", ["46A"]),
        ("?state=actual", ["41A", "44A", "44B", "46A", "47A"]),
        ("?measure=44&verdict=worse", ["44A"]),
        ("?year=2024&state=actual&sort=-code", ["47A", "46A", "44B", "44A", "41A"]),
        ("?year=R6&verdict=on_track", ["46A"]),
    ],
)
def test_filters_narrow_and_are_named(client: Client, query: str, left: list[str]):
    html = read(client, query)
    assert codes(html) == left
    assert f"11件のうち{len(left)}件を表示" in html


def test_each_choice_says_how_many_it_would_leave(client: Client):
    html = read(client, "?measure=44")
    assert '<option value="worse">後退（1）</option>' in html
    assert '<option value="" selected' not in html
    assert '<option value="44" selected>44 オーガニックなまちづくりの推進（2）</option>' in html


def test_an_empty_result_says_why_and_leads_back(client: Client):
    html = read(client, "?verdict=worse&measure=41&sort=gap")
    assert codes(html) == []
    assert "「判定：後退」「施策：41 市民参加の推進」のすべてに合う指標がありません" in html.replace(
        "「施策：41 市民参加の推進」「判定：後退」", "「判定：後退」「施策：41 市民参加の推進」"
    )
    assert 'href="/indicators/?measure=41&amp;sort=gap"' in html
    assert 'href="/indicators/?sort=gap"' in html


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?sort=height", "並べ替えには"),
        ("?verdict=great", "判定には"),
        ("?year=1999", "令和6年度"),
        ("?year=abc", "年度"),
        ("?department=none", "主担当課には"),
    ],
)
def test_an_address_that_says_what_there_is_not_is_told(client: Client, query: str, says: str):
    html = read(client, f"{query}&measure=44", status=404)
    assert "アドレス（URL）を読み取れません" in html
    assert says in html or "計画" in html or "公表した値はありません" in html
    assert 'href="/indicators/?measure=44"' in html


def test_a_past_day_stays_in_the_forms(client: Client):
    html = read(client, "?as_of=2025-01-01&measure=44")
    assert html.count('<input type="hidden" name="as_of" value="2025-01-01">') >= 2


def test_every_verdict_has_its_sentence(client: Client):
    html = read(client)
    cells = re.findall(r'(?s)<td class="verdict-cell">(.*?)</td>', html)
    assert len(cells) == 11
    assert all(re.search(r'class="stands">[^<]{6,}。', cell) for cell in cells)
    assert "上限の90.0％より0.9ポイント低く、範囲内です。" in html
    assert "起点の0を下回り" not in html


def test_a_day_before_every_target_says_so(client: Client):
    html = read(client, "?as_of=2000-01-01")
    assert "公表した目標がまだありません" in html
    assert 'href="/measures/?as_of=2000-01-01"' in html
