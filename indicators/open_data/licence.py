"""Licence: on which terms the city gives its data away (settings)."""

from dataclasses import dataclass

from django.conf import settings

from measures.models import Plan


@dataclass(frozen=True)
class Licence:
    """`name` as people call it, `key` as Frictionless and DCAT do, `attribution` what a user writes as the source."""

    key: str
    name: str
    url: str
    attribution: str


def licence(plan: Plan | None) -> Licence:
    """The city's choice. The default text names the city and this site."""
    attribution = settings.OPEN_DATA_ATTRIBUTION or (
        f"出典：{plan.city if plan else ''}「基本計画のいま」（{settings.OPEN_DATA_LICENCE_NAME}）"
    )
    return Licence(
        settings.OPEN_DATA_LICENCE_KEY,
        settings.OPEN_DATA_LICENCE_NAME,
        settings.OPEN_DATA_LICENCE_URL,
        attribution,
    )
