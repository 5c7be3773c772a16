"""Verdicts that a change of a start, baseline, target or threshold turned, where citizens read of the change (docs/progress.md §3)."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from indicators.models import Indicator
from tests.indicators.factories import (
    NOON,
    make_alice,
    make_baseline,
    make_bob,
    make_cycle,
    make_indicator,
    make_target,
    make_threshold,
    publish_change,
    publish_value,
    said,
)
from tests.indicators.files import csv_rows
from tests.indicators.pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.reads]
DAY = timedelta(days=1)
LATER = datetime(2025, 7, 1, 3, tzinfo=UTC)


@pytest.fixture
def people() -> dict[str, Any]:
    found = {"by": make_alice(), "publisher": make_bob()}
    make_threshold()
    for year in (2023, 2024):
        make_cycle(year, by=found["publisher"])
    return found


def turned(client: Client) -> list[tuple[str, ...]]:
    """Of the dataset: kind, year, verdict before and after, reason."""
    head, *lines = csv_rows(client.get("/open-data/verdict-changes.csv").content)
    names = ("kind", "fiscal_year", "was_ja", "is_ja", "reason")
    return [tuple(line[head.index(name)] for name in names) for line in lines]


def told(client: Client) -> tuple[str, str]:
    """Of the page of changes its first entry, and of the feed's first."""
    entry = re.search(
        r'<li class="corrected">.*?</details>', client.get("/corrections/").content.decode(), re.S
    )
    assert entry is not None
    feed = re.search(r"<entry>.*?</entry>", client.get("/feeds/corrections.atom").content.decode(), re.S)
    assert feed is not None
    return re.sub(r"<[^>]+>|\s", "", entry[0]), feed[0]


def test_a_start_that_came_later_names_the_verdicts_that_it_turned(
    people: dict[str, Any], client: Client
) -> None:
    """From 90 in 2023 to 120 in 2026 100 was due in 2024, and 8 of 10 were made; from 84 in 2022 102 was, and 14 of 18
    were, and 93 in 2023, of which 6 of 9."""
    new = make_indicator(target="120", baseline_value=None, baseline_year=None, baseline_label="－", unit="")
    for place, (year, value) in enumerate(((2023, "90"), (2024, "98"))):
        publish_value(new, year, said(value), now=NOON + place * DAY, **people)
    assert turned(client) == []
    publish_value(new, 2022, said("84"), now=LATER, **people)
    assert turned(client) == [
        ("start", "2023", "判定前", "遅れ", ""),
        ("start", "2024", "やや遅れ", "遅れ", ""),
    ]
    page, feed = told(client)
    assert "起点の変化" in page
    assert "令和4年度の値を公表し、起点が変わりました" in page
    assert "変わった判定2件" in page
    assert page.count("判定前→遅れ") == page.count("やや遅れ→遅れ") == 1
    assert (
        "変わった判定：43A 令和5年度 「判定前」から「遅れ」、43A 令和6年度 「やや遅れ」から「遅れ」。" in feed
    )
    lines = client.get("/changes.json", {"from": "2025-06-30", "to": "2025-07-01"}).json()["changes"]
    by_year = {one["fiscal_year"]: one for one in lines if one["change"] == "verdict"}
    assert {year: one["turned_by"] for year, one in by_year.items()} == {
        2023: "起点の変化",
        2024: "起点の変化",
        2022: None,
    }
    assert "起点の変化" in text_of(client.get("/changes/", {"from": "2025-06-30", "to": "2025-07-01"}))
    # The start is corrected: from 81 in 2022 100.5 was due in 2024, 17 of 19.5 were made; 90.75 in 2023, 9 of 9.75.
    publish_change(new, 2022, "correction", said("81"), reason="数え落とし", now=LATER + DAY, **people)
    both = [("correction", year, "遅れ", "やや遅れ", "数え落とし") for year in ("2023", "2024")]
    assert turned(client)[2:] == both


@pytest.mark.parametrize(
    ("kind", "now_is"),
    [
        # 1,292 was due, of which 616 of 708: 0.87. From 1,000 on 1,500 is, of which 200 of 500 were made.
        ("baseline", "遅れ"),
        # To 1,600: 1,092 was due.
        ("target", "順調"),
        ("threshold", "遅れ"),
    ],
)
def test_a_rule_names_the_verdicts_that_it_turned(
    people: dict[str, Any], client: Client, kind: str, now_is: str
) -> None:
    indicator: Indicator = make_indicator()
    publish_value(indicator, 2024, said("1200"), **people)
    rule: dict[str, Any] = {"first_year": 2024, "published_at": LATER, "reason": "議会の議決"}
    if kind == "baseline":
        make_baseline(indicator, "1000", **rule)
    elif kind == "target":
        make_target(indicator, "1600", **rule)
    else:
        make_threshold(value="0.9", **rule)
    assert turned(client) == [(kind, "2024", "やや遅れ", now_is, "議会の議決")]
    page, feed = told(client)
    assert f"令和6年度やや遅れ→{now_is}" in page
    assert f"「やや遅れ」から「{now_is}」" in feed
    lines = client.get("/changes.json", {"from": "2025-06-30", "to": "2025-07-01"}).json()["changes"]
    [verdict] = [one for one in lines if one["change"] == "verdict"]
    assert verdict["turned_by"].endswith("：議会の議決")
    client.force_login(User.objects.get(username="alice"))
    [row] = client.get("/api/v1/verdict-changes/", {"indicator": "43A"}).json()["items"]
    assert (row["was_verdict"], row["kind"]) == ("slightly_behind", kind)
