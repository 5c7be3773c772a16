"""Descriptions for machines: the Frictionless data package, and the DCAT catalogue as JSON-LD and as Turtle."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from indicators.open_data.addresses import Addresses
from indicators.open_data.catalogue import catalogue, turtle
from indicators.open_data.datapackage import datapackage
from indicators.open_data.datasets import DATASETS
from indicators.origin import whole_url
from indicators.views.public.open_data.files import shared
from indicators.views.shared.answers import public_file
from indicators.views.shared.files import file_of, json_bytes
from indicators.views.shared.moment import past_day
from indicators.views.shared.plan import source_of
from indicators.views.shared.static_copy import static_copy_of, whole_address
from measures.addresses import reverse
from measures.typed_text import holdable_all


@public_file
def datapackage_json(request: HttpRequest) -> HttpResponse:
    """Always under the name that tools look for: datapackage.json."""
    told = datapackage(DATASETS, addresses_of(request), source_of(request))
    answer = shared(file_of(request, json_bytes(told), "datapackage", "json"))
    answer["Content-Disposition"] = 'inline; filename="datapackage.json"'
    return answer


@public_file
def catalog(request: HttpRequest, ending: str) -> HttpResponse:
    described = catalogue(DATASETS, addresses_of(request), source_of(request))
    told = {name: holdable_all(content) for name, content in described.items()}
    body = json_bytes(told) if ending == "jsonld" else turtle(told).encode()
    return shared(file_of(request, body, "catalog", ending))


def addresses_of(request: HttpRequest) -> Addresses:
    """Whole addresses under the host that was asked; on a past day those of that day. A static copy has no API."""
    static = static_copy_of(request)

    def whole(name: str, *args: Any) -> str:
        return whole_url(request, reverse(name, args=args))

    def file(name: str, kind: str) -> str:
        return whole_address(request, reverse(f"public:dataset_{kind}", args=[name]))

    return Addresses(
        home=whole("public:home"),
        page=whole("public:open_data"),
        api="" if static else whole("api:index"),
        openapi="" if static else whole("api:openapi"),
        api_page="" if static else whole("public:api_guide"),
        file=file,
        is_past=past_day(request) is not None and not static,
        page_of=None if static else lambda day: f"{whole('public:open_data')}?as_of={day}",
        own_page=""
        if static or past_day(request) is None
        else whole_address(request, reverse("public:open_data")),
        catalogue_of=None if static else lambda day: f"{whole('public:catalog_jsonld')}?as_of={day}",
    )
