"""やさしい日本語: each page of citizens in short sentences with readings, made of the same rows (decisions/0031)."""

from collections.abc import Callable, Iterator

from django.http import HttpResponse
from django.urls import URLPattern, path

from indicators.views.public.easy import explaining, figures, news, plan
from indicators.views.public.easy.page import not_easier
from indicators.views.shared.languages import NO_EASIER

VIEWS: dict[str, Callable[..., HttpResponse]] = {
    "home": plan.home,
    "policy": plan.policy,
    "measures": plan.measures,
    "measure": plan.measure,
    "indicators": figures.indicators,
    "indicator": figures.indicator,
    "departments": plan.departments,
    "department": plan.department,
    "publications": news.publications,
    "corrections": news.corrections,
    "glossary": explaining.glossary,
    "how_to_read": explaining.how_to_read,
    "site_map": explaining.site_map,
    "about": explaining.about,
    "accessibility": explaining.accessibility,
    "open_data": explaining.open_data,
    **dict.fromkeys(NO_EASIER, not_easier),
}


def beside(patterns: list[URLPattern]) -> Iterator[URLPattern]:
    """Below easy/ the same address for each page that has an easier one, or says that it has none."""
    for found in patterns:
        if found.name in VIEWS:
            yield path(f"easy/{found.pattern}", VIEWS[found.name], name=f"easy_{found.name}")
