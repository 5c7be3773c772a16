"""What changed between two days: every record that went out, and what followed from it, was → is."""

import csv
import io
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import ComparisonSeries, Indicator
from tests.indicators import factories
from tests.indicators.factories import said
from tests.indicators.views.test_as_of import city

__all__ = ["city"]

pytestmark = [pytest.mark.django_db, pytest.mark.reads]


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T03:00:00+00:00")  # noon in Japan


def told(client: Client, since: str, until: str) -> list[dict[str, Any]]:
    answer = client.get("/changes.json", {"from": since, "to": until})
    assert answer.status_code == 200
    return list(answer.json()["changes"])


def lines(client: Client, since: str, until: str) -> list[tuple[str, int | None, str, str]]:
    return [
        (one["change"], one["fiscal_year"], one["was_ja"], one["is_ja"]) for one in told(client, since, until)
    ]


def test_a_first_publication_and_its_verdict(client: Client, city: Indicator):
    assert lines(client, "2025-06-09", "2025-06-10") == [
        ("first", 2024, "なし", "980人"),
        ("verdict", 2024, "なし", "遅れ"),
    ]
    assert lines(client, "2025-06-10", "2025-08-19") == []


def test_a_correction_says_what_it_was_and_why(client: Client, city: Indicator):
    (correction,) = told(client, "2025-08-19", "2025-08-20")
    assert (correction["was_value"], correction["is_value"], correction["unit"]) == ("980", "990", "人")
    assert correction["reason"] == "二重の登録"
    assert correction["published_at"] == "2025-08-20T12:00:00+09:00"
    assert correction["indicator_code"] == "43A"


def test_both_days_are_as_they_ended(client: Client, city: Indicator):
    """From the end of the first: its own publications are not among the changes, those of the second are."""
    assert not lines(client, "2025-08-20", "2025-08-21")
    assert len(lines(client, "2025-06-09", "2025-08-20")) == 3


def test_every_kind_of_record_is_told(client: Client, city: Indicator):
    alice = factories.make_user("erin", departments=(factories.make_department(),))
    bob = factories.make_carol()
    day = at("2026-01-15")

    def change(kind: str, value: str | None, reason: str = "") -> None:
        entry = said(value) if value else None
        factories.publish_change(city, 2024, kind, entry, by=alice, publisher=bob, reason=reason, now=day)

    factories.make_cycle(2023, by=bob)
    change("revision", "1000", "出所の改定")
    change("withdrawal", None, "数え方の誤り")
    factories.publish_value(city, 2023, said("800", "provisional"), by=alice, publisher=bob, now=day)
    factories.publish_change(city, 2023, "final", said("805"), by=alice, publisher=bob, now=day)
    factories.make_interim(city, 2025, "1500", published_at=day)
    factories.make_target(city, "2100", published_at=day, first_year=2025)
    factories.make_threshold(value="0.9", published_at=day)
    series = ComparisonSeries.objects.create(indicator=city, name="県内の平均")
    factories.publish_comparison(series, 2024, "900", by=alice, publisher=bob, now=day)
    kinds = {(kind, was, now) for kind, _, was, now in lines(client, "2026-01-14", "2026-01-15")}
    assert {
        ("revision", "990人", "1,000人"),
        ("withdrawal", "1,000人", "取下げ"),
        ("first", "なし", "800人（速報）"),
        ("final", "800人（速報）", "805人"),
        ("interim_target", "なし", "1,500人"),
    } <= kinds
    assert {kind for kind, _, _ in kinds} >= {"target", "threshold", "comparison", "verdict"}
    target = next(one for one in told(client, "2026-01-14", "2026-01-15") if one["change"] == "target")
    assert (target["was_value"], target["is_value"]) == ("2000", "2100")
    threshold = next(one for one in told(client, "2026-01-14", "2026-01-15") if one["change"] == "threshold")
    assert threshold["indicator_code"] is None
    assert Decimal(threshold["is_value"]) == Decimal("0.9")


def test_a_new_name_and_a_new_lead_are_told(client: Client, city: Indicator):
    with time_machine.travel(datetime(2026, 4, 1, 3, tzinfo=UTC), tick=False):
        city.refresh_from_db()
        city.name, city.lead_department = "移住の相談の登録者", factories.make_department("iju", "移住促進課")
        city.save()
    assert lines(client, "2026-03-31", "2026-04-01") == [
        ("name", None, "移住・定住相談窓口利用登録者数", "移住の相談の登録者"),
        ("lead_department", None, "産業振興課", "移住促進課"),
    ]


def test_drafts_are_no_changes(client: Client, city: Indicator):
    before = client.get("/changes.json?from=2025-06-01").json()["changes"]
    factories.make_interim(city, 2025, "1500", published=False)
    factories.make_target(city, "2100", published=False, first_year=2025)
    factories.make_cycle(2025, by=factories.make_carol())
    factories.submit_value(
        city, 2025, said("1234"), by=factories.make_user("erin", departments=(factories.make_department(),))
    )
    assert client.get("/changes.json?from=2025-06-01").json()["changes"] == before


DAYS_OF_EXTREMES = [
    "0000-00-00",
    "0001-01-01",
    "1600-01-01",
    "1926-03-31",
    "1926-04-01",
    "1988-12-31",
    "9999-12-31",
]


@pytest.mark.parametrize("day", DAYS_OF_EXTREMES)
def test_a_day_beyond_every_year_is_answered_in_words(client: Client, city: Indicator, day: str):
    """By every address that takes one: what no fiscal year holds is refused, the first day that there is shows nothing."""
    wanted = 200 if day in ("1926-04-01", "1988-12-31") else 400
    asked = [f"/changes{ending}?to={day}" for ending in ("/", ".csv", ".json")]
    asked += [
        f"{address}?as_of={day}"
        for address in (
            "/",
            "/indicators/",
            "/api/v1/indicators/",
            "/open-data/values.csv",
            "/open-data/values.json",
            "/cards/home.png",
            "/feeds/corrections.atom",
        )
    ]
    answers = {address: client.get(address) for address in asked}
    told = {address: answer.status_code for address, answer in answers.items()}
    if day == "9999-12-31":  # the API has nothing yet of a day to come
        assert told.pop(f"/api/v1/indicators/?as_of={day}") == 404
    assert set(told.values()) == {wanted}, told
    if wanted == 400:
        for address, answer in answers.items():
            assert re.search("[ぁ-ん]{2}.*。", answer.getvalue().decode()), address
    for other in (f"?from={day}", f"?from={day}&to={day}"):
        assert client.get(f"/changes/{other}").status_code in (200, 400)


def test_the_page_counts_and_links_and_offers_the_files(client: Client, city: Indicator):
    html = client.get("/changes/?from=2025-06-09&to=2025-08-20").content.decode()
    assert "2025年6月9日から2025年8月20日までに、" in html
    assert "3件の変更がありました。" in html
    assert '<a href="/indicators/43A/">' in html
    assert '<del><span class="sr">取り消した値 </span>980人</del>' in html
    assert "二重の登録" in html
    for file in ("csv", "json"):
        assert f'href="/changes.{file}?from=2025-06-09&amp;to=2025-08-20"' in html
    assert 'href="http://testserver/plans/3/changes/?from=2025-06-09&amp;to=2025-08-20"' in html
    assert 'href="/?as_of=2025-06-09"' in html


def test_the_csv_has_the_lines_of_the_json(client: Client, city: Indicator):
    span = {"from": "2025-06-01", "to": "2025-09-01"}
    answer = client.get("/changes.csv", span)
    assert answer["Content-Disposition"].endswith('"basic-plan-changes-2025-06-01-2025-09-01.csv"')
    found = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    said_by_json = told(client, *span.values())
    assert [
        {name: "" if cell is None else str(cell) for name, cell in one.items()} for one in said_by_json
    ] == found


def test_files_between_two_past_days_keep_their_bytes(client: Client, city: Indicator):
    addresses = [f"/changes.{kind}?from=2025-06-01&to=2025-09-01" for kind in ("csv", "json")]
    before = [client.get(address).content for address in addresses]
    alice = factories.make_user("erin", departments=(factories.make_department(),))
    factories.publish_change(
        city,
        2024,
        "revision",
        said("1000"),
        by=alice,
        publisher=factories.make_carol(),
        reason="改定",
        now=at("2025-12-01"),
    )
    city.refresh_from_db()
    city.name = "新しい名前"
    city.save()
    assert [client.get(address).content for address in addresses] == before


def test_without_days_it_is_this_fiscal_year_so_far(client: Client, city: Indicator):
    with time_machine.travel("2025-09-01T12:00:00+09:00", tick=False):
        html = client.get("/changes/").content.decode()
    assert "2025年3月31日から2025年9月1日までに、" in html
    assert "今日はまだ終わっていない" in html
    with time_machine.travel("2026-02-01T12:00:00+09:00", tick=False):
        old = client.get("/changes/?to=2025-03-01").content.decode()
    assert "2024年3月31日から2025年3月1日までに、" in old


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=2025-13-01", "日付として読めません"),
        ("from=きのう&to=2025-06-01", "「きのう」を日付として読めません"),
        ("to=2999-01-01", "これから先の日は指定できません"),
        ("from=2025-07-01&to=2025-06-01", "より前の日にしてください"),
        ("from=2025-07-01&to=2025-07-01", "より前の日にしてください"),
        ("from=0000-00-00&to=%3Cscript%3E", "日付として読めません"),
    ],
)
def test_wrong_and_reversed_days_are_told_at_their_field_and_kept(
    client: Client, city: Indicator, query: str, words: str
):
    page = client.get(f"/changes/?{query}")
    html = page.content.decode()
    assert page.status_code == 400
    assert words in html
    assert "aria-invalid" in html
    assert "<script>" not in html
    if "2025-07-01" in query:
        assert 'value="2025-07-01"' in html
    for kind in ("csv", "json"):
        file = client.get(f"/changes.{kind}?{query}")
        assert file.status_code == 400
        assert words in file.content.decode()


def test_it_asks_the_database_as_often_for_many_indicators_as_for_one(
    client: Client, city: Indicator, django_assert_num_queries: Any
):
    address = "/changes/?from=2025-06-01"
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    bob, carol = factories.make_user("erin", office=True), factories.make_carol()
    for letter in "BCDEF":
        extra = factories.make_indicator(letter=letter)
        factories.publish_value(extra, 2024, said("900"), by=bob, publisher=carol, now=at("2025-09-01"))
    with django_assert_num_queries(len(asked)):
        assert "13件の変更がありました" in client.get(address).content.decode()
