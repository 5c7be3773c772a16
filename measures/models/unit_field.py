"""A unit as it is written beside figures: whatever somebody typed, saved or kept, a half-width % is ％."""

from typing import Any

from django.db import models


def as_written(unit: str) -> str:
    return unit.replace("%", "％")


class UnitField(models.CharField):
    """By to_python(), which forms, fixtures, lookups and rows on their way to the database all go through; the instance
    itself is put right as it is saved, and a row that was kept with the other % as it is read: so nobody meets it.
    """

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return as_written(text) if isinstance(text, str) else text

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return self.to_python(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        unit = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, unit)
        return unit
