"""Two keepers at the same moment, as after a lease that ran out: each person has one notice and one mail of a matter."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from threading import Barrier, BrokenBarrierError

import pytest
from django.db.models import Count

from indicators import notices, workflow
from indicators.models import Mail, Notice
from tests.indicators.factories import (
    NOON,
    make_alice,
    make_bob,
    make_carol,
    make_cycle,
    make_indicator,
    said,
    submit_value,
)
from tests.indicators.test_batch_races import pausing
from tests.indicators.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def _meeting(step: Callable[[], object], table: str) -> list[Callable[[], object]]:
    """The step twice, each waiting for the other once it has written its first row: in vain where one comes after the other."""
    both = Barrier(2)

    def meet() -> None:
        with suppress(BrokenBarrierError):
            both.wait(timeout=0.5)

    return [pausing(step, f'INSERT INTO "{table}"', meet) for _ in range(2)]


@pytest.mark.parametrize(("hours", "write"), [(1, notices.write_at_once), (23, notices.write_digests)])
def test_two_keepers_tell_and_mail_each_matter_once(hours: int, write: Callable[..., int]) -> None:
    """What goes at once, and the morning's mail: of one value's way and of twenty comments, two looks, then two writers."""
    alice, bob, carol = make_alice(), make_bob(), make_carol()
    for person in (alice, bob, carol):
        person.email = f"{person.username}@city.example.jp"
        person.save()
    make_cycle(2024, by=bob)
    indicator = make_indicator()
    notices.look_through(now=NOON)
    handed = submit_value(indicator, 2024, said("100"), by=alice, now=NOON)
    workflow.send_back(record=handed, version=handed.version, reason="確認", by=bob, now=NOON)
    for number in range(20):
        workflow.add_comment(indicator=indicator, year=2024, body=f"{number}", by=bob, now=NOON)
    later = NOON + timedelta(hours=hours)
    for step, table in ((notices.look_through, "indicators_notice"), (write, "indicators_mail")):
        outcomes = at_once(*_meeting(partial(step, now=later), table))
        assert all(isinstance(one, int) for one in outcomes), outcomes
    assert Notice.objects.filter(user=alice, kind="returned").count() == 1
    assert Notice.objects.filter(user=alice, kind="comment").count() == 20
    twice = Mail.objects.values("user").annotate(mails=Count("pk")).filter(mails__gt=1)
    assert Mail.objects.filter(user=alice).count() == 1
    assert not twice.exists()
    assert not Notice.objects.filter(user=alice, kind="returned", mailed_at__isnull=True).exists()
