"""One value of one year on its way to the public (models/result.py): drafts, 確定, 更新, 訂正, 改定 and 取下げ.

Published it is a copy of its own (models/publication.py): citizens' figures are a table that nothing rewrites.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from indicators.models import FOLLOWED_UP, Batch, Event, Indicator, Kind, Publication, Result, ValueState
from indicators.models.vocabulary import YEAR_FROM, YEAR_TO, plain
from indicators.permissions import may_enter
from indicators.plausibility import PARTS
from indicators.workflow.errors import Incomplete, StaleVersion, WrongState
from indicators.workflow.evidence import detach_all
from indicators.workflow.review.engine import ReviewWorkflow
from indicators.workflow.review.entries import WHY, Entry, missing_fields, normalise, with_share
from indicators.workflow.review.entry_time import OpenYears, hold_cycle, may_go_on, why_not_counted
from indicators.workflow.review.warnings import past_day, refusals, warnings_of


class ValueWorkflow(ReviewWorkflow[Result]):
    """One value an indicator and year, as an Entry. Whoever may enter the indicator writes it."""

    model = Result
    key = "indicator"
    content = ("value_state", "value", "note", "as_of", "expected_on", "source", "source_url", *PARTS, *WHY)
    people = ("entered_by", "edited_by", "submitted_by")
    tells_discarded_state = True

    def name(self, owner: Indicator, year: int) -> str:
        return f"{owner.name}（{owner.year_name(year)}）"

    def short_name(self, owner: Indicator, year: int) -> str:
        return "この値"

    def may_write(self, by: User, owner: Indicator) -> bool:
        return may_enter(by, owner)

    def not_yours(self, owner: Indicator) -> str:
        return f"「{owner}」に入力できるのは、主担当の{owner.lead_department.name}と企画課です。"

    def check_time(self, owner: Indicator, year: int, number: int) -> None:
        """A change at any time, a first value while its cycle is open or by what was agreed when it was closed."""
        if number > 1:
            return
        hold_cycle(owner, year)
        self.check_first(owner, year, Result.objects.of(owner, year).filter(number=1).first())

    def check_first(
        self, owner: Indicator, year: int, first: Result | None, open_years: OpenYears | None = None
    ) -> None:
        """WrongState where a first value cannot be typed. `open_years`: known already, where many are asked about."""
        if not may_go_on(first, owner, year, open_years):
            label = owner.year_name(year) if YEAR_FROM <= year <= YEAR_TO else "この年度"
            if why := why_not_counted(owner, year):
                raise WrongState(f"{why}。{label}の値は受け付けません。")
            raise WrongState(f"{label}は入力を受け付けていません。企画課にお問い合わせください。")

    def columns(self, owner: Indicator, data: Entry, record: Result | None, now: datetime) -> dict[str, Any]:
        entry = self._says(owner, data, record)
        if impossible := refusals(owner, entry, now):
            raise Incomplete(impossible)
        return dict(vars(entry))

    def _says(self, owner: Indicator, data: Entry, record: Result | None) -> Entry:
        """What is kept of what was typed: tidied, a share worked out where its parts are given; of a 補足 no figure."""
        if record is not None and record.kind == Kind.SUPPLEMENT:
            return Entry.of(record).supplemented(data)
        return with_share(normalise(data, record.kind if record else Kind.FIRST), owner.decimals)

    def missing(self, record: Result, now: datetime) -> dict[str, str]:
        """What the database's own constraint asks of a submitted record, in words and by field."""
        entry = Entry.of(record)
        lacks = missing_fields(
            entry,
            record.kind,
            lambda: warnings_of(record.indicator, record.year, entry, record.reason),
            record.indicator.unit,
        )
        late = past_day(record.indicator, record.year, entry, record.kind, now)
        return {**lacks, **late, **refusals(record.indicator, entry, now)}

    def needs_reason(self, record: Result) -> bool:
        """訂正, 改定 and 取下げ keep one in every state; 確定, 更新 and 補足 speak for themselves (docs/publication.md §5)."""
        return Kind(record.kind).is_correction

    def first_version(self, owner: Indicator, year: int, number: int) -> int:
        """Where the versions of a new record begin: after all that the log has of its place in the chain.

        Each save leaves a line there. So a form that was opened on a draft since given up never fits a newer one.
        """
        return Event.objects.filter(indicator=owner, year=year, number=number).count() + 1

    def place(self, owner: Indicator) -> dict[str, Any]:
        return {"indicator": owner}

    def snapshot(self, record: Result) -> dict[str, Any]:
        """Figures with all digits, dates in ISO form."""
        return snapshot(record)

    def columns_of_change(self, latest: Result, reason: str, kind: str) -> dict[str, Any]:
        if kind not in allowed_kinds(latest):
            raise WrongState("いまの値には、この種別の変更はできません。")
        if Kind(kind).is_correction and not reason:
            raise WrongState("変更の理由を入力してください。")
        if kind == Kind.WITHDRAWAL:
            return {"kind": kind}
        copied = vars(Entry.of(latest))
        # What comes next has a day of its own; of what is final nothing comes next, and why there was no figure, or only
        # a provisional one, would be published once more as the text of what it no longer is.
        goes_on = kind in (Kind.FINAL, Kind.UPDATE)
        anew = {"expected_on": None} if goes_on else {}
        final = {"value_state": ValueState.ACTUAL, "note": ""} if kind == Kind.FINAL else {}
        return {"kind": kind, **copied, **anew, **final}

    def change_is_open(self, latest: Result) -> StaleVersion:
        return self.conflict(latest.indicator, latest.year)

    def nothing_published(self, owner: Indicator, year: int) -> str:
        return "公表された値がないので、変更は始められません。"

    def columns_at_publication(self, record: Result, by: User, now: datetime) -> dict[str, Any]:
        if impossible := refusals(record.indicator, Entry.of(record), now):
            raise WrongState(" ".join(impossible.values()))
        return {}  # when and by whom stands in the publication

    def at_publication(
        self, record: Result, by: User, now: datetime, *, batch: Batch | None = None, **more: Any
    ) -> Publication:
        """Copied into the append-only publications, as part of a batch or alone."""
        return Publication.objects.create(
            indicator=record.indicator,
            year=record.year,
            number=record.number,
            kind=record.kind,
            reason=record.reason,
            **vars(Entry.of(record)),
            result=record,
            batch=batch,
            published_at=now,
            published_by=by,
        )

    def at_discard(self, record: Result, by: User, now: datetime) -> None:
        """What is attached to a draft goes with it, and stays on record."""
        detach_all(result=record, by=by, now=now)

    def keep(
        self,
        *,
        owner: Indicator,
        year: int,
        data: Entry,
        by: User,
        number: int = 1,
        version: int = 0,
        reason: str | None = None,
        now: datetime | None = None,
    ) -> Result | None:
        """A save while somebody types: the record as it stands afterwards; None where nothing was typed and nothing
        stands. Refuses as save().

        Where the same words stand already, nothing is written. That is so too where they were saved by this very person
        a moment ago and the answer was lost on its way.
        """
        self.check_person(by, owner)
        with transaction.atomic():
            current = self.current(owner, year)
            if current is None and version == 0 and normalise(data, Kind.FIRST) == Entry():
                return None
            if (
                current is not None
                and current.number == number
                and current.is_editable
                and (current.version == version or current.edited_by_id == by.pk)
                and self._says(owner, data, current) == Entry.of(current)
                and (reason is None or reason.strip() == current.reason)
            ):
                return current
            return self.save(
                owner=owner,
                year=year,
                data=data,
                by=by,
                number=number,
                version=version,
                reason=reason,
                now=now,
            )


def snapshot(result: Result) -> dict[str, Any]:
    """What a record says, in text: figures with all digits, dates in ISO form."""
    return {
        "kind": result.kind,
        "reason": result.reason,
        "value_state": result.value_state,
        "value": plain(result.value),
        "note": result.note,
        "as_of": result.as_of and result.as_of.isoformat(),
        "expected_on": result.expected_on and result.expected_on.isoformat(),
        "source": result.source,
        "source_url": result.source_url,
        **{name: _plain_part(part) for name in PARTS if (part := getattr(result, name)) is not None},
        **{name: text for name in WHY if (text := getattr(result, name))},
    }


def _plain_part(part: Decimal | int) -> str | None:
    return plain(Decimal(part))


def allowed_kinds(published: Publication | Result) -> tuple[Kind, ...]:
    """The kinds of change that the newest published record of a chain can be given."""
    if published.kind == Kind.WITHDRAWAL:
        return (Kind.CORRECTION,)
    # Of a figure that is judged it can be said at any time why it falls short.
    judged = bool(published.value_state) and ValueState(published.value_state).is_judged
    changes = (*((Kind.SUPPLEMENT,) if judged else ()), Kind.CORRECTION, Kind.REVISION, Kind.WITHDRAWAL)
    return (Kind.FINAL, Kind.UPDATE, *changes) if published.value_state in FOLLOWED_UP else changes


VALUES = ValueWorkflow()
