"""Accounts, and the departments that people work for."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from indicators.models import Membership


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
