"""datapackage.json: the CSV files as a Frictionless Data Package, with a schema for each."""

from collections.abc import Sequence
from typing import Any

from indicators import frames
from indicators.frames import Source
from indicators.open_data.addresses import Addresses
from indicators.open_data.dataset import Dataset
from indicators.open_data.licence import licence
from indicators.open_data.records import newest_moment
from indicators.open_data.schemas import table_schema
from indicators.open_data.title import description, plan_title
from indicators.spreadsheets.fields import moment_text


def datapackage(datasets: Sequence[Dataset], addresses: Addresses, source: Source) -> dict[str, Any]:
    """Paths are relative to the descriptor, so that a copied folder is a package too; of a past day they are whole."""
    plan = source.plan
    terms = licence()
    updated = moment_text(newest_moment(frames.history(source)))
    return {
        "profile": "tabular-data-package",
        "name": plan.slug if plan else "basic-plan",
        "title": f"{plan_title(plan)}の目標と実績",
        "description": description(),
        "homepage": addresses.page,
        **({"created": updated} if updated else {}),
        **({"version": updated[:10]} if updated else {}),
        "licenses": [{"name": terms.key, "path": terms.url, "title": terms.name}],
        "sources": [{"title": terms.attribution, "path": addresses.home}],
        "resources": [_resource(dataset, addresses) for dataset in datasets],
    }


def _resource(dataset: Dataset, addresses: Addresses) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": dataset.name,
        "title": dataset.title,
        "description": dataset.about,
        "path": addresses.file(dataset.name, "csv") if addresses.is_past else f"{dataset.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "schema": table_schema(dataset),
    }
