"""ねらう指標: which indicators an initiative is meant to move, as the plan office set it (docs/publication.md §16)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from indicators.models.drafted import Drafted
from measures.levels import in_levels
from measures.models import Measure

# Of one initiative; more is no aim any more.
MOST_AIMS = 12
LONGEST_WHY = 200


class InitiativeAims(Drafted):
    """All that an initiative is meant to move, each edition whole: the newest published one of an initiative holds.

    The plan says no more than the measure, so it is a setting. `aims`: [code of the indicator, first fiscal year, last one or
    None, why] of each; an empty list takes back what was set. Named by numbers and codes, as deeds are
    (docs/decisions/0048-deeds-by-department.md).
    """

    key = "aims"
    word = "ねらう指標"
    chain = ("measure", "initiative")
    content: ClassVar[tuple[str, ...]] = ("initiative", "aims")

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="initiative_aims", verbose_name="施策")
    initiative = models.PositiveSmallIntegerField("主な取組の番号")
    aims = models.JSONField("ねらう指標", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "取組がねらう指標の設定"
        ordering = ["measure", "initiative", "published_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="aims_reason")]

    def __str__(self) -> str:
        return f"{in_levels('主な取組')}{self.measure.number}-{self.initiative} {self.word}"
