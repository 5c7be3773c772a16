"""What an earlier plan says is fixed once another is in force; yearly values, their corrections and cycles go on (docs/publication.md §13)."""

from datetime import datetime

from indicators.workflow.errors import WrongState
from measures.models import Plan
from measures.plans import follower_of


def why_closed(plan: Plan, now: datetime | None = None) -> str:
    """Why its texts, definitions and rules cannot be changed any more; "" while they can."""
    follower = follower_of(plan, now)
    if follower is None:
        return ""
    return (
        f"{plan.name}は前の計画です。{follower.name}が始まったので、計画の文、指標の定義、目標などは変えられません。"
        "年度ごとの値の入力、公表、訂正と、評価シートは、これからもできます。"
    )


def check_not_closed(plan: Plan, now: datetime | None = None) -> None:
    """WrongState."""
    if refusal := why_closed(plan, now):
        raise WrongState(refusal)
