"""Pages that explain: how to read, terms and formulas, this site, its accessibility."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators import frames
from indicators.open_data.licence import licence
from indicators.progress import Verdict
from indicators.views.public.about.examples import limit_examples, restart_examples, road_examples
from indicators.views.public.language.terms import glossary as glossary_terms
from indicators.views.shared.answers import crumbs, public_page
from indicators.views.shared.moment import as_of
from indicators.views.shared.plan import plan_of, source_of
from indicators.wording.figures import MEANINGS


@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    context = {
        "road": road_examples(plan_of(request), as_of(request)),
        "limit": limit_examples(plan_of(request), as_of(request)),
        "restart": restart_examples(plan_of(request), as_of(request)),
        "terms": glossary_terms(frames.published(source_of(request))),
        "crumbs": crumbs(("用語と計算", "")),
    }
    return render(request, "public/glossary.html", context)


@public_page
def how_to_read(request: HttpRequest) -> HttpResponse:
    """The marks of the site on figures of the plan, with values that are made up for it and say so."""
    road = (
        example
        for example in road_examples(plan_of(request), as_of(request))
        if example.verdict == Verdict.SLIGHTLY_BEHIND
    )
    context = {
        "road": next(road, None),
        "limit": next(iter(limit_examples(plan_of(request), as_of(request))), None),
        "verdicts": [{"verdict": key, "meaning": says} for key, says in MEANINGS.items()],
        "crumbs": crumbs(("このサイトの見かた", "")),
    }
    return render(request, "public/how_to_read.html", context)


@public_page
def about(request: HttpRequest) -> HttpResponse:
    context = {"licence": licence(), "crumbs": crumbs(("このサイトについて", ""))}
    return render(request, "public/about.html", context)


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html", {"crumbs": crumbs(("アクセシビリティ", ""))})
