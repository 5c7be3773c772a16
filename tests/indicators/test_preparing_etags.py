"""What is of a plan in preparation counts for nobody who reads public pages; its publication does."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from indicators.caching.public_revision import revision
from measures.models import Contribution, Initiative, InitiativeDetail, PlanPublication
from tests.indicators.factories import make_indicator, make_measure, make_plan


def _counts(step: Any) -> bool:
    before = revision()
    with transaction.atomic():
        step()
    return revision() != before


@pytest.mark.django_db(transaction=True)
def test_only_what_citizens_can_see_counts() -> None:
    this, following = (
        make_plan(),
        make_plan(slug="kisarazu-4", published_at=None, first_year=2027, last_year=2030),
    )
    old, new = make_measure(43, plan=this), make_measure(43, plan=following)
    make_indicator(measure=old)
    for plan, measure, counts in ((this, old, True), (following, new, False)):
        initiative = Initiative(measure=measure, number=1, name="相談")
        steps = [
            plan.save,
            measure.policy.save,
            measure.save,
            initiative.save,
            lambda one=initiative: InitiativeDetail.objects.create(
                initiative=one, order=1, summary="相談の受付"
            ),
            lambda one=measure: Contribution.objects.create(
                measure=one, actor="city", order=1, summary="相談"
            ),
            lambda one=measure: make_indicator(measure=one, letter="B", target=None),
            lambda one=initiative: one.details.all().delete(),
        ]
        assert [_counts(step) for step in steps] == [counts] * len(steps)
    draft = PlanPublication(plan=following, in_force_on=date(2027, 4, 1), reason="策定")
    assert not _counts(draft.save)
    draft.published_at = timezone.now()
    assert _counts(draft.save)
    assert _counts(new.save)
