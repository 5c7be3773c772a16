"""What citizens see. Figures come from frames.published() and frames.history() alone, so that no draft can leak."""

from django.urls import path

from indicators.views.public import (
    departments,
    guide,
    home,
    indicators,
    machines,
    measures,
    open_data,
    search,
)

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("plan.json", home.plan_json, name="plan_json"),
    path("plan.csv", home.plan_csv, name="plan_csv"),
    path("policies/<str:number>/", home.policy, name="policy"),
    path("measures/", measures.index, name="measures"),
    path("measures/<int:number>/", measures.measure, name="measure"),
    path("measures/<int:number>.json", measures.measure_json, name="measure_json"),
    path("measures/<int:number>.csv", measures.measure_csv, name="measure_csv"),
    path("indicators/", indicators.index, name="indicators"),
    path("indicators/<str:code>.json", indicators.indicator_json, name="indicator_json"),
    path("indicators/<str:code>.csv", indicators.indicator_csv, name="indicator_csv"),
    path("indicators/<str:code>/", indicators.indicator, name="indicator"),
    path("departments/", departments.index, name="departments"),
    path("departments/<slug:slug>/", departments.department, name="department"),
    path("departments/<slug:slug>.json", departments.department_json, name="department_json"),
    path("departments/<slug:slug>.csv", departments.department_csv, name="department_csv"),
    path("search/", search.search, name="search"),
    path("corrections/", guide.corrections, name="corrections"),
    path("glossary/", guide.glossary, name="glossary"),
    path("about/", guide.about, name="about"),
    path("accessibility/", guide.accessibility, name="accessibility"),
    path("open-data/", open_data.open_data, name="open_data"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
]
