"""Indicators and the series that they are held beside."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.validators import MaxValueValidator, RegexValidator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.admin.records import ReadOnly
from indicators.models import ComparisonSeries, Indicator, Target, YearKind
from indicators.numbers import MAX_DECIMALS, decimals_of
from indicators.plausibility import Bounds
from indicators.progress import RuleError
from indicators.workflow import check_target
from indicators.workflow.indicator_wording import needed_decimals, refused_bounds
from measures.admin import ChangeReasonForm, PublicIsFixed, TextAdmin
from measures.models import Department
from measures.text_fields import TYPED_TEXT

# What decides published verdicts and how they are written: with the first publication they are fixed.
FIXED = (
    "measure",
    "letter",
    "unit",
    "decimals",
    "direction",
    "counting",
    "year_kind",
    "baseline_value",
    "baseline_label",
    "baseline_year",
    "first_year",
)
# What the rule calls it → the field of this form that can mend it.
FIELDS_OF_INDICATOR = {
    "direction": "direction",
    "counting": "counting",
    "baseline": "baseline_value",
    "baseline_year": "baseline_year",
    "target": "baseline_value",
    "target_year": "baseline_year",
    "upper": "direction",
    "tolerance": "direction",
}


class IndicatorForm(ChangeReasonForm):
    class Meta:
        model = Indicator
        fields = [
            *("measure", "letter", "name"),
            *(name for name in FIXED if name not in ("measure", "letter")),
            *("may_be_negative", "lowest", "highest"),
            *("last_year", "end_reason", "ended_on", "successor"),
            *("remark", "remark_original", "meaning", "lead_department", "lead_confirmed"),
        ]
        widgets = {
            "name": forms.TextInput(attrs={"size": 80}),
            "remark": forms.TextInput(attrs={"size": 80}),
            "meaning": forms.Textarea(attrs={"rows": 3, "cols": 80}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "letter" in self.fields:  # absent where it is fixed
            one_letter = RegexValidator(r"\A[A-Z]\Z", "半角の大文字A〜Zの1字で入力してください。")
            self.fields["letter"].validators.append(one_letter)
            self.fields["decimals"].validators.append(MaxValueValidator(MAX_DECIMALS))
        if "year_kind" in self.fields:
            self.fields["year_kind"].required = False
        lead = self.fields.get("lead_department")
        if isinstance(lead, forms.ModelChoiceField):
            lead.queryset = Department.objects.living()

    def clean_year_kind(self) -> str:
        return self.cleaned_data["year_kind"] or YearKind.FISCAL

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            self._check_bounds(cleaned)
        if self.errors or "letter" not in self.fields:
            return cleaned
        candidate = Indicator(
            **{name: value for name, value in cleaned.items() if name not in ("measure", "change_reason")}
        )
        self._check_decimals(candidate)
        for target in self.instance.targets.all() if self.instance.pk else ():
            try:
                check_target(target, candidate)
            except RuleError as error:
                self.add_error(FIELDS_OF_INDICATOR[error.field], f"目標「{target.label}」：{error}")
        return cleaned

    def _check_bounds(self, cleaned: dict[str, Any]) -> None:
        bounds = Bounds(cleaned["may_be_negative"], cleaned["lowest"], cleaned["highest"])
        for name, why in refused_bounds(self.instance, bounds, cleaned.get("baseline_value")).items():
            self.add_error(name, why)

    def _check_decimals(self, candidate: Indicator) -> None:
        """Neither the baseline nor any stored figure may need more decimals than are carried."""
        baseline = candidate.baseline_value
        if baseline is not None and decimals_of(baseline.normalize()) > candidate.decimals:
            self.add_error("baseline_value", f"小数は{candidate.decimals}桁までです。")
        elif self.instance.pk:
            candidate.pk = self.instance.pk  # whose figures those of its tables are
            if (needed := needed_decimals(candidate)) > candidate.decimals:
                self.add_error(
                    "decimals", f"小数{needed}桁の値か目標があるので、{needed}より小さくできません。"
                )


class TargetsToRead(ReadOnly, admin.TabularInline):
    model = Target
    fields = ("label", "value", "target_year", "first_year", "decided_on", "published_at")
    readonly_fields = fields
    extra = 0
    show_change_link = True


@admin.register(Indicator)
class IndicatorAdmin(TextAdmin):
    form = IndicatorForm
    fields = [*IndicatorForm.Meta.fields, "change_reason"]
    given_once = FIXED
    heading_of_fixed = "公表した判定を決めるもの"
    list_display = ["code", "name", "unit", "direction", "counting", "lead_department", "lead_confirmed"]
    list_display_links = ["code", "name"]
    list_filter = ["lead_department", "lead_confirmed"]
    list_select_related = ["measure", "lead_department"]
    search_fields = ["name", "measure__number", "measure__name", "meaning", "remark"]
    inlines = [TargetsToRead]

    @admin.display(description="番号", ordering="measure__number")
    def code(self, indicator: Indicator) -> str:
        return indicator.code

    def is_fixed(self, obj: Indicator | None) -> bool:
        """Something of it was published: its target, and so all that is judged by it."""
        return obj is not None and self.public_plan(obj)

    def public_plan(self, obj: Indicator) -> bool:
        return _is_public(obj.pk)

    def why_fixed(self, obj: Indicator) -> SafeString:
        return format_html(
            "公表した目標と値の判定や書き方がこれで決まるので、ここでは変えられません。"
            '現状値と目標は、<a href="{}">目標と現状値のページ</a>で、使い始める年度を決めて改めます。'
            '名称・説明・担当は、<a href="{}">名称と説明のページ</a>で変えます。'
            "方向・数え方・単位・小数の桁数を改めるときは、新しい指標として登録してください。",
            reverse("office:target", args=[obj.code]),
            reverse("office:plan_indicator_wording", args=[obj.measure.plan.key, obj.code]),
        )


def _is_public(indicator_id: int | None) -> bool:
    return indicator_id is not None and Indicator.objects.public().filter(pk=indicator_id).exists()


# --- Comparison series ------------------------------------------------------------------------------


class ComparisonSeriesForm(forms.ModelForm):
    class Meta:
        model = ComparisonSeries
        fields = ["indicator", "name", "source"]
        widgets = {
            "name": forms.TextInput(attrs={"size": 60}),
            "source": forms.TextInput(attrs={"size": 80}),
        }
        help_texts = {
            "name": "指標と比べる相手。例：県内の市の平均。図と表にこの名前で出ます。",
            "source": "どの資料の値か。値ごとの出所は、値を入力するときに書きます。",
        }


@admin.register(ComparisonSeries)
class ComparisonSeriesAdmin(PublicIsFixed):
    """What an indicator is held beside; its yearly values are typed by the department and published by the office."""

    form = ComparisonSeriesForm
    formfield_overrides = TYPED_TEXT
    list_display = ["name", "indicator", "source"]
    list_select_related = ["indicator__measure"]
    search_fields = ["name", "source", "indicator__name", "indicator__measure__number"]

    def public_plan(self, obj: ComparisonSeries) -> bool:
        return _is_public(obj.indicator_id)

    def get_readonly_fields(self, request: HttpRequest, obj: ComparisonSeries | None = None) -> list[str]:
        """With its first value a series belongs to its indicator for good."""
        return ["indicator"] if obj is not None and obj.values.exists() else []

    def has_delete_permission(self, request: HttpRequest, obj: ComparisonSeries | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.values.exists())
