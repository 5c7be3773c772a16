"""What publishing a draft of a rule would change: every year's expected value and verdict, before and after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from indicators import frames
from indicators.frames import Row
from indicators.models import Baseline, DatedRule, Indicator, InterimTarget, Target, Threshold
from indicators.progress import RuleError
from indicators.wording.figures import with_unit
from indicators.workflow import Incomplete, check_draft
from measures.fiscal_year import FiscalYear


@dataclass(frozen=True)
class Effect:
    """One year before and after a publication. `before` is None where the indicator is not public yet."""

    before: Row | None
    after: Row

    @property
    def changes_verdict(self) -> bool:
        return self.before is not None and (self.before.verdict, self.before.label) != (
            self.after.verdict,
            self.after.label,
        )

    @property
    def changes(self) -> bool:
        return self.before is None or self.changes_verdict or self.before.expected != self.after.expected


def effects_of(drafts: Sequence[DatedRule], before: Iterable[Row]) -> tuple[list[Effect], str]:
    """Each year with drafts of one owner published at once, or why they cannot be. `before`: the rows as they are.

    Of an indicator every year; of a plan's threshold the years of its indicators in which something would change.
    """
    of_plan = [draft for draft in drafts if isinstance(draft, Threshold)]
    try:
        # Several interim targets are looked at together, and checked one by one when they go out.
        for draft in drafts:
            if not isinstance(draft, InterimTarget):
                check_draft(draft)
        after = frames.assuming_threshold(of_plan[0].plan, of_plan[0]) if of_plan else _assuming(drafts)
    except Incomplete as missing:
        return [], missing.message
    except RuleError as error:
        return [], str(error)
    known = {(row.indicator_id, row.year): row for row in before}
    found = [Effect(known.get((row.indicator_id, row.year)), row) for row in after]
    return [effect for effect in found if effect.changes or not of_plan], ""


def _assuming(drafts: Sequence[DatedRule]) -> Sequence[Row]:
    indicator: Indicator = drafts[0].owner
    kinds: dict[str, type[DatedRule]] = {"targets": Target, "interims": InterimTarget, "baselines": Baseline}
    assumed: dict[str, Any] = {
        name: [draft for draft in drafts if isinstance(draft, kind)] for name, kind in kinds.items()
    }
    return frames.assuming(indicator, **assumed)


def detours(row: Row) -> list[str]:
    """Where the expected way of a row turns back on its way to the target."""
    named = [
        (figure, f"{FiscalYear(year).wareki}の中間目標{with_unit(figure, row)}")
        for year, figure in row.interim
    ]
    start = (row.baseline, f"起点の{with_unit(row.baseline, row)}")
    end = (row.target, f"{FiscalYear(row.target_year).wareki}の目標{with_unit(row.target, row)}")
    rises = row.target > row.baseline
    return [
        f"{left_name}から{right_name}へ、逆に{'減ります' if rises else '増えます'}。"
        for (left, left_name), (right, right_name) in pairwise([start, *named, end])
        if (right < left if rises else right > left)
    ]
