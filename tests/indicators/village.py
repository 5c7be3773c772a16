"""The smallest place with a public site, for tests that make all of its pages again and again."""

from datetime import datetime

from indicators.models import Indicator
from tests.indicators import factories
from tests.indicators.factories import NOON, said


class Village:
    """One department, one measure, one indicator with a published year."""

    def __init__(self) -> None:
        self.alice, self.bob = factories.make_alice(), factories.make_bob()
        for year in (2022, 2023, 2024):
            factories.make_cycle(year, by=self.bob)
        factories.make_threshold()
        self.indicator: Indicator = factories.make_indicator()
        self.publish(2023, "970")

    def publish(self, year: int, value: str, *, now: datetime = NOON) -> None:
        entry = said(value, note="事情")
        factories.publish_value(self.indicator, year, entry, by=self.alice, publisher=self.bob, now=now)
