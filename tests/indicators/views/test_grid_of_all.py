"""One table and one file for all departments and for several years: through the client and the real workflow."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators import workflow
from indicators.models import Event, Result
from indicators.permissions import may_publish
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_department,
    make_indicator,
    make_measure,
    publish_value,
    said,
)
from tests.indicators.files import address_of, book_of, confirmed, filled, given, places, taken, text_of
from tests.indicators.pages import client_of, fields_of

pytestmark = pytest.mark.django_db
ALL = "/entry/grid/2024/?department=all"
YEARS = f"{ALL}&years=2023&years=2024"
FILE = "/entry/spreadsheet/2024/?department=all"


@pytest.fixture
def city() -> dict[str, Any]:
    """43A and 43B of 産業振興課, 44A of 環境課; both years are open."""
    other = make_department(name="環境課", slug="kankyo")
    far = make_measure(44)
    indicators = [make_indicator(letter="A", name="指標A"), make_indicator(letter="B", name="指標B")]
    indicators.append(make_indicator(measure=far, letter="A", name="分別の率", department=other))
    people = {"alice": make_alice(), "bob": make_bob(), "carol": make_carol()}
    for year in (2023, 2024):
        make_cycle(year, by=people["bob"])
    return {"indicators": indicators, "other": other, **people}


@pytest.fixture
def bob(city: dict[str, Any]) -> Client:
    return client_of(city["bob"])


def opened(client: Client, address: str = ALL) -> dict[str, Any]:
    return fields_of(client, address, "4")


def test_the_office_enters_for_two_departments_as_an_author_like_any_other(
    bob: Client, city: dict[str, Any]
) -> None:
    page = opened(bob)
    page |= {
        "43B-value_state": "実績",
        "43B-value": "700",
        "44A-value_state": "実績",
        "44A-value": "８００人",
    }
    answer = bob.post(ALL, {**page, "chosen": ["43B", "44A"], "action": "submit"})
    assert (answer.status_code, answer["Location"]) == (302, ALL)
    records = {str(one.indicator.code): one for one in Result.objects.all()}
    assert {code: (one.value, one.state) for code, one in records.items()} == {
        "43B": (700, "submitted"),
        "44A": (800, "submitted"),
    }
    for record in records.values():
        assert record.author_ids == {city["bob"].pk}
        assert not may_publish(city["bob"], record)
        assert may_publish(city["carol"], record)


def test_a_clerk_gets_their_own_rows_and_touches_no_others(city: dict[str, Any]) -> None:
    alice = client_of(city["alice"])
    page = opened(alice)
    assert {name.partition("-")[0] for name in page} == {"43A", "43B"}
    forged = {"44A-number": "1", "44A-version": "0", "44A-snapshot": "x", "44A-value": "1"}
    alice.post(ALL, {**page, **forged, "action": "draft"})
    assert not Result.objects.exists()
    assert "分別の率" not in text_of(alice.get(ALL))
    assert alice.get("/entry/grid/2024/?department=kankyo").status_code == 403


def test_two_people_at_one_cell_are_shown_both_values(bob: Client, city: dict[str, Any]) -> None:
    page = opened(bob) | {"43A-value": "5", "44A-value": "6"}
    workflow.save_draft(owner=city["indicators"][0], year=2024, data=said("9"), by=city["alice"])
    answer = bob.post(ALL, {**page, "action": "draft"})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert '<dd class="text">5</dd>' in html  # theirs beside one's own
    assert '<span class="num">9<small>人</small></span>' in html
    assert Result.objects.get().value == 9
    again = fields_of_answer(html) | {"43A-resolve": "mine"}
    bob.post(ALL, {**again, "action": "draft"})
    assert {one.indicator.code: one.value for one in Result.objects.all()} == {"43A": 5, "44A": 6}


def fields_of_answer(html: str) -> dict[str, str]:
    class Answered:
        content = html.encode()

        def get(self, address: str) -> "Answered":
            return self

    return fields_of(Answered(), "", "4")  # type: ignore[arg-type]


def test_rows_of_two_years_are_saved_each_in_its_own(bob: Client, city: dict[str, Any]) -> None:
    page = opened(bob, YEARS)
    assert {name.rpartition("-")[0] for name in page} == {
        f"{code}-{year}" for code in ("43A", "43B", "44A") for year in (2023, 2024)
    }
    page |= {"43A-2023-value_state": "実績", "43A-2023-value": "600", "43A-2024-value": "601"}
    bob.post(YEARS, {**page, "chosen": ["43A-2023"], "action": "submit"})
    found = Result.objects.order_by("year").values_list("year", "value", "state")
    assert list(found) == [(2023, Decimal(600), "submitted"), (2024, Decimal(601), "draft")]
    for wrong in ("years=1066", "&".join(f"years={year}" for year in range(2010, 2025))):
        assert bob.get(f"{ALL}&{wrong}").status_code == 404


def test_while_it_is_typed_the_row_says_its_verdict_and_what_is_missing(
    bob: Client, city: dict[str, Any]
) -> None:
    page = opened(bob)
    page |= {"43A-value_state": "未公表", "44A-value_state": "実績", "44A-value": "2000", "43B-value": "二十"}
    answer = bob.post("/entry/grid/2024/live/?department=all", {**page, "row": ["43A", "44A", "43B"]})
    rows = answer.json()["rows"]
    assert {one["label"] for one in rows["43A"]["missing"]} == {"43A 公表予定日", "43A 説明"}
    assert "目標の水準に到達" in rows["44A"]["verdict"]
    assert rows["44A"]["ready"] is True
    assert [(one["at"], "数として読めません" in one["why"]) for one in rows["43B"]["wrong"]] == [
        ("id_43B-value", True)
    ]
    assert not Result.objects.exists()
    assert not Event.objects.filter(action="created").exists()


def test_the_bar_names_what_is_missing_and_hands_in_what_is_complete(
    bob: Client, city: dict[str, Any]
) -> None:
    one, two, three = city["indicators"]
    workflow.save_draft(owner=one, year=2024, data=said("700"), by=city["alice"])
    workflow.save_draft(owner=two, year=2024, data=said(value_state="unpublished"), by=city["alice"])
    bar = bob.get(ALL).context["bar"]
    assert {link["label"] for link in bar.missing} == {"43B 公表予定日", "43B 説明"}
    assert bar.ready == ["43A"]
    page = opened(bob) | {"44A-value_state": "実績", "44A-value": "3"}
    answer = bob.post(ALL, {**page, "ready": "43A", "action": "ready"}, follow=True)
    assert "1件を提出しました" in text_of(answer)
    assert "選ばなかった1件は下書き" in text_of(answer)
    states = {result.indicator_id: result.state for result in Result.objects.all()}
    assert states == {one.pk: "submitted", two.pk: "draft", three.pk: "draft"}


def test_filters_and_words_narrow_the_rows(bob: Client, city: dict[str, Any]) -> None:
    record = said("700")
    publish_value(city["indicators"][0], 2024, record, by=city["alice"], publisher=city["carol"])

    def codes(query: str) -> list[str]:
        return [line.code for line in bob.get(f"{ALL}&{query}").context["lines"]]

    assert codes("") == ["43A", "43B", "44A"] or codes("") == ["44A", "43A", "43B"]
    assert "43A" not in codes("left=open")
    assert codes("q=分別の率") == ["44A"]
    assert codes("q=43b") == ["43B"]
    assert codes("left=nonsense&page=99") == codes("")


def test_a_table_of_all_costs_as_many_queries_for_forty_as_for_three(
    bob: Client, city: dict[str, Any]
) -> None:
    bob.get(ALL)
    with CaptureQueriesContext(connection) as few:
        bob.get(ALL)
    for number in range(50, 63):
        measure = make_measure(number)
        lead = make_department(name=f"課{number}", slug=f"ka-{number}")
        for letter in "ABC":
            one = make_indicator(measure=measure, letter=letter, name=f"{number}{letter}", department=lead)
            workflow.save_draft(owner=one, year=2024, data=said("7"), by=city["bob"])
    with CaptureQueriesContext(connection) as many:
        assert len(bob.get(ALL).context["lines"]) == 42
    assert len(many) == len(few)


# --- The file ---------------------------------------------------------------------------------------


def test_one_file_holds_all_departments_and_comes_back_whole(bob: Client, city: dict[str, Any]) -> None:
    data = taken(bob, page=FILE)
    _, entry = book_of(data)
    columns, rows = places(entry)
    assert set(rows) == {"43A", "43B", "44A"}
    assert list(columns)[-4:] == ["主担当", "判定", "前の年度の説明", "根拠の数"]
    assert entry.cell(rows["44A"], columns["主担当"]).value == "環境課"
    new = filled(
        data, {("43A", "値の状態"): "実績", ("43A", "値"): 700, ("44A", "値"): 9, ("44A", "値の状態"): "実績"}
    )
    preview = given(bob, new, page=FILE)
    assert "2件が変わります" in text_of(preview)
    confirmed(bob, preview, page=FILE)
    assert {one.indicator.code: one.value for one in Result.objects.all()} == {"43A": 700, "44A": 9}
    # A department's own file is taken on the sheet of all, that of all by no department's.
    own = filled(taken(bob, page="/entry/spreadsheet/2024/?department=kankyo"), {("44A", "値"): 10})
    assert "1件が変わります" in text_of(given(bob, own, page=FILE))
    refused = given(client_of(city["alice"]), data, page="/entry/spreadsheet/2024/")
    assert "このファイルは、すべての課の" in text_of(refused)


def test_a_changed_grey_cell_is_told_by_cell_and_taken_by_nobody(bob: Client, city: dict[str, Any]) -> None:
    publish_value(
        city["indicators"][0], 2023, said("590", note="前の説明"), by=city["alice"], publisher=city["carol"]
    )
    data = taken(bob, page=FILE)
    assert "灰色" not in text_of(given(bob, data, page=FILE))
    grey = {("43A", "目標"): 3, ("43A", "令和5年度の値"): "591", ("43A", "前の年度の説明"): "ほかの話"}
    answer = given(bob, filled(data, {**grey, ("43A", "値"): 700, ("43A", "値の状態"): "実績"}), page=FILE)
    text = text_of(answer)
    assert "（灰色）が、3個変わっています" in text
    for code, heading in grey:
        assert address_of(data, code, heading) in text
    assert "「3」は取り込みません（いまは「2000」です）" in text
    assert "1件が変わります" in text
    # Saved meanwhile by somebody, 進み and 判定 differ by themselves and are nobody's change.
    workflow.save_draft(owner=city["indicators"][1], year=2024, data=said("7"), by=city["alice"])
    assert "灰色" not in text_of(given(bob, data, page=FILE))


def test_a_file_of_two_years_has_a_row_for_each(bob: Client, city: dict[str, Any]) -> None:
    page = f"{FILE}&years=2023&years=2024"
    data = taken(bob, page=page)
    _, entry = book_of(data)
    columns, _ = places(entry)
    years = [
        (entry.cell(at, 1).value, entry.cell(at, columns["年度"]).value) for at in range(2, entry.max_row + 1)
    ]
    assert sorted(years) == sorted(
        (code, year) for code in ("43A", "43B", "44A") for year in ("令和5年度", "令和6年度")
    )

    def fill(sheet: Any) -> None:
        for at in range(2, sheet.max_row + 1):
            if sheet.cell(at, 1).value == "43A":
                sheet.cell(at, columns["値の状態"]).value = "実績"
                sheet.cell(at, columns["値"]).value = 600 + at

    confirmed(bob, given(bob, filled(data, {}, fill), page=page), page=page)
    assert sorted(Result.objects.values_list("indicator__letter", "year")) == [("A", 2023), ("A", 2024)]

    def doubled(sheet: Any) -> None:
        for at in range(2, sheet.max_row + 1):
            sheet.cell(at, columns["年度"]).value = "令和6年度"

    refused = text_of(given(bob, filled(data, {}, doubled), page=page))
    assert "43A（令和6年度）の行が二つあります" in refused
