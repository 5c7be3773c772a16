"""The admin: what the plan office keeps there, and what nobody can change there (figures.md §4.2, §5)."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from indicators.models import Indicator, Membership, Publication, Target
from tests.indicators.factories import (
    NOON,
    load_fixtures,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_department,
    make_target,
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


def test_a_published_target_is_fixed_and_a_draft_is_published_by_the_action(root: Client) -> None:
    fixed = Target.objects.get(indicator=indicator("44B"))
    address = f"/admin/indicators/target/{fixed.pk}/change/"
    assert root.post(address, {"value": "1"}).status_code == 403
    draft = make_target(indicator("44B"), "130", published=False, first_year=2025, reason="見直し")
    chosen = {"action": "publish", "_selected_action": [draft.pk, fixed.pk]}
    page = root.post("/admin/indicators/target/", chosen, follow=True).content.decode()
    draft.refresh_from_db()
    assert draft.published_at is not None
    assert "を公表しました" in page
    assert "すでに公表されている" in page
    assert root.post(f"/admin/indicators/target/{draft.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_target_that_cannot_be_judged_is_refused_at_its_field(root: Client) -> None:
    typed = {
        "indicator": indicator("44B").pk,
        "value": "80",
        "target_year": "2026",
        "label": "80件",
        "first_year": "2024",
        "reason": "見直し",
    }
    answer = root.post("/admin/indicators/target/add/", typed)
    assert "進捗を計算できません" in "".join(answer.context["adminform"].form.errors["value"])
    assert Target.objects.filter(indicator=indicator("44B")).count() == 1
    assert root.post("/admin/indicators/target/add/", {**typed, "value": "125"}).status_code == 302


def test_an_indicator_cannot_be_turned_against_its_target(root: Client) -> None:
    found = indicator("44B")
    address = f"/admin/indicators/indicator/{found.pk}/change/"
    answer = root.post(address, {**form_of(root, address), "baseline_value": "120"})
    assert "目標「120件」" in "".join(answer.context["adminform"].form.errors["baseline_value"])
    assert indicator("44B").baseline_value == Decimal(80)
    shown = {"targets-TOTAL_FORMS": "0", "targets-INITIAL_FORMS": "0"}
    answer = root.post(address, {**form_of(root, address), **shown, "lead_confirmed": "on"})
    assert answer.status_code == 302, answer.context["errors"]
    assert indicator("44B").lead_confirmed


def test_decimals_that_stored_figures_carry_cannot_be_taken_away(root: Client) -> None:
    found = indicator("42A")
    address = f"/admin/indicators/indicator/{found.pk}/change/"
    answer = root.post(address, {**form_of(root, address), "decimals": "1"})
    assert "小数2桁の値か目標がある" in "".join(answer.context["adminform"].form.errors["decimals"])


def test_the_address_of_an_indicator_with_values_stays(root: Client) -> None:
    make_cycle(2024, by=User.objects.get(is_superuser=True))
    publish_one()
    found = indicator("44B")
    address = f"/admin/indicators/indicator/{found.pk}/change/"
    assert "letter" not in root.get(address).context["adminform"].form.fields
    root.post(f"/admin/indicators/indicator/{found.pk}/delete/", {"post": "yes"})
    assert indicator("44B") == found


def test_people_get_their_departments_here(root: Client) -> None:
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
        "memberships-0-department": department.pk,
    }
    answer = root.post(address, typed)
    assert answer.status_code == 302, answer.context["errors"]
    assert Membership.objects.get(user=person).department == department
    assert "財政課" in root.get("/admin/auth/user/").content.decode()
