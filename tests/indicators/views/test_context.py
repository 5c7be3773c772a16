"""What the frame of every page shows: names, navigation, the person who is signed in."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from indicators.views.context import site, years_label
from measures.models import Plan
from tests.indicators import factories

pytestmark = [pytest.mark.django_db, pytest.mark.reads]


def frame_for(user=None, path="/"):
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    return site(request)["site"]


def labels(links):
    return [link["label"] for link in links]


def test_names_of_the_plan():
    factories.make_plan()

    frame = frame_for()

    assert (frame["city"], frame["plan_name"], frame["years_label"]) == (
        "木更津市",
        "第3次基本計画",
        "令和5〜8年度",
    )


def test_an_empty_database_has_a_frame_too():
    frame = frame_for()

    assert frame["plan_name"] == ""
    assert labels(frame["nav"])[0] == "ホーム"


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [(2023, 2026, "令和5〜8年度"), (2017, 2020, "平成29〜令和2年度"), (2019, 2019, "令和元年度")],
)
def test_years_repeat_the_era_where_it_changes(first, last, label):
    assert years_label(Plan(first_year=first, last_year=last)) == label


def test_a_citizen_has_no_staff_bar_and_a_way_to_the_login():
    frame = frame_for()

    assert frame["staff_nav"] == []
    assert frame["user_label"] == ""
    assert frame["logout_url"] == ""


def test_costs_no_query_until_a_template_reads_it(django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    with django_assert_num_queries(0):
        site(request)


def test_staff_see_entry_only():
    alice = factories.make_alice()

    frame = frame_for(alice)

    assert frame["user_label"] == "産業振興課 アリス"
    assert "確認と公表" not in labels(frame["staff_nav"])
    assert "計画の管理" not in labels(frame["staff_nav"])
    assert "公開ページ" in labels(frame["staff_nav"])
    assert frame["login_url"] == ""


def test_the_plan_office_reaches_the_admin():
    assert "計画の管理" not in labels(frame_for(factories.make_bob())["staff_nav"])


def test_the_page_that_is_open_is_marked(client):
    factories.load_fixtures()

    response = client.get("/indicators/44B/")

    current = [link["label"] for link in response.context["site"]["nav"] if link["current"]]
    assert current == ["指標"]


@pytest.mark.parametrize("demo", [True, False])
def test_the_demo_says_so_on_every_page(client, settings, demo):
    settings.DEMO = demo
    factories.load_fixtures()

    for address in ("/", "/measures/44/", "/about/"):
        assert ("デモ：実績はすべて架空の値です" in client.get(address).content.decode()) is demo
