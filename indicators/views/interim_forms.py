"""What the plan office types on the page of one indicator's targets: interim targets of several years at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.forms import DecisionForm
from indicators.frames import Row, straight_line
from indicators.models import InterimTarget
from indicators.models.vocabulary import plain
from indicators.numbers import format_number, read_number
from indicators.workflow import Decision
from measures.fiscal_year import FiscalYear


@dataclass(frozen=True)
class Line:
    """One year of the form: the box, and where an interim target holds now the tick that takes it away."""

    year: int
    value: Any
    stop: Any


class InterimForm(DecisionForm):
    """A box a year between the road's two ends; what all of them share below. `row` is the last of the published rows."""

    def __init__(self, *args: Any, row: Row, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self._line = straight_line(row)
        first_years = self.fields["first_year"]
        assert isinstance(first_years, forms.TypedChoiceField)
        first_years.choices = [
            (year, FiscalYear(year).long)
            for year in range(
                max(row.plan_first_year, row.target_first_year), min(row.plan_last_year + 1, row.target_year)
            )
        ]
        standing = dict(row.interim)
        for year, figure in self._line.items():
            label = FiscalYear(year).wareki
            holds = f"いまの中間目標は{self._shown(standing[year])}。" if year in standing else ""
            self.fields[f"value_{year}"] = forms.CharField(
                label=f"{label}の中間目標",
                required=False,
                help_text=f"{holds}直線なら{self._shown(figure)}",
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
            if year in standing:
                self.fields[f"stop_{year}"] = forms.BooleanField(
                    label=f"{label}の中間目標を取りやめる", required=False
                )

    @classmethod
    def of(cls, row: Row, drafts: Sequence[InterimTarget], *, judged: int | None) -> "InterimForm":
        """The drafts of one first year as they stand, or blank. `judged`: the newest year with a verdict."""
        if not drafts:
            return cls(row=row, initial={"first_year": _first_choice(row, judged)})
        common = drafts[0]
        initial: dict[str, Any] = {
            "first_year": common.first_year,
            "instead_of": common.first_year,
            "decided_on": common.decided_on,
            "reason": common.reason,
        }
        for draft in drafts:
            initial[f"stop_{draft.year}"] = draft.value is None
            initial[f"value_{draft.year}"] = plain(draft.value)
        return cls(row=row, initial=initial)

    @property
    def lines(self) -> Iterator[Line]:
        for year in self._line:
            yield Line(
                year,
                self[f"value_{year}"],
                self[f"stop_{year}"] if f"stop_{year}" in self.fields else None,
            )

    def _shown(self, figure: Decimal) -> str:
        return format_number(figure, decimals=self.row.decimals, unit=self.row.unit)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        points: dict[int, Decimal | None] = {}
        for year in self._line:
            typed, stops = found.get(f"value_{year}", ""), found.get(f"stop_{year}", False)
            if typed and stops:
                self.add_error(f"value_{year}", "取りやめるときは、値を空にしてください。")
            elif stops:
                points[year] = None
            elif typed:
                try:
                    points[year] = read_number(typed, decimals=self.row.decimals, unit=self.row.unit).value
                except ValueError as refusal:
                    self.add_error(f"value_{year}", str(refusal))
        if not points and not self.errors:
            raise ValidationError("中間目標を、一つ以上の年度に入力してください。")
        found["points"] = points
        return found

    @property
    def decision(self) -> Decision:
        return Decision(**{name: self.cleaned_data[name] for name in ("first_year", "decided_on", "reason")})

    def field_of(self, name: str) -> str:
        """What the workflow refuses under a year's number stands at that year's box."""
        return f"value_{name}" if name.isdigit() else name


def _first_choice(row: Row, judged: int | None) -> int:
    """The year after the newest judged one: what is judged already keeps its verdict."""
    after = row.plan_first_year if judged is None else judged + 1
    last = min(row.plan_last_year, row.target_year - 1)
    return min(max(after, row.target_first_year, row.plan_first_year), last)
