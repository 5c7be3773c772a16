"""Every paragraph's place in the plan: by what the office marked, then by order, then by the office's own hand."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from measures.plan_text.layout import STRUCTURE, Layout, Mark
from measures.plan_text.paragraphs import Paragraph
from measures.plan_text.sections import propose_items, propose_statements
from measures.plan_text.table import rows_of


class Role(StrEnum):
    """Where a paragraph belongs. Those with a word can be chosen by hand."""

    PAGE = "page"
    POLICY = "policy"
    MEASURE = "measure"
    NAME = "name"
    GOAL = "goal"
    SITUATION = "situation"
    ISSUE = "issue"
    DIRECTION = "direction"
    DX = "dx"
    GX = "gx"
    CITY = "city"
    CITIZENS = "citizens"
    INITIATIVE = "initiative"
    DEPARTMENTS = "departments"
    DETAIL = "detail"
    TABLE = "table"
    RELATED = "related"
    FIGURE_TITLE = "figure_title"
    SOURCE = "source"
    FIGURE = "figure"
    LABEL = "label"
    UNPLACED = "unplaced"


# What a person can make of a paragraph by hand.
CHOICES = (
    (Role.NAME, "施策の名称"),
    (Role.GOAL, "目標"),
    (Role.SITUATION, "現状"),
    (Role.ISSUE, "課題"),
    (Role.DIRECTION, "課題解決に向けた方向性"),
    (Role.DX, "DXの視点"),
    (Role.GX, "GXの視点"),
    (Role.CITY, "市の取組"),
    (Role.CITIZENS, "市民等の取組"),
    (Role.DETAIL, "主な取組の内容"),
    (Role.TABLE, "指標の表"),
    (Role.RELATED, "関連する個別計画"),
    (Role.FIGURE, "図の文字"),
    (Role.LABEL, "本文ではない"),
)
_UNDER = {
    Mark.GOAL: Role.GOAL,
    Mark.SITUATION: Role.SITUATION,
    Mark.ISSUE: Role.ISSUE,
    Mark.DIRECTION: Role.DIRECTION,
    Mark.DX: Role.DX,
    Mark.GX: Role.GX,
    Mark.CITY: Role.CITY,
    Mark.CITIZENS: Role.CITIZENS,
    Mark.DETAILS: Role.DETAIL,
    Mark.RELATED: Role.RELATED,
    Mark.TABLE: Role.TABLE,
}


@dataclass(frozen=True)
class Place:
    """`proposed`: told from the order alone, for the office to settle. `match`: of a structural pattern, or a heading."""

    paragraph: Paragraph
    role: Role
    page: int
    proposed: bool = False
    match: re.Match[str] | None = None
    heading: Mark | None = None


def place(paragraphs: Sequence[Paragraph], layout: Layout, settled: Mapping[int, str]) -> list[Place]:
    """`settled`: a role by the line that its paragraph begins with."""
    found: list[Place] = []
    for _, of_page in groupby(_by_marks(paragraphs, layout), key=lambda one: one.page):
        page = _around_headings(list(of_page), layout)
        page = _far_rows(page)
        page = _proposed(page, Role.SITUATION, propose_statements)
        for first in (Role.DX, Role.CITY):
            page = _proposed(page, first, propose_items)
        found += page
    known = {role for role, _ in CHOICES}
    return [
        replace(one, role=Role(settled[one.paragraph.line]), proposed=False)
        if settled.get(one.paragraph.line) in known
        else one
        for one in found
    ]


def _by_marks(paragraphs: Sequence[Paragraph], layout: Layout) -> list[Place]:
    """Roles by mark. Bullets whose section no heading tells get the first of their kind's, as proposed."""
    found: list[Place] = []
    current: Role | None = None
    page = 0
    for paragraph in paragraphs:
        one = _structure(paragraph, layout, page)
        if one is not None:
            if one.role == (Role.PAGE if layout.patterns(Mark.PAGE) else Role.MEASURE):
                page += 1
            current = _after(one, layout, current)
            found.append(replace(one, page=page))
            continue
        if paragraph.bullet:
            if current is Role.GOAL and found[-1].role is Role.GOAL:
                current = None  # the goal is one paragraph, or bullets of its own
            role, proposed = _of_bullet(paragraph, current, found)
        else:
            role, proposed = current or Role.UNPLACED, False
        found.append(Place(paragraph, role, page, proposed))
    return found


def _structure(paragraph: Paragraph, layout: Layout, page: int) -> Place | None:
    if paragraph.bullet:
        return None
    text = paragraph.text
    for mark in STRUCTURE:
        if match := layout.match(mark, text):
            return Place(paragraph, Role(mark.value), page, match=match)
    heading = layout.heading(text)
    return None if heading is None else Place(paragraph, Role.LABEL, page, heading=heading)


def _after(one: Place, layout: Layout, current: Role | None) -> Role | None:
    """Where what follows a heading belongs, if it says nothing of itself."""
    if one.heading is Mark.LABEL:
        return current
    if one.heading is Mark.RELATED and layout.related_before:
        return None
    if one.heading is not None:
        return _UNDER[one.heading]
    if one.role is Role.PAGE:
        return Role.FIGURE  # letters of the printed chart come first out of the page
    if one.role in (Role.INITIATIVE, Role.DEPARTMENTS):
        return None if layout.details_before else Role.DETAIL
    return None


def _of_bullet(paragraph: Paragraph, current: Role | None, before: list[Place]) -> tuple[Role, bool]:
    if before and _goes_on(paragraph, before[-1]):
        return Role.TABLE, False
    if current not in (None, Role.TABLE, Role.FIGURE):
        return current, False
    if paragraph.bullet is Mark.STATEMENT:
        return Role.SITUATION, True
    if paragraph.bullet is Mark.DETAIL:
        return Role.DETAIL, False
    # A sentence is what somebody does; viewpoints are noun phrases.
    return (Role.CITY if paragraph.text.endswith("。") else Role.DX), True


def _around_headings(page: list[Place], layout: Layout) -> list[Place]:
    """The name of a measure on another line than its number; related plans before their heading."""
    for at, one in enumerate(page):
        if one.match is not None and one.role is Role.MEASURE and "name" not in one.match.groupdict():
            places = range(at - 1, -1, -1) if layout.name_before else range(at + 1, len(page))
            near = next((i for i in places if page[i].role is Role.UNPLACED), None)
            if near is not None:
                page[near] = replace(page[near], role=Role.NAME)
        if one.heading is Mark.RELATED and layout.related_before:
            while at and page[at - 1].role is Role.UNPLACED:
                at -= 1
                page[at] = replace(page[at], role=Role.RELATED)
    return page


def _far_rows(page: list[Place]) -> list[Place]:
    """Rows of indicators that the columns have parted from the heading of their table: told by their figures."""
    unplaced = [one.paragraph for one in page if one.role is Role.UNPLACED]
    _, left = rows_of(unplaced)
    rows = [one for one in unplaced if one not in left]
    for at, one in enumerate(page):
        if one.paragraph in rows or (at and _goes_on(one.paragraph, page[at - 1])):
            page[at] = replace(one, role=Role.TABLE, proposed=False)
    return page


def _goes_on(paragraph: Paragraph, before: Place) -> bool:
    """Whether this is an item of a list within a 備考."""
    return before.role is Role.TABLE and paragraph.bullet is Mark.ITEM and not paragraph.blank_before


def _proposed(
    page: list[Place], first: Role, propose: Callable[[Sequence[Paragraph], str], list[str]]
) -> list[Place]:
    places = [i for i, one in enumerate(page) if one.proposed and one.role is first]
    for i, role in zip(places, propose([page[i].paragraph for i in places], first), strict=True):
        page[i] = replace(page[i], role=Role(role))
    return page
