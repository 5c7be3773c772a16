"""Which indicator of an earlier plan one of the next plan may continue, and whether both count alike (docs/progress.md §19)."""

from django.db.models import QuerySet

from indicators.models import Indicator
from indicators.workflow.errors import Incomplete
from measures.models import Plan

# What has to be the same for figures of two plans to be compared, and how people call it.
SAME = {"unit": "単位", "year_kind": "年の数え方", "counting": "数え方"}


def to_continue(plan: Plan, known: Indicator | None = None) -> QuerySet[Indicator]:
    """The public indicators of the plans before, of the newest first; none that another indicator continues already."""
    earlier = Indicator.objects.public().filter(measure__plan__first_year__lt=plan.first_year)
    taken = Indicator.objects.filter(continues__isnull=False)
    if known is not None and known.pk:
        taken = taken.exclude(pk=known.pk)
    free = earlier.exclude(pk__in=taken.values("continues"))
    return free.with_plan().order_by("-measure__plan__first_year", "measure__number", "letter")


def check_continued(indicator: Indicator) -> None:
    """Incomplete, by field. That the plan is an earlier one leaves no circle."""
    before = indicator.continues
    if before is None:
        if indicator.same_basis:
            raise Incomplete({"same_basis": "前の計画の指標を選んだときだけ、選べます。"})
        return
    if before.measure.plan.first_year >= indicator.measure.plan.first_year:
        raise Incomplete({"continues": "前の計画の指標だけを選べます。"})
    if not Indicator.objects.public().filter(pk=before.pk).exists() or not before.measure.plan.is_public:
        raise Incomplete(
            {
                "continues": f"前の計画の指標{before.code}は、まだ公表していません。公表した指標だけを引き継げます。"
            }
        )
    if Indicator.objects.filter(continues=before).exclude(pk=indicator.pk).exists():
        raise Incomplete({"continues": f"前の計画の指標{before.code}は、ほかの指標が引き継いでいます。"})
    other = [word for name, word in SAME.items() if getattr(before, name) != getattr(indicator, name)]
    if indicator.same_basis and other:
        raise Incomplete(
            {"same_basis": f"前の計画の指標{before.code}とは{'と'.join(other)}が違うので、比べられません。"}
        )
