"""A column that somebody took out of a plan's workbook: the usual for new rows, what stands for others, or a word; never an error of ours."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from openpyxl import Workbook

from indicators.forms.plan_file.workbook import read_sheets, read_workbook
from indicators.models import InterimTarget, Target
from indicators.plan_tables import BY_KEY, TABLES, Findings, Table, tables_of
from indicators.spreadsheets.upload.sheet import UploadedTable
from indicators.workflow.plan_file import check_file, keep_upload, put_in_upload
from measures.models import Plan
from tests.indicators.factories import load_fixtures, make_bob, make_plan
from tests.indicators.large_plan import large_tables
from tests.indicators.plan_books import book_of, changed

pytestmark = pytest.mark.django_db
PUBLIC = "/office/plan/3/file/"

# A new row of each sheet, by the columns' names.
NEW: dict[str, dict[str, Any]] = {
    "policies": {"number": "09", "name": "新しい政策"},
    "measures": {"number": 3, "policy": "09", "name": "防災", "goal": "災害に強いまち"},
    "statements": {"measure": 3, "section": "現状", "summary": "台風の被害"},
    "initiatives": {"code": "3-1", "name": "避難所", "departments": "企画課"},
    "details": {"initiative": "3-1", "summary": "備蓄"},
    "viewpoints": {"measure": 3, "kind": "DXの視点", "text": "地図の公開"},
    "related_plans": {"measure": 3, "name": "地域防災計画"},
    "departments": {"name": "危機管理課", "slug": "kiki"},
    "indicators": {
        **{
            "code": "3A",
            "name": "訓練に参加した人の割合",
            "unit": "％",
            "decimals": 1,
            "counting": "その時点の数",
        },
        **{"direction": "増やす", "baseline_value": 12.5, "baseline_label": "令和4年度"},
        **{"baseline_year": "令和4年度", "value": 20, "target_year": "令和12年度", "label": "20％"},
        "lead_department": "企画課",
    },
    "interim_targets": {"code": "3A", "year": "令和10年度", "value": 18, "reason": "理由"},
    "values": {
        "code": "3A",
        "year": "令和3年度",
        "value_state": "実績",
        "value": 11.5,
        "note": "訓練を行った",
    },
    "passports": {"code": "3A", "definition": "定義"},
    "figures": {"measure": 3, "title": "図", "source": "統計書", "unit": "件"},
    "figure_points": {"measure": 3, "label": "令和4年", "value": 3},
}


@pytest.fixture
def coming() -> Plan:
    """In preparation, with ten indicators of every kind that stand in it."""
    coming = make_plan(
        slug="kisarazu-4", name="第4次基本計画", first_year=2027, last_year=2030, published_at=None
    )
    bob = make_bob()
    tables = large_tables(measures=2, initiatives=2, indicators=10)
    upload = keep_upload(plan=coming, name="計画.xlsx", tables=tables, by=bob)
    put_in_upload(upload=upload, version=upload.version, by=bob)
    return coming


def with_new_rows(plan: Plan) -> bytes:
    rows = {
        BY_KEY[key].title: [[cells.get(column.name) for column in BY_KEY[key].columns]]
        for key, cells in NEW.items()
    }
    return changed(book_of(plan), rows=rows)


def without_each_column(sheets: list[UploadedTable]) -> Iterator[tuple[Table, str, list[UploadedTable]]]:
    for at, sheet in enumerate(sheets):
        table = next(one for one in TABLES if one.title == sheet.title)
        for place, column in enumerate(table.columns, 1):
            rows = {
                row: {number: cell for number, cell in cells.items() if number != place}
                for row, cells in sheet.rows.items()
            }
            yield table, column.name, [*sheets[:at], replace(sheet, rows=rows), *sheets[at + 1 :]]


@pytest.mark.slow
def test_each_column_of_each_sheet_can_be_missing(coming: Plan) -> None:
    """Each is asked for in words, or the file goes in and says of the rows that stand what they say."""
    bob, standing = User.objects.get(), tables_of(coming)
    sheets = read_sheets("plan.xlsx", with_new_rows(coming))
    taken = []
    for table, name, less in without_each_column(sheets):
        found = read_workbook(coming, less, standing)
        if found.errors:
            assert all(one.message for one in found.errors.found), (table.key, name)
            continue
        checked = check_file(coming, standing, found.tables, deletes=False)
        kinds = {change.kind for group in checked.changes for change in group.changes}
        assert kinds <= {"new"}, (table.key, name)
        if checked.errors:
            continue
        taken.append((table.key, name))
        if name == "promised_from":
            with transaction.atomic():
                upload = keep_upload(plan=coming, name="計画.xlsx", tables=found.tables, by=bob)
                put_in_upload(upload=upload, version=upload.version, by=bob)
                firsts = [
                    kind.objects.get(indicator__measure__number=3).first_year
                    for kind in (Target, InterimTarget)
                ]
                assert firsts == [2027, 2027]
                transaction.set_rollback(True)
    assert {("indicators", "promised_from"), ("interim_targets", "promised_from")} <= set(taken)
    assert len(taken) > 50


def test_what_a_new_indicator_leaves_open_is_settled_by_its_row_and_told(coming: Plan) -> None:
    """Six or seven cells a promise, those that a plan prints: the preview says what became of each empty one."""
    heads = [column.name for column in BY_KEY["indicators"].columns]
    usual = {"unit": "％", "baseline_label": "令和７年12月末"}
    given: list[dict[str, Any]] = [
        {"code": "1N", "name": "利用者の割合", "baseline_value": 12.5, "value": 20},
        {"code": "1F", "name": "待機の割合", "baseline_value": 8.4, "value": 6},
        {"code": "1G", "name": "経常収支比率", "baseline_value": 89.8, "value": 90, "label": "90％以内"},
        {"code": "1H", "name": "割合の目標", "baseline_value": 42.5, "value": 50, "label": "50％以上"},
        {"code": "1I", "name": "湿度", "value": 40, "upper": 60, "baseline_label": ""},
        {"code": "1J", "name": "企業数（累計）", "baseline_value": 12, "value": 30, "unit": "社"},
        {"code": "1K", "name": "維持か数え直しか", "baseline_value": 2, "value": 2, "unit": "件"},
        {"code": "1L", "name": "維持", "baseline_value": 92.5, "direction": "現状値以上を維持する"},
        {"code": "1M", "name": "目標のない行"},
    ]
    rows = [[{**usual, **one}.get(name) for name in heads] for one in given]
    data = changed(book_of(coming), rows={"指標": rows})
    found = read_workbook(coming, read_sheets("plan.xlsx", data), tables_of(coming))
    read = {line.cells["code"]: line.cells for line in found.tables["indicators"].rows}
    settled = ("decimals", "counting", "direction", "label", "target_year", "baseline_year")
    assert {
        code: tuple(read[code][name] for name in settled)
        for code in ["1N", "1F", "1G", "1H", "1I", "1J", "1L"]
    } == {
        "1N": (1, "point", "increase", "20％", 2030, 2025),
        "1F": (1, "point", "decrease", "6％", 2030, 2025),
        "1G": (1, "point", "at_most", "90％以内", 2030, 2025),
        "1H": (1, "point", "increase", "50％以上", 2030, 2025),
        "1I": (0, "point", "within", "40〜60％", 2030, None),
        "1J": (0, "cumulative", "increase", "30社", 2030, 2025),
        "1L": (1, "point", "at_least", "92.5％以上", 2030, 2025),
    }
    lead = next(line.cells for line in tables_of(coming)["initiatives"].rows if line.cells["code"] == "1-1")
    assert read["1N"]["lead_department"] == lead["departments"][0]
    # One line for all rows of which the same is said, and what each rests on.
    told = {(one.group, one.column, one.message.split("　")[0]): one.rows for one in found.warnings.found}
    assert told["guessed", "約束", "「増やす」"] == ["1N", "1J"]
    assert told["contrary", "約束", "「増やす」"] == ["1H"]
    assert told["worded", "約束", "「上限以内に保つ」"] == ["1G"]
    assert told["plain", "目標の年度", "「令和12年度」"] == [one["code"] for one in given]
    labels = next(one.rows for one in found.warnings.found if one.column == "目標の書き方")
    assert labels[:2] == ["1N「20％」", "1F「6％」"]
    # What the row cannot tell is asked for.
    assert [(one.column, one.message.split("。")[0]) for one in found.errors.found] == [
        ("約束", "「約束」を選んでください"),
        ("目標", "目標の値を入力してください"),
    ]
    assert all("「現状値以上を維持する」" in one.message for one in found.errors.found)


def test_the_decimals_of_a_new_indicator_are_those_that_its_figures_show(coming: Plan) -> None:
    """Excel keeps 45.0 as 45: the format of the cell shows the digit that later values need. 0 is told, too."""
    usual = {
        "name": "満足の割合",
        "unit": "％",
        "baseline_value": 45,
        "baseline_label": "令和７年12月末",
        "value": 75,
    }
    columns = {
        key: {column.name: at for at, column in enumerate(BY_KEY[key].columns, 1)}
        for key in ("indicators", "interim_targets", "values")
    }

    def row_of(key: str, said: dict[str, Any]) -> list[Any]:
        return [said.get(name) for name in columns[key]]

    formats = [
        *(("1N", "baseline_value", "0.0"), ("1O", "value", "#,##0.00_ "), ("1P", "value", "0.0%")),
        *(("1Q", "value", "General"), ("1R", "value", "0.0;[Red]-0.0"), ("1S", "value", "0")),
    ]
    given = [{**usual, "code": code} for code, _, _ in formats]
    given[2] |= {"value": 0.75}
    rows = {
        "指標": [row_of("indicators", one) for one in given],
        "中間目標": [row_of("interim_targets", {"code": "1S", "year": "令和10年度", "value": 60.25})],
        "実績": [row_of("values", {"code": "1Q", "year": "令和6年度", "value_state": "実績", "value": 72.5})],
    }

    def drawn(book: Workbook) -> None:
        page = book["指標"]
        at = {str(cell.value): cell.row for cell in page["A"]}
        for code, name, shown in formats:
            page.cell(at[code], columns["indicators"][name]).number_format = shown
        last = at["1S"] + 1
        for name, said in {**usual, "code": "1T"}.items():
            page.cell(last, columns["indicators"][name]).value = said

    data = changed(book_of(coming), rows=rows, more=drawn)
    found = read_workbook(coming, read_sheets("plan.xlsx", data), tables_of(coming))
    read = {line.cells["code"]: line.cells["decimals"] for line in found.tables["indicators"].rows}
    expected = {"1N": 1, "1O": 2, "1P": 1, "1Q": 1, "1R": 1, "1S": 2, "1T": 0}
    assert {code: read[code] for code in expected} == expected
    told = {one.message[:3]: one.rows for one in found.warnings.found if one.column == "小数の桁数"}
    assert told == {"「1」": ["1N", "1P", "1Q", "1R"], "「2」": ["1O", "1S"], "「0」": ["1T"]}


def test_a_table_that_cannot_say_from_when_a_promise_counts_takes_the_plans_first_year() -> None:
    load_fixtures()
    client = Client()
    client.force_login(make_bob())
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (
        ("施策", "指標の名称", "単位", "現状値（R8）", "目標値（R14）", "担当"),
        ("41", "相談の件数", "件", "100", "150", "企画課"),
    ):
        page.append(row)
    saved = io.BytesIO()
    book.save(saved)
    shown = client.post(
        PUBLIC, {"action": "read", "file": SimpleUploadedFile("一覧.xlsx", saved.getvalue())}, follow=True
    )
    columns = {one.head: one for one in shown.context["columns"].columns}
    chosen = {f"column-{one.number}": one.field for one in columns.values()}
    chosen[f"column-{columns['指標の名称'].number}"] = "name"
    layout = shown.context["columns"].layout
    posted = {
        **{"action": "columns", "upload": str(shown.context["columns"].upload.pk), "sheet": layout.sheet},
        **{"first": str(layout.first), "last": str(layout.last), **chosen},
    }
    answer = client.post(PUBLIC, posted, follow=True)
    assert answer.status_code == 200


def test_sheets_and_columns_under_another_name_are_named(coming: Plan) -> None:
    def rename(book: Workbook) -> None:
        book["中間目標"].title = "中間"
        page = book["指標"]
        page.cell(1, page.max_column + 1).value = "メモ"
        page.cell(2, page.max_column).value = "確かめる"
        book.create_sheet("空")

    found = read_workbook(
        coming, read_sheets("plan.xlsx", changed(book_of(coming), more=rename)), tables_of(coming)
    )
    told = {one.place: one.message for one in found.warnings.found}
    assert found.errors.found == []
    assert "様式にない名前" in told["シート「中間」"]
    assert "そのまま残ります" in told["シート「中間目標」"]
    assert [words for place, words in told.items() if "「メモ」" in words and place.startswith("指標!")]
    assert "シート「空」" not in told


def test_a_heading_that_was_changed_is_named_once_with_what_stands_beside_it(coming: Plan) -> None:
    data = changed(with_new_rows(coming), rows={"指標": [["3B", "ほかの割合", "％", 1, "その時点の数"]]})
    sheets = read_sheets("plan.xlsx", data)
    at = next(place for place, one in enumerate(sheets) if one.title == "指標")
    head = sheets[at].rows[1]
    for old, new in (("目標", "目標値"), ("目標の年度", "年限"), ("約束", "向き")):
        place = next(number for number, cell in head.items() if cell.text == old)
        rows = {**sheets[at].rows, 1: {**head, place: replace(head[place], text=new)}}
        less = [*sheets[:at], replace(sheets[at], rows=rows), *sheets[at + 1 :]]
        found = read_workbook(coming, less, tables_of(coming))
        errors = found.errors if old != "目標" else _checked_alone(coming, less)
        named = [str(one) for one in errors.found if f"「{old}」の列がありません" in one.message]
        assert len(named) == 1
        assert f"「{new}」（" in named[0]


def _checked_alone(plan: Plan, sheets: list[UploadedTable]) -> Findings:
    """Of a file whose rows can be read."""
    at = next(place for place, one in enumerate(sheets) if one.title == "指標")
    last = max(sheets[at].rows)
    rows = {row: cells for row, cells in sheets[at].rows.items() if row < last}
    standing = tables_of(plan)
    found = read_workbook(plan, [*sheets[:at], replace(sheets[at], rows=rows), *sheets[at + 1 :]], standing)
    assert found.errors.found == []
    return check_file(plan, standing, found.tables, deletes=False).errors


def test_a_column_that_is_gone_still_says_how_the_others_are_read(coming: Plan) -> None:
    sheets = read_sheets("plan.xlsx", book_of(coming))
    less = next(
        one
        for table, name, one in without_each_column(sheets)
        if (table.key, name) == ("indicators", "decimals")
    )
    assert read_workbook(coming, less, tables_of(coming)).errors.found == []
