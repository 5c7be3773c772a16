"""The catalogue of all datasets in DCAT (with the properties that DCAT-AP asks for), as JSON-LD and as Turtle."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from indicators import frames
from indicators.frames import Source
from indicators.open_data.addresses import Addresses
from indicators.open_data.dataset import Dataset
from indicators.open_data.licence import licence
from indicators.open_data.records import newest_moment, updates
from indicators.open_data.title import description, plan_title
from indicators.spreadsheets.fields import moment_text
from indicators.wording.questions import plain_form
from measures.levels import in_levels
from measures.models import Plan
from measures.site import site_city, site_settings

MEDIA = "https://www.iana.org/assignments/media-types/"
EU = "http://publications.europa.eu/resource/authority/"
FORMATS = {
    "csv": ("CSV", f"{MEDIA}text/csv"),
    "json": ("JSON", f"{MEDIA}application/json"),
    "xlsx": (
        "XLSX",
        f"{MEDIA}application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
# Whole within the file: whoever reads it asks no other host for a context.
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "@language": "ja",
}


def catalogue(datasets: Sequence[Dataset], addresses: Addresses, source: Source) -> dict[str, Any]:
    """JSON-LD: a dcat:Catalog with its datasets, their distributions, and the API as a dcat:DataService."""
    plan = source.plan
    city = site_settings().city
    publisher = {"@id": f"{addresses.home}#publisher", "@type": "foaf:Agent", "foaf:name": city or "市"}
    common = {
        "dct:publisher": {"@id": publisher["@id"]},
        "dct:language": {"@id": f"{EU}language/JPN"},
        **_moments(source),
        **_version(addresses, source),
    }
    about = {**_spatial(addresses, plan), **_contact(addresses, plan)}
    days = [update.day.isoformat() for update in updates(source)]
    found = [
        {
            **_dataset(dataset, addresses, {**common, **_shared(about)}, plan),
            **_of_series(dataset, addresses, days),
        }
        for dataset in datasets
    ]
    return {
        "@context": CONTEXT,
        "@id": f"{addresses.page}#catalog",
        "@type": "dcat:Catalog",
        "dct:title": f"{plan_title(plan)}のオープンデータ",
        "dct:description": description(),
        **common,
        **about,
        "dct:publisher": publisher,
        "dct:license": _licence(),
        "foaf:homepage": {"@id": addresses.page},
        "dcat:themeTaxonomy": {"@id": f"{EU}data-theme"},
        "dcat:dataset": found,
        **_series(datasets, addresses, days),
        **_service(addresses, found),
    }


def _service(addresses: Addresses, found: list[dict[str, Any]]) -> dict[str, Any]:
    """None in a static copy, which answers no question."""
    if not addresses.api:
        return {}
    return {
        "dcat:service": {
            "@id": f"{addresses.page}#api",
            "@type": "dcat:DataService",
            "dct:title": "読み取り専用のAPI（v1）",
            "dcat:endpointURL": {"@id": addresses.api},
            "dcat:endpointDescription": {"@id": addresses.openapi},
            "dcat:landingPage": {"@id": addresses.api_page},
            "dct:license": _licence(),
            "dcat:servesDataset": [{"@id": one["@id"]} for one in found],
        }
    }


def turtle(document: dict[str, Any]) -> str:
    """The same graph as Turtle."""
    import rdflib  # a quarter of a second, which most processes never need

    graph = rdflib.Graph()
    graph.parse(data=json.dumps(document), format="json-ld")
    return graph.serialize(format="turtle")


def _series(datasets: Sequence[Dataset], addresses: Addresses, days: Sequence[str]) -> dict[str, Any]:
    """Of each dataset the row of its editions, one a day on which something was published; none in a static copy."""
    if addresses.page_of is None or not days:
        return {}
    return {
        "dcat:resource": [
            {
                "@id": f"{addresses.page}#{dataset.name}-series",
                "@type": "dcat:DatasetSeries",
                "dct:title": f"{dataset.title}（公表した日ごと）",
                "dct:description": f"{dataset.about}。公表した日ごとの内容",
                "dcat:first": {"@id": f"{addresses.page_of(days[-1])}#{dataset.name}"},
                "dcat:last": {"@id": _place(dataset, addresses)},
            }
            for dataset in datasets
        ]
    }


def _of_series(dataset: Dataset, addresses: Addresses, days: Sequence[str]) -> dict[str, Any]:
    """Where an edition stands in that row, and the editions of the days before it."""
    if addresses.page_of is None or not days:
        return {}
    versions = [{"@id": f"{addresses.page_of(day)}#{dataset.name}"} for day in days]
    told: dict[str, Any] = {"dcat:inSeries": {"@id": f"{addresses.page}#{dataset.name}-series"}}
    if addresses.is_past:
        told["dcat:isVersionOf"] = {"@id": f"{addresses.page}#{dataset.name}"}
    if versions[1:]:
        told["dcat:prev"] = versions[1]
    return {**told, "dcat:hasVersion": versions}


def _place(dataset: Dataset, addresses: Addresses) -> str:
    """An edition of a past day is a dataset of its own."""
    return f"{addresses.own_page or addresses.page}#{dataset.name}"


def _dataset(
    dataset: Dataset, addresses: Addresses, common: dict[str, Any], plan: Plan | None
) -> dict[str, Any]:
    place = _place(dataset, addresses)
    return {
        "@id": place,
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.name,
        "dct:title": dataset.title,
        "dct:description": dataset.about,
        **common,
        **_temporal(place, plan),
        "dct:license": _licence(),
        "dct:accrualPeriodicity": {"@id": f"{EU}frequency/ANNUAL"},
        "dcat:theme": {"@id": f"{EU}data-theme/GOVE"},
        "dcat:keyword": ["基本計画", in_levels("施策"), "指標", dataset.title],
        "dcat:landingPage": {"@id": addresses.page},
        "dcat:distribution": [_distribution(dataset, kind, addresses) for kind in FORMATS],
    }


def _distribution(dataset: Dataset, kind: str, addresses: Addresses) -> dict[str, Any]:
    name, media = FORMATS[kind]
    address = addresses.file(dataset.name, kind)
    return {
        "@id": f"{_place(dataset, addresses)}-{kind}",
        "@type": "dcat:Distribution",
        "dct:title": f"{dataset.title}（{name}）",
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": media},
        "dct:license": _licence(),
    }


def _licence() -> dict[str, str]:
    return {"@id": licence().url}


def _shared(about: dict[str, Any]) -> dict[str, Any]:
    """What the catalogue says in full, by its name alone."""
    return {name: {"@id": one["@id"]} for name, one in about.items()}


def _spatial(addresses: Addresses, plan: Plan | None) -> dict[str, Any]:
    """Where the data are of: the city, by its code where it is registered."""
    if plan is None:
        return {}
    city = site_city()
    code = {"dct:identifier": city.code} if city.code else {}
    place = {"@id": f"{addresses.home}#city", "@type": "dct:Location", "skos:prefLabel": city.name}
    return {"dct:spatial": {**place, **code}}


def _iri(typed: str) -> str:
    """As an address of RDF may hold it: a sign that none may have is written by its number. RFC 3986 §2."""
    return quote(typed, safe=":/?#[]@!$&'()*+,;=%-._~")


def _contact(addresses: Addresses, plan: Plan | None) -> dict[str, Any]:
    """Whom to ask. A contact needs a way to reach it: the city's own page or mail, else this site's page."""
    if plan is None:
        return {}
    site = site_settings()
    told: dict[str, Any] = {
        "@id": f"{addresses.home}#contact",
        "@type": "vcard:Organization",
        "vcard:fn": f"{site.city} {site.contact}".strip(),
        "vcard:hasURL": {"@id": _iri(plain_form(site.contact_url)) or addresses.page},
    }
    if site.contact_mail:
        told["vcard:hasEmail"] = {"@id": f"mailto:{_iri(site.contact_mail)}"}
    if site.contact_phone:
        told["vcard:hasTelephone"] = {"@id": f"tel:{_iri(site.contact_phone)}"}
    return {"dcat:contactPoint": told}


def _version(addresses: Addresses, source: Source) -> dict[str, Any]:
    """The day that the files speak of, and the same files of the days before on which something was published."""
    days = [update.day.isoformat() for update in updates(source)]
    if not days:
        return {}
    told: dict[str, Any] = {"dcat:version": days[0]}
    if addresses.catalogue_of is not None:
        told["dcat:hasVersion"] = [{"@id": addresses.catalogue_of(day)} for day in days]
    return told


def _moments(source: Source) -> dict[str, Any]:
    updated = moment_text(newest_moment(frames.history(source)))
    plan = source.plan
    return {
        **({"dct:issued": _day(plan.first_day)} if plan else {}),
        **({"dct:modified": {"@value": updated, "@type": "xsd:dateTime"}} if updated else {}),
    }


def _temporal(place: str, plan: Plan | None) -> dict[str, Any]:
    if plan is None:
        return {}
    last = date(plan.last_year + 1, 3, 31)  # a fiscal year ends in March of the next one
    return {
        "dct:temporal": {
            "@id": f"{place}-period",
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(plan.first_day),
            "dcat:endDate": _day(last),
        }
    }


def _day(day: date) -> dict[str, str]:
    return {"@value": day.isoformat(), "@type": "xsd:date"}
