"""Open data: every dataset that anyone may take away, each described once.

One description (Dataset, Field) makes the files, the data dictionary, the Frictionless and DCAT descriptors and the
JSON Schemas of the API, so that they cannot disagree.
"""

from indicators.open_data.catalogue import catalogue, turtle
from indicators.open_data.datapackage import datapackage
from indicators.open_data.dataset import Dataset, More
from indicators.open_data.files import dataset_csv, dataset_json, dataset_xlsx, row_of
from indicators.open_data.indicators import COMPARISONS, INDICATORS, TARGETS, VALUES, explanation_of
from indicators.open_data.licence import Licence, licence
from indicators.open_data.plan import DATASETS as PLAN
from indicators.open_data.records import CORRECTIONS, PUBLICATIONS, Update, records, updates
from indicators.open_data.schemas import json_schema
from indicators.open_data.words import about, name_of

DATASETS: tuple[Dataset, ...] = (
    *PLAN,
    INDICATORS,
    TARGETS,
    VALUES,
    COMPARISONS,
    PUBLICATIONS,
    CORRECTIONS,
)

__all__ = [
    "DATASETS",
    "VALUES",
    "Dataset",
    "Licence",
    "More",
    "Update",
    "about",
    "catalogue",
    "datapackage",
    "dataset_csv",
    "dataset_json",
    "dataset_xlsx",
    "explanation_of",
    "json_schema",
    "licence",
    "name_of",
    "records",
    "row_of",
    "turtle",
    "updates",
]
