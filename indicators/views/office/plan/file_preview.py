"""What a plan's file would change, as its page shows it: counts and rows by sheet, and the same as words that are signed."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from indicators.models import PlanUpload
from indicators.plan_tables import Finding, Table, TableChanges
from indicators.plan_tables.changes import CHANGED, GONE, NEW, Change, words_of
from indicators.plan_tables.columns import CellKind, Column
from indicators.printed_rows import Ground
from indicators.workflow.plan_file import Checked
from measures.fiscal_year import FiscalYear, by_calendar

_SHOWN = 100  # rows of a table; the rest is counted
_KINDS = ((NEW, "新しい行"), (CHANGED, "変わる行"), (GONE, "なくなる行"))


@dataclass(frozen=True)
class Group:
    """What becomes of the rows of one sheet, by kind; `more` rows are not listed."""

    changes: TableChanges

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [(word, len(self.changes.of(kind))) for kind, word in _KINDS if self.changes.of(kind)]

    @property
    def kinds(self) -> list[dict[str, Any]]:
        found = []
        for kind, word in _KINDS:
            changes = self.changes.of(kind)
            if changes:
                rows = [_row(self.changes.table, one) for one in changes[:_SHOWN]]
                more = max(0, len(changes) - _SHOWN)
                found.append({"kind": kind, "word": word, "rows": rows, "more": more, "count": len(changes)})
        return found


# What was settled for new rows: those that may be wrong first, what could not be otherwise folded.
_GROUNDS = {
    Ground.CONTRARY: "目標の書き方とくいちがう約束",
    Ground.WORDED: "目標の書き方から読み取った約束",
    Ground.GUESSED: "推し量ったもの",
    Ground.PLAIN: "ほかの欄から決まったもの",
}


@dataclass(frozen=True)
class Notices:
    """Findings on one ground; `count`: cells of the file that they are about."""

    title: str
    found: list[Finding]
    is_open: bool = True

    @property
    def count(self) -> int:
        return sum(len(one.rows) or 1 for one in self.found)


@dataclass(frozen=True)
class Preview:
    upload: PlanUpload
    checked: Checked

    @cached_property
    def groups(self) -> list[Group]:
        return [Group(one) for one in self.checked.changes]

    @cached_property
    def notices(self) -> list[Notices]:
        found = self.checked.warnings.found
        slips = Notices("確かめてください", [one for one in found if not one.group])
        settled = [
            Notices(title, [one for one in found if one.group == ground], is_open=ground is not Ground.PLAIN)
            for ground, title in _GROUNDS.items()
        ]
        return [one for one in (slips, *settled) if one.found]

    @cached_property
    def first_settled(self) -> Notices | None:
        """The group that says how all of these can be told otherwise."""
        return next((group for group in self.notices if group.found[0].group), None)

    @property
    def facts(self) -> dict[str, str]:
        """Counts in words, and a sum over every cell that changes."""
        counts = {
            group.changes.table.title: "、".join(f"{word}{count}" for word, count in group.counts)
            for group in self.groups
        }
        wrong = "、".join(str(one) for one in self.checked.errors.found[:20])
        file = f"{self.upload.name}（{self.upload.version}）"
        return {**counts, "ファイル": file, "直すところ": wrong, "内容": self.checked.sum}

    @property
    def gone(self) -> int:
        return sum(len(group.changes.of(GONE)) for group in self.groups)


def _said(column: Column, cell: Any, *, calendar: bool) -> str:
    """As it was typed: a year is 令和11年度, or 令和11年 of what is counted so."""
    if column.kind is not CellKind.YEAR or cell in (None, ""):
        return words_of(column, cell)
    words = FiscalYear(int(cell)).wareki
    return by_calendar(words) if calendar else words


def _about(table: Table, change: Change) -> str:
    said = zip(table.owner, change.owner, strict=True)
    years = {name: one for name, one in said if table.column(name).kind is CellKind.YEAR}
    named = table.named(change.owner)
    for one in years.values():
        named = named.replace(one, FiscalYear(int(one)).wareki)
    return named


def _row(table: Table, change: Change) -> dict[str, Any]:
    calendar = any(column.name == "year_kind" and now == "calendar" for column, _, now in change.cells)
    # Nothing stood there before a new row, and nothing will after one that goes: what is usual is no change of it.
    cells = [
        {
            "heading": column.heading,
            "was": "" if change.kind == NEW else _said(column, was, calendar=calendar),
            "now": "" if change.kind == GONE else _said(column, now, calendar=calendar),
        }
        for column, was, now in change.cells
    ]
    return {"at": change.at, "about": _about(table, change), "cells": cells}
