"""ねらう指標 of an initiative: what a setting must be before it can go out. Drafted and published as every rule (rules.py)."""

from typing import Any

from indicators.models import Indicator, InitiativeAims, Target
from indicators.models.aim import LONGEST_WHY, MOST_AIMS
from indicators.workflow.errors import Incomplete
from measures.levels import in_levels
from measures.models import Plan

_NO_YEAR = "年度は、計画の期間（{}〜{}年度）の中から選んでください。"


def check_aims(draft: InitiativeAims) -> None:
    """Incomplete, by `aims` or by `aims-` and the place in the list: an initiative or an indicator that the plan has not,
    one named twice, years outside the plan, no word on why."""
    measure = draft.measure
    if not measure.initiatives.filter(number=draft.initiative).exists():
        said = f"{in_levels('主な取組')}{measure.number}-{draft.initiative}は計画にありません。"
        raise Incomplete({"__all__": said})
    if len(draft.aims) > MOST_AIMS:
        raise Incomplete({"aims": f"ねらう指標は、1つの取組に{MOST_AIMS}件までです。"})
    known = _codes(measure.plan)
    wrong: dict[str, str] = {}
    named: set[str] = set()
    for place, aim in enumerate(draft.aims):
        refused = "すでに上にある指標です。" if aim[0] in named else _wrong(aim, known, measure.plan)
        named.add(aim[0])
        if refused:
            wrong[f"aims-{place}"] = refused
    if wrong:
        raise Incomplete(wrong)


def _codes(plan: Plan) -> frozenset[str]:
    """Of the indicators that citizens see; of a plan in preparation of all that it has."""
    found = Indicator.objects.filter(measure__plan=plan)
    if plan.is_public:
        found = found.filter(pk__in=Target.objects.filter(published_at__isnull=False).values("indicator"))
    return frozenset(f"{number}{letter}" for number, letter in found.values_list("measure__number", "letter"))


def _wrong(aim: list[Any], known: frozenset[str], plan: Plan) -> str:
    code, first, last, why = aim
    if code not in known:
        return f"「{code}」という番号の指標は、この計画で公表されていません。"
    if first not in plan.years or (last is not None and last not in plan.years):
        return _NO_YEAR.format(plan.first_year, plan.last_year)
    if last is not None and last < first:
        return "終わりの年度は、始めの年度より前にできません。"
    if not why.strip():
        return "なぜこの取組がこの指標をねらうのかを書いてください。"
    return f"理由は{LONGEST_WHY}字までにしてください。" if len(why) > LONGEST_WHY else ""
