"""The note that an indicator keeps for whoever enters it next: its department and the office write it, nobody else reads it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from indicators.models import HandoverNote, Indicator
from indicators.models.handover import TEXTS
from indicators.permissions import may_enter
from indicators.workflow.errors import NotAllowed, StaleVersion


def newest_note(indicator: Indicator) -> HandoverNote | None:
    return HandoverNote.objects.filter(indicator=indicator).select_related("by").first()


def newest_notes(indicators: Iterable[Indicator]) -> dict[int, HandoverNote]:
    """By the id of the indicator; one query."""
    notes = HandoverNote.objects.filter(indicator__in=list(indicators)).select_related("by")
    return {note.indicator_id: note for note in reversed(notes)}


def save_note(
    *, indicator: Indicator, texts: Mapping[str, str], seen: int, by: User, now: datetime | None = None
) -> HandoverNote | None:
    """A new edition; None where nothing is different. `seen`: id of the edition that was read, 0 where there was none.

    NotAllowed; StaleVersion with the newest where somebody wrote one meanwhile.
    """
    if not may_enter(by, indicator):
        raise NotAllowed("引継ぎメモを書けるのは、主担当の課と企画課（計画担当）だけです。")
    typed = {name: texts.get(name, "").strip() for name in TEXTS}
    with transaction.atomic():
        Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
        before = newest_note(indicator)
        if (before.pk if before else 0) != seen:
            raise StaleVersion("この画面を開いたあとに、ほかの人がメモを書きました。", before)
        if typed == {name: getattr(before, name) if before else "" for name in TEXTS}:
            return None
        return HandoverNote.objects.create(indicator=indicator, at=now or timezone.now(), by=by, **typed)
