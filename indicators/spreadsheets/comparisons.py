"""Figures of others as files: long form, one row a series × fiscal year, in the ways of figures.py."""

from collections.abc import Iterable
from typing import Any

from indicators.frames import Comparison
from indicators.spreadsheets.fields import CellValue, Field, FieldType, figure, moment_text, year_fields
from indicators.spreadsheets.tables import table_csv
from indicators.spreadsheets.values import INDICATOR_CODE, OWN_UNIT, UNIT

FIELDS: tuple[Field, ...] = (
    INDICATOR_CODE,
    Field("indicator_name", "指標名", FieldType.TEXT, lambda one: one.indicator_name),
    Field("series", "比べる相手", FieldType.TEXT, lambda one: one.series, "県内の平均など"),
    *year_fields("fiscal_year", "年度", lambda one: one.year),
    Field(
        "value",
        "値",
        FieldType.NUMBER,
        lambda one: figure(one, one.value),
        "判定には使わない",
        unit=OWN_UNIT,
        empty="取り下げた。0ではない",
    ),
    UNIT,
    Field("source", "出所", FieldType.TEXT, lambda one: one.source or None, empty="値ごとの出所がない"),
    Field("note", "説明", FieldType.TEXT, lambda one: one.note or None, empty="説明がない"),
    Field(
        "record_number",
        "公表の回",
        FieldType.WHOLE,
        lambda one: one.number or None,
        empty="まだ公表していない",
    ),
    Field(
        "change_reason",
        "変更の理由",
        FieldType.TEXT,
        lambda one: one.reason or None,
        empty="初回で、理由がない",
    ),
    Field(
        "published_at",
        "公表した日時",
        FieldType.MOMENT,
        lambda one: moment_text(one.published_at),
        "日本時間",
        empty="まだ公表していない",
    ),
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
        for old in one.struck
    ]
