"""Evaluation sheets: whose text is whose, and figures that stay as they were on the day of publication."""

import json
from dataclasses import fields, make_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, get_type_hints
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import frames
from indicators.frames import Row, Superseded, freeze, frozen, thaw
from indicators.frames.calculation import Calculation
from indicators.models import EvaluationSheet, Event, Indicator, Kind
from indicators.workflow import SHEETS, NotAllowed, StaleVersion, WrongState, open_change, publish
from measures.models.unit_field import as_written
from tests.indicators.factories import (
    EVERY,
    NOON,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_indicator,
    make_measure,
    make_user,
    publish_change,
    publish_sheet,
    publish_value,
    said,
    sheet_said,
    submit_sheet,
    submit_value,
)

LATER = NOON + timedelta(days=30)


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    bob = make_bob()
    make_cycle(2024, by=bob)
    make_cycle(2025, by=bob)
    return SimpleNamespace(
        indicator=make_indicator(),
        other=make_indicator(letter="B", name="相談の件数", unit="％", decimals=1, target="2000"),
        measure=make_measure(),
        alice=make_alice(),
        bob=bob,
        carol=make_carol(),
    )


# --- Frozen rows ------------------------------------------------------------------------------------

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=None)
MOMENTS = st.datetimes(timezones=st.just(UTC))
STRUCK = st.builds(Superseded, st.none() | DECIMALS, st.text(), st.sampled_from(Kind.values), MOMENTS)
CELLS: dict[Any, st.SearchStrategy[Any]] = {
    int: st.integers(),
    str: st.text(),
    bool: st.booleans(),
    Decimal: DECIMALS,
    Decimal | None: st.none() | DECIMALS,
    int | None: st.none() | st.integers(),
    date | None: st.none() | st.dates(),
    datetime | None: st.none() | MOMENTS,
    tuple[str, ...]: st.lists(st.text()).map(tuple),
    Calculation: st.lists(st.text()).map(lambda lines: Calculation(tuple(lines))),
    tuple[Superseded, ...]: st.lists(STRUCK, max_size=3).map(tuple),
}
# A field of a kind that is not listed above is drawn as its default, and so must have one.
KNOWN = {
    field.name: CELLS[kind] for field in fields(Row) if (kind := get_type_hints(Row)[field.name]) in CELLS
}
# A unit with a half-width % is no row's: it is read as ％ (test_units.py).
ROWS = st.fixed_dictionaries(KNOWN).map(lambda cells: Row(**{**cells, "unit": as_written(cells["unit"])}))


def exact(row: Row) -> list[Any]:
    """Decimals by sign, digits and exponent: 1.10 is not 1.1 here."""
    cells = (getattr(row, field.name) for field in fields(row))
    return [cell.as_tuple() if isinstance(cell, Decimal) else cell for cell in cells]


@pytest.mark.slow
@given(st.lists(ROWS, max_size=3))
def test_frozen_rows_come_back_to_the_last_digit(rows: list[Row]):
    stored = json.loads(json.dumps(freeze(rows, at=NOON)))
    back = thaw(stored)
    assert back == rows
    assert [exact(row) for row in back] == [exact(row) for row in rows]
    assert freeze(back, at=NOON) == stored
    assert all(datetime.fromisoformat(cells["frozen_at"]) == NOON for cells in stored)


def test_a_row_that_grew_and_one_that_lost_a_field(world: SimpleNamespace):
    row = frames.published(EVERY)[0]
    grown = make_dataclass(
        "Grown", [("novel", Decimal | None, None), ("tags", tuple[str, ...], ())], bases=(Row,), frozen=True
    )
    (old,) = freeze([row], at=NOON)
    with patch.object(frozen, "Row", grown):
        found: Any
        again: Any
        (found,) = thaw([{**old, "gone_long_ago": {"x": 1}}])
        assert (found.novel, found.tags, found.code) == (None, (), "43A")
        (again,) = thaw(freeze([replace(found, novel=Decimal("1.50"))], at=NOON))
        assert str(again.novel) == "1.50"
    with pytest.raises(ValueError, match=r"Row\.verdict"):
        thaw([{name: cell for name, cell in old.items() if name != "verdict"}])


def test_a_real_row_of_every_kind_comes_back(world: SimpleNamespace):
    publish_value(
        world.indicator, 2024, said("980", as_of=date(2025, 3, 31)), by=world.alice, publisher=world.bob
    )
    publish_change(world.indicator, 2024, Kind.CORRECTION, said("979.5"), by=world.alice, publisher=world.bob)
    rows = frames.published(EVERY)
    assert any(row.superseded for row in rows)
    assert thaw(json.loads(json.dumps(freeze(rows, at=NOON)))) == list(rows)


def test_what_cannot_be_kept_exactly_is_refused(world: SimpleNamespace):
    row = frames.published(EVERY)[0]
    with pytest.raises(TypeError):
        freeze([replace(row, value=1.5)], at=NOON)  # type: ignore[arg-type]


# --- The figures of the day -------------------------------------------------------------------------


def test_the_figures_stay_when_a_value_is_corrected(world: SimpleNamespace):
    publish_value(world.indicator, 2024, said("980"), by=world.alice, publisher=world.bob)
    sheet = publish_sheet(world.measure, by=world.alice, publisher=world.bob)
    publish_change(
        world.indicator, 2024, Kind.CORRECTION, said("1300"), by=world.alice, publisher=world.bob, now=LATER
    )
    sheet.refresh_from_db()
    then = {row.code: row for row in thaw(sheet.figures)}
    assert set(then) == {"43A", "43B"}
    assert {row.year for row in then.values()} == {2024}
    assert (then["43A"].value, then["43A"].verdict) == (Decimal(980), "behind")
    assert then["43B"].value is None
    assert [cells["frozen_at"] for cells in sheet.figures] == [NOON.isoformat()] * 2
    assert [cells["value"] for cells in sheet.figures] == ["980", None]

    change = SHEETS.open_change(owner=world.measure, year=2024, reason="値の訂正", by=world.alice)
    assert change.figures is None
    second = SHEETS.submit(owner=world.measure, year=2024, by=world.alice, version=1)
    second = SHEETS.publish(record=second, version=2, by=world.bob, now=LATER)
    assert thaw(second.figures)[0].value == Decimal(1300)
    sheet.refresh_from_db()
    assert thaw(sheet.figures)[0].value == Decimal(980)


def test_only_published_figures_are_frozen(world: SimpleNamespace):
    """A change that is being typed is not in the sheet, though it is in the works."""
    publish_value(world.indicator, 2024, said("980"), by=world.alice, publisher=world.bob)
    open_change(owner=world.indicator, year=2024, kind=Kind.CORRECTION, reason="誤り", by=world.alice)
    Indicator.objects.get(pk=world.indicator.pk).results.filter(number=2).update(value=Decimal(424242))
    sheet = publish_sheet(world.measure, by=world.alice, publisher=world.bob)
    assert "424242" not in json.dumps(sheet.figures)
    assert thaw(sheet.figures)[0].value == Decimal(980)


def test_a_sheet_waits_for_the_values_of_its_year(world: SimpleNamespace):
    sheet = submit_sheet(world.measure, by=world.alice)
    result = submit_value(world.indicator, 2024, said("980"), by=world.alice)
    submit_value(world.indicator, 2025, said("990"), by=world.alice)  # another year does not matter
    before = Event.objects.count()
    with pytest.raises(WrongState) as refusal:
        SHEETS.publish(record=sheet, version=sheet.version, by=world.bob)
    assert "「移住・定住相談窓口利用登録者数」" in str(refusal.value)
    assert "相談の件数" not in str(refusal.value)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.figures, Event.objects.count()) == ("submitted", None, before)
    publish(record=result, version=result.version, by=world.bob)
    out = SHEETS.publish(record=sheet, version=sheet.version, by=world.bob)
    assert thaw(out.figures)[0].value == Decimal(980)


def test_a_measure_without_indicators(world: SimpleNamespace):
    bare = make_measure(77)
    with pytest.raises(NotAllowed):
        submit_sheet(bare, by=world.alice)
    sheet = publish_sheet(bare, by=world.bob, publisher=world.carol)
    assert sheet.figures == []


# --- The plan office's part -------------------------------------------------------------------------


def remark(sheet: EvaluationSheet, by: Any, **texts: str) -> EvaluationSheet:
    written = {"external_evaluation": "審議会の評価", "office_remark": "企画課の所見", **texts}
    return SHEETS.add_remarks(record=sheet, version=sheet.version, by=by, now=NOON, **written)


def test_remarks_leave_the_departments_text_and_place(world: SimpleNamespace):
    sheet = remark(submit_sheet(world.measure, by=world.alice), world.bob, office_remark=" 所見\n")
    assert (sheet.state, sheet.office_remark, sheet.external_evaluation) == (
        "submitted",
        "所見",
        "審議会の評価",
    )
    assert sheet.achievements == sheet_said()["achievements"]
    assert (sheet.submitted_by, sheet.edited_by) == (world.alice, world.bob)
    line = Event.objects.filter(action="saved").get()
    assert (line.by, line.measure, line.from_state, line.to_state) == (
        world.bob,
        world.measure,
        "submitted",
        "submitted",
    )
    assert (line.detail["before"]["office_remark"], line.detail["after"]["office_remark"]) == ("", "所見")
    with pytest.raises(NotAllowed):
        SHEETS.publish(record=sheet, version=sheet.version, by=world.bob)
    assert SHEETS.publish(record=sheet, version=sheet.version, by=world.carol).office_remark == "所見"


def test_a_department_cannot_write_remarks(world: SimpleNamespace):
    sheet = submit_sheet(world.measure, by=world.alice)
    with pytest.raises(NotAllowed):
        remark(sheet, world.alice)
    with pytest.raises(NotAllowed):
        remark(sheet, make_user("eve"))
    returned = SHEETS.send_back(record=sheet, version=sheet.version, reason="理由", by=world.bob)
    saved = SHEETS.save(
        owner=world.measure,
        year=2024,
        by=world.alice,
        version=returned.version,
        data=sheet_said(office_remark="課が書いた所見", external_evaluation="課が書いた評価"),
    )
    assert (saved.office_remark, saved.external_evaluation) == ("", "")


def test_a_department_does_not_lose_the_remarks_and_their_writer_cannot_publish_them(world: SimpleNamespace):
    """Bob wrote the remark before Alice saved last; the row alone would let him publish his own words."""
    sheet = remark(submit_sheet(world.measure, by=world.alice), world.bob)
    returned = SHEETS.send_back(record=sheet, version=sheet.version, reason="理由", by=world.carol)
    again = SHEETS.submit(
        owner=world.measure,
        year=2024,
        by=world.alice,
        version=returned.version,
        data=sheet_said(rating="B"),
    )
    assert (again.office_remark, again.rating) == ("企画課の所見", "B")
    assert world.bob.pk not in again.author_ids
    assert not SHEETS.may_publish(world.bob, again)
    with pytest.raises(NotAllowed):
        SHEETS.publish(record=again, version=again.version, by=world.bob)
    assert SHEETS.publish(record=again, version=again.version, by=world.carol).state == "published"


def test_a_change_takes_the_remarks_over_and_whoever_wrote_them_may_publish_it(world: SimpleNamespace):
    sheet = remark(submit_sheet(world.measure, by=world.alice), world.bob)
    SHEETS.publish(record=sheet, version=sheet.version, by=world.carol)
    SHEETS.open_change(owner=world.measure, year=2024, reason="誤り", by=world.alice)
    change = submit_sheet(world.measure, by=world.alice, rating="B")
    assert (change.number, change.office_remark) == (2, "企画課の所見")
    assert SHEETS.publish(record=change, version=change.version, by=world.bob).state == "published"


def test_a_draft_that_was_given_up_bars_nobody(world: SimpleNamespace):
    draft = SHEETS.save(owner=world.measure, year=2024, by=world.alice, data=sheet_said())
    remarked = remark(draft, world.bob)
    SHEETS.discard(record=remarked, version=remarked.version, by=world.alice)
    sheet = submit_sheet(world.measure, by=world.alice)
    assert (sheet.office_remark, SHEETS.may_publish(world.bob, sheet)) == ("", True)


def test_remarks_saved_unchanged_make_nobody_an_author(world: SimpleNamespace):
    sheet = submit_sheet(world.measure, by=world.alice)
    same = remark(sheet, world.bob, external_evaluation="", office_remark=" ")
    assert (same.version, same.edited_by) == (sheet.version, world.alice)
    assert SHEETS.may_publish(world.bob, same)
    assert not Event.objects.filter(action="saved").exists()


def test_remarks_after_somebody_elses(world: SimpleNamespace):
    sheet = submit_sheet(world.measure, by=world.alice)
    remark(sheet, world.bob)
    with pytest.raises(StaleVersion) as refusal:
        remark(sheet, world.carol, office_remark="別の所見")
    assert refusal.value.current.office_remark == "企画課の所見"


def test_no_remarks_on_what_is_published(world: SimpleNamespace):
    sheet = publish_sheet(world.measure, by=world.alice, publisher=world.bob)
    with pytest.raises(StaleVersion):
        remark(sheet, world.carol)
    sheet.refresh_from_db()
    assert sheet.office_remark == ""
