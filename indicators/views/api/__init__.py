"""The read-only API, version 1: every dataset of the open data by address, with filters, for programs.

Like every public page it shows published records alone, as they stood on ?as_of=, under one ETag.
"""

from django.urls import path, re_path

from indicators.views.api.views import index, listing, missing, one, openapi, value

app_name = "api"
urlpatterns = [
    path("", index, name="index"),
    path("openapi.json", openapi, name="openapi"),
    path("values/<str:code>/<str:year>/", value, name="value"),
    path("<slug:name>/", listing, name="listing"),
    path("<slug:name>/<str:key>/", one, name="one"),
    re_path(r"^.*$", missing, name="missing"),
]
