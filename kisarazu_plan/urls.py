"""Gives each surface its address."""

from django.contrib import admin
from django.urls import include, path

handler404 = "indicators.views.stale_fallback.not_found"
handler500 = "indicators.views.stale_fallback.failed"

urlpatterns = [
    path("", include("indicators.views.people")),
    path("entry/", include("indicators.views.entry")),
    path("office/", include("indicators.views.office")),
    path("dashboard/", include("indicators.views.dashboard")),
    path("comments/", include("indicators.views.comments")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("indicators.views.api")),
    path("health/", include("indicators.views.health")),
    path("", include("indicators.views.public")),
]
