"""Departments of the city hall (担当課)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords


class DepartmentManager(models.Manager["Department"]):
    def get_by_natural_key(self, slug: str) -> "Department":
        return self.get(slug=slug)


class Department(models.Model):
    """A department of the city hall (課・室・公民館). The slug is its romanised name, used in addresses."""

    name = models.CharField("名称", max_length=50, unique=True)
    slug = models.SlugField("識別名", max_length=50, unique=True, help_text="ローマ字。URLに使います。")
    order = models.PositiveSmallIntegerField("並び順", default=0)

    history = HistoricalRecords(verbose_name="担当課の履歴", verbose_name_plural="担当課の履歴")
    objects = DepartmentManager()

    class Meta:
        verbose_name = verbose_name_plural = "担当課"
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(name="department_has_name", condition=~Q(name="") & ~Q(slug="")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("public:department", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
