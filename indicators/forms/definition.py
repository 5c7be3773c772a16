"""An indicator as the office enters it, in the order of thought: what is counted, what is promised, from where, by when."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.forms.fields import YEARS_AHEAD, YEARS_BACK, FigureBox, LineField, WordsField, read_figure
from indicators.forms.refusable import RefusableForm
from indicators.models import Counting, Direction, Indicator, LimitWording, Target, YearKind
from indicators.models.rule import LONGEST_RHYTHM
from indicators.models.vocabulary import plain
from indicators.numbers import MAX_DECIMALS
from indicators.workflow.continuing import to_continue
from indicators.workflow.definitions import Beside
from measures.fiscal_year import CalendarYear, FiscalYear
from measures.levels import lazy_levels
from measures.models import Department, Measure, Plan

# 維持 is a limit at the baseline (docs/progress.md §7).
KEEP = {"keep_at_least": Direction.AT_LEAST, "keep_at_most": Direction.AT_MOST}
PROMISES = [
    *Direction.choices,
    ("keep_at_least", "現状値以上を維持する"),
    ("keep_at_most", "現状値以下を維持する"),
]
NONE = "－"
_NAMED_FIGURE = re.compile(r"(?P<year>[^\s：:]+)[\s：:]+(?P<figure>.+)")
# What the rule calls it → the box that can mend it.
_BOXES = {
    "direction": "promise",
    "baseline": "baseline_value",
    "target": "value",
    "interim": "interim",
    "start": "baseline_value",
    "first_year": "first_year",
}


class DefinitionForm(RefusableForm):
    """`measures`: those that may be chosen of `plan`. After is_valid(): `about` and `said`, for workflow/definitions.py."""

    edition = forms.CharField(widget=forms.HiddenInput, required=False)
    measure = forms.TypedChoiceField(label=lazy_levels("施策"), coerce=int)
    name = LineField(label="指標名", max_length=100)
    unit = LineField(
        label="単位", max_length=10, required=False, help_text="例：人、件、％。指数のように単位がなければ空"
    )
    decimals = forms.TypedChoiceField(
        label="小数の桁数",
        coerce=int,
        choices=[(places, f"{places}桁") for places in range(MAX_DECIMALS + 1)],
    )
    counting = forms.ChoiceField(label="数え方", choices=Counting.choices)
    year_kind = forms.ChoiceField(label="年の数え方", choices=YearKind.choices)
    survey_every = forms.TypedChoiceField(
        label="調査の間隔",
        coerce=int,
        required=False,
        empty_value=None,
        choices=[("", "毎年"), *((n, f"{n}年ごと") for n in range(2, LONGEST_RHYTHM + 1))],
        help_text="毎年は行わない調査だけ。間の年は、入力を求めません",
    )
    survey_year = forms.TypedChoiceField(
        label="調査のある年",
        coerce=int,
        required=False,
        empty_value=None,
        help_text="間隔を選んだときだけ。ここから数えます",
    )
    may_be_negative = forms.BooleanField(label="0より小さい値もある（増減や収支）", required=False)
    meaning = WordsField(
        label="この指標がわかること", rows=2, max_length=300, required=False, is_one_line=True
    )
    lead_department = forms.ModelChoiceField(label="主担当課", queryset=Department.objects.none())
    promise = forms.ChoiceField(label="約束", choices=PROMISES)
    wording = forms.ChoiceField(
        label="上限・下限・範囲の書き方", choices=LimitWording.choices, required=False
    )
    value = FigureBox(
        label="目標", required=False, help_text="範囲では下限。現状値を維持するときは空（現状値になります）"
    )
    upper = FigureBox(label="範囲の上限", required=False, help_text="範囲内に保つ目標だけ")
    tolerance = FigureBox(
        label="許容幅", required=False, help_text="上限・下限・範囲だけ。この幅まで外れた値は、やや遅れ"
    )
    baseline_value = FigureBox(label="現状値", required=False, help_text="計画に現状値がなければ空")
    baseline_label = LineField(
        label="現状値の時点",
        max_length=40,
        required=False,
        help_text="計画に書かれたとおり。例：令和８年12月末。なければ「－」や「新規」",
    )
    baseline_year = forms.TypedChoiceField(
        label="現状値の年度", coerce=int, required=False, empty_value=None, help_text="その時点が入る年度"
    )
    target_year = forms.TypedChoiceField(label="いつまでに", coerce=int)
    label = LineField(label="目標の書き方", max_length=40, help_text="計画に書かれたとおり。例：2,000人")
    interim = WordsField(
        label="途中の年の目標・上限・下限",
        rows=3,
        max_length=1000,
        required=False,
        help_text="途中の年にも決めた値があるときだけ、1行に一つ。例：令和9年度 1,200",
    )
    first_year = forms.TypedChoiceField(
        label="最初の年度",
        coerce=int,
        required=False,
        empty_value=None,
        help_text="計画の途中から数える指標だけ",
    )
    continues = forms.TypedChoiceField(
        label="前の計画の指標",
        coerce=int,
        required=False,
        empty_value=None,
        help_text="前の計画から続くとき。公開ページのグラフと表に、前の計画の値も出ます",
    )
    same_basis = forms.BooleanField(
        label="前の計画と同じ数え方で、最初の年度の値を前の計画の最後の値と比べられる", required=False
    )

    def __init__(self, *args: Any, plan: Plan, indicator: Indicator | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        measures = Measure.objects.filter(policy__plan=plan).order_by("number")
        if indicator is not None:
            measures = measures.filter(pk=indicator.measure_id)
        self.offer("measure", [(one.pk, str(one)) for one in measures])
        lead = self.fields["lead_department"]
        assert isinstance(lead, forms.ModelChoiceField)
        lead.queryset = Department.objects.living()
        before = [(one.pk, f"{one.measure.plan.name} {one}") for one in to_continue(plan, indicator)]
        self.offer("continues", [("", "続く指標はない"), *before])
        if not before:  # the first plan of a site asks for none
            del self.fields["continues"], self.fields["same_basis"]
        inside = range(plan.first_year, plan.last_year + 1)
        self._years("baseline_year", range(plan.first_year - YEARS_BACK, plan.first_year + 1), "現状値がない")
        self._years("target_year", range(plan.first_year, plan.last_year + YEARS_AHEAD + 1))
        self._years("first_year", inside, "計画の最初から")
        self._years("survey_year", range(plan.first_year - YEARS_BACK, plan.last_year + YEARS_AHEAD + 1))

    def _years(self, name: str, years: range, none: str = "選んでください") -> None:
        kind = self.data.get("year_kind") if self.is_bound else self.initial.get("year_kind")
        own = CalendarYear if kind == YearKind.CALENDAR else int
        self.offer(name, [("", none), *((year, FiscalYear(own(year)).long) for year in years)])

    @classmethod
    def of(cls, indicator: Indicator | None, target: Target | None, beside: Beside) -> dict[str, Any]:
        """What the boxes hold for what is kept."""
        if indicator is None:
            return {"decimals": 0, "counting": Counting.ANNUAL, "year_kind": YearKind.FISCAL}
        names = ("name", "unit", "decimals", "counting", "year_kind", "may_be_negative", "meaning")
        found: dict[str, Any] = {name: getattr(indicator, name) for name in names}
        found |= {
            name: getattr(indicator, name) for name in ("baseline_label", "baseline_year", "first_year")
        }
        found |= {"measure": indicator.measure_id, "lead_department": indicator.lead_department_id}
        found |= {"continues": indicator.continues_id, "same_basis": indicator.same_basis}
        found |= {"promise": indicator.direction, "baseline_value": plain(indicator.baseline_value)}
        if target is not None:
            found |= {name: plain(getattr(target, name)) for name in ("value", "upper", "tolerance")}
            found |= {name: getattr(target, name) for name in ("wording", "target_year", "label")}
        if beside.rhythm is not None:
            found["survey_every"], found["survey_year"] = beside.rhythm
        points = sorted(beside.interim.items())
        found["interim"] = "\n".join(f"{indicator.year_name(year)} {plain(value)}" for year, value in points)
        return found

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("value", "upper", "tolerance", "baseline_value"):
            found[name] = self._figure(name)
        found["interim"] = self._points(found.get("interim") or "")
        if found.get("survey_every") and not found.get("survey_year") and "survey_year" not in self.errors:
            self.add_error("survey_year", "調査のある年を選んでください。")
        keeps = found.get("promise") in KEEP
        if keeps and found["value"] is None:
            found["value"] = found["baseline_value"]
        if keeps and found.get("baseline_value") is None and "baseline_value" not in self.errors:
            self.add_error("baseline_value", "維持する約束では、現状値を入力してください。")
        elif found.get("value") is None and "value" not in self.errors:
            self.add_error("value", "目標の値を入力してください。")
        baseline, label = found.get("baseline_value"), found.get("baseline_label")
        if baseline is None and not label:
            found["baseline_label"] = NONE
        elif baseline is not None and not label:
            self.add_error("baseline_label", "いつの値か、計画に書かれたとおりに入力してください。")
        return found

    def _points(self, typed: str) -> dict[int, Decimal]:
        """A line a year: its name, and the figure behind it."""
        found: dict[int, Decimal] = {}
        decimals, unit = self.cleaned_data.get("decimals") or 0, self.cleaned_data.get("unit") or ""
        for line in filter(None, (one.strip() for one in typed.splitlines())):
            parts = _NAMED_FIGURE.fullmatch(line)
            try:
                if parts is None:
                    raise ValidationError("年と値を、間を空けて入力してください。")
                name = parts["year"]
                year = FiscalYear.parse(f"{name}度" if name.endswith("年") else name).year
                if year in found:
                    raise ValidationError("同じ年が2つあります。")
                found[year] = read_figure(parts["figure"], decimals=decimals, unit=unit).value
            except ValueError as refusal:
                self.add_error("interim", f"「{line[:30]}」：{refusal}")
            except ValidationError as refusal:
                self.add_error("interim", f"「{line[:30]}」：{' '.join(refusal.messages)}")
        return found

    def _figure(self, name: str) -> Decimal | None:
        typed = self.cleaned_data.get(name) or ""
        if not typed:
            return None
        decimals, unit = self.cleaned_data.get("decimals") or 0, self.cleaned_data.get("unit") or ""
        try:
            return read_figure(typed, decimals=decimals, unit=unit).value
        except ValidationError as refusal:
            self.add_error(name, refusal)
            return None

    @property
    def about(self) -> dict[str, Any]:
        """Fields of the indicator."""
        found = self.cleaned_data
        names = ("name", "unit", "decimals", "counting", "year_kind", "may_be_negative", "meaning")
        told = {name: found[name] for name in (*names, "lead_department", "baseline_label", "first_year")}
        told |= {"continues_id": found.get("continues"), "same_basis": found.get("same_basis", False)}
        year = found["baseline_year"]
        if found["counting"] == Counting.CUMULATIVE_FROM_ZERO:
            year = self.plan.first_year - 1
        direction = KEEP.get(found["promise"], found["promise"])
        return {
            **told,
            "direction": str(direction),
            "baseline_value": found["baseline_value"],
            "baseline_year": year,
        }

    @property
    def beside(self) -> Beside:
        found = self.cleaned_data
        every, since = found.get("survey_every"), found.get("survey_year")
        return Beside(None if not every or not since else (every, since), found["interim"])

    @property
    def said(self) -> dict[str, Any]:
        """Fields of the target."""
        found = self.cleaned_data
        return {
            "value": found["value"],
            "upper": found["upper"],
            "tolerance": found["tolerance"] or Decimal(0),
            "wording": found["wording"] or LimitWording.LIMIT,
            "target_year": found["target_year"],
            "label": found["label"],
            "first_year": max(self.plan.first_year, found["first_year"] or 0),
        }

    def field_of(self, name: str) -> str:
        return _BOXES.get(name, name)
