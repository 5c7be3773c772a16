"""What went out, as it went out, and every change afterwards: the frames and the public pages (docs/publication.md §5)."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators import frames, workflow
from indicators.models import Batch, ComparisonSeries, InitiativeAims, Kind
from indicators.workflow.site_settings import save_contacts
from indicators.workflow.wording import publish_wording, save_wording
from measures.documents import document_of
from measures.models import PlanRevision
from tests.indicators.factories import (
    EVERY,
    NOON,
    correct_batch,
    make_alice,
    make_baseline,
    make_bob,
    make_carol,
    make_cycle,
    make_figure_points,
    make_indicator,
    make_interim,
    make_passport,
    make_recount,
    make_rhythm,
    make_target,
    make_threshold,
    publish_change,
    publish_comments,
    publish_comparison,
    publish_sheet,
    publish_value,
    said,
    submit_value,
)

pytestmark = [pytest.mark.django_db, pytest.mark.reads]
DAY = timedelta(days=1)


@pytest.fixture
def world() -> SimpleNamespace:
    """43A, 43B, 43C: a batch of two for fiscal 2024 between two that went out alone."""
    make_threshold()
    alice, bob, carol = make_alice(), make_bob(), make_carol()
    for year in (2023, 2024):
        make_cycle(year, by=bob)
    first, second, third = (make_indicator(letter=letter, name=f"指標{letter}") for letter in "ABC")
    publish_value(third, 2023, said("700"), by=alice, publisher=bob, now=NOON)
    results = [submit_value(one, 2024, said("900"), by=alice, now=NOON + DAY) for one in (second, first)]
    workflow.publish_many(
        chosen=[workflow.Chosen(one, one.version) for one in results],
        title="令和6年度実績の公表",
        announced_on=date(2025, 5, 2),
        by=bob,
        now=NOON + 2 * DAY,
    )
    publish_value(third, 2024, said("800"), by=alice, publisher=bob, now=NOON + 3 * DAY)
    return SimpleNamespace(first=first, second=second, third=third, alice=alice, bob=bob, carol=carol)


def correct(world: SimpleNamespace, indicator: Any, kind: str, value: str | None, now: datetime) -> None:
    entry = None if value is None else said(value)
    publish_change(
        indicator, 2024, kind, entry, by=world.alice, publisher=world.bob, reason=f"{kind}の理由", now=now
    )


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    body = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))


def main_of(address: str) -> str:
    answer = Client().get(address)
    return text_of(answer)


# --- Announcements ------------------------------------------------------------------------------------


def test_a_batch_is_one_announcement_between_single_ones(world: SimpleNamespace) -> None:
    found = frames.announcements(EVERY)
    assert [(one.title, [(record.code, record.year) for record in one.records]) for one in found] == [
        ("", [("43C", 2024)]),
        ("令和6年度実績の公表", [("43A", 2024), ("43B", 2024)]),
        ("", [("43C", 2023)]),
    ]
    assert [one.announced_on for one in found] == [None, date(2025, 5, 2), None]
    assert [type(one.batch_id) for one in found] == [type(None), int, type(None)]


def test_as_of_a_day_later_ones_are_not_there(world: SimpleNamespace) -> None:
    assert [one.title for one in frames.announcements(EVERY, as_of=NOON + 2 * DAY)] == [
        "令和6年度実績の公表",
        "",
    ]
    assert [one.title for one in frames.announcements(EVERY, as_of=NOON + DAY)] == [""]


def test_the_page_names_each_and_leads_to_its_indicators(world: SimpleNamespace) -> None:
    answer = Client().get("/publications/")
    html, text = answer.content.decode(), text_of(answer)
    assert "令和6年度実績の公表 2件の値" in text
    assert "2025年5月2日" in text
    assert text.index("800人") < text.index("令和6年度実績の公表") < text.index("700人")
    for code in ("43A", "43B", "43C"):
        assert f'href="/indicators/{code}/"' in html


def test_home_names_the_batch_and_leads_there(world: SimpleNamespace) -> None:
    html = Client().get("/").content.decode()
    batch = next(one.batch_id for one in frames.announcements(EVERY) if one.is_batch)
    assert f'href="/publications/#batch-{batch}"' in html
    assert f'id="batch-{batch}"' in Client().get("/publications/").content.decode()
    newest = html.split('id="newest"')[1]
    assert newest.count('class="when"') == 2


def test_a_long_list_has_pages(world: SimpleNamespace) -> None:
    for year in range(1990, 2022):
        entry = said(str(year), note="確かめました。")
        publish_value(world.first, year, entry, by=world.alice, publisher=world.bob, now=NOON)
    assert 'rel="next"' in Client().get("/publications/").content.decode()
    assert "指標A" in main_of("/publications/?page=2")
    assert main_of("/publications/?page=ない")


def test_before_anything_went_out(db: None) -> None:
    assert "まだ公表した実績はありません" in main_of("/publications/")
    assert "この種類の変更はありません" in main_of("/corrections/")


# --- Changes ------------------------------------------------------------------------------------------


def change_everything(world: SimpleNamespace) -> None:
    """One of each kind, a day apart."""
    later = NOON + 10 * DAY
    publish_value(
        world.second,
        2023,
        said("700", value_state="provisional"),
        by=world.alice,
        publisher=world.bob,
        now=NOON,
    )
    publish_change(
        world.second, 2023, Kind.FINAL, said("710"), by=world.alice, publisher=world.bob, reason="", now=later
    )
    correct(world, world.first, Kind.CORRECTION, "910", later + DAY)
    correct(world, world.second, Kind.REVISION, "920", later + 2 * DAY)
    correct(world, world.third, Kind.WITHDRAWAL, None, later + 3 * DAY)
    make_target(
        world.first,
        "1800",
        first_year=2025,
        reason="目標の理由",
        published_at=later + 4 * DAY,
        decided_on=date(2025, 5, 20),
    )
    make_interim(world.first, 2025, "1500", first_year=2025, published_at=later + 5 * DAY)
    make_baseline(world.second, "600", first_year=2025, published_at=later + 6 * DAY)
    make_recount(world.third, 2025, published_at=later + 6 * DAY + timedelta(hours=2))
    make_rhythm(world.third, published_at=later + 6 * DAY + timedelta(hours=1))
    make_threshold(value="0.9", first_year=2025, reason="基準の理由", published_at=later + 7 * DAY)
    _change_words_and_comparison(world, later)
    world.third.refresh_from_db()
    asked = workflow.ask_redaction(passage="correction", reason="法令による", by=world.alice, now=later)
    workflow.carry_out_redaction(redaction=asked, by=world.bob, now=later + 8 * DAY)
    people = {"by": world.bob, "publisher": world.carol}
    correct_batch(Batch.objects.get(), announced_on=date(2025, 5, 1), **people, now=later + 9 * DAY)
    _revise(world, later + 9 * DAY + timedelta(hours=1))
    _change_texts(world, later + 10 * DAY)
    department = world.first.lead_department
    save_contacts(
        {department: {"phone": "012-345-6789", "mail": "", "form_url": ""}},
        by=world.bob,
        now=later + 11 * DAY,
    )


def _revise(world: SimpleNamespace, at: datetime) -> None:
    PlanRevision.objects.create(
        **{"plan": world.first.measure.plan, "title": "令和7年度 中間見直し", "reason": "見直しの理由"},
        **{"gathered": [["target:1:1", "指標43Aの目標"]], "confirmed_by": world.carol},
        **dict.fromkeys(("edited_at", "confirmed_at", "published_at"), at),
    )


def _change_texts(world: SimpleNamespace, at: datetime) -> None:
    """The plan's wording, what an indicator is, the points of a figure: what went out with the plan is no change."""
    measure = world.first.measure
    asked: dict[str, Any] = {"plan": measure.plan, "part": "measure-43", "now": at}
    content = {**document_of(measure), "goal": "新しいめざす姿"}
    save_wording(**asked, content=content, by=world.bob, version=0, reason="文の理由")
    publish_wording(**asked, by=world.carol, version=1)
    make_passport(world.first)
    make_passport(world.first, definition="窓口と電話で登録した人の数", published_at=at, reason="説明の理由")
    make_figure_points(measure)
    points = [["令和2年度", "", "120"], ["令和3年度", "", "155"]]
    make_figure_points(measure, points=points, published_at=at, reason="数値の理由")
    aims = [["43A", 2024, None, "相談に来た人が登録するため"]]
    InitiativeAims.objects.create(
        measure=measure, initiative=1, aims=aims, reason="ねらいの理由", published_at=at
    )


def _change_words_and_comparison(world: SimpleNamespace, later: datetime) -> None:
    series = ComparisonSeries.objects.create(indicator=world.first, name="県内の平均")
    measure = world.first.measure
    people: dict[str, Any] = {"by": world.alice, "publisher": world.bob}
    publish_comparison(series, 2024, "500", now=later, **people)
    publish_sheet(measure, 2024, now=later, **people)
    desks: list[tuple[Any, Any]] = [(workflow.COMPARISONS, series), (workflow.SHEETS, measure)]
    for number, (desk, owner) in enumerate(desks, 1):
        moment = later + 7 * DAY + timedelta(hours=number)
        desk.open_change(owner=owner, year=2024, by=world.alice, reason=f"{number}つ目の理由", now=moment)
        if desk is workflow.SHEETS:
            publish_sheet(measure, 2024, now=moment, achievements="書き足した成果", **people)
        else:
            publish_comparison(series, 2024, "510", now=moment, **people)
    council: dict[str, Any] = {"by": world.bob, "publisher": world.carol}
    publish_comments(measure, 2024, now=later, **council)
    moment = later + 7 * DAY + timedelta(hours=3)
    workflow.OUTSIDE_REVIEWS.open_change(
        owner=measure, year=2024, by=world.bob, reason="3つ目の理由", now=moment
    )
    publish_comments(measure, 2024, now=moment, meeting="第2回審議会", **council)


def test_every_change_is_one_line_newest_first(world: SimpleNamespace) -> None:
    change_everything(world)
    found = frames.corrections(EVERY)
    assert [one.kind for one in found] == [
        "department",
        "wording",
        "aims",
        "passport",
        "figure",
        "midterm",
        "announcement",
        "redaction",  # of the value, and of the sheet that froze its words
        "redaction",
        "outside_review",
        "sheet",
        "comparison",
        "threshold",
        "recount",
        "rhythm",
        "baseline",
        "interim",
        "target",
        "withdrawal",
        "revision",
        "correction",
        "final",
    ]
    by_kind = {one.kind: one for one in found}
    told: dict[str, Any] = {
        kind: (one.code, one.old, one.new, one.first_year) for kind, one in by_kind.items()
    }
    assert told["target"] == ("43A", 2000, 1800, 2025)
    assert by_kind["target"].decided_on == date(2025, 5, 20)
    assert told["interim"] == ("43A", None, 1500, 2025)
    assert told["baseline"] == ("43B", 584, 600, 2025)
    assert (by_kind["baseline"].old_label, by_kind["baseline"].new_label) == (
        "令和４年12月末",
        "令和４年度末（再集計）",
    )
    assert [str(one) for one in told["threshold"][1:3]] == ["0.8", "0.9"]
    assert told["comparison"] == ("43A", 500, 510, None)
    assert by_kind["sheet"].measure_number == 43
    assert by_kind["correction"].record.before.value == 900
    assert by_kind["redaction"].year == 2024
    said_anew = by_kind["announcement"].said_anew
    assert (said_anew.old_title, said_anew.title) == ("令和6年度実績の公表", "令和6年度の実績")


def test_the_plan_s_own_rules_are_no_changes(world: SimpleNamespace) -> None:
    out = world.first.targets.get().published_at
    make_interim(world.first, 2025, "1500", published_at=out)
    make_rhythm(world.second, published_at=out)
    assert frames.corrections(EVERY) == []
    assert "令和7年度の中間目標" not in main_of("/corrections/")
    make_rhythm(world.third, published_at=out + DAY)
    assert [one.kind for one in frames.corrections(EVERY)] == ["rhythm"]


def test_an_interim_target_that_is_taken_away_is_one(world: SimpleNamespace) -> None:
    make_interim(world.first, 2025, "1500", first_year=2023, published_at=NOON)
    make_interim(world.first, 2025, None, first_year=2025, published_at=NOON + DAY)
    taken, made = frames.corrections(EVERY)
    assert (made.old, made.new, taken.old, taken.new) == (None, 1500, 1500, None)
    assert "取りやめ" in main_of("/corrections/?kind=interim")


def test_of_several_revisions_each_stands_beside_the_one_before(world: SimpleNamespace) -> None:
    for number, (value, year) in enumerate([("1800", 2025), ("1700", 2026), ("1600", 2024)]):
        make_target(world.first, value, first_year=year, published_at=NOON + number * DAY)
    told = {one.first_year: (one.old, one.new) for one in frames.corrections(EVERY)}
    assert told == {2025: (2000, 1800), 2026: (1800, 1700), 2024: (2000, 1600)}


def test_changes_as_of_a_day(world: SimpleNamespace) -> None:
    change_everything(world)
    found = frames.corrections(EVERY, as_of=NOON + 12 * DAY)
    assert [one.kind for one in found] == ["revision", "correction", "final"]
    assert frames.corrections(EVERY, as_of=NOON) == []


def test_the_page_filters_by_kind_with_counts(world: SimpleNamespace) -> None:
    change_everything(world)
    counts = Counter(one.kind for one in frames.corrections(EVERY))
    page = Client().get("/corrections/")
    assert {item["label"]: item["count"] for item in page.context["kinds"]} == {
        "すべて": sum(counts.values()),
        **{label: counts[kind] for kind, label in frames.CORRECTIONS.items()},
    }
    for kind in frames.CORRECTIONS:
        answer = Client().get(f"/corrections/?kind={kind}")
        # No start came later, nothing was translated, no deed changed: test_turned_verdicts.py, test_translations.py, test_deeds.py, test_money.py.
        expected = {"redaction": 2, "start": 0, "translation": 0, "deed": 0, "money": 0}.get(kind, 1)
        assert len(answer.context["page_obj"]) == counts[kind] == expected
        assert not counts[kind] or f'href="/corrections/?kind={kind}"' in page.content.decode()
    assert Client().get("/corrections/?kind=none").status_code == 404


def test_the_page_says_from_what_to_what_from_when_and_why(world: SimpleNamespace) -> None:
    change_everything(world)
    target = main_of("/corrections/?kind=target")
    assert "2,000人（令和8年度まで） → 1,800人（令和8年度まで）" in target
    assert "令和7年度の判定から使います。2025年5月20日に決めました。" in target
    assert "理由：目標の理由" in target
    assert "80％ → 90％" in main_of("/corrections/?kind=threshold")
    baseline = main_of("/corrections/?kind=baseline")
    assert "584人（令和４年12月末）" in baseline
    assert "600人（令和４年度末（再集計））" in baseline
    assert "県内の平均の令和6年度 前の値 500人 → 510人" in main_of("/corrections/?kind=comparison")
    assert "理由：1つ目の理由" in main_of("/corrections/?kind=comparison")
    assert "令和6年度の評価シートの新しい版" in main_of("/corrections/?kind=sheet")
    assert 'href="/measures/43/sheets/2024/"' in Client().get("/corrections/").content.decode()
    assert 'href="/indicators/43B/#targets"' in Client().get("/corrections/").content.decode()


def test_changed_words_stand_on_the_page_in_the_feed_and_in_the_files(world: SimpleNamespace) -> None:
    change_everything(world)
    client = Client()
    for kind, item, was, now, place in (
        ("wording", "目標（要約）", "めざす姿", "新しいめざす姿", "/measures/43/#changes"),
        (
            "passport",
            "定義",
            "窓口で登録した人の数",
            "窓口と電話で登録した人の数",
            "/indicators/43A/#meaning",
        ),
        ("figure", "令和3年度", "150件", "155件", "/measures/43/#figure"),
    ):
        reason = {"wording": "文の理由", "passport": "説明の理由", "figure": "数値の理由"}[kind]
        page = f"/corrections/?kind={kind}"
        text = "".join(main_of(page).split())
        assert f"1か所を変えました。理由：{reason}変えたところ{item}前{was}→{now}" in text
        assert f'href="{place}"' in client.get(page).content.decode()
        feed = client.get("/feeds/corrections.atom").content.decode()
        assert f"{item}：「{was}」 → 「{now}」。理由：{reason}" in feed
        span = "from=2025-05-10&to=2025-07-01"
        shown = client.get(f"/changes/?{span}")
        assert f"{frames.CORRECTIONS[kind]}{item}" in "".join(main_of(f"/changes/?{span}").split())
        assert reason in shown.content.decode()
        [line] = [
            one for one in client.get(f"/changes.json?{span}").json()["changes"] if one["change"] == kind
        ]
        assert (line["item"], line["was_ja"], line["is_ja"], line["reason"]) == (item, was, now, reason)
        [row] = client.get(f"/api/v1/text-changes/?kind={kind}").json()["items"]
        assert (row["item"], row["text_before"], row["text_after"], row["reason"]) == (item, was, now, reason)
    assert "文の理由" not in main_of("/corrections/?as_of=2025-05-10")
    assert client.get("/open-data/text-changes.json?as_of=2025-05-10").json()["rows"] == []


def test_a_comparison_of_two_days_names_every_kind_of_change(world: SimpleNamespace) -> None:
    change_everything(world)
    found = Client().get("/changes.json?from=2025-04-01&to=2025-08-01").json()["changes"]
    kinds = {"interim": "interim_target"}
    # A revision is told there by all that it changed, a start by the verdicts that it turned; of readings and translations
    # test_translations.py tells.
    told = {kinds.get(kind, kind) for kind in frames.CORRECTIONS} - {
        "midterm",
        "start",
        "translation",
        "deed",
        "money",
    }
    assert told <= {one["change"] for one in found}


def test_words_that_went_in_with_a_revision_are_told_between_two_days(world: SimpleNamespace) -> None:
    """One entry in the list names the revision; what it changed in words stands here and in the file of words."""
    _revise(world, NOON + 10 * DAY)
    _change_texts(world, NOON + 10 * DAY)
    assert [one.kind for one in frames.corrections(EVERY)] == ["midterm"]
    client = Client()
    found = client.get("/changes.json?from=2025-05-08&to=2025-05-12").json()["changes"]
    told = {one["change"]: one["is_ja"] for one in found}
    assert (told["wording"], told["figure"]) == ("新しいめざす姿", "155件")
    assert client.get("/api/v1/text-changes/").json()["count"] == 4


def test_a_title_that_was_said_anew_stands_on_the_page_in_the_feed_and_in_the_file(
    world: SimpleNamespace,
) -> None:
    change_everything(world)
    client, page = Client(), "/corrections/?kind=announcement"
    both = "令和6年度実績の公表（2025年5月2日） → 令和6年度の実績（2025年5月1日）"
    assert f"前の題名と日付 {both}" in main_of(page)
    assert "理由：題名の誤り" in main_of(page)
    batch = Batch.objects.get()
    assert f'href="/publications/#batch-{batch.pk}"' in client.get(page).content.decode()
    feed = client.get("/feeds/corrections.atom").content.decode()
    assert "公表の題名と日付：令和6年度の実績" in feed
    assert (
        "「令和6年度実績の公表」（令和7年5月2日） → 「令和6年度の実績」（令和7年5月1日）。理由：題名の誤り"
        in feed
    )

    def in_file(**asked: str) -> list[tuple[str, ...]]:
        rows = client.get("/open-data/announcements.json", asked).json()["rows"]
        return [
            (one["number"], one["title"], one["announced_on"], one["reason"], one["is_standing"])
            for one in rows
        ]

    first = (1, "令和6年度実績の公表", "2025-05-02", None)
    assert in_file() == [(*first, False), (2, "令和6年度の実績", "2025-05-01", "題名の誤り", True)]
    # It was corrected nineteen days after NOON; the day before knows nothing of it.
    then = (NOON + 18 * DAY).date().isoformat()
    assert in_file(as_of=then) == [(*first, True)]
    assert "題名の誤り" not in main_of(f"{page}&as_of={then}")
    assert "題名の誤り" not in client.get("/feeds/corrections.atom", {"as_of": then}).content.decode()
    values = client.get("/open-data/publications.json").json()["rows"]
    assert {one["indicator_code"] for one in values if one["announcement_id"] == batch.pk} == {"43A", "43B"}


def test_a_removed_text_is_named_and_never_said(world: SimpleNamespace) -> None:
    """The passage was 「correction」, in the reason of a correction."""
    change_everything(world)
    text = main_of("/corrections/")
    assert "法令により消しました" in text
    assert "理由：法令による" in text
    assert "correctionの理由" not in text


def test_the_pages_cost_no_query_an_indicator(world: SimpleNamespace) -> None:
    client = Client()

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    pages = ("/", "/publications/", "/corrections/", "/indicators/43A/")
    change_everything(world)
    before = [asked(page) for page in pages]
    for letter in "DEFGHIJ":
        other = make_indicator(letter=letter)
        publish_value(other, 2024, said("800"), by=world.alice, publisher=world.bob)
        correct(world, other, Kind.CORRECTION, "810", datetime(2025, 7, 1, tzinfo=UTC))
        make_baseline(other)
        make_target(other, "1800", first_year=2025)
        make_interim(other, 2025, "1500", first_year=2025)
    after = [asked(page) for page in pages]
    # The indicator's own page names its siblings in one query, whatever their number.
    assert after == before


def test_both_are_found_from_every_page_and_by_search_engines(world: SimpleNamespace) -> None:
    html = Client().get("/about/").content.decode()
    site_map = Client().get("/sitemap.xml").content.decode()
    for address in ("/publications/", "/corrections/"):
        assert f'href="{address}"' in html
        assert address in site_map
