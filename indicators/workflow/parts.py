"""The parts of a plan whose wording is drafted: what stands, whether citizens read it, how each is put in.

What people call them stands in indicators/wording/parts.py; drafts, two people and the day in wording.py.
"""

from collections.abc import Mapping
from typing import Any

from indicators.models import Indicator
from indicators.wording.parts import code_of_part, number_of_part
from indicators.workflow.indicator_wording import (
    document_of_indicator,
    missing_of_indicator,
    write_indicator,
)
from measures.document_writer import Writer
from measures.documents import Document, document_of, policies_of
from measures.levels import in_levels
from measures.models import Measure, Plan, WordingDraft


def indicator_of(plan: Plan, part: str) -> Indicator | None:
    """The indicator whose part it is; None of another part, and where there is none of that code."""
    code = code_of_part(part)
    try:
        return Indicator.objects.of_plan(plan).with_plan().get_by_code(code) if code else None
    except Indicator.DoesNotExist:
        return None


def stands(plan: Plan, part: str) -> Document | None:
    """The part as the plan has it; None for a measure that is not there yet."""
    if part == WordingDraft.POLICIES:
        return policies_of(plan)
    if code_of_part(part):
        indicator = indicator_of(plan, part)
        return document_of_indicator(indicator) if indicator else None
    number = number_of_part(part) or 0
    measure = Measure.objects.filter(plan=plan, number=number).select_related("policy").first()
    return document_of(measure) if measure else None


def is_public(plan: Plan, part: str) -> bool:
    """Whether citizens read it: a plan in preparation they do not, nor an indicator whose target is not out."""
    if not plan.is_public:
        return False
    indicator = indicator_of(plan, part)
    return indicator is None or Indicator.objects.public().filter(pk=indicator.pk).exists()


def missing(plan: Plan, part: str, content: Mapping[str, Any]) -> dict[str, str]:
    """Why the plan could not take it, by the name of the box; empty where it can."""
    if part == WordingDraft.POLICIES:
        return {}
    if code_of_part(part):
        indicator = indicator_of(plan, part)
        return (
            missing_of_indicator(indicator, content) if indicator else {"__all__": "この指標はありません。"}
        )
    return _missing_of_measure(content)


def write(writer: Writer, plan: Plan, part: str, content: Mapping[str, Any]) -> None:
    """Into the plan's rows. UnknownNames."""
    if part == WordingDraft.POLICIES:
        writer.policies(plan, content)
    elif indicator := indicator_of(plan, part):
        write_indicator(writer, indicator, content)
    elif (number := number_of_part(part)) is not None:
        writer.measure(plan, number, content)


def _missing_of_measure(content: Mapping[str, Any]) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not content["name"]:
        errors["name"] = in_levels("施策の名称を入力してください。")
    if not (content["goal"] or content["goal_original"]):
        errors["goal"] = "目標を、要約か原文のどちらかに入力してください。"
    for one in content["initiatives"]:
        if not one["name"]:
            errors[f"initiative-{one['number']}"] = (
                f"{in_levels('主な取組')}{one['number']}の名称を入力してください。"
            )
    if content.get("figure_title", "") and not content.get("figure_source", ""):
        errors["figure_source"] = "参考図表の出所を入力してください。"
    return errors
