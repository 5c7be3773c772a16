"""Redactions: a passage of a text goes by law, asked for by one person and done by another (docs/publication.md §10).

It goes from every text of the value alike: publications, working records, comments, names of evidence and the log. Figures stay, and so
do the hash of each text as it was, who, when and why.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone

from indicators.guards import GUARDS
from indicators.models import Comment, Event, Evidence, Indicator, Publication, Redaction, Result
from indicators.permissions import may_enter, may_review
from indicators.workflow.errors import Incomplete, NotAllowed, WrongState

GONE = "［削除］"
# Model → the columns that hold text of people.
_TEXTS = {
    model: GUARDS[model._meta.db_table].hashed for model in (Publication, Result, Comment, Event, Evidence)
}
# Of a log entry, what people wrote in their own words (the snapshots of workflow/, the name of a file).
_WRITTEN = frozenset({"reason", "return_reason", "note", "source", "name"})
_DIGIT, _POINT = "[0-9０-９]", "[.,．，]"


def ask_redaction(
    *,
    indicator: Indicator,
    year: int,
    passage: str,
    reason: str,
    by: User,
    now: datetime | None = None,
) -> Redaction:
    """Name a passage that must go. NotAllowed; Incomplete where it is nowhere in what was published, or a figure."""
    now = now or timezone.now()
    if not may_enter(by, indicator):
        raise NotAllowed("文の削除を申し出られるのは、主担当課と企画課です。")
    passage = passage.strip()
    errors = {}
    if not passage:
        errors["passage"] = "消す文字列を入力してください。"
    elif passage in GONE:
        errors["passage"] = "この文字列は消せません。"
    elif not _published_with(indicator, year, passage):
        errors["passage"] = "公表した説明、理由、出典に、この文字列はありません。"
    if not reason.strip():
        errors["reason"] = "理由を入力してください。"
    if errors:
        raise Incomplete(errors)
    with transaction.atomic():
        asked = Redaction.objects.create(
            indicator=indicator,
            year=year,
            passage=passage,
            reason=reason.strip(),
            proposed_at=now,
            proposed_by=by,
        )
        _record(Event.Action.REDACTION_ASKED, asked, by, now)
    return asked


def carry_out_redaction(*, redaction: Redaction, by: User, now: datetime | None = None) -> Redaction:
    """Blank the passage wherever it stands. NotAllowed: only the plan office, and not who asked for it; WrongState."""
    now = now or timezone.now()
    if not may_review(by) or by.pk == redaction.proposed_by_id:
        raise NotAllowed("文を消せるのは、自分で申し出ていない企画課（計画担当）の人だけです。")
    with transaction.atomic():
        taken = Redaction.objects.filter(pk=redaction.pk, carried_out_at__isnull=True).update(
            carried_out_at=now, carried_out_by=by
        )
        if not taken:
            raise WrongState("この削除は、すでに済んでいるか、取り下げられています。")
        redaction.refresh_from_db()
        hashes = [found for model, names in _TEXTS.items() for found in _blank(model, names, redaction)]
        Redaction.objects.filter(pk=redaction.pk).update(
            hashes=hashes, passage="", reason=_without(redaction.reason, redaction.passage), closed_at=now
        )
        redaction.refresh_from_db()
        _record(Event.Action.REDACTED, redaction, by, now)
    return redaction


def withdraw_redaction(*, redaction: Redaction, by: User) -> None:
    """Give up what was asked for and not done: by who asked, or the plan office. NotAllowed, WrongState."""
    if by.pk != redaction.proposed_by_id and not may_review(by):
        raise NotAllowed("申し出を取り下げられるのは、申し出た人と企画課です。")
    gone, _ = Redaction.objects.filter(pk=redaction.pk, carried_out_at__isnull=True).delete()
    if not gone:
        raise WrongState("この削除は、すでに済んでいるか、取り下げられています。")


def _published_with(indicator: Indicator, year: int, passage: str) -> bool:
    texts = Publication.objects.filter(indicator=indicator, year=year).values_list("note", "reason", "source")
    return any(_pattern(passage).search(text) for said in texts for text in said)


def _blank(model: type[models.Model], names: tuple[str, ...], redaction: Redaction) -> Iterator[str]:
    """Rewrite the texts of one table that hold the passage; yields where each stood and its hash."""
    rows = model._default_manager.filter(indicator=redaction.indicator, year=redaction.year)
    for row in rows.order_by("pk"):
        changes = {}
        for name in names:
            before = getattr(row, name)
            after = _without(before, redaction.passage)
            if after != before:
                changes[name] = after
                digest = sha256(str(before).encode()).hexdigest()
                yield f"{model._meta.model_name} {row.pk} {name} {digest}"
        if changes:
            model._default_manager.filter(pk=row.pk).update(**changes)


def _without(found: Any, passage: str) -> Any:
    """The same text, or log entry, without the passage: of an entry only what people wrote in their own words.

    Figures, codes and days of an entry are text, too, and stay.
    """
    if isinstance(found, str):
        return _pattern(passage).sub(GONE, found)
    if isinstance(found, dict):
        return {
            name: _without(inner, passage) if isinstance(inner, dict) or name in _WRITTEN else inner
            for name, inner in found.items()
        }
    return found


def _pattern(passage: str) -> re.Pattern[str]:
    """The passage; where it begins or ends with a digit, not as a part of a longer number: a 7 is not in 97."""
    before = f"(?<!{_DIGIT})(?<!{_DIGIT}{_POINT})" if re.match(_DIGIT, passage) else ""
    after = f"(?!{_DIGIT})(?!{_POINT}{_DIGIT})" if re.match(_DIGIT, passage[-1]) else ""
    return re.compile(f"{before}{re.escape(passage)}{after}")


def _record(action: Event.Action, redaction: Redaction, by: User, now: datetime) -> None:
    """Without the passage: the log is read by more people than may know it."""
    Event.objects.create(
        at=now,
        by=by,
        action=action,
        indicator=redaction.indicator,
        year=redaction.year,
        reason=redaction.reason,
        detail={"redaction": redaction.pk, "hashes": redaction.hashes},
    )
