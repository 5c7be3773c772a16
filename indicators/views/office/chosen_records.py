"""Records that somebody ticked in a list, as they stood there."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from indicators.workflow import StaleVersion

GONE = "選んだもののうち、見たあとに変わったものがあります。一覧を確かめて、もう一度選んでください。"
NONE_CHOSEN = "公表するものを選んでください。"


def chosen_records(wanted: Sequence[str], rows: "QuerySet[Any]") -> list[Any]:
    """Those of `rows` that `wanted` names as id:version, in their order; StaleVersion where one is not as it was seen."""
    seen = dict(one.split(":", 1) for one in wanted if one.count(":") == 1)
    if len(seen) != len(wanted) or not all(key.isascii() and key.isdigit() and len(key) < 16 for key in seen):
        raise StaleVersion(GONE, None)
    records = list(rows.filter(pk__in=list(map(int, seen))))
    if {str(one.pk): str(one.version) for one in records} != seen:
        raise StaleVersion(GONE, None)
    return records
