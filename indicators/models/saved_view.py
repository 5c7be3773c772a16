"""SavedView: a view of the dashboard under a name."""

from typing import Any

from django.conf import settings
from django.db import models

from measures.models import Plan


class SavedView(models.Model):
    """`query` is what follows the dashboard's address, as the page itself makes it (views/dashboard/saved_views.py): no
    path and no host stand in it. Shared ones are seen by everybody who may open the dashboard, and changed by their owner alone."""

    owner: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", verbose_name="保存した人"
    )
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name="計画")
    title = models.CharField("名前", max_length=40)
    query = models.CharField("表示の条件", max_length=400, blank=True)
    is_shared = models.BooleanField("管理職と企画課で共有する", default=False)
    saved_at = models.DateTimeField("保存した日時")

    class Meta:
        verbose_name = verbose_name_plural = "保存した見かた"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "plan", "title"], name="one_saved_view_a_title")
        ]

    def __str__(self) -> str:
        return self.title
