"""Search as people type: readings, old forms, dashes, kinds, and a way on where nothing is found."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from indicators.views.public.language.matching import fold, marked, spellings, words_of
from indicators.views.public.language.readings import READINGS
from measures.models import Department, RelatedPlan, Statement
from tests.indicators import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plan() -> None:
    factories.load_fixtures()


def found(client: Client, query: str, **more: str) -> str:
    answer = client.get("/search/", {"q": query, **more})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("きょうどう", "/measures/45/"),
        ("キョウドウ", "/measures/45/"),
        ("いじゅう", "/indicators/43A/"),
        ("けいじょうしゅうし", "/indicators/46A/"),
        ("こうみんかん", "/departments/kominkan/"),
        ("廣域", "/measures/47/"),
        ("オ−ガニック", "/indicators/44A/"),
        ("オ-ガニック", "/indicators/44A/"),
        ("４１", "/measures/41/"),
        ("ＩＣＴ", "/indicators/48B/"),
        ("ﾃﾞｨｽﾌﾟﾚｲ広告", "/indicators/42A/"),
    ],
)
def test_words_are_found_as_people_mean_them(client: Client, query: str, address: str):
    assert f'href="{address}' in found(client, query)


def test_what_a_reading_found_is_marked(client: Client):
    assert "<mark>協働</mark>によるまちづくりの推進" in found(client, "きょうどう")


def test_one_sign_is_no_reading():
    assert spellings("き") == ["き"]
    assert "協働" in spellings("きょう")


def test_places_stay_right_whatever_was_folded():
    for text in ("廣域ー行政", "ｶﾞガー−〜", "ﾃﾞｨｽﾌﾟﾚｲ", "ŒÆ協働"):
        folded, places = fold(text)
        assert len(folded) == len(places)
        assert places == sorted(places)
        assert str(marked(text, words_of(text))).count("<mark>") == 1
    assert str(marked("広域の<協働>", words_of("きょうどう"))) == "広域の&lt;<mark>協働</mark>&gt;"


def test_every_reading_is_kana_and_no_word_is_written_twice():
    assert all(re.fullmatch(r"[ぁ-んー]+", reading) for reading in READINGS.values())


def test_kinds_have_counts_and_narrow(client: Client):
    html = found(client, "市民")
    (total,) = (int(count) for count in re.findall(r"<b>(\d+)件</b>見つかりました", html))
    chips = re.findall(r'<a class="chip" href="([^"]+)"[^>]*>([^<　]+)　(\d+)件</a>', html)
    assert sum(int(count) for _, label, count in chips if label != "すべて") == total
    address, label, count = next(chip for chip in chips if chip[1] == "計画の内容")
    narrowed = client.get(address.replace("&amp;", "&")).content.decode()
    assert f"<b>{count}件</b>見つかりました（{label}だけを表示）" in narrowed
    assert narrowed.count("<h2 id=") == 1
    assert narrowed.count("<li><a href=") >= int(count)


def test_a_long_kind_is_cut_and_leads_to_all_of_it(client: Client):
    for number in range(20):
        measure = Statement.objects.first().measure
        Statement.objects.create(
            measure=measure, section="issue", order=100 + number, summary=f"珍妙{number}"
        )
    html = found(client, "珍妙")
    assert html.count("<mark>珍妙</mark>") == 10
    assert "計画の内容の20件をすべて見る" in html
    assert found(client, "珍妙", kind="texts").count("<mark>珍妙</mark>") == 20


def test_nothing_found_says_what_would_be(client: Client):
    def told(query: str, **more: str) -> str:
        return re.sub(r"</?span[^>]*>", "", found(client, query, **more))

    assert "「移住」だけで探す（" in told("移住 どこにもないことば")
    assert "「どこにもないことば」だけで探す" not in told("移住 どこにもないことば")
    assert "種類を絞らずに見る（" in told("移住", kind="departments")
    assert 'href="/site-map/"' in told("どこにもないことば")


def test_a_kind_that_there_is_not_is_told(client: Client):
    answer = client.get("/search/", {"q": "移住", "kind": "all"})
    assert answer.status_code == 404
    assert "種類には" in answer.content.decode()


def test_explanations_and_hard_words_are_found(client: Client):
    assert 'href="/glossary/#term-' in found(client, "累計")
    assert 'href="/how-to-read/"' in found(client, "ものさし")
    anchors = re.findall(r'href="/glossary/#(term-\d+)"', found(client, "けいじょうしゅうし"))
    assert f'id="{anchors[0]}"><dt><ruby>経常収支比率' in client.get("/glossary/").content.decode()


def test_a_past_day_is_searched_in_the_words_of_that_day(client: Client):
    """Names and texts, as its pages and files have them."""
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=False):
        department = Department.objects.get(slug="kikaku")
        department.name = "未来戦略課"
        department.save()
        statement = Statement.objects.filter(measure__number=44)[0]
        statement.summary = "書き直した現状"
        statement.save()
        RelatedPlan.objects.create(measure_id=statement.measure_id, order=99, name="あとからの計画")
    for query in ("未来戦略課", "書き直した現状", "あとからの計画"):
        assert "見つかりませんでした" not in found(client, query)
        assert "見つかりませんでした" in found(client, query, as_of="2026-04-30")
    assert "/departments/kikaku/" in found(client, "企画課", as_of="2026-04-30")
