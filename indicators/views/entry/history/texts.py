"""The history of the plan's texts: each field of a measure and its rows, from what to what (django-simple-history)."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from indicators.models.vocabulary import plain
from indicators.permissions import may_read_texts
from indicators.views.entry.history.lines import FieldChange, HistoryLine, newest_first
from indicators.views.shared.access import signed_in, staff_page
from indicators.wording.people import person
from indicators.workflow import NotAllowed
from measures.addresses import reverse
from measures.levels import in_levels
from measures.models import Contribution, Initiative, InitiativeDetail, Measure, Statement, Viewpoint

_WHAT = {"+": "登録", "~": "変更", "-": "削除"}
_CSS = {"-": "withdrawn"}


@staff_page
@require_safe
def measure(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(Measure.objects.select_related("policy"), number=number)
    if not may_read_texts(signed_in(request), found):
        raise NotAllowed(in_levels("計画の文の記録を読めるのは、この施策の課・企画課・管理職だけです。"))
    context = {
        "measure": found,
        "lines": lines_of_texts(_tables_of(found)),
        "crumbs": [
            {"label": "記録", "url": reverse("entry:histories")},
            {"label": f"{in_levels('施策')}{found.number} {found.name}", "url": ""},
        ],
    }
    return render(request, "entry/history_measure.html", context)


def lines_of_texts(tables: Iterable[tuple[type[models.Model], QuerySet[Any]]]) -> list[HistoryLine]:
    """One line for each time that somebody changed a row, newest first. `tables`: a model and rows of its history.

    How a row first stood is no line of its own: it is what the plan was loaded with.
    """
    found: list[HistoryLine] = []
    for model, history in tables:
        rows = history.select_related("history_user").order_by("id", "history_date", "history_id")
        for _, versions in groupby(rows, key=lambda row: row.id):
            found += _lines_of_row(model, versions)
    return newest_first(found)


def _tables_of(found: Measure) -> Iterator[tuple[type[models.Model], QuerySet[Any]]]:
    """Rows that were deleted since are among them: the history keeps whose they were."""
    yield Measure, Measure.history.filter(id=found.pk)
    for model in (Statement, Viewpoint, Contribution, Initiative):
        yield model, model.history.filter(measure_id=found.pk)
    initiatives = Initiative.history.filter(measure_id=found.pk).values("id")
    yield InitiativeDetail, InitiativeDetail.history.filter(Q(initiative_id__in=initiatives))


def _lines_of_row(model: type[models.Model], versions: Iterable[Any]) -> Iterator[HistoryLine]:
    before = None
    for row in versions:
        changes = tuple(_changes(model, before, row))
        begins = before is None and row.history_type == "+" and row.history_user is None
        if changes and not begins:
            yield HistoryLine(
                at=row.history_date,
                who=person(row.history_user) if row.history_user else "システム",
                what=f"{_name(row)}の{_WHAT[row.history_type]}",
                moved="",
                why=row.history_change_reason or "",
                changes=changes,
                css=_CSS.get(row.history_type, ""),
            )
        before = row


def _changes(model: type[models.Model], before: Any, row: Any) -> Iterator[FieldChange]:
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        gone = row.history_type == "-"
        if before is not None and not gone and getattr(before, field.attname) == getattr(row, field.attname):
            continue
        was = "" if before is None else _say(field, before)
        now = "" if gone else _say(field, row)
        if was != now:
            yield FieldChange(str(field.verbose_name), was, now)


def _say(field: "models.Field[Any, Any]", row: Any) -> str:
    """A field's content for people; rows that it refers to may be gone."""
    cell = getattr(row, field.attname)
    if cell is None:
        return ""
    if field.is_relation:
        other: Any = field.related_model
        other = other._default_manager.filter(pk=cell).first()
        return str(other or f"（番号{cell}、いまはありません）")
    if field.choices:
        return str(dict(field.flatchoices).get(cell, cell))
    if isinstance(cell, bool):
        return "はい" if cell else "いいえ"
    return plain(cell) or "" if isinstance(field, models.DecimalField) else str(cell)


def _name(row: Any) -> str:
    """What kind of row, and which of them in the plan's order."""
    order = getattr(row, "order", None)
    return f"{row.instance_type._meta.verbose_name}{f'（{order}番目）' if order else ''}"
