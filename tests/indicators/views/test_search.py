"""Search as people type: readings, old forms, dashes, kinds, and a way on where nothing is found."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from indicators.views.public.language.matching import fold, has_all, marked, spellings, words_of
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
        ("45-A", "/indicators/45A/"),
        ("４５ーａ", "/indicators/45A/"),
        ("41の1", "/measures/41/#initiative-41-1"),
    ],
)
def test_words_are_found_as_people_mean_them(client: Client, query: str, address: str):
    assert f'href="{address}' in found(client, query)


@pytest.mark.parametrize(
    ("query", "text", "mark"),
    [
        ("取り組み", "市の取組", "市の<mark>取組</mark>"),
        ("取組", "市の取り組み", "市の<mark>取り組</mark>み"),
        ("取組み", "取り組みの推進", "<mark>取り組</mark>みの推進"),
        ("組み", "取り組み", "取り<mark>組み</mark>"),
        ("問い合わせ", "お問合せ先", "お<mark>問合</mark>せ先"),
        ("手続", "手続きの簡素化", "<mark>手続</mark>きの簡素化"),
        ("建替え", "庁舎の建て替え", "庁舎の<mark>建て替</mark>え"),
        ("受け付け", "受付窓口", "<mark>受付</mark>窓口"),
        ("暮らし", "暮しの相談", "<mark>暮し</mark>の相談"),
        ("行なう", "調査を行う", "調査を<mark>行う</mark>"),
        ("3ヶ月", "3か月ごと", "<mark>3か月</mark>ごと"),
        ("三箇月", "三ヵ月", "<mark>三ヵ月</mark>"),
        ("1カ所", "1箇所", "<mark>1箇所</mark>"),
        ("袖ヶ浦", "袖ケ浦市", "<mark>袖ケ浦</mark>市"),
        ("袖が浦", "袖ヶ浦市", "<mark>袖ヶ浦</mark>市"),
        ("剥離", "剝離", "<mark>剝離</mark>"),
        ("補塡", "補填", "<mark>補填</mark>"),
        ("學校敎育", "学校教育", "<mark>学校教育</mark>"),
        ("吉野", "𠮷野家", "<mark>𠮷野</mark>家"),
        ("葛城", "葛\U000e0100城", "<mark>葛\U000e0100城</mark>"),
        ("サーバ", "サーバー室", "<mark>サーバ</mark>ー室"),
        ("ｺﾝﾋﾟｭｰﾀｰ", "コンピュータの更新", "<mark>コンピュータ</mark>の更新"),
        ("子供", "こども園", "<mark>こども</mark>園"),
        ('"市民 活動"', "市民活動団体", "<mark>市民活動</mark>団体"),
        ("「市民　活動」", "市民 活動", "<mark>市民 活動</mark>"),
        ("“取組”", "取り組み", "<mark>取り組</mark>み"),
        ('"市民', "市民", "<mark>市民</mark>"),
        ("引越し", "引っ越し", "<mark>引っ越</mark>し"),
        ("一人一人", "市民ひとりひとり", "市民<mark>ひとりひとり</mark>"),
        ("キヤノン", "キャノン", "<mark>キャノン</mark>"),
        ("斎藤", "齊藤", "<mark>齊藤</mark>"),
        ("お問い合わせ", "問合せ先", "<mark>問合</mark>せ先"),
        ("お問い合わせ", "お問い合わせ先", "<mark>お問い合わせ</mark>先"),
        ("おといあわせ", "問合せ", "<mark>問合</mark>せ"),
        ("御意見", "市民の意見", "市民の<mark>意見</mark>"),
        ("ご意見・ご要望", "意見・要望", "<mark>意見・要望</mark>"),
        ("お祭り", "祭りの開催", "<mark>祭り</mark>の開催"),
        ("お金", "金額", "金額"),
        ("ご当地", "当地域", "当地域"),
        ("取りくみ", "市の取組", "市の<mark>取組</mark>"),
        ("取り組む", "市で取りくむ", "市で<mark>取りくむ</mark>"),
        ("とり組み", "取組", "<mark>取組</mark>"),
        ("取組", "とりくみ", "<mark>とりくみ</mark>"),
        ("問いあわせ", "問合せ", "<mark>問合</mark>せ"),
        ("見なおし", "計画の見直し", "計画の<mark>見直</mark>し"),
        ("引きつづき", "引き続き", "<mark>引き続</mark>き"),
        ("位置付け", "位置づけ", "<mark>位置づ</mark>け"),
        ("声かけ", "声掛け運動", "<mark>声掛</mark>け運動"),
        ("集る", "人が集まる", "人が<mark>集まる</mark>"),
        ("健康作り", "健康づくり", "<mark>健康づくり</mark>"),
        ("1人ひとり", "市民一人ひとり", "市民<mark>一人ひとり</mark>"),
        ("一人一人", "１人ひとり", "<mark>１人ひとり</mark>"),
        ("ひとり親", "一人親家庭", "<mark>一人親</mark>家庭"),
        ("第三次", "第3次基本計画", "<mark>第3次</mark>基本計画"),
        ("第3", "第三次", "<mark>第三</mark>次"),
        ("4市", "木更津市などの四市", "木更津市などの<mark>四市</mark>"),
        ("二十五年", "25年間", "<mark>25年</mark>間"),
        ("120人", "百二十人", "<mark>百二十人</mark>"),
        ("20000人", "2万人", "<mark>2万人</mark>"),
        ("2026年", "二〇二六年", "<mark>二〇二六年</mark>"),
        ("5ヶ年計画", "五か年計画", "<mark>五か年計画</mark>"),
        ("1000", "1,000件", "<mark>1,000</mark>件"),
        ("R5", "令和5年度", "<mark>令和5</mark>年度"),
        ("一人", "1,001人", "1,001人"),
        ("10分", "十分な周知", "十分な周知"),
        ("1", "一般と統一", "一般と統一"),
        ("シティ・プロモーション", "シティプロモーション", "<mark>シティプロモーション</mark>"),
        ("ヴァーチャル", "バーチャル", "<mark>バーチャル</mark>"),
        ("Wi-Fi", "ＷｉＦｉ", "<mark>ＷｉＦｉ</mark>"),
        ("45-B", "45A", "45A"),
        ("41-1", "411", "411"),
        ("取組", "取引", "取引"),
        ("ビル", "ビール", "ビール"),
        ('"市民 活動"', "市民の活動", "市民の活動"),
        ("か", "が", "が"),
    ],
)
def test_spellings_that_a_reader_takes_for_the_same_word(query: str, text: str, mark: str):
    words = words_of(query)
    assert str(marked(text, words)) == mark
    assert has_all(words, text) == ("<mark>" in mark)


def test_what_is_found_in_one_spelling_is_found_in_the_other(client: Client):
    counts = {
        query: re.findall(r"<b>(\d+)件</b>見つかりました", found(client, query))
        for query in ("取組", "取り組み", '"取組み"')
    }
    assert len({tuple(count) for count in counts.values()}) == 1, counts
    assert int(counts["取組"][0]) > 10


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
