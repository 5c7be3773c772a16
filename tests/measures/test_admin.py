"""Texts of a plan in preparation are mended in the admin, and the history says who did."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from measures.models import Department, Statement
from tests.indicators.factories import load_fixtures, make_measure, make_plan


@pytest.fixture
def loaded(db: None) -> None:
    load_fixtures()


MODELS = [model for model in admin.site._registry if model._meta.app_label == "measures"]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_lists_search_and_forms_open(model, admin_client: Client):
    name = f"admin:measures_{model._meta.model_name}"
    assert admin_client.get(reverse(f"{name}_changelist")).status_code == 200
    assert admin_client.get(reverse(f"{name}_changelist"), {"q": "木更津"}).status_code == 200
    row = model.objects.first()
    assert admin_client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200


@pytest.mark.usefixtures("loaded")
def test_initiatives_are_listed_with_departments_in_the_plans_order(admin_client: Client):
    page = admin_client.get(reverse("admin:measures_initiative_changelist")).content.decode()
    assert "経営改革課・財産活用課・企画課" in page


@pytest.mark.usefixtures("loaded")
def test_an_edit_is_kept_in_the_history_with_its_author(admin_client: Client, admin_user):
    department = Department.objects.create(slug="mirai", name="未来課")
    admin_client.post(
        reverse("admin:measures_department_change", args=[department.pk]),
        {"name": "企画政策課", "slug": "mirai", "order": 1, "change_reason": "書き方を改めた"},
    )
    record, loaded = Department.objects.get(slug="mirai").history.all()
    assert (record.name, record.history_user, record.history_change_reason) == (
        "企画政策課",
        admin_user,
        "書き方を改めた",
    )
    assert (loaded.name, loaded.history_user) == ("未来課", None)
    page = admin_client.get(reverse("admin:measures_department_history", args=[department.pk]))
    assert "企画政策課" in page.content.decode()


@pytest.mark.usefixtures("db")
def test_a_measure_can_be_saved_with_its_bullets(admin_client: Client):
    plan = make_plan(slug="kisarazu-4", published_at=None, first_year=2027, last_year=2030)
    measure = make_measure(43, plan=plan)
    for order in range(1, 6):
        Statement.objects.create(measure=measure, section="situation", order=order, summary=f"現状{order}")
    address = reverse("admin:measures_measure_change", args=[measure.pk])
    data: dict[str, object] = {}
    page = admin_client.get(address)
    for form in [
        page.context["adminform"].form,
        *(inline.formset.management_form for inline in page.context["inline_admin_formsets"]),
        *(form for inline in page.context["inline_admin_formsets"] for form in inline.formset.forms),
    ]:
        for field in form:
            value = field.value()
            data[field.html_name] = "" if value is None else value
    summary = next(
        name for name, value in data.items() if name.startswith("statements-0-") and name.endswith("summary")
    )
    edited = {**data, summary: "計画担当が直した要約"}
    assert "change_reason" in admin_client.post(address, edited).context["adminform"].form.errors
    answer = admin_client.post(address, {**edited, "change_reason": "わかりやすく"})
    assert answer.status_code == 302
    assert measure.statements.all()[0].history.first().history_change_reason == "わかりやすく"
    assert measure.statements.all()[0].summary == "計画担当が直した要約"
    assert measure.statements.count() == 5


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("plan", "first_year"),
        ("plan", "slug"),
        ("basicpolicy", "number"),
        ("measure", "number"),
        ("department", "slug"),
    ],
)
def test_what_is_an_address_or_stands_in_files_of_past_days_is_given_once(
    admin_client: Client, page: str, field: str
):
    first = apps.get_model("measures", page).objects.first()
    form = (
        admin_client.get(reverse(f"admin:measures_{page}_change", args=[first.pk])).context["adminform"].form
    )
    assert field not in form.fields
    if admin_client.get(reverse(f"admin:measures_{page}_add")).status_code == 200:
        new = admin_client.get(reverse(f"admin:measures_{page}_add")).context["adminform"].form
        assert field in new.fields
