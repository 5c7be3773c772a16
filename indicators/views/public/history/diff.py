"""What changed between two days: /changes/?from=2026-03-31&to=2026-07-01, each the end of that day in Japan."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from indicators import frames
from indicators.frames import DiffKind, DiffLine
from indicators.models import Indicator
from indicators.origin import whole_url
from indicators.spreadsheets.diff import changes_csv, changes_payload
from indicators.views.shared.answers import crumbs, public_file, public_page
from indicators.views.shared.files import file_of, json_bytes
from indicators.views.shared.moment import BadDay, Moment, moment_on
from indicators.views.shared.plan import about, permanent_path
from indicators.wording.text_changes import text_changes
from measures.addresses import reverse
from measures.fiscal_year import FiscalYear
from measures.models import Plan

REVERSED = "「ここから」は「ここまで」より前の日にしてください。"


@dataclass(frozen=True)
class Span:
    """The two days of the address; where one says nothing, `errors` has its message by field and no day is there."""

    typed: dict[str, str]
    since: Moment | None = None
    until: Moment | None = None
    errors: dict[str, str] = field(default_factory=dict)
    about: "Plan | QuerySet[Indicator] | None" = None

    @property
    def changes(self) -> list[DiffLine]:
        if self.since is None or self.until is None or self.about is None:
            return []
        return frames.changes_between(self.about, self.since.until, self.until.until, text_changes)

    @property
    def query(self) -> str:
        if self.since is None or self.until is None:
            return ""
        return urlencode({"from": self.since.day.isoformat(), "to": self.until.day.isoformat()})


@public_page
def changes(request: HttpRequest) -> HttpResponse:
    span = _span(request)
    found = span.changes
    context = {
        "span": span,
        "total": len(found),
        "counts": _counts(found),
        "groups": _groups(found),
        "today": timezone.localdate(),
        "permanent": whole_url(request, f"{permanent_path(request)}?{span.query}"),
        "crumbs": crumbs(("更新と訂正", reverse("public:publications")), ("期間を決めて比べる", "")),
    }
    return render(request, "public/changes.html", context, status=400 if span.errors else 200)


@public_file
def changes_file(request: HttpRequest, ending: str) -> HttpResponse:
    span = _span(request)
    if span.since is None or span.until is None:
        words = "\n".join(span.errors.values())
        return HttpResponse(words, content_type="text/plain; charset=utf-8", status=400)
    if ending == "csv":
        body = changes_csv(span.changes)
    else:
        days = (span.since.day, span.until.day)
        body = json_bytes(changes_payload(span.changes, *days, provisional=span.until.is_provisional))
    return file_of(request, body, f"changes-{span.typed['from']}-{span.typed['to']}", ending)


def _span(request: HttpRequest) -> Span:
    """Without days: from the end of the last fiscal year to today."""
    today = timezone.localdate()
    typed = {name: request.GET.get(name, "").strip() for name in ("from", "to")}
    usual = {"from": _end_of_last_year(today), "to": today}
    days: dict[str, Moment] = {}
    errors: dict[str, str] = {}
    for name, text in typed.items():
        try:
            days[name] = moment_on(text or usual[name].isoformat())
        except BadDay as problem:
            errors[name] = str(problem)
    if not typed["from"] and "to" in days and "from" in days and days["from"].day >= days["to"].day:
        # Only the later day was given, and it is an old one: from the end of the fiscal year before it.
        days["from"] = Moment(
            _end_of_last_year(days["to"].day)
        )  # of the first day that there is, the day before
    if not errors and days["from"].day >= days["to"].day:
        errors["from"] = REVERSED
    if errors:
        return Span(typed, errors=errors)
    shown = {name: moment.day.isoformat() for name, moment in days.items()}
    return Span(shown, days["from"], days["to"], about=about(request))


def _end_of_last_year(day: date) -> date:
    return FiscalYear.from_date(day).start - timedelta(days=1)


def _counts(found: Iterable[DiffLine]) -> list[tuple[DiffKind, int]]:
    counted = Counter(change.kind for change in found)
    return [(kind, counted[kind]) for kind in DiffKind if counted[kind]]


def _groups(found: Iterable[DiffLine]) -> list[dict[str, Any]]:
    """One group a day, the newest first; at the end what is another between the two days and was published on none."""
    of_day: dict[date | None, list[DiffLine]] = {}
    for line in found:
        of_day.setdefault(None if line.at is None else timezone.localdate(line.at), []).append(line)
    days = sorted(of_day, key=lambda day: day or date.min, reverse=True)
    return [
        {
            "place": place,
            "day": day,
            "changes": of_day[day],
            "has_reasons": any(line.reason or line.turned_by for line in of_day[day]),
        }
        for place, day in enumerate(days, 1)
    ]
