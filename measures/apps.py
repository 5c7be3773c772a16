"""The plan itself: a leaf that knows nothing of indicators."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "measures"
    verbose_name = "計画"
