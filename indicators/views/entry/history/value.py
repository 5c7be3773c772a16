"""The history of one value: who, when, from what to what, and why; of the value, its evidence and its targets."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.models import Event, Evidence, Indicator, Kind, WorkflowState
from indicators.permissions import may_enter, may_read_value, may_review
from indicators.views.entry.history.lines import CSS, PUBLISHED_RULES, FieldChange, HistoryLine, line_of_rule
from indicators.views.shared.access import check_year, find_indicator, signed_in, staff_page
from indicators.wording.approvals import approval_in_words
from indicators.wording.log import FIELDS, value_in_words, without_noise
from indicators.wording.people import person
from indicators.workflow import NotAllowed, current_result, evidence_of
from measures.addresses import reverse

OF_THE_VALUE = (
    Event.Action.CREATED,
    Event.Action.SAVED,
    Event.Action.DISCARDED,
    Event.Action.SUBMITTED,
    Event.Action.SENT_BACK,
    Event.Action.TAKEN_BACK,
    Event.Action.APPROVED,
    Event.Action.APPROVER_CORRECTED,
    Event.Action.LEVEL_PASSED,
    Event.Action.NUMBER_KEPT,
    Event.Action.PUBLISHED,
    Event.Action.ATTACHED,
    Event.Action.DETACHED,
)


@staff_page
@require_safe
def value(request: HttpRequest, code: str, year: int) -> HttpResponse:
    user = signed_in(request)
    indicator = find_indicator(request, code)
    check_year(indicator, year)
    if not may_read_value(user, indicator):
        raise NotAllowed("履歴を読めるのは、主担当課・企画課・管理職だけです。")
    of_one = Event.objects.filter(indicator=indicator).select_related("by").order_by("at", "pk")
    values = without_noise(of_one.filter(year=year, action__in=OF_THE_VALUE))
    # A target counts from its first year on: later ones say nothing of this year.
    targets = [
        event
        for event in of_one.filter(action__in=PUBLISHED_RULES)
        if event.year is None or event.year <= year
    ]
    known = evidence_of(indicator, year)
    label = indicator.year_name(year)
    context = {
        "indicator": indicator,
        "year": indicator.own_year(year),
        "lines": [_line(event, indicator) for event in reversed(values)],
        "targets": [line_of_rule(event, indicator) for event in reversed(targets)],
        "evidence": known,
        "taken_off": Evidence.objects.of(indicator, year)
        .filter(removed_at__isnull=False)
        .select_related("removed_by"),
        "result": current_result(indicator, year),
        "may_enter": may_enter(user, indicator),
        "may_review": may_review(user),
        "crumbs": [
            {"label": "入力", "url": reverse("entry:tasks")}
            if may_enter(user, indicator)
            else {"label": "ダッシュボード", "url": reverse("dashboard:overview")},
            {
                "label": f"{label} {indicator.name}",
                "url": _edit(indicator, year) if may_enter(user, indicator) else "",
            },
            {"label": "履歴", "url": ""},
        ],
    }
    return render(request, "entry/history.html", context)


def _edit(indicator: Indicator, year: int) -> str:
    return reverse("entry:edit", args=[indicator.code, year])


def _line(event: Event, indicator: Indicator) -> HistoryLine:
    action = Event.Action(event.action)
    after = event.detail.get("after") or {}
    before = event.detail.get("before") or {}
    what = action.label
    kind = after.get("kind", Kind.FIRST)
    if kind != Kind.FIRST and kind in Kind.values:
        what = f"{Kind(kind).label}：{what}"
    if action in (Event.Action.ATTACHED, Event.Action.DETACHED):
        what = f"{what}（{event.detail.get('name') or event.detail.get('url') or event.detail.get('path')}）"
    # A change begins as a copy of what is published: nothing of it was typed.
    changes: Iterable[FieldChange] = ()
    what += approval_in_words(action, event.detail)
    if action in (Event.Action.SAVED, Event.Action.APPROVER_CORRECTED) or (
        action == Event.Action.CREATED and kind == Kind.FIRST
    ):
        changes = _value_words(before, after, indicator)
    return HistoryLine(
        at=event.at,
        who=person(event.by),
        what=what,
        moved=_moved(event),
        why=event.reason,
        changes=tuple(changes),
        css=CSS.get(action, ""),
    )


def _moved(event: Event) -> str:
    """下書き → 提出済, where the record went on."""
    if not event.to_state or event.from_state == event.to_state:
        return ""
    labels = dict(WorkflowState.choices)
    to = labels.get(event.to_state, "")
    return f"{labels[event.from_state]} → {to}" if event.from_state in labels else ""


def _value_words(
    before: dict[str, Any], after: dict[str, Any], indicator: Indicator
) -> Iterable[FieldChange]:
    for name, label in FIELDS.items():
        was, now = str(before.get(name) or ""), str(after.get(name) or "")
        if was != now:
            yield FieldChange(
                label,
                value_in_words(indicator, name, was) or was,
                value_in_words(indicator, name, now) or now,
            )
