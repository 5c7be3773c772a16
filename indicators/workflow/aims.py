"""ねらう指標 of an initiative: what a setting must be before it can go out. Drafted and published as every rule (rules.py)."""

from collections.abc import Collection, Sequence
from typing import Any

from indicators.models import Indicator, InitiativeAims, Target
from indicators.models.aim import LONGEST_WHY, MOST_AIMS
from indicators.workflow.errors import Incomplete
from measures.levels import in_levels
from measures.models import Plan

TOO_MANY = f"ねらう指標は、1つの取組に{MOST_AIMS}件までです。"
_NO_YEAR = "年度は、計画の期間（{}〜{}年度）の中から選んでください。"


def check_aims(draft: InitiativeAims) -> None:
    """Incomplete, by `aims` or by `aims-` and the place in the list: an initiative or an indicator that the plan has not,
    one named twice, years outside the plan, no word on why."""
    measure = draft.measure
    if not measure.initiatives.filter(number=draft.initiative).exists():
        said = f"{in_levels('主な取組')}{measure.number}-{draft.initiative}は計画にありません。"
        raise Incomplete({"__all__": said})
    if len(draft.aims) > MOST_AIMS:
        raise Incomplete({"aims": TOO_MANY})
    known = codes_to_aim_at(measure.plan)
    if wrong := wrong_aims(draft.aims, known, measure.plan):
        raise Incomplete({f"aims-{place}": words for place, (_, words) in wrong.items()})


def wrong_aims(
    aims: Sequence[Sequence[Any]], known: Collection[str], plan: Plan
) -> dict[int, tuple[str, str]]:
    """Of each that cannot be its place in the list → (`code`, `first_year`, `last_year` or `why`, what is wrong).

    `known`: codes of the indicators that it can name.
    """
    found: dict[int, tuple[str, str]] = {}
    named: set[str] = set()
    for place, aim in enumerate(aims):
        refused = ("code", "すでに上にある指標です。") if aim[0] in named else _wrong(aim, known, plan)
        named.add(aim[0])
        if refused:
            found[place] = refused
    return found


def codes_to_aim_at(plan: Plan) -> frozenset[str]:
    """Of the indicators that citizens see; of a plan in preparation of all that it has."""
    found = Indicator.objects.filter(measure__plan=plan)
    if plan.is_public:
        found = found.filter(pk__in=Target.objects.filter(published_at__isnull=False).values("indicator"))
    return frozenset(f"{number}{letter}" for number, letter in found.values_list("measure__number", "letter"))


def _wrong(aim: Sequence[Any], known: Collection[str], plan: Plan) -> tuple[str, str] | None:
    code, first, last, why = aim
    if code not in known:
        return "code", f"「{code}」という番号の指標は、この計画で公表されていません。"
    for name, year in (("first_year", first), ("last_year", last)):
        if year is not None and year not in plan.years:
            return name, _NO_YEAR.format(plan.first_year, plan.last_year)
    if last is not None and last < first:
        return "last_year", "終わりの年度は、始めの年度より前にできません。"
    if not why.strip():
        return "why", "なぜこの取組がこの指標をねらうのかを書いてください。"
    return ("why", f"理由は{LONGEST_WHY}字までにしてください。") if len(why) > LONGEST_WHY else None
