"""Lines over two indicators (docs/progress.md §19): what one follows, what is compared, what is broken."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from indicators import charts, frames
from indicators.models import Indicator
from indicators.views.shared.panels import panels_of
from indicators.workflow import Incomplete
from indicators.workflow.continuing import check_continued, to_continue
from indicators.workflow.parts import stands
from indicators.workflow.wording import publish_wording, save_wording
from measures.models import PlanPublication
from tests.indicators.drawn_geometry import read
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_indicator,
    make_measure,
    make_plan,
    make_threshold,
    publish_value,
    said,
)

ENDED = {"last_year": 2025, "end_reason": "数え直し", "ended_on": date(2026, 3, 1)}
pytestmark = [pytest.mark.django_db, pytest.mark.reads]
OUT = datetime(2027, 2, 10, 3, tzinfo=UTC)
LATER = datetime(2028, 6, 1, 3, tzinfo=UTC)


@pytest.fixture
def city() -> SimpleNamespace:
    """43A of this plan with 2025 and 2026, continued by 43A of the next one, which has 2027."""
    alice, bob = make_alice(), make_bob()
    this = make_plan()
    following = make_plan(
        slug="kisarazu-4", key="4", name="第4次基本計画", first_year=2027, last_year=2030, published_at=None
    )
    for plan in (this, following):
        make_threshold(plan=plan)
    own = make_indicator()
    new = make_indicator(
        measure=make_measure(43, plan=following),
        baseline_year=2026,
        baseline_label="令和8年度",
        baseline_value=1400,
        target=None,
        continues=own,
    )
    new.targets.create(
        value=3000, target_year=2030, label="3,000", first_year=2027, reason="策定", published_at=OUT
    )
    for year in (2025, 2026):
        make_cycle(year, by=bob)
        publish_value(own, year, said(str(year - 600)), by=alice, publisher=bob)
    make_cycle(2027, by=bob, plan=following)
    publish_value(new, 2027, said("1500"), by=alice, publisher=bob)
    return SimpleNamespace(this=this, following=following, own=own, new=new, alice=alice, bob=bob)


def row_of(indicator: Indicator, year: int, as_of: datetime | None = None) -> frames.Row:
    rows = frames.published(Indicator.objects.filter(pk=indicator.pk), as_of=as_of)
    return next(row for row in rows if row.year == year)


def before(row: frames.Row) -> tuple[frames.Earlier, ...]:
    source = frames.Source(Indicator.objects.filter(pk=row.indicator_id))
    return frames.earlier_series([row], source).get(row.indicator_id, ())


def drawn(row: frames.Row) -> dict[str, list[dict[str, Any]]]:
    """The traces of its chart by their role."""
    rows = frames.published(Indicator.objects.filter(pk=row.indicator_id))
    found: dict[str, list[dict[str, Any]]] = {}
    for trace in charts.trend(rows, earlier=before(row)).figure["data"]:
        found.setdefault(trace["meta"], []).append(trace)
    return found


def test_another_basis_is_marked_and_not_compared(city: SimpleNamespace) -> None:
    row = row_of(city.new, 2027)
    assert (row.continues, row.continues_plan, row.same_basis) == ("43A", "3", False)
    assert row.series_break == "第3次基本計画の指標43Aを引き継いだ指標で、数え方が違います"
    assert row.change is None


def test_the_same_basis_is_marked_and_compared_with_the_last_year_alone(city: SimpleNamespace) -> None:
    Indicator.objects.filter(pk=city.new.pk).update(same_basis=True)
    row = row_of(city.new, 2027)
    assert row.series_break == "第3次基本計画の指標43Aから続く値です"
    assert row.change == 1500 - 1426
    assert row.judged_before is None  # no pace reaches into the plan before


def test_the_line_has_each_year_of_the_plan_before(city: SimpleNamespace) -> None:
    row = row_of(city.new, 2027)
    [earlier] = before(row)
    assert [(one.year, one.value) for one in earlier.rows] == [(2025, Decimal(1425)), (2026, Decimal(1426))]
    assert (earlier.relative.plan_name, earlier.is_drawn) == ("第3次基本計画", True)
    assert before(row_of(city.own, 2026)) == ()


def test_the_chart_draws_both_and_marks_the_break(city: SimpleNamespace) -> None:
    found = drawn(row_of(city.new, 2027))
    assert found["earlier"][0]["customdata"] == [[2025, "1425"], [2026, "1426"]]
    [mark] = found["break"]
    assert mark["x"] == [2026.5, 2026.5]
    assert mark["hovertext"][0] == "第3次基本計画の指標43Aを引き継いだ指標で、数え方が違います"
    assert 2027 not in found["earlier-line"][0]["x"]
    assert {"数え方が<br>違います"} <= {word.strip("<br>") for one in found["label"] for word in one["text"]}
    assert "earlier" not in drawn(row_of(city.own, 2026))


def test_the_name_of_the_plan_before_stands_on_the_side_of_its_values(city: SimpleNamespace) -> None:
    row = row_of(city.new, 2027)
    rows = frames.published(Indicator.objects.filter(pk=city.new.pk))
    drawn = charts.drawn(charts.trend(rows, earlier=before(row)))
    for markup in (drawn.wide, drawn.narrow):
        of_word = dict(read(markup).words)
        assert of_word["43A"].right < of_word["違います"].left


def test_where_both_count_alike_the_line_goes_on(city: SimpleNamespace) -> None:
    Indicator.objects.filter(pk=city.new.pk).update(
        same_basis=True, baseline_value=None, baseline_year=None, baseline_label="－"
    )
    found = drawn(row_of(city.new, 2027))
    assert found["earlier-line"][0]["x"][-3:] == [2026, 2027, None]
    assert [one["x"] for one in found["break"]] == [[2026.5, 2026.5]]
    assert all("違います" not in word for one in found["label"] for word in one["text"])


def test_another_unit_is_told_and_not_drawn(city: SimpleNamespace) -> None:
    Indicator.objects.filter(pk=city.new.pk).update(unit="件")
    assert [one.is_drawn for one in before(row_of(city.new, 2027))] == [False]
    assert not {"earlier", "break"} & drawn(row_of(city.new, 2027)).keys()


def test_page_table_and_files_say_it(city: SimpleNamespace, client: Client) -> None:
    PlanPublication.objects.create(
        plan=city.following, in_force_on=date(2027, 4, 1), reason="策定", published_at=OUT
    )
    with time_machine.travel(LATER, tick=False):
        page = client.get("/indicators/43A/").content.decode()
        assert 'href="/plans/3/indicators/43A/"' in page
        assert "令和9年度から、第3次基本計画の指標43Aを引き継いだ指標で、数え方が違います。" in page
        assert "1,425" in page
        [first, *_] = client.get("/indicators/43A.json").json()["rows"]
        assert (first["continues_plan"], first["continues_code"], first["same_basis"]) == ("3", "43A", False)
        assert first["series_break"].startswith("第3次基本計画の指標43Aを引き継いだ")
        of_plan = client.get("/api/v1/indicators/43A/").json()["item"]
        assert (of_plan["continues_plan"], of_plan["continues_code"]) == ("3", "43A")
        old = client.get("/plans/3/indicators/43A/").content.decode()
        assert 'href="/plans/4/indicators/43A/"' in old or 'href="/indicators/43A/"' in old
        assert "第4次" not in client.get("/plans/3/indicators/43A/?as_of=2027-02-09").content.decode()


def test_the_plan_before_knows_its_next_one_from_the_day_it_is_public(city: SimpleNamespace) -> None:
    assert frames.relatives_after(city.own.pk) == []
    PlanPublication.objects.create(
        plan=city.following, in_force_on=date(2027, 4, 1), reason="策定", published_at=OUT
    )
    [after] = frames.relatives_after(city.own.pk)
    assert (after.code, after.plan_key, after.takes_over) == ("43A", "4", 2027)
    assert frames.relatives_after(city.own.pk, datetime(2027, 2, 9, 3, tzinfo=UTC)) == []
    assert row_of(city.own, 2026).breaks == ()


def test_a_successor_follows_what_ended(city: SimpleNamespace) -> None:
    heir = make_indicator(measure=city.own.measure, letter="B", name="新しい数え方", first_year=2026)
    Indicator.objects.filter(pk=city.own.pk).update(successor=heir, **ENDED)
    row = row_of(heir, 2026)
    assert (row.predecessors, row.continues) == (("43A",), "")
    assert row.series_break == "指標43A「移住・定住相談窓口利用登録者数」を引き継いだ指標で、数え方が違います"
    [earlier] = before(row)
    assert [one.year for one in earlier.rows] == [2025]
    [after] = frames.relatives_after(city.own.pk)
    assert (after.code, after.is_replaced, after.takes_over) == ("43B", True, 2026)


def test_a_successor_that_is_no_more_than_a_draft_is_told_once_it_is_out(
    city: SimpleNamespace, client: Client
) -> None:
    heir = make_indicator(measure=city.own.measure, letter="C", target=None)
    part, by = "indicator-43A", {"plan": city.this, "now": OUT}
    content = stands(city.this, part) or {}
    ended = {"last_year": "2026", "end_reason": "数え直し", "ended_on": "2026-03-01", "successor": "43C"}
    draft = save_wording(part=part, content=content | ended, version=0, reason="見直し", by=city.bob, **by)
    publish_wording(part=part, version=draft.version, by=make_carol(), **by)
    pages = (
        *("/indicators/43A/", "/indicators/43A.json", "/corrections/", "/open-data/text-changes.json"),
        *("/open-data/indicators.json", "/api/v1/indicators/43A/"),
    )
    with time_machine.travel(LATER, tick=False):
        for page in pages:
            assert "43C" not in client.get(f"/plans/3{page}").content.decode(), page
        heir.targets.create(
            value=900, target_year=2026, label="900", first_year=2023, reason="策定", published_at=LATER
        )
    with time_machine.travel(LATER + timedelta(days=1), tick=False):
        for page in pages:
            assert "43C" in client.get(f"/plans/3{page}").content.decode(), page
        past = client.get("/plans/3/indicators/43A/", {"as_of": "2028-05-31"}).content.decode()
        assert "終了" in past
        assert "43C" not in past


def test_only_what_is_public_is_continued(city: SimpleNamespace) -> None:
    draft = make_indicator(measure=city.own.measure, letter="C", target=None)
    city.new.continues = draft
    with pytest.raises(Incomplete, match="まだ公表していません"):
        check_continued(city.new)


def test_no_pace_and_no_outlook_across_a_break_of_its_own_series() -> None:
    alice, bob = make_alice(), make_bob()
    make_threshold()
    own = make_indicator()
    for year in (2023, 2024, 2025):
        make_cycle(year, by=bob)
        publish_value(own, year, said(str(year - 1000)), by=alice, publisher=bob)
    rows = frames.published(Indicator.objects.filter(pk=own.pk))[:3]
    assert frames.outlook_of(rows, current_year=2026) is not None
    assert frames.pace_of(rows[-1], current_year=2026) is not None
    recounted = (frames.Break(2024, "調べ方を変えた", frames.BreakCause.RECOUNT),)
    broken = [replace(row, breaks=recounted) for row in rows]
    assert [row.own_break for row in broken] == [None, 2024, 2024]
    assert frames.outlook_of(broken, current_year=2026) is None  # two years are left of the new kind
    assert frames.pace_of(broken[-1], current_year=2026) is None  # its mean would begin in 2022
    assert frames.pace_of(broken[0], current_year=2026) is None  # the target's year is counted in the new way


@pytest.mark.both
def test_the_database_refuses_what_is_no_line(city: SimpleNamespace) -> None:
    other = make_indicator(measure=city.own.measure, letter="B")
    for wrong in ({"continues": other}, {"successor": city.new, **ENDED}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Indicator.objects.filter(pk=city.own.pk).update(**wrong)
    Indicator.objects.filter(pk=city.own.pk).update(successor=other, **ENDED)


def test_who_defines_an_indicator_chooses_among_those_of_the_plans_before(city: SimpleNamespace) -> None:
    free = make_indicator(measure=city.own.measure, letter="B", unit="件")
    draft = make_indicator(measure=city.new.measure, letter="B", target=None)
    assert list(to_continue(city.following, draft)) == [free]
    assert list(to_continue(city.this)) == []
    wrongs: tuple[tuple[str, dict[str, Any]], ...] = (
        ("continues", {"continues": city.own}),  # 43A of the next plan has it
        ("continues", {"continues": city.new}),  # of the same plan
        ("same_basis", {"continues": free, "same_basis": True}),  # 件 and 人
        ("same_basis", {"continues": None, "same_basis": True}),
    )
    for field, wrong in wrongs:
        draft.continues, draft.same_basis = wrong["continues"], wrong.get("same_basis", False)
        with pytest.raises(Incomplete) as refused:
            check_continued(draft)
        assert list(refused.value.errors) == [field]
    draft.continues, draft.same_basis = free, False
    check_continued(draft)


def test_the_table_begins_with_the_baseline_where_the_indicator_begins(city: SimpleNamespace) -> None:
    heir = make_indicator(measure=city.own.measure, letter="B", first_year=2025)  # its baseline is of 2022
    rows = frames.published(Indicator.objects.filter(pk=heir.pk))
    [panel] = panels_of(rows, current_year=2026)
    assert [(line.year, len(line.baselines)) for line in panel.table] == [(2025, 1), (2026, 0)]
