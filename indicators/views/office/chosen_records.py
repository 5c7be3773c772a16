"""Records that somebody ticked in a list: as they stood there, published together after the page that shows them."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from indicators.views.office.confirming import Confirmation, published_as_shown
from indicators.workflow import NotAllowed, ReviewWorkflow, StaleVersion

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


def published_together(
    request: HttpRequest,
    by: User,
    workflow: ReviewWorkflow[Any],
    rows: "QuerySet[Any]",
    shown: Callable[[list[Any], Sequence[str]], Confirmation],
) -> int | HttpResponse:
    """How many went out, or the page of confirmation that `shown` makes of the records and their ticks. NotAllowed, StaleVersion, WrongState."""
    wanted = request.POST.getlist("chosen")

    def publish() -> int:
        records = chosen_records(wanted, rows)
        return len(workflow.publish_together(chosen=[(one, one.version) for one in records], by=by))

    def ask() -> Confirmation:
        records = chosen_records(wanted, rows)
        if workflow.publishable(by, records) != {one.pk for one in records}:
            raise NotAllowed("入力・保存・提出のどれかをした人は、同じものを公表できません。")
        return shown(records, wanted)

    return published_as_shown(request, ask, publish)
