"""Field: one column of a file, described once.

The description makes the column's cells, its line in the data dictionary, its Frictionless schema and its JSON Schema
(indicators/open_data/), so that none of them can say something else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from indicators.numbers import plain_number
from measures.city import City
from measures.fiscal_year import FiscalYear, by_calendar
from measures.levels import speaks

OWN_UNIT = "unitの列の単位"
DEMO_NOTICE = "デモ：実績はすべて架空の値です"
# By name and not the server's zone: a file of the same state has the same bytes wherever it is made.
JAPAN = ZoneInfo("Asia/Tokyo")

CellValue = str | int | bool | None


class FieldType(StrEnum):
    """What a cell holds. A number is text with all its digits in JSON, a number in a workbook."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    YEAR = "year"
    DAY = "day"
    MOMENT = "moment"
    YES_NO = "yes_no"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    FieldType.TEXT: "文字",
    FieldType.WHOLE: "整数",
    FieldType.NUMBER: "数値",
    FieldType.YEAR: "西暦の年度",
    FieldType.DAY: "日付",
    FieldType.MOMENT: "日時",
    FieldType.YES_NO: "真偽",
}


# For whoever describes columns and writes none.
SOME_CITY = City("", "")


@speaks("label", "meaning", "empty")
@dataclass(frozen=True)
class Field:
    """`name` in files, `label` for people, and how a record tells it.

    `empty`: what an empty cell means; "" where a cell is never empty. `allowed`: every value that may stand there, with
    its Japanese word. `unit`: in which unit a number is. `is_later`: it came when files were in use already, and stands
    behind all that stood there then. `is_newer`: it came after release 1.0.0, whose columns all keep their place, those of the city too.
    """

    name: str
    label: str
    type: FieldType
    value_of: Callable[[Any], CellValue]
    meaning: str = ""
    unit: str = ""
    allowed: Mapping[str, str] | None = None
    empty: str = ""
    is_later: bool = False
    is_newer: bool = False

    @property
    def is_required(self) -> bool:
        return not self.empty


def with_notice(fields: Sequence[Field], city: City = SOME_CITY) -> tuple[Field, ...]:
    """The columns of a file, in its order; every line of the demo says what it is, and each whose it is: `city`, which
    only whoever writes cells needs to say."""
    known = [field for field in fields if not field.is_newer]
    newer = (field for field in fields if field.is_newer)
    return (*in_order(known, (NOTICE,) if settings.DEMO else ()), *of_city(city), *newer)


def in_order(fields: Sequence[Field], between: tuple[Field, ...] = ()) -> tuple[Field, ...]:
    """What stood there first, `between`, and what came later."""
    first = [field for field in fields if not field.is_later]
    return (*first, *between, *(field for field in fields if field.is_later))


def _reader(of: Callable[[Any], Any] | str) -> Callable[[Any], Any]:
    """What finds something in a record: a function as it is, or the name of an attribute."""
    return attrgetter(of) if isinstance(of, str) else of


def year_fields(
    name: str,
    label: str,
    of: Callable[[Any], Any] | str,
    *,
    empty: str = "",
    meaning: str = "",
    is_later: bool = False,
) -> tuple[Field, Field]:
    """A fiscal year in two columns: the western one, and beside it the Japanese one."""
    read = _reader(of)

    def wareki(record: Any) -> str | None:
        year = read(record)
        if year is None:
            return None
        words = FiscalYear(year).wareki
        return by_calendar(words) if getattr(record, "is_calendar", False) else words

    western = Field(name, f"{label}（西暦）", FieldType.YEAR, read, meaning, empty=empty, is_later=is_later)
    japanese = Field(f"{name}_ja", f"{label}（元号）", FieldType.TEXT, wareki, empty=empty, is_later=is_later)
    return western, japanese


def choice_fields(
    name: str, label: str, of: Callable[[Any], str] | str, choices: Mapping[str, str], *, empty: str = ""
) -> tuple[Field, Field]:
    """A word of a closed list in two columns: its key, and beside it its Japanese word."""
    read = _reader(of)

    def word(record: Any) -> str | None:
        key = read(record)
        return choices[key] if key else None

    key_field = Field(
        name, label, FieldType.TEXT, lambda record: read(record) or None, allowed=choices, empty=empty
    )
    words = dict.fromkeys(choices.values(), "")
    return key_field, Field(
        f"{name}_ja", f"{label}（日本語）", FieldType.TEXT, word, allowed=words, empty=empty
    )


def figure(record: Any, value: Any) -> str | None:
    """A figure of an indicator with the indicator's decimals; None stays None, and a real 0 a 0."""
    return None if value is None else plain_number(value, decimals=record.decimals)


def day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def moment_text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(JAPAN).isoformat(timespec="seconds")


def _field(
    name: str,
    label: str,
    of: Callable[[Any], Any] | str = "",
    meaning: str = "",
    *,
    type: FieldType,
    write: Callable[[Any, Any], CellValue] = lambda record, found: found,
    unit: str = "",
    allowed: Mapping[str, str] | None = None,
    empty: str = "",
    is_later: bool = False,
    is_newer: bool = False,
) -> Field:
    """A column whose cell is what `write` makes of a record and of what `of` finds there; a missing text is null.

    Without `of` it is what the record has under the column's own name.
    """
    read = _reader(of or name)

    def value_of(record: Any) -> CellValue:
        cell = write(record, read(record))
        return None if empty and cell == "" else cell

    return Field(name, label, type, value_of, meaning, unit, allowed, empty, is_later, is_newer)


text_field = partial(_field, type=FieldType.TEXT)
whole_field = partial(_field, type=FieldType.WHOLE)
yes_no_field = partial(_field, type=FieldType.YES_NO)
# A number that is written already, and a figure with its indicator's decimals.
number_field = partial(_field, type=FieldType.NUMBER, unit=OWN_UNIT)
figure_field = partial(_field, type=FieldType.NUMBER, write=figure, unit=OWN_UNIT)
day_field = partial(_field, type=FieldType.DAY, write=lambda record, day: day_text(day))
moment_field = partial(
    _field, type=FieldType.MOMENT, write=lambda record, moment: moment_text(moment), meaning="日本時間"
)
NOTICE = text_field("notice", "注意", lambda record: DEMO_NOTICE, "デモのファイルであることの注意書き")


def of_city(city: City) -> tuple[Field, Field]:
    """Columns of every file of open data, the last ones of release 1.0.0: so it joins with files of other cities."""
    return (
        text_field(
            "city_code",
            "全国地方公共団体コード",
            lambda record: city.code,
            "6桁（検査数字を含む）。0で始まることがあるので、文字として読む",
            empty="登録していない",
        ),
        text_field("city_name", "市の名称", lambda record: city.name),
    )
