"""Descriptions for machines: the Frictionless data package, and the DCAT catalogue as JSON-LD and as Turtle."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from indicators.open_data.addresses import Addresses
from indicators.open_data.catalogue import catalogue, turtle
from indicators.open_data.datapackage import datapackage
from indicators.open_data.datasets import DATASETS
from indicators.views.public.open_data.files import shared
from indicators.views.shared.answers import public_file
from indicators.views.shared.files import file_of, json_bytes
from indicators.views.shared.moment import as_of, moment_of
from indicators.views.shared.static_copy import static_copy_of, whole_address


@public_file
def datapackage_json(request: HttpRequest) -> HttpResponse:
    """Always under the name that tools look for: datapackage.json."""
    told = datapackage(DATASETS, addresses_of(request), as_of(request))
    answer = shared(file_of(request, json_bytes(told), "datapackage", "json"))
    answer["Content-Disposition"] = 'inline; filename="datapackage.json"'
    return answer


@public_file
def catalog_jsonld(request: HttpRequest) -> HttpResponse:
    return shared(file_of(request, json_bytes(_catalogue(request)), "catalog", "jsonld"))


@public_file
def catalog_ttl(request: HttpRequest) -> HttpResponse:
    return shared(file_of(request, turtle(_catalogue(request)).encode(), "catalog", "ttl"))


def addresses_of(request: HttpRequest) -> Addresses:
    """Whole addresses under the host that was asked; on a past day those of that day. A static copy has no API."""
    moment = moment_of(request)
    static = static_copy_of(request)

    def whole(name: str, *args: Any) -> str:
        return request.build_absolute_uri(reverse(name, args=args))

    def file(name: str, kind: str) -> str:
        path = reverse(f"public:dataset_{kind}", args=[name])
        return whole_address(request, path, None if moment is None else moment.day)

    return Addresses(
        home=whole("public:home"),
        page=whole("public:open_data"),
        api="" if static else whole("api:index"),
        openapi="" if static else whole("api:openapi"),
        api_page="" if static else whole("public:api_guide"),
        file=file,
        is_past=moment is not None and not static,
    )


def _catalogue(request: HttpRequest) -> dict[str, Any]:
    return catalogue(DATASETS, addresses_of(request), as_of(request))
