"""Figures of others beside an indicator on their way to the public (models/comparison.py)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User

from indicators.models import ComparisonSeries, ComparisonValue, Indicator
from indicators.models.vocabulary import YEAR_FROM, plain
from indicators.numbers import MAX_DIGITS
from indicators.permissions import may_enter
from indicators.workflow.errors import Incomplete, WrongState
from indicators.workflow.review.engine import ReviewWorkflow
from measures.fiscal_year import FiscalYear


class ComparisonWorkflow(ReviewWorkflow[ComparisonValue]):
    """One figure a series and year: whoever enters the indicator enters it, the plan office publishes it.

    A change without a value withdraws the figure; its reason says why.
    """

    model = ComparisonValue
    key = "series"
    content = ("value", "source", "note")

    def name(self, owner: ComparisonSeries, year: int) -> str:
        return f"「{owner.name}」の{owner.indicator.year_name(year)}の値"

    def may_write(self, by: User, owner: ComparisonSeries) -> bool:
        return may_enter(by, owner.indicator)

    def not_yours(self, owner: ComparisonSeries) -> str:
        return f"「{owner}」に入力できるのは、主担当の{owner.indicator.lead_department.name}と企画課です。"

    def check_time(self, owner: ComparisonSeries, year: int, number: int) -> None:
        """Statistics of others come when they come: no cycle, any year up to the plan's last."""
        last = owner.indicator.measure.policy.plan.last_year
        if not YEAR_FROM <= year <= last:
            raise WrongState(f"{FiscalYear(last).wareki}までの年度に入力できます。")

    def columns(
        self, owner: ComparisonSeries, data: Any, record: ComparisonValue | None, now: datetime
    ) -> dict[str, Any]:
        found = super().columns(owner, data, record, now)
        value = found.get("value")
        if value is not None and (message := _unfit(value, owner.indicator)):
            raise Incomplete({"value": message})
        return found

    def missing(self, record: ComparisonValue, now: datetime) -> dict[str, str]:
        errors = {}
        if record.value is None:
            if not record.is_change:
                errors["value"] = "値を入力してください。"
        elif impossible := record.series.indicator.impossible(record.value):
            errors["value"] = impossible
        elif not record.source:
            errors["source"] = "出所（資料の名前や公表した日）を入力してください。"
        return errors

    def place(self, owner: ComparisonSeries) -> dict[str, Any]:
        return {"series": owner}

    def snapshot(self, record: ComparisonValue) -> dict[str, Any]:
        return {"value": plain(record.value), "source": record.source, "note": record.note}


def _unfit(value: Decimal, indicator: Indicator) -> str:
    """Why the figure is none of the indicator's kind: who saves past the form is told before a database rounds it."""
    text = plain(value) or ""
    if len(text.partition(".")[2]) > indicator.decimals:
        return f"小数は{indicator.decimals}桁までです。"
    if sum(character.isdigit() for character in text.lstrip("-0.")) > MAX_DIGITS:
        return f"{MAX_DIGITS}桁までの数にしてください。"
    return indicator.impossible(value)


COMPARISONS = ComparisonWorkflow()
