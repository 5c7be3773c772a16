"""Where the plan stands, for managers and the plan office: whole, by measure, by department (docs/product.md §4).

The view lives in the address, so that it can be sent to a colleague. Unpublished values are shown to those who may
read them, and marked wherever they stand.
"""

from django.urls import path

from indicators.views.dashboard.briefing import briefing
from indicators.views.dashboard.drilldown import department, measure
from indicators.views.dashboard.files import figures_csv, figures_json, figures_xlsx
from indicators.views.dashboard.overview import overview
from indicators.views.dashboard.parts import part
from indicators.views.dashboard.saved_views import saved_view, saved_views

app_name = "dashboard"
urlpatterns = [
    path("", overview, name="overview"),
    path("charts.json", overview, name="overview_figures"),
    path("parts/<slug:key>/", part, name="part"),
    path("parts/<slug:key>/charts.json", part, name="part_figures"),
    path("briefing/", briefing, name="briefing"),
    path("views/", saved_views, name="views"),
    path("views/<int:pk>/", saved_view, name="view"),
    path("figures.csv", figures_csv, name="figures_csv"),
    path("figures.json", figures_json, name="figures_json"),
    path("figures.xlsx", figures_xlsx, name="figures_xlsx"),
    path("measures/<int:number>/", measure, name="measure"),
    path("measures/<int:number>/charts.json", measure, name="measure_figures"),
    path("departments/<slug:slug>/", department, name="department"),
    path("departments/<slug:slug>/charts.json", department, name="department_figures"),
]
