"""Rows kept as plain JSON and read back: the figures of a day, as a published evaluation sheet holds them.

Figures are text with every digit, days and moments ISO. The types of Row say how a cell is read, so a field that
Row gains later needs a default, and one that it loses is passed over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from indicators.frames.calculation import Calculation
from indicators.frames.row import Row
from measures.models.unit_field import as_written

Cells = dict[str, Any]


def freeze(rows: Iterable[Row], *, at: datetime) -> list[Cells]:
    """One plain dict a row, with the moment when it was frozen."""
    return [{"frozen_at": at.isoformat(), **_plain(row)} for row in rows]


def thaw(figures: Iterable[Mapping[str, Any]] | None) -> list[Row]:
    """The rows as they were; none of what was never frozen. ValueError where a field without a default is missing."""
    return [_record(Row, {**cells, "unit": as_written(cells["unit"])}) for cells in figures or ()]


def _plain(cell: Any) -> Any:
    if isinstance(cell, Calculation):
        return list(cell)
    if is_dataclass(cell) and not isinstance(cell, type):
        return {field.name: _plain(getattr(cell, field.name)) for field in fields(cell)}
    if isinstance(cell, tuple | list):
        return [_plain(item) for item in cell]
    if isinstance(cell, Decimal):
        return str(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Enum):
        return cell.value
    if cell is None or isinstance(cell, str | int):
        return cell
    raise TypeError(f"a {type(cell).__name__} cannot be frozen")


@cache
def _hints(record: type) -> dict[str, Any]:
    return get_type_hints(record)


def _record(record: type, cells: Mapping[str, Any]) -> Any:
    given: Cells = {}
    for field in fields(record):
        if field.name in cells:
            given[field.name] = _read(_hints(record)[field.name], cells[field.name])
        elif field.default is MISSING and field.default_factory is MISSING:
            raise ValueError(f"{record.__name__}.{field.name} was not frozen")
    return record(**given)


def _read(kind: Any, cell: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        if cell is None:
            return None
        (kind,) = (option for option in get_args(kind) if option is not NoneType)
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        kinds = [inner[0]] * len(cell) if inner[1:] == (Ellipsis,) else inner
        return tuple(_read(one, item) for one, item in zip(kinds, cell, strict=True))
    if kind is Calculation:
        return Calculation(tuple(cell))
    if isinstance(kind, type):
        if is_dataclass(kind):
            return _record(kind, cell)
        if issubclass(kind, date):  # a datetime too, which is a date
            return kind.fromisoformat(cell)
        if issubclass(kind, Decimal):
            return Decimal(cell)
        if issubclass(kind, str | int):
            return kind(cell)
    raise TypeError(f"{kind} cannot be thawed")
