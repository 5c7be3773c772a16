"""The door of /admin/: whoever is of the plan office today, beside those whom Django's own flag lets in."""

from django.contrib import admin
from django.http import HttpRequest

from indicators.permissions import is_plan_office


class PlanAdminSite(admin.AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        """By the role of the day, so that nobody has to take a flag away on April 1; what may be done inside follows
        from it, too (indicators.accounts.RightsOfTheDay)."""
        return super().has_permission(request) or is_plan_office(request.user)
