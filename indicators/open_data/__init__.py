"""Open data: every dataset that anyone may take away, each described once.

One description (Dataset, Field) makes the files, the data dictionary, the Frictionless and DCAT descriptors and the
JSON Schemas of the API, so that they cannot disagree.
"""

from indicators.open_data.catalogue import catalogue, turtle
from indicators.open_data.datapackage import datapackage
from indicators.open_data.dataset import Dataset, JsonExtra
from indicators.open_data.files import dataset_csv, dataset_json, dataset_xlsx, row_of
from indicators.open_data.indicators import COMPARISONS, INDICATORS, TARGETS, VALUES, explanation_of
from indicators.open_data.licence import Licence, licence
from indicators.open_data.plan import DATASETS as PLAN
from indicators.open_data.records import CORRECTIONS, PUBLICATIONS, PublicationDay, records, updates
from indicators.open_data.schemas import json_schema
from indicators.open_data.title import description, plan_title

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
    "JsonExtra",
    "Licence",
    "PublicationDay",
    "catalogue",
    "datapackage",
    "dataset_csv",
    "dataset_json",
    "dataset_xlsx",
    "description",
    "explanation_of",
    "json_schema",
    "licence",
    "plan_title",
    "records",
    "row_of",
    "turtle",
    "updates",
]
