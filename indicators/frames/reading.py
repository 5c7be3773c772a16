"""How records come out of the database: one dict a row, Python's own values, missing None, figures Decimal.

The one place that decides between a plain query and read_frame of django-pandas. Both give the same records, and a
test holds them to it.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

Record = dict[str, Any]


def read(queryset: QuerySet[Any], columns: Mapping[str, str], *, wide: bool) -> list[Record]:
    """The rows of `queryset` in its order; `columns` says field of the database → name in the record.

    `wide` is for what shows or saves the plan as a whole (heat map, files, dashboard, sheets of open data) and goes
    through a DataFrame. A page of few asks plainly: to build a DataFrame for eleven rows costs more than to read them.
    """
    records = queryset.values_list(*columns)
    cells = _by_pandas(records, columns) if wide else records
    return [dict(zip(columns.values(), map(_own_value, row), strict=True)) for row in cells]


def _by_pandas(records: QuerySet[Any], columns: Mapping[str, str]) -> Iterable[tuple[Any, ...]]:
    # Not at the head of the module: pandas takes most of a second to load and 60 MB, and a process that serves
    # pages of few, or a command that sends a mail, never needs it.
    from django_pandas.io import read_frame

    frame = read_frame(
        records,
        fieldnames=tuple(columns),
        verbose=False,  # the default would cache str() of foreign keys
        coerce_float=False,  # figures stay Decimal
    )
    found: Iterable[tuple[Any, ...]] = frame.astype(object).itertuples(index=False, name=None)
    return found


def _own_value(cell: Any) -> Any:
    """Python's own: pandas marks what is missing by NaN or NaT, and dates by its Timestamp; columns pad figures."""
    if isinstance(cell, Decimal):
        return without_padding(cell)
    if cell is None or isinstance(cell, str):
        return cell
    if cell != cell:
        return None
    if isinstance(cell, float):
        return int(cell)  # an id beside missing ones; figures are Decimals and never come as floats
    return cell.to_pydatetime() if hasattr(cell, "to_pydatetime") else cell


def without_padding(figure: Decimal) -> Decimal:
    """120.000000 → 120, 0.310000 → 0.31; the figure is the same, the column's zeros are gone."""
    if figure == figure.to_integral_value():
        return figure.quantize(Decimal(1))
    return figure.normalize()
