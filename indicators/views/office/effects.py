"""Drafts of dated rules as a page shows them: what publishing them would change in each year, and who may."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from indicators import frames
from indicators.forms import figure_words
from indicators.frames import Row
from indicators.models import Baseline, DatedRule, Indicator, InterimTarget, Threshold
from indicators.permissions import publishable
from indicators.printed_rows import time_doubt
from indicators.progress import RuleError
from indicators.views.office.confirming import Facts
from indicators.wording.days import write_day
from indicators.wording.figures import difference, expected_text, moved, said_and_judged, with_unit
from indicators.wording.people import person
from indicators.wording.shown_verdict import turns, what_becomes
from indicators.workflow import Incomplete, check_draft, why_not_theirs
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
    def fact(self) -> str:
        """980人、遅れ、目安 1,292人 → 980人、順調、目安 900人"""
        sides = (_stands(row) if row else "まだ公表していません" for row in (self.before, self.after))
        return " → ".join(sides)

    @property
    def changes(self) -> bool:
        if self.before is None or self.changes_verdict or self.before.off_survey != self.after.off_survey:
            return True
        before, after = (
            (row.expected, row.lower_limit, row.upper_limit) for row in (self.before, self.after)
        )
        return before != after


@dataclass(frozen=True)
class DraftSet:
    """Drafts that go out together, each with who drafted it: one rule, or the interim targets of one first year.

    `own`: the person may not publish them, `set_up`: why, where another account is theirs perhaps. `refusal`: why they cannot go out as things are now. `held`: why nobody
    can change them just now. `doubts`: what is
    allowed and hardly meant. `newest`: of each public indicator the row whose verdict citizens see, before and after.
    """

    drafts: Sequence[tuple[Any, str]]
    own: bool
    effects: Sequence[Effect]
    refusal: str
    set_up: str = ""
    held: str = ""
    newest: Sequence[tuple[Row, Row]] = ()

    @property
    def becomes(self) -> str:
        """What citizens see change: of one indicator its verdict, of several in how many another one is shown."""
        if len(self.newest) == 1:
            return what_becomes(*self.newest[0])
        changed = sum(turns(*pair) for pair in self.newest)
        if not self.newest:
            return ""
        return (
            f"市民に見える最新の判定は、{changed}つの指標で変わります。"
            if changed
            else "市民に見える最新の判定は、どの指標も変わりません。"
        )

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
    def said(self) -> list[tuple[str, str, str]]:
        """(label, what the draft says, who drafted it) of each."""
        return [(*said(draft), by) for draft, by in self.drafts]

    @property
    def facts(self) -> Facts:
        found = {label: f"{words}、{by}が下書き" for label, words, by in self.said}
        found |= {f"{one.after.code} {one.after.wareki}": one.fact for one in self.effects}
        return {**found, "市民に見える判定": self.becomes, "注意": "".join(self.doubts)}

    @property
    def doubts(self) -> Sequence[str]:
        odd = [_time_doubt(draft) for draft, _ in self.drafts if isinstance(draft, Baseline)]
        return [*filter(None, odd), *(detours(self.effects[-1].after) if self.effects else ())]


def _time_doubt(draft: Baseline) -> str:
    """Of a revised baseline: its time against its year."""
    return time_doubt(draft.label, draft.baseline_year, by_calendar=draft.indicator.is_calendar)


def said(rule: Any) -> tuple[str, str]:
    """A draft in words: what of, from which year on, and all that it says."""
    content: dict[str, Any] = {name: getattr(rule, name) for name in rule.content}
    named = rule.indicator.year_name if hasattr(rule, "indicator") else lambda year: FiscalYear(year).wareki
    of = named(content.pop("year")) + "の" if "year" in content else ""
    words = ["取りやめ" if content.pop("value", 0) is None else figure_words(rule)]
    content.pop("rebased", None)
    usual = type(rule)()
    for name, cell in content.items():
        if name in rule.seldom and cell == getattr(usual, name):
            continue  # what most rules leave as it is
        shown = named(cell) if name.endswith("_year") else _in_words(rule, name, cell)
        words.append(f"{rule._meta.get_field(name).verbose_name} {shown}")
    if rule.decided_on:
        words.append(f"決定日 {write_day(rule.decided_on)}")
    label = f"{of}{rule.word}（{named(rule.first_year)}の判定から）"
    return label, "、".join([*words, f"理由 {rule.reason}", f"{rule.version}回目の保存"])


def _in_words(rule: Any, name: str, cell: Any) -> Any:
    if isinstance(cell, Decimal):
        shown = difference if name == "tolerance" else with_unit  # of a share in points
        return shown(cell, rule.indicator)
    return getattr(rule, f"get_{name}_display", lambda: cell)()


def draft_set(
    by: User, drafts: Sequence[DatedRule], measured: QuerySet[Indicator], before: Iterable[Row]
) -> DraftSet:
    """As the page shows them to somebody. `measured`: the indicators that they concern, `before`: their rows as they are."""
    effects, newest, refusal = _effects(drafts, measured, tuple(before))
    named = [(draft, person(draft.drafted_by) if draft.drafted_by else "") for draft in drafts]
    own = len(publishable(by, drafts)) < len(drafts)
    set_up = _set_up(by, drafts) if own else ""
    return DraftSet(named, own, effects, refusal, set_up, newest=newest)


def _set_up(by: User, drafts: Sequence[Any]) -> str:
    return next((why for draft in drafts if (why := why_not_theirs(by, draft))), "")


def _effects(
    drafts: Sequence[DatedRule], measured: QuerySet[Indicator], before: Sequence[Row]
) -> tuple[list[Effect], list[tuple[Row, Row]], str]:
    """Each year with the drafts published at once, the newest judged of each indicator, or why they cannot be.

    Of a plan's threshold only the years in which something would change.
    """
    try:
        # Several interim targets are looked at together, and checked one by one when they go out.
        for draft in drafts:
            if not isinstance(draft, InterimTarget):
                check_draft(draft)
        after = frames.assuming(measured, drafts)
    except Incomplete as missing:
        return [], [], missing.message
    except RuleError as error:
        return [], [], str(error)
    known = {(row.indicator_id, row.year): row for row in before}
    found = [Effect(known.get((row.indicator_id, row.year)), row) for row in after]
    seen = {row.indicator_id: row for row in frames.newest(before)}
    newest = [(seen[row.indicator_id], row) for row in frames.newest(after) if row.indicator_id in seen]
    told = [effect for effect in found if effect.changes or not isinstance(drafts[0], Threshold)]
    return told, newest, ""


def _stands(row: Row) -> str:
    aim = "" if row.expected is None else f"、目安 {expected_text(row)}"
    return f"{said_and_judged(row)}{aim}"


def detours(row: Row) -> list[str]:
    """Where the expected way of a row turns back on its way to the target."""
    named = [
        (figure, f"{FiscalYear(row.own_year(year)).wareki}の中間目標{with_unit(figure, row)}")
        for year, figure in row.interim
    ]
    if row.baseline is None or not row.has_line:
        return []
    start = (row.baseline, f"起点の{with_unit(row.baseline, row)}")
    end = (row.target, f"{FiscalYear(row.target_year).wareki}の目標{with_unit(row.target, row)}")
    rises = row.target > row.baseline
    return [
        f"{left_name}から{right_name}へ、逆に{moved(right - left, row)}ます。"
        for (left, left_name), (right, right_name) in pairwise([start, *named, end])
        if (right < left if rises else right > left)
    ]
