"""依頼 → 入力 → 審査 → 公表: where a value stands on its way to the public."""

from indicators.models import Cycle, Kind, Result, WorkflowState
from indicators.wording.days import japanese_date


def steps_of(result: Result | None, cycle: Cycle | None, *, office: bool = False) -> list[dict[str, str]]:
    """依頼 → 入力 → 審査 → 公表, with where this value stands; for partials/steps.html."""
    state = result.state if result else ""
    at = {WorkflowState.SUBMITTED: 2, WorkflowState.PUBLISHED: 4}.get(state, 1)  # type: ignore[call-overload]
    if result is not None and result.is_change:
        begun = f"{Kind(result.kind).label}"
    else:
        begun = japanese_date(cycle.opened_at) if cycle else "過去の年度"
    notes = [begun, "", "企画課", ""]
    if at == 1:
        notes[1] = "差戻し" if state == WorkflowState.RETURNED else "主担当課" if office else "あなた"
    return [
        {"label": label, "note": note, "state": "done" if place < at else "now" if place == at else ""}
        for place, (label, note) in enumerate(zip(("依頼", "入力", "審査", "公表"), notes, strict=True))
    ]
