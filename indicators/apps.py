"""Targets, yearly results, their publication, and every page that shows them."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = "指標と実績"

    def ready(self) -> None:
        from indicators import checks  # noqa: F401  (it registers itself, which needs the apps to be loaded)
