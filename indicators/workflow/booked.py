"""A draft that was booked with a mid-plan revision stays as the second person saw it, until its day or until the booking is taken back."""

from indicators.wording.days import write_day
from indicators.wording.people import person
from measures.models import Plan, PlanRevision

HELD = "この下書きは、予約した中間見直しに入っています。"
TAKE_BACK = "変えるには、先に予約を取り消してください。"


def revision_with(
    plan: Plan | None, kind: str, pk: int | None, within: PlanRevision | None = None
) -> PlanRevision | None:
    """The revision that waits for its day with the draft `pk` of a kind; None where none does, or only `within`."""
    if plan is None or pk is None:
        return None
    waiting = PlanRevision.objects.filter(plan=plan, confirmed_at__isnull=False, published_at__isnull=True)
    mine = f"{kind}:{pk}:"
    found = waiting.select_related("confirmed_by")
    return next(
        (one for one in found if one != within and any(key.startswith(mine) for key in one.keys)), None
    )


def why_held(plan: Plan | None, kind: str, pk: int | None, within: PlanRevision | None = None) -> str:
    """Why nobody can change the draft: with what it was booked, by whom, for when; "" where it was not."""
    revision = revision_with(plan, kind, pk, within)
    if revision is None:
        return ""
    assert revision.effective_on is not None  # what waits has its day
    assert revision.confirmed_by is not None
    return (
        f"{HELD}「{revision.title}」として{write_day(revision.effective_on)}に反映するよう、"
        f"{person(revision.confirmed_by)}が確かめて予約しました。{TAKE_BACK}"
    )
