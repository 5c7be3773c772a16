"""The page that tells people what the API gives and how to ask it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from indicators.open_data.api.document import REFUSALS, TITLES
from indicators.open_data.api.examples import examples_of, key_example
from indicators.open_data.api.parameters import AS_OF, PAGE_SIZE, PAGING, USUAL_SIZE
from indicators.open_data.api.resources import RESOURCES
from indicators.open_data.licence import licence
from indicators.origin import whole_url
from indicators.views.shared.answers import crumbs, public_page
from indicators.views.shared.plan import source_of
from measures.addresses import reverse
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels

Example = dict[str, str]


@public_page
def api_guide(request: HttpRequest) -> HttpResponse:
    known = examples_of(source_of(request))
    context = {
        "resources": [
            {
                "name": one.name,
                "title": one.dataset.title,
                "filters": one.filters,
                "example": _address_of_one(one.name, known),
            }
            for one in RESOURCES.values()
        ],
        "paging": PAGING,
        "usual_size": USUAL_SIZE,
        "most_size": PAGE_SIZE.most,
        "examples": _examples(known),
        "root": whole_url(request, reverse("api:index")),
        "most_a_minute": settings.API_REQUESTS_A_MINUTE,
        "refusals": [
            {"status": status, "title": TITLES[int(status)], "words": words}
            for status, words in REFUSALS.items()
        ],
        "licence": licence(),
        "crumbs": crumbs(("オープンデータ", reverse("public:open_data")), ("API", "")),
    }
    return render(request, "public/api_guide.html", context)


def _examples(known: dict[str, str]) -> list[Example]:
    """What people ask, of what is there; of a site without a plan what asks for nothing by name."""
    asked = [("遅れと判定した値", "values", "verdict=behind")]
    if known:
        year, code = known["year"], known["indicator"]
        wareki = FiscalYear(int(year)).wareki
        asked = [
            (
                f"施策{known['measure']}の、{wareki}の値と判定",
                "values",
                f"measure={known['measure']}&year={year}",
            ),
            *asked,
            ("過去のある日に公表していた値", "values", f"indicator={code}&as_of={AS_OF.example}"),
            (f"{wareki}の値の公表の記録を、10件ずつ", "publications", f"year={year}&page_size=10"),
            (f"{code}の{wareki}の値と、判定の根拠", f"values/{code}/{year}", ""),
        ]
    return [_example(label, name, query) for label, name, query in asked]


def _example(label: str, name: str, query: str) -> Example:
    address = f"{reverse('api:index')}{name}/"
    return {"label": in_levels(label), "url": f"{address}?{query}" if query else address}


def _address_of_one(resource: str, known: dict[str, str]) -> Example:
    """The short name and the whole address; empty where there is none."""
    if resource == "values" and known:
        place = f"values/{known['indicator']}/{known['year']}/"
    elif key := key_example(resource, known):
        place = f"{resource}/{key}/"
    else:
        return {}
    return {"label": place, "url": f"{reverse('api:index')}{place}"}
