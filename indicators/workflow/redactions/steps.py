"""Asking for a redaction, carrying it out, giving it up: each by whom, and what is kept of it (docs/publication.md §10)."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from indicators.models import Event, RedactedText, Redaction, Reviewed
from indicators.models.reviewed import EDITABLE_STATES
from indicators.permissions import indicators_to_enter, may_review, measures_to_evaluate, set_up_by
from indicators.workflow.errors import Incomplete, NotAllowed, StaleVersion, WrongState
from indicators.workflow.redactions.passage import GONE, has_words, pattern_of
from indicators.workflow.redactions.places import Place, left, places_of, places_to_ask, seal_of

_OVER = "この削除は、すでに済んでいるか、取り下げられています。"


def may_ask_redaction(by: User) -> bool:
    """The plan office, and whoever writes values or sheets of some department."""
    return may_review(by) or indicators_to_enter(by).exists() or measures_to_evaluate(by).exists()


def ask_redaction(
    *, passage: str, reason: str, by: User, kept: Collection[str] = (), now: datetime | None = None
) -> Redaction:
    """Name a passage that must go, and the things (keys) whose text is to stay as it is.

    NotAllowed; Incomplete where the passage is nowhere in what this person may ask about.
    """
    now = now or timezone.now()
    if not may_ask_redaction(by):
        raise NotAllowed("文の削除を申し出られるのは、主担当課と企画課です。")
    passage, reason = passage.strip(), reason.strip()
    check_redaction(passage=passage, reason=reason, by=by, kept=kept)
    with transaction.atomic():
        asked = Redaction.objects.create(
            passage=passage, reason=reason, kept=sorted(kept), proposed_at=now, proposed_by=by
        )
        _record(Event.Action.REDACTION_ASKED, asked, by, now)
    return asked


def check_redaction(*, passage: str, reason: str, by: User, kept: Collection[str] = ()) -> list[Place]:
    """The places that this person may ask about; Incomplete where one cannot ask like that."""
    errors = {}
    places = places_to_ask(by, passage) if has_words(passage) else []
    if not passage:
        errors["passage"] = "消す文字列を入力してください。"
    elif not has_words(passage):
        errors["passage"] = (
            "数字や記号だけの文字列は消せません。前後の言葉も含めて入力してください（9桁以上の電話番号などは消せます）。"
        )
    elif pattern_of(passage).search(GONE):
        errors["passage"] = "この文字列は消せません。"
    elif not left(places, kept):
        where = "残す文のほかには" if kept else "文の中に" if may_review(by) else "公表している自分の課の文に"
        errors["passage"] = f"{where}、この文字列はありません。数値は消せません。"
    if not reason:
        errors["reason"] = "理由を入力してください。"
    elif has_words(passage) and pattern_of(passage).search(reason):
        errors["reason"] = "理由は公表されます。消す文字列を書かないでください。"
    if errors:
        raise Incomplete(errors)
    return places


def carry_out_redaction(
    *,
    redaction: Redaction,
    by: User,
    seal: str | None = None,
    kept: Collection[str] = (),
    now: datetime | None = None,
) -> Redaction:
    """Blank the passage wherever it stands, but in the things that are to stay: who carries it out may leave more.

    `seal`: of the places that the person saw. NotAllowed: only the plan office, and not who asked for it; WrongState;
    StaleVersion where the places are others by now.
    """
    now = now or timezone.now()
    asker = {redaction.proposed_by_id}
    if not may_review(by) or by.pk in asker or set_up_by(by, asker):
        raise NotAllowed(
            "文を消せるのは、自分で申し出ていない企画課（計画担当）の人だけです。申し出た人のアカウントを自分が招待したか変えたときは、ほかの計画担当がそのアカウントを確認するまで、ほかの人が消します。"
        )
    try:
        with transaction.atomic():
            _carry_out(redaction, by, seal, kept, now)
    except IntegrityError:
        raise WrongState(
            "消したあとの文では、名前の重なりなどのために保存できない場所があります。"
            "その場所の文を先に直してから、もう一度行ってください。"
        ) from None
    redaction.refresh_from_db()
    return redaction


def _carry_out(
    redaction: Redaction, by: User, seal: str | None, kept: Collection[str], now: datetime
) -> None:
    waiting = Redaction.objects.filter(pk=redaction.pk, carried_out_at__isnull=True)
    if not waiting.update(carried_out_at=now, carried_out_by=by):
        raise WrongState(_OVER)
    redaction.refresh_from_db()
    places = places_of(redaction.passage)
    if seal is not None and seal != seal_of(places):
        raise StaleVersion("この文字列がある場所が変わりました。もう一度確かめてください。", redaction)
    stay = {*redaction.kept, *kept}
    going = left(places, stay)
    if not going:
        raise WrongState("消す文がありません。申し出を取りやめてください。")
    _blank(redaction, going)
    Redaction.objects.filter(pk=redaction.pk).update(passage="", kept=sorted(stay), closed_at=now)
    redaction.refresh_from_db()
    _record_each(redaction, going, by, now)


def withdraw_redaction(*, redaction: Redaction, by: User, now: datetime | None = None) -> None:
    """Give up what was asked for and not done: by who asked, or the plan office. NotAllowed, WrongState."""
    if by.pk != redaction.proposed_by_id and not may_review(by):
        raise NotAllowed("申し出を取り下げられるのは、申し出た人と企画課です。")
    with transaction.atomic():
        gone, _ = Redaction.objects.filter(pk=redaction.pk, carried_out_at__isnull=True).delete()
        if not gone:
            raise WrongState(_OVER)
        Event.objects.create(
            at=now or timezone.now(),
            by=by,
            action=Event.Action.REDACTION_DROPPED,
            reason=redaction.reason,
        )


def _blank(redaction: Redaction, going: Iterable[Place]) -> None:
    """The hash of each text first: the guards let a text change only once its hash is written down."""
    for place in going:
        about = {f"{name}_id": pk for name, pk in place.about.items() if name != "year"}
        RedactedText.objects.create(
            redaction=redaction,
            table_name=place.table,
            row_id=str(place.row),
            column_name=place.column,
            sha256=place.sha256,
            is_public=place.is_public,
            year=place.about.get("year"),
            **about,
        )
        place.model._base_manager.filter(pk=place.row).update(**{place.column: place.after})
        _outdate(place.model, place.row)


def _outdate(model: type[models.Model], row: Any) -> None:
    """A draft is a version further: a form that still holds the old text would else bring it back with a save."""
    rows = model._base_manager.filter(pk=row)
    columns = {field.name for field in model._meta.fields}
    if issubclass(model, Reviewed):
        rows.filter(state__in=EDITABLE_STATES).update(version=F("version") + 1)
    elif {"version", "published_at"} <= columns:  # drafted by one, published by another
        rows.filter(published_at__isnull=True).update(version=F("version") + 1)


def _record_each(redaction: Redaction, gone: Iterable[Place], by: User, now: datetime) -> None:
    """A line for each indicator, measure or series and year, where its own history shows it, and one for all others."""
    counts = Counter(tuple(sorted(place.about.items(), key=lambda pair: pair[0])) for place in gone)
    for about, texts in counts.items():
        subject = {name if name == "year" else f"{name}_id": found for name, found in about}
        _record(Event.Action.REDACTED, redaction, by, now, texts=texts, **subject)


def _record(
    action: Event.Action,
    redaction: Redaction,
    by: User,
    now: datetime,
    texts: int | None = None,
    **subject: int | None,
) -> None:
    """Without the passage: the log is read by more people than may know it."""
    count = {} if texts is None else {"texts": texts}
    Event.objects.create(
        at=now,
        by=by,
        action=action,
        reason=redaction.reason,
        detail={"redaction": redaction.pk, **count},
        **subject,
    )
