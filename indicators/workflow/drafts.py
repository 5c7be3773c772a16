"""Drafting and submitting a value. A save is one UPDATE filtered by edit number (trust.md, "Storage")."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from indicators.frames import Row
from indicators.models import CARRIES_VALUE, Counting, Cycle, Event, Indicator, Kind, Result, ValueState
from indicators.models import WorkflowState as State
from indicators.models.vocabulary import YEAR_FROM, YEAR_TO
from indicators.permissions import may_enter
from indicators.plausibility import warnings_for
from indicators.workflow.errors import Conflict, Incomplete, NotAllowed, WrongState
from indicators.workflow.log import record, snapshot
from measures.fiscal_year import FiscalYear


@dataclass(frozen=True)
class Entry:
    """What a person says of one value: figures in the indicator's unit, empty where nothing was said."""

    value_state: str = ""
    value: Decimal | None = None
    note: str = ""
    as_of: date | None = None
    expected_on: date | None = None

    @classmethod
    def of(cls, result: Result) -> "Entry":
        return cls(
            value_state=result.value_state,
            value=result.value,
            note=result.note,
            as_of=result.as_of,
            expected_on=result.expected_on,
        )


def current_result(indicator: Indicator, year: int) -> Result | None:
    """The newest record of the chain, open or published; None where nobody has typed anything."""
    return (
        Result.objects.of(indicator, year)
        .select_related("indicator", "entered_by", "edited_by", "submitted_by")
        .order_by("-number")
        .first()
    )


def entry_is_open(indicator: Indicator, year: int) -> bool:
    """Whether a first value may be typed: its cycle is open, or the year lies before the plan (history).

    An indicator that counts from zero has no history: its earlier values belong to another count.
    """
    plan = indicator.measure.policy.plan
    if year < plan.first_year:
        return year >= YEAR_FROM and indicator.counting != Counting.CUMULATIVE_FROM_ZERO
    return Cycle.objects.filter(plan=plan, year=year, closed_at__isnull=True).exists()


def save_draft(
    *,
    indicator: Indicator,
    year: int,
    entry: Entry,
    by: User,
    number: int = 1,
    edit_number: int = 0,
    reason: str | None = None,
    now: datetime | None = None,
) -> Result:
    """Keep what was typed. `edit_number` is what the person saw (0: nothing yet), `number` the record's place
    in its chain; `reason` (of a change) is kept as it was where it is None.

    NotAllowed, WrongState, Conflict; Incomplete where the reason of a change would be lost.
    """
    now = now or timezone.now()
    check_person(indicator, by)
    with transaction.atomic():
        if edit_number == 0:
            return _create_first(indicator, year, entry, by, now)
        before = _record(indicator, year, number)
        _check_time(indicator, year, number)
        changes = {**asdict(normalise(entry, before.kind)), **_reason_of(before, reason)}
        saved = (
            Result.objects.of(indicator, year)
            .filter(number=number)
            .editable()
            .at(edit_number)
            .update(**changes, edited_by=by, edited_at=now, edit_number=F("edit_number") + 1)
        )
        if not saved:
            raise conflict(indicator, year)
        after = _record(indicator, year, number)
        record(Event.Action.SAVED, after, by=by, now=now, from_state=after.state, before=snapshot(before))
        return after


def submit(
    *,
    indicator: Indicator,
    year: int,
    by: User,
    edit_number: int,
    number: int = 1,
    entry: Entry | None = None,
    reason: str | None = None,
    now: datetime | None = None,
) -> Result:
    """Hand a value to the plan office; an `entry` is saved first, both or neither.

    NotAllowed, WrongState, Conflict; Incomplete where a value, a reason or a comment is missing.
    """
    now = now or timezone.now()
    check_person(indicator, by)
    with transaction.atomic():
        if entry is not None:
            saved = save_draft(
                indicator=indicator,
                year=year,
                entry=entry,
                by=by,
                number=number,
                edit_number=edit_number,
                reason=reason,
                now=now,
            )
            number, edit_number = saved.number, saved.edit_number
        _check_time(indicator, year, number)
        before = _record(indicator, year, number)
        if before.edit_number == edit_number and before.is_editable:
            _check_complete(before)
        moved = (
            Result.objects.of(indicator, year)
            .filter(number=number)
            .editable()
            .at(edit_number)
            .update(
                state=State.SUBMITTED,
                submitted_by=by,
                submitted_at=now,
                return_reason="",
                edit_number=F("edit_number") + 1,
            )
        )
        if not moved:
            raise conflict(indicator, year)
        after = _record(indicator, year, number)
        record(Event.Action.SUBMITTED, after, by=by, now=now, from_state=before.state)
        return after


def warnings_of(indicator: Indicator, year: int, value: Decimal | None) -> tuple[str, ...]:
    """What deserves a comment about `value` (figures.md §3), against the year before as it stands now."""
    if value is None:
        return ()
    previous = current_result(indicator, year - 1)
    label = FiscalYear(year - 1).wareki
    figure = None if previous is None else previous.value
    counts_on = indicator.counting != Counting.CUMULATIVE_FROM_ZERO
    if figure is None and counts_on:
        revised = indicator.baselines.in_force(year)
        given = (
            (indicator.baseline_year, indicator.baseline_value, indicator.baseline_label)
            if revised is None
            else (revised.baseline_year, revised.value, revised.label)
        )
        if given[0] == year - 1:
            figure, label = given[1], f"現状値（{given[2]}）"
    return warnings_for(
        value=value,
        previous=figure,
        previous_label=label,
        unit=indicator.unit,
        cumulative=indicator.counting in (Counting.CUMULATIVE, Counting.CUMULATIVE_FROM_ZERO),
    )


def warnings_of_row(row: Row) -> tuple[str, ...]:
    """The same from a working row: for lists, without a question to the database for each."""
    if row.value is None:
        return ()
    label = FiscalYear(row.year - 1).wareki
    figure = row.previous_value
    counts_on = row.counting != Counting.CUMULATIVE_FROM_ZERO
    if figure is None and row.printed_baseline_year == row.year - 1 and counts_on:
        figure, label = row.printed_baseline, f"現状値（{row.baseline_label}）"
    return warnings_for(
        value=row.value,
        previous=figure,
        previous_label=label,
        unit=row.unit,
        cumulative=row.counting in (Counting.CUMULATIVE, Counting.CUMULATIVE_FROM_ZERO),
    )


def _create_first(indicator: Indicator, year: int, entry: Entry, by: User, now: datetime) -> Result:
    if current_result(indicator, year) is not None:
        raise conflict(indicator, year)
    _check_time(indicator, year, number=1)
    try:
        with transaction.atomic():  # a savepoint: PostgreSQL's transaction goes on after the refusal
            created = Result.objects.create(
                indicator=indicator,
                year=year,
                edit_number=next_edit_number(indicator, year, 1),
                entered_by=by,
                edited_by=by,
                edited_at=now,
                **asdict(normalise(entry, Kind.FIRST)),
            )
    except IntegrityError:
        # Two people began at once. Any other refusal of the database has no record to show, and is raised on.
        if current_result(indicator, year) is None:
            raise
        raise conflict(indicator, year) from None
    record(Event.Action.CREATED, created, by=by, now=now)
    return created


def normalise(entry: Entry, kind: str) -> Entry:
    """A state without a value has none, whatever stood in the box when the state was chosen; 取下げ has neither."""
    if kind == Kind.WITHDRAWAL:
        return Entry(note=entry.note.strip())
    carries = entry.value_state in CARRIES_VALUE or not entry.value_state
    return Entry(
        value_state=entry.value_state,
        value=entry.value if carries else None,
        note=entry.note.strip(),
        as_of=entry.as_of,
        expected_on=entry.expected_on if entry.value_state == ValueState.UNPUBLISHED else None,
    )


def _reason_of(change: Result, reason: str | None) -> dict[str, str]:
    """What a save makes of the reason; 訂正, 改定 and 取下げ keep one in every state."""
    if reason is None:
        return {}
    if not reason.strip() and change.kind not in (Kind.FIRST, Kind.FINAL):
        raise Incomplete({"reason": "変更の理由を入力してください。"})
    return {"reason": reason.strip()}


def _record(indicator: Indicator, year: int, number: int) -> Result:
    found = Result.objects.of(indicator, year).filter(number=number).first()
    if found is None:
        raise conflict(indicator, year)
    found.indicator = indicator
    return found


def next_edit_number(indicator: Indicator, year: int, number: int) -> int:
    """Where the edits of a new record begin: after all that the log has of its place in the chain.

    Each edit leaves a line there. So a form that was opened on a draft since given up never fits a newer one.
    """
    return Event.objects.filter(indicator=indicator, year=year, number=number).count() + 1


def conflict(indicator: Indicator, year: int) -> Conflict:
    current = current_result(indicator, year)
    if current is None:
        return Conflict("この下書きはすでに取りやめられています。", None)
    if current.is_editable:
        return Conflict("ほかの人が先に保存しました。", current)
    return Conflict(f"この値はすでに「{current.get_state_display()}」になっています。", current)


def check_person(indicator: Indicator, by: User) -> None:
    if not may_enter(by, indicator):
        raise NotAllowed(
            f"「{indicator}」に入力できるのは、主担当の{indicator.lead_department.name}と企画課です。"
        )


def may_go_on(result: Result | None, indicator: Indicator, year: int) -> bool:
    """Whether a record may be typed into now: a change always, a first value while its year is open, and after it
    what was kept open when it was closed or was sent back."""
    if result is not None and (result.is_change or result.kept_open or result.state == State.RETURNED):
        return True
    return entry_is_open(indicator, year)


def _check_time(indicator: Indicator, year: int, number: int) -> None:
    if number == 1:
        _hold_cycle(indicator, year)
    standing = Result.objects.of(indicator, year).filter(number=number).first()
    if number == 1 and not may_go_on(standing, indicator, year):
        label = FiscalYear(year).wareki if YEAR_FROM <= year <= YEAR_TO else "この年度"
        raise WrongState(f"{label}は入力を受け付けていません。企画課にお問い合わせください。")


def _hold_cycle(indicator: Indicator, year: int) -> None:
    """Until this transaction ends nobody closes the year: a closing asks about every draft, and must not miss this one.

    Any number of people hold it together. On SQLite there is one writer at a time anyway.
    """
    if connection.features.has_select_for_update:
        plan = indicator.measure.policy.plan_id
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 1 FROM {Cycle._meta.db_table} WHERE plan_id = %s AND year = %s FOR SHARE",
                [plan, year],
            )


def _check_complete(result: Result) -> None:
    """What the database's own constraint asks of a submitted record, in words and by field."""

    def warnings() -> tuple[str, ...]:
        return warnings_of(result.indicator, result.year, result.value)

    if errors := missing_fields(Entry.of(result), result.kind, warnings):
        raise Incomplete(errors)


def missing_fields(entry: Entry, kind: str, warnings: Callable[[], tuple[str, ...]]) -> dict[str, str]:
    """What keeps an entry from being handed in, by field. `warnings` is asked only where it matters."""
    if kind == Kind.WITHDRAWAL:
        return {}  # it has no value, and its reason is kept since it was begun
    errors = {}
    if not entry.value_state:
        errors["value_state"] = "値の状態を選んでください。"
    elif entry.value_state in CARRIES_VALUE:
        if entry.value is None:
            errors["value"] = (
                "値を入力してください。値がないときは、値の状態で理由にあたるものを選んでください。"
            )
        elif not entry.note and (found := warnings()):
            errors["note"] = f"{' '.join(found)}正しければ、その事情を説明に入力してください。"
    elif not entry.note:
        errors["note"] = f"「{ValueState(entry.value_state).label}」の理由を説明に入力してください。"
    if entry.value_state == ValueState.UNPUBLISHED and entry.expected_on is None:
        errors["expected_on"] = "公表予定日を入力してください。"
    if kind == Kind.FINAL and entry.value_state not in ("", ValueState.ACTUAL):
        errors["value_state"] = "確定では、値の状態は「実績」だけを選べます。"
    return errors
