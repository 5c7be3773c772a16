"""Where a record waits in its department, and what was done there, in words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User

from indicators.approvals import Level, Waiting, chains_ahead, in_departments, kind_of, levels_ahead
from indicators.models import Event, Reviewed

OFFICE = "企画課"
AT_OFFICE = f"{OFFICE}の確認待ち"


def waits_in_words(level: Level | None) -> str:
    """課長の承認待ち; at the plan office 企画課の確認待ち."""
    return AT_OFFICE if level is None else f"{level.title}の承認待ち"


def next_in_words(levels: Iterable[int]) -> str:
    """What comes after records were handed in, by the levels at which they wait (0: the plan office)."""
    if any(levels):
        return "次は課の承認者が、そのあと企画課が確認します。"
    return "次は企画課が確認します。"


def who_looks(
    model: type[Reviewed], department: int | None, record: Reviewed | None, by: User | None = None
) -> str:
    """係長→課長→企画課: who looks at a record from now on; what is not handed in yet, as if `by` handed it in now."""
    levels = levels_ahead(kind_of(model), department, by.pk if by else None, record)
    return "→".join(_looking(levels))


def order_in_words(departments: Iterable[int], by: User) -> str:
    """Above the button that hands in many records of some departments (ids): who looks at them, in which order."""
    chains = {tuple(_looking(levels)) for levels in chains_ahead(departments, by.pk)}
    if len(chains) > 1:
        return "提出すると、承認の段がある課のものは先に課の承認者が、そのあと企画課が確認します。"
    looking = next(iter(chains), (OFFICE,))
    return f"提出すると、{'、'.join(looking)}{'の順に' if len(looking) > 1 else 'が'}確認します。"


def _looking(levels: Sequence[Level]) -> list[str]:
    return [*(level.title for level in levels), OFFICE]


def waiting_words() -> dict[tuple[str, int, int], str]:
    """課長の承認待ち by the kind's key, whose record it is (id) and its year, of all that waits in departments; a fixed
    number of questions. What is submitted and not there waits for the plan office."""
    return {
        (one.kind.key, getattr(one.record, f"{one.kind.key}_id"), one.record.year): waits_in_words(
            one.waiting.level
        )
        for one in in_departments()
    }


def passed_in_words(waiting: Waiting) -> str:
    """That levels were passed over, and why; "" where none was."""
    titles = "、".join(level.title for level in waiting.passed)
    return f"{titles}の段には、いま承認できる人がいないため、次の段へ進みます。" if titles else ""


def approval_in_words(action: str, detail: Mapping[str, Any]) -> str:
    """What the log adds of a step on the route: as whom, and where it went. "" where there is no route."""
    said = []
    if title := detail.get("title"):
        said.append(f"{title}の代理として" if detail.get("for") else f"{title}として")
    if "to" in detail and action != Event.Action.SENT_BACK:
        if passed := detail.get("passed"):
            said.append(f"{'、'.join(passed)}の段は承認できる人がいないため通さず")
        said.append(f"{detail['to'] or '企画課'}へ")
    if action == Event.Action.NUMBER_KEPT:
        return f"（{detail['numbers'][1] or 'なし'}）"
    return f"（{'、'.join(said)}）" if said else ""
