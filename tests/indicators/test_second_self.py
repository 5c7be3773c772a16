"""Nobody publishes a figure through a second self: an account that they invited or changed (docs/trust.md §3)."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from indicators import workflow
from indicators.models import ComparisonSeries, Event, Mail, PowerRequest, Result
from indicators.permissions import setters_of
from indicators.workflow import Chosen, NotAllowed, StaleVersion, WrongState
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_department,
    make_indicator,
    make_user,
    said,
    submit_comparison,
    submit_value,
)
from tests.indicators.pages import client_of, text_of
from tests.indicators.pages import confirm as confirm_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_mail_server(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"


@pytest.fixture
def cast() -> dict[str, User]:
    people = {"alice": make_alice(), "bob": make_bob(), "carol": make_carol()}
    for name, person in people.items():
        User.objects.filter(pk=person.pk).update(email=f"{name}@example.jp")
    return {name: User.objects.get(username=name) for name in people}


def nise(by: User) -> User:
    """A clerk of the department, invited by one person who sees the link."""
    invited, link = workflow.invite(
        username="nise2",
        last_name="にせ",
        first_name="二郎",
        email="b@private.example",
        departments=[make_department()],
        by=by,
    )
    assert link
    invited.set_password("known to whoever saw the link")
    invited.save()
    return User.objects.get(pk=invited.pk)


def submitted(by: User, cast: dict[str, User]) -> Result:
    make_cycle(by=cast["carol"])
    return submit_value(make_indicator(), 2024, said("1200"), by=by)


def change_address(person: User, by: User, email: str = "b@private.example") -> None:
    workflow.change_contact(
        person=person, last_name=person.last_name or "山田", first_name="", email=email, by=by
    )


def confirm(person: User, by: User) -> None:
    workflow.confirm_account(person=person, seen=workflow.set_up_last(person), by=by)


def refused(value: Result, by: User) -> str:
    with pytest.raises(NotAllowed) as found:
        workflow.publish(record=value, version=value.version, by=by)
    return str(found.value)


def test_who_invited_an_account_cannot_publish_what_it_submitted(cast: dict[str, User]):
    value = submitted(nise(cast["bob"]), cast)
    why = refused(value, cast["bob"])
    assert "にせ二郎（nise2）" in why
    assert "公表できるのは、あなた以外の計画担当です" in why
    many = workflow.why_not(Chosen(value, value.version), cast["bob"], scheduled=True)
    assert "nise2" in many
    workflow.publish(record=value, version=value.version, by=cast["carol"])


def test_who_changed_the_address_cannot_publish_what_it_submitted(cast: dict[str, User]):
    value = submitted(cast["alice"], cast)
    change_address(cast["alice"], cast["bob"])
    assert "alice" in refused(value, cast["bob"])
    workflow.publish(record=value, version=value.version, by=cast["carol"])


def test_a_name_alone_gives_nobody_an_account(cast: dict[str, User]):
    value = submitted(cast["alice"], cast)
    change_address(cast["alice"], cast["bob"], cast["alice"].email)
    workflow.publish(record=value, version=value.version, by=cast["bob"])


def test_who_switched_an_account_on_again_or_saw_its_link_cannot_either(cast: dict[str, User]):
    value = submitted(cast["alice"], cast)
    workflow.disable(person=cast["alice"], reason="休職", by=cast["carol"])
    workflow.enable(person=cast["alice"], reason="復職", by=cast["bob"])
    refused(value, cast["bob"])
    confirm(cast["alice"], cast["carol"])
    cast["alice"].set_unusable_password()
    cast["alice"].save()
    assert workflow.invite_again(person=cast["alice"], by=cast["bob"])
    refused(value, cast["bob"])


def test_another_one_confirms_the_account_and_what_happens_later_counts_anew(cast: dict[str, User]):
    clerk = nise(cast["bob"])
    value = submitted(clerk, cast)
    for person in (cast["bob"], clerk, cast["alice"]):
        with pytest.raises(NotAllowed):
            confirm(clerk, person)
    with pytest.raises(StaleVersion):
        workflow.confirm_account(person=clerk, seen=0, by=cast["carol"])
    confirm(clerk, cast["carol"])
    with pytest.raises(WrongState):
        confirm(clerk, cast["carol"])
    change_address(clerk, cast["bob"], "c@private.example")
    refused(value, cast["bob"])
    confirm(clerk, cast["carol"])
    workflow.publish(record=value, version=value.version, by=cast["bob"])


def test_nobody_is_freed_by_their_own_confirming(cast: dict[str, User]):
    """Bob invited, Carol changed the address: each is freed by the other alone."""
    clerk = nise(cast["bob"])
    value = submitted(clerk, cast)
    change_address(clerk, cast["carol"], "real@example.jp")
    confirm(clerk, cast["bob"])
    assert refused(value, cast["bob"])
    workflow.publish(record=value, version=value.version, by=cast["carol"])


def test_what_two_of_the_office_did_to_an_account_binds_neither(cast: dict[str, User]):
    erin = make_user("erin", office=True, email="erin@example.jp", last_name="江里")
    value = submitted(erin, cast)
    change_address(erin, cast["bob"])
    workflow.confirm_power(request=PowerRequest.objects.get(), by=cast["carol"])
    workflow.publish(record=value, version=value.version, by=cast["carol"])


def test_who_is_made_of_the_office_by_two_or_by_the_server_is_confirmed(cast: dict[str, User]):
    clerk = nise(cast["bob"])
    value = submitted(clerk, cast)
    workflow.change_rights(
        person=clerk, departments=[make_department()], office=True, manager=False, by=cast["bob"]
    )
    refused(value, cast["bob"])
    workflow.confirm_power(request=PowerRequest.objects.get(), by=cast["carol"])
    workflow.publish(record=value, version=value.version, by=cast["bob"])


def test_a_schedule_is_asked_again_at_its_moment(cast: dict[str, User]):
    value = submitted(cast["alice"], cast)
    now = timezone.now()
    then = now + timedelta(hours=1)
    batch, behind = workflow.schedule(
        chosen=[Chosen(value, value.version)],
        title="公表",
        announced_on=timezone.localdate(now),
        scheduled_for=then,
        by=cast["bob"],
        now=now,
    )
    assert not behind
    change_address(cast["alice"], cast["bob"])
    [(_, [left])] = workflow.publish_due(now=then)
    assert "alice" in left.why
    assert batch.items.get().refusal == left.why[:300]


def test_comparison_values_and_sheets_are_asked_in_the_same_place(cast: dict[str, User]):
    clerk = nise(cast["bob"])
    make_cycle(by=cast["carol"])
    series = ComparisonSeries.objects.create(indicator=make_indicator(), name="近くの市")
    value = submit_comparison(series, 2024, "3", by=clerk)
    with pytest.raises(NotAllowed, match="nise2"):
        workflow.COMPARISONS.publish(record=value, version=value.version, by=cast["bob"])


def test_all_of_the_office_hear_of_each_invitation_and_change_of_address(cast: dict[str, User]):
    clerk = nise(cast["bob"])
    told = Mail.objects.filter(kind=Mail.Kind.NOTICE, body__contains="招待しました")
    assert {mail.user.username for mail in told} == {"bob", "carol"}
    change_address(clerk, cast["carol"], "real@example.jp")
    told = Mail.objects.filter(kind=Mail.Kind.NOTICE, body__contains="b@private.example → real@example.jp")
    assert {mail.user.username for mail in told} == {"bob", "carol"}


def test_pages_say_so_and_take_the_confirming(cast: dict[str, User], client: Client):
    clerk = nise(cast["bob"])
    value = submitted(clerk, cast)
    client.force_login(cast["bob"])
    review = f"/office/{value.indicator.code}/2024/"
    page = client.get(review).content.decode()
    assert "にせ二郎（nise2）のアカウントは、あなたが招待したか" in page
    assert 'value="publish"' not in page
    assert 'value="vouch"' not in client.get("/office/people/nise2/").content.decode()
    assert "nise2" in client.get("/office/people/?state=unconfirmed").content.decode()
    client.force_login(cast["carol"])
    assert 'value="vouch"' in client.get("/office/people/nise2/").content.decode()
    client.post("/office/people/nise2/", {"action": "vouch", "seen": workflow.set_up_last(clerk)})
    assert Event.objects.filter(action=Event.Action.ACCOUNT_CONFIRMED, person=clerk).count() == 1
    client.force_login(cast["bob"])
    assert 'value="publish"' in client.get(review).content.decode()
    assert "nise2" not in client.get("/office/people/?state=unconfirmed").content.decode()


def test_many_accounts_are_confirmed_on_one_page_as_they_were_shown(cast: dict[str, User]):
    """After an upgrade every invitation of before waits: those that another one sent are ticked, and seen once more."""
    clerk = nise(cast["bob"])
    change_address(cast["alice"], cast["bob"], "alice@new.example")
    carol, address = client_of(cast["carol"]), "/office/people/accounts/"
    assert "確認を待つアカウント 2件" in text_of(carol.get("/office/people/"))
    shown = carol.get(address)
    keys = [one.key for one in shown.context["lines"]]
    assert len(keys) == 2
    assert client_of(cast["bob"]).get(address).context["lines"] == [], "he set both up"
    assert client_of(cast["bob"]).post(address, {"chosen": keys}).status_code == 409
    page = carol.post(address, {"chosen": keys})
    for words in ("2件のアカウントを確認します", "nise2", "alice@new.example", "ボブ"):
        assert words in text_of(page), words
    assert setters_of(), "nothing is done before the button"
    change_address(clerk, cast["bob"], "c@private.example")
    late = confirm_page(carol, page)
    assert late.status_code == 409
    assert setters_of().keys() == {clerk.pk, cast["alice"].pk}
    before = Mail.objects.count()
    again = carol.post(address, {"chosen": [one.key for one in carol.get(address).context["lines"]]})
    assert confirm_page(carol, again)["Location"] == address
    assert setters_of() == {}
    assert Event.objects.filter(action="account_sure", by=cast["carol"]).count() == 2
    assert Mail.objects.count() - before <= 2, "one mail a planner, however many accounts"


def test_two_who_set_each_other_up_are_freed_at_the_server(cast: dict[str, User]):
    """Nobody else of the office could say whose accounts they are, so that neither could publish the other's."""
    for person, by in (("bob", "carol"), ("carol", "bob")):
        for action in (Event.Action.INVITED, Event.Action.LINK_SHOWN):
            Event.objects.create(at=timezone.now(), by=cast[by], person=cast[person], action=action)
    value = submitted(cast["bob"], cast)
    refused(value, cast["carol"])
    page = text_of(client_of(cast["bob"]).get("/office/people/carol/"))
    assert "manage.py confirm_account carol" in page
    for name in ("bob", "carol"):
        call_command("confirm_account", name, stdout=StringIO())
    assert setters_of() == {}
    assert "サーバーのコマンド" in text_of(client_of(cast["bob"]).get("/office/people/carol/"))
    workflow.publish(record=value, version=value.version, by=cast["carol"])


def test_the_server_confirms_nothing_that_another_planner_could(cast: dict[str, User]):
    clerk = nise(cast["bob"])
    with pytest.raises(CommandError, match="ほかの計画担当が確認できます"):
        call_command("confirm_account", clerk.username)
    with pytest.raises(CommandError, match="待っていません"):
        call_command("confirm_account", "alice")
    User.objects.filter(username="carol").update(is_active=False)
    call_command("confirm_account", clerk.username, stdout=StringIO())
    assert setters_of() == {}
