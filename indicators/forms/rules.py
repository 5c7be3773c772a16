"""A target, a baseline or a threshold as the plan office drafts it: a figure, from which year on, decided when, why."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.forms.days import DayField
from indicators.forms.fields import WordsField
from indicators.forms.refusable import RefusableForm
from indicators.models import Baseline, DatedRule, Indicator, Target, Threshold
from indicators.models.vocabulary import plain
from indicators.numbers import format_number, read_number
from measures.fiscal_year import FiscalYear
from measures.models import Plan

# How far behind the plan's end a target may lie, and how far before its start a baseline.
_YEARS_BEHIND, _YEARS_BEFORE = 5, 10
_CHOOSE_A_YEAR = dict.fromkeys(("required", "invalid_choice"), "年度を選んでください。")


class DecisionForm(RefusableForm):
    """What every dated rule says: from which year on, decided when, why; `instead_of` which draft."""

    instead_of = forms.IntegerField(widget=forms.HiddenInput, required=False)
    first_year = forms.TypedChoiceField(
        label="どの年度の判定から使うか",
        coerce=int,
        help_text="この年度より前の判定は変わりません。",
        error_messages=_CHOOSE_A_YEAR,
    )
    decided_on = DayField(
        label="決めた日",
        help_text="例：令和8年6月30日、2026/6/30",
        error_messages={"required": "決めた日を入力してください。"},
    )
    reason = WordsField(
        label="理由",
        rows=2,
        max_length=300,
        help_text="市民に公表されます（300字まで）。",
        error_messages={"required": "理由を入力してください。"},
    )


class RuleForm(DecisionForm):
    """One rule. `told()`: what was understood, as workflow.draft_rule() takes it."""

    value = forms.CharField(
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": "値を入力してください。"},
    )
    field_order = ["instead_of", "value"]
    names: tuple[str, ...] = ("value", "first_year", "decided_on", "reason")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.offer("first_year", range(plan.first_year, plan.last_year + 1))

    def offer(self, name: str, years: range) -> None:
        """The years that can be chosen, and the one that was drafted."""
        field = self.fields[name]
        assert isinstance(field, forms.TypedChoiceField)
        drafted = self.initial.get(name)
        known = sorted({*years, drafted}) if isinstance(drafted, int) else years
        field.choices = [("", "選んでください"), *((year, FiscalYear(year).long) for year in known)]

    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names}

    @classmethod
    def drafted(cls, draft: DatedRule | None) -> dict[str, Any]:
        """What the boxes hold for a draft; nothing for a new one."""
        if draft is None:
            return {}
        found = {name: getattr(draft, name) for name in cls.names}
        return {**found, "value": cls.typed(found["value"]), "instead_of": draft.pk}

    @classmethod
    def typed(cls, value: Decimal) -> str:
        """A stored figure as a person would type it."""
        return plain(value) or ""

    def words(self, draft: DatedRule) -> list[tuple[str, str, str]]:
        """(label, what was typed, what the draft says) of each field in which they differ."""
        found = []
        understood = self.cleaned_data if self.is_valid() else {}
        standing = self.drafted(draft)
        for name in self.names:
            field = self[name]
            typed = str(field.value() or "").replace("\r\n", "\n").strip()
            shown = str(self.fields[name].prepare_value(standing[name]) or "")
            if typed != shown and understood.get(name) != getattr(draft, name):
                found.append((str(field.label), self._choice(name, typed), self._choice(name, shown)))
        return found

    def _choice(self, name: str, text: str) -> str:
        return FiscalYear(int(text)).wareki if name.endswith("year") and text.isdigit() else text


class OfIndicatorForm(RuleForm):
    """A figure in the indicator's unit, as the document that decided it writes it."""

    label = forms.CharField(max_length=40)

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, plan=indicator.measure.policy.plan, **kwargs)
        self.indicator = indicator
        decimals = f"小数第{indicator.decimals}位まで" if indicator.decimals else "整数で"
        self.fields[
            "value"
        ].help_text = f"{decimals}。全角、カンマ、「{indicator.unit}」つきでも入力できます。"

    def clean_value(self) -> Decimal:
        try:
            reading = read_number(
                self.cleaned_data["value"], decimals=self.indicator.decimals, unit=self.indicator.unit
            )
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None
        return reading.value


class TargetForm(OfIndicatorForm):
    target_year = forms.TypedChoiceField(label="いつまでに", coerce=int, error_messages=_CHOOSE_A_YEAR)
    names = ("value", "target_year", "label", "first_year", "decided_on", "reason")
    field_order = ["instead_of", *names]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].label = "目標"
        self.fields["label"].label = "目標の書き方"
        self.fields["label"].help_text = "決めた文書に書かれたとおり。例：2,000人"
        self.fields["label"].error_messages["required"] = "目標の書き方を入力してください。"
        self.offer("target_year", range(self.plan.first_year, self.plan.last_year + _YEARS_BEHIND + 1))


class BaselineForm(OfIndicatorForm):
    baseline_year = forms.TypedChoiceField(
        label="現状値の年度",
        coerce=int,
        help_text="その時点が入る年度。目安の線は、ここから始まります。",
        error_messages=_CHOOSE_A_YEAR,
    )
    names = ("value", "label", "baseline_year", "first_year", "decided_on", "reason")
    field_order = ["instead_of", *names]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].label = "現状値"
        self.fields["label"].label = "現状値の時点"
        self.fields["label"].help_text = "決めた文書に書かれたとおり。例：令和４年12月末（再集計）"
        self.fields["label"].error_messages["required"] = "いつの値かを入力してください。"
        self.offer("baseline_year", range(self.plan.first_year - _YEARS_BEFORE, self.plan.last_year + 1))


class ThresholdForm(RuleForm):
    """Typed as per cent, kept as a share: 80 is 0.8."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].label = "やや遅れの下限"
        self.fields["value"].help_text = "目安までの何％に届けば「遅れ」でなく「やや遅れ」か。例：80"

    def clean_value(self) -> Decimal:
        try:
            reading = read_number(self.cleaned_data["value"], decimals=1, unit="％")
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None
        return reading.value / 100

    @classmethod
    def typed(cls, value: Decimal) -> str:
        return percent(value)


def percent(share: Decimal) -> str:
    """0.8 → 80, 0.825 → 82.5."""
    return plain(share * 100) or ""


def figure_words(rule: Target | Baseline | Threshold) -> str:
    """2,000人, 80％: the figure of a rule for people."""
    if isinstance(rule, Threshold):
        return f"{percent(rule.value)}％"
    return format_number(rule.value, decimals=rule.indicator.decimals, unit=rule.indicator.unit)
