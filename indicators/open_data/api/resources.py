"""What the API gives: each dataset with the filters that make sense for it, and the key of one of its items."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from indicators import frames
from indicators.frames import Source
from indicators.models import Factor, Goal
from indicators.open_data.api.parameters import (
    CODE,
    OF_RECORD_KIND,
    OF_STATE,
    OF_VERDICT,
    PAGING,
    SLUG,
    Asked,
    Parameter,
    of_department,
    of_indicator,
    of_initiative,
    of_measure,
    of_policy,
    of_year,
    text,
    whole,
    word,
)
from indicators.open_data.dataset import Dataset
from indicators.open_data.datasets import DATASETS
from indicators.open_data.deeds import STANDINGS
from indicators.open_data.indicators import TARGET_KINDS
from indicators.open_data.passports import with_passports
from indicators.open_data.records import CHANGES
from indicators.open_data.text_changes import KINDS as TEXT_KINDS
from measures.models import Contribution, Statement, Viewpoint

Read = Callable[[Source, Asked], Iterable[Any]]


@dataclass(frozen=True)
class Resource:
    """A dataset at /api/v1/<name>/. `key`: how one item is named in its address, None where items have no address.

    `read`: its records, where less than all of them can be asked of the database.
    """

    dataset: Dataset
    filters: tuple[Parameter, ...] = ()
    key: Parameter | None = None
    read: Read | None = None

    @property
    def name(self) -> str:
        return self.dataset.name

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        return (*self.filters, *PAGING)

    def records(self, source: Source, asked: Asked) -> list[Any]:
        """The records that fit everything that was asked."""
        found = self.dataset.records(source) if self.read is None else self.read(source, asked)
        wanted = [(one.tells, asked[one.name]) for one in self.filters if one.name in asked and one.tells]
        return [record for record in found if all(_fits(tells(record), value) for tells, value in wanted)]


def _fits(found: Any, value: Any) -> bool:
    """Of what has several words, one of them is enough."""
    return value in found if isinstance(found, tuple) else bool(found == value)


def some_indicators(source: Source, asked: Asked) -> Any:
    """The indicators that measure, policy and code leave, asked of the database before figures are read."""
    found = source.chosen
    if "indicator" in asked:
        code = asked["indicator"]
        found = found.filter(measure__number=int(code[:-1]), letter=code[-1])
    if "measure" in asked:
        found = found.filter(measure__number=asked["measure"])
    return found


def _values(source: Source, asked: Asked) -> Iterable[Any]:
    return frames.counted(frames.published(source.part(some_indicators(source, asked))))


def _indicators(source: Source, asked: Asked) -> Iterable[Any]:
    return with_passports(source.part(some_indicators(source, asked)))


def _by_row() -> tuple[Parameter, ...]:
    return (
        of_measure(lambda row: row.measure_number),
        of_policy(lambda row: row.policy_number),
        of_department(lambda row: row.department_slug),
    )


_OF_CODE = of_indicator(lambda record: record.code)
_OF_YEAR = of_year(lambda record: record.year)
_OF_MEASURE = of_measure(lambda record: record["measure_number"])
_OF_INITIATIVE = of_initiative(lambda record: record["initiative_code"])
_NUMBER = whole("key", "施策の番号", "", least=1, most=32767, tells=lambda record: record["number"])


def _kind(name: str, about: str, choices: Any) -> Parameter:
    return word(name, about, dict(choices), lambda record: record[name])


_TAGS = (
    word("goal", "SDGsのゴールの番号", dict(Goal.choices), lambda one: one.passport.goals),
    word("factor", "地域幸福度の因子", dict(Factor.choices), lambda one: one.passport.factors),
)
_BY_DEED = (
    of_initiative(lambda one: one.initiative_code),
    of_department(lambda one: one.department_slug),
    _OF_YEAR,
    word("standing", "進み具合", STANDINGS, lambda one: one.standing),
)
# Name → filters, the key of one item, and how records are read where not all of them must be.
_ASKED: dict[str, tuple[Any, ...]] = {
    "policies": ((), text("key", "基本政策の番号", "[0-9]{2}", "", lambda one: one["number"])),
    "measures": ((of_policy(lambda one: one["policy_number"]),), _NUMBER),
    "statements": ((_OF_MEASURE, _kind("section", "区分", Statement.Section.choices)), None),
    "contributions": ((_OF_MEASURE, _kind("actor", "主体", Contribution.Actor.choices)), None),
    "viewpoints": ((_OF_MEASURE, _kind("kind", "区分", Viewpoint.Kind.choices)), None),
    "related-plans": ((_OF_MEASURE,), None),
    "initiatives": (
        (_OF_MEASURE,),
        text("key", "主な取組の番号", r"[1-9][0-9]{0,4}-[1-9][0-9]{0,4}", "", lambda one: one["code"]),
    ),
    "initiative-details": ((_OF_INITIATIVE,), None),
    "initiative-departments": (
        (_OF_INITIATIVE, of_department(lambda one: one["department_slug"])),
        None,
    ),
    "departments": ((), text("key", "課の識別名", SLUG, "", lambda one: one["slug"])),
    "indicators": (
        (*_by_row(), *_TAGS),
        text("key", "指標の番号", CODE, "", lambda row: row.code),
        _indicators,
    ),
    "targets": ((_OF_CODE, word("kind", "種別", TARGET_KINDS, lambda aim: aim.kind)), None),
    "values": ((_OF_CODE, *_by_row(), _OF_YEAR, OF_VERDICT, OF_STATE), None, _values),
    "comparisons": ((_OF_CODE, _OF_YEAR), None),
    "publications": ((_OF_CODE, _OF_YEAR, OF_RECORD_KIND), None),
    "corrections": ((_OF_CODE, _OF_YEAR, word("kind", "種別", CHANGES, lambda one: one.kind)), None),
    "announcements": ((), None),
    "reference-figures": ((of_measure(lambda one: one.measure_number),), None),
    "verdict-changes": (
        (_OF_CODE, _OF_YEAR, word("kind", "種別", frames.CORRECTIONS, lambda one: one.change.kind)),
        None,
    ),
    "initiative-indicators": (
        (
            of_initiative(lambda one: one.initiative.code),
            of_indicator(lambda one: one.row.code),
        ),
        None,
    ),
    "outside-reviews": ((of_measure(lambda one: one.measure_number), _OF_YEAR), None),
    "deeds": (_BY_DEED, None),
    "deed-records": (_BY_DEED, None),
    "project-costs": (
        (of_department(lambda one: one["department_slug"]), of_year(lambda one: one["year"])),
        None,
    ),
    "initiative-costs": (
        (of_initiative(lambda part: part.code), of_year(lambda part: part.row.year)),
        None,
    ),
    "text-changes": (
        (
            of_indicator(lambda one: one.edition.code),
            of_measure(lambda one: one.edition.measure_number),
            word("kind", "種別", TEXT_KINDS, lambda one: one.kind),
        ),
        None,
    ),
}
RESOURCES: dict[str, Resource] = {
    dataset.name: Resource(dataset, *_ASKED[dataset.name]) for dataset in DATASETS
}
