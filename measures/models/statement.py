"""The ● bullets of a measure (現状・課題・方向性)."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from measures.models.measure import Measure
from measures.models.natural_key import NaturalKeyModel


class Statement(NaturalKeyModel):
    """A ● bullet of a measure: state of things, what is needed, or what the city will do."""

    natural_key_fields = ("measure__plan__slug", "measure__number", "section", "order")

    class Section(models.TextChoices):
        SITUATION = "situation", "現状"
        ISSUE = "issue", "課題"
        DIRECTION = "direction", "課題解決に向けた方向性"

    measure = models.ForeignKey(Measure, models.CASCADE, verbose_name="施策", related_name="statements")
    section = models.CharField("区分", max_length=10, choices=Section.choices)
    order = models.PositiveSmallIntegerField("順番")
    summary = models.CharField("要約", max_length=200, blank=True)
    original = models.TextField("原文", blank=True)

    history = HistoricalRecords(
        verbose_name="現状・課題・方向性の履歴", verbose_name_plural="現状・課題・方向性の履歴"
    )

    class Meta:
        verbose_name = verbose_name_plural = "現状・課題・方向性"
        # The plan's order of sections, which is not the alphabet's.
        ordering = [
            "measure",
            models.Case(
                models.When(section="situation", then=0), models.When(section="issue", then=1), default=2
            ),
            "order",
        ]
        constraints = [
            models.UniqueConstraint(fields=["measure", "section", "order"], name="statement_unique_order"),
            models.CheckConstraint(
                name="statement_known_section",
                condition=Q(section__in=["situation", "issue", "direction"]),
            ),
            models.CheckConstraint(name="statement_has_text", condition=~Q(summary="") | ~Q(original="")),
        ]

    def __str__(self) -> str:
        return f"{self.measure.number} {self.get_section_display()}{self.order}"

    @property
    def words(self) -> str:
        """What a page says: 要約, or 原文 where nobody has restated it."""
        return self.summary or self.original
