"""Departments of the city hall (担当課), and what becomes of them when the city hall is reorganised (機構改革)."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import ClassVar

from django.db import models
from django.db.models import Min, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from measures.addresses import reverse
from measures.models.natural_key import NaturalKeyManager, NaturalKeyModel


class DepartmentManager(NaturalKeyManager["Department"]):
    def living(self) -> models.QuerySet["Department"]:
        """Those that the city hall has today."""
        return self.filter(ended_on__isnull=True)

    def living_on(self, day: date | None) -> list["Department"]:
        """Those of that day's end; None is today.

        One that follows another is there from the day when that ended, unless it was known before.
        """
        if day is None:
            return list(self.living())
        there = list(self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day)))
        following = set(self.filter(predecessors__ended_on__gt=day).values_list("pk", flat=True))
        if not following:
            return there
        history: models.QuerySet[models.Model] = getattr(Department, "history")  # noqa: B009
        known = history.filter(id__in=following).order_by().values_list("id").annotate(Min("history_date"))
        first, end = dict(known), timezone.make_aware(datetime.combine(day, time.max))
        return [one for one in there if one.pk not in following or first.get(one.pk, end) <= end]

    def now_called(self, day: date | None = None) -> dict[int, list["Department"]]:
        """Each ended department's id → the living ones that go on with its work, however often it was changed.

        On a past day: of those that had ended by then.
        """
        gone = self.filter(ended_on__isnull=False)
        if day is not None:
            gone = gone.filter(ended_on__lte=day)
        ended = set(gone.values_list("pk", flat=True))
        if not ended:
            return {}
        steps = {old: followers for old, followers in _steps().items() if old in ended}
        found = {pk: _reached(pk, steps) - ended for pk in ended}
        living = {
            department.pk: department for department in self.filter(pk__in=set().union(*found.values()))
        }
        return {pk: [living[other] for other in living if other in found[pk]] for pk in ended}

    def with_predecessors(self, ids: Collection[int]) -> set[int]:
        """Ids of these departments and of all that became them: under one of these names the plan prints them."""
        back: dict[int, set[int]] = {}
        for old, followers in _steps().items():
            for new in followers:
                back.setdefault(new, set()).add(old)
        return set(ids).union(*(_reached(pk, back) for pk in ids))

    def with_successors(self, ids: Collection[int]) -> set[int]:
        """Ids of these departments and of all that they became."""
        steps = _steps()
        return set(ids).union(*(_reached(pk, steps) for pk in ids))


def _steps() -> dict[int, set[int]]:
    """Each department's id → the ids of those that followed it directly."""
    found: dict[int, set[int]] = {}
    pairs = Department.successors.through.objects.values_list("from_department_id", "to_department_id")
    for old, new in pairs:
        found.setdefault(old, set()).add(new)
    return found


def _reached(start: int, steps: dict[int, set[int]]) -> set[int]:
    found: set[int] = set()
    waiting = [start]
    while waiting:
        for other in steps.get(waiting.pop(), set()) - found:
            found.add(other)
            waiting.append(other)
    return found


class Department(NaturalKeyModel):
    """A department of the city hall (課・室・公民館). The slug is its romanised name, used in addresses.

    One that was renamed, merged or split stays as the plan prints it, with the day on which it ended and those that
    followed it. Its name may be given again to a living one.
    """

    natural_key_fields = ("slug",)

    name = models.CharField("名称", max_length=50)
    slug = models.SlugField("識別名", max_length=50, unique=True, help_text="ローマ字。URLに使います。")
    order = models.PositiveSmallIntegerField("並び順", default=0)
    ended_on = models.DateField("なくなった日", null=True, blank=True)
    phone = models.CharField("電話番号", max_length=30, blank=True)
    mail = models.EmailField("メール", blank=True)
    form_url = models.URLField("問い合わせのページ", blank=True)
    successors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors", verbose_name="引き継いだ課"
    )

    history = HistoricalRecords(verbose_name="担当課の履歴", verbose_name_plural="担当課の履歴")
    objects: ClassVar[DepartmentManager] = DepartmentManager()

    class Meta:
        verbose_name = verbose_name_plural = "担当課"
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(name="department_has_name", condition=~Q(name="") & ~Q(slug="")),
            models.UniqueConstraint(
                name="department_name_once",
                fields=["name"],
                condition=Q(ended_on__isnull=True),
                violation_error_message="この名称の課はすでにあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("public:department", args=[self.slug])

    @property
    def is_living(self) -> bool:
        return self.ended_on is None

    def living_successors(self, day: date | None = None) -> list["Department"]:
        """Those that go on with its work today, or on a past day; none while it lives itself."""
        return Department.objects.now_called(day).get(self.pk, [])
