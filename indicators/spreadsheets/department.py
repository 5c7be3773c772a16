"""Values to fill in as a file, of a department or of all, of a year or several, and the same file read back.

What stands now is in the file, so that a file that comes back as it went out changes nothing. Each row carries its
edition, what it said when the file was made: a row that somebody else saved meanwhile is told from one that was typed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from openpyxl.utils import get_column_letter

from indicators.models import ValueState
from indicators.models.vocabulary import plain
from indicators.spreadsheets.fields import DEMO_NOTICE
from indicators.spreadsheets.prefilled import Content, EntrySheet, Figure, prefilled_csv, prefilled_workbook
from indicators.spreadsheets.upload.reader import read_upload
from indicators.spreadsheets.upload.sheet import Cell, UploadedSheet

CODE, NAME, UNIT, YEAR, PROGRESS, TARGET, EXPECTED = (
    "コード",
    "指標",
    "単位",
    "年度",
    "進み",
    "目標",
    "目安",
)
STATE, VALUE, AS_OF, EXPECTED_ON, NOTE, REASON, LINKS = (
    "値の状態",
    "値",
    "時点",
    "公表予定日",
    "説明",
    "変更の理由",
    "根拠リンク",
)
EDITION = "版"
PUBLIC_NOTE = "公表中の説明"  # beside a change, which may begin without one
SOURCE, SOURCE_URL = "出典", "出典のリンク"
PART_HEADS = ("分子", "分母", "回答数")
WHY_HEADS = ("届かない理由", "次にすること")
DEMO = "注意"
# Given, and newer than what stands before them: a column that is added stands behind all others (decisions/0044).
LEAD, VERDICT, LAST_NOTE, EVIDENCE = "主担当", "判定", "前の年度の説明", "根拠の数"
PLAN = "計画"  # where the site has several: two may have an indicator of the same code
ASKED = (STATE, VALUE, AS_OF, EXPECTED_ON, NOTE, REASON, LINKS)
# Asked behind all that stood there when files were in use already; one that was handed out before lacks them.
ASKED_LATER = (SOURCE, SOURCE_URL, *PART_HEADS, *WHY_HEADS)
# Without these a sheet is not the one that was handed out. A reason is asked for where there is a change.
WANTED = (CODE, YEAR, STATE, VALUE, AS_OF, EXPECTED_ON, NOTE, LINKS, EDITION)
EARLIER_WIDTH = 11
WIDTHS = {
    CODE: 7,
    NAME: 28,
    UNIT: 8,
    YEAR: 11,
    TARGET: 10,
    EXPECTED: 10,
    PROGRESS: 12,
    STATE: 11,
    VALUE: 13,
    AS_OF: 13,
    EXPECTED_ON: 13,
    NOTE: 40,
    REASON: 24,
    LINKS: 24,
    PUBLIC_NOTE: 32,
    SOURCE: 28,
    SOURCE_URL: 32,
    **dict.fromkeys(PART_HEADS, 10),
    **dict.fromkeys(WHY_HEADS, 32),
    DEMO: 16,
    PLAN: 20,
    LEAD: 20,
    VERDICT: 11,
    LAST_NOTE: 32,
    EVIDENCE: 9,
    EDITION: 22,
}
MARKER_VERSION = "v1"
_EDITION = re.compile(r"v([1-9][0-9]{0,3})-(0|[1-9][0-9]{0,5})-([0-9a-f]{16})", re.ASCII)
_SUM = 16


@dataclass(frozen=True, slots=True)
class Edition:
    """Which record of a chain a row was, at which edit, and the sum of what it said."""

    number: int
    version: int
    sum: str

    def __str__(self) -> str:
        return f"v{self.number}-{self.version}-{self.sum}"

    @classmethod
    def of(cls, number: int, version: int, full_sum: str) -> "Edition":
        return cls(number, version, full_sum[:_SUM])

    @classmethod
    def read(cls, text: str) -> "Edition | None":
        """None for what no file of ours says."""
        found = _EDITION.fullmatch(text.strip())
        return cls(int(found[1]), int(found[2]), found[3]) if found else None


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of the file: what its cells hold, by heading. `is_open`: it is to be filled in."""

    cells: Mapping[str, Content]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What the whole file is about. `earlier`: names of the years that are shown for comparison, oldest first; `plan`: its
    name where the site has several. `years`: those of its rows, from the oldest; `with_leads`: it has rows of several
    departments.
    """

    department: str
    slug: str
    years: tuple[int, ...]
    year_name: str
    earlier: Sequence[str]
    with_reasons: bool
    instructions: str = ""
    plan: str = ""
    with_leads: bool = False

    @property
    def marker(self) -> str:
        return f"{MARKER_VERSION}/{'+'.join(map(str, self.years))}/{self.slug}"


def department_xlsx(
    head: Head,
    rows: Sequence[FileRow],
    beside: Sequence[EntrySheet] = (),
    guide_beside: Sequence[str] = (),
) -> bytes:
    """`beside`: further sheets of the same book, `guide_beside` what the guide says of them."""
    columns = file_columns(head)
    return prefilled_workbook(
        columns,
        _contents(head, rows),
        locked=[name for name in columns if name not in (*ASKED, *ASKED_LATER)],
        closed=[place for place, row in enumerate(rows) if not row.is_open],
        validation={STATE: [state.label for state in ValueState]},
        guide_lines=[*_guide(head), *guide_beside],
        marker=head.marker,
        widths={name: WIDTHS.get(name, EARLIER_WIDTH) for name in columns},
        beside=beside,
    )


def department_csv(head: Head, rows: Sequence[FileRow]) -> bytes:
    return prefilled_csv(file_columns(head), _contents(head, rows))


def read_department(name: str, data: bytes) -> UploadedSheet:
    """The sheet of a file that came back; UploadRefused with every problem of its form."""
    return read_upload(name, data, headings=WANTED)


def marker_of(sheet: UploadedSheet) -> tuple[tuple[int, ...], str] | None:
    """Years and department that the file was made for, as it says itself; None where it does not."""
    parts = sheet.marker.split("/")
    if len(parts) != 3 or parts[0] != MARKER_VERSION:
        return None
    years = parts[1].split("+")
    if not all(re.fullmatch("[0-9]{4}", year, re.ASCII) for year in years):
        return None
    return tuple(map(int, years)), parts[2]


def links_in(cell: Cell) -> list[str]:
    """One address a line; spaces part them, too. In the order typed, each once."""
    return list(dict.fromkeys(cell.text.split()))


def file_columns(head: Head) -> list[str]:
    """The headings of the file, from left to right."""
    asked = [name for name in ASKED if name != REASON or head.with_reasons]
    earlier = [earlier_heading(name) for name in head.earlier]
    demo = [DEMO] if settings.DEMO else []
    public = [PUBLIC_NOTE] if head.with_reasons else []
    return [
        CODE,
        NAME,
        UNIT,
        YEAR,
        *earlier,
        TARGET,
        EXPECTED,
        PROGRESS,
        *asked,
        *demo,
        EDITION,
        *public,
        *ASKED_LATER,
        *([PLAN] if head.plan else []),
        *([LEAD] if head.with_leads else []),
        VERDICT,
        LAST_NOTE,
        EVIDENCE,
    ]


def letters_of(columns: Sequence[str]) -> dict[str, str]:
    """By heading, what a spreadsheet calls the column."""
    return {heading: get_column_letter(at + 1) for at, heading in enumerate(columns)}


def _contents(head: Head, rows: Sequence[FileRow]) -> list[list[Content]]:
    of_all = {YEAR: head.year_name, DEMO: DEMO_NOTICE, PLAN: head.plan}
    columns = file_columns(head)
    return [[{**of_all, **row.cells}[name] for name in columns] for row in rows]


def earlier_heading(year_name: str) -> str:
    return f"{year_name}の値"


def figure_cell(value: Decimal | None, decimals: int) -> Figure:
    """Without the zeros that the database keeps behind the point: the file is held against the indicator's decimals."""
    return Figure(None if value is None else Decimal(plain(value) or 0), decimals)


def _guide(head: Head) -> list[str]:
    states = "・".join(state.label for state in ValueState)
    lines = [
        f"{head.department}　{head.plan and f'{head.plan}　'}{head.year_name}の値の入力",
        "",
        *([DEMO_NOTICE, ""] if settings.DEMO else []),
        "1. 白いセルに入力します。灰色のセルは、目標や前の年度の値などで、変えられません。",
        "2. 入れ終わったら保存し、ダウンロードしたのと同じ画面でファイルを選びます。保存する前に、どの値がどう変わるかを確かめられます。",
        "3. 入力しない行は、そのままにします。変えていない行は、送っても変わりません。行を削除しても、値は消えません。",
        "",
        f"値の状態：{states}。一覧から選びます。実績・速報・見込・年度途中では値を入れ、ほかでは値を空にして、説明に理由を書きます。",
        "値：単位つき（120人）、全角、3桁ごとのコンマ、△のマイナスで入れられます。数式は使えません。計算した結果を「値の貼り付け」で入れてください。",
        "時点：いつの値か。2026/3/31、R8.3.31、令和8年3月31日のように入れます。年度途中では必ず入れます。",
        "公表予定日：値の状態が速報・見込・年度途中・未公表のとき、次の値を公表する予定の日を、必ず入れます。",
        "説明：市民に公表されます（1,000字まで）。前の年度から大きく変わったときなどは、事情を書かないと提出できません。",
        "根拠リンク：もとになった資料のアドレス（URL）。公表されません。2つ以上は、セルの中で改行して並べます。ここから消しても、前に付けたリンクは外れません。",
        "出典・出典のリンク：値のもとになった資料の名前と、市民が開けるアドレス（https://）。市民に公表されます。なければ空のままにします。",
        "分子・分母・回答数：割合のもとの数と、アンケートに答えた数。分子と分母があるときは、値を空にすると計算します。なければ空のままにします。",
        "届かない理由・次にすること：目安や上限・下限に届かないとき、そのわけと、これからすること（120字まで）。市民に公表されます。",
        "版：ファイルを作ったときの内容の控えです。ほかの人が先に保存したことを知るために使うので、変えないでください。",
    ]
    if head.with_reasons:
        lines.append(f"{REASON}：公表した値を変える行（訂正など）だけに入れます。市民に公表されます。")
    if head.instructions:
        lines += ["", "企画課からのお願い", *head.instructions.splitlines()]
    return lines
