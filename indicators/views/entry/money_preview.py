"""What a file of the accounting system would change: each 事務事業 beside what stands, what is taken of it, and the totals of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

from indicators import frames
from indicators.forms.money_file import FileProject, MoneyFile, MoneyLayout
from indicators.frames import Amounts
from indicators.models import Project, Spending
from indicators.models import WorkflowState as State
from indicators.shares import Share, read_shares, written_shares, wrong_with
from indicators.spreadsheets.upload.errors import Problem, Problems
from indicators.wording.money import FIELDS, LOGGED, labour, logged, totals
from indicators.workflow import SPENDING, initiative_codes, unknown_in
from measures.models import Department, Plan


@dataclass
class Line:
    """One 事務事業 of the file. `box`: the name of the field of its shares; `kind`: what becomes of it; `changes`: label, what
    stands and what the file says; `data`: None where it is left out."""

    said: FileProject
    owner: Project
    current: Spending | None
    box: str
    shares_text: str
    is_proposed: bool
    data: dict[str, Any] | None = None
    kind: str = "left"
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    error: str = ""

    @property
    def word(self) -> str:
        return KINDS[self.kind]

    @property
    def parts(self) -> list[tuple[str, str, Amounts]]:
        """Code, per cent and amounts of each initiative, where it is shared."""
        if self.data is None or len(self.data["shares"]) < 2:
            return []
        shares: list[Share] = self.data["shares"]
        found = frames.divided(self.said.amounts, shares)
        return [(code, percent, amounts) for (code, percent), amounts in zip(shares, found, strict=True)]


KINDS = {
    "new": "新しく入れる",
    "draft": "下書きを書きかえる",
    "change": "公表したものの訂正",
    "same": "変わらない",
    "left": "取り込まない",
    "waiting": "提出済み",
}

_FIGURES = ("budget", "settled", "labour")


@dataclass
class Preview:
    """`in_file`: the totals of the file, `taken` of what is put in, `left` of what is not; they add up. `seal`: of all records
    that were looked at."""

    lines: list[Line]
    problems: list[Problem]
    file: MoneyFile
    unit: str

    @property
    def in_file(self) -> Amounts:
        return totals(line.said.amounts for line in self.lines)

    @property
    def taken(self) -> Amounts:
        return totals(line.said.amounts for line in self.used)

    @property
    def left(self) -> Amounts:
        return totals(line.said.amounts for line in self.lines if line.kind == "left")

    @property
    def used(self) -> list[Line]:
        """Those that are for an initiative, changed or not."""
        return [line for line in self.lines if line.kind != "left"]

    @property
    def unused(self) -> list[Line]:
        return [line for line in self.lines if line.kind == "left"]

    @property
    def written(self) -> list[Line]:
        return [line for line in self.lines if line.kind in ("new", "draft", "change")]

    @property
    def changes(self) -> list[Line]:
        return [line for line in self.lines if line.kind == "change"]

    @property
    def errors(self) -> list[Line]:
        return [line for line in self.lines if line.error]

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [
            (word, number)
            for kind, word in KINDS.items()
            if (number := sum(line.kind == kind for line in self.lines))
        ]

    @property
    def seal(self) -> str:
        seen = (
            f"{line.said.code} {line.current.pk if line.current else 0} {line.current.version if line.current else 0}"
            for line in self.lines
        )
        return sha256("\n".join(seen).encode()).hexdigest()

    def refuse(self, errors: Mapping[str, Mapping[str, str]]) -> None:
        for line in self.lines:
            if found := errors.get(line.said.code):
                line.error = " ".join(found.values())


def preview_of(
    plan: Plan,
    year: int,
    file: MoneyFile,
    layout: MoneyLayout,
    departments: Sequence[Department],
    typed: Mapping[str, str] | None,
) -> Preview:
    """`typed`: the boxes of shares as somebody changed them on the page; None at the first look."""
    problems = Problems()
    problems.found, problems.more = list(file.problems.found), file.problems.more
    standing = _Standing(plan, year, file)
    lines = []
    for at, said in enumerate(file.projects):
        line = _line(standing, said, f"shares-{at}", typed)
        lines.append(line)
        _fill(line, standing, file, layout, departments, problems)
    more = [Problem("", f"このほかに{problems.more:,}件あります。")] if problems.more else []
    return Preview(lines, [*problems.found, *more], file, layout.unit)


class _Standing:
    """What the lines are held against, asked once for all."""

    def __init__(self, plan: Plan, year: int, file: MoneyFile) -> None:
        self.plan, self.year = plan, year
        codes = [one.code for one in file.projects]
        self.projects = {one.code: one for one in Project.objects.filter(plan=plan, code__in=codes)}
        self.records: dict[int, Spending] = {}
        self.newest: dict[int, Spending] = {}
        found = Spending.objects.filter(project__in=self.projects.values()).select_related("department")
        for record in found.order_by("year", "number"):
            self.newest[record.project_id] = record
            if record.year == year:
                self.records[record.project_id] = record
        self.known = initiative_codes(Project(plan=plan))
        self.named: dict[str, set[str]] = {}
        for row in frames.deeds(plan, drafts=True):
            for name, _ in row.projects:
                self.named.setdefault(name, set()).add(row.initiative_code)

    def project(self, code: str) -> Project:
        found = self.projects.get(code) or Project(plan=self.plan, code=code)
        found.plan = self.plan
        return found

    def shares_of(self, said: FileProject) -> tuple[str, bool]:
        """As they are known, and whether they are only proposed: the file's, those of its newest record, else the one
        initiative whose deeds name it."""
        if said.shares is not None:
            return said.shares_text, False
        project = self.projects.get(said.code)
        if project is not None and (newest := self.newest.get(project.pk)) is not None:
            return written_shares(newest.shares), False
        named = self.named.get(said.name, set())
        return (f"{next(iter(named))} 100", True) if len(named) == 1 else ("", False)


def _line(standing: _Standing, said: FileProject, box: str, typed: Mapping[str, str] | None) -> Line:
    owner = standing.project(said.code)
    current = standing.records.get(owner.pk) if owner.pk else None
    text, is_proposed = standing.shares_of(said)
    if typed is not None and box in typed:
        text, is_proposed = typed[box].strip(), False
    return Line(said, owner, current, box, text, is_proposed)


def _fill(
    line: Line,
    standing: _Standing,
    file: MoneyFile,
    layout: MoneyLayout,
    departments: Sequence[Department],
    problems: Problems,
) -> None:
    """What becomes of the line; without an initiative nothing."""
    if not line.shares_text:
        return
    try:
        shares = read_shares(line.shares_text)
        wrong = wrong_with(shares) or unknown_in(shares, standing.known)
    except ValueError as refusal:
        shares, wrong = [], str(refusal)
    if wrong:
        line.error = wrong
    department = _department(line, standing, layout, departments)
    if department is None:
        _no_department(line, problems)
    line.kind = "new"
    if wrong or department is None:
        return
    line.data = _data(line, file, department, shares)
    _compare(line)


def _department(
    line: Line, standing: _Standing, layout: MoneyLayout, departments: Sequence[Department]
) -> Department | None:
    """As the file says; else that of its newest record, else the one that was chosen for the file."""
    if line.said.department:
        return next((one for one in departments if one.name == line.said.department), None)
    newest = standing.newest.get(line.owner.pk) if line.owner.pk else None
    if newest is not None:
        return newest.department
    return next((one for one in departments if one.pk == layout.department), None)


def _no_department(line: Line, problems: Problems) -> None:
    said = line.said
    if said.department:
        problems.add(
            said.department_place,
            f"「{said.department[:20]}」という課がないか、あなたが入力できる課ではありません。",
            FIELDS["department"],
        )
    elif not line.error:
        line.error = "担当課が分かりません。担当課の列か、この表の担当課を選んでください。"


def _data(line: Line, file: MoneyFile, department: Department, shares: list[Share]) -> dict[str, Any]:
    """Of columns that the file has not, what stands stays."""
    current, said = line.current, line.said
    amounts = said.amounts
    stands: dict[str, Any] = {name: getattr(current, name, None) for name in _FIGURES}
    told: dict[str, Any] = {"budget": amounts.budget, "settled": amounts.settled}
    told["labour"] = None if amounts.labour is None else Decimal(amounts.labour) / 100
    figures = {name: told[name] if name in file.told else stands[name] for name in _FIGURES}
    return {
        "name": said.name,
        "department": department,
        **figures,
        "shares": [list(share) for share in shares],
        "note": current.note if current else "",
    }


def _compare(line: Line) -> None:
    current, data = line.current, line.data
    assert data is not None
    if current is None:
        return
    before = SPENDING.snapshot(current)
    after = {
        **{name: None if data[name] is None else str(data[name]) for name in ("budget", "settled")},
        "name": data["name"],
        "department": data["department"].name,
        "labour": data["labour"],
        "shares": written_shares(data["shares"]),
        "note": data["note"],
    }
    for name, label in LOGGED.items():
        was, now = before[name], after[name]
        if name == "labour":
            was, now = current.labour, data["labour"]
        if was != now:
            line.changes.append((label, _word(name, was), _word(name, now)))
    if not line.changes:
        line.kind = "same"
    elif current.state == State.PUBLISHED:
        line.kind = "change"
    elif current.state == State.SUBMITTED:
        line.kind = "waiting"
        line.error = "提出済みです。差し戻されると、書きかえられます。"
    else:
        line.kind = "draft"


def _word(name: str, found: Any) -> str:
    if found in (None, ""):
        return "なし"
    if name == "labour":
        return labour(int(found * 100))
    return logged(name, str(found)) or str(found)
