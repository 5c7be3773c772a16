"""Pages of what initiatives are meant to move: the office's form, the citizen's pages, the dashboard's table, the files."""

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from indicators import frames
from indicators.models import Indicator, InitiativeAims
from measures.models import Plan
from tests.indicators.factories import (
    NOON,
    line_of,
    load_fixtures,
    make_aims,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_department,
    publish_deed,
    publish_spending,
    publish_value,
    said,
    submit_deed,
    submit_spending,
)

pytestmark = pytest.mark.django_db
FORM = "/office/deeds/44-1/aims/"
WHY = "会場に来る人が増えるため"
LATER = NOON + timedelta(days=30)


@pytest.fixture
def world() -> SimpleNamespace:
    load_fixtures()
    bob = make_bob()
    for year in (2023, 2024):
        make_cycle(year, by=bob)
    people = {"alice": make_alice(make_department("organic-city-suishin")), "bob": bob, "carol": make_carol()}
    people["dave"] = make_dave()
    clients = {}
    for name, person in people.items():
        clients[f"as_{name}"] = Client()
        clients[f"as_{name}"].force_login(person)
    return SimpleNamespace(plan=Plan.objects.get(), **people, **clients)


def row(at: int, code: str, first: int = 2023, last: str = "", why: str = WHY) -> dict[str, Any]:
    return {f"code-{at}": code, f"first-{at}": first, f"last-{at}": last, f"why-{at}": why}


def posted(client: Client, shown: str, **fields: Any) -> Any:
    """What the page that shows it gave goes with the button."""
    seen = re.search(r'name="seen" value="([^"]+)"', shown)
    assert seen is not None, shown
    return client.post(FORM, {**fields, "seen": seen[1]})


def set_aims(world: SimpleNamespace, code: str, aims: list[list[Any]], **given: Any) -> InitiativeAims:
    return make_aims(code, aims, **{"by": world.bob, "publisher": world.carol} | given)


def test_from_the_form_to_the_citizen(world: SimpleNamespace) -> None:
    """Lower case and too many rows are taken; what is refused stands at its own row; another person publishes what is shown."""
    wrong = {"action": "draft", "rows": 3, "reason": "決めた", **row(0, "44b"), **row(1, ""), **row(2, "99A")}
    refused = world.as_bob.post(FORM, wrong).content.decode()
    assert "「99A」という番号の指標は、この計画で公表されていません" in refused
    assert 'id="id_code-2_error"' in refused
    more = world.as_bob.post(FORM, {**wrong, "action": "more"}).content.decode()
    assert 'name="code-3"' in more
    assert 'value="44b"' in more, "what was typed stays"
    assert not InitiativeAims.objects.exists()
    draft = {"action": "draft", "rows": 2, "reason": "決めた", **row(0, "44b"), **row(1, "45A", 2024, "2025")}
    assert world.as_bob.post(FORM, draft).status_code == 302
    assert Client().get("/initiatives/44-1/").content.decode().count("ねらう指標は、まだ決めていません") == 1
    assert world.as_bob.post(FORM, {"action": "publish"}).status_code == 403
    shown = world.as_carol.post(FORM, {"action": "publish"}).content.decode()
    assert "令和6年度から令和7年度まで" in shown
    assert posted(world.as_carol, shown, action="publish").status_code == 302
    page = Client().get("/initiatives/44-1/").content.decode()
    assert "に企画課が設定（理由：決めた）" in page
    assert "取組が数値を動かしたと示すものではありません" in page
    assert [one.code for one in frames.aims(world.plan)["44-1"][0].aims] == ["44B", "45A"]
    assert "決めた" in Client().get("/corrections/?kind=aims").content.decode()
    assert "この指標をねらう取組は、設定されていません" in Client().get("/indicators/43A/").content.decode()
    of_indicator = Client().get("/indicators/44B/").content.decode()
    assert "/initiatives/44-1/" in of_indicator
    assert WHY in of_indicator


def test_the_page_as_of_a_day_and_what_was_taken_back(world: SimpleNamespace) -> None:
    set_aims(world, "44-1", [["44B", 2023, None, WHY]])
    set_aims(world, "44-1", [], reason="指標では測らない", now=LATER)
    now = Client().get("/initiatives/44-1/").content.decode()
    assert "ねらう指標はありません。" in now
    assert "これまでの設定（2版）" in now
    before = Client().get(f"/initiatives/44-1/?as_of={NOON:%Y-%m-%d}").content.decode()
    assert "指標では測らない" not in before
    assert WHY in before
    assert "/initiatives/44-1/" not in Client().get("/indicators/44B/").content.decode()


def test_deeds_and_verdicts_stand_beside_each_other(world: SimpleNamespace) -> None:
    """The same figure and word as on the indicator's own page; home counts by hand: one of 18 as planned."""
    groups = Indicator.objects.get(measure__number=44, letter="B")
    publish_value(groups, 2024, said("40", note="減りました。"), by=world.bob, publisher=world.carol)
    set_aims(world, "44-1", [["44B", 2024, None, WHY]])
    line = line_of("44-1", "organic-city-suishin")
    publish_deed(line, 2024, by=world.alice, publisher=world.bob)
    publish_deed(
        line_of("44-3", "organic-city-suishin"),
        2024,
        by=world.alice,
        publisher=world.bob,
        standing="on_schedule",
    )
    [found] = [one for one in frames.of_year(frames.published(world.plan), 2024) if one.code == "44B"]
    page = Client().get("/initiatives/44-1/").content.decode()
    of_year = page[page.index("ねらう指標の令和6年度") :]
    assert found.label in of_year[:900]
    assert "40" in of_year[:900]
    whole, rest = "令和6年度の主な取組18件のうち1件が予定どおり", "（遅れ1件、未公表16件）"
    sentence = f"{whole.replace('取組18', '取組は、18')}です{rest}。"
    for address in ("/", "/?year=2024"):
        page = Client().get(address).content.decode()
        assert whole in page, address
        assert rest in page, address
    for address in ("/initiatives/", "/initiatives/?year=2024"):
        assert sentence in Client().get(address).content.decode(), address
    assert "予定どおり" not in Client().get("/?year=2023").content.decode() + "", (
        "nothing is public of that year"
    )
    assert (
        "主な 取組 18個の うち、1つが 予定の とおりです"
        in Client().get("/easy/?furigana=off").content.decode()
    )
    assert "1 of 18 main initiatives goes as planned" in Client().get("/en/").content.decode()
    assert Client().get("/initiatives/?year=2022").status_code == 404
    listed = Client().get("/initiatives/").content.decode()
    assert "17件（18件のうち）" in listed, "initiatives without an indicator"
    assert "10件（11件のうち）" in listed, "indicators without an initiative"


def test_the_office_and_managers_see_what_is_missing(world: SimpleNamespace) -> None:
    set_aims(world, "44-1", [["44B", 2024, None, WHY]])
    set_aims(world, "44-2", [["46A", 2024, None, WHY]])
    paid = {"by": world.alice, "publisher": world.bob, "department": make_department("organic-city-suishin")}
    publish_spending(**paid)
    groups = Indicator.objects.get(measure__number=44, letter="B")
    publish_value(groups, 2024, said("40", note="減りました。"), by=world.bob, publisher=world.carol)
    submit_deed(line_of("44-1", "organic-city-suishin"), 2024, by=world.alice, done="まだ公表していないこと")
    page = world.as_bob.get("/office/deeds/holes/?year=2024").content.decode()
    assert re.search(r"値は公表したが、取組の実績が出ていない指標</b>　1件.*44B.*44-1", page, re.DOTALL)
    assert "/office/deeds/44-3/aims/" in page
    for hole, codes in (
        ("決算はあるが、取組の実績が出ていない取組</b>　2件", ["44-1", "44-2"]),
        ("決算はあるが、ねらう指標の値が出ていない取組</b>　1件", ["44-2"]),
    ):
        told = page.partition(hole)[2].partition("</ul>")[0]
        assert re.findall(r">(\d+-\d+) ", told) == codes, hole
    assert "予算 4,800千円、決算 4,600千円。" in page
    dashboard = world.as_dave.get("/dashboard/parts/deeds/?year=2024").content.decode()
    assert "値は公表したが、取組の実績が出ていない指標" in dashboard
    assert "決算はあるが、取組の実績が出ていない取組" in dashboard
    citizens = Client().get("/initiatives/").content.decode()
    assert ("値は公表したが" in citizens, "決算はあるが" in citizens) == (False, False)


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("", 18),
        ("deed=late", ["44-1", "45-2"]),
        ("deed=behind_both", ["44-1"]),
        ("deed=undone&measure=44", ["44-2"]),
        ("deed=on_schedule", ["44-3"]),
        ("doing=kankyo-seisaku", ["44-2"]),
        ("measure=45", ["45-1", "45-2"]),
        ("policy=02", ["44-1", "44-2", "44-3", "45-1", "45-2"]),
        ("department=organic-city-suishin", ["44-1"]),
        ("deed=late&scope=published", ["44-1"]),
        ("deed=over_budget", ["44-1", "44-2", "45-2"]),
        ("deed=over_budget&scope=published", ["44-1", "44-2"]),
        ("deed=spent_undone", ["44-2", "45-2"]),
        ("deed=spent_undone&scope=published", ["44-2"]),
        ("deed=spent_unmeasured", ["44-2"]),
    ],
)
def test_the_table_of_the_dashboard_is_narrowed(world: SimpleNamespace, asked: str, codes: Any) -> None:
    """44-1 is late as 44B is; 44-3 goes as planned; 45-2 is late in what was handed in and is not public. One cost of 12,500,000 of
    12,000,000 yen is of 44-1 and 44-2; what 45-2 cost is not public. 44-2 has no deed, and 46A, which it is for, no value."""
    groups = Indicator.objects.get(measure__number=44, letter="B")
    publish_value(groups, 2024, said("40", note="減りました。"), by=world.bob, publisher=world.carol)
    set_aims(world, "44-1", [["44B", 2024, None, WHY]])
    own = {"by": world.alice, "publisher": world.bob}
    publish_deed(line_of("44-1", "organic-city-suishin"), 2024, **own)
    publish_deed(line_of("44-3", "organic-city-suishin"), 2024, **own, standing="on_schedule")
    submit_deed(line_of("45-2", "shimin-katsudo-shien"), 2024, by=world.bob)
    set_aims(world, "44-2", [["46A", 2024, None, WHY]])
    department = make_department("organic-city-suishin")
    publish_spending(**own, department=department, settled=12_500_000)
    to_come: dict[str, Any] = {
        "budget": 1,
        "settled": 2,
        "shares": [("45-2", "100")],
        "name": "まだ見せない事業",
    }
    submit_spending("1002", by=world.alice, department=department, **to_come)
    answer = world.as_dave.get(f"/dashboard/parts/deeds/?year=2024&{asked}")
    table = (
        answer.content.decode()
        .partition('<table class="line-cards initiatives">')[2]
        .partition("</table>")[0]
    )
    found = re.findall(r'<th scope="row"><a href="/initiatives/([^/]+)/">', table)
    assert (len(found) if isinstance(codes, int) else found) == codes
    if not asked or asked == "deed=late&scope=published":
        counts = (
            ("予算を超えた（2）", "未公表（1）", "値が未公表（1）")
            if asked
            else ("予算を超えた（3）", "未公表（2）", "値が未公表（1）")
        )
        assert [one in answer.content.decode() for one in counts] == [True] * 3
    whole = world.as_dave.get(f"/dashboard/?year=2024&{asked}").content.decode()
    assert 'id="deeds"' in whole, "a small plan has it on the first page, too"


def test_a_word_that_narrows_nothing_is_told(world: SimpleNamespace) -> None:
    for wrong, word in (("deed=good", "behind_both"), ("doing=nobody", "課の名前（ローマ字）")):
        answer = world.as_dave.get(f"/dashboard/?{wrong}")
        assert answer.status_code == 404
        assert word in answer.content.decode()


def test_a_saved_view_keeps_what_narrows_the_table(world: SimpleNamespace) -> None:
    where = "/dashboard/views/?year=2024&deed=late&doing=kankyo-seisaku"
    assert "取組の担当課：環境政策課・主な取組：遅れ" in world.as_dave.get(where).content.decode()
    assert world.as_dave.post(where, {"title": "遅れている取組"}).status_code == 302
    kept = world.as_dave.get("/dashboard/views/").content.decode()
    assert "/dashboard/?year=2024&amp;doing=kankyo-seisaku&amp;deed=late" in kept


def test_files_and_api_say_what_stands(world: SimpleNamespace) -> None:
    set_aims(world, "44-1", [["44B", 2023, 2024, WHY]])
    set_aims(world, "44-1", [["44B", 2023, None, WHY], ["45A", 2024, None, WHY]], reason="足した", now=LATER)
    set_aims(world, "44-3", [["44A", 2024, None, "秘密の理由"]], publisher=None)
    text = Client().get("/open-data/initiative-indicators.csv").content.decode("utf-8-sig")
    lines = [line.split(",") for line in text.splitlines()]
    cells = [dict(zip(lines[0], line, strict=False)) for line in lines[1:]]
    assert [
        (one["initiative_code"], one["indicator_code"], one["last_year"], one["version"]) for one in cells
    ] == [
        ("44-1", "44B", "", "2"),
        ("44-1", "45A", "", "2"),
    ]
    before = Client().get(f"/open-data/initiative-indicators.csv?as_of={NOON:%Y-%m-%d}").content.decode()
    assert "2024" in before
    assert "45A" not in before
    asked = Client().get("/api/v1/initiative-indicators/?indicator=45A").json()
    assert [one["why"] for one in asked["items"]] == [WHY]
    assert "秘密" not in text
