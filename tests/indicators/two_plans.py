"""A city between two plans: this one (令和5〜8年度) and the next (令和9〜12年度), with indicators of the same codes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.contrib.auth.models import User
from django.utils import timezone

from indicators.models import Indicator
from measures.models import Plan, PlanPublication
from tests.indicators.factories import (
    make_alice,
    make_bob,
    make_cycle,
    make_indicator,
    make_measure,
    make_plan,
    make_threshold,
    publish_value,
    said,
)

OUT = datetime(2027, 2, 10, 3, tzinfo=UTC)  # the next plan is published
BETWEEN = datetime(2027, 3, 1, 3, tzinfo=UTC)  # both are public, this one is in force
AFTER = datetime(2028, 5, 1, 3, tzinfo=UTC)
OLD, NEW = "移住相談の登録者数", "移住相談から移住した人数"


@dataclass
class TwoPlans:
    """43A and 43B of either plan, led by Alice's department; 43A of the next plan continues 43A of this one."""

    this: Plan
    following: Plan
    old: Indicator
    new: Indicator
    alice: User
    bob: User

    def publish(self) -> None:
        publish_following(self.following)


def make_following(old: Indicator, at: datetime = OUT) -> Plan:
    """The next plan, in preparation, with targets that go out with it: 43A, which continues `old`, and 43B."""
    following = make_plan(
        slug="kisarazu-4", name="第4次基本計画", first_year=2027, last_year=2030, published_at=None
    )
    make_threshold(plan=following)
    measure = make_measure(43, plan=following)
    for letter, name in (("A", NEW), ("B", f"{NEW}（市外）")):
        new = make_indicator(
            measure=measure,
            letter=letter,
            name=name,
            baseline_year=2026,
            baseline_label="令和8年度",
            target=None,
            continues=old if letter == "A" else None,
        )
        new.targets.create(
            value=900, target_year=2030, label="900", first_year=2027, reason="策定", published_at=at
        )
    return following


def publish_following(following: Plan, at: datetime = OUT) -> None:
    PlanPublication.objects.create(
        plan=following, in_force_on=date(2027, 4, 1), reason="策定", published_at=at
    )


def join_next_plan() -> None:
    """The next plan is public beside the one that is there, and not in force yet."""
    at = timezone.now()
    publish_following(make_following(Indicator.objects.public().get_by_code("43A"), at), at)


def make_two_plans() -> TwoPlans:
    """2026 of this plan is open with 2025 published, 2027 of the next one is open; the next plan is in preparation."""
    alice, bob = make_alice(), make_bob()
    this = make_plan()
    make_threshold(plan=this)
    old = make_indicator(name=OLD)
    make_indicator(name=f"{OLD}（市外）", letter="B")
    following = make_following(old)
    make_cycle(2025, by=bob)
    make_cycle(2026, by=bob)
    make_cycle(2027, by=bob, plan=following)
    publish_value(old, 2025, said("980"), by=alice, publisher=bob)
    new = Indicator.objects.of_plan(following).get_by_code("43A")
    return TwoPlans(this, following, old, new, alice, bob)
