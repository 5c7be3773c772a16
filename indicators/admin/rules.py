"""Targets, baselines, interim targets and thresholds: here they are only looked at; the office's pages write them."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.admin.records import ReadOnlyAdmin
from indicators.models import (
    Baseline,
    DatedRule,
    FigurePoints,
    InterimTarget,
    Passport,
    Recount,
    Rhythm,
    Target,
    Threshold,
)

# What every rule says of itself.
DECIDED = ("first_year", "decided_on", "drafted_by", "published_at")


class DatedRuleAdmin(ReadOnlyAdmin):
    list_filter = [("published_at", admin.EmptyFieldListFilter), "first_year"]
    list_select_related = ["indicator__measure", "published_by", "drafted_by"]
    search_fields = ["indicator__name", "indicator__measure__number", "reason"]
    readonly_fields = ["where"]

    @admin.display(description="決めるところ")
    def where(self, rule: DatedRule) -> SafeString:
        address = (
            reverse("office:threshold", args=[rule.plan.slug])
            if isinstance(rule, Threshold)
            else reverse("office:target", args=[rule.indicator.code])  # type: ignore[attr-defined]
        )
        return format_html('<a href="{}">目標と現状値のページ</a>で下書きし、ほかの人が公表します。', address)


@admin.register(Target)
class TargetAdmin(DatedRuleAdmin):
    list_display = ["__str__", "value", "target_year", *DECIDED]


@admin.register(Baseline)
class BaselineAdmin(DatedRuleAdmin):
    list_display = ["__str__", "value", "baseline_year", *DECIDED]


@admin.register(InterimTarget)
class InterimTargetAdmin(DatedRuleAdmin):
    list_display = ["__str__", "value", *DECIDED]
    list_filter = [("published_at", admin.EmptyFieldListFilter), "year", "first_year"]


@admin.register(Rhythm)
class RhythmAdmin(DatedRuleAdmin):
    list_display = ["__str__", "every", "survey_year", *DECIDED]


@admin.register(Recount)
class RecountAdmin(DatedRuleAdmin):
    list_display = ["__str__", "reason", *DECIDED]


@admin.register(Threshold)
class ThresholdAdmin(DatedRuleAdmin):
    list_display = ["value", "plan", *DECIDED]
    list_select_related = ["plan", "published_by", "drafted_by"]
    search_fields = ["reason"]


@admin.register(Passport)
class PassportAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "drafted_by", "published_at"]
    list_filter = [("published_at", admin.EmptyFieldListFilter)]
    list_select_related = ["indicator__measure", "drafted_by"]
    search_fields = ["indicator__name", "indicator__measure__number", "definition", "source"]


@admin.register(FigurePoints)
class FigurePointsAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "chart", "drafted_by", "published_at"]
    list_filter = [("published_at", admin.EmptyFieldListFilter)]
    list_select_related = ["measure", "drafted_by"]
    search_fields = ["measure__name", "measure__number"]
