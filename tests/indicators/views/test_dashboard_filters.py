"""The filters of the dashboard: every filter, every combination in the address, counts that hold, and ways back."""

import html
import re
from itertools import product
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, RequestFactory

from indicators import frames
from indicators.models import Indicator
from indicators.views.dashboard.filtered_view import FilteredView, read_filters
from indicators.views.shared.filters import FILTERS, BadAddress
from measures.models import Viewpoint
from tests.indicators.city import SECRET, City
from tests.indicators.factories import EVERY, publish_change, publish_value, said

pytestmark = [pytest.mark.django_db, pytest.mark.reads]


def see(query: str = "", **kwargs: Any) -> FilteredView:
    return read_filters(RequestFactory().get(f"/dashboard/{query}"), **kwargs)


def codes(seen: FilteredView) -> list[str]:
    return [row.code for row in seen.rows]


def page_of(client: Client, query: str = "", status: int = 200) -> str:
    answer = client.get(f"/dashboard/{query}")
    assert answer.status_code == status, query
    return answer.content.decode()


# --- Each filter --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?policy=04", ["47A"]),
        ("?measure=44", ["44A", "44B"]),
        ("?department=kikaku", ["41A", "47A"]),
        ("?verdict=behind", ["47A"]),
        ("?verdict=achieved", ["44B"]),
        ("?state=actual", ["43A", "44B", "47A"]),
        ("?state=none&measure=44", ["44A"]),
        ("?verdict=behind&department=kikaku&year=2024", ["47A"]),
        ("?verdict=behind&department=zaisei", []),
        ("?state=actual&year=2023", ["44B"]),
        ("?state=actual&scope=published", ["44B", "47A"]),
    ],
)
def test_a_filter_leaves_what_it_says(city: City, query: str, expected: list[str]) -> None:
    assert codes(see(query)) == expected


def test_a_withdrawn_value_is_found_by_its_state(city: City) -> None:
    publish_change(city.indicator("47A"), 2024, "withdrawal", by=city.alice, publisher=city.bob)
    assert codes(see("?state=withdrawn")) == ["47A"]
    assert "47A" not in codes(see("?state=none"))


def test_what_does_not_apply_is_in_no_verdict(city: City) -> None:
    entry = said(value_state="not_applicable", note="この年度は行いません")
    publish_value(city.indicator("41A"), 2024, entry, by=city.alice, publisher=city.bob)
    assert codes(see("?state=not_applicable")) == ["41A"]
    assert "41A" not in codes(see("?verdict=unjudged"))
    seen = see()
    assert facet(seen, "verdict")["unjudged"] == seen.counts.unjudged


def test_dx_and_gx_are_those_of_the_measures(city: City) -> None:
    Viewpoint.objects.filter(measure__number=44, kind="gx").delete()
    for kind, count in (("dx", 11), ("gx", 9)):
        expected = Indicator.objects.filter(measure__viewpoints__kind=kind).distinct()
        assert set(codes(see(f"?viewpoint={kind}"))) == {indicator.code for indicator in expected}
        assert len(expected) == count


def test_the_history_holds_every_year_of_the_same_indicators(city: City) -> None:
    seen = see("?verdict=behind")
    assert {row.code for row in seen.history} == {"47A"}
    assert [row.year for row in seen.history] == [2023, 2024, 2025, 2026]


# --- Counts -------------------------------------------------------------------------------------------


def facet(seen: FilteredView, name: str) -> dict[str, int]:
    found = next(facet for facet in seen.facets if facet.name == name)
    return {option.value: option.count for option in found.options}


@pytest.mark.parametrize(
    "query",
    ["", "?year=2024", "?scope=published", "?department=kikaku", "?verdict=unjudged&viewpoint=dx&year=2024"],
)
def test_every_count_is_what_its_link_shows(city: City, query: str) -> None:
    seen = see(query)
    checked = 0
    for found in seen.facets:
        for option in found.options:
            parts = urlsplit(option.url)
            assert parts.path == "/dashboard/"
            assert parse_qs(parts.query)[found.name] == [option.value]
            assert len(see(f"?{parts.query}").rows) == option.count, option.url
            checked += 1
    assert checked > 20


def test_counts_of_years_follow_the_verdict(city: City) -> None:
    years = {line["label"]: line["count"] for line in see("?verdict=achieved").context()["years"]}
    assert years == {"令和5年度": 0, "令和6年度": 1, "令和7年度": 0, "令和8年度": 0, "最新": 1}


def test_all_combinations_answer(city: City, manager: Client) -> None:
    words = {
        "policy": ["", "02"],
        "department": ["", "kikaku"],
        "verdict": ["", "behind"],
        "state": ["", "none"],
        "viewpoint": ["", "gx"],
        "year": ["", "R6"],
    }
    rows = {row.indicator_id: row for row in frames.newest(frames.working(EVERY))}
    for combination in product(*words.values()):
        query = "&".join(f"{name}={word}" for name, word in zip(words, combination, strict=True) if word)
        seen = see(f"?{query}")
        assert len(seen.rows) <= len(rows)
        for name, word in zip(words, combination, strict=True):
            if name in FILTERS and word:
                assert getattr(seen.filters, name) == word
    assert "47A" in page_of(manager, "?policy=04&department=kikaku&verdict=behind&year=R6")


# --- Links --------------------------------------------------------------------------------------------


def test_links_keep_every_other_choice(manager: Client) -> None:
    page = html.unescape(page_of(manager, "?year=2024&scope=published&department=kikaku&verdict=behind"))
    assert 'href="/dashboard/?scope=published&department=kikaku&verdict=behind"' in page  # 最新
    assert 'href="/dashboard/?year=2024&department=kikaku&verdict=behind"' in page  # 未公表を含む
    assert 'href="/dashboard/?year=2024&scope=published&verdict=behind"' in page  # 主担当課を外す
    assert 'href="/dashboard/?year=2024&scope=published"' in page  # すべて外す
    assert 'href="/dashboard/figures.csv?year=2024&scope=published&department=kikaku&verdict=behind"' in page
    # The form carries what stands outside it.
    form = page[page.index('aria-label="絞り込み"') :]
    form = form[: form.index("</form>")]
    assert '<input type="hidden" name="year" value="2024">' in form
    assert '<input type="hidden" name="scope" value="published">' in form
    assert re.search(r'<option value="kikaku" selected[^>]*>企画課（1）</option>', form)
    # Folded, so that the answers keep the first screen; the lid says how many are chosen.
    assert "<summary>絞り込み（2）</summary>" in page


def test_a_page_of_its_own_filter_says_it_in_its_files_alone(city: City) -> None:
    seen = see("?year=2024&measure=41", fixed={"measure": 44})
    assert seen.filters.measure == ""
    assert "measure" not in seen.filters.link("/x/")
    assert seen.filters.file("csv") == "/dashboard/figures.csv?year=2024&measure=44"
    unset = {"measure", "goal", "factor"}  # tags that no indicator has are no filter
    assert [facet.name for facet in seen.facets] == [name for name in FILTERS if name not in unset]
    assert see("?year=2024&verdict=behind&since=2025-01-01").filters.query == "?year=2024"


def test_the_view_is_described_in_words(city: City) -> None:
    said = see("?year=2024&scope=published&department=kikaku&viewpoint=gx").filters.describe()
    assert said == "令和6年度・公表のみ・主担当課：企画課・視点：GXの視点"


# --- What there is not --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "name", "typed"),
    [
        ("year=abc", "年度", "abc"),
        ("year=2031", "年度", "2031"),
        ("scope=x", "範囲", "x"),
        ("policy=99", "基本政策", "99"),
        ("measure=4４", "施策", "4４"),
        ("department=nobody", "主担当課", "nobody"),
        ("verdict=late", "判定", "late"),
        ("state=empty", "値の状態", "empty"),
        ("viewpoint=ai", "視点", "ai"),
        ("page=two", "ページ", "two"),
        ("page=0", "ページ", "0"),
    ],
)
def test_an_address_that_says_nothing_is_told_part_by_part(
    manager: Client, query: str, name: str, typed: str
) -> None:
    page = html.unescape(
        page_of(
            manager,
            f"?viewpoint=dx&{query}&scope=published"
            if "view" not in query and "scope" not in query
            else f"?{query}",
            404,
        )
    )
    assert "アドレス（URL）を読み取れません" in page
    assert f"「{name}」" in page
    assert f"={typed}）" in page
    assert f"「{name}」を外して開く" in page
    back = re.search(r'class="btn" href="([^"]+)"', page)
    assert back is not None
    assert manager.get(back[1]).status_code == 200
    assert query.split("=")[0] not in parse_qs(urlsplit(back[1]).query)


@pytest.mark.parametrize("word", ["%00", "a" * 5000, "<script>alert(1)</script>", "%F0%9F%98%80", "' OR 1=1"])
def test_nothing_in_the_address_breaks_the_page(manager: Client, word: str) -> None:
    for name in (*FILTERS, "year", "scope", "page", "rank", "pace", "changes"):
        page = page_of(manager, f"?{name}={word}", 404)
        assert "<script>alert" not in page
        assert "a" * 100 not in page


def test_a_bad_word_is_refused_before_anything_is_read(city: City) -> None:
    with pytest.raises(BadAddress) as refusal:
        see("?department=nobody")
    assert refusal.value.name == "department"


def test_an_empty_view_says_why_and_offers_every_way_back(manager: Client) -> None:
    page = html.unescape(page_of(manager, "?department=kikaku&verdict=worse&year=2024"))
    assert "条件に合う指標はありません" in page
    assert "「主担当課：企画課」" in page
    assert "「判定：後退」" in page
    assert 'href="/dashboard/?year=2024&verdict=worse"' in page
    assert 'href="/dashboard/?year=2024&department=kikaku"' in page
    assert 'href="/dashboard/?year=2024"' in page


# --- Scope --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["", "&year=2024", "&department=sangyo-shinko", "&measure=43&since=2024-01-01"]
)
def test_a_published_view_shows_nothing_that_is_not(manager: Client, query: str) -> None:
    assert SECRET in page_of(manager, f"?scope=all{query}")
    page = page_of(manager, f"?scope=published{query}")
    for word in (SECRET, "1987", "提出済", "下書き", 'class="tag unpublished"', 'id="entry"'):
        assert word not in page, word
