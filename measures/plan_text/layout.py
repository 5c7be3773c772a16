"""How a printed plan is laid out: what the office marks once, kept as a small profile.

A pattern is what stands in the print, with holes: {番号} a number, {名称} a name, {課} departments, {施策} a measure's
number, {ほか} anything. A space beside a hole asks for one (so that 施策3を進め is no heading); elsewhere white space
counts nowhere. A heading is a pattern without a hole, too.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache


class LayoutError(ValueError):
    """A pattern that cannot be used. Its message, in Japanese, names the mark and the pattern."""


class Mark(StrEnum):
    """What the office can mark. Of each there may be several patterns."""

    PAGE = "page"
    POLICY = "policy"
    MEASURE = "measure"
    INITIATIVE = "initiative"
    DEPARTMENTS = "departments"
    FIGURE_TITLE = "figure_title"
    SOURCE = "source"
    STATEMENT = "statement"
    DETAIL = "detail"
    ITEM = "item"
    GOAL = "goal"
    SITUATION = "situation"
    ISSUE = "issue"
    DIRECTION = "direction"
    DX = "dx"
    GX = "gx"
    CITY = "city"
    CITIZENS = "citizens"
    DETAILS = "details"
    TABLE = "table"
    RELATED = "related"
    LABEL = "label"

    @property
    def word(self) -> str:
        return WORDS[self][0]

    @property
    def hint(self) -> str:
        return WORDS[self][1]


WORDS: Mapping[Mark, tuple[str, str]] = {
    Mark.PAGE: (
        "1つの施策の始まりにある行",
        "ページの柱など。なければ空にします（施策の見出しで区切ります）",
    ),
    Mark.POLICY: ("基本政策の見出し", "例：基本政策{番号} {名称}"),
    Mark.MEASURE: ("施策の見出し", "例：施策{番号} {名称}"),
    Mark.INITIATIVE: ("主な取組の見出し", "例：{施策}-{番号}｜{名称}【{課}】"),
    Mark.DEPARTMENTS: ("担当課の行", "例：担当課：{課}"),
    Mark.FIGURE_TITLE: ("図の題名", "例：【{名称}】"),
    Mark.SOURCE: ("図の出所", "例：出所：{名称}"),
    Mark.STATEMENT: ("現状・課題・方向性の行頭の記号", "例：●"),
    Mark.DETAIL: ("主な取組の内容の行頭の記号", "例：▶▶"),
    Mark.ITEM: ("DX・GX、市・市民等の取組の行頭の記号", "例：・"),
    Mark.GOAL: ("目標の前の見出し", "この次の文を目標とします"),
    Mark.SITUATION: ("現状の見出し", ""),
    Mark.ISSUE: ("課題の見出し", ""),
    Mark.DIRECTION: ("方向性の見出し", ""),
    Mark.DX: ("DXの視点の見出し", ""),
    Mark.GX: ("GXの視点の見出し", ""),
    Mark.CITY: ("市の取組の見出し", ""),
    Mark.CITIZENS: ("市民等の取組の見出し", ""),
    Mark.DETAILS: ("主な取組の内容の見出し", ""),
    Mark.TABLE: ("指標の表の見出しの行", "例：指標 現状値 目標（{ほか}） 備考"),
    Mark.RELATED: ("関連する個別計画の見出し", ""),
    Mark.LABEL: ("本文ではない文字", "ページ番号、欄の名前など。取り込みません"),
}
BULLETS = (Mark.STATEMENT, Mark.DETAIL, Mark.ITEM)
# Whole lines that say something by themselves; in this order a paragraph is held against them.
STRUCTURE = (
    Mark.PAGE,
    Mark.POLICY,
    Mark.INITIATIVE,
    Mark.DEPARTMENTS,
    Mark.MEASURE,
    Mark.FIGURE_TITLE,
    Mark.SOURCE,
)
HEADINGS = tuple(mark for mark in Mark if mark not in STRUCTURE and mark not in BULLETS)

LONGEST_HEADING = 300  # letters: holes of a pattern take long to try out on more
MOST_HOLES = 5
_GAP = r"[\s:：]+"
NUMBER = r"[0-9０-９]{1,4}|[①-⑳]"
HOLES = {
    "番号": rf"(?P<number>{NUMBER})",
    "施策": rf"(?P<measure>{NUMBER})",
    "名称": r"(?P<name>[^。]+?)",
    "課": r"(?P<departments>[^】]+?)",
    "ほか": r".*?",
}


@dataclass(frozen=True)
class Layout:
    """`marks`: patterns by mark. The three switches say what stands before its heading and not behind it."""

    marks: Mapping[Mark, tuple[str, ...]] = field(default_factory=dict)
    name_before: bool = False
    details_before: bool = False
    related_before: bool = False

    def patterns(self, mark: Mark) -> tuple[str, ...]:
        return self.marks.get(mark, ())

    def match(self, mark: Mark, text: str) -> re.Match[str] | None:
        """The first pattern of the mark that is all of the text; none of a long one, which no heading is."""
        if len(text) > LONGEST_HEADING:
            return None
        for pattern in self.patterns(mark):
            if found := _compiled(pattern).fullmatch(text.strip()):
                return found
        return None

    def heading(self, text: str) -> Mark | None:
        return next((mark for mark in HEADINGS if self.match(mark, text)), None)

    def bullet(self, line: str) -> tuple[Mark, str] | None:
        """The kind of bullet that the line begins with, and the sign; of several that fit the longest."""
        fit = [
            (mark, sign)
            for mark in BULLETS
            for sign in self.patterns(mark)
            if line.startswith(sign) and line != sign
        ]
        return max(fit, key=lambda one: len(one[1]), default=None)

    def check(self) -> None:
        """LayoutError where a measure could never be found, or a pattern holds a hole that nobody knows."""
        if not self.patterns(Mark.MEASURE):
            raise LayoutError("施策の見出しを1つは決めてください。")
        for mark, patterns in self.marks.items():
            for pattern in patterns:
                for hole in re.findall(r"{([^}]*)}", pattern):
                    if hole not in HOLES:
                        raise LayoutError(f"{mark.word}「{pattern}」の{{{hole}}}は使えません。")
                if pattern.count("{") > MOST_HOLES:
                    raise LayoutError(
                        f"{mark.word}「{pattern}」の{{ }}は、{MOST_HOLES}つまでにしてください。"
                    )
                if not re.sub(r"{[^}]*}|\s", "", pattern):
                    raise LayoutError(f"{mark.word}「{pattern}」には、決まった文字がありません。")
        for mark in (Mark.MEASURE, Mark.POLICY):
            if any("{番号}" not in pattern for pattern in self.patterns(mark)):
                raise LayoutError(f"{mark.word}には{{番号}}が要ります。")

    def as_json(self) -> dict[str, object]:
        return {
            "marks": {mark.value: list(patterns) for mark, patterns in self.marks.items() if patterns},
            "name_before": self.name_before,
            "details_before": self.details_before,
            "related_before": self.related_before,
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, object]) -> "Layout":
        marks = kept.get("marks")
        assert isinstance(marks, Mapping)
        return cls(
            {Mark(mark): tuple(patterns) for mark, patterns in marks.items()},
            **{name: bool(kept.get(name)) for name in ("name_before", "details_before", "related_before")},
        )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    written: list[str] = []
    for part in re.split(r"({[^}]*})", pattern.strip()):
        if part.startswith("{"):
            written.append(HOLES.get(part[1:-1], re.escape(part)))
            continue
        inner = r"\s*".join(re.escape(sign) for sign in re.sub(r"\s", "", part))
        before = _GAP if part[:1].isspace() else ""
        after = _GAP if inner and part[-1:].isspace() else ""
        written.append(before + inner + after)
    return re.compile(r"\s*".join(one for one in written if one))


def number_of(text: str) -> int:
    """A printed number: 7, ７, ⑦."""
    return int(unicodedata.normalize("NFKC", text))


# A layout that many plans have: each heading before what it is about. What the office starts from.
COMMON = Layout(
    {
        Mark.POLICY: ("基本政策{番号} {名称}", "政策{番号} {名称}"),
        Mark.MEASURE: ("施策{番号} {名称}", "基本施策{番号} {名称}"),
        Mark.INITIATIVE: (
            "{施策}-{番号}｜{名称}【{課}】",
            "{施策}-{番号} {名称}【{課}】",
            "({番号}) {名称}",
            "（{番号}） {名称}",
        ),
        Mark.DEPARTMENTS: ("担当課：{課}", "【担当課】{課}"),
        Mark.FIGURE_TITLE: ("【{名称}】",),
        Mark.SOURCE: ("出所：{名称}", "出典：{名称}", "資料：{名称}"),
        Mark.STATEMENT: ("●", "○", "■", "◆"),
        Mark.DETAIL: ("▶▶", "▶", "➢"),
        Mark.ITEM: ("・", "･"),
        Mark.GOAL: ("目標", "施策の目標", "めざす姿", "目指す姿"),
        Mark.SITUATION: ("現状",),
        Mark.ISSUE: ("課題",),
        Mark.DIRECTION: ("課題解決に向けた方向性", "方向性", "取組方針", "施策の方向性"),
        Mark.DX: ("DXの視点",),
        Mark.GX: ("GXの視点",),
        Mark.CITY: ("市の取組", "行政の役割", "市の役割"),
        Mark.CITIZENS: ("市民等の取組", "市民の役割", "市民・事業者の役割"),
        Mark.DETAILS: ("主な取組", "主な事業"),
        Mark.TABLE: (
            "指標 現状値 目標 備考",
            "指標名 現状値 目標値 備考",
            "指標 現状値{ほか} 目標{ほか}",
            "指標名 現状値{ほか} 目標{ほか}",
        ),
        Mark.RELATED: ("関連する個別計画", "関連計画"),
    }
)
