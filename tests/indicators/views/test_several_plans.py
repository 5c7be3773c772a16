"""Two plans in one site: this one (令和5〜8年度) and a made-up next one (令和9〜12年度) with measures of the same numbers."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from indicators import frames
from indicators.models import Indicator
from indicators.open_data.api.resources import RESOURCES
from indicators.views.public.site.addresses import public_addresses
from measures.models import Plan, PlanPublication
from tests.crawling import few_of_each
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_cycle,
    make_department,
    make_indicator,
    make_measure,
    make_plan,
    make_threshold,
    publish_value,
    said,
)

SECRET = "星の見える夜"  # in every name of the next plan, and in nothing else
PREPARING = datetime(2027, 1, 20, 3, tzinfo=UTC)
OUT = datetime(2027, 2, 10, 3, tzinfo=UTC)  # the next plan is published
BETWEEN = datetime(2027, 3, 1, 3, tzinfo=UTC)  # both are public, this one is in force
AFTER = datetime(2027, 5, 1, 3, tzinfo=UTC)


@pytest.fixture
def city(db: None) -> SimpleNamespace:
    """43A in both plans, 41A in this one alone, 51A in the next one alone; 43A of 2024 is published."""
    alice, bob = make_alice(), make_bob()
    this, following = (
        make_plan(),
        make_plan(
            slug="kisarazu-4",
            name="第4次基本計画",
            first_year=2027,
            last_year=2030,
            published_at=None,
        ),
    )
    make_threshold()
    make_cycle(2024, by=bob)
    own = make_indicator()
    make_indicator(measure=make_measure(41), name="ワークショップ")
    target: dict[str, Any] = {"baseline_year": 2026, "baseline_label": "令和8年度", "target": None}
    new = make_indicator(measure=make_measure(43, plan=following), name=f"{SECRET}の数", **target)
    only = make_indicator(measure=make_measure(51, plan=following), name=f"{SECRET}の日数", **target)
    for indicator in (new, only):
        indicator.targets.create(
            value=900, target_year=2030, label="900", first_year=2027, reason="策定", published_at=PREPARING
        )
    publish_value(own, 2024, said("980", note="事情"), by=alice, publisher=bob)
    return SimpleNamespace(this=this, following=following, own=own, new=new, only=only, alice=alice, bob=bob)


def publish(plan: Plan) -> None:
    PlanPublication.objects.create(plan=plan, in_force_on=plan.first_day, reason="策定", published_at=OUT)


def staff(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


LEAKS = {SECRET, "第4次", "/plans/4/"}


def words_of(answer: Any) -> set[str]:
    """What of the next plan an answer tells."""
    content = b"".join(answer) if answer.streaming else answer.content
    return {word for word in LEAKS if word in content.decode(errors="ignore")}


def text(client: Client, address: str, **asked: str) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


@pytest.mark.slow
@pytest.mark.reads
def test_a_plan_in_preparation_is_nowhere_for_citizens(city: SimpleNamespace, client: Client) -> None:
    Indicator.objects.filter(pk=city.new.pk).update(continues=city.own)
    with time_machine.travel(PREPARING, tick=False):
        # In packed bytes no word is found; what a workbook and a card say stands in the files and pages that they are of.
        addresses = [one for one in public_addresses() if not one.path.endswith((".png", ".xlsx"))]
        found = [one.url for one in addresses]
        for url in [*found, "/search/?q=星", "/api/v1/indicators/", "/api/v1/policies/", "/plans/9/"]:
            answer = client.get(url)
            assert SECRET not in answer.content.decode(errors="ignore"), url
            assert "第4次" not in answer.content.decode(errors="ignore"), url
            assert b"/plans/4/" not in answer.content, url
        day = {"as_of": "2027-01-20"}
        asked = [
            *(one.url for one in few_of_each(addresses, 2)),
            *(f"/api/v1/{name}/" for name in RESOURCES),
            "/api/v1/openapi.json",
            "/changes/",
        ]
        for url in asked:
            assert not LEAKS & words_of(client.get(url, day)), url
        for url in ("/plans/4/", "/plans/4/measures/51/", "/plans/4/plan.csv", "/plans/4/api/v1/values/"):
            assert client.get(url).status_code == 404, url
        assert client.get("/measures/51/").status_code == 404
        no_such_plan = client.get("/plans/9/measures/51/").content
        assert client.get("/plans/4/measures/51/").content == no_such_plan.replace(b"/plans/9/", b"/plans/4/")


def test_files_name_the_city_of_the_plan_that_was_public_first(city: SimpleNamespace, client: Client) -> None:
    asked = "/plan.csv", "/plan.json", "/indicators/43A.json", "/open-data/measures.csv", "/api/v1/values/"
    with time_machine.travel(BETWEEN, tick=False):
        before = [client.get(address).content for address in asked]
        assert "木更津市" in before[0].decode()
        Plan.objects.filter(pk=city.following.pk).update(city=f"{SECRET}市", city_code="131016")
        assert [client.get(address).content for address in asked] == before
        publish(city.following)
        assert "131016" not in client.get("/plan.csv").content.decode()


@pytest.mark.django_db
def test_an_address_that_nothing_answers_says_so_to_developers_too(client: Client, settings: Any) -> None:
    settings.DEBUG = True
    assert client.get("/nowhere/at/all/").status_code == 404


def test_staff_look_at_each_page_of_a_plan_in_preparation(city: SimpleNamespace) -> None:
    with time_machine.travel(PREPARING, tick=False):
        for user in (city.alice, city.bob):
            for url in (
                "/plans/4/",
                "/plans/4/measures/",
                "/plans/4/measures/51/",
                "/plans/4/indicators/51A/",
                "/plans/4/plan.csv",
            ):
                answer = staff(user).get(url)
                assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store"), url
                # The home page names no indicator of which nothing is published.
                assert (SECRET in answer.content.decode()) is (url != "/plans/4/"), url
        stranger = User.objects.create_user("stranger")
        assert staff(stranger).get("/plans/4/").status_code == 404


def test_the_plan_in_force_answers_short_addresses_by_the_day(city: SimpleNamespace, client: Client) -> None:
    publish(city.following)
    with time_machine.travel(BETWEEN, tick=False):
        assert SECRET not in text(client, "/indicators/43A/")
        assert SECRET in text(client, "/plans/4/indicators/43A/")
    with time_machine.travel(AFTER, tick=False):
        assert SECRET in text(client, "/indicators/43A/")
        assert "移住・定住" in text(client, "/plans/3/indicators/43A/")
        assert "移住・定住" in text(client, "/indicators/43A/", as_of="2027-03-31")
        assert SECRET in text(client, "/indicators/43A/", as_of="2027-04-01")
        assert client.get("/plans/4/indicators/43A/", {"as_of": "2027-02-09"}).status_code == 404
        assert SECRET in text(client, "/plans/4/indicators/43A/", as_of="2027-02-10")


def test_a_short_address_leads_to_the_plan_that_has_it(city: SimpleNamespace, client: Client) -> None:
    publish(city.following)
    for moment, short, whole in (
        (BETWEEN, "/measures/51/", "/plans/4/measures/51/"),
        (BETWEEN, "/indicators/51A.json", "/plans/4/indicators/51A.json"),
        (AFTER, "/measures/41/", "/plans/3/measures/41/"),
        (AFTER, "/indicators/41A/?as_of=2027-05-01", "/plans/3/indicators/41A/?as_of=2027-05-01"),
        (AFTER, "/api/v1/indicators/41A/", "/plans/3/api/v1/indicators/41A/"),
    ):
        with time_machine.travel(moment, tick=False):
            answer = client.get(short)
            assert (answer.status_code, answer["Location"]) == (302, whole)
            assert client.get(whole).status_code == 200
    with time_machine.travel(AFTER, tick=False):
        assert client.get("/measures/99/").status_code == 404


def test_nothing_of_two_plans_is_counted_together(city: SimpleNamespace, client: Client) -> None:
    publish(city.following)
    with time_machine.travel(BETWEEN, tick=False):
        counted = [len(frames.newest(frames.published(plan))) for plan in (city.this, city.following)]
        assert counted == [2, 2]
        for url in ("/policies/01/", "/plans/4/policies/01/"):
            assert text(client, url)
        for key in ("", "plans/4/"):
            own = text(client, f"/{key}indicators/")
            assert (SECRET in own) == bool(key)
            for name in ("measures", "indicators", "values", "targets", "publications"):
                lines = text(client, f"/{key}open-data/{name}.csv")
                assert (SECRET in lines) <= bool(key)
            assert client.get(f"/{key}api/v1/indicators/").json()["count"] == 2
            assert client.get(f"/{key}api/v1/publications/").json()["count"] == (0 if key else 1)
        assert "の見える夜" not in text(client, "/search/", q="星")
        assert "の見える夜" in text(client, "/plans/4/search/", q="星")


def test_a_saved_address_of_a_year_leads_to_the_plan_that_has_it(
    city: SimpleNamespace, client: Client
) -> None:
    publish(city.following)
    with time_machine.travel(BETWEEN, tick=False):
        assert client.get("/?year=2024").status_code == 200
    with time_machine.travel(AFTER, tick=False):
        for short in (
            "/?year=2024",
            "/?year=R6",
            "/indicators/?year=2024&sort=gap",
            "/?year=2024&as_of=2027-05-01",
        ):
            answer = client.get(short)
            assert (answer.status_code, answer["Location"]) == (302, f"/plans/3{short}")
            assert client.get(answer["Location"]).status_code == 200
        # Nothing was published of 2025, in no plan; and an address that names a plan means that one.
        for nowhere in ("/?year=2025", "/indicators/?year=2025", "/?year=x", "/plans/4/?year=2024"):
            assert client.get(nowhere).status_code in (400, 404), nowhere


def test_a_department_that_a_plan_in_preparation_brought_is_nobodys_to_see(
    city: SimpleNamespace, client: Client
) -> None:
    city.only.lead_department = make_department("hoshizora", f"{SECRET}課")
    city.only.save()
    lists = ("/departments/", "/site-map/", f"/search/?q={SECRET}", "/indicators/")
    files = ("/open-data/departments.json", "/api/v1/departments/")
    pages = ("/departments/hoshizora/", "/departments/hoshizora.json", "/api/v1/departments/hoshizora/")
    with time_machine.travel(PREPARING, tick=False):
        for address in (*lists, *files):
            content = client.get(address).content.decode()
            assert "hoshizora" not in content, address
            assert "sangyo-shinko" in content or address.startswith(("/search", "/indicators")), address
        assert all(client.get(page).status_code == 404 for page in pages)
        assert client.get("/indicators/?department=hoshizora").status_code == 404
        assert SECRET in staff(city.bob).get("/plans/4/departments/").content.decode()
    publish(city.following)
    with time_machine.travel(BETWEEN, tick=False):
        assert "hoshizora" in client.get("/departments/").content.decode()
        assert client.get(pages[0]).status_code == 200
        assert client.get(f"{pages[0]}?as_of=2027-01-25").status_code == 404


def test_every_address_of_both_plans_answers_and_keeps_to_its_plan(
    city: SimpleNamespace, client: Client
) -> None:
    publish(city.following)
    with time_machine.travel(BETWEEN, tick=False):
        for address in public_addresses():
            answer = client.get(address.url)
            assert answer.status_code in (200, 302), address.url
            if not address.key and answer["Content-Type"].startswith("text/html"):
                assert SECRET not in answer.content.decode(), address.url


def test_files_and_feeds_name_their_plan(city: SimpleNamespace, client: Client) -> None:
    publish(city.following)
    with time_machine.travel(BETWEEN, tick=False):
        for url in ("/feeds/publications.atom", "/open-data/datapackage.json", "/open-data/catalog.jsonld"):
            told = text(client, url)
            assert "/plans/3/" in told
            # The feed tells that the next plan is out, and where.
            assert told.count("/plans/4/") == ("publications" in url)
            assert "/plans/4/" in text(client, f"/plans/4{url}")
        assert "http://testserver/plans/3/indicators/43A/?as_of=2027-03-01" in text(
            client, "/indicators/43A/"
        )


@pytest.mark.usefixtures("city")
def test_no_code_asks_for_the_plan_without_saying_which() -> None:
    import re
    from pathlib import Path

    root = Path(__file__).parents[3]
    asked = re.compile(r"Plan\.objects\.(first|get|last|latest|earliest)\(\)")
    found = [
        str(path.relative_to(root))
        for app in ("indicators", "measures", "kisarazu_plan")
        for path in (root / app).rglob("*.py")
        if asked.search(path.read_text())
    ]
    assert found == []
