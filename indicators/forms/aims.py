"""Which indicators an initiative is meant to move: one row each, with its years and why."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from indicators.forms.fields import PUBLIC, LineField, ReasonField, WordsField
from indicators.forms.refusable import RefusableForm
from indicators.models.aim import LONGEST_WHY, MOST_AIMS
from measures.fiscal_year import FiscalYear

# So many rows a page begins with, and so many empty ones stand below what was set.
FEWEST, EMPTY = 2, 1
_BOXES = ("code", "first", "last", "why")


class AimsForm(RefusableForm):
    """`years`: of the plan. `rows`: how many rows the page had. A row without a code is none."""

    rows = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=MOST_AIMS)

    def __init__(self, *args: Any, years: Sequence[int], more: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = self.initial.pop("aims", [])
        had = self.data.get("rows", "") if self.is_bound else ""
        is_number = had.isascii() and had.isdigit() and len(had) < 4
        rows = int(had) if is_number else max(FEWEST, len(said) + EMPTY)
        self.count = max(1, min(rows + (EMPTY if more else 0), MOST_AIMS))
        for at in range(self.count):
            self.fields |= _boxes(at, years)
            row = said[at] if at < len(said) else ["", years[0], None, ""]
            cells = zip(_BOXES, row, strict=True)
            self.initial.update({f"{name}-{at}": "" if cell is None else cell for name, cell in cells})
        self.fields["reason"] = ReasonField(PUBLIC, label="この設定にした理由")
        self.initial["rows"] = self.count
        if more:
            data: Any = self.data
            self.data = data = data.copy()  # a QueryDict, whose copy can be written
            data["rows"] = str(self.count)

    def boxes(self) -> Iterator[tuple[int, list[Any]]]:
        """The number of each row, and its boxes."""
        for at in range(self.count):
            yield at + 1, [self[f"{name}-{at}"] for name in _BOXES]

    def written(self) -> list[list[Any]]:
        """As InitiativeAims keeps them; after is_valid()."""
        said = self.cleaned_data
        return [
            [
                said[f"code-{at}"].upper(),
                int(said[f"first-{at}"]),
                int(said[f"last-{at}"]) if said[f"last-{at}"] else None,
                said[f"why-{at}"],
            ]
            for at in self._used()
        ]

    def field_of(self, name: str) -> str:
        """`aims-0` is the first row that has a code."""
        _, _, place = name.partition("aims-")
        return f"code-{self._used()[int(place)]}" if place else name

    def _used(self) -> list[int]:
        return [at for at in range(self.count) if self.cleaned_data.get(f"code-{at}")]


def _boxes(at: int, years: Sequence[int]) -> dict[str, forms.Field]:
    named = [(year, FiscalYear(year).wareki) for year in years]
    which = f"{at + 1}件目の"
    code = LineField(
        label=f"{which}指標の番号",
        required=False,
        max_length=10,
        help_text="例：12A。空にすると、この指標は外れます。",
    )
    code.widget.attrs |= {"list": "known-indicators", "autocomplete": "off"}
    return {
        f"code-{at}": code,
        f"first-{at}": forms.ChoiceField(label=f"{which}始めの年度", choices=named),
        f"last-{at}": forms.ChoiceField(
            label=f"{which}終わりの年度", choices=[("", "決めない（続く）"), *named], required=False
        ),
        f"why-{at}": WordsField(
            label=f"{which}理由：なぜこの指標をねらうか（公表）",
            rows=2,
            max_length=LONGEST_WHY,
            required=False,
        ),
    }
