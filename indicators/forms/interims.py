"""What the plan office types on the page of one indicator's targets: interim targets of several years at once."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.forms.fields import FigureBox
from indicators.forms.rules import DecisionForm
from indicators.frames import Row, straight_line
from indicators.models import InterimTarget
from indicators.models.vocabulary import plain
from indicators.numbers import read_number
from indicators.wording.figures import limit_word, with_unit
from measures.fiscal_year import FiscalYear


class InterimForm(DecisionForm):
    """A box a year between the road's two ends; what all of them share below. `row` is the last of the published rows.

    Where an interim target holds now, a tick beside the box takes it away.
    """

    def __init__(self, *args: Any, row: Row, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self._line = _without_one(row)
        years = range(
            max(row.plan_first_year, row.target_first_year), min(row.plan_last_year + 1, row.target_year)
        )
        self.offer("first_year", ((year, FiscalYear(row.own_year(year)).long) for year in years))
        holding = dict(row.interim)
        for year, figure in self._line.items():
            label = FiscalYear(row.own_year(year)).wareki
            holds = f"いまの中間目標は{with_unit(holding[year], row)}。" if year in holding else ""
            self.fields[f"value_{year}"] = FigureBox(
                label=f"{label}の中間目標",
                required=False,
                help_text=f"{holds}{_if_empty(row, figure)}",
            )
            if year in holding:
                self.fields[f"stop_{year}"] = forms.BooleanField(
                    label=f"{label}の中間目標を取りやめる", required=False
                )

    @classmethod
    def of(cls, row: Row, drafts: Sequence[InterimTarget], *, judged: int | None) -> "InterimForm":
        """The drafts of one first year as they stand, or blank. `judged`: the newest year with a verdict."""
        if not drafts:
            return cls(row=row, initial={"first_year": _first_choice(row, judged)})
        initial: dict[str, Any] = {"instead_of": drafts[0].first_year}
        initial |= {name: getattr(drafts[0], name) for name in cls.base_fields if name != "instead_of"}
        for draft in drafts:
            initial[f"stop_{draft.year}"] = draft.value is None
            initial[f"value_{draft.year}"] = plain(draft.value)
        return cls(row=row, initial=initial)

    @property
    def lines(self) -> Iterator[dict[str, Any]]:
        """Each year with its box and, where there is one, its tick."""
        for year in self._line:
            stop = self[f"stop_{year}"] if f"stop_{year}" in self.fields else None
            yield {"year": self.row.own_year(year), "value": self[f"value_{year}"], "stop": stop}

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

    def field_of(self, name: str) -> str:
        """What the workflow refuses under a year's number stands at that year's box."""
        return f"value_{name}" if name.isdigit() else name


def _without_one(row: Row) -> dict[int, Decimal | None]:
    """Each year that can have one, with what holds where it has none: the line's figure, or of a ceiling or a floor the
    target; None where no start is known yet. A range has none."""
    if row.upper is not None:
        return {}
    if row.has_line:
        return dict(straight_line(row))
    if not row.is_limit and row.baseline is not None:
        return {}
    years = range(max(row.plan_first_year, row.target_first_year), row.target_year)
    return dict.fromkeys(years, row.target if row.is_limit else None)


def _if_empty(row: Row, figure: Decimal | None) -> str:
    if figure is None:
        return ""
    if row.is_limit:
        return f"空なら、その先に決めた年度の値。なければ{limit_word(row)}{with_unit(figure, row)}"
    return f"直線なら{with_unit(figure, row)}"


def _first_choice(row: Row, judged: int | None) -> int:
    """The year after the newest judged one: what is judged already keeps its verdict."""
    after = row.plan_first_year if judged is None else judged + 1
    last = min(row.plan_last_year, row.target_year - 1)
    return min(max(after, row.target_first_year, row.plan_first_year), last)
