"""The plan's rows that published figures stand on: what their addresses and years are made of is fixed with the first.

measures/ knows nothing of indicators, so that its own admin cannot ask; here its classes are taken up and asked.
"""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from indicators.models import Indicator
from measures.admin import BasicPolicyAdmin, MeasureAdmin, PlanAdmin
from measures.models import BasicPolicy, Measure, Plan


class FixedOnceUsed:
    """`fixed`: fields that nobody changes once a figure below the row is public; nor is the row deleted then.

    `way_down`: from the row's id to its indicators.
    """

    fixed: tuple[str, ...]
    way_down: str
    NOTE = "この下に公表した目標や値があるので、ここでは変えられません。"

    def is_used(self, row: models.Model) -> bool:
        return Indicator.objects.public().filter(**{self.way_down: row.pk}).exists()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        kept = super().get_readonly_fields(request, obj)  # type: ignore[misc]
        return [*kept, *self.fixed] if obj is not None and self.is_used(obj) else kept

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None or not self.is_used(obj):
            return super().get_fieldsets(request, obj)  # type: ignore[misc]
        free = [
            name
            for name in self.get_fields(request, obj)  # type: ignore[attr-defined]
            if name not in self.fixed
        ]
        return [
            (None, {"fields": free}),
            ("変えられないもの", {"fields": self.fixed, "description": self.NOTE}),
        ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_delete_permission(request, obj)  # type: ignore[misc]
        return bool(allowed and (obj is None or not self.is_used(obj)))


for model in (Plan, BasicPolicy, Measure):
    admin.site.unregister(model)


@admin.register(Plan)
class UsedPlanAdmin(FixedOnceUsed, PlanAdmin):
    fixed = ("slug", "first_year", "last_year")
    way_down = "measure__policy__plan"


@admin.register(BasicPolicy)
class UsedBasicPolicyAdmin(FixedOnceUsed, BasicPolicyAdmin):
    fixed = ("plan", "number")
    way_down = "measure__policy"


@admin.register(Measure)
class UsedMeasureAdmin(FixedOnceUsed, MeasureAdmin):
    fixed = ("policy", "number")
    way_down = "measure"
