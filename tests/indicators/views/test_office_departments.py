"""A reorganisation from the office's form to the citizen's page: three steps, redirects, 現在は○○課."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from indicators import workflow
from indicators.models import Event, Indicator, Reorganisation
from measures.models import Department
from tests.indicators.factories import load_fixtures, make_alice, make_bob, make_carol, make_dave, make_user
from tests.indicators.pages import client_of, publish_by_hand

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 1, 3, tzinfo=UTC)
MIDNIGHT = datetime(2027, 3, 31, 15, tzinfo=UTC)
NEW = "/office/departments/new/"


@pytest.fixture(autouse=True)
def _on_a_day_in_march():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office() -> Client:
    """The real plan; Alice and Frank of オーガニックシティ推進課, which leads 44A and 44B."""
    load_fixtures()
    organic = Department.objects.get(slug="organic-city-suishin")
    make_alice(organic)
    make_user("frank", departments=(organic,))
    make_carol()
    client = Client()
    client.force_login(make_bob())
    return client


RENAME: dict[str, Any] = {
    "kind": "rename",
    "departments": ["kikaku"],
    "name-1": "政策企画課",
    "slug-1": "seisaku-kikaku",
    "on": "令和9年4月1日",
    "reason": "令和9年度の機構改革",
}
SPLIT: dict[str, Any] = {
    **RENAME,
    "kind": "split",
    "departments": ["organic-city-suishin"],
    "name-1": "里山推進課",
    "slug-1": "satoyama",
    "name-2": "農食推進課",
    "slug-2": "noshoku",
}
ANSWERS = {
    "lead-44A": "satoyama",
    "lead-44B": "noshoku",
    "member-alice": "satoyama",
    "member-frank": "noshoku",
}


def text_of(response: Any) -> str:
    return response.content.decode()


def hidden(response: Any) -> dict[str, Any]:
    """What the page would send on, as a browser without JavaScript does."""
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text_of(response)):
        found.setdefault(name, []).append(value)
    return {name: values for name, values in found.items() if name != "csrfmiddlewaretoken"}


def confirm_it() -> Any:
    """Carol presses the button, and that of the page that shows what moves."""
    address = f"/office/departments/{Reorganisation.objects.get().pk}/"
    return publish_by_hand(
        client_of(User.objects.get(username="carol")), address, {"action": "confirm"}, follow=True
    )


def happen(kind: dict[str, Any], office: Client, **answers: Any) -> None:
    assert office.post(NEW, {**kind, **answers, "step": "sure"}).status_code == 302
    assert "確かめました" in text_of(confirm_it())
    with time_machine.travel(MIDNIGHT, tick=False):
        workflow.do_due()


def test_a_rename_in_two_steps(office: Client):
    assert "令和9年4月1日" in text_of(office.get(NEW))
    sure = office.post(NEW, {**RENAME, "step": "1"})
    page = text_of(sure)
    assert "企画課 → 政策企画課" in page
    assert "ほかの計画担当が確かめます" in page
    assert not Reorganisation.objects.exists(), "nothing is written before the last step"
    answer = office.post(NEW, {**hidden(sure), "step": "sure"})
    change = Reorganisation.objects.get()
    assert answer["Location"] == f"/office/departments/{change.pk}/"
    assert (change.kind, change.on, change.to_names) == ("rename", date(2027, 4, 1), ["政策企画課"])
    assert "企画課 → 政策企画課" in text_of(office.get("/office/departments/"))
    assert "移る指標" in text_of(office.get(answer["Location"]))


def test_a_split_asks_of_each_where_it_goes(office: Client):
    ask = office.post(NEW, {**SPLIT, "step": "1"})
    page = text_of(ask)
    for name in ANSWERS:
        assert f'name="{name}"' in page
    carried = hidden(ask)
    partly = office.post(NEW, {**carried, **ANSWERS, "lead-44B": "", "step": "confirm"})
    assert list(partly.context["form"].errors) == ["lead-44B"]
    assert re.search(r'name="lead-44A"(?s:.*?)value="satoyama" selected', text_of(partly))
    sure = office.post(NEW, {**hidden(partly), **ANSWERS, "step": "confirm"})
    assert "農食推進課" in text_of(sure)
    back = office.post(NEW, {**hidden(sure), "step": "assign"})
    assert re.search(r'name="lead-44B"(?s:.*?)value="noshoku" selected', text_of(back)), "nothing is lost"
    office.post(NEW, {**hidden(sure), "step": "sure"})
    assert Reorganisation.objects.get().leads == {"44A": "satoyama", "44B": "noshoku"}


def test_the_step_back_keeps_what_was_typed(office: Client):
    sure = office.post(NEW, {**RENAME, "step": "1"})
    first = text_of(office.post(NEW, {**hidden(sure), "step": "back"}))
    for kept in ("政策企画課", "seisaku-kikaku", "令和9年4月1日", "令和9年度の機構改革"):
        assert kept in first
    assert re.search(r'value="kikaku"[^>]*checked', first)
    assert "入力内容を確かめてください" not in first


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"departments": []}, "departments"),
        ({"departments": ["nowhere"]}, "departments"),
        ({"departments": ["kikaku", "zaisei"]}, "departments"),
        ({"on": "4月1日"}, "on"),
        ({"reason": ""}, "reason"),
        ({"name-1": ""}, "name-1"),
        ({"name-1": "財政課"}, "name-1"),
        ({"slug-1": "政策"}, "slug-1"),
        ({"name-2": "別の課", "slug-2": "betsu"}, "name-1"),
    ],
)
@pytest.mark.parametrize("step", ["1", "sure"])
def test_what_cannot_be_is_refused_at_its_field(
    office: Client, spoilt: dict[str, Any], field: str, step: str
):
    answer = office.post(NEW, {**RENAME, **spoilt, "step": step})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert "令和9年度の機構改革" in text_of(answer) or field == "reason"
    assert not Reorganisation.objects.exists()


def test_a_prepared_one_is_given_up(office: Client):
    office.post(NEW, {**RENAME, "step": "sure"})
    address = f"/office/departments/{Reorganisation.objects.get().pk}/"
    assert office.post(address, {"action": "assign"}).status_code == 409, "a rename asks nothing"
    assert office.post(address, {"action": "cancel"}).status_code == 302
    again = office.post(address, {"action": "cancel"})
    assert again.status_code == 409
    assert "取り消しました" in text_of(again)
    assert office.get("/office/departments/0/").status_code == 404


def test_a_prepared_split_is_answered_anew(office: Client):
    office.post(NEW, {**SPLIT, **ANSWERS, "step": "sure"})
    change = Reorganisation.objects.get()
    address = f"/office/departments/{change.pk}/"
    lacking = office.post(address, {**ANSWERS, "member-alice": "", "action": "assign"})
    assert list(lacking.context["form"].errors) == ["member-alice"]
    assert office.post(address, {**ANSWERS, "lead-44A": "noshoku", "action": "assign"}).status_code == 302
    change.refresh_from_db()
    assert change.leads["44A"] == "noshoku"


def test_a_change_of_today_is_done_as_the_second_person_confirms_it(office: Client):
    today = {**RENAME, "on": "2027/3/1"}
    assert "ほかの計画担当が確かめます" in text_of(office.post(NEW, {**today, "step": "1"}))
    page = text_of(office.post(NEW, {**today, "step": "sure"}, follow=True))
    assert "変更の日ですが、まだ変えていません" in page
    assert 'value="confirm"' not in page
    assert (
        office.post(
            f"/office/departments/{Reorganisation.objects.get().pk}/", {"action": "confirm"}
        ).status_code
        == 403
    )
    assert "ほかの計画担当の確認を待っています" in text_of(office.get("/office/departments/"))
    assert "課の変更：企画課 → 政策企画課" in text_of(office.get("/office/"))
    page = text_of(confirm_it())
    assert "行いました" in page
    assert "指標41A" in page
    assert Indicator.objects.get_by_code("41A").lead_department.slug == "seisaku-kikaku"


# --- What citizens see ------------------------------------------------------------------------------


def test_a_renamed_department_on_the_public_site(office: Client):
    happen(RENAME, office)
    reader = Client()
    for ending in ("/", ".json", ".csv"):
        answer = reader.get(f"/departments/kikaku{ending}")
        assert answer.status_code == 301
        assert answer["Location"] == f"/departments/seisaku-kikaku{ending}"
    new = text_of(reader.get("/departments/seisaku-kikaku/"))
    assert "41A" in new or "公聴" in new or "主に担当する指標は" in new
    assert "現在は" in new, "its initiatives are printed under the old name"
    measure = text_of(reader.get("/measures/41/"))
    assert re.search(r">企画課</a><small[^>]*>　現在は<a[^>]*>政策企画課</a>", measure)
    index = text_of(reader.get("/departments/"))
    cards, ended = index.split("計画に名前が載っている、いまはない課")
    assert "政策企画課" in cards
    assert '"/departments/kikaku/"' not in cards
    assert "企画課" in ended
    assert "/departments/kikaku/" not in text_of(reader.get("/sitemap.xml"))
    assert "いまはない課　現在は政策企画課" in text_of(reader.get("/search/", {"q": "企画課"}))
    assert "政策企画課" in text_of(reader.get("/indicators/41A/"))


def test_a_change_of_departments_is_an_entry_among_the_changes(office: Client):
    happen(SPLIT, office, **ANSWERS)
    reader = Client()
    texts = reader.get("/open-data/text-changes.json").json()["rows"]
    old, new = "オーガニックシティ推進課", "里山推進課・農食推進課"
    assert [
        (one["kind"], one["item"], one["text_before"], one["text_after"], one["reason"]) for one in texts
    ] == [
        ("department", "課の名称", old, new, SPLIT["reason"]),
        ("department", "指標44Aの主担当課", old, "里山推進課", SPLIT["reason"]),
        ("department", "指標44Bの主担当課", old, "農食推進課", SPLIT["reason"]),
    ]
    for url in (
        "/corrections/?kind=department",
        "/feeds/corrections.atom",
        "/changes/?from=2027-03-01&to=2027-04-01",
    ):
        with time_machine.travel(MIDNIGHT + timedelta(days=1), tick=False):
            page = text_of(reader.get(url))
        for words in (old, new, SPLIT["reason"]):
            assert words in page, url
    assert 'href="/departments/"' in text_of(reader.get("/corrections/"))
    with time_machine.travel(MIDNIGHT + timedelta(days=1), tick=False):
        assert reader.get("/open-data/text-changes.json?as_of=2027-03-30").json()["rows"] == []
    assert new in text_of(office.get("/office/plan/3/history/"))


def test_a_split_department_on_the_public_site(office: Client):
    happen(SPLIT, office, **ANSWERS)
    reader = Client()
    answer = reader.get("/departments/organic-city-suishin/")
    page = text_of(answer)
    assert answer.status_code == 200
    assert re.search(r"現在は<a[^>]*>農食推進課</a>・<a[^>]*>里山推進課</a>です", page)
    assert "計画に名前が載っている取組" in page
    assert reader.get("/departments/organic-city-suishin.csv").status_code == 200
    for slug in ("satoyama", "noshoku"):
        assert reader.get(f"/departments/{slug}/").status_code == 200
    measure = text_of(reader.get("/measures/44/"))
    assert re.search(r"オーガニックシティ推進課</a><small[^>]*>　現在は<a[^>]*>農食推進課</a>・", measure)


def test_before_its_day_citizens_see_nothing_of_it(office: Client):
    before = {address: Client().get(address).content for address in ("/departments/", "/departments/kikaku/")}
    office.post(NEW, {**RENAME, "step": "sure"})
    for address, content in before.items():
        assert Client().get(address).content == content


def test_what_is_not_reorganised_costs_no_query_more(office: Client, django_assert_max_num_queries: Any):
    with django_assert_max_num_queries(2):
        assert Department.objects.now_called() == {}
        Department.objects.living().count()


def test_an_old_link_to_the_dashboard_still_leads_there(office: Client):
    happen(RENAME, office)
    reader = Client()
    reader.force_login(make_dave())
    moved = reader.get("/dashboard/departments/kikaku/", {"year": "2025"})
    assert moved["Location"] == "/dashboard/departments/seisaku-kikaku/?year=2025"
    narrowed = reader.get("/dashboard/", {"department": "kikaku"})
    assert narrowed.status_code == 200
    assert "政策企画課" in text_of(narrowed)
    assert reader.get(moved["Location"]).status_code == 200


def test_an_ended_department_is_no_choice_any_more(office: Client):
    happen(RENAME, office)
    for address in ("/office/people/new/", "/office/people/alice/", "/office/people/", NEW):
        page = text_of(office.get(address))
        assert 'value="seisaku-kikaku"' in page
        assert 'value="kikaku"' not in page
    assert Event.objects.filter(action="lead_moved", indicator__letter="A").exists()
