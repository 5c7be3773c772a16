"""Lines of the text layer, joined into paragraphs; whatever is mended on the way is named with its line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from measures.plan_text.layout import Layout, Mark
from measures.typed_text import tidy

# Structure that fills its line: what follows on the next line is another thing. Titles and sources may go on.
ENDS_WITH_LINE = (Mark.PAGE, Mark.POLICY, Mark.MEASURE, Mark.INITIATIVE, Mark.DEPARTMENTS)
STARTS = (*ENDS_WITH_LINE, Mark.FIGURE_TITLE, Mark.SOURCE)
# What programs that take the text out of a PDF do to Japanese.
ARTEFACTS = (
    (re.compile(r"(?<=[一-龥]) ([ぁ-ん])々"), r"々\1", "踊り字の位置を直しました"),
    (re.compile(r"(?<=[ァ-ヴー])[―─－‐](?=[ァ-ヴ])"), "ー", "長音の記号を直しました"),
)


@dataclass(frozen=True)
class Mending:
    """What was put right of a line (from 1, of the text as it was given)."""

    line: int
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Paragraph:
    """`line`: of its first line, from 1; `lines` without the bullet. `blank_before`, `blank_after`: an empty line."""

    line: int
    lines: tuple[str, ...]
    bullet: Mark | None = None
    sign: str = ""
    blank_before: bool = False
    blank_after: bool = False

    @property
    def text(self) -> str:
        """Joined over its line ends: Japanese without a space, two Latin words with one."""
        return re.sub(r"(?<=[A-Za-z])\n(?=[A-Za-z])", " ", "\n".join(self.lines)).replace("\n", "")

    @property
    def is_wrapped(self) -> bool:
        return len(self.lines) > 1


def paragraphs_of(text: str, layout: Layout) -> tuple[list[Paragraph], list[Mending]]:
    """The paragraphs in the order of the text; ValueError (a sentence) for signs that no text means."""
    mendings: list[Mending] = []
    lines = [
        part
        for number, line in enumerate(tidy(text.replace("\f", "\n"), lines=True).split("\n"), start=1)
        for part in _mended(number, line.strip(), layout, mendings)
    ]
    found = list(_grouped(lines, layout))
    mendings += [
        Mending(one.line, f"{len(one.lines)}行をつなぎました", "／".join(one.lines), one.text)
        for one in found
        if one.is_wrapped
    ]
    return found, sorted(mendings, key=lambda one: one.line)


def _mended(number: int, line: str, layout: Layout, mendings: list[Mending]) -> Iterator[tuple[int, str]]:
    for pattern, better, what in ARTEFACTS:
        mended = pattern.sub(better, line)
        if mended != line:
            mendings.append(Mending(number, what, line, mended))
            line = mended
    for label in layout.patterns(Mark.LABEL):
        rest = line.removeprefix(label).strip()
        if rest != line and layout.bullet(rest):
            mendings.append(Mending(number, "欄の名前を本文から分けました", line, rest))
            yield number, label
            line = rest
    yield number, line


def _grouped(lines: list[tuple[int, str]], layout: Layout) -> Iterator[Paragraph]:
    held: list[tuple[int, str]] = []
    was_blank, ends = True, False
    for number, line in [*lines, (0, "")]:
        starts = _starts(line, layout) if line else None
        if held and (not line or starts or ends):
            yield _paragraph(held, layout, blank_before=was_blank, blank_after=not line)
            held, was_blank = [], False
        if not line:
            was_blank = True
            continue
        ends = starts == "line" if not held else ends
        held.append((number, line))


def _starts(line: str, layout: Layout) -> str | None:
    """Whether a paragraph begins here, "line" where it also ends."""
    if layout.heading(line) or any(layout.match(mark, line) for mark in ENDS_WITH_LINE):
        return "line"
    if layout.bullet(line) or any(layout.match(mark, line) for mark in STARTS):
        return "begin"
    return None


def _paragraph(
    held: list[tuple[int, str]], layout: Layout, *, blank_before: bool, blank_after: bool
) -> Paragraph:
    lines = [line for _, line in held]
    mark, sign = None, ""
    if not layout.heading(lines[0]) and (bullet := layout.bullet(lines[0])):
        mark, sign = bullet
        lines[0] = lines[0].removeprefix(sign).strip()
    return Paragraph(held[0][0], tuple(lines), mark, sign, blank_before=blank_before, blank_after=blank_after)
