"""Reorganisation: departments are renamed, merged or split on a day (機構改革)."""

from typing import Any

from django.db import models
from django.db.models import Q

from indicators.models.vocabulary import all_or_none
from measures.models.person_field import optional_person_field, person_field


class ReorganisationQuerySet(models.QuerySet["Reorganisation"]):
    def waiting(self) -> "ReorganisationQuerySet":
        """Prepared, and neither carried out nor given up."""
        return self.filter(applied_at__isnull=True, cancelled_at__isnull=True)


class Reorganisation(models.Model):
    """`plan`: {"from": [slugs], "to": [{slug, name}], "leads": {code: slug}, "members": {username: slug}}.

    A slug of `to` that a department has already names the one that goes on; leads and members are said one by one
    for a split only. `names` keeps what the departments were called when it was prepared. One of departments that
    citizens see waits for a second person, before its day and after it.
    """

    class Kind(models.TextChoices):
        RENAME = "rename", "名称の変更"
        MERGE = "merge", "統合"
        SPLIT = "split", "分割"

    kind = models.CharField("種別", max_length=6, choices=Kind)
    on = models.DateField("変更の日")
    reason = models.CharField("理由", max_length=300)
    plan = models.JSONField("内容")
    names = models.JSONField("課の名前", default=dict)
    prepared_at = models.DateTimeField("準備した日時")
    prepared_by = person_field("準備した人")
    # Of a split that was answered anew: by whom.
    edited_by = optional_person_field("最後に決め直した人")
    confirmed_at = models.DateTimeField("確かめた日時", null=True, blank=True)
    confirmed_by = optional_person_field("確かめた人")
    applied_at = models.DateTimeField("行われた日時", null=True, blank=True)
    cancelled_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    cancelled_by = optional_person_field("取り消した人")
    refusal = models.CharField("行えなかった理由", max_length=300, blank=True)

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "課の変更"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["rename", "merge", "split"]), name="reorganisation_kind"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="reorganisation_reason"),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="reorg_done_or_cancelled",
            ),
            models.CheckConstraint(
                condition=all_or_none("cancelled_at", "cancelled_by"), name="reorg_cancelled_by_someone"
            ),
            models.CheckConstraint(
                condition=all_or_none("confirmed_at", "confirmed_by"), name="reorg_confirmed_by_someone"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (
                    ~Q(confirmed_by=models.F("prepared_by"))
                    & (Q(edited_by__isnull=True) | ~Q(confirmed_by=models.F("edited_by")))
                ),
                name="reorg_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        old = "・".join(self.names.get(slug, slug) for slug in self.from_slugs)
        return f"{old} → {'・'.join(self.to_names)}"

    @property
    def is_waiting(self) -> bool:
        return self.applied_at is None and self.cancelled_at is None

    @property
    def author_ids(self) -> set[int]:
        """Who prepared it and who answered it anew: another person confirms it."""
        return {pk for pk in (self.prepared_by_id, self.edited_by_id) if pk is not None}

    @property
    def from_slugs(self) -> list[str]:
        return list(self.plan["from"])

    @property
    def to_slugs(self) -> list[str]:
        return [new["slug"] for new in self.plan["to"]]

    @property
    def to_names(self) -> list[str]:
        return [new["name"] for new in self.plan["to"]]

    @property
    def ending_slugs(self) -> list[str]:
        """The departments that will be no more."""
        return [slug for slug in self.from_slugs if slug not in self.to_slugs]

    @property
    def leads(self) -> dict[str, Any]:
        return dict(self.plan.get("leads", {}))

    @property
    def members(self) -> dict[str, Any]:
        return dict(self.plan.get("members", {}))
