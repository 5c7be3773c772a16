"""A target, a baseline or a threshold as the plan office drafts it: a figure, from which year on, decided when, why."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from indicators.forms.days import DayField
from indicators.forms.fields import (
    PUBLIC,
    YEARS_AHEAD,
    YEARS_BACK,
    FigureBox,
    LineField,
    ReasonField,
    WordsField,
    figure_hint,
    read_figure,
    year_box,
)
from indicators.forms.refusable import RefusableForm
from indicators.models import Baseline, DatedRule, Indicator, LimitWording, Recount, Rhythm, Target, Threshold
from indicators.models.rule import LONGEST_RHYTHM
from indicators.models.vocabulary import plain
from indicators.progress import Direction, rhythm_label
from indicators.wording.figures import with_unit
from measures.fiscal_year import FiscalYear
from measures.models import Plan


def _label_box(label: str, example: str, missing: str = "") -> LineField:
    hint = f"決めた文書に書かれたとおり。例：{example}"
    return LineField(label=label, max_length=40, help_text=hint, missing=missing)


class DecisionForm(RefusableForm):
    """What every dated rule says: from which year on, decided when, why; `instead_of` which draft."""

    instead_of = forms.IntegerField(widget=forms.HiddenInput, required=False)
    first_year = year_box("どの年度の判定から使うか", "この年度より前の判定は変わりません。")
    decided_on = DayField(label="決めた日", help_text="例：令和8年6月30日、2026/6/30")
    reason = ReasonField(PUBLIC)


class RuleForm(DecisionForm):
    """One rule of `owner`. A kind of rule adds its fields, named as in the model, and says which years can be chosen."""

    value = FigureBox()
    decimals, unit = 1, "％"
    # Which years can be chosen: those of the plan, and how many before and behind them.
    years: ClassVar[dict[str, tuple[int, int]]] = {"first_year": (0, 0)}

    def __init__(self, *args: Any, owner: Indicator | Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan = owner if isinstance(owner, Plan) else owner.measure.policy.plan
        self.own_year = int if isinstance(owner, Plan) else owner.own_year
        for name, (before, behind) in self.years.items():
            self._offer(name, {*range(plan.first_year - before, plan.last_year + behind + 1)})

    def _offer(self, name: str, years: set[int]) -> None:
        """These years, and the one that was drafted."""
        drafted = self.initial.get(name)
        known = sorted(years | {drafted} if isinstance(drafted, int) else years)
        self.offer(
            name, [("", "選んでください"), *((year, FiscalYear(self.own_year(year)).long) for year in known)]
        )

    def clean_value(self) -> Decimal:
        return read_figure(self.cleaned_data["value"], decimals=self.decimals, unit=self.unit).value

    @classmethod
    def drafted(cls, draft: DatedRule | None) -> dict[str, Any]:
        """What the boxes hold for a draft; nothing for a new one."""
        if draft is None:
            return {}
        found = {name: getattr(draft, name) for name in cls.base_fields if name != "instead_of"}
        if "value" in found:
            found["value"] = cls.typed(found["value"])
        return {**found, "instead_of": draft.pk}

    @classmethod
    def typed(cls, value: Decimal) -> str:
        """A stored figure as a person would type it."""
        return plain(value) or ""

    def differences(self, draft: DatedRule) -> list[tuple[str, str, str]]:
        """(label, what was typed, what the draft says) of each field in which they differ."""
        found = []
        understood = self.cleaned_data if self.is_valid() else {}
        drafted = self.drafted(draft)
        for field in self.visible_fields():
            typed = str(field.value() or "").replace("\r\n", "\n").strip()
            shown = str(field.field.prepare_value(drafted[field.name]) or "")
            if typed != shown and understood.get(field.name) != getattr(draft, field.name):
                was, now = (self._year_words(field.name, text) for text in (shown, typed))
                found.append((str(field.label), now, was))
        return found

    def _year_words(self, name: str, text: str) -> str:
        is_year = name.endswith("year") and text.isdigit()
        return FiscalYear(self.own_year(int(text))).wareki if is_year else text


class OfIndicatorForm(RuleForm):
    """A figure in the indicator's unit."""

    def __init__(self, *args: Any, owner: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        self.decimals, self.unit = owner.decimals, owner.unit
        self.fields["value"].help_text = figure_hint(owner.decimals, owner.unit)


class TargetForm(OfIndicatorForm):
    value = FigureBox(label="目標")
    target_year = year_box("いつまでに")
    label = _label_box("目標の書き方", "2,000人")
    upper = FigureBox(label="範囲の上限", help_text="目標の欄には下限を入力します。")
    tolerance = FigureBox(
        label="許容幅", required=False, help_text="この幅まで外れた値は、遅れではなく、やや遅れ。なければ空"
    )
    wording = forms.ChoiceField(label="書き方", choices=LimitWording.choices, required=False)
    field_order = ["instead_of", "value", "upper", "tolerance", "wording", "target_year", "label"]
    years: ClassVar = {**RuleForm.years, "target_year": (0, YEARS_AHEAD)}

    def __init__(self, *args: Any, owner: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        # What no promise of this kind has is not asked.
        direction = Direction(owner.direction)
        absent = [] if direction is Direction.WITHIN else ["upper"]
        absent += [] if direction.is_limit else ["tolerance", "wording"]
        for name in absent:
            del self.fields[name]

    def clean_upper(self) -> Decimal:
        return read_figure(self.cleaned_data["upper"], decimals=self.decimals, unit=self.unit).value

    def clean_tolerance(self) -> Decimal:
        typed = self.cleaned_data["tolerance"]
        return read_figure(typed, decimals=self.decimals, unit=self.unit).value if typed else Decimal(0)

    def clean_wording(self) -> str:
        return self.cleaned_data["wording"] or LimitWording.LIMIT

    @classmethod
    def drafted(cls, draft: DatedRule | None) -> dict[str, Any]:
        found = super().drafted(draft)
        for name in ("upper", "tolerance"):
            if name in found:
                found[name] = plain(found[name]) or ""
        return found


class BaselineForm(OfIndicatorForm):
    value = FigureBox(label="現状値")
    label = _label_box("現状値の時点", "令和４年12月末（再集計）", "いつの値かを入力してください。")
    baseline_year = year_box("現状値の年度", "その時点が入る年度。目安の線は、ここから始まります。")
    field_order = ["instead_of", "value", "label", "baseline_year"]
    years: ClassVar = {**RuleForm.years, "baseline_year": (YEARS_BACK, 0)}


class RhythmForm(RuleForm):
    """How often a survey is made; no figure."""

    value = None  # type: ignore[assignment]  # Django's way to leave a field of the parent out
    every = forms.TypedChoiceField(
        label="何年ごとに調査するか",
        coerce=int,
        choices=[
            ("", "選んでください"),
            (1, "毎年"),
            *((n, f"{n}年ごと") for n in range(2, LONGEST_RHYTHM + 1)),
        ],
    )
    survey_year = year_box(
        "調査のある年度", "ここから数えます。間の年は、入力を求めず「調査のない年」と表示します。"
    )
    field_order = ["instead_of", "every", "survey_year"]
    years: ClassVar = {**RuleForm.years, "survey_year": (YEARS_BACK, YEARS_AHEAD)}


class RecountForm(RuleForm):
    """From which year the figures are of another kind, and what earlier ones are in the new way."""

    value = None  # type: ignore[assignment]
    rebased = WordsField(
        label="新しい数え方で見た、前の年度の値",
        rows=3,
        max_length=1000,
        required=False,
        help_text="出所が前の年度も数え直したときだけ、1行に1つ。例：2023 1,350。公表した値は変えず、並べて表示します。",
    )
    field_order = ["instead_of", "first_year", "decided_on", "reason", "rebased"]
    years: ClassVar = {"first_year": (10, 5)}

    def __init__(self, *args: Any, owner: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        self.decimals, self.unit = owner.decimals, owner.unit
        self.fields["first_year"].label = "どの年度から数え方が変わったか"
        self.fields["first_year"].help_text = "この年度の前と後では、増減や見通しを計算しません。"
        self.fields[
            "reason"
        ].help_text = f"何が変わったか。例：集計の道具を変えた。グラフの区切りにも表示します。{PUBLIC}"

    def clean_rebased(self) -> list[list[Any]]:
        found: dict[int, str] = {}
        for line in self.cleaned_data["rebased"].split("\n"):
            if not line.strip():
                continue
            told, _, typed = line.strip().replace("\u3000", " ").replace("\t", " ").partition(" ")
            year = read_year(told)
            if year is None or not typed.strip():
                raise ValidationError(
                    f"「{line.strip()}」を読めません。「2023 1,350」のように、年度と値を入力してください。"
                )
            found[year] = (
                plain(read_figure(typed.strip(), decimals=self.decimals, unit=self.unit).value) or ""
            )
        return [[year, found[year]] for year in sorted(found)]

    @classmethod
    def drafted(cls, draft: DatedRule | None) -> dict[str, Any]:
        found = super().drafted(draft)
        if "rebased" in found:
            found["rebased"] = "\n".join(f"{year} {figure}" for year, figure in found["rebased"])
        return found


class ThresholdForm(RuleForm):
    """Typed as per cent, kept as a share: 80 is 0.8."""

    value = FigureBox(
        label="やや遅れの基準", help_text="目安までの何％に届けば「遅れ」でなく「やや遅れ」か。例：80"
    )
    field_order = ["instead_of", "value"]

    def clean_value(self) -> Decimal:
        return super().clean_value() / 100

    @classmethod
    def typed(cls, value: Decimal) -> str:
        return percent(value)


RULE_FORMS: dict[type[DatedRule], type[RuleForm]] = {
    Target: TargetForm,
    Baseline: BaselineForm,
    Rhythm: RhythmForm,
    Recount: RecountForm,
    Threshold: ThresholdForm,
}


def rebased_words(rule: Recount) -> str:
    """令和5年度は新しい数え方で1,350人; "" where nothing was counted anew."""
    words = [
        f"{FiscalYear(year).wareki}は{with_unit(Decimal(said), rule.indicator)}"
        for year, said in rule.rebased
    ]
    return f"新しい数え方で、{'、'.join(words)}" if words else ""


def read_year(typed: str) -> int | None:
    """2023, 令和5年度, R5; None where it is no year."""
    plain_typed = (
        typed.translate({0xFF10 + i: 0x30 + i for i in range(10)}).removesuffix("度").removesuffix("年")
    )
    if plain_typed.isascii() and plain_typed.isdigit() and len(plain_typed) == 4:
        return int(plain_typed)
    for name, first in (("令和", 2018), ("R", 2018), ("平成", 1988), ("H", 1988)):
        number = plain_typed.removeprefix(name).replace("元", "1")
        if plain_typed.startswith(name) and number.isascii() and number.isdigit() and len(number) <= 2:
            return first + int(number)
    return None


def percent(share: Decimal) -> str:
    """0.8 → 80, 0.825 → 82.5."""
    return plain(share * 100) or ""


def figure_words(rule: Target | Baseline | Rhythm | Recount | Threshold) -> str:
    """2,000人, 80％, 3年ごと（令和5年度から）: what a rule says, for people."""
    if isinstance(rule, Recount):
        return rebased_words(rule) or "前の年度の値は、数え直していません"
    if isinstance(rule, Rhythm):
        return rhythm_label(rule.every, rule.survey_year)
    if isinstance(rule, Threshold):
        return f"{percent(rule.value)}％"
    if isinstance(rule, Target) and rule.upper is not None:
        return f"{with_unit(rule.value, rule.indicator)}〜{with_unit(rule.upper, rule.indicator)}"
    return with_unit(rule.value, rule.indicator)
