"""What the pages of the plan have in common: which plan, the way to a page."""

from django.shortcuts import get_object_or_404

from indicators.wording.parts import code_of_part, number_of_part
from measures.addresses import reverse
from measures.models import Plan, WordingDraft
from measures.shown import show_plan

Crumbs = list[dict[str, str]]


def find_plan(key: str) -> Plan:
    """The page speaks of this plan from now on, in its words."""
    plan = get_object_or_404(Plan, key=key)
    show_plan(plan)
    return plan


def crumbs_to_list() -> Crumbs:
    return [{"label": "計画", "url": reverse("office:plans")}]


def crumbs(plan: Plan, here: str = "") -> Crumbs:
    found = crumbs_to_list()
    if not here:
        return [*found, {"label": str(plan), "url": ""}]
    return [
        *found,
        {"label": str(plan), "url": reverse("office:plan", args=[plan.key])},
        {"label": here, "url": ""},
    ]


def part_address(plan: Plan, part: str) -> str:
    """The page on which a part's wording is drafted."""
    if code := code_of_part(part):
        return reverse("office:plan_indicator_wording", args=[plan.key, code])
    if part == WordingDraft.CONTACTS:
        return reverse("office:contacts")
    if part == WordingDraft.CITY_CONTACT:
        return reverse("office:site_settings")
    if part == WordingDraft.DEPARTMENTS or part.startswith(WordingDraft.REORGANISATION):
        return reverse("office:departments")
    number = number_of_part(part)
    if number is None:
        return reverse("office:plan_policies", args=[plan.key])
    return reverse("office:plan_measure", args=[plan.key, number])
