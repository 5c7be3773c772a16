"""Gives each surface its address."""

from django.contrib import admin
from django.urls import URLResolver, include, path

from measures.addresses import PlanPrefix

handler400 = "indicators.views.stale_fallback.unreadable"
handler404 = "indicators.views.stale_fallback.not_found"
handler500 = "indicators.views.stale_fallback.failed"

of_a_plan = [
    path("entry/", include("indicators.views.entry")),
    path("office/", include("indicators.views.office")),
    path("dashboard/", include("indicators.views.dashboard")),
    path("comments/", include("indicators.views.comments")),
    path("api/v1/", include("indicators.views.api")),
    path("", include("indicators.views.public")),
]
urlpatterns = [
    path("", include("indicators.views.people")),
    path("approvals/", include("indicators.views.approvals")),
    path("manual/", include("indicators.views.manual")),
    path("admin/", admin.site.urls),
    path("health/", include("indicators.views.health")),
    URLResolver(PlanPrefix(), of_a_plan),  # type: ignore[arg-type]  # it is one by what it does
]
