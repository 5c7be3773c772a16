"""The admin: what the plan office keeps there, and what nobody can change there (docs/progress.md §4, docs/publication.md §6)."""

from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client

from indicators.models import Indicator, Membership, Publication
from measures.models import Initiative, Measure
from measures.text_fields import TypedTextField
from tests.indicators.factories import (
    NOON,
    load_fixtures,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_department,
    make_indicator,
    make_measure,
    make_plan,
    publish_value,
    said,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client: Client) -> Client:
    """A signed-in person with every right that Django can give."""
    load_fixtures()
    user = make_bob()
    user.is_staff = user.is_superuser = True
    user.save()
    client.force_login(user)
    return client


def indicator(code: str) -> Indicator:
    return Indicator.objects.with_plan().get_by_code(code)


def form_of(client: Client, address: str) -> dict[str, Any]:
    """The fields of an admin form as they stand."""
    form = client.get(address).context["adminform"].form
    found = {}
    for name, field in form.fields.items():
        value = form.initial.get(name, field.initial)
        found[name] = "" if value is None or value is False else value
    return found


def publish_one() -> Publication:
    publish_value(
        indicator("44B"),
        2024,
        said("121", note="事情"),
        by=make_alice(make_department("organic-city-suishin")),
        publisher=make_carol(),
    )
    return Publication.objects.get()


@pytest.mark.parametrize("model", ["result", "publication", "event", "cycle"])
def test_what_the_workflow_wrote_cannot_be_added_changed_or_deleted(root: Client, model: str) -> None:
    make_cycle(2024, by=User.objects.get(is_superuser=True))
    publish_one()
    listed = root.get(f"/admin/indicators/{model}/")
    assert listed.status_code == 200
    pk = listed.context["cl"].queryset.first().pk
    assert root.get(f"/admin/indicators/{model}/{pk}/change/").status_code == 200
    for address in ("add/", f"{pk}/change/", f"{pk}/delete/"):
        answer = root.post(f"/admin/indicators/{model}/{address}", {"value": "999", "post": "yes"})
        assert answer.status_code == 403, address
    assert Publication.objects.get().value == Decimal(121)


def test_what_is_public_of_an_indicator_is_only_read_and_says_where_to_go(root: Client) -> None:
    found = indicator("44B")
    address = f"/admin/indicators/indicator/{found.pk}/change/"
    page = root.get(address)
    assert 'name="name"' not in page.content.decode()
    shown = page.content.decode()
    assert 'href="/office/targets/44B/"' in shown
    assert 'href="/office/plan/3/indicators/44B/wording/"' in shown
    typed = {"name": "別の指標", "meaning": "別の意味", "letter": "C", "baseline_value": "1"}
    typed |= {"change_reason": "試し", "targets-TOTAL_FORMS": "0", "targets-INITIAL_FORMS": "0"}
    assert root.post(address, typed).status_code == 403
    assert Indicator.objects.values().get(pk=found.pk) == {
        field.attname: getattr(found, field.attname) for field in found._meta.concrete_fields
    }
    assert root.post(f"/admin/indicators/indicator/{found.pk}/delete/", {"post": "yes"}).status_code == 403


def in_preparation() -> Measure:
    """Of a plan that nobody but the staff reads: it is mended here."""
    plan = make_plan(slug="kisarazu-4", published_at=None, first_year=2027, last_year=2030)
    return make_measure(77, plan=plan)


def test_the_plan_s_years_and_numbers_are_given_once(root: Client) -> None:
    measure = in_preparation()
    make_indicator(measure=measure, target=None)
    fixed: dict[tuple[str, Any], dict[str, str]] = {
        ("plan", measure.policy.plan): {"slug": "other", "first_year": "2000", "last_year": "2050"},
        ("basicpolicy", measure.policy): {"number": "09"},
        ("measure", measure): {"number": "99"},
    }
    for (model, row), typed in fixed.items():
        address = f"/admin/measures/{model}/{row.pk}/change/"
        before = [getattr(row, name) for name in typed]
        page = root.get(address)
        assert not set(typed) & set(page.context["adminform"].form.fields)
        assert "ここでは変えられません" in page.content.decode()
        managed = {
            field.html_name: field.value()
            for inline in page.context["inline_admin_formsets"]
            for form in (inline.formset.management_form, *inline.formset.forms)
            for field in form
            if field.value() is not None
        }
        said = {**form_of(root, address), **managed, **typed, "change_reason": "試し"}
        assert root.post(address, said).status_code == 302
        row.refresh_from_db()
        assert [getattr(row, name) for name in typed] == before
        refused = root.post(f"/admin/measures/{model}/{row.pk}/delete/", {"post": "yes"})
        assert "が削除できません" in refused.content.decode()
        row.refresh_from_db()


def test_a_number_mistyped_is_given_up_with_its_row_while_nothing_of_it_is_public(root: Client) -> None:
    wrong = in_preparation()
    address = f"/admin/measures/measure/{wrong.pk}"
    assert "登録し直してください" in root.get(f"{address}/change/").content.decode()
    assert "number" in root.get("/admin/measures/measure/add/").context["adminform"].form.fields
    assert root.post(f"{address}/delete/", {"post": "yes"}).status_code == 302
    assert not Measure.objects.filter(pk=wrong.pk).exists()


def test_a_row_of_which_nothing_is_fixed_does_not_say_so(root: Client) -> None:
    row = Initiative.objects.create(measure=in_preparation(), number=1, name="取組")
    page = root.get(f"/admin/measures/initiative/{row.pk}/change/").content.decode()
    assert "登録し直してください" not in page
    assert 'name="name"' in page


def test_the_address_of_an_indicator_with_values_stays(root: Client) -> None:
    make_cycle(2024, by=User.objects.get(is_superuser=True))
    publish_one()
    found = indicator("44B")
    address = f"/admin/indicators/indicator/{found.pk}/change/"
    assert "letter" not in root.get(address).context["adminform"].form.fields
    root.post(f"/admin/indicators/indicator/{found.pk}/delete/", {"post": "yes"})
    assert indicator("44B") == found


def test_nobody_gets_a_department_or_a_role_here(root: Client) -> None:
    person = User.objects.create_user("hanako")
    department = make_department("zaisei")
    address = f"/admin/auth/user/{person.pk}/change/"
    typed = {
        "username": "hanako",
        "last_name": "木更津",
        "is_active": "on",
        "date_joined_0": NOON.date().isoformat(),
        "date_joined_1": "12:00:00",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-user": person.pk,
        "memberships-0-role": "member",
        "memberships-0-department": department.pk,
        "memberships-0-since": "2025-04-01",
    }
    answer = root.post(address, typed)
    assert answer.status_code == 302, answer.context["errors"]
    assert not Membership.objects.filter(user=person).exists()
    Membership.objects.create(user=person, department=department, since=NOON.date())
    assert "財政課" in root.get("/admin/auth/user/").content.decode()
    assert "memberships-0-role" not in root.get(address).content.decode()


def test_every_text_that_is_typed_here_is_read_by_one_rule(rf: Any) -> None:
    """Of the forms and of the rows below them; what no rule reads would break the feeds (docs/input.md §3)."""
    request = rf.get("/admin/")
    request.user = User(is_superuser=True, is_staff=True, is_active=True)
    seen = 0
    for model, desk in admin.site._registry.items():
        ours = model is User or model._meta.app_label in ("measures", "indicators")
        if not ours or not desk.has_add_permission(request):
            continue
        below = [inline.get_formset(request).form for inline in desk.get_inline_instances(request)]
        for form in (desk.get_form(request, change=True), *below):
            for name, field in form.base_fields.items():
                is_text = isinstance(field, forms.CharField) and not isinstance(
                    field, forms.EmailField | forms.SlugField | forms.URLField
                )
                if is_text and "password" not in name and name != "username":
                    seen += 1
                    assert isinstance(field, TypedTextField), (model, name)
    assert seen > 30


def test_a_sign_that_nobody_sees_is_refused_with_its_place(root: Client) -> None:
    found = make_indicator(measure=in_preparation(), target=None)
    address = f"/admin/indicators/indicator/{found.pk}/change/"
    typed = form_of(root, address) | {
        "change_reason": "書き方",
        "targets-TOTAL_FORMS": 0,
        "targets-INITIAL_FORMS": 0,
    }
    answer = root.post(address, typed | {"name": "市民参加型\u000bワークショップの開催数"})
    assert answer.status_code == 200
    assert "「市民参加型」の後に見えない文字（U+000B）があります" in answer.content.decode()
    assert root.post(address, typed | {"name": "市民参加型\u00a0ワーク\u200bショップ"}).status_code == 302
    found.refresh_from_db()
    assert found.name == "市民参加型 ワークショップ"
    series = {"indicator": found.pk, "name": "県内の市\u3000\u000b平均", "source": "統計"}
    answer = root.post("/admin/indicators/comparisonseries/add/", series)
    assert "「県内の市」の後に見えない文字（U+000B）があります" in answer.content.decode()
