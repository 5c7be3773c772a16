"""Reads the text layer of the printed plan, and attaches its wording (原文) to the restated rows.

The repository holds no sentence of the plan (docs/product.md §7); the city holds its text. `read_plan_text` is pure:
text in, pages out. `attach` writes all of it or, where one count does not fit, none.

What the text layer is like: lines are wrapped, columns interleaved, a paragraph ends at a blank line or at the
next bullet. Sections are not marked; which bullet belongs to which is told by the number of restated rows.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.db import models, transaction

from measures.models import Contribution, Initiative, InitiativeDetail, Measure, Statement
from measures.typed_text import tidy

PAGE_HEAD = "オーガニックなまちづくりに向けた取組"  # the running head above each measure's page
REPAIRS = {"様 な々": "様々な", "サ―ビス": "サービス"}  # characters that the text layer breaks
# Sections as they follow one another in the text. On the page of 47 the columns come in another order.
SECTIONS = (Statement.Section.SITUATION, Statement.Section.ISSUE, Statement.Section.DIRECTION)
SECTIONS_OF_47 = (Statement.Section.SITUATION, Statement.Section.DIRECTION, Statement.Section.ISSUE)

STATEMENT, DETAIL, ITEM = "●", "▶▶", "・"
HEADING = re.compile(r"(?P<measure>\d+)-(?P<number>\d+)｜(?P<name>[^【]+)【(?P<departments>[^】]+)】")
STARTS_PARAGRAPH = re.compile(rf"{STATEMENT}|{DETAIL}|{ITEM}|{HEADING.pattern}")


class PlanTextError(ValueError):
    """The text does not fit the plan in the database. Its message, in Japanese, names measures and counts."""


@dataclass(frozen=True)
class MeasurePage:
    """One measure's page. Sentences stand in the text's order, joined over line wraps."""

    number: int
    goals: tuple[str, ...]  # one, where the page is whole
    statements: tuple[str, ...]  # ●
    contributions: tuple[str, ...]  # 市の取組, then 市民等の取組
    details: dict[int, tuple[str, ...]]  # ▶▶ by number of initiative
    paragraphs: tuple[str, ...] = field(repr=False)  # the whole page, for remark_of

    def remark_of(self, target_label: str) -> str | None:
        """Return the 備考 beside a target, found by the target as printed (60テーマ); None where not certain.

        The text ties it to nothing but the target that it follows.
        """
        label = re.compile(r"\s*".join(re.escape(character) for character in target_label))
        found = [i for i, paragraph in enumerate(self.paragraphs) if label.match(paragraph)]
        if len(found) != 1:
            return None
        position = found[0]
        remark = label.sub("", self.paragraphs[position], count=1).strip()
        if remark:
            return remark
        # The label fills its paragraph (47): the remark is the next one, with the items listed under it.
        lines = list(self.paragraphs[position + 1 : position + 2])
        for paragraph in self.paragraphs[position + 2 :]:
            if not paragraph.startswith(ITEM) or paragraph.endswith("。"):
                break
            lines.append(paragraph)
        return "\n".join(lines) or None


@dataclass(frozen=True)
class Attached:
    """How many originals `attach` found a row for, and how many rows it changed."""

    measures: int
    goals: int
    statements: int
    contributions: int
    details: int
    changed: int


# --- Reading --------------------------------------------------------------------------------------


def read_plan_text(text: str) -> dict[int, MeasurePage]:
    """Return the pages of the text by number of measure.

    PlanTextError where no page is found, or one measure has two.
    """
    try:
        # Programs that take the text out of a PDF part its pages by form feeds.
        text = tidy(text.replace("\f", "\n"), lines=True)
    except ValueError as refusal:
        raise PlanTextError(str(refusal)) from None
    for broken, mended in REPAIRS.items():
        text = text.replace(broken, mended)
    pages: dict[int, MeasurePage] = {}
    for part in re.split(rf"(?m)^\s*{PAGE_HEAD}\s*$", text):
        number = re.search(r"施策\s*(\d+)\s*$", part, flags=re.MULTILINE)
        if number is None:
            continue
        page = _read_page(int(number[1]), part)
        if page.number in pages:
            raise PlanTextError(f"施策{page.number}のページが2つあります。")
        pages[page.number] = page
    if not pages:
        raise PlanTextError("施策のページが見つかりません。計画書の文字データか確認してください。")
    return pages


def _read_page(number: int, text: str) -> MeasurePage:
    paragraphs = tuple(_paragraphs(text))
    statements: list[str] = []
    contributions: list[str] = []
    details: dict[int, tuple[str, ...]] = {}
    pending: list[str] = []  # an initiative's bullets stand before its heading
    for paragraph in paragraphs:
        if paragraph.startswith(STATEMENT):
            statements.append(_without(STATEMENT, paragraph))
        elif paragraph.startswith(DETAIL):
            pending.append(_without(DETAIL, paragraph))
        elif heading := HEADING.match(paragraph):
            details[int(heading["number"])] = tuple(pending)
            pending = []
        elif paragraph.startswith(ITEM) and paragraph.endswith("。"):
            # A sentence: the other items of a page (DX, GX, lists in a 備考) are noun phrases.
            contributions.append(_without(ITEM, paragraph))
    # The goal follows the labels "DXの視点", "GXの視点".
    goals = tuple(goal for label, goal in pairwise(paragraphs) if label == "GXの視点")
    return MeasurePage(number, goals, tuple(statements), tuple(contributions), details, paragraphs)


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs, each joined over its line wraps."""
    # On one page a contribution stands on the line of a label: 自立 ・…
    text = re.sub(rf"(?m)^(\S+) ({ITEM}\t)", r"\1\n\2", text)
    lines: list[str] = []
    for line in [*(line.strip() for line in text.splitlines()), ""]:
        if lines and (not line or STARTS_PARAGRAPH.match(line)):
            yield _join(lines)
            lines = []
        if line:
            lines.append(line)


def _join(lines: Sequence[str]) -> str:
    """Join wrapped lines: Japanese without a space, two Latin words with one."""
    return re.sub(r"(?<=[A-Za-z])\n(?=[A-Za-z])", " ", "\n".join(lines)).replace("\n", "")


def _without(marker: str, paragraph: str) -> str:
    return paragraph.removeprefix(marker).strip()


# --- Attaching ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Group:
    """Rows and the originals that belong to them, one for one."""

    kind: str
    measure: int
    name: str
    rows: Sequence[models.Model]
    originals: Sequence[str]
    field_name: str = "original"

    @property
    def misfit(self) -> str | None:
        if len(self.rows) == len(self.originals):
            return None
        return (
            f"施策{self.measure}：{self.name}は、"
            f"登録{len(self.rows)}件に対し文字データ{len(self.originals)}件です。"
        )

    def write(self) -> int:
        """Save what differs, so that a second run leaves no second line in the history."""
        changed = 0
        for row, original in zip(self.rows, self.originals, strict=True):
            if getattr(row, self.field_name) != original:
                setattr(row, self.field_name, original)
                row._change_reason = "原文の読み込み"  # type: ignore[attr-defined]  # simple_history's own name
                row.save(update_fields=[self.field_name])
                changed += 1
        return changed


def attach(text: str) -> Attached:
    """Write the originals beside the restated rows, one for one in the text's order; all or nothing.

    Names are left alone, and 備考 belong to the indicators' side (`MeasurePage.remark_of`). PlanTextError where a
    measure or a count does not fit: its message has one line a misfit.
    """
    pages = read_plan_text(text)
    with transaction.atomic():
        measures = {measure.number: measure for measure in Measure.objects.all()}
        unknown = [
            f"施策{number}：登録された計画にありません。" for number in sorted(pages.keys() - measures.keys())
        ]
        absent = [
            f"施策{number}：文字データにありません。" for number in sorted(measures.keys() - pages.keys())
        ]
        groups = [
            group
            for number in sorted(pages.keys() & measures.keys())
            for group in _groups(pages[number], measures[number])
        ]
        if misfits := [*unknown, *absent, *(group.misfit for group in groups if group.misfit)]:
            raise PlanTextError("\n".join(misfits))
        changed = sum(group.write() for group in groups)
    counts = Counter[str]()
    for group in groups:
        counts[group.kind] += len(group.rows)
    return Attached(measures=len(pages), changed=changed, **counts)


def _groups(page: MeasurePage, measure: Measure) -> Iterator[_Group]:
    number = page.number
    yield _Group("goals", number, "目標", [measure], page.goals, "goal_original")

    sections = SECTIONS_OF_47 if number == 47 else SECTIONS
    rows = list(Statement.objects.filter(measure=measure))
    in_text_order = [row for section in sections for row in rows if row.section == section]
    yield _Group("statements", number, "現状・課題・方向性", in_text_order, page.statements)

    contributions = list(Contribution.objects.filter(measure=measure))
    yield _Group("contributions", number, "市・市民等の取組", contributions, page.contributions)

    details: dict[int, list[InitiativeDetail]] = {
        initiative.number: list(initiative.details.all())
        for initiative in Initiative.objects.filter(measure=measure)
    }
    for of_initiative in sorted(details.keys() | page.details.keys()):
        yield _Group(
            "details",
            number,
            f"取組{number}-{of_initiative}の内容",
            details.get(of_initiative, []),
            page.details.get(of_initiative, ()),
        )
