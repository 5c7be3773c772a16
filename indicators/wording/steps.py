"""依頼 → 入力 → 審査 → 公表: where a value stands on its way to the public."""

from collections.abc import Sequence
from datetime import date

from indicators.models import Cycle, Kind, Result, Reviewed, WorkflowState
from indicators.wording.days import japanese_date, write_day


def why_closed(year: int, cycle: Cycle | None, today: date) -> str:
    """Why a first value of a fiscal year cannot be typed: its cycle is to come, or over. `cycle`: its own, if there is one."""
    if cycle is not None and cycle.closed_at is not None:
        return f"締切後（{japanese_date(cycle.closed_at)}）"
    begins = date(year + 1, 4, 1)
    if begins > today:
        month = write_day(begins).removesuffix("1日")
        return f"受付前（{month}に始まります）"
    return "受付前（企画課がまだ始めていません）"


def steps_of(
    result: Result | None, cycle: Cycle | None, looks: str, *, office: bool = False
) -> list[dict[str, str]]:
    """依頼 → 入力 → 審査 → 公表, with where this value stands; for partials/steps.html. `looks`: who reviews it (who_looks)."""
    state = result.state if result else ""
    at = {WorkflowState.SUBMITTED: 2, WorkflowState.PUBLISHED: 4}.get(state, 1)  # type: ignore[call-overload]
    if result is not None and result.is_change:
        begun = f"{Kind(result.kind).label}"
    else:
        begun = japanese_date(cycle.opened_at) if cycle else "過去の年度"
    notes = [begun, "", looks, ""]
    if at == 1:
        notes[1] = "差戻し" if state == WorkflowState.RETURNED else "主担当課" if office else "あなた"
    return _marked(("依頼", "入力", "審査", "公表"), notes, at)


def steps_of_record(
    current: Reviewed | None, begins: str, looks: str, who: str = "主担当課"
) -> list[dict[str, str]]:
    """入力 (or 作成) → 提出 → 確認 → 公表, with where a sheet or a comparison value stands; for partials/steps.html."""
    state = current.state if current else ""
    returned = state == WorkflowState.RETURNED
    at = {WorkflowState.SUBMITTED: 2, WorkflowState.PUBLISHED: 4}.get(state, int(returned))  # type: ignore[call-overload]
    notes = [who, "差戻し" if returned else "", looks, ""]
    return _marked((begins, "提出", "確認", "公表"), notes, at)


def _marked(labels: Sequence[str], notes: Sequence[str], at: int) -> list[dict[str, str]]:
    return [
        {"label": label, "note": note, "state": "done" if place < at else "now" if place == at else ""}
        for place, (label, note) in enumerate(zip(labels, notes, strict=True))
    ]
