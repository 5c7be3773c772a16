"""HandoverNote: what whoever enters an indicator tells the next person. Never public."""

from django.db import models

from indicators.models.indicator import Indicator
from measures.models.person_field import person_field


class HandoverNote(models.Model):
    """One edition of the note of an indicator, whole; the newest holds. Each saving adds one, so that nothing is lost."""

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="handover_notes", verbose_name="指標"
    )
    source = models.TextField("資料の出どころ", max_length=500, blank=True)
    counting = models.TextField("数えかた", max_length=1000, blank=True)
    ask = models.TextField("たずねる相手", max_length=300, blank=True)
    known_in = models.CharField("値がわかる時期", max_length=100, blank=True)
    folder = models.CharField("資料の置き場所", max_length=300, blank=True)
    remark = models.TextField("そのほか", max_length=1000, blank=True)
    at = models.DateTimeField("日時")
    by = person_field("書いた人")

    class Meta:
        verbose_name = verbose_name_plural = "引継ぎメモ"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["indicator", "-at"], name="handover_newest")]

    def __str__(self) -> str:
        return f"{self.indicator}の引継ぎメモ"

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What it says, by the words of its parts; empty parts are left out."""
        heads = {field.name: str(field.verbose_name) for field in self._meta.concrete_fields}
        said = [(heads[name], str(getattr(self, name))) for name in TEXTS]
        return [(head, text) for head, text in said if text]


TEXTS = ("source", "counting", "ask", "known_in", "folder", "remark")
