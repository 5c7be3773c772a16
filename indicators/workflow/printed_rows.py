"""Makes an indicator, with the draft of its target, of a row that the plan prints (definitions.py keeps both)."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User

from indicators.models import Indicator
from indicators.models.rule import LimitWording
from indicators.printed_rows import UnreadableRow, read_printed
from indicators.workflow.definitions import save_definition
from indicators.workflow.errors import Incomplete, WrongState
from measures.levels import in_levels
from measures.models import Department, Measure, Plan


def make_printed(
    *, plan: Plan, number: int, row: Mapping[str, str], by: User, now: datetime | None = None
) -> Indicator:
    """NotAllowed; WrongState where it is there already; Incomplete where print does not tell its figures.

    Its lead is the first department of the measure's first initiative: our proposal, which is marked as unconfirmed.
    """
    try:
        printed = read_printed(row, first_year=plan.first_year)
    except UnreadableRow as refusal:
        raise Incomplete({"__all__": str(refusal)}) from None
    measure = Measure.objects.filter(plan=plan, number=number).first()
    if measure is None:
        raise WrongState(f"{in_levels('施策')}{number}を、先に計画に反映してください。")
    if measure.indicators.filter(name=printed.name).exists():
        raise WrongState(f"「{printed.name}」は、すでに登録されています。")
    about = {
        "name": printed.name[:100],
        "unit": printed.unit[:10],
        "decimals": printed.decimals,
        "direction": printed.direction,
        "counting": printed.counting,
        "baseline_value": printed.baseline,
        "baseline_label": printed.baseline_label[:40],
        "baseline_year": printed.baseline_year,
        "remark_original": printed.remark,
        "lead_department": _lead(measure),
    }
    promise = {
        "value": printed.target,
        "upper": None,
        "tolerance": Decimal(0),
        "wording": (LimitWording.YEARLY if printed.way.is_yearly else LimitWording.LIMIT).value,
        "target_year": plan.last_year,
        "label": printed.target_label,
        "first_year": plan.first_year,
    }
    return save_definition(
        indicator=None, measure=measure, about=about, promise=promise, by=by, expected_edition="", now=now
    )


def _lead(measure: Measure) -> Department:
    found = Department.objects.living().filter(participations__initiative__measure=measure)
    first = found.order_by("participations__initiative__number", "participations__order").first()
    if first is None:
        raise WrongState(
            f"{in_levels('施策')}{measure.number}の{in_levels('主な取組')}に担当課がないので、主担当を決められません。"
        )
    return first
