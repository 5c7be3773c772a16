"""What people type of one year of a comparison series."""

from typing import Any

from django.core.exceptions import ValidationError

from indicators.forms.fields import FigureBox, WordsField, figure_hint, read_figure
from indicators.forms.refusable import ContentForm
from indicators.models import ComparisonSeries, ComparisonValue
from indicators.models.vocabulary import plain
from indicators.numbers import Reading
from indicators.workflow import COMPARISONS


class ComparisonForm(ContentForm):
    """One figure with its source; of a change, an empty value withdraws it."""

    content = COMPARISONS.content
    value = FigureBox(required=False)
    source = WordsField(
        is_one_line=True,
        label="出所",
        rows=2,
        max_length=300,
        required=False,
        help_text="市民に公表されます（300字まで）。資料の名前と、公表した日や年度。提出のときに必ず入力します。",
    )
    note = WordsField(
        label="説明",
        rows=3,
        max_length=1000,
        required=False,
        help_text="市民に公表されます（1,000字まで）。数え方の違いなど、比べるときに知っておくこと。",
    )

    def __init__(
        self, *args: Any, series: ComparisonSeries, year: int, is_change: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, is_change=is_change, **kwargs)
        self.series = series
        self.reading: Reading | None = None
        indicator = series.indicator
        self.fields["value"].label = f"{indicator.year_name(year)}の値"
        hint = figure_hint(indicator.decimals, indicator.unit)
        self.fields["value"].help_text = f"{hint}空にすると、値を取り下げます。" if is_change else hint

    @classmethod
    def of(cls, series: ComparisonSeries, year: int, record: ComparisonValue | None) -> "ComparisonForm":
        """The form as it stands: what was saved, or blank with nothing saved yet."""
        initial = cls.initial_of(record) | {"value": plain(record.value) if record else None}
        return cls(
            series=series, year=year, is_change=record is not None and record.is_change, initial=initial
        )

    def clean_value(self) -> Any:
        typed = self.cleaned_data["value"]
        if not typed:
            return None
        indicator = self.series.indicator
        self.reading = read_figure(typed, decimals=indicator.decimals, unit=indicator.unit)
        if impossible := indicator.impossible(self.reading.value):
            raise ValidationError(impossible)
        return self.reading.value
