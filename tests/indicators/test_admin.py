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
    make_measure,
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


def test_what_decides_published_verdicts_is_fixed_and_says_where_to_go(root: Client) -> None:
    found = indicator("44B")
    address = f"/admin/indicators/indicator/{found.pk}/change/"
    page = root.get(address)
    typed = {
        "measure": indicator("43A").measure_id,
        "letter": "C",
        "unit": "社",
        "decimals": "2",
        "direction": "at_least",
        "counting": "annual",
        "baseline_value": "1",
        "baseline_label": "別の時点",
        "baseline_year": "2000",
    }
    assert not set(typed) & set(page.context["adminform"].form.fields)
    assert 'href="/office/targets/44B/"' in page.content.decode()
    shown = {"targets-TOTAL_FORMS": "0", "targets-INITIAL_FORMS": "0"}
    kept = {**form_of(root, address), **shown, "lead_confirmed": "on"}
    assert "change_reason" in root.post(address, {**kept, **typed}).context["adminform"].form.errors
    answer = root.post(address, {**kept, **typed, "change_reason": "課に確かめた"})
    assert answer.status_code == 302, answer.context["errors"]
    after = indicator("44B")
    assert after.lead_confirmed
    assert [getattr(after, name) for name in typed if name != "measure"] == [
        getattr(found, name) for name in typed if name != "measure"
    ]
    assert after.measure == found.measure
    assert after.history.first().history_change_reason == "課に確かめた"
    assert root.post(f"/admin/indicators/indicator/{found.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_plan_s_years_and_numbers_are_given_once(root: Client) -> None:
    measure = indicator("44B").measure
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
    wrong = make_measure(77)
    address = f"/admin/measures/measure/{wrong.pk}"
    assert "登録し直してください" in root.get(f"{address}/change/").content.decode()
    assert "number" in root.get("/admin/measures/measure/add/").context["adminform"].form.fields
    assert root.post(f"{address}/delete/", {"post": "yes"}).status_code == 302
    assert not Measure.objects.filter(pk=wrong.pk).exists()


def test_a_row_of_which_nothing_is_fixed_does_not_say_so(root: Client) -> None:
    page = root.get(f"/admin/measures/initiative/{Initiative.objects.all()[0].pk}/change/").content.decode()
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
    found = indicator("41A")
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
    assert indicator("41A").name == "市民参加型 ワークショップ"
    series = {"indicator": found.pk, "name": "県内の市\u3000\u000b平均", "source": "統計"}
    answer = root.post("/admin/indicators/comparisonseries/add/", series)
    assert "「県内の市」の後に見えない文字（U+000B）があります" in answer.content.decode()


def test_what_a_value_can_be_is_set_with_a_reason_and_kept_in_the_history(root: Client) -> None:
    found = indicator("46A")  # 89.8 → 90％以内
    address = f"/admin/indicators/indicator/{found.pk}/change/"
    shown = {"targets-TOTAL_FORMS": "0", "targets-INITIAL_FORMS": "0", "change_reason": "割合のため"}
    kept = {**form_of(root, address), **shown, "lead_confirmed": "on"}
    for typed, field in (
        ({"lowest": "90", "highest": "50"}, "highest"),
        ({"lowest": "89.9"}, "lowest"),
        ({"highest": "89.9"}, "highest"),
    ):
        answer = root.post(address, {**kept, **typed})
        assert list(answer.context["adminform"].form.errors) == [field], typed
    answer = root.post(address, {**kept, "lowest": "0", "highest": "150", "may_be_negative": "on"})
    assert answer.status_code == 302
    then = indicator("46A").history.first()
    assert (then.lowest, then.highest, then.may_be_negative) == (Decimal(0), Decimal(150), True)
    assert then.history_change_reason == "割合のため"
