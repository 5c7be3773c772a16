"""The plan office's side of the admin: indicators, targets, thresholds, people; values are only looked at here.

Whoever may edit is decided by Django's permissions (permissions.office_rights). What citizens see is written by
workflow.py alone: here a target is drafted and then published, and from then on it is fixed.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.core.validators import MaxValueValidator, RegexValidator
from django.db.models import QuerySet
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from indicators.models import (
    Cycle,
    Event,
    Indicator,
    Membership,
    Publication,
    Result,
    Target,
    Threshold,
)
from indicators.numbers import MAX_DECIMALS
from indicators.permissions import may_review
from indicators.progress import RuleError
from indicators.workflow import WorkflowError, check_target, publish_target, publish_threshold

# What the rule calls it → the field of this form that can mend it.
FIELDS_OF_INDICATOR = {
    "direction": "direction",
    "counting": "counting",
    "baseline": "baseline_value",
    "baseline_year": "baseline_year",
    "target": "baseline_value",
    "target_year": "baseline_year",
}
FIELDS_OF_TARGET = {"target": "value", "target_year": "target_year"}


def _decimals(figure: Decimal) -> int:
    """How many decimals a figure needs, without the zeros that its column adds."""
    exponent = figure.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


# --- Indicators -------------------------------------------------------------------------------------


class IndicatorForm(forms.ModelForm):
    class Meta:
        model = Indicator
        fields = [
            "measure",
            "letter",
            "name",
            "unit",
            "decimals",
            "direction",
            "counting",
            "baseline_value",
            "baseline_label",
            "baseline_year",
            "remark",
            "remark_original",
            "meaning",
            "lead_department",
            "lead_confirmed",
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

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        candidate = Indicator(**{name: value for name, value in cleaned.items() if name != "measure"})
        self._check_decimals(candidate)
        for target in self.instance.targets.all() if self.instance.pk else ():
            try:
                check_target(target, candidate)
            except RuleError as error:
                self.add_error(FIELDS_OF_INDICATOR[error.field], f"目標「{target.label}」：{error}")
        return cleaned

    def _check_decimals(self, candidate: Indicator) -> None:
        """Neither the baseline nor any stored figure may need more decimals than are carried."""
        if _decimals(candidate.baseline_value) > candidate.decimals:
            self.add_error("baseline_value", f"小数は{candidate.decimals}桁までです。")
        if not self.instance.pk:
            return
        stored = [
            figure
            for rows in (self.instance.results, self.instance.publications, self.instance.targets)
            for figure in rows.exclude(value=None).values_list("value", flat=True)
        ]
        needed = max((_decimals(figure) for figure in stored), default=0)
        if needed > candidate.decimals:
            self.add_error("decimals", f"小数{needed}桁の値か目標があるので、{needed}より小さくできません。")


class TargetsToRead(admin.TabularInline):
    model = Target
    fields = ("label", "value", "target_year", "first_year", "decided_on", "published_at")
    readonly_fields = fields
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Indicator)
class IndicatorAdmin(SimpleHistoryAdmin):
    form = IndicatorForm
    list_display = ["code", "name", "unit", "direction", "counting", "lead_department", "lead_confirmed"]
    list_display_links = ["code", "name"]
    list_filter = ["lead_department", "lead_confirmed"]
    list_select_related = ["measure", "lead_department"]
    search_fields = ["name", "measure__number", "measure__name", "meaning", "remark"]
    inlines = [TargetsToRead]

    @admin.display(description="番号", ordering="measure__number")
    def code(self, indicator: Indicator) -> str:
        return indicator.code

    def get_readonly_fields(self, request: HttpRequest, obj: Indicator | None = None) -> list[str]:
        """The code is the address of published figures: with the first value it is fixed."""
        fixed = obj is not None and Result.objects.filter(indicator=obj.pk).exists()
        return ["measure", "letter"] if fixed else []


# --- Targets and thresholds -------------------------------------------------------------------------


class TargetForm(forms.ModelForm):
    class Meta:
        model = Target
        fields = ["indicator", "value", "target_year", "label", "first_year", "decided_on", "reason"]
        widgets = {"reason": forms.TextInput(attrs={"size": 80})}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        draft = Target(**cleaned)
        if draft.first_year > draft.target_year:
            self.add_error("first_year", "適用する最初の年度は、目標の年度より後にできません。")
        if _decimals(draft.value) > draft.indicator.decimals:
            self.add_error("value", f"小数は{draft.indicator.decimals}桁までです。")
        try:
            check_target(draft, draft.indicator)
        except RuleError as error:
            self.add_error(FIELDS_OF_TARGET.get(error.field), str(error))
        return cleaned


class ThresholdForm(forms.ModelForm):
    class Meta:
        model = Threshold
        fields = ["plan", "value", "first_year", "decided_on", "reason"]
        widgets = {"reason": forms.TextInput(attrs={"size": 80})}

    def clean_value(self) -> Decimal:
        value: Decimal = self.cleaned_data["value"]
        if not 0 < value <= 1:
            raise forms.ValidationError("やや遅れの下限は、0より大きく1以下にしてください。")
        return value


class DatedRuleAdmin(admin.ModelAdmin):
    """Drafts are edited; a published row is to be read, and a new decision is a new row."""

    list_select_related = ["published_by"]
    readonly_fields = ["published_at", "published_by"]
    actions = ["publish"]
    publish_one: Callable[..., Any]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.published_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.published_at is None)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return may_review(request.user)

    @admin.action(description="選んだ下書きを公表する（公表後は変えられません）", permissions=["publish"])
    def publish(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        """Each for itself: one that the rule refuses does not hold the others back."""
        for draft in chosen:
            try:
                type(self).publish_one(draft, request.user)
            except WorkflowError as refusal:
                self.message_user(request, f"{draft}：{refusal.message}", messages.ERROR)
            else:
                self.message_user(request, f"{draft}を公表しました。", messages.SUCCESS)


@admin.register(Target)
class TargetAdmin(DatedRuleAdmin):
    form = TargetForm
    list_display = ["__str__", "value", "target_year", "first_year", "decided_on", "published_at"]
    list_filter = [("published_at", admin.EmptyFieldListFilter), "first_year"]
    list_select_related = ["indicator__measure", "published_by"]
    search_fields = ["indicator__name", "indicator__measure__number", "label", "reason"]
    publish_one = staticmethod(lambda draft, by: publish_target(target=draft, by=by))


@admin.register(Threshold)
class ThresholdAdmin(DatedRuleAdmin):
    form = ThresholdForm
    list_display = ["value", "plan", "first_year", "decided_on", "published_at"]
    search_fields = ["reason"]
    publish_one = staticmethod(lambda draft, by: publish_threshold(threshold=draft, by=by))


# --- What is only looked at -------------------------------------------------------------------------


class ReadOnlyAdmin(admin.ModelAdmin):
    """Written by workflow.py and by nothing else, so not by a superuser either."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Cycle)
class CycleAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "plan", "due_on", "opened_at", "closed_at"]
    list_select_related = ["plan"]


@admin.register(Result)
class ResultAdmin(ReadOnlyAdmin):
    list_display = ["indicator", "year", "number", "kind", "value_state", "value", "state", "edited_at"]
    list_filter = ["state", "year", "kind", "value_state"]
    list_select_related = ["indicator__measure"]
    search_fields = ["indicator__name", "indicator__measure__number", "note"]


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    list_display = [
        "indicator",
        "year",
        "number",
        "kind",
        "value_state",
        "value",
        "published_at",
        "published_by",
    ]
    list_filter = ["year", "kind", "value_state"]
    list_select_related = ["indicator__measure", "published_by"]
    search_fields = ["indicator__name", "indicator__measure__number", "note", "reason"]


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "action", "indicator", "year", "number", "from_state", "to_state", "reason"]
    list_filter = ["action", "year"]
    list_select_related = ["by", "indicator__measure"]
    search_fields = ["by__username", "indicator__name", "indicator__measure__number", "reason"]
    date_hierarchy = "at"


# --- People -----------------------------------------------------------------------------------------


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 1


admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Accounts with their departments. Nobody lifts themselves above the office, nor touches who stands there."""

    list_display = ["username", "last_name", "first_name", "department_names", "is_staff", "is_active"]
    inlines = [MembershipInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("memberships__department")

    @admin.display(description="所属")
    def department_names(self, user: User) -> str:
        return "・".join(membership.department.name for membership in user.memberships.all())

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        own = list(super().get_readonly_fields(request, obj))
        above = [] if request.user.is_superuser else ["is_superuser", "user_permissions"]
        return [*own, *above]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_superuser or bool(request.user.is_superuser))
