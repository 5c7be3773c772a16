"""Deeds (取組の実績): what a department did in one year for an initiative or one of its bullets (docs/publication.md §16)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from indicators.models.drafted import Drafted
from indicators.models.reviewed import EDITABLE_STATES, PublishedInPlace, one_open_a_chain
from indicators.models.vocabulary import FigureField
from measures.levels import in_levels
from measures.models import Department, Measure
from measures.models.natural_key import NaturalKeyModel
from measures.models.unit_field import UnitField


class Standing(models.TextChoices):
    """How an initiative stands at the end of a year, as its department says; nothing is computed of it."""

    ON_SCHEDULE = "on_schedule", "予定どおり"
    LATE = "late", "遅れ"
    REVIEWED = "reviewed", "見直し"
    STOPPED = "stopped", "中止"
    FINISHED = "finished", "完了"

    @property
    def ends(self) -> bool:
        """Nothing is asked of later years."""
        return self in (Standing.STOPPED, Standing.FINISHED)


ENDING = tuple(one.value for one in Standing if one.ends)


class DeedLine(NaturalKeyModel):
    """A department's part of an initiative, or of one of its bullets: what a chain of deeds belongs to.

    Named by numbers and not by rows of the plan: a mid-plan revision writes those anew (measures/document_writer.py), and what
    was published of them stays. `detail`: the bullet's place, 0 of the initiative as a whole. The department is the one
    that the plan prints; those that follow it write on.
    """

    natural_key_fields = (
        "measure__plan__slug",
        "measure__number",
        "initiative",
        "detail",
        "department__slug",
    )

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="deed_lines", verbose_name="施策")
    initiative = models.PositiveSmallIntegerField("主な取組の番号", help_text="施策の中で何番目の主な取組か")
    detail = models.PositiveSmallIntegerField("内容の順番", default=0, help_text="0 は主な取組の全体")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="deed_lines", verbose_name="担当課"
    )

    class Meta:
        verbose_name = verbose_name_plural = "取組の担当分"
        ordering = ["measure", "initiative", "detail", "department"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "initiative", "detail", "department"], name="deed_line_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.department}"

    @property
    def initiative_code(self) -> str:
        """As the plan prints it: 41-2."""
        return f"{self.measure.number}-{self.initiative}"

    @property
    def code(self) -> str:
        """41-2, of its third bullet 41-2.3."""
        return f"{self.initiative_code}.{self.detail}" if self.detail else self.initiative_code

    @property
    def place(self) -> tuple[int, int, int, int]:
        """What names it: ids of measure and department around the numbers."""
        return (self.measure_id, self.initiative, self.detail, self.department_id)

    @property
    def plan_id(self) -> int:
        return self.measure.plan_id

    @property
    def plan_key(self) -> str:
        return self.measure.plan_key


class Deed(PublishedInPlace):
    """One year of a line: 予定, 実施, a quantity, how it stands and why, what comes next, by which 事務事業.

    `projects`: [name, link] of each, the link "" where there is none. `about`: what the plan said of the line when the
    record went out. A record that says 完了 or 中止 ends the line: later years are asked for again once a later record of
    its chain says otherwise.
    """

    line = models.ForeignKey(DeedLine, models.PROTECT, related_name="deeds", verbose_name="取組の担当分")
    planned = models.TextField("予定", blank=True, max_length=500)
    done = models.TextField("実施したこと", blank=True, max_length=1000)
    quantity = FigureField("数量", null=True, blank=True)
    unit = UnitField("単位", max_length=10, blank=True)
    standing = models.CharField("進み具合", max_length=12, choices=Standing, blank=True)
    cause = models.TextField("理由", blank=True, max_length=500)
    next_step = models.TextField("次にすること", blank=True, max_length=500)
    projects = models.JSONField("事務事業", default=list, blank=True)
    about = models.TextField("公表した日の計画の文", blank=True)

    class Meta(PublishedInPlace.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "取組の実績"
        ordering = ["line", "year", "number"]
        constraints = [
            *PublishedInPlace.Meta.constraints,
            *one_open_a_chain("line", "deed", "one_open_deed"),
            models.CheckConstraint(
                condition=Q(standing__in=["", *Standing.values]), name="deed_standing_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=EDITABLE_STATES) | ~(Q(standing="") | (Q(done="") & Q(cause=""))),
                name="deed_complete",
            ),
            models.CheckConstraint(
                condition=Q(state__in=EDITABLE_STATES) | Q(standing=Standing.ON_SCHEDULE) | ~Q(cause=""),
                name="deed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=EDITABLE_STATES) | Q(quantity__isnull=True) | ~Q(unit=""),
                name="deed_quantity_has_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.year}年度"


class DeedLead(Drafted):
    """主とりまとめ: which department gathers an initiative, as the office set it. The plan names none.

    The newest published one of an initiative holds; "none any more" is one without a department.
    """

    key = "deed_lead"
    word = "主とりまとめ"
    chain = ("measure", "initiative")
    content: ClassVar[tuple[str, ...]] = ("initiative", "department")

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="deed_leads", verbose_name="施策")
    initiative = models.PositiveSmallIntegerField("主な取組の番号")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主とりまとめの課"
    )

    class Meta:
        verbose_name = verbose_name_plural = "主とりまとめの設定"
        ordering = ["measure", "initiative", "published_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="deed_lead_reason")]

    def __str__(self) -> str:
        return f"{in_levels('主な取組')}{self.measure.number}-{self.initiative} {self.word}"
