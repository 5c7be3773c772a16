"""A draft that was booked with a mid-plan revision stays as the second person saw it, until its day or until the booking is taken back."""

from measures.models import Plan, PlanRevision

HELD = "この下書きは、予約した中間見直しに入っています。変えるには、先に予約を取り消してください。"


def why_held(plan: Plan | None, kind: str, pk: int | None, within: PlanRevision | None = None) -> str:
    """Why nobody can change the draft `pk` of a kind; "" where no revision waits for its day with it, or only `within` does."""
    if plan is None or pk is None:
        return ""
    waiting = PlanRevision.objects.filter(plan=plan, confirmed_at__isnull=False, published_at__isnull=True)
    mine = f"{kind}:{pk}:"
    return HELD if any(key.startswith(mine) for one in waiting if one != within for key in one.keys) else ""
