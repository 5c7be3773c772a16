"""The workbook of a whole plan: out and in again changes nothing, and every cell that cannot be taken is named."""

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from indicators.models import Indicator, Passport, Rhythm, Target
from indicators.plan_tables import BY_KEY, changes_between, tables_of
from indicators.spreadsheets.plan_workbook import plan_xlsx
from indicators.workflow.review.values import VALUES
from measures.models import Plan
from tests.indicators.factories import load_fixtures
from tests.indicators.plan_books import address, book_of, changed, read

pytestmark = [pytest.mark.django_db, pytest.mark.reads]


@pytest.fixture
def plan() -> Plan:
    return load_fixtures()


def test_out_and_in_again_changes_nothing(plan: Plan) -> None:
    standing = tables_of(plan)
    counts = {key: len(lines.rows) for key, lines in standing.items()}
    # docs/product.md §7: 8 measures, 5 policies, 18 initiatives with 56 bullets, 68 ● bullets, 14 departments, 11 indicators.
    assert (counts["measures"], counts["policies"], counts["initiatives"], counts["details"]) == (
        8,
        5,
        18,
        56,
    )
    assert (counts["departments"], counts["indicators"], counts["figures"]) == (14, 11, 8)
    sections = [line.cells["section"] for line in standing["statements"].rows]
    assert sum(one in ("situation", "issue", "direction") for one in sections) == 68
    file = read(plan, book_of(plan))
    assert (file.errors.found, file.warnings.found, file.key) == ([], [], "3")
    assert changes_between(standing, file.tables) == []


def test_every_field_of_an_indicator_and_its_explanation_has_a_column() -> None:
    """What the office can say of one on a page, a workbook can say (decisions/0027)."""
    columns = {column.name for column in BY_KEY["indicators"].columns}
    own = {field.name for field in Indicator._meta.concrete_fields} - {"id", "measure", "letter"}
    assert own - columns == set()
    assert set(Target.content) - columns == set()
    assert set(Rhythm.content) - columns == set()
    explained = {column.name for column in BY_KEY["passports"].columns}
    assert set(Passport.content) - explained == set()
    said = {column.name for column in BY_KEY["values"].columns}
    assert set(VALUES.content) - said == set()


def test_a_ceiling_and_a_count_from_zero_stand_in_their_cells(plan: Plan) -> None:
    cells = {line.cells["code"]: line.cells for line in read(plan, book_of(plan)).tables["indicators"].rows}
    assert (cells["46A"]["direction"], cells["46A"]["value"], cells["46A"]["unit"]) == ("at_most", "90", "％")
    assert (cells["47A"]["counting"], cells["47A"]["baseline_year"]) == ("cumulative_from_zero", 2022)
    assert (cells["42A"]["baseline_value"], cells["42A"]["value"], cells["42A"]["decimals"]) == (
        "0.27",
        "0.35",
        2,
    )


# Sheet, first cell of the row, heading, what somebody types there → what the sentence says.
WRONG = [
    ("基本政策", "01", "番号", "1a", "2桁の数字"),
    ("施策", "41", "番号", "四十一", "読めません"),
    ("施策", "42", "名称", None, "「名称」を入力してください"),
    ("施策", "43", "名称", "長" * 101, "100字まで"),
    ("現状と課題", "41", "区分", "現在", "選択肢にありません"),
    ("主な取組", "41-1", "番号", date(2041, 1, 1), "日付"),
    ("主な取組", "41-2", "担当課", "企画課、企画課", "2回あります"),
    ("指標", "41A", "小数の桁数", 7, "0から6"),
    ("指標", "42A", "現状値", "0.275", "小数は2桁まで"),
    ("指標", "43A", "目標", "2,000件", "この指標の単位は「人」です"),
    ("指標", "44A", "約束", "増加", "選択肢にありません"),
    ("指標", "44B", "目標の年度", "令和8年", "暦の年です"),
    ("指標", "45A", "現状値の年度", date(2022, 4, 1), "日付"),
    ("指標", "45B", "主担当を確認済み", "たぶん", "「はい」か「いいえ」"),
    ("指標", "46A", "コード", "46-A", "指標のコード"),
    ("指標", "47A", "終了の決定日", "そのうち", "日付として読めません"),
    ("指標", "48A", "現状値", "=1+1", "数式"),
    ("指標", "48B", "目標", "未定", "数ではありません。なければ、空に"),
]


def test_wrong_cells_of_each_kind_are_named(plan: Plan) -> None:
    data = book_of(plan)
    places = [(sheet, address(data, sheet, key, heading)) for sheet, key, heading, _, _ in WRONG]
    typed = {place: one[3] for place, one in zip(places, WRONG, strict=True)}
    found = read(plan, changed(data, typed)).errors.found
    by_place = {one.place: one for one in found}
    for (sheet, cell), (_, _, heading, _, said) in zip(places, WRONG, strict=True):
        one = by_place[f"{sheet}!{cell}"]
        assert said in one.message, one
        assert one.column in (heading, ""), one
    assert len(found) == len({one.place for one in found}) == len(WRONG)


def test_what_is_no_table_is_named(plan: Plan) -> None:
    def spoil(book: Workbook) -> None:
        book["施策"].merge_cells("A3:B3")
        book["基本政策"].row_dimensions[3].hidden = True
        book["課"]["C1"] = "名称"
        book["主な取組"].delete_cols(2)
        book["指標"]["A3"] = book["指標"]["A2"].value

    found = {one.place: one.message for one in read(plan, changed(book_of(plan), more=spoil)).errors.found}
    assert "結合" in found["施策!A3:B3"]
    assert "行が隠れています" in found["基本政策!3:3"]
    assert "二つあります" in found["課!C1"]
    assert "「名称」の列がありません" in found["主な取組!1:1"]
    assert "41Aの行が二つあります（指標!A2と同じです）" in found["指標!A3"]


def test_what_people_type_is_read_as_everywhere(plan: Plan) -> None:
    data = book_of(plan)
    cells = {
        ("基本政策", address(data, "基本政策", "01", "番号")): 1,
        ("施策", address(data, "施策", "41", "番号")): "施策４１",
        ("主な取組", address(data, "主な取組", "41-1", "番号")): "４１－１",
        ("指標", address(data, "指標", "43A", "コード")): "４３ａ",
        ("指標", address(data, "指標", "43A", "目標")): "２，０００人",
        ("指標", address(data, "指標", "43A", "目標の年度")): "R8",
        ("指標", address(data, "指標", "44B", "年の数え方")): "年度",
    }
    file = read(plan, changed(data, cells))
    assert file.errors.found == []
    assert changes_between(tables_of(plan), file.tables) == []


def test_a_column_that_the_file_lacks_says_what_stands(plan: Plan) -> None:
    def take_out(book: Workbook) -> None:
        page = book["指標"]
        column = next(cell.column for cell in page[1] if cell.value == "備考（要約）")
        page.delete_cols(column)
        book.remove(book["主な取組"])

    file = read(plan, changed(book_of(plan), more=take_out))
    assert file.errors.found == []
    assert changes_between(tables_of(plan), file.tables) == []


def test_a_wide_sheet_is_read_on_paper_and_examples_stand_below_each_other(plan: Plan) -> None:
    """Looked at in LibreOffice: forty columns on one page are read by nobody, nor a line that is cut off."""
    tables = tables_of(plan)
    data = plan_xlsx(key=plan.key, name=str(plan), years=plan.years, tables=tables, examples=tables)
    book = load_workbook(io.BytesIO(data))
    wide, narrow = book["指標"], book["施策"]
    assert (wide.page_setup.fitToWidth, wide.print_title_rows, wide.freeze_panes) == (2, "$1:$1", "B2")
    assert wide.print_title_cols == "$A:$B"
    assert (narrow.page_setup.fitToWidth, narrow.print_title_cols) == (None, None)
    assert book["記入例"].max_column == 4
    guide = book["記入要領"]
    promise = next(row for row in guide.iter_rows(max_col=2) if row[0].value == "約束")
    assert guide.row_dimensions[promise[0].row].height > 20
