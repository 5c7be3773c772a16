"""Comments on a value: what managers and staff say to each other. No page or file for citizens reads them."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import Comment, Event, Indicator
from indicators.permissions import is_at_work, may_comment
from indicators.workflow.errors import Incomplete, NotAllowed

LONGEST = 1000
# The same words of the same person within this time are one click too many, not a second comment.
ONE_COMMENT = timedelta(minutes=1)


def add_comment(
    *, indicator: Indicator, year: int, body: str, by: User, now: datetime | None = None
) -> Comment:
    """NotAllowed, Incomplete (at "body"). A form that was sent twice gives the comment that stands already."""
    now = now or timezone.now()
    if not may_comment(by, indicator):
        raise NotAllowed("コメントを書けるのは、主担当の課と企画課、管理職です。")
    text = body.replace("\r\n", "\n").strip()
    if not text:
        raise Incomplete({"body": "コメントを入力してください。"})
    if len(text) > LONGEST:
        raise Incomplete({"body": f"{LONGEST}字までで入力してください（いま{len(text)}字です）。"})
    with transaction.atomic():
        # Two requests of one person come one after the other, so that the second sees the first one's comment.
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        same = Comment.objects.filter(
            indicator=indicator, year=year, by=by, body=text, at__gt=now - ONE_COMMENT
        ).first()
        if same is not None:
            return same
        comment = Comment.objects.create(indicator=indicator, year=year, body=text, by=by, at=now)
        _record(Event.Action.COMMENTED, comment, by, now, length=len(text))
    return comment


def withdraw_comment(*, comment: Comment, by: User, now: datetime | None = None) -> None:
    """The text goes for good, that there was one stays. NotAllowed for another person's; twice is the same as once."""
    now = now or timezone.now()
    if comment.by_id != by.pk or not is_at_work(by):
        raise NotAllowed("コメントを取り消せるのは、書いた本人だけです。")
    with transaction.atomic():
        gone = Comment.objects.filter(pk=comment.pk, withdrawn_at__isnull=True).update(
            body="", withdrawn_at=now
        )
        if gone:
            _record(Event.Action.UNCOMMENTED, comment, by, now)


def _record(action: Event.Action, comment: Comment, by: User, now: datetime, **detail: int) -> None:
    """The log keeps every line for ever, so no line has the words: they could not be taken back."""
    Event.objects.create(
        at=now,
        by=by,
        action=action,
        indicator=comment.indicator,
        year=comment.year,
        detail={"comment": comment.pk, **detail},
    )
