"""The check list of a plan with the way to where each thing is mended."""

from dataclasses import dataclass
from typing import Any

from indicators.models import DatedRule, Drafted, FigurePoints, Indicator, InterimTarget, Passport, Threshold
from indicators.views.office.plan.frame import part_address
from indicators.wording.parts import part_name
from indicators.workflow.plan_checks import Finding, check_plan
from measures.addresses import reverse, reverse_of
from measures.models import Measure, Plan, WordingDraft


@dataclass(frozen=True)
class Checked:
    """(what is found, where it is mended) of what refuses the plan, and of what is only told."""

    errors: list[tuple[str, str]]
    warnings: list[tuple[str, str]]


def checked(plan: Plan) -> Checked:
    found = check_plan(plan)
    return Checked(
        *(
            [(_words(one), _page_of(plan, one.about)) for one in some]
            for some in (found.errors, found.warnings)
        )
    )


def _words(finding: Finding) -> str:
    about = finding.about
    if isinstance(about, Drafted):
        return f"{about.owner} {about.word}：{finding.words}"
    if isinstance(about, WordingDraft):
        return f"{part_name(about.part)}：{finding.words}"
    return finding.words


def _page_of(plan: Plan, about: Any) -> str:
    if isinstance(about, Measure):
        return reverse("office:plan_measure", args=[plan.key, about.number])
    if isinstance(about, Indicator):
        return reverse_of(about, "office:plan_indicator", about.code)
    if isinstance(about, WordingDraft):
        return part_address(plan, about.part)
    if isinstance(about, Drafted):
        return _page_of_rule(about)
    names = {
        "policies": "plan_policies",
        "departments": "plan_departments",
        "indicators": "plan_indicators",
        "translations": "plan_translations",
    }
    if about in names:
        return reverse(f"office:{names[about]}", args=[plan.key])
    return reverse("office:plan" if about == "measures" else "office:plan_settings", args=[plan.key])


def _page_of_rule(draft: Drafted) -> str:
    if isinstance(draft, Threshold):
        return reverse("office:threshold", args=[draft.plan.slug])
    if isinstance(draft, FigurePoints):
        return reverse_of(draft.measure, "office:figure", draft.measure.number)
    assert isinstance(draft.owner, Indicator)
    if isinstance(draft, Passport):
        return reverse_of(draft.owner, "office:passport", draft.owner.code)
    if isinstance(draft, InterimTarget) or not isinstance(draft, DatedRule):
        return reverse_of(draft.owner, "office:target", draft.owner.code)
    return reverse_of(draft.owner, "office:rule", draft.owner.code, draft.key)
