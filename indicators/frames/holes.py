"""What is missing between deeds and results in a year: an initiative without an indicator, an indicator without an initiative,
a result without a deed, money without either. What is there and what is not; of causes nothing is said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indicators.frames.aims import AimsEdition, Editions, initiatives_aiming, standing_aims
from indicators.frames.deeds import InitiativeYear
from indicators.frames.money import InitiativeMoney
from indicators.frames.row import Row
from indicators.progress import ValueState


@dataclass(frozen=True)
class Unaimed:
    """An initiative that is meant to move no indicator in the year; `said`: where the office set that, and why."""

    one: InitiativeYear
    said: AimsEdition | None


@dataclass(frozen=True)
class Undone:
    """A published value of the year, and the initiatives that are meant to move it: of none of them is a deed out."""

    row: Row
    initiatives: tuple[InitiativeYear, ...]


@dataclass(frozen=True)
class Unanswered:
    """An initiative with a settled cost of the year."""

    one: InitiativeYear
    money: InitiativeMoney


@dataclass(frozen=True)
class Holes:
    """Of one year. `initiatives` and `indicators`: how many there are in all. `spent_undone`: paid for, and no deed is out;
    `spent_unmeasured`: paid for, and no indicator that they are meant to move has a value out."""

    year: int
    initiatives: int
    indicators: int
    unaimed: tuple[Unaimed, ...]
    unmoved: tuple[Row, ...]
    undone: tuple[Undone, ...]
    spent_undone: tuple[Unanswered, ...]
    spent_unmeasured: tuple[Unanswered, ...]

    @property
    def count(self) -> int:
        found = (self.unaimed, self.unmoved, self.undone, self.spent_undone, self.spent_unmeasured)
        return sum(len(one) for one in found)


def holes_of(
    years: Sequence[InitiativeYear],
    rows: Iterable[Row],
    editions: Editions,
    year: int,
    money: Mapping[str, InitiativeMoney],
) -> Holes:
    """`years`: every initiative of the plan in the year; `rows`: that year of every indicator, as citizens see it; `money`: each
    initiative's of the year by its code.

    An initiative that ended before is asked for nothing; one that the plan has no more moves nothing.
    """
    of_year = [row for row in rows if row.applies]
    standing = standing_aims(editions)
    by_code = {one.code: one for one in years}
    aiming = {
        code: tuple(by_code[initiative] for initiative, _ in found if initiative in by_code)
        for code, found in initiatives_aiming(editions, year).items()
    }
    going_on = [one for one in years if not one.is_ended]
    unaimed = [
        Unaimed(one, said)
        for one in going_on
        if (said := standing.get(one.code)) is None or not said.of_year(year)
    ]
    undone = [
        Undone(row, found)
        for row in of_year
        if row.value is not None
        and (found := aiming.get(row.code, ()))
        and not any(is_done(one) or one.is_ended for one in found)
    ]
    paid = [
        Unanswered(one, money[one.code]) for one in going_on if one.code in money and money[one.code].is_paid
    ]
    measured = {
        row.code: row.value is not None and bool(row.number)
        for row in of_year
        if not row.absent and row.value_state != ValueState.NOT_SURVEYED
    }
    return Holes(
        year=year,
        initiatives=len(going_on),
        indicators=len(of_year),
        unaimed=tuple(unaimed),
        unmoved=tuple(row for row in of_year if not aiming.get(row.code)),
        undone=tuple(undone),
        spent_undone=tuple(found for found in paid if not is_done(found.one)),
        spent_unmeasured=tuple(
            found
            for found in paid
            if (said := standing.get(found.one.code)) is not None
            and (aims := [aim.code for aim in said.of_year(year) if aim.code in measured])
            and not any(measured[code] for code in aims)
        ),
    )


def is_done(one: InitiativeYear) -> bool:
    """Whether anything of the year itself is published: a department's part of the whole, or of a bullet."""
    deeds = [deed for part in one.parts for deed in (part.deed, *(row for _, row in part.details))]
    return any(deed is not None and deed.number for deed in deeds)
