"""Pages that explain: terms and formulas, this site, its accessibility."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.models import Counting, ValueState
from indicators.views.public.answers import crumbs, public_page
from indicators.views.public.examples import limit_examples, restart_examples, road_examples


@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    context = {
        "road": road_examples(),
        "limit": limit_examples(),
        "restart": restart_examples(),
        "states": ValueState.choices,
        "countings": Counting.choices,
        "crumbs": crumbs(("用語と計算", "")),
    }
    return render(request, "public/glossary.html", context)


@public_page
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "public/about.html", {"crumbs": crumbs(("このサイトについて", ""))})


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html", {"crumbs": crumbs(("アクセシビリティ", ""))})
