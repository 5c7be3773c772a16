"""Addresses in templates name the plan that they lead to (measures/addresses.py). Built into every template."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django import template
from django.template import defaulttags

from indicators.wording.people import person
from indicators.workflow.plan_booking import booking_of, why_booked_stays
from measures.addresses import OfAPlan, naming_of, several_plans, with_plan
from measures.models import Plan
from measures.shown import of_plan as of_plan_shown
from measures.shown import once, plan_shown

register = template.Library()


class PlanURLNode(defaulttags.URLNode):
    """{% url %} as everywhere, with the plan."""

    def render(self, context: Any) -> str:
        address = super().render(context)
        name = str(self.view_name.resolve(context))
        if self.asvar and context[self.asvar]:
            context[self.asvar] = with_plan(name, context[self.asvar])
        return with_plan(name, address) if address else ""


class OfPlanNode(template.Node):
    """{% of_plan row %}…{% endof_plan %}: what stands within is of the plan of the row (its `plan_id` and `plan_key`): its
    addresses, and what the plan calls its levels."""

    def __init__(self, whose: Any, content: template.NodeList) -> None:
        self.whose, self.nodelist = whose, content

    def render(self, context: Any) -> str:
        whose = self.whose.resolve(context)
        with naming_of(whose), _words_of(whose):
            return self.nodelist.render(context)


def _words_of(whose: OfAPlan) -> AbstractContextManager[None]:
    if not several_plans():
        return nullcontext()
    plans = once("plans", lambda: {plan.pk: plan for plan in Plan.objects.all()})
    return of_plan_shown(plans.get(whose.plan_id))


@register.simple_tag
def booked_plan() -> dict[str, Any] | None:
    """Of the plan in preparation that the page is of: its booked publication, and why it will not go out as it is now."""
    plan = plan_shown()
    booking = None if plan is None or plan.is_public else booking_of(plan)
    if booking is None:
        return None
    by = person(booking.booked_by) if booking.booked_by else ""
    return {"plan": plan, "at": booking.at, "by": by, "changed": why_booked_stays(booking)}


@register.tag
def url(parser: Any, token: Any) -> PlanURLNode:
    """Django's own reads the arguments."""
    node = defaulttags.url(parser, token)
    return PlanURLNode(node.view_name, node.args, node.kwargs, node.asvar)


@register.tag
def of_plan(parser: Any, token: Any) -> OfPlanNode:
    """Takes one thing that is of a plan."""
    _, whose = token.split_contents()
    content = parser.parse(("endof_plan",))
    parser.delete_first_token()
    return OfPlanNode(parser.compile_filter(whose), content)
