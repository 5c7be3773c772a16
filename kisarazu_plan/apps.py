"""Django's admin behind our own door."""

from django.contrib.admin.apps import AdminConfig


class PlanAdminConfig(AdminConfig):
    default_site = "kisarazu_plan.admin.PlanAdminSite"
