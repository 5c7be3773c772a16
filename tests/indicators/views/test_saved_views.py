"""Views of the dashboard under a name: whose they are, who sees them, and that no address of somebody else's making gets in."""

import pytest
from django.test import Client

from indicators.models import Membership, Role, SavedView
from tests.indicators.city import City
from tests.indicators.factories import make_user

pytestmark = pytest.mark.django_db
FORM = "/dashboard/views/"


@pytest.fixture
def colleague(city: City) -> Client:
    client = Client()
    client.force_login(make_user("heather", manager=True))
    return client


def save(client: Client, query: str, title: str, **fields: str) -> int:
    return client.post(f"{FORM}{query}", {"title": title, **fields}).status_code


def test_a_view_is_kept_as_the_dashboard_reads_it(manager: Client) -> None:
    answer = manager.post(
        f"{FORM}?year=R6&department=kikaku&next=//evil.example/&page=2&scope=all", {"title": " 企画課の R6 "}
    )
    kept = SavedView.objects.get()
    assert (kept.title, kept.query, kept.is_shared) == ("企画課の R6", "year=2024&department=kikaku", False)
    assert answer["Location"] == "/dashboard/?year=2024&department=kikaku"
    page = manager.get(answer["Location"]).content.decode()
    assert (
        '<a class="chip" href="/dashboard/?year=2024&amp;department=kikaku" aria-current="true">企画課の R6'
        in page
    )


@pytest.mark.parametrize(
    "query", ["?department=nowhere", "?year=1999", "?scope=//evil.example", "?verdict=%00"]
)
def test_what_cannot_be_shown_cannot_be_kept(manager: Client, query: str) -> None:
    assert save(manager, query, "だめ") == 404
    assert not SavedView.objects.exists()


def test_a_title_is_asked_for_once(manager: Client) -> None:
    assert save(manager, "", "") == 400
    assert save(manager, "", "あ" * 41) == 400
    assert save(manager, "", "全体") == 302
    answer = manager.post(FORM, {"title": "全体"})
    assert answer.status_code == 400
    assert "「全体」という名前の見かたがもうあります" in answer.content.decode()
    assert SavedView.objects.count() == 1


def test_colleagues_see_what_is_shared_and_nobody_else_changes_it(
    city: City, manager: Client, colleague: Client
) -> None:
    save(manager, "?policy=01", "自分だけ")
    save(manager, "?verdict=behind", "部長会議", is_shared="on")
    seen = colleague.get("/dashboard/").content.decode()
    assert "部長会議" in seen
    assert "自分だけ" not in seen
    shared = SavedView.objects.get(title="部長会議")
    assert "デイブ" in colleague.get(FORM).content.decode()
    for typed in ({"title": "別の名前"}, {"delete": "1"}):
        assert colleague.post(f"{FORM}{shared.pk}/", typed).status_code == 404
    assert SavedView.objects.filter(title="部長会議").exists()
    assert manager.post(f"{FORM}{shared.pk}/", {"title": "部長会議（遅れ）"}).status_code == 302
    shared.refresh_from_db()
    assert (shared.title, shared.query, shared.is_shared) == ("部長会議（遅れ）", "verdict=behind", False)
    assert "部長会議" not in colleague.get("/dashboard/").content.decode()
    assert manager.post(f"{FORM}{shared.pk}/", {"delete": "1"}).status_code == 302
    assert not SavedView.objects.filter(pk=shared.pk).exists()


def test_staff_without_the_dashboard_get_none_of_it(city: City) -> None:
    client = Client()
    client.force_login(city.alice)
    assert client.get(FORM).status_code == 403
    assert save(client, "", "全体") == 403
    assert not SavedView.objects.exists()


def test_what_somebody_shared_who_left_is_shown_to_nobody(
    city: City, manager: Client, colleague: Client
) -> None:
    save(manager, "", "残ったもの", is_shared="on")
    assert "残ったもの" in colleague.get("/dashboard/").content.decode()
    Membership.objects.create(user=city.dave, role=Role.LEFT)
    assert "残ったもの" not in colleague.get("/dashboard/").content.decode()
