"""Cycle: the yearly round of entry, check and publication (docs/publication.md §8)."""

from django.db import models
from django.db.models import F, Q

from indicators.models.vocabulary import YEAR_FROM, YEAR_TO
from measures.fiscal_year import FiscalYear
from measures.models import Plan
from measures.models.person_field import optional_person_field, person_field


class Cycle(models.Model):
    """One fiscal year of one plan, open for first values until it is closed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="cycles", verbose_name="計画")
    year = models.PositiveSmallIntegerField("年度", help_text="西暦")
    due_on = models.DateField("入力の期限")
    first_reminder_on = models.DateField("1回目の催促", null=True, blank=True)
    second_reminder_on = models.DateField("2回目の催促", null=True, blank=True)
    # The evaluation sheets look back at the year: they come due later, and are written after the closing, too.
    sheets_due_on = models.DateField("評価シートの期限", null=True, blank=True)
    sheets_first_reminder_on = models.DateField("評価シートの1回目の催促", null=True, blank=True)
    sheets_second_reminder_on = models.DateField("評価シートの2回目の催促", null=True, blank=True)
    instructions = models.TextField("入力する人へのお願い", blank=True, max_length=1000)
    opened_at = models.DateTimeField("開始した日時")
    opened_by = person_field("開始した人")
    closed_at = models.DateTimeField("締めた日時", null=True, blank=True)
    closed_by = optional_person_field("締めた人")

    class Meta:
        verbose_name = verbose_name_plural = "サイクル"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "year"], name="one_cycle_a_year"),
            models.CheckConstraint(condition=Q(year__range=(YEAR_FROM, YEAR_TO)), name="cycle_year"),
            models.CheckConstraint(
                condition=(Q(first_reminder_on__isnull=True) | Q(first_reminder_on__lte=F("due_on")))
                & (
                    Q(second_reminder_on__isnull=True)
                    | Q(first_reminder_on__isnull=False, second_reminder_on__gt=F("first_reminder_on"))
                ),
                name="cycle_reminders_in_order",
            ),
            models.CheckConstraint(
                condition=(
                    Q(sheets_first_reminder_on__isnull=True)
                    | Q(sheets_due_on__isnull=False, sheets_first_reminder_on__lte=F("sheets_due_on"))
                )
                & (
                    Q(sheets_second_reminder_on__isnull=True)
                    | Q(
                        sheets_first_reminder_on__isnull=False,
                        sheets_second_reminder_on__gt=F("sheets_first_reminder_on"),
                    )
                ),
                name="cycle_sheet_reminders_in_order",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                # Not null, said aloud: a comparison with null is unknown, and a check lets the unknown pass.
                | Q(closed_at__isnull=False, closed_at__gte=F("opened_at"), closed_by__isnull=False),
                name="cycle_closed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{FiscalYear(self.year).wareki}のサイクル"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def plan_key(self) -> str:
        """The name of its plan in addresses."""
        return self.plan.key
