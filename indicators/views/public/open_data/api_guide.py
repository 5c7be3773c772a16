"""The page that tells people what the API gives and how to ask it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.open_data.api.document import REFUSALS, TITLES
from indicators.open_data.api.parameters import PAGE_SIZE, PAGING, USUAL_SIZE
from indicators.open_data.api.resources import RESOURCES
from indicators.open_data.licence import licence
from indicators.origin import whole_url
from indicators.views.shared.answers import crumbs, public_page
from indicators.views.shared.plan import plan_of
from measures.addresses import reverse

EXAMPLES = (
    ("施策44の、令和6年度の値と判定", "values", "measure=44&year=2024"),
    ("遅れと判定した値", "values", "verdict=behind"),
    ("過去のある日に公表していた値", "values", "indicator=44B&as_of=2026-07-01"),
    ("令和6年度の値の公表の記録を、10件ずつ", "publications", "year=2024&page_size=10"),
)


@public_page
def api_guide(request: HttpRequest) -> HttpResponse:
    examples = [
        {"label": label, "url": f"{reverse('api:listing', args=[name])}?{query}"}
        for label, name, query in EXAMPLES
    ]
    context = {
        "resources": RESOURCES.values(),
        "paging": PAGING,
        "usual_size": USUAL_SIZE,
        "most_size": PAGE_SIZE.most,
        "examples": examples,
        "root": whole_url(request, reverse("api:index")),
        "most_a_minute": settings.API_REQUESTS_A_MINUTE,
        "refusals": [
            {"status": status, "title": TITLES[int(status)], "words": words}
            for status, words in REFUSALS.items()
        ],
        "licence": licence(plan_of(request)),
        "crumbs": crumbs(("オープンデータ", reverse("public:open_data")), ("API", "")),
    }
    return render(request, "public/api_guide.html", context)
