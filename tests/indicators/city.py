"""A small city for pages of the staff: the real plan with a few values, published and not yet."""

from datetime import datetime

from indicators.models import Indicator
from tests.indicators.factories import (
    NOON,
    load_fixtures,
    make_alice,
    make_bob,
    make_cycle,
    make_dave,
    make_department,
    publish_change,
    publish_value,
    said,
    submit_value,
)

SECRET = "1,987"  # of 43A in fiscal 2024, submitted and not published


class City:
    """The real plan: 44B and 47A published, 43A submitted; the cycle of fiscal 2024 is open."""

    def __init__(self) -> None:
        load_fixtures()
        self.bob = make_bob()
        departments = [make_department(slug) for slug in ("sangyo-shinko", "organic-city-suishin", "kikaku")]
        self.alice = make_alice(*departments)
        self.dave = make_dave()
        for year in (2023, 2024):
            make_cycle(year, by=self.bob)
        self.publish("44B", 2023, "97")
        self.publish("44B", 2024, "121")
        self.publish("47A", 2024, "0")
        submit_value(self.indicator("43A"), 2024, said("1987"), by=self.alice, now=NOON)

    def indicator(self, code: str) -> Indicator:
        return Indicator.objects.with_plan().get_by_code(code)

    def publish(self, code: str, year: int, value: str) -> None:
        entry = said(value, note="事情")
        publish_value(self.indicator(code), year, entry, by=self.alice, publisher=self.bob)

    def correct(
        self, code: str, year: int, value: str, *, reason: str = "集計漏れ", now: datetime = NOON
    ) -> None:
        """A 訂正 of what was published; NOON is before any clock of a test."""
        publish_change(
            self.indicator(code),
            year,
            "correction",
            said(value, note="数え直した値です。"),
            by=self.alice,
            publisher=self.bob,
            reason=reason,
            now=now,
        )
