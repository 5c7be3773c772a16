"""Addresses: where files and pages are, given by the views that serve them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Addresses:
    """Absolute addresses. `file`: of a dataset (its name) in a format (csv, json, xlsx). `is_past`: they ask for a past
    day, and are the same files only with their whole query. `api` is "" where there is none."""

    home: str
    page: str
    api: str
    openapi: str
    api_page: str
    file: Callable[[str, str], str]
    is_past: bool = False
    # The catalogue of a past day (its ISO text); None in a static copy, which has no past days.
    catalogue_of: Callable[[str], str] | None = None
    # The page of the data of a past day, likewise; and that of the day that is asked for, "" for now.
    page_of: Callable[[str], str] | None = None
    own_page: str = ""
