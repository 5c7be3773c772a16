"""What publishing a draft of a rule would change: every year's expected value and verdict, before and after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from indicators import frames
from indicators.frames import Row
from indicators.models import Baseline, DatedRule, Indicator, InterimTarget, Target, Threshold
from indicators.progress import RuleError
from indicators.workflow import Incomplete, check_draft


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


def effects_of(
    drafts: Sequence[DatedRule], before: Iterable[Row], indicator: Indicator
) -> tuple[list[Effect], str]:
    """Each year of an indicator with its drafts published at once, or why they cannot be."""
    kinds: dict[str, type[DatedRule]] = {"targets": Target, "interims": InterimTarget, "baselines": Baseline}
    assumed: dict[str, Any] = {
        name: [draft for draft in drafts if isinstance(draft, kind)] for name, kind in kinds.items()
    }
    try:
        if not assumed[
            "interims"
        ]:  # several of these are looked at together, and checked one by one when they go out
            for draft in drafts:
                check_draft(draft)
        after = frames.assuming(indicator, **assumed)
    except Incomplete as missing:
        return [], missing.message
    except RuleError as error:
        return [], str(error)
    return _beside(before, after), ""


def effects_of_threshold(draft: Threshold) -> tuple[list[Effect], str]:
    """Every indicator of the plan in every year in which something would change."""
    try:
        check_draft(draft)
    except Incomplete as missing:
        return [], missing.message
    chosen = Indicator.objects.filter(measure__policy__plan=draft.plan_id)
    before = frames.published(chosen)
    found = _beside(before, frames.assuming_threshold(draft.plan, draft))
    return [effect for effect in found if effect.changes], ""


def _beside(before: Iterable[Row], after: Iterable[Row]) -> list[Effect]:
    known = {(row.indicator_id, row.year): row for row in before}
    return [Effect(known.get((row.indicator_id, row.year)), row) for row in after]
