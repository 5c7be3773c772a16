"""An evaluation sheet as a workbook for A4: the same content as the page, every text as text, every figure a number."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from indicators.frames import CostSum, InitiativeYear, OutsideComments, Row
from indicators.models import EvaluationSheet, WorkflowState
from indicators.numbers import decimals_of
from indicators.spreadsheets.cells import fit_to_width, grouped, visible_text, write_text
from indicators.spreadsheets.fields import DEMO_NOTICE, JAPAN
from indicators.spreadsheets.reproducible import reproducible_bytes
from indicators.spreadsheets.text_width import lines_of, wide
from indicators.wording.deeds import part_words, standing_word
from indicators.wording.figures import difference_unit, expected_shown, state_word
from indicators.wording.follow_up import overdue_words
from indicators.wording.money import NO_JUDGEMENT, sheet_line
from indicators.wording.shortfalls import UNSAID, UNSAID_THEN, shortfall_lines
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels
from measures.models import Measure

HEADS = ("指標", "実績", "目安", "目標・上限", "判定", "前年度から", "現状値")
COST_HEADS = ("取組", "予算", "決算", "人工")
WIDTHS = (36, 14, 14, 14, 18, 14, 14)
TEXTS = {
    "achievements": "成果",
    "challenges": "課題",
    "next_steps": "今後の方向性",
    "external_evaluation": "外部評価（審議会）",
    "office_remark": "企画課の所見",
}
LINE = 17.0  # points that a line of 10.5 pt needs
# Excel draws no row higher than 409 points; a longer text goes on in the next row.
MOST_LINES = 22
FONT = "游ゴシック"

_THIN = Side(style="thin", color="999999")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_GREY = PatternFill("solid", fgColor="EEEEF2")


def sheet_workbook(
    *,
    measure: Measure,
    year: int,
    sheet: EvaluationSheet | None,
    rows: Sequence[Row],
    departments: Sequence[str],
    outside: OutsideComments | None = None,
    deeds: Sequence[InitiativeYear] = (),
    costs: Sequence[tuple[str, CostSum]] = (),
) -> bytes:
    """`rows`: the figures that the page shows, `deeds`: what was done in the year, `costs`: of what it cost the names and sums, `outside`: what a council said of it. The same content gives the same bytes."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = f"{in_levels('施策')}{measure.number} {FiscalYear(year).short}"
    for place, width in enumerate(WIDTHS):
        page.column_dimensions["ABCDEFG"[place]].width = width
    _head(page, measure, year, sheet, departments)
    _figures(page, rows, is_published=sheet is not None and sheet.state == WorkflowState.PUBLISHED)
    if deeds:
        _deeds(page, deeds)
    if costs:
        _costs(page, costs)
    for name, label in TEXTS.items():
        text = getattr(sheet, name, "")
        if name == "external_evaluation":
            _line(page, "自己評価", bold=True, fill=True)
            _block(page, sheet.get_rating_display() if sheet and sheet.rating else "（まだ選ばれていません）")
        _line(page, label, bold=True, fill=True)
        _block(page, text or "（記入なし）")
    if outside is not None:
        _outside(page, outside)
    _set_up(page, measure, year)
    return reproducible_bytes(book)


def _head(
    page: Worksheet, measure: Measure, year: int, sheet: EvaluationSheet | None, departments: Sequence[str]
) -> None:
    if settings.DEMO:
        _line(page, DEMO_NOTICE, bold=True)
    if sheet is None or sheet.state != WorkflowState.PUBLISHED:
        _line(page, "下書き：公表していません（職員用）", bold=True)
    _line(page, f"{in_levels('施策')}評価シート　{FiscalYear(year).long}", bold=True)
    _line(page, f"{in_levels('施策')}{measure.number}　{measure.name}", bold=True, size=16)
    _line(page, f"目標：{measure.goal_words}")
    _line(page, f"{in_levels('基本政策')}{measure.policy.number}　{measure.policy.name}")
    _line(page, f"主担当：{'、'.join(departments) or '—'}")
    if sheet is not None and sheet.published_at is not None:
        said = f"第{sheet.number}回　{_day(sheet.published_at)}公表"
        _line(page, said + (f"　変更の理由：{sheet.reason}" if sheet.reason else ""))
        _line(page, "指標の数値は、この日に公表していた値です。")
    _line(page, "")


def _outside(page: Worksheet, outside: OutsideComments) -> None:
    """What a council said, comment by comment, and what the city answers."""
    _line(page, "委員の意見と、市の答え", bold=True, fill=True)
    held = (
        f"　{outside.held_on.year}年{outside.held_on.month}月{outside.held_on.day}日"
        if outside.held_on
        else ""
    )
    _block(page, f"{outside.meeting}{held}{'（公表前）' if outside.unpublished else ''}")
    for one in outside.comments:
        _block(page, f"{one.order}　{one.speaker}：{one.text}")
        if one.answer:
            _block(page, f"市の答え：{one.answer}")


def _deeds(page: Worksheet, deeds: Sequence[InitiativeYear]) -> None:
    """How each initiative stands, and what each of its departments did."""
    _line(page, "取組の実績", bold=True, fill=True)
    for one in deeds:
        word = standing_word(one.standing)
        _block(page, f"{one.code}　{one.initiative.name}{f'　{word}' if word else ''}")
        for part in one.parts:
            _block(page, f"{one.code} {part.department.name}　{part_words(part)}")


def _costs(page: Worksheet, costs: Sequence[tuple[str, CostSum]]) -> None:
    """What each initiative cost, and all of them: whole yen, and 人工."""
    _line(page, in_levels("主な取組の費用"), bold=True, fill=True)
    at = _next(page)
    for place, head in enumerate(COST_HEADS, 1):
        _text(page, at, place, head, bold=True)
    for name, money in costs:
        at, amounts = _next(page), money.amounts
        _text(page, at, 1, name)
        _amount(page, at, 2, amounts.budget, '#,##0"円"')
        _amount(page, at, 3, amounts.settled, '#,##0"円"')
        _amount(page, at, 4, None if amounts.labour is None else Decimal(amounts.labour) / 100, '0.##"人工"')
        page.row_dimensions[at].height = LINE * max(lines_of(name, WIDTHS[0]), 1) + 6
        _block(page, sheet_line(money))
    _block(page, NO_JUDGEMENT)


def _amount(page: Worksheet, at: int, place: int, figure: int | Decimal | None, shown: str) -> None:
    if figure is None:
        _text(page, at, place, "—")
        return
    cell = page.cell(at, place, figure)
    cell.number_format, cell.font, cell.border = shown, Font(name=FONT, size=10.5), _BOX
    cell.alignment = Alignment(horizontal="right", vertical="top", wrap_text=True)


def _figures(page: Worksheet, rows: Sequence[Row], *, is_published: bool) -> None:
    _line(page, "指標", bold=True, fill=True)
    if not rows:
        _block(page, in_levels("この施策に数値の指標はありません。"))
        return
    at = _next(page)
    for place, head in enumerate(HEADS, 1):
        _text(page, at, place, head, bold=True)
    for row in rows:
        at = _next(page)
        _text(page, at, 1, f"{row.code}　{row.name}（{row.department}）")
        _number(page, at, 2, row, row.value, otherwise=state_word(row) or "実績なし")
        _expected(page, at, 3, row)
        _number(page, at, 4, row, row.target)
        _text(page, at, 5, row.label)
        _number(page, at, 6, row, row.change, change=True)
        # As the plan prints it; a revision and its day stand in the calculation below.
        _number(page, at, 7, row, row.printed_baseline if row.plan_baseline is None else row.plan_baseline)
        page.row_dimensions[at].height = LINE * max(lines_of(page.cell(at, 1).value, WIDTHS[0]), 1) + 6
        mark = (
            ""
            if row.value is None or row.value_state == "actual"
            else f"（{(state_word(row) or '実績なし')}）"
        )
        hidden = "（公表前の値）" if row.unpublished else ""
        _block(page, f"{row.code}{mark}{hidden} 計算のしかた：" + "／".join(row.trace))
        for words in overdue_words(row):
            _block(page, f"{row.code} {words}")
        for head, text in shortfall_lines(row, UNSAID_THEN if is_published else UNSAID):
            _block(page, f"{row.code} {head}：{text}")
        if row.note:
            _block(page, f"{row.code} 説明：{row.note}")


def _number(
    page: Worksheet,
    at: int,
    place: int,
    row: Row,
    figure: Decimal | None,
    *,
    otherwise: str = "—",
    change: bool = False,
    decimals: int | None = None,
) -> None:
    if figure is None:
        _text(page, at, place, otherwise)
        return
    cell = page.cell(at, place, figure)
    unit = (difference_unit(row.unit) if change else row.unit).replace('"', "")
    places = row.decimals if decimals is None else decimals
    plain = f'{grouped(places)}"{unit}"'
    cell.number_format = f'+{plain};-{plain};"増減なし"' if change else plain
    cell.font, cell.border = Font(name=FONT, size=10.5), _BOX
    cell.alignment = Alignment(horizontal="right", vertical="top", wrap_text=True)


def _expected(page: Worksheet, at: int, place: int, row: Row) -> None:
    """As the page shows it: with a decimal more where rounding would make it look reached."""
    if row.expected is None:
        _text(page, at, place, "—")
        return
    shown = expected_shown(row)
    _number(page, at, place, row, shown, decimals=decimals_of(shown))


def _next(page: Worksheet) -> int:
    return 1 if page.max_row == 1 and page.cell(1, 1).value is None else page.max_row + 1


def _text(page: Worksheet, at: int, place: int, text: str, *, bold: bool = False) -> None:
    cell = page.cell(at, place)
    write_text(cell, visible_text(text))
    cell.font, cell.border = Font(name=FONT, size=10.5, bold=bold), _BOX
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def _line(page: Worksheet, text: str, *, bold: bool = False, size: float = 10.5, fill: bool = False) -> None:
    """One line over the whole width."""
    at = _next(page)
    _text(page, at, 1, text, bold=bold)
    cell = page.cell(at, 1)
    cell.font, cell.border = Font(name=FONT, size=size, bold=bold), Border()
    page.merge_cells(start_row=at, end_row=at, start_column=1, end_column=len(WIDTHS))
    lines = lines_of(text, int(sum(WIDTHS) * 10.5 / size))
    page.row_dimensions[at].height = max(lines, 1) * LINE * size / 10.5 + 3
    if fill:
        cell.fill = _GREY


def _block(page: Worksheet, text: str) -> None:
    """A long text over the whole width, in as many rows as it needs to be seen whole."""
    for piece in _pieces(visible_text(text), sum(WIDTHS) - 4):
        at = _next(page)
        _text(page, at, 1, piece)
        page.cell(at, 1).border = Border()
        page.merge_cells(start_row=at, end_row=at, start_column=1, end_column=len(WIDTHS))
        page.row_dimensions[at].height = lines_of(piece, sum(WIDTHS) - 4) * LINE + 4


def _pieces(text: str, width: int) -> Iterator[str]:
    """The text in pieces that one row can show; joined by line ends they are the text."""
    lines = [part for line in text.split("\n") for part in _folded(line, width * MOST_LINES)]
    held: list[str] = []
    for line in lines:
        if held and lines_of("\n".join([*held, line]), width) > MOST_LINES:
            yield "\n".join(held)
            held = []
        held.append(line)
    yield "\n".join(held)


def _folded(line: str, width: int) -> list[str]:
    """A line without an end is cut where a row is full."""
    found, held, used = [], "", 0
    for letter in line:
        room = wide(letter)
        if used + room > width:
            found.append(held)
            held, used = "", 0
        held, used = held + letter, used + room
    return [*found, held]


def _day(moment: datetime) -> str:
    day = moment.astimezone(JAPAN)
    return f"{day.year}年{day.month}月{day.day}日"


def _set_up(page: Worksheet, measure: Measure, year: int) -> None:
    """A4 upright, as wide as the paper, as long as it needs."""
    fit_to_width(page, page.PAPERSIZE_A4, "portrait")
    page.page_setup.fitToWidth = 1
    page.page_margins.left = page.page_margins.right = 0.5
    page.page_margins.top = page.page_margins.bottom = 0.6
    page.oddFooter.left.text = (
        f"{in_levels('施策')}{measure.number} {FiscalYear(year).wareki} {in_levels('施策')}評価シート"
    )
    page.oddFooter.right.text = "&P／&N"
    page.sheet_view.showGridLines = False
