"""What citizens see. Figures come from frames.published() and frames.history() alone, so that no draft can leak."""

from django.urls import path

from indicators.views.public.about.guide import about, accessibility, glossary, how_to_read
from indicators.views.public.figures.indicator_list import indicator_list
from indicators.views.public.figures.indicators import (
    indicator,
    indicator_comparisons,
    indicator_csv,
    indicator_json,
)
from indicators.views.public.history.diff import changes, changes_csv, changes_json
from indicators.views.public.history.feeds import corrections_feed, publications_feed
from indicators.views.public.history.news import corrections, publications
from indicators.views.public.open_data import (
    catalog_jsonld,
    catalog_ttl,
    datapackage_json,
    dataset_csv,
    dataset_json,
    dataset_xlsx,
    dictionary,
    open_data,
    workbook,
)
from indicators.views.public.open_data.api_guide import api_guide
from indicators.views.public.plan.departments import (
    department,
    department_csv,
    department_json,
    department_list,
)
from indicators.views.public.plan.home import home, plan_csv, plan_json, policy
from indicators.views.public.plan.measures import measure, measure_csv, measure_json, measure_list
from indicators.views.public.plan.sheets import sheet, sheet_xlsx
from indicators.views.public.sharing.embed import embed
from indicators.views.public.sharing.social_images import home_card, indicator_card, measure_card
from indicators.views.public.site.machines import robots, sitemap
from indicators.views.public.site.search import search
from indicators.views.public.site.site_map import site_map

app_name = "public"
urlpatterns = [
    path("", home, name="home"),
    path("plan.json", plan_json, name="plan_json"),
    path("plan.csv", plan_csv, name="plan_csv"),
    path("policies/<str:number>/", policy, name="policy"),
    path("measures/", measure_list, name="measures"),
    path("measures/<int:number>/", measure, name="measure"),
    path("measures/<int:number>.json", measure_json, name="measure_json"),
    path("measures/<int:number>.csv", measure_csv, name="measure_csv"),
    path("measures/<int:number>/sheets/<int:year>/", sheet, name="sheet"),
    path("measures/<int:number>/sheets/<int:year>.xlsx", sheet_xlsx, name="sheet_xlsx"),
    path("indicators/", indicator_list, name="indicators"),
    path("indicators/<str:code>.json", indicator_json, name="indicator_json"),
    path("indicators/<str:code>.csv", indicator_csv, name="indicator_csv"),
    path("indicators/<str:code>/comparisons.csv", indicator_comparisons, name="indicator_comparisons"),
    path("indicators/<str:code>/", indicator, name="indicator"),
    path("departments/", department_list, name="departments"),
    path("departments/<slug:slug>/", department, name="department"),
    path("departments/<slug:slug>.json", department_json, name="department_json"),
    path("departments/<slug:slug>.csv", department_csv, name="department_csv"),
    path("search/", search, name="search"),
    path("publications/", publications, name="publications"),
    path("corrections/", corrections, name="corrections"),
    path("changes/", changes, name="changes"),
    path("changes.csv", changes_csv, name="changes_csv"),
    path("changes.json", changes_json, name="changes_json"),
    path("glossary/", glossary, name="glossary"),
    path("how-to-read/", how_to_read, name="how_to_read"),
    path("site-map/", site_map, name="site_map"),
    path("about/", about, name="about"),
    path("accessibility/", accessibility, name="accessibility"),
    path("open-data/", open_data, name="open_data"),
    path("open-data/dictionary/", dictionary, name="dictionary"),
    path("open-data/api/", api_guide, name="api_guide"),
    path("open-data/datapackage.json", datapackage_json, name="datapackage"),
    path("open-data/catalog.jsonld", catalog_jsonld, name="catalog_jsonld"),
    path("open-data/catalog.ttl", catalog_ttl, name="catalog_ttl"),
    path("open-data/all.xlsx", workbook, name="workbook"),
    path("open-data/<slug:name>.csv", dataset_csv, name="dataset_csv"),
    path("open-data/<slug:name>.json", dataset_json, name="dataset_json"),
    path("open-data/<slug:name>.xlsx", dataset_xlsx, name="dataset_xlsx"),
    path("feeds/publications.atom", publications_feed, name="publications_feed"),
    path("feeds/corrections.atom", corrections_feed, name="corrections_feed"),
    path("embed/indicators/<str:code>/", embed, name="embed"),
    path("cards/home.png", home_card, name="home_card"),
    path("cards/measures/<int:number>.png", measure_card, name="measure_card"),
    path("cards/indicators/<str:code>.png", indicator_card, name="indicator_card"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
]
