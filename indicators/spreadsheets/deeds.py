"""What was done for the initiatives, as a sheet beside the values of the same workbook: one row a department's part and year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from indicators.models import Standing
from indicators.spreadsheets.department import CODE, DEMO, EDITION, PROGRESS, REASON, YEAR, Head
from indicators.spreadsheets.fields import DEMO_NOTICE
from indicators.spreadsheets.prefilled import Content, EntrySheet
from indicators.spreadsheets.upload.reader import read_beside
from indicators.spreadsheets.upload.sheet import UploadedSheet

DEEDS_SHEET = "取組の実績"
DEPARTMENT, WORDS, LAST, LAST_NEXT = "担当課", "取組と内容", "前の年度の実績", "前の年度の「次にすること」"
# Field of the form → heading of its column, in the order of the sheet.
DEED_HEADS = {
    "standing": "進み具合",
    "planned": "予定",
    "done": "実施したこと",
    "quantity": "数量",
    "unit": "数量の単位",
    "cause": "理由",
    "next_step": "次にすること",
    "projects": "事務事業",
    "reason": REASON,
}
GIVEN = (CODE, DEPARTMENT, WORDS, YEAR, PROGRESS, LAST, LAST_NEXT)
WANTED = (CODE, DEPARTMENT, YEAR, *DEED_HEADS.values(), EDITION)
_WIDTHS = {
    CODE: 8,
    DEPARTMENT: 18,
    WORDS: 34,
    YEAR: 11,
    PROGRESS: 12,
    LAST: 34,
    LAST_NEXT: 26,
    "進み具合": 12,
    "予定": 34,
    "実施したこと": 44,
    "数量": 10,
    "数量の単位": 10,
    "理由": 34,
    "次にすること": 34,
    "事務事業": 34,
    REASON: 24,
    DEMO: 16,
    EDITION: 22,
}


@dataclass(frozen=True, slots=True)
class DeedFileRow:
    """One row: what its cells hold, by heading. `is_open`: it is to be filled in."""

    cells: Mapping[str, Content]
    is_open: bool


def deed_sheet(rows: Sequence[DeedFileRow]) -> EntrySheet:
    columns = [*GIVEN, *DEED_HEADS.values(), *([DEMO] if settings.DEMO else []), EDITION]
    return EntrySheet(
        DEEDS_SHEET,
        columns,
        [[{DEMO: DEMO_NOTICE, **row.cells}[name] for name in columns] for row in rows],
        locked=[name for name in columns if name not in DEED_HEADS.values()],
        closed=[place for place, row in enumerate(rows) if not row.is_open],
        validation={DEED_HEADS["standing"]: [one.label for one in Standing]},
        widths={name: _WIDTHS[name] for name in columns},
    )


def deed_guide(head: Head) -> list[str]:
    standings = "・".join(one.label for one in Standing)
    return [
        "",
        f"シート「{DEEDS_SHEET}」　{head.year_name}に、主な取組でしたことです。コードが3-2は取組の全体、3-2.3はその3つ目の内容です。",
        f"進み具合：{standings}。一覧から選びます。予定どおりのほかは理由を、遅れと見直しでは次にすることも入れます。",
        "中止と完了：次の年度からは入力を求めなくなります。取り消すときは、その年度の記録を変更します。",
        "数量：10回のように単位つきでも入れられます。単位は右の列に入れます。なければどちらも空にします。",
        "事務事業：1行に1つ。名称のあとに空白を置いて、説明のページのリンク（https://…）を書けます。",
    ]


def read_deeds(name: str, data: bytes) -> UploadedSheet | None:
    """The sheet of a workbook that came back; None of a file without one. UploadRefused."""
    return read_beside(name, data, title=DEEDS_SHEET, headings=WANTED)
