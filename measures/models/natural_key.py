"""Natural keys: how a fixture names a row, so that it carries no database ids."""

from operator import attrgetter
from typing import Any, ClassVar, TypeVar

from django.db import models

_Named = TypeVar("_Named", bound="NaturalKeyModel", covariant=True)


class NaturalKeyManager(models.Manager[_Named]):
    """Finds a row by the values that natural_key() gives."""

    def get_by_natural_key(self, *key: Any) -> _Named:
        return self.get(**dict(zip(self.model.natural_key_fields, key, strict=True)))


class NaturalKeyModel(models.Model):
    """`natural_key_fields`: the look-ups (measure__number) whose values together name a row."""

    natural_key_fields: ClassVar[tuple[str, ...]]

    objects = NaturalKeyManager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[Any, ...]:
        # What a fixture must load first is no matter of this key: Django sorts by the foreign keys themselves.
        return tuple(attrgetter(name.replace("__", "."))(self) for name in self.natural_key_fields)
