"""What the moment, the title and the day of a publication may be, when they are set and when they are corrected (docs/publication.md §7)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from indicators.models import BatchCorrection
from indicators.permissions import may_review, with_rights_of
from indicators.wording.days import write_day
from indicators.workflow.errors import Incomplete
from measures.fiscal_year import FiscalYear

# A schedule is made for the weeks before an announcement; a year further on a digit was mistyped.
LONGEST_WAIT = timedelta(days=366)


def moment_refusal(moment: datetime, by: User, now: datetime) -> str:
    """Why something cannot be scheduled: past, years ahead, or on a day on which the person has not the rights any more; "" else."""
    if moment <= now:
        return "予約の日時は、いまより後にしてください。"
    if moment > now + LONGEST_WAIT:
        return "予約できるのは、いまから1年先までです。日付を確かめてください。"
    # Another copy of the person: this one goes on with the rights of today.
    then = with_rights_of(User.objects.get(pk=by.pk), timezone.localdate(moment))
    if not may_review(then):
        return (
            "その日には、あなたは企画課（計画担当）ではありません（異動が準備されています）。"
            "それより前の日にするか、計画担当のほかの人が予約してください。"
        )
    return ""


def day_refusal(announced_on: date, *, years: Iterable[int], last: date) -> str:
    """Why citizens cannot be told this day; "" where they can.

    `years`: the fiscal years of the values. None of them was announced before the newest of these years began, nor
    after `last`, the day on which they go out.
    """
    newest = max(years, default=None)
    if newest is not None and announced_on < date(newest, 4, 1):
        return f"{FiscalYear(newest).wareki}の値を含むので、{write_day(date(newest, 4, 1))}より前の日付にはできません。"
    if announced_on > last:
        return f"公表する日（{write_day(last)}）より後の日付にはできません。"
    return ""


def check_correction(draft: BatchCorrection) -> None:
    """Incomplete, by field: a title, a day that can be true, and one of them other than what citizens read."""
    errors = {}
    if not draft.title.strip():
        errors["title"] = "題名を入力してください。"
    years = draft.batch.publications.values_list("year", flat=True)
    assert draft.batch.published_at is not None
    last = timezone.localdate(draft.batch.published_at)
    if refusal := day_refusal(draft.announced_on, years=years, last=last):
        errors["announced_on"] = refusal
    if not errors and (draft.title, draft.announced_on) == (draft.old_title, draft.old_announced_on):
        errors["title"] = "題名も日付も、いまと同じです。"
    if errors:
        raise Incomplete(errors)
