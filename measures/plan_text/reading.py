"""Put together what a text says of each measure; nothing of it is lost: what has no place is listed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from measures.plan_text.layout import Layout, number_of
from measures.plan_text.paragraphs import Mending, Paragraph, paragraphs_of
from measures.plan_text.placing import Place, Role, place
from measures.plan_text.table import IndicatorRow, rows_of

SECTIONS = (Role.SITUATION, Role.ISSUE, Role.DIRECTION)
NONE = ("なし", "－", "-", "該当なし")


class PlanTextError(ValueError):
    """The text cannot be read as a plan's, or does not fit the plan. Its message, in Japanese, says where."""


@dataclass(frozen=True)
class Piece:
    """One paragraph of the plan and the section that it belongs to."""

    line: int
    section: str
    text: str
    proposed: bool = False


@dataclass(frozen=True)
class InitiativeText:
    number: int
    name: str
    departments: tuple[str, ...]
    details: tuple[Piece, ...]


@dataclass(frozen=True)
class MeasureText:
    """One measure. `statements`, `viewpoints`, `contributions` stand in the order of their sections, then of the text."""

    number: int
    name: str
    policy: tuple[str, str]  # its number as printed, and its name; "" where the text has none
    goal: str
    statements: tuple[Piece, ...]
    viewpoints: tuple[Piece, ...]
    contributions: tuple[Piece, ...]
    initiatives: tuple[InitiativeText, ...]
    related: tuple[str, ...]
    indicators: tuple[IndicatorRow, ...]
    figure: tuple[str, str] = ("", "")  # title and source of the printed chart

    def remark_of(self, target_label: str) -> str | None:
        """The 備考 beside a target, found by the target as printed (60テーマ); None where not certain."""
        wanted = _squeezed(target_label)
        found = [row for row in self.indicators if _squeezed(row.target_printed) == wanted]
        return found[0].remark or None if len(found) == 1 else None


@dataclass(frozen=True)
class PlanText:
    """`places`: every paragraph with its role; `unplaced`: those without one; `notes`: what was read and looks odd."""

    measures: tuple[MeasureText, ...]
    places: tuple[Place, ...] = field(repr=False)
    unplaced: tuple[Paragraph, ...] = ()
    mendings: tuple[Mending, ...] = ()
    notes: tuple[str, ...] = ()

    def measure(self, number: int) -> MeasureText:
        return next(one for one in self.measures if one.number == number)


def read_plan_text(text: str, layout: Layout, settled: Mapping[int, str] | None = None) -> PlanText:
    """`settled`: roles that the office gave by hand, by the first line of a paragraph.

    PlanTextError where no measure is found, or one measure stands twice.
    """
    try:
        paragraphs, mendings = paragraphs_of(text, layout)
    except ValueError as refusal:
        raise PlanTextError(str(refusal)) from None
    places = place(paragraphs, layout, settled or {})
    measures: list[MeasureText] = []
    lost: list[Paragraph] = []
    notes: list[str] = []
    policy = ("", "")
    for _, of_page in groupby(places, key=lambda one: one.page):
        page = list(of_page)
        heading = next((one for one in page if one.role is Role.MEASURE and one.match), None)
        policies = [one.match for one in page if one.role is Role.POLICY and one.match]
        # Where a measure's heading begins its page, the policy of the next stands at the end of this one.
        late = [one.match for one in _behind(page, heading) if one.role is Role.POLICY and one.match]
        early = [match for match in policies if match not in late]
        policy = _policy(early[-1]) if early else policy
        if heading is None:
            lost += [one.paragraph for one in page if one.role not in _HARMLESS]
        else:
            measure, left = _measure(page, heading, policy if early or policy[0] else ("", ""), notes)
            measures.append(measure)
            lost += left
        policy = _policy(late[-1]) if late else policy
    for number, again in groupby(sorted(one.number for one in measures)):
        if len(list(again)) > 1:
            raise PlanTextError(f"施策{number}のページが2つあります。")
    if not measures:
        raise PlanTextError(
            "施策のページが見つかりません。施策の見出しの形が合っているか、計画書の文字データか確認してください。"
        )
    lost += [one.paragraph for one in places if one.role is Role.UNPLACED and one.paragraph not in lost]
    ordered = tuple(sorted(lost, key=lambda one: one.line))
    return PlanText(tuple(measures), tuple(places), ordered, tuple(mendings), tuple(notes))


_HARMLESS = (Role.PAGE, Role.POLICY, Role.LABEL, Role.FIGURE)


def _behind(page: Sequence[Place], heading: Place | None) -> Sequence[Place]:
    return page[page.index(heading) + 1 :] if heading in page and heading is not None else ()


def _policy(match: re.Match[str]) -> tuple[str, str]:
    return f"{number_of(match['number']):02d}", match["name"].strip()


def _measure(
    page: Sequence[Place], heading: Place, policy: tuple[str, str], notes: list[str]
) -> tuple[MeasureText, list[Paragraph]]:
    assert heading.match is not None
    number = number_of(heading.match["number"])
    by_role: dict[Role, list[Place]] = {}
    for one in page:
        by_role.setdefault(one.role, []).append(one)

    def texts(role: Role) -> list[str]:
        return [one.paragraph.text for one in by_role.get(role, [])]

    def pieces(*roles: Role) -> tuple[Piece, ...]:
        return tuple(_piece(one) for role in roles for one in by_role.get(role, []))

    rows, left = rows_of([one.paragraph for one in by_role.get(Role.TABLE, [])])
    initiatives, orphans = _initiatives(page, number, notes)
    name = heading.match.groupdict().get("name") or "".join(texts(Role.NAME))
    if not name:
        notes.append(f"施策{number}：名称が見つかりません。")
    return (
        MeasureText(
            number=number,
            name=name.strip(),
            policy=policy,
            goal="\n".join(texts(Role.GOAL)),
            statements=pieces(*SECTIONS),
            viewpoints=pieces(Role.DX, Role.GX),
            contributions=pieces(Role.CITY, Role.CITIZENS),
            initiatives=initiatives,
            related=_names(by_role.get(Role.RELATED, [])),
            indicators=tuple(rows),
            figure=(
                next((_named(one) for one in by_role.get(Role.FIGURE_TITLE, [])), ""),
                next((_named(one) for one in by_role.get(Role.SOURCE, [])), ""),
            ),
        ),
        [*left, *orphans],
    )


def _piece(one: Place) -> Piece:
    return Piece(one.paragraph.line, one.role.value, one.paragraph.text, one.proposed)


def _named(one: Place) -> str:
    return one.match["name"].strip() if one.match else one.paragraph.text


def _names(places: Sequence[Place]) -> tuple[str, ...]:
    """Each line is a name or several, parted by a stroke."""
    found = [
        name.strip()
        for one in places
        for line in one.paragraph.lines
        for name in re.split("[／/、]", line)
        if name.strip()
    ]
    return tuple(name for name in dict.fromkeys(found) if name not in NONE)


def _initiatives(
    page: Sequence[Place], measure: int, notes: list[str]
) -> tuple[tuple[InitiativeText, ...], list[Paragraph]]:
    """By number, each with the bullets before or behind its heading; and bullets that no initiative has."""
    before = _details_stand_before(page)
    found: dict[int, InitiativeText] = {}
    pending: list[Place] = []
    latest: int | None = None
    for one in page:
        if one.role is Role.DETAIL and (before or latest is None):
            pending.append(one)
        elif one.role is Role.DETAIL and latest is not None:
            found[latest] = _more(found[latest], one)
        elif one.role is Role.INITIATIVE and one.match:
            latest = _number(one.match, len(found) + 1)
            if latest in found:
                notes.append(f"施策{measure}：主な取組{measure}-{latest}が2つあります。")
            groups = one.match.groupdict()
            if groups.get("measure") and number_of(groups["measure"]) != measure:
                notes.append(f"施策{measure}：主な取組の番号が別の施策のものです（{one.paragraph.text}）。")
            found[latest] = InitiativeText(
                latest,
                groups["name"].strip(),
                _departments(groups.get("departments")),
                tuple(map(_piece, pending)) if before else (),
            )
            pending = [] if before else pending
        elif one.role is Role.DEPARTMENTS and one.match and latest is not None:
            departments = found[latest].departments + _departments(one.match["departments"])
            found[latest] = InitiativeText(latest, found[latest].name, departments, found[latest].details)
    return tuple(found[number] for number in sorted(found)), [one.paragraph for one in pending]


def _details_stand_before(page: Sequence[Place]) -> bool:
    """What comes first on the page, a bullet of an initiative or a heading of one."""
    first = next((one.role for one in page if one.role in (Role.DETAIL, Role.INITIATIVE)), None)
    return first is Role.DETAIL


def _more(initiative: InitiativeText, one: Place) -> InitiativeText:
    return InitiativeText(
        initiative.number,
        initiative.name,
        initiative.departments,
        (*initiative.details, _piece(one)),
    )


def _number(match: re.Match[str], otherwise: int) -> int:
    number = match.groupdict().get("number")
    return number_of(number) if number else otherwise


def _departments(text: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split("[・、,，／/]", text or "") if name.strip())


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
