"""What a sheet tells of a measure's initiatives: what was done in a year and what it cost, and where that has changed since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from indicators.frames import CostSum, SpendingRow, spendings
from indicators.permissions import may_read_unpublished, printed_department_ids
from indicators.views.shared.deeds import deeds_in_year, deeds_of_measures
from indicators.views.shared.money import PaperMoney, paper_money
from indicators.wording.deeds import NOT_OUT, part_words
from indicators.wording.money import IN_SHORT, LABOUR_IN_SHORT, NO_COST, sheet_line
from measures.models import Measure, Plan
from measures.texts import Told, initiatives, initiatives_of_measure


@dataclass(frozen=True)
class Did:
    """`deeds`: each initiative's year with its words, and with what it cost; `money`: that of all of them."""

    deeds: Sequence[dict[str, Any]]
    money: PaperMoney

    @property
    def has_deeds(self) -> bool:
        """Whether anything of what was done in the year is told, and not what it cost alone."""
        return any(one["one"].parts for one in self.deeds)

    @property
    def cost(self) -> str:
        """What all initiatives cost together; "" where none cost anything."""
        return self.money.total

    @property
    def heading(self) -> str:
        """What is told of the initiatives, in a few words; "" where nothing is."""
        if not self.has_deeds:
            return "取組の費用" if self.cost else ""
        return "取組の実績と費用" if self.cost else "取組の実績"

    @property
    def cost_means(self) -> str:
        """What the words of a cost mean."""
        has_labour = self.money.of_all and self.money.of_all.with_labour
        return f"{IN_SHORT}{LABOUR_IN_SHORT}" if has_labour else IN_SHORT

    @property
    def costs(self) -> list[tuple[str, CostSum]]:
        """Each initiative that cost anything under its code and name, then all of them."""
        if self.money.of_all is None:
            return []
        names = {one["one"].code: one["one"].initiative.name for one in self.deeds}
        each = [
            (f"{code}　{name}", self.money.by_code[code])
            for code, name in names.items()
            if code in self.money.by_code
        ]
        return [*each, ("合計", self.money.of_all)]

    @property
    def facts(self) -> dict[str, str]:
        """All of it under labels, for a page on which somebody confirms exactly that."""
        told = {
            f"取組{one['one'].code}": "／".join(
                [
                    *(f"{part.department.name}：{part_words(part)}" for part in one["one"].parts),
                    *([f"費用：{one['money']}"] if one["money"] else []),
                ]
            )
            for one in self.deeds
        }
        return {**told, "取組の費用の合計": self.cost}


NOTHING_DONE = Did((), PaperMoney(None, {}, sheet_line))


def did_in_year(measure: Measure, year: int, then: datetime | None) -> Did:
    """As it was public at a moment, now without one."""
    return _did(
        measure,
        year,
        deeds_in_year(measure, year, then),
        spendings(measure.plan, year=year, as_of=then),
        then,
    )


def did_in_the_works(measure: Measure, year: int, reader: User) -> Did:
    """What stands today, public or not; a cost that is not, for who may read it."""
    costs = {row.project_id: row for row in spendings(measure.plan, year=year)}
    sees_all = may_read_unpublished(reader)
    own = printed_department_ids(reader)
    for row in spendings(measure.plan, year=year, drafts=True):
        if sees_all or row.department_id in own:
            costs[row.project_id] = row
    return _did(measure, year, deeds_in_year(measure, year, None, drafts=True), list(costs.values()))


def did_of_measures(plan: Plan, year: int, measures: Iterable[Measure]) -> dict[int, Did]:
    """Number of each of these measures → what is public now, in a fixed number of queries."""
    costs, deeds = spendings(plan, year=year), deeds_of_measures(plan, year)
    told: dict[int, list[Told]] = {}
    for one in initiatives(plan.pk):
        told.setdefault(one.measure.number, []).append(one)
    return {
        one.number: _did(one, year, deeds.get(one.number, []), costs, known=told.get(one.number, []))
        for one in measures
    }


def _did(
    measure: Measure,
    year: int,
    deeds: Sequence[dict[str, Any]],
    costs: Sequence[SpendingRow],
    then: datetime | None = None,
    known: Sequence[Told] | None = None,
) -> Did:
    """`known`: the measure's initiatives, read where they are needed and not given."""
    money = paper_money(costs, measure.number, year, sheet_line)
    if known is None:
        known = [] if deeds or money.of_all is None else initiatives_of_measure(measure, then)
    return Did(money.beside(deeds, known, measure), money)


# --- What has changed since ---------------------------------------------------------------------------


@dataclass(frozen=True)
class DeedDifference:
    """A department's part of an initiative that the public pages tell otherwise today."""

    code: str
    department: str
    was: str
    now: str


def deed_differences(then: Did, now: Did) -> list[DeedDifference]:
    """What of the deeds went out, or was corrected, after the sheet: how each stands and what was done."""
    was, is_now = _parts_of(then), _parts_of(now)
    return [
        DeedDifference(code, department, was.get((code, department), NOT_OUT), said)
        for (code, department), said in is_now.items()
        if was.get((code, department)) != said
    ]


@dataclass(frozen=True)
class CostDifference:
    """What an initiative cost, where the public pages tell it otherwise today."""

    code: str
    was: str
    now: str


def cost_differences(then: Did, now: Did) -> list[CostDifference]:
    """What of the costs went out, or was corrected, after the sheet."""
    was, is_now = ({one["one"].code: one["money"] for one in did.deeds} for did in (then, now))
    return [
        CostDifference(code, was.get(code) or NOT_OUT, is_now.get(code) or NO_COST)
        for code in dict.fromkeys((*was, *is_now))
        if was.get(code, "") != is_now.get(code, "")
    ]


def _parts_of(did: Did) -> dict[tuple[str, str], str]:
    return {
        (one["one"].code, part.department.name): part_words(part)
        for one in did.deeds
        for part in one["one"].parts
        if part.deed is not None
    }
