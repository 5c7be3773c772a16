"""Confirmed readings, easier versions and English, by the exact text and day (docs/publication.md §15)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from measures.models import Plan, Translation
from measures.translations import translations_of
from tests.indicators.factories import NOON, make_alice, make_bob, make_plan

pytestmark = pytest.mark.django_db


def _make(plan: Plan, original: str = "市民の声", **given: Any) -> Translation:
    return Translation.objects.create(plan=plan, original=original, edited_at=NOON, **given)


def test_what_is_confirmed_holds_from_its_day_on(django_assert_num_queries: Any):
    plan = make_plan()
    _make(plan, reading="市民《しみん》の声《こえ》", english="Voices", published_at=NOON)
    later = NOON + timedelta(days=30)
    _make(plan, english="Citizens' voices", easy="まちの 人《ひと》の 声《こえ》", published_at=later)
    with django_assert_num_queries(2):
        first, now = translations_of(plan, NOON), translations_of(plan)
    assert first.ruby("市民の声") == (("市民", "しみん"), ("の", ""), ("声", "こえ"))
    assert (first.easy("市民の声"), first.english("市民の声")) == (None, "Voices")
    assert now.english("市民の声") == "Citizens' voices"
    assert now.easy("市民の声") == (("まちの ", ""), ("人", "ひと"), ("の ", ""), ("声", "こえ"))
    assert now.ruby("市民の声") is None, "a newer one that says nothing takes the earlier away"
    before = translations_of(plan, NOON - timedelta(days=1))
    assert before.english("市民の声") is None


def test_a_draft_another_letter_and_another_plan_have_none():
    plan = make_plan()
    _make(plan, english="Voices")
    _make(plan, "市民のこえ", english="Sound", published_at=NOON)
    other = make_plan(slug="other", name="ほかの計画", published_at=None)
    assert translations_of(plan).english("市民の声") is None
    assert translations_of(other).english("市民のこえ") is None
    assert translations_of(None).english("市民のこえ") is None


def test_a_text_has_one_open_draft_and_two_pairs_of_eyes():
    plan, alice = make_plan(), make_alice()
    draft = _make(plan, english="Voices", created_by=alice, edited_by=make_bob())
    with pytest.raises(IntegrityError), transaction.atomic():
        _make(plan, english="Voices")
    draft.published_at, draft.published_by = NOON, alice
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save()
