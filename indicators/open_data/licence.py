"""Licence: on which terms the city gives its data away (the site's settings, else the server's)."""

from dataclasses import dataclass

from django.conf import settings

from measures.site import site_settings


@dataclass(frozen=True)
class Licence:
    """`name` as people call it, `key` as Frictionless and DCAT do, `attribution` what a user writes as the source."""

    key: str
    name: str
    url: str
    attribution: str


def licence() -> Licence:
    """The city's choice on the day that is shown, else the server's. The default text names the city and this site."""
    chosen = site_settings()
    key, name, url = (
        (chosen.licence_key, chosen.licence_name, chosen.licence_url)
        if chosen.licence_name
        else (settings.OPEN_DATA_LICENCE_KEY, settings.OPEN_DATA_LICENCE_NAME, settings.OPEN_DATA_LICENCE_URL)
    )
    attribution = settings.OPEN_DATA_ATTRIBUTION or f"出典：{chosen.city}「基本計画のいま」（{name}）"
    return Licence(key, name, url, attribution)
