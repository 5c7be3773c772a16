"""起案用紙: what a paper says of a selection of values, and the same as a workbook for A4 with boxes for the approvers' stamps."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from indicators.frames import Row
from indicators.models import Kind, Result, WorkflowState
from indicators.spreadsheets.cells import fit_to_width, grouped, visible_text, write_text
from indicators.spreadsheets.fields import DEMO_NOTICE, JAPAN
from indicators.spreadsheets.reproducible import reproducible_bytes
from indicators.spreadsheets.text_width import lines_of
from indicators.wording.days import japanese_date
from indicators.wording.figures import difference_unit, state_word, with_unit
from indicators.wording.people import person

# Heading and width of each column; together as wide as A4 lying takes, so that nothing is printed small.
COLUMNS = (
    ("指標", 23), ("主担当", 10), ("年度", 8), ("今回の値", 11), ("前年度", 11), ("増減", 10), ("目標", 11),
    ("判定", 9), ("理由と次にすること", 22), ("説明", 18), ("根拠資料", 13), ("提出", 12),
)  # fmt: skip
WIDTH = sum(width for _, width in COLUMNS)
LINE, FONT, SIZE = 15.0, "游ゴシック", 9.5
MOST = 409.0  # Excel draws no row higher
_THIN = Side(style="thin", color="666666")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_GREY = PatternFill("solid", fgColor="EEEEF2")


@dataclass(frozen=True)
class Stamp:
    """One box: whose it is, by post and name; empty where paper is stamped by hand."""

    title: str
    name: str = ""
    day: str = ""  # 6月3日承認, where that was done here


@dataclass(frozen=True)
class PaperLine:
    """One value with what is said of it: the record as it stands, its figures, the names of its evidence, who has approved it."""

    row: Row
    result: Result
    evidence: tuple[str, ...]
    approved: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """訂正, 取下げ …; "" of a first value."""
        return "" if self.result.kind == Kind.FIRST else Kind(self.result.kind).label

    @property
    def standing(self) -> str:
        return WorkflowState(self.result.state).label

    @property
    def handed_in(self) -> str:
        who, at = self.result.submitted_by, self.result.submitted_at
        return f"{person(who)}（{japanese_date(at.astimezone(JAPAN))}）" if who and at else ""

    @property
    def why(self) -> tuple[tuple[str, str], ...]:
        said = (
            ("理由", self.result.shortfall_reason),
            ("次に", self.result.next_step),
            ("変更の理由", self.result.reason),
        )
        return tuple((head, text) for head, text in said if text)

    @property
    def decision_number(self) -> str:
        return getattr(self.result, "decision_number", "")

    @property
    def target(self) -> str:
        row = self.row
        if row.upper is None:
            return with_unit(row.target, row)
        return f"{with_unit(row.target, row)}〜{with_unit(row.upper, row)}"


@dataclass(frozen=True)
class ApprovalPaper:
    """The heading and the values; `number`: of the paper decision, empty until it is known."""

    title: str
    number: str
    day: date
    drafter: str
    lines: tuple[PaperLine, ...]
    stamps: tuple[Stamp, ...]

    @property
    def is_draft(self) -> bool:
        """Whether something of it is not handed in."""
        return any(line.result.is_editable for line in self.lines)


def paper_workbook(paper: ApprovalPaper) -> bytes:
    """The same content gives the same bytes."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "起案用紙"
    for place, (_, width) in enumerate(COLUMNS, 1):
        page.column_dimensions[page.cell(1, place).column_letter].width = width
    at = _stamps(page, paper, _head(page, paper))
    for place, (head, _) in enumerate(COLUMNS, 1):
        _text(page, at, place, head, bold=True)
        page.cell(at, place).fill = _GREY
    page.print_title_rows = f"{at}:{at}"
    page.freeze_panes = page.cell(at + 1, 2)
    for number, line in enumerate(paper.lines, at + 1):
        _line(page, number, line)
    fit_to_width(page, page.PAPERSIZE_A4, "landscape")
    page.page_setup.fitToWidth = 1
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top = page.page_margins.bottom = 0.5
    page.oddFooter.right.text = "&P／&N"
    page.sheet_view.showGridLines = False
    return reproducible_bytes(book)


def _head(page: Worksheet, paper: ApprovalPaper) -> int:
    """The next free row."""
    lines = [
        *((DEMO_NOTICE,) if settings.DEMO else ()),
        "起案用紙" + ("（提出前の値を含みます）" if paper.is_draft else ""),
        f"決裁番号：{paper.number or '　　　　　　　　'}　　起案日：{japanese_date(paper.day)}　　起案者：{paper.drafter}",
        f"件名：{paper.title}",
        f"件数：{len(paper.lines)}件　公表前の値を含みます。取扱いに注意してください。",
    ]
    for at, text in enumerate(lines, 1):
        _wide(page, at, text, bold=text.startswith(("起案用紙", "件名")))
    return len(lines) + 1


def _stamps(page: Worksheet, paper: ApprovalPaper, at: int) -> int:
    """A box of name, stamp and day for each."""
    for place, stamp in enumerate(paper.stamps, 1):
        for row, text in ((at, stamp.title), (at + 1, stamp.name), (at + 2, stamp.day or "　　月　　日")):
            _text(page, row, place, text, bold=row == at)
            page.cell(row, place).alignment = Alignment(
                horizontal="center", vertical="center", wrap_text=True
            )
    page.row_dimensions[at + 1].height = 48
    return at + 4


def _line(page: Worksheet, at: int, line: PaperLine) -> None:
    row = line.row
    texts = {
        1: f"{row.code}　{row.name}" + (f"\n【{line.kind}】" if line.kind else ""),
        2: row.department,
        3: row.wareki,
        8: row.label,
        9: "\n".join(f"{head}：{text}" for head, text in line.why),
        10: line.result.note,
        11: "\n".join(line.evidence),
        12: "\n".join(filter(None, (line.standing, line.handed_in, *line.approved, line.decision_number))),
    }
    for place, text in texts.items():
        _text(page, at, place, text)
    _figure(page, at, 4, row, row.value, otherwise=state_word(row) or "—")
    _figure(page, at, 5, row, row.previous_value)
    _figure(page, at, 6, row, row.change, change=True)
    if row.upper is None:
        _figure(page, at, 7, row, row.target)
    else:
        _text(page, at, 7, line.target)
    most = max(lines_of(visible_text(text), COLUMNS[place - 1][1] - 2) for place, text in texts.items())
    page.row_dimensions[at].height = min(max(most, 1) * LINE + 6, MOST)


def _figure(
    page: Worksheet,
    at: int,
    place: int,
    row: Row,
    figure: Decimal | None,
    *,
    otherwise: str = "—",
    change: bool = False,
) -> None:
    if figure is None:
        _text(page, at, place, otherwise)
        return
    cell = page.cell(at, place, figure)
    unit = (difference_unit(row.unit) if change else row.unit).replace('"', "")
    plain = f'{grouped(row.decimals)}"{unit}"'
    cell.number_format = f'+{plain};-{plain};"増減なし"' if change else plain
    cell.font, cell.border = Font(name=FONT, size=SIZE), _BOX
    cell.alignment = Alignment(horizontal="right", vertical="top", wrap_text=True)


def _text(page: Worksheet, at: int, place: int, text: str, *, bold: bool = False) -> None:
    cell = page.cell(at, place)
    write_text(cell, visible_text(text))
    cell.font, cell.border = Font(name=FONT, size=SIZE, bold=bold), _BOX
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def _wide(page: Worksheet, at: int, text: str, *, bold: bool) -> None:
    _text(page, at, 1, text, bold=bold)
    page.cell(at, 1).border = Border()
    page.cell(at, 1).font = Font(name=FONT, size=14 if bold else 10.5, bold=bold)
    page.merge_cells(start_row=at, end_row=at, start_column=1, end_column=len(COLUMNS))
    page.row_dimensions[at].height = LINE * 1.4 * max(lines_of(visible_text(text), int(WIDTH * 0.7)), 1)
