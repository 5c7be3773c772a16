"""Figures of others as files: long form, one row a series × fiscal year, in the ways of figures.py."""

from collections.abc import Iterable
from typing import Any

from indicators.frames import Comparison
from indicators.spreadsheets.fields import (
    CellValue,
    Field,
    figure,
    figure_field,
    moment_field,
    moment_text,
    text_field,
    whole_field,
    year_fields,
)
from indicators.spreadsheets.tables import table_csv
from indicators.spreadsheets.values import INDICATOR_CODE, UNIT

FIELDS: tuple[Field, ...] = (
    INDICATOR_CODE,
    text_field("indicator_name", "指標名"),
    text_field("series", "比べる相手", meaning="県内の平均など"),
    *year_fields("fiscal_year", "年度", "year"),
    figure_field("value", "値", meaning="判定には使わない", empty="取り下げた。0ではない"),
    UNIT,
    text_field("source", "出所", empty="値ごとの出所がない"),
    text_field("note", "説明", empty="説明がない"),
    whole_field("record_number", "公表の回", lambda one: one.number or None, empty="まだ公表していない"),
    text_field("change_reason", "変更の理由", "reason", empty="初回で、理由がない"),
    moment_field("published_at", "公表した日時", empty="まだ公表していない"),
)


def comparisons_csv(found: Iterable[Comparison]) -> bytes:
    """UTF-8 with BOM, CRLF."""
    return table_csv(FIELDS, found)


def comparisons_payload(found: Iterable[Comparison]) -> list[dict[str, Any]]:
    """The columns of the CSV, and `earlier`: what was published before and has been replaced, oldest first."""
    return [
        {**{field.name: field.value_of(one) for field in FIELDS}, "earlier": earlier_of(one)} for one in found
    ]


def earlier_of(one: Comparison) -> list[dict[str, CellValue]]:
    return [
        {
            "value": figure(one, old.value),
            "source": old.source or None,
            "replaced_at": moment_text(old.replaced_at),
            "reason": old.reason,
        }
        for old in one.superseded
    ]
