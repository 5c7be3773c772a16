"""Everything that can be taken away: the page that lists it, the files, and their descriptions for machines."""

from indicators.views.public.open_data.descriptors import catalog_jsonld, catalog_ttl, datapackage_json
from indicators.views.public.open_data.files import dataset_csv, dataset_json, dataset_xlsx, workbook
from indicators.views.public.open_data.page import dictionary, open_data

__all__ = [
    "catalog_jsonld",
    "catalog_ttl",
    "datapackage_json",
    "dataset_csv",
    "dataset_json",
    "dataset_xlsx",
    "dictionary",
    "open_data",
    "workbook",
]
