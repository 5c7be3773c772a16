"""Comment: what managers and staff say to each other about a value. Never public."""

from django.db import models
from django.db.models import Q

from indicators.models.indicator import Indicator
from indicators.models.vocabulary import YEAR_FROM, YEAR_TO
from measures.models.person_field import person_field


class Comment(models.Model):
    """One remark on an indicator's year. Its author can withdraw it: the text goes, that there was one stays."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="comments", verbose_name="指標")
    year = models.PositiveSmallIntegerField("年度", help_text="西暦")
    body = models.TextField("コメント", max_length=1000, blank=True)
    at = models.DateTimeField("日時")
    by = person_field("書いた人")
    withdrawn_at = models.DateTimeField("取り消した日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "コメント"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["indicator", "year"], name="comment_by_value")]
        constraints = [
            models.CheckConstraint(condition=Q(year__range=(YEAR_FROM, YEAR_TO)), name="comment_year"),
            models.CheckConstraint(
                condition=(Q(withdrawn_at__isnull=True) & ~Q(body=""))
                | Q(withdrawn_at__isnull=False, body=""),
                name="comment_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}年度へのコメント"
