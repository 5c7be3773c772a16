"""主とりまとめ of an initiative: what a setting must be before it can go out. Drafted and published as every rule (rules.py)."""

from indicators.models import DeedLead
from indicators.workflow.errors import Incomplete
from measures.levels import in_levels

NOT_IN_IT = "{}は、計画ではこの取組の担当課ではありません。"


def check_lead(draft: DeedLead) -> None:
    """Incomplete where the plan has no such initiative, or another department gathers than one that takes part."""
    initiative = draft.measure.initiatives.filter(number=draft.initiative).first()
    if initiative is None:
        raise Incomplete(
            {
                "__all__": f"{in_levels('主な取組')}{draft.measure.number}-{draft.initiative}は計画にありません。"
            }
        )
    if draft.department and not initiative.participations.filter(department=draft.department).exists():
        raise Incomplete({"department": NOT_IN_IT.format(draft.department.name)})
