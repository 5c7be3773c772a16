"""A series that is counted otherwise from a year on: published by two, marked, nothing computed across it, both ways side by side."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client

from indicators import frames
from indicators.frames import BreakCause, Row
from indicators.models import Indicator, Recount
from indicators.workflow.review.warnings import warnings_of
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_indicator,
    make_recount,
    make_target,
    make_threshold,
    publish_value,
    said,
)
from tests.indicators.pages import client_of, publish_by_hand

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator() -> Indicator:
    """43A: 584人 in 2022 to 2,000人 in 2026; 980 and 1,000 in the old way, 1,500 in 2025 in the new one."""
    make_threshold()
    found, alice, bob, carol = make_indicator(), make_alice(), make_bob(), make_carol()
    for year, value in ((2023, "980"), (2024, "1000"), (2025, "1500")):
        make_cycle(year, by=bob)
        publish_value(found, year, said(value), by=alice, publisher=carol)
    return found


def rows_of(indicator: Indicator) -> list[Row]:
    return sorted(frames.published(Indicator.objects.filter(pk=indicator.pk)), key=lambda row: row.year)


def row_of(year: int) -> Row:
    return next(row for row in frames.published(Indicator.objects.all()) if row.year == year)


def test_nothing_is_computed_across_a_recount(indicator: Indicator) -> None:
    assert row_of(2025).change == Decimal(500)
    make_recount(indicator, 2025)
    row = row_of(2025)
    assert (row.change, row.previous_value, row.judged_before) == (None, None, None)
    assert [(one.year, one.reason, one.cause) for one in row.breaks] == [
        (2025, "登録を数える道具を変えた", BreakCause.RECOUNT)
    ]
    assert row_of(2024).change == Decimal(20)
    # The verdict itself stands on the printed baseline and target: 584 + 1,416 · 3/4.
    assert row.expected == Decimal(1646)
    # Ten times the year before: warned about, unless it was counted otherwise.
    jump = said("10000")
    assert warnings_of(indicator, 2024, jump)
    assert not warnings_of(indicator, 2025, jump)


def test_no_pace_leads_from_one_way_of_counting_to_another(indicator: Indicator) -> None:
    """From 1,000 in 2024, counted by one tool, to 2,000 in 2026, counted by another."""
    assert frames.pace_of(row_of(2024), current_year=2025) is not None
    make_recount(indicator, 2025)
    assert frames.pace_of(row_of(2024), current_year=2025) is None
    assert frames.pace_of(row_of(2025), current_year=2025) is None


@pytest.mark.parametrize(("estimate", "told"), [("89.6", False), ("90.5", True)])
def test_what_is_left_of_a_margin_is_not_told_across_a_recount(estimate: str, told: bool) -> None:
    """88 of at most 90 leaves 2.0; 89.6 would leave a quarter of it or less, were it counted alike. Outside is outside."""
    alice, bob, carol = make_alice(), make_bob(), make_carol()
    limit = make_indicator(direction="at_most", unit="％", decimals=1, target="90")
    for year, value, state in ((2023, "88.0", ""), (2024, estimate, "estimate")):
        make_cycle(year, by=bob)
        more = {"expected_on": date(2025, 9, 30)} if state else {}
        publish_value(limit, year, said(value, state, **more), by=alice, publisher=carol)
    assert frames.at_risk(rows_of(limit), current_year=2024) is not None
    make_recount(limit, 2024)
    assert (frames.at_risk(rows_of(limit), current_year=2024) is not None) is told


def test_a_revised_target_starts_at_the_figure_that_was_counted_anew(indicator: Indicator) -> None:
    """1,000 of 2024 is 1,100 in the new way: to 3,100 in 2026 the line is at 2,100 in 2025."""
    make_target(indicator, "3100", first_year=2025)
    assert row_of(2025).expected == Decimal(2050)  # from 1,000
    make_recount(indicator, 2025, rebased=[[2024, "1100"]])
    assert (row_of(2025).baseline, row_of(2025).expected) == (Decimal(1100), Decimal(2100))


def test_a_value_in_the_old_way_starts_no_line_in_the_new_one(indicator: Indicator) -> None:
    """Nothing was counted anew, so the plan's own baseline starts it: 584 + 2,516 · 3/4."""
    make_target(indicator, "3100", first_year=2025)
    make_recount(indicator, 2025)
    assert (row_of(2025).baseline, row_of(2025).expected) == (Decimal(584), Decimal(2471))


def test_without_a_baseline_counting_begins_anew(indicator: Indicator) -> None:
    """The first judged value is the start; after the recount its figure in the new way, else the first one there."""
    Indicator.objects.filter(pk=indicator.pk).update(
        baseline_value=None, baseline_year=None, baseline_label="－"
    )
    # From 980 in 2023 to 2,000 in 2026: 340 a year.
    assert row_of(2025).expected == Decimal(1660)
    make_recount(indicator, 2025)
    assert row_of(2024).baseline == Decimal(980)
    assert (row_of(2025).baseline, row_of(2025).verdict) == (Decimal(1500), "too_early")
    make_recount(indicator, 2024, rebased=[[2023, "1100"]])
    assert row_of(2024).baseline == Decimal(1100)


def test_a_recount_is_published_by_two_and_shows_both_ways(indicator: Indicator) -> None:
    bob, carol = (client_of(User.objects.get(username=name)) for name in ("bob", "carol"))
    address, public = "/office/targets/43A/recount/", Client()
    typed = {
        "action": "draft",
        "instead_of": "",
        "first_year": "2025",
        "decided_on": "R7.3.25",
        "reason": "登録を数える道具を変えた。",
        "rebased": "令和6年度　1,100人",
    }
    assert "前の年度だけ" in bob.post(address, {**typed, "rebased": "2025 9"}).content.decode()
    assert "を読めません" in bob.post(address, {**typed, "rebased": "去年 9"}).content.decode()
    assert bob.post(address, typed).status_code == 302
    draft = Recount.objects.get()
    assert draft.rebased == [[2024, "1100"]]
    assert "道具を変えた" not in public.get("/indicators/43A/").content.decode()
    page = carol.get(address)
    pressed = {"action": f"publish:{draft.pk}", "expected_version": page.context["versions"]}
    assert publish_by_hand(bob, address, pressed).status_code == 403
    assert publish_by_hand(carol, address, pressed).status_code == 302
    shown = public.get("/indicators/43A/").content.decode()
    for words in ("数え方の区切り", "登録を数える道具を変えた", "1,000", "1,100"):
        assert words in shown
    rows = public.get("/open-data/targets.json").json()["rows"]
    found = [
        (one["kind"], one["fiscal_year"], one["value"])
        for one in rows
        if one["kind"] not in ("target", "threshold")
    ]
    assert found == [("recount", 2025, None), ("rebased_value", 2024, "1100")]
    assert "数え方が変わりました" in public.get("/corrections/").content.decode()
    assert "数え方が変わりました" in public.get("/feeds/corrections.atom").content.decode()
