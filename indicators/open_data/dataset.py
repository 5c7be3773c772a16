"""Dataset: one table that anyone may take away, with what is needed to read it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from indicators.frames import Source
from indicators.spreadsheets.fields import Field
from measures.levels import speaks

Records = Callable[[Source], Iterable[Any]]


@dataclass(frozen=True)
class Reference:
    """A column whose values stand in a column of another dataset."""

    field: str
    dataset: str
    other: str


@speaks("title", "about")
@dataclass(frozen=True)
class Dataset:
    """`records`: its rows, of a plan as it stood at a moment, always in the same order. `key`: the columns that
    name a row; never empty. `group`: under which heading the page lists it."""

    name: str
    title: str
    about: str
    group: str
    fields: tuple[Field, ...]
    records: Records
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    # What a row has in JSON beside its cells: lists and objects, by name, and how each is told.
    more: tuple["JsonExtra", ...] = ()

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


@dataclass(frozen=True)
class JsonExtra:
    """Something of a row that no cell can hold, in JSON alone. `schema`: its JSON Schema."""

    name: str
    label: str
    value_of: Callable[[Any], Any]
    schema: dict[str, Any]
