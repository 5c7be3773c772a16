"""Records that somebody ticked in a list: as they stood there, published together after the page that shows them."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from indicators.approvals import kind_of
from indicators.views.office.confirming import Confirmation, published_as_shown
from indicators.workflow import NotAllowed, ReviewWorkflow, StaleVersion

GONE = "選んだもののうち、見たあとに変わったものがあります。ほかの選択は残してあります。確かめて、もう一度押してください。"
NONE_CHOSEN = "公表するものを選んでください。"


class Changed(StaleVersion):
    """Some of what was ticked is not as it was seen; `gone`: each by its name, with what became of it."""

    def __init__(self, gone: Sequence[tuple[str, str]]) -> None:
        super().__init__(GONE, None)
        self.gone = gone


def chosen_records(wanted: Sequence[str], rows: "QuerySet[Any]", workflow: ReviewWorkflow[Any]) -> list[Any]:
    """Those of `rows` that `wanted` names as id:version, in their order; Changed where one is not as it was seen."""
    seen = dict(one.split(":", 1) for one in wanted if one.count(":") == 1)
    if len(seen) != len(wanted) or not all(key.isascii() and key.isdigit() and len(key) < 16 for key in seen):
        raise Changed([])
    records = list(rows.filter(pk__in=list(map(int, seen))))
    found = {str(one.pk): str(one.version) for one in records}
    if found != seen:
        raise Changed(
            gone_among([int(key) for key, version in seen.items() if found.get(key) != version], workflow)
        )
    return records


def gone_among(ids: Sequence[int], workflow: ReviewWorkflow[Any]) -> list[tuple[str, str]]:
    """Name and what became of each record, also of those that were given up; what there never was is left out."""
    kind = kind_of(workflow.model)
    assert kind is not None
    known = workflow.model._default_manager.select_related(*kind.related).in_bulk(ids)
    known |= workflow.given_up(set(ids) - set(known))
    return [(kind.name(known[pk]), workflow.changed(known[pk]).message) for pk in ids if pk in known]


def published_together(
    request: HttpRequest,
    by: User,
    workflow: ReviewWorkflow[Any],
    rows: "QuerySet[Any]",
    shown: Callable[[list[Any], Sequence[str]], Confirmation],
) -> int | HttpResponse:
    """How many went out, or the page of confirmation that `shown` makes of the records and their ticks. NotAllowed, Changed, WrongState."""
    wanted = request.POST.getlist("chosen")

    def publish() -> int:
        records = chosen_records(wanted, rows, workflow)
        return len(workflow.publish_together(chosen=[(one, one.version) for one in records], by=by))

    def ask() -> Confirmation:
        records = chosen_records(wanted, rows, workflow)
        if workflow.publishable(by, records) != {one.pk for one in records}:
            raise NotAllowed("入力・保存・提出のどれかをした人は、同じものを公表できません。")
        return shown(records, wanted)

    return published_as_shown(request, ask, publish)
