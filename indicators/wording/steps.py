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


def steps_of(result: Result | None, cycle: Cycle | None, *, office: bool = False) -> list[dict[str, str]]:
    """依頼 → 入力 → 審査 → 公表, with where this value stands; for partials/steps.html."""
    state = result.state if result else ""
    at = {WorkflowState.SUBMITTED: 2, WorkflowState.PUBLISHED: 4}.get(state, 1)  # type: ignore[call-overload]
    if result is not None and result.is_change:
        begun = f"{Kind(result.kind).label}"
    else:
        begun = japanese_date(cycle.opened_at) if cycle else "過去の年度"
    notes = [begun, "", _who_looks(result), ""]
    if at == 1:
        notes[1] = "差戻し" if state == WorkflowState.RETURNED else "主担当課" if office else "あなた"
    return _marked(("依頼", "入力", "審査", "公表"), notes, at)


def steps_of_record(current: Reviewed | None, begins: str, who: str = "主担当課") -> list[dict[str, str]]:
    """入力 (or 作成) → 提出 → 確認 → 公表, with where a sheet or a comparison value stands; for partials/steps.html."""
    state = current.state if current else ""
    returned = state == WorkflowState.RETURNED
    at = {WorkflowState.SUBMITTED: 2, WorkflowState.PUBLISHED: 4}.get(state, int(returned))  # type: ignore[call-overload]
    notes = [who, "差戻し" if returned else "", _who_looks(current), ""]
    return _marked((begins, "提出", "確認", "公表"), notes, at)


def _who_looks(record: Reviewed | None) -> str:
    """While it waits at a level of its department's route, that is not the plan office."""
    return "課の承認者" if record is not None and record.approval_level else "企画課"


def _marked(labels: Sequence[str], notes: Sequence[str], at: int) -> list[dict[str, str]]:
    return [
        {"label": label, "note": note, "state": "done" if place < at else "now" if place == at else ""}
        for place, (label, note) in enumerate(zip(labels, notes, strict=True))
    ]
