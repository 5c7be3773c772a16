"""What changed between two days as files: one row a change, in the ways of fields.py."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from indicators.frames import DiffKind, DiffLine
from indicators.spreadsheets.fields import (
    DEMO_NOTICE,
    Field,
    choice_fields,
    figure_field,
    moment_field,
    of_city,
    text_field,
    whole_field,
    year_fields,
)
from indicators.spreadsheets.tables import table_csv
from indicators.wording.figures import VERDICTS
from measures.site import site_city

WHOLE_PLAN = "計画全体か施策に関わり、指標はない"
NO_FIGURE = "値についての変更ではないか、値がない。0ではない"
NO_VERDICT = "判定についての変更ではない"
KINDS = {kind.value: kind.label for kind in DiffKind}

FIELDS: tuple[Field, ...] = (
    text_field("indicator_code", "指標の番号", "code", empty=WHOLE_PLAN),
    text_field("indicator_name", "指標名", "name"),
    *choice_fields("change", "変更の種類", lambda one: one.kind.value, KINDS),
    *year_fields("fiscal_year", "年度", "year", empty="一つの年度についての変更ではない"),
    figure_field("was_value", "前の値", "was_figure", empty=NO_FIGURE),
    figure_field("is_value", "後の値", "is_figure", empty=NO_FIGURE),
    text_field("unit", "単位", empty="単位がない"),
    text_field("was_verdict", "前の判定", allowed=VERDICTS, empty=NO_VERDICT),
    text_field("is_verdict", "後の判定", allowed=VERDICTS, empty=NO_VERDICT),
    text_field("was_ja", "前（日本語）", "was"),
    text_field("is_ja", "後（日本語）", "now"),
    text_field("reason", "理由", empty="理由がない"),
    moment_field(
        "published_at", "公表した日時", "at", empty="二つの時点を比べた結果で、一つの公表によるものではない"
    ),
    whole_field("measure_number", "施策の番号", empty="施策の文や図表についての変更ではない", is_later=True),
    text_field("item", "変えた文", empty="文についての変更ではない", is_later=True),
    text_field(
        "turned_by",
        "判定を変えた変更",
        meaning="目標、現状値、起点、基準などの変更と、その理由",
        empty="判定についての変更ではないか、その年度の値が変わった",
        is_newer=True,
    ),
)


def changes_csv(found: Iterable[DiffLine]) -> bytes:
    """UTF-8 with BOM, CRLF."""
    return table_csv(FIELDS, found)


def changes_payload(
    found: Iterable[DiffLine], since: date, until: date, *, provisional: bool
) -> dict[str, Any]:
    """The two days, and "changes": the columns of the CSV. "provisional" while the later day is not over."""
    columns = (*FIELDS, *of_city(site_city()))
    return {
        **({"notice": DEMO_NOTICE} if settings.DEMO else {}),
        "from": since.isoformat(),
        "to": until.isoformat(),
        **({"provisional": True} if provisional else {}),
        "changes": [{field.name: field.value_of(one) for field in columns} for one in found],
    }
