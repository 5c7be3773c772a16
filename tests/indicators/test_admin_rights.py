"""Who reaches what in the admin, with the rights that create_first_office gives (permissions.office_rights)."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from indicators.accounts import equip_groups
from indicators.models import (
    Batch,
    BatchItem,
    Comment,
    ComparisonSeries,
    ComparisonValue,
    Digest,
    Event,
    Evidence,
    Indicator,
    InterimTarget,
    Publication,
    Redaction,
    Reorganisation,
    Result,
    Target,
    Threshold,
    Transfer,
)
from indicators.permissions import PLAN_OFFICE
from tests.indicators.factories import (
    NOON,
    load_fixtures,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_department,
    make_indicator,
    make_interim,
    make_target,
    make_threshold,
    make_user,
    publish_sheet,
    publish_value,
    said,
)

pytestmark = pytest.mark.django_db

MODELS = [model for model in admin.site._registry if model._meta.app_label == "indicators"]
WRITTEN_BY_WORKFLOW = [
    "cycle",
    "result",
    "publication",
    "event",
    "comparisonvalue",
    "evaluationsheet",
    "comment",
    "evidence",
    "transfer",
    "reorganisation",
]


@pytest.fixture
def office(client: Client) -> Client:
    """Bob at his desk: no superuser, only the plan office's rights."""
    equip_groups()
    client.force_login(make_bob())
    return client


def _bob() -> User:
    return User.objects.get(username="bob")


def _publish() -> Indicator:
    indicator = make_indicator()
    make_threshold()
    make_cycle(2024, by=_bob())
    alice, carol = make_alice(), make_carol()
    publish_value(indicator, 2024, said("980"), by=alice, publisher=carol)
    publish_sheet(indicator.measure, 2024, by=alice, publisher=carol)
    make_interim(indicator, 2025)
    series = ComparisonSeries.objects.create(indicator=indicator, name="移住者の県平均", source="県の統計")
    written = {"entered_by": alice, "edited_by": alice, "edited_at": NOON}
    ComparisonValue.objects.create(series=series, year=2024, value=1, source="移住の統計", **written)
    Comment.objects.create(indicator=indicator, year=2024, body="移住の数を確認", at=NOON, by=alice)
    batch = Batch.objects.create(
        title="移住の公表", announced_on=NOON.date(), created_at=NOON, created_by=carol, scheduled_for=NOON
    )
    BatchItem.objects.create(batch=batch, indicator=indicator, year=2024, edit_number=1)
    Redaction.objects.create(
        indicator=indicator,
        year=2024,
        passage="移住した人",
        reason="移住した人の名前",
        proposed_at=NOON,
        proposed_by=alice,
    )
    link = {"url": "https://example.jp/移住", "added_by": alice, "added_at": NOON}
    Evidence.objects.create(indicator=indicator, year=2024, **link)
    Digest.objects.create(user=alice, on=NOON.date(), sent_at=NOON)
    prepared = {"on": NOON.date(), "prepared_at": NOON, "prepared_by": carol}
    Transfer.objects.create(person=alice, **prepared)
    plan = {"from": ["a"], "to": [{"slug": "b", "name": "移住課"}]}
    Reorganisation.objects.create(kind="rename", reason="機構改革", plan=plan, **prepared)
    return indicator


def _everything() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Result, Publication, Event, Target, Threshold, ComparisonValue, Comment)
    ]


def test_every_model_of_the_room_is_in_the_admin():
    named = {
        model
        for model in apps.get_app_config("indicators").get_models()
        if "Historical" not in model.__name__
    }
    assert {model.__name__ for model in named} - {model.__name__ for model in MODELS} == {
        "Membership",
        "PublicRevision",
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_office_can_list_search_and_open(model: Any, office: Client):
    _publish()
    address = f"/admin/indicators/{model._meta.model_name}/"
    assert office.get(address).status_code == 200
    assert office.get(address, {"q": "移住"}).status_code == 200
    row = model._default_manager.first()
    assert office.get(f"{address}{row.pk}/change/").status_code == 200
    assert office.get(f"{address}{row.pk}/history/").status_code == 200


def test_only_people_of_the_admin_enter_it(client: Client):
    for person in (make_alice(), make_dave()):
        client.force_login(person)
        assert client.get("/admin/").status_code == 302
        assert client.get("/admin/indicators/target/").status_code == 302


@pytest.mark.parametrize("model", WRITTEN_BY_WORKFLOW)
def test_the_office_cannot_write_past_the_workflow(model: str, office: Client):
    _publish()
    before = _everything()
    row = apps.get_model("indicators", model)._default_manager.first()
    for address in ("add/", f"{row.pk}/change/", f"{row.pk}/delete/"):
        answer = office.post(f"/admin/indicators/{model}/{address}", {"value": "999", "post": "yes"})
        assert answer.status_code == 403
    office.post(
        f"/admin/indicators/{model}/",
        {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"},
    )
    assert _everything() == before


@pytest.mark.parametrize("model", ["target", "threshold", "interimtarget"])
def test_what_is_published_is_not_deleted_with_drafts_either(model: str, office: Client):
    indicator = _publish()
    make_target(indicator, "1500", published=False)
    make_threshold(value="0.9", published=False)
    make_interim(indicator, 2024, published=False)
    rows = apps.get_model("indicators", model)._default_manager
    before = _everything()
    chosen = list(rows.values_list("pk", flat=True))
    answer = office.post(
        f"/admin/indicators/{model}/",
        {"action": "delete_selected", "_selected_action": chosen, "post": "yes"},
    )
    assert answer.status_code == 403
    assert _everything() == before
    draft = rows.get(published_at=None)
    assert office.post(f"/admin/indicators/{model}/{draft.pk}/delete/", {"post": "yes"}).status_code == 302
    assert rows.filter(published_at=None).count() == 0


def test_a_form_cannot_smuggle_the_moment_of_publication_in(office: Client):
    indicator = _publish()
    typed = {"indicator": indicator.pk, "value": "1500", "target_year": "2026", "label": "1,500人"}
    typed |= {"first_year": "2025", "reason": "見直し"}
    hidden = {"published_at_0": "2025-04-01", "published_at_1": "00:00:00", "published_by": _bob().pk}
    assert office.post("/admin/indicators/target/add/", {**typed, **hidden}).status_code == 302
    assert Target.objects.get(first_year=2025).published_at is None


def test_a_threshold_is_drafted_edited_and_published(office: Client):
    plan = load_fixtures()
    typed = {"plan": plan.pk, "value": "0.9", "first_year": "2025", "reason": "厳しくする"}
    for value in ("0", "1.001"):
        answer = office.post("/admin/indicators/threshold/add/", {**typed, "value": value})
        assert "value" in answer.context["adminform"].form.errors
    assert office.post("/admin/indicators/threshold/add/", typed).status_code == 302
    draft = Threshold.objects.get(first_year=2025)
    address = f"/admin/indicators/threshold/{draft.pk}/change/"
    assert office.post(address, {**typed, "value": "0.85"}).status_code == 302
    chosen = {"action": "publish", "_selected_action": [draft.pk]}
    page = office.post("/admin/indicators/threshold/", chosen, follow=True).content.decode()
    draft.refresh_from_db()
    assert "自分では公表できません" in page
    assert (draft.published_at, draft.drafted_by) == (None, _bob())
    office.force_login(make_carol())
    office.post("/admin/indicators/threshold/", chosen)
    draft.refresh_from_db()
    assert (str(draft.value), draft.published_by.username) == ("0.850", "carol")
    assert office.post(address, typed).status_code == 403


def test_who_saved_a_draft_last_is_its_author(office: Client):
    """Carol mends what Bob drafted: now it is hers, and Bob publishes it."""
    typed = {"indicator": make_indicator().pk, "value": "1500", "target_year": "2026", "label": "1,500人"}
    typed |= {"first_year": "2025", "reason": "見直し"}
    office.post("/admin/indicators/target/add/", typed)
    draft = Target.objects.get(first_year=2025)
    assert draft.drafted_by == _bob()
    office.force_login(make_carol())
    office.post(f"/admin/indicators/target/{draft.pk}/change/", {**typed, "value": "1600"})
    draft.refresh_from_db()
    assert (draft.value, draft.drafted_by.username) == (1600, "carol")
    chosen = {"action": "publish", "_selected_action": [draft.pk]}
    office.post("/admin/indicators/target/", chosen)
    draft.refresh_from_db()
    assert draft.published_at is None
    office.force_login(_bob())
    office.post("/admin/indicators/target/", chosen)
    draft.refresh_from_db()
    assert draft.published_by == _bob()


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [
        ({"year": "2026"}, "year"),
        ({"year": "2022"}, "year"),
        ({"year": "2024", "first_year": "2025"}, "year"),
        ({"first_year": "2030"}, "first_year"),
        ({"value": "1000.5"}, "value"),
        ({"value": ""}, "value"),
        ({"reason": ""}, "reason"),
    ],
)
def test_an_interim_target_that_cannot_be_is_refused_at_its_field(
    spoilt: dict[str, str], field: str, office: Client
):
    typed = {"indicator": str(make_indicator().pk), "year": "2025", "value": "1600", "first_year": "2024"}
    typed |= {"reason": "年度ごとの計画"}
    address = "/admin/indicators/interimtarget/add/"
    answer = office.post(address, {**typed, **spoilt})
    assert list(answer.context["adminform"].form.errors) == [field]
    assert not InterimTarget.objects.exists()
    assert office.post(address, typed).status_code == 302
    assert InterimTarget.objects.get().drafted_by == _bob()


def test_a_limit_has_no_interim_target(office: Client):
    limit = make_indicator(letter="B", direction="at_most", counting="annual", target="90")
    typed = {"indicator": limit.pk, "year": "2025", "value": "91", "first_year": "2024", "reason": "計画"}
    answer = office.post("/admin/indicators/interimtarget/add/", typed)
    assert "中間目標は置けません" in str(answer.context["adminform"].form.non_field_errors())
    other = make_indicator(letter="C")
    make_interim(other)
    answer = office.post(
        f"/admin/indicators/indicator/{other.pk}/change/", {**_typed(other), "direction": "at_most"}
    )
    assert "中間目標のある指標" in str(answer.context["adminform"].form.errors["direction"])


def test_a_comparison_series_is_kept_here_until_it_has_values(office: Client):
    indicator = make_indicator()
    typed = {"indicator": indicator.pk, "name": "県内の平均", "source": "県の統計"}
    assert office.post("/admin/indicators/comparisonseries/add/", typed).status_code == 302
    series = ComparisonSeries.objects.get()
    address = f"/admin/indicators/comparisonseries/{series.pk}/"
    assert office.get(f"{address}delete/").status_code == 200
    bob = _bob()
    ComparisonValue.objects.create(series=series, year=2024, entered_by=bob, edited_by=bob, edited_at=NOON)
    assert office.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    other = make_indicator(letter="B")
    moved = {**typed, "indicator": other.pk, "name": "県の平均"}
    assert office.post(f"{address}change/", moved).status_code == 302
    series.refresh_from_db()
    assert (series.name, series.indicator) == ("県の平均", indicator)


def test_somebody_who_only_may_look_does_not_publish(client: Client):
    equip_groups()
    looker = make_user("looker", is_staff=True)
    looker.user_permissions.set(Group.objects.get(name=PLAN_OFFICE).permissions.all())
    client.force_login(looker)
    draft = make_target(make_indicator(), "1500", published=False, first_year=2025)
    client.post("/admin/indicators/target/", {"action": "publish", "_selected_action": [draft.pk]})
    draft.refresh_from_db()
    assert draft.published_at is None


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [
        ({"value": "500"}, "value"),
        ({"value": "1500.5"}, "value"),
        ({"target_year": "2022", "first_year": "2022"}, "target_year"),
        ({"first_year": "2027"}, "first_year"),
        ({"value": ""}, "value"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_target_that_cannot_be_is_refused_at_its_field(spoilt: dict[str, str], field: str, office: Client):
    typed = {
        "indicator": str(make_indicator().pk),
        "value": "1500",
        "target_year": "2026",
        "label": "1,500人",
    }
    typed |= {"first_year": "2025", "reason": "見直し"}
    answer = office.post("/admin/indicators/target/add/", {**typed, **spoilt})
    assert list(answer.context["adminform"].form.errors) == [field]
    assert Target.objects.count() == 1


def test_a_target_for_an_indicator_that_no_target_serves(office: Client):
    odd = make_indicator(letter="B", direction="at_most", counting="cumulative", target=None)
    typed = {"indicator": str(odd.pk), "value": "1500", "target_year": "2026", "label": "1,500人"}
    answer = office.post("/admin/indicators/target/add/", {**typed, "first_year": "2025", "reason": "見直し"})
    assert "累計の数え方は使えません" in str(answer.context["adminform"].form.non_field_errors())


def _typed(indicator: Indicator) -> dict[str, Any]:
    fields = (
        "letter",
        "name",
        "unit",
        "decimals",
        "direction",
        "counting",
        "baseline_value",
        "baseline_label",
    )
    typed = {name: getattr(indicator, name) for name in (*fields, "baseline_year", "remark", "meaning")}
    return {
        **typed,
        "measure": indicator.measure_id,
        "lead_department": indicator.lead_department_id,
        "targets-TOTAL_FORMS": "0",
        "targets-INITIAL_FORMS": "0",
    }


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [
        ({"baseline_value": "2000"}, "baseline_value"),
        ({"baseline_value": "2001"}, "baseline_value"),
        ({"baseline_value": "584.5"}, "baseline_value"),
        ({"baseline_year": "2026"}, "baseline_year"),
        ({"direction": "decrease"}, "baseline_value"),
        ({"direction": "at_most", "counting": "cumulative"}, "counting"),
        ({"direction": "decrease", "counting": "cumulative_from_zero"}, "counting"),
        ({"letter": "b"}, "letter"),
        ({"letter": "１"}, "letter"),
        ({"decimals": "7"}, "decimals"),
        ({"name": ""}, "name"),
    ],
)
def test_an_indicator_that_cannot_be_judged_is_refused_at_its_field(
    spoilt: dict[str, str], field: str, office: Client
):
    indicator = make_indicator()
    before = Indicator.objects.values().get()
    address = f"/admin/indicators/indicator/{indicator.pk}/change/"
    answer = office.post(address, {**_typed(indicator), **spoilt})
    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors
    assert Indicator.objects.values().get() == before
    assert office.post(address, _typed(indicator)).status_code == 302


def test_a_new_indicator_has_no_target_yet(office: Client):
    typed = {**_typed(make_indicator()), "letter": "B"}
    assert office.post("/admin/indicators/indicator/add/", typed).status_code == 302
    assert Indicator.objects.get(letter="B").history.get().history_user == _bob()


def test_decimals_of_stored_values_stay(office: Client):
    indicator = make_indicator(decimals=1)
    make_cycle(2024, by=_bob())
    publish_value(indicator, 2024, said("980.5"), by=make_alice(), publisher=make_carol())
    address = f"/admin/indicators/indicator/{indicator.pk}/change/"
    answer = office.post(address, {**_typed(indicator), "decimals": "0"})
    assert list(answer.context["adminform"].form.errors) == ["decimals"]
    assert office.post(address, {**_typed(indicator), "decimals": "2", "letter": "Z"}).status_code == 302
    indicator.refresh_from_db()
    assert (indicator.decimals, indicator.letter) == (
        2,
        "A",
    )  # the letter is its address, and is fixed by now


# --- People -----------------------------------------------------------------------------------------


def _person(user: User, **fields: Any) -> dict[str, Any]:
    return {
        "username": user.username,
        "is_active": "on",
        "date_joined_0": "2025-04-01",
        "date_joined_1": "09:00:00",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
        **fields,
    }


def test_the_office_looks_at_people_here_and_changes_them_on_its_own_pages(office: Client):
    """What is changed in the admin would miss the rules and the log of workflow/people.py, whatever rights were given."""
    group = Group.objects.get(name=PLAN_OFFICE)
    group.permissions.add(*Permission.objects.filter(content_type__app_label="auth"))
    alice, root = (
        make_alice(),
        make_user("root", is_superuser=True, is_staff=True, password="前からのパスワード"),
    )
    people = list(User.objects.order_by("pk").values())
    assert office.get(f"/admin/auth/user/{alice.pk}/change/").status_code == 200
    for person in (alice, _bob(), root):
        raised = _person(person, is_staff="on", is_superuser="on", groups=[group.pk])
        assert office.post(f"/admin/auth/user/{person.pk}/change/", raised).status_code == 403
        typed = {"password1": "乗っ取りのための語", "password2": "乗っ取りのための語"}
        assert office.post(f"/admin/auth/user/{person.pk}/password/", typed).status_code == 403
        assert office.post(f"/admin/auth/user/{person.pk}/delete/", {"post": "yes"}).status_code == 403
    assert office.post("/admin/auth/user/add/", {"username": "frank"}).status_code == 403
    assert list(User.objects.order_by("pk").values()) == people
    assert not alice.groups.exists()


def test_groups_keep_their_names_and_rights(office: Client):
    group = Group.objects.get(name=PLAN_OFFICE)
    assert office.post(f"/admin/auth/group/{group.pk}/change/", {"name": "別名"}).status_code == 403
    assert office.get("/admin/auth/group/").status_code == 200


def test_a_list_of_people_costs_no_query_a_person(office: Client, django_assert_max_num_queries):
    for number in range(20):
        make_user(f"staff{number}", departments=(make_department(),))
    with django_assert_max_num_queries(12):
        assert "産業振興課" in office.get("/admin/auth/user/").content.decode()


def test_a_superuser_may_make_another(client: Client):
    client.force_login(make_user("root", is_superuser=True, is_staff=True))
    alice = make_alice()
    client.post(f"/admin/auth/user/{alice.pk}/change/", _person(alice, is_staff="on", is_superuser="on"))
    alice.refresh_from_db()
    assert alice.is_superuser
