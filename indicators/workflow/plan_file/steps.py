"""The steps of a plan's file: kept when it was read, put in at once or handed in and published by another, given up.

Each step locks the plan's row and checks the whole file again against the plan as it stands then.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import Event, PlanUpload, TableLayout
from indicators.permissions import may_review
from indicators.plan_tables import Finding, Line, Lines, PlanTables, tables_of
from indicators.workflow.batch_checks import LONGEST_WAIT
from indicators.workflow.closed_plans import check_not_closed
from indicators.workflow.errors import Incomplete, NotAllowed, StaleVersion, WorkflowError, WrongState
from indicators.workflow.four_eyes import why_not_theirs
from indicators.workflow.plan_file.checks import Checked, check_file
from indicators.workflow.plan_file.writing import Writing
from measures.models import Plan

OFFICE = "計画のファイルを取り込めるのは、企画課（計画担当）だけです。"
GONE = "このファイルは、すでに取り込まれているか、取りやめられています。"
STALE = "確かめているあいだに、このファイルか計画が変わりました。"
OWN = "自分で取り込んだファイルは、自分では公表できません。ほかの計画担当が確かめて公表します。"
AS_A_WHOLE = "公表されている計画のファイルは、ほかの計画担当が公表します。"
HANDED = "あなたが公表を頼んだファイルがあります。公表されるのを待つか、取りやめてから、新しいファイルを選んでください。"
WRONG = "このファイルには、直すところがあります。"


def open_uploads(plan: Plan) -> list[PlanUpload]:
    found = PlanUpload.objects.filter(plan=plan).select_related("uploaded_by").order_by("uploaded_at", "pk")
    return list(found)


def keep_upload(
    *,
    plan: Plan,
    name: str,
    tables: PlanTables,
    warnings: Sequence[Finding] = (),
    raw: Mapping[str, Any] | None = None,
    by: User,
    now: datetime | None = None,
) -> PlanUpload:
    """A file as it was read, in place of this person's last one; WrongState where that one waits to be published."""
    _check_person(by)
    with transaction.atomic():
        _locked(plan)
        upload = PlanUpload.objects.filter(plan=plan, uploaded_by=by).first()
        if upload is not None and upload.handed_in_at is not None:
            raise WrongState(HANDED)
        upload = upload or PlanUpload(plan=plan, uploaded_by=by, version=0)
        upload.name, upload.tables = name[:100], _packed(tables)
        upload.warnings = [astuple(one) for one in warnings]
        upload.raw = dict(raw or {})
        upload.deletes, upload.reason, upload.handed_in_at = False, "", None
        upload.publish_on, upload.approved_by, upload.approved_sum = None, None, ""
        upload.version += 1
        upload.uploaded_at = now or timezone.now()
        upload.save()
    return upload


def keep_columns(
    *,
    upload: PlanUpload,
    version: int,
    layout: Mapping[str, Any],
    tables: PlanTables | None,
    warnings: Sequence[Finding] = (),
    by: User,
    now: datetime | None = None,
) -> None:
    """Which column is what, remembered for the plan; with `tables` what was read by it."""
    _check_person(by)
    with transaction.atomic():
        _locked(upload.plan)
        held = _own_open(upload, version, by)
        known = TableLayout.objects.filter(plan=held.plan).first() or TableLayout(plan=held.plan)
        known.content, known.edited_by, known.edited_at = dict(layout), by, now or timezone.now()
        known.save()
        held.tables = _packed(tables or {})
        held.warnings = [astuple(one) for one in warnings]
        held.version += 1
        held.save()


def known_layout(plan: Plan) -> Mapping[str, Any]:
    """As it was chosen last for this plan, else for any other."""
    kept = TableLayout.objects.order_by("-edited_at")
    own_first = sorted(kept, key=lambda one: one.plan_id != plan.pk)
    return next((dict(one.content) for one in own_first if one.content), {})


def choose_deletes(*, upload: PlanUpload, version: int, deletes: bool, by: User) -> None:
    """Whether rows that the file lacks go. Of a public plan none does."""
    _check_person(by)
    with transaction.atomic():
        _locked(upload.plan)
        held = _own_open(upload, version, by)
        held.deletes = deletes
        held.version += 1
        held.save()


def read_upload(upload: PlanUpload) -> Checked:
    """What it would change now."""
    plan = upload.plan
    found = check_file(plan, tables_of(plan), _unpacked(upload.tables), deletes=upload.deletes)
    kept = [Finding(*one) for one in upload.warnings]
    found.warnings.found = [*kept, *found.warnings.found]
    return found


def put_in_upload(*, upload: PlanUpload, version: int, by: User, now: datetime | None = None) -> Counter[str]:
    """Into a plan in preparation, all or nothing. NotAllowed, WrongState, StaleVersion, Incomplete."""
    _check_person(by)
    now = now or timezone.now()
    with transaction.atomic():
        plan = _locked(upload.plan)
        if plan.is_public:
            raise WrongState(AS_A_WHOLE)
        held = _held(upload, version)
        if held.uploaded_by_id != by.pk:
            raise NotAllowed("ほかの人が選んだファイルです。")
        checked = read_upload(held)
        _refuse(plan, checked)
        counts = Writing(plan, checked, by, now).write()
        _log(Event.Action.PLAN_FILED, held, by=by, now=now, written=dict(counts))
        held.delete()
    return counts


def hand_in_upload(
    *, upload: PlanUpload, version: int, reason: str, by: User, now: datetime | None = None
) -> PlanUpload | None:
    """Of a public plan: let another person look at it and publish it. What holds values alone goes to the review at once:
    then it is None."""
    _check_person(by)
    now = now or timezone.now()
    with transaction.atomic():
        plan = _locked(upload.plan)
        held = _held(upload, version)
        if held.uploaded_by_id != by.pk:
            raise NotAllowed("ほかの人が選んだファイルです。")
        if not plan.is_public:
            raise WrongState("準備中の計画です。公表を頼まずに、そのまま取り込めます。")
        checked = read_upload(held)
        _refuse(plan, checked)
        if all(one.table.key == "values" for one in checked.changes):
            counts = Writing(plan, checked, by, now).write()
            _log(Event.Action.PLAN_FILED, held, by=by, now=now, written=dict(counts))
            held.delete()
            return None
        if not reason.strip():
            raise Incomplete({"reason": "公表されている計画に加える理由を入力してください。"})
        held.reason, held.handed_in_at = reason.strip(), now
        held.version += 1
        held.save()
        _log(Event.Action.PLAN_FILE_HANDED, held, by=by, now=now)
    return held


def publish_upload(
    *, upload: PlanUpload, version: int, by: User, on: date | None = None, now: datetime | None = None
) -> Counter[str] | None:
    """Publish all that a handed-in file holds, by another person than who brought it in: at once, or `on` a day to come
    (None then; publish_uploads_due() does it)."""
    _check_person(by)
    now = now or timezone.now()
    with transaction.atomic():
        plan = _locked(upload.plan)
        held = _held(upload, version)
        checked = _checked_by_another(plan, held, by)
        _check_day(on, now)
        if on is not None and on > timezone.localdate(now):
            held.publish_on, held.approved_by, held.approved_sum = on, by, checked.sum
            held.version += 1
            held.save()
            _log(Event.Action.PLAN_FILE_HANDED, held, by=by, now=now, on=on.isoformat())
            return None
        counts = Writing(plan, checked, held.uploaded_by, now, held.reason, publisher=by).write()
        _log(Event.Action.PLAN_FILED, held, by=by, now=now, written=dict(counts))
        held.delete()
    return counts


def _check_day(on: date | None, now: datetime) -> None:
    """Not past, not years ahead, as a publication that is scheduled."""
    if on is not None and on < timezone.localdate(now):
        raise Incomplete({"on": "過ぎた日には公表できません。空にすると、いますぐ公表します。"})
    if on is not None and on > timezone.localdate(now + LONGEST_WAIT):
        raise Incomplete({"on": "予約できるのは、いまから1年先までです。日付を確かめてください。"})


def publish_uploads_due(*, now: datetime, problems: list[str]) -> list[str]:
    """Names of the files whose day has come and that went out. Where what was decided on is another by now, or cannot go
    out, nothing does, and the file waits for a second person again."""
    done = []
    for upload in PlanUpload.objects.filter(publish_on__lte=timezone.localdate(now)).order_by("pk"):
        try:
            if read_upload(upload).sum != upload.approved_sum:
                raise StaleVersion(STALE, upload)
            assert upload.approved_by is not None
            publish_upload(upload=upload, version=upload.version, by=upload.approved_by, now=now)
            done.append(f"{upload.plan}のファイル「{upload.name}」を公表しました。")
        except WorkflowError as refusal:
            PlanUpload.objects.filter(pk=upload.pk).update(publish_on=None, approved_by=None, approved_sum="")
            problems.append(f"計画のファイル「{upload.name}」を公表できませんでした：{refusal.message}")
    return done


def _checked_by_another(plan: Plan, held: PlanUpload, by: User) -> Checked:
    if held.handed_in_at is None or not plan.is_public:
        raise WrongState(GONE)
    if why := why_not_theirs(by, held):
        raise NotAllowed(why)
    if by.pk in held.author_ids:
        raise NotAllowed(OWN)
    checked = read_upload(held)
    _refuse(plan, checked)
    return checked


def discard_upload(*, upload: PlanUpload, version: int, by: User, now: datetime | None = None) -> None:
    """Anybody of the office: who handed it in may be away."""
    _check_person(by)
    with transaction.atomic():
        _locked(upload.plan)
        held = _held(upload, version)
        if held.handed_in_at is not None:
            _log(Event.Action.PLAN_FILE_DROPPED, held, by=by, now=now or timezone.now())
        held.delete()


def _check_person(by: User) -> None:
    if not may_review(by):
        raise NotAllowed(OFFICE)


def _locked(plan: Plan) -> Plan:
    return Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)


def _held(upload: PlanUpload, version: int) -> PlanUpload:
    held = PlanUpload.objects.filter(pk=upload.pk).select_related("plan", "uploaded_by").first()
    if held is None:
        raise WrongState(GONE)
    if held.version != version:
        raise StaleVersion(STALE, held)
    return held


def _own_open(upload: PlanUpload, version: int, by: User) -> PlanUpload:
    """One that its owner still decides about; NotAllowed for any other."""
    held = _held(upload, version)
    if held.uploaded_by_id != by.pk or held.handed_in_at is not None:
        raise NotAllowed("ほかの人が選んだか、公表を頼んだファイルです。")
    return held


def _refuse(plan: Plan, checked: Checked) -> None:
    if any(one.table.key != "values" for one in checked.changes):
        check_not_closed(plan)
    if checked.errors:
        raise Incomplete({one.place or "__all__": str(one) for one in checked.errors.found})


def _log(action: Event.Action, upload: PlanUpload, *, by: User, now: datetime, **more: Any) -> None:
    detail = {"plan": upload.plan.slug, "file": upload.name, "rows": rows_in(upload), **more}
    Event.objects.create(at=now, by=by, action=action, reason=upload.reason, detail=detail)


def rows_in(upload: PlanUpload) -> int:
    return sum(len(one["rows"]) for one in upload.tables.values())


def _packed(tables: PlanTables) -> dict[str, Any]:
    return {
        key: {
            "letters": dict(lines.letters),
            "form": lines.form,
            "rows": [[line.at, line.cells] for line in lines.rows],
        }
        for key, lines in tables.items()
    }


def _unpacked(packed: Mapping[str, Any]) -> PlanTables:
    return {
        key: Lines([Line(cells, at) for at, cells in one["rows"]], one["letters"], one["form"])
        for key, one in packed.items()
    }
