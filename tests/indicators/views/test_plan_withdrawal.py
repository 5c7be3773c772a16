"""A plan loaded by mistake is gone from every page by two people, and can be loaded anew; nothing is deleted (docs/publication.md §13)."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from indicators.models import Event, Target
from measures.models import Measure, Plan, PlanWithdrawal
from tests.crawling import walk
from tests.indicators.factories import (
    load_fixtures,
    make_bob,
    make_carol,
    make_cycle,
    publish_value,
    said,
)

pytestmark = pytest.mark.django_db
PAGE = "/office/plan/3/withdrawal/"


@pytest.fixture(autouse=True)
def loaded() -> None:
    load_fixtures()


def _of(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


@pytest.mark.slow
def test_two_people_withdraw_it_and_another_can_be_loaded(client: Client) -> None:
    bob, carol = _of(make_bob()), _of(make_carol())
    measures, targets = Measure.objects.count(), Target.objects.count()
    assert bob.post(PAGE, {"action": "ask"}).status_code == 409
    assert bob.post(PAGE, {"action": "ask", "reason": "別の市の計画"}).status_code == 302
    assert bob.post(PAGE, {"action": "carry_out"}).status_code == 409
    assert client.get("/measures/41/").status_code == 200
    assert carol.post(PAGE, {"action": "carry_out"}).status_code == 302

    assert client.get("/measures/41/").status_code == 404
    assert client.get("/plans/3/").status_code == 404
    assert "市民参加の推進" not in client.get("/?as_of=2026-07-01").content.decode()
    pages: list[str] = []
    walk(carol, ["/", "/office/", "/entry/history/"], ("/",), most=120, pages_only=True,
         visit=lambda address, answer: pages.append(address) if "市民参加の推進" in answer.content.decode() else None)  # fmt: skip
    assert pages == []
    assert (Measure.objects.count(), Target.objects.count()) == (measures, targets)
    kept = PlanWithdrawal.objects.get()
    assert (kept.key, kept.slug, kept.reason) == ("3", "kisarazu-3", "別の市の計画")
    assert list(
        Event.objects.filter(action__contains="withdraw").values_list("action", flat=True).order_by("pk")
    ) == [
        "withdraw_asked",
        "plan_withdrawn",
    ]


def test_what_people_published_is_not_taken_away() -> None:
    bob = make_bob()
    indicator = Target.objects.select_related("indicator").first().indicator
    make_cycle(2024, plan=Plan.objects.get(), by=bob)
    publish_value(indicator, 2024, said("1", note="窓口の休止"), by=bob, publisher=make_carol())
    page = _of(bob).post(PAGE, {"action": "ask", "reason": "誤り"})
    assert page.status_code == 409
    assert "値の公表が1件あります。" in page.content.decode()
    assert not PlanWithdrawal.objects.exists()


def test_the_server_does_it_only_for_an_office_of_one(capsys: pytest.CaptureFixture[str]) -> None:
    make_bob()
    carol = make_carol()
    with pytest.raises(CommandError, match="2人以上"):
        call_command("withdraw_plan", "3", "--by", "bob", "--reason", "誤り")
    carol.is_active = False
    carol.save()
    call_command("withdraw_plan", "3", "--by", "bob", "--reason", "誤り")
    assert "取り下げました" in capsys.readouterr().out
    assert not Plan.objects.exists()
