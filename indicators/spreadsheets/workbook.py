"""Figures as a workbook for people: what a page of the staff shows, with its conditions on a second sheet.

Figures are numbers with all their digits, shown with the indicator's decimals; text is text whatever it begins
with; an empty cell is not zero.
"""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from indicators.frames import Row, counted, pace_of
from indicators.models import Counting, Direction, Kind, ValueState, WorkflowState
from indicators.numbers import decimals_of, format_number
from indicators.progress import Outlook
from indicators.spreadsheets.cells import (
    HEAD,
    begins_formula,
    fit_to_width,
    grouped,
    visible_text,
    write_text,
)
from indicators.spreadsheets.fields import DEMO_NOTICE, JAPAN
from indicators.wording.counting import survey_words
from indicators.wording.figures import expected_shown, gap_shown, gap_word
from indicators.wording.follow_up import overdue_words
from measures.fiscal_year import FiscalYear
from measures.levels import speaks
from measures.site import site_city

Content = str | int | Decimal | date | None
Outlooks = Mapping[int, Outlook | None]
_SHARE = "0.0%"
_WHOLE = "0"
_DAY = "yyyy-mm-dd"
_MOMENT = "yyyy-mm-dd hh:mm"
_LONGEST_SHEET_NAME = 31  # Excel's own limit; it calls a longer one a damaged file


@speaks("heading")
@dataclass(frozen=True)
class Column:
    """One column: heading, width in letters, what a row says, and how a figure of it is shown."""

    heading: str
    width: int
    value_of: Callable[[Row], Content]
    shown: Callable[[Row], str] | str = ""


def xlsx_bytes(
    rows: Iterable[Row],
    title: str,
    conditions: Mapping[str, str],
    outlooks: Outlooks | None = None,
    risks: Mapping[int, str] | None = None,
    *,
    current_year: int,
) -> bytes:
    """`rows` as a table, and `conditions` (what was chosen, when, by which address) beside it; made in `current_year`."""
    book = Workbook()
    table = book.active
    assert isinstance(table, Worksheet)
    table.title = title[:_LONGEST_SHEET_NAME]
    columns = _columns(outlooks or {}, risks or {}, current_year)
    _write_head(table, columns)
    for place, row in enumerate(counted(rows), 2):
        for number, column in enumerate(columns, 1):
            content = column.value_of(row)
            if content is not None and content != "":  # a cell that is not there costs nothing
                shown = column.shown(row) if callable(column.shown) else column.shown
                _fill(table.cell(place, number), content, shown)
    _lay_out(table, columns)
    lines = {**({"注意": DEMO_NOTICE} if settings.DEMO else {}), "表題": title, **conditions}
    _write_conditions(book.create_sheet("条件"), lines)
    found = io.BytesIO()
    book.save(found)
    return found.getvalue()


def _columns(outlooks: Outlooks, risks: Mapping[int, str], current_year: int) -> list[Column]:
    """In the order in which a manager reads: what, whose, how it stands, how it goes on, where it comes from.

    What came later stands behind, so that nobody's own tables break.
    """
    notice = [Column("注意", 28, lambda row: DEMO_NOTICE)] if settings.DEMO else []
    return [
        *_standing_columns(),
        *_onward_columns(outlooks, current_year),
        *_origin_columns(),
        *notice,
        *_later_columns(risks),
    ]


def _standing_columns() -> list[Column]:
    """What, whose, and how it stands."""
    return [
        Column("番号", 7, lambda row: row.code),
        Column("指標", 36, lambda row: row.name),
        Column("主担当課", 18, lambda row: row.department),
        Column("年度", 12, lambda row: FiscalYear(row.year).wareki),
        Column("西暦", 7, lambda row: row.year, _WHOLE),
        Column("判定", 16, lambda row: row.label),
        Column("値", 12, lambda row: row.value, _own),
        Column("単位", 7, lambda row: row.unit),
        Column("値の状態", 10, _state),
        Column("公表", 10, _published),
        Column("入力の進み", 10, lambda row: _word(WorkflowState, row.workflow_state)),
        Column("前年度の値", 12, lambda row: row.previous_value, _own),
        Column("前年度から", 12, lambda row: row.change, _own),
        Column("目安", 12, _expected, _expected_digits),
        Column("目標", 12, lambda row: row.target, _own),
        Column("目標の年度", 12, lambda row: FiscalYear(row.target_year).wareki),
        Column("進捗", 9, lambda row: row.progress, _progress_digits),
        Column("目安の進捗", 9, lambda row: row.expected_progress, _SHARE),
        Column(
            "進み具合の差（％）",
            12,
            lambda row: None if row.progress_gap is None else row.progress_gap * 100,
            "0.0",
        ),
        Column("上限・下限までの余裕", 12, lambda row: row.margin, _own),
    ]


def _onward_columns(outlooks: Outlooks, current_year: int) -> list[Column]:
    """How it goes on, on a day of `current_year`."""

    def pace(row: Row, name: str) -> Content:
        return getattr(pace_of(row, current_year=current_year), name, None)

    return [
        Column("必要な変化（1年）", 12, lambda row: pace(row, "needed"), _own_and_one),
        Column("これまでの平均（1年）", 12, lambda row: pace(row, "mean"), _own_and_one),
        Column("残りの年数", 9, lambda row: pace(row, "years_left"), _WHOLE),
        Column("ペース", 18, lambda row: pace(row, "word")),
        Column("参考推計", 12, lambda row: _outlook(outlooks, row, "value"), _own_and_one),
        Column("参考推計（低いほう）", 12, lambda row: _outlook(outlooks, row, "low"), _own_and_one),
        Column("参考推計（高いほう）", 12, lambda row: _outlook(outlooks, row, "high"), _own_and_one),
    ]


def _origin_columns() -> list[Column]:
    """Where it comes from."""
    return [
        Column("現状値", 12, lambda row: row.printed_baseline, _own),
        Column("現状値の時点", 16, lambda row: row.baseline_label),
        Column("判定の理由", 40, lambda row: row.reason),
        Column("計算のしかた", 50, lambda row: "\n".join(row.trace)),
        Column("説明", 40, lambda row: row.note),
        Column("時点", 12, lambda row: row.as_of, _DAY),
        Column("公表予定日", 12, lambda row: row.expected_on, _DAY),
        Column("種別", 8, lambda row: _word(Kind, row.kind)),
        Column("変更の理由", 30, lambda row: row.change_reason),
        Column("公表した日時", 17, lambda row: _moment(row.published_at), _MOMENT),
        Column("施策", 7, lambda row: row.measure_number, _WHOLE),
        Column("施策の名称", 28, lambda row: row.measure_name),
        Column("基本政策", 28, lambda row: f"{row.policy_number} {row.policy_name}"),
        Column("向き", 12, lambda row: str(Direction(row.direction).label)),
        Column("数え方", 14, lambda row: str(Counting(row.counting).label)),
    ]


def _later_columns(risks: Mapping[int, str]) -> list[Column]:
    """What came to the file later."""
    city = site_city()
    return [
        Column("計画に書かれた現状値", 12, lambda row: row.plan_baseline, _own),
        Column("計画に書かれた現状値の時点", 16, lambda row: row.plan_baseline_label),
        Column("計画に書かれた目標", 12, lambda row: row.plan_target, _own),
        Column("計画に書かれた目標の書き方", 20, lambda row: row.plan_target_label),
        Column("現状値を見直した日", 12, lambda row: row.baseline_decided_on, _DAY),
        Column("目標を見直した日", 12, lambda row: row.target_decided_on, _DAY),
        Column("判定に使った起点", 12, lambda row: None if _is_limit(row) else row.baseline, _own),
        Column(
            "判定に使った起点の年度",
            12,
            lambda row: (
                "" if _is_limit(row) or row.baseline_year is None else FiscalYear(row.baseline_year).wareki
            ),
        ),
        Column("目安との差", 12, lambda row: None if row.gap is None else gap_shown(row), _expected_digits),
        Column("目安との差の向き", 24, lambda row: None if row.gap is None else gap_word(row)),
        Column("次の公表の期限", 12, lambda row: row.due_on, _DAY),
        Column("公表予定", 24, lambda row: "、".join(overdue_words(row))),
        Column("範囲を出るおそれ", 40, lambda row: risks.get(row.indicator_id, "")),
        Column("出典", 28, lambda row: row.source),
        Column("出典のリンク", 32, lambda row: row.source_url),
        Column("分子", 12, lambda row: row.numerator),
        Column("分母", 12, lambda row: row.denominator),
        Column("回答数", 10, lambda row: row.respondents, _WHOLE),
        Column("調査の誤差（ポイント）", 12, lambda row: row.survey_error, "0.0"),
        Column("調査の間隔", 20, survey_words),
        Column("調査のない年", 10, lambda row: "調査なし" if row.off_survey else ""),
        Column("全国地方公共団体コード", 12, lambda row: city.code),
        Column("市の名称", 14, lambda row: city.name),
        Column("届かない理由", 40, lambda row: row.shortfall_reason),
        Column("次にすること", 40, lambda row: row.next_step),
    ]


def _write_head(table: Worksheet, columns: list[Column]) -> None:
    for number, column in enumerate(columns, 1):
        cell = table.cell(1, number, column.heading)
        cell.font = Font(bold=True)
        cell.fill = HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        table.column_dimensions[get_column_letter(number)].width = column.width


def _lay_out(table: Worksheet, columns: list[Column]) -> None:
    """Code and name stay in sight; on paper the heads come again on each page, as wide as the sheet."""
    table.freeze_panes = "C2"
    table.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(table.max_row, 1)}"
    table.print_title_rows = "1:1"
    fit_to_width(table, table.PAPERSIZE_A3, "landscape")


def _write_conditions(sheet: Worksheet, lines: Mapping[str, str]) -> None:
    sheet.column_dimensions["A"].width = 18
    sheet.column_dimensions["B"].width = 90
    for place, (name, text) in enumerate(lines.items(), 1):
        _fill(sheet.cell(place, 1), name, "")
        sheet.cell(place, 1).font = Font(bold=True)
        _fill(sheet.cell(place, 2), text, "")
        sheet.cell(place, 2).alignment = Alignment(wrap_text=True, vertical="top")


def _fill(cell: Cell, content: str | int | Decimal | date, shown: str) -> None:
    if isinstance(content, str):
        text = visible_text(content)
        write_text(cell, text, is_quoted=begins_formula(text))
        return
    cell.value = content
    if shown:
        cell.number_format = shown


def _own(row: Row) -> str:
    return grouped(row.decimals)


def _is_limit(row: Row) -> bool:
    return row.is_limit


def _expected(row: Row) -> Decimal | None:
    """As pages show it: a reader who subtracts it from the value gets the gap."""
    return None if row.expected is None else expected_shown(row)


def _expected_digits(row: Row) -> str:
    return grouped(0 if row.expected is None else decimals_of(expected_shown(row)))


def _progress_digits(row: Row) -> str:
    """To 0.1 %, and finer where that would tell another story than the verdict: 99.96 % of a missed target."""
    if row.progress is None or row.progress_percent is None:
        return _SHARE
    rounded = format_number(row.progress * 100, decimals=1)
    return _SHARE if rounded == format_number(row.progress_percent, decimals=1) else "0.0000%"


def _own_and_one(row: Row) -> str:
    return grouped(row.decimals + 1)


def _state(row: Row) -> str:
    if row.is_withdrawn:
        return str(Kind.WITHDRAWAL.label)
    return _word(ValueState, row.value_state)


def _published(row: Row) -> str:
    if row.unpublished:
        return "未公表"
    return "公表済" if row.has_record else ""


def _word(words: type[ValueState] | type[Kind] | type[WorkflowState], word: str) -> str:
    return str(words(word).label) if word else ""


def _moment(moment: datetime | None) -> datetime | None:
    """Japan's time; a workbook knows no zones."""
    return None if moment is None else moment.astimezone(JAPAN).replace(tzinfo=None)


def _outlook(outlooks: Outlooks, row: Row, name: str) -> Content:
    return getattr(outlooks.get(row.indicator_id), name, None)
