"""The rows of indicators of a measure's table: a name, where it stands now, where it is to go, a remark.

The table's borders are lost in a text layer: a row is told by its two figures. A figure is a number with a short unit (or
－, 新規 for no value), and a label in brackets under it (令和３年度).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from measures.plan_text.paragraphs import Paragraph

_FIGURE = re.compile(
    r"(?:約)?[△▲＋+−-]?[0-9０-９][0-9０-９,，.．]*\s?[^\s0-9０-９、。（）()]{0,8}(?=$|[（(])|[－―‐-]$|新規$|なし$"
)
_LABEL = re.compile(r"[（(](?P<label>[^）)]*)[）)]$")
_GAPS = re.compile(r"[\t\s　|｜]+")


@dataclass(frozen=True)
class IndicatorRow:
    """All as printed. `line`: of its first words."""

    line: int
    name: str
    baseline: str
    baseline_label: str
    target: str
    target_label: str
    remark: str

    @property
    def target_printed(self) -> str:
        """With its label, as the plan has it in one cell: ２件（令和５～８年度）."""
        return f"{self.target}（{self.target_label}）" if self.target_label else self.target


@dataclass(frozen=True)
class _Cell:
    line: int
    text: str
    begins_line: bool
    begins_block: bool
    bullet: str = ""

    @property
    def figure(self) -> tuple[str, str] | None:
        """A figure and the label behind it, if the whole cell is one."""
        found = _FIGURE.match(self.text)
        if self.bullet or found is None:
            return None
        rest = self.text[found.end() :].strip()
        label = _LABEL.match(rest)
        return (found[0], label["label"] if label else "") if not rest or label else None


def rows_of(paragraphs: Sequence[Paragraph]) -> tuple[list[IndicatorRow], list[Paragraph]]:
    """The rows, and the paragraphs that belong to none."""
    cells = [cell for one in paragraphs for cell in _cells(one)]
    found: list[IndicatorRow] = []
    used: set[int] = set()
    at = 0
    while at < len(cells):
        row, after = _row(cells, at)
        if row is not None:
            found.append(row)
            used |= {cell.line for cell in cells[at:after]}
        at = after
    return found, [one for one in paragraphs if one.line not in used]


def _row(cells: Sequence[_Cell], at: int) -> tuple[IndicatorRow | None, int]:
    """The row that begins at this cell and where the next begins; None and the next block where none does."""
    start, name = at, ""
    while at < len(cells) and not (name and cells[at].figure):
        name = _joined(name, cells[at].text)
        at += 1
    figures: list[tuple[str, str]] = []
    while at < len(cells) and len(figures) < 2 and (figure := cells[at].figure):
        figures.append(figure)
        at += 1
    if len(figures) < 2:
        return None, max(at, start + 1)
    remark, at = _remark(cells, at)
    (baseline, baseline_label), (target, target_label) = figures
    return (
        IndicatorRow(cells[start].line, name, baseline, baseline_label, target, target_label, remark),
        at,
    )


def _remark(cells: Sequence[_Cell], at: int) -> tuple[str, int]:
    """What stands behind the target: to the end of its block, or the block behind a target that fills its own."""
    lines: list[str] = []
    for place in range(at, len(cells)):
        cell = cells[place]
        is_next_row = place + 1 < len(cells) and cell.begins_line and _begins_row(cells, place)
        if (cell.begins_block and lines and not cell.bullet) or is_next_row:
            return "\n".join(lines), place
        if cell.bullet or not lines:
            lines.append(cell.bullet + cell.text)
        else:
            lines[-1] = _joined(lines[-1], cell.text) if cell.begins_line else f"{lines[-1]} {cell.text}"
    return "\n".join(lines), len(cells)


def _begins_row(cells: Sequence[_Cell], at: int) -> bool:
    """Whether a name stands here: words, within its block or the next two figures."""
    end = at + 1
    while end < len(cells) and not cells[end].figure and not cells[end].begins_block:
        end += 1
    return not cells[at].figure and all(
        place < len(cells) and cells[place].figure is not None for place in (end, end + 1)
    )


def _cells(paragraph: Paragraph) -> list[_Cell]:
    """The words of a line, parted where it has a gap; brackets are joined over gaps and line ends."""
    found: list[_Cell] = []
    sign = paragraph.sign
    for place, line in enumerate(paragraph.lines):
        begins = True
        for word in _GAPS.split(line.strip()):
            if found and _is_open(found[-1].text):
                joined = re.sub(r"\s*([～〜])\s*", r"\1", f"{found[-1].text}{word}")
                found[-1] = _with(found[-1], joined)
            elif found and word[:1] in "（(" and found[-1].figure:
                found[-1] = _with(found[-1], found[-1].text + word)
            else:
                block = place == 0 and begins and paragraph.blank_before
                found.append(_Cell(paragraph.line + place, word, begins, block, sign))
                sign = ""
            begins = False
    return found


def _with(cell: _Cell, text: str) -> _Cell:
    return _Cell(cell.line, text, cell.begins_line, cell.begins_block, cell.bullet)


def _is_open(text: str) -> bool:
    return len(re.findall("[（(]", text)) > len(re.findall("[）)]", text))


def _joined(before: str, after: str) -> str:
    gap = " " if re.search(r"[A-Za-z]$", before) and re.match(r"[A-Za-z]", after) else ""
    return before + gap + after
