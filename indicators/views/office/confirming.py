"""The page before a publication: what citizens will see, what changes, what stays behind; then the button.

A form that asks for it (`?confirm=1`) gets the page and nothing is written. What the page showed travels as a sum in the field
`seen`: if anything of it is different when the button is pressed, nothing goes out and the page is shown anew.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.frames import Row
from indicators.models import Evidence, Kind, Result
from indicators.progress import Verdict
from indicators.views.office.reserved import Reserved, reserved
from indicators.wording.people import person
from indicators.wording.sentences import say
from indicators.workflow import Chosen, warnings_of, why_not

CHANGED = "確かめているあいだに、内容が変わりました。"


@dataclass(frozen=True)
class Confirmation:
    """`about`: the template and its context that show what would go out; `state`: all of it that must not change.

    `posted`: the fields that the button sends again; `back`: where to go instead.
    """

    title: str
    button: str
    back: str
    template: str
    state: Sequence[Any]
    about: dict[str, Any] = field(default_factory=dict)
    posted: Sequence[tuple[str, str]] = ()
    notices: Sequence[str] = ()

    @property
    def seen(self) -> str:
        text = json.dumps(self.state, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def page(self, request: HttpRequest, refusal: str = "") -> HttpResponse:
        context = {"confirmation": self, "refusal": refusal, **self.about}
        return render(request, "office/confirm.html", context, status=409 if refusal else 200)


def asks_first(request: HttpRequest) -> bool:
    """Whether a button that publishes was pressed on a page that shows less than the confirmation does."""
    return "confirm" in request.GET


def was_seen(request: HttpRequest, confirmation: Confirmation) -> bool:
    """Whether what is confirmed is what stands now."""
    return request.POST.get("seen", "") == confirmation.seen


# --- Values -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ValueLine:
    """One value before and after. `before` is what citizens see of the indicator now: of this year, else of the newest before
    it. `why`: why it stays behind."""

    key: str
    result: Result
    by: str
    kind: str
    before: Row | None
    after: Row | None
    warnings: tuple[str, ...]
    reserved: Reserved | None
    evidence: int
    why: str

    @property
    def sentence(self) -> str:
        return "" if self.after is None else say(self.after)

    @property
    def turns(self) -> bool:
        """Whether the verdict that citizens read is another one afterwards."""
        return self.before is not None and self.after is not None and self.before.label != self.after.label

    @property
    def state(self) -> list[Any]:
        shown = [(row.year, row.number, row.value, row.label) for row in (self.before, self.after) if row]
        return [self.key, shown, self.sentence, self.warnings, self.why, self.reserved]


@dataclass(frozen=True)
class ValuesShown:
    """The lines that go out and those that stay; how many stand where on the home page; which other verdicts turn."""

    going: Sequence[ValueLine]
    staying: Sequence[ValueLine]
    counts: Sequence[tuple[Verdict, int, int]]
    others: Sequence[tuple[Row, Row]]

    @property
    def state(self) -> list[Any]:
        turned = [(was.code, was.year, was.label, now.label) for was, now in self.others]
        return [[line.state for line in (*self.going, *self.staying)], self.counts, turned]


def values_shown(chosen: Sequence[Chosen], by: User, *, scheduled: bool = False) -> ValuesShown:
    """What these values would be on the public pages; nothing is stored."""
    refusals = {one.result.pk: why_not(one, by, scheduled=scheduled) for one in chosen}
    going = [one.result for one in chosen if not refusals[one.result.pk]]
    public, after = frames.published(), frames.publishing(going)
    of_public, of_after = _by_year(public), _by_year(after)
    schedules = reserved(going)
    attached = _evidence([one.result for one in chosen])
    lines = [
        ValueLine(
            key=f"{one.result.pk}:{one.version}",
            result=one.result,
            by=person(one.result.submitted_by or one.result.edited_by),
            kind="" if one.result.kind == Kind.FIRST else Kind(one.result.kind).label,
            before=_seen_now(public, of_public, one.result),
            after=of_after.get((one.result.indicator_id, one.result.year)),
            warnings=warnings_of(one.result.indicator, one.result.year, one.result, one.result.reason),
            reserved=schedules.get(one.result.pk),
            evidence=attached.get((one.result.indicator_id, one.result.year, one.result.number), 0),
            why=refusals[one.result.pk],
        )
        for one in chosen
    ]
    then, now = frames.roll_up(frames.newest(public)).counts, frames.roll_up(frames.newest(after)).counts
    own = {(result.indicator_id, result.year) for result in going}
    return ValuesShown(
        going=[line for line in lines if not line.why],
        staying=[line for line in lines if line.why],
        counts=[(verdict, then[verdict], now[verdict]) for verdict in Verdict],
        others=[
            (was, row)
            for key, row in of_after.items()
            if key not in own and (was := of_public.get(key)) is not None and was.label != row.label
        ],
    )


def _by_year(rows: Iterable[Row]) -> dict[tuple[int, int], Row]:
    return {(row.indicator_id, row.year): row for row in rows}


def _seen_now(public: Sequence[Row], by_year: dict[tuple[int, int], Row], result: Result) -> Row | None:
    same = by_year.get((result.indicator_id, result.year))
    if same is not None and same.has_record:
        return same
    earlier = [
        row
        for row in public
        if row.indicator_id == result.indicator_id and row.year < result.year and row.has_record
    ]
    return earlier[-1] if earlier else None


def _evidence(results: Sequence[Result]) -> dict[tuple[int, int, int], int]:
    found: dict[tuple[int, int, int], int] = {}
    of_these = Evidence.objects.attached().filter(indicator__in={one.indicator_id for one in results})
    for key in of_these.values_list("indicator_id", "year", "number"):
        found[key] = found.get(key, 0) + 1
    return found
