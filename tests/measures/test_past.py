"""The plan's rows on a past day: as they were then, whatever was edited, added or deleted since."""

from datetime import UTC, datetime

import pytest
import time_machine

from measures.models import (
    Contribution,
    Department,
    Initiative,
    InitiativeDepartment,
    Measure,
    Plan,
    RelatedPlan,
    Statement,
    Viewpoint,
)
from measures.past import begin_history, states
from measures.texts import initiatives, initiatives_of_measure, texts, texts_of
from tests.indicators.factories import load_fixtures

pytestmark = pytest.mark.django_db
THEN = datetime(2024, 6, 1, tzinfo=UTC)
LATER = datetime(2026, 6, 1, tzinfo=UTC)


def goals(as_of: datetime | None = None) -> list[str]:
    return sorted(row["goal"] for row in states(Measure, "goal", as_of=as_of).values())


def test_a_loaded_plan_holds_from_its_first_day_on():
    load_fixtures()
    assert goals(THEN) == goals()
    assert len(goals()) == 8
    assert states(Measure, "goal", as_of=datetime(2020, 1, 1, tzinfo=UTC)) == {}


def test_a_past_day_keeps_its_words():
    load_fixtures()
    before = goals(THEN)
    with time_machine.travel(LATER, tick=False):
        measure = Measure.objects.get(number=44)
        measure.goal = "書き直した目標"
        measure.save()
    assert goals(THEN) == before
    assert "書き直した目標" in goals()
    assert "書き直した目標" in goals(LATER)


@pytest.mark.parametrize("model", [Statement, RelatedPlan, InitiativeDepartment])
def test_what_was_added_or_deleted_later_changes_no_past_day(model):
    load_fixtures()
    before = states(model, "order", as_of=THEN)
    count = len(before)
    with time_machine.travel(LATER, tick=False):
        model.objects.all()[0].delete()
        left = model.objects.all()[0]
        left.pk, left.order = None, 99
        if model is InitiativeDepartment:
            left.department_id = before_unused_department(left)
        elif model is RelatedPlan:
            left.name = "あとから加えた計画"
        left.save()
    assert states(model, "order", as_of=THEN) == before
    assert len(states(model, "order")) == count
    assert states(model, "order") != before


def before_unused_department(participation: InitiativeDepartment) -> int:
    """A department that does not take part in the initiative yet."""
    taken = InitiativeDepartment.objects.filter(initiative=participation.initiative).values("department")
    return Department.objects.exclude(pk__in=taken)[0].pk


def test_of_a_row_whose_first_words_are_lost_the_oldest_known_ones_stand():
    load_fixtures()
    Measure.history.all().delete()
    with time_machine.travel(LATER, tick=False):
        measure = Measure.objects.get(number=44)
        measure.goal = "書き直した目標"
        measure.save()
    assert "書き直した目標" in goals(THEN)
    assert len(goals(THEN)) == 8, "a row without any history was never changed"


def test_rows_that_were_loaded_without_a_history_get_its_first_lines():
    load_fixtures()
    Measure.history.all().delete()
    begin_history(list(Measure.objects.all()), Plan.objects.get())
    assert Measure.history.count() == 8
    with time_machine.travel(LATER, tick=False):
        measure = Measure.objects.get(number=44)
        measure.goal = "書き直した目標"
        measure.save()
    assert "書き直した目標" not in goals(THEN)


def test_a_page_of_a_past_day_has_the_lines_of_that_day():
    """Statements, initiatives with bullets and departments: the same now and then, until something is rewritten."""
    load_fixtures()
    measure = Measure.objects.get(number=44)

    def told(as_of: datetime | None = None) -> list[object]:
        return [
            [(line.section, line.summary, line.original) for line in texts_of(Statement, measure, as_of)],
            [
                (
                    str(one),
                    [detail.summary for detail in one.details_in_order],
                    [department.slug for department in one.departments_in_order],
                )
                for one in initiatives_of_measure(measure, as_of)
            ],
        ]

    def everywhere(as_of: datetime | None = None) -> list[str]:
        return [str(one) for one in initiatives(measure.plan_id, as_of)]

    before, every = told(), everywhere()
    assert told(THEN) == before
    assert everywhere(THEN) == every
    for model in (Statement, Contribution, Viewpoint, RelatedPlan):
        assert [one.pk for one in texts(model, measure.plan_id, THEN)] == [
            one.pk for one in texts(model, measure.plan_id)
        ]
    with time_machine.travel(LATER, tick=False):
        first = initiatives_of_measure(measure)[0]
        first.details_in_order[0].delete()
        InitiativeDepartment.objects.filter(initiative=first.pk)[0].delete()
        Statement.objects.filter(measure=measure).update(summary="履歴のない書き換え")
        statement = Statement.objects.filter(measure=measure)[0]
        statement.summary = "書き直した現状"
        statement.save()
        Initiative.objects.filter(measure__number=48)[0].delete()
    kept, rewritten = told(THEN), told()
    assert kept[1] == before[1]
    assert kept[0] == before[0]
    assert rewritten[0] != before[0]
    assert rewritten[1] != before[1]
    assert len(everywhere()) == len(every) - 1
    assert everywhere(THEN) == every
