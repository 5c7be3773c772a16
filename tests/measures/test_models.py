"""What the database itself refuses, orders and names, on the loaded plan."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from measures.models import (
    BasicPolicy,
    Contribution,
    Department,
    Initiative,
    InitiativeDepartment,
    InitiativeDetail,
    Measure,
    Plan,
    PlanPublication,
    ReferenceFigure,
    ReferencePoint,
    RelatedPlan,
    Statement,
    Viewpoint,
)
from tests.indicators.factories import load_fixtures, make_bob, make_measure, make_plan

PLAN_MODELS: list[Any] = [
    Plan,
    PlanPublication,
    BasicPolicy,
    Department,
    Measure,
    Statement,
    Viewpoint,
    Contribution,
    Initiative,
    InitiativeDetail,
    InitiativeDepartment,
    RelatedPlan,
    ReferenceFigure,
    ReferencePoint,
]


@pytest.fixture
def plan(db: None) -> Plan:
    return load_fixtures()


def measure(number: int = 45) -> Measure:
    return Measure.objects.get(number=number)


REFUSED: dict[str, Callable[[], object]] = {
    "plan that ends before it begins": lambda: Plan.objects.update(last_year=2022),
    "plan without a name": lambda: Plan.objects.update(name=""),
    "two plans of one slug": lambda: Plan.objects.create(
        slug="kisarazu-3", key="4", city="市", name="計画", first_year=2027, last_year=2030
    ),
    "two plans of one address": lambda: Plan.objects.create(
        slug="kisarazu-4", key="3", city="市", name="計画", first_year=2027, last_year=2030
    ),
    "plan published by who prepared it": lambda: PlanPublication.objects.create(
        plan=make_plan(slug="kisarazu-4", published_at=None),
        in_force_on=date(2027, 4, 1),
        reason="策定",
        drafted_by=make_bob(),
        published_by=make_bob(),
    ),
    "a publication that is changed": lambda: PlanPublication.objects.update(in_force_on=date(2024, 4, 1)),
    "a publication that is deleted": lambda: PlanPublication.objects.all().delete(),
    "policy number twice": lambda: BasicPolicy.objects.create(
        plan=Plan.objects.get(), number="01", name="もう一つ"
    ),
    "policy without a name": lambda: BasicPolicy.objects.update(name=""),
    "department name twice": lambda: Department.objects.create(name="企画課", slug="other"),
    "department slug twice": lambda: Department.objects.create(name="別の課", slug="kikaku"),
    "department without a slug": lambda: Department.objects.filter(slug="kikaku").update(slug=""),
    "measure number twice": lambda: Measure.objects.create(
        plan=measure().plan, policy=measure().policy, number=45, name="名称", goal="目標"
    ),
    "measure of another plan's policy": lambda: Measure.objects.create(
        plan=make_plan(slug="kisarazu-4", published_at=None),
        policy=measure().policy,
        number=49,
        name="名称",
        goal="目標",
    ),
    "measure moved to another plan's policy": lambda: Measure.objects.filter(number=41).update(
        policy=make_measure(plan=make_plan(slug="kisarazu-4", published_at=None)).policy
    ),
    "measure moved to another plan": lambda: Measure.objects.update(
        plan=make_plan(slug="kisarazu-4", published_at=None)
    ),
    "policy moved to another plan": lambda: BasicPolicy.objects.update(
        plan=make_plan(slug="kisarazu-4", published_at=None)
    ),
    "measure without a goal": lambda: Measure.objects.update(goal="", goal_original=""),
    "statement order twice": lambda: Statement.objects.create(
        measure=measure(), section="issue", order=1, summary="要約"
    ),
    "statement of another section": lambda: Statement.objects.create(
        measure=measure(), section="wish", order=1, summary="要約"
    ),
    "statement without a text": lambda: Statement.objects.update(summary="", original=""),
    "viewpoint order twice": lambda: Viewpoint.objects.create(
        measure=measure(), kind="dx", order=1, text="内容"
    ),
    "viewpoint of another kind": lambda: Viewpoint.objects.create(
        measure=measure(), kind="ax", order=1, text="内容"
    ),
    "viewpoint without a text": lambda: Viewpoint.objects.update(text=""),
    "contribution order twice": lambda: Contribution.objects.create(
        measure=measure(), actor="city", order=1, summary="要約"
    ),
    "contribution of another actor": lambda: Contribution.objects.create(
        measure=measure(), actor="state", order=1, summary="要約"
    ),
    "contribution without a text": lambda: Contribution.objects.update(summary="", original=""),
    "initiative number twice": lambda: Initiative.objects.create(measure=measure(), number=1, name="名称"),
    "initiative without a name": lambda: Initiative.objects.update(name=""),
    "detail order twice": lambda: InitiativeDetail.objects.create(
        initiative=measure().initiatives.get(number=1), order=1, summary="要約"
    ),
    "detail without a text": lambda: InitiativeDetail.objects.update(summary="", original=""),
    "department twice in an initiative": lambda: InitiativeDepartment.objects.create(
        initiative=measure().initiatives.get(number=1),
        department=Department.objects.get(slug="shimin-katsudo-shien"),
        order=2,
    ),
    "two first departments of an initiative": lambda: InitiativeDepartment.objects.create(
        initiative=measure().initiatives.get(number=1),
        department=Department.objects.get(slug="kikaku"),
        order=1,
    ),
    "related plan order twice": lambda: RelatedPlan.objects.create(
        measure=measure(46), order=1, name="別の計画"
    ),
    "related plan twice": lambda: RelatedPlan.objects.create(
        measure=measure(46), order=99, name="木更津市定員管理計画"
    ),
    "related plan without a name": lambda: RelatedPlan.objects.update(name=""),
    "two reference figures of a measure": lambda: ReferenceFigure.objects.create(
        measure=measure(), title="題名", source="出所"
    ),
    "reference figure of another state": lambda: ReferenceFigure.objects.update(state="guessed"),
    "reference figure without a source": lambda: ReferenceFigure.objects.update(source=""),
    "reference figure with five decimals": lambda: ReferenceFigure.objects.update(decimals=5),
    "reference point order twice": lambda: ReferencePoint.objects.create(
        figure=measure().reference_figure, order=1, label="項目"
    ),
    "reference point with neither label nor value": lambda: ReferencePoint.objects.create(
        figure=measure().reference_figure, order=99
    ),
}


@pytest.mark.usefixtures("plan")
def test_database_refuses():
    accepted = []
    for what, act in REFUSED.items():
        try:
            with transaction.atomic():
                act()
        except IntegrityError:
            continue
        accepted.append(what)
    assert accepted == []


@pytest.mark.usefixtures("plan")
def test_zero_is_a_value_of_a_reference_point():
    point = ReferencePoint.objects.create(figure=measure().reference_figure, order=99, value=0)
    point.refresh_from_db()
    assert point.value == 0


@pytest.mark.usefixtures("plan")
def test_every_row_is_found_by_its_natural_key():
    for model in PLAN_MODELS:
        for row in model.objects.all():
            assert model.objects.get_by_natural_key(*row.natural_key()) == row


@pytest.mark.usefixtures("plan")
def test_statements_stand_in_the_plans_order_of_sections():
    sections = [row.section for row in measure(47).statements.all()]
    assert sections == ["situation"] * 5 + ["issue"] * 2 + ["direction"] * 2


@pytest.mark.usefixtures("plan")
def test_the_city_stands_before_citizens():
    assert [row.actor for row in measure(44).contributions.all()] == ["city", "city", "citizens"]


@pytest.mark.usefixtures("plan")
def test_departments_of_an_initiative_keep_the_plans_order():
    initiative = Initiative.objects.get_by_natural_key("kisarazu-3", 46, 1)
    assert [str(department) for department in initiative.departments_in_order] == [
        "経営改革課",
        "財産活用課",
        "企画課",
    ]


@pytest.mark.usefixtures("plan")
def test_departments_in_order_costs_no_query_after_prefetch(django_assert_num_queries: Any):
    initiatives = list(Initiative.objects.prefetch_related("participations__department"))
    with django_assert_num_queries(0):
        assert all(initiative.departments_in_order for initiative in initiatives)


@pytest.mark.usefixtures("plan")
def test_names_for_people():
    first: dict[type[models.Model], str] = {model: str(model.objects.first()) for model in PLAN_MODELS}
    assert first == {
        Plan: "木更津市第3次基本計画",
        PlanPublication: "木更津市第3次基本計画の公表",
        BasicPolicy: "基本政策01 市民参加の推進・情報発信力の強化",
        Department: "企画課",
        Measure: "施策41 市民参加の推進",
        Statement: "41 現状1",
        Viewpoint: "41 DXの視点1",
        Contribution: "41 市の取組1",
        Initiative: "41-1 市民参加の拡大",
        InitiativeDetail: "41-1 内容1",
        InitiativeDepartment: "41-1 企画課",
        RelatedPlan: "木更津市ソーシャルメディア利用ガイドライン",
        ReferenceFigure: "41 市公式ＨＰトップページのアクセス数",
        ReferencePoint: "41 図の値1",
    }


def test_every_field_of_the_plan_has_a_japanese_name():
    named_in_ascii = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("measures").get_models()
        for field in model._meta.get_fields()
        if field.concrete
        and not field.name.startswith("history_")
        and field.name != "id"
        and str(getattr(field, "verbose_name", "")).isascii()
    ]
    assert named_in_ascii == []
    assert all(not str(model._meta.verbose_name).isascii() for model in PLAN_MODELS)
