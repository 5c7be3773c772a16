"""Pages that explain: terms and formulas, this site, its accessibility, and every correction."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.models import Counting, ValueState
from indicators.views.public.answers import crumbs, public_page
from indicators.views.public.examples import limit_examples, restart_examples, road_examples
from indicators.views.public.moment import as_of


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


@public_page
def corrections(request: HttpRequest) -> HttpResponse:
    context = {
        "records": [record for record in frames.history(as_of=as_of(request)) if record.is_correction],
        "crumbs": crumbs(("訂正の一覧", "")),
    }
    return render(request, "public/corrections.html", context)
