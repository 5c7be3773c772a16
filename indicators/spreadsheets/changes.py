"""What changed between two days as files: one row a change, in the ways of fields.py."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from indicators.frames import Change, ChangeKind
from indicators.spreadsheets.fields import (
    DEMO_NOTICE,
    Field,
    FieldType,
    choice_fields,
    figure,
    moment_text,
    year_fields,
)
from indicators.spreadsheets.tables import table_csv
from indicators.spreadsheets.values import OWN_UNIT
from indicators.wording.figures import VERDICTS

WHOLE_PLAN = "計画全体に関わり、指標はない"
NO_FIGURE = "値についての変更ではないか、値がない。0ではない"
NO_VERDICT = "判定についての変更ではない"
KINDS = {kind.value: kind.label for kind in ChangeKind}

FIELDS: tuple[Field, ...] = (
    Field("indicator_code", "指標の番号", FieldType.TEXT, lambda one: one.code or None, empty=WHOLE_PLAN),
    Field("indicator_name", "指標名", FieldType.TEXT, lambda one: one.name),
    *choice_fields("change", "変更の種類", lambda one: one.kind.value, KINDS),
    *year_fields("fiscal_year", "年度", lambda one: one.year, empty="一つの年度についての変更ではない"),
    Field(
        "was_value",
        "前の値",
        FieldType.NUMBER,
        lambda one: figure(one, one.was_figure),
        unit=OWN_UNIT,
        empty=NO_FIGURE,
    ),
    Field(
        "is_value",
        "後の値",
        FieldType.NUMBER,
        lambda one: figure(one, one.is_figure),
        unit=OWN_UNIT,
        empty=NO_FIGURE,
    ),
    Field("unit", "単位", FieldType.TEXT, lambda one: one.unit or None, empty="単位がない"),
    Field(
        "was_verdict",
        "前の判定",
        FieldType.TEXT,
        lambda one: one.was_verdict or None,
        allowed=VERDICTS,
        empty=NO_VERDICT,
    ),
    Field(
        "is_verdict",
        "後の判定",
        FieldType.TEXT,
        lambda one: one.is_verdict or None,
        allowed=VERDICTS,
        empty=NO_VERDICT,
    ),
    Field("was_ja", "前（日本語）", FieldType.TEXT, lambda one: one.was),
    Field("is_ja", "後（日本語）", FieldType.TEXT, lambda one: one.now),
    Field("reason", "理由", FieldType.TEXT, lambda one: one.reason or None, empty="理由がない"),
    Field(
        "published_at",
        "公表した日時",
        FieldType.MOMENT,
        lambda one: moment_text(one.at),
        "日本時間",
        empty="二つの時点を比べた結果で、一つの公表によるものではない",
    ),
)


def changes_csv(found: Iterable[Change]) -> bytes:
    """UTF-8 with BOM, CRLF."""
    return table_csv(FIELDS, found)


def changes_payload(
    found: Iterable[Change], since: date, until: date, *, provisional: bool
) -> dict[str, Any]:
    """The two days, and "changes": the columns of the CSV. "provisional" while the later day is not over."""
    return {
        **({"notice": DEMO_NOTICE} if settings.DEMO else {}),
        "from": since.isoformat(),
        "to": until.isoformat(),
        **({"provisional": True} if provisional else {}),
        "changes": [{field.name: field.value_of(one) for field in FIELDS} for one in found],
    }
