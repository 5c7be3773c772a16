"""How a text of the plan reads to whom its words are hard: its reading, an easier version, English (docs/publication.md §15)."""

from django.db import models
from django.db.models import F, Q

from measures.models.person_field import optional_person_field
from measures.models.plan import Plan

# What is longer has no reading or version: a unique index on PostgreSQL holds 2,704 bytes, and a letter takes three.
LONGEST_ORIGINAL = 600


class Translation(models.Model):
    """Of one text of a plan, letter by letter, wherever it stands in it; drafted by one person, confirmed by another.

    Bound to the text and to no row: when a name changes, nothing is left that could be shown beside the new one. Of the
    published ones of a text the newest holds; one that says nothing takes the earlier away. `reading` and `easy` carry
    readings as 市民《しみん》 (measures/ruby.py).
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="translations", verbose_name="計画")
    original = models.CharField("原文", max_length=LONGEST_ORIGINAL)
    reading = models.TextField("読み", blank=True)
    easy = models.TextField("やさしい日本語", blank=True)
    english = models.TextField("英語", blank=True)
    version = models.PositiveIntegerField("保存の回数", default=1)
    created_by = optional_person_field("はじめた人")
    edited_by = optional_person_field("最後に保存した人")
    edited_at = models.DateTimeField("最後に保存した日時")
    published_at = models.DateTimeField("確かめた日時", null=True, blank=True)
    published_by = optional_person_field("確かめた人")

    class Meta:
        verbose_name = verbose_name_plural = "読み・やさしい日本語・英語"
        ordering = ["plan", "published_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "original"],
                condition=Q(published_at__isnull=True),
                name="translation_one_open_draft",
            ),
            models.CheckConstraint(condition=~Q(original=""), name="translation_original"),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True)
                | (
                    (Q(created_by__isnull=True) | ~Q(published_by=F("created_by")))
                    & (Q(edited_by__isnull=True) | ~Q(published_by=F("edited_by")))
                ),
                name="translation_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return self.original[:40]

    @property
    def author_ids(self) -> frozenset[int]:
        """Who began it and who saved it last: none of them confirms it."""
        return frozenset(pk for pk in (self.created_by_id, self.edited_by_id) if pk is not None)
