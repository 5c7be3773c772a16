"""The addresses of the API. All of them read the datasets of the open data."""

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve

from indicators.open_data.api.document import document
from indicators.open_data.api.parameters import AS_OF, Asked, Parameter
from indicators.open_data.api.resources import RESOURCES, Resource
from indicators.open_data.files import rows_of
from indicators.open_data.indicators import VALUES
from indicators.open_data.licence import licence
from indicators.origin import whole_url
from indicators.spreadsheets.fields import DEMO_NOTICE
from indicators.views.api.answers import api_view
from indicators.views.api.pages import link_header, links_of, page_of
from indicators.views.shared.files import day_of, json_bytes
from indicators.views.shared.plan import source_of
from measures.addresses import reverse


def _nothing(*args: Any, **kwargs: Any) -> tuple[Parameter, ...]:
    return ()


def _only_the_day(*args: Any, **kwargs: Any) -> tuple[Parameter, ...]:
    return (AS_OF,)


def _of_list(name: str) -> tuple[Parameter, ...]:
    return RESOURCES[name].parameters if name in RESOURCES else ()


@api_view(_nothing)
def index(request: HttpRequest, asked: Asked) -> HttpResponse:
    """What there is, and where."""
    return _json(
        request,
        {
            "openapi": whole_url(request, reverse("api:openapi")),
            "guide": whole_url(request, reverse("public:api_guide")),
            "resources": [
                {
                    "name": resource.name,
                    "title": resource.dataset.title,
                    "url": whole_url(request, reverse("api:listing", args=[resource.name])),
                }
                for resource in RESOURCES.values()
            ],
        },
    )


@api_view(_nothing)
def openapi(request: HttpRequest, asked: Asked) -> HttpResponse:
    root = whole_url(request, reverse("api:index")).rstrip("/")
    guide = whole_url(request, reverse("public:api_guide"))
    return HttpResponse(
        json_bytes(document(source_of(request), RESOURCES, root, guide)), content_type="application/json"
    )


@api_view(_of_list)
def listing(request: HttpRequest, name: str, asked: Asked) -> HttpResponse:
    resource = _resource(name)
    page = page_of(resource.records(source_of(request), asked), asked)
    links = links_of(request, page)
    answer = _json(
        request,
        {
            "count": page.paginator.count,
            "page": page.number,
            "page_size": page.paginator.per_page,
            "pages": page.paginator.num_pages,
            "links": links,
            "items": rows_of(resource.dataset, page),
        },
    )
    answer["Link"] = link_header(links)
    return answer


@api_view(_only_the_day)
def one(request: HttpRequest, name: str, key: str, asked: Asked) -> HttpResponse:
    resource = _resource(name)
    record = _record(request, resource, key)
    told = {"item": rows_of(resource.dataset, [record])[0]}
    if name == "indicators":
        # The newest judged year, which the page of the indicator begins with.
        told["latest"] = rows_of(VALUES, [record])[0]
    return _json(request, told)


@api_view(_only_the_day)
def value(request: HttpRequest, code: str, year: str, asked: Asked) -> HttpResponse:
    """One year of one indicator, with the explanation of its verdict."""
    resource = RESOURCES["values"]
    patterns = {parameter.name: parameter.pattern for parameter in resource.filters}
    if not (re.fullmatch(patterns["indicator"], code) and re.fullmatch(patterns["year"], year)):
        raise Http404(
            f"「{code[:20]}」の「{year[:20]}」という値はありません。指標の番号と、西暦の年度で指定してください。"
        )
    found = resource.records(source_of(request), {"indicator": code, "year": int(year)})
    if not found:
        raise Http404(f"指標{code}の{int(year)}年度はありません。")
    return _json(request, {"item": rows_of(VALUES, found[:1])[0]})


@api_view(_nothing)
def missing(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Whatever has no address; one that lacks only the slash at its end is led to it."""
    try:
        resolved = resolve(f"{request.path}/")
    except Resolver404:
        resolved = None
    if resolved is not None and resolved.view_name != "api:missing":
        return HttpResponsePermanentRedirect(f"{request.path}/")
    raise Http404(f"このアドレス（URL）はありません。あるものは {reverse('api:index')} で見られます。")


def _resource(name: str) -> Resource:
    if name not in RESOURCES:
        raise Http404(f"「{name[:40]}」はありません。あるのは {'、'.join(RESOURCES)} です。")
    return RESOURCES[name]


def _record(request: HttpRequest, resource: Resource, key: str) -> Any:
    """The item that the address names; Http404 where there is none, or items have no address."""
    parameter = resource.key
    if parameter is None or parameter.tells is None:
        raise Http404(f"{resource.dataset.title}には、1件ずつのアドレス（URL）はありません。")
    if re.fullmatch(parameter.pattern, key):
        wanted = parameter.read(key)
        for record in resource.records(source_of(request), {}):
            if parameter.tells(record) == wanted:
                return record
    raise Http404(f"{resource.dataset.title}「{key[:40]}」はありません。")


def _json(request: HttpRequest, told: dict[str, Any]) -> HttpResponse:
    terms = licence()
    head = {
        **({"notice": DEMO_NOTICE} if settings.DEMO else {}),
        **day_of(request),
        "licence": terms.url,
        "attribution": terms.attribution,
    }
    return HttpResponse(json_bytes({**head, **told}), content_type="application/json")
