"""Drafts of dated rules as a page shows them: what publishing them would change in each year, and who may."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from indicators import frames
from indicators.forms import figure_words
from indicators.frames import Row
from indicators.models import DatedRule, Indicator, InterimTarget, Threshold
from indicators.permissions import may_publish
from indicators.progress import RuleError
from indicators.wording.figures import with_unit
from indicators.wording.people import person
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


@dataclass(frozen=True)
class DraftSet:
    """Drafts that go out together, each with who drafted it: one rule, or the interim targets of one first year.

    `own`: the person may not publish them. `refusal`: why they cannot go out as things are now. `doubts`: what is
    allowed and hardly meant.
    """

    drafts: Sequence[tuple[Any, str]]
    own: bool
    effects: Sequence[Effect]
    refusal: str

    @property
    def rule(self) -> Any:
        return self.drafts[0][0]

    @property
    def figure(self) -> str:
        return figure_words(self.rule)

    @property
    def changed_verdicts(self) -> int:
        return sum(effect.changes_verdict for effect in self.effects)

    @property
    def changed_indicators(self) -> int:
        return len({effect.after.code for effect in self.effects if effect.changes_verdict})

    @property
    def doubts(self) -> Sequence[str]:
        return detours(self.effects[-1].after) if self.effects else ()


def draft_set(
    by: User, drafts: Sequence[DatedRule], measured: QuerySet[Indicator], before: Iterable[Row]
) -> DraftSet:
    """As the page shows them to somebody. `measured`: the indicators that they concern, `before`: their rows as they are."""
    effects, refusal = _effects(drafts, measured, before)
    named = [(draft, person(draft.drafted_by) if draft.drafted_by else "") for draft in drafts]
    return DraftSet(named, not all(may_publish(by, draft) for draft in drafts), effects, refusal)


def _effects(
    drafts: Sequence[DatedRule], measured: QuerySet[Indicator], before: Iterable[Row]
) -> tuple[list[Effect], str]:
    """Each year with the drafts published at once, or why they cannot be.

    Of a plan's threshold only the years in which something would change.
    """
    try:
        # Several interim targets are looked at together, and checked one by one when they go out.
        for draft in drafts:
            if not isinstance(draft, InterimTarget):
                check_draft(draft)
        after = frames.assuming(measured, drafts)
    except Incomplete as missing:
        return [], missing.message
    except RuleError as error:
        return [], str(error)
    known = {(row.indicator_id, row.year): row for row in before}
    found = [Effect(known.get((row.indicator_id, row.year)), row) for row in after]
    return [effect for effect in found if effect.changes or not isinstance(drafts[0], Threshold)], ""


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
