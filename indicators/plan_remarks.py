"""Attaches the plan's own wording of each indicator's 備考, which the repository does not hold (docs/product.md §7)."""

from django.db import transaction

from indicators.models import Indicator
from measures.models import Plan
from measures.plan_text import Layout, read_plan_text


def attach_remarks(plan: Plan, text: str, layout: Layout) -> tuple[int, list[str]]:
    """Write 備考（原文） beside the restated ones of the plan; return how many, and the codes that the text leaves open.

    A remark is tied to its indicator by the first target as printed; where that is not certain the field stays
    as it is. PlanTextError where the text has no measure's page.
    """
    pages = {one.number: one for one in read_plan_text(text, layout).measures}
    attached, left = 0, []
    with transaction.atomic():
        for indicator in Indicator.objects.of_plan(plan).with_plan().prefetch_related("targets"):
            page = pages.get(indicator.measure.number)
            target = next(iter(indicator.targets.all()), None)
            remark = page.remark_of(target.label) if page and target else None
            if remark is None:
                left.append(indicator.code)
                continue
            attached += 1
            if remark != indicator.remark_original:
                indicator.remark_original = remark
                indicator.save(update_fields=["remark_original"])
    return attached, left
