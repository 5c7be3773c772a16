"""What the office prepares of the plan's wording: drafts of its parts, and the text that it reads them from."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from measures.models.measure import Measure
from measures.models.person_field import optional_person_field
from measures.models.plan import Plan
from measures.models.plan_revision import PlanRevision


class WordingDraft(models.Model):
    """One part of a plan as it is to read: a measure with all that stands under it, or the basic policies.

    `content`: the part as a document (measures/documents.py). Once published it is fixed, and tells with `before` what
    that change was; the rows of the plan say what holds. One open draft a part.
    """

    POLICIES = "policies"
    DEPARTMENTS = "departments"  # new ones, which came with a file
    # What became of departments, written at once and never a draft: {"title": …, "texts": [[where, text], …]}.
    REORGANISATION = "reorganisation"  # with its number: reorganisation-12
    CONTACTS = "contacts"
    CITY_CONTACT = "contacts-city"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="wording_drafts", verbose_name="計画")
    part = models.CharField("どこ", max_length=20, help_text="policies、または measure-41")
    content = models.JSONField("内容")
    before = models.JSONField("変更前の内容", null=True, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    decided_on = models.DateField("決めた日", null=True, blank=True)
    version = models.PositiveIntegerField("保存の回数", default=1)
    created_by = optional_person_field("はじめた人")
    edited_by = optional_person_field("最後に保存した人")
    edited_at = models.DateTimeField("最後に保存した日時")
    published_at = models.DateTimeField("反映した日時", null=True, blank=True)
    published_by = optional_person_field("反映した人")
    revision = models.ForeignKey(
        PlanRevision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="wordings",
        verbose_name="どの見直しで反映したか",
    )

    class Meta:
        verbose_name = verbose_name_plural = "計画の文の下書き"
        ordering = ["plan", "part", "published_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "part"],
                condition=Q(published_at__isnull=True),
                name="wording_one_open_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.part}"

    @property
    def is_of_departments(self) -> bool:
        """Whether it tells what became of departments, which is no wording of the plan."""
        return self.part.partition("-")[0] in (self.REORGANISATION, self.CONTACTS)

    @property
    def measure(self) -> Measure | None:
        """Whose wording it is; None of the basic policies, and of a measure that is not there yet."""
        number = self.part.removeprefix("measure-")
        return Measure.objects.filter(plan=self.plan_id, number=number).first() if number.isdigit() else None

    @property
    def day_before(self) -> date | None:
        """The last day whose page shows what stood before; None of a draft."""
        return None if self.published_at is None else localdate(self.published_at) - timedelta(days=1)

    @property
    def author_ids(self) -> frozenset[int]:
        """Who began it and who saved it last: none of them publishes it where the plan is public."""
        return frozenset(pk for pk in (self.created_by_id, self.edited_by_id) if pk is not None)


class TextSource(models.Model):
    """A plan's text layer as the office works on it, the kept layout, and what it placed by hand (role by line)."""

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="text_source", verbose_name="計画")
    layout = models.JSONField("計画書の形", default=dict)
    text = models.TextField("文字データ", blank=True)
    settled = models.JSONField("手で決めたところ", default=dict, blank=True)
    version = models.PositiveIntegerField("保存の回数", default=1)
    edited_by = optional_person_field("最後に保存した人")
    edited_at = models.DateTimeField("最後に保存した日時")

    class Meta:
        verbose_name = verbose_name_plural = "計画書の文字データ"

    def __str__(self) -> str:
        return f"{self.plan}の文字データ"
