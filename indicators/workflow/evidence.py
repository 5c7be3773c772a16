"""Evidence of a value: attached and taken off while the value is being typed, fixed from the moment it is submitted."""

from collections.abc import Iterable
from datetime import datetime
from typing import IO, Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.evidence.file_types import MOST_A_VALUE, check_file
from indicators.evidence.links import read_link, read_path
from indicators.evidence.storage import store_file
from indicators.models import Event, Evidence, Indicator, Result
from indicators.permissions import may_enter
from indicators.workflow.errors import Incomplete, NotAllowed, WrongState
from indicators.workflow.review.entry_time import may_go_on

# The columns of a link, a place and a file → by which two are the same, at which field it is refused, what it is called.
_KINDS = {
    ("url",): ("url", "link", "リンク"),
    ("path",): ("path", "path", "共有フォルダーの場所"),
    ("sha256", "name", "content_type", "size"): ("sha256", "uploads", "ファイル"),
}


def evidence_of(indicator: Indicator, year: int) -> list[Evidence]:
    """What stands beside the values of a chain, in the order in which it came."""
    found = (
        Evidence.objects.of(indicator, year)
        .attached()
        .select_related("added_by", "indicator__measure", "carried_from")
    )
    return list(found.order_by("number", "added_at", "pk"))


def may_attach(indicator: Indicator, year: int, number: int, result: Result | None) -> bool:
    """Whether the record of this number is being typed, `result` being the newest of the chain."""
    if result is None:
        return number == 1 and may_go_on(None, indicator, year)
    return result.number == number and result.is_editable and may_go_on(result, indicator, year)


def attach_file(
    *,
    indicator: Indicator,
    year: int,
    number: int = 1,
    name: str,
    file: IO[bytes],
    by: User,
    now: datetime | None = None,
) -> Evidence:
    """Keep a file. Incomplete ({"uploads": …}) where it is not taken; NotAllowed, WrongState. The same file twice is one."""
    _check_person(indicator, by)
    try:
        checked = check_file(name, file)
    except ValueError as refusal:
        raise Incomplete({"uploads": str(refusal)}) from None
    # Before the row: a file that no row names does no harm, a row without its file would.
    store_file(checked.sha256, file)
    return _attach(indicator, year, number, vars(checked), by, now or timezone.now())


def attach_link(
    *, indicator: Indicator, year: int, number: int = 1, url: str, by: User, now: datetime | None = None
) -> Evidence:
    """Keep an address. Incomplete ({"link": …}) where it is none; NotAllowed, WrongState."""
    _check_person(indicator, by)
    try:
        address = read_link(url)
    except ValueError as refusal:
        raise Incomplete({"link": str(refusal)}) from None
    return _attach(indicator, year, number, {"url": address}, by, now or timezone.now())


def attach_path(
    *, indicator: Indicator, year: int, number: int = 1, path: str, by: User, now: datetime | None = None
) -> Evidence:
    """Keep a place on the shared drive, as text. Incomplete ({"path": …}) where it is none; NotAllowed, WrongState."""
    _check_person(indicator, by)
    try:
        place = read_path(path)
    except ValueError as refusal:
        raise Incomplete({"path": str(refusal)}) from None
    return _attach(indicator, year, number, {"path": place}, by, now or timezone.now())


def carry_over(
    *, evidence: Evidence, year: int, number: int = 1, by: User, now: datetime | None = None
) -> Evidence:
    """What stands beside an earlier year of the same indicator, once more beside this one; of a file the same bytes.

    Incomplete where five of its kind are there; NotAllowed, WrongState, also for what was taken off.
    """
    indicator = evidence.indicator
    _check_person(indicator, by)
    if evidence.removed_at is not None or evidence.year >= year:
        raise WrongState("その資料は、引き継げません。")
    what = next(names for names in _KINDS if getattr(evidence, names[0]))
    fields = {name: getattr(evidence, name) for name in what} | {"carried_from": evidence}
    return _attach(indicator, year, number, fields, by, now or timezone.now())


def evidence_before(indicator: Indicator, year: int) -> list[Evidence]:
    """What stands beside the newest year before this one that has any."""
    earlier = Evidence.objects.attached().filter(indicator=indicator, year__lt=year)
    newest = earlier.order_by("-year").values_list("year", flat=True).first()
    return [] if newest is None else evidence_of(indicator, newest)


def newest_evidence(indicators: Iterable[Indicator]) -> dict[int, list[Evidence]]:
    """What stands beside the newest year of each that has any, by the indicator's key."""
    found: dict[int, list[Evidence]] = {}
    known = Evidence.objects.attached().filter(indicator__in=list(indicators))
    for one in known.select_related("added_by", "carried_from").order_by("-year", "number", "added_at", "pk"):
        those = found.setdefault(one.indicator_id, [])
        if not those or those[0].year == one.year:
            those.append(one)
    return found


def detach(*, evidence: Evidence, by: User, now: datetime | None = None) -> None:
    """Take a file or link off; that it was there stays on record. NotAllowed, WrongState."""
    now = now or timezone.now()
    _check_person(evidence.indicator, by)
    with transaction.atomic():
        _lock(evidence.indicator, evidence.year, evidence.number)
        _take_off(evidence, by, now)


def detach_all(*, result: Result, by: User, now: datetime) -> None:
    """What stood beside a draft that is given up; within the caller's transaction."""
    attached = Evidence.objects.of(result.indicator, result.year).filter(number=result.number).attached()
    for evidence in attached.select_related("indicator"):
        _take_off(evidence, by, now)


def _attach(
    indicator: Indicator, year: int, number: int, fields: dict[str, Any], by: User, now: datetime
) -> Evidence:
    told, field, what = next(_KINDS[kind] for kind in _KINDS if kind[0] in fields)
    with transaction.atomic():
        _lock(indicator, year, number)
        attached = Evidence.objects.of(indicator, year).filter(number=number).attached()
        if found := attached.filter(**{told: fields[told]}).first():
            return found
        if attached.exclude(**{told: ""}).count() >= MOST_A_VALUE:
            raise Incomplete(
                {
                    field: f"{what}は1つの値に{MOST_A_VALUE}個までです。要らないものを外してから加えてください。"
                }
            )
        evidence = Evidence.objects.create(
            indicator=indicator, year=year, number=number, added_by=by, added_at=now, **fields
        )
        _record(Event.Action.ATTACHED, evidence, by, now)
    return evidence


def _take_off(evidence: Evidence, by: User, now: datetime) -> None:
    gone = Evidence.objects.attached().filter(pk=evidence.pk).update(removed_at=now, removed_by=by)
    if gone:  # of two who take it off at once, the second finds it done
        _record(Event.Action.DETACHED, evidence, by, now)


def _lock(indicator: Indicator, year: int, number: int) -> None:
    """Hold the value still: it can be neither submitted meanwhile, nor get a sixth file. WrongState."""
    # Not against lines of the log that name the indicator: a save, which writes one, would wait for us and we for it.
    Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
    chain = Result.objects.of(indicator, year).order_by("-number")
    chain.select_for_update(no_key=True).first()
    # Read once more: what was begun while we waited for the lock is seen by a new question alone.
    if not may_attach(indicator, year, number, chain.first()):
        raise WrongState("この値は入力中ではないため、資料を変えられません。")


def _check_person(indicator: Indicator, by: User) -> None:
    if not may_enter(by, indicator):
        raise NotAllowed(
            f"「{indicator}」に資料を添付できるのは、主担当の{indicator.lead_department.name}と企画課です。"
        )


def _record(action: Event.Action, evidence: Evidence, by: User, now: datetime) -> None:
    Event.objects.create(
        at=now,
        by=by,
        action=action,
        indicator=evidence.indicator,
        year=evidence.year,
        number=evidence.number,
        detail={
            "evidence": evidence.pk,
            **{name: getattr(evidence, name) for name in ("name", "url", "size", "sha256")},
            **({"path": evidence.path} if evidence.path else {}),
            **({"carried_from": evidence.carried_from_id} if evidence.carried_from_id else {}),
        },
    )
