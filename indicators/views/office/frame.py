"""What stands around the office's pages: the way to them, the cycle that they are about, the day that forms begin with."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest

from indicators.models import Cycle
from measures.addresses import reverse
from measures.fiscal_year import FiscalYear

# Each list of the office, by the name of its address.
LISTS = {
    "board": "いま",
    "batches": "公表の予約と記録",
    "sheets": "評価シート",
    "deeds": "取組の実績",
    "money": "事務事業の費用",
    "comparisons": "比較値",
    "cycles": "年度（サイクル）",
    "plans": "計画",
    "people": "人",
    "departments": "課の変更",
}


def crumbs(under: str, here: str, query: str = "") -> list[dict[str, str]]:
    """The way to a page: the list that it belongs to, and the page itself."""
    return [
        {"label": LISTS[under], "url": reverse(f"office:{under}") + query},
        {"label": here, "url": ""},
    ]


def chosen_cycle(request: HttpRequest, cycles: Sequence[Cycle], usual: Cycle | None) -> Cycle | None:
    """The cycle of ?year=, of the plan of ?plan= if several have one, else the usual one; Http404 for a year that has none."""
    wanted, key = request.GET.get("year"), request.GET.get("plan")
    if not wanted:
        return usual
    of_year = [cycle for cycle in cycles if str(cycle.year) == wanted]
    found = next((cycle for cycle in of_year if not key or cycle.plan_key == key), None)
    if found is None:
        raise Http404(wanted)
    return found


def links_to_cycles(page: str, cycles: Sequence[Cycle], current: Cycle | None) -> list[dict[str, Any]]:
    """The same page of every year, oldest first; `cycles` newest first, and where they are of several plans, with its name."""
    many = len({cycle.plan_id for cycle in cycles}) > 1
    return [
        {
            "label": FiscalYear(cycle.year).wareki + (f"（{cycle.plan.name}）" if many else ""),
            "url": f"{reverse(page)}?year={cycle.year}" + (f"&plan={cycle.plan_key}" if many else ""),
            "current": cycle == current,
        }
        for cycle in reversed(cycles)
    ]


def next_april(today: date) -> date:
    """The next April 1, when most people are transferred and departments change."""
    this_year = date(today.year, 4, 1)
    return this_year if today < this_year else date(today.year + 1, 4, 1)
