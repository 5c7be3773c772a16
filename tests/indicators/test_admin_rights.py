"""Who reaches what in the admin, with the rights that create_first_office gives (permissions.office_rights)."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.accounts import equip_office
from indicators.models import (
    Baseline,
    Batch,
    BatchCorrection,
    BatchItem,
    Comment,
    ComparisonSeries,
    ComparisonValue,
    Deed,
    DeedLead,
    DeedLine,
    Event,
    Evidence,
    Indicator,
    InitiativeAims,
    InterimTarget,
    Notice,
    PowerRequest,
    Project,
    Publication,
    RedactedText,
    Redaction,
    Reorganisation,
    Result,
    Spending,
    Target,
    Threshold,
)
from indicators.permissions import PLAN_OFFICE
from measures.models import Department
from tests.indicators.factories import (
    NOON,
    make_alice,
    make_baseline,
    make_bob,
    make_carol,
    make_cycle,
    make_dave,
    make_department,
    make_figure_points,
    make_indicator,
    make_interim,
    make_passport,
    make_recount,
    make_rhythm,
    make_target,
    make_threshold,
    make_user,
    publish_comments,
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
    "outsidereview",
    "comment",
    "evidence",
    "reorganisation",
    "target",
    "baseline",
    "interimtarget",
    "threshold",
]


@pytest.fixture
def office(client: Client) -> Client:
    """Bob at his desk: no superuser, only the plan office's rights."""
    equip_office()
    client.force_login(make_bob())
    return client


@pytest.fixture
def root(office: Client) -> Client:
    """The same, with every right that Django can give, and so without the office's."""
    User.objects.filter(username="bob").update(is_superuser=True, is_staff=True)
    return office


def _bob() -> User:
    return User.objects.get(username="bob")


def _publish() -> Indicator:
    indicator = make_indicator()
    make_threshold()
    make_cycle(2024, by=_bob())
    alice, carol = make_alice(), make_carol()
    publish_value(indicator, 2024, said("980"), by=alice, publisher=carol)
    publish_sheet(indicator.measure, 2024, by=alice, publisher=carol)
    publish_comments(indicator.measure, 2024, by=carol, publisher=_bob())
    department = make_department()
    line = DeedLine.objects.create(measure=indicator.measure, initiative=1, department=department)
    typed = {"entered_by": alice, "edited_by": alice, "edited_at": NOON}
    Deed.objects.create(line=line, year=2024, done="移住の相談会", **typed)
    DeedLead.objects.create(
        measure=indicator.measure, initiative=1, department=department, reason="移住の担当", drafted_by=alice
    )
    project = Project.objects.create(plan=indicator.measure.plan, code="移住1")
    Spending.objects.create(project=project, year=2024, name="移住の費用", department=department, **typed)
    InitiativeAims.objects.create(
        measure=indicator.measure, initiative=1, reason="移住の指標", drafted_by=alice
    )
    make_interim(indicator, 2025)
    make_baseline(indicator)
    make_passport(indicator)
    make_figure_points(indicator.measure)
    make_rhythm(indicator)
    make_recount(indicator, 2025)
    series = ComparisonSeries.objects.create(indicator=indicator, name="移住者の県平均", source="県の統計")
    written = {"entered_by": alice, "edited_by": alice, "edited_at": NOON}
    ComparisonValue.objects.create(series=series, year=2024, value=1, source="移住の統計", **written)
    Comment.objects.create(indicator=indicator, year=2024, body="移住の数を確認", at=NOON, by=alice)
    batch = Batch.objects.create(
        title="移住の公表", announced_on=NOON.date(), created_at=NOON, created_by=carol, scheduled_for=NOON
    )
    BatchCorrection.objects.create(
        batch=batch,
        number=1,
        **{"old_title": "移住の公表", "title": "移住の公表", "reason": "移住の日付の誤り"},
        **dict.fromkeys(("old_announced_on", "announced_on"), NOON.date()),
        published_at=NOON,
        published_by=carol,
    )
    BatchItem.objects.create(batch=batch, indicator=indicator, year=2024, version=1)
    redaction = Redaction.objects.create(
        passage="移住した人", reason="移住した人の名前", proposed_at=NOON, proposed_by=alice
    )
    RedactedText.objects.create(
        redaction=redaction, table_name="t", row_id="1", column_name="c", sha256="移住"
    )
    link = {"url": "https://example.jp/移住", "added_by": alice, "added_at": NOON}
    Evidence.objects.create(indicator=indicator, year=2024, **link)
    PowerRequest.objects.create(
        person=alice, kind="office", asked_at=NOON, asked_by=carol, reason="移住の担当に"
    )
    Notice.objects.create(user=alice, kind="request", key="late-1", at=NOON)
    prepared = {"on": NOON.date(), "prepared_at": NOON, "prepared_by": carol}
    plan = {"from": ["a"], "to": [{"slug": "b", "name": "移住課"}]}
    Reorganisation.objects.create(kind="rename", reason="機構改革", plan=plan, **prepared)
    return indicator


def _everything() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values())
        for model in (
            Result,
            Publication,
            Event,
            Target,
            Baseline,
            InterimTarget,
            Threshold,
            ComparisonValue,
            Comment,
        )
    ]


def test_every_model_of_the_room_is_in_the_admin():
    named = {
        model
        for model in apps.get_app_config("indicators").get_models()
        if "Historical" not in model.__name__
    }
    assert (
        {model.__name__ for model in named} - {model.__name__ for model in MODELS}
        == {
            "PlanUpload",  # a file that somebody is bringing in, and how its columns were chosen: on a page of its own
            "TableLayout",
            "MoneyUpload",
            "PlanBooking",  # of a plan's publication: on the page of that
            "DirectoryName",  # opens an account: on the page of people, by two
            "RouteSeat",  # who approves: on the pages of departments, of approvers
            "Deputy",
            "Duty",  # of the keeper, who is on the board
            "KeeperLease",
            "Mail",  # letters to people, and who forgot a password: nobody's to read
            "Membership",
            "PasswordRequest",
            "PublicRevision",
            "SavedView",  # people's own, on pages of their own
            "HandoverNote",  # of a department to itself, on a page of its own
            "NoticeChoice",
            "NoticeCursor",  # of the keeper
        }
    )


def test_the_office_reads_the_plans_texts_there_and_changes_them_on_its_own_pages(office: Client):
    measure = make_indicator().measure
    texts = Permission.objects.filter(content_type__app_label="measures", codename="change_measure")
    Group.objects.get(name=PLAN_OFFICE).permissions.add(*texts)  # as it was in an older installation
    equip_office()
    address = f"/admin/measures/measure/{measure.pk}/change/"
    assert office.get(address).status_code == 200
    assert office.post(address, {"name": "別の名称"}).status_code == 403


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_office_can_list_search_and_open(model: Any, office: Client):
    _publish()
    address = f"/admin/indicators/{model._meta.model_name}/"
    assert office.get(address).status_code == 200
    assert office.get(address, {"q": "移住"}).status_code == 200
    row = model._default_manager.first()
    assert office.get(f"{address}{row.pk}/change/").status_code == 200
    assert office.get(f"{address}{row.pk}/history/").status_code == 200


def test_the_office_signs_in_at_the_admin_too(client: Client):
    """By its role of the day; nobody has to set Django's flag."""
    for user, status in ((make_bob(), 302), (make_alice(), 200)):
        user.set_password("ながいパスワード2027年")
        user.save()
        typed = {"username": user.username, "password": "ながいパスワード2027年"}
        assert client.post("/admin/login/?next=/admin/", typed).status_code == status
    client.logout()
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")


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


@pytest.mark.parametrize("model", ["target", "baseline", "interimtarget", "threshold"])
def test_drafts_of_rules_are_only_looked_at_here(model: str, office: Client):
    """One way leads to a published rule: the office's page, with the effect, the log and two people."""
    indicator = _publish()
    make_target(indicator, "1500", published=False, first_year=2025)
    make_baseline(indicator, published=False, first_year=2025)
    make_threshold(value="0.9", published=False, first_year=2025)
    make_interim(indicator, 2024, published=False)
    rows = apps.get_model("indicators", model)._default_manager
    before, draft = _everything(), rows.get(published_at=None)
    page = office.get(f"/admin/indicators/{model}/{draft.pk}/change/").content.decode()
    assert "/office/targets/" in page
    for action in ("publish", "delete_selected"):
        chosen = {"action": action, "_selected_action": [draft.pk], "post": "yes"}
        office.post(f"/admin/indicators/{model}/", chosen)
    for address in ("add/", f"{draft.pk}/change/", f"{draft.pk}/delete/"):
        typed = {"indicator": indicator.pk, "value": "1", "published_at_0": "2025-04-01", "post": "yes"}
        assert office.post(f"/admin/indicators/{model}/{address}", typed).status_code == 403
    assert _everything() == before


def test_a_comparison_series_is_kept_here_until_it_has_values(root: Client):
    indicator = make_indicator(target=None)
    typed = {"indicator": indicator.pk, "name": "県内の平均", "source": "県の統計"}
    assert root.post("/admin/indicators/comparisonseries/add/", typed).status_code == 302
    series = ComparisonSeries.objects.get()
    address = f"/admin/indicators/comparisonseries/{series.pk}/"
    assert root.get(f"{address}delete/").status_code == 200
    bob = _bob()
    ComparisonValue.objects.create(series=series, year=2024, entered_by=bob, edited_by=bob, edited_at=NOON)
    assert root.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    other = make_indicator(letter="B", target=None)
    moved = {**typed, "indicator": other.pk, "name": "県の平均"}
    assert root.post(f"{address}change/", moved).status_code == 302
    series.refresh_from_db()
    assert (series.name, series.indicator) == ("県の平均", indicator)


def test_the_office_reads_indicators_and_series_here_and_changes_them_on_its_own_pages(office: Client):
    indicator = make_indicator(target=None)
    series = ComparisonSeries.objects.create(indicator=indicator, name="県内の平均")
    for address in (f"indicator/{indicator.pk}", f"comparisonseries/{series.pk}"):
        assert office.get(f"/admin/indicators/{address}/change/").status_code == 200
        assert office.post(f"/admin/indicators/{address}/change/", _typed(indicator)).status_code == 403


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
        "change_reason": "見直し",
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
    spoilt: dict[str, str], field: str, root: Client
):
    indicator = make_indicator(target=None)
    make_target(indicator, published=False)
    before = Indicator.objects.values().get()
    address = f"/admin/indicators/indicator/{indicator.pk}/change/"
    answer = root.post(address, {**_typed(indicator), **spoilt})
    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors
    assert Indicator.objects.values().get() == before
    assert root.post(address, _typed(indicator)).status_code == 302


def test_a_new_indicator_has_no_target_yet(root: Client):
    typed = {**_typed(make_indicator()), "letter": "B"}
    assert root.post("/admin/indicators/indicator/add/", typed).status_code == 302
    assert Indicator.objects.get(letter="B").history.get().history_user == _bob()


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


def test_a_list_of_people_costs_no_query_a_person(office: Client):
    make_user("staff", departments=(make_department(),))
    with CaptureQueriesContext(connection) as of_few:
        assert "産業振興課" in office.get("/admin/auth/user/").content.decode()
    for number in range(20):
        make_user(f"staff{number}", departments=(make_department(),))
    with CaptureQueriesContext(connection) as of_many:
        assert "staff19" in office.get("/admin/auth/user/").content.decode()
    assert len(of_many) == len(of_few) <= 25


def test_a_superuser_may_make_another(client: Client):
    client.force_login(make_user("root", is_superuser=True, is_staff=True))
    alice = make_alice()
    client.post(f"/admin/auth/user/{alice.pk}/change/", _person(alice, is_staff="on", is_superuser="on"))
    alice.refresh_from_db()
    assert alice.is_superuser


def test_the_way_to_a_redaction_is_shown_to_whom_it_lets_in(office: Client):
    root = Client()
    root.force_login(make_user("root", is_superuser=True, is_staff=True))
    for visitor, status in ((office, 200), (root, 403)):
        assert visitor.get("/entry/redaction/").status_code == status
        shown = "/entry/redaction/" in visitor.get("/admin/").content.decode()
        assert shown == (status == 200)


def test_every_history_has_a_name_that_people_read():
    histories = [model for model in apps.get_models() if hasattr(model, "instance_type")]
    assert len(histories) >= 12
    odd = [
        str(name) for model in histories for name in (model._meta.verbose_name,) if "historical" in str(name)
    ]
    assert odd == []


def test_a_superuser_adds_a_department_that_nothing_names_yet(root: Client) -> None:
    typed = {"name": "新しい課", "slug": "atarashii", "order": "99", "change_reason": "新設"}
    assert root.post("/admin/measures/department/add/", typed).status_code == 302
    assert Department.objects.filter(slug="atarashii").exists()
