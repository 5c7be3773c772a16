"""Targets, interim targets and thresholds: drafted by one person of the plan office, published by another."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from indicators.admin.indicators import decimals_of
from indicators.models import InterimTarget, Target, Threshold
from indicators.permissions import may_review
from indicators.progress import RuleError
from indicators.workflow import (
    Incomplete,
    WorkflowError,
    check_interim,
    check_target,
    publish_interim,
    publish_target,
    publish_threshold,
)

FIELDS_OF_TARGET = {"target": "value", "target_year": "target_year"}


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
        if decimals_of(draft.value) > draft.indicator.decimals:
            self.add_error("value", f"小数は{draft.indicator.decimals}桁までです。")
        try:
            check_target(draft, draft.indicator)
        except RuleError as error:
            self.add_error(FIELDS_OF_TARGET.get(error.field), str(error))
        return cleaned


class InterimTargetForm(forms.ModelForm):
    class Meta:
        model = InterimTarget
        fields = ["indicator", "year", "value", "first_year", "decided_on", "reason"]
        widgets = {"reason": forms.TextInput(attrs={"size": 80})}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        draft = InterimTarget(**cleaned)
        if draft.value is not None and decimals_of(draft.value) > draft.indicator.decimals:
            self.add_error("value", f"小数は{draft.indicator.decimals}桁までです。")
        try:
            check_interim(draft)
        except Incomplete as missing:
            for name, message in missing.errors.items():
                self.add_error(None if name == "__all__" else name, message)
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
    """Drafts are edited; a published row is to be read, and a new decision is a new row.

    Whoever saved a draft last is its author: somebody else publishes it.
    """

    list_select_related = ["published_by", "drafted_by"]
    readonly_fields = ["drafted_by", "published_at", "published_by"]
    actions = ["publish"]
    publish_one: Callable[..., Any]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.drafted_by = request.user
        super().save_model(request, obj, form, change)

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
    list_display = [
        "__str__",
        "value",
        "target_year",
        "first_year",
        "decided_on",
        "drafted_by",
        "published_at",
    ]
    list_filter = [("published_at", admin.EmptyFieldListFilter), "first_year"]
    list_select_related = ["indicator__measure", "published_by", "drafted_by"]
    search_fields = ["indicator__name", "indicator__measure__number", "label", "reason"]
    publish_one = staticmethod(lambda draft, by: publish_target(target=draft, by=by))


@admin.register(InterimTarget)
class InterimTargetAdmin(DatedRuleAdmin):
    form = InterimTargetForm
    list_display = ["__str__", "value", "first_year", "decided_on", "drafted_by", "published_at"]
    list_filter = [("published_at", admin.EmptyFieldListFilter), "year", "first_year"]
    list_select_related = ["indicator__measure", "published_by", "drafted_by"]
    search_fields = ["indicator__name", "indicator__measure__number", "reason"]
    publish_one = staticmethod(lambda draft, by: publish_interim(interim=draft, by=by))


@admin.register(Threshold)
class ThresholdAdmin(DatedRuleAdmin):
    form = ThresholdForm
    list_display = ["value", "plan", "first_year", "decided_on", "drafted_by", "published_at"]
    list_select_related = ["plan", "published_by", "drafted_by"]
    search_fields = ["reason"]
    publish_one = staticmethod(lambda draft, by: publish_threshold(threshold=draft, by=by))
