"""What citizens see. Figures come from frames.published() and frames.history() alone, so that no draft can leak."""

from collections.abc import Callable, Iterable

from django.http import HttpResponse
from django.urls import URLPattern, path

from indicators.views.public import easy
from indicators.views.public.about import guide
from indicators.views.public.english import pages as english
from indicators.views.public.figures import indicator_list, indicators
from indicators.views.public.history import calendar, diff, feeds, news
from indicators.views.public.open_data import api_guide, descriptors, files, page
from indicators.views.public.plan import departments, home, initiatives, measures, one_page, sheets
from indicators.views.public.sharing import embed, social_images
from indicators.views.public.site import logo, machines, search, site_map


def _files(
    route: str, view: Callable[..., HttpResponse], name: str, endings: Iterable[str] = ("json", "csv")
) -> Iterable[URLPattern]:
    """One address for each ending that a file can be had with: <route>.json is <name>_json."""
    for ending in endings:
        yield path(f"{route}.{ending}", view, {"ending": ending}, name=f"{name}_{ending}")


def _paper(route: str, paper: str, name: str) -> Iterable[URLPattern]:
    """One sheet of the plan, of a measure, of a department, each in one size of paper."""
    size = {"paper": paper}
    yield path(f"{route}/", one_page.one_page, size, name=name)
    yield path(f"{route}/measures/<int:number>/", one_page.one_page_measure, size, name=f"{name}_measure")
    yield path(
        f"{route}/departments/<slug:slug>/", one_page.one_page_department, size, name=f"{name}_department"
    )


app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    *_files("plan", home.plan_file, "plan"),
    path("policies/<str:number>/", home.policy, name="policy"),
    path("measures/", measures.measure_list, name="measures"),
    path("measures/<int:number>/", measures.measure, name="measure"),
    path("measures/<int:number>/figures.json", measures.measure, name="measure_figures"),
    *_files("measures/<int:number>", measures.measure_file, "measure"),
    path("measures/<int:number>/sheets/<int:year>/", sheets.sheet, name="sheet"),
    path("measures/<int:number>/sheets/<int:year>.xlsx", sheets.sheet_xlsx, name="sheet_xlsx"),
    path("initiatives/", initiatives.initiative_list, name="initiatives"),
    path("initiatives/<str:initiative>/", initiatives.initiative, name="initiative"),
    path("indicators/", indicator_list.indicator_list, name="indicators"),
    *_files("indicators/<str:code>", indicators.indicator_file, "indicator"),
    path(
        "indicators/<str:code>/comparisons.csv",
        indicators.indicator_comparisons,
        name="indicator_comparisons",
    ),
    path("indicators/<str:code>/", indicators.indicator, name="indicator"),
    path("indicators/<str:code>/figures.json", indicators.indicator, name="indicator_figures"),
    path("en/", english.home, name="en_home"),
    path("en/measures/<int:number>/", english.measure, name="en_measure"),
    path("en/indicators/<str:code>/", english.indicator, name="en_indicator"),
    path("departments/", departments.department_list, name="departments"),
    path("departments/<slug:slug>/", departments.department, name="department"),
    path("departments/<slug:slug>/figures.json", departments.department, name="department_figures"),
    *_files("departments/<slug:slug>", departments.department_file, "department"),
    *_paper("print/one-page", "a4", "one_page"),
    *_paper("print/poster", "a3", "poster"),
    path("search/", search.search, name="search"),
    path("publications/", news.publications, name="publications"),
    path("publications/awaited.ics", calendar.awaited, name="awaited"),
    path("corrections/", news.corrections, name="corrections"),
    path("changes/", diff.changes, name="changes"),
    *_files("changes", diff.changes_file, "changes"),
    path("glossary/", guide.glossary, name="glossary"),
    path("how-to-read/", guide.how_to_read, name="how_to_read"),
    path("site-map/", site_map.site_map, name="site_map"),
    path("about/", guide.about, name="about"),
    path("accessibility/", guide.accessibility, name="accessibility"),
    path("open-data/", page.open_data, name="open_data"),
    path("open-data/dictionary/", page.dictionary, name="dictionary"),
    path("open-data/api/", api_guide.api_guide, name="api_guide"),
    path("open-data/datapackage.json", descriptors.datapackage_json, name="datapackage"),
    *_files("open-data/catalog", descriptors.catalog, "catalog", ("jsonld", "ttl")),
    path("open-data/all.xlsx", files.workbook, name="workbook"),
    *_files("open-data/<slug:name>", files.dataset_file, "dataset", ("csv", "json", "xlsx")),
    path("feeds/publications.atom", feeds.publications_feed, name="publications_feed"),
    path("feeds/corrections.atom", feeds.corrections_feed, name="corrections_feed"),
    path("embed/indicators/<str:code>/", embed.embed, name="embed"),
    path("cards/home.png", social_images.home_card, name="home_card"),
    path("cards/measures/<int:number>.png", social_images.measure_card, name="measure_card"),
    path("cards/indicators/<str:code>.png", social_images.indicator_card, name="indicator_card"),
    path("logo/<slug:name>.png", logo.logo, name="logo"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
]
urlpatterns += easy.beside(urlpatterns)
