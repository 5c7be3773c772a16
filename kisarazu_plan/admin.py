"""The door of /admin/: whoever is of the plan office today, beside those whom Django's own flag lets in."""

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from indicators.permissions import is_plan_office


class PlanLoginForm(AdminAuthenticationForm):
    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        if not is_plan_office(user):
            super().confirm_login_allowed(user)  # type: ignore[arg-type]


class PlanAdminSite(admin.AdminSite):
    login_form = PlanLoginForm

    def has_permission(self, request: HttpRequest) -> bool:
        """By the role of the day, so that nobody has to take a flag away on April 1; what may be done inside follows
        from it, too (indicators.accounts.RightsOfTheDay)."""
        return super().has_permission(request) or is_plan_office(request.user)
