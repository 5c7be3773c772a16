"""Accounts, and the departments that people work for."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from indicators.models import Membership
from indicators.permissions import memberships_of_today
from indicators.workflow import holds_power
from measures.text_fields import TYPED_TEXT


class MembershipInline(admin.TabularInline):
    model = Membership
    fields = ["role", "department", "since", "until"]
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rights are given on the office's pages, by its rules: a superuser gives no office role."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Accounts with their departments, to look at; superusers alone repair here what the office's pages cannot."""

    formfield_overrides = TYPED_TEXT
    list_display = ["username", "last_name", "first_name", "department_names", "is_staff", "is_active"]
    inlines = [MembershipInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related(memberships_of_today())

    @admin.display(description="所属")
    def department_names(self, user: User) -> str:
        return "・".join(row.department.name for row in user.memberships.all() if row.department)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and _is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whatever rights were given: a change made here would miss the rules and the log of the office's pages."""
        if obj is not None and holds_power(obj):
            return (
                False  # their address and password are power: two of the office decide (workflow/powers.py)
            )
        return super().has_change_permission(request, obj) and _is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Switched off, never deleted: the log names everybody."""
        return False


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))
